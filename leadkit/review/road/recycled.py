"""Recycled leads apart: what a second handoff brings, beside the first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadkit.base.language import _, capital, ngettext, number, quarter_name
from leadkit.book import Book
from leadkit.review.road.cohorts import stages
from leadkit.review.road.result import Result, difference


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Recycled(Result):
    """First handoffs and later ones, of the quarter, the one before, and all that are over.

    Attributes
    ----------
    table : DataFrame
        quarter ("" for all that are over), handoff ("first" or "again"), handed_off, and the
        stages as Estimates (`won` missing where the quarter is not over; acceptance missing where
        the book records none of any second handoff: silence is no refusal).
    """

    table: pd.DataFrame
    quarter: str
    refusal: str = ""

    def of(self, quarter: str, handoff: str) -> pd.Series:
        """Return one row."""
        is_row = (self.table["quarter"] == quarter) & (self.table["handoff"] == handoff)
        return self.table[is_row].iloc[0]

    def sentence(self) -> str:
        """Say how many came back, and whether they are won as often as first handoffs."""
        first, again = (self.of(self.quarter, name)["handed_off"] for name in ("first", "again"))
        text = ngettext(
            "{again} of {n} handoffs of {quarter} was of a lead handed off before.",
            "{again} of {n} handoffs of {quarter} were of leads handed off before.",
            int(again),
        )
        said = text.format(
            again=number(again), n=number(first + again), quarter=quarter_name(self.quarter)
        )
        if not self.table["quarter"].eq("").any():
            return capital(said)
        once, twice = (self.of("", name)["won"] for name in ("first", "again"))
        if once.refused or twice.refused:
            return capital(said)
        _gap, low, high = difference(once, twice)
        text = _("Over all quarters that are over they were won in {again}, first ones in {first}")
        verdict = _("the difference may be luck")
        if low > 0:
            verdict = _("the second handoff is won more often")
        elif high < 0:
            verdict = _("the second handoff is won less often")
        rates = text.format(again=twice.write(), first=once.write())
        return capital(f"{said} {rates}: {verdict}.")


def recycled(book: Book, handed: pd.DataFrame, quarter: str, before: str) -> Recycled:
    """Set the leads that were handed off again apart from those handed off once."""
    if not (handed["turn"] > 1).any():
        why = _("No lead was handed off twice, or the book has no events that say so (events.csv).")
        return Recycled(table=pd.DataFrame(), quarter=quarter, refusal=why)
    over = handed.groupby("quarter")["mature"].transform("all")
    shown = {name: handed[handed["quarter"] == name] for name in dict.fromkeys((before, quarter))}
    if over.any():
        shown[""] = handed[over]
    rows = []
    for name, cohort in shown.items():
        for handoff, part in (("first", cohort["turn"] == 1), ("again", cohort["turn"] > 1)):
            is_over = bool(cohort["mature"].all())
            row = {"quarter": name, "handoff": handoff, "handed_off": int(part.sum())}
            rows.append(row | stages(book, cohort[part], is_over=is_over))
    table = pd.DataFrame(rows)
    if not handed.loc[handed["turn"] > 1, "accepted_at"].notna().any():
        silent = table.columns.intersection(["accepted", "accepted_of_decided"])
        table.loc[table["handoff"] == "again", silent] = None
    return Recycled(table=table, quarter=quarter)
