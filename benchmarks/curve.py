"""How long a handoff curve takes, as a multiple of one sort and beside its peers.

`python benchmarks/curve.py [100000 1000000]` makes scored leads of each size, draws their curve in
turn with the others, and writes benchmarks/results/curve.json and curve.md. A ratio is that of the
medians; low and high are the least and the greatest ratio of a single round.
"""

from __future__ import annotations

import platform
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from leadkit.base.economics import Economics
from leadkit.base.files import write_json, write_text
from leadkit.handoff import HandoffCurve, handoff_curve

RESULTS = Path(__file__).parent / "results"
SIZES = (100_000, 1_000_000)
ROUNDS = 5
SEED = 5
TERMS = Economics(value=1000, cost=80)
DRAWS, FEW_DRAWS, LINES = 1_000, 200, 200
BESIDE_PEERS = 100_000
SORTS = {100_000: 20.0, 1_000_000: 3.0}
OWN_VALUES = {1_000_000: 2.5}
AT_MOST, AT_LEAST = "at most {:g}", "at least {:g} times as fast"
HAS_DCURVES = find_spec("dcurves") is not None


class Said(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose only feature is the probability it says."""

    classes_ = np.array([0, 1])

    def fit(self, X: Any, y: Any) -> Said:
        """Learn nothing."""
        return self

    def predict_proba(self, X: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the probability of both outcomes."""
        return np.c_[1 - X[:, 0], X[:, 0]]


def main(*sizes: int) -> None:
    """Measure every size and save what was found."""
    with threadpool_limits(1):
        rows = [row for size in sizes or SIZES for row in of_size(size)]
    libraries = ["numpy", "pandas", "scipy", "scikit-learn", *["dcurves"] * HAS_DCURVES]
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one thread",
        "versions": {name: version(name) for name in libraries},
        "rows": rows,
    }
    write_json(RESULTS / "curve.json", content)
    write_text(RESULTS / "curve.md", markdown(content))


def of_size(size: int) -> list[dict[str, Any]]:
    """Make so many leads and time each way, each round in the same order."""
    scored = leads(size)
    own = scored.assign(worth=np.random.default_rng(SEED).lognormal(6.9, 0.6, size))
    p = scored["p"].to_numpy()
    jobs: dict[str, Callable[[], Any]] = {
        "sort": lambda: np.sort(p),
        "order": lambda: np.argsort(p, kind="stable"),
        "curve": lambda: handoff_curve(scored, TERMS, draws=DRAWS),
        "own values": lambda: handoff_curve(own, TERMS, draws=DRAWS),
    }
    if size == BESIDE_PEERS:
        curve = handoff_curve(scored, TERMS, draws=FEW_DRAWS)
        jobs["few draws"] = lambda: handoff_curve(scored, TERMS, draws=FEW_DRAWS)
        jobs |= peers(scored, curve)
    seconds = timed(jobs, str(size))
    of = f"{size:,} leads"
    rows = [
        row(f"curve and bands, {of}, to one sort", seconds, "curve", "sort", SORTS.get(size)),
        row(f"curve and bands, {of}, to one stable argsort", seconds, "curve", "order", None),
        row(f"the same with values that differ by lead, {of}, to one sort", seconds, "own values",
            "sort", OWN_VALUES.get(size)),
    ]  # fmt: skip
    return [*rows, *beside(seconds, of)] if size == BESIDE_PEERS else rows


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
    if not HAS_DCURVES:
        return {"tuned": tuned}
    import dcurves

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
    rows = [row(tuned, seconds, "tuned", "few draws", 1, faster=True)]
    if HAS_DCURVES:
        return [*rows, row(decisions, seconds, "dcurves", "few draws", 30, faster=True)]
    skipped = {"name": f"{decisions}: skipped, dcurves is not installed", "ratio": None}
    return [*rows, skipped | {"goal": AT_LEAST.format(30), "holds": None}]


def leads(n: int) -> pd.DataFrame:
    """Return scored leads whose probabilities are true."""
    rng = np.random.default_rng(SEED)
    p = expit(rng.normal(-2.6, 1.0, n))
    return pd.DataFrame({"key": np.arange(n), "y": (rng.random(n) < p).astype(float), "p": p})


def timed(jobs: dict[str, Callable[[], Any]], name: str) -> dict[str, list[float]]:
    """Return the seconds of each job in each round."""
    seconds: dict[str, list[float]] = {job: [] for job in jobs}
    for _round in tqdm(range(ROUNDS), desc=name, disable=None):
        for job, run in jobs.items():
            start = perf_counter()
            run()
            seconds[job].append(perf_counter() - start)
    return seconds


def row(
    name: str, seconds: dict[str, list[float]], job: str, base: str, goal: float | None, *,
    faster: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return the ratio of two jobs, with the range of its rounds, against its goal."""
    each = [a / b for a, b in zip(seconds[job], seconds[base], strict=True)]
    ratio = median(seconds[job]) / median(seconds[base])
    holds = None if goal is None else ratio >= goal if faster else ratio <= goal
    return {
        "name": name,
        "ratio": round(ratio, 3),
        "low": round(min(each), 3),
        "high": round(max(each), 3),
        "rounds": len(each),
        "goal": "none" if goal is None else (AT_LEAST if faster else AT_MOST).format(goal),
        "holds": holds,
    }


def markdown(content: dict[str, Any]) -> str:
    """Return the rows as a table."""
    lines = [content["machine"], "", "| job | ratio (rounds) | goal | holds |", "|---|---|---|---|"]
    for found in content["rows"]:
        ratio = ""
        if found["ratio"] is not None:
            ratio = f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
        holds = "" if found["holds"] is None else found["holds"]
        lines.append(f"| {found['name']} | {ratio} | {found['goal']} | {holds} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
