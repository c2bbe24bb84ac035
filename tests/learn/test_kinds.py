from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base import language
from leadkit.base.language import LANGUAGES, NO_BREAK, number, percent
from leadkit.learn.answers.kinds import Choice, NotDone, Number, Order, Several, Table, Unreadable

IN_DIGITS = "A number is asked: write it in digits."
STAGES = Order((("new", "a new lead"), ("sent", "handed off"), ("won", "won")))
SIDES = Table((("guide", "a guide"), ("visit", "a visit")), (("pull", "pull"), ("push", "push")))
LETTERS = Choice((("A", "the first"), ("B", "the second"), ("C", "the third"), ("D", "none")))

BOXES = Several((("phone", "telephone"), ("mail", "e-mail"), ("firm", "company")))
MAYBE_NONE = Several(BOXES.options, may_be_none=True)


@pytest.fixture(params=LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("72", 72),
        (" 72 ", 72),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("12.", 12),
        (",5", 0.5),
        ("0,855", 0.855),
        ("0.855", 0.855),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("2,500,000", 2500000),
        ("1 000", 1000),
        (f"1{NO_BREAK}000{NO_BREAK}000,25", 1000000.25),
        ("1\N{NARROW NO-BREAK SPACE}000.5", 1000.5),
        ("1 234.567", 1234.567),
        ("1234.567", 1234.567),
        ("12.3456", 12.3456),
        ("-6.4", -6.4),
        ("−6,4", -6.4),
        ("– 6,4", -6.4),
        ("+1.0", 1),
        ("007", 7),
        ("12 MQL", 12),
        ("12mql", 12),
    ],
)
@pytest.mark.usefixtures("spoken")
def test_a_number_is_understood_as_people_type_it(text, value):
    assert Number(unit="MQL").read(text) == value


def test_a_mark_before_three_digits_groups_them_where_the_reader_groups_so(spoken):
    comma, point = Number().read("1,234"), Number().read("1.234")
    assert (comma, point) == {"en": (1234, 1.234), "vi": (1.234, 1234)}[spoken]


@pytest.mark.parametrize("answer", [15, 15.0, np.int64(15), np.float32(15), Decimal(15)])
def test_numbers_of_every_type_are_read(answer):
    assert Number().read(answer) == 15


@pytest.mark.parametrize(
    "answer",
    [
        "fifteen",
        "12,34,5",
        "1.2.3",
        "1.234,567.8",
        "36 50",
        "1 0000",
        "--3",
        "1e5",
        "10²",
        "١٢",
        ".",
        "-",
        "12 wins",
        "9" * 400,
        True,
        np.True_,
        float("nan"),
        float("inf"),
        10**400,
        1j,
        [15],
        {"a": 15},
        "nan",
        "inf",
    ],
)
def test_what_is_no_number_is_told_that_one_is_asked(answer):
    with pytest.raises(Unreadable) as told:
        Number(unit="leads").read(answer)
    assert (type(told.value), str(told.value)) == (Unreadable, IN_DIGITS)


@pytest.mark.parametrize("answer", ["72", "72%", "72 %", f"72{NO_BREAK}%", "72,0", 72])
def test_a_share_is_a_percentage_with_or_without_its_sign(answer):
    assert Number(share=True).read(answer) == 72


@pytest.mark.parametrize(
    ("answer", "written"),
    [(0.72, "72 %"), ("0,72", "72 %"), ("0.725", "72.5 %"), (0.07, "7 %"), ("-.5", "−50 %")],
)
def test_a_share_below_one_is_told_what_percentage_it_is(answer, written):
    with pytest.raises(Unreadable) as told:
        Number(share=True).read(answer)
    said = str(told.value).replace(NO_BREAK, " ")
    assert said == f"That is {written}; write it as a percentage."


def test_less_than_one_percent_can_be_answered_with_the_sign():
    assert Number(share=True).read("0,5%") == 0.5
    assert Number(share=True).read(0) == 0


def test_a_percent_sign_is_refused_where_no_share_is_asked():
    with pytest.raises(Unreadable, match="without a percent sign"):
        Number().read("76%")


@pytest.mark.parametrize(
    ("value", "tolerance", "is_right"),
    [
        (72, 0, True),
        (72.001, 0, False),
        (72.5, 0.5, True),
        (71.5, 0.5, True),
        (72.51, 0.5, False),
        (-72, 0.5, False),
    ],
)
def test_a_number_is_right_within_its_tolerance(value, tolerance, is_right):
    assert Number(tolerance).matches(value, 72) is is_right


def test_rounding_of_floats_decides_nothing():
    assert Number().matches(0.3, 0.1 + 0.2)
    assert Number(0.05).matches(9.85, 9.8)


@given(
    st.sampled_from(LANGUAGES),
    st.decimals(-(10**9), 10**9, places=4),
    st.integers(min_value=0, max_value=4),
)
def test_every_number_the_kit_writes_is_read_back(spoken, value, digits):
    language.use(spoken)
    try:
        rounded = round(value, digits)
        assert Number().read(number(float(rounded), digits)) == float(rounded)
    finally:
        language.use("en")


