"""Screening before handoff: which leads meet the written standard, and what the others cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import rate
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.quality.cells import Cells
from leadkit.quality.contacts import Told
from leadkit.quality.findings import Finding, find
from leadkit.quality.repairs import is_normalised, repairs
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import SCORE_TOO_LOW
from leadkit.quality.scoring import score_leads, too_low
from leadkit.quality.standard import Standard


def screen(
    book: Book,
    standard: Standard | None = None,
    *,
    value: float | None = None,
    cost: float | None = None,
    told: Told | None = None,
) -> ScreeningReport:
    """Judge every lead by the written standard, before marketing hands it to sales.

    Parameters
    ----------
    book : Book
        A lead book, or a bare table; a rule whose columns are absent is not checked.
    standard : Standard, optional
        The standard; without one, the package's own.
    value : float, optional
        Contribution margin of one won lead, in the book's currency.
    cost : float, optional
        Cost of working one handed-off lead, in the book's currency.
    told : Told, optional
        What workers found out of single contacts; the result is the same without.

    Returns
    -------
    ScreeningReport

    Raises
    ------
    BadInput
        If value or cost is not above zero.

    Examples
    --------
    >>> leads = pd.DataFrame({"email": ["an@example.com", "an@@x"], "outcome": "open"})
    >>> report = screen(Book({"leads": leads}))
    >>> len(report.accepted.leads), report.set_aside["reasons"].tolist()
    (1, ['UNREACHABLE_BOTH'])
    """
    for name, amount in (("value", value), ("cost", cost)):
        if amount is not None and not (isfinite(amount) and amount > 0):
            raise BadInput(
                _("{name} must be a number above 0, got {amount}").format(name=name, amount=amount),
                fix=_("Give the amounts of your own firm, for example --value 1000 --cost 50."),
            )
    cells = Cells(book.leads, standard or Standard.default(), told or Told())
    findings = find(book, cells, value, cost)
    scores = score_leads(findings, cells)
    reasons = _reasons(findings, too_low(scores, cells.standard))
    passes = reasons == ""
    aside = book.set_aside
    unreadable = aside[aside["table"] == "leads"].drop_duplicates("row").set_index("row")
    compared = any(found.checked and found.rule.kind == "duplicate" for found in findings)
    return ScreeningReport(
        book=book,
        cells=cells,
        accepted=_accepted(book, cells, passes),
        repaired=repairs(cells, passes),
        set_aside=_set_aside(book.leads[~passes], reasons[~passes], unreadable["reason"]),
        scores=scores,
        findings=findings,
        by_source=_by_source(book.leads, passes),
        unreadable=len(unreadable),
        not_compared=cells.duplicates.not_compared if compared else 0,
    )


def _reasons(findings: Iterable[Finding], is_low: pd.Series[bool]) -> pd.Series[str]:
    """Return the failed gates of each lead, joined by "; "; where none fails, too low a score."""
    reasons = pd.Series("", index=is_low.index, dtype="str")
    for found in findings:
        if found.failing is not None and found.rule.severity == "gate":
            reasons = reasons.mask(found.failing, reasons + f"; {found.rule.code}")
    reasons = reasons.str.removeprefix("; ")
    return reasons.mask(is_low & (reasons == ""), SCORE_TOO_LOW)


def _accepted(book: Book, cells: Cells, passes: pd.Series[bool]) -> Book:
    kept = book.keep(passes)
    leads = kept.leads.copy()
    for name, contact in {"email": cells.email, "phone": cells.phone}.items():
        if name in leads and is_normalised(name, cells):
            leads[name] = contact.normalised[passes].fillna(cells.text(name)[passes])
    return replace(kept, tables={**kept.tables, "leads": leads})


def _set_aside(
    leads: pd.DataFrame, reasons: pd.Series[str], unreadable: pd.Series[str]
) -> pd.DataFrame:
    judged = leads.rename(columns={"reasons": "reasons (as exported)"}).assign(reasons=reasons)
    unread = unreadable.astype("str").to_frame("reasons")
    both = pd.concat([judged, unread]) if len(unread) else judged
    return both.rename_axis("row")


def _by_source(leads: pd.DataFrame, passes: pd.Series[bool]) -> pd.DataFrame:
    columns = ["source", "n", "accepted", "rate", "low", "high", "level"]
    if "source" not in leads:
        return pd.DataFrame(columns=columns)
    rows = []
    for source, passed in passes.groupby(leads["source"].fillna(_("(blank)"))):
        share = rate(int(passed.sum()), len(passed))
        rows.append(
            (source, share.n, share.events, share.value, share.low, share.high, share.level)
        )
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["n", "source"], ascending=[False, True], ignore_index=True)
