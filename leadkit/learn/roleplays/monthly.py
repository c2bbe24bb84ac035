"""The figures of "Seats swapped" and "Signed by five o'clock": wins and money, computed."""

from __future__ import annotations

from functools import cache

import pandas as pd

from leadkit.base.language import _, money, number, percent
from leadkit.base.page import Table
from leadkit.learn.lessons.lines import COST, CROWD, HUNDRED, VALUE, Plan, Quarter
from leadkit.learn.roleplays.script import lead_cards

CALLS = 10
CURRENCY = "VND"
HIRE = 12_000_000
PLACES, MORE_PLACES = 600, 800


def calls_bring(cards: int, buyers: int) -> tuple[float, float]:
    """Return the mean wins and the money of ten calls on cards drawn without looking.

    Examples
    --------
    >>> calls_bring(20, 4)
    (2.0, 1500000.0)
    """
    wins = CALLS * buyers / cards
    return wins, wins * VALUE - CALLS * COST


@cache
def luck(cards: int, buyers: int) -> tuple[int, int]:
    """Return between which numbers of wins at least 95 of 100 such rounds lie (hypergeometric).

    Examples
    --------
    >>> luck(20, 4), luck(12, 4)
    ((0, 4), (2, 4))
    """
    from scipy.stats import hypergeom

    low, high = hypergeom(cards, buyers, CALLS).ppf([0.025, 0.975])
    return int(low), int(high)


def monthly_profits() -> dict[str, float]:
    """Return what a month earns on average, in ₫, by what is agreed.

    Examples
    --------
    >>> {name: profit / 1e6 for name, profit in monthly_profits().items()}
    {'400': 57.0, '600': 61.0, '800': 65.0, 'blind': 8.7}
    """
    quarter = Quarter(PLACES)
    return {
        "400": Quarter(400).best,
        "600": quarter.best,
        "800": Quarter(MORE_PLACES).best,
        "blind": Plan(quarter, 0, best_first=False).profit,
    }


def seats_facts() -> dict[str, str]:
    """Return the figures that the texts of "Seats swapped" name."""
    cards = lead_cards()
    workable = sum(card.is_workable for card in cards)
    buyers = sum(card.truth == "buys" for card in cards)
    shown = {"workable": number(workable), "buyers": number(buyers)}
    for name, n in (("all", len(cards)), ("screened", workable)):
        wins, left = calls_bring(n, buyers)
        low, high = luck(n, buyers)
        shown |= {
            f"wins_{name}": number(wins, 1),
            f"money_{name}": money(round(left, -3), CURRENCY),
            f"low_{name}": number(low),
            f"high_{name}": number(high),
        }
    return shown


def signed_facts() -> dict[str, str]:
    """Return the figures that the texts of "Signed by five o'clock" name."""
    earned = monthly_profits()
    return {
        **{f"profit_{name}": money(profit, CURRENCY) for name, profit in earned.items()},
        "more": money(earned["800"] - earned["600"], CURRENCY),
        "hire": money(HIRE, CURRENCY),
        "break_even": percent(COST / VALUE),
    }


def crowd() -> Table:
    """Lay out the month's leads in bands, as marketing knows them."""
    earned = Quarter(PLACES).earned
    rows = pd.DataFrame(
        [
            (
                number(band.leads),
                percent(band.score / HUNDRED),
                number(band.leads * band.score / HUNDRED),
                money(each, CURRENCY, sign=True),
            )
            for band, each in zip(CROWD, earned.tolist(), strict=True)
        ],
        columns=[_("leads a month"), _("will buy"), _("wins, if all are called"),
                 _("one lead earns on average")],
    )  # fmt: skip
    finding = _("The leads of a month, the best first (invented: the chances are known exactly)")
    return Table(finding=finding, rows=rows, numeric=[str(name) for name in rows][1:])
