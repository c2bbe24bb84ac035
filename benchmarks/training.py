"""How long choosing, calibrating and scoring take, as multiples of one bare scikit-learn pipeline.

Makes leads of each size, fits and scores them in turn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from measure import Jobs, row, timed
from scipy.special import expit
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer

from leadkit.model import LeadQualityClassifier
from leadkit.model.reasons import reasons

SIZES = (10_000, 100_000)
SEED = 5
NUMBERS, LEVELS = 4, (6, 12, 30, 80, 300)
CHOOSING = {10_000: 2.5, 100_000: 2.0}
SCORING = 0.2
NEAR = 0.01


def rows() -> list[dict[str, Any]]:
    """Measure every size."""
    return [row for size in SIZES for row in of_size(size)]


def of_size(size: int) -> list[dict[str, Any]]:
    """Make so many leads and time each way, each round in the same order."""
    X, y, chance = leads(size)
    times = np.arange(size)
    ours, bare = ridge().fit(X, y, times=times), pipeline().fit(X, y)
    ranks = [roc_auc_score(chance > np.median(chance), m.predict_proba(X)[:, 1])
             for m in (ours, bare)]  # fmt: skip
    assert ranks[0] > ranks[1] - NEAR, "the model chosen tells leads apart as the bare one does"
    jobs: Jobs = {
        "bare fit": lambda: pipeline().fit(X, y),
        "ridge": lambda: ridge().fit(X, y, times=times),
        "auto": lambda: LeadQualityClassifier().fit(X, y, times=times),
        "bare scores": lambda: bare.predict_proba(X),
        "scores": lambda: ours.predict_proba(X),
        "reasons": lambda: reasons(ours, X),
    }
    seconds = timed(jobs, f"{size:,}")
    of = f"{size:,} leads"
    goal = CHOOSING.get(size, max(CHOOSING.values()))
    return [
        row(
            f"choose and calibrate a ridge, {of}, to a bare fit", seconds, "ridge", "bare fit", goal
        ),
        row(f"and boosting beside it, {of}, to a bare fit", seconds, "auto", "bare fit"),
        row(f"scores, {of}, to bare scores", seconds, "scores", "bare scores", SCORING),
        row(f"scores with 3 reasons, {of}, to bare scores", seconds, "reasons", "bare scores"),
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
