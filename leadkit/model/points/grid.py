"""Who the lead is against what it did: win rates in nine cells, A1 the best of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata
from sklearn.utils.validation import column_or_1d

from leadkit.base import figure
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import EN_DASH, _, number
from leadkit.model.levels import THIRDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.points.points import PointsCard

FIT, ENGAGEMENT = "ABC", "123"  # the most points first
HEIGHT = 3.6


@dataclass(frozen=True, kw_only=True)
class PointsGrid:
    """Win rates by thirds of fit and of engagement.

    Attributes
    ----------
    cells : dict of str to Estimate
        Win rate of each cell, "A1" (most fit, most engagement) to "C3", with Wilson's interval.
    spans : dict of str to tuple of int, or None
        Fewest and most points of each row "A" to "C" and column "1" to "3"; None where no lead is.
    """

    cells: dict[str, Estimate]
    spans: dict[str, tuple[int, int] | None]

    @property
    def table(self) -> pd.DataFrame:
        """One row a cell: cell, fit and engagement in points, n, won, rate, low, high.

        A cell of too few leads has its counts and no rate.
        """
        rows = [
            (cell, self.span(cell[0]), self.span(cell[1]), one.n, one.events, *_numbers(one))
            for cell, one in self.cells.items()
        ]
        columns = ["cell", "fit", "engagement", "n", "won", "rate", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def span(self, third: str) -> str:
        """Write the points of a row or a column."""
        span = self.spans[third]
        if span is None:
            return ""
        low, high = map(number, span)
        return low if low == high else f"{low} {EN_DASH} {high}"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the nine cells, the darker the more leads won; a cell of too few leads stays white.

        Parameters
        ----------
        ax : Axes, optional
            Default: axes of its own, with captions.
        """
        drawn = figure.axes(HEIGHT) if ax is None else ax
        rates = np.array([_numbers(one)[0] for one in self.cells.values()]).reshape(3, 3)
        most = np.nanmax(rates, initial=0.0)
        drawn.imshow(rates, cmap="Greys", vmin=0, vmax=max(most, 0.01) * 2.2, aspect="auto")
        for cell, one in self.cells.items():
            words = f"{cell}\n{one.write()}\nn = {number(one.n)}"
            if one.refused:
                words = f"{cell}\n" + _("{won} of {n}").format(won=one.events, n=number(one.n))
            row, column = FIT.index(cell[0]), ENGAGEMENT.index(cell[1])
            drawn.text(column, row, words, ha="center", va="center", size=8.5, color=figure.INK)
        drawn.grid(visible=False)
        drawn.set_xticks(range(3), [f"{one}: {self.span(one)}" for one in ENGAGEMENT])
        drawn.set_yticks(range(3), [f"{one}: {self.span(one)}" for one in FIT])
        drawn.set_xlabel(_("engagement, points"))
        drawn.set_ylabel(_("fit, points"))
        if ax is None:
            figure.caption(drawn, self.sentence(), _("Share of leads won"), _source(self))
        return drawn

    def sentence(self) -> str:
        """Say what the best and the worst cell won."""
        best, worst = self.cells["A1"], self.cells["C3"]
        return _("Best of both (A1): {best}; least of both (C3): {worst}").format(
            best=best, worst=worst
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (f"{third}: {self.span(third)}", *(str(self.cells[third + one]) for one in ENGAGEMENT))
            for third in FIT
        ]
        heads = [f"{one}: {self.span(one)}" for one in ENGAGEMENT]
        columns = [_("fit, points; to the right: engagement"), *heads]
        return inline(caption=self.sentence(), columns=columns, rows=rows, note=_source(self))


def grid(card: PointsCard, X: Any, y: Any) -> PointsGrid:
    """Count leads and wins by thirds of fit and of engagement; `PointsCard.grid` says more."""
    points, won = card.axes(X), column_or_1d(y).astype(int)
    if len(won) != len(points):
        raise BadInput(
            _("{leads} leads and {outcomes} outcomes do not go together").format(
                leads=number(len(points)), outcomes=number(len(won))
            ),
            fix=_("Give one outcome for each lead."),
        )
    if all(column.axis == "fit" for column in card.columns_):
        raise BadInput(
            _("no column of the points card is marked as engagement"),
            fix=_('Write `axis = "engagement"` under the name of a column in the card\'s file.'),
        )
    rows = _thirds(points["fit"].to_numpy(), FIT)
    columns = _thirds(points["engagement"].to_numpy(), ENGAGEMENT)
    cells = {}
    for cell in (row + column for row in FIT for column in ENGAGEMENT):
        own = won[(rows == cell[0]) & (columns == cell[1])]
        cells[cell] = rate(int(own.sum()), len(own))
    spans = {third: _span(points["fit"][rows == third]) for third in FIT}
    spans |= {third: _span(points["engagement"][columns == third]) for third in ENGAGEMENT}
    return PointsGrid(cells=cells, spans=spans)


def _thirds(points: npt.NDArray[np.intp], names: str) -> npt.NDArray[np.str_]:
    """Return the third of each lead; those of equal points go together, by their middle rank."""
    share = (rankdata(points) - 0.5) / max(len(points), 1)
    return np.array(list(names[::-1]))[np.searchsorted(THIRDS, share, side="right")]


def _span(points: pd.Series[int]) -> tuple[int, int] | None:
    return (int(points.min()), int(points.max())) if len(points) else None


def _numbers(one: Estimate) -> tuple[float, float, float]:
    return (np.nan,) * 3 if one.refused else (one.value, one.low, one.high)


def _source(found: PointsGrid) -> str:
    n = sum(one.n for one in found.cells.values())
    return _("{n} leads; thirds by points, equal points together; Wilson's 95 % intervals").format(
        n=number(n)
    )
