"""The words of a breakdown by group: its sentence, its table, its section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, N_, _, capital, number, percent, quarter_name
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.review.breakdown.part_picture import height_of, left_of, plot
from leadkit.review.breakdown.rows import OTHERS

if TYPE_CHECKING:
    from leadkit.review.breakdown.part import Breakdown


class Column(NamedTuple):
    """What a column is called in a heading, and its groups in a sentence."""

    heading: str
    groups: str


COLUMNS = {
    "source": Column(N_("Win rate by source"), N_("sources")),
    "segment": Column(N_("Win rate by size of buyer"), N_("sizes of buyer")),
    "industry": Column(N_("Win rate by industry"), N_("industries")),
    "region": Column(N_("Win rate by region"), N_("regions")),
    "province": Column(N_("Win rate by province"), N_("provinces")),
    "country": Column(N_("Win rate by country"), N_("countries")),
}


def heading(column: str) -> str:
    """Name the section of a column."""
    if column in COLUMNS:
        return _(COLUMNS[column].heading)
    return _("Win rate by {column}").format(column=column)


def groups_of(column: str) -> str:
    """Name the groups of a column."""
    if column in COLUMNS:
        return _(COLUMNS[column].groups)
    return _("groups of {column}").format(column=column)


def label(group: str) -> str:
    """Name a group."""
    return {"": _("unknown"), OTHERS: _("all others")}.get(group, group)


def points(part: Estimate) -> str:
    """Write a change in points with its interval."""
    if part.refused:
        return MISSING
    value, low, high = (
        number(one * 100, 1, sign=True) for one in (part.value, part.low, part.high)
    )
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def sentence(found: Breakdown) -> str:
    """Say the change, its two parts, where they contradict, and which group stands out."""
    return _said(_change(found), _parts(found), _opposite(found), _largest(found))


def _said(*texts: str) -> str:
    return " ".join(capital(text) for text in texts if text)


def _change(found: Breakdown) -> str:
    from leadkit.review.breakdown.part import verdict

    total, table = found.total, found.table
    before, after = (
        sum(row[won].events for row in table.to_dict("records")) / table[leads].sum()
        for won, leads in (("won_before", "leads_before"), ("won_after", "leads_after"))
    )
    text = _("the win rate was {after} in {quarter} and {before} in {earlier}, {points} points.")
    if verdict(total) == "cannot tell":
        text = _(
            "the win rate was {after} in {quarter} and {before} in {earlier}, {points} points; "
            "that may be luck."
        )
    return text.format(
        after=percent(after, 1),
        quarter=quarter_name(found.quarter),
        before=percent(before, 1),
        earlier=quarter_name(found.before),
        points=points(total),
    )


def _parts(found: Breakdown) -> str:
    mix, rate = _moves(found)
    text = _("{what}: {points}")
    said = (
        text.format(what=what, points=points(part))
        for what, part in ((mix, found.mix), (rate, found.rate))
    )
    return "; ".join(said) + "."


def _moves(found: Breakdown) -> tuple[str, str]:
    """Say what the mix and what the win rates did."""
    from leadkit.review.breakdown.part import verdict

    mix = {
        "fell": _("more of the leads came from {groups} with a low win rate"),
        "rose": _("more of the leads came from {groups} with a high win rate"),
        "cannot tell": _("what the mix of {groups} did, the data cannot tell"),
    }
    within = {
        "fell": _("leads of the same {groups} were won less often"),
        "rose": _("leads of the same {groups} were won more often"),
        "cannot tell": _("what win rates within the {groups} did, the data cannot tell"),
    }
    groups = groups_of(found.column)
    told = mix[verdict(found.mix)], within[verdict(found.rate)]
    return told[0].format(groups=groups), told[1].format(groups=groups)


def _opposite(found: Breakdown) -> str:
    """Say so where the total moved one way and the groups the other."""
    from leadkit.review.breakdown.part import verdict

    fell, groups = found.total.value < 0, groups_of(found.column)
    if found.opposite == "every group":
        texts = (
            _(
                "in none of the {groups} did the win rate rise, as counted, and yet it rose for "
                "all leads together: compare like with like before anybody is praised (Simpson's "
                "paradox)."
            ),
            _(
                "in none of the {groups} did the win rate fall, as counted, and yet it fell for "
                "all leads together: compare like with like before anybody is blamed (Simpson's "
                "paradox)."
            ),
        )
        return texts[fell].format(groups=groups)
    if found.opposite == "the rate" and verdict(found.rate) != "cannot tell":
        text = _(
            "the total and the {groups} moved in opposite directions: the total alone misleads."
        )
        return text.format(groups=groups)
    return ""


def _largest(found: Breakdown) -> str:
    """Name the group with most of the larger part, where its own interval excludes zero."""
    from leadkit.review.breakdown.part import verdict

    name, part = max(
        (("mix", found.mix), ("rate", found.rate)), key=lambda pair: abs(pair[1].value)
    )
    told = verdict(part)
    rows = [row for row in found.table.to_dict("records") if verdict(row[name]) == told]
    if told == "cannot tell" or not rows:
        return ""
    row = max(rows, key=lambda one: abs(one[name].value))
    facts = {"group": label(row["group"]), "points": points(row[name])}
    if name == "rate":
        won = {"before": _won(row["won_before"]), "after": _won(row["won_after"])}
        return _("most by win rate in {group}: {after} after {before}, {points}.").format(
            **facts, **won
        )
    n_before, n_after = found.table["leads_before"].sum(), found.table["leads_after"].sum()
    return _("most by mix from {group}: {after} of the leads after {before}, {points}.").format(
        **facts,
        before=percent(row["leads_before"] / n_before),
        after=percent(row["leads_after"] / n_after),
    )


def _won(won: Estimate, digits: int | None = None) -> str:
    if won.n == 0:
        return MISSING
    if won.refused:
        return _("{events} of {n}").format(events=number(won.events or 0), n=number(won.n))
    return won.write(digits)


def rows(found: Breakdown) -> pd.DataFrame:
    """Write the groups, and all of them together."""
    n = {name: found.table[name].sum() for name in ("leads_before", "leads_after")}

    def leads(row: dict[Any, Any], name: str) -> str:
        return f"{number(row[name])} ({percent(row[name] / n[name])})"

    earlier, quarter = quarter_name(found.before), quarter_name(found.quarter)
    heads = (
        _("group"),
        _("leads, {quarter}").format(quarter=earlier),
        _("leads, {quarter}").format(quarter=quarter),
        _("won, {quarter}").format(quarter=earlier),
        _("won, {quarter}").format(quarter=quarter),
        _("by mix, points"),
        _("by win rate, points"),
    )
    told = [
        (
            label(row["group"]),
            *(leads(row, name) for name in n),
            *(_won(row[name]) for name in ("won_before", "won_after")),
            *(points(row[name]) for name in ("mix", "rate")),
        )
        for row in found.table.to_dict("records")
    ]
    won = [
        _won(rate(sum(one.events for one in found.table[name]), int(total)), 0)
        for name, total in zip(("won_before", "won_after"), n.values(), strict=True)
    ]
    together = (
        _("together"),
        *map(number, n.values()),
        *won,
        points(found.mix),
        points(found.rate),
    )
    return pd.DataFrame([*told, together], columns=list(heads))


def words(found: Breakdown) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    from leadkit.review.breakdown.part import verdict

    finding = "; ".join(_moves(found))
    if "cannot tell" == verdict(found.mix) == verdict(found.rate):
        finding = _("neither mix nor win rates stand apart from luck")
    subtitle = _(
        "Points of the win rate of all leads; blue, above: by mix; grey, below: by win rate; ring: "
        "the interval holds zero"
    )
    source = _(
        "n = {before} leads handed off in {earlier}, {after} in {quarter}. 95 % intervals: "
        "bootstrap by account; Kitagawa (1955)."
    ).format(
        before=number(found.table["leads_before"].sum()),
        earlier=quarter_name(found.before),
        after=number(found.table["leads_after"].sum()),
        quarter=quarter_name(found.quarter),
    )
    return capital(finding), subtitle, source


def section(found: Breakdown) -> Section:
    """Show the sentence, the picture and the groups; or what the book lacks."""
    if found.refusal:
        return Section(heading=heading(found.column), text=[found.refusal])
    return Section(
        heading=heading(found.column),
        text=[_said(_change(found), _opposite(found), _largest(found))],
        pictures=[
            drawn(lambda ax: plot(found, ax), words(found), height_of(found), left=left_of(found))
        ],
        tables=[_table(found)],
        details=_(
            "By mix: the change of a group's share times how far its win rate lies from that of "
            "all leads, both quarters averaged. By win rate: the change of its win rate times its "
            "average share. All together they are the change (Kitagawa, 1955); neither quarter is "
            "the standard. The intervals of the groups hold for all of them at once (Bonferroni). "
            "A group with leads in one quarter alone counts under mix. Groups of fewer than 20 "
            "leads, and those beyond the twelve largest, stand under all others."
        ),
    )


def fold(found: Breakdown) -> Fold:
    """Show the sentence and the groups of one more column."""
    return Fold(summary=heading(found.column), text=[found.sentence()], tables=[_table(found)])


def _table(found: Breakdown) -> Table:
    rows = found.rows()
    finding = _("Won of the leads handed off, and what each group adds; 95 % intervals")
    return Table(finding=finding, rows=rows, numeric=[str(name) for name in rows][1:])
