"""Looking back together: whose shortfall was it, and the quarterly review."""

from leadkit.review.control import Control
from leadkit.review.quarterly import Review, quarterly_review
from leadkit.review.result import Shortfall
from leadkit.review.shapley import shapley
from leadkit.review.shortfall import shortfall

__all__ = ["Control", "Review", "Shortfall", "quarterly_review", "shapley", "shortfall"]
