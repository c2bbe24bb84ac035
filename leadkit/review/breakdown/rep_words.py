"""The words of the funnel of reps: its sentence, its table, its section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, MISSING, _, listed, ngettext, number, quarter_name
from leadkit.base.page import Section, Table
from leadkit.base.pictured import drawn
from leadkit.review.breakdown.rep_picture import HEIGHT, plot

if TYPE_CHECKING:
    from leadkit.review.breakdown.reps import RepFunnel


def heading() -> str:
    """Name the section."""
    return _("Wins by rep")


def sentence(found: RepFunnel) -> str:
    """Say what all won together, and who lies outside what luck gives."""
    return f"{_together(found)} {_each(found)}."


def _together(found: RepFunnel) -> str:
    text = _(
        "All reps together won {won} of the {n} leads of {quarter}; of such leads, called as these "
        "were, earlier quarters promise {promised} wins: {ratio} times as many. What lies behind "
        "that, the split of the shortfall says; here reps are held against each other."
    )
    return text.format(
        won=number(found.whole.events or 0),
        n=number(found.whole.n),
        quarter=quarter_name(found.quarter),
        promised=number(found.table["promised"].sum(), 1),
        ratio=_ratio(found.whole),
    )


def _each(found: RepFunnel) -> str:
    parts = (
        (_("fewer wins than luck gives: {reps}"), found.outside("below")),
        (_("more wins than luck gives: {reps}"), found.outside("above")),
    )
    said = [text.format(reps=listed(reps)) for text, reps in parts if reps]
    if not said:
        return _("Compared with each other, all {n} reps lie within what luck gives").format(
            n=number(len(found.table))
        )
    return _("Compared with each other, {said}").format(said="; ".join(said))


def _ratio(ratio: Estimate) -> str:
    """Write a ratio; a rep of few leads has none to read."""
    if ratio.refused:
        return MISSING
    value, low, high = (number(one, 2) for one in (ratio.value, ratio.low, ratio.high))
    return f"{value} ({low}{EN_DASH}{high})"


def rows(found: RepFunnel) -> pd.DataFrame:
    """Write the reps in alphabetical order."""
    told = {
        "within": _("within luck"),
        "below": _("below what luck gives"),
        "above": _("above what luck gives"),
    }
    return pd.DataFrame(
        {
            _("rep"): row["rep"],
            _("leads"): number(row["leads"]),
            _("won"): number(row["won"]),
            _("expected"): number(row["expected"], 1),
            _("luck gives"): _("{low} to {high}").format(
                low=number(row["low"]), high=number(row["high"])
            ),
            _("won per expected (95 %)"): _ratio(row["ratio"]),
            _("drawn towards 1"): MISSING if row["ratio"].refused else number(row["shrunk"], 2),
            _("verdict"): told[row["verdict"]],
        }
        for row in found.table.to_dict("records")
    )


def words(found: RepFunnel) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    subtitle = _(
        "Each dot a rep: wins per wins expected of the same leads at the level of all reps; bars: "
        "what luck gives, 95 % dark and 99.8 % light"
    )
    source = _(
        "n = {reps} reps, {n} leads of {quarter}, {won} won; drawn are reps of 20 leads and more. "
        "Exact Poisson-binomial limits (Spiegelhalter, 2005)."
    ).format(
        reps=number(len(found.table)),
        n=number(found.whole.n),
        quarter=quarter_name(found.quarter),
        won=number(found.whole.events or 0),
    )
    return _each(found), subtitle, source


def section(found: RepFunnel) -> Section:
    """Show the sentence, the picture and the reps; or what the book lacks."""
    if found.refusal:
        return Section(heading=heading(), text=[found.refusal])
    text = [
        _(
            "Reps stand in alphabetical order, which is no ranking: inside what luck gives, a "
            "higher and a lower share mean the same; outside it, ask before you judge."
        )
    ]
    if found.unnamed:
        text.append(
            ngettext(
                "{n} lead of the quarter names no rep and stands in no row.",
                "{n} leads of the quarter name no rep and stand in no row.",
                found.unnamed,
            ).format(n=number(found.unnamed))
        )
    table = found.rows()
    return Section(
        heading=heading(),
        text=[_together(found), *text],
        pictures=[drawn(lambda ax: plot(found, ax), words(found), HEIGHT)],
        tables=[
            Table(
                finding=_("Wins by rep against what luck gives"),
                rows=table,
                numeric=[str(name) for name in table][1:-1],
            )
        ],
        details=_(
            "Expected: the chances that the model of earlier quarters gives to a rep's own leads, "
            "called when they were called, moved alike for all reps until they sum to the wins. "
            "What hit everybody puts nobody outside, and leads that were harder in ways no column "
            "shows are not allowed for. Luck gives: exact Poisson-binomial limits that hold 99.8 % "
            "of reps who sell as all do together; of many reps some leave their 95 % interval by "
            "luck alone. Drawn towards 1: 20 wins as expected added to each rep's own. The "
            "intervals take the model as known."
        )
        + " "
        + _(
            "Every win counts once; beside the leads that sales found itself it counts by the "
            "deal value expected of it, so that the two ratios differ."
        ),
    )
