"""People in rows of ten: whoever buys is filled, everybody else outlined, the hot on a tint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEN, HUNDRED = 10, 100
MIDDLE, ASIDE, BELOW = 0.25, 11.25, 11.0
HALF, ROUND = 0.6, 0.74
TINT, STEPS = "tint", 96  # a person then is a whole number of dots: files stay small


@dataclass(frozen=True, repr=False)
class Hundred:
    """A hundred leads with one score.

    Parameters
    ----------
    score : float
        The chance that each of them buys.
    source : str
        What stands below the picture.

    Examples
    --------
    >>> Hundred(0.1).buyers
    10
    """

    score: float
    source: str = ""

    @property
    def buyers(self) -> int:
        """How many of them buy, as far as the score is right."""
        return round(HUNDRED * self.score)

    def __repr__(self) -> str:
        return _("A score of {score}: of 100 such leads about {buyers} buy").format(
            score=percent(self.score), buyers=number(self.buyers)
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the hundred, rows of ten, the buyers filled."""
        ax = ax or figure.axes(3.3)
        draw_people(ax, [place < self.buyers for place in range(HUNDRED)])
        left = TEN + 2 * MIDDLE
        ax.text(left, self.buyers / TEN / 2 - 0.5, _told(self.buyers, is_bought=True), va="center")
        middle = (self.buyers / TEN + TEN + MIDDLE) / 2 - 0.5
        ax.text(left, middle, _told(HUNDRED - self.buyers, is_bought=False), va="center")
        figure.caption(
            ax,
            repr(self),
            _("Every circle is a lead. Which of them will be filled nobody can see beforehand."),
            self.source or _("A drawing, not data."),
        )
        settle(ax, 3 * ASIDE, TEN + 2 * MIDDLE + HALF)
        return ax


def hundred(score: float) -> Hundred:
    """Return a hundred leads with one score."""
    return Hundred(score)


def places(n: int, across: int = 1) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return where `n` people stand: rows of ten, a gap after five, blocks of a hundred.

    Examples
    --------
    >>> x, y = places(12)
    >>> x[:6].tolist(), y[-1].item()
    ([0.0, 1.0, 2.0, 3.0, 4.0, 5.25], 1.0)
    """
    block, place = np.divmod(np.arange(n), HUNDRED)
    row, column = np.divmod(place, TEN)
    down, right = np.divmod(block, across)
    half = TEN // 2
    return (
        column + MIDDLE * (column >= half) + ASIDE * right,
        row + MIDDLE * (row >= half) + BELOW * down,
    )


def draw_people(
    ax: Axes, buys: Sequence[bool], *, hot: int = 0, across: int = 1, top: float = 0.0
) -> None:
    """Draw people; the first `hot` of them stand on a tint. `settle` gives them their size."""
    x, y = places(len(buys), across)
    y = y + top
    ax.scatter(x[:hot], y[:hot], marker="s", c=figure.BAND, lw=0, gid=TINT, rasterized=True)
    filled = np.array(buys)
    for one, inside, edge in ((False, "white", figure.SHARED), (True, figure.INK, figure.INK)):
        same = filled == one
        ax.scatter(x[same], y[same], fc=inside, ec=edge, lw=0.7, rasterized=True)


def settle(ax: Axes, width: float, height: float, *, left: float = 0.02) -> None:
    """Set the scale of axes that hold people, who need no axis below, and size them to it.

    Parameters
    ----------
    ax : Axes
        Captioned already, so that the room that is left is known.
    width, height : float
        What has to fit, in people.
    left : float
        Where the axes begin, as a share of the figure.
    """
    from matplotlib.collections import PathCollection

    sheet = ax.figure.get_figure(root=True)
    if sheet is None:
        raise ValueError("the axes belong to no figure")
    bottom = 0.3 / sheet.get_figheight()
    right = ax.get_position().x1
    ax.set_position((left, bottom, right - left, ax.get_position().y1 - bottom))
    wide, tall = ax.get_position().size * sheet.get_size_inches()
    inch = int(min(wide / width, tall / height) * STEPS) / STEPS
    ax.set_xlim(-HALF, wide / inch - HALF)
    ax.set_ylim(tall / inch - HALF, -HALF)
    ax.set_axis_off()
    ax.set_xticks([])
    ax.set_yticks([])
    people: list[Any] = ax.findobj(PathCollection)
    for drawn in people:
        share = 1 if drawn.get_gid() == TINT else ROUND
        drawn.set_sizes([(72 * inch * share) ** 2])


def _told(leads: int, *, is_bought: bool) -> str:
    if is_bought:
        return _("{n} of 100 buy").format(n=number(leads))
    return _("{n} of 100 do not").format(n=number(leads))
