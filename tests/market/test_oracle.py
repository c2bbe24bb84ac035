import numpy as np
import pytest

from leadkit.market import SCENARIOS, oracle
from leadkit.market.oracle import PLAYERS, shapley

M = 1_000_000
# million VND: gap, then the parts in the order of PLAYERS
KNOWN = {
    "calm": (92, 110, 0, 0, -18, 0, 0, 0),
    "bad_leads": (-361, 673, -889, 0, -146, 0, 0, 0),
    "bad_selling": (-473, 100, 0, 0, -17, -556, 0, 0),
    "slow": (-219, 105, 0, 0, -324, 0, 0, 0),
    "price": (-195, 105, 0, 0, -17, 0, -560, 277),
    "market": (-843, -93, 0, 0, 1, 0, -752, 0),
    "hidden": (-833, 78, 0, -896, -15, 0, 0, 0),
    "mixed": (-708, 466, -560, 0, -276, -338, 0, 0),
}


@pytest.fixture(scope="module")
def answers():
    return {name: oracle(name) for name in SCENARIOS}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_parts_are_those_of_the_specification(answers, scenario):
    gap, *parts = KNOWN[scenario]
    assert answers[scenario]["gap"] / M == pytest.approx(gap, abs=20)
    assert [answers[scenario]["parts"][name] / M for name in PLAYERS] == pytest.approx(
        parts, abs=20
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_mechanism_that_nobody_touched_has_no_part(answers, scenario):
    for name, known in zip(PLAYERS, KNOWN[scenario][1:], strict=True):
        if known == 0 and name not in ("volume", "speed"):
            assert answers[scenario]["parts"][name] == 0


def test_the_reference_quarter_earns_what_it_should(answers):
    befores = {answer["before"] for answer in answers.values()}
    assert len(befores) == 1
    assert befores.pop() / M == pytest.approx(2_987, rel=0.01)


def test_parts_sum_to_the_gap():
    rng = np.random.default_rng(1)
    worlds = {
        tuple(int(bit) for bit in f"{place:07b}"): value
        for place, value in enumerate(rng.normal(size=128))
    }
    gap = worlds[(1,) * 7] - worlds[(0,) * 7]
    assert sum(shapley(worlds)) == pytest.approx(gap, abs=1e-12)


def test_two_players_share_what_they_do_together():
    assert shapley({(0, 0): 0.0, (1, 0): 2.0, (0, 1): 4.0, (1, 1): 10.0}) == [4.0, 6.0]


def test_the_size_of_the_market_scales_the_answer(answers):
    half = oracle("mixed", n_leads=6_000)
    assert half["gap"] == pytest.approx(answers["mixed"]["gap"] / 2, rel=0.01)
