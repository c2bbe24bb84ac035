"""Twelve sellers who sell equally well, dealt 45 leads each: somebody is always the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.lessons.luck import luck_range

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SELLERS = (
    "An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khoa", "Linh", "Nam", "Oanh", "Sơn", "Vy",
)  # fmt: skip
LEADS, RATE = 45, 0.2
DEALS, SEED, HIGHEST = 50, 1, 20
Wins = tuple[int, ...]


def limits() -> tuple[int, int]:
    """Return between which numbers of wins at least 95 of 100 such sellers lie.

    Examples
    --------
    >>> limits()
    (4, 14)
    """
    return luck_range([RATE] * LEADS)


def deals(n: int) -> list[Wins]:
    """Return what every seller wins in the first `n` deals, each lead won with the same chance.

    Examples
    --------
    >>> len(deals(3)), deals(3)[:2] == deals(2)
    (3, True)
    """
    rng = np.random.default_rng(SEED)
    return [tuple(rng.binomial(LEADS, RATE, len(SELLERS)).tolist()) for _deal in range(n)]


def outside(wins: Wins) -> int:
    """Return how many sellers lie outside the limits.

    Examples
    --------
    >>> outside((3, 4, 14, 15))
    2
    """
    low, high = limits()
    return sum(not low <= won <= high for won in wins)


def best(wins: Wins) -> str:
    """Return who won most; of equals the first by name."""
    return SELLERS[wins.index(max(wins))]


def draw_deal(deal: int) -> Figure:
    """Draw a dot for every seller, by name, between the limits of luck."""
    wins = deals(deal)[-1]
    sheet = figure.blank(3.3)
    ax = sheet.add_subplot()
    low, high = limits()
    ax.axhspan(low - 0.5, high + 0.5, color=figure.WIDE_BAND, lw=0)
    ax.axhline(RATE * LEADS, color=figure.INK, lw=1.0, ls=(0, (4, 3)))
    ax.plot(range(len(wins)), wins, "o", color=figure.SALES, ms=8)
    ax.set_xticks(range(len(SELLERS)), SELLERS)
    ax.set_ylim(0, HIGHEST)
    ax.set_ylabel(_("wins, of {n} leads").format(n=number(LEADS)))
    figure.caption(
        ax,
        _("Deal {n}: from {least} to {most} wins, and all twelve sell equally well").format(
            n=number(deal), least=number(min(wins)), most=number(max(wins))
        ),
        _(
            "Dot: wins of a seller. Dashed: what all of them win on average. Grey, {low} to {high} "
            "wins: where at least 95 of 100 equal sellers lie."
        ).format(low=number(low), high=number(high)),
        _("Invented: each seller has {n} leads, and each lead is won with a chance of {p}.").format(
            n=number(LEADS), p=percent(RATE)
        ),
    )
    sheet.subplots_adjust(left=0.1, right=0.97)
    return sheet


def say_deal(deal: int) -> str:
    """Say in plain sentences how the best and the worst came out, and what became of all so far."""
    so_far = deals(deal)
    wins = so_far[-1]
    return _(
        "In deal {n} the best wins {most} of {leads} leads and the worst {least}; every seller "
        "wins {rate} on average. Different people who stood first so far: {firsts}. Deals in which "
        "somebody fell outside the limits, by luck alone: {out} of {n}."
    ).format(
        n=number(deal),
        most=percent(max(wins) / LEADS),
        least=percent(min(wins) / LEADS),
        leads=number(LEADS),
        rate=percent(RATE),
        firsts=number(len(set(map(best, so_far)))),
        out=number(sum(bool(outside(one)) for one in so_far)),
    )
