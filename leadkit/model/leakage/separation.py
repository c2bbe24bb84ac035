"""How well columns tell winners from others: one alone, all the rest together, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from leadkit.model.leakage.candidates import Candidate, Codes, Floats, read_candidate

Labels = npt.NDArray[np.intp]
LATE_SHARE = 0.3
LEAST_OF_A_CLASS = 10
FOLDS = 5
PRIOR_LEADS = 10.0


def area(score: npt.NDArray[Any], y: Labels) -> float:
    """Return the ROC AUC of a score; 0.5 where there is one class only."""
    wins = int(y.sum())
    if wins in (0, len(y)):
        return 0.5
    below = rankdata(score)[y == 1].mean() - (wins + 1) / 2
    return float(below / (len(y) - wins))


def either_way(auc: float) -> float:
    """Return an AUC as if the score were turned so that more means won."""
    return max(auc, 1 - auc)


def standard_error(auc: float, wins: int, others: int) -> float:
    """Return the standard error of an AUC (Hanley and McNeil, 1982); 0.5 without both classes.

    Examples
    --------
    >>> round(standard_error(0.8, 50, 450), 3)
    0.039
    """
    if not (wins and others):
        return 0.5
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    square = auc * (1 - auc) + (wins - 1) * (q1 - auc**2) + (others - 1) * (q2 - auc**2)
    return float(np.sqrt(max(square, 0.0) / (wins * others)))


def low_end(auc: float, y: Labels) -> float:
    """Return the lower end of an AUC's 95 % interval."""
    wins = int(y.sum())
    return auc - 1.96 * standard_error(auc, wins, len(y) - wins)


def area_within(score: npt.NDArray[Any], y: Labels, blocks: Codes) -> float:
    """Return the AUC over pairs of leads of the same block of time; 0.5 where there is no pair."""
    table = pd.DataFrame({"score": score, "y": y, "block": blocks})
    table["rank"] = table.groupby("block")["score"].rank()
    wins = table[table["y"] == 1].groupby("block")["rank"].agg(["sum", "size"])
    others = table[table["y"] == 0].groupby("block").size().reindex(wins.index, fill_value=0)
    pairs = float((wins["size"] * others).sum())
    above = float((wins["sum"] - wins["size"] * (wins["size"] + 1) / 2).sum())
    return above / pairs if pairs else 0.5


def blocks_of(n: int, size: int = 100, most: int = 50) -> Codes:
    """Return the block of each of n rows in order: at most `most`, of `size` rows or more."""
    count = int(np.clip(n // size, 1, most))
    return (np.arange(n) * count // max(n, 1)).astype(np.intp)


@dataclass(frozen=True, eq=False)
class Target:
    """What columns are asked to tell apart: 1 or 0 a row, and the random fold of each row."""

    y: Labels
    fold: Codes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fold", _folds(self.y))

    @property
    def fewer(self) -> int:
        """Rows of the rarer class."""
        return int(np.bincount(self.y, minlength=2).min())


def _folds(y: Labels) -> Codes:
    """Return a random fold of each row, both classes spread evenly."""
    order = np.lexsort((np.random.default_rng(0).random(len(y)), y))
    fold = np.empty(len(y), dtype=np.intp)
    fold[order] = np.arange(len(y)) % FOLDS
    return fold


def separates(column: pd.Series[Any] | Candidate, target: Target | npt.NDArray[Any]) -> float:
    """Return how well one column alone tells two classes apart, as an AUC.

    Parameters
    ----------
    column : Series or Candidate
        A column of any dtype.
    target : Target or ndarray of int
        0 or 1 a row.

    Returns
    -------
    float
        The better of two: by rank, whichever way round, blanks in the middle; and by the mean of
        the class in each level or bin, learned on other rows. 0.5 with under 10 of a class.
    """
    if not isinstance(column, Candidate):
        column = read_candidate(str(column.name), column)
    if not isinstance(target, Target):
        target = Target(np.asarray(target).astype(np.intp))
    if target.fewer < LEAST_OF_A_CLASS:
        return 0.5
    best = max(0.5, area(_out_of_fold(column.codes, target), target.y))
    known = ~np.isnan(column.values)
    if known.any():
        values = np.where(known, column.values, np.median(column.values[known]))
        best = max(best, either_way(area(values, target.y)))
    return best


def _log_odds(won: Floats, n: Floats, prior: float) -> Floats:
    """Return log-odds of rates that are drawn towards the prior."""
    prior = min(max(prior, 1e-6), 1 - 1e-6)
    rate = (won + PRIOR_LEADS * prior) / (n + PRIOR_LEADS)
    odds: Floats = np.log(rate / (1 - rate))
    return odds


def _out_of_fold(codes: Codes, target: Target) -> Floats:
    """Return the log-odds of each cell's level among the rows of other folds."""
    levels = int(codes.max(initial=0)) + 1
    cell = codes * FOLDS + target.fold
    held = np.bincount(cell, minlength=levels * FOLDS).reshape(levels, FOLDS)
    held_won = np.bincount(cell, weights=target.y, minlength=levels * FOLDS).reshape(levels, FOLDS)
    n = np.asarray(held.sum(axis=1, keepdims=True) - held, dtype=np.float64)
    won = held_won.sum(axis=1, keepdims=True) - held_won
    odds = _log_odds(won, n, float(target.y.mean()))
    return odds[codes, target.fold]


class Together:
    """Columns that judge rows together, learned on some of the rows.

    Parameters
    ----------
    columns : sequence of Candidate
    y : ndarray of int
    train, test : ndarray of int
        Row positions.
    """

    def __init__(
        self, columns: Sequence[Candidate], y: Labels, *, train: Codes, test: Codes
    ) -> None:
        learned = Target(y[train])
        self.names = [one.name for one in columns]
        self.train, self.test = learned.y, y[test]
        self.is_possible = bool(columns) and learned.fewer >= LEAST_OF_A_CLASS // 2
        self._known = np.empty((len(train), len(columns)))
        self._new = np.empty((len(test), len(columns)))
        self._found: dict[frozenset[str], float] = {}
        for place, column in enumerate(columns):
            codes, levels = column.codes[train], int(column.codes.max(initial=0)) + 1
            won = np.asarray(np.bincount(codes, learned.y, levels), dtype=np.float64)
            n = np.asarray(np.bincount(codes, minlength=levels), dtype=np.float64)
            self._known[:, place] = _out_of_fold(codes, learned)
            self._new[:, place] = _log_odds(won, n, float(learned.y.mean()))[column.codes[test]]

    def auc(self, without: Collection[str] = ()) -> float:
        """Return the AUC on the test rows of all columns but those named.

        It is the better of two that need no settings: the plain sum of the columns' log-odds
        (naive Bayes, which time harms least), and a ridge logistic regression on them.
        """
        used = frozenset(self.names) - frozenset(without)
        if not (used and self.is_possible):
            return 0.5
        if used not in self._found:
            self._found[used] = self._measured([name in used for name in self.names])
        return self._found[used]

    def _measured(self, used: list[bool]) -> float:
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        known, new = self._known[:, used], self._new[:, used]
        with threadpool_limits(1):
            ridge = LogisticRegression(C=1.0, solver="newton-cholesky").fit(known, self.train)
        scores = (new.sum(axis=1), ridge.decision_function(new))
        return max(area(score, self.test) for score in scores)


def early_and_late(n: int, share: float = LATE_SHARE) -> tuple[Codes, Codes]:
    """Return the positions of the earlier rows and of the later ones."""
    cut = round(n * (1 - share))
    return np.arange(cut), np.arange(cut, n)
