"""A market of ten units of effort, held for four quarters: what pull fills and push moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EFFORT, QUARTERS = 10, 4
AWARENESS, KEPT = 4.0, 0.5
LEADS_PER_AWARENESS, CALLS_PER_PUSH, WON = 10, 8, 0.2
BARELY = 5


@dataclass(frozen=True)
class Quarter:
    """What pull and push make of one quarter."""

    leads: float
    calls: float

    @property
    def called(self) -> float:
        """The leads somebody has time to call."""
        return min(self.leads, self.calls)

    @property
    def wins(self) -> float:
        """The calls that win."""
        return WON * self.called


def market(pull: float) -> list[Quarter]:
    """Return four quarters with `pull` of ten units of effort on pull, the rest on push.

    Awareness brings leads; half of it is forgotten each quarter, and pull adds to the rest.

    Examples
    --------
    >>> [quarter.leads for quarter in market(0)]
    [40.0, 20.0, 10.0, 5.0]
    """
    awareness, quarters = AWARENESS, []
    for _quarter in range(QUARTERS):
        quarters.append(Quarter(LEADS_PER_AWARENESS * awareness, CALLS_PER_PUSH * (EFFORT - pull)))
        awareness = KEPT * awareness + pull
    return quarters


def wins(pull: float) -> float:
    """Return the wins of four quarters.

    Examples
    --------
    >>> wins(5)
    32.0
    """
    return round(WON * sum(quarter.called for quarter in market(pull)), 6)


def best_split() -> int:
    """Return the units of pull that bring the most wins."""
    return max(range(EFFORT + 1), key=wins)


def draw_market(pull: int) -> Figure:
    """Draw the leads on offer against the calls possible, and the wins below."""
    quarters = market(pull)
    sheet = figure.blank(4.7)
    upper, lower = sheet.subplots(2, 1, gridspec_kw={"height_ratios": (5, 3)})
    _draw_leads(upper, quarters)
    _draw_wins(lower, quarters)
    figure.caption(
        upper,
        _title(pull),
        _(
            "{pull} units on pull, {push} on push. Bars: leads on offer; hatched: those whom "
            "nobody has time to call. Line: calls that sales can make."
        ).format(pull=number(pull), push=number(EFFORT - pull)),
        _(
            "An invented market. A unit of awareness brings 10 leads; half of it is forgotten each "
            "quarter. A unit of push makes 8 calls; one call in five wins."
        ),
    )
    sheet.subplots_adjust(left=0.1, right=0.8, hspace=0.4)
    return sheet


def _draw_leads(ax: Axes, quarters: list[Quarter]) -> None:
    called = [quarter.called for quarter in quarters]
    waiting = [quarter.leads - quarter.called for quarter in quarters]
    ax.bar(range(QUARTERS), called, width=0.62, color=figure.MARKETING)
    ax.bar(
        range(QUARTERS),
        waiting,
        bottom=called,
        width=0.62,
        **figure.HATCHED,
    )
    calls = quarters[0].calls
    ends = (-0.5, QUARTERS - 0.5)
    ax.plot(ends, [calls] * 2, color=figure.SALES, marker="s", ms=5, clip_on=False, zorder=4)
    ax.annotate(
        _("calls possible:\n{calls}").format(calls=number(calls)),
        (ends[1], calls),
        (8, 0),
        textcoords="offset points",
        size=8.5,
        va="center",
        color=figure.SALES,
    )
    ax.set_xlim(*ends)
    ax.set_ylim(0, 100 if max(quarter.leads for quarter in quarters) <= 100 else 200)
    ax.set_xticks(
        range(QUARTERS),
        [_("{n} leads").format(n=_plain(quarter.leads)) for quarter in quarters],
    )
    ax.set_ylabel(_("leads, calls a quarter"))


def _draw_wins(ax: Axes, quarters: list[Quarter]) -> None:
    bars = ax.bar(
        range(QUARTERS), [quarter.wins for quarter in quarters], width=0.62, color=figure.INK
    )
    ax.bar_label(bars, [_plain(quarter.wins) for quarter in quarters], size=8.5, padding=2)
    ax.set_xlim(-0.5, QUARTERS - 0.5)
    ax.set_ylim(0, 15)
    ax.set_xticks(range(QUARTERS), [_("quarter {n}").format(n=n) for n in range(1, QUARTERS + 1)])
    ax.set_ylabel(_("wins a quarter"))


def _title(pull: int) -> str:
    last = market(pull)[-1]
    if abs(last.leads - last.calls) < BARELY:
        finding = _("{wins} wins in four quarters, and hardly anybody waits")
    elif last.leads < last.calls:
        finding = _("{wins} wins in four quarters, and callers wait for leads")
    else:
        finding = _("{wins} wins in four quarters, and leads wait for calls")
    return finding.format(wins=_plain(wins(pull)))


def say_market(pull: int) -> str:
    """Say in one sentence what the picture shows."""
    quarters = market(pull)
    return _(
        "Units on pull: {pull} of 10. Quarter by quarter there are {leads} leads on offer, "
        "{calls} calls are possible each time, and {wins} are won: {total} in all."
    ).format(
        pull=number(pull),
        leads="; ".join(_plain(quarter.leads) for quarter in quarters),
        calls=number(quarters[0].calls),
        wins="; ".join(_plain(quarter.wins) for quarter in quarters),
        total=_plain(wins(pull)),
    )


def _plain(value: float) -> str:
    """Write a number without a decimal it does not need."""
    return number(value, 0 if round(value, 6).is_integer() else 1)
