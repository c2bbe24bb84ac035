"""Two crowds and one score: what it means that a lead is hot, where many buy and where few do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.lessons.people import ASIDE, BELOW, HUNDRED, TEN, draw_people, settle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

THOUSAND, ACROSS = 1_000, 5
HOT_BUYERS, HOT_OTHERS = 6, 2
WEBSITE = 10
DOWN, LABEL = 2 * BELOW + 2.5, 20


@dataclass(frozen=True)
class Crowd:
    """A thousand leads under one score: it marks six of ten buyers, and two of ten others.

    Examples
    --------
    >>> [(crowd.hot_buyers, crowd.hot, crowd.one_in) for crowd in (Crowd(100), Crowd(20))]
    [(60, 240, 4), (12, 208, 17)]
    """

    buyers: int

    @property
    def hot_buyers(self) -> int:
        """How many buyers are marked."""
        return self.buyers * HOT_BUYERS // TEN

    @property
    def hot_others(self) -> int:
        """How many others are marked."""
        return (THOUSAND - self.buyers) * HOT_OTHERS // TEN

    @property
    def hot(self) -> int:
        """How many leads are marked."""
        return self.hot_buyers + self.hot_others

    @property
    def one_in(self) -> int:
        """Of about how many hot leads one buys."""
        return round(self.hot / self.hot_buyers)

    @property
    def buys(self) -> list[bool]:
        """Who buys, the hot leads first, and among them the buyers."""
        cold_buyers = self.buyers - self.hot_buyers
        cold_others = THOUSAND - self.hot - cold_buyers
        return (
            [True] * self.hot_buyers
            + [False] * self.hot_others
            + [True] * cold_buyers
            + [False] * cold_others
        )


def of_hundred(buying: int) -> Crowd:
    """Return the crowd of a thousand in which so many of each hundred buy."""
    return Crowd(buying * THOUSAND // HUNDRED)


def draw_crowds(buying: int) -> Figure:
    """Draw the website's thousand and the new channel's below, their hot leads on a tint."""
    sheet = figure.blank(5.3)
    ax = sheet.add_subplot()
    pairs = ((_("Website"), of_hundred(WEBSITE)), (_("New channel"), of_hundred(buying)))
    for row, (name, crowd) in enumerate(pairs):
        draw_people(ax, crowd.buys, hot=crowd.hot, across=ACROSS, top=row * DOWN)
        _label(ax, name, crowd, row * DOWN)
    figure.caption(
        ax,
        _title(buying),
        _("Two times 1,000 leads. Filled: will buy. On grey: marked as hot by the same score."),
        _("Invented crowds. The score marks 6 of 10 buyers, and 2 of 10 others."),
    )
    sheet.subplots_adjust(right=0.99)
    settle(ax, ACROSS * ASIDE + LABEL, 2 * DOWN - 2)
    return sheet


def _label(ax: Axes, name: str, crowd: Crowd, top: float) -> None:
    left = ACROSS * ASIDE
    lines = (
        (name, "bold"),
        (_("{n} of 1,000 will buy").format(n=number(crowd.buyers)), "normal"),
        (_hot(crowd), "bold"),
    )
    for place, (line, weight) in enumerate(lines):
        ax.text(left, top + 2.4 * place, line, size=8.5, weight=weight, va="center")


def _hot(crowd: Crowd) -> str:
    return _("{n} of the {hot} hot buy").format(n=number(crowd.hot_buyers), hot=number(crowd.hot))


def _title(buying: int) -> str:
    return _(
        "The same score: where {many} buy, one hot lead in {some} does; where {few} buy, "
        "about one in {more}"
    ).format(
        many=percent(WEBSITE / HUNDRED),
        some=number(of_hundred(WEBSITE).one_in),
        few=percent(buying / HUNDRED),
        more=number(of_hundred(buying).one_in),
    )


def say_crowds(buying: int) -> str:
    """Say in plain sentences what the picture shows."""
    website, channel = of_hundred(WEBSITE), of_hundred(buying)
    return _(
        "The score marks 6 of 10 buyers as hot, and 2 of 10 others. On the website {many} of 100 "
        "leads buy: of {hot} hot leads {buyers}, one in {some}. In the new channel {few} of 100 "
        "buy: of {hot_there} hot leads {buyers_there}, about one in {more}."
    ).format(
        many=number(WEBSITE),
        hot=number(website.hot),
        buyers=number(website.hot_buyers),
        some=number(website.one_in),
        few=number(buying),
        hot_there=number(channel.hot),
        buyers_there=number(channel.hot_buyers),
        more=number(channel.one_in),
    )
