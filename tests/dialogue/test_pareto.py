import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.dialogue.feedback_report.pareto import difference, pareto, simultaneous


def of(**counts):
    return pareto(pd.Series([code for code, n in counts.items() for _ in range(n)], dtype="str"))


def test_goodmans_intervals_are_the_known_ones():
    ends = simultaneous(np.array([40, 33, 12, 9, 6]))
    expected = [[0.284, 0.529], [0.223, 0.458], [0.059, 0.228], [0.040, 0.191], [0.022, 0.153]]
    assert ends == pytest.approx(np.array(expected), abs=0.0005)


def test_the_first_two_of_the_known_case_cannot_be_told_apart():
    found = of(a=40, b=33, c=12, d=9, e=6)
    assert difference(40, 33) == pytest.approx(0.82, abs=0.005)
    assert found.first == ["a", "b"]
    assert found.sentence() == "The first two cannot be told apart: a and b."


def test_one_far_ahead_stands_first():
    assert of(a=80, b=10, c=10).sentence().startswith("A stands first: 80")


def test_all_alike_cannot_be_told_apart():
    assert of(a=21, b=20, c=19).sentence() == "A, b and c cannot be told apart."


def test_few_are_counted_and_not_ranked():
    found = of(a=9, b=4)
    assert found.sentence() == "13 known, too few to rank: a 9 and b 4."
    assert found.to_dict()["codes"][0]["share"]["value"] is None


def test_what_nobody_said_is_counted_apart():
    found = pareto(pd.Series(["a"] * 30 + [None] * 5, dtype="str"))
    assert (found.n, found.without) == (30, 5)
    nothing = pareto(pd.Series([None], dtype="str"))
    assert (nothing.n, nothing.sentence()) == (0, "Nothing was said.")


def test_a_code_far_behind_is_not_first_though_its_neighbour_is_near():
    found = of(**dict(zip("abcdefg", range(70, 0, -10), strict=True)))
    assert "g" not in found.first
    assert not (found.table["p_next"] < 0.05).any()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=2, max_size=8))
def test_shares_add_up_and_lie_inside_their_intervals(counts):
    found = of(**{f"c{place}": n for place, n in enumerate(counts)})
    shares = found.table["share"]
    assert sum(share.value for share in shares) == pytest.approx(1)
    assert all(share.low <= share.value <= share.high for share in shares)
    assert found.table["cumulative"].iloc[-1] == pytest.approx(1)
    assert found.table["n"].is_monotonic_decreasing
