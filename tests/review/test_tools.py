from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_book import make_book

import leadkit as lk
from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import use
from leadkit.handoff import handoff_curve
from leadkit.quality import marked
from leadkit.review.audit.kept import Kept
from leadkit.review.tools import tools
from leadkit.review.tools.hindsight import _ways
from leadkit.review.tools.line import LineJudged
from leadkit.review.tools.standard import StandardJudged
from leadkit.review.tools.talk import USUAL, TalkJudged, _finding

TERMS = Economics(value=1000, cost=100, currency="USD")
Q2, Q1 = "2026Q2", "2026Q1"


@pytest.fixture(scope="module")
def small():
    return lk.read_book(lk.sample("small"))


@pytest.fixture(scope="module")
def found(small):
    return tools(small, Q2, Q1)


def test_a_book_without_files_says_of_each_tool_what_is_missing():
    poor = tools(make_book(n=120, last=120), Q2, Q1)
    said = dict(zip(poor.table["tool"], poor.table["missing"], strict=True))
    assert "standard.toml" in said["standard"]
    assert "leadkit train" in said["model"]
    assert "policy.toml" in said["line"]
    assert "agreement" in said["promises"]
    assert "agreement" in said["scorecard"]
    assert poor.talk.verdict  # the reasons stand in the leads
    assert "feedback" in poor.talk.advice()
    assert len(poor.missing()) == 5
    assert len(poor.sections()) == 2
    assert poor.sentence().startswith(("Keep", "Look", "Change"))


def test_the_standard_counts_as_plain_pandas_does(small, found):
    leads = marked(small).leads
    turns = lk.turns(small)
    mine = turns[(turns["quarter"] == Q2) & ~turns["self_generated"]]
    passes = leads.loc[mine.index, "fails_standard"] == "none"
    assert (found.standard.passed[1].events, found.standard.passed[1].n) == (
        passes.sum(),
        len(mine),
    )
    is_ours = leads["source"] != "self_generated"
    codes = found.standard.table.set_index("code")
    created = leads["created_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.tz_localize(None)
    came = is_ours & (created.dt.to_period("Q").astype(str) == Q2)
    for code in ("NO_CONSENT", "DUPLICATE", "UNREACHABLE_BOTH"):
        fails = leads["fails_standard"].str.split("; ").map(lambda all_, code=code: code in all_)
        assert codes.loc[code, "arrived"] == (came & fails).sum()
        assert codes.loc[code, "blocked"] == (came & fails & leads["handed_off_at"].isna()).sum()


def money(low, high):
    return Estimate(value=(low + high) / 2, low=low, high=high, n=40, method="made")


def judged(severity, before, after, passed=(rate(190, 200), rate(190, 200))):
    row = {"code": "RULE", "severity": severity, "arrived": 50, "blocked": 10, "handed_off": 40,
           "returned": 3, "won": 9, "net_before": before, "net": after}  # fmt: skip
    return StandardJudged(
        table=pd.DataFrame([row]), quarters=(Q1, Q2), passed=passed, currency="USD"
    )


@pytest.mark.parametrize(
    ("severity", "before", "after", "verdict"),
    [
        ("gate", money(-9, -1), money(-8, -2), "change"),
        ("gate", money(-9, 1), money(-8, -2), "keep"),
        ("gate", None, money(-8, -2), "keep"),
        ("gate", money(1, 2), money(1, 2), "keep"),
        ("score", money(1, 2), money(1, 2), "change"),
        ("info", money(1, 2), money(-1, 2), "keep"),
    ],
)
def test_a_rule_is_to_change_where_both_quarters_say_so(severity, before, after, verdict):
    assert judged(severity, before, after).verdict == verdict


def test_the_standard_is_looked_at_where_fewer_pass_or_too_many_fail():
    fell = judged("gate", None, None, (rate(198, 200), rate(180, 200)))
    assert fell.verdict == "look"
    assert "fewer than in" in fell.sentence()
    leaky = judged("gate", None, None, (rate(170, 200), rate(170, 200)))
    assert leaky.verdict == "look"
    assert "30 leads that fail it" in leaky.advice()
    assert judged("gate", None, None, (rate(9, 10), rate(1, 10))).verdict == "keep"


def scored(n, seed, shift=0.0):
    rng = np.random.default_rng(seed)
    p = 1 / (1 + np.exp(-rng.normal(-2.2, 1.0, n)))
    true = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + shift)))
    at = pd.Timestamp("2026-04-01", tz="UTC") + pd.to_timedelta(rng.uniform(0, 90, n), "D")
    return pd.DataFrame(
        {"key": range(n), "y": (rng.random(n) < true) * 1.0, "p": p, "account": range(n), "at": at}
    )


