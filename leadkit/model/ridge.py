"""Ridge logistic regression that learns from the leads how strongly to shrink each column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.special import expit, logit
from sklearn.utils.sparsefuncs import sparse_matmul_to_dense

FIRST_PENALTY, LEAST_PENALTY, MOST_PENALTY = 10.0, 0.2, 1e4
ROUNDS, SETTLED = 40, 0.3
NEWTON_STEPS, CONVERGED = 50, 1e-10
HALVINGS = 30
JITTER = 1e-9

Floats = npt.NDArray[np.float64]
Groups = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Ridge:
    """A fitted regression.

    Attributes
    ----------
    beta : ndarray of float
        The intercept, then one coefficient a column.
    penalties : ndarray of float
        The ridge penalty of each group of columns.
    """

    beta: Floats
    penalties: Floats

    @property
    def coef(self) -> Floats:
        """One coefficient a column."""
        return self.beta[1:]

    @property
    def intercept(self) -> float:
        """The log-odds where every column is zero."""
        return float(self.beta[0])


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be fitted: columns, outcomes (0 or 1), weights, and the group of each column."""

    matrix: csr_array
    y: npt.NDArray[np.intp]
    weights: Floats
    groups: Groups

    @property
    def blank(self) -> Ridge:
        """The base rate, and penalties to start from."""
        beta = np.zeros(1 + self.matrix.shape[1])
        beta[0] = logit(np.average(self.y, weights=self.weights))
        return Ridge(beta, np.full(self.groups.max() + 1, FIRST_PENALTY))

    @cached_property
    def turned(self) -> csr_array:
        """One row a column."""
        return self.matrix.T.tocsr()

    def loss(self, beta: Floats, penalty: Floats) -> float:
        """Return the penalised log-loss."""
        z = self.matrix @ beta[1:] + beta[0]
        losses = np.logaddexp(0.0, z) - self.y * z
        return float((self.weights * losses).sum() + (penalty * beta[1:] ** 2).sum() / 2)

    def gradient(self, beta: Floats, penalty: Floats) -> Floats:
        """Return the gradient of the penalised log-loss."""
        p = expit(self.matrix @ beta[1:] + beta[0])
        off = self.weights * (p - self.y)
        gradient: Floats = np.r_[off.sum(), self.turned @ off + penalty * beta[1:]]
        return gradient

    def hessian(self, beta: Floats, penalty: Floats) -> Floats:
        """Return the second derivatives of the penalised log-loss."""
        p = expit(self.matrix @ beta[1:] + beta[0])
        curve = self.weights * p * (1 - p)
        bent = self.matrix.copy()
        bent.data = self.matrix.data * np.repeat(curve, np.diff(self.matrix.indptr))
        hessian = np.empty((len(beta), len(beta)))
        hessian[0, 0], hessian[0, 1:] = curve.sum(), self.turned @ curve
        hessian[1:, 0] = hessian[0, 1:]
        hessian[1:, 1:] = sparse_matmul_to_dense(self.turned, bent)
        hessian[np.diag_indices(len(beta))] += np.r_[0.0, penalty] + JITTER
        return hessian


def fitted(task: Task, start: Ridge | None = None) -> Ridge:
    """Fit, and let the leads say how strongly each group of columns is shrunk.

    Each round takes a Newton step and then raises the marginal likelihood of the penalties by a
    generalised Fellner-Schall step (Wood and Fasiolo, 2017): a group whose coefficients are no
    larger than chance makes them is shrunk to nothing, one that tells leads apart is left alone.
    It ends when no group gains or loses effective parameters that matter beside its size.
    """
    found = task.blank if start is None else start
    beta, penalties = found.beta, found.penalties
    sizes, free = np.bincount(task.groups), np.zeros(len(penalties))
    for _round in range(ROUNDS):
        beta, factor = _stepped(task, beta, penalties[task.groups])
        spread = np.diag(cho_solve(factor, np.eye(len(beta))))[1:]
        chance = np.bincount(task.groups, weights=spread)
        told = np.bincount(task.groups, weights=beta[1:] ** 2)
        before, free = free, np.maximum(sizes - penalties * chance, JITTER)
        penalties = (free / (told + JITTER**2)).clip(LEAST_PENALTY, MOST_PENALTY)
        if (np.abs(free - before) < SETTLED * np.sqrt(sizes)).all():
            break
    return Ridge(_converged(task, beta, penalties[task.groups]), penalties)


def shrunk(task: Task, found: Ridge, strength: float) -> Ridge:
    """Fit again with every penalty so many times as strong."""
    penalty = strength * found.penalties[task.groups]
    return Ridge(_converged(task, found.beta, penalty), found.penalties)


def _converged(task: Task, beta: Floats, penalty: Floats) -> Floats:
    """Go on to the minimum; the Hessian is computed afresh only where the old one stops helping."""
    last = np.inf
    beta, factor = _stepped(task, beta, penalty)
    for _step in range(NEWTON_STEPS):
        move = cho_solve(factor, task.gradient(beta, penalty))
        size = np.abs(move).max()
        if size < CONVERGED:
            return beta - move
        if size < last / 2:
            beta, last = beta - move, size
        else:
            (beta, factor), last = _stepped(task, beta, penalty), np.inf
    return beta


def _stepped(task: Task, beta: Floats, penalty: Floats) -> tuple[Floats, tuple[Floats, bool]]:
    """Take one Newton step, halved until the loss falls; return the factored Hessian too."""
    factor = cho_factor(task.hessian(beta, penalty))
    move, now = cho_solve(factor, task.gradient(beta, penalty)), task.loss(beta, penalty)
    for _halving in range(HALVINGS):
        if task.loss(beta - move, penalty) <= now or np.abs(move).max() < CONVERGED:
            break
        move = move / 2
    return beta - move, factor
