from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from ipywidgets import Button, Dropdown, HBox, RadioButtons, Text
from markupsafe import Markup

from leadkit.base.errors import BadInput
from leadkit.learn import ask
from leadkit.learn.forms import Form


def said(form):
    return re.sub("<.*?>", "", form.live.reply.value)


def state(form):
    """Everything the page is sent about a form before an answer, as one text."""
    parts, widgets = [form.live.box], []
    while parts:
        widgets.append(parts.pop())
        parts += getattr(widgets[-1], "children", ())
    kept = ("value", "options", "_options_labels", "description", "placeholder", "tooltip")
    return json.dumps([{key: str(getattr(one, key, "")) for key in kept} for one in widgets])


def test_a_number_is_typed_and_checked(count):
    form = Form(count)
    (box,) = form.live.inputs
    assert isinstance(box, Text)
    assert box.description == "Your answer (leads):"
    told = []
    for typed in ("", "17", "4,321"):
        box.value = typed
        form.live.check.click()
        told.append(said(form))
    assert told == [
        "○ Not done yet. Write a number.",
        "✗ Not right yet: You counted one quarter.",
        "✓ Right. That is the reason.",
    ]


def test_a_share_shows_that_percent_is_asked(share):
    assert Form(share).live.inputs[0].description == "Your answer (%):"


def test_a_choice_starts_empty_and_is_checked(letter):
    form = Form(letter)
    (radio,) = form.live.inputs
    assert isinstance(radio, RadioButtons)
    assert (radio.value, radio._options_labels) == (
        None,
        ("A. the first", "B. the second", "C. the third"),
    )
    form.live.check.click()
    assert said(form) == "○ Not done yet. Choose one of A, B, C."
    radio.value = "B"
    form.live.check.click()
    assert said(form) == "✓ Right. That is the reason."


def test_a_table_has_an_empty_dropdown_for_every_row(sides):
    form = Form(sides)
    guide, visit = form.live.inputs
    assert [(type(one), one.description, one.value) for one in (guide, visit)] == [
        (Dropdown, "a guide", None),
        (Dropdown, "a visit", None),
    ]
    guide.value = "l"
    form.live.check.click()
    assert said(form) == "○ Not done yet. 1 row is still empty."
    visit.value = "s"
    form.live.check.click()
    assert said(form) == "✓ Right. That is the reason."


def test_an_order_has_an_empty_dropdown_for_every_place(road):
    form = Form(road)
    assert [one.description for one in form.live.inputs] == ["1.", "2.", "3."]
    assert {one.value for one in form.live.inputs} == {None}
    for place, item in zip(form.live.inputs, ("taken", "new", "sent"), strict=True):
        place.value = item
    form.live.check.click()
    assert said(form) == "✗ Not right yet: Sent first."


def test_items_to_order_are_offered_by_the_alphabet(road):
    form = Form(road)
    assert form.live.inputs[0]._options_labels == ("", "accepted", "handed off", "new")
    assert re.findall("<li>(.*)</li>", form.html()) == ["accepted", "handed off", "new"]


def test_hints_come_one_by_one_and_the_solution_after_a_try(count):
    form = Form(count)
    told = []
    for pressed in ("solution", "hint", "hint", "hint"):
        getattr(form.live, pressed).click()
        told.append(said(form))
    form.live.inputs[0].value = "3"
    form.live.check.click()
    form.live.solution.click()
    assert [*told, said(form)] == [
        "Not yet. Try an answer first, then look here.",
        "Hint 1 of 2: Look at &lt;both&gt; columns.",
        "Hint 2 of 2: Add the 3 upper rows.",
        "Hint 2 of 2: Add the 3 upper rows.",
        "Solution: The worked line.",
    ]


def test_a_reply_is_spoken_by_screen_readers(count):
    form = Form(count)
    form.live.check.click()
    assert form.live.reply.value.startswith(
        '<div style="font-size:14px;line-height:1.6"><div role="alert"><p><b>○ Not done yet.</b>'
    )


def test_every_control_is_one_the_keyboard_reaches(every):
    for exercise in every:
        live = Form(exercise).live
        assert {type(one) for one in live.inputs} <= {Text, RadioButtons, Dropdown}
        assert [type(one) for one in (live.check, live.hint, live.solution)] == [Button] * 3
        assert all(one.description for one in live.inputs if not isinstance(one, RadioButtons))


def test_a_still_form_holds_the_question_and_folded_hints(count):
    assert Form(count).html() == (
        "<div>\n"
        "<p><b>x01.1</b> How many &lt;leads&gt; &amp; calls? <em>Write a number.</em></p>\n"
        "<details><summary>Hint 1 of 2:</summary>Look at &lt;both&gt; columns.</details>\n"
        "<details><summary>Hint 2 of 2:</summary>Add the 3 upper rows.</details>\n"
        "</div>"
    )
    assert repr(Form(count)) == "x01.1 How many <leads> & calls? Write a number."


def test_a_still_form_lists_what_there_is_to_choose_from(letter, sides):
    assert re.findall("<li>(.*)</li>", Form(letter).html()) == [
        "A. the first",
        "B. the second",
        "C. the third",
    ]
    assert re.findall("<li>(.*)</li>", Form(sides).html()) == ["a guide", "a visit"]
    assert "<em>Give every row one of: pull, push.</em>" in Form(sides).html()


def test_nothing_shown_before_an_answer_tells_it(every):
    for exercise in every:
        form = Form(exercise)
        shown = form.html() + repr(form) + state(form)
        secrets = [exercise.why, exercise.solution, *(one.say for one in exercise.mistakes)]
        secrets += [one.code for one in exercise.mistakes]
        secrets += ["4321", "4,321", "4.321"] if exercise.key == "x01.1" else []
        secrets += ["72"] if exercise.key == "x01.2" else []
        assert not [secret for secret in secrets if secret in shown]


def test_the_order_of_nothing_shown_is_the_right_one(road):
    shown = Form(road).html()
    places = [shown.index(f"<li>{label}</li>") for label in ("new", "handed off", "accepted")]
    assert not all(first < second for first, second in pairwise(places))


def test_the_same_form_gives_the_same_bytes_and_no_view_without_a_kernel(every):
    for exercise in every:
        bundle = Form(exercise)._repr_mimebundle_()
        assert list(bundle) == ["text/plain", "text/html"]
        assert bundle == Form(exercise)._repr_mimebundle_()
        assert "0x" not in bundle["text/plain"]


class Colour:
    """A kind that no form knows: it brings its own input."""

    def asked(self):
        return "Name a colour."

    def read(self, answer):
        return answer

    def matches(self, value, right):
        return value == right

    def listing(self):
        return [Markup("<p>red &amp; blue</p>")]

    def inputs(self):
        return (HBox([Text(description="Colour:")]),)

    def answer(self, inputs):
        return inputs[0].children[0].value


def test_a_kind_may_bring_its_own_inputs(letter):
    form = Form(replace(letter, kind=Colour(), right=lambda: "red", mistakes=()))
    assert "<p>red &amp; blue</p>" in form.html()
    for typed, told in (("blue", "✗ Not right yet:"), ("red", "✓ Right.")):
        form.live.inputs[0].children[0].value = typed
        form.live.check.click()
        assert said(form).startswith(told)


def test_ask_finds_the_exercise_of_a_lesson():
    assert ask("t01.2").exercise.key == "t01.2"
    with pytest.raises(BadInput, match=r"there is no exercise 't01\.9'"):
        ask("t01.9")
