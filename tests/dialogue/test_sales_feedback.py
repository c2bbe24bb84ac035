import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from made_agreement import SALES, make_agreement
from made_talk import at, feedback, make_talk

import leadkit as lk
from leadkit.agreement import write_agreement
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import Book
from leadkit.dialogue.feedback_report.comments import comments, without_contact
from leadkit.dialogue.feedback_report.endings import coded_in_time, endings
from leadkit.dialogue.feedback_report.needs import grades
from leadkit.dialogue.feedback_report.sales_feedback import sales_feedback
from leadkit.dialogue.feedback_report.strangers import set_aside
from leadkit.dialogue.feedback_report.words import actions
from leadkit.journey import turns

JUNE = (date(2026, 6, 1), date(2026, 6, 7))


@pytest.fixture(scope="module")
def quarter(sample_book):
    return sales_feedback(sample_book)


def test_without_a_span_it_is_the_last_quarter_that_is_over(quarter):
    assert (quarter.days.first, quarter.days.last) == (date(2026, 7, 1), date(2026, 9, 30))
    parts = quarter.ended["part"].value_counts()
    assert {part: found.n + found.without for part, found in quarter.reasons.items()} == {
        part: int(parts[part]) for part in ("returned", "lost")
    }


def test_the_page_says_who_answers_and_never_a_comment(quarter, sample_book):
    html, said = quarter.page().html(), json.dumps(quarter.to_dict(), allow_nan=False)
    for action in actions(quarter):
        assert action.who in ("Head of marketing", "Head of sales")
    told = sample_book.table("feedback")
    for comment in told["comment"].dropna().unique()[:50]:
        assert comment not in html
        assert comment not in said
    assert "What to act on" in html
    assert not re.search(r"\b0\d{9}\b", said)


def test_the_habit_planted_in_the_sample_is_found_and_no_other(quarter):
    assert set(quarter.habits.more.index) == {("rep_08", "NO_NEED"), ("rep_08", "LOST_PRICE")}


def test_grades_of_the_sample_foretell_who_buys(quarter):
    won = [share.value for share in quarter.grades.table["rate"]]
    assert won == sorted(won, reverse=True)
    assert quarter.grades.z > 0


def test_a_grade_given_after_the_end_is_hindsight(sample_book):
    handed = turns(sample_book)
    won = handed[(handed["won"] == 1) & handed["turn"].eq(1)].head(1)
    said = pd.DataFrame(
        {"lead_id": won["lead_id"], "at": won["closed_at"] + pd.Timedelta(days=1),
         "lead_grade": "A"}
    )  # fmt: skip
    found = grades(said, handed)
    assert (found.too_late, found.table["n"].sum()) == (1, 0)


def test_a_reason_told_in_the_feedback_within_five_working_days_counts():
    book = make_talk()
    book.leads.loc[book.leads["lead_id"] == "E", "lost_reason"] = None
    now = at("2026-06-30 09:00")
    ended = endings(book, turns(book, now))
    assert coded_in_time(ended, book, now).tolist() == [True, False]
    for moment, is_in_time in (("2026-06-12 08:59", True), ("2026-06-12 09:01", False)):
        told = feedback(("E", moment, "C", "tax", 3)).assign(reason="LOST_PRICE")
        said = Book({**book.tables, "feedback": told}, book.settings)
        assert coded_in_time(ended, said, now).tolist() == [True, is_in_time]


def test_an_ending_that_has_time_yet_is_in_no_rate_and_other_says_nothing():
    book = make_talk()
    book.leads.loc[book.leads["lead_id"] == "E", "lost_reason"] = "OTHER"
    ended = endings(book, turns(book))
    assert coded_in_time(ended, book, at("2026-06-09 09:00")).tolist() == [True]
    assert coded_in_time(ended, book, at("2026-06-19 09:00")).tolist() == [True, False]


def test_feedback_on_leads_that_do_not_exist_is_counted_and_listed():
    told = feedback(
        ("Z", "2026-06-02 10:00", "A", "tax", 5), ("A", "2026-06-02 10:00", "A", "x", 5)
    )
    book = make_talk(feedback=told)
    found = sales_feedback(book, *JUNE)
    assert found.aside[["value", "reason"]].to_numpy().tolist() == [["Z", "UNKNOWN_LEAD"]]
    assert found.needs.said.table["n"].to_dict() == {"x": 1}
    assert "1 row of feedback stands in no count" in found.page().html()


def test_what_looks_like_contact_data_is_masked_in_the_list():
    told = feedback(("0912345678", "2026-06-02 10:00", "A", "tax", 5))
    assert set_aside(make_talk(feedback=told))["value"].tolist() == ["0912…78"]


