"""Times side by side in one run, as ratios with the range of their rounds."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from tqdm import tqdm

ROUNDS = 5
Jobs = dict[str, Callable[[], Any]]
Seconds = dict[str, list[float]]
AT_MOST, AT_LEAST = "at most {:g}", "at least {:g} times as fast"


def timed(jobs: Jobs, name: str, rounds: int = ROUNDS) -> Seconds:
    """Return the seconds of each job in each round, the jobs in the same order every time."""
    seconds: Seconds = {job: [] for job in jobs}
    for _round in tqdm(range(rounds), desc=name, disable=None):
        for job, run in jobs.items():
            seconds[job].append(clock(run))
    return seconds


def clock(job: Callable[[], Any]) -> float:
    """Return the seconds a job takes."""
    start = perf_counter()
    job()
    return perf_counter() - start


def row(
    name: str, seconds: Seconds, job: str, base: str, goal: float | None = None, *,
    faster: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return the ratio of two jobs' medians, with the range of its rounds, against its goal."""
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
