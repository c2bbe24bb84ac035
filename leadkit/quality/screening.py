"""Screening before handoff: which leads meet the written standard, and what the others cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import MINIMUM_N, Estimate, rate, times_as_much
from leadkit.base.language import _, number
from leadkit.book import Book, Known
from leadkit.quality.checks import Cells
from leadkit.quality.findings import Finding, find
from leadkit.quality.standard import Standard, own_standard

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FAILS = "fails_standard"


@dataclass(frozen=True, kw_only=True, repr=False)
class Screening:
    """The outcome of screening a book; `rows` = accepted + set aside, always.

    `accepted` holds the leads that pass every gate, contacts in normal form; `set_aside` the
    others by their row in the file, with `reasons` (codes joined by "; ", or why a row could not be
    read). `findings` has one a rule, `by_source` the share of read leads that passes: source, n,
    accepted, rate, low, high, level. `repaired` counts accepted leads whose telephone number was
    mended, `unreadable` the rows that could not be read, `not_compared` the leads in groups too
    large to look for near duplicates; where `fits_region` is false, most telephone numbers are not
    valid in the standard's country and none was rewritten.
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

    @property
    def more_data(self) -> str:
        """What more leads would buy, where some rule is failed by too few for a rate."""
        few = [f for f in self.findings if f.checked and 0 < f.n < MINIMUM_N]
        if not few:
            return ""
        rows = self.rows * max(times_as_much(found.n) for found in few)
        return _(
            "Fewer than {least} leads fail {codes}: what such leads cost is only counted; about "
            "{rows} rows like these would give every rule its rate and cost."
        ).format(
            least=MINIMUM_N, codes=", ".join(f.rule.code for f in few), rows=number(round(rows, -2))
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the rules by the leads that fail them, with intervals."""
        from leadkit.quality.page import draw

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
            "not_checked": {f.rule.code: f.missing for f in self.findings if not f.checked},
            "rules": {f.rule.code: f.to_dict() for f in self.findings},
        }

    def __repr__(self) -> str:
        return _("{accepted} leads accepted + {aside} set aside = {rows} rows").format(
            accepted=number(len(self.accepted.leads)),
            aside=number(len(self.set_aside)),
            rows=number(self.rows),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline
        from leadkit.quality.page import rule_rows

        table = rule_rows(self)
        return inline(
            self,
            caption=repr(self),
            columns=list(table.columns),
            rows=list(table.itertuples(index=False, name=None)),
            note=_("{n} telephone numbers were repaired").format(n=number(self.repaired)),
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
    for name, amount in (("value", value), ("cost", cost)):
        if amount is not None and not (isfinite(amount) and amount > 0):
            raise BadInput(
                _("{name} must be a number above 0, got {amount}").format(name=name, amount=amount),
                fix=_("Give the amounts of your own firm, for example --value 1000 --cost 50."),
            )
    cells = Cells(book.leads, standard or Standard.default())
    findings = find(book, cells, value, cost)
    reasons = _reasons(findings, book.leads.index)
    passes = reasons == ""
    aside = book.set_aside
    unreadable = aside[aside["table"] == "leads"].drop_duplicates("row").set_index("row")
    compared = any(found.checked and found.rule.kind == "duplicate" for found in findings)
    return Screening(
        accepted=_accepted(book, cells, passes),
        set_aside=_set_aside(book.leads[~passes], reasons[~passes], unreadable["reason"]),
        findings=findings,
        by_source=_by_source(book.leads, passes),
        standard=cells.standard,
        repaired=int((cells.phone.repaired & passes).sum()) if cells.fits_region else 0,
        unreadable=len(unreadable),
        not_compared=cells.duplicates.not_compared if compared else 0,
        fits_region=cells.fits_region,
    )


def _reasons(findings: Iterable[Finding], rows: pd.Index[Any]) -> pd.Series[str]:
    """Return the codes of the failed gates of each lead, joined by "; "."""
    reasons = pd.Series("", index=rows, dtype="str")
    for found in findings:
        if found.failing is not None and found.rule.severity == "gate":
            reasons = reasons.mask(found.failing, reasons + f"; {found.rule.code}")
    return reasons.str.removeprefix("; ")


def _accepted(book: Book, cells: Cells, passes: pd.Series[bool]) -> Book:
    kept = book.keep(passes)
    leads = kept.leads.copy()
    for name, contact in {"email": cells.email, "phone": cells.phone}.items():
        if name in leads and (name == "email" or cells.fits_region):
            leads[name] = contact.normalised[passes].fillna(leads[name])
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


def screened(book: Book) -> Book:
    """Return the leads that pass the book's own standard; without one, the book as it is.

    Leads that fail stand in `set_aside` with their reasons, beside rows that were unreadable.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> len(screened(book).leads) < len(book.leads)
    True
    """
    standard = own_standard(book)
    if standard is None:
        return book
    screening = screen(book, standard)
    reasons = screening.set_aside["reasons"].head(len(book.leads) - len(screening.accepted.leads))
    failed = pd.DataFrame({"row": reasons.index, "reason": reasons.to_numpy()})
    failed = failed.assign(table="leads", column="", value="")
    note = _("{n} leads that fail the standard (version {version}) were left out").format(
        n=number(len(failed)), version=standard.version
    )
    return replace(
        screening.accepted,
        set_aside=pd.concat([book.set_aside, failed], ignore_index=True),
        notes=(*book.notes, note),
    )


def marked(book: Book, standard: Standard | None = None) -> Book:
    """Return every lead of the book, each with the gates of the standard that it fails.

    For looking back: a lead that fails was handed off all the same, and its outcome is part of
    what happened. The column `fails_standard` holds codes joined by "; ", "none" where the lead
    passes. The standard is the one given, else the book's own; without either, and where it is
    marked already, the book stays as it is.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = marked(lk.read_book(lk.sample()))
    >>> "none" in set(book.leads["fails_standard"])
    True
    """
    standard = standard or own_standard(book)
    if standard is None or FAILS in book.leads:
        return book
    reasons = screen(book, standard).set_aside["reasons"]
    fails = reasons.reindex(book.leads.index).fillna("none").astype("str")
    tables = {**book.tables, "leads": book.leads.assign(**{FAILS: fails})}
    return replace(book, tables=tables, known={**book.known, FAILS: Known.HANDOFF})