def test_free_words_that_were_set_aside_stay_out_of_the_list():
    aside = pd.DataFrame(
        {"table": "feedback", "row": [7, 8], "column": ["", "at"], "value": ["Lan, 3 pm", "soon"],
         "reason": ["FOOTER", "NOT_A_TIME"]}
    )  # fmt: skip
    assert set_aside(replace(make_talk(), set_aside=aside))["value"].tolist() == ["…", "soon"]


def test_comments_lose_what_reaches_anybody():
    told = feedback(
        ("A", "2026-06-02 10:00", "A", "tax", 5), ("B", "2026-07-02 10:00", "A", "x", 1)
    )
    told = told.assign(by="rep", reason=None, comment="Chị Lan, 0912 345 678, Hoa Sen: dear")
    book = make_talk(feedback=told)
    leads = book.leads.assign(full_name="Nguyễn Thị Lan", company="Công ty TNHH Hoa Sen")
    found = sales_feedback(Book({**book.tables, "leads": leads}, book.settings), *JUNE)
    table = comments(found.book, found.days, found.now)
    assert table.iloc[:, -1].tolist() == ["Chị …, …, … …: dear"]
    assert "INTERNAL" in table.columns[-1]


@pytest.mark.parametrize(
    "text",
    ["0912.345.678", "+84 912 345 678", "84912345678", "a.b@example.com", "https://x.example/an",
     "0912-345-678", "02438241234"],
)  # fmt: skip
def test_what_reaches_anybody_is_masked(text):
    assert without_contact(f"gọi {text} nhé") == "gọi … nhé"


@pytest.mark.parametrize("text", ["giá 12 triệu, 3 người", "10-50 nhân viên", "quý 3/2026"])
def test_plain_numbers_stay(text):
    assert without_contact(text) == text


def test_who_answers_is_what_was_agreed_else_what_is_proposed(tmp_path, quarter):
    write_agreement(make_agreement(), tmp_path / "agreements" / "a.toml")
    agreed = sales_feedback(replace(make_talk(), path=tmp_path), *JUNE).owners
    owners = {code: (quarter.owners[code], agreed[code]) for code in ("OTHER", "LOST_PRICE")}
    assert owners == {
        "OTHER": ("Head of marketing", SALES),
        "LOST_PRICE": ("Head of sales", SALES),
    }


def test_days_with_nothing_in_them_say_so():
    found = sales_feedback(make_talk(), date(2026, 6, 20), date(2026, 6, 26))
    assert found.sentence().startswith("0 leads ended without a win")
    assert "Nothing stands out in these days." in found.page().html()
    assert found.page().status[0] == "Provisional."


def test_a_book_without_reasons_or_feedback_still_reports():
    book = make_talk()
    leads = book.leads.drop(columns=["lost_reason", "rejection_reason"])
    found = sales_feedback(Book({"leads": leads}, book.settings), *JUNE)
    assert [one.n for one in found.reasons.values()] == [0, 0]
    assert [action.what for action in actions(found)] == ["No reason was written"]
    assert found.tried is None
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_span_that_begins_before_the_book_is_told():
    found = sales_feedback(make_talk(), date(2026, 5, 1), date(2026, 6, 7))
    assert found.page().status == (
        "In part.", "The book begins on 2026-06-01; what came before is not in it."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "error", "problem"),
    [
        ((date(2026, 6, 7), date(2026, 6, 1)), BadInput, "before it begins"),
        ((date(2026, 6, 1), None), BadInput, "one end only"),
        ((date(2026, 1, 1), date(2026, 1, 31)), TooLittleData, "handed off nothing up to"),
    ],
)
def test_a_span_that_cannot_be_is_refused(span, error, problem):
    with pytest.raises(error, match=problem):
        sales_feedback(make_talk(), *span)


def test_the_pictures_hold_what_was_counted(quarter):
    assert len(quarter.plot().patches) == len(quarter.reasons["lost"].table)
    looked = (quarter.trends.table["verdict"] != "too few").sum()
    assert len(quarter.trends.plot().axes) == looked


def test_an_address_or_number_in_a_need_or_a_reps_name_is_masked():
    book = lk.read_book(lk.sample("small"))
    said = book.table("feedback").copy()
    said["need"] = "call secret.person@gmail.com or 0912345678"
    said["by"] = said["by"] + " secret.person@gmail.com"
    spoiled = replace(book, tables={**book.tables, "feedback": said})
    found = sales_feedback(spoiled, date(2026, 1, 1), date(2026, 6, 30))
    shown = found.page().html() + str(found.to_dict())
    assert "secret.person" not in shown
    assert "0912345678" not in shown
