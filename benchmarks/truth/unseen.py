"""The simulation study behind leads nobody called: another rule, judged from the log of today's.

Each market is simulated once. Then, for every share of exploration, the draw, the overrides and
the outcomes of its leads are drawn anew from the true chances, and the rule "points >= 35" is
judged from the log of the rule "points >= 45".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from tqdm import tqdm

import leadkit as lk
from leadkit.base.estimate import rate
from leadkit.handoff.unseen.diagnostics import diagnostics
from leadkit.handoff.unseen.logged import Logged
from leadkit.handoff.unseen.off_policy import FEWEST_EXPLORED, METHODS, estimates
from leadkit.market import company
from leadkit.market.calendar import DAY, quarter_starts
from leadkit.market.engine import run
from leadkit.market.scenarios import Scenario

Floats = npt.NDArray[np.float64]

PREFIX = "unseen: "
MARKETS, LEADS, SEED = 400, 12_000, 90_000
SHARES, WANTED = (0.02, 0.05, 0.08, 0.15), 0.05
OLD_LINE, NEW_LINE, HELD_OUT = 45, 35, 0.02
ELIGIBLE, BY_HIDDEN = 0.03, 1.5  # overrides as the market draws them
TERMS = lk.Economics(value=12e6, cost=1e6, currency="VND")
THOUSAND = 1e3
STANDARD_ERRORS, OF_VALUE, COVERAGE = 2.0, 0.02, (0.92, 0.98)
JUDGED = ("ipw", "doubly_robust")
COVERING = ("direct", "ipw", "snipw", "doubly_robust")


@dataclass(frozen=True)
class World:
    """The leads of one market, their log still to be drawn, and what is true of them."""

    logged: Logged
    chance: Floats
    hidden: Floats

    @property
    def rule(self) -> npt.NDArray[np.bool_]:
        """What the other rule decides."""
        return (self.logged.table["points"] >= NEW_LINE).to_numpy()

    @property
    def old(self) -> npt.NDArray[np.bool_]:
        """What today's rule decides."""
        return (self.logged.table["points"] >= OLD_LINE).to_numpy()

    @property
    def true(self) -> tuple[float, float]:
        """What the other rule earns of these leads, and more than today's, in expectation."""
        net = self.chance * TERMS.gained - TERMS.paid
        return float(net[self.rule].sum()), float(net[self.rule].sum() - net[self.old].sum())

    def drawn(self, share: float, rng: np.random.Generator) -> tuple[Logged, dict[str, float]]:
        """Draw who is handed off, by whom, and what comes of it; and win rates between the lines.

        The rates are the true one, that of explored leads, and that with overrides among them.
        """
        n, old = len(self.chance), self.old
        propensity = np.where(old, 1 - HELD_OUT, share)
        taken = rng.random(n) < propensity
        overridden = ~old & ~taken & (rng.random(n) < ELIGIBLE * expit(BY_HIDDEN * self.hidden))
        won = rng.random(n) < self.chance
        table = self.logged.table.assign(
            taken=taken,
            override=overridden,
            propensity=np.where(overridden, np.nan, propensity),
            today=old,
            y=np.where(taken, won, np.nan),
        )
        band = self.rule & ~old
        rates = {
            "true_rate": float(self.chance[band].mean()),
            "explored_rate": float(won[band & taken].mean()),
            "mixed_rate": float(won[band & (taken | overridden)].mean()),
        }
        return replace(self.logged, table=table), rates


def unseen_rows(markets: int = MARKETS) -> list[dict[str, Any]]:
    """Run the study: bias, spread and coverage of each method by share of exploration."""
    found = study(markets)
    rows = []
    for share in SHARES:
        of_share = found[found["share"] == share]
        for method in METHODS:
            of_method = of_share[of_share["method"] == method]
            rows.append(bias_row(of_method, share, method))
            if method in COVERING:
                rows += [coverage_row(of_method, share, method, of) for of in ("value", "gain")]
        once = of_share.drop_duplicates("market")
        rows += [*rate_rows(once, share), refused_row(once, share)]
    return rows


def study(markets: int = MARKETS) -> pd.DataFrame:
    """Return one row a market, share and method: true and estimated amounts."""
    rows = []
    for seed in tqdm(range(SEED, SEED + markets), desc="unseen", disable=None):
        one, rng = world(seed), np.random.Generator(np.random.PCG64(seed))
        value, gain = one.true
        known = {"market": seed, "n": len(one.chance), "true": value, "true_gain": gain}
        for share in SHARES:
            logged, rates = one.drawn(share, rng)
            explored = diagnostics(logged, one.rule).explored
            table = estimates(logged, one.rule, TERMS, seed=seed)
            rows.append(table.assign(**known, **rates, share=share, explored=explored))
    return pd.concat(rows, ignore_index=True)


def world(seed: int) -> World:
    """Run a market and take marketing's leads that a log would hold with their outcomes."""
    market = run(Scenario(), LEADS, len(company.QUARTERS), seed)
    latest = (int(quarter_starts()[-1]) - company.WINDOW_DAYS) * DAY
    explores = market.season.quarter >= company.EXPLORING_FROM
    kept = np.flatnonzero(~market.own & explores & (market.created <= latest))
    leads = pd.DataFrame(
        {
            "key": kept,
            "at": market.created[kept],
            "p": np.nan,
            "points": market.leads.points[kept].astype(np.float64),
            "account": market.twin[kept],
            "reason": "",
        }
    )
    logged = Logged(leads, {"logged": len(kept), "kept": len(kept)})
    return World(logged, market.timely[kept], market.leads.hidden[kept])


