"""The reports each side owes the other: when each was due, and when it was sent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from leadkit.market import company
from leadkit.market.calendar import (
    DAY,
    after_working,
    local_days,
    quarter_starts,
    utc_times,
    working_days,
)
from leadkit.market.company import Flags, Floats, Integers
from leadkit.market.draws import MECHANISMS, exponential, uniforms
from leadkit.market.scenarios import Scenario, regime

NINE = 9 * 60
ON_MONDAYS, AROUND_TET, WHEN_SLOW = -0.10, -0.30, -0.20
TET_DAYS = 10
NEVER_SENT = 1 / 3
LEAST_HOURS, MORE_HOURS = 1, 8
MONDAY, SUNDAY = 0, 6


class Way(NamedTuple):
    """A report: the side it goes to, its period, and the chance to be sent in time."""

    to: str
    period: str
    in_time: float


WAYS = (
    Way("marketing", "day", 0.82),
    Way("sales", "day", 0.90),
    Way("marketing", "week", 0.75),
    Way("sales", "week", 0.85),
)


def reports(scenario: Scenario, quarters: int, seed: int) -> pd.DataFrame:
    """Return every report due before the extract.

    A day's report covers a working day, a week's ends on Sunday; each is due at nine on the next
    working day. A report to marketing is sent by sales. Daily reports due on a Monday, all reports
    around Tết, and those of a sales team that has become slow are late more often; of the late
    ones a third is never sent.
    """
    day = np.arange(quarter_starts()[quarters])
    stream = MECHANISMS.index("reports")
    lengths = np.diff(quarter_starts())[:quarters]
    u = np.concatenate([uniforms(seed, (stream, q), int(n)) for q, n in enumerate(lengths)])
    slow = np.repeat([regime(scenario, q).slower > 1 for q in range(quarters)], lengths)
    parts = [
        _due(way, day, slow, draws)
        for way, draws in zip(WAYS, np.split(u, len(WAYS), axis=1), strict=True)
    ]
    table = pd.concat(parts, ignore_index=True)
    end = len(day) * DAY
    table = table[table["due_at"] < end].sort_values(["due_at", "to", "period", "ending"])
    sent = table["sent_at"].where(table["sent_at"] < end)
    return table.assign(
        ending=local_days(utc_times(table["ending"].to_numpy())).array,
        due_at=utc_times(table["due_at"].to_numpy()).array,
        sent_at=utc_times(sent.to_numpy()).array,
    )


def _due(way: Way, day: Integers, slow: Flags, u: Floats) -> pd.DataFrame:
    """Return one way's reports in minutes since the start; `u` has a row a day."""
    is_last = working_days()[: len(day)] if way.period == "day" else _weekday(day) == SUNDAY
    ending = day[is_last]
    open_days = np.flatnonzero(working_days())
    due_day = open_days[np.searchsorted(open_days, ending, side="right")]
    due = due_day * DAY + NINE
    chance = (
        way.in_time
        + ON_MONDAYS * ((way.period == "day") & (_weekday(due_day) == MONDAY))
        + AROUND_TET * _near_tet(due_day)
        + WHEN_SLOW * (slow[is_last] & (way.to == "marketing"))
    )
    in_time, moment, luck, _spare = u[is_last].T
    late = after_working(due.astype(float), LEAST_HOURS + MORE_HOURS * exponential(moment))
    late = np.where(luck < NEVER_SENT, np.nan, late)
    return pd.DataFrame(
        {
            "to": way.to,
            "period": way.period,
            "ending": ending * float(DAY),
            "due_at": due.astype(float),
            "sent_at": np.where(in_time < chance, due - np.floor(60 * moment), late),
        }
    )


def _weekday(day: Integers) -> Integers:
    return (company.START.weekday() + day) % 7


def _near_tet(day: Integers) -> Flags:
    new_years = np.array([(new_year - company.START).days for new_year in company.TET])
    return np.asarray(np.abs(day[:, None] - new_years).min(axis=1) <= TET_DAYS)
