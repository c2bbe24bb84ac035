"""Three weeks in which sales hears something and marketing does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CALLS, HEARD = (20, 24, 26), (5, 8, 9)
WIDE = 0.36


@dataclass(frozen=True, repr=False)
class Silence:
    """What customers told sales week by week, in a firm where nobody passes it on.

    Parameters
    ----------
    calls, heard : tuple of int
        Customers that sales spoke to in each week, and those among them who said it.

    Examples
    --------
    >>> silence = Silence()
    >>> silence.in_all, silence.later
    (22, 17)
    """

    calls: tuple[int, ...] = CALLS
    heard: tuple[int, ...] = HEARD

    @property
    def in_all(self) -> int:
        """Customers who said it."""
        return sum(self.heard)

    @property
    def later(self) -> int:
        """Those who said it after the first week, when one line could have been sent."""
        return sum(self.heard[1:])

    def __repr__(self) -> str:
        return _(
            "{n} customers told sales, marketing heard of none; {later} of them came after the "
            "first week"
        ).format(n=number(self.in_all), later=number(self.later))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw two bars a week: what sales heard, and what of it reached marketing."""
        ax = ax or figure.axes(3.2)
        places = range(len(self.heard))
        sales = ax.bar([place - WIDE / 2 for place in places], self.heard, WIDE, color=figure.SALES)
        marketing = ax.bar(
            [place + WIDE / 2 for place in places],
            [0] * len(self.heard),
            WIDE,
            color=figure.MARKETING,
        )
        for bars, color in ((sales, figure.SALES), (marketing, figure.MARKETING)):
            ax.bar_label(bars, color=color, weight="bold", padding=2)
        ax.set_xticks(places, [self._week(place) for place in places])
        ax.set_yticks(range(0, max(self.heard) + 2, 2))
        ax.set_ylim(0, 1.15 * max(self.heard))
        ax.set_ylabel(_("customers"))
        figure.caption(
            ax,
            repr(self),
            _(
                "“You promised it for tomorrow.” Left, orange: said to sales. Right, blue: of "
                "these, told to marketing."
            ),
            _("An invented firm, n = {n} customers called.").format(n=number(sum(self.calls))),
        )
        return ax

    def _week(self, place: int) -> str:
        return _("week {n}\n{calls} called").format(
            n=number(place + 1), calls=number(self.calls[place])
        )


def three_weeks() -> Silence:
    """Return three weeks in which nothing was passed on."""
    return Silence()
