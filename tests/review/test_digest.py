import json
from datetime import date

import pandas as pd
import pytest
from made_talk import ZONE, at, feedback, make_talk, signals

from leadkit.book import read_book, write_book
from leadkit.dialogue import Span
from leadkit.market import simulate
from leadkit.review import digest, note_sent

WEEK = Span("week", date(2026, 6, 7), ZONE)
EMPTY = Span("week", date(2026, 7, 5), ZONE)


def found(book, to, span=WEEK):
    return {notice.what: notice.n for notice in digest(book, to, span).exceptions}


def test_sales_is_told_what_it_has_to_act_on():
    """C has waited since Tuesday and D since Sunday; A, B and E were decided within a day."""
    book = make_talk()
    assert found(book, "sales") == {"untouched": 1}
    assert "C" in digest(book, "sales", WEEK).exceptions[0].text
    book.leads.loc[0, "accepted_at"] = pd.NaT
    book.leads.loc[4, "lost_reason"] = None
    assert found(book, "sales") == {"untouched": 1, "undecided": 1, "without_reason": 1}


def test_a_lead_given_up_as_unreachable_without_a_call_is_a_miss_of_sales():
    book = make_talk()
    book.leads.loc[2, ["outcome", "lost_reason"]] = "lost", "UNREACHABLE"
    book.leads.loc[2, "closed_at"] = at("2026-06-05 10:00")
    assert found(book, "sales") == {"never_tried": 1}


def test_marketing_is_told_what_it_has_to_act_on():
    book = make_talk(
        signals=signals(
            ("2026-05-01 09:00", "problem", "mend the form", "marketing", "2026-06-03", "open"),
            ("2026-05-01 09:00", "problem", "call back", "sales", "2026-06-20", "open"),
        )
    )
    assert found(book, "marketing") == {"returned_for_data": 1, "overdue": 1}
    assert "list 1 of 1 decided" in digest(book, "marketing", WEEK).exceptions[0].text


def test_a_source_returned_more_than_usual_is_named_and_luck_is_not():
    slow = simulate("bad_leads", n_leads=8_000, seed=1)[0]
    ends = [date(2026, 4, 5) + pd.Timedelta(days=14 * week) for week in range(6)]
    named = [
        notice
        for end in ends
        for notice in digest(slow, "marketing", Span("week", end, ZONE)).exceptions
        if notice.what == "returned_more"
    ]
    assert len(named) <= 2


@pytest.mark.parametrize("to", ["marketing", "sales"])
def test_an_empty_week_says_so(to):
    empty = digest(make_talk(), to, Span("week", date(2026, 5, 3), ZONE))
    assert empty.is_empty
    assert "Nothing was handed off, decided or said in 2026-04-27 to 2026-05-03." in repr(empty)
    assert "Nothing was handed off" in empty.page().html()


def test_counts_below_twenty_are_no_shares():
    html = digest(make_talk(), "marketing", WEEK).page().html()
    assert "2 of the 3 leads" in html
    assert "counts only: 7 such reports together would give a share" in html
    assert "67" not in html.split("<main")[1].split("<footer")[0]


def test_a_week_after_the_data_end_is_marked_as_not_complete():
    later = digest(make_talk(), "sales", EMPTY)
    assert later.page().status[0] == "Not complete."


def test_the_page_escapes_what_people_wrote():
    book = make_talk(
        signals=signals(("2026-06-02 09:00", "market", "<script>x</script>", "sales", None, None))
    )
    html = digest(book, "sales", WEEK).page().html()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_comments_and_contacts_stay_in_the_book():
    said = feedback(("A", "2026-06-02 10:00", "A", "tax", 5)).assign(comment="ring 0912345678")
    book = make_talk(feedback=said)
    for to in ("marketing", "sales"):
        made = digest(book, to, WEEK)
        assert "0912345678" not in made.page().html() + json.dumps(made.to_dict())


def test_the_same_book_gives_the_same_bytes_and_json_parses():
    one, two = (digest(make_talk(), "sales", WEEK) for _ in range(2))
    assert one.page().html() == two.page().html()
    assert json.dumps(one.to_dict(), allow_nan=False) == json.dumps(two.to_dict(), allow_nan=False)


def test_one_that_was_sent_stands_in_the_reports(tmp_path):
    write_book(make_talk(), tmp_path)
    book = read_book(tmp_path)
    note_sent(book, tmp_path, digest(book, "sales", WEEK), at("2026-06-08 08:30"))
    row = read_book(tmp_path).tables["reports"].iloc[0]
    assert (row["to"], row["period"], row["ending"].date()) == ("sales", "week", WEEK.ending)
    assert (row["due_at"], row["sent_at"]) == (at("2026-06-08 09:00"), at("2026-06-08 08:30"))


def test_the_table_of_a_digest_is_its_exceptions():
    table = digest(make_talk(), "sales", WEEK).table
    assert table["what"].tolist() == ["untouched"]
    assert table["n"].tolist() == [1]
