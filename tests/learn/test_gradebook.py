"""The gradebook: what a class thinks, what does not fit, and nothing that was executed."""

import json
import os

import pytest
from classes import a_class, answers_form, first_form, places, rewritten, sitting_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.learn import check, hint
from leadkit.learn.course import read_course
from leadkit.learn.edited_cells import edited_cells
from leadkit.learn.gradebook import gradebook
from leadkit.learn.group_page import group_page
from leadkit.learn.learner import PROGRESS
from leadkit.learn.lessons import exercises
from leadkit.learn.misconceptions import misconception, reachable
from leadkit.learn.quiz import bank

NAMES = ["Lan", "Minh", "Hà", "Tuấn", "Mai", "Lan", "Nam", "Vy", "Huy", "My", "An", "Ngọc"]
PROMISED = 7  # of twelve read the score as a promise
LAST_CASES = ["q07.1", "q07.2", "q08.1", "q08.2"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A class of twelve, all of whom answered t04.1 and both forms."""
    root = a_class(tmp_path_factory.mktemp("made"), NAMES)
    slip = next(
        n for n in range(1, 200) if any(m.code == "M16" and m.fits(n) for m in at("t04.1").mistakes)
    )
    for place, folder in enumerate(places(root)):
        first = first_form(folder)
        with sitting_in(folder):
            answers_form(first, 6, unsure=[] if place == 0 else LAST_CASES)
            check("t04.1", slip if place < PROMISED else at("t04.1").right())
            if place < 2:
                hint("t04.1")
                check("t04.1", at("t04.1").right())
            answers_form("B" if first == "A" else "A", 7 if place else 8)
    return root


@pytest.fixture(scope="module")
def book(made):
    return gradebook(made)


@pytest.fixture
def klass(tmp_path):
    """A class of three who answered one exercise."""
    root = a_class(tmp_path, NAMES[:3])
    for folder in places(root):
        with sitting_in(folder):
            check("t01.2", 32)
            check("t01.2", 8)
            check("t01.2", "15")
    return root


def at(key):
    return exercises()[key]


def places_of(root):
    return sorted(one for one in root.iterdir() if one.is_dir())


def faults(root):
    return [(row.learner, row.fault) for row in gradebook(root).faults.itertuples(index=False)]


def test_the_group_is_told_in_words(book):
    found = book
    assert (
        "7 of 12 read the score as a promise. At their last try 5 still did." in found.sentences()
    )
    row = found.thoughts.set_index("code").loc["M16"]
    assert (row["n"], row["shown"], row["still"]) == (12, PROMISED, PROMISED - 2)
    assert "M16" in found.again()


def test_an_item_has_its_rate_and_the_thought_most_had(book):
    items = book.items.set_index(["kind", "item"])
    row = items.loc["exercise", "t04.1"]
    assert (row["n"], row["right_last"], row["code"], row["with_code"]) == (12, 7, "M16", 7)
    assert str(row["right_first"]).replace("\N{NO-BREAK SPACE}", " ") == "42 % (19–68), n = 12"


def test_a_row_of_the_gradebook_tells_tries_hints_and_codes(book):
    table = book.table
    row = table[(table["learner"] == "1") & (table["item"] == "t04.1")].iloc[0].to_dict()
    assert (row["tries"], row["hints"], row["first"], row["last"]) == (2, 1, "not right", "right")
    assert (row["first_code"], row["last_code"], row["lesson"]) == ("M16", "", "t04")


def test_the_gain_is_that_of_the_forms(book):
    found = book.gain
    assert found.table["gain"].tolist() == [1] * 11 + [2]
    assert found.gain.value == pytest.approx(13 / 12)


def test_who_was_sure_and_wrong_comes_first(book):
    thoughts = book.thoughts
    assert thoughts["sure"].is_monotonic_decreasing


def test_neither_page_nor_table_holds_a_name(book, made):
    found = book
    held = group_page(found).html() + found.table.to_csv() + repr(found) + found._repr_html_()
    assert [name for name in {*NAMES} if f">{name}<" in held or f",{name}," in held] == []
    assert "Minh" not in held
    assert not [one.id for one in read_course(made).places if one.id in held]
    assert found.table["learner"].unique().tolist() == [f"{n}" for n in range(1, 13)]


def test_two_of_one_name_are_told_apart_by_number(book):
    (told,) = book.faults["fault"]
    assert told.startswith("Numbers 1 and 6 have the same name")


def test_below_six_no_rate_is_told(klass):
    found = gradebook(klass)
    assert all(one.refused for one in found.items["right_first"])
    assert found.again() == []
    assert "too few" in found.gain.sentence()
    assert found.sentence() == "3 of 3 expected an effect at once. At their last try 0 still did."


def test_an_edited_reply_is_found_twice_and_judged_anew(klass):
    rewritten(places(klass)[0], lambda text: text.replace('"not right"', '"right"', 1))
    told = [fault for who, fault in faults(klass) if who == "1"]
    assert ["line 2" in told[0], "t01.2" in told[1]] == [True, True]
    row = gradebook(klass).table.iloc[0]
    assert (row["first"], row["tries"]) == ("not right", 3)


def test_a_check_that_always_says_right_is_found_though_its_chain_is_whole(klass, monkeypatch):
    from leadkit.learn import checking

    with sitting_in(places(klass)[1]):
        honest = checking.judge
        with monkeypatch.context() as patched:
            patched.setattr(
                checking, "judge", lambda asked, answer: checking.Reply(asked.key, "right", "", "")
            )
            check("t05.1", 999)
        assert checking.judge is honest
    (told,) = [fault for who, fault in faults(klass) if who == "2"]
    assert "judged anew: t05.1" in told


def test_another_trainees_progress_a_copy_and_no_progress(klass):
    one, two, three = places(klass)
    (two / PROGRESS).write_bytes((one / PROGRESS).read_bytes())
    (three / PROGRESS).unlink()
    (klass / "notes.txt").write_text("not a submission")
    told = dict.fromkeys(fault for _who, fault in faults(klass))
    assert list(told) == [
        "Nothing is handed in: there is no progress in the folder.",
        "The progress in it belongs to another trainee.",
        f"The same id as {one.name}: a copy, not counted.",
        "notes.txt: neither a folder nor a progress file.",
        "Number 2: nothing is handed in.",
    ]
    assert gradebook(klass).n == 1


def test_a_submission_without_its_id_counts_under_its_folder(klass):
    rewritten(places(klass)[0], lambda text: text.split("\n", 1)[1])
    told = [fault for who, fault in faults(klass) if who == "1"]
    assert any("Without an id" in fault for fault in told)
    assert gradebook(klass).n == 3


def test_without_the_list_of_the_class_the_folders_tell_the_numbers(klass):
    (klass / "class.json").unlink()
    third = places_of(klass)[2] / "learner.json"
    third.write_text(third.read_text().replace('"number": 3', '"number": 1'))
    assert gradebook(klass).table["learner"].unique().tolist() == ["1", "1 (2)", "2"]


def test_files_alone_are_submissions_too(klass, tmp_path):
    drop = tmp_path / "by-mail"
    drop.mkdir()
    for place, folder in enumerate(places(klass)[:2]):
        (drop / f"{place}.jsonl").write_bytes((folder / PROGRESS).read_bytes())
    (drop / "lan.jsonl").write_text(
        '{"kind": "exercise", "key": "t01.2", "answer": 32, "status": "not right"}\n'
    )
    found = gradebook(drop)
    assert found.n == 3
    assert any("Without an id" in one for one in found.faults["fault"])


def test_an_id_of_another_class_is_said(klass, tmp_path):
    course = json.loads((klass / "class.json").read_text())
    course["places"] = course["places"][:2]
    (klass / "class.json").write_text(json.dumps(course))
    assert "The id is not of this class." in [fault for _who, fault in faults(klass)]


def test_answers_to_what_does_not_exist_are_not_counted(klass):
    more = '{"kind": "exercise", "key": "t99.1", "answer": 1, "status": "right"}\n'
    rewritten(places(klass)[0], lambda text: text + more)
    told = [fault for _who, fault in faults(klass)]
    assert any("t99.1" in fault for fault in told)
    assert "t99.1" not in set(gradebook(klass).table["item"])


def test_another_version_of_leadkit_is_said(klass):
    rewritten(places(klass)[0], lambda text: text.replace('"version": "', '"version": "9.'))
    assert any("Answered with leadkit 9." in fault for _who, fault in faults(klass))


def test_a_vietnamese_number_is_judged_as_it_was_meant(klass):
    with sitting_in(places(klass)[0]):
        language.use("vi")
        check("t05.1", "1.000")
        language.use("en")
        check("t05.1", "1.5")
    assert faults(klass) == []


NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["SOURCE"], "outputs": []}]}


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        ("open('ran', 'w').close()\ndef check(key, answer): return 'right'", True),
        ("import leadkit.learn.checking as c\nc.judge = print", True),
        ("from mine import check", True),
        ("from leadkit.learn.exercise import exercise\nexercise('t01.2').right()", True),
        ("setattr(x, 'judge', y)", True),
        ("%time\nfrom leadkit.learn import check\ncheck('t01.2', 15)", False),
        ("right = 3", False),
        ("not python at all", False),
    ],
)
def test_a_cell_that_meddles_is_told_and_never_run(klass, source, is_told):
    text = json.dumps(NOTEBOOK).replace('"SOURCE"', json.dumps(source))
    (places(klass)[0] / "en" / "t09.ipynb").write_text(text)
    told = [fault for _who, fault in faults(klass) if "t09.ipynb, cell 1" in fault]
    assert bool(told) == is_told
    assert not list(klass.rglob("ran"))


@pytest.mark.parametrize("text", ["{", '{"cells": 3}', "[]", '{"cells": [{}]}'])
def test_a_notebook_that_cannot_be_read_is_no_fault(tmp_path, text):
    (tmp_path / "a.ipynb").write_text(text)
    assert edited_cells(tmp_path / "a.ipynb") == []


def test_a_pipe_is_not_waited_for(klass):
    first = places(klass)[0]
    (first / PROGRESS).unlink()
    for name in (PROGRESS, "en/a.ipynb"):
        os.mkfifo(first / name)
    assert gradebook(klass).n == 2


def test_a_link_is_not_followed(klass, tmp_path):
    (tmp_path / "secret.jsonl").write_bytes((places(klass)[0] / PROGRESS).read_bytes())
    (places(klass)[0] / PROGRESS).unlink()
    (places(klass)[0] / PROGRESS).symlink_to(tmp_path / "secret.jsonl")
    (klass / "x.jsonl").symlink_to(tmp_path / "secret.jsonl")
    told = [fault for _who, fault in faults(klass)]
    assert any("a link" in fault for fault in told)
    assert any(fault.startswith("x.jsonl: neither") for fault in told)
    assert gradebook(klass).n == 2


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
ASKED = st.sampled_from([*exercises(), *bank(), "t99.9", ""])
LINE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["exercise", "quiz", "form", "hint", "solution", "begin", "x"]),
        "key": ASKED,
        "answer": ANYTHING,
        "status": st.sampled_from(["right", "not right", "", "A"]),
        "code": st.sampled_from(["", "M16", "M99"]),
        "withheld": st.booleans(),
    }
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=st.lists(LINE, min_size=1, max_size=12))
def test_no_submission_breaks_the_gradebook(tmp_path, lines):
    text = "\n".join(json.dumps(one) for one in lines)
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"kind": "exercise", "key": "t01.2", "answer": 32, "status": "not right"}\n'
    )
    found = gradebook(tmp_path)
    assert set(found.thoughts["code"]) <= {f"M{n:02}" for n in range(1, 63)}
    assert "b" not in found.table["learner"].to_list()
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_code_has_its_words(spoken):
    language.use(spoken)
    codes = set().union(*reachable().values())
    assert len(codes) == 62
    told = [misconception(code) for code in sorted(codes)]
    assert len({one.did for one in told}) == len({one.thought for one in told}) == 62
    assert not [one.code for one in told if one.did.endswith(".") or not one.did[0].islower()]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_page_is_made_in_both_languages(book, spoken):
    language.use(spoken)
    html = group_page(book).html()
    assert f'lang="{spoken}"' in html
    assert html.count("<img") == 1


def test_what_cannot_be_graded_is_refused(tmp_path):
    with pytest.raises(BadInput, match="nobody has handed in"):
        gradebook(tmp_path)
    with pytest.raises(BadInput, match="no such folder"):
        gradebook(tmp_path / "none")


def test_nobody_takes_the_place_or_the_number_of_another(klass):
    mine = places(klass)[1]
    copied = klass / "00-first-by-the-alphabet"
    copied.mkdir()
    (copied / PROGRESS).write_bytes((mine / PROGRESS).read_bytes())
    forged = klass / "00-forged"
    forged.mkdir()
    lines = [{"kind": "begin", "id": "2"}, {"kind": "exercise", "key": "t01.2", "answer": 15}]
    (forged / PROGRESS).write_text("\n".join(map(json.dumps, lines)))
    found = {one.place: one for one in gradebook(klass).submitted}
    assert (found[mine.name].who, found["00-forged"].who) == ("2", "id 2")
    assert found[mine.name].steps
    assert not found[copied.name].steps


def test_a_folder_and_a_key_of_any_letters_stay_on_their_line(klass):
    strange = klass / os.fsdecode(b"\xff\x1b[8mname")
    strange.mkdir()
    lines = [{"kind": "begin", "id": "a\nb"}, {"kind": "quiz", "key": "x\n9", "answer": 1}]
    (strange / PROGRESS).write_text("\n".join(map(json.dumps, lines)))
    told = " ".join(gradebook(klass).faults.astype(str).to_numpy().ravel())
    assert told.isprintable()


def test_a_folder_around_the_class_is_not_graded_unsaid(klass):
    assert "several progress files" in " ".join(gradebook(klass.parent).faults["fault"])
