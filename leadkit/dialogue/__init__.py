"""The talk both ways: what sales tells marketing, what marketing tells sales."""

from leadkit.dialogue.coming import Coming, coming
from leadkit.dialogue.feedback import Heard, heard, mean_rating
from leadkit.dialogue.reasons import ASK_WHY, DATA, NO_REASON, reason_words
from leadkit.dialogue.signals import Told, told
from leadkit.dialogue.span import Span, known_by

__all__ = [
    "ASK_WHY", "Coming", "DATA", "Heard", "NO_REASON", "Span", "Told", "coming", "heard",
    "known_by", "mean_rating", "reason_words", "told",
]  # fmt: skip
