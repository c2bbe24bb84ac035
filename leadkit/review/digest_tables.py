"""The tables of a digest: each says what it counts, and what was left out in a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, _, day, number, percent
from leadkit.base.page import Section, Table
from leadkit.dialogue import reason_words

if TYPE_CHECKING:
    from leadkit.review.digest import Digest

MOST_ROWS, MOST_LEADS, MOST_NEEDS = 4, 4, 3


def reasons(digest: Digest) -> Section:
    """Show why people do not buy, and what sales made of each source."""
    table = _with_others(digest.heard.table[["returned", "lost"]])
    total = int(table.to_numpy().sum())
    shares = [rate(int(n), total) for n in table.sum(axis=1)]
    rows = pd.DataFrame(
        {
            _("reason"): [reason_words().get(str(name), str(name)) for name in table.index],
            _("returned"): [number(n) for n in table["returned"]],
            _("lost later"): [number(n) for n in table["lost"]],
            _("share (95 %)"): [_cell(share) for share in shares],
        }
    )
    finding = _("Leads returned or lost: {n}").format(n=number(total))
    sources = _with_others(digest.heard.sources)
    by_source = pd.DataFrame(
        {
            _("source"): list(sources.index),
            _("decided"): [number(n) for n in sources["decided"]],
            _("returned"): [number(n) for n in sources["returned"]],
            _("for their data"): [number(n) for n in sources["for_data"]],
        }
    )
    tables = [_table(finding, rows), _table(_("What sales made of each source"), by_source)]
    return Section(heading=_("Why people do not buy"), tables=[t for t in tables if len(t.rows)])


def _with_others(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows of a table of counts, and all others in one."""
    if len(table) <= MOST_ROWS + 1:
        return table
    others = table.iloc[MOST_ROWS:].sum().to_frame(_("all others")).T
    return pd.concat([table.iloc[:MOST_ROWS], others])


def needs(digest: Digest) -> Section:
    """Show what buyers need, how they rate the product, how sales grades the leads."""
    heard = digest.heard
    needs = pd.DataFrame(
        {
            _("need"): list(heard.needs.index),
            "n": [number(n) for n in heard.needs["n"]],
            _("product rating, 1 to 5 (95 %)"): [_rating(one) for one in heard.needs["rating"]],
        }
    ).head(MOST_NEEDS)
    text = [
        _("Rating of the product by buyers who gave feedback: {rating}.").format(
            rating=_rating(heard.rating)
        )
    ]
    if sum(heard.grades.values()):
        grades = ", ".join(f"{grade} {number(n)}" for grade, n in heard.grades.items())
        text.append(
            _("Grades that sales gave its leads, A is best: {grades}.").format(grades=grades)
        )
    tables = [_table(_("What buyers need most often"), needs)] if len(needs) else []
    return Section(heading=_("Needs and ratings"), tables=tables, text=text if heard.said else [])


def coming(digest: Digest) -> Section:
    """Show what is on its way to sales."""
    coming = digest.coming
    table = _with_others(coming.table)
    rows = pd.DataFrame(
        {
            _("source"): list(table.index),
            _("arrived"): [number(n) for n in table["arrived"]],
            _("handed off"): [number(n) for n in table["handed_off"]],
        }
    )
    text = []
    if coming.meets_standard is not None:
        share = coming.meets_standard
        text.append(
            _("Of the leads that arrived, these meet the standard: {share}.").format(
                share=share if share.n else MISSING
            )
        )
    if coming.tiers and coming.scored_on:
        tiers = ", ".join(f"{tier} {number(n)}" for tier, n in coming.tiers.items())
        scored = _("Not handed off yet, by tier as scored on {day}: {tiers}.")
        text.append(scored.format(day=day(coming.scored_on), tiers=tiers))
    elif coming.waiting:
        waiting = _("Marked as qualified and not handed off yet: {n}.")
        text.append(waiting.format(n=number(coming.waiting)))
    if coming.expected.events:
        text.append(
            _(
                "Expected next week: {expected} handoffs, 95 times in 100, if the last four weeks "
                "are a guide."
            ).format(expected=ends(coming.expected))
        )
    tables = [_table(_("Leads on their way"), rows)] if len(rows) else []
    return Section(heading=_("Volume and quality to come"), text=text, tables=tables)


