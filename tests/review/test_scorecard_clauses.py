"""The bonus and the promises that a draft proposes, by what a book can measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_agreement import make_agreement
from made_book import make_book
from made_scorecard import quarter

from leadkit.agreement import MEASURES, Bonus, Promise
from leadkit.review.drafting.clauses import bonus, proposed_promises

NEW = {"M7", "S7", "S8", "S9"}


def promised(book=None, *, has_policy=True):
    terms = proposed_promises(("source",), has_policy=has_policy, book=book)
    return tuple(Promise(**one, target=1) for one in terms)


def test_attempts_requests_and_named_reasons_are_proposed_where_a_book_has_them():
    full = quarter().book
    assert {one.id for one in promised(full)} >= NEW
    assert not NEW & {one.id for one in promised()}
    bare = {name: table for name, table in full.tables.items() if name != "signals"}
    assert NEW & {one.id for one in promised(replace(full, tables=bare))} == {"S8", "S9"}
    assert NEW & {one.id for one in promised(make_book(n=50))} == {"S9"}


def test_three_attempts_in_ten_days_are_proposed():
    attempts = next(one for one in promised(quarter().book) if one.id == "S8")
    assert (attempts.attempts, attempts.days) == (3, 10)
    assert {one.measure for one in promised(quarter().book)} <= set(MEASURES)


def test_in_money_half_is_shared_margin_and_every_result_is_measured():
    proposed = bonus(promised(), has_policy=True, has_plan=True)
    shared = [kpi for kpi in proposed.kpis if kpi.side == "shared"]
    assert [(kpi.measure, kpi.weight) for kpi in shared] == [("margin_against_plan", 0.5)]
    assert all(kpi.measure or kpi.promise for kpi in proposed.kpis)
    assert proposed.audited == pytest.approx(0.1)


@pytest.mark.parametrize("terms", [{}, {"has_policy": True}, {"has_plan": True}])
def test_without_plan_or_policy_the_rest_rests_on_promises(terms):
    proposed = bonus(promised(has_policy=False), **terms)
    assert not any(kpi.measure for kpi in proposed.kpis)
    own = [kpi.promise for kpi in proposed.kpis if kpi.side != "shared"]
    assert own == ["M1", "M2", "M5", "S1", "S3", "S4"]


def test_pay_is_carried_over_and_never_proposed():
    before = make_agreement().bonus.model_copy(update={"sales_pay": 5e6, "true_up_days": 95})
    carried = bonus(promised(), has_policy=True, has_plan=True, before=before)
    assert (carried.marketing_pay, carried.sales_pay, carried.true_up_days) == (None, 5e6, 95)
    assert bonus(promised()).sales_pay is None
    assert isinstance(Bonus.model_validate(carried.model_dump()), Bonus)
