import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from made_agreement import make_agreement, promise
from made_measures import shared_kpi
from made_talk import ZONE, at, feedback, make_talk, reports, signals

from leadkit.agreement import write_agreement
from leadkit.base.plain_page import markdown, plain_text
from leadkit.book import Book, read_book, write_book
from leadkit.dialogue import Span
from leadkit.dialogue.punctuality import Punctual
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
    first = digest(book, "sales", WEEK).exceptions[0]
    assert (first.leads, first.who, first.due) == (("C",), "sales", date(2026, 6, 8))
    book.leads.loc[0, "accepted_at"] = pd.NaT
    book.leads.loc[4, "lost_reason"] = None
    assert found(book, "sales") == {"untouched": 1, "undecided": 1, "without_reason": 1}


def test_the_agreed_hours_are_told_as_they_were_agreed(tmp_path):
    for hours, told in ((1, "after 1 working hour,"), (1.5, "after 1.5 working hours,")):
        agreed = make_agreement(
            period={"from": date(2026, 4, 1), "to": date(2026, 6, 30)},
            promises=[
                promise("M5", "weekly_report", 0.9, "x"),
                promise("S1", "called_in_time", 0.7, "x", hours=hours),
            ],
            bonus={"paid": "x", "kpis": [shared_kpi(1.0)]},
        )
        write_agreement(agreed, tmp_path / "agreements" / "a.toml")
        said = digest(replace(make_talk(), path=tmp_path), "sales", WEEK)
        assert told in said.exceptions[0].text


def test_hours_in_which_nobody_may_be_called_do_not_count_against_a_call():
    """B was called at three in the afternoon: six working hours, two in which one may call."""
    book = make_talk()
    assert (digest(book, "sales", WEEK).called.events, found(book, "sales")["untouched"]) == (2, 1)
    afternoons = book.settings.model_copy(update={"calling": ("13:00", "17:00")})
    late = replace(book, settings=afternoons)
    assert digest(late, "sales", WEEK).called.events == 3


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
    overdue, for_data = digest(book, "marketing", WEEK).exceptions
    assert "mend the form" in overdue.text
    assert "list 1 of 1 decided" in for_data.text


def test_a_source_returned_more_than_usual_is_named_and_luck_is_not():
    slow = simulate("bad_leads", n_leads=3_000, seed=1)[0]
    ends = [date(2026, 4, 5) + pd.Timedelta(days=28 * week) for week in range(3)]
    named = [
        notice
        for end in ends
        for notice in digest(slow, "marketing", Span("week", end, ZONE)).exceptions
        if notice.what == "returned_more"
    ]
    assert len(named) <= 1


@pytest.mark.parametrize("to", ["marketing", "sales"])
def test_an_empty_week_says_so(to):
    empty = digest(make_talk(), to, Span("week", date(2026, 5, 3), ZONE))
    assert empty.is_empty
    said = "Nothing was handed off, decided or said in 2026-04-27 to 2026-05-03"
    assert f"{said}: the data begin later." in repr(empty)
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


def test_a_source_that_turned_bad_is_named_with_what_to_do():
    days = pd.date_range("2026-03-16 02:00", "2026-06-05 02:00", freq="3h", tz="UTC")
    leads = pd.DataFrame({"handed_off_at": days, "source": np.resize(["list", "web"], len(days))})
    leads["lead_id"] = [f"L{i}" for i in leads.index]
    decided = leads["handed_off_at"] + pd.Timedelta(hours=2)
    is_bad = (leads["source"] == "list") & (days >= "2026-05-11") & (leads.index % 4 != 0)
    leads["created_at"], leads["outcome"] = leads["handed_off_at"], "open"
    leads["accepted_at"], leads["rejected_at"] = decided.mask(is_bad), decided.where(is_bad)
    leads["first_response_at"], leads["rejection_reason"] = decided, "NO_NEED"
    leads["rejection_reason"] = leads["rejection_reason"].where(is_bad)
    made = digest(Book({"leads": leads}, make_talk().settings), "marketing", WEEK)
    notice = next(one for one in made.exceptions if one.what == "returned_more")
    assert notice.who == "marketing"
    assert "list" in notice.todo
    assert "web" not in notice.todo


def test_what_the_report_before_asked_comes_back_with_what_became_of_it():
    """C and D, waiting at the end of the week: C is called on Monday, D is not."""
    book = make_talk()
    book.leads.loc[2, "first_response_at"] = at("2026-06-08 09:00")
    later = digest(book, "sales", Span("week", date(2026, 6, 14), ZONE))
    asked = {one.what: one for one in later.loop if one.source == "report"}
    waited = next(one for one in asked.values() if one.who == "sales")
    assert waited.became == "1 of 1 done; 0 still wait"
    assert waited.ends
    assert later.exceptions[0].leads == ("D",)


def test_punctuality_counts_late_and_never_sent_each_way():
    sent = reports(
        ("marketing", "week", "2026-05-24", "2026-05-25 09:00", "2026-05-25 08:50"),
        ("marketing", "week", "2026-05-31", "2026-06-01 09:00", "2026-06-01 11:00"),
        ("sales", "week", "2026-05-31", "2026-06-01 09:00", None),
        ("sales", "week", "2026-06-07", "2026-06-08 09:00", "2026-06-08 08:00"),
    )
    marketing, sales = digest(make_talk(reports=sent), "sales", WEEK).punctual
    assert marketing == Punctual("marketing", 1, 0, 0)
    assert marketing.never == 1
    assert sales == Punctual("sales", 2, 1, 1)


def test_contact_data_stand_only_on_a_page_that_says_so():
    book = make_talk()
    book.leads["full_name"], book.leads["phone"] = "Lê Vân", "0912345678"
    closed, open_ = (digest(book, "sales", WEEK, with_contacts=given) for given in (False, True))
    for write in (markdown, plain_text):
        assert "0912345678" not in write(closed.page())
        assert "0912345678" in write(open_.page())
        assert "INTERNAL: contains contact data, do not forward" in write(open_.page())
    assert "INTERNAL" not in closed.page().html()
    assert "0912345678" not in json.dumps(open_.to_dict())


def test_addresses_in_a_sign_are_masked_everywhere():
    text = "Ring 0912 345 678 or an@shop.vn about the 84.000.000.000 budget"
    book = make_talk(
        signals=signals(("2026-06-02 09:00", "market", text, "sales", "2026-06-12", None))
    )
    made = digest(book, "sales", WEEK)
    for said in (made.page().html(), json.dumps(made.to_dict()), markdown(made.page())):
        assert "345 678" not in said
        assert "an@" not in said
        assert "84.000.000.000" in said


def test_a_week_that_begins_before_the_data_says_so():
    made = digest(make_talk(), "sales", Span("week", date(2026, 6, 3), ZONE))
    assert "The data begin on 2026-06-01" in made.page().status[1]


def test_a_day_has_its_exceptions_alone():
    made = digest(make_talk(), "marketing", Span("day", date(2026, 6, 2), ZONE))
    assert [section.heading for section in made.page().sections] == [
        "To act on",
        "What was asked, and whether reports came",
    ]
    assert made.gaps is None