def signs(digest: Digest) -> Section:
    """Show the signs of the market."""
    kinds = {
        "market": _("market"), "competitor": _("competitor"), "campaign": _("campaign"),
        "problem": _("problem"),
    }  # fmt: skip
    table = digest.told.table.head(MOST_ROWS)
    rows = pd.DataFrame(
        {
            _("sign"): [kinds.get(kind, kind) for kind in table["kind"]],
            _("what"): list(table["text"]),
            _("how we know"): list(table["evidence"].fillna(MISSING)),
        }
    )
    tables = [_table(_("Signs told: {n}").format(n=number(len(digest.told.table))), rows)]
    return Section(heading=_("Signs of the market"), tables=tables if len(rows) else [])


def dossiers(digest: Digest) -> Section:
    """Show the dossiers of the leads handed off, what lacks something first."""
    table = digest.dossiers.head(MOST_LEADS)
    complete = int((digest.dossiers["missing"] == "").sum())
    rows = pd.DataFrame(
        {
            _("lead"): list(table["lead_id"]),
            _("source"): list(table["source"].fillna(MISSING)),
            _("segment"): list(table["segment"].fillna(MISSING)),
            _("chance"): [MISSING if pd.isna(p) else percent(p) for p in table["probability"]],
            _("tier"): list(table["tier"].fillna(MISSING)),
            _("missing"): list(table["missing"]),
        }
    )
    rows = rows.loc[:, [not (rows[name] == MISSING).all() for name in rows]]
    finding = _("{complete} of {n} dossiers are complete").format(
        complete=number(complete), n=number(len(digest.dossiers))
    )
    if len(digest.dossiers) > MOST_LEADS:
        finding += _("; {n} are shown, what lacks something first").format(n=MOST_LEADS)
    tables = [_table(finding, rows)] if len(rows) else []
    return Section(heading=_("Dossiers of the leads handed off"), tables=tables)


def asked(digest: Digest) -> Section:
    """Show what was asked before, and what became of it."""
    statuses = {"open": _("still open"), "done": _("done"), "dropped": _("dropped")}
    every = [digest.told.asked, digest.told.asked_of(digest.to)]
    table = pd.concat([part for part in every if len(part)]) if any(map(len, every)) else every[0]
    table = table[~table.index.duplicated()].head(MOST_ROWS)
    rows = pd.DataFrame(
        {
            _("asked"): list(table["text"]),
            _("whose turn"): [MISSING if pd.isna(side) else _(side) for side in table["owner"]],
            _("due"): [MISSING if pd.isna(at) else day(at.date()) for at in table["due"]],
            _("what became of it"): [statuses.get(one, one) for one in table["status"]],
        }
    )
    tables = [_table(_("Asked before, and what became of it"), rows)] if len(rows) else []
    return Section(heading=_("What was asked"), tables=tables)


def _table(finding: str, rows: pd.DataFrame) -> Table:
    numbers = [name for name in rows.columns[1:] if _is_number(rows[name])]
    return Table(finding=finding, rows=rows, numeric=numbers)


def _is_number(cells: pd.Series[Any]) -> bool:
    return bool(len(cells)) and all(str(cell)[:1].isdigit() for cell in cells)


def ends(expected: Estimate) -> str:
    """Write the ends of an interval of counts."""
    return _("{low} to {high}").format(low=number(expected.low), high=number(expected.high))


def _cell(share: Estimate) -> str:
    return MISSING if share.refused else share.write()


def _rating(mean: Estimate) -> str:
    if not mean.refused:
        return mean.write(1)
    return _("too few for a mean ({n})").format(n=number(mean.n)) if mean.n else MISSING
