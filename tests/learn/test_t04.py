import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, shown, words
from scipy.stats import binom

import leadkit as lk
from leadkit.base import language
from leadkit.learn import check, play
from leadkit.learn.checking import judge
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.betting import Game, told
from leadkit.learn.lessons.crowds import Crowd, of_hundred
from leadkit.learn.lessons.fifties import Guess, draw_counts, draw_fifties, draw_group, luck
from leadkit.learn.lessons.luck import buyers_by_luck, luck_range, share_within
from leadkit.learn.lessons.people import hundred, places
from leadkit.learn.lessons.scored import BookScore, ScoredLead, score_the_book
from leadkit.learn.lessons.t04 import DRAWN, JUDGED, OFFERED, SAID, WON, by_plain_mean, expected

ALIKE = [0.2] * 50
NEVER, ALWAYS = (False,) * 50, (True,) * 50


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


@pytest.fixture
def groups():
    rng = np.random.default_rng(1)
    return [draw_group(rng) for _time in range(12)]


@pytest.fixture
def book_score():
    """Two groups: in one luck explains what happened, in the other far too few bought."""
    p = [0.03] * 100 + [0.30] * 100
    y = [1] * 4 + [0] * 96 + [1] * 10 + [0] * 90
    return BookScore(SimpleNamespace(), pd.DataFrame({"y": y, "p": p}), pd.DataFrame(), 90)


def test_with_equal_chances_luck_is_binomial():
    assert buyers_by_luck(ALIKE) == pytest.approx(binom.pmf(np.arange(51), 50, 0.2))
    for n, p in ((50, 0.2), (20, 0.05), (237, 0.31)):
        assert luck_range([p] * n) == tuple(binom.interval(0.95, n, p))


def test_with_unequal_chances_luck_has_their_mean_and_spread():
    chances = np.array([0.05] * 200 + [0.2] * 100 + [0.4] * 50)
    found, buyers = buyers_by_luck(chances), np.arange(351)
    mean = (found * buyers).sum()
    assert mean == pytest.approx(50)
    assert (found * (buyers - mean) ** 2).sum() == pytest.approx((chances * (1 - chances)).sum())
    low, high = luck_range(chances)
    assert (low, high) == (38, 62)
    assert share_within(low, high, chances) >= 0.95


def test_fifty_at_twenty_percent_lie_between_five_and_sixteen():
    assert luck() == luck_range([SAID / 100] * DRAWN) == (5, 16)
    assert share_within(5, 16, ALIKE) == pytest.approx(0.967, abs=5e-4)
    assert share_within(0, WON, ALIKE) == pytest.approx(0.307, abs=5e-4)
    assert "about 31 of 100" in exercise("t04.3").solution


@pytest.mark.parametrize("score", [0.12, 0.25])
def test_eight_of_fifty_fits_other_scores_too(score):
    low, high = luck_range([score] * DRAWN)
    assert low <= WON <= high


@pytest.mark.parametrize(
    ("buying", "hot_buyers", "hot", "share"), [(10, 60, 240, 25.0), (2, 12, 208, 5.8)]
)
def test_one_score_in_two_crowds_means_two_things(buying, hot_buyers, hot, share):
    crowd = of_hundred(buying)
    assert (crowd.hot_buyers, crowd.hot) == (hot_buyers, hot)
    assert 100 * crowd.hot_buyers / crowd.hot == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize("buying", range(2, 11))
def test_every_crowd_is_a_thousand_and_marked_in_the_same_shares(buying):
    crowd = of_hundred(buying)
    assert len(crowd.buys) == 1_000
    assert sum(crowd.buys) == crowd.buyers == 10 * buying
    assert sum(crowd.buys[: crowd.hot]) == crowd.hot_buyers
    assert crowd.hot_buyers / crowd.buyers == pytest.approx(0.6)
    assert crowd.hot_others / (1_000 - crowd.buyers) == pytest.approx(0.2)


