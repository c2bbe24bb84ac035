"""What followed a call: a word to marketing in time, and attempts enough to give up on a lead."""

from __future__ import annotations

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.dialogue.feedback_report.by_rep import ByRep, by_rep
from leadkit.dialogue.feedback_report.endings import Days
from leadkit.dialogue.reasons import TRIED
from leadkit.dialogue.span import known_by
from leadkit.journey.win_curve import in_days

TOLD_WITHIN = pd.Timedelta(days=7)
ATTEMPTS = ("call", "meeting")


def prompt_words(
    handed: pd.DataFrame, said: pd.DataFrame, days: Days, now: pd.Timestamp
) -> tuple[ByRep, float]:
    """Say which called leads sales spoke of within seven days, and the median wait in days."""
    called = handed[days.covers(handed["first_response_at"])].reset_index(drop=True)
    both = called.rename_axis("place").reset_index().merge(said[["lead_id", "at"]], on="lead_id")
    both = both[both["at"] >= both["handed_off_at"]].sort_values("at", kind="stable")
    both = both.drop_duplicates("place")
    waited = both["at"] - both["first_response_at"]
    done = called.index.isin(both.loc[waited <= TOLD_WITHIN, "place"])
    due = called["first_response_at"] + TOLD_WITHIN <= now
    rep = called["owner"].astype("str").fillna(_("(blank)"))
    median = float(in_days(waited).median())
    return by_rep(pd.Series(done, index=called.index)[due], rep[due]), median


def tried_enough(ended: pd.DataFrame, book: Book, now: pd.Timestamp) -> Estimate | None:
    """Count the attempts on leads that could not be reached, where the book has events."""
    if book.table("events") is None:
        return None
    events = known_by(book, "events", now + pd.Timedelta(microseconds=1))
    missed = ended[ended["reason"] == "UNREACHABLE"]
    both = missed.merge(events[events["kind"].isin(ATTEMPTS)][["lead_id", "at"]], on="lead_id")
    both = both[(both["at"] >= both["handed_off_at"]) & (both["at"] <= both["ended_at"])]
    attempts = both.groupby("turn_id").size().reindex(missed["turn_id"], fill_value=0)
    return rate(int((attempts >= TRIED).sum()), len(missed))
