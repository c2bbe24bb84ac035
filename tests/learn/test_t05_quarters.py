import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_lessons import assert_no_text_is_cut_or_meets_another
from scipy.optimize import linprog

from leadkit.base import language
from leadkit.learn import play
from leadkit.learn.lessons.line_picture import draw_plan
from leadkit.learn.lessons.lines import (
    COST,
    LEADS,
    SCORES,
    Plan,
    Played,
    Quarter,
    flat_zone,
    profits,
)
from leadkit.learn.lessons.playing import Game
from leadkit.learn.lessons.quarters import ROUNDS, reasons, told, told_lines

PLANS = st.builds(
    Plan,
    st.builds(Quarter, st.integers(1, 2_200), st.sampled_from([1_000_000, 500_000])),
    st.integers(0, 50),
    st.booleans(),
)


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


@pytest.mark.parametrize(
    ("line", "places", "best_first", "millions"),
    [
        (5, 600, True, 61),
        (5, 800, True, 65),
        (10, 600, True, 57),
        (20, 600, True, 34.5),
        (0, 600, False, 8.7),
        (5, 600, False, 48.75),
        (0, 1_200, True, 53),
        (50, 600, True, 0),
    ],
)
def test_what_a_line_is_known_to_earn(line, places, best_first, millions):
    assert Plan(Quarter(places), line, best_first).profit == pytest.approx(millions * 1e6)


@pytest.mark.parametrize(
    ("places", "worth"), [(100, 230_000), (300, 90_000), (600, 20_000), (800, 0)]
)
def test_one_more_place_is_worth_the_next_lead(places, worth):
    assert Quarter(places).next_place == worth


@pytest.mark.parametrize("quarter", [quarter for quarter, _story in ROUNDS])
def test_the_best_possible_is_that_of_a_linear_programme(quarter):
    solved = linprog(
        -quarter.earned,
        A_ub=[[1] * len(LEADS)],
        b_ub=[quarter.places],
        bounds=[(0, leads) for leads in LEADS],
    )
    assert quarter.best == pytest.approx(-solved.fun)
    assert quarter.next_place == pytest.approx(-solved.ineqlin.marginals[0])


@given(PLANS)
def test_no_plan_beats_the_best_and_every_lead_is_somewhere(plan):
    assert plan.profit <= plan.quarter.best + 1e-3
    assert plan.called.sum() + plan.waiting == pytest.approx(plan.sent.sum())
    assert plan.called.sum() + plan.empty == pytest.approx(plan.quarter.places)
    assert (plan.called <= plan.sent + 1e-9).all()
    assert 0 <= plan.share <= 1 + 1e-9


@given(PLANS)
def test_whoever_falls_short_of_the_best_is_told_why(plan):
    short = not plan.is_best
    is_blind = bool(plan.waiting) and plan.sends_unequal and not plan.best_first
    assert short == bool(plan.losing or plan.kept_back or is_blind)
    assert any("earns more" in reason for reason in reasons(plan)) == (not short)


@pytest.mark.parametrize("plan", [Plan(Quarter(600), 0, False), Plan(Quarter(600), 7)])
def test_quarters_played_come_out_at_the_mean(plan):
    rng = np.random.default_rng(3)
    played = [plan.played(rng) for _time in range(1_500)]
    assert {one.called for one in played} == {600}
    found = np.array([one.profit for one in played])
    assert found.mean() == pytest.approx(plan.profit, abs=4 * found.std() / np.sqrt(1_500))
    spread = plan.called @ (SCORES / 100 * (1 - SCORES / 100))
    if plan.best_first:
        assert found.std() / 1e6 == pytest.approx(np.sqrt(spread), rel=0.08)


def test_the_flat_zone_lies_where_nothing_is_lost():
    assert flat_zone(Quarter(800), best_first=False) == (3, 7)
    assert flat_zone(Quarter(1_200)) == (3, 7)
    assert flat_zone(Quarter(600)) == (0, 7)
    assert flat_zone(Quarter(1_200, value=500_000)) == (8, 14)
    earned = profits(Quarter(700), best_first=False)
    low, high = flat_zone(Quarter(700), best_first=False)
    outside = np.r_[earned[:low], earned[high + 1 :]]
    assert outside.max() < 0.98 * earned.max() <= earned[low : high + 1].min()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(Quarter(700), 5, False), ["100 of the 800 leads sent were never called, and nobody"]),
        (Plan(Quarter(700), 5), ["those that scored lowest.", "Nothing earns more with"]),
        (Plan(Quarter(700), 10), ["300 places stayed empty, while 300 leads that pay were kept"]),
        (Plan(Quarter(1_200), 0), ["400 of the leads called scored below break-even, 5"]),
        (Plan(Quarter(1_200), 5), ["Nothing earns more: the 400 places that stay empty"]),
        (Plan(Quarter(600), 5), ["One more place would be worth 20,000 ₫"]),
        (Plan(Quarter(1_200, 500_000), 5), ["below break-even, 10"]),
    ],
)
def test_a_plan_is_told_what_it_lost_and_why(plan, said):
    text = " ".join(reasons(plan))
    assert [words for words in said if words not in text] == []


