from __future__ import annotations

import re

import pytest
from ipywidgets import Button, RadioButtons

from leadkit.base.errors import BadInput
from leadkit.learn import quiz
from leadkit.learn.checking import Reply
from leadkit.learn.quiz import Quiz, judge_item, read_items

ITEM = """
[[items]]
key = "q01.1"; use = "form A"; bloom = "Apply"; right = "B"; source = "A2, A3"
en = "What <now>?"; vi = "Bây giờ thì sao?"
[items.options.B]
code = ""; en = "wait"; vi = "chờ"; why_en = "Pull is slow."; why_vi = "Sức kéo có độ trễ."
[items.options.A]
code = "M02"; en = "stop"; vi = "dừng"; why_en = "Too early."; why_vi = "Còn quá sớm."
[items.options.C]
code = "M03"; en = "double"; vi = "gấp đôi"; why_en = "More is not more."; why_vi = "Chưa chắc."
[items.options.D]
code = "M24"; en = "blame & go"; vi = "đổ lỗi"; why_en = "Nobody is."; why_vi = "Không ai cả."
"""


def one_a_line(text):
    return re.sub(r'"; (?=\w+ = )', '"\n', text)


@pytest.fixture
def read(tmp_path):
    def write_and_read(text):
        path = tmp_path / "q01.toml"
        path.write_text(one_a_line(text), encoding="utf-8")
        return read_items(path)

    return write_and_read


@pytest.fixture
def item(read):
    return read(ITEM)[0]


def test_an_item_is_read_with_its_options_in_order(item):
    assert (item.key, item.right, list(item.options)) == ("q01.1", "B", ["A", "B", "C", "D"])


@pytest.mark.parametrize(
    ("before", "after", "place", "problem"),
    [
        ('right = "B"', 'right = "A"', "items.0.right", "is without a code"),
        ('code = "M02"', 'code = ""', "items.0.right", "is without a code"),
        ('code = ""', 'code = "M01"', "items.0.right", "is without a code"),
        ('right = "B"', 'right = "E"', "items.0.right", "'A', 'B', 'C' or 'D'"),
        (
            "[items.options.D]",
            "[items.options.E]",
            "items.0.options.E.[key]",
            "'A', 'B', 'C' or 'D'",
        ),
        ('vi = "dừng"; ', "", "items.0.options.A.vi", "this line is missing"),
        ('why_vi = "Còn quá sớm."', 'why_vi = " "', "items.0.options.A.why_vi", "not be blank"),
        ('use = "form A"', 'used = "form A"', "items.0.used", "nothing of this name"),
        ('bloom = "Apply"', 'bloom = "Guess"', "items.0.bloom", "'Evaluate'"),
        ('key = "q01.1"', 'key = "1"', "items.0.key", "the form asked for"),
        ('code = "M02"', 'code = "2"', "items.0.options.A.code", "the form asked for"),
    ],
)
def test_a_fault_is_refused_with_its_place(read, before, after, place, problem):
    assert before in ITEM
    with pytest.raises(BadInput) as told:
        read(ITEM.replace(before, after))
    assert re.search(rf"q01\.toml:\d+: {re.escape(place)}: .*{problem}", str(told.value))


def test_a_missing_option_is_refused(read):
    with pytest.raises(BadInput, match=r"items\.0\.options: .*the options A, B, C and D"):
        read(ITEM[: ITEM.index("[items.options.D]")])


def test_an_item_that_stands_twice_is_refused(read):
    with pytest.raises(BadInput, match=r"standing twice: q01\.1"):
        read(ITEM + ITEM)


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("b", Reply("q01.1", "right", "", "Pull is slow.")),
        ("D", Reply("q01.1", "not right", "M24", "Nobody is.")),
        (None, Reply("q01.1", "not done", "", "Choose one of A, B, C, D.")),
    ],
)
def test_an_option_gets_its_own_reason(item, answer, reply):
    assert judge_item(item, answer) == reply


def test_a_quiz_is_answered_by_widgets(item):
    (card,) = Quiz((item,)).live
    assert (type(card.options), type(card.answer)) == (RadioButtons, Button)
    assert card.options._options_labels == ("A. stop", "B. wait", "C. double", "D. blame & go")
    told = []
    for letter in (None, "A", "B"):
        card.options.value = letter
        card.answer.click()
        told.append(re.sub("<.*?>", "", card.reply.value))
    assert told == [
        "○ Not done yet. Choose one of A, B, C, D.",
        "✗ Not right yet: Too early.",
        "✓ Right. Pull is slow.",
    ]


def test_a_still_quiz_folds_each_reason_under_its_option(item):
    assert Quiz((item,)).html() == (
        "<div>\n"
        "<p><b>q01.1</b> What &lt;now&gt;?</p>\n"
        "<details><summary>A. stop</summary>✗ Not right yet: Too early.</details>\n"
        "<details><summary>B. wait</summary>✓ Right. Pull is slow.</details>\n"
        "<details><summary>C. double</summary>✗ Not right yet: More is not more.</details>\n"
        "<details><summary>D. blame &amp; go</summary>✗ Not right yet: Nobody is.</details>\n"
        "</div>"
    )


def test_plain_text_of_a_quiz_tells_no_reason(item):
    bundle = Quiz((item, item))._repr_mimebundle_()
    once = "q01.1 What <now>?\nA. stop\nB. wait\nC. double\nD. blame & go"
    assert bundle["text/plain"] == f"{once}\n\n{once}"
    assert list(bundle) == ["text/plain", "text/html"]


def test_before_an_answer_the_widgets_tell_no_reason(item):
    made = Quiz((item,))
    question = made.live[0].box.children[0].value
    assert question.endswith("<p><b>q01.1</b> What &lt;now&gt;?</p></div>")
    assert made.live[0].reply.value == ""
    assert made.box.children == (made.live[0].box,)


@pytest.mark.usefixtures("vietnamese")
def test_a_quiz_speaks_vietnamese(item):
    assert repr(Quiz((item,))).splitlines()[:2] == ["q01.1 Bây giờ thì sao?", "A. dừng"]
    assert judge_item(item, "A").text == "Còn quá sớm."


def test_a_lesson_asks_its_first_two_items_and_a_key_asks_one():
    assert [item.key for item in quiz("t01").items] == ["q01.1", "q01.2"]
    assert [item.key for item in quiz("q02.3").items] == ["q02.3"]


@pytest.mark.parametrize("key", ["t99", "q01.9", "", "A"])
def test_an_unknown_quiz_names_the_known_items(key):
    with pytest.raises(BadInput, match=rf"there is no quiz '{key}'\n.*q01\.1, q01\.2"):
        quiz(key)
