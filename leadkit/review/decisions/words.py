"""Words for decisions: what became of each, and whether the log of them is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, _, day, ngettext, number, quarter_name
from leadkit.base.lines import on_one_line

if TYPE_CHECKING:
    from leadkit.review.decisions.decision import Decision
    from leadkit.review.decisions.judging import Outcome
    from leadkit.review.decisions.log import Break, DecisionLog

SHORT = 12


def verdict_of(one: Outcome) -> str:
    """Say what became of a decision, in which quarter, and how that fits what was expected."""
    taken = one.withdrawn
    if one.verdict == "withdrawn" and taken is not None:
        return _("withdrawn on {day}: {because}").format(day=day(taken.on), because=taken.what)
    words = {
        "reached": _("reached"),
        "not reached": _("not reached"),
        "not yet": _("not yet"),
        "too few to judge": _("too few to judge"),
        "not recorded": _("not on record"),
        "by talking": _("both judge it by talking"),
    }[one.verdict]
    said = _("{verdict} ({quarter})").format(
        verdict=words, quarter=quarter_name(one.decision.judge_in)
    )
    landed = {
        "": "",
        "inside": _("as expected"),
        "beyond": _("better than expected"),
        "short": _("worse than expected"),
        "cannot tell": _("as expected or not: the data cannot tell"),
    }[one.landed]
    late = ""
    if taken is not None:
        late = _("withdrawn only on {day}: {because}").format(day=day(taken.on), because=taken.what)
    return "; ".join(filter(None, [said, landed, late]))


def found_words(estimate: Estimate | None) -> str:
    """Write what was measured; a dash where nothing was."""
    if estimate is None or estimate.n == 0:
        return MISSING
    return estimate.write() if estimate.unit == "rate" else number(estimate.value)


def landed_words(outcomes: tuple[Outcome, ...]) -> str:
    """Say how many decisions did what was expected of them; "" where none expected a number."""
    told = [one.landed for one in outcomes if one.landed]
    if not told:
        return ""
    return _("{inside} of {n} landed where they were expected to").format(
        inside=number(told.count("inside")), n=number(len(told))
    )


def chain_words(log: DecisionLog) -> str:
    """Say whether the log stands as it was written, and by which fingerprint to know it."""
    if log.breaks:
        first = _("The log of decisions was changed other than by leadkit decide:")
        return " ".join([first, *(break_words(*one) for one in log.breaks)])
    n = len(log.entries)
    if not n:
        return _("No decision is on record.")
    if log.unchained == n:
        return ngettext(
            "The {n} entry is not chained: written by hand or by an earlier version, it could have "
            "been changed unnoticed. The next leadkit decide seals it.",
            "The {n} entries are not chained: written by hand or by an earlier version, they could "
            "have been changed unnoticed. The next leadkit decide seals them.",
            n,
        ).format(n=number(n))
    last = _("The fingerprint of the last is {sha}.").format(sha=log.fingerprints[-1][:SHORT])
    if log.unchained:
        by_hand = ngettext(
            "The last entry was added by hand and is not chained; the next leadkit decide seals "
            "it.",
            "The last {n} entries were added by hand and are not chained; the next leadkit decide "
            "seals them.",
            log.unchained,
        ).format(n=number(log.unchained))
        return f"{by_hand} {last}"
    whole = ngettext(
        "The log holds {n} entry, as it was written.",
        "The log holds {n} entries, each sealed on the one before; none was changed or removed.",
        n,
    ).format(n=number(n))
    return f"{whole} {last}"


def break_words(at: int, what: Break) -> str:
    """Say what does not fit at a place of the log."""
    if what == "head":
        return _(
            "The line `last` is gone from the head of the file, so an entry may be missing at the "
            "end."
        )
    if what == "end":
        if at == 0:
            return _("Every entry was removed.")
        return _("No. {at}, the last, was changed, or what stood after it was removed.").format(
            at=at
        )
    if at == 1:
        return _("What stood before no. 1 was removed.")
    return _(
        "No. {before} was changed, or what stood between no. {before} and no. {at} was removed."
    ).format(before=at - 1, at=at)


def gone_words(log: DecisionLog, count: int, last: str) -> str:
    """Say whether what an earlier review counted still stands; "" where it does."""
    if log.holds(count, last):
        return ""
    return _(
        "That review ended its log with no. {count}, fingerprint {sha}; the log no longer holds "
        "those entries as they were."
    ).format(count=count, sha=last[:SHORT])


def decision_lines(log: DecisionLog, outcomes: tuple[Outcome, ...]) -> list[str]:
    """List the entries with their numbers and what became of each."""
    judged = {one.number: one for one in outcomes}
    return [
        f"{place}. {day(entry.on)}, {on_one_line(entry.owner)}: {on_one_line(entry.what)}"
        + (f" – {_withdraws(log, entry)}" if entry.withdraws else _rest(judged.get(place)))
        for place, entry in enumerate(log.entries, 1)
    ]


def _withdraws(log: DecisionLog, entry: Decision) -> str:
    if entry.withdraws not in log.fingerprints:
        return _("withdraws an entry that no longer stands as it did")
    return _("withdraws no. {number}").format(number=log.fingerprints.index(entry.withdraws) + 1)


def _rest(one: Outcome | None) -> str:
    if one is None:
        return ""
    parts = [one.wanted()]
    if one.decision.hoped():
        parts.append(_("expected {interval}").format(interval=one.decision.hoped()))
    for words, found in ((_("before {found}"), one.before), (_("now {found}"), one.after)):
        if found is not None:
            parts.append(words.format(found=found_words(found)))
    said = map(on_one_line, ["; ".join(filter(None, parts)), verdict_of(one)])
    return "".join(f"\n     {part}" for part in said if part)
