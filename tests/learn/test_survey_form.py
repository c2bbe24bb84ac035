"""The survey filled in on a page is what the command reads, and tells nothing of who or when."""

from __future__ import annotations

import pytest

from leadkit.base import language
from leadkit.dialogue.survey.answers import read_answers
from leadkit.learn.survey_form import survey_form


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_is_clicked_is_read_back(tmp_path, lang):
    language.use(lang)
    path = tmp_path / "answers.csv"
    for side, point in (("sales", 4), ("marketing", 2)):
        live = survey_form(path).live
        live.side.value = side
        live.answers[7].value = point
        live.save.click()
        assert live.save.disabled
    answers = read_answers(path).table
    assert dict(zip(answers["side"], answers[7], strict=True)) == {"sales": 4, "marketing": 2}
    assert answers[8].isna().all()


def test_rows_stand_in_the_order_of_their_codes(tmp_path):
    path = tmp_path / "answers.csv"
    for _person in range(6):
        live = survey_form(path).live
        live.side.value = "sales"
        live.answers[1].value = 3
        live.save.click()
    codes = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert codes == sorted(codes)
    assert len(set(codes)) == 6


@pytest.mark.parametrize("side", [None, "sales"])
def test_nothing_is_saved_without_a_side_or_an_answer(tmp_path, side):
    path = tmp_path / "answers.csv"
    live = survey_form(path).live
    live.side.value = side
    live.save.click()
    assert "Not saved yet." in live.reply.value
    assert not path.exists()


def test_a_code_of_digits_alone_stays_text(tmp_path):
    path = tmp_path / "answers.csv"
    from leadkit.dialogue.survey.form import keep

    assert keep(path, "sales", {1: 5}) == 1
    assert keep(path, "marketing", {1: 5}) == 2
    assert len(read_answers(path).table) == 2
