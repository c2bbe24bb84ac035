"""The parts of a shortfall one by one, each against an answer known by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, log, sqrt

import numpy as np
import pandas as pd
import pytest
from made_book import make_book

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.book import Book, Known
from leadkit.review.quarters import judged_and_before, refuse_undated, refuse_unknown, year_before
from leadkit.review.shortfall.control import Control, ratio, watch
from leadkit.review.shortfall.doubts import detectable
from leadkit.review.shortfall.features import features
from leadkit.review.shortfall.reference import (
    Reference,
    _chances,
    _usual_follow_up,
    compare,
    factors,
    fit,
    newton,
    refit,
    resamples,
    sigmoid,
)
from leadkit.review.shortfall.sample import _ends_at_acceptance, _follow_up, mature_quarters
from leadkit.review.shortfall.sample import draw_up as drawn_up
from leadkit.review.shortfall.shortfall import _cause, shortfall
from leadkit.review.shortfall.worth import refuse_unusable, values

QUARTERS = ["2025Q3", "2025Q4", "2026Q1", "2026Q2"]


@pytest.fixture(scope="module")
def book():
    return make_book(n=70, last=80, bad=0.4, slow=2.0, seed=5, own=40)


@pytest.fixture(scope="module")
def sample(book):
    return drawn_up(book)


# The factors.


def by_hand(sample, rows, weights, reference):
    """Return the five factors of the only draw, turn by turn."""
    standard = actual = expected = sold = revenue = drawn = 0.0
    p = sample.features.shape[1]
    beta, slope = reference.coefficients[0, :p], reference.coefficients[0, p:]
    for i in np.flatnonzero(rows):
        lead, worth = sample.features[i] @ beta, reference.deal_value[0, sample.segment[i]]
        usual = [1 / (1 + exp(-lead - times @ slope)) for times in reference.usual]
        standard += weights[i] * worth * (reference.share[0] @ usual)
        actual += weights[i] * worth / (1 + exp(-lead - sample.follow_up[i] @ slope))
        sold += weights[i] * worth * sample.won[i]
        revenue += weights[i] * sample.value[i]
        drawn += weights[i]
        expected += weights[i] * worth
    return [rows.sum(), standard / drawn, actual / standard, sold / actual, revenue / sold]


def test_the_factors_of_a_draw_are_those_summed_turn_by_turn(sample):
    weights = next(resamples(sample, 2, np.random.default_rng(2)))
    rows, start = ~sample.is_reference, fit(sample)
    both = factors(sample, rows, weights, refit(sample, weights, start))
    for found, drawn in zip(both, weights, strict=True):
        reference = refit(sample, drawn[None], start)
        assert reference.share.sum() == pytest.approx(1)
        assert found == pytest.approx(by_hand(sample, rows, drawn, reference))


def test_without_a_win_or_a_chance_the_lost_factor_is_one(sample):
    once = np.ones((1, len(sample.won)))
    rows = ~sample.is_reference
    nothing = replace(sample, won=np.zeros_like(sample.won), value=np.zeros_like(sample.won))
    found = factors(nothing, rows, once, refit(sample, once, fit(sample)))[0]
    assert found[3:].tolist() == [0, 1]
    worthless = refit(sample, once, fit(sample))
    worthless = worthless._replace(deal_value=np.zeros_like(worthless.deal_value))
    assert factors(sample, rows, once, worthless)[0, 1:4].tolist() == [0, 1, 1]


def test_chances_stay_chances_however_far_the_logits_run():
    far = Reference(np.array([[1.0, -1.0]]), np.ones((1, 1)), np.array([[0.0]]), np.ones((1, 1)))
    features, follow_up = np.array([[900.0], [-900.0], [0.0]]), np.array([[0.0], [0.0], [900.0]])
    standard, actual = _chances(features, follow_up, far)
    assert standard[0] == pytest.approx([1, 0, 0.5])
    assert actual[0] == pytest.approx([1, 0, 0])
    assert sigmoid(np.array([0.0, 1.0, -800.0])) == pytest.approx([0.5, 1 / (1 + exp(-1)), 0])


def test_one_newton_step_is_that_of_the_penalised_likelihood(sample):
    X, y = sample.design[sample.is_reference], sample.won[sample.is_reference]
    weights = np.random.default_rng(4).integers(0, 3, (2, len(y))).astype(float)
    start = np.tile(np.linspace(-1, 0.1, X.shape[1]), (2, 1))
    penalty = np.r_[0, np.full(X.shape[1] - 1, 0.25)]
    chance = 1 / (1 + np.exp(-X @ start[0]))
    for draw, found in zip(weights, newton(X, y, weights, start), strict=True):
        gradient = X.T @ (draw * (y - chance)) - penalty * start[0]
        hessian = (X.T * (draw * chance * (1 - chance))) @ X + np.diag(penalty)
        assert found == pytest.approx(start[0] + np.linalg.solve(hessian, gradient))
        alone = newton(X, y, draw[None], start[:1])
        assert alone[0] == pytest.approx(found)


def test_usual_waits_are_means_of_25_equal_shares_and_those_never_called():
    waits = np.r_[np.arange(100) / 10.0, 5.0, 5.0]
    never = np.r_[np.zeros(100), 1, 1]
    usual, place = _usual_follow_up(np.column_stack([waits, never]))
    assert usual.shape == (26, 2)
    assert usual[-1].tolist() == [5, 1]
    assert usual[:-1, 0] == pytest.approx([np.mean(waits[4 * k : 4 * k + 4]) for k in range(25)])
    assert np.bincount(place).tolist() == [4] * 25 + [2]
    none, nowhere = _usual_follow_up(np.empty((3, 0)))
    assert (none.shape, nowhere.tolist()) == ((1, 0), [0, 0, 0])


def test_in_draws_the_number_of_leads_is_poisson_and_in_the_estimate_as_counted(sample):
    before, after = compare(sample, draws=300, seed=1)
    counted = (sample.quarter == "2026Q1").sum(), (sample.quarter == "2026Q2").sum()
    assert (before[0, 0], after[0, 0]) == counted
    for side, n in zip((before, after), counted, strict=True):
        assert side[1:, 0].mean() == pytest.approx(n, abs=3)
        assert side[1:, 0].var() == pytest.approx(n, rel=0.35)


def test_beside_a_plan_the_usual_follow_up_moves_between_quality_and_follow_up(book, sample):
    planned = drawn_up(book, against="plan")
    before, after = compare(planned, draws=2, seed=0)
    assert (before == planned.planned).all()
    once = np.ones((1, len(planned.won)))
    reference = refit(planned, once, fit(planned))
    plain = factors(planned, ~planned.is_reference, once, reference)[0]
    usual = factors(planned, planned.is_reference, once, reference)[0, 2]
    assert after[0] == pytest.approx(plain * [1, usual, 1 / usual, 1, 1])
    assert planned.wins[0] == round(280 * 0.15 + 120 * 0.15)
    assert planned.planned[0] == 400
    assert planned.planned[1] == pytest.approx((280 * 0.15 * 20e6 + 120 * 0.15 * 60e6) / 400)
    assert planned.judged_by == (int(planned.won[planned.is_reference].sum()), planned.wins[1])


def test_an_interval_is_that_of_the_draws_alone_and_the_gap_their_sum(book):
    found = shortfall(book, draws=40, seed=3)
    assert found.gap == pytest.approx(found.revenue[1] - found.revenue[0])
    assert found.gap_interval[0] < found.gap < found.gap_interval[1]
    assert all(one.n == found.leads[1] and one.events == found.wins[1]
               for one in found.parts.values())  # fmt: skip


def test_fewer_than_ten_wins_in_a_period_tell_nothing(book):
    found = shortfall(book, draws=40, seed=3)
    told = {part: replace(one, low=1.0, high=2.0) for part, one in found.parts.items()}
    for judged_by, verdict in [((9, 50), "cannot tell"), ((10, 50), "rose")]:
        sure = replace(found, parts=told, sample=replace(found.sample, judged_by=judged_by))
        assert set(sure.verdicts.values()) == {verdict}


def test_selling_is_not_blamed_against_the_leads_of_sales_and_any_other_part_is():
    against = Control(own=estimate(1.0, 0.8, 1.25), marketing=estimate(0.6, 0.5, 0.72))
    selling = np.tile([0.0, -1, 0, -9, 0], (41, 1))
    quality = selling[:, [0, 3, 2, 1, 4]]
    assert _cause(selling, None) == "selling"
    assert _cause(selling, against) is None
    assert _cause(quality, against) == "lead_quality"


def test_a_book_ends_at_acceptance_where_every_win_does():
    times = pd.to_datetime(["2026-01-05", "2026-01-06", "2026-01-07"], utc=True)
    turns = pd.DataFrame({"won": [1.0, 1, 0], "closed_at": times, "accepted_at": times})
    assert _ends_at_acceptance(turns)
    lost_later = turns.assign(accepted_at=times.where([True, True, False], times[0]))
    assert _ends_at_acceptance(lost_later)
    assert not _ends_at_acceptance(turns.assign(accepted_at=times[[0, 0, 2]]))
    assert not _ends_at_acceptance(turns.assign(won=0.0))


# What was known of a lead.


def known(cells, reference, *, before=True):
    """Return the feature columns of one column, the constant one left out."""
    leads = pd.DataFrame({"x": cells})
    book = Book({"leads": leads}, known={"x": Known.HANDOFF if before else Known.AFTER})
    return features(book, pd.DataFrame({"turn": 1}, index=leads.index), np.array(reference))


def test_a_number_is_scaled_on_the_reference_and_kept_within_its_range():
    found, names = known([1.0, 3, 5, 9, -9, np.nan], [True] * 3 + [False] * 3)
    spread = np.std([1, 3, 5])
    assert names == ("x",)
    assert found[:, 0].tolist() == [1] * 6
    assert found[:, 1] == pytest.approx(np.array([-2, 0, 2, 2, -2, 0]) / spread)
    assert found.shape == (6, 2)  # nothing missing in the reference: no column for it
    assert known([1.0, 3, 5], [True] * 3, before=False)[1] == ()


def test_a_skewed_count_is_taken_by_its_logarithm():
    counts = np.r_[np.zeros(8), 1.0, 50]
    found = known(counts, [True] * 10)[0][:, 1]
    logs = np.log1p(counts)
    assert found == pytest.approx((logs - logs.mean()) / logs.std())
    signed = counts - 1
    assert known(signed, [True] * 10)[0][:, 1] == pytest.approx(
        (signed - signed.mean()) / signed.std()
    )


def test_levels_that_are_rare_or_new_share_the_base_line():
    cells = ["a"] * 30 + ["b"] * 2 + ["c"] * 19 + ["d", "a", "new"]
    reference = [True] * 52 + [False] * 2
    found, _names = known(cells, reference)
    assert found.shape == (54, 4)  # the constant, a, b, c
    assert found[:, 1].sum() == 31
    assert found[-1].tolist() == found[-3].tolist() == [1, 0, 0, 0]
    assert known([*cells[:-2], "new", "newer"], reference)[1] == ()
    assert known([*"abcdefghijklmn"] * 9, [True] * 126)[0].shape == (126, 1 + 12)


# Follow-up, worth, quarters.


def test_waits_are_logs_of_hours_and_who_was_never_called_has_the_usual_one():
    start = pd.Timestamp("2026-01-05", tz="UTC")
    hours = pd.Series([0.0, 1, -3, 90 * 24, 90 * 24 + 1, np.nan])
    table = pd.DataFrame({"start": start, "quarter": "2026Q1"}, index=hours.index)
    table["first_response_at"] = start + pd.to_timedelta(hours, "h")
    found = _follow_up(table, pd.Series(True, index=table.index), 90)
    usual = (0 + log(2) + 0 + log(1 + 90 * 24)) / 4
    assert found[:, 0] == pytest.approx([0, log(2), 0, log(1 + 90 * 24), usual, usual])
    assert found[:, 1].tolist() == [0, 0, 0, 0, 1, 1]
    never = pd.Series(pd.NaT, index=table.index, dtype=table["first_response_at"].dtype)
    silent = pd.concat([table, table.assign(quarter="2026Q2", first_response_at=never)])
    assert _follow_up(silent, pd.Series(True, index=silent.index), 90).shape == (12, 0)


def handed(*rows):
    table = pd.DataFrame(rows, columns=["quarter", "won", "segment", "deal_value"])
    return Book({"leads": table}), table


def test_a_win_without_a_value_has_that_of_its_segment_or_of_all():
    book, table = handed(
        ("2026Q1", 1, "small", 10.0), ("2026Q1", 1, "small", 20), ("2026Q1", 1, "small", np.nan),
        ("2026Q2", 1, "large", np.nan), ("2026Q2", 1, "small", 30), ("2026Q2", 1, "small", 20),
        ("2026Q2", 0, "small", 99),
    )  # fmt: skip
    found = values(book, table, "2026Q2", "2026Q1")
    assert found.values.tolist() == [10, 20, 20, 20, 30, 20, 0]
    assert (found.unknown, found.in_money) == (2, True)
    wins = ("2026Q1", 1, "s", 10.0), ("2026Q2", 1, "s", 1), ("2026Q2", 1, "s", None)
    half = values(*handed(*wins), "2026Q2", "2026Q1")
    assert (half.values.tolist(), half.unknown, half.in_money) == ([1, 1, 1], 1, False)


def test_beside_a_plan_all_earlier_quarters_must_have_values():
    book, table = handed(
        ("2025Q4", 1, "s", np.nan), ("2026Q1", 1, "s", 10.0), ("2026Q2", 1, "s", 5.0)
    )
    assert values(book, table, "2026Q2", "2026Q1").in_money
    assert not values(book, table, "2026Q2", "plan").in_money


def test_amounts_that_cannot_be_added_are_refused():
    two = pd.DataFrame({"currency": ["VND", "USD", None]})
    with pytest.raises(BadInput, match="USD, VND"):
        refuse_unusable(Book({"leads": two}))
    refuse_unusable(Book({"leads": two.head(1)}))
    deals = pd.DataFrame({"outcome": ["won", "lost", "won"], "deal_value": [0.0, -5, -5]})
    with pytest.raises(BadInput, match="1 won deal "):
        refuse_unusable(Book({"leads": deals}))
    refuse_unusable(Book({"leads": deals.head(2)}))


def test_a_quarter_is_mature_when_its_last_lead_is():
    table = pd.DataFrame({"quarter": ["b", "b", "a", "c"], "mature": [True, False, True, True]})
    assert mature_quarters(table) == ["a", "c"]


def test_what_a_quarter_is_compared_with():
    assert judged_and_before(QUARTERS, None, "previous") == ("2026Q2", "2026Q1")
    assert judged_and_before(QUARTERS, "2025Q4", "previous") == ("2025Q4", "2025Q3")
    assert judged_and_before(["2025Q2", *QUARTERS], None, "year") == ("2026Q2", "2025Q2")
    assert judged_and_before(QUARTERS, None, "plan")[1] == "plan"
    assert judged_and_before(QUARTERS, None, "2025Q3")[1] == "2025Q3"
    assert year_before("2026Q1") == "2025Q1"
    for quarter, against, said in [
        ("2025Q3", "previous", "it is the first"),
        ("2026Q3", "previous", "it is not over"),
        ("2026Q2", "year", "cannot be compared with 2025Q2"),
        ("2026Q1", "2026Q2", "cannot be compared with '2026Q2'"),
    ]:
        with pytest.raises(BadInput, match=said):
            judged_and_before(QUARTERS, quarter, against)
    for quarter, said in [("2025Q1", "begins later"), ("2027Q1", "ends before"), ("x", "not a qu")]:
        with pytest.raises(BadInput, match=said):
            refuse_unknown(quarter, QUARTERS)
    refuse_unknown("2026Q1", QUARTERS)
    with pytest.raises(BadInput, match="in 2025Q4\n"):
        refuse_unknown("2025Q4", ["2025Q3", "2026Q1"])
    leads = pd.DataFrame({"outcome": ["won", "lost", "open"]})
    with pytest.raises(BadInput, match="needs dates") as error:
        refuse_undated(Book({"leads": leads}), leads.head(0))
    assert "1 of 2 leads bought" in error.value.fix
    refuse_undated(Book({"leads": leads}), leads)
    dated = leads.assign(created_at=pd.Timestamp(date(2026, 1, 1)))
    with pytest.raises(BadInput, match="handed off no lead"):
        refuse_undated(Book({"leads": dated}), leads.head(0))


# The control.


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high, n=100, method="made")


@pytest.mark.parametrize(
    ("own", "marketing", "reading"),
    [
        ((0.7, 0.5, 0.98), (0.7, 0.5, 0.9), "supports"),
        ((1.0, 0.8, 1.25), (0.6, 0.5, 0.72), "contradicts"),
        ((1.0, 0.6, 1.0 / 0.6), (0.7, 0.5, 0.98), "cannot tell"),
        ((2.0, 1.6, 2.5), (1.1, 1.0, 1.2), "cannot tell"),  # marketing's did not fall
        ((1.0, 0.8, 1.25), (0.6, 0.0, 0.9), "cannot tell"),
        ((np.nan, np.nan, np.nan), (0.6, 0.5, 0.72), "cannot tell"),
    ],
)
def test_what_the_leads_of_sales_say(own, marketing, reading):
    assert Control(own=estimate(*own), marketing=estimate(*marketing)).reading == reading


def test_the_control_needs_leads_in_both_periods():
    selling = np.r_[0.8, np.linspace(0.6, 1.0, 101)]
    found = watch(np.array([[10, 80], [5, 60]]), selling, wins=40)
    assert (found.own.value, found.own.n, found.own.events) == (
        pytest.approx((5 / 60) / (10 / 80)), 140, 15)  # fmt: skip
    assert (found.marketing.value, found.marketing.n) == (0.8, 40)
    assert (found.marketing.low, found.marketing.high) == pytest.approx((0.61, 0.99))
    assert watch(np.array([[0, 0], [5, 60]]), selling, wins=40) is None
    assert watch(np.array([[10, 80], [0, 0]]), selling, wins=40) is None
    error = sqrt(1 / 5 - 1 / 60 + 1 / 10 - 1 / 80)
    assert found.own.high == pytest.approx(found.own.value * exp(1.959964 * error), rel=1e-5)
    assert ratio(0, 80, 5, 60).refused
    assert ratio(10, 80, 0, 60).refused


def test_without_a_win_nothing_can_be_seen():
    assert detectable((0, 50)) == 1
    assert detectable((50, 50)) == pytest.approx(1 - exp(-2.8 * sqrt(2 / 50)))
