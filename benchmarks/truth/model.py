"""The simulation studies behind the lead-quality model: its ranking, its slope, its intervals.

Every market is screened by the package's own standard first, as it is before a handoff.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

import leadkit as lk
from leadkit.base.estimate import Estimate, rate
from leadkit.market import simulate
from leadkit.model import TrainingSet, judge
from leadkit.quality import Standard, screen

PREFIX = "model: "
WORLD, WORLD_SEED = 200_000, 1  # the market that stands for all leads there are
MATURE, WIDE, WIDE_SEED, SEEDS = 10_000, 36_000, 100, 20
SMALL, SMALL_SEED, MARKETS = 1_000, 10_000, 500
NEAR, SLOPES, OFF = 0.015, (0.9, 1.1), 0.02
COVERED = ("auc", "brier")


def model_rows(seeds: int = SEEDS, markets: int = MARKETS) -> list[dict[str, Any]]:
    """Run both studies; markets of their own seeds, so that no model meets its own leads."""
    world, best = _world()
    return [*ceiling_rows(world, best, seeds), *coverage_rows(world, markets)]


def ceiling_rows(
    world: TrainingSet, best: pd.Series[float], seeds: int = SEEDS
) -> list[dict[str, Any]]:
    """Train on mature turns of calm markets; compare with the best that is knowable at handoff."""
    first = best.notna().to_numpy()  # the chance is that of a first handoff
    y, far = np.asarray(world.y[first], dtype=np.float64), world.X[first]
    ceiling = float(roc_auc_score(y, best[first]))
    areas, slopes = np.empty(seeds), np.empty(seeds)
    for place in tqdm(range(seeds), desc="ceiling", disable=None):
        data = _calm(WIDE, WIDE_SEED + place)
        said = judge(y, _chances(data, far), world.groups[first])
        areas[place], slopes[place] = said["auc"].value, said["calibration_slope"].value
    least, most = SLOPES
    return [
        _mean_row(f"AUC, {MATURE:,} mature turns of calm markets", areas, ceiling)
        | {
            "goal": f"within {NEAR:g} of the ceiling, the AUC of the best knowable chance",
            "holds": bool(ceiling - areas.mean() <= NEAR),
        },
        _mean_row(f"calibration slope, {MATURE:,} mature turns of calm markets", slopes, 1.0)
        | {
            "goal": f"between {least:g} and {most:g} on average",
            "holds": bool(least <= slopes.mean() <= most),
        },
    ]


def coverage_rows(world: TrainingSet, markets: int = MARKETS) -> list[dict[str, Any]]:
    """Count the small markets whose intervals hold what one fixed model is worth in the large."""
    data = _calm(WIDE, WIDE_SEED - 1)
    model = lk.LeadQualityClassifier().fit(data.X, data.y)
    true = _judged(model, world)
    holds = dict.fromkeys(COVERED, 0)
    for place in tqdm(range(markets), desc="coverage", disable=None):
        said = _judged(model, _calm(SMALL, SMALL_SEED + place))
        for name in COVERED:
            holds[name] += said[name].low <= true[name].value <= said[name].high
    rows = []
    for name in COVERED:
        share = rate(holds[name], markets, minimum_n=1)
        rows.append(
            {
                "name": f"{PREFIX}95 % interval of {name} holds the truth, markets of {SMALL:,}",
                "ratio": share.value,
                "low": share.low,
                "high": share.high,
                "n": markets,
                "goal": f"within {OFF:.0%} of 95%",
                "holds": abs(share.value - 0.95) <= OFF + 1e-9,
            }
        )
    return rows


def _world() -> tuple[TrainingSet, pd.Series[float]]:
    """Return a market far larger than the others, and the best knowable chance of each turn."""
    book, truth = simulate("calm", n_leads=WORLD, seed=WORLD_SEED)
    data = _mature(book)
    return data, truth.leads["p1_x"].reindex(data.keys)


def _calm(leads: int, seed: int) -> TrainingSet:
    return _mature(simulate("calm", n_leads=leads, seed=seed)[0])


def _mature(book: lk.Book) -> TrainingSet:
    return lk.training_set(screen(book, Standard.default()).accepted)


def _chances(data: TrainingSet, far: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return what a model says of far leads that learned from the latest mature turns."""
    if len(data.y) < MATURE:
        raise ValueError(f"only {len(data.y)} mature turns; simulate more leads")
    late = slice(-MATURE, None)
    model = lk.LeadQualityClassifier().fit(
        data.X[late],
        data.y[late],
        groups=data.groups[late].to_numpy(),
        times=data.times[late].to_numpy(),
    )
    chances: npt.NDArray[np.float64] = model.predict_proba(far.reindex(columns=data.X.columns))
    return chances[:, 1]


def _judged(model: lk.LeadQualityClassifier, data: TrainingSet) -> dict[str, Estimate]:
    X = data.X.reindex(columns=model.feature_names_in_)
    return judge(np.asarray(data.y, dtype=np.float64), model.predict_proba(X)[:, 1], data.groups)


def _mean_row(name: str, found: npt.NDArray[np.float64], aim: float) -> dict[str, Any]:
    mean, error = found.mean(), found.std(ddof=1) / sqrt(len(found))
    return {
        "name": PREFIX + name,
        "oracle": aim,
        "estimated": float(mean),
        "low": float(mean - 1.96 * error),
        "high": float(mean + 1.96 * error),
        "n": len(found),
    }
