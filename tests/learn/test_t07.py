"""The lesson on talking both ways: codes, completeness, three lines of eight, one of one's own."""

from collections import Counter
from itertools import combinations

import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, heights, numbers, words

from leadkit.base import language
from leadkit.learn.checking import judge
from leadkit.learn.lessons.coding import CODES, NOTES, RIGHT
from leadkit.learn.lessons.digest_lines import EVERY, LINES, useful, worst
from leadkit.learn.lessons.own_line import SPECIMEN
from leadkit.learn.lessons.silence import Silence, three_weeks
from leadkit.learn.lessons.t07 import EXERCISES, completeness
from leadkit.learn.lessons.top_reason import Reasons, hundred_reasons

ASKED = {one.key: one for one in EXERCISES}
WAYS = (("t07.3a", "to_marketing"), ("t07.3b", "to_sales"))


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def named(one):
    return one.key


def coded(**changes):
    return RIGHT | changes


@pytest.mark.parametrize("one", EXERCISES, ids=named)
def test_the_right_value_is_right_and_no_named_slip(one):
    reply = judge(one, one.right())
    assert (reply.status, reply.code, reply.text) == ("right", "", one.why)
    assert [slip.code for slip in one.mistakes if slip.fits(one.kind.read(one.right()))] == []


@pytest.mark.parametrize("one", EXERCISES, ids=named)
def test_no_hint_and_no_solution_is_an_answer(one):
    said = " ".join(one.hints)
    tried = [*one.hints, one.solution, *said.split(), said.split(), *numbers(said)]
    assert [text for text in tried if judge(one, text).status == "right"] == []


def test_every_note_has_a_code_of_the_list_and_no_code_twice():
    assert list(RIGHT) == [note for note, _text in NOTES]
    assert set(RIGHT.values()) <= {code for code, _text in CODES}
    assert max(Counter(RIGHT.values()).values()) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"rival": "LOST_PRICE"}, "right", ""),
        ({"student": "NO_AUTHORITY"}, "right", ""),
        ({"rival": "LOST_PRICE", "student": "OTHER"}, "right", ""),
        ({"student": "NO_AUTHORITY", "signed": "LOST_COMPETITOR"}, "not right", ""),
        ({"silent": "DATA_INVALID", "student": "BAD_TIMING"}, "not right", "M49"),
        ({"rival": "NOT_ICP", "student": "BAD_TIMING"}, "not right", "M31"),
        ({"barber": "UNREACHABLE", "student": "BAD_TIMING"}, "not right", "M30"),
        ({"rival": "OTHER", "student": "OTHER"}, "not right", "M32"),
    ],
)
def test_seven_of_eight_codes_are_enough_and_slips_are_named(changes, status, code):
    reply = judge(ASKED["t07.1"], coded(**changes))
    assert (reply.status, reply.code) == (status, code)


def test_a_note_without_a_code_is_not_done():
    reply = judge(ASKED["t07.1"], {note: code for note, code in RIGHT.items() if note != "rival"})
    assert reply.status == "not done"
    assert ASKED["t07.1"].kind.asked() == "Give every note its code; 7 of 8 are enough."


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (70, None),
        ("70 %", None),
        ("69,6", None),
        (85, "M32"),
        ("82,4", "M08"),
        (30, "M43"),
        ("0,7", ""),
        (50, ""),
    ],
)
def test_completeness_and_its_slips(answer, code):
    reply = judge(ASKED["t07.2"], answer)
    assert (reply.status, reply.code) == ("right", "") if code is None else ("not right", code)


def test_completeness_has_the_interval_that_the_reason_names():
    from leadkit.base.estimate import rate

    found = rate(84, 120)
    assert completeness() == pytest.approx(100 * found.value) == 70
    assert (round(found.low, 3), round(found.high, 3)) == (0.613, 0.775)
    assert "from 61 % to 77 %" in ASKED["t07.2"].why


@pytest.mark.parametrize(("key", "way"), WAYS)
def test_three_lines_hold_every_mark_and_the_others_are_each_told_a_thought(key, way):
    lines = LINES[way]
    assert (len(lines), len(useful(way))) == (8, 3)
    assert all((line.holds == EVERY) == (line.code == line.say == "") for line in lines)
    assert Counter(line.code for line in lines if line.code) == dict.fromkeys(
        ("M34", "M35", "M36", "M37", "M59"), 1
    )
    for line in (line for line in lines if line.code):
        two = sorted(useful(way))[:2]
        reply = judge(ASKED[key], [*two, line.key])
        assert (reply.status, reply.code, reply.text) == ("not right", line.code, line.say)


