"""How long a shortfall with a thousand refitted resamples takes, in single scikit-learn fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from measure import Jobs, row, timed
from sklearn.linear_model import LogisticRegression

from leadkit import read_book, sample
from leadkit.review.shortfall.reference import RIDGE, compare, fit
from leadkit.review.shortfall.sample import Sample, draw_up

REFERENCE, JUDGED = 1_200, 550
DRAWS, SEED, GOAL = 1_000, 0, 30.0
BY_LEAD = ("quarter", "features", "follow_up", "won", "value", "segment", "account")


def rows() -> list[dict[str, Any]]:
    """Time the bootstrap and one fit of the same model, each round in the same order."""
    turns = of_size(draw_up(read_book(sample()), None, "previous", None))
    rows = turns.is_reference
    X, y = turns.design[rows][:, 1:], turns.won[rows]
    theirs = single().fit(X, y)
    apart = fit(turns)[0] - np.r_[theirs.intercept_, theirs.coef_[0]]
    assert np.abs(apart).max() < 1e-4, "both find the same reference model"
    jobs: Jobs = {
        "other solver": lambda: single("newton-cholesky").fit(X, y),
        "shortfall": lambda: compare(turns, draws=DRAWS, seed=SEED),
        "fit": lambda: single().fit(X, y),
    }
    name = f"shortfall, {DRAWS:,} resamples refitted, {REFERENCE:,} + {JUDGED} leads, to one fit"
    seconds = timed(jobs, "shortfall")
    return [
        row(name, seconds, "shortfall", "fit", GOAL),
        row(f"{name} by newton-cholesky", seconds, "shortfall", "other solver"),
    ]


def single(solver: str = "lbfgs") -> LogisticRegression:
    """Return scikit-learn's form of the reference model."""
    return LogisticRegression(C=1 / RIDGE, tol=1e-8, max_iter=1_000, solver=solver)


def of_size(whole: Sample) -> Sample:
    """Return the sample with so many leads: the last before the judged quarter, and of it."""
    before, judged = (np.flatnonzero(of) for of in (whole.is_reference, ~whole.is_reference))
    kept = np.r_[np.resize(before[::-1], REFERENCE)[::-1], np.resize(judged, JUDGED)]
    return replace(whole, **{name: getattr(whole, name)[kept] for name in BY_LEAD})
