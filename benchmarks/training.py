"""How long choosing, calibrating and scoring take, as multiples of one bare scikit-learn pipeline.

`python benchmarks/training.py [10000 100000]` makes leads of each size, fits and scores them in
turn, and writes benchmarks/results/training.json and training.md. A ratio is that of the medians;
low and high are the least and the greatest ratio of a single round.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from leadkit.base.files import write_json, write_text
from leadkit.model import LeadQualityClassifier
from leadkit.model.reasons import reasons

RESULTS = Path(__file__).parent / "results"
SIZES = (10_000, 100_000)
ROUNDS = 5
SEED = 5
NUMBERS, LEVELS = 4, (6, 12, 30, 80, 300)
CHOOSING = {10_000: 2.5, 100_000: 2.0}
SCORING = 0.2
NEAR = 0.01


def main(*sizes: int) -> None:
    """Measure every size and save what was found."""
    with threadpool_limits(1):
        rows = [row for size in sizes or SIZES for row in of_size(size)]
    libraries = ("numpy", "pandas", "scipy", "scikit-learn")
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one thread",
        "versions": {name: version(name) for name in libraries},
        "rows": rows,
    }
    write_json(RESULTS / "training.json", content)
    write_text(RESULTS / "training.md", markdown(content))


def of_size(size: int) -> list[dict[str, Any]]:
    """Make so many leads and time each way, each round in the same order."""
    X, y, chance = leads(size)
    times = np.arange(size)
    ours, bare = ridge().fit(X, y, times=times), pipeline().fit(X, y)
    ranks = [roc_auc_score(chance > np.median(chance), m.predict_proba(X)[:, 1])
             for m in (ours, bare)]  # fmt: skip
    assert ranks[0] > ranks[1] - NEAR, "the model chosen tells leads apart as the bare one does"
    jobs: dict[str, Callable[[], Any]] = {
        "bare fit": lambda: pipeline().fit(X, y),
        "ridge": lambda: ridge().fit(X, y, times=times),
        "auto": lambda: LeadQualityClassifier().fit(X, y, times=times),
        "bare scores": lambda: bare.predict_proba(X),
        "scores": lambda: ours.predict_proba(X),
        "reasons": lambda: reasons(ours, X),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _round in tqdm(range(ROUNDS), desc=f"{size:,}", disable=None):
        for name, job in jobs.items():
            seconds[name].append(clock(job))
    of = f"{size:,} leads"
    goal = CHOOSING.get(size, max(CHOOSING.values()))
    return [
        row(f"choose and calibrate a ridge, {of}, to a bare fit", seconds, "ridge", goal),
        row(f"and boosting beside it, {of}, to a bare fit", seconds, "auto", None),
        row(f"scores, {of}, to bare scores", seconds, "scores", SCORING, "bare scores"),
        row(
            f"scores with 3 reasons, {of}, to bare scores", seconds, "reasons", None, "bare scores"
        ),
    ]


def ridge() -> LeadQualityClassifier:
    """Return the classifier with a calibrated ridge of curves."""
    return LeadQualityClassifier("logistic", splines=True, calibration="sigmoid")


def pipeline() -> Pipeline:
    """Return one candidate as it is written by hand: curves, flags, one penalty."""
    columns = make_column_transformer(
        (SplineTransformer(sparse_output=True), [f"number{n}" for n in range(NUMBERS)]),
        (
            OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist"),
            [f"category{n}" for n in range(len(LEVELS))],
        ),
    )
    return make_pipeline(columns, LogisticRegression(C=0.3, max_iter=1000))


def leads(n: int) -> tuple[pd.DataFrame, npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Return numbers and categories, outcomes that hang on them, and the chance behind those."""
    rng = np.random.default_rng(SEED)
    numbers = rng.gamma(2, 1, size=(n, NUMBERS))
    codes = [(rng.pareto(1, n) * k).astype(int) % k for k in LEVELS]
    effects = [rng.normal(0, 0.5, k)[code] for k, code in zip(LEVELS, codes, strict=True)]
    chance = expit(np.log1p(numbers).sum(axis=1) / 2 + sum(effects) - 4)
    table = {f"number{place}": cells for place, cells in enumerate(numbers.T)}
    table |= {
        f"category{place}": np.char.add("level ", code.astype(str))
        for place, code in enumerate(codes)
    }
    return pd.DataFrame(table), (rng.random(n) < chance).astype(np.intp), chance


def clock(job: Callable[[], Any]) -> float:
    """Return the seconds a job takes."""
    start = perf_counter()
    job()
    return perf_counter() - start


def row(
    name: str,
    seconds: dict[str, list[float]],
    job: str,
    goal: float | None,
    base: str = "bare fit",
) -> dict[str, Any]:
    """Return the ratio of two jobs, with the range of its rounds, against its goal."""
    each = [a / b for a, b in zip(seconds[job], seconds[base], strict=True)]
    ratio = median(seconds[job]) / median(seconds[base])
    return {
        "name": name,
        "ratio": round(ratio, 3),
        "low": round(min(each), 3),
        "high": round(max(each), 3),
        "rounds": len(each),
        "goal": "none" if goal is None else f"at most {goal:g}",
        "holds": None if goal is None else ratio <= goal,
    }


def markdown(content: dict[str, Any]) -> str:
    """Return the rows as a table."""
    lines = [content["machine"], "", "| job | ratio (rounds) | goal | holds |", "|---|---|---|---|"]
    for found in content["rows"]:
        ratio = f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
        holds = "" if found["holds"] is None else found["holds"]
        lines.append(f"| {found['name']} | {ratio} | {found['goal']} | {holds} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
