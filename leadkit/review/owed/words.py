"""Leads owed in words: what is owed, what it rests on, and whether sales can carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, MISSING, _, listed, money, number, percent, quarter_name

if TYPE_CHECKING:
    from leadkit.review.owed.found import LeadsOwed

SURE = 0.95


def owed_sentences(owed: LeadsOwed) -> list[str]:
    """Return the answer: what is owed a week, against the pace so far, and whether it fits."""
    revenue = float(owed.table["revenue"].sum())
    sentences = [
        _(
            "For {revenue} from the leads of {quarter}, marketing owes sales {leads} leads: "
            "{per_week} a week. In the last quarter it handed off {so_far} a week."
        ).format(
            revenue=money(revenue, owed.currency),
            quarter=quarter_name(owed.quarter),
            leads=span_of(owed.total),
            per_week=span_of(owed.per_week),
            so_far=number(owed.so_far_per_week),
        ),
        hours_sentence(owed),
    ]
    refused = owed.table[owed.table["refusal"] != ""]
    if len(refused):
        sentences.append(
            _("Not counted, because too few of its leads were won: {segments}.").format(
                segments=listed([segment(str(name)) for name in refused["segment"]])
            )
        )
    pooled = owed.table[owed.table["pooled"] & (owed.table["refusal"] == "")]
    if len(pooled):
        sentences.append(
            _("The win rate of {segments} leans on that of all leads: few were won.").format(
                segments=listed([segment(str(name)) for name in pooled["segment"]])
            )
        )
    return sentences


def hours_sentence(owed: LeadsOwed) -> str:
    """Say whether sales can carry what is owed."""
    carried, limit = owed.carried, owed.carried.limit
    if limit.per_week is None and limit.hours_per_lead is None:
        return _(
            "Whether sales has the hours for them is not known: nobody has said what it can take."
        )
    if limit.per_week is None:
        return _(
            "That takes {needed} hours of sales a week; whether sales has them is not known: "
            "nobody has said what it can take."
        ).format(needed=span_of(carried.needed))
    fits = _(
        "Sales can carry that: it takes {needed} {unit} a week of the {limit} there are; {chance}."
    )
    fails = _(
        "Sales cannot carry that: it takes {needed} {unit} a week, and there are {limit}; {chance}."
    )
    return (fits if carried.fits else fails).format(
        needed=span_of(carried.needed),
        unit=limit.unit,
        limit=number(limit.per_week),
        chance=_chance(carried.chance or 0.0),
    )


def _chance(chance: float) -> str:
    if chance >= SURE:
        return _("that is all but certain")
    if chance <= 1 - SURE:
        return _("there is hardly a chance that it fits")
    return _("the chance that it fits is {chance}").format(chance=percent(chance))


def span_of(found: Estimate) -> str:
    """Write a number of leads or hours with its interval, whole."""
    return f"{number(found.value)} ({number(found.low)}{EN_DASH}{number(found.high)})"


def segment(name: str) -> str:
    """Return a segment as the book writes it; "all leads" in a book without segments."""
    return name or _("all leads")


def owed_rows(owed: LeadsOwed) -> pd.DataFrame:
    """Return the table to read."""
    rows = []
    for row in owed.table.to_dict("records"):
        is_refused = bool(row["refusal"])
        per_week = f"{number(row['per_week'], 1)} ({number(row['per_week_low'], 1)}{EN_DASH}"
        rows.append(
            {
                "": segment(row["segment"]),
                _("revenue"): money(row["revenue"], owed.currency),
                _("a won deal"): MISSING if is_refused else row["deal_value"].write(),
                _("win rate"): row["win_rate"].write(),
                _("leads owed"): row["refusal"]
                if is_refused
                else f"{number(row['leads'])} ({number(row['low'])}{EN_DASH}{number(row['high'])})",
                _("a week"): MISSING
                if is_refused
                else f"{per_week}{number(row['per_week_high'], 1)})",
                _("so far a week"): number(row["so_far_per_week"], 1),
            }
        )
    return pd.DataFrame(rows)
