"""The two forms, and the folders of a class in which they are taken."""

import json
from collections import Counter

import pytest
from classes import a_class, first_form, hands_in, places, sitting_in

from leadkit.base.errors import BadInput
from leadkit.learn import quiz
from leadkit.learn.course import prepare_class, read_course
from leadkit.learn.learner import PROGRESS, Learner, steps_so_far
from leadkit.learn.parallel_forms import form, form_items, order
from leadkit.learn.quiz import LETTERS, bank


@pytest.fixture
def klass(tmp_path):
    return a_class(tmp_path, ["Lan", "Minh", "Lan", "Hà"])


def test_both_forms_have_eight_cases_and_every_letter_twice():
    for letter in "AB":
        items = form_items(letter)
        assert [item.use for item in items] == [f"form {letter}"] * 8
        assert Counter(item.right for item in items) == dict.fromkeys(LETTERS, 2)


@pytest.mark.parametrize("spoken", ["en", "vi"])
def test_the_forms_are_as_long_to_read_as_each_other(spoken):
    length = [
        sum(
            len(getattr(item, spoken))
            + sum(len(getattr(one, spoken)) for one in item.options.values())
            for item in form_items(letter)
        )
        for letter in "AB"
    ]
    assert max(length) <= 1.1 * min(length)


def test_the_thoughts_of_both_forms_are_much_the_same():
    codes = [
        {one.code for item in form_items(letter) for one in item.options.values()} - {""}
        for letter in "AB"
    ]
    assert len(codes[0] & codes[1]) >= 0.7 * min(map(len, codes))


def test_half_of_a_class_begins_with_each_form_and_the_lot_can_be_drawn_again(tmp_path):
    firsts = []
    for name in ("one", "two"):
        prepared = prepare_class(tmp_path / "none", tmp_path / name, [""] * 12, seed=7)
        firsts.append([one.first for one in prepared.course.places])
    assert firsts[0] == firsts[1]
    assert Counter(firsts[0]) == {"A": 6, "B": 6}
    ids = [one.id for one in prepared.course.places]
    assert len(set(ids)) == 12


def test_a_trainees_folder_holds_an_id_and_no_name(klass):
    held = json.loads((places(klass)[1] / "learner.json").read_text())
    assert held == {
        "format": 1,
        "id": read_course(klass).places[1].id,
        "number": 2,
        "first": first_form(places(klass)[1]),
    }
    assert [one.name for one in places(klass)] == ["01-Lan", "02-Minh", "03-Lan", "04-Hà"]
    assert [note for note in read_course(klass).notes() if "1 and 3" in note]


def test_a_class_grows_and_keeps_what_was_done(klass, tmp_path):
    hands_in(places(klass)[0], "first", 3)
    before = read_course(klass).places
    a_class(tmp_path, ["lan ", "Minh", "Lan", "Hà", "Tuấn"])
    assert read_course(klass).places[:4] == before
    assert len(places(klass)) == 5
    assert (places(klass)[0] / PROGRESS).exists()
    with pytest.raises(BadInput, match="5 trainees already"):
        a_class(tmp_path, ["Minh", "Lan"])


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"places": 3}',
        '{"places": [{"number": 1, "id": "a", "first": "A", "folder": "../x"}]}',
    ],
)
def test_a_list_that_cannot_be_read_is_named(klass, text):
    (klass / "class.json").write_text(text)
    with pytest.raises(BadInput, match="the list of the class cannot be read"):
        read_course(klass)


def test_nobody_and_too_many_are_refused(tmp_path):
    for names in ([], ["x"] * 201):
        with pytest.raises(BadInput, match="a class has 1 to 200 trainees"):
            a_class(tmp_path, names)


def test_no_case_of_a_form_stands_in_a_class_notebook(klass):
    for notebook in klass.glob("*/*/*.ipynb"):
        text = notebook.read_text()
        assert "q01.1" not in text
        assert "ask(" in text or "form(" in text
    shown = json.loads((places(klass)[0] / "en" / "t01.ipynb").read_text())["cells"]
    assert [len(cell["outputs"]) for cell in shown] == [0, 1]


def test_no_answer_stands_in_the_source_of_a_form(klass):
    for name in ("form_1_first", "form_2_second"):
        for lang in ("en", "vi"):
            text = (places(klass)[0] / lang / f"{name}.ipynb").read_text()
            cells = json.loads(text)["cells"]
            assert [cell.get("outputs", []) for cell in cells] == [[], [], []]
            assert f'lk.setup("{lang}")' in cells[1]["source"]
            assert not any(
                option.en in text or option.vi in text
                for item in bank().values()
                for option in item.options.values()
            )


