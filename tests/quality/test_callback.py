import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.cli.main import leadkit
from leadkit.quality import call_back_list, read_answers, refuse_to_lose_answers, screen


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


@pytest.fixture(scope="module")
def report():
    return screen(lk.read_book(lk.sample("small")))


def answered(report, path, answers, n=40):
    """Write a call-back list with answers, as (reached, right_person, details_right) by row."""
    calls = call_back_list(report, n).astype(object)
    for row, said in enumerate(answers):
        calls.iloc[row, -4:-1] = said
    calls.to_csv(path, index=False)
    return path


TRUE, WRONG_DETAILS = ("yes", "yes", "yes"), ("yes", "yes", "no")
STRANGER, NOBODY, HALF = ("yes", "no", ""), ("no", "", ""), ("yes", "yes", "")


def test_the_list_is_drawn_among_accepted_leads_and_always_the_same(report):
    calls = call_back_list(report, 40)
    pd.testing.assert_frame_equal(calls, call_back_list(report, 40))
    assert calls["lead_id"].isin(report.accepted.leads["lead_id"]).all()
    assert calls["lead_id"].is_unique
    assert calls["row"].is_monotonic_increasing
    assert calls.columns.tolist() == [
        "lead_id", "row", "full_name", "company", "phone", "email",
        "reached", "right_person", "details_right", "note",
    ]  # fmt: skip
    assert (calls[["reached", "right_person", "details_right", "note"]] == "").all(axis=None)


def test_every_part_of_the_file_has_its_share_of_the_list(report):
    n = len(report.accepted.leads)
    places = report.accepted.leads.index.get_indexer(call_back_list(report, 200)["row"])
    assert abs(places.mean() / n - 0.5) < 0.08
    assert len(call_back_list(report, 10_000)) == n


@pytest.mark.parametrize("n", [0, -3])
def test_nobody_to_call_is_refused(report, n):
    with pytest.raises(BadInput, match="nobody to call back"):
        call_back_list(report, n)


def test_shares_count_who_was_judged_and_nobody_else(report, tmp_path):
    answers = [TRUE] * 22 + [WRONG_DETAILS] * 2 + [STRANGER] * 1 + [NOBODY] * 9 + [HALF] * 3
    found = read_answers(answered(report, tmp_path / "calls.csv", answers), report)
    assert (found.listed, found.waiting) == (40, 6)
    assert (found.reached.events, found.reached.n) == (28, 37)
    assert (found.right_person.events, found.right_person.n) == (27, 28)
    assert (found.accurate.events, found.accurate.n) == (22, 25)
    assert found.accurate.value == pytest.approx(0.88)
    assert (found.accurate.low, found.accurate.high) == pytest.approx((0.7004, 0.9584), abs=1e-4)
    assert "right person and right details: 22 of 25" in found.sentence
    assert found.to_dict()["value"] == pytest.approx(0.88)


def test_a_list_without_answers_says_nothing_and_is_no_error(report, tmp_path):
    found = read_answers(answered(report, tmp_path / "calls.csv", []), report)
    assert (found.listed, found.waiting, found.accurate.n) == (40, 40, 0)
    assert found.to_dict()["value"] is None
    assert "0 were called" in found.sentence


def test_answers_may_be_vietnamese(report, tmp_path):
    said = [("Có", "đúng", "CÓ "), ("Không", "", ""), ("có", "Sai", "")]
    found = read_answers(answered(report, tmp_path / "calls.csv", said), report)
    assert (found.reached.events, found.reached.n) == (2, 3)
    assert (found.accurate.events, found.accurate.n) == (1, 2)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (("maybe", "", ""), "row 2, column reached: 'maybe' is no answer"),
        (("yes", "yes", "ja"), "row 2, column details_right: 'ja' is no answer"),
        (("no", "yes", ""), "row 2, column right_person: this says yes, but reached does not"),
        (("", "yes", "yes"), "row 2, column right_person: this says yes, but reached does not"),
        (("yes", "no", "yes"), "column details_right: this says yes, but right_person does not"),
    ],
)
def test_a_bad_answer_is_refused_with_row_and_column(report, tmp_path, said, problem):
    path = answered(report, tmp_path / "calls.csv", [said])
    with pytest.raises(BadInput) as refused:
        read_answers(path, report)
    assert problem in str(refused.value)


