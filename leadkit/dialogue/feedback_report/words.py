"""The words of the feedback report: its answers, what to act on, and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from leadkit.base.language import MISSING, _, capital, day, listed, number
from leadkit.dialogue.feedback_report.endings import PARTS
from leadkit.dialogue.feedback_report.pareto import rows_of
from leadkit.dialogue.feedback_report.trend import moved_words, named, verdict_words
from leadkit.dialogue.reasons import ASK_WHY, NO_REASON, TRIED, group_of, reason_words

if TYPE_CHECKING:
    from leadkit.dialogue.feedback_report.pareto import Pareto
    from leadkit.dialogue.feedback_report.sales_feedback import SalesFeedback


class Action(NamedTuple):
    """What to act on: what was seen, how sure it is, who answers, what to do."""

    what: str
    seen: str
    who: str
    do: str


def part_words() -> dict[str, str]:
    """Return the names of the two parts."""
    return {"returned": _("returned before work"), "lost": _("lost after work")}


def status(found: SalesFeedback) -> tuple[str, str]:
    """Say whether the span is over, and whether the book covers it."""
    begins = found.book.leads["handed_off_at"].min().tz_convert(found.days.timezone).date()
    if found.days.first < begins:
        return _("In part."), _("The book begins on {day}; what came before is not in it.").format(
            day=day(begins)
        )
    if found.is_over:
        return _("Final."), _("The span is over; what is not due yet is left out of every rate.")
    return _("Provisional."), _("The span is not over; only what was due by now is judged.")


def sentences(found: SalesFeedback) -> list[str]:
    """Return the answer in five sentences: what happened, why, what moved, who reports."""
    n = {part: int((found.ended["part"] == part).sum()) for part in PARTS}
    counts = _(
        "{n} leads ended without a win: {returned} returned before work, {lost} lost after it."
    ).format(n=number(len(found.ended)), returned=number(n["returned"]), lost=number(n["lost"]))
    why = " ".join(
        _("{part}: {said}").format(part=capital(name), said=found.reasons[part].sentence())
        for part, name in part_words().items()
    )
    return [
        counts,
        why,
        found.trends.sentence(),
        _("A reason that says something within five working days: {complete}.").format(
            complete=found.complete.sentence()
        ),
        found.habits.sentence(),
    ]


def actions(found: SalesFeedback) -> list[Action]:
    """Return what to act on, and who answers for it."""
    every = [*_first_reasons(found), *_moved(found), *_unsaid(found), *_untried(found)]
    return [*every, *_reps(found)]


def _first_reasons(found: SalesFeedback) -> list[Action]:
    """Return the reasons at the top of each part, those of one group and owner together."""
    words, rows = reason_words(), []
    for part, name in part_words().items():
        pareto = found.reasons[part]
        if not pareto.n:
            continue
        if pareto.refused:
            rows.append(_few(pareto, name))
            continue
        together: dict[tuple[str, str], list[str]] = {}
        for code in pareto.first:
            who = found.owners.get(code, MISSING)
            together.setdefault((group_of(code).letter, who), []).append(code)
        for (_letter, who), codes in together.items():
            what = _("{reasons} ({part})").format(
                reasons=capital(listed([words.get(code, code) for code in codes])), part=name
            )
            seen = [str(pareto.table["share"][code]) for code in codes]
            rows.append(Action(what, listed(seen), who, _(group_of(codes[0]).remedy)))
    return rows


def _few(pareto: Pareto, part: str) -> Action:
    """Return what to do where too few ended so to rank their reasons."""
    what = _("Too few {part} to rank their reasons: {n}").format(part=part, n=number(pareto.n))
    do = _("Go through each of them together; with so few, one lead tells more than a share.")
    return Action(what, pareto.counts(), _("both heads"), do)


def _moved(found: SalesFeedback) -> list[Action]:
    texts = {
        "rose": _("Find out what changed, before more leads end so."),
        "fell": _("Find out what helped, and keep it."),
    }
    return [
        Action(
            named(part, code),
            moved_words(row),
            found.owners.get(code, MISSING),
            texts[row["verdict"]],
        )
        for (part, code), row in rows_of(found.trends.moved)
    ]


def _unsaid(found: SalesFeedback) -> list[Action]:
    """Return "other" and blank reasons, where they are more than one in ten."""
    ended, rows = found.ended["reason"], []
    other = _(group_of("OTHER").remedy)
    blank = _("The CRM lets nobody close a lead without a reason.")
    for what, n, code, do in (
        (_("“Other” is written too often"), int((ended == "OTHER").sum()), "OTHER", other),
        (_("No reason was written"), int(ended.isna().sum()), NO_REASON, blank),
    ):
        if len(ended) and n / len(ended) > ASK_WHY:
            seen = _("{n} of {total}").format(n=number(n), total=number(len(ended)))
            who = found.owners.get(code, MISSING)
            rows.append(Action(what, seen, who, do))
    return rows


def _untried(found: SalesFeedback) -> list[Action]:
    tried = found.tried
    if tried is None or not tried.n or tried.events == tried.n:
        return []
    seen = _("{n} of {total} with fewer than {least} attempts on record").format(
        n=number(tried.n - (tried.events or 0)), total=number(tried.n), least=number(TRIED)
    )
    what = capital(reason_words()["UNREACHABLE"])
    do = _("Call these leads again before anybody calls them unreachable.")
    return [Action(what, seen, found.owners.get("UNREACHABLE", MISSING), do)]


def _reps(found: SalesFeedback) -> list[Action]:
    """Return what to talk about with single reps."""
    rows, who = [], found.owners[NO_REASON]
    for what, judged in (
        (_("Reasons missing or late"), found.complete),
        (_("Word on called leads missing or late"), found.prompt),
    ):
        if judged.below:
            do = _("Ask what keeps them from writing it; the list is no ranking.")
            seen = _("fewer than luck gives: {reps}").format(reps=listed(judged.below))
            rows.append(Action(what, seen, who, do))
    if len(found.habits.more):
        pairs = [
            _("{rep}: {reason}").format(rep=rep, reason=reason_words().get(str(code), code))
            for rep, code in found.habits.more.index
        ]
        do = _("Go through some of these leads together; call buyers back (--call-back 25).")
        rows.append(Action(_("One reason written unusually often"), "; ".join(pairs), who, do))
    return rows


def action_rows(found: SalesFeedback) -> pd.DataFrame:
    """Return what to act on as a table to read."""
    names = [_("what to act on"), _("seen (95 %)"), _("who answers"), _("what to do")]
    return pd.DataFrame(actions(found), columns=names)


def reason_rows(found: SalesFeedback) -> pd.DataFrame:
    """Return every reason as a table to read."""
    words, parts, told = reason_words(), part_words(), verdict_words()
    return pd.DataFrame(
        {
            _("reason"): words.get(row["code"], row["code"]),
            _("when"): parts[row["part"]],
            _("group"): _(group_of(row["code"]).name),
            _("who answers"): row["owner"],
            "n": number(row["n"]),
            _("share (95 %, all together)"): found.reasons[row["part"]]
            .table.loc[row["code"], "share"]
            .write()
            if not pd.isna(row["value"])
            else MISSING,
            _("trend"): told[row["trend"]],
        }
        for row in found.table.to_dict("records")
    )


def owner_rows(found: SalesFeedback) -> pd.DataFrame:
    """Return how many endings each owner of a remedy answers for, by part."""
    told = found.ended[found.ended["reason"].notna()]
    who = told["reason"].map(found.owners)
    counts = pd.crosstab(who, told["part"]).reindex(columns=list(PARTS), fill_value=0).sort_index()
    return pd.DataFrame(
        {
            _("who answers"): owner,
            **{name: number(row[part]) for part, name in part_words().items()},
        }
        for owner, row in rows_of(counts)
    )
