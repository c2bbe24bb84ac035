"""What a book does not record is "not on record": it is never held against anybody."""

from __future__ import annotations

import pytest
from made_agreement import make_agreement, promise
from made_measures import shared_kpi
from made_talk import ZONE, make_talk

from leadkit.book import read_book, write_book
from leadkit.dialogue import Span
from leadkit.market import simulate
from leadkit.review import audit, digest, draft, quarterly_review
from leadkit.review.audit.ledger import days_of


@pytest.fixture(scope="module")
def firm():
    return simulate("mixed", n_leads=1_500, quarters=7, seed=3)[0]


def without(book, *columns):
    tables = {**book.tables, "leads": book.leads.drop(columns=list(columns))}
    known = {name: when for name, when in book.known.items() if name not in columns}
    return type(book)(**{**vars(book), "tables": tables, "known": known})


@pytest.mark.parametrize(
    ("columns", "unknown"),
    [
        (("first_response_at",), {"S1", "S4"}),
        (("accepted_at",), {"S2"}),
        (("rejected_at",), {"S2", "S3"}),
        (("lost_reason",), {"S3"}),
        (("rejection_reason",), {"S3"}),
        (("segment",), {"M4"}),
    ],
)
def test_a_missing_column_is_not_on_record(firm, columns, unknown):
    first, last = days_of("2026Q1", firm)
    found = audit(without(firm, *columns), make_agreement(), first=first, last=last)
    verdicts = {one.promise.id: one.verdict for one in found.judged}
    assert {name for name, verdict in verdicts.items() if verdict == "not recorded"} == {
        *unknown,
        "M2",
        "M3",
    }


def test_a_column_that_is_there_and_blank_is_held_against_its_side():
    book = make_talk()
    book.leads["accepted_at"] = book.leads["accepted_at"].where(book.leads["lead_id"] == "-")
    both = [
        promise("M1", "leads_handed_off", 1, "x"),
        promise("S2", "decided_in_time", 1, "x", hours=8),
    ]
    agreed = make_agreement(promises=both, bonus={"paid": "x", "kpis": [shared_kpi(1.0)]})
    first, last = days_of("2026Q2", book)
    found = audit(book, agreed, first=first, last=last, as_of="2026-06-30")
    assert found.judged[1].kept.estimate.events == 0
    assert found.judged[1].kept.estimate.n == 5


@pytest.mark.parametrize("columns", [("accepted_at",), ("rejected_at",), ("lost_reason",)])
def test_a_digest_says_nothing_of_what_nobody_records(columns):
    week = Span("week", make_talk().leads["handed_off_at"].max().tz_convert(ZONE).date(), ZONE)
    book = without(make_talk(), *columns)
    said = {notice.what for notice in digest(book, "sales", week).exceptions}
    assert said == {"untouched"}
    if columns != ("lost_reason",):
        assert "no decision is on record" in repr(digest(book, "marketing", week)).lower()


def test_arrivals_are_left_out_where_nobody_records_them():
    week = Span("week", make_talk().leads["handed_off_at"].max().tz_convert(ZONE).date(), ZONE)
    said = repr(digest(without(make_talk(), "created_at"), "sales", week))
    assert "rrived" not in said
    assert "Handed off: 5" in said


@pytest.mark.parametrize(
    ("as_of", "version", "until"),
    [
        ("2026-06-30", "2026Q3", "2026Q2"),
        ("2026-07-01", "2026Q3", "2026Q2"),
        ("2026-05-10", "2026Q2", "2026Q1"),
        ("2026-05-25", "2026Q3", "2026Q1"),
    ],
)
def test_a_draft_rests_on_quarters_that_were_over(firm, tmp_path, as_of, version, until):
    write_book(firm, tmp_path)
    found = draft(read_book(tmp_path), as_of=as_of)
    assert (found.agreement.version, found.until) == (version, until)


def test_a_handful_of_leads_is_reviewed_without_a_number_that_was_not_computed(firm):
    import json

    few = firm.leads.sample(60, random_state=1).index
    small = firm.keep(firm.leads.index.isin(few))
    found = quarterly_review(small, draws=50)
    assert json.dumps(found.to_dict(), allow_nan=False)
    assert set(found.shortfall.verdicts.values()) == {"cannot tell"}
    assert found.shortfall.main_cause is None
