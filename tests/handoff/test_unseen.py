"""Leads nobody called: what stands on the page, from a log, without one, without a line."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, scored_leads, with_unseen

from leadkit.handoff import Grounds, handoff_curve
from leadkit.handoff.page_grounds import uncalled
from leadkit.handoff.unseen.logged import Logged
from leadkit.handoff.unseen.unseen import explored_from, unseen_leads


def made_log(n=4000, share=0.1, line=0.15, seed=3):
    """A log of a rule on p with a quota below it; outcomes are drawn from p."""
    rng = np.random.Generator(np.random.PCG64(seed))
    p = rng.uniform(0, 0.3, n)
    today, drawn = p >= line, rng.random(n) < share
    taken = today | drawn
    won = rng.random(n) < p
    table = pd.DataFrame(
        {
            "key": np.arange(n),
            "at": pd.Timestamp("2026-01-01", tz="UTC"),
            "taken": taken,
            "override": False,
            "propensity": np.where(today, 1.0, share),
            "today": today,
            "y": np.where(taken, won, np.nan),
            "p": p,
            "points": np.nan,
            "account": np.arange(n),
            "reason": np.select([today, drawn], ["rule", "exploration"], "below_line"),
        }
    )
    counts = {"logged": n, "kept": n, "taken": int(taken.sum()), "overrides": 0}
    absent = ("no_propensity", "not_in_book", "too_young", "never_arrived", "no_outcome")
    counts |= dict.fromkeys((*absent, "not_in_model", "otherwise"), 0)
    return Logged(table, counts | {"explored": int((taken & ~today).sum())})


@pytest.fixture(scope="module")
def choice():
    days = pd.date_range("2026-01-01", "2026-03-31", 3000, tz="UTC")
    leads = with_unseen(scored_leads(3000)).assign(at=days)
    return handoff_curve(leads, TERMS, draws=50).choose()


@pytest.fixture(scope="module")
def known(choice):
    return unseen_leads(choice, made_log())


def test_the_band_reaches_from_half_the_line_and_counts_who_has_no_outcome(choice, known):
    low, high = explored_from(choice), choice.threshold
    assert low == high / 2
    unseen = choice.curve.leads.unseen
    assert known.bounds.n == ((unseen >= low) & (unseen < high)).sum() > 100
    assert (known.plan.low, known.plan.high) == (low, high)
    every = choice.curve.leads.all_p
    in_band = int(((every >= low) & (every < high)).sum())
    assert known.plan.coming == round(in_band * 365.25 / 90)


def test_drawn_leads_of_the_band_update_what_is_believed(choice, known):
    before = unseen_leads(choice).plan.prior
    assert sum(before) == pytest.approx(40)
    table = made_log().table
    drawn = table[
        (table["reason"] == "exploration") & table["p"].between(known.plan.low, known.plan.high)
    ]
    assert sum(known.plan.prior) == pytest.approx(40 + len(drawn))
    assert known.plan.prior[0] - before[0] == pytest.approx(drawn["y"].sum())


def test_the_line_is_tried_on_the_log(choice, known):
    gain = known.off_policy.best
    table = made_log().table
    more = (table["p"] >= choice.threshold) & ~table["today"]
    truth = (table["p"] * 1000 - 80)[more].sum()
    assert known.off_policy.diagnostics.changed == more.sum()
    assert gain.low <= truth <= gain.high


def test_without_a_log_there_are_bounds_and_a_plan_and_it_says_what_is_missing(choice):
    found = unseen_leads(choice)
    assert found.off_policy is None
    assert {"bounds", "exploration"} == set(found.parts)
    assert "leadkit score --explore" in " ".join(found.notes)
    blind = made_log()
    blind.table["p"] = np.nan
    assert "no probability" in " ".join(unseen_leads(choice, blind).notes)


def test_without_a_line_there_is_nothing_below_it():
    poor = handoff_curve(scored_leads(800, centre=-6, spread=0.1), TERMS, draws=50).choose()
    assert poor.threshold is None
    found = unseen_leads(poor, made_log())
    assert not found.parts
    assert "Without a line" in found.sentence()


def test_it_stands_on_the_page_and_in_the_file(choice, known):
    section = uncalled(Grounds(choice, unseen=known))
    assert section.heading == "Leads nobody called"
    assert [len(section.pictures), len(section.tables), len(section.folds)] == [2, 2, 1]
    assert set(known.tables) == {"off-policy", "bounds", "exploration"}
    content = json.loads(json.dumps(known.to_dict(), allow_nan=False))
    assert content["plan"]["best"] == known.plan.best
    assert uncalled(Grounds(choice)) is None
