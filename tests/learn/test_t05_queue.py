from dataclasses import replace
from itertools import pairwise
from math import isinf
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_lessons import assert_no_text_is_cut_or_meets_another

from leadkit.base import language
from leadkit.learn import play
from leadkit.learn.lessons.queue import (
    DAY,
    DAYS,
    ORDERS,
    PROMISE,
    SEED,
    Day,
    draw_days,
    freshness,
    keeps_most,
    more_wins,
    play_days,
    played,
    waits,
    wins_most,
)
from leadkit.learn.lessons.queue_picture import remark, title

PUBLISHED_DAYS = 1_500
WINS = {
    ("first", 3): 5.97, ("lot", 3): 6.38, ("last", 3): 7.25, ("score", 3): 7.85,
    ("fresh", 3): 7.90, ("first", 4): 8.30, ("fresh", 4): 8.89,
}  # fmt: skip
KEPT = {"first": 0.48, "last": 0.76, "fresh": 0.72}
MINUTES = st.integers(0, int(DAY) - 1)
LEADS = st.lists(st.tuples(MINUTES, st.floats(0.01, 0.8), st.floats(0.01, 2), MINUTES), max_size=12)


def within_luck(estimate, published):
    """Say whether an estimate and one of 1,500 days agree within three standard errors of both."""
    error = (estimate.high - estimate.low) / (2 * 1.96)
    both = error * np.sqrt(1 + DAYS / PUBLISHED_DAYS)
    return abs(estimate.value - published) <= 3 * both + 0.005


def test_wins_are_those_of_the_specification():
    found = {case: played(*case).wins_a_day for case in WINS}
    assert [case for case in WINS if not within_luck(found[case], WINS[case])] == []


def test_leads_called_in_time_are_those_of_the_specification():
    found = {order: played(order, 3).promise for order in KEPT}
    assert [order for order in KEPT if not within_luck(found[order], KEPT[order])] == []


def test_the_true_chance_would_order_better_still_and_equally_many_are_called():
    drawn = draw_days(DAYS)
    known = play_days([replace(day, scores=day.chances) for day in drawn], "fresh", 3)
    assert within_luck(known.wins_a_day, 8.04)
    gain = known.wins - played("fresh", 3).wins
    assert gain.mean() > 3 * gain.std(ddof=1) / DAYS**0.5
    for order in ("first", "score"):
        called = [np.isfinite(waits(day, order, 3, Random(SEED))).sum() for day in drawn]
        assert np.mean(called) == pytest.approx(75.4, abs=3 * np.std(called) / DAYS**0.5)


def test_orders_rank_as_published_and_a_score_needs_its_freshness():
    for worse, better in pairwise(ORDERS):
        assert more_wins(better, worse, 3).low > 0, (worse, better)
    assert more_wins("first", "first", 3).value == 0
    assert played("last", 3).promise.low > played("fresh", 3).promise.high


def test_all_orders_meet_the_same_leads_and_days_repeat():
    again = play_days(draw_days(DAYS), "lot", 3)
    assert np.array_equal(again.wins, played("lot", 3).wins)
    assert np.array_equal(again.in_time, played("lot", 3).in_time)
    leads = played("first", 2).leads
    assert all(np.array_equal(played(order, 5).leads, leads) for order in ORDERS)
    assert draw_days(1, seed=2)[0].arrivals != draw_days(1, seed=3)[0].arrivals


@settings(max_examples=25, deadline=None)
@given(LEADS, st.sampled_from(ORDERS), st.integers(1, 5))
def test_nobody_is_called_before_they_come_nor_by_more_people_than_there_are(leads, order, reps):
    day = Day(*map(list, zip(*sorted(leads), strict=True))) if leads else Day([], [], [], [])
    waited = waits(day, order, reps, Random(0))
    assert len(waited) == len(leads)
    assert all(wait >= 0 for wait in waited)
    starts = [came + wait for came, wait in zip(day.arrivals, waited, strict=True)]
    assert all(start < DAY or isinf(start) for start in starts)
    for start in filter(np.isfinite, starts):
        busy = sum(
            other <= start < other + talk for other, talk in zip(starts, day.talks, strict=True)
        )
        assert busy <= reps
    if order == "first":
        assert starts == sorted(starts)


