"""Screening before handoff: which leads meet the written standard, and what the others cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.quality.checks import Cells, failing, is_checkable
from leadkit.quality.findings import Finding, Handoffs, find
from leadkit.quality.standard import Standard

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, repr=False)
class Screening:
    """The outcome of screening a book; `rows` = accepted + set aside, always.

    Parameters
    ----------
    accepted : Book
        The leads that pass every gate, e-mail addresses and telephone numbers in normal form.
    set_aside : DataFrame
        The others by their row in the file, with `reasons`: codes joined by "; ". Rows that could
        not be read stand here too, with the reason the reader gave.
    findings : tuple of Finding
        One a rule, in the order of the standard.
    by_source : DataFrame
        source, n, accepted, rate, low, high, level: the share of read leads that passes.
    standard : Standard
        What they were judged by.
    repaired : int
        Accepted leads whose telephone number was mended (old prefix, lost zero).
    unreadable : int
        Rows of `set_aside` that could not be read at all.
    not_compared : int
        Leads in groups too large to look for near duplicates.
    fits_region : bool
        Whether at least half of the telephone numbers are valid in the standard's country; if
        not, none was rewritten.
    """

    accepted: Book
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...]
    by_source: pd.DataFrame
    standard: Standard
    repaired: int
    unreadable: int
    not_compared: int
    fits_region: bool

    @property
    def rows(self) -> int:
        """Every row of the leads table, read or not."""
        return len(self.accepted.leads) + len(self.set_aside)

    @property
    def passed(self) -> Estimate:
        """The share of rows that pass, with Wilson's interval."""
        return rate(len(self.accepted.leads), self.rows)

    @property
    def ranked(self) -> list[Finding]:
        """The checked rules, those that cost most first, else those that most leads fail."""
        checked = [finding for finding in self.findings if finding.checked]
        return sorted(checked, key=lambda f: -(f.cost.value if f.cost else f.n))

    @property
    def table(self) -> pd.DataFrame:
        """One row a rule: what it says, who repairs it, how many fail it and at what cost."""
        return pd.DataFrame([finding.to_row() for finding in self.findings])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the rules by the leads that fail them, with intervals."""
        from leadkit.quality.picture import draw

        return draw(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of screening.json."""
        return {
            "format": 1,
            "standard": {"version": self.standard.version, "sha256": self.standard.sha256},
            "data": {"name": self.accepted.name, "sha256": self.accepted.sha256},
            "rows": self.rows,
            "accepted": len(self.accepted.leads),
            "repaired": self.repaired,
            "set_aside": len(self.set_aside),
            "unreadable": self.unreadable,
            "not_compared": self.not_compared,
            "fits_region": self.fits_region,
            "passed": self.passed.to_dict(),
            "not_checked": {f.rule.code: list(f.missing) for f in self.findings if not f.checked},
            "rules": {f.rule.code: f.to_dict() for f in self.findings},
        }

    def __repr__(self) -> str:
        return equation(self)

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline
        from leadkit.quality.page import rule_rows

        table = rule_rows(self)
        return inline(
            self,
            caption=equation(self),
            columns=list(table.columns),
            rows=list(table.itertuples(index=False, name=None)),
            note=_("{n} telephone numbers were repaired").format(n=number(self.repaired)),
        )


def equation(screening: Screening) -> str:
    """Say accepted + set aside = rows."""
    return _("{accepted} leads accepted + {aside} set aside = {rows} rows").format(
        accepted=number(len(screening.accepted.leads)),
        aside=number(len(screening.set_aside)),
        rows=number(screening.rows),
    )


