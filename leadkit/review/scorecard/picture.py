"""The scorecard drawn: each result on the line from nothing to full pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, percent
from leadkit.review.scorecard.results import ENDS
from leadkit.review.scorecard.words import when

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.scorecard.results import Result
    from leadkit.review.scorecard.scorecard import Scorecard

LABEL_WIDTH = 2.5
ROW, AROUND = 0.42, 0.75
TICKS = (0.0, 0.5, 1.0)


def draw(card: Scorecard, ax: Axes) -> Axes:
    """Draw a row a result: where its score lies, and where luck alone could have put it."""
    colours = {
        "shared": figure.SHARED,
        "marketing": figure.MARKETING,
        "sales": figure.SALES,
    }
    shown = [one for one in card.results if one.score is not None]
    for place, one in enumerate(shown):
        reached = one.points / one.kpi.weight
        colour = colours[one.kpi.side]
        low, high = np.quantile(one.points_drawn, ENDS) / one.kpi.weight
        ax.plot([low, high], [place, place], color=colour, alpha=0.35, lw=7, solid_capstyle="butt")
        ax.plot(reached, place, "o", color=colour, ms=8, mec="white", clip_on=False, zorder=3)
    ax.axvline(1, color=figure.INK, lw=1)
    ax.set_xlim(0, card.agreement.bonus.cap)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_yticks(range(len(shown)), [_label(one) for one in shown])
    ax.set_xticks(TICKS, [percent(tick) for tick in TICKS])
    ax.set_xlabel(_("score: nothing at 0 %, full pay at 100 %"))
    ax.grid(True, axis="x")
    ax.grid(False, axis="y")
    return ax


def _label(one: Result) -> str:
    name = _("{result}, {weight}").format(result=one.kpi.name, weight=percent(one.kpi.weight))
    return "\n".join(figure.wrap(name, LABEL_WIDTH, 8.5))


def caption(card: Scorecard) -> tuple[str, str, str]:
    """Return the finding of the picture, what it shows, and its source."""
    subtitle = _(
        "Score of each result with its weight; the bar is what luck alone could have made. Grey is "
        "shared, blue marketing's own, orange sales' own."
    )
    source = _("{firm}, {period}. {state}").format(
        firm=card.ledger.book.name, period=card.period, state=when(card)[0]
    )
    return card.sentence(), subtitle, source


def height(card: Scorecard) -> float:
    """Return how high the picture is, in inches."""
    return AROUND + ROW * sum(one.score is not None for one in card.results)
