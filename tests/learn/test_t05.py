from itertools import permutations

import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, heights, ticks, words

from leadkit.base import language
from leadkit.learn import check
from leadkit.learn.checking import judge
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.lines import CROWD, Quarter
from leadkit.learn.lessons.next_place import NextPlace, next_place
from leadkit.learn.lessons.t05 import OFFERED, average_score, by_the_hour


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def test_break_even_is_cost_over_value_and_no_average():
    assert Quarter(600).break_even == 5
    assert Quarter(600, value=500_000).break_even == 10
    assert average_score() == pytest.approx(6.45)
    assert (len(CROWD), sum(band.leads for band in CROWD)) == (4, 2_000)


def test_hours_are_filled_by_what_an_hour_earns():
    assert by_the_hour() == ["B", "C", "A", "D"]
    hourly = {
        lead: (chance * millions * 1_000 - 50 * hours) / hours
        for lead, (chance, millions, hours) in OFFERED.items()
    }
    assert hourly == pytest.approx({"A": 150, "B": 325, "C": 250, "D": 110})
    first, second = by_the_hour()[:2]
    hours = {lead: hours for lead, (_chance, _millions, hours) in OFFERED.items()}
    assert hours[first] + hours[second] == 3
    assert hourly[first] * hours[first] + hourly[second] * hours[second] == pytest.approx(900)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("t05.1", 5),
        ("t05.1", "5 %"),
        ("t05.1", "5,0"),
        ("t05.2", 61),
        ("t05.2", "61 million ₫"),
        ("t05.2", "60.6"),
        ("t05.3", ["b", "c", "a", "d"]),
        ("t05.4", "b"),
    ],
)
def test_right_answers_are_told_why(key, answer):
    reply = check(key, answer)
    assert (reply.status, reply.code, reply.text) == ("right", "", exercise(key).why)


@pytest.mark.parametrize(
    ("key", "answer", "code", "says"),
    [
        ("t05.1", 50, "M16", "“More likely than not”"),
        ("t05.1", "20", "M43", "That is value over cost"),
        ("t05.1", 6.5, "M20", "That is the average"),
        ("t05.1", "6,45", "M20", "That is the average"),
        ("t05.1", "0,05", "", "That is 5"),
        ("t05.1", 12, "", "None of the usual slips."),
        ("t05.2", 65, "M47", "That takes 800 places"),
        ("t05.2", 57, "M33", "A clean list"),
        ("t05.2", "34,5", "M33", "A clean list"),
        ("t05.2", "8,7", "M03", "That is what comes of sending everything"),
        ("t05.2", 100, "", "None of the usual slips."),
        ("t05.3", ["A", "C", "B", "D"], "M60", "That goes by chance alone."),
        ("t05.3", ["D", "B", "A", "C"], "M58", "The biggest deal"),
        ("t05.3", ["D", "B", "C", "A"], "M58", "The biggest deal"),
        ("t05.3", ["B", "A", "C", "D"], "M47", "That goes by profit per lead."),
        ("t05.4", "A", "M22", "The peak moves"),
        ("t05.4", "C", "M29", "Inside the zone"),
        ("t05.4", "D", "M33", "Safe for whom?"),
    ],
)
def test_slips_are_named(key, answer, code, says):
    reply = check(key, answer)
    assert (reply.status, reply.code) == ("not right", code)
    assert reply.text.startswith(says)


def test_every_wrong_order_is_told_a_thought():
    asked = exercise("t05.3")
    replies = [judge(asked, list(order)) for order in permutations(OFFERED)]
    assert [reply.status for reply in replies].count("right") == 1
    assert all(reply.code for reply in replies if reply.status != "right")


def test_further_places_are_worth_less_and_the_last_nothing():
    six = next_place()
    assert six.worth.tolist() == [350_000, 200_000, 100_000, 50_000, 10_000, 0]
    assert six.so_far.tolist() == [350_000, 550_000, 650_000, 700_000, 710_000, 690_000]
    assert NextPlace((5,)).worth.tolist() == [0]


def test_the_places_are_drawn_and_no_text_is_cut(spoken):
    from matplotlib import pyplot as plt

    ax = next_place().plot()
    assert heights(ax) == [350, 200, 100, 50, 10]
    assert len(ticks(ax.xaxis)) == 6
    assert "350" in words(ax.figure)[0]
    assert_no_text_is_cut_or_meets_another(ax.figure)
    plt.close(ax.figure)
