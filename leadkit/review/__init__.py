"""Looking back together: whose shortfall was it, and the quarterly review."""

from leadkit.review.quarterly import Review, quarterly_review
from leadkit.review.shapley import shapley
from leadkit.review.shortfall import Shortfall, shortfall

__all__ = ["Review", "Shortfall", "quarterly_review", "shapley", "shortfall"]
