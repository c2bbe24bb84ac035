"""Bounds of a band without outcomes: known answers, and that they hold whatever the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.handoff.unseen.bounds import bounds

TERMS = Economics(value=1000, cost=50, currency="USD")
ABOVE = Estimate(value=0.08, low=0.05, high=0.11, n=400, unit="rate", method="Wilson")


def ends(found, assumption):
    row = found.table.set_index("assumption").loc[assumption]
    return row["low"], row["high"]


def test_known_answers():
    found = bounds(200, TERMS, above=ABOVE, expected=0.04)
    assert ends(found, "manski") == (-10_000, 190_000)
    assert ends(found, "monotone") == pytest.approx((-10_000, 12_000))
    assert ends(found, "monotone_point") == pytest.approx((-10_000, 6_000))
    assert ends(found, "sensitivity") == pytest.approx((-6_000, 6_000))


def test_what_was_not_said_makes_no_row():
    assert bounds(200, TERMS).table["assumption"].tolist() == ["manski"]
    few = bounds(200, TERMS, above=rate(1, 10))
    assert few.table["assumption"].tolist() == ["manski"]


@settings(max_examples=30)
@given(
    n=st.integers(1, 500),
    truth=st.floats(0, 1),
    expected=st.floats(0.001, 1),
    gamma=st.floats(1, 5),
)
def test_any_truth_an_assumption_allows_lies_within_its_ends(n, truth, expected, gamma):
    found = bounds(n, TERMS, expected=expected, gamma=gamma)
    profit = n * (truth * TERMS.gained - TERMS.paid)
    for name, low_rate, high_rate, low, high in found.table.itertuples(index=False):
        if low_rate <= truth <= high_rate:
            assert low - 1e-6 <= profit <= high + 1e-6, name
    assert found.table["low"].min() == ends(found, "manski")[0]
    assert found.table["high"].max() == ends(found, "manski")[1]


def test_it_is_said_when_an_assumption_decides():
    assert "it does not pay" in bounds(200, TERMS, expected=0.02).sentence()
    assert "it pays" in bounds(200, TERMS, expected=0.2).sentence()
    assert "No assumption" in bounds(200, TERMS, above=ABOVE, expected=0.04).sentence()
    poor = Estimate(value=0.03, low=0.01, high=0.045, n=400, unit="rate", method="Wilson")
    assert "no more often" in bounds(200, TERMS, above=poor, expected=0.04).sentence()
    assert "−10 to +190 thousand USD" in bounds(200, TERMS).sentence()


def test_an_empty_band_has_nothing_to_bound():
    found = bounds(0, TERMS)
    assert "No lead" in found.sentence()
    assert ends(found, "manski") == (0, 0)


def test_what_nurturing_keeps_and_who_buys_anyway_are_taken_off():
    nurtured = Economics(value=1000, cost=50, nurture=5, keeps=0.3, anyway=0.01)
    low, high = ends(bounds(10, nurtured), "manski")
    assert low == pytest.approx(-10 * (50 - 5 + 10))
    assert high - low == pytest.approx(10 * 700)


@pytest.mark.parametrize("how", [{"gamma": 0.5}, {"expected": 1.2}, {"expected": np.nan}])
def test_impossible_figures_are_refused(how):
    with pytest.raises(BadInput, match="bounds need"):
        bounds(10, TERMS, **how)