def test_in_a_class_a_lesson_asks_its_third_case(klass):
    with sitting_in(places(klass)[0]):
        assert [item.key for item in quiz("t01").items] == ["q01.3"]
        assert [item.key for item in quiz("q01.4").items] == ["q01.4"]
        assert [item.key for item in quiz("week 1").items] == [f"q0{n}.4" for n in range(1, 9)]
        with pytest.raises(BadInput, match=r"q01\.1 is kept for the forms.*\n.*q01\.3"):
            quiz("q01.1")
    assert [item.key for item in quiz("t01").items] == ["q01.1", "q01.2"]


def test_a_trainee_takes_one_form_and_then_the_other(klass):
    for place in places(klass)[:2]:
        with sitting_in(place):
            with pytest.raises(BadInput, match="the first form is not handed in"):
                form("second")
            assert form("first").letter == first_form(place)
        hands_in(place, "first", 8)
        with sitting_in(place):
            assert {form("first").letter, form("second").letter} == {"A", "B"}


def test_reasons_come_after_the_second_form(klass):
    place = places(klass)[0]
    reasons = [one.why_en[:30] for item in bank().values() for one in item.options.values()]
    first = hands_in(place, "first", 5)
    assert "after the second form" in first
    assert not [why for why in reasons if why in first]
    second = hands_in(place, "second", 5)
    assert len([why for why in reasons if why in second]) >= 16


def test_a_form_with_an_open_case_is_not_handed_in(klass):
    with sitting_in(places(klass)[0]):
        asked = form()
        for item in asked.items[2:]:
            asked.live.options[item.key].value = "A"
        asked.live.hand_in.click()
        assert "Still open: 1, 2." in asked.live.reply.value
    assert not (places(klass)[0] / PROGRESS).exists()


def test_a_form_is_handed_in_once(klass):
    place = places(klass)[0]
    hands_in(place, "first", 5)
    with sitting_in(place):
        again = form("first")
        assert again.live.hand_in.disabled
        assert len(again.live.box.children) == 2


def test_a_still_form_shows_neither_cases_nor_keys(klass):
    with sitting_in(places(klass)[0]):
        bundle = form()._repr_mimebundle_()
    assert list(bundle) == ["text/plain"]
    assert "JupyterLab" in bundle["text/plain"]


def test_options_stand_in_an_order_of_ones_own_and_numbers_rise():
    people = [Learner(id=f"{n}", number=1, first="A") for n in range(8)]
    assert len({tuple(order(who, bank()["q01.1"])) for who in people}) > 4
    assert {tuple(order(who, bank()["q04.1"])) for who in people} == {LETTERS}
    assert order(people[0], bank()["q01.1"]) == order(people[0], bank()["q01.1"])


def test_outside_a_class_there_is_no_form_and_no_third_form(klass):
    with pytest.raises(BadInput, match="not the folder of a trainee"):
        form()
    with sitting_in(places(klass)[0]), pytest.raises(BadInput, match="there is no form 'third'"):
        form("third")


def test_a_learner_file_that_cannot_be_read_is_named(klass):
    (places(klass)[0] / "learner.json").write_text('{"id": ""}')
    with sitting_in(places(klass)[0]), pytest.raises(BadInput, match="whose folder this is"):
        form()


def test_a_form_that_is_open_twice_is_handed_in_once(klass):
    folder = places(klass)[0]
    with sitting_in(folder):
        tabs = [form("first"), form("first")]
        assert all(not tab.live.hand_in.disabled for tab in tabs)
        for letter, tab in zip("AB", tabs, strict=True):
            for item in tab.items:
                tab.live.options[item.key].value = letter
            tab.live.hand_in.click()
        kept = [one.answer for one in steps_so_far().every if one.kind == "form"]
    assert kept == ["A"] * 8
    assert "Handed in." in tabs[1].live.reply.value


def test_a_name_of_any_letters_makes_a_folder(tmp_path):
    names = ["½ m²", "①", "../../x", "Nguyễn Thị Ánh", "😀", "a\x00b"]
    folders = [one.name for one in places(a_class(tmp_path, names))]
    assert folders == ["01-m", "02", "03-x", "04-Nguyễn-Thị-Ánh", "05", "06-a-b"]
