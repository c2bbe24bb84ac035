"""The worst cases of a promise: who waited longest, what was missed most."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from leadkit.agreement import Promise
from leadkit.base.language import MISSING, N_, _, day, number
from leadkit.review.audit.kept import Kept

MOST_CASES = 8
STATES = {
    "never touched": N_("never touched"),
    "undecided": N_("undecided"),
    "late": N_("too late"),
    "too few attempts": N_("too few attempts"),
    "fails the standard": N_("fails the standard"),
    "below the line": N_("below the line"),
    "blank": N_("blank"),
    "no reason": N_("no reason"),
    "other reason": N_("OTHER as reason"),
    "no feedback": N_("no feedback"),
    "never sent": N_("never sent"),
    "still open": N_("still open"),
    "dropped": N_("dropped"),
}


def worst_cases(kept: Kept) -> pd.DataFrame:
    """Return at most eight of the cases that were missed, the worst first.

    Returns
    -------
    DataFrame
        case (lead id, or a day), owner (the rep as written), hours waited (working hours; missing
        where no clock runs), state, detail. Those that waited longest come first; without a clock
        those that lack most; then the highest id, or the latest day.
    """
    columns = ["case", "owner", "hours", "state", "detail"]
    if kept.cases is None:
        return pd.DataFrame(columns=columns)
    missed = kept.cases[~kept.cases["done"]]
    ranked = missed.assign(lacking=missed["detail"].astype("str").str.count(";"))
    ranked = ranked.sort_values(["hours", "lacking", "case"], ascending=False, kind="stable")
    return ranked.head(MOST_CASES)[columns].reset_index(drop=True)


def worst_records(kept: Kept) -> list[dict[str, Any]]:
    """Return the worst cases for a JSON file."""
    return [
        {
            "case": str(row["case"]),
            "owner": _text(row["owner"]),
            "hours": None if pd.isna(row["hours"]) else round(float(row["hours"]), 2),
            "state": row["state"],
            "detail": _text(row["detail"]),
        }
        for row in worst_cases(kept).to_dict("records")
    ]


def worst_rows(kept: Kept, promise: Promise) -> list[dict[str, str]]:
    """Return the worst cases as rows to read; what marketing missed is no matter of a rep."""
    return [
        {
            "": promise.id,
            _("case"): day(row["case"]) if isinstance(row["case"], date) else str(row["case"]),
            _("rep"): (promise.side == "sales" and _text(row["owner"])) or MISSING,
            _("waited"): _waited(row["hours"]),
            _("what was missed"): _what(row["state"], _text(row["detail"])),
        }
        for row in worst_cases(kept).to_dict("records")
    ]


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _waited(hours: float) -> str:
    return MISSING if pd.isna(hours) else _("{n} h").format(n=number(hours, int(hours < 10)))


def _what(state: str, detail: str) -> str:
    words = _(STATES[state])
    return _("{what}: {detail}").format(what=words, detail=detail) if detail else words
