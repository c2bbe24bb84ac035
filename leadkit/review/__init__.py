"""Looking back together: promises, digests, decisions, whose shortfall it was, the review."""

from leadkit.review.audit import Audit, audit
from leadkit.review.audit_page import verdict_words
from leadkit.review.decisions import (
    Decision,
    Outcome,
    add_decision,
    judge,
    read_decisions,
    refuse_unknown,
)
from leadkit.review.digest import Digest, digest, note_sent
from leadkit.review.draft import Draft, draft, new_agreement
from leadkit.review.ledger import quarter_after, quarter_at
from leadkit.review.quarterly import Review, quarterly_review
from leadkit.review.shapley import shapley
from leadkit.review.shortfall import Shortfall, shortfall

__all__ = [
    "Audit", "Decision", "Digest", "Draft", "Outcome", "Review", "Shortfall", "add_decision",
    "audit", "digest", "draft", "judge", "new_agreement", "note_sent", "quarter_after",
    "quarter_at", "quarterly_review", "read_decisions", "refuse_unknown", "shapley", "shortfall",
    "verdict_words",
]  # fmt: skip
