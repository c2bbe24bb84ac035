"""The simulation studies behind the handoff line: its regret, its bands, its shadow price.

Every market is screened first, and scored by the model of the market before it, so that no model
meets its own leads; its outcomes are drawn three times from the true chances. Bands are judged on
leads drawn from all markets together, scored by one model, their outcomes drawn likewise: the
curve they must hold is then known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog
from scipy.special import expit, logit
from tqdm import tqdm

import leadkit as lk
from leadkit.handoff import HandoffCurve, handoff_curve
from leadkit.market import simulate
from leadkit.quality import Standard, screen

Floats = npt.NDArray[np.float64]

PREFIX = "handoff: "
MATURE, WIDE, SEED, MARKETS, OUTCOMES = 5_000, 18_500, 70_000, 40, 3
TERMS = lk.Economics(value=12e6, cost=1e6, currency="VND")
MARGIN, HOUR = 0.45, 260_000.0  # of a won deal; of one of sales' hours
OVERSTATED = 0.7  # in log-odds
SIZES, SAMPLES, MANY = (300, 1_000, 5_000), 800, 30
LEVEL, OFF = 0.95, 0.02
REGRET, OF_ARGMAX, SAME = 0.01, 0.5, 1e-9
OF_BAD = f", log-odds overstated by {OVERSTATED:g}"
NO_GOAL = {"goal": "none", "holds": None}
SHARE, HOURS = 0.15, 2.0  # of all leads that sales can take; of one lead


@dataclass(frozen=True)
class Market:
    """The latest 5,000 mature leads of a calm market, what is true of them, and a model of them."""

    X: pd.DataFrame
    y: Floats
    account: npt.NDArray[Any]
    truth: pd.DataFrame
    model: lk.LeadQualityClassifier

    def with_new_outcomes(self, rng: np.random.Generator) -> Market:
        """Draw every outcome again from its true chance."""
        won = rng.random(len(self.y)) < self.truth["p1_x"].to_numpy()
        return replace(self, y=won.astype(np.float64))

    def scored_by(self, model: lk.LeadQualityClassifier) -> Floats:
        """Return what another market's model says of these leads."""
        chances: Floats = model.predict_proba(self.X.reindex(columns=model.feature_names_in_))
        return chances[:, 1]

    def scored(self, p: Floats) -> pd.DataFrame:
        """Return the leads as the curve takes them."""
        named = {"key": np.arange(len(p)), "y": self.y, "p": p, "account": self.account}
        return pd.DataFrame(named)


def handoff_rows(markets: int = MARKETS, samples: int = SAMPLES) -> list[dict[str, Any]]:
    """Run every study; one more market is simulated than is judged, for the first model."""
    seeds = tqdm(range(SEED, SEED + markets + 1), desc="markets", disable=None)
    made = [market(seed) for seed in seeds]
    pairs = [(one, one.scored_by(before.model)) for before, one in pairwise(made)]
    world = World.of(made[1:], made[0].model)
    return [
        *regret_rows(pairs, ""),
        *regret_rows([(one, expit(logit(p) + OVERSTATED)) for one, p in pairs], OF_BAD),
        *price_rows(pairs),
        *(row for n in SIZES for row in coverage_rows(world, n, samples)),
    ]


def market(seed: int) -> Market:
    """Simulate, screen and label a market; train on its latest mature first handoffs."""
    book, truth = simulate("calm", n_leads=WIDE, seed=seed)
    data = lk.training_set(screen(book, Standard.default()).accepted)
    true = truth.leads.reindex(data.keys)[["p1_x", "ev", "hours"]]
    late = np.flatnonzero(true["p1_x"].notna())[-MATURE:]
    if len(late) < MATURE:
        raise ValueError(f"only {len(late)} mature leads; simulate more")
    X, y = data.X.iloc[late], np.asarray(data.y, dtype=np.float64)[late]
    account, times = (column.iloc[late].to_numpy() for column in (data.groups, data.times))
    model = lk.LeadQualityClassifier().fit(X, y, groups=account, times=times)
    return Market(X, y, account, true.iloc[late], model)