@pytest.mark.parametrize(("key", "way"), WAYS)
def test_of_all_pages_of_three_lines_one_is_right(key, way):
    pages = combinations([line.key for line in LINES[way]], 3)
    right = [page for page in pages if judge(ASKED[key], page).status == "right"]
    assert list(map(frozenset, right)) == [useful(way)]


def test_contact_data_is_the_worst_and_a_complaint_is_told_before_a_wish():
    every = [line.key for line in LINES["to_marketing"]]
    assert worst("to_marketing", every).code == "M59"
    assert worst("to_marketing", ["again", "talk"]).code == "M34"
    assert worst("to_marketing", useful("to_marketing")) is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("9 of 31 leads want a trial, please ring 0912 345 678 today", "M59"),
        ("9 of 31 leads want a trial, write to an@example.com today", "M59"),
        ("Lead kém: 9 trong 31 lead không ai nghe máy cả tuần", "M34"),
        ("9 of 31 were bad leads, please do better by Friday", "M34"),
        ("Many website leads want a trial, Hà please ask by Friday", "M06"),
        ("9 website leads want a trial, Hà please ask by Friday", "M06"),
        ("9 website leads want a trial, Hà please ask by 29/04/2026, 16:00", "M06"),
        ("9 of 31 website leads want a trial and we should offer one", "M37"),
        ("9/31 lead website muốn dùng thử, chúng ta nên có gói này", "M37"),
        ("9 of 31 website leads want a trial. Hà, please ask by 29/04/2026.", None),
        ("9/31 lead website muốn dùng thử. Hà xem giúp trước thứ Sáu nhé.", None),
        ("12 of 12 firms of 10,001-50,000 people asked. Hà, please answer by 16:00.", None),
    ],
)
def test_a_line_of_ones_own_is_told_what_a_machine_can_see(line, code):
    reply = judge(ASKED["t07.4"], line)
    assert (reply.status, reply.code) == (("right", "") if code is None else ("not right", code))


def test_a_line_that_stands_on_the_page_is_no_answer(spoken):
    one = ASKED["t07.4"]
    shown = [language._(text) for text in one.kind.shown]
    assert len(shown) == 17
    for line in [*shown, shown[1].upper().replace(".", " !"), shown[1].replace("7", "8")]:
        reply = judge(one, line)
        assert reply.status == "not right"
        assert not reply.code
    assert judge(one, SPECIMEN).status == "right"


def test_silence_counts_what_came_after_the_first_week(spoken):
    from matplotlib import pyplot as plt

    assert (Silence().in_all, Silence().later) == (22, 17)
    ax = three_weeks().plot()
    assert heights(ax) == [5, 8, 9]
    assert numbers(words(ax.figure)[0]) == [17, 22]
    assert_no_text_is_cut_or_meets_another(ax.figure)
    plt.close(ax.figure)


def test_the_first_two_reasons_cannot_be_told_apart_and_a_clear_first_can():
    two = hundred_reasons()
    assert two.ranges.round(3).tolist() == [
        [0.284, 0.529], [0.223, 0.458], [0.059, 0.228], [0.040, 0.191], [0.022, 0.153],
    ]  # fmt: skip
    assert two.luck == pytest.approx(0.483, abs=5e-4)
    assert repr(two).endswith("the two cannot be told apart")
    clear = Reasons((("price", 90), ("not now", 10)))
    assert clear.are_apart
    assert repr(clear) == "“price” (90) stands above “not now” (10)"


def test_the_reasons_are_drawn_and_no_text_is_cut(spoken):
    from matplotlib import pyplot as plt

    ax = hundred_reasons().plot()
    assert_no_text_is_cut_or_meets_another(ax.figure)
    assert list(ax.lines[0].get_xdata()) == [0.40, 0.33, 0.12, 0.09, 0.06]
    plt.close(ax.figure)


@pytest.mark.parametrize("way", LINES)
def test_no_line_is_told_by_its_length_and_none_is_cut_on_the_screen(way):
    lengths = [len(line.text) for line in LINES[way]]
    assert max(lengths) <= 100
    assert max(lengths) <= 1.3 * min(lengths)
