"""The written data-quality standard, and screening before handoff."""

from leadkit.quality.contacts import Contacts, emails, phones
from leadkit.quality.duplicates import Duplicates, find_duplicates
from leadkit.quality.findings import Finding
from leadkit.quality.names import company_core, fold, name_key
from leadkit.quality.own import marked, own_standard, screened
from leadkit.quality.page import screening_page, write_screening
from leadkit.quality.screening import Screening, screen
from leadkit.quality.standard import Rule, Standard
from leadkit.quality.worth import RuleValue, rule_value

__all__ = [
    "Contacts",
    "Duplicates",
    "Finding",
    "Rule",
    "RuleValue",
    "Screening",
    "Standard",
    "company_core",
    "emails",
    "find_duplicates",
    "fold",
    "marked",
    "name_key",
    "own_standard",
    "phones",
    "rule_value",
    "screen",
    "screened",
    "screening_page",
    "write_screening",
]
