"""What is filled in on the page: the free line, the digest builder, and the sample's own week."""

from datetime import date

import pandas as pd
import pytest

from leadkit.base import language
from leadkit.book import Book, Settings
from leadkit.dialogue import Span
from leadkit.learn.answers.free_text import FreeText, figures, has_contact
from leadkit.learn.forms import Form
from leadkit.learn.lessons.digest_builder import WAYS, build_a_digest
from leadkit.learn.lessons.digest_lines import LINES
from leadkit.learn.lessons.sample_week import answer_of, asked_until, last_week, named_reasons
from leadkit.learn.lessons.t07 import EXERCISES

FREE = next(one for one in EXERCISES if one.key == "t07.4")
MOMENTS = pd.to_datetime(["2026-09-15T03:00Z", "2026-09-23T03:00Z"])
GOOD = "9 of 31 website leads want a trial. Hà, please ask by Friday."


@pytest.fixture
def free():
    return FreeText(passes=lambda line: "trial" in line, rubric=("a", "b", "c"), enough=2)


@pytest.fixture
def builder():
    return build_a_digest()


def tick(builder, *keys):
    way = builder.live.way.value
    for line, box in zip(LINES[way], builder.live.ticks, strict=True):
        box.value = line.key in keys


@pytest.mark.parametrize(
    ("text", "is_contact"),
    [
        ("call 0912345678", True),
        ("call 0912.345.678 now", True),
        ("(+84) 912 345 678", True),
        ("09xx xxx 214", True),
        ("an@example.com", True),
        ("9 of 31 by 2026-04-29 and 1,234 of 50,000", False),
        ("9 of 31, 12 of 40, 7 of 24, 3 of 8, 2 of 5", False),
        ("lead L-10234, handed off 29/04/2026 16:00", False),
        ("2 @ the fair", False),
    ],
)
def test_contact_data_is_seen_and_dates_and_counts_are_not(text, is_contact):
    assert has_contact(text) is is_contact


def test_dates_and_times_are_no_figures():
    assert figures("29/04/2026 16:00 2026-04-29 29.04.2026") == 0
    assert figures("1,234 of 5.000 and 9/31") == 4


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (42, "Write one line, at most 280 characters."),
        (["9 of 31"], "Write one line, at most 280 characters."),
        ("9 of 31", "Write a whole line, the way you would send it."),
        ("x " * 200, "399 characters; 280 fit."),
    ],
)
def test_what_is_no_line_is_told_so(free, answer, says):
    from leadkit.learn.answers.kinds import Unreadable

    with pytest.raises(Unreadable, match=says):
        free.read(answer)


def test_the_form_counts_characters_and_points_and_checks_the_line():
    form = Form(FREE)
    field, length, _partner, *ticks, points = form.live.inputs
    form.live.check.click()
    assert "Not done yet." in form.live.reply.value
    assert ">0 characters; 280 fit." in length.value
    field.value = GOOD
    assert f"{len(GOOD)} characters" in length.value
    for box in ticks[:3]:
        box.value = True
    assert "3 of 5 points so far; 4 are needed." in points.value
    ticks[3].value = True
    assert "4 of 5 points: done." in points.value
    form.live.check.click()
    assert "✓ Right." in form.live.reply.value
    field.value = "9 of 31 website leads: call 0912 345 678"
    form.live.check.click()
    assert "Use the lead number." in form.live.reply.value
    assert "0912" not in form.live.reply.value


def test_the_still_form_shows_the_points_and_no_right_line():
    still = Form(FREE).html()
    assert all(point in still for point in FREE.kind.rubric)
    assert FREE.right() not in still
    assert FREE.solution not in still


def test_an_empty_page_is_an_answer_to_nobody(builder):
    assert "The page is still empty." in builder.live.page.value
    assert "can act on" not in builder.live.gauge.value
    assert "✓" not in builder.live.gauge.value


def test_the_page_fills_and_the_gauge_names_what_is_missing(builder):
    tick(builder, "trial", "log")
    assert "7 of 24 trade-fair leads" in builder.live.page.value
    assert "○ a number, out of how many: 1 of 2" in builder.live.gauge.value
    assert "✓ no contact data: 2 of 2" in builder.live.gauge.value
    assert "A log leaves the work to the reader." in builder.live.gauge.value
    tick(builder, "trial", "repair", "director")
    assert "It could go out as it stands." in builder.live.gauge.value
    tick(builder, "trial", "repair", "director", "quiet", "talk")
    assert "take 2 of them off" in builder.live.gauge.value
    assert "It could go out" not in builder.live.gauge.value


def test_turned_round_the_page_is_empty_again(builder):
    tick(builder, "trial", "repair", "director")
    builder.live.way.value = "to_sales"
    assert "The page is still empty." in builder.live.page.value
    assert not any(box.value for box in builder.live.ticks)
    tick(builder, "visit", "rent", "province")
    assert "Marketing tells sales, week 12" in builder.live.page.value
    assert "Sales can act on 3 of the 3. " not in builder.live.page.value
    assert "Sales can act on 3 of the 3." in builder.live.gauge.value


def test_still_the_builder_shows_every_line_and_not_what_it_holds(builder):
    still = builder.html()
    assert all(line.text in still for way, _label in WAYS for line in LINES[way])
    assert "All five are there" not in still


def test_the_last_week_is_whole_and_its_reasons_add_up(sample_book):
    week = last_week(sample_book)
    assert (week.first, week.ending) == (date(2026, 9, 21), date(2026, 9, 27))
    said = repr(named_reasons(sample_book, week))
    assert said.startswith("Closed or returned in the week: 52. With a reason to act on: 81")


def test_what_was_asked_is_told_with_what_became_of_it(sample_book):
    found = asked_until(sample_book, last_week(sample_book))
    assert len(found.table) == 11
    assert found.table["due"].notna().all()
    assert repr(found) == ("Asked with a day to be done by: 11. Done: 8, dropped: 2, still open: 1")
    language.use("vi")
    shown = found._repr_html_()
    language.use("en")
    assert shown.count("your feedback") == 3
    assert "16/08/2026" in shown


def test_the_answer_of_a_digest_says_what_became_of_each_thing_asked():
    from leadkit.review import digest

    leads = {"lead_id": ["A", "B"], "handed_off_at": MOMENTS, "source": ["fair", "fair"]}
    signs = {"at": MOMENTS[:1], "text": ["Ask for <rent>"], "owner": ["sales"], "due": MOMENTS[1:]}
    tables = {"leads": pd.DataFrame(leads), "signals": pd.DataFrame(signs | {"status": ["done"]})}
    book = Book({**tables, "leads": tables["leads"].assign(outcome="open")}, Settings())
    found = digest(book, "sales", Span("week", date(2026, 9, 27), "UTC"))
    shown = answer_of(found)._repr_html_()
    assert [one.what for one in found.loop] == ["Ask for <rent>"]
    assert "Ask for &lt;rent&gt;" in shown
    assert "done" in shown
    assert repr(found) in shown
    assert repr(answer_of(found)) == repr(found)
