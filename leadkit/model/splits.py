"""Which turns train and which judge: later ones wherever time or order is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.language import N_, _

if TYPE_CHECKING:
    from leadkit.model.training import TrainingSet

Name = Literal["time", "order", "group", "random"]
SPLITS: dict[Name, str] = {
    "time": N_("judged on later leads"),
    "order": N_("judged on later rows"),
    "group": N_("judged on other firms"),
    "random": N_("judged on leads drawn at random"),
}
TEST_SHARE = 0.3
LEAST_WINS = 40
LEAST_JUDGED_WINS = 10
MOSTLY = 0.9

Positions = npt.NDArray[np.intp]


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
    same_account : int
        Turns of the judging period left out because their account had trained.
    undated : int
        Turns used for neither, because nothing tells on which side they belong.
    """

    name: Name
    train: Positions
    test: Positions
    boundary: pd.Timestamp | None = None
    embargo: int = 0
    has_embargo: bool = False
    same_account: int = 0
    undated: int = 0

    @property
    def words(self) -> str:
        """What separates the leads that judge, in words."""
        return _(SPLITS[self.name])


def split_of(data: TrainingSet) -> Split:
    """Separate the turns of a training set; see `split`."""
    return split(
        data.y,
        times=data.times,
        groups=data.groups,
        is_ordered=data.is_ordered,
        window_days=data.window_days,
        closes=data.closes,
    )


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
    closes : bool
        Whether closing dates are known.

    Returns
    -------
    Split
        The last 30 % of the turns judge, without those whose account trained, unless fewer than
        10 wins would be left. Chance decides only where there is neither date nor order.
    """
    dated = times.notna()
    if dated.mean() >= MOSTLY and times.nunique() > 1:
        return _strangers(_by_time(y, times, window_days if closes else 0), y, groups)
    if is_ordered:
        cut = round(len(y) * (1 - TEST_SHARE))
        made = Split("order", np.arange(cut), np.arange(cut, len(y)))
        if y.iloc[made.train].nunique() == y.iloc[made.test].nunique() == 2:
            return _strangers(made, y, groups)
    return _by_chance(y, groups)


def _by_time(y: pd.Series[int], times: pd.Series[pd.Timestamp], window_days: int) -> Split:
    known_times = times.dropna().sort_values()
    boundary = known_times.iloc[int(len(known_times) * (1 - TEST_SHARE))]
    undated = len(times) - len(known_times)
    test = np.flatnonzero(times >= boundary)
    earlier = np.flatnonzero(times < boundary)
    known = np.flatnonzero(times <= boundary - pd.Timedelta(days=window_days))
    if window_days and y.iloc[known].sum() >= LEAST_WINS:
        embargo = len(earlier) - len(known)
        return Split("time", known, test, boundary, embargo, has_embargo=True, undated=undated)
    return Split("time", earlier, test, boundary, undated=undated)


def _strangers(made: Split, y: pd.Series[int], groups: pd.Series[str]) -> Split:
    """Leave out of judging the accounts that trained."""
    left = unmet(made.train, made.test, groups)
    if y.iloc[left].sum() < LEAST_JUDGED_WINS:
        return made
    return replace(made, test=left, same_account=len(made.test) - len(left))


def unmet(train: Positions, test: Positions, groups: pd.Series[str]) -> Positions:
    """Return the judging turns whose account is not among the training turns."""
    met = groups.iloc[test].isin(groups.iloc[train].unique()).to_numpy()
    left: Positions = test[~met]
    return left


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
