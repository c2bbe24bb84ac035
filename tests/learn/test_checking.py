from __future__ import annotations

import re

import pytest

from leadkit.base.errors import BadInput
from leadkit.learn import check, hint, solution
from leadkit.learn.checking import Note, Reply, attempt, hint_of, judge, solution_of

NOBODY_NAMES_IT = "None of the usual slips. Try a hint."


@pytest.mark.parametrize(
    ("answer", "status", "code", "text"),
    [
        (..., "not done", "", "Write a number."),
        ("4.321,0", "right", "", "That is the reason."),
        (17, "not right", "M02", "You counted one quarter."),
        ("2", "not right", "M08", "You counted the closed ones."),
        (99, "not right", "", NOBODY_NAMES_IT),
        ("fifteen", "not right", "", "A number is asked: write it in digits."),
    ],
)
def test_a_number_gets_its_reply(count, answer, status, code, text):
    assert judge(count, answer) == Reply("x01.1", status, code, text)


@pytest.mark.parametrize(
    ("answer", "status", "code", "text"),
    [
        ("72%", "right", "", "That is the reason."),
        (60, "not right", "", NOBODY_NAMES_IT),
        ("0,6", "not right", "", "That is 60\N{NO-BREAK SPACE}%; write it as a percentage."),
    ],
)
def test_a_share_gets_its_reply(share, answer, status, code, text):
    assert judge(share, answer) == Reply("x01.2", status, code, text)


def test_a_choice_a_table_and_an_order_get_their_replies(letter, sides, road):
    judged = [
        judge(letter, "b"),
        judge(letter, "a"),
        judge(letter, "c"),
        judge(sides, {"guide": "l", "visit": "s"}),
        judge(sides, {"guide": "l", "visit": "l"}),
        judge(sides, {"guide": "l"}),
        judge(road, ["new", "sent", "taken"]),
        judge(road, ["taken", "new", "sent"]),
        judge(road, ["new", "sent"]),
    ]
    assert [(reply.status, reply.code, reply.text) for reply in judged] == [
        ("right", "", "That is the reason."),
        ("not right", "M18", "Luck."),
        ("not right", "", NOBODY_NAMES_IT),
        ("right", "", "That is the reason."),
        ("not right", "M42", "One customer."),
        ("not done", "", "1 row is still empty."),
        ("right", "", "That is the reason."),
        ("not right", "M54", "Sent first."),
        ("not done", "", "Still missing: accepted."),
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "○ Not done yet. Write a number."),
        (17, "✗ Not right yet: You counted one quarter."),
        (4321, "✓ Right. That is the reason."),
    ],
)
def test_a_reply_begins_with_its_sign_and_word(count, answer, said):
    reply = judge(count, answer)
    assert (repr(reply), str(reply)) == (said, said)
    assert re.sub("<.*?>", "", reply._repr_html_()) == said


def test_html_of_a_reply_is_escaped():
    told = Reply("x", "not right", "", "<script>1 & 2</script>")._repr_html_()
    assert told == "<p><b>✗ Not right yet:</b> &lt;script&gt;1 &amp; 2&lt;/script&gt;</p>"


def test_the_right_value_is_in_no_reply_to_another_answer(count):
    right = re.compile("4[., \N{NO-BREAK SPACE}]?321")
    answers = [..., "", "A", 0, 1, 17, 50, 100, -4321, 4320, "x", [], {}, True, 4322]
    replies = [judge(count, answer) for answer in answers]
    assert {reply.status for reply in replies} == {"not done", "not right"}
    assert not [reply for reply in replies if right.search(repr(reply) + reply._repr_html_())]


def test_what_a_hint_holds_is_never_right(every):
    for exercise in every:
        words = re.findall(r"[\w.,]+", " ".join(exercise.hints))
        assert "right" not in {judge(exercise, word).status for word in [*exercise.hints, *words]}


def test_there_are_two_hints_free_to_read(count):
    assert hint_of(count, 1) == Note("x01.1", "Hint 1 of 2:", "Look at <both> columns.")
    assert repr(hint_of(count, 2)) == "Hint 2 of 2: Add the 3 upper rows."
    for step in (0, 3, -1):
        with pytest.raises(BadInput, match=f"there is no hint {step}\nAsk for 1 or 2."):
            hint_of(count, step)


def test_the_solution_waits_for_a_first_try_of_this_exercise(count, share):
    refused = Note("x01.1", "Not yet.", "Try an answer first, then look here.")
    assert solution_of(count) == refused
    attempt(count, ...)
    attempt(share, 12)
    judge(count, 17)
    assert solution_of(count) == refused
    attempt(count, 17)
    assert solution_of(count) == Note("x01.1", "Solution:", "The worked line.")


def test_an_unknown_exercise_names_the_known_ones():
    for asked in (lambda: check("t99.1", 1), lambda: hint("t99.1"), lambda: solution("t99.1")):
        with pytest.raises(BadInput, match=r"there is no exercise 't99.1'\nExercises are t00.1, "):
            asked()
