from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from made_agreement import bonus, make_agreement
from made_scorecard import (
    COST,
    VALUE,
    handed_off,
    passing,
    paying,
    planned,
    quarter,
    scored,
    won_in_time,
)

from leadkit.agreement import Kpi
from leadkit.base.errors import BadInput
from leadkit.base.estimate import rate
from leadkit.base.language import speaking
from leadkit.review.scorecard import results
from leadkit.review.scorecard.back_test import back_test
from leadkit.review.scorecard.cohort import _won_later
from leadkit.review.scorecard.page import scorecard_page
from leadkit.review.scorecard.results import DRAWS, Result, shrunk
from leadkit.review.scorecard.scorecard import Scorecard, scorecard
from leadkit.review.scorecard.words import rows

REACHED = (0.94, 0.97, 0.93, 0.90, (78 + 20) / (96 + 20), 0.82, 0.75)


@pytest.fixture(scope="module")
def book():
    return planned(quarter().book, attained=0.9)


@pytest.fixture(scope="module")
def card(book):
    pays = {"marketing_pay": 20e6, "sales_pay": 20e6, "audited": 0.1}
    return scored(book, paying(**pays))


def of_the_worked_example(pay=20e6):
    agreed = make_agreement(bonus=bonus() | {"marketing_pay": pay, "sales_pay": pay})
    found = [
        Result(kpi=kpi, value=value, drawn=np.full(DRAWS, value), cap=1.2)
        for kpi, value in zip(agreed.bonus.kpis, REACHED, strict=True)
    ]
    return Scorecard(agreement=agreed, ledger=None, quarter="2026Q2", results=tuple(found))


def test_the_worked_example_pays_what_methods_says():
    card = of_the_worked_example()
    assert card.points("marketing") == pytest.approx(0.855, abs=5e-5)
    assert card.points("sales") == pytest.approx(0.7057, abs=5e-5)
    assert card.pay("marketing") == pytest.approx(17_100_000, abs=1)
    assert card.pay("sales") == pytest.approx(14_114_368, abs=1)


@pytest.mark.parametrize(("o", "e", "wanted"), [(9, 6, 1.115), (90, 60, 1.375), (2, 6, 0.846)])
def test_wins_are_drawn_towards_what_was_expected(o, e, wanted):
    assert shrunk(o, e) == pytest.approx(wanted, abs=5e-4)


def test_the_shared_margin_is_the_true_one_against_plan(book, card):
    plan, handed = book.tables["plan"].iloc[0], handed_off(book)
    won = handed.loc[won_in_time(handed), "deal_value"].sum()
    margin = won / plan["deal_value"] * VALUE - len(handed) * COST
    planned_margin = plan["handoffs"] * (plan["win_rate"] * VALUE - COST)
    assert card.results[0].value == pytest.approx(margin / planned_margin)
    assert card.results[0].value == pytest.approx(0.9)


def test_wins_as_expected_count_every_lead_handed_off(book, card):
    leads = passing(book)
    chance = quarter().chance.reindex(leads["lead_id"]).sum()
    won = won_in_time(leads).sum()
    assert card.results[4].value == pytest.approx((won + 20) / (chance + 20))


def test_luck_holds_the_value_and_grows_with_fewer_wins(card):
    for one in card.results:
        if one.kpi.measure:
            assert one.found.low < one.found.value < one.found.high
    assert card.estimate("sales").low <= card.points("sales") <= card.estimate("sales").high


def test_the_interval_of_the_margin_is_that_of_compound_poisson_sums(book, card):
    handed, plan = handed_off(book), book.tables["plan"].iloc[0]
    won = handed["deal_value"].fillna(0).where(won_in_time(handed), 0)
    each = (won / plan["deal_value"] * VALUE - COST).groupby(handed["account_id"]).sum()
    planned_margin = plan["handoffs"] * (plan["win_rate"] * VALUE - COST)
    spread = float(np.sqrt((each**2).sum())) / planned_margin
    drawn = card.results[0].drawn
    assert drawn.std() == pytest.approx(spread, rel=0.12)


def test_an_open_quarter_is_provisional_and_trued_up_later(book):
    early = scorecard(book, paying(marketing_pay=1e6), quarter="2026Q1", as_of="2026-04-10")
    assert not early.is_final
    assert early.results[0].is_open
    assert early.true_up_on == date(2026, 6, 29)
    late = scorecard(book, paying(marketing_pay=1e6), quarter="2026Q1", as_of="2026-09-30")
    assert late.is_final
    assert late.at_the_end is not None
    assert late.true_up("marketing") == pytest.approx(
        late.pay("marketing") - late.at_the_end.pay("marketing")
    )
    assert late.true_up("sales") is None


def test_until_maturity_the_frozen_model_counts_and_then_what_was_won(book):
    log = book.tables["scores"]
    twice = log.assign(probability=(2 * log["probability"]).clip(upper=1))
    coached = replace(book, tables={**book.tables, "scores": twice})
    early = [scored(one, as_of="2026-04-01").results[1].value for one in (book, coached)]
    late = [scored(one).results[1].value for one in (book, coached)]
    assert early[1] > early[0]
    assert late[1] == late[0]


