"""What a model learns from: mature turns, or younger ones too, weighted for what is unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.journey.win_curve import in_days
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.splits import Positions, Split
from leadkit.model.training import TrainingSet


@dataclass(frozen=True)
class Lesson:
    """Turns to fit a model to.

    Attributes
    ----------
    X : DataFrame
        Features known at handoff.
    y : Series of int
        1 won within the window, 0 not.
    groups : Series of str
        Account of each turn.
    times : ndarray or None
        Start, or place in the order, of each turn; None where neither is known.
    weights : ndarray of float or None
        Inverse-censoring weights; None where every outcome is known.
    """

    X: pd.DataFrame
    y: pd.Series[int]
    groups: pd.Series[str]
    times: npt.NDArray[np.generic] | None = None
    weights: npt.NDArray[np.float64] | None = None

    def teach(self, model: LeadQualityClassifier) -> LeadQualityClassifier:
        """Fit a model, in place."""
        return model.fit(self.X, self.y, groups=self.groups, times=self.times, weights=self.weights)


def mature(data: TrainingSet, rows: Positions) -> Lesson:
    """Learn from these turns, whose outcome windows are over."""
    return Lesson(data.X.iloc[rows], data.y.iloc[rows], data.groups.iloc[rows], _when(data, rows))


def before(data: TrainingSet, parts: Split) -> Lesson:
    """Learn from every turn before the judging period, as its course was known when that began.

    Raises
    ------
    BadInput
        If there are no dates or no closing dates.
    TooLittleData
        If too few of the turns could be followed to the end of the window.
    """
    if parts.name != "time" or not data.closes or parts.boundary is None:
        raise BadInput(
            _("young leads cannot train: nothing says when a lead was won or lost"),
            fix=_("Give the closing dates, or train on leads whose outcome window is over."),
        )
    rows = np.flatnonzero(data.times < parts.boundary)
    lesson = mature(data, rows)
    course = _course(data).iloc[rows].assign(at=data.times.iloc[rows])
    return _weighted(lesson, course, parts.boundary, data.window_days)


def everything(data: TrainingSet, *, recent: bool = False) -> Lesson:
    """Learn from every labelled turn, and with `recent` from those too young for a label.

    Raises
    ------
    TooLittleData
        If too few of the turns could be followed to the end of the window.
    """
    lesson = mature(data, np.arange(len(data.y)))
    if not recent or data.young.empty or data.as_of is None:
        return lesson
    young = data.young
    known = _course(data).assign(at=data.times)
    course = pd.concat([known, young[list(known.columns)]])
    course = course[course["at"].notna()]
    together = Lesson(
        X=pd.concat([data.X, young[list(data.X.columns)]]).loc[course.index],
        y=pd.concat([data.y, pd.Series(0, index=young.index)]).loc[course.index],
        groups=pd.concat([data.groups, young["account"]]).loc[course.index],
        times=course["at"].to_numpy(),
    )
    return _weighted(together, course, data.as_of, data.window_days)


def _when(data: TrainingSet, rows: Positions) -> npt.NDArray[np.generic] | None:
    times = data.times.iloc[rows]
    if times.notna().all() and data.times.nunique() > 1:
        return times.to_numpy()
    return rows if data.is_ordered else None


def _course(data: TrainingSet) -> pd.DataFrame:
    """Return how labelled turns ended; a win without a date stays a win, for weights to refuse."""
    is_undated = data.course["ended_days"].isna() & (data.y == 1)
    return data.course.assign(end=data.course["end"].mask(is_undated, "won"))


def _weighted(
    lesson: Lesson, course: pd.DataFrame, today: pd.Timestamp, window_days: int
) -> Lesson:
    """Keep the turns whose outcome is known by `today`, weighted for those whose is not."""
    from leadkit.journey import ipcw

    age = in_days(today - course["at"])
    is_later = course["ended_days"] > age
    found = ipcw(
        course["ended_days"].mask(is_later),
        course["end"].mask(is_later, "open"),
        age,
        window_days,
        lesson.groups,
    )
    kept = (found.weight > 0).to_numpy()
    return Lesson(
        X=lesson.X[kept],
        y=found.table["y"][kept].astype(int),
        groups=lesson.groups[kept],
        times=course["at"].to_numpy()[kept],
        weights=np.asarray(found.weight, dtype=np.float64)[kept],
    )
