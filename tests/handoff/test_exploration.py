"""How many leads to explore: known answers, simulation, and peers."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot as plt
from scipy.stats import binomtest
from statsmodels.stats.proportion import samplesize_confint_proportion

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff.unseen.exploration import exploration_plan
from leadkit.handoff.unseen.exploration_sizes import leads_for_width, leads_to_tell, none_won

TERMS = Economics(value=1000, cost=60, currency="USD")
SIZES = (25, 50, 100, 200, 400)


def plan(coming=2000, prior=(2, 38), terms=TERMS, sizes=None):
    return exploration_plan(terms, coming=coming, low=0.02, high=0.06, prior=prior, sizes=sizes)


def test_known_answers():
    found = plan(sizes=SIZES)
    assert found.table["net"].round().tolist() == [9325, 12101, 13545, 13275, 10388]
    assert round(found.evpi) == 19160
    assert (found.best, found.share) == (100, 0.05)
    assert (found.table["cost"] == found.table["n"] * 10).all()
    assert found.most == 6000


def test_worth_and_cost_agree_with_drawing_the_truth():
    rng = np.random.Generator(np.random.PCG64(4))
    truth = rng.beta(2, 38, 400_000)
    told = rng.binomial(100, truth)
    goes_on = (2 + told) / 140 > 0.06
    profit = 100 * (1000 * truth - 60) + 1900 * goes_on * (1000 * truth - 60)
    error = profit.std() / np.sqrt(len(profit))
    assert plan(sizes=[100]).table["net"].iloc[0] == pytest.approx(profit.mean(), abs=4 * error)


def test_knowing_some_is_never_worth_more_than_knowing_all():
    found = plan(coming=500)
    assert (found.table["worth"] <= found.evpi + 1e-9).all()
    assert found.table["worth"].iloc[-1] == 0


def test_the_best_number_lies_between_its_neighbours():
    found = plan()
    at = found.table["n"].tolist().index(found.best)
    nets = found.table["net"]
    assert 100 <= found.best <= 180
    assert nets[at] >= max(nets[at - 1], nets[at + 1])


def test_where_it_does_not_pay_nothing_is_explored():
    found = plan(coming=300, prior=(2, 198))
    assert (found.best, found.share, found.most) == (0, 0, 0)
    assert "does not pay" in found.sentence()
    none = plan(coming=5)
    assert none.table.empty
    assert none.best == 0
    assert "5 are to come" in none.sentence()


def test_a_band_believed_to_pay_costs_nothing_to_explore():
    found = plan(prior=(8, 32), sizes=[100])
    assert found.table["cost"].iloc[0] == 0
    assert found.table["worth"].iloc[0] >= 0


def test_sizes_have_their_known_answers_and_those_of_peers():
    assert leads_for_width(0.05, 0.02) == 456
    assert (leads_to_tell(0.05, 0.08), leads_to_tell(0.05, 0.02)) == (383, 253)
    assert none_won(0.05) == 59
    assert leads_for_width(0.3, 0.04) == round(samplesize_confint_proportion(0.3, 0.04))
    for n, is_below in ((58, False), (59, True)):
        limit = binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
        assert (limit < 0.05) == is_below


def test_a_test_of_that_size_has_the_power_it_claims():
    rng = np.random.Generator(np.random.PCG64(5))
    n = leads_to_tell(0.05, 0.08)
    won = rng.binomial(n, 0.08, 20_000) / n
    z = (won - 0.05) / np.sqrt(0.05 * 0.95 / n)
    assert np.mean(z > 1.645) == pytest.approx(0.80, abs=0.04)


def test_the_sentence_says_what_it_costs_at_most_and_when_to_stop():
    said = plan(sizes=SIZES).sentence().replace("\N{NO-BREAK SPACE}", " ")
    assert "Hand off 100 of the 2,000 leads to come from 2 % to 6 % by lot (5.0 % of them)" in said
    assert "at most $6,000" in said or "at most 6,000 $" in said or "6,000" in said
    assert "first 49 bring no win" in said
    assert plan().to_dict()["stop_loss"] == 49
    assert "by lot" in plan()._repr_html_()


def test_the_picture_marks_the_best_number():
    ax = plan(sizes=SIZES).plot()
    assert ax.get_xlabel().startswith("Leads of the band")
    assert any("100" in text.get_text() for text in ax.texts)
    plt.close(ax.figure)
    empty = plan(coming=5).plot()
    plt.close(empty.figure)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"prior": (0, 40)}, "prior"),
        ({"coming": -1}, "leads to come"),
        ({"sizes": [10, 3000]}, "3000 leads cannot"),
        ({"sizes": [0]}, "cannot be explored"),
    ],
)
def test_impossible_plans_are_refused(how, words):
    with pytest.raises(BadInput, match=words):
        plan(**how)
