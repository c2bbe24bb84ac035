"""The two learners behind the classifier, and what each makes of held-out leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.ensemble import HistGradientBoostingClassifier

from leadkit.model.columns import Columns, Read
from leadkit.model.ridge import Ridge, Task, fitted, shrunk

FEW_WINS = 150  # below, six columns at most and straight lines (Riley et al., 2020)
FEW_COLUMNS = 6
DIGITS = 9
LEAVES, PACE, LEAST_LEADS = 6, 0.06, 20

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Setting:
    """One candidate."""

    model: Literal["boosting", "logistic"]
    splines: bool = False
    C: float = 1.0
    trees: int = 0

    @property
    def simplicity(self) -> tuple[bool, bool, float, int]:
        """Sort key: straight before bent, strong penalties first, boosting last."""
        return self.model == "boosting", self.splines, self.C, self.trees

    @property
    def name(self) -> str:
        """Return what `selection_` calls it."""
        if self.model == "boosting":
            return f"boosting, {self.trees} trees"
        return f"logistic, {'splines' if self.splines else 'straight'}, C={self.C:g}"


@dataclass(frozen=True, eq=False)
class Leads:
    """Training leads, read once for every fold and candidate."""

    columns: Columns
    read: Read
    y: npt.NDArray[np.intp]
    weights: Floats

    def matrix(self, splines: bool) -> csr_array:
        """Return them as the ridge sees them."""
        return self.columns.matrix(self.read, splines)


def ridge(
    leads: Leads, matrix: csr_array, splines: bool, rows: Rows, start: Ridge | None = None
) -> tuple[Task, Ridge]:
    """Return a ridge fitted to some leads, begun where another ended.

    With few wins among them only the six columns that move the log-odds most are kept.
    """
    groups = leads.columns.groups(splines)
    task = Task(matrix[rows], leads.y[rows], leads.weights[rows], groups)
    found = fitted(task, start)
    wins, names = np.bincount(task.y, minlength=2).min(), leads.columns.names
    if wins >= FEW_WINS or len(names) <= FEW_COLUMNS:
        return task, found
    owners = leads.columns.owners(splines)
    each = [task.matrix[:, owners == n] @ found.coef[owners == n] for n in range(len(names))]
    spread = np.array([part.std() for part in each]).round(DIGITS)
    kept = np.argsort(-spread, kind="stable")[:FEW_COLUMNS]
    stays = np.isin(owners, kept)
    task = Task(csr_array(task.matrix * stays), task.y, task.weights, groups)
    found = fitted(task, found)
    return task, Ridge(np.where(np.r_[True, stays], found.beta, 0.0), found.penalties)


def forest(leads: Leads, grown: Floats, rows: Rows, trees: int, seed: int) -> Any:
    """Return fitted histogram boosting of shallow trees."""
    learner = HistGradientBoostingClassifier(
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_LEADS,
        learning_rate=PACE,
        max_iter=trees,
        l2_regularization=5.0,
        early_stopping=False,
        categorical_features=np.array(leads.columns.coded),
        random_state=seed,
    )
    known = grown[rows]
    known[:, np.isnan(known).all(axis=0)] = 0.0  # a column that is blank throughout cannot split
    return learner.fit(known, leads.y[rows], leads.weights[rows])


def held_out(
    leads: Leads, settings: Sequence[Setting], folds: Sequence[tuple[Rows, Rows]], seed: int
) -> dict[Setting, Floats]:
    """Return the log-odds of each candidate for the leads that every fold holds out, in order."""
    found: dict[Setting, list[Floats]] = {setting: [] for setting in settings}
    for splines in sorted({one.splines for one in settings if one.model == "logistic"}):
        own = {s.C: s for s in settings if s.model == "logistic" and s.splines == splines}
        matrix, begun = leads.matrix(splines), None
        for fit, check in folds:
            task, begun = ridge(leads, matrix, splines, fit, begun)
            for C, setting in own.items():
                one = begun if C == 1 else shrunk(task, begun, 1 / C)
                found[setting].append(matrix[check] @ one.coef + one.intercept)
    boosted = {one.trees: one for one in settings if one.model == "boosting"}
    if boosted:
        grown = leads.columns.grown(leads.read)
        for fit, check in folds:
            learner = forest(leads, grown, fit, max(boosted), seed)
            for stage, score in enumerate(learner.staged_decision_function(grown[check]), 1):
                if stage in boosted:
                    found[boosted[stage]].append(np.array(score))
    return {setting: np.concatenate(parts) for setting, parts in found.items()}
