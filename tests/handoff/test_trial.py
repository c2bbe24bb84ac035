"""A trial from plan to decision: the plan, early data, sides out of balance, and the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from made_trial import START, trial_book, trial_plan

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.handoff.change import trial_words
from leadkit.handoff.change.trial import TrialPlan, write_plan
from leadkit.handoff.change.trial_difference import sample_ratio_p, win_rate_difference
from leadkit.handoff.change.trial_page import plan_section, trial_page
from leadkit.handoff.change.trial_result import judge_trial

DONE = "2026-07-15"


def with_scores(book, scores):
    return replace(book, tables={**book.tables, "scores": scores})


def with_leads(book, **columns):
    return replace(book, tables={**book.tables, "leads": book.leads.assign(**columns)})


@pytest.fixture(scope="module")
def done():
    plan = trial_plan()
    return plan, trial_book(plan)


def test_a_plan_survives_its_file_and_any_change_gives_it_another_name(tmp_path):
    plan = trial_plan(guardrails=[{"watch": "rejected", "before": 0.1, "limit": 0.2}])
    write_plan(plan, tmp_path / "trial.toml")
    again = TrialPlan.load(tmp_path / "trial.toml")
    assert again == plan
    assert again.version == plan.version == f"trial-{plan.sha256[:8]}"
    assert trial_plan(seed=1).sha256 != trial_plan().sha256
    assert (plan.quota.share, plan.quota.start, plan.quota.seed) == (0.5, 0.06, 0)


def test_a_faulty_plan_is_refused_with_its_line(tmp_path):
    write_plan(trial_plan(), tmp_path / "trial.toml")
    text = (tmp_path / "trial.toml").read_text().replace("low = 0.06", "low = 0.07")
    (tmp_path / "trial.toml").write_text(text)
    with pytest.raises(BadInput, match="must be the two lines"):
        TrialPlan.load(tmp_path / "trial.toml")


def test_a_trial_of_more_than_two_quarters_cannot_be_tested_at_this_volume():
    plan = trial_plan(per_arm=1_569, per_week=100)
    assert plan.weeks == 32
    assert "cannot be tested at your volume: a trial needs 3,138 leads" in plan.refusal
    assert "32 weeks" in plan.sentence()
    assert not plan_section(plan).tables
    assert trial_plan(per_arm=1_300, per_week=100).refusal is None


def test_a_clear_gain_moves_the_line_in_words_both_teams_understand(done):
    plan, book = done
    result = judge_trial(plan, book, as_of=DONE)
    assert result.decision == "move"
    assert result.table["leads"].sum() == result.counts["judged"] == 600
    assert result.difference.low < 0.18 < result.difference.high
    assert result.margin.value == pytest.approx(1000 * result.difference.value - 50)
    assert result.sentence().startswith("Move the line from 12")
    html = trial_page(result, subtitle="Made").html()
    assert result.plot().get_xlabel() == "Share of the leads that bought"
    assert "left with marketing" in result._repr_html_()
    for text in (html, " ".join(result.sentences())):
        assert "handed to sales" in text
        assert "left with marketing" in text
        assert "treated" not in text
        assert "control" not in text


def test_a_higher_line_is_kept_out_where_handing_off_pays():
    lines = trial_plan()
    plan = trial_plan(old=lines.new, new=lines.old, per_arm=500)
    result = judge_trial(plan, trial_book(plan, 1_000), as_of=DONE)
    assert (plan.opens, result.decision) == (False, "keep")
    paid = judge_trial(plan, trial_book(plan, 1_000, p1=0.02), as_of=DONE)
    assert paid.decision == "move"


def test_what_luck_could_have_done_is_not_decided(done):
    plan = done[0]
    result = judge_trial(plan, trial_book(plan, p1=0.07), as_of=DONE)
    assert result.decision == "cannot_tell"
    assert "cannot tell which line is better" in result.sentence()


def test_early_data_are_refused_with_what_is_missing_and_when_to_come_back(done):
    plan, book = done
    with pytest.raises(TooLittleData, match="of the 600 leads") as early:
        judge_trial(plan, book, as_of="2026-05-01")
    last = book.table("scores").query("propensity == 0.5")["at"].max()
    back = (last + pd.Timedelta(days=91)).date()
    assert f"Come back on {back.isoformat()}" in early.value.fix
    assert judge_trial(plan, book, as_of=back.isoformat()).counts["judged"] == 600
    with pytest.raises(TooLittleData, match="1,400 are missing"):
        judge_trial(
            trial_plan(per_arm=1_000), _renamed(book, trial_plan(per_arm=1_000)), as_of=DONE
        )


def _renamed(book, plan):
    return with_scores(book, book.table("scores").assign(policy=f"{plan.version} abcdef01"))


def test_a_broken_guardrail_is_told_even_early_and_stops_a_trial_in_the_end():
    rule = {"watch": "answered", "before": 0.95, "limit": 0.85, "hours": 4}
    plan = trial_plan(guardrails=[rule, {"watch": "rejected", "before": 0.05, "limit": 0.15}])
    book = trial_book(plan)
    late = with_leads(book, first_response_at=book.leads["handed_off_at"] + pd.Timedelta(hours=9))
    with pytest.raises(TooLittleData) as early:
        judge_trial(plan, late, as_of="2026-03-01")
    assert early.value.fix.startswith("Stop the trial: Answered in time by sales: 0")
    result = judge_trial(plan, late, as_of=DONE)
    assert [watch.guardrail.watch for watch in result.broken] == ["answered"]
    assert result.decision == "stop"
    assert judge_trial(plan, book, as_of=DONE).decision == "move"


def test_wins_above_the_line_that_fail_to_come_stop_the_trial():
    plan = trial_plan(guardrails=[{"watch": "wins_above", "before": 1, "limit": 0.75}])
    book = trial_book(plan)
    is_above = book.leads["lead_id"].str.startswith("B")
    lost = with_leads(book, outcome=book.leads["outcome"].mask(is_above, "lost"))
    assert judge_trial(plan, lost, as_of=DONE).decision == "stop"
    assert judge_trial(plan, book, as_of=DONE).decision == "move"


def test_sides_out_of_balance_stop_the_trial_without_a_number():
    assert sample_ratio_p(560, 440) == pytest.approx(0.00015, abs=0.00001)
    assert sample_ratio_p(520, 480) == pytest.approx(0.21, abs=0.005)
    plan = trial_plan()
    result = judge_trial(plan, trial_book(plan, share=0.7), as_of=DONE)
    assert result.decision == "stop"
    assert result.margin is result.difference is None
    assert "Nothing can be read from this trial" in result.sentence()
    assert result.to_dict()["margin_per_lead"] is None
    assert "less than once in a thousand" in trial_page(result).html()


def test_coming_back_later_changes_nothing(done):
    book = done[1]
    half = trial_plan(per_arm=150)
    early, late = (
        judge_trial(half, _renamed(book, half), as_of=day) for day in ("2026-06-01", DONE)
    )
    assert early.margin == late.margin
    assert late.counts["later"] == 300


def test_five_looks_ask_for_more_at_first(done):
    plan = trial_plan(looks=5)
    book = _renamed(done[1], plan)
    first, last = (judge_trial(plan, book, as_of=day) for day in ("2026-04-22", DONE))
    assert (first.look, first.counts["judged"]) == (1, 120)
    assert first.difference.level > 0.99999
    assert first.decision == "go_on"
    assert (last.look, last.decision) == (5, "move")


def test_a_plan_changed_after_its_start_is_refused(done):
    plan, book = done
    with pytest.raises(BadInput, match=f"under another plan, {plan.version}.*changed after"):
        judge_trial(trial_plan(per_arm=150), book, as_of=DONE)


def test_leads_of_another_policy_are_refused(done):
    plan = done[0]
    with pytest.raises(BadInput, match="another policy, 2026-01-01 cdcdcdcd, and none under"):
        judge_trial(plan, trial_book(plan, policy="2026-01-01 cdcdcdcd"), as_of=DONE)


def test_nobody_drawn_is_refused_and_says_how_to_draw(done):
    plan, book = done
    nobody = with_scores(book, book.table("scores").query("propensity == 1"))
    with pytest.raises(BadInput, match="no lead that came since 2026-01-05 was drawn") as refused:
        judge_trial(plan, nobody, as_of=DONE)
    assert "--explore" in refused.value.fix
    without = replace(book, tables={"leads": book.leads})
    with pytest.raises(BadInput, match="nothing says who was drawn"):
        judge_trial(plan, without, as_of=DONE)


def test_what_is_left_out_is_counted(done):
    plan, book = done
    scores = book.table("scores")
    stranger = scores.head(1).assign(lead_id="unknown")
    again = scores.head(3).assign(at=START + pd.Timedelta(days=80), decision="hand_off")
    before = scores.tail(2).assign(at=START - pd.Timedelta(days=1))
    by_hand = scores.head(4).assign(propensity=np.nan, reason="override", decision="hand_off")
    rows = [scores, stranger, again, before, by_hand]
    more = with_scores(book, pd.concat(rows, ignore_index=True))
    result = judge_trial(plan, more, as_of=DONE)
    left_out = {"again": 3, "not_in_book": 1, "before_start": 2, "without_lot": 4, "older": 0}
    assert {name: result.counts[name] for name in left_out} == left_out
    said = " ".join(trial_words.left_out(result))
    assert "3 rows score a lead again" in said
    assert "1 lead of the log is not in the book" in said
    older = book.leads["created_at"].mask(book.leads.index < 5, START - pd.Timedelta(days=1))
    with pytest.raises(TooLittleData, match="595 of the 600"):
        judge_trial(plan, with_leads(book, created_at=older), as_of=DONE)
    assert result.margin == judge_trial(plan, book, as_of=DONE).margin


def test_leads_that_went_the_other_way_count_where_they_were_drawn(done):
    plan, book = done
    left = book.leads["handed_off_at"].isna() & (book.leads.index < 100)
    strayed = book.leads["handed_off_at"].mask(
        left, book.leads["created_at"] + pd.Timedelta(days=1)
    )
    result = judge_trial(plan, with_leads(book, handed_off_at=strayed), as_of=DONE)
    assert result.left.not_followed == left.sum()
    assert result.margin == judge_trial(plan, book, as_of=DONE).margin
    assert any("counts on the side it was drawn for" in text for text in result.sentences())


def test_a_win_after_the_window_does_not_count(done):
    plan, book = done
    late = book.leads["closed_at"] + pd.Timedelta(days=90)
    result = judge_trial(plan, with_leads(book, closed_at=late), as_of="2026-12-31")
    assert result.treated.won.events == result.left.won.events == 0


@pytest.mark.parametrize(("alike", "most"), [(True, 0.98), (False, 1.0)])
def test_the_interval_covers_the_truth_also_where_accounts_buy_together(alike, most):
    rng = np.random.default_rng(2)
    account = np.arange(400) // 2
    covered = []
    for _draw in range(200):
        treated = (rng.random(200) < 0.5)[account]
        luck = rng.random(400)
        won = (luck[account] if alike else luck) < np.where(treated, 0.14, 0.04)
        leads = pd.DataFrame({"treated": treated, "won": won, "account": account})
        found = win_rate_difference(leads)
        covered.append(found.low <= 0.10 <= found.high)
    assert 0.93 <= np.mean(covered) <= most


def test_nobody_bought_on_either_side_still_has_an_interval():
    leads = pd.DataFrame({"treated": [True, False] * 50, "won": False, "account": range(100)})
    found = win_rate_difference(leads)
    assert found.low < 0 < found.high
    assert found.high == pytest.approx(0.0713, abs=0.0005)


def test_the_day_of_the_answer_is_the_enrolment_and_the_window():
    plan = trial_plan()
    assert (plan.weeks, plan.answer_on) == (10, date(2026, 6, 14))