def test_the_rarer_the_buyers_the_less_a_hot_lead_means():
    shares = [crowd.hot_buyers / crowd.hot for crowd in map(of_hundred, range(2, 11))]
    assert all(few < many for few, many in pairwise(shares))


def test_the_expected_buyers_of_the_exercises():
    assert (expected(OFFERED), expected(JUDGED)) == (15, 50)
    assert by_plain_mean(OFFERED) == pytest.approx(21.333, abs=5e-4)
    assert by_plain_mean(JUDGED) == pytest.approx(75.833, abs=5e-4)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("t04.1", 15),
        ("t04.1", "15"),
        ("t04.2", "20%"),
        ("t04.2", 19.6),
        ("t04.3", "b"),
        ("t04.4", "0,76"),
        ("t04.4", 0.757),
    ],
)
def test_right_answers_are_told_why(key, answer):
    reply = check(key, answer)
    assert (reply.status, reply.code, reply.text) == ("right", "", exercise(key).why)


@pytest.mark.parametrize(
    ("key", "answer", "code", "says"),
    [
        ("t04.1", 5, "M16", "Only the group at 50 %"),
        ("t04.1", 0, "M16", "No single lead"),
        ("t04.1", 21, "M56", "The plain mean"),
        ("t04.1", "21,3", "M56", "The plain mean"),
        ("t04.1", 80, "", "None of the usual slips."),
        ("t04.2", 75, "M14", "Three quarters"),
        ("t04.2", "25 %", "M06", "30 to 120"),
        ("t04.2", 8, "M46", "That is the share before"),
        ("t04.2", 6, "M06", "30 of all 500."),
        ("t04.2", "0,2", "", "That is 20"),
        ("t04.3", "A", "M18", "Two buyers fewer"),
        ("t04.3", "C", "M57", "It fits."),
        ("t04.3", "D", "M16", "10 is the mean"),
        ("t04.4", 1.32, "M43", "Upside down."),
        ("t04.4", "0,11", "M06", "38 of 350"),
        ("t04.4", 0.5, "M56", "The plain mean"),
        ("t04.4", 12, "", "None of the usual slips."),
    ],
)
def test_slips_are_named(key, answer, code, says):
    reply = check(key, answer)
    assert (reply.status, reply.code) == ("not right", code)
    assert reply.text.startswith(says)


@pytest.mark.parametrize("key", ["t04.1", "t04.4"])
def test_every_whole_and_every_hundredth_has_at_most_one_cause(key):
    asked = exercise(key)
    for answer in [*range(120), *(step / 100 for step in range(200))]:
        fitting = [mistake.code for mistake in asked.mistakes if mistake.fits(answer)]
        assert len(fitting) <= 1, answer
        assert not (fitting and judge(asked, answer).status == "right")


def test_people_stand_in_rows_of_ten_and_blocks_of_a_hundred():
    x, y = places(1_000, across=5)
    assert len({*zip(x, y, strict=True)}) == 1_000
    assert [len({*y[start : start + 10]}) for start in range(0, 1_000, 10)] == [1] * 100
    assert x[100] > x[9]
    assert y[500] > y[99]


@pytest.mark.parametrize("score", [0.0, 0.2, 1.0])
def test_a_hundred_people_show_the_score(score, spoken):
    ax = hundred(score).plot()
    drawn = [len(one.get_offsets()) for one in ax.collections]
    assert drawn == [0, 100 - round(100 * score), round(100 * score)]
    assert_no_text_is_cut_or_meets_another(ax.figure)


@pytest.mark.parametrize("buying", [2, 10])
def test_the_crowds_are_drawn_whole_and_no_text_is_cut(buying, spoken):
    drawn = play("t04.crowds").draw(buying=buying)
    (ax,) = drawn.axes
    there = of_hundred(buying)
    assert [len(one.get_offsets()) for one in ax.collections] == [
        240, 900, 100, there.hot, 1_000 - there.buyers, there.buyers,
    ]  # fmt: skip
    assert_no_text_is_cut_or_meets_another(drawn)