def test_luck_is_shown_and_does_not_count():
    plan = Plan(Quarter(600), 10)
    lucky, unlucky = (Played(plan, 400, wins, wins * 1e6 - 400 * COST) for wins in (110, 50))
    assert told(lucky, [plan]).head == told(unlucky, [plan]).head
    assert "110 of the 400 leads called bought: 90 million ₫ this time." in told(lucky, [plan]).text
    nobody = Plan(Quarter(600), 40)
    assert "luck" not in told(Played(nobody, 0, 0, 0.0), [nobody]).text


def test_the_four_quarters_each_have_another_best_line():
    best = [flat_zone(quarter, best_first=False) for quarter, _story in ROUNDS]
    assert best == [(3, 7), (3, 14), (15, 28), (8, 14)]
    assert [quarter.best / 1e6 for quarter, _story in ROUNDS] == [65, 63, 39, 18.5]
    assert told_lines(ROUNDS[1][0]).replace("\N{NO-BREAK SPACE}", " ") == (
        "700 places, the highest scores first, million ₫: 0–7 %: 63; 8–14 %: 57; 15–28 %: 34.5; "
        "29–50 %: 0."
    )


def text_of(widget):
    return re.sub("<.*?>", "", widget.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_game_goes_through_four_quarters_and_adds_them_up():
    live = Game(np.random.default_rng(0)).live
    assert (live.line.value, live.order.value) == (50, False)
    live.following.click()
    assert "Not played yet." in live.reply.value
    for place, (line, is_sorted) in enumerate([(5, False), (5, True), (20, False), (10, True)], 1):
        assert f"Quarter {place} of 4." in live.story.value
        live.line.value, live.order.value = line, is_sorted
        live.play.click()
        assert ("All four quarters" in live.reply.value) == (place == 4)
        assert live.picture.value.startswith("<img alt=")
        if place < 4:
            live.following.click()
            assert (live.picture.value, live.reply.value) == ("", "")
    assert "All four quarters: 181 of 185.5 million ₫ on average, 98 %." in text_of(live.reply)
    live.line.value = 20
    assert text_of(live.sent) == "This line sends 150 leads; there are places for 1,200."
    live.following.click()
    assert "Quarter 1 of 4." in live.story.value


def test_a_still_game_is_always_the_same_and_hides_the_best_until_unfolded():
    still = Game()._repr_mimebundle_()
    assert list(still) == ["text/plain", "text/html"]
    assert still == Game()._repr_mimebundle_()
    before, _fold, after = still["text/html"].partition("<details>")
    assert not re.search(r"\b(65|63|39)\b", re.sub("<.*?>", "", before))
    assert "<img alt=" in after
    assert after.count("<li>") == 4


def test_the_picture_shows_plan_and_luck_and_no_text_is_cut(spoken):
    plan, drawn = Plan(Quarter(1_200, 500_000), 0), -11
    sheet = draw_plan(plan, Played(plan, 400, 60, drawn * 1e6))
    assert_no_text_is_cut_or_meets_another(sheet)
    upper, lower = sheet.axes
    dots = [line for line in upper.lines if line.get_marker() == "o"]
    shown = [(int(dot.get_xdata()[0]), float(dot.get_ydata()[0])) for dot in dots]
    assert shown == [(plan.line, pytest.approx(plan.profit / 1e6)), (plan.line, drawn)]
    (dot,) = [line for line in lower.lines if line.get_marker() == "o"]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (plan.line, plan.sent.sum())


def test_the_lab_says_what_it_draws():
    lab = play("t05.line")
    assert lab.say(line=5, places=800, best_first=False).replace("\N{NO-BREAK SPACE}", " ") == (
        "With the line at 5 %, 800 leads go to sales, called as they come; there are places for "
        "800. On average that earns 65 million ₫; 65 were possible. Any line from 3 % to 7 % is "
        "as good as the best line, within 2 %."
    )
