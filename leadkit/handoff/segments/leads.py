"""Leads valued by their segment, and the one price of an hour that all segments share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.handoff.capacity import ROUNDING, fill_capacity
from leadkit.handoff.leads import Leads, account_codes, alone_where_missing
from leadkit.handoff.own import numbers
from leadkit.handoff.tiers import advantage


def valued(
    scored: pd.DataFrame, checked: Leads, place: pd.Series[int], terms: list[Economics]
) -> pd.DataFrame:
    """Return what a handoff of each lead earns if won or lost: by its chance, on its own terms.

    Columns: p (the score), chance, won, account, place, hours, if_won, if_lost, promised.
    """
    p = numbers(scored, "p")
    table = pd.DataFrame(
        {
            "p": p,
            "chance": checked.chances(p),
            "won": numbers(scored, "y"),
            "account": alone_where_missing(account_codes(scored)),
            "place": place.to_numpy(),
        }
    )
    chance = table["chance"].to_numpy()
    for name in ("hours", "if_won", "if_lost", "promised"):
        table[name] = np.nan
    for nr, own in zip([*range(len(terms) - 1), -1], terms, strict=True):
        rows = (table["place"] == nr).to_numpy()
        table.loc[rows, "hours"] = own.hours_per_lead
        for name, wins in (("if_won", 1.0), ("if_lost", 0.0), ("promised", chance[rows])):
            table.loc[rows, name] = advantage(own, chance[rows], wins)
    return table.set_index(scored.index)


def common_line(leads: pd.DataFrame, limit: float | None, wanted: float | None) -> float:
    """Return the wanted line, else the one that promises most, as far as its leads fit."""
    falling = leads.sort_values("p", ascending=False, kind="stable")
    ends = ~falling["p"].duplicated(keep="last").to_numpy()
    at = falling["p"].to_numpy()[ends]
    fits = falling["hours"].cumsum().to_numpy()[ends] <= _whole(limit)
    promised = falling["promised"].cumsum().to_numpy()[ends]
    nobody = float(np.nextafter(at[0], np.inf))
    if not fits[0]:
        return nobody
    if wanted is not None:
        return wanted if fits.all() or wanted > at[~fits][0] else float(at[fits][-1])
    best = int(promised[fits].argmax())
    return float(at[best]) if promised[best] > 0 else nobody


def _whole(limit: float | None) -> float:
    return np.inf if limit is None else limit * (1 + ROUNDING)


def shared_price(leads: pd.DataFrame, limit: float | None, common: float) -> tuple[float, float]:
    """Return the price of an hour, and one between the last lead that fits and the next.

    At the second, lines separate the two whatever the rounding; equal leads stay together.
    """
    if limit is None:
        return 0.0, 0.0
    is_other = leads["place"] == -1
    named = leads[~is_other]
    left = limit - leads["hours"][is_other & (leads["p"] >= common)].sum()
    hours, net = named["hours"].to_numpy(), named["promised"].to_numpy()
    taken, price = fill_capacity(net, hours, left)
    if price == 0:
        return 0.0, 0.0
    above = (net / hours)[taken & (net / hours > price * (1 + 1e-12))]
    return price, float((price + above.min()) / 2) if len(above) else price * (1 + 1e-9)
