"""Two sources of leads: every rate rises and the total falls, because the shares moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HUNDRED = 100


@dataclass(frozen=True)
class Rates:
    """What is won of the leads of each source, in percent."""

    web: int
    ads: int

    def total(self, share: float) -> float:
        """Return what is won of all leads if web brings `share` percent of them, in percent.

        Examples
        --------
        >>> Rates(20, 4).total(70)
        15.2
        """
        return (share * self.web + (HUNDRED - share) * self.ads) / HUNDRED


BEFORE, NOW = Rates(20, 4), Rates(21, 5)
SHARE_BEFORE, SHARE_NOW = 70, 30
LINES = {False: BEFORE, True: NOW}


def fall() -> float:
    """Return by how much the total changed, in points.

    Examples
    --------
    >>> round(fall(), 1)
    -5.4
    """
    return NOW.total(SHARE_NOW) - BEFORE.total(SHARE_BEFORE)


def by_shares() -> float:
    """Return what the shares alone did to the total, the rates kept, in points.

    Examples
    --------
    >>> round(by_shares(), 1)
    -6.4
    """
    return BEFORE.total(SHARE_NOW) - BEFORE.total(SHARE_BEFORE)


def by_rates() -> float:
    """Return what the rates did to the total, at the new shares, in points.

    Examples
    --------
    >>> round(by_rates(), 1)
    1.0
    """
    return fall() - by_shares()


def draw_shares(share: int, *, is_now: bool) -> Figure:
    """Draw the total against web's share: one line for either quarter's rates, and where we are."""
    sheet = figure.blank(3.9)
    ax = sheet.add_subplot()
    for is_later, rates in LINES.items():
        is_chosen = is_later == is_now
        color = figure.INK if is_chosen else figure.SHARED
        ax.plot([0, HUNDRED], [rates.ads, rates.web], color=color, lw=2 if is_chosen else 1.2)
    ax.plot(SHARE_BEFORE, BEFORE.total(SHARE_BEFORE), "o", mfc="white", mec=figure.INK, ms=9)
    here = LINES[is_now].total(share)
    ax.plot(share, here, "o", color=figure.SALES, ms=9, zorder=5)
    ax.vlines(share, 0, here, color=figure.SALES, lw=1.0, ls=(0, (4, 3)))
    _name_sides(ax)
    figure.caption(
        ax,
        _("Web brings {share} of the leads: {total} of all leads are won").format(
            share=percent(share / HUNDRED), total=percent(here / HUNDRED, 1)
        ),
        _(
            "Upper line: the rates of this quarter; lower line: those of the quarter before. Full "
            "dot: where you are; open dot: the quarter before."
        ),
        _("An invented firm with two sources, web and ads."),
    )
    sheet.subplots_adjust(left=0.12, right=0.96)
    return sheet


def _name_sides(ax: Axes) -> None:
    ticks = range(0, HUNDRED + 1, 20)
    ax.set_xticks(ticks, [percent(tick / HUNDRED) for tick in ticks])
    ax.set_xlabel(_("share of web leads; the rest comes from ads"))
    heights = range(0, 25, 5)
    ax.set_yticks(heights, [percent(height / HUNDRED) for height in heights])
    ax.set_ylabel(_("won, of all leads"))
    ax.set_xlim(0, HUNDRED)
    ax.set_ylim(0, 24)


def say_shares(share: int, *, is_now: bool) -> str:
    """Say in plain sentences what the picture shows."""
    rates = LINES[is_now]
    total, first = rates.total(share), BEFORE.total(SHARE_BEFORE)
    said = _(
        "Web brings {share} of the leads and wins {web} of them, ads win {ads}: together {total}, "
        "against {first} in the quarter before."
    ).format(
        share=percent(share / HUNDRED),
        web=percent(rates.web / HUNDRED),
        ads=percent(rates.ads / HUNDRED),
        total=percent(total / HUNDRED, 1),
        first=percent(first / HUNDRED, 1),
    )
    return f"{said} {_told(total - first)}" if is_now else said


def _told(points: float) -> str:
    """Say what the total did while every source won more."""
    change = round(points, 1)
    if not change:
        return _("Each source wins more than before, and the total is just what it was.")
    if change < 0:
        return _("Each source wins more than before, and the total is lower.")
    return _("Each source wins more than before: {points} points in all.").format(
        points=number(change, 1, sign=True)
    )
