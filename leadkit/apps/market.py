"""The market lab: one budget, eight quarters, alone or as two players, in a page or a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.learn.alive import Alive
from leadkit.learn.market_lab import Run, run
from leadkit.learn.market_lab.engine import BUDGET, QUARTERS

if TYPE_CHECKING:
    from leadkit.apps.market_live import Live


@dataclass(frozen=True, eq=False, repr=False)
class MarketLab(Alive):
    """The market to play with; its widgets are made when first shown.

    Attributes
    ----------
    start : Run
        What is shown where nothing runs: half the budget on pull in every quarter.
    """

    start: Run

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from leadkit.apps.market_live import live

        return live()

    def __repr__(self) -> str:
        return self.start.sentence()

    def html(self) -> str:
        """Return the rules and what half and half brings, for where nothing runs."""
        from leadkit.apps.market_page import still

        return still(self.start)


def market_lab() -> MarketLab:
    """Open the market lab: split a budget between pull and push over eight quarters.

    Returns
    -------
    MarketLab
        In a notebook it shows its widgets; where nothing runs, its rules and what half and half
        brings.

    Examples
    --------
    >>> lab = market_lab()
    >>> lab.live.pull.number.value = 0
    >>> lab.live.play.click()
    >>> "Quarter 1: 87 leads came, and sales could call 260." in lab.live.answer.value
    True
    """
    return MarketLab(run([BUDGET / 2] * QUARTERS))
