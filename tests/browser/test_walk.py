"""Every lesson as a learner does it, in both languages: wrong first, a hint, then right."""

from __future__ import annotations

import re

import pytest
from answering import answer, wrong_of
from playwright.sync_api import expect

import leadkit as lk
from leadkit.learn.checking import WORDS
from leadkit.learn.exercise import exercise
from leadkit.learn.learner import PROGRESS
from leadkit.learn.lessons import exercises
from leadkit.learn.quiz import quiz

pytestmark = pytest.mark.walk
NAMES = {path.stem[:3]: path.stem for path in sorted((lk.notebooks() / "en").glob("t0*.ipynb"))}
ZOOMED, WIDE = {"width": 640, "height": 450}, {"width": 1280, "height": 900}
IS_NARROW = "one => one.clientWidth < 640"
CUT_OFF = """all => all
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map(one => one.textContent)"""
STICKS_OUT = """all => all.flatMap(out => {
  const edge = out.getBoundingClientRect().left + out.clientWidth + 1
  const scrolls = box => box && getComputedStyle(box).overflowX === 'auto'
  const isTable = one => scrolls(one.closest('.widget-gridbox') || one.closest('table') && out)
  return [...out.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > edge && !isTable(one))
    .map(one => `${one.tagName} ${one.textContent.slice(0, 60)}`)
})"""


@pytest.fixture(scope="module", params=NAMES)
def stem(request):
    return request.param


@pytest.fixture(scope="module")
def lesson(learner, stem):
    """Open a lesson as one who begins afresh, whatever was answered in the other language."""
    (learner.server.folder / PROGRESS).unlink(missing_ok=True)
    opened = learner.opens(NAMES[stem])
    opened.run_all()
    return opened


def test_an_exercise_is_answered_wrong_then_with_a_hint_then_right(learner, stem, lesson, subtests):
    for key in exercises():
        if key.startswith(stem):
            with subtests.test(key):
                does(learner, lesson, exercise(key))


def does(learner, lesson, asked):
    """Do an exercise: nothing, something wrong, both hints, what is right, and the solution."""
    card = lesson.form(asked.key)
    reply = card.get_by_role("alert").last
    lesson.enter(card, "Check")
    nothing = "not right" if getattr(asked.kind, "may_be_none", False) else "not done"
    expect(reply).to_contain_text(learner.word(WORDS[nothing][1]))
    answer(card, asked, wrong_of(asked, learner.lang), learner.word)
    lesson.enter(card, "Check")
    expect(reply).to_contain_text(learner.word(WORDS["not right"][1]))
    for hint in asked.hints:
        lesson.enter(card, "Hint")
        expect(reply).to_contain_text(learner.word(hint))
    answer(card, asked, asked.right(), learner.word)
    lesson.enter(card, "Check")
    expect(reply).to_contain_text(learner.word(WORDS["right"][1]))
    expect(reply).to_contain_text(learner.word(asked.why))
    lesson.enter(card, "Solution")
    expect(reply).to_contain_text(learner.word(asked.solution))


def test_every_case_of_the_quiz_is_judged(learner, stem, lesson):
    for item in quiz(stem).items:
        card = lesson.form(item.key)
        wrong = next(letter for letter in item.options if letter != item.right)
        for letter, status in ((wrong, "not right"), (item.right, "right")):
            option = card.get_by_role("radio").nth(list(item.options).index(letter))
            option.focus()
            option.press("Space")
            lesson.enter(card, "Answer")
            reply = card.get_by_role("alert")
            expect(reply).to_contain_text(learner.word(WORDS[status][1]))
            expect(reply).to_contain_text(learner.reads(item.options[letter].said, "why_"))


def test_no_cell_complains_and_every_slider_moves_by_an_arrow(lesson):
    expect(lesson.complaints()).to_have_count(0)
    for slider in lesson.panel.get_by_role("slider").all():
        before = slider.get_attribute("aria-valuenow")
        key = "ArrowLeft" if before == slider.get_attribute("aria-valuemax") else "ArrowRight"
        slider.press(key)
        expect(slider).not_to_have_attribute("aria-valuenow", before)


def test_at_twice_the_size_nothing_is_cut_off_and_only_a_table_scrolls_sideways(learner, lesson):
    learner.page.set_viewport_size(ZOOMED)
    learner.page.wait_for_function(IS_NARROW, arg=lesson.panel.element_handle())
    labels = lesson.panel.locator(".jupyter-widgets :is(label, button)").evaluate_all(CUT_OFF)
    wide = lesson.panel.locator(".jp-OutputArea-output").evaluate_all(STICKS_OUT)
    learner.page.set_viewport_size(WIDE)
    assert (labels, wide) == ([], [])


def test_all_links_lead_to_a_notebook_that_is_there(learner, lesson):
    links = lesson.panel.locator(".jp-RenderedMarkdown a[href*='.ipynb']")
    names = [re.search(r"([\w]+)\.ipynb", one.get_attribute("href"))[1] for one in links.all()]
    assert names
    assert [name for name in names if not learner.file(name).is_file()] == []


def test_nothing_was_asked_from_outside(learner):
    assert learner.outside == []
