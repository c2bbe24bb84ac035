"""Planning a trial of a real change, and the way from the plan over the lot to the decision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_leads import scored_leads

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.book import Book, Settings
from leadkit.handoff import Policy, handoff_curve
from leadkit.handoff.change.line_change import line_change
from leadkit.handoff.change.trial import plan_or_reason, plan_trial, write_trial
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.handoff.change.trial_result import judge_trial
from leadkit.handoff.change.trial_sizes import margin_size
from leadkit.handoff.policy_parts import tiers_of
from leadkit.handoff.unseen.quota import draw

DAYS = 100
TERMS = Economics(value=1000, cost=60)


def policy(line, **changed):
    content = {
        "version": f"line {line}",
        "line": line,
        "tiers": [tier.model_dump(by_alias=True) for tier in tiers_of(line, 0.0)],
        "economics": {"value": 1000, "cost": 60},
        "evidence": {
            "judged": 400,
            "won": 60,
            "method": "bootstrap",
            "profit": {"value": 9e3, "low": 1e3, "high": 2e4},
        },
        "model": {"name": "m1", "sha256": "0" * 64},
    }
    return Policy.model_validate(content | changed)


@pytest.fixture(scope="module")
def scored():
    table = scored_leads(2_000, spread=0.8)
    at = pd.date_range("2025-01-01", periods=len(table), freq=f"{DAYS * 24 * 60 // 2_000}min")
    return table.assign(
        key=[f"L{i}" for i in range(len(table))],
        account=[f"A{i // 2}" for i in range(len(table))],
        at=at.tz_localize("UTC"),
    )


@pytest.fixture(scope="module")
def curve(scored):
    return handoff_curve(scored, TERMS, draws=50)


@pytest.fixture(scope="module")
def book(scored):
    late = scored["at"] + pd.Timedelta(days=6)
    handed_off = scored["at"].where(scored["p"] > 0.2)
    leads = pd.DataFrame(
        {
            "lead_id": scored["key"],
            "account_id": scored["account"],
            "created_at": scored["at"],
            "handed_off_at": handed_off,
            "first_response_at": handed_off.mask(scored.index % 5 == 0, late),
            "rejected_at": late.where((scored.index % 4 == 0) & handed_off.notna()),
            "closed_at": late.where(scored["y"] == 1),
            "outcome": np.where(scored["y"] == 1, "won", "lost"),
        }
    )
    settings = Settings(timezone="UTC", window_days=60)
    return Book(tables={"leads": leads}, settings=settings)


@pytest.fixture(scope="module")
def change(curve, scored):
    return line_change(curve, policy(0.2), policy(0.08), scored=scored)


def test_the_size_comes_of_the_evidence_the_money_and_the_accounts(change, book, scored):
    plan = plan_trial(change, book)
    band = scored.query("0.08 <= p < 0.2")
    assert (plan.low, plan.high, plan.opens) == (0.08, 0.2, True)
    assert plan.assumed.judged == len(band)
    assert plan.assumed.won == band["y"].sum()
    assert plan.assumed.handed_off == pytest.approx(band["y"].mean(), abs=1e-6)
    assert plan.assumed.left == 0
    assert plan.needed == pytest.approx(0.06)
    assert plan.per_week == pytest.approx(len(band) / DAYS * 7, rel=0.02)
    sizes = band["account"].value_counts()
    assert plan.leads_per_account == pytest.approx((sizes**2).sum() / sizes.sum(), abs=1e-4)
    bare = margin_size(plan.assumed.handed_off, 0, 0.06, alpha=0.025)
    assert plan.per_arm == np.ceil(bare * plan.leads_per_account)
    more = plan_trial(change, book, looks=5)
    assert 1.02 < more.per_arm / plan.per_arm < 1.04
    assert more.window_days == 60


def test_guardrails_are_what_the_book_showed_before(change, book):
    found = {rule.watch: rule for rule in plan_trial(change, book).guardrails}
    assert set(found) == {"answered", "rejected", "wins_above"}
    assert found["answered"].before == pytest.approx(0.8, abs=0.08)
    assert found["answered"].limit == pytest.approx(found["answered"].before - 0.1)
    assert found["rejected"].limit == pytest.approx(found["rejected"].before + 0.1)
    bare = replace(book, tables={"leads": book.leads.drop(columns="handed_off_at")})
    assert [rule.watch for rule in plan_trial(change, bare).guardrails] == ["wins_above"]


def test_what_buys_anyway_and_what_nurturing_keeps_is_the_rate_without_a_handoff(curve, book):
    terms = {"value": 1000, "cost": 60, "nurture": 10, "keeps": 0.2, "anyway": 0.01}
    economics = Economics(**terms)
    lines = [policy(line, economics=terms) for line in (0.25, 0.1)]
    change = line_change(replace(curve, economics=economics), *lines)
    assumed = plan_trial(change, book, per_week=100).assumed
    assert assumed.left == pytest.approx(0.01 + 0.2 * assumed.handed_off, abs=1e-5)
    assert plan_trial(change, book, per_week=100).needed == pytest.approx(0.05)


def test_too_few_leads_a_week_give_a_reason_instead_of_a_plan(change, book):
    assert isinstance(plan_or_reason(change, book), TrialPlan)
    assert "cannot be tested at your volume" in plan_or_reason(change, book, per_week=2.0)


def test_where_no_one_band_changes_sides_it_says_why(change, curve, scored, book):
    with pytest.raises(BadInput, match="no lead changes sides"):
        plan_trial(line_change(curve, policy(0.1), policy(0.1), scored=scored), book)
    segment = [{"column": "source", "value": "web", "line": 0.05}]
    apart = replace(change, new=policy(0.08, segments=segment))
    assert "lines by segment" in plan_or_reason(apart, book)
    other = replace(change, new=policy(0.08, model={"name": "m2", "sha256": "2" * 64}))
    assert "for different models" in plan_or_reason(other, book)


@pytest.mark.parametrize("lines", [(0.2, 0.08), (0.08, 0.2)])
def test_from_the_plan_over_the_lot_to_the_decision(lines, curve, scored, book, tmp_path):
    change = line_change(curve, *map(policy, lines), scored=scored)
    plan = plan_trial(change, book)
    assert write_trial(plan, change, tmp_path) == ("trial.toml", "trial-policy.toml")
    assert TrialPlan.load(tmp_path / "trial.toml") == plan
    rule = Policy.load(tmp_path / "trial-policy.toml")
    assert (rule.line, rule.version, rule.explore) == (0.2, plan.version, plan.quota)

    fresh = scored_leads(2 * len(scored), seed=5, spread=0.8)
    fresh["probability"] = fresh["p"]
    names = pd.Series([f"N{i}" for i in range(len(fresh))])
    decided = fresh.join(rule.decide(fresh["p"]))
    drawn = draw(decided, rule, names, pd.Series([f"C{i // 2}" for i in range(len(fresh))]))
    is_drawn = drawn["propensity"] == 0.5
    assert is_drawn.equals(fresh["p"].between(0.08, 0.2, inclusive="left"))

    taken, rng = drawn["decision"] == "hand_off", np.random.default_rng(0)
    at = pd.date_range(plan.starts, periods=len(fresh), freq="100min").tz_localize("UTC")
    buys = (fresh["y"] == 1) & (taken | (rng.random(len(fresh)) < 0.05))
    leads = pd.DataFrame(
        {
            "lead_id": names,
            "account_id": [f"C{i // 2}" for i in range(len(fresh))],
            "created_at": at,
            "handed_off_at": pd.Series(at).where(taken),
            "closed_at": pd.Series(at + pd.Timedelta(days=20)).where(buys),
            "outcome": np.where(buys, "won", "open"),
        }
    )
    scores = drawn[["probability", "decision", "propensity"]].assign(
        lead_id=names, at=at, policy=f"{rule.version} {rule.sha256[:8]}", reason=drawn["why"]
    )
    done = replace(book, tables={"leads": leads, "scores": scores})
    result = judge_trial(plan, done, as_of="2027-06-30")
    assert result.is_balanced
    assert result.counts["judged"] == plan.leads
    truth = fresh.loc[is_drawn, "p"].mean() * 0.95
    assert result.difference.low < truth < result.difference.high
    assert result.decision == ("move" if plan.opens else "keep")
