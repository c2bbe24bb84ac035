"""How long a handoff curve takes, as a multiple of one sort and beside its peers.

Makes scored leads of each size and draws their curve in turn with the others.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import dcurves
import numpy as np
import numpy.typing as npt
import pandas as pd
from measure import Jobs, row, timed
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV

from leadkit.base.economics import Economics
from leadkit.handoff import HandoffCurve, handoff_curve
from leadkit.handoff.draws import optimism
from leadkit.handoff.regret import information

SIZES = (100_000, 1_000_000)
SEED = 5
TERMS = Economics(value=1000, cost=80)
DRAWS, FEW_DRAWS, LINES = 1_000, 200, 200
BESIDE_PEERS = 100_000
SORTS = {100_000: 20.0, 1_000_000: 3.0}
OWN_VALUES = {1_000_000: 2.5}
TIMES_DCURVES, TIMES_TUNED = 30, 4


class Said(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose only feature is the probability it says."""

    classes_ = np.array([0, 1])

    def fit(self, X: Any, y: Any) -> Said:
        """Learn nothing."""
        return self

    def predict_proba(self, X: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the probability of both outcomes."""
        return np.c_[1 - X[:, 0], X[:, 0]]


def rows() -> list[dict[str, Any]]:
    """Measure every size."""
    return [row for size in SIZES for row in of_size(size)]


def of_size(size: int) -> list[dict[str, Any]]:
    """Make so many leads and time each way, each round in the same order."""
    scored = leads(size)
    own = scored.assign(worth=np.random.default_rng(SEED).lognormal(6.9, 0.6, size))
    p = scored["p"].to_numpy()
    jobs: Jobs = {
        "sort": lambda: np.sort(p),
        "order": lambda: np.argsort(p, kind="stable"),
        "draws": resampled(scored, handoff_curve(scored, TERMS, draws=1).thresholds),
        "curve": lambda: whole(scored),
        "own values": lambda: whole(own),
    }
    if size == BESIDE_PEERS:
        curve = handoff_curve(scored, TERMS, draws=FEW_DRAWS)
        jobs["few draws"] = lambda: whole(scored, FEW_DRAWS)
        jobs |= peers(scored, curve)
    seconds = timed(jobs, str(size))
    of = f"{size:,} leads"
    curve_of, own_of = (
        f"{name}, bands, optimism, regret, {of}" for name in ("curve", "own values")
    )
    found = [
        row(f"{curve_of}, to one sort", seconds, "curve", "sort", SORTS.get(size)),
        row(f"{curve_of}, to one stable argsort", seconds, "curve", "order"),
        row(f"{curve_of}, to its multinomial draws alone", seconds, "curve", "draws"),
        row(f"{own_of}, to one sort", seconds, "own values", "sort", OWN_VALUES.get(size)),
        row(f"{own_of}, to one stable argsort", seconds, "own values", "order"),
    ]
    return [*found, *beside(seconds, of)] if size == BESIDE_PEERS else found


def whole(scored: pd.DataFrame, draws: int = DRAWS) -> tuple[HandoffCurve, float, Any]:
    """Draw the curve with both bands, what its best point flatters itself, and every regret."""
    curve = handoff_curve(scored, TERMS, draws=draws)
    drawn = curve.drawn.profit(TERMS)
    return curve, optimism(curve.table["profit"].to_numpy(), drawn), information(drawn).regret


def resampled(scored: pd.DataFrame, lines: npt.NDArray[np.float64]) -> Callable[[], Any]:
    """Return the draws that the curve makes, from cells counted beforehand: no curve does less."""
    cell = 2 * np.searchsorted(lines, scored["p"], side="right") + scored["y"].to_numpy(int)
    share = np.bincount(cell) / len(cell)
    rng = np.random.default_rng(SEED)
    return lambda: rng.multinomial(len(cell), share, size=DRAWS)


def peers(scored: pd.DataFrame, curve: HandoffCurve) -> dict[str, Callable[[], Any]]:
    """Return each peer's job on the same thresholds, once it has found what the curve says."""
    table = curve.table[curve.table["handed_off"] > 0]
    lines = table["threshold"].to_numpy()
    X, y = scored[["p"]].to_numpy(), scored["y"].to_numpy()

    def tuned() -> Any:
        money = make_scorer(lambda y, out: TERMS.value * (y @ out) - TERMS.cost * out.sum())
        return TunedThresholdClassifierCV(
            Said(), scoring=money, thresholds=lines, cv="prefit", refit=False
        ).fit(X, y)

    found = tuned().best_threshold_
    assert found == lines[table["profit"].argmax()], "both find the same best line"
    inner = lines[(lines > 0) & (lines < 1)]

    def decisions() -> pd.DataFrame:
        with warnings.catch_warnings(action="ignore"):
            said: pd.DataFrame = dcurves.dca(
                scored[["y", "p"]], outcome="y", modelnames=["p"], thresholds=inner
            )
        return said

    theirs = decisions().query("model == 'p'").set_index("threshold")["net_benefit"]
    ours = curve.net_benefit.set_index("threshold")["model"].loc[inner]
    assert np.abs(ours.to_numpy() - theirs.to_numpy()).max() < 1e-9, "both see one net benefit"
    return {"tuned": tuned, "dcurves": decisions}


def beside(seconds: dict[str, list[float]], of: str) -> list[dict[str, Any]]:
    """Return the rows of the peers; they draw no bands, the curve has 200 draws."""
    tuned = f"TunedThresholdClassifierCV, prefit, {LINES} thresholds, {of}, to the curve"
    decisions = f"dcurves, {LINES} thresholds, {of}, to the curve"
    return [
        row(tuned, seconds, "tuned", "few draws", TIMES_TUNED, faster=True),
        row(decisions, seconds, "dcurves", "few draws", TIMES_DCURVES, faster=True),
    ]


def leads(n: int) -> pd.DataFrame:
    """Return scored leads whose probabilities are true."""
    rng = np.random.default_rng(SEED)
    p = expit(rng.normal(-2.6, 1.0, n))
    return pd.DataFrame({"key": np.arange(n), "y": (rng.random(n) < p).astype(float), "p": p})
