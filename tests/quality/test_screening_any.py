"""Whatever a table holds: every row is accepted or set aside, and nobody is lost."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.book import Book
from leadkit.quality import Standard, screen, screening_page
from leadkit.quality.rules import Rule

COLUMNS = {
    "lead_id": st.sampled_from(["L1", "L2", "", None]),
    "full_name": st.sampled_from(["An", "Lê Bình", "test", "  ", "không", None]),
    "email": st.sampled_from(["an@example.com", "b@@", "info@example.com", "@", None, 7]),
    "phone": st.sampled_from(["0950000123", "84950000123", "1", 950000123, 2.5, None]),
    "company": st.sampled_from([["a list"], "Hoa Sen", b"bytes", None]),
    "created_at": st.sampled_from(["2025-01-01", "32/01/2025", 45000, None]),
    "consent_at": st.sampled_from([True, False, "không", None]),
    "source": st.sampled_from(["web", "", None]),
    "do_not_call": st.sampled_from([1, 0, None]),
}


@st.composite
def odd_books(draw):
    """Any columns with any cells, times with a zone, without one or as text, unreadable rows."""
    n = draw(st.integers(1, 10))
    names = draw(st.lists(st.sampled_from([*COLUMNS]), unique=True))
    cells = {name: draw(st.lists(COLUMNS[name], min_size=n, max_size=n)) for name in names}
    leads = pd.DataFrame(cells, index=pd.RangeIndex(2, n + 2), dtype=object)
    zone = draw(st.sampled_from(["as text", "UTC", None]))
    if "created_at" in leads and zone != "as text":
        times = pd.to_datetime(
            leads["created_at"].astype("str"), errors="coerce", utc=True, format="%Y-%m-%d"
        )
        leads["created_at"] = times if zone else times.dt.tz_localize(None)
    if draw(st.booleans()):
        leads = leads.convert_dtypes()
    rows = draw(st.lists(st.integers(100, 105), max_size=4))
    reasons = ["RAGGED_ROW" if row % 2 else "IMPOSSIBLE_DATE" for row in rows]
    aside = {"table": "leads", "row": rows, "column": "", "value": "", "reason": reasons}
    return Book(
        {"leads": leads.assign(outcome="open")},
        set_aside=pd.DataFrame(aside, columns=["table", "row", "column", "value", "reason"]),
    )


@settings(max_examples=20, deadline=None)
@given(odd_books())
def test_every_row_is_accepted_or_set_aside_whatever_the_table_holds(book):
    report = screen(book)
    unreadable = book.set_aside["row"].nunique()
    assert report.rows == len(book.leads) + unreadable
    assert report.rows == len(report.accepted.leads) + len(report.set_aside)
    both = [*report.accepted.leads.index, *report.set_aside.index]
    assert sorted(both) == sorted([*book.leads.index, *book.set_aside["row"].unique()])
    assert (report.set_aside["reasons"].str.len() > 0).all()
    content = report.to_dict()
    assert content["rows"] == content["accepted"] + content["set_aside"]
    assert content["first_pass"]["events"] <= content["accepted"]
    assert report.reasons["together"].max() == len(report.set_aside) or not len(report.set_aside)
    json.dumps(content, allow_nan=False)


def test_a_rule_that_cannot_read_a_column_is_told_and_stops_no_other():
    standard = Standard.default()
    odd = Rule(code="ODD", kind="range", severity="gate", owner="sales", message="Odd.",
               columns=("points",), least=1)  # fmt: skip
    rows = [("x", 1, 2), ("an@example.com", 1, 2), ("b@example.com", 0, 0)]
    leads = pd.DataFrame(rows, columns=["email", "points", "points"])
    report = screen(
        Book({"leads": leads.assign(outcome="open")}),
        standard.model_copy(update={"rules": (*standard.rules, odd)}),
    )
    assert report.rows == 3
    assert report.set_aside["reasons"].tolist() == ["UNREACHABLE_BOTH"]
    assert report.to_dict()["not_checked"]["ODD"] == []
    assert "cannot read: ODD" in screening_page(report, title="Odd").html()


@pytest.mark.parametrize(
    ("column", "code"), [("consent_at", "NO_CONSENT"), ("do_not_call", "DO_NOT_CALL")]
)
def test_nobody_is_handed_off_where_a_mark_of_who_may_be_called_cannot_be_read(column, code):
    rows = [("an@example.com", "2026-01-05", "x"), ("bo@example.com", "2026-01-06", "y")]
    leads = pd.DataFrame(rows, columns=["email", column, column])
    report = screen(Book({"leads": leads.assign(outcome="open")}))
    assert not len(report.accepted.leads)
    assert report.set_aside["reasons"].str.contains(code).all()


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["An", "Lê Bình", "test", None]),
            st.sampled_from(["an@example.com", "b@@", "info@example.com", None]),
            st.sampled_from(["0950000123", "84950000123", "1", None]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_screening_loses_nobody_and_a_second_screening_sets_nobody_aside(rows):
    leads = pd.DataFrame(rows, columns=["full_name", "email", "phone"], dtype="str")
    first = screen(Book({"leads": leads.assign(outcome="open")}))
    assert first.rows == len(leads)
    second = screen(first.accepted)
    assert second.accepted.leads.index.equals(first.accepted.leads.index)
    assert len(second.set_aside) == 0
