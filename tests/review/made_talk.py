"""A small made firm with talk in both directions, every count known by heart."""

import pandas as pd

from leadkit.book import Book, Settings

ZONE = "Asia/Ho_Chi_Minh"


def at(text):
    """Return a local time in UTC."""
    return pd.Timestamp(text, tz=ZONE).tz_convert("UTC")


def make_talk(**tables):
    """Five leads of the week from Monday 2026-06-01 to Sunday 2026-06-07, and their talk.

    A called after 2 working hours and accepted; B called after 6 and returned for its data; C
    never called, four days old; D handed off on Sunday afternoon, not due; E called in time, lost
    on price.
    """
    rows = [
        ("A", "web", "2026-06-01 08:00", "2026-06-01 10:00", "2026-06-01 11:00", None, None, None),
        ("B", "list", "2026-06-01 08:00", "2026-06-01 15:00", None, "2026-06-02 09:00",
         "2026-06-02 09:00", "DATA_INVALID"),
        ("C", "list", "2026-06-02 09:00", None, None, None, None, None),
        ("D", "web", "2026-06-07 15:00", None, None, None, None, None),
        ("E", "web", "2026-06-03 08:00", "2026-06-03 09:00", "2026-06-03 10:00", None,
         "2026-06-05 09:00", None),
    ]  # fmt: skip
    names = ["lead_id", "source", "handed_off_at", "first_response_at", "accepted_at",
             "rejected_at", "closed_at", "rejection_reason"]  # fmt: skip
    leads = pd.DataFrame(rows, columns=names)
    for name in names[2:7]:
        leads[name] = pd.to_datetime(leads[name]).dt.tz_localize(ZONE).dt.tz_convert("UTC")
    leads.insert(1, "created_at", leads["handed_off_at"] - pd.Timedelta(hours=1))
    leads["mql_at"] = leads["created_at"]
    leads["outcome"] = ["open", "lost", "open", "open", "lost"]
    leads["lost_reason"] = pd.Series([None, None, None, None, "LOST_PRICE"], dtype="str")
    leads["rejection_reason"] = leads["rejection_reason"].astype("str")
    leads["segment"] = "small"
    settings = Settings(name="Talk", currency="VND", timezone=ZONE, country="VN")
    return Book({"leads": leads, **tables}, settings)


def feedback(*rows):
    """Return a table of feedback from (lead, time, grade, need, rating) rows."""
    table = pd.DataFrame(rows, columns=["lead_id", "at", "lead_grade", "need", "product_rating"])
    return table.assign(at=[at(text) for text in table["at"]])


def signals(*rows):
    """Return a table of signals from (time, kind, text, owner, due, status) rows."""
    table = pd.DataFrame(rows, columns=["at", "kind", "text", "owner", "due", "status"])
    return table.assign(
        at=[at(text) for text in table["at"]], due=pd.to_datetime(table["due"], utc=True)
    )


def reports(*rows):
    """Return a table of reports from (to, period, ending, due, sent) rows."""
    table = pd.DataFrame(rows, columns=["to", "period", "ending", "due_at", "sent_at"])
    return table.assign(
        ending=pd.to_datetime(table["ending"], utc=True),
        due_at=[at(text) for text in table["due_at"]],
        sent_at=pd.to_datetime(
            [at(text) if text else pd.NaT for text in table["sent_at"]], utc=True
        ),
    )
