"""How long the measures of probabilities take with intervals by account, beside scikit-learn's.

A peer has no interval by account: it measures resampled rows again and again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from curve import leads
from measure import Jobs, row, timed
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from leadkit.model import judge
from leadkit.model.metrics import CLIP, TOP

SIZES = (100_000, 1_000_000)
GOALS = {1_000_000: 1.0}
SEED = 5
FOUR = ("auc", "brier", "log_loss", "top_decile_lift")
RESAMPLES, TIMED_RESAMPLES = 1_000, 4
Floats = npt.NDArray[np.float64]


def rows() -> list[dict[str, Any]]:
    """Measure every size."""
    return [row for size in SIZES for row in of_size(size)]


def of_size(size: int) -> list[dict[str, Any]]:
    """Make so many leads, two an account, and time each way, each round in the same order."""
    made = leads(size)
    y, p = made["y"].to_numpy(), made["p"].to_numpy()
    account = np.random.default_rng(SEED).integers(0, size // 2, size)
    named = pd.Series(account).astype(str)
    refuse_other_answers(y, p, account)
    rng = np.random.default_rng(SEED)

    def resampled() -> None:
        for _again in range(TIMED_RESAMPLES):
            drawn = rng.integers(size, size=size)
            three(y[drawn], p[drawn])

    jobs: Jobs = {
        "auc": lambda: roc_auc_score(y, p),
        "four": lambda: judge(y, p, account, FOUR),
        "named": lambda: judge(y, p, named, FOUR),
        "resampled": resampled,
    }
    seconds = timed(jobs, f"metrics, {size}")
    every = RESAMPLES / TIMED_RESAMPLES
    seconds["resampled"] = [every * second for second in seconds["resampled"]]
    of, counted = f"{size:,} leads", TIMED_RESAMPLES * len(seconds["resampled"])
    four = f"AUC, Brier, log-loss, lift with intervals by account, {of}"
    resamples = (
        f"{RESAMPLES:,} row resamples of scikit-learn's AUC, Brier and log-loss "
        f"(extrapolated from {counted}), {of}, to the four"
    )
    return [
        row(f"{four}, to one roc_auc_score", seconds, "four", "auc", GOALS.get(size)),
        row(f"{four}, accounts as text, to one roc_auc_score", seconds, "named", "auc"),
        row(resamples, seconds, "resampled", "four", faster=True),
    ]


def three(y: Floats, p: Floats) -> tuple[float, float, float]:
    """Return AUC, Brier score and log-loss by scikit-learn."""
    return roc_auc_score(y, p), brier_score_loss(y, p), log_loss(y, np.clip(p, CLIP, 1 - CLIP))


def refuse_other_answers(y: Floats, p: Floats, account: npt.NDArray[np.int64]) -> None:
    """Assert that both find the same measures; the lift is counted by hand."""
    found = [judge(y, p, account, FOUR)[name].value for name in FOUR]
    best = y[np.argsort(-p)[: round(TOP * len(y))]]
    assert np.allclose(found, (*three(y, p), best.mean() / y.mean()), rtol=1e-9), "same measures"
