"""The model on the simulated market, whose truth is known."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

import leadkit as lk
from leadkit.model.card.card import model_card
from leadkit.model.lessons import before, everything
from leadkit.quality import screened

TRUTH = lk.sample().parent / "truth" / "leads.csv.xz"


@pytest.fixture(scope="module")
def report(sample_book):
    return lk.evaluate(lk.training_set(screened(sample_book)))


def test_only_columns_known_at_handoff_are_used(report):
    verdicts = report.data.audit.table.set_index("column")["verdict"]
    assert verdicts[["rejection_reason", "lost_reason", "deal_value"]].eq("after handoff").all()
    assert verdicts[["full_name", "email", "phone", "company"]].eq("identifier").all()
    assert not {"email", "phone", "full_name", "company"} & set(report.data.X.columns)


def test_it_is_judged_on_later_leads_with_an_embargo(report):
    parts, times = report.split, report.data.times
    assert (parts.name, parts.has_embargo) == ("time", True)
    gap = times.iloc[parts.test].min() - times.iloc[parts.train].max()
    assert gap >= pd.Timedelta(days=report.data.window_days)


def test_it_is_useful_beats_todays_rule_and_is_not_too_good(report):
    truth = pd.read_csv(TRUTH, dtype={"lead_id": "str"}).set_index("lead_id")
    judged = report.judged
    lead = judged["key"].str.split("#").str[0]
    best = roc_auc_score(judged["y"], truth.loc[lead, "p1"])
    auc = report.metrics["auc"]
    assert report.verdict == "usable"
    assert auc.value > report.baselines["todays_rule"]["auc"].value
    assert auc.low < best
    assert auc.value < best + 0.03


def test_leads_never_handed_off_stand_beside_without_an_outcome(report):
    unseen = report.predictions[report.predictions["y"].isna()]
    assert len(unseen) > 0
    assert unseen["p"].between(0, 1).all()
    assert not unseen["key"].isin(report.data.keys).any()
    judged = report.judged["at"]
    assert unseen["at"].between(judged.min(), judged.max()).all()


def test_post_handoff_columns_cannot_move_a_score(sample_book, report):
    """Shuffling everything known only afterwards leaves features and labels as they were."""
    again = lk.training_set(screened(sample_book))
    later = ["rejection_reason", "lost_reason"]
    leads = sample_book.leads.copy()
    leads[later] = leads[later].sample(frac=1, random_state=0).set_axis(leads.index)
    shuffled = lk.Book(
        {**sample_book.tables, "leads": leads},
        sample_book.settings,
        sample_book.known,
        path=sample_book.path,
    )
    moved = lk.training_set(screened(shuffled))
    pd.testing.assert_frame_equal(moved.X, again.X)
    pd.testing.assert_series_equal(moved.y, again.y)


def test_the_reliability_picture_shows_the_judged_leads(report):
    ax = report.plot()
    assert ax.get_ylabel() == "of these leads, won, %"
    strip = ax.child_axes[0]
    assert sum(patch.get_height() for patch in strip.patches) == len(report.judged)


def test_the_points_card_beats_todays_rule_and_stays_near_the_model(report):
    auc = {name: found["auc"].value for name, found in report.baselines.items()}
    assert auc["todays_rule"] < auc["points_card"] < report.metrics["auc"].value + 0.02
    assert report.bands["high"].low > report.bands["low"].high
    assert sum(one.n for one in report.bands.values()) == len(report.split.test)
    assert report.points.leads_ == len(report.data.y)


def test_the_page_and_the_metrics_show_the_card(report, sample_book):
    page, content = model_card(report, sample_book).html(), report.to_dict()["points_card"]
    assert "The same in points" in page
    assert report.bands["high"].write() in page
    assert content["judged"] == "later"
    assert content["table"] == report.points.card_[["column", "level", "points"]].to_dict("records")
    names = {line["column"] for line in content["table"]}
    assert names <= set(report.data.X.columns)
    assert content["bands"]["low"] == report.bands["low"].to_dict()
    json.dumps(content, allow_nan=False)


def test_bins_lift_and_parts_tell_of_the_judged_leads(report):
    judged = report.judged
    assert report.bins["n"].sum() == len(judged)
    assert report.bins["won"].sum() == judged["y"].sum()
    assert len(report.lay()) == len(report.bins)
    assert report.lift["reached"].iloc[-1] == 1
    assert report.corp.brier == pytest.approx(report.metrics["brier"].value)


def test_every_breakdown_holds_every_judged_lead(report):
    assert {"source", "segment", "quarter"} <= set(report.by)
    for name, table in report.by.items():
        assert table["n"].sum() == len(report.judged), name
        assert table["expected"].sum() == pytest.approx(report.judged["p"].sum()), name


def test_three_to_five_quarters_are_judged_by_a_refitted_model(report):
    table = report.rolling
    assert 3 <= len(table) <= 5
    assert table["from"].is_monotonic_increasing
    assert report.pooled["auc"].low > 0.6
    assert table["auc"].between(table["low"], table["high"]).all()


def test_no_buyer_stands_on_both_sides(report):
    groups, parts = report.data.groups, report.split
    assert not set(groups.iloc[parts.train]) & set(groups.iloc[parts.test])
    assert parts.same_account > 0
    assert any("already met in training" in said for said in report.warnings())


def test_the_pictures_of_bins_and_lift_show_their_tables(report):
    points = report.plot_bins().lines[1].get_xydata()
    assert points[:, 1] == pytest.approx(report.bins["rate"] * 100)
    curve = report.plot_lift().lines[0].get_xydata()
    assert curve[1:, 1] == pytest.approx(report.lift["reached"] * 100)


def test_young_leads_train_as_they_stood_when_judging_began(report):
    """Turns of the embargo join; the weights of those known stand for all of them."""
    data, parts = report.data, report.split
    lesson = before(data, parts)
    earlier = np.flatnonzero(data.times < parts.boundary)
    assert len(parts.train) < len(lesson.y) <= len(earlier)
    assert lesson.weights.sum() == pytest.approx(len(earlier), rel=0.02)
    old = data.y.iloc[parts.train]
    assert lesson.y[old.index].equals(old)
    won = data.course["ended_days"] <= (parts.boundary - data.times).dt.total_seconds() / 86_400
    assert (lesson.y[lesson.y == 1].index.isin(data.y.index[won & (data.y == 1)])).all()


def test_the_refit_takes_the_youngest_too_where_asked(report):
    old, every = everything(report.data), everything(report.data, recent=True)
    assert len(old.y) == len(report.data.y)
    assert len(every.y) > len(old.y)
    assert set(every.y.index) - set(old.y.index) <= set(report.data.young.index)
    assert every.weights.sum() == pytest.approx(
        len(report.data.y) + len(report.data.young), rel=0.02
    )


def test_a_recent_evaluation_fits_and_says_so(report):
    few = ["source", "fit_score", "engagement_score"]
    columns = [name for name in few if name in report.data.X]
    data = replace(report.data, X=report.data.X[columns])
    recent = lk.evaluate(data, recent=True)
    assert recent.metrics["auc"].value > 0.6
    assert any("trained too" in said for said in recent.warnings())
    assert len(recent.judged) == len(report.judged)
