from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from leadkit.base.language import number
from leadkit.learn.checking import WORDS
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons import labs
from leadkit.learn.quiz import quiz

pytestmark = pytest.mark.walk
SIGNED = "Lan, 2026-09-30"


@pytest.fixture(scope="module")
def start_page(learner):
    opened = learner.opens("00_start_here")
    opened.run_all()
    return opened


@pytest.fixture(scope="module")
def first_lesson(learner, start_page):
    start_page.comes_to_the_front()
    opened = learner.follows_a_link_to("t01_pull_and_push")
    opened.run_all()
    return opened


@pytest.fixture
def start(start_page):
    return start_page.comes_to_the_front()


@pytest.fixture
def lesson(first_lesson):
    return first_lesson.comes_to_the_front()


@pytest.mark.parametrize("name", ["start", "lesson"])
def test_all_code_is_folded_away(name, learner, request):
    opened = request.getfixturevalue(name)
    cells = opened.panel.locator(".jp-CodeCell")
    expect(cells).to_have_count(opened.code_cells())
    expect(cells.locator(".cm-content:visible")).to_have_count(0)


@pytest.mark.parametrize("name", ["start", "lesson"])
def test_no_cell_shows_an_error_or_a_warning(name, learner, request):
    opened = request.getfixturevalue(name)
    expect(opened.panel.locator(".jp-OutputArea-output")).not_to_have_count(0)
    expect(opened.complaints()).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "key", "slip", "digits"), [("start", "t00.1", 75, 1), ("lesson", "t01.2", 32, 0)]
)
def test_a_slip_is_named_a_hint_helps_and_the_right_answer_is_told_so(
    name, key, slip, digits, learner, request
):
    opened, asked = request.getfixturevalue(name), exercise(key)
    card = opened.form(key)
    answer, reply = card.get_by_role("textbox"), card.get_by_role("alert")
    mistake = next(one for one in asked.mistakes if one.fits(slip))

    answer.fill(f"{slip}")
    opened.press(card, "Check")
    expect(reply).to_contain_text(learner.word(WORDS["not right"][1]))
    expect(reply).to_contain_text(learner.word(mistake.say))

    opened.press(card, "Hint")
    expect(reply).to_contain_text(learner.word(asked.hints[0]))

    answer.fill(learner.reads(number, asked.right(), digits))
    opened.press(card, "Check")
    expect(reply).to_contain_text(learner.word(WORDS["right"][1]))
    expect(reply).to_contain_text(learner.word(asked.why))


def test_every_row_of_a_table_is_answered_by_its_label(learner, lesson):
    asked = exercise("t01.1")
    card, options = lesson.form("t01.1"), dict(asked.kind.options)
    for row, label in asked.kind.rows:
        right = learner.word(options[asked.right()[row]])
        card.get_by_label(learner.word(label), exact=True).select_option(label=right)
    labels = card.locator(".widget-dropdown label").all()
    assert len(labels) == len(asked.kind.rows)
    cut = "label => label.scrollWidth > label.clientWidth"
    assert [one.inner_text() for one in labels if one.evaluate(cut)] == []
    lesson.press(card, "Check")
    expect(card.get_by_role("alert")).to_contain_text(learner.word(WORDS["right"][1]))


def test_a_case_is_judged_by_the_option_chosen(learner, lesson):
    item = quiz("t01").items[0]
    card = lesson.form(item.key)
    wrong = next(letter for letter in item.options if letter != item.right)
    for letter, status in ((wrong, "not right"), (item.right, "right")):
        option = item.options[letter]
        card.get_by_label(f"{letter}. {learner.reads(option.said)}", exact=True).check()
        lesson.press(card, "Answer")
        reply = card.get_by_role("alert")
        expect(reply).to_contain_text(learner.word(WORDS[status][1]))
        expect(reply).to_contain_text(learner.reads(option.said, "why_"))


def test_an_arrow_key_moves_the_market(learner, lesson):
    market = labs()["t01.market"]
    now = market.start["pull"]
    before, after = (learner.reads(market.say, pull=pull) for pull in (now, now + 1))
    expect(lesson.panel.get_by_role("img", name=before)).to_be_visible()

    lesson.panel.get_by_role("slider").first.press("ArrowRight")

    expect(lesson.panel.get_by_role("img", name=after)).to_be_visible()
    expect(lesson.panel.get_by_text(after, exact=True)).to_be_visible()
    expect(lesson.panel.get_by_text(before, exact=True)).to_have_count(0)


def test_nothing_was_asked_from_outside(learner, start, lesson):
    assert learner.outside == []


def test_what_was_written_is_there_the_next_day(learner, lesson, next_day):
    mine = learner.file(lesson.name)
    lesson.writes_below_the_last_text(SIGNED)
    lesson.save()
    assert SIGNED in nbformat.read(mine, as_version=4).cells[-1].source
    saved = mine.read_bytes()

    with next_day() as returned:
        again = returned.opens(lesson.name)
        expect(again.panel.get_by_role("paragraph").filter(has_text=SIGNED)).to_be_visible()
        expect(again.panel.get_by_text("model not found")).to_have_count(0)
        expect(again.panel.get_by_text("official Jupyter news")).to_have_count(0)

    assert mine.read_bytes() == saved
