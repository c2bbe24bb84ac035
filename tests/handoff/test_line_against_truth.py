"""The line drawn on the sample, judged by chances that only the simulated market knows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import leadkit as lk
from leadkit.quality import screened

TERMS = lk.Economics(value=12e6, cost=1e6, currency="VND")


@pytest.fixture(scope="module")
def judged(sample_book):
    report = lk.evaluate(lk.training_set(screened(sample_book)))
    truth = pd.read_csv(lk.sample().parent / "truth" / "leads.csv.xz", index_col="lead_id")
    table = report.judged
    chance = truth.loc[table["key"].str.split("#").str[0], "p_90"].to_numpy() / 10_000
    worth = chance * TERMS.value - TERMS.cost
    return lk.handoff_curve(report.predictions, TERMS), table.assign(worth=worth)


def earned(table, threshold):
    return table.loc[table["p"] >= threshold, "worth"].sum()


def test_the_chosen_line_truly_earns_nearly_the_best_and_more_than_todays_rule(judged):
    curve, table = judged
    choice = curve.choose()
    best = max(earned(table, line) for line in np.unique(table["p"]))
    assert earned(table, choice.threshold) > 0.95 * best
    assert earned(table, choice.threshold) > 1.2 * table.loc[table["today"] == True, "worth"].sum()  # noqa: E712


def test_the_band_of_the_whole_curve_holds_what_was_truly_to_be_earned(judged):
    curve, table = judged
    lines = curve.table[curve.table["handed_off"] >= 50]
    true = np.array([earned(table, line) for line in lines["threshold"]])
    held = (lines["band_low"] <= true) & (true <= lines["band_high"])
    assert held.mean() == 1.0


def test_the_estimated_profit_and_gain_hold_the_truth(judged):
    curve, table = judged
    choice = curve.choose()
    true = earned(table, choice.threshold)
    assert choice.profit.low <= true <= choice.profit.high
    gain = choice.compared["all"]
    assert gain.low <= true - table["worth"].sum() <= gain.high