@lru_cache
def ways(line, seed=1, n=1500):
    leads = scored(n, seed)
    curve = handoff_curve(leads, TERMS, draws=100)
    return leads, curve, _ways(curve, curve.leads.p >= line, line)


def line_of(table, curve):
    return LineJudged(table=table, curve=curve, quarter=Q2)


def test_profit_in_hindsight_is_wins_less_work():
    leads, curve, table = ways(0.1)
    mine = leads[leads["p"] >= 0.1]
    profit = 1000 * mine["y"].sum() - 100 * len(mine)
    row = table.iloc[0]
    assert (row["handed_off"], row["won"]) == (len(mine), mine["y"].sum())
    assert row["profit"].value == pytest.approx(profit)
    assert row["profit"].low < profit < row["profit"].high
    best = max(
        1000 * leads["y"][leads["p"] >= t].sum() - 100 * (leads["p"] >= t).sum()
        for t in curve.thresholds
    )
    assert table["profit"].iloc[1].value == pytest.approx(best)
    everybody = 1000 * leads["y"].sum() - 100 * len(leads)
    assert table["more"].iloc[2].value == pytest.approx(everybody - profit)


def test_choosing_the_best_line_afterwards_is_taken_off():
    _leads, _curve, table = ways(0.1)
    raw = table["profit"].iloc[1].value - table["profit"].iloc[0].value
    assert table["more"].iloc[1].value < raw


@pytest.mark.parametrize(("line", "verdict"), [(0.1, "keep"), (0.011, "change"), (0.6, "change")])
def test_a_line_far_from_break_even_is_to_change(line, verdict):
    _leads, curve, table = ways(line)
    found = line_of(table, curve)
    assert found.verdict == verdict
    assert (found.regret.low > 0) == (verdict == "change")


def test_the_true_line_is_seldom_called_wrong():
    called = [ways(0.1, seed, 300)[2]["more"].iloc[1].low > 0 for seed in range(6)]
    assert sum(called) <= 1


def test_evidence_that_holds_the_quarter_itself_is_no_expectation():
    _leads, curve, table = ways(0.1)
    dear = Estimate(value=9e6, low=8e6, high=1e7, n=900, method="made")
    assert replace(line_of(table, curve), expected=dear).falls_short
    assert replace(line_of(table, curve), expected=dear).verdict == "look"
    assert not replace(line_of(table, curve), expected=dear, is_own_evidence=True).falls_short


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.5, 0.8]), st.booleans())
def test_a_duty_is_short_only_beyond_luck(done, more, target, is_agreed):
    n = done + more
    duty = USUAL[0].model_copy(update={"target": target})
    kept = Kept(estimate=rate(done, n))
    said = _finding(duty, None, kept, is_agreed=is_agreed)
    assert (said in ("short", "half")) == (rate(done, n).high < target)
    if said == "kept" and is_agreed:
        assert done / n >= target


def test_talk_is_to_change_only_where_more_was_agreed():
    row = {"side": "sales", "measure": "reason_given", "target": 0.9, "before": rate(80, 100),
           "after": rate(60, 100), "finding": "short", "missing": ""}  # fmt: skip

    def told(finding):
        table = pd.DataFrame([row | {"finding": finding}])
        return TalkJudged(table=table, duties=USUAL[:1], quarters=(Q1, Q2)).verdict

    assert [told(one) for one in ("short", "missed", "half", "fell", "kept", "")] == [
        "change", "look", "look", "look", "keep", "keep",
    ]  # fmt: skip


def test_the_talk_of_the_small_sample_is_measured_in_both_quarters(found):
    talk = found.talk.table
    assert set(talk["side"]) == {"sales", "marketing"}
    assert len(talk) == 9
    assert talk["target"].isna().all()
    for name in ("before", "after"):
        assert all(one.n > 0 and one.low <= one.value <= one.high for one in talk[name])


def test_the_content_is_plain_json(found):
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert content["standard"]["verdict"] == found.standard.verdict
    assert "policy.toml" in content["line"]["refusal"]
    assert found._repr_html_().count("<tr") == 7


def test_every_section_reads_in_vietnamese(found):
    use("vi")
    for section in found.sections():
        assert section.heading
        assert all("{" not in text for text in section.text)
