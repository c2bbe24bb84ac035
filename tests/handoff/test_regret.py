from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_leads import scored_leads

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.page import Page
from leadkit.handoff import Grounds, handoff_curve
from leadkit.handoff.page_grounds import in_doubt
from leadkit.handoff.regret import information, regret

TERMS = Economics(value=1000, cost=50, doubt={"cost": (35, 80), "value": (750, 1250)})


def test_published_answers():
    all_or_none = 100 * (0.06 * np.array([500, 1500]) - 50)[:, None] * [1, 0]
    knowing = information(all_or_none, levels={"value": np.array([0, 1])})
    assert knowing.profit.tolist() == [1000, 0]
    assert knowing.evpi == knowing.evppi["value"] == 1000
    band = 300 * (0.07 * np.array([600, 1000, 1400]) - 60)[:, None] * [1, 0]
    assert band[:, 0] == pytest.approx([-5400, 3000, 11400])
    knowing = information(band, np.array([0.25, 0.5, 0.25]))
    assert knowing.profit[0] == pytest.approx(3000)
    assert knowing.evpi == pytest.approx(1350)
    assert knowing.regret.tolist() == pytest.approx([1350, 4350])


def test_a_curve_gives_the_published_answer():
    scored = pd.DataFrame({"key": range(300), "p": 0.07, "y": [1] * 21 + [0] * 279})
    terms = Economics(value=1000, cost=60, doubt={"value": (600, 1400)})
    missed = regret(handoff_curve(scored, terms, draws=200), 0.07)
    assert missed.evppi["value"] == pytest.approx(1350)
    assert missed.at(0.07)["profit"] == pytest.approx(3000)
    assert missed.best is not None


def test_weights_need_not_add_up_and_must_make_sense():
    earned = np.array([[-2000.0, 0.0], [4000.0, 0.0]])
    assert information(earned, np.array([3.0, 3.0])).evpi == 1000
    assert information(earned, np.array([1.0, 0.0])).evpi == 0
    for wrong in ([0.0, 0.0], [-1.0, 2.0], [np.nan, 1.0]):
        with pytest.raises(BadInput, match="weights"):
            information(earned, np.array(wrong))


@settings(max_examples=40, deadline=None)
@given(
    arrays(float, (12, 4), elements=st.integers(-1000, 1000)),
    arrays(float, 12, elements=st.integers(1, 9)),
)
def test_knowing_one_thing_is_worth_no_more_than_knowing_all(earned, weights):
    levels = {"thirds": np.arange(12) % 3, "halves": np.arange(12) % 2, "all": np.arange(12)}
    knowing = information(earned, weights, levels)
    assert (knowing.regret >= -1e-9).all()
    assert knowing.evpi == pytest.approx(
        (weights @ earned.max(axis=1) - (weights @ earned).max()) / weights.sum(), abs=1e-9
    )
    assert knowing.evppi["all"] == pytest.approx(knowing.evpi, abs=1e-6)
    for worth in knowing.evppi.values():
        assert -1e-9 <= worth <= knowing.evpi + 1e-6


@pytest.fixture(scope="module")
def missed():
    return regret(handoff_curve(scored_leads(2000), TERMS, draws=300), 0.05)


def test_regret_of_a_curve_holds_together(missed):
    table = missed.table
    assert (table["regret"] >= 0).all()
    assert (table["regret_95"] >= 0).all()
    assert missed.evpi == table["regret"].min()
    assert missed.at(missed.best)["regret"] == missed.evpi
    by_profit = table["threshold"].iloc[int(table["profit"].argmax())]
    assert by_profit == missed.best
    assert set(missed.evppi) == {"value", "cost", "outcomes"}
    assert all(0 <= worth <= missed.evpi for worth in missed.evppi.values())


def test_calibrated_leads_are_best_cut_near_break_even_not_at_the_observed_best(missed):
    observed = missed.curve.table["threshold"].iloc[int(missed.curve.table["profit"].argmax())]
    assert abs(missed.best - 0.05) < 0.01
    assert missed.at(0.05)["regret"] < 1.2 * missed.evpi
    assert observed == missed.curve.choose().best_observed


def test_certain_amounts_leave_only_the_outcomes_to_know():
    curve = handoff_curve(scored_leads(2000), Economics(value=1000, cost=50), draws=300)
    missed = regret(curve, 0.05)
    assert missed.evppi == {"outcomes": pytest.approx(missed.evpi)}
    assert "how often such leads really buy" in missed.sentence()


def test_more_doubt_about_an_amount_makes_knowing_it_worth_more(missed):
    wider = replace(TERMS, doubt={**TERMS.doubt, "cost": (20, 140)})
    more = regret(handoff_curve(scored_leads(2000), wider, draws=300), 0.05)
    assert more.evppi["cost"] > 2 * missed.evppi["cost"]
    assert "the cost of working a lead" in more.sentence()


def test_lines_that_sales_cannot_work_are_no_choice():
    full = replace(TERMS, capacity=300)
    curve = handoff_curve(scored_leads(2000), full, draws=100)
    missed = regret(curve, curve.capacity.line)
    assert missed.table["threshold"].min() == curve.capacity.line == missed.best
    assert missed.evppi["value"] == missed.evppi["cost"] == 0
    assert "worth nothing" in missed.sentence()


def test_nobody_is_a_choice():
    curve = handoff_curve(scored_leads(800, centre=-5, spread=0.3), TERMS, draws=100)
    missed = regret(curve, float(curve.leads.p[-1]))
    assert missed.evpi <= missed.table["regret"].min()
    assert missed.best is None


def test_the_section_of_the_page_says_all_three_and_folds_the_shortfall(missed):
    grounds = Grounds(missed.curve.choose())
    section = in_doubt(grounds)
    assert section.text == [grounds.ratios.sentence(), grounds.regret.sentence()]
    assert grounds.tornado.sentence().startswith(section.pictures[0].finding)
    assert len(section.pictures) == 2
    assert len(section.folds[0].pictures) == 1
    assert all(len(note.split()) <= 40 for _head, note in section.notes)
    page = Page(kind="Handoff line", title="Doubt", sections=[section]).html()
    assert len(page) < 250_000
    sure = replace(missed.curve, economics=missed.curve.economics.varied())
    assert len(in_doubt(Grounds(sure.choose())).pictures) == 1