def test_people_stay_inside_the_picture_and_apart_from_the_labels():
    drawn = play("t04.crowds").draw(buying=2)
    (ax,) = drawn.axes
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for one in ax.collections:
        x, y = one.get_offsets().T
        assert left < x.min()
        assert x.max() < min(text.get_position()[0] for text in ax.texts) < right
        assert top < y.min()
        assert y.max() < bottom


def test_the_sentence_tells_both_crowds_in_counts():
    assert play("t04.crowds").say(buying=2) == (
        "The score marks 6 of 10 buyers as hot, and 2 of 10 others. On the website 10 of 100 "
        "leads buy: of 240 hot leads 60, one in 4. In the new channel 2 of 100 buy: of 208 hot "
        "leads 12, about one in 17."
    )


def test_a_group_is_fifty_leads_with_the_score():
    rng = np.random.default_rng(7)
    counts = [sum(draw_group(rng)) for _time in range(2_000)]
    assert np.mean(counts) == pytest.approx(10, abs=4 * np.sqrt(8 / 2_000))
    low, high = luck()
    assert np.mean([low <= count <= high for count in counts]) == pytest.approx(0.967, abs=0.017)


@pytest.mark.parametrize(
    ("guess", "narrow", "as_well"),
    [
        (Guess(10, 10), True, None),
        (Guess(8, 12), True, None),
        (Guess(5, 16), False, None),
        (Guess(0, 50), False, 0.1),
        (Guess(5, 25), False, 0.3),
    ],
)
def test_a_range_is_too_narrow_too_wide_or_leaves_luck_its_room(guess, narrow, as_well):
    assert (guess.is_narrow, guess.fits_as_well) == (narrow, as_well)


@pytest.mark.parametrize(
    ("guess", "says"),
    [
        (Guess(9, 11), "leave luck more room."),
        (Guess(0, 50), "at a score of 10\N{NO-BREAK SPACE}%"),
        (Guess(5, 16), "It leaves luck its room"),
    ],
)
def test_after_ten_draws_a_range_is_judged_and_not_before(guess, says):
    assert says not in told(guess, [10] * 9).text
    assert says in told(guess, [10] * 10).text


def test_a_draw_is_told_as_held_or_missed():
    assert repr(told(Guess(8, 12), [9, 13])) == (
        "Missed: 13 buy. Draws so far: 2. Your range of 8 to 12 has held in 1."
    )
    assert told(Guess(8, 12), [13, 12]).head == "Held: 12 buy."


def test_the_game_draws_keeps_the_range_and_begins_again():
    game = Game(np.random.default_rng(0))
    live = game.live
    live.low.value, live.high.value = 0, 50
    live.draw.click()
    assert "Draws so far: 1. Your range of 0 to 50 has held in 1." in live.reply.value
    assert "By luck alone" not in live.reply.value
    assert live.low.disabled
    assert live.high.disabled
    assert live.picture.value.startswith("<img alt=")
    live.draw_many.click()
    assert "Draws so far: 11. Your range of 0 to 50 has held in 11." in live.reply.value
    assert "By luck alone at least 95 of 100 groups lie between 5 and 16" in live.reply.value
    live.again.click()
    assert (live.picture.value, live.reply.value) == ("", "")
    assert not live.low.disabled
    live.draw.click()
    assert "Draws so far: 1." in live.reply.value


def test_a_range_turned_round_draws_nothing():
    live = Game().live
    live.low.value, live.high.value = 12, 8
    live.draw.click()
    assert "Not a range yet." in live.reply.value
    assert live.picture.value == ""
    assert not live.low.disabled


def test_a_still_game_is_always_the_same_and_hides_the_draws_until_unfolded(spoken):
    still = Game()._repr_mimebundle_()
    assert list(still) == ["text/plain", "text/html"]
    assert still == Game()._repr_mimebundle_()
    before, _fold, after = still["text/html"].partition("<details>")
    assert not re.search(r"\b(5|16)\b", re.sub("<.*?>", "", before))
    assert "<img alt=" in after


