"""Every lesson as a learner does it, in both languages: wrong first, a hint, then right."""

from __future__ import annotations

import re

import pytest
from answering import answer, wrong_of
from playwright.sync_api import expect

import leadkit as lk
from leadkit.learn.checking import WORDS
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons import exercises
from leadkit.learn.quiz import quiz

pytestmark = pytest.mark.walk
NAMES = {path.stem[:3]: path.stem for path in sorted((lk.notebooks() / "en").glob("t0*.ipynb"))}
KEYS = [key for key in exercises() if key[:3] in NAMES]
ZOOMED, WIDE = {"width": 640, "height": 450}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def opened(learner):
    """Return a lesson that is open; another is opened only when it is its turn."""
    lessons = {}

    def turn_to(stem):
        if stem not in lessons:
            lessons.clear()
            lessons[stem] = learner.opens(NAMES[stem])
            lessons[stem].run_all()
        return lessons[stem]

    return turn_to


@pytest.mark.parametrize("key", KEYS)
def test_an_exercise_is_answered_wrong_then_with_a_hint_then_right(opened, learner, key):
    lesson, asked = opened(key[:3]), exercise(key)
    card = lesson.form(key)
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


@pytest.mark.parametrize("stem", NAMES)
def test_every_case_of_the_quiz_is_judged(opened, learner, stem):
    lesson = opened(stem)
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


@pytest.mark.parametrize("stem", NAMES)
def test_no_cell_complains_and_every_slider_moves_by_an_arrow(opened, stem):
    lesson = opened(stem)
    expect(lesson.complaints()).to_have_count(0)
    for slider in lesson.panel.get_by_role("slider").all():
        before = slider.get_attribute("aria-valuenow")
        key = "ArrowLeft" if before == slider.get_attribute("aria-valuemax") else "ArrowRight"
        slider.press(key)
        expect(slider).not_to_have_attribute("aria-valuenow", before)


@pytest.mark.parametrize("stem", NAMES)
def test_at_twice_the_size_nothing_is_cut_off(opened, learner, stem):
    lesson = opened(stem)
    learner.page.set_viewport_size(ZOOMED)
    cut = """all => all.filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
                       .map(one => one.innerText)"""
    labels = "label, button, .widget-radio-box label span"
    parts = ", ".join(f".jp-OutputArea .jupyter-widgets {one}" for one in labels.split(", "))
    found = lesson.panel.locator(parts).evaluate_all(cut)
    reach = lesson.panel.evaluate(
        """one => [...one.querySelectorAll('.jp-OutputArea-output')]
                    .filter(out => out.scrollWidth > out.clientWidth + 1)
                    .map(out => out.innerText.slice(0, 60))"""
    )
    learner.page.set_viewport_size(WIDE)
    assert (found, reach) == ([], [])


@pytest.mark.parametrize("stem", NAMES)
def test_all_links_lead_to_a_notebook_that_is_there(opened, learner, stem):
    links = opened(stem).panel.locator(".jp-RenderedMarkdown a[href*='.ipynb']")
    names = [re.search(r"([\w]+)\.ipynb", one.get_attribute("href"))[1] for one in links.all()]
    assert [name for name in names if not learner.file(name).is_file()] == []


def test_nothing_was_asked_from_outside(learner):
    assert learner.outside == []