def screen(
    book: Book,
    standard: Standard | None = None,
    *,
    value: float | None = None,
    cost: float | None = None,
) -> Screening:
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

    Returns
    -------
    Screening

    Raises
    ------
    BadInput
        If value or cost is not above zero.

    Examples
    --------
    >>> leads = pd.DataFrame({"email": ["an@example.com", "an@@x"], "outcome": "open"})
    >>> screening = screen(Book({"leads": leads}))
    >>> len(screening.accepted.leads), screening.set_aside["reasons"].tolist()
    (1, ['UNREACHABLE_BOTH'])
    """
    _refuse_bad_amounts(value=value, cost=cost)
    standard = standard or Standard.default()
    cells = Cells(book.leads, standard)
    masks = {r.code: failing(r, cells) for r in standard.rules if is_checkable(r, cells)}
    reasons = _reasons(masks, standard, book.leads.index)
    passes = reasons == ""
    unreadable = _unreadable(book)
    return Screening(
        accepted=_accepted(book, cells, passes),
        set_aside=_set_aside(book.leads[~passes], reasons[~passes], unreadable),
        findings=tuple(
            find(rule, masks.get(rule.code), cells, Handoffs(book, value, cost))
            for rule in standard.rules
        ),
        by_source=_by_source(book.leads, passes),
        standard=standard,
        repaired=_repaired(cells, passes),
        fits_region=cells.fits_region,
        unreadable=len(unreadable),
        not_compared=_not_compared(cells, masks),
    )


def _refuse_bad_amounts(**amounts: float | None) -> None:
    for name, amount in amounts.items():
        if amount is not None and not (isfinite(amount) and amount > 0):
            raise BadInput(
                _("{name} must be a number above 0, got {amount}").format(name=name, amount=amount),
                fix=_("Give the amounts of your own firm, for example --value 1000 --cost 50."),
            )


def _reasons(
    masks: dict[str, pd.Series[bool]], standard: Standard, rows: pd.Index[Any]
) -> pd.Series[str]:
    """Return the codes of the failed gates of each lead, joined by "; "."""
    joined = np.full(len(rows), "", dtype=object)
    for rule in standard.rules:
        if rule.severity == "gate" and rule.code in masks:
            joined = np.where(masks[rule.code], joined + f"; {rule.code}", joined)
    return pd.Series(joined, index=rows, dtype="str").str.removeprefix("; ")


def _accepted(book: Book, cells: Cells, passes: pd.Series[bool]) -> Book:
    kept = book.keep(passes)
    normal = {
        name: contact.normalised[passes].fillna(kept.leads[name])
        for name, contact in (
            ("email", cells.email),
            ("phone", cells.phone if cells.fits_region else None),
        )
        if contact is not None
    }
    return replace(kept, tables={**kept.tables, "leads": kept.leads.assign(**normal)})


def _repaired(cells: Cells, passes: pd.Series[bool]) -> int:
    if cells.phone is None or not cells.fits_region:
        return 0
    return int((cells.phone.repaired & passes).sum())


def _unreadable(book: Book) -> pd.DataFrame:
    aside = book.set_aside
    return aside[aside["table"] == "leads"].drop_duplicates("row").set_index("row")


def _set_aside(
    leads: pd.DataFrame, reasons: pd.Series[str], unreadable: pd.DataFrame
) -> pd.DataFrame:
    judged = leads.rename(columns={"reasons": "reasons (as exported)"}).assign(reasons=reasons)
    unread = unreadable[["reason"]].rename(columns={"reason": "reasons"}).astype("str")
    both = pd.concat([judged, unread]) if len(unread) else judged
    return both.rename_axis("row")


def _not_compared(cells: Cells, masks: dict[str, pd.Series[bool]]) -> int:
    kinds = {rule.kind for rule in cells.standard.rules if rule.code in masks}
    return cells.duplicates.not_compared if "duplicate" in kinds else 0


def _by_source(leads: pd.DataFrame, passes: pd.Series[bool]) -> pd.DataFrame:
    columns = ["source", "n", "accepted", "rate", "low", "high", "level"]
    if "source" not in leads:
        return pd.DataFrame(columns=columns)
    counts = passes.groupby(leads["source"].fillna(_("(blank)"))).agg(["size", "sum"])
    rows = []
    for source, n, accepted in counts.itertuples(name=None):
        share = rate(int(accepted), int(n))
        rows.append((source, n, accepted, share.value, share.low, share.high, share.level))
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["n", "source"], ascending=[False, True], ignore_index=True)
