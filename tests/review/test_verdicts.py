import numpy as np
import pytest

from leadkit.review.shortfall.control import watch
from leadkit.review.shortfall.reference import PARTS
from leadkit.review.shortfall.shapley import main_cause

RNG = np.random.default_rng(0)


def around(parts, spread, *, together=0.0):
    """Draws around the parts; `together` is noise that all parts share."""
    noise = RNG.normal(size=(2000, 5)) * spread + RNG.normal(size=(2000, 1)) * together
    return np.array(parts) + noise


def test_the_leader_is_named_when_it_stands_apart():
    parts = np.array([50.0, -500, -100, -20, 10])
    assert main_cause(parts, around(parts, 50)) == PARTS.index("lead_quality")


def test_nobody_is_named_when_the_runner_up_is_near():
    parts = np.array([50.0, -500, -450, -20, 10])
    assert main_cause(parts, around(parts, 50)) is None


def test_the_difference_to_the_runner_up_is_paired():
    parts = np.array([50.0, -500, -400, 0, 0])
    drawn = around(parts, 5, together=100)
    assert main_cause(parts, drawn) == PARTS.index("lead_quality")
    shuffled = drawn.copy()
    shuffled[:, 1] = RNG.permutation(drawn[:, 1])
    assert main_cause(parts, shuffled) is None


def test_nobody_is_named_when_the_leaders_own_interval_holds_zero():
    parts = np.array([0.0, -500, 0, 0, 0])
    assert main_cause(parts, around(parts, 300)) is None


def test_a_part_against_the_direction_of_the_gap_is_never_the_cause():
    parts = np.array([-400.0, -500, 2000, -300, 0])
    assert main_cause(parts, around(parts, 10)) == PARTS.index("follow_up")
    parts = np.array([600.0, -500, -2000, 300, 0])
    assert main_cause(parts, around(parts, 10)) == PARTS.index("follow_up")


@pytest.mark.parametrize(
    ("own", "selling", "reading"),
    [
        (((100, 800), (104, 800)), 0.6, "contradicts"),
        (((200, 800), (100, 800)), 0.6, "supports"),
        (((10, 80), (9, 80)), 0.8, "cannot tell"),
        (((0, 80), (9, 80)), 0.6, "cannot tell"),
        (((100, 800), (80, 800)), 1.4, "cannot tell"),
    ],
)
def test_the_control_series_is_read_with_its_uncertainty(own, selling, reading):
    drawn = selling * np.exp(RNG.normal(size=2000) * 0.08)
    found = watch(np.array(own), np.r_[selling, drawn], wins=300)
    assert found.reading == reading


def test_a_quarter_without_a_win_gives_no_reading():
    assert watch(np.array([[10, 80], [9, 80]]), np.zeros(100), wins=0).reading == "cannot tell"


def test_without_leads_of_their_own_there_is_no_control():
    assert watch(np.array([[10, 80], [0, 0]]), np.ones(100), wins=9) is None