def test_an_open_lead_counts_as_such_leads_ended_in_the_past():
    start, none = pd.Timestamp("2026-01-01", tz="UTC"), pd.NaT
    ended = [start + pd.Timedelta(days=days) for days in (10, 20, 30, 40)]
    past = pd.DataFrame(
        {
            "handed_off_at": start,
            "closed_at": [*ended, none],
            "rejected_at": pd.Series([none] * 5).dt.tz_localize("UTC"),
            "won": [0.0, 1.0, 0.0, 1.0, 0.0],
        }
    )
    age = pd.Series(pd.to_timedelta([5, 15, 35, 41, 200], unit="D"))
    assert _won_later(age, past).tolist() == [2 / 5, 2 / 4, 1 / 2, 0, 0]


def test_few_cases_are_completed_to_twenty_on_target(card):
    reports = card.results[3]
    assert reports.found.n == 13
    share = reports.found.value
    assert reports.value == pytest.approx((13 * share + 7 * reports.kpi.target) / 20)


def test_what_cannot_be_measured_is_named_and_not_paid(book):
    none = replace(book, tables={k: v for k, v in book.tables.items() if k not in ("plan",)})
    card = scored(none, paying(sales_pay=100.0))
    assert [one.missing for one in card.results[:2]] == ["the book has no plan for the period"] * 2
    assert card.measured("sales") == pytest.approx(0.5)
    assert card.pay("sales") == pytest.approx(100 * sum(one.points for one in card.results[4:]))
    assert "50\xa0% of its weight could not be measured" in card.sentence("sales")
    by_hand = scored(book, make_agreement())
    assert by_hand.results[0].missing.startswith("entered by hand")
    assert next(iter(by_hand.to_dict()["not_measured"])) == by_hand.results[0].kpi.name


def test_a_book_without_a_frozen_model_scores_no_expected_wins(book):
    unscored = replace(book, tables={**book.tables, "scores": book.tables["scores"].head(0)})
    card = scored(unscored)
    assert card.results[4].missing == "the book has no folder to hold a policy"
    assert card.results[1].score is not None, "what was won needs no model"


def test_scores_given_after_the_handoff_or_by_another_policy_do_not_count(book):
    log = book.tables["scores"]
    late = log.assign(at=log["at"] + pd.Timedelta(days=200), probability=0.9)
    other = log.assign(policy="2.2 cccccccc", probability=0.9)
    both = pd.concat([log, late, other], ignore_index=True)
    moved = replace(book, tables={**book.tables, "scores": both})
    assert scored(moved).results[4].value == scored(book).results[4].value


def test_the_table_holds_every_result_and_the_sentence_both_sides(card):
    assert card.table["points"].sum() == pytest.approx(
        card.points("marketing") + card.points("sales") - card.results[0].points
    )
    assert card.sentence().count("of full pay") == 2
    assert "Sales reached" in card._repr_html_()
    content = card.to_dict()
    assert content["sides"]["sales"]["pay"] == card.pay("sales")
    assert content["final"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_table_to_read_has_every_column_in_both_languages(card, language):
    with speaking(language):
        shown = rows(card, list(card.results))
    assert shown.shape == (len(card.results), 5)
    assert shown.iloc[:, 3].str.contains("%").any()


def test_the_picture_shows_a_row_a_result(card):
    ax = card.plot()
    assert len(ax.get_yticklabels()) == len(card.results)
    assert ax.get_xlim() == (0, 1.2)


def test_the_page_names_what_it_cannot_see_and_the_sample_to_look_at(book, card):
    tested = back_test(book, card.agreement, 4)
    html = scorecard_page(card, tested).html()
    assert "Buyers called back" in html
    assert f"{-(-len(card.ledger.handed) // 10)} leads" in html
    assert "Only calls and meetings count as attempts" in html


def test_the_back_test_scores_each_quarter_as_the_scorecard_does(book, card):
    tested = back_test(book, card.agreement, 4, as_of="2026-09-30")
    assert [one.quarter for one in tested.cards] == ["2026Q1"]
    assert tested.table["points"].tolist() == [card.points("marketing"), card.points("sales")]
    assert tested.luck("sales") > 0
    young = back_test(book, card.agreement, 4, as_of="2026-04-01")
    assert not young.cards
    assert "No past quarter" in repr(young)


def test_a_quarter_and_days_together_are_refused(book):
    with pytest.raises(BadInput, match="both given"):
        scorecard(book, paying(), quarter="2026Q1", first=date(2026, 1, 1))


def test_days_that_are_no_quarter_have_no_plan(book):
    card = scorecard(book, paying(), first=date(2026, 1, 5), last=date(2026, 3, 8))
    assert card.quarter == ""
    assert card.results[0].missing == "the book has no plan for the period"


def test_points_by_luck_follow_the_line_and_its_cap():
    kpi = Kpi(side="shared", name="x", weight=0.5, floor=0.5, target=1.0)
    one = Result(kpi=kpi, found=rate(8, 10), value=0.8, drawn=np.array([0.2, 0.75, 3.0]), cap=1.2)
    assert one.points_drawn.tolist() == pytest.approx([0.0, 0.25, 0.6])
    assert one.points == pytest.approx(0.3)


def test_twenty_wins_weigh_as_methods_says():
    assert results.K == 20


def test_a_period_without_handoffs_pays_for_nothing_and_breaks_nothing(book):
    card = scorecard(book, paying(), first=date(2026, 8, 1), last=date(2026, 8, 31))
    assert card.results[4].missing.startswith("0 leads were handed off")
    assert card.results[2].missing == "nothing was due"
    assert card.points("marketing") <= 0.12
    assert scorecard_page(card).html()
