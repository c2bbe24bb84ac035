"""The kinds of answers that bring their own inputs: a moment, a grid, a text with blanks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from ipywidgets import Dropdown

from leadkit.learn.answers.blanks import Blank, Blanks
from leadkit.learn.answers.grids import Grid
from leadkit.learn.answers.kinds import NotDone, Unreadable
from leadkit.learn.answers.moments import Moment
from leadkit.learn.exercise import Exercise
from leadkit.learn.forms import Form

GRID = Grid(
    rows=(("call", "first call"), ("page", "weekly <page>")),
    columns=(("s", "sales"), ("m", "marketing")),
    letters=(("R", "does it"), ("A", "answers for it")),
    start={"call": {"s": "A", "m": "A"}, "page": {"m": "A"}},
    keeps=lambda cells: all(list(row.values()).count("A") == 1 for row in cells.values()),
)
BLANKS = Blanks(
    (
        Blank("pay", "The pay goes", (("A", "by the lead"), ("B", "by the <margin>"))),
        Blank("review", "Looked at again", (("A", "in June"), ("B", "sometime"))),
    ),
    lambda filled: "\n".join(filled.values()),
    lambda filled: [f"line 3: {filled['pay']}"] if filled["pay"] == "A" else [],
)


def asked(kind, right):
    return Exercise("x08.1", "What?", kind, lambda: right, "Why.", ("One.", "Two."), "So.", ())


def said(form):
    return re.sub("<.*?>", "", form.live.reply.value)


@pytest.mark.parametrize(
    "typed",
    ["04/05/2026 10:30", "4/5/2026 10:30", "10h30, 4.5.2026", "2026-05-04 10:30:00",
     "2026-05-04T10:30", " 04-05-2026   10g30 ", datetime(2026, 5, 4, 10, 30, 7)],
)  # fmt: skip
def test_a_moment_may_be_written_in_any_usual_way(typed):
    assert Moment().read(typed) == datetime(2026, 5, 4, 10, 30)


@pytest.mark.parametrize(
    "typed", ["31/02/2026 10:00", "4/5 10:30", "04/05/2026", "10:30", "4/5/2026 25:00", 7, "soon"]
)
def test_what_is_no_moment_is_told_so(typed):
    with pytest.raises(Unreadable, match="a day and a time"):
        Moment().read(typed)


def test_a_moment_is_typed_and_checked():
    form = Form(asked(Moment(), datetime(2026, 5, 4, 10, 30)))
    told = []
    for typed in (" ", "4/5/2026 10h30"):
        form.live.inputs[0].value = typed
        form.live.check.click()
        told.append(said(form))
    assert told == [
        "○ Not done yet. Give a day and a time, as in 31/12/2026 16:45.",
        "✓ Right. Why.",
    ]
    assert "<ul>" not in form.html()


def test_a_grid_starts_as_it_is_to_be_mended_and_more_than_one_answer_is_right():
    form = Form(asked(GRID, {"call": {"s": "A"}, "page": {"m": "A"}}))
    cells = [one for one in form.live.inputs[0].children if isinstance(one, Dropdown)]
    assert [one.value for one in cells] == ["A", "A", "", "A"]
    assert [one.tooltip for one in cells][:2] == ["first call: sales", "first call: marketing"]
    form.live.check.click()
    told = [said(form)]
    for place, letter in ((0, "R"), (1, "R")):
        cells[place].value = letter
        form.live.check.click()
        told.append(said(form))
    assert told == [
        "○ Not done yet. Nothing is mended yet.",
        "✓ Right. Why.",
        "✗ Not right yet: None of the usual slips. Try a hint.",
    ]


def test_a_row_that_is_not_given_is_as_it_was():
    assert GRID.read({"call": {"s": "a"}}) == {
        "call": {"s": "A", "m": ""},
        "page": {"s": "", "m": "A"},
    }
    for wrong in ({"calls": {}}, {"call": {"x": "A"}}, {"call": {"s": "Z"}}, {"call": "A"}, "A"):
        with pytest.raises(Unreadable):
            GRID.read(wrong)
    with pytest.raises(NotDone):
        GRID.read({"page": {"m": "A"}})


def test_a_still_grid_shows_its_cells_as_they_stand():
    shown = Form(asked(GRID, {})).html()
    assert re.findall("<td>(.*?)</td>", shown) == ["A", "A", "", "A"]
    assert "<th>weekly &lt;page&gt;</th>" in shown


def test_blanks_tell_what_is_at_fault_once_none_is_open():
    form = Form(asked(BLANKS, {"pay": "B", "review": "A"}))
    pay, review, found, folded = form.live.inputs[0].children
    told = [(said(form), found.value)]
    form.live.check.click()
    for box, letter in ((pay, "A"), (review, "A"), (pay, "B")):
        box.children[1].value = letter
        form.live.check.click()
        told.append((said(form), re.sub("<.*?>", "", found.value).strip()))
    assert [reply for reply, _found in told[1:]] == [
        "○ Not done yet. 1 blank is still open.",
        "✗ Not right yet: None of the usual slips. Try a hint.",
        "✓ Right. Why.",
    ]
    assert [shown for _reply, shown in told[1:]] == [
        "1 blank is still open.",
        "Found at fault:\n\nline 3: A",
        "Nothing is found at fault.",
    ]
    assert folded.children[0].value == "<pre>   1  B\n   2  A</pre>"


def test_blanks_refuse_what_they_do_not_have():
    assert BLANKS.read({"review": "b", "pay": " a "}) == {"pay": "A", "review": "B"}
    for wrong in ({"bonus": "A"}, {"pay": "C"}, "A", 1):
        with pytest.raises(Unreadable):
            BLANKS.read(wrong)
    with pytest.raises(NotDone):
        BLANKS.read({"pay": "A"})


def test_still_blanks_list_every_sentence():
    shown = Form(asked(BLANKS, {})).html()
    assert re.findall(r"<li>([AB]\..*)</li>", shown) == [
        "A. by the lead",
        "B. by the &lt;margin&gt;",
        "A. in June",
        "B. sometime",
    ]


def test_a_form_of_such_a_kind_gives_the_same_bytes_twice():
    for kind in (GRID, BLANKS, Moment()):
        one = asked(kind, {})
        assert Form(one)._repr_mimebundle_() == Form(replace(one))._repr_mimebundle_()
