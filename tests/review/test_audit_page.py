"""The audit as people read it: worst cases, calling hours, days without data, files."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from made_agreement import make_agreement
from made_book import make_book
from made_talk import make_talk, reports

from leadkit.base.errors import TooLittleData
from leadkit.cli.audit import summary, write_audit
from leadkit.review import audit
from leadkit.review.audit.worst import worst_cases

WEEK = {"first": date(2026, 6, 1), "last": date(2026, 6, 7)}
Q2 = {"first": date(2026, 4, 1), "last": date(2026, 6, 30)}
HOURS = {"timezone": "Asia/Ho_Chi_Minh", "country": "VN"}


def judged(found, name):
    return next(one for one in found.judged if one.promise.id == name)


def test_the_worst_waited_longest_and_the_untouched_wait_until_now():
    found = audit(make_talk(), make_agreement(), **WEEK, as_of="2026-06-07")
    worst = worst_cases(judged(found, "S1").kept)
    assert worst["case"].tolist() == ["C", "B"]
    assert worst["state"].tolist() == ["never touched", "late"]
    assert worst["hours"].tolist() == [31.0, 6.0]


def test_at_most_eight_cases_of_leads_or_of_days():
    talk = make_talk(
        reports=reports(*[("marketing", "day", "2026-05-01", "2026-05-04 09:00", None)])
    )
    book, agreed = make_book(60, last=60, never=0.5), make_agreement()
    assert len(worst_cases(judged(audit(book, agreed, **Q2), "S1").kept)) == 8
    missed = worst_cases(judged(audit(talk, agreed, **WEEK, as_of="2026-06-08"), "S5").kept)
    assert missed["case"].tolist() == [date(2026, 6, day) for day in (5, 4, 3, 2, 1)]


def test_calls_outside_the_calling_hours_are_counted_and_the_clock_stands_still():
    """A is called at 10:00; the clock runs from 9:30, so that it waited half an hour, not two."""
    agreed = make_agreement(hours={**HOURS, "calling": ["09:30", "14:00"]})
    found = audit(make_talk(), agreed, **WEEK, as_of="2026-06-07")
    assert found.outside_calling["lead_id"].tolist() == ["B", "E"]
    hours = judged(found, "S1").kept.cases.set_index("case")["hours"]
    assert hours["A"] == 0.5
    assert "2 first attempts lie outside the agreed calling hours" in found.page().html()
    assert audit(make_talk(), make_agreement(), **WEEK).outside_calling.empty


def test_a_period_half_outside_the_book_is_judged_on_what_is_there():
    first = date(2026, 5, 11)
    found = audit(make_talk(), make_agreement(), first=first, last=WEEK["last"], as_of="2026-06-08")
    assert found.ledger.days_without_data == 21
    assert judged(found, "M1").verdict == "not recorded"
    assert judged(found, "S1").kept.estimate.n == 5
    assert any("The book begins on 2026-06-01: 21 days" in line for line in summary(found))
    assert found.to_dict()["without_data"]["days"] == 21
    later = audit(make_talk(), make_agreement(), first=WEEK["first"], last=date(2026, 6, 30),
                  as_of="2026-07-10")  # fmt: skip
    assert later.ledger.days_without_data == 23
    assert any("last entry is of 2026-06-07: 23 days" in line for line in summary(later))


def test_reports_of_days_before_the_book_are_not_missed():
    sent = [("marketing", "day", f"2026-06-0{day}", f"2026-06-0{day + 1} 09:00",
             f"2026-06-0{day + 1} 08:00") for day in (1, 2, 3, 4)]  # fmt: skip
    book = make_talk(reports=reports(*sent))
    found = audit(book, make_agreement(), first=date(2026, 5, 4), last=date(2026, 6, 4),
                  as_of="2026-06-07")  # fmt: skip
    assert (judged(found, "S5").kept.estimate.events, judged(found, "S5").kept.estimate.n) == (4, 4)


def test_a_period_wholly_before_the_book_is_refused():
    with pytest.raises(TooLittleData, match="before the book's first handoff"):
        audit(make_talk(), make_agreement(), first=date(2025, 1, 1), last=date(2025, 3, 31))


@pytest.fixture(scope="module")
def found():
    return audit(make_book(120, last=200, slow=3.0), make_agreement(), **Q2)


def test_the_files_hold_trend_and_worst_cases(found, tmp_path):
    write_audit(found, tmp_path)
    told = json.loads((tmp_path / "audit.json").read_text())
    promise = next(one for one in told["promises"] if one["id"] == "S1")
    assert promise["trend"]["moved"] == "fell"
    assert [row["from"] for row in promise["trend"]["periods"]] == [
        "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01"
    ]  # fmt: skip
    assert len(promise["worst"]) == 8
    assert told["first_attempt"]["within_hours"] == 4
    table = pd.read_csv(tmp_path / "audit.csv").set_index("id")
    assert table.loc["S1", "trend"] == "fell"
    assert table.loc["S2", ["accepted", "returned", "undecided"]].sum() == 200


def test_the_page_shows_every_part_in_both_halves(found):
    html = found.page().html()
    for words in ("How long leads wait for a first attempt", "Better or worse than before",
                  "Where the broken promises were missed most", "are undecided"):  # fmt: skip
        assert words in html
