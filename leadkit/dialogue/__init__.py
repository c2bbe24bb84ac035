"""The talk both ways: what sales tells marketing, what marketing tells sales."""

from leadkit.dialogue.coming import Coming, coming
from leadkit.dialogue.coverage import Coverage, coverage
from leadkit.dialogue.dossier import Dossier, dossier
from leadkit.dialogue.feedback import Heard, heard, mean_rating
from leadkit.dialogue.feedback_report.sales_feedback import SalesFeedback, sales_feedback
from leadkit.dialogue.reasons import ASK_WHY, DATA, NO_REASON, reason_words
from leadkit.dialogue.signals import Told, told
from leadkit.dialogue.span import Span, known_by

__all__ = [
    "ASK_WHY", "Coming", "Coverage", "DATA", "Dossier", "Heard", "NO_REASON", "SalesFeedback",
    "Span", "Told", "coming", "coverage", "dossier", "heard", "known_by", "mean_rating",
    "reason_words", "sales_feedback", "told",
]  # fmt: skip
