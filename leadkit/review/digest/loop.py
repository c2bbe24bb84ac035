"""The closed loop: what was asked, of whom, by when, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd

from leadkit.base.language import N_, _, number
from leadkit.dialogue import known_by
from leadkit.review.digest.exceptions import Notice, Seen

STATUSES = {"open": N_("still open"), "done": N_("done"), "dropped": N_("dropped")}
FOLLOWED = {
    "untouched": N_("{done} of {n} done; {left} still wait"),
    "undecided": N_("{done} of {n} done; {left} still open"),
    "without_feedback": N_("{done} of {n} done; {left} to come"),
}


class Asked(NamedTuple):
    """Something asked: `what`, of `who`, by `due`, what `became` of it, whether that `ends` it.

    `source` is "report" for what the report before asked, "signal" for what marketing wrote down.
    """

    what: str
    who: str
    due: date
    became: str
    ends: bool
    source: str


def loop(seen: Seen, last: Seen, notices: list[Notice], first: str) -> list[Asked]:
    """Follow up what the report before asked, and the signals that ask for something.

    Parameters
    ----------
    seen, last : Seen
        What is looked at now, and what was at the report before.
    notices : list of Notice
        What that report asked of either side.
    first : str
        The side that reads: its own things come first.
    """
    asked = [*_of_signals(seen), *_of_reports(seen, last, notices)]
    return sorted(asked, key=lambda one: (one.ends, one.who != first))


def _of_signals(seen: Seen) -> list[Asked]:
    new, before = seen.told.table, seen.told.asked
    table = pd.concat([before, new]) if len(before) else new
    return [
        Asked(
            what=row["text"],
            who=row["owner"],
            due=row["due"].date(),
            became=_(STATUSES.get(row["status"], row["status"])),
            ends=row["status"] != "open",
            source="signal",
        )
        for row in table[table["owner"].notna() & table["due"].notna()].to_dict("records")
    ]


def _of_reports(seen: Seen, last: Seen, notices: list[Notice]) -> list[Asked]:
    found = []
    for notice in notices:
        became, ends = _became(seen, last, notice)
        if became:
            found.append(
                Asked(
                    what=notice.todo,
                    who=notice.who,
                    due=notice.due,
                    became=became,
                    ends=ends,
                    source="report",
                )
            )
    return found


def _became(seen: Seen, last: Seen, notice: Notice) -> tuple[str, bool]:
    """Say what became of one notice; empty where the book cannot tell."""
    if notice.what in FOLLOWED:
        done = _done(seen, notice)
        left = notice.n - done
        text = _(FOLLOWED[notice.what])
        return text.format(done=number(done), n=number(notice.n), left=number(left)), not left
    if notice.what == "returned_for_data":
        now, then = _for_data(seen), _for_data(last)
        text = _("{n} of {of} decided now, {n_before} of {of_before} before")
        return text.format(
            n=number(now[0]),
            of=number(now[1]),
            n_before=number(then[0]),
            of_before=number(then[1]),
        ), not now[0]
    return "", False


def _done(seen: Seen, notice: Notice) -> int:
    leads = set(notice.leads)
    if notice.what == "without_feedback":
        said = known_by(seen.book, "feedback", seen.span.end)["lead_id"]
        return len(leads & set(said))
    turns = seen.handed[seen.handed["lead_id"].isin(leads)]
    turns = turns[~turns["lead_id"].duplicated(keep="last")]
    steps = ["rejected_at", "closed_at"]
    steps.append("first_response_at" if notice.what == "untouched" else "accepted_at")
    return int(turns[steps].notna().any(axis=1).sum())


def _for_data(seen: Seen) -> tuple[int, int]:
    sources = seen.heard.sources
    return int(sources["for_data"].sum()), int(sources["decided"].sum())