def bias_row(found: pd.DataFrame, share: float, method: str) -> dict[str, Any]:
    """Compare the mean estimate of the value with the truth, in thousand VND a logged lead."""
    per_lead = THOUSAND * found["n"]
    misses = (found["value"] - found["true"]) / per_lead
    bias, spread = float(misses.mean()), float(misses.std(ddof=1))
    error, true = spread / sqrt(len(misses)), float((found["true"] / per_lead).mean())
    row = {
        "name": f"{PREFIX}share {share:.0%}: bias of {method}, thousand VND a lead",
        "estimated": bias,
        "low": bias - 1.96 * error,
        "high": bias + 1.96 * error,
        "spread": spread,
        "true": true,
        "explored": float(found["explored"].mean()),
        "n": len(misses),
        "goal": "none",
        "holds": None,
    }
    if method in JUDGED:
        allowed = max(STANDARD_ERRORS * error, OF_VALUE * true)
        row |= {"goal": "0 within 2 standard errors or 2 %", "holds": abs(bias) <= allowed}
    return row


def coverage_row(found: pd.DataFrame, share: float, method: str, of: str) -> dict[str, Any]:
    """Count the intervals that hold the truth."""
    low, high, true = {
        "value": ("low", "high", "true"),
        "gain": ("gain_low", "gain_high", "true_gain"),
    }[of]
    held = (found[low] <= found[true]) & (found[true] <= found[high])
    of_markets = rate(int(held.sum()), len(held), minimum_n=1)
    is_judged = share >= WANTED and method in JUDGED
    within = COVERAGE[0] <= of_markets.value <= COVERAGE[1]
    return {
        "name": f"{PREFIX}share {share:.0%}: 95 % interval of the {of} by {method} holds the truth",
        "ratio": of_markets.value,
        "low": of_markets.low,
        "high": of_markets.high,
        "n": len(held),
        "goal": "{:.0%} to {:.0%}".format(*COVERAGE) if is_judged else "none",
        "holds": within if is_judged else None,
    }


def rate_rows(found: pd.DataFrame, share: float) -> list[dict[str, Any]]:
    """Compare win rates between the lines: explored leads with the truth, and with overrides."""
    name, true = f"{PREFIX}share {share:.0%}: ", float(found["true_rate"].mean())
    moved, off = found["mixed_rate"] - found["explored_rate"], found["explored_rate"]
    off = off - found["true_rate"]
    alone, mixed = (_mean(one) for one in (off, moved))
    return [
        {"name": f"{name}win rate between the lines by explored leads, less the true {true:.4f}"}
        | alone
        | {"goal": "0 within 2 standard errors", "holds": alone["low"] <= 0 <= alone["high"]},
        {"name": f"{name}what overrides taken for exploration add to that rate"}
        | mixed
        | {"goal": "over 0 by 2 standard errors", "holds": mixed["low"] > 0},
    ]


def _mean(found: pd.Series[float]) -> dict[str, Any]:
    mean, error = float(found.mean()), float(found.std(ddof=1)) / sqrt(len(found))
    ends = (mean + sign * STANDARD_ERRORS * error for sign in (-1, 1))
    return {"estimated": mean, **dict(zip(("low", "high"), ends, strict=True)), "n": len(found)}


def refused_row(found: pd.DataFrame, share: float) -> dict[str, Any]:
    """Count the markets in which the estimate is refused: too few explored leads."""
    refused = rate(int((found["explored"] < FEWEST_EXPLORED).sum()), len(found), minimum_n=1)
    return {
        "name": f"{PREFIX}share {share:.0%}: markets with fewer than {FEWEST_EXPLORED} explored",
        "ratio": refused.value,
        "low": refused.low,
        "high": refused.high,
        "n": len(found),
        "goal": "none",
        "holds": None,
    }


def markdown(rows: list[dict[str, Any]]) -> str:
    """Return the study as one table: bias (spread) by method, coverage, what overrides do."""
    named = {row["name"].removeprefix(PREFIX): row for row in rows}
    lines = [
        f"Value of points >= {NEW_LINE} from the log of points >= {OLD_LINE}, {rows[0]['n']} "
        f"markets; true {rows[0]['true']:.1f} thousand VND a logged lead. Bias (spread):",
        "",
        "| share | explored | " + " | ".join(METHODS) + " | coverage of the value, ipw / doubly "
        "robust | of the gain | overrides taken for exploration add to the win rate |",
        "|---" * (len(METHODS) + 5) + "|",
    ]
    for share in SHARES:
        of = {
            name.removeprefix(f"share {share:.0%}: "): row
            for name, row in named.items()
            if name.startswith(f"share {share:.0%}: ")
        }
        bias = [of[f"bias of {method}, thousand VND a lead"] for method in METHODS]
        cells = [f"{row['estimated']:+.1f} ({row['spread']:.1f})" for row in bias]
        for what in ("value", "gain"):
            form = f"95 % interval of the {what} by {{}} holds the truth"
            cells.append(" / ".join(f"{of[form.format(name)]['ratio']:.3f}" for name in JUDGED))
        moved = of["what overrides taken for exploration add to that rate"]
        cells.append(f"{moved['estimated']:+.4f} ({moved['low']:+.4f} to {moved['high']:+.4f})")
        lines.append(f"| {share:.0%} | {bias[0]['explored']:.0f} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
