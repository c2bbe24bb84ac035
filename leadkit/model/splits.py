"""Which turns train and which judge: later ones wherever time or order is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.language import N_, _

Name = Literal["time", "order", "group", "random"]
SPLITS: dict[Name, str] = {
    "time": N_("judged on later leads"),
    "order": N_("judged on later rows"),
    "group": N_("judged on other firms"),
    "random": N_("judged on leads drawn at random"),
}
TEST_SHARE = 0.3
LEAST_WINS = 40


@dataclass(frozen=True)
class Split:
    """Positions of the turns that train and that judge; the rest serves neither.

    Attributes
    ----------
    name : {"time", "order", "group", "random"}
        What separates the two.
    train, test : ndarray of int
        Positions in the training set.
    boundary : Timestamp or None
        First moment of the judging period.
    embargo : int
        Turns used for neither, because their outcome was not yet known at the boundary.
    has_embargo : bool
        Whether every training label was known at the boundary.
    """

    name: Name
    train: npt.NDArray[np.intp]
    test: npt.NDArray[np.intp]
    boundary: pd.Timestamp | None = None
    embargo: int = 0
    has_embargo: bool = False

    @property
    def words(self) -> str:
        """What separates the leads that judge, in words."""
        return _(SPLITS[self.name])


def split(
    y: pd.Series[int],
    *,
    times: pd.Series[pd.Timestamp],
    groups: pd.Series[str],
    is_ordered: bool,
    window_days: int,
    closes: bool,
) -> Split:
    """Separate training turns from later ones that judge.

    Parameters
    ----------
    y : Series of int
        1 won, 0 not.
    times : Series of UTC timestamps
        Start of each turn; all missing where there are no dates.
    groups : Series of str
        Account of each turn.
    is_ordered : bool
        Whether row order carries time.
    window_days : int
        Outcome window; with closing dates (`closes`) training ends that long before the test, so
        that every training label was known (Kaufman, Rosset and Perlich, 2012), unless that
        leaves fewer than 40 wins.

    Returns
    -------
    Split
        The last 30 % of the turns judge.
    """
    if times.notna().all() and times.nunique() > 1:
        made = _by_time(y, times, window_days if closes else 0)
    elif is_ordered:
        cut = round(len(y) * (1 - TEST_SHARE))
        made = Split("order", np.arange(cut), np.arange(cut, len(y)))
    else:
        made = _by_chance(y, groups)
    has_both = y.iloc[made.train].nunique() == y.iloc[made.test].nunique() == 2
    return made if has_both else _by_chance(y, groups)


def _by_time(y: pd.Series[int], times: pd.Series[pd.Timestamp], window_days: int) -> Split:
    boundary = times.sort_values().iloc[int(len(times) * (1 - TEST_SHARE))]
    test = np.flatnonzero(times >= boundary)
    earlier = np.flatnonzero(times < boundary)
    known = np.flatnonzero(times <= boundary - pd.Timedelta(days=window_days))
    if window_days and y.iloc[known].sum() >= LEAST_WINS:
        return Split("time", known, test, boundary, len(earlier) - len(known), has_embargo=True)
    return Split("time", earlier, test, boundary)


def _by_chance(y: pd.Series[int], groups: pd.Series[str]) -> Split:
    from sklearn.model_selection import GroupShuffleSplit, StratifiedShuffleSplit

    if y.sum() < 2 or (1 - y).sum() < 2 or groups.nunique() < 2:
        return Split("random", np.arange(len(y)), np.arange(0))
    if groups.nunique() < len(groups):
        maker = GroupShuffleSplit(n_splits=1, test_size=TEST_SHARE, random_state=0)
        train, test = next(maker.split(y, y, groups))
        return Split("group", np.sort(train), np.sort(test))
    maker = StratifiedShuffleSplit(n_splits=1, test_size=TEST_SHARE, random_state=0)
    train, test = next(maker.split(y, y))
    return Split("random", np.sort(train), np.sort(test))