def regret_rows(pairs: list[tuple[Market, Floats]], of: str) -> list[dict[str, Any]]:
    """Compare the chosen line with the best one on the same scores under the true chances."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    found = np.array(
        [
            np.mean([_regrets(one.with_new_outcomes(rng), p) for _ in range(OUTCOMES)], axis=0)
            for one, p in tqdm(pairs, desc="regret" + of, disable=None)
        ]
    )
    chosen, argmax, by_terms = found.T
    return [
        _mean_row(f"regret of the chosen line as a share of the best line's profit{of}", chosen)
        | {"goal": f"at most {REGRET:.0%}", "holds": bool(chosen.mean() <= REGRET)},
        _mean_row(f"regret of the line that earned most as a share of it{of}", argmax) | NO_GOAL,
        _ratio_row(f"regret of the chosen line to that of the line that earned most{of}", found),
        _mean_row(f"share of lines at plain break-even{of}", by_terms) | NO_GOAL,
    ]


def _regrets(one: Market, p: Floats) -> tuple[float, float, bool]:
    """Return the share of profit lost by the choice, and by the highest observed profit."""
    choice = handoff_curve(one.scored(p), TERMS).choose()
    true = one.truth["p1_x"].to_numpy() * TERMS.value - TERMS.cost
    by_line = pd.Series(true).groupby(p).sum().sort_index(ascending=False).cumsum()
    best = float(by_line.max())
    ours, theirs = (true[p >= line].sum() for line in (choice.nearest, choice.best_observed))
    return (best - ours) / best, (best - theirs) / best, choice.from_economics


def price_rows(pairs: list[tuple[Market, Floats]]) -> list[dict[str, Any]]:
    """Compare the price of an hour with the dual of the linear programme on the same leads."""
    alike, own = (np.array([one(*pair) for pair in pairs]) for one in (_alike, _own))
    return [
        _price_row("one value and cost for all leads", alike),
        _price_row("values, costs and hours that differ by lead", own),
    ]


def _alike(one: Market, p: Floats) -> float:
    """Return price over dual where every lead is worth, costs and takes the same."""
    alike = {name: np.full(len(p), amount) for name, amount in
             (("worth", TERMS.value), ("cost", TERMS.cost), ("hours", HOURS))}  # fmt: skip
    return _over_dual(one.scored(p), p, **alike)


def _own(one: Market, p: Floats) -> float:
    """Return price over dual where each lead has its own margin, cost and hours."""
    worth, hours = MARGIN * one.truth["ev"].to_numpy(), one.truth["hours"].to_numpy()
    own = {"worth": worth, "cost": HOUR * hours, "hours": hours}
    return _over_dual(one.scored(p).assign(**own), p, **own)


def _over_dual(
    scored: pd.DataFrame, p: Floats, worth: Floats, cost: Floats, hours: Floats
) -> float:
    """Return the shadow price over the dual; a limit between two leads, where it is unique."""
    limit = (SHARE * len(p) + 0.5) * hours.mean()
    terms = lk.Economics(
        value=TERMS.value, cost=TERMS.cost, hours=float(hours.mean()), capacity=float(limit)
    )
    curve = handoff_curve(scored, terms, draws=1)
    lost = cost - curve.leads.chances(p) * worth
    programme = linprog(lost, A_ub=[hours], b_ub=[limit], bounds=(0, 1))
    return float(curve.capacity.shadow_price / -programme.ineqlin.marginals[0])


@dataclass(frozen=True)
class World:
    """All leads of all markets by rising score, with the true chance of each."""

    p: Floats
    chance: Floats

    @classmethod
    def of(cls, markets: list[Market], model: lk.LeadQualityClassifier) -> World:
        """Let one model score all leads."""
        p = np.concatenate([one.scored_by(model) for one in markets])
        chance = np.concatenate([one.truth["p1_x"].to_numpy() for one in markets])
        order = np.argsort(p, kind="stable")
        return cls(p[order], chance[order])

    def profit(self, lines: Floats) -> Floats:
        """Return the expected profit of each line for one lead of the world."""
        net = np.r_[0, (self.chance[::-1] * TERMS.value - TERMS.cost).cumsum()]
        profit: Floats = net[len(self.p) - np.searchsorted(self.p, lines)] / len(self.p)
        return profit

    def sample(self, n: int, seed: int) -> HandoffCurve:
        """Draw leads and their outcomes, and the curve on them."""
        rng = np.random.Generator(np.random.PCG64((n, seed)))
        drawn = rng.integers(len(self.p), size=n)
        won = rng.random(n) < self.chance[drawn]
        leads = {"key": np.arange(n), "y": won.astype(float), "p": self.p[drawn]}
        return handoff_curve(pd.DataFrame(leads), TERMS, seed=seed)


def coverage_rows(world: World, n: int, samples: int = SAMPLES) -> list[dict[str, Any]]:
    """Count the samples whose bands hold the true curve."""
    seeds = tqdm(range(samples), desc=f"coverage, {n:,}", disable=None)
    held = np.array([_held(world, n, seed) for seed in seeds])
    goal = f"within {OFF:.0%} of {LEVEL:.0%}"
    rows = []
    for place, (name, aim) in enumerate(
        (
            ("95 % interval of one threshold holds the truth", goal),
            (f"the same, from {MANY} leads handed off", goal),
            ("95 % intervals hold the whole curve", "none"),
            ("95 % band holds the whole curve", goal),
            (f"95 % band holds the curve from {MANY} leads handed off", goal),
        )
    ):
        row = _mean_row(f"{name}, {n:,} leads", held[:, place])
        row["ratio"] = row.pop("estimated")
        holds = bool(abs(row["ratio"] - LEVEL) <= OFF + SAME)
        rows.append(row | (NO_GOAL if aim == "none" else {"goal": aim, "holds": holds}))
    return rows


def _held(world: World, n: int, seed: int) -> tuple[float, float, bool, bool, bool]:
    table = world.sample(n, seed).table
    true = n * world.profit(table["threshold"].to_numpy())
    many = table["handed_off"] >= MANY
    at_one, at_all = (
        # A threshold without a band states nothing that could be wrong.
        table[low].isna() | ((table[low] <= true) & (true <= table[high]))
        for low, high in (("low", "high"), ("band_low", "band_high"))
    )
    return at_one.mean(), at_one[many].mean(), at_one.all(), at_all.all(), at_all[many].all()


def _mean_row(name: str, found: Floats) -> dict[str, Any]:
    mean, error = float(found.mean()), float(found.std(ddof=1)) / sqrt(len(found))
    return {
        "name": PREFIX + name,
        "estimated": mean,
        "low": mean - 1.96 * error,
        "high": mean + 1.96 * error,
        "n": len(found),
    }


def _ratio_row(name: str, found: Floats) -> dict[str, Any]:
    """Return a ratio of means, its interval that of a ratio estimator (Cochran, 1977)."""
    chosen, argmax, _by_terms = found.T
    ratio = float(chosen.mean() / argmax.mean())
    error = float((chosen - ratio * argmax).std(ddof=1)) / sqrt(len(found)) / argmax.mean()
    return {
        "name": PREFIX + name,
        "ratio": ratio,
        "low": float(ratio - 1.96 * error),
        "high": float(ratio + 1.96 * error),
        "n": len(found),
        "goal": f"at most {OF_ARGMAX:g}",
        "holds": bool(ratio <= OF_ARGMAX),
    }


def _price_row(name: str, found: Floats) -> dict[str, Any]:
    """Return the mean ratio, and the least and the greatest."""
    return {
        "name": f"{PREFIX}shadow price over the linear programme's dual, {name}",
        "ratio": float(found.mean()),
        "low": float(found.min()),
        "high": float(found.max()),
        "n": len(found),
        "goal": f"1 to {SAME:g}",
        "holds": bool(np.abs(found - 1).max() <= SAME),
    }
