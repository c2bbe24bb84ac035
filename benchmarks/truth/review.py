"""The simulation study behind the review: whose shortfall it was, against the market's truth.

Every market is simulated, screened and split once; bias, coverage, warnings and verdicts are all
read from these splits. Seeds are the outer loop, so that a study cut short still holds every
scenario alike; each row says how many seeds it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import sqrt
from typing import Any, NamedTuple

import pandas as pd
from statsmodels.stats.proportion import proportion_confint
from tqdm import tqdm

from leadkit.base.errors import LeadkitError
from leadkit.market import SCENARIOS, oracle, simulate
from leadkit.market.scenarios import Scenario
from leadkit.quality import Standard, marked
from leadkit.review import shortfall
from leadkit.review.shortfall.reference import PARTS, compare
from leadkit.review.shortfall.shapley import main_cause, shapley

PREFIX = "review: "
JUDGED, BEFORE = "2026Q2", "2026Q1"
BEHIND = {
    "volume": ("volume",),
    "lead_quality": ("quality",),
    "follow_up": ("speed",),
    "selling": ("people", "market", "hidden"),
    "deal_value": ("value",),
}
WORLDS = {**SCENARIOS, "few_leads": Scenario(volume=0.80), "discounts": Scenario(price=0.85)}
FELL_IN = {
    "volume": "few_leads",
    "lead_quality": "bad_leads",
    "follow_up": "slow",
    "selling": "bad_selling",
    "deal_value": "discounts",
}
OWN = ("calm", *FELL_IN.values())
UNSEEN = "hidden"
CULPRIT = (UNSEEN, "main")  # nobody is to blame where what fell was never measured
SEEDS, LEADS, LARGE, SIZES = 200, 12_000, 60_000, (600, 3_000, 12_000, 60_000)
DRAWS = {600: 200, 3_000: 200, LEADS: 200, LARGE: 100}
OF_REVENUE, COVERED, MOST, SELDOM, NOTHING = 0.05, 0.88, 0.8, 0.2, 0.01
NO_GOAL: dict[str, Any] = {"goal": "none", "holds": None}


class Market(NamedTuple):
    """One market of the study."""

    scenario: str
    leads: int
    seed: int


def review_rows(seeds: int = SEEDS) -> list[dict[str, Any]]:
    """Run the study and read every row from it; one market alone has no standard error."""
    if seeds < 2:
        raise SystemExit("The study needs two seeds or more.")
    return rows_of(study(seeds))


def rows_of(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Read every row from the splits of a study."""
    return [
        *bias_rows(found),
        *coverage_rows(found),
        *warning_rows(found),
        *(row for leads in SIZES for part in PARTS for row in named_rows(found, leads, part)),
    ]


@cache
def oracles() -> dict[str, Any]:
    """Return the true parts of every scenario in a market of 12,000 leads."""
    return {name: oracle(scenario, n_leads=LEADS) for name, scenario in WORLDS.items()}


def true_part(scenario: str, part: str) -> float:
    """Return what a part truly was; selling holds people, market and hidden quality."""
    parts = oracles()[scenario]["parts"]
    return float(sum(parts[name] for name in BEHIND[part]))


def study(seeds: int = SEEDS) -> pd.DataFrame:
    """Return one row a market and part."""
    markets = list(planned(seeds))
    splits = [split(one) for one in tqdm(markets, desc="review", disable=None)]
    return pd.concat(splits, ignore_index=True)


def planned(seeds: int) -> Iterator[Market]:
    """Yield the markets: all scenarios at 12,000 leads, larger and smaller ones of fewer seeds."""
    for seed in range(seeds):
        sizes = {LEADS: set(SCENARIOS)}
        if seed % 3 == 0:
            sizes[LEADS] |= set(WORLDS)
        if seed % 3 == 1:
            sizes |= {leads: {*OWN, UNSEEN} for leads in SIZES[:2]}
        if seed % 2 == 0:
            sizes[LARGE] = {UNSEEN, "bad_selling"}
        if seed % 6 == 0:
            sizes[LARGE] = {*OWN, UNSEEN}
        for leads, scenarios in sizes.items():
            yield from (Market(name, leads, seed) for name in WORLDS if name in scenarios)


def split(market: Market) -> pd.DataFrame:
    """Split one market's shortfall; one that is refused names nobody."""
    book, _truth = simulate(WORLDS[market.scenario], n_leads=market.leads, seed=market.seed)
    table = pd.DataFrame({"part": PARTS}).assign(**market._asdict())
    try:
        gap = shortfall(
            marked(book, Standard.default()), JUDGED, against=BEFORE, draws=DRAWS[market.leads]
        )
    except LeadkitError:
        return table.assign(fell=False, main=False, alone=False, warned=False)
    ends = pd.DataFrame([(one.value, one.low, one.high) for one in gap.parts.values()])
    return table.assign(
        **dict(zip(("value", "low", "high"), ends.to_numpy().T, strict=True)),
        fell=[verdict == "fell" for verdict in gap.verdicts.values()],
        main=table["part"] == gap.main_cause,
        alone=table["part"] == _cause_without_control(gap),
        warned=gap.control is not None and gap.control.reading == "contradicts",
    )


