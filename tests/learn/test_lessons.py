import re
from itertools import combinations

import pytest
from made_lessons import numbers

from leadkit.base import language
from leadkit.base.language import _
from leadkit.learn import check
from leadkit.learn.answers.free_text import FreeText
from leadkit.learn.answers.kinds import Choice, Number, Order, Several, Table
from leadkit.learn.checking import judge
from leadkit.learn.lessons import exercises, labs

FREE_LINES = [
    "9 of 31 leads want a trial, please ring 0912 345 678 today",
    "The leads are bad again, 9 of 31 at least",
    "Many leads want a trial, Hà please ask by Friday",
    "9 of 31 leads want a trial and we should offer one",
]
EVERY = list(exercises().values())
GUESSES = ["A", "B", "D", 0, 1, 50, 100, "", "1", "pull", [], {}, ["A"], True, "50%"]


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def named(one):
    return one.key


def texts(one):
    """Return every text of an exercise that is shown, and which."""
    yield "question", one.question
    yield "why", one.why
    yield "solution", one.solution
    yield from (("hint", hint) for hint in one.hints)
    yield from (("mistake", mistake.say) for mistake in one.mistakes)


def test_the_lessons_hold_their_exercises_and_labs():
    first, second = ["t01.1", "t01.2", "t01.3"], ["t02.1", "t02.2", "t02.3", "t02.4"]
    third = ["t03.1", "t03.2", "t03.3", "t03.4"]
    fourth = ["t04.1", "t04.2", "t04.3", "t04.4"]
    fifth = ["t05.1", "t05.2", "t05.3", "t05.4"]
    sixth = ["t06.1", "t06.2", "t06.3", "t06.4", "t06.5"]
    seventh = ["t07.1", "t07.2", "t07.3a", "t07.3b", "t07.4"]
    eighth = ["t08.1", "t08.2", "t08.3", "t08.4"]
    known = ["t00.1", *first, *second, *third, *fourth, *fifth, *sixth, *seventh, *eighth]
    assert list(exercises()) == known
    assert list(labs()) == [
        "t01.market", "t02.waiting", "t02.day", "t03.boxes", "t04.crowds", "t05.line", "t05.queue",
        "t06.shares", "t06.companies", "t06.sellers", "t08.clock",
        "t08.game",
    ]  # fmt: skip


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_the_right_value_is_right_and_no_named_slip(one):
    right = one.right()
    assert judge(one, right).status == "right"
    assert [mistake.code for mistake in one.mistakes if mistake.fits(right)] == []


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_every_slip_has_a_known_code_and_words_of_its_own(one):
    assert all(re.fullmatch("M[0-6][0-9]", mistake.code) for mistake in one.mistakes)
    said = [mistake.say for mistake in one.mistakes]
    assert len(set(said)) == len(said)


def answers(one):
    """Return many answers of the right form: all of them, or a wide net."""
    if isinstance(one.kind, Number):
        yield from (0, *(step / 10 for step in range(10, 1001)))
        if not one.kind.share:
            yield from (step / 100 for step in range(1, 200))
        yield from range(0, 5_000_001, 100_000)
    elif isinstance(one.kind, Choice):
        yield from (letter for letter, _label in one.kind.options)
    elif isinstance(one.kind, Several):
        keys = [key for key, _label in one.kind.options]
        sizes = range(0 if one.kind.may_be_none else 1, len(keys) + 1)
        yield from ([*ticked] for size in sizes for ticked in combinations(keys, size))
    elif isinstance(one.kind, Table):
        options = [option for option, _label in one.kind.options]
        if len(options) > 2:
            yield from (dict.fromkeys(one.right(), option) for option in options)
        yield from (one.right() | {row: option} for row in one.right() for option in options)
    elif isinstance(one.kind, FreeText):
        yield from FREE_LINES
    else:
        assert isinstance(one.kind, Order)
        road = one.right()
        for place in range(len(road) - 1):
            yield [*road[:place], road[place + 1], road[place], *road[place + 2 :]]


@pytest.mark.parametrize(
    "one", [one for one in EVERY if not one.key.startswith("t08")], ids=named
)  # test_t08 gives its own kinds their answers
def test_every_slip_is_reached_and_no_two_claim_an_answer_for_different_thoughts(one):
    reached = set()
    for answer in answers(one):
        fitting = [mistake for mistake in one.mistakes if mistake.fits(one.kind.read(answer))]
        assert len({mistake.code for mistake in fitting}) <= 1, answer
        reached |= {mistake.say for mistake in fitting}
    assert reached == {mistake.say for mistake in one.mistakes}


@pytest.mark.parametrize("guess", GUESSES, ids=repr)
def test_no_guess_fits_all(guess):
    right = [one.key for one in EVERY if judge(one, guess).status == "right"]
    assert len(right) <= len(EVERY) / 4
    assert len({key.split(".")[0] for key in right}) == len(right)


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_no_hint_holds_the_answer(one, spoken):
    said = [_(hint) for hint in one.hints]
    parts = [part for hint in said for part in re.findall(r"[\w.,%]+", hint)]
    tried = [*said, *parts, parts, *map(str, numbers(" ".join(said))), *numbers(" ".join(said))]
    assert [answer for answer in tried if judge(one, answer).status == "right"] == []


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_no_text_seen_before_a_try_holds_the_right_number(one, spoken):
    if isinstance(one.kind, Number):
        before = [_(text) for kind, text in texts(one) if kind in ("question", "hint", "mistake")]
        before += [repr(lab) for lab in labs().values() if lab.key[:3] == one.key[:3]]
        assert [text for text in before if one.right() in numbers(text)] == []


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_both_languages_say_the_same_numbers(one):
    english = {text: numbers(text) for _kind, text in texts(one)}
    language.use("vi")
    vietnamese = {text: numbers(_(text)) for text in english}
    language.use("en")
    assert vietnamese == english


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_every_text_is_translated(one):
    language.use("vi")
    untranslated = [text for _kind, text in texts(one) if _(text) == text]
    language.use("en")
    assert untranslated == []


@pytest.mark.parametrize(
    ("answer", "code"), [("33,3%", "M06"), (75, "M43"), (4, "M43"), (26, ""), ("25%", None)]
)
def test_the_first_question_names_its_slips_too(answer, code):
    reply = check("t00.1", answer)
    assert (reply.status, reply.code) == (("right", "") if code is None else ("not right", code))


def test_a_percentage_may_be_typed_in_any_usual_way():
    for typed in ("72", "72%", "72 %", "72,0", 72.4):
        assert check("t02.2", typed).status == "right"
    assert check("t02.2", "0,72").text == "That is 72\N{NO-BREAK SPACE}%; write it as a percentage."


@pytest.mark.parametrize("lab", labs().values(), ids=named)
def test_the_sentence_is_not_the_title(lab, spoken):
    drawn = lab.draw(**lab.start)
    assert lab.say(**lab.start)
    assert lab.say(**lab.start) != drawn.texts[0].get_text()
