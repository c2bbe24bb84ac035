"""Sizes and looks of a trial: known answers, peers, and false alarms counted by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower

from leadkit.base.errors import BadInput
from leadkit.handoff.change.trial_sizes import (
    boundary,
    design_effect,
    inflation,
    margin_size,
)


@pytest.mark.parametrize(("p1", "size"), [(0.09, 1_569), (0.11, 455)])
def test_known_sizes_that_tell_whether_a_handoff_pays(p1, size):
    assert margin_size(p1, 0.02, 0.05) == size
    spread = np.sqrt((p1 * (1 - p1) + 0.02 * 0.98) / 2)
    peer = NormalIndPower().solve_power(
        (p1 - 0.07) / spread, alpha=0.05, power=0.8, alternative="larger"
    )
    assert size == np.ceil(peer)


def test_the_size_has_its_power_and_its_false_alarms_when_simulated():
    rng = np.random.default_rng(3)
    n = margin_size(0.11, 0.02, 0.05, alpha=0.025)
    for p1, rejects in ((0.11, 0.8), (0.07, 0.025)):
        treated, left = (rng.binomial(n, p, 60_000) / n for p in (p1, 0.02))
        error = np.sqrt((treated * (1 - treated) + left * (1 - left)) / n)
        found = np.mean((treated - left - 0.05) / error > 1.96)
        assert found == pytest.approx(rejects, abs=0.02 if rejects == 0.8 else 0.007)


@settings(max_examples=15)
@given(st.floats(0.01, 0.5), st.floats(0.01, 0.5), st.floats(0.001, 0.2))
def test_more_power_needs_more_leads(p1, p0, margin):
    if abs(p1 - p0 - margin) > 1e-3:
        assert margin_size(p1, p0, margin, power=0.9) >= margin_size(p1, p0, margin)


def test_what_earns_the_same_has_no_size():
    with pytest.raises(BadInput, match="earn the same"):
        margin_size(0.07, 0.02, 0.05)


def test_accounts_of_forty_leads_need_more():
    assert design_effect(40, icc=0.02) == pytest.approx(1.78)
    assert design_effect(1) == 1


def test_five_looks_have_the_published_bounds():
    assert boundary(5).round(2).tolist() == [4.56, 3.23, 2.63, 2.28, 2.04]
    assert boundary(1).round(2).tolist() == [1.96]
    with pytest.raises(BadInput, match="once or five times, not 13"):
        boundary(13)


def crossings(drift, bounds, paths=100_000):
    rng = np.random.default_rng(0)
    steps = rng.normal(drift / len(bounds), 1 / np.sqrt(len(bounds)), (paths, len(bounds)))
    z = steps.cumsum(axis=1) / np.sqrt(np.arange(1, len(bounds) + 1) / len(bounds))
    return np.mean((np.abs(z) > bounds).any(axis=1))


def test_all_looks_together_give_one_false_alarm_in_twenty():
    assert crossings(0, boundary(5)) == pytest.approx(0.05, abs=0.002)
    assert crossings(0, np.full(5, 1.96)) == pytest.approx(0.141, abs=0.003)


def test_five_looks_with_their_added_leads_keep_the_power():
    drift = (1.95996 + 0.84162) * np.sqrt(inflation(5))
    assert crossings(drift, boundary(5)) == pytest.approx(0.80, abs=0.004)
    assert inflation(1) == 1
