"""What became of the decisions of a book: each judged by its measure, in its quarter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.journey import extract_date
from leadkit.review.audit.ledger import Ledger, days_of, ledger, quarter_before
from leadkit.review.audit.measures import Kept, measure
from leadkit.review.decisions.decision import BY_HAND, SOURCE_SHARE, Decision
from leadkit.review.decisions.log import DecisionLog, add_decision, read_decisions

__all__ = [
    "Decision", "Outcome", "add_decision", "judge", "judge_log", "read_decisions", "refuse_unknown",
]  # fmt: skip

Landed = Literal["", "inside", "beyond", "short", "cannot tell"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a decision.

    Attributes
    ----------
    decision : Decision
        What was decided.
    before, after : Estimate or None
        The measure in the quarter before the decision and in the one it is judged in.
    verdict : str
        "reached", "not reached", "not yet", "too few to judge", "not recorded", "by talking" or
        "withdrawn".
    landed : str
        Where the measure landed against the interval it was expected in: "inside", "beyond" (better
        than expected), "short", "cannot tell" where luck alone could make the distance; "" where no
        interval was expected or nothing can be judged.
    number : int
        Its place in decisions.toml, from 1; 0 for one that stands in none.
    withdrawn : Decision or None
        The later entry that withdraws it.
    """

    decision: Decision
    before: Estimate | None
    after: Estimate | None
    verdict: str
    landed: Landed = ""
    number: int = 0
    withdrawn: Decision | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome for a JSON file."""
        taken = self.withdrawn
        return {
            "number": self.number,
            **self.decision.model_dump(mode="json"),
            "measured_before": self.before and self.before.to_dict(),
            "measured": self.after and self.after.to_dict(),
            "verdict": self.verdict,
            "landed": self.landed,
            "withdrawn": taken and {"on": taken.on.isoformat(), "because": taken.what},
        }

    def wanted(self) -> str:
        """Write the target."""
        return self.decision.wanted()


def refuse_unknown(book: Book, decision: Decision) -> None:
    """Refuse a decision about columns or a source that the book does not know."""
    absent = [name for name in decision.columns if name not in book.leads]
    fix = _("Its columns are: {names}.").format(names=", ".join(map(str, book.leads)))
    sources = book.leads.reindex(columns=["source"])["source"].dropna().unique()
    if decision.source and decision.source not in sources:
        absent, fix = [decision.source], _("Its sources are {sources}.")
        fix = fix.format(sources=", ".join(sorted(sources)))
    if absent:
        raise BadInput(
            _("the book knows no {names}").format(names=", ".join(map(repr, absent))),
            where=str(book.path),
            fix=fix,
        )


def judge_log(
    book: Book, log: DecisionLog, *, as_of: str | pd.Timestamp | None = None
) -> tuple[Outcome, ...]:
    """Judge every decision taken by the day of judgement; one withdrawn too late is judged too."""
    now = extract_date(book, as_of)
    today = None if now is None else now.tz_convert(book.settings.timezone).date()
    return tuple(
        _unless_withdrawn(
            replace(judge(book, one, as_of=as_of), number=number),
            taken if taken and (today is None or taken.on <= today) else None,
            book,
        )
        for number, (one, sealed) in enumerate(zip(log.entries, log.fingerprints, strict=True), 1)
        if not one.withdraws and (today is None or one.on <= today)
        for taken in [log.withdrawn.get(sealed)]
    )


def _unless_withdrawn(found: Outcome, taken: Decision | None, book: Book) -> Outcome:
    if taken is None:
        return found
    _first, ends = days_of(found.decision.judge_in, book)
    if taken.on > ends:
        return replace(found, withdrawn=taken)
    return replace(found, withdrawn=taken, verdict="withdrawn", landed="")


def judge(book: Book, decision: Decision, *, as_of: str | pd.Timestamp | None = None) -> Outcome:
    """Judge one decision by its measure, in its quarter and in the one before it was taken."""
    if decision.measure == BY_HAND:
        return Outcome(decision=decision, before=None, after=None, verdict="by talking")
    was = _measured_in(book, _before(decision), decision, as_of)
    begins, _last = days_of(decision.judge_in, book)
    now = extract_date(book, as_of)
    if now is not None and now.tz_convert(book.settings.timezone).date() < begins:
        return Outcome(decision=decision, before=was.estimate, after=None, verdict="not yet")
    found = _measured_in(book, decision.judge_in, decision, as_of)
    verdict = VERDICTS[found.verdict(decision.target, at_most=decision.at_most)]
    return Outcome(
        decision=decision,
        before=was.estimate,
        after=found.estimate,
        verdict=verdict,
        landed=_landed(decision, found.estimate) if verdict in ("reached", "not reached") else "",
    )


def _before(decision: Decision) -> str:
    """Return the quarter it was taken in; the one before, where it is judged in that very one."""
    if decision.before < decision.judge_in:
        return decision.before
    return quarter_before(decision.judge_in)


VERDICTS = {
    "kept": "reached",
    "broken": "not reached",
    "nothing due": "not yet",
    "not over": "not yet",
    "too few to judge": "too few to judge",
    "not recorded": "not recorded",
}


def _landed(decision: Decision, found: Estimate | None) -> Landed:
    """Hold what was counted against what was expected; outside only beyond what luck explains."""
    if decision.expected is None or found is None:
        return ""
    low, high = decision.expected
    if found.high < low:
        return "beyond" if decision.at_most else "short"
    if found.low > high:
        return "short" if decision.at_most else "beyond"
    return "inside" if low <= found.value <= high and not found.refused else "cannot tell"


def _measured_in(
    book: Book, quarter: str, decision: Decision, as_of: str | pd.Timestamp | None
) -> Kept:
    """Measure a decision in a quarter; one before the first handoff is not on record."""
    try:
        return _measured(ledger(book, *days_of(quarter, book), as_of=as_of), decision)
    except TooLittleData as error:
        return Kept(missing=error.problem)


def _measured(one: Ledger, decision: Decision) -> Kept:
    if decision.measure != SOURCE_SHARE:
        return measure(one, decision)
    of_source = one.handed["source"] == decision.source
    return Kept(estimate=rate(int(of_source.sum()), len(of_source)))
