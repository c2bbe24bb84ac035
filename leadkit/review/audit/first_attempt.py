"""Time to the first attempt by Kaplan and Meier, those never touched and those still open in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.base.language import _, number, percent
from leadkit.book import WorkingTime
from leadkit.journey import calling_time, working_hours
from leadkit.journey.incidence import incidence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HORIZON_HOURS, WITHIN_HOURS = 80.0, 4.0
STEP_HOURS = 0.5
BY_LUCK = 0.05
METHOD = "Kaplan-Meier, Greenwood's error by account, log-log scale"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FirstAttempts:
    """How soon leads get a first attempt.

    Attributes
    ----------
    course : DataFrame
        One row a turn: lead_id, account_id, source, owner, weekday (0 = Monday), hours (working
        hours to the attempt, or for how long it was seen to wait), state ("attempted", "never":
        decided without an attempt, which stays at risk to the horizon, "open": nobody knows yet).
    within : float
        The promised working hours.
    horizon : float
        Working hours that the curve looks ahead.
    """

    course: pd.DataFrame
    within: float
    horizon: float

    @cached_property
    def table(self) -> pd.DataFrame:
        """The curve each half hour: hours, at_risk, share with an attempt, low, high (95 %)."""
        curve = self._curve(np.arange(0, self.horizon + STEP_HOURS, STEP_HOURS))
        return curve.rename(columns={"day": "hours", "rate": "share"})[
            ["hours", "at_risk", "share", "low", "high"]
        ]

    @property
    def attained(self) -> Estimate:
        """The share of leads with a first attempt within the promised hours."""
        return self.at(self.within)

    @property
    def never_touched(self) -> Estimate:
        """The share of leads without any attempt by the day of the data, decided ones too."""
        return rate(int((self.course["state"] != "attempted").sum()), len(self.course))

    @property
    def naive(self) -> dict[str, float]:
        """What is often shown instead: of the leads called alone, or with open ones as missed."""
        called = self.course.loc[self.course["state"] == "attempted", "hours"]
        in_time = int((called <= self.within).sum())
        return {
            "mean_hours_of_called": float(called.mean()),
            "in_time_of_called": in_time / len(called) if len(called) else float("nan"),
            "in_time_open_as_missed": in_time / len(self.course),
        }

    def at(self, hours: float) -> Estimate:
        """Return the share of leads with a first attempt within so many working hours.

        Raises
        ------
        BadInput
            If that lies beyond the horizon.
        """
        if not 0 <= hours <= self.horizon:
            raise BadInput(
                _("the curve looks {horizon} working hours ahead, not {hours}").format(
                    horizon=number(self.horizon), hours=number(hours)
                )
            )
        return _share(self.course, hours, self.horizon)

    def by(self, column: str) -> pd.DataFrame:
        """Return the groups of source or weekday: group, n, attempted, share within the promise.

        Shares of fewer than 20 leads are refused by their Estimate.
        """
        rows = [
            (group, len(part), int((part["state"] == "attempted").sum()), self._attained_by(part))
            for group, part in self.course.groupby(column, sort=True)
        ]
        return pd.DataFrame(rows, columns=[column, "n", "attempted", "share"])

    @cached_property
    def reps(self) -> pd.DataFrame:
        """The reps by name: owner, due, in_time, low, high, verdict.

        `low` and `high` are the attempts in time that luck alone would give a rep who is like the
        whole, exact binomial limits at 5 % for all reps together (Bonferroni).
        """
        from scipy.stats import binom

        course = self.course
        is_due = (course["state"] != "open") | (course["hours"] > self.within)
        due = course[is_due & course["owner"].notna()]
        is_in_time = (due["state"] == "attempted") & (due["hours"] <= self.within)
        found = is_in_time.groupby(due["owner"].astype("str")).agg(["size", "sum"]).sort_index()
        found = found.rename(columns={"size": "due", "sum": "in_time"}).astype(int)
        whole = float(is_in_time.mean()) if len(due) else 0.0
        ends = BY_LUCK / 2 / max(len(found), 1)
        low, high = (np.asarray(binom.ppf(end, found["due"], whole)) for end in (ends, 1 - ends))
        verdict = np.select(
            [found["due"] < MINIMUM_N, found["in_time"] < low, found["in_time"] > high],
            ["too few", "fewer", "more"],
            "within luck",
        )
        found = found.assign(low=low.astype(int), high=high.astype(int), verdict=verdict)
        return found.rename_axis("owner").reset_index()

    def finding(self) -> str:
        """Say how many leads get a first attempt in time."""
        return _("Within {hours} working hours {share} of the leads get a first attempt").format(
            hours=number(self.within, int(self.within % 1 > 0)), share=self.attained.write()
        )

    def beside(self) -> list[str]:
        """Say how many leads were never touched, and what flatters."""
        never = _("Never touched by the day of the data: {share}.")
        said = [never.format(share=self.never_touched.write())]
        naive = self.naive["in_time_of_called"]
        if not self.attained.refused and naive > self.attained.value:
            text = _(
                "Counting only the leads that were called would show {naive} in time: it hides "
                "those that nobody called."
            )
            said.append(text.format(naive=percent(naive)))
        return said

    def sentence(self) -> str:
        """Say how many leads get a first attempt in time, how many never, and what flatters."""
        return " ".join([self.finding() + ".", *self.beside()])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the share of leads with a first attempt over the working hours since the handoff."""
        from leadkit.review.audit.first_attempt_picture import draw

        return draw(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of audit.json."""
        states = self.course["state"].value_counts()
        return {
            "within_hours": self.within,
            "attained": self.attained.to_dict(),
            "never_touched": self.never_touched.to_dict(),
            "turns": {name: int(states.get(name, 0)) for name in ("attempted", "never", "open")},
            "by_source": _records(self.by("source")),
            "by_weekday": _records(self.by("weekday")),
            "by_rep": self.reps.to_dict("records"),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        hours = [hours for hours in (1, 2, 4, 8, 16, 40, 80) if hours <= self.horizon]
        rows = pd.DataFrame(
            {
                _("working hours"): [number(one) for one in hours],
                _("first attempt by then (95 %)"): [self.at(one).write() for one in hours],
            }
        )
        return inline_rows(rows, caption=self.sentence())

    def _curve(self, at: Any) -> pd.DataFrame:
        return _incidence(self.course, at, self.horizon)

    def _attained_by(self, part: pd.DataFrame) -> Estimate:
        return _share(part, self.within, self.horizon)


def first_attempts(
    turns: pd.DataFrame,
    now: pd.Timestamp,
    settings: WorkingTime,
    horizon: float = HORIZON_HOURS,
    *,
    within: float = WITHIN_HOURS,
) -> FirstAttempts:
    """Estimate the time to the first attempt in working hours.

    Parameters
    ----------
    turns : DataFrame
        Rows of `leadkit.turns` with handed_off_at, first_response_at, accepted_at, rejected_at,
        closed_at (UTC), lead_id, account_id, source and owner.
    now : Timestamp
        The moment of judging: a lead without an attempt is known to have waited until then.
    settings : WorkingTime
        The clock; it runs in those working hours in which customers may be called.
    horizon : float
        Working hours to look ahead.
    within : float
        The promised working hours.

    Returns
    -------
    FirstAttempts
        By Kaplan and Meier (1958). A lead that was decided without an attempt never gets one and
        stays at risk to the horizon; an attempt before the handoff counts as made at once.

    Raises
    ------
    TooLittleData
        If no lead was handed off.
    """
    if turns.empty:
        raise TooLittleData(_("no lead was handed off: nobody waited for a first attempt"))
    clock, horizon = calling_time(settings), max(horizon, within)
    handed_off, attempt = turns["handed_off_at"], turns["first_response_at"]
    attempt = attempt.mask(attempt > now)
    until = pd.Series(now, index=turns.index)
    is_decided = turns[["accepted_at", "rejected_at", "closed_at"]].notna().any(axis=1)
    state = pd.Series("open", index=turns.index).mask(is_decided, "never")
    state = state.mask(attempt.notna(), "attempted")
    waited = working_hours(handed_off, attempt.fillna(until), clock)
    course = turns[["lead_id", "account_id", "source", "owner"]].assign(
        weekday=handed_off.dt.tz_convert(settings.timezone).dt.day_of_week,
        hours=waited.mask(state == "never", horizon),
        state=state,
    )
    return FirstAttempts(course=course, within=within, horizon=horizon)


def _share(course: pd.DataFrame, hours: float, horizon: float) -> Estimate:
    row = _incidence(course, np.array([float(hours)]), horizon).iloc[0]
    is_by_then = (course["state"] == "attempted") & (course["hours"] <= hours)
    return Estimate(
        value=float(row["rate"]),
        low=float(row["low"]),
        high=float(row["high"]),
        n=len(course),
        events=int(is_by_then.sum()),
        unit="rate",
        minimum_n=MINIMUM_N,
        method=METHOD,
    )


def _incidence(course: pd.DataFrame, at: Any, horizon: float) -> pd.DataFrame:
    hours = course["hours"].clip(upper=horizon).to_numpy(float)
    is_seen = (course["state"] == "attempted") & (course["hours"] <= horizon)
    end = np.where(is_seen, "won", "open")
    return incidence(hours, end, at, course["account_id"])


def _records(groups: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {**{str(name): cell for name, cell in row.items()}, "share": row["share"].to_dict()}
        for row in groups.to_dict("records")
    ]
