"""The gap by source, by segment and by rep: what moved, held against luck, and no ranking."""

from leadkit.review.breakdown.kitagawa import kitagawa
from leadkit.review.breakdown.part import Breakdown, by_part, by_parts
from leadkit.review.breakdown.reps import RepFunnel, by_rep

__all__ = ["Breakdown", "RepFunnel", "by_part", "by_parts", "by_rep", "kitagawa"]
