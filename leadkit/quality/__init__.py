"""The written data-quality standard, and screening before handoff."""

from leadkit.quality.contacts import emails, phones
from leadkit.quality.findings import rule_value
from leadkit.quality.page import screening_page
from leadkit.quality.screening import FAILS, Screening, marked, screen, screened
from leadkit.quality.standard import Standard, own_standard
from leadkit.quality.writing import write_screening

__all__ = [
    "FAILS", "Screening", "Standard", "emails", "marked", "own_standard", "phones", "rule_value",
    "screen", "screened", "screening_page", "write_screening",
]  # fmt: skip
