"""The way back: a book's results in the shape that its CRM imports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.files import neutral_table
from leadkit.book import LEADS, Book
from leadkit.crm.mapping import HELPERS, MEANINGS, ImportMap

if TYPE_CHECKING:
    from leadkit.quality import ScreeningReport

PREFIX = "leadkit_"
FOR_CRM = "for-crm.csv"
SCORED = (
    "probability", "log_odds", "tier", "decision", "propensity", "why", "reason_1", "reason_2",
    "reason_3", "reason_rest", "model", "policy", "agreement",
)  # fmt: skip
RESULTS = (*SCORED, "verdict", "reasons")


def own_map(folder: Path) -> ImportMap | None:
    """Return the map by which a book was imported, or None where it has none."""
    path = folder / "map.toml"
    return ImportMap.load(path) if path.is_file() else None


def to_crm(table: pd.DataFrame, map: ImportMap) -> pd.DataFrame:
    """Return leads and results under the headers of their CRM, its id first.

    Each column of the book gets the first header that feeds it, and each result a property of its
    own, such as leadkit_probability. What the CRM says in other words, or in several columns, does
    not go back: values that the map gives a meaning (stages, reasons), times and money that the
    book wrote anew, and names joined from parts. No cell can be run as a formula.

    Parameters
    ----------
    table : DataFrame
        Leads of a book, with or without results, as text or typed.
    map : ImportMap
        The map they were imported by.

    Examples
    --------
    >>> columns = {"Stage": "outcome", "Record ID": "lead_id", "E-mail": "email"}
    >>> leads = {"name": "hubspot.csv", "holds": "leads", "columns": columns}
    >>> table = pd.DataFrame({"email": ["=a@example.com"], "lead_id": "7", "probability": 0.25})
    >>> to_crm(table, ImportMap(files=[leads])).to_dict("records")
    [{'Record ID': '7', 'E-mail': "'=a@example.com", 'leadkit_probability': 0.25}]
    """
    headers = _headers(map)
    results = {name: PREFIX + name for name in RESULTS if name in table}
    own = {
        name: header
        for name, header in headers.items()
        if name in table and name not in results and header not in results.values()
    }
    names = {"lead_id": own.pop("lead_id", PREFIX + "lead_id"), **own, **results}
    kept = [name for name in table.columns if name in names and name != "lead_id"]
    first = ["lead_id"] if "lead_id" in table else []
    in_order = [name for part in (own, results) for name in kept if name in part]
    return neutral_table(table[[*first, *in_order]].rename(columns=names))


def screened_for_crm(book: Book, report: ScreeningReport, map: ImportMap) -> pd.DataFrame:
    """Return what a screening says of each lead in the shape that the book's CRM imports.

    Parameters
    ----------
    book : Book
        The screened book.
    report : ScreeningReport
        What the screening found.
    map : ImportMap
        The map the book was imported by.

    Returns
    -------
    DataFrame
        The id, a verdict (accepted, repaired, set_aside), the codes of failed rules, and each
        column in which something was mended, as it should be.
    """
    mended = report.repaired
    columns = [name for name in ("email", "phone") if name in set(mended["column"])]
    table = book.leads[["lead_id", *columns]].copy()
    for name in columns:
        new = mended[mended["column"] == name].set_index("row")["new"]
        table[name] = new.reindex(table.index).fillna(table[name])
    reasons = report.set_aside["reasons"].reindex(table.index)
    table["verdict"] = "accepted"
    table.loc[table.index.isin(mended["row"]), "verdict"] = "repaired"
    table.loc[reasons.notna(), "verdict"] = "set_aside"
    return to_crm(table.assign(reasons=reasons), map)


def _headers(map: ImportMap) -> dict[str, str]:
    """Return the header under which each column of the book goes back to the leads' own file."""
    anew = {column.name for column in LEADS.columns if column.kind in ("time", "day", "money")}
    left_out = {*HELPERS, *MEANINGS, *map.leads.values, *anew}
    found: dict[str, str] = {}
    for header, targets in map.leads.columns.items():
        for target in targets:
            if target not in left_out and target not in found and header not in found.values():
                found[target] = header
    return found
