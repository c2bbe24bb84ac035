"""How long the clinic takes to answer a slider, beside drawing the curve and its picture again.

Makes scored leads, opens a clinic on them, and moves one slider at a time: words, table and
picture must all have their new values. Seconds are the processor's, one thread: what else the
machine does is none of the answer. The last row is the share of the quarter second in which both
heads must see it.
"""

from __future__ import annotations

from itertools import cycle
from time import process_time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from measure import ROUNDS, Jobs, Seconds, row
from scipy.special import expit
from threadpoolctl import threadpool_limits

from leadkit import sample
from leadkit.apps.clinic import Clinic, counted
from leadkit.apps.reading import Setting
from leadkit.base import figure
from leadkit.base.economics import Economics
from leadkit.book import read_book
from leadkit.handoff import handoff_curve
from leadkit.handoff.change.keeping import policy_at
from leadkit.handoff.picture import TALL, draw_curve

SIZE, SEED, LINE = 100_000, 5, 0.08
TERMS = Economics(value=1000, cost=80, capacity=20_000)
QUARTER = 0.25
GOAL, GOAL_AGAIN = 1.0, 0.25


def rows() -> list[dict[str, Any]]:
    """Measure leads without accounts, and leads that share them."""
    alone = leads(SIZE)
    accounts = np.random.default_rng(SEED).integers(0, SIZE // 2, SIZE)
    return [*of("leads", alone), *of("leads of accounts", alone.assign(account=accounts))]


def of(name: str, scored: pd.DataFrame) -> list[dict[str, Any]]:
    """Time each way, each round in the same order."""
    opened = clinic(scored)
    controls = opened.live.controls
    lines, worths = cycle((6.0, 12.0, 9.5, 30.0, 3.0)), cycle((900, 1100, 1300, 700, 2000))

    def line() -> None:
        controls.threshold.slider.value = next(lines)

    def worth() -> None:
        controls.value.slider.value = next(worths)

    def again() -> None:
        drawing = figure.blank(TALL)
        draw_curve(drawing.add_axes((0.1, 0.15, 0.85, 0.8)), handoff_curve(scored, TERMS).choose())
        figure.data_uri(drawing)

    with threadpool_limits(1):
        seconds = timed({"line": line, "worth": worth, "again": again})
    of = f"{SIZE:,} {name}"
    quarter = {**seconds, "quarter": [QUARTER] * ROUNDS}
    return [
        row(f"clinic: the line moves, {of}, to the curve and its picture again", seconds, "line",
            "again", GOAL_AGAIN),
        row(f"clinic: the line moves, {of}, to a quarter of a second", quarter, "line", "quarter",
            GOAL),
        row(f"clinic: the value moves, {of}, to a quarter of a second", quarter, "worth",
            "quarter", GOAL),
    ]  # fmt: skip


def timed(jobs: Jobs) -> Seconds:
    """Return the processor's seconds of each job in each round."""
    seconds: Seconds = {job: [] for job in jobs}
    for _round in range(ROUNDS):
        for job, run in jobs.items():
            start = process_time()
            run()
            seconds[job].append(process_time() - start)
    return seconds


def clinic(scored: pd.DataFrame) -> Clinic:
    """Open a clinic on scored leads; nobody looks up a lead in it, so its model only has a name."""
    model: Any = SimpleNamespace(
        name="m", verdict="usable", manifest=SimpleNamespace(sha256={"model.skops": "0" * 64})
    )
    policy = policy_at(handoff_curve(scored, TERMS), LINE, model, version="1")
    curve, against = counted(scored, TERMS, policy)
    return Clinic(
        book=read_book(sample()),
        model=model,
        policy=policy,
        scored=scored,
        curve=curve,
        against=against,
        start=Setting(threshold=LINE, economics=TERMS),
        as_of=None,
    )


def leads(n: int) -> pd.DataFrame:
    """Return scored leads whose probabilities are true, with a rule of today that is no line."""
    rng = np.random.default_rng(SEED)
    p = expit(rng.normal(-2.6, 1.0, n))
    outcome = (rng.random(n) < p).astype(float)
    today = p * rng.lognormal(0, 0.8, n) > 0.05
    return pd.DataFrame({"key": np.arange(n), "y": outcome, "p": p, "today": today})