def _cause_without_control(gap: Any) -> str | None:
    """Return the part that would be named had sales found no lead itself."""
    if gap.main_cause or gap.control is None or gap.control.reading != "contradicts":
        return gap.main_cause  # type: ignore[no-any-return]
    drawn = shapley(*compare(gap.sample, draws=gap.draws, seed=gap.seed))
    place = main_cause(drawn[0], drawn[1:])
    return None if place is None else PARTS[place]


def bias_rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Compare the mean of the estimated parts with the oracle, in the book's currency."""
    rows = []
    for scenario in SCENARIOS:
        before = oracles()[scenario]["before"]
        for part in PARTS:
            values, true = _of(found, scenario, LEADS, part)["value"], true_part(scenario, part)
            mean, error = float(values.mean()), float(values.std()) / sqrt(len(values))
            row = {
                "name": f"{PREFIX}{scenario}: {part}",
                "oracle": true,
                "estimated": mean,
                "low": mean - 1.96 * error,
                "high": mean + 1.96 * error,
                "of_revenue": (mean - true) / before,
                "n": len(values),
            }
            over = abs(mean - true) - OF_REVENUE * before
            goal = {
                "goal": f"within {OF_REVENUE:.0%} of the revenue before",
                "holds": _holds(over <= 0, fails=over > 1.96 * error),
            }
            rows.append(row | (NO_GOAL if scenario == UNSEEN else goal))
    return rows


def coverage_rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the intervals that hold the oracle's part, in the scenarios that can be identified."""
    rows = []
    for scenario in (name for name in SCENARIOS if name != UNSEEN):
        for part in PARTS:
            of, true = _of(found, scenario, LEADS, part), true_part(scenario, part)
            row = _share(
                f"{scenario}: 95 % interval of {part} holds the truth",
                (of["low"] <= true) & (true <= of["high"]),
            )
            rows.append(row | _at_least(COVERED, row))
    return rows


def warning_rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the books that warn of hidden lead quality, and those that blame selling all the same.

    The last count is that of a firm without leads that sales found itself: nothing warns it.
    """
    said = {
        "warned": "warns of hidden lead quality",
        "fell": "tells that selling fell",
        "main": "names selling the main cause",
        "alone": "names it without sales' own leads",
    }
    rows = []
    for leads in SIZES:
        for scenario in (UNSEEN, "bad_selling"):
            of = _of(found, scenario, leads, "selling")
            for column, what in said.items():
                row = _share(f"{scenario}, {leads:,} leads: {what}", of[column]) | NO_GOAL
                if leads == LARGE and (column == "warned" or (scenario, column) == CULPRIT):
                    wanted = (scenario, column) == (UNSEEN, "warned")
                    row |= _at_least(MOST, row) if wanted else _at_most(SELDOM, row)
                rows.append(row | {"leads": leads, "scenario": scenario, "said": column})
    return rows


def named_rows(found: pd.DataFrame, leads: int, part: str) -> list[dict[str, Any]]:
    """Count how often a part is told to have fallen, and named, where it has and where it has not.

    It has in a scenario of its own. It has not where it truly lost less than 1 % of revenue.
    """
    innocent = [
        name
        for name in (*OWN, UNSEEN)
        if true_part(name, part) >= -NOTHING * oracles()[name]["before"]
    ]
    rows = []
    for when, scenarios in (("it did", [FELL_IN[part]]), ("it did not", innocent)):
        of = found[found["scenario"].isin(scenarios) & (found["leads"] == leads)]
        by_seed = of[of["part"] == part].groupby("seed")[["fell", "main"]].mean()
        for said, column in (("told to have fallen", "fell"), ("named main cause", "main")):
            name = f"{leads:,} leads, {part} {said} where {when}"
            facts = {"leads": leads, "part": part, "said": column, "where": when}
            rows.append(_share(name, by_seed[column]) | facts | NO_GOAL)
    return rows


def _of(found: pd.DataFrame, scenario: str, leads: int, part: str) -> pd.DataFrame:
    wanted = {"scenario": scenario, "leads": leads, "part": part}
    return found[(found[list(wanted)] == list(wanted.values())).all(axis=1)]


def _share(name: str, by_seed: pd.Series[Any]) -> dict[str, Any]:
    """Return a share with Wilson's interval; books of one seed share their luck and count once."""
    n, ratio = len(by_seed), float(by_seed.mean())
    low, high = proportion_confint(ratio * n, n, method="wilson")
    return {
        "name": PREFIX + name, "ratio": ratio, "low": float(low), "high": float(high), "n": n,
    }  # fmt: skip


def _at_least(least: float, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "goal": f"at least {least:.0%}",
        "holds": _holds(row["ratio"] >= least, fails=row["high"] < least),
    }


def _at_most(most: float, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "goal": f"at most {most:.0%}",
        "holds": _holds(row["ratio"] <= most, fails=row["low"] > most),
    }


def _holds(is_met: bool, *, fails: bool) -> bool | None:
    """Return whether a goal is met; None where it is missed by no more than luck allows."""
    if is_met:
        return True
    return False if fails else None
