"""The leakage audit: what would nobody have known when the lead was handed off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from leadkit.base.language import _
from leadkit.book import Known
from leadkit.model.findings import (
    AFTER,
    ASSUMED,
    DECLARED,
    DOUBTFUL,
    IDENTIFIER,
    LEAKS,
    SAFE,
    Finding,
    worst,
)
from leadkit.model.leakage.blanks import (
    after_a_stage,
    at_its_default,
    by_blanks,
    while_open,
    while_young,
)
from leadkit.model.leakage.candidates import Candidate, read_candidate
from leadkit.model.leakage.format import by_form, by_length, by_spaces
from leadkit.model.leakage.identity import by_number, by_shape
from leadkit.model.leakage.names import by_name
from leadkit.model.leakage.page import audit_html, summary
from leadkit.model.leakage.separation import Labels
from leadkit.model.leakage.strength import by_drift, by_strength, late_rows
from leadkit.model.leakage.table import notes_on
from leadkit.model.leakage.time import by_clock, by_dates, by_duration

__all__ = [
    "AFTER", "ASSUMED", "DECLARED", "DOUBTFUL", "IDENTIFIER", "LEAKS", "SAFE", "Audit", "audit",
]  # fmt: skip
OPEN_TO_TEST = (Known.CREATION, Known.HANDOFF, Known.ASSUMED)
COLUMNS = ("column", "verdict", "provenance", "evidence", "ask", "used")


@dataclass(frozen=True, repr=False)
class Audit:
    """What the audit found on each column.

    Attributes
    ----------
    table : DataFrame
        column, verdict, provenance, evidence (sentences), ask (what to ask the owner of the CRM;
        empty where there is nothing to ask), used (bool).
    clocks : list of str
        Columns that tell little but the time.
    notes : list of str
        What concerns no single column: drift, placebo, row order, the same leads on both sides.
    """

    table: pd.DataFrame
    clocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def features(self) -> list[str]:
        """The columns the model may use."""
        return list(self.table.loc[self.table["used"], "column"])

    def verdict(self, column: str) -> str:
        """Return the verdict on one column."""
        return str(self.table.set_index("column").loc[column, "verdict"])

    def to_dict(self) -> dict[str, Any]:
        """Return the findings for a JSON file, by column."""
        return {
            row["column"]: {name: row[name] for name in COLUMNS[1:5]}
            for row in self.table.to_dict("records")
        }

    def __repr__(self) -> str:
        return summary(self.table)

    def _repr_html_(self) -> str:
        return audit_html(self)


@dataclass(frozen=True)
class _Turns:
    """What the audit is told of every turn and of the labelled ones, rows as in each."""

    y: Labels
    blanks: pd.DataFrame
    everyone: pd.DataFrame
    is_open: Any
    all_starts: pd.Series[pd.Timestamp] | None
    starts: pd.Series[pd.Timestamp] | None
    elapsed: pd.Series[float] | None
    padded: pd.DataFrame


def audit(
    X: pd.DataFrame,
    y: pd.Series[int],
    *,
    known: Mapping[str, Known],
    status: pd.Series[str],
    blanks: pd.DataFrame,
    named: Collection[str] = (),
    times: pd.Series[pd.Timestamp] | None = None,
    groups: pd.Series[str] | None = None,
    everyone: pd.DataFrame | None = None,
    starts: pd.Series[pd.Timestamp] | None = None,
    elapsed: pd.Series[float] | None = None,
    padded: pd.DataFrame | None = None,
    ids: pd.Series[str] | None = None,
    rows: pd.Series[int] | None = None,
) -> Audit:
    """Judge every column by when it is known, and look for evidence against it.

    Parameters
    ----------
    X : DataFrame
        Candidate columns of the labelled turns, earliest first.
    y : Series of int
        1 won, 0 not.
    known : mapping of str to Known
        When each column is known.
    status : Series of str
        won, lost or open, of every turn.
    blanks : DataFrame of bool
        Where each column is blank, for every turn; rows as in `status`.
    named : collection of str
        Columns the analyst declares known at handoff; they are used whatever the evidence, and
        the evidence stays on the page.
    times : Series of UTC timestamps, optional
        Start of each labelled turn (handoff, or creation); rows as in `X`.
    groups : Series of str, optional
        Buyer of each labelled turn.
    everyone : DataFrame, optional
        The columns of every turn; rows as in `status`.
    starts : Series of UTC timestamps, optional
        Start of every turn; rows as in `status`.
    elapsed : Series of float, optional
        Days from the start of each labelled turn to its end; missing while it is open.
    padded : DataFrame of bool, optional
        Where the cells of labelled turns were written with spaces around them, for the columns
        that have such cells.
    ids, rows : Series, optional
        Id of each labelled turn's lead, and the row of the file it came from.

    Returns
    -------
    Audit
        The registry decides first, statistics are a backstop (Kaufman, Rosset and Perlich, 2012).
        `doubtful` columns are not used unless they are declared or named.
    """
    is_dated = times is not None and bool(times.notna().all()) and times.nunique() > 1
    outcome = y.to_numpy().astype("int64")
    turns = _Turns(
        y=outcome,
        blanks=blanks,
        everyone=pd.DataFrame(index=blanks.index) if everyone is None else everyone,
        is_open=(status == "open").to_numpy(),
        all_starts=starts,
        starts=times if is_dated else None,
        elapsed=elapsed,
        padded=pd.DataFrame(index=X.index) if padded is None else padded,
    )
    columns = {
        name: read_candidate(name, X[name])
        for name in map(str, X.columns)
        if known[name] in OPEN_TO_TEST
    }
    found, clocks = _evidence(columns, turns, known=known, is_dated=is_dated)
    clean = [one for name, one in columns.items() if worst(found[name]) == SAFE]
    told = [one for name, one in columns.items() if worst(found[name]) != IDENTIFIER]
    for name, strong in by_strength(told, clean, outcome).items():
        found[name] += strong
    rows_found = [
        _judged(name, known[name], found[name], name in named)
        if name in columns
        else _declared_out(name, known[name])
        for name in map(str, X.columns)
    ]
    table = pd.DataFrame(rows_found, columns=list(COLUMNS))
    kept = [columns[name] for name in table.loc[table["used"], "column"] if name in columns]
    notes = notes_on(kept, outcome, groups=groups, ids=ids, rows=rows, is_dated=is_dated)
    return Audit(table, clocks, notes)


def _evidence(
    columns: dict[str, Candidate], turns: _Turns, *, known: Mapping[str, Known], is_dated: bool
) -> tuple[dict[str, list[Finding]], list[str]]:
    """Collect all evidence but strength, which needs to know which columns are clean."""
    found, clocks, filling = dict[str, list[Finding]](), list[str](), list[str]()
    is_late = late_rows(len(turns.y))
    late = [name for name, when in known.items() if when in (Known.AFTER, Known.OUTCOME)]
    for name, column in columns.items():
        shape = by_shape(column)
        found[name] = shape
        blank = turns.blanks[name].to_numpy(dtype=bool)
        gaps = [*by_blanks(column, turns.y), *while_open(name, blank, turns.is_open)]
        if worst(shape) != SAFE:
            found[name] = [
                *shape,
                *by_number(name, column.cells, turns.y),
                *by_length(column, turns.y),
                *gaps,
            ]
            continue
        clock = by_clock(column, is_dated=is_dated)
        clocks += [name] if clock else []
        dates = by_dates(column, turns.starts)
        late += [name] if worst(dates) == AFTER else []
        young = while_young(name, blank, turns.all_starts)
        filling += [name] if young or while_open(name, blank, turns.is_open) else []
        found[name] = [
            *shape,
            *dates,
            *by_name(name),
            *clock,
            *by_duration(column, turns.elapsed),
            *gaps,
            *young,
            *by_form(column, turns.y),
            *by_spaces(name, turns.padded.get(name), turns.y),
            *by_drift(column, is_late, is_clock=bool(clock)),
        ]
    late = [name for name in late if name in turns.blanks]
    for name in columns:
        if worst(found[name]) == IDENTIFIER:
            continue
        found[name] += after_a_stage(name, turns.blanks, late)
        if name in turns.everyone and columns[name].kind != "date":
            cells = turns.everyone[name]
            found[name] += at_its_default(name, cells, turns.blanks, filling)
    return found, clocks


def _declared_out(name: str, known: Known) -> tuple[str, str, str, list[str], str, bool]:
    if known == Known.CONTACT:
        return name, IDENTIFIER, DECLARED, [_("contact data never enters a model")], "", False
    if known == Known.IDENTIFIER:
        said = _("it names a lead, it says nothing of it")
        return name, IDENTIFIER, DECLARED, [said], "", False
    return name, AFTER, DECLARED, [_("known only after the handoff")], "", False


def _judged(
    name: str, known: Known, findings: list[Finding], is_named: bool
) -> tuple[str, str, str, list[str], str, bool]:
    is_declared = is_named or known != Known.ASSUMED
    verdict = worst(findings)
    if is_declared and verdict == DOUBTFUL:
        verdict = SAFE
    evidence = [one.text for one in findings] or [_("nothing found against it")]
    if is_named:
        evidence = [_("declared known at handoff by the analyst"), *evidence]
    ask = ""
    if not is_declared or verdict != SAFE:
        ask = next((one.ask for one in findings if one.verdict == verdict and one.ask), "")
    provenance = DECLARED if is_declared else ASSUMED
    return name, verdict, provenance, evidence, ask, verdict == SAFE or is_named
