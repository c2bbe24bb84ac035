from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from leadkit.base.estimate import rate
from leadkit.model import judge
from leadkit.model.breakdown import bins, by_kind, lay
from leadkit.model.lift import lift
from leadkit.model.recalibration import totals


def drawn(n=1000, seed=1):
    rng = np.random.default_rng(seed)
    p = rng.beta(1.2, 8, n)
    return (rng.random(n) < p).astype(float), p


def test_bins_hold_every_lead_once_and_as_many_each():
    y, p = drawn()
    table = bins(y, p, np.arange(1000))
    assert table["n"].tolist() == [100] * 10
    assert table["won"].sum() == y.sum()
    assert (table["from"].to_numpy()[1:] > table["to"].to_numpy()[:-1]).all()
    first = p <= table["to"][0]
    assert table["said"][0] == pytest.approx(p[first].mean())


def test_bins_of_independent_leads_have_wilsons_interval():
    y, p = drawn()
    alone = bins(y, p, np.arange(1000)).iloc[-1]
    wilson = rate(int(alone["won"]), 100)
    assert (alone["low"], alone["high"]) == (
        pytest.approx(wilson.low, abs=0.002),
        pytest.approx(wilson.high, abs=0.002),
    )


def test_bins_of_repeated_accounts_are_as_wide_as_without_the_repeats():
    y, p = drawn()
    once = bins(y, p, np.arange(1000)).iloc[-1]
    again = bins(np.tile(y, 5), np.tile(p, 5), np.tile(np.arange(1000), 5)).iloc[-1]
    assert again["n"] == 500
    assert again["high"] - again["low"] == pytest.approx(once["high"] - once["low"], rel=0.05)


def test_equal_probabilities_stay_in_one_bin_and_few_leads_make_few_bins():
    y = np.tile([0.0, 1.0], 50)
    assert len(bins(y, np.full(100, 0.5), np.arange(100))) == 1
    assert len(bins(y[:60], np.linspace(0, 1, 60), np.arange(60))) == 3
    assert bins(y[:10], y[:10], np.arange(10)).empty


def test_the_sentence_an_uninitiated_reader_gets():
    row = {"said": 0.1, "rate": 0.09, "low": 0.07, "high": 0.12}
    said = lay(pd.DataFrame([row]))[0]
    assert said.replace("\xa0", " ") == "Of 100 leads that it calls 10 %, 9 (7–12) bought."


def test_by_source_adds_up_and_refuses_what_is_small():
    y, p = drawn()
    kind = pd.Series(np.r_[np.repeat("web", 600), np.repeat("list", 385), np.repeat(None, 15)])
    account = np.arange(1000)
    table = by_kind(y, p, account, kind.rename("source")).set_index("value")
    assert list(table.index) == ["web", "list", "(blank)"]
    assert (table["n"].sum(), table["won"].sum()) == (1000, y.sum())
    assert table["expected"].sum() == pytest.approx(p.sum())
    web = table.loc["web"]
    spread = np.sqrt((p[:600] * (1 - p[:600])).sum())
    assert web["ratio"] == pytest.approx(y[:600].sum() / p[:600].sum())
    assert web["z"] == pytest.approx((y[:600].sum() - p[:600].sum()) / spread)
    assert (web["low"] < 1 < web["high"]) == (abs(web["z"]) < 1.96)
    assert web["auc"] == pytest.approx(judge(y[:600], p[:600], account[:600])["auc"].value)
    assert table.loc["(blank)", ["ratio", "low", "high", "auc"]].isna().all()


def test_quarters_stand_in_their_order():
    y, p = drawn(100)
    kind = pd.Series(["2026Q1"] * 60 + ["2025Q4"] * 40, name="quarter")
    assert by_kind(y, p, np.arange(100), kind)["value"].tolist() == ["2025Q4", "2026Q1"]


def test_poisson_binomial_limits_hold_a_right_model_19_times_in_20():
    rng = np.random.default_rng(2)
    p = rng.beta(1.2, 8, 300)
    draws = [totals((rng.random(300) < p).astype(float), p) for _draw in range(400)]
    held = [low <= 1 <= high for low, high in (one.limits for one in draws)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.04)


def test_lift_counts_the_buyers_among_the_best():
    y, p = drawn()
    table = lift(y, p, np.arange(1000)).set_index("share")
    best = np.argsort(-p)[:200]
    assert table.loc[0.2, "reached"] == pytest.approx(y[best].sum() / y.sum())
    assert table.loc[0.2, "lift"] == pytest.approx(table.loc[0.2, "reached"] / 0.2)
    assert table.loc[0.1, "lift"] == pytest.approx(
        judge(y, p, np.arange(1000))["top_decile_lift"].value
    )
    assert table.loc[1.0, ["reached", "low", "high"]].tolist() == [1, 1, 1]
    assert table["reached"].is_monotonic_increasing
    assert table["low"].between(0, table["reached"]).all()
    assert lift(y[:20], p[:20], np.arange(20)).empty