def test_with_a_person_for_everybody_no_lead_waits():
    day = draw_days(1)[0]
    for order in ORDERS:
        assert waits(day, order, len(day.arrivals), Random(0)) == [0.0] * len(day.arrivals)
    game = play_days([day], "score", len(day.arrivals))
    assert game.wins[0] == pytest.approx(sum(day.chances))
    assert game.in_time[0] == game.leads[0]


def test_each_order_takes_its_own_next_lead():
    day = Day([0, 1, 2, 100], [0.5] * 4, [0.9, 0.3, 0.1, 0.2], [101, 1, 1, 1])
    called = {order: np.argsort(waits(day, order, 1, Random(0)) + np.array(day.arrivals))
              for order in ORDERS}  # fmt: skip
    assert called["first"].tolist() == [0, 1, 2, 3]
    assert called["last"].tolist() == [0, 3, 2, 1]
    assert called["score"].tolist() == [0, 1, 3, 2]
    assert called["fresh"].tolist() == [0, 3, 1, 2]
    assert sorted(called["lot"].tolist()) == [0, 1, 2, 3]
    assert 0.2 * freshness(1) > 0.3 * freshness(100)


@pytest.mark.parametrize("reps", [2, 3, 4, 5])
def test_words_follow_the_numbers(reps):
    wins = {order: played(order, reps).wins.mean() for order in ORDERS}
    kept = {order: played(order, reps).promise.value for order in ORDERS}
    assert wins_most(max(wins, key=wins.get), reps)
    assert keeps_most(max(kept, key=kept.get), reps)
    both = [order for order in ORDERS if wins_most(order, reps) and keeps_most(order, reps)]
    for order in ORDERS:
        said = remark(order, reps)
        if "is not who wins most" in said:
            assert both == []
            assert wins_most(order, reps) != keeps_most(order, reps)
        if "but another wins more" in said:
            assert max(wins.values()) > 1.02 * wins[order]
        if "another calls more leads" in said:
            assert max(kept.values()) > kept[order] + 0.01
        if "hardly matters" in said:
            assert max(wins.values()) < 1.02 * min(wins.values())
    assert ("is not who wins most" in remark("last", reps)) == (reps in (2, 3))
    assert ("hardly matters" in remark("first", reps)) == (reps == 5)
    assert ("Hardly more" in title("fresh", reps)) == (reps == 5)


def test_the_sentence_gives_wins_and_the_promise_of_both_orders():
    lab = play("t05.queue")
    said = lab.say(order="fresh", reps=3).replace(language.NO_BREAK, " ")
    game, first = played("fresh", 3), played("first", 3)
    assert said.startswith("3 sales people, score times freshness: 7.9 (")
    for estimate in (game.promise, first.promise):
        assert estimate.write().replace(language.NO_BREAK, " ") in said
    assert more_wins("fresh", "first", 3).write() in said
    assert lab.say(**lab.start).count("48") == 1
    assert lab.start == {"order": "first", "reps": 3}
    assert game.in_time.sum() / game.leads.sum() == pytest.approx(game.promise.value)
    assert PROMISE == 30


@pytest.mark.parametrize(("order", "reps"), [("first", 3), ("lot", 5)])
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_picture_keeps_its_texts_apart(order, reps, spoken):
    language.use(spoken)
    try:
        drawn = play("t05.queue").draw(order=order, reps=reps)
        assert_no_text_is_cut_or_meets_another(drawn)
    finally:
        language.use("en")
    bars = [bar.get_width() for ax in drawn.axes for bar in ax.patches]
    games = [played(one, reps) for one in dict.fromkeys(("first", order))]
    assert bars == [*(g.wins_a_day.value for g in games), *(g.promise.value for g in games)]
