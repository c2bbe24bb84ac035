"""The line with the highest profit on the leads at hand, judged by the chances they truly had."""

from __future__ import annotations

import pandas as pd
import pytest
from made_leads import scored_leads

from leadkit.base.economics import Economics
from leadkit.handoff import handoff_curve

TERMS = Economics(value=1000, cost=60)


@pytest.fixture(scope="module")
def tables():
    """Profit per lead in 12 tables of 300 leads: shown and true, at the highest point and at ours.

    `luck` is what happened at break-even above what its chances promised.
    """
    return pd.DataFrame([of_one(scored_leads(300, seed)) for seed in range(12)]) / 300


def of_one(scored):
    def truly(line):
        return (1000 * scored["p"] - 60)[scored["p"] >= line].sum()

    choice = handoff_curve(scored, TERMS, draws=20).choose()
    above = scored["p"] >= TERMS.break_even
    return {
        "highest": choice.curve.table["profit"].max(),
        "highest_truly": truly(choice.best_observed),
        "told": choice.profit.value,
        "told_truly": truly(choice.threshold),
        "luck": (1000 * (scored["y"] - scored["p"]))[above].sum(),
    }


def test_the_highest_point_shows_more_than_it_earns_and_what_is_told_does_so_less(tables):
    flattered = (tables["highest"] - tables["highest_truly"] - tables["luck"]).mean()
    told = (tables["told"] - tables["told_truly"] - tables["luck"]).mean()
    assert flattered > 3
    assert abs(told) < flattered / 4


def test_the_line_of_the_economics_truly_earns_more_than_the_highest_point(tables):
    assert tables["told_truly"].mean() > 1.02 * tables["highest_truly"].mean()
    assert (tables["told_truly"] >= tables["highest_truly"] - 1e-9).mean() > 0.8
