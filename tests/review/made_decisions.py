"""Decisions made up for tests, alone and written into a book."""

from datetime import date

from leadkit.review import Decision, add_decision
from leadkit.review.decisions.log import read_log


def decision(**changes):
    given_ = {
        "on": date(2026, 6, 8), "what": "Ring every lead the same day", "owner": "Head of sales",
        "side": "sales", "before": "2026Q1", "judge_in": "2026Q2",
        "measure": "called_in_time", "hours": 4, "target": 0.5,
    }  # fmt: skip
    return Decision(**{**given_, **changes})


def unlinked(one):
    return one.model_copy(update={"after": ""})


def made(folder, *names):
    for name in names:
        add_decision(folder, decision(what=name))
    return read_log(folder)
