"""The book's log of scores: who may be logged, and what stands there already."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book, append_rows
from leadkit.journey import extract_date

SHOWN = 5
AGREEMENT = "agreement"
DRAW = "draw"
LOGGED = ("lead_id", "at", "probability", "tier", "decision", "reason", "model", "policy")


def ids_of(cells: pd.DataFrame, id: str) -> pd.Series[str]:
    """Return the ids of leads, by row of the table."""
    if id not in cells:
        raise BadInput(
            _("the table has no column {name!r} to find its leads in the book by").format(name=id),
            fix=_("Name the column with --id."),
        )
    return cells[id]


def refuse_strangers(book: Book, ids: pd.Series[str]) -> None:
    """Refuse leads that the book does not know."""
    unknown = ids[~ids.isin(book.leads["lead_id"])]
    if len(unknown):
        raise BadInput(
            _("the book does not know {n} of the leads: {ids}").format(
                n=number(len(unknown)), ids=_named(unknown)
            ),
            where=_("{book}, row {row} of the table").format(book=book.path, row=unknown.index[0]),
            fix=_("Add them to its leads first, or score without --book."),
        )


def refuse_repeated(ids: pd.Series[str], book: Book) -> None:
    """Refuse leads that the table names more than once."""
    twice = ids[ids.duplicated()]
    if len(twice):
        raise BadInput(
            ngettext(
                "the table names {n} lead more than once: {ids}",
                "the table names {n} leads more than once: {ids}",
                twice.nunique(),
            ).format(n=number(twice.nunique()), ids=_named(twice.drop_duplicates())),
            where=_("{book}, row {row} of the table").format(book=book.path, row=twice.index[0]),
            fix=_("Keep one row a lead, or score without --book."),
        )


def _named(ids: pd.Series[str]) -> str:
    return ", ".join(map(repr, ids.fillna(_("(blank)")).head(SHOWN)))


def log(book: Book, decided: pd.DataFrame) -> int:
    """Add the decisions to the book's scores, as of the moment the book is judged at."""
    moment = extract_date(book)
    if moment is None:
        raise BadInput(
            _("the book has no dates, so nothing says when a score was given"),
            where=str(book.path),
            fix=_("Add the column created_at to its leads."),
        )
    reason = decided["reason_1"]
    is_drawn = "why" in decided
    if is_drawn:
        reason = decided["why"].fillna(reason)
    rows = decided.assign(at=moment, reason=reason)
    rows = rows[~_known(book, rows, is_drawn)]
    columns = [*LOGGED, *(["propensity"] if is_drawn else [])]
    columns += [name for name in (DRAW, AGREEMENT) if name in rows and _keeps(book, name)]
    if len(rows):
        append_rows(Path(str(book.path)), "scores", rows[columns])
    return len(rows)


def in_other_lots(book: Book, policies: pd.Series[str]) -> pd.Series[str]:
    """Return the leads whose first logged lot fell under another policy."""
    logged = book.table("scores")
    if logged is None:
        return pd.Series(dtype="str")
    columns = ["lead_id", "at", "propensity", "policy"]
    lots = logged.reindex(columns=columns).dropna(subset="propensity")
    first = lots.sort_values("at", kind="stable").drop_duplicates("lead_id")
    return first.loc[~first["policy"].isin(policies), "lead_id"]


def not_kept(book: Book, *, agreement: bool, draw: bool) -> list[str]:
    """Say what an older log of scores has no place for; nothing where it has one for all."""
    said = []
    if agreement and not _keeps(book, AGREEMENT):
        said.append(
            _(
                "scores.csv has no column {name!r}, so the agreement in force is not kept there; "
                "add the column to its header to keep it"
            ).format(name=AGREEMENT)
        )
    if draw and not _keeps(book, DRAW):
        said.append(
            _(
                "scores.csv has no column {name!r}, so the number each lead drew is not kept "
                "there; its propensity is, which is enough to weigh by"
            ).format(name=DRAW)
        )
    return said


def _keeps(book: Book, column: str) -> bool:
    logged = book.table("scores")
    return logged is None or column in logged


def _known(book: Book, rows: pd.DataFrame, is_drawn: bool) -> pd.Series[bool]:
    """Return which scores stand in the book already: same lead, moment, model and policy.

    What stands there without a propensity is not yet known to a run that drew.
    """
    key = ["lead_id", "at", "model", "policy"]
    logged = book.table("scores")
    if logged is None:
        return pd.Series(False, index=rows.index)
    if is_drawn:
        has_lot = logged.reindex(columns=["propensity"])["propensity"].notna()
        logged = logged[has_lot | (logged["decision"] == "repair")]
    logged = logged.reindex(columns=key)
    there = set(map(tuple, logged.assign(at=logged["at"].dt.floor("min")).to_numpy()))
    asked = rows[key].assign(at=rows["at"].dt.floor("min"))
    return pd.Series([tuple(row) in there for row in asked.to_numpy()], index=rows.index)
