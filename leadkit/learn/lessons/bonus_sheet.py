"""The bonus of one quarter, worked on paper: results, where payment begins, targets, weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from leadkit.agreement import score

FULL_BONUS = 20_000_000  # ₫, at the target
WON, EXPECTED, SHRINK = 78, 96, 20


@dataclass(frozen=True)
class Result:
    """A result that is paid for: in a line from `floor` to `target`, `weight` of the bonus."""

    value: float
    floor: float
    target: float
    weight: float
    is_of_wins: bool = False

    @property
    def score(self) -> float:
        """What it scores: 0 where payment begins, 1 at the target, at most 1.2."""
        return score(self.value, self.floor, self.target)

    def unshrunk(self) -> Result:
        """Return the same result with wins taken as they came."""
        return replace(self, value=WON / EXPECTED) if self.is_of_wins else self


MARGIN = Result(0.94, 0.70, 1.0, 0.5)
MARKETING = (
    MARGIN,
    Result(0.97, 0.70, 1.0, 0.25),
    Result(0.93, 0.80, 0.95, 0.15),
    Result(0.90, 0.60, 0.90, 0.10),
)
SALES = (
    MARGIN,
    Result((WON + SHRINK) / (EXPECTED + SHRINK), 0.70, 1.0, 0.2, is_of_wins=True),
    Result(0.82, 0.60, 0.90, 0.2),
    Result(0.75, 0.50, 0.90, 0.1),
)


def bonus(results: Iterable[Result]) -> float:
    """Return what is paid for results, in ₫.

    Examples
    --------
    >>> round(bonus(MARKETING)), round(bonus(SALES))
    (17100000, 14114368)
    """
    return FULL_BONUS * sum(one.weight * one.score for one in results)
