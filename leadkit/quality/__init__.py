"""The written data-quality standard, and screening before handoff."""

from leadkit.quality.callback import Accuracy, call_back_list, read_answers, refuse_to_lose_answers
from leadkit.quality.contacts import emails
from leadkit.quality.evidence import Evidence
from leadkit.quality.explain import Explanation
from leadkit.quality.findings import rule_value
from leadkit.quality.graders import GraderAgreement, graders_agree
from leadkit.quality.marking import FAILS, marked, screened
from leadkit.quality.page import screening_page
from leadkit.quality.proposals import Suggestions
from leadkit.quality.report import ScreeningReport
from leadkit.quality.screening import screen
from leadkit.quality.standard import Standard, own_standard
from leadkit.quality.suggest import suggest_rules, suggestions
from leadkit.quality.telephones import phones
from leadkit.quality.worth import Worth, worth_of_rules
from leadkit.quality.writing import FILES, write_screening

__all__ = [
    "FAILS", "FILES", "Accuracy", "Evidence", "Explanation", "GraderAgreement", "ScreeningReport",
    "Standard", "Suggestions", "Worth", "call_back_list", "emails", "graders_agree", "marked",
    "own_standard", "phones", "read_answers", "refuse_to_lose_answers", "rule_value", "screen",
    "screened", "screening_page", "suggest_rules", "suggestions", "worth_of_rules",
    "write_screening",
]  # fmt: skip
