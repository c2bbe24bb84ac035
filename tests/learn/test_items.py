from importlib.resources import files

import pytest
from made_lessons import numbers

from leadkit.base import language
from leadkit.learn.quiz import LETTERS, judge_item, quiz, read_items

LESSONS = ("q01", "q02", "q03", "q04", "q05", "q06", "q07", "q08")
FOLDER = files("leadkit.learn") / "items"
EVERY = [item for name in LESSONS for item in read_items(FOLDER / f"{name}.toml")]
KEYS = {
    "q01.1": "B",
    "q01.2": "C",
    "q01.3": "D",
    "q01.4": "A",
    "q02.1": "D",
    "q02.2": "A",
    "q02.3": "B",
    "q02.4": "C",
    "q03.1": "A",
    "q03.2": "D",
    "q03.3": "C",
    "q03.4": "B",
    "q04.1": "C",
    "q04.2": "B",
    "q04.3": "A",
    "q04.4": "D",
    "q05.1": "D",
    "q05.2": "A",
    "q05.3": "C",
    "q05.4": "B",
    "q06.1": "B",
    "q06.2": "D",
    "q06.3": "A",
    "q06.4": "C",
    "q07.1": "C",
    "q07.2": "B",
    "q07.3": "D",
    "q07.4": "A",
    "q08.1": "A",
    "q08.2": "C",
    "q08.3": "B",
    "q08.4": "D",
}
CODES = {
    "q01.1": ["M02", "", "M03", "M01"],
    "q01.2": ["M02", "M03", "", "M24"],
    "q01.3": ["M42", "M43", "M44", ""],
    "q01.4": ["", "M04", "M01", "M05"],
    "q02.1": ["M43", "M07", "M06", ""],
    "q02.2": ["", "M07", "M06", "M08"],
    "q02.3": ["M08", "", "M07", "M24"],
    "q02.4": ["M08", "M06", "", "M30"],
    "q03.1": ["", "M10", "M11", "M09"],
    "q03.2": ["M10", "M11", "M09", ""],
    "q03.3": ["M13", "M06", "", "M45"],
    "q03.4": ["M18", "", "M12", "M01"],
    "q04.1": ["M06", "M46", "", "M14"],
    "q04.2": ["M46", "", "M06", "M14"],
    "q04.3": ["", "M17", "M16", "M18"],
    "q04.4": ["M15", "M19", "M14", ""],
    "q05.1": ["M16", "M20", "M03", ""],
    "q05.2": ["", "M03", "M21", "M16"],
    "q05.3": ["M03", "M33", "", "M47"],
    "q05.4": ["M18", "", "M31", "M22"],
    "q06.1": ["M23", "", "M26", "M24"],
    "q06.2": ["M23", "M26", "M24", ""],
    "q06.3": ["", "M25", "M24", "M27"],
    "q06.4": ["M28", "M29", "", "M48"],
    "q07.1": ["M30", "M49", "", "M32"],
    "q07.2": ["M31", "", "M50", "M32"],
    "q07.3": ["M18", "M29", "M32", ""],
    "q07.4": ["", "M34", "M35", "M36"],
    "q08.1": ["", "M37", "M01", "M38"],
    "q08.2": ["M37", "M38", "", "M01"],
    "q08.3": ["M39", "", "M40", "M29"],
    "q08.4": ["M41", "M51", "M52", ""],
}
USES = ["form A", "form B", "day 1", "week 1"]
SHORT, LONGER = 12, 1.3
MOST_LONGEST = 10 / 32
BANNED = ("all of the above", "none of the above", "tất cả các ý trên", "không ý nào")


def named(item):
    return item.key


def lengths(item, spoken):
    return {letter: len(getattr(item.options[letter], spoken)) for letter in LETTERS}


def test_the_keys_lie_where_they_are_known_to_lie():
    assert {item.key: item.right for item in EVERY} == KEYS


def test_each_wrong_option_carries_its_thought():
    found = {item.key: [item.options[letter].code for letter in LETTERS] for item in EVERY}
    assert found == CODES
    assert all(len(set(codes)) == 4 for codes in found.values())


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_every_use_and_every_letter_once(lesson):
    items = [item for item in EVERY if item.key.startswith(lesson)]
    assert [item.use for item in items] == USES
    assert sorted(item.right for item in items) == list(LETTERS)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("item", EVERY, ids=named)
def test_no_option_is_told_by_its_length(item, spoken):
    found = lengths(item, spoken).values()
    assert max(found) <= SHORT or max(found) <= LONGER * min(found)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_key_is_seldom_the_longest_option(spoken):
    found = [lengths(item, spoken) for item in EVERY]
    longest = [
        item.key
        for item, by_letter in zip(EVERY, found, strict=True)
        if all(
            by_letter[item.right] > by_letter[letter] for letter in LETTERS if letter != item.right
        )
    ]
    assert len(longest) <= MOST_LONGEST * len(EVERY)


@pytest.mark.parametrize("item", EVERY, ids=named)
def test_both_languages_tell_the_same_numbers(item):
    assert numbers(item.en) == numbers(item.vi)
    for option in item.options.values():
        assert numbers(option.en) == numbers(option.vi)
        assert numbers(option.why_en) == numbers(option.why_vi)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("item", EVERY, ids=named)
def test_options_and_reasons_differ_and_none_stands_for_the_others(item, spoken):
    options = [getattr(option, spoken) for option in item.options.values()]
    reasons = [getattr(option, f"why_{spoken}") for option in item.options.values()]
    assert len(set(options)) == len(set(reasons)) == 4
    assert [text for text in options if text.lower().startswith(BANNED)] == []


@pytest.mark.parametrize("item", EVERY, ids=named)
def test_every_option_is_answered_with_its_reason(item):
    for letter in LETTERS:
        reply = judge_item(item, letter.lower())
        expected = "right" if letter == KEYS[item.key] else "not right"
        assert (reply.status, reply.code) == (expected, item.options[letter].code)
        assert reply.text == item.options[letter].why_en


def test_a_lesson_asks_its_two_forms():
    assert [item.key for item in quiz("t02").items] == ["q02.1", "q02.2"]


def test_bare_numbers_rise():
    shares = [numbers(option.en)[0] for option in quiz("q02.1").items[0].options.values()]
    assert shares == [25, 45, 60, 75]
