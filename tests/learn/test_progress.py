"""What a learner has done, on their own disk: kept, resumed, damaged, deleted."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkit.base import language
from leadkit.learn import ask, check, checking, hint, quiz, solution
from leadkit.learn.exercise import exercise
from leadkit.learn.learner import PROGRESS, home, keep, steps_so_far
from leadkit.learn.lessons import exercises
from leadkit.learn.progress import progress
from leadkit.learn.steps import read_steps

ANSWERS = {
    "t01.1": dict.fromkeys(dict(exercise("t01.1").kind.rows), "pull"),
    "t01.2": "15",
    "t02.1": [key for key, _label in reversed(exercise("t02.1").kind.items)],
    "t02.3": "B",
    "t07.3a": [exercise("t07.3a").kind.options[0][0]],
    "t08.2": "5/5/2026 9:15",
}


@pytest.fixture
def lab(tmp_path, monkeypatch):
    notebooks = tmp_path / "lab" / "en"
    notebooks.mkdir(parents=True)
    (notebooks / ".leadkit-lab.json").write_text('{"format": 1, "copied": {}}')
    monkeypatch.chdir(notebooks)
    return tmp_path / "lab"


def lines(lab):
    return [json.loads(line) for line in (lab / PROGRESS).read_text().splitlines()]


def rewrite(lab, change):
    text = (lab / PROGRESS).read_text().splitlines()
    (lab / PROGRESS).write_text("\n".join(change(text)) + "\n")
    return read_steps(lab / PROGRESS)


def test_outside_a_learners_folder_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check("t01.2", 32)
    assert home() is None
    assert list(tmp_path.iterdir()) == []
    assert "leadkit lab" in repr(progress())


def test_a_lesson_served_to_a_room_belongs_to_nobody(lab, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "False")
    check("t01.2", 32)
    assert not (lab / PROGRESS).exists()


def test_a_try_is_a_line_and_a_cell_run_again_is_no_other_try(lab):
    for answer in (..., 32, 32, "15", "15", 32):
        check("t01.2", answer)
    begin, *tries = lines(lab)
    assert begin["kind"] == "begin"
    assert [(one["answer"], one["status"], one.get("code")) for one in tries] == [
        (32, "not right", "M02"),
        ("15", "right", None),
        (32, "not right", "M02"),
    ]


def test_hints_solutions_and_cases_are_kept(lab):
    check("t01.2", 32)
    hint("t01.2", 2)
    solution("t01.2")
    card = quiz("t01").live[0]
    card.options.value, card.unsure.value = "A", True
    card.answer.click()
    kept = [(one.kind, one.key, one.answer, one.sure) for one in steps_so_far().every[2:]]
    assert kept == [
        ("hint", "t01.2", 2, True),
        ("solution", "t01.2", None, True),
        ("quiz", "q01.1", "A", False),
    ]


def test_a_hint_that_is_only_shown_in_a_still_form_was_not_asked_for(lab):
    ask("t01.2").html()
    assert not (lab / PROGRESS).exists()


@pytest.mark.parametrize("key", ANSWERS)
def test_a_lesson_opened_again_shows_what_was_answered(lab, key):
    still = ask(key)._repr_mimebundle_()
    told = check(key, ANSWERS[key])
    assert told.status != "not done"
    again = ask(key)
    assert "You answered this before." in again.live.reply.value
    again.live.check.click()
    assert told._repr_html_() in again.live.reply.value
    assert [one["kind"] for one in lines(lab)] == ["begin", "exercise"]
    assert again._repr_mimebundle_() == still


def test_a_case_answered_before_is_shown_with_its_reason(lab):
    first = quiz("t01").live[0]
    first.options.value = "B"
    first.answer.click()
    again = quiz("t01").live[0]
    assert (again.options.value, again.unsure.value) == ("B", False)
    assert "Pull works with a delay" in again.reply.value


def test_the_solution_remembers_a_try_of_yesterday(lab):
    check("t01.2", 32)
    checking._tried.clear()
    assert solution("t01.2").head == "Solution:"


def test_progress_is_told_by_lesson_and_deleted_on_request(lab):
    check("t01.2", 32)
    check("t01.2", 15)
    check("t04.1", 1)
    found = progress()
    row = found.table.set_index("lesson").loc["t01"]
    assert (row["exercises"], row["tried"], row["right"]) == (3, 1, 1)
    assert found.sentence() == f"1 of {len(exercises())} exercises are right so far, 2 were tried."
    assert str(lab / PROGRESS) in repr(found)
    assert "Deleted" in repr(progress(delete=True))
    assert not (lab / PROGRESS).exists()
    assert progress().sentence() == "Nothing is answered yet."


def test_a_file_cut_in_half_is_read_as_far_as_it_goes_and_goes_on(lab):
    for answer in (32, 8, 15):
        check("t01.2", answer)
    whole = (lab / PROGRESS).read_bytes()
    (lab / PROGRESS).write_bytes(whole[:-40])
    assert steps_so_far().latest("t01.2").answer == 8
    assert "cut in half: line 4" in repr(progress())
    check("t01.2", "15")
    found = steps_so_far()
    assert (found.unreadable, found.broken) == ((4,), ())
    assert found.latest("t01.2").status == "right"


def test_older_and_newer_versions_are_read_and_said(lab):
    old = {"kind": "exercise", "key": "t01.2", "answer": 15, "status": "right"}
    (lab / PROGRESS).write_text(json.dumps(old) + "\n")
    found = steps_so_far()
    assert (found.older, found.broken, found.latest("t01.2").answer) == (1, (), 15)
    assert "1 line is from an older version" in repr(progress())
    new = old | {"format": 9, "mood": "good"}
    (lab / PROGRESS).write_text(json.dumps(new) + "\n")
    assert steps_so_far().newer == 1


@pytest.mark.parametrize(
    "text", ["", "\n\n", "[]\n3\nnull\n", "\x00\xff", '{"kind": "dance"}', "[" * 9999]
)
def test_a_file_of_anything_is_no_progress(lab, text):
    (lab / PROGRESS).write_text(text)
    assert steps_so_far().every == ()
    assert check("t01.2", 15).status == "right"
    assert steps_so_far().latest("t01.2").answer == 15


def test_a_changed_a_missing_and_a_moved_line_do_not_follow(lab):
    for answer in (32, 8, 64, 15):
        check("t01.2", answer)
    whole = (lab / PROGRESS).read_text()
    for change in (
        lambda text: [text[0], text[1].replace("32", "15"), *text[2:]],
        lambda text: [*text[:2], *text[3:]],
        lambda text: [text[0], text[2], text[1], *text[3:]],
        lambda text: text[1:],
    ):
        assert rewrite(lab, change).broken
        (lab / PROGRESS).write_text(whole)
    assert read_steps(lab / PROGRESS).broken == ()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_letter_of_a_line_can_be_changed_unseen(lab, data):
    (lab / PROGRESS).unlink(missing_ok=True)
    for answer in (32, 8, 15):
        check("t01.2", answer)
    text = (lab / PROGRESS).read_text()
    place = data.draw(st.sampled_from([i for i, one in enumerate(text) if one.isalnum()]))
    (lab / PROGRESS).write_text(text[:place] + "~" + text[place + 1 :])
    found = read_steps(lab / PROGRESS)
    assert found.broken or found.unreadable


@pytest.mark.parametrize(
    "answer", ["call Lan, 0912 345 678, today at noon", {"x": "lan@firm.vn"}, ["+84 912 345 678"]]
)
def test_contact_data_is_never_kept(lab, answer):
    keep("exercise", "t07.4", answer, status="not right", code="M59")
    assert steps_so_far().every[-1].withheld
    kept = (lab / PROGRESS).read_text()
    assert not any(part in kept for part in ("0912", "912 345", "lan@", "@firm"))
    assert "not kept" in ask("t07.4").live.reply.value


@pytest.mark.parametrize(
    "answer", [float("nan"), {1, "b"}, object(), "x" * 99999, "\ud800", 10**400, {"a": {"b"}}]
)
def test_a_strange_answer_is_told_and_breaks_nothing(lab, answer):
    assert check("t01.2", answer).status == "not right"
    assert check("t01.2", 15).status == "right"
    assert steps_so_far().broken == ()


def test_a_lesson_goes_on_where_nothing_can_be_kept(lab):
    (lab / PROGRESS).mkdir()
    told = check("t01.2", 15)
    assert told.status == "right"
    assert "could not be kept" in told.text


def test_two_notebooks_may_answer_at_once(lab):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: keep("exercise", "t01.2", n, status="not right"), range(24)))
    found = steps_so_far()
    assert sorted(one.answer for one in found.every[1:]) == list(range(24))
    assert (found.broken, found.unreadable) == ((), ())


def test_an_answer_is_kept_with_the_language_it_was_given_in(lab):
    language.use("vi")
    check("t01.2", "15,0")
    assert steps_so_far().every[-1].lang == "vi"
    assert progress().sentence()


def test_a_file_saved_by_another_editor_is_read_whole(lab):
    check("t01.2", 32)
    path = lab / PROGRESS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    steps = read_steps(path)
    assert (steps.notes(), steps.latest("t01.2").answer) == ([], 32)


@pytest.mark.parametrize("answer", [None, 1e308, [None], {"a": None}, [{}], {"demo": ["pull"]}])
def test_an_answer_of_any_form_never_keeps_a_lesson_from_opening(lab, answer):
    line = '{{"kind": "exercise", "key": "{}", "answer": {}, "status": "not right"}}\n'
    said = json.dumps(answer)
    (lab / PROGRESS).write_text("".join(line.format(key, said) for key in exercises()))
    for key in exercises():
        assert ask(key).live.box
