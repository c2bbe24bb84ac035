"""The audit: both sides' promises against what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from leadkit.agreement import Agreement, Promise
from leadkit.base.language import MISSING, _, number, percent
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.review.ledger import Ledger, ledger
from leadkit.review.measures import Kept, measure

BROKEN = "broken"
SIDES = ("marketing", "sales")
LARGEST_GROUPS = 3


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One promise and how far it was kept."""

    promise: Promise
    kept: Kept
    verdict: str

    @property
    def by_luck(self) -> bool:
        """Whether it was broken by less than luck alone can make."""
        return self.verdict == BROKEN and self.kept.by_luck(self.promise.target)

    def found(self) -> str:
        """Write what was counted."""
        estimate = self.kept.estimate
        if estimate is None:
            return self.kept.missing
        if estimate.unit != "rate":
            return number(estimate.value)
        if estimate.refused and estimate.n:
            return _("{n} of {of}").format(n=number(estimate.events or 0), of=number(estimate.n))
        return estimate.write() if estimate.n else MISSING

    def target(self) -> str:
        """Write what was promised."""
        wanted = self.promise.target
        is_share = self.kept.estimate is None or self.kept.estimate.unit == "rate"
        return percent(wanted) if is_share and wanted <= 1 else number(wanted)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Audit:
    """Each promise of each side, met or not.

    Attributes
    ----------
    agreement : Agreement
        What was promised.
    ledger : Ledger
        What it was measured on.
    judged : tuple of Judged
        In the order of the agreement.
    """

    agreement: Agreement
    ledger: Ledger
    judged: tuple[Judged, ...]

    @property
    def broken(self) -> tuple[Judged, ...]:
        """The promises that were not kept."""
        return tuple(one for one in self.judged if one.verdict == BROKEN)

    @property
    def table(self) -> pd.DataFrame:
        """One row a promise: id, side, measure, target, kept, low, high, n, not_due, verdict."""
        return pd.DataFrame(
            {
                "id": one.promise.id,
                "side": one.promise.side,
                "measure": one.promise.measure,
                "target": one.promise.target,
                **_numbers(one.kept),
                "not_due": one.kept.not_due,
                "verdict": one.verdict,
            }
            for one in self.judged
        )

    def of(self, side: str) -> list[Judged]:
        """Return the promises of one side."""
        return [one for one in self.judged if one.promise.side == side]

    def where(self, one: Judged) -> pd.DataFrame:
        """Return where a promise was missed most: source, due, missed; the most missed first."""
        if one.kept.done is None or one.verdict != BROKEN:
            return pd.DataFrame(columns=["source", "due", "missed"])
        source = self.ledger.book.leads.reindex(columns=["source"])["source"]
        missed = (~one.kept.done).groupby(source.reindex(one.kept.done.index).to_numpy())
        table = pd.DataFrame({"due": missed.size(), "missed": missed.sum().astype(int)})
        table = table.sort_values("missed", ascending=False, kind="stable").head(LARGEST_GROUPS)
        return table[table["missed"] > 0].rename_axis("source").reset_index()

    def sentence(self, side: str) -> str:
        """Say how many promises a side kept, and which it broke, clearly or within luck."""
        mine = self.of(side)
        judged = [one for one in mine if one.verdict in ("kept", BROKEN)]
        text = _("kept {kept} of {n} promises that can be judged").format(
            kept=number(sum(one.verdict == "kept" for one in judged)), n=number(len(judged))
        )
        clearly = [one.promise.id for one in judged if one.verdict == BROKEN and not one.by_luck]
        within = [one.promise.id for one in judged if one.by_luck]
        if clearly:
            text += _("; clearly broke {ids}").format(ids=", ".join(clearly))
        if within:
            text += _("; missed {ids} by no more than luck could").format(ids=", ".join(within))
        if len(mine) > len(judged):
            text += _("; {n} cannot be judged").format(n=number(len(mine) - len(judged)))
        return text + "."

    def page(self) -> Page:
        """Lay the audit out as one page."""
        from leadkit.review.audit_page import audit_page

        return audit_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of audit.json."""
        at = self.ledger
        return {
            "format": 1,
            "agreement": {"version": self.agreement.version, "sha256": self.agreement.sha256},
            "signed": self.agreement.is_signed,
            "period": {"from": at.first.isoformat(), "to": at.last.isoformat(), "over": at.is_over},
            "as_of": at.now.isoformat(),
            "data": {"name": at.book.name, "sha256": at.book.sha256, "rows": len(at.book.leads)},
            "handed_off": len(at.handed),
            "notes": list(at.book.notes),
            "promises": [_promise(one, self) for one in self.judged],
            "broken": [one.promise.id for one in self.broken],
        }

    def __repr__(self) -> str:
        said = [f"{_(side)} {self.sentence(side)}" for side in SIDES]
        return " ".join(text[:1].upper() + text[1:] for text in said)

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.review.audit_page import promise_rows

        return inline_rows(self, promise_rows(list(self.judged)), caption=repr(self))


def audit(
    book: Book,
    agreement: Agreement,
    *,
    as_of: str | pd.Timestamp | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Audit:
    """Hold both sides' promises against what happened.

    Parameters
    ----------
    book : Book
        Counted are leads that marketing handed off in the agreement's period; leads never touched
        count as missed once their time is over.
    agreement : Agreement
        Its promises, in the working hours it names.
    as_of : date, optional
        Judge as on that date.
    first, last : date, optional
        Another period than the agreement's.

    Returns
    -------
    Audit

    Raises
    ------
    TooLittleData
        If the book has no handoff times.

    Notes
    -----
    A share is what was done of what was due, with Wilson's interval (Wilson, 1927): a count of
    what happened. The verdict goes by the count; the interval tells whether luck alone could have
    made the distance to the target.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> book = lk.read_book(lk.sample("small"))
    >>> agreed = draft(book, "2026Q3", as_of="2026-06-30").agreement
    >>> found = audit(book, agreed)
    >>> sorted({one.promise.side for one in found.judged})
    ['marketing', 'sales']
    """
    at = ledger(
        book,
        first or agreement.period.start,
        last or agreement.period.end,
        hours=agreement.hours,
        agreed=agreement.policy,
        as_of=as_of,
    )
    found = [(promise, measure(at, promise)) for promise in agreement.promises]
    return Audit(
        agreement=agreement,
        ledger=at,
        judged=tuple(
            Judged(promise=promise, kept=kept, verdict=kept.verdict(promise.target))
            for promise, kept in found
        ),
    )


def _numbers(kept: Kept) -> dict[str, Any]:
    found = kept.estimate
    if found is None:
        return dict.fromkeys(("kept", "low", "high", "n"))
    return {"kept": found.value, "low": found.low, "high": found.high, "n": found.n}


def _promise(one: Judged, audit: Audit) -> dict[str, Any]:
    return {
        "id": one.promise.id,
        "side": one.promise.side,
        "measure": one.promise.measure,
        "target": one.promise.target,
        "kept": one.kept.estimate and one.kept.estimate.to_dict(),
        "not_due": one.kept.not_due,
        **({"by_lot": one.kept.by_lot} if one.kept.by_lot else {}),
        "verdict": one.verdict,
        "luck_alone_could": one.by_luck,
        "missing": one.kept.missing,
        "missed_most": audit.where(one).to_dict("records"),
    }