@given(st.sampled_from(LANGUAGES), st.integers(-999, 999))
def test_every_percentage_the_kit_writes_is_read_back(spoken, tenths):
    language.use(spoken)
    try:
        assert Number(share=True).read(percent(tenths / 1000, 1)) == tenths / 10
    finally:
        language.use("en")


@given(st.integers(-(10**12), 10**12), st.sampled_from(" \N{NO-BREAK SPACE}\N{THIN SPACE}"))
def test_thousands_may_be_grouped_by_any_space(value, space):
    assert Number().read(f"{value:,}".replace(",", space)) == value


@given(st.text(alphabet="0123456789.,-−+ %leads\N{NO-BREAK SPACE}½٣e"))
def test_any_text_is_a_finite_number_or_refused_with_words(text):
    with suppress(Unreadable):
        assert isfinite(Number(unit="MQL").read(text))


@pytest.mark.parametrize("answer", ["b", "B", " B ", "b\n"])
def test_a_letter_is_read_in_any_case(answer):
    assert LETTERS.read(answer) == "B"


@pytest.mark.parametrize("answer", ["E", "AB", "the second", 2, True, ["B"]])
def test_what_is_no_option_is_told_the_letters(answer):
    with pytest.raises(Unreadable) as told:
        LETTERS.read(answer)
    assert str(told.value) == "Choose one of A, B, C, D."


def test_a_table_is_read_row_by_row():
    assert SIDES.read({"visit": " Push", "guide": "pull"}) == {"guide": "pull", "visit": "push"}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ({"guide": "pull"}, NotDone, "1 row is still empty."),
        ({"guide": None, "visit": ""}, NotDone, "2 rows are still empty."),
        ({"guide": "drag"}, Unreadable, "Give every row one of: pull, push."),
        ({"fax": "pull"}, Unreadable, "There is no row fax."),
        ("pull", Unreadable, "Give every row one of: pull, push."),
    ],
)
def test_a_table_that_is_not_whole_is_told_what_is_missing(answer, kind, said):
    with pytest.raises(Unreadable) as told:
        SIDES.read(answer)
    assert (type(told.value), str(told.value)) == (kind, said)


def test_an_order_is_read_by_keys():
    assert STAGES.read(("won", "NEW", "sent")) == ["won", "new", "sent"]
    assert STAGES.matches(["new", "sent", "won"], ("new", "sent", "won"))
    assert not STAGES.matches(["sent", "new", "won"], ("new", "sent", "won"))


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (["new", "won"], NotDone, "Still missing: handed off."),
        ([None, "", "sent"], NotDone, "Still missing: a new lead, won."),
        (["new", "won", "new"], Unreadable, "Standing more than once: a new lead."),
        (["new", "lost", "won"], Unreadable, "There is no item lost."),
        (["new", 3], Unreadable, "There is no item 3."),
        ("new", Unreadable, "Put all 3 in order, each once."),
    ],
)
def test_an_order_that_is_not_whole_names_its_items(answer, kind, said):
    with pytest.raises(Unreadable) as told:
        STAGES.read(answer)
    assert (type(told.value), str(told.value)) == (kind, said)


@pytest.mark.parametrize("kind", [Number(), Number(share=True), LETTERS, SIDES, STAGES])
@pytest.mark.parametrize("answer", [..., None, "", " \t", {}, [], ()])
def test_nothing_is_not_done_yet_for_every_kind(kind, answer):
    with pytest.raises(NotDone) as told:
        kind.read(answer)
    assert str(told.value) == kind.asked()


@pytest.mark.parametrize(
    "answer",
    [["firm", "phone"], ("Phone", " firm "), {"phone", "firm"}, "firm, phone", "firm; PHONE phone"],
)
def test_ticks_are_read_in_any_order_and_form(answer):
    assert BOXES.read(answer) == {"phone", "firm"}


@pytest.mark.parametrize("answer", [..., None, "", "  ", [], frozenset(), {}])
def test_no_tick_is_no_answer_yet_unless_none_may_be_right(answer):
    with pytest.raises(NotDone, match="Tick every one"):
        BOXES.read(answer)
    if isinstance(answer, (list, frozenset)):
        assert MAYBE_NONE.read(answer) == frozenset()
    else:
        with pytest.raises(NotDone):
            MAYBE_NONE.read(answer)


@pytest.mark.parametrize("answer", [["fax"], "phone, fax", 3, True, {"phone": True}])
def test_what_is_no_option_is_no_tick(answer):
    with pytest.raises(Unreadable, match=r"no fax here|Tick every one"):
        BOXES.read(answer)


def test_ticks_are_right_when_all_that_belong_are_there_and_no_others():
    right = frozenset({"phone", "firm"})
    assert BOXES.matches(BOXES.read("firm phone"), right)
    assert not BOXES.matches(BOXES.read("firm"), right)
    assert not BOXES.matches(BOXES.read("firm phone mail"), right)
