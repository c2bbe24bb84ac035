"""Drift and the refit rule: the known answers of the methods, and each way the rule can go."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from leadkit.base.estimate import Estimate
from leadkit.base.language import use
from leadkit.model.sample_size import explained, leads_needed
from leadkit.model.upkeep.drift import drift, noise_limit, observed_expected, psi
from leadkit.model.upkeep.evidence import INTERCEPT, NONE, OFF, SLOPE, Before
from leadkit.model.upkeep.rule import NEW_VERSION, REFIT, TOO_LITTLE, refresh

TENTHS = "abcdefghij"


def counts(shares):
    return dict(zip(TENTHS, (round(1000 * share) for share in shares), strict=True))


EVEN = counts([0.1] * 10)
SMALL = counts((0.08, 0.08, 0.09, 0.09, 0.10, 0.10, 0.11, 0.11, 0.12, 0.12))
LARGE = counts((0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.11, 0.13, 0.14, 0.17))


@pytest.mark.parametrize(("now", "known"), [(SMALL, 0.020232), (LARGE, 0.130734)])
def test_the_stability_index_of_known_shares(now, known):
    assert psi(EVEN, now) == pytest.approx(known, abs=5e-7)


@pytest.mark.parametrize(
    ("reference", "n", "known"),
    [(500, 500, 0.0677), (1000, 1000, 0.0338), (1000, 200, 0.1015), (5000, 1000, 0.0203)],
)
def test_the_noise_limit_of_known_sizes(reference, n, known):
    assert noise_limit(reference, n) == pytest.approx(known, abs=5e-5)


def test_an_alarm_needs_both_more_than_luck_and_more_than_a_tenth():
    assert drift(EVEN, LARGE).is_alarm
    found = drift({name: 50 * n for name, n in EVEN.items()}, {k: 50 * n for k, n in SMALL.items()})
    assert found.psi > found.limit
    assert not found.is_alarm
    few = drift(EVEN, dict(zip(TENTHS, (0, 2, 3, 1, 2, 4, 2, 3, 1, 2), strict=True)))
    assert few.psi > 0.1
    assert not few.is_alarm


def test_the_limit_holds_where_nothing_moves():
    rng = np.random.default_rng(0)
    beyond = 0
    for _draw in range(400):
        one, other = (rng.multinomial(n, [0.1] * 10) for n in (1000, 200))
        found = drift(dict(zip(TENTHS, one, strict=True)), dict(zip(TENTHS, other, strict=True)))
        beyond += found.psi > found.limit
    assert 5 <= beyond <= 40  # 20 expected


def test_many_values_are_pooled_and_a_bin_without_leads_is_no_infinity():
    reference = {f"v{i}": 10 for i in range(500)}
    found = drift(reference, reference | {"new": 4000})
    assert np.isfinite(found.psi)
    assert found.is_alarm
    assert drift({"a": 5}, {}).psi != drift({"a": 5}, {}).psi


def test_wins_over_expected_wins():
    found = observed_expected(78, 96)
    assert found.value == 0.8125
    assert (found.low, found.high) == (
        pytest.approx(0.642, abs=5e-4),
        pytest.approx(1.014, abs=5e-4),
    )
    assert found.p == pytest.approx(0.068, abs=5e-4)
    assert not found.is_off
    assert observed_expected(0, 10).is_off


def test_how_many_leads_a_refit_needs():
    assert leads_needed(0.10, 15, 0.05) == 2624
    assert leads_needed(0.10, 15, 0.10) == 1274
    assert leads_needed(0.05, 15, 0.03) == 4425
    assert explained(0.3, 0.1) == pytest.approx(1 - np.exp(2 * (0.3 - 0.325083)), abs=1e-6)


def leads(n=6000, seed=1, *, shift=0.0, slope=1.0):
    """Leads whose model says p, while the truth is shift + slope x its log-odds."""
    rng = np.random.default_rng(seed)
    score = rng.normal(-1.5, 1, n)
    source = rng.choice(["web", "fair", "list"], n)
    at = pd.date_range("2026-01-01", periods=n, freq="40min", tz="UTC")
    y = (rng.random(n) < expit(shift + slope * score)).astype(float)
    columns = {"y": y, "p": expit(score), "account": np.arange(n), "source": source, "at": at}
    return pd.DataFrame(columns)


BEFORE = Before(
    auc=Estimate(value=0.74, low=0.72, high=0.76, n=3000, method=""),
    sources=frozenset({"web", "fair", "list"}),
    parameters=12,
    prevalence=0.2,
    r2=0.08,
)


def test_a_model_that_holds_is_kept():
    found = refresh(leads(), before=BEFORE)
    assert found.action == NONE
    assert not found.is_due
    assert OFF not in set(found.table["finding"])


def test_a_shift_alone_asks_for_the_intercept_and_sources_do_not_hide_it():
    table = leads(shift=-0.5)
    found = refresh(table, before=BEFORE)
    assert found.action == INTERCEPT
    assert found.shift == pytest.approx(-0.5, abs=0.12)
    assert found.updated(table["p"]).mean() == pytest.approx(table["y"].mean(), abs=1e-6)
    assert "Multiply the odds" in found.steps()[0]


def test_a_slope_off_asks_for_both():
    table = leads(shift=-0.4, slope=0.6)
    found = refresh(table, before=Before())
    assert found.action == SLOPE
    assert found.slope == pytest.approx(0.6, abs=0.1)
    again = refresh(table.assign(p=found.updated(table["p"])), before=Before())
    assert again.action == NONE


def test_two_sources_off_ask_for_a_refit_but_one_does_not():
    table = leads(9000)
    rng = np.random.default_rng(5)
    truth = logit(table["p"]) + table["source"].map({"web": 0.6, "fair": -0.6, "list": 0.0})
    table["y"] = (rng.random(len(table)) < expit(truth)).astype(float)
    found = refresh(table, before=BEFORE, available=20_000)
    assert found.action == REFIT
    assert "2 sources (fair, web)" in found.sentence()
    assert "leadkit train" in found.steps()[0]
    few = refresh(table, before=BEFORE, available=100)
    assert not few.can_refit
    assert f"needs {few.needed} leads" in few.steps()[0].replace(",", "")


def test_a_fall_of_the_auc_asks_for_a_refit():
    table = leads(slope=0.0, shift=-1.3)
    found = refresh(table, before=BEFORE)
    assert found.action == REFIT
    assert "the AUC fell by" in found.sentence()
    row = found.table.set_index("check").loc["ranking"]
    assert row["high"] < 0


def test_a_new_source_asks_for_a_refit_only_above_fifteen_in_a_hundred():
    table = leads(2000)
    known = Before(sources=frozenset({"web", "fair", "list"}))
    for share, action in ((0.10, NONE), (0.20, REFIT)):
        arrivals = table["source"].where(np.arange(2000) >= share * 2000, "partner")
        found = refresh(table, before=known, arrivals=arrivals)
        assert found.action == action
    assert "20 % of the leads" in found.sentence().replace("\N{NO-BREAK SPACE}", " ")


def test_sources_are_named_as_on_other_pages():
    table = leads(6000)
    table["source"] = table["source"].replace({"web": None, "fair": "0912 345 678"})
    off = table["source"].isna() * 0.8 - (table["source"] == "0912 345 678") * 0.8
    table["y"] = (np.random.default_rng(4).random(6000) < expit(logit(table["p"]) + off)) * 1.0
    arrivals = table["source"].where(np.arange(6000) > 3000, "an.nguyen@example.com")
    found = refresh(table, before=BEFORE, arrivals=arrivals)
    use("vi")
    try:
        said = " ".join([found.sentence(), found._repr_html_()])
    finally:
        use("en")
    for raw in ("(blank)", "0912 345 678", "an.nguyen@example.com"):
        assert raw not in said
    assert "(trống), (thông tin liên hệ)" in said


def test_what_changed_comes_first_and_too_little_refuses():
    table = leads(200)
    found = refresh(table, changed=["columns that the model needs are gone ('pages')"])
    assert found.action == NEW_VERSION
    assert "'pages'" in found.sentence()
    few = refresh(leads(12))
    assert few.action == TOO_LITTLE
    assert not few.is_due
    assert few.table["finding"].tolist() == ["cannot tell"]


def test_leads_whose_outcome_is_not_known_do_not_count_as_lost():
    table = leads()
    is_open = np.arange(len(table)) % 2 == 0
    half = table.assign(y=table["y"].mask(is_open))
    found = refresh(half)
    assert found.n == 3000
    assert found.action == NONE


def test_the_months_add_up_and_are_drawn():
    table = leads(shift=-0.5)
    found = refresh(table)
    last = found.monthly.iloc[-1]
    assert last["cusum"] == pytest.approx(table["y"].sum() - table["p"].sum())
    assert last["band"] == pytest.approx(1.96 * np.sqrt((table["p"] * (1 - table["p"])).sum()))
    assert found.monthly["n"].sum() == len(table)
    assert len(found.plot().lines) == 2
    assert "<table" in found._repr_html_()
    assert found.to_dict()["evidence"][0]["check"] == "wins"