@pytest.mark.parametrize("guess", [(8, 12), (0, 50), (30, 44)])
def test_no_text_of_the_draws_is_cut_or_meets_another(groups, guess, spoken):
    assert_no_text_is_cut_or_meets_another(draw_fifties(groups, Guess(*guess)))


def test_every_group_is_a_dot_and_the_last_one_stands_out(groups):
    drawn = draw_fifties(groups, Guess(5, 16))
    people, counts = drawn.axes
    assert [len(one.get_offsets()) for one in people.collections] == [
        0, 50 - sum(groups[-1]), sum(groups[-1]),
    ]  # fmt: skip
    dots = [line for line in counts.lines if line.get_marker() == "o"]
    assert [int(dot.get_xdata()[0]) for dot in dots] == [sum(group) for group in groups]
    assert [dot.get_markerfacecolor() != "white" for dot in dots] == [False] * 11 + [True]
    assert words(drawn)[0].startswith(f"{sum(groups[-1])} of fifty buy this time")


def test_rare_draws_stay_on_the_axes():
    (ax,) = draw_counts([ALWAYS, NEVER] * 20).axes
    assert ax.get_xlim()[0] < 0
    assert ax.get_xlim()[1] > 50
    assert ax.get_ylim()[1] > 20


def test_a_score_is_held_against_the_buyers_group_by_group(book_score):
    first, last = book_score.groups
    assert first.name == "under 5\N{NO-BREAK SPACE}%"
    assert (first.n, first.won, first.by_luck) == (100, 4, (0, 7))
    assert last.name == "20\N{NO-BREAK SPACE}% and over"
    assert first.expected == pytest.approx(3)
    assert (first.fits, last.fits) == (True, False)
    assert repr(book_score) == "In 1 of 2 groups the buyers lie within what luck allows"
    html = book_score._repr_html_()
    assert '<td style="text-align:left">21–39</td>' in html
    assert ">0.33</td>" in html


def test_the_groups_are_drawn_and_no_text_is_cut(book_score, spoken):
    ax = book_score.plot()
    assert [round(bar.get_width()) for bar in ax.patches] == [7, 18]
    dots = [int(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o"]
    assert dots == [4, 10]
    assert_no_text_is_cut_or_meets_another(ax.figure)
    assert len(shown(ax.figure)) > 6


@pytest.fixture(scope="module")
def sample_score(sample_book):
    data = lk.training_set(sample_book)
    return score_the_book(data), data


def test_a_lead_is_read_with_reasons_that_add_up(sample_score):
    score, data = sample_score
    lead = score.read_one()
    assert lead.key in set(data.young.index[data.young["end"] == "open"].str.split("#").str[0])
    assert 0 < lead.score < 1
    points = [re.search(r"\(([+−]\d+\.\d\d)\)", one) for one in lead.reasons]
    total = sum(float(found[1].replace("−", "-")) for found in points if found)
    assert total == pytest.approx(np.log(lead.score / (1 - lead.score)), abs=0.006)
    assert all(reason in lead._repr_html_().replace("&#39;", "'") for reason in lead.reasons)


def test_a_book_is_judged_on_later_leads_alone(sample_score):
    score, data = sample_score
    others = data.times[~data.times.index.isin(score.later.index)]
    assert len(score.later) < len(data.y) / 2
    assert others.median() < data.times[score.later.index].min()
    assert sum(group.n for group in score.groups) == len(score.later)
    assert sum(group.won for group in score.groups) == score.later["y"].sum()


def test_a_scored_lead_speaks_of_a_hundred():
    lead = ScoredLead("L1", 0.2, ("a", "b"), 90)
    assert repr(lead).replace("\N{NO-BREAK SPACE}", " ") == (
        "Lead L1 has a score of 20 %: of 100 such leads about 20 buy within 90 days"
    )


def test_a_crowd_needs_no_rounding():
    assert Crowd(100).hot_others == 180
    assert Crowd(20).hot_others == 196
