"""Verdict, baselines and what trains, on made tables whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.model.baselines import shrunk_rates
from leadkit.model.verdict import as_good, decide, strongest


def table(n=900, *, signal, seed=4):
    rng = np.random.default_rng(seed)
    source = rng.choice(["web", "list", "event"], n)
    pages = rng.poisson(4, n)
    odds = -1.6 + signal * (0.9 * (source == "web") + 0.35 * (pages - 4))
    won = rng.random(n) < 1 / (1 + np.exp(-odds))
    return pd.DataFrame(
        {
            "source": source,
            "pages": pages,
            "lead score": (pages * 7 + rng.normal(0, 9, n)).round().clip(0, 100).astype(int),
            "created": pd.date_range("2024-01-01", periods=n, freq="12h").strftime("%Y-%m-%d"),
            "status": np.where(won, "won", "lost"),
        }
    )


def data_of(rows, folder):
    path = folder / "leads.csv"
    rows.to_csv(path, index=False)
    return lk.training_set(lk.read_export(path, outcome="status", won=("won",)))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return lk.evaluate(data_of(table(signal=1.0), tmp_path_factory.mktemp("signal")))


def test_every_baseline_stands_in_the_table_with_a_paired_skill(report):
    names = {"base_rate", "source_rate", "points_card", "naive_bayes", "crm_score"}
    assert names < set(report.baselines)
    assert set(report.skill) == set(report.baselines)
    assert {"boosting", "logistic"} & set(report.baselines)
    loss = report.metrics["log_loss"].value
    for name, one in report.skill.items():
        assert one.value == pytest.approx(1 - loss / report.baselines[name]["log_loss"].value)
    least = min(
        (found["log_loss"].value, name)
        for name, found in report.baselines.items()
        if name not in ("boosting", "logistic")
    )
    assert report.best_baseline == least[1]


def test_the_base_rate_was_learned_in_the_training_period(report):
    before = report.data.y.iloc[report.split.train].mean()
    y = report.judged["y"]
    expected = -(y * np.log(before) + (1 - y) * np.log(1 - before)).mean()
    assert report.baselines["base_rate"]["log_loss"].value == pytest.approx(expected)


def test_the_judged_model_is_kept_and_never_saw_the_judging_period(report):
    X = report.data.X.iloc[report.split.test]
    again = report.test_model.predict_proba(X)[:, 1]
    assert report.judged["p"].to_numpy() == pytest.approx(again, abs=1e-8)
    assert report.chosen.model == report.test_model.model_
    assert not hasattr(report.chosen, "classes_")


def test_a_real_signal_is_usable_and_noise_is_not(report, tmp_path):
    assert report.verdict == "usable"
    noise = lk.evaluate(data_of(table(signal=0.0), tmp_path))
    assert noise.verdict == "no usable signal"
    assert noise.sentence().startswith("No usable signal")
    assert noise.skill["base_rate"].low <= 0
    base_rate = {"base_rate": noise.baselines["base_rate"]}
    assert "hardly tells" in replace(noise, baselines=base_rate).sentence()
    ranks = {"auc": replace(noise.metrics["auc"], value=0.68, low=0.61, high=0.74)}
    undecided = replace(noise, baselines=base_rate, metrics={**noise.metrics, **ranks})
    assert "more judged leads would tell" in undecided.sentence()


def test_a_judging_period_without_wins_is_too_little(tmp_path):
    rows = table(signal=1.0)
    rows.loc[480:, "status"] = "lost"
    found = lk.evaluate(data_of(rows, tmp_path))
    assert (found.verdict, found.chosen, found.split.name) == ("too little data", None, "time")
    assert "leads to judge by, 0 won" in found.sentence()


def test_young_leads_need_closing_dates(report):
    with pytest.raises(BadInput, match="when a lead was won or lost"):
        lk.evaluate(report.data, recent=True)


def test_rolling_quarters_never_train_on_themselves(report):
    table = report.rolling
    assert 1 <= len(table) <= 5
    times = report.data.times
    for row in table.to_dict("records"):
        later = times.between(row["from"], row["from"] + pd.offsets.QuarterEnd(startingMonth=12))
        assert row["n"] <= later.sum() + 3
    assert report.pooled["auc"].n == table["n"].sum()
    assert replace(report, split=replace(report.split, name="order")).rolling.empty


def made(value, low, high):
    return Estimate(value=value, low=low, high=high, n=500, events=60, method="made")


def test_the_verdict_asks_for_a_signal_and_the_sentence_for_something_simpler():
    baselines = {
        name: {"log_loss": made(loss, 0, 1)}
        for name, loss in {"base_rate": 0.4, "source_rate": 0.38, "points_card": 0.3}.items()
    }
    better = {
        "base_rate": made(0.2, 0.1, 0.3),
        "source_rate": made(0.15, 0.05, 0.25),
        "points_card": made(0.01, -0.02, 0.04),
    }
    assert strongest(baselines) == "points_card"
    assert decide(better, baselines) == "usable"
    assert as_good(better) == ["points_card"]
    no_better_than_source = {**better, "source_rate": made(0.02, -0.01, 0.05)}
    assert decide(no_better_than_source, baselines) == "no usable signal"
    refused = {**better, "source_rate": made(float("nan"), 0, 0)}
    assert decide(refused, baselines) == "too little data"


def test_source_rates_are_drawn_towards_the_rate_of_all():
    """Two sources of 100, 10 and 30 won: k = .16 / .0184 - 1."""
    learned, y = (
        pd.Series(["a"] * 100 + ["b"] * 100),
        pd.Series([1] * 10 + [0] * 90 + [1] * 30 + [0] * 70),
    )
    k = 0.16 / 0.0184 - 1
    rates = shrunk_rates(learned, y, pd.Series(["a", "b", "new", None]))
    assert rates == pytest.approx(
        [(10 + k * 0.2) / (100 + k), (30 + k * 0.2) / (100 + k), 0.2, 0.2]
    )


def test_sources_that_do_not_differ_have_one_rate():
    learned, y = pd.Series(["a", "b"] * 100), pd.Series([0, 0, 1, 1] * 50)
    rates = shrunk_rates(learned, y, pd.Series(["a", "b"]))
    assert rates == pytest.approx([0.5, 0.5])