def test_a_list_of_other_data_is_refused(report, tmp_path):
    path = answered(report, tmp_path / "calls.csv", [TRUE])
    calls = pd.read_csv(path)
    calls.assign(lead_id=[*calls["lead_id"][:-1], "X1"]).to_csv(path, index=False)
    with pytest.raises(BadInput, match="'X1' is no lead of these data"):
        read_answers(path, report)
    calls.assign(lead_id=[*calls["lead_id"][:-1], calls["lead_id"][0]]).to_csv(path, index=False)
    with pytest.raises(BadInput, match="is on the list twice"):
        read_answers(path, report)
    calls.drop(columns=["reached", "lead_id", "row"]).to_csv(path, index=False)
    with pytest.raises(BadInput, match="no column reached, lead_id"):
        read_answers(path, report)


def test_answers_are_never_replaced(report, tmp_path):
    refuse_to_lose_answers(tmp_path)
    answered(report, tmp_path / "call-back.csv", [])
    refuse_to_lose_answers(tmp_path)
    answered(report, tmp_path / "call-back.csv", [NOBODY])
    with pytest.raises(BadInput, match="holds answers"):
        refuse_to_lose_answers(tmp_path)


def test_from_the_list_to_the_accuracy_on_the_command_line(tmp_path):
    out, data = tmp_path / "s", lk.sample("small")
    result = run("screen", data, "--audit-sample", 30, "-o", out)
    assert result.exit_code == 0, result.output
    assert "call-back.csv" in result.output
    calls = pd.read_csv(out / "call-back.csv", dtype="str")
    calls.loc[:24, ["reached", "right_person", "details_right"]] = "yes"
    calls.to_csv(out / "call-back.csv", index=False)

    lost = run("screen", data, "-o", out, "--force")
    assert (lost.exit_code, "holds answers" in lost.output) == (2, True)

    shutil.copy(out / "call-back.csv", tmp_path / "answers.csv")
    result = run("screen", data, "--audit-answers", out / "call-back.csv", "-o", out, "--force")
    assert result.exit_code == 0, result.output
    assert "25 of 25" in result.output
    content = json.loads((out / "screening.json").read_text(encoding="utf-8"))
    assert (content["accuracy"]["events"], content["accuracy"]["n"]) == (25, 25)
    assert "Are accepted records true" in (out / "screening.html").read_text(encoding="utf-8")
    kept, given = out / "call-back.csv", tmp_path / "answers.csv"
    assert kept.read_bytes() == given.read_bytes()

    calls.loc[3, "reached"] = "perhaps"
    calls.to_csv(tmp_path / "answers.csv", index=False)
    bad = run("screen", data, "--audit-answers", tmp_path / "answers.csv", "-o", tmp_path / "t")
    assert bad.exit_code == 2
    assert "row 5, column reached: 'perhaps' is no answer" in bad.output
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(
    "words",
    [("--audit-sample", 5, "--explain", "DUPLICATE"),
     ("--audit-sample", 5, "--audit-answers", "x.csv", "-o", "o")],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(words):
    result = run("screen", lk.sample("small"), *words)
    assert result.exit_code == 2


def test_a_book_with_amounts_gets_worth_and_suggestions(tmp_path):
    out = tmp_path / "s"
    amounts = ("--value", 3_000_000, "--cost", 1_000_000)
    result = run("screen", lk.sample(), *amounts, "-o", out)
    assert result.exit_code == 0, result.output
    assert "Both teams decide" in result.output or "check value and cost first" in result.output
    content = json.loads((out / "screening.json").read_text(encoding="utf-8"))
    assert content["worth"]["learned"] == "2026Q1"
    assert content["suggestions"]["changes"][0]["name"] == "budget"
    suggested = lk.Standard.load(out / "standard-suggested.toml")
    assert "budget" in suggested.required
    diff = (out / "standard.diff").read_text(encoding="utf-8")
    own = (lk.sample() / "standard.toml").read_text(encoding="utf-8")
    assert diff.startswith("--- standard.toml")
    assert all(line[1:] in own for line in diff.splitlines()[2:] if line.startswith(("-", " ")))
    assert "Which rule pays" in (out / "screening.html").read_text(encoding="utf-8")


def test_without_a_change_that_pays_there_is_no_draft(tmp_path):
    out = tmp_path / "s"
    result = run("screen", lk.sample("small"), "--value", 12e6, "--cost", 4e5, "-o", out)
    assert result.exit_code == 0, result.output
    assert not list(out.glob("standard*"))
