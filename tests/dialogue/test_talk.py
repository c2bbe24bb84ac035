from datetime import date

import pandas as pd
import pytest
from made_talk import ZONE, feedback, make_talk, signals
from scipy.stats import t

from leadkit.dialogue import Span, coming, heard, mean_rating, told

WEEK = Span("week", date(2026, 6, 7), ZONE)


def test_reasons_are_counted_apart_before_and_after_work():
    found = heard(make_talk(), WEEK)
    counts = found.table[["returned", "lost"]]
    assert counts.to_dict("index") == {
        "DATA_INVALID": {"returned": 1, "lost": 0},
        "LOST_PRICE": {"returned": 0, "lost": 1},
    }
    assert (found.accepted.events, found.accepted.n) == (2, 3)
    assert found.sources.loc["list"].to_dict() == {"decided": 1, "returned": 1, "for_data": 1}


def test_what_came_later_is_not_looked_at():
    tuesday = Span("day", date(2026, 6, 2), ZONE)
    found = heard(make_talk(), tuesday)
    assert found.table.index.tolist() == ["DATA_INVALID"]
    assert found.accepted.n == 1


def test_grades_needs_and_ratings_are_those_of_the_span():
    book = make_talk(
        feedback=feedback(
            ("A", "2026-06-02 10:00", "A", "payroll", 5),
            ("E", "2026-06-05 10:00", "C", "payroll", 3),
            ("B", "2026-05-31 10:00", "D", "tax", 1),
        )
    )
    found = heard(book, WEEK)
    assert found.grades == {"A": 1, "B": 0, "C": 1, "D": 0}
    assert found.needs["n"].to_dict() == {"payroll": 2}
    assert found.rating.n == 2
    assert found.rating.refused


def test_a_lead_called_the_week_before_and_never_spoken_of_is_counted():
    next_week = Span("week", date(2026, 6, 14), ZONE)
    book = make_talk(feedback=feedback(("A", "2026-06-02 10:00", "A", "payroll", 5)))
    found = heard(book, next_week)
    assert (found.told.events, found.told.n) == (1, 3)


def test_a_mean_rating_is_students():
    ratings = pd.Series([1.0, 2, 3, 4, 5] * 6)
    low, high = t.interval(0.95, 29, loc=ratings.mean(), scale=ratings.sem())
    found = mean_rating(ratings)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert mean_rating(ratings.head(19)).refused


def test_what_was_asked_comes_back_with_what_became_of_it():
    book = make_talk(
        signals=signals(
            ("2026-05-27 09:00", "problem", "asked last week", "sales", "2026-06-20", "done"),
            ("2026-05-01 09:00", "problem", "due this week", "marketing", "2026-06-03", "dropped"),
            ("2026-05-01 09:00", "problem", "overdue", "sales", "2026-05-10", "open"),
            ("2026-05-01 09:00", "problem", "over and done", "sales", "2026-05-10", "done"),
            ("2026-06-02 09:00", "market", "new", None, None, None),
            ("2026-06-09 09:00", "market", "later", "sales", "2026-06-20", "open"),
        )
    )
    found = told(book, WEEK)
    assert found.table["text"].tolist() == ["new"]
    assert found.asked["text"].tolist() == ["due this week", "overdue", "asked last week"]
    assert found.asked_of("sales")["text"].tolist() == ["overdue"]


def test_a_book_without_talk_has_nothing_to_tell():
    book = make_talk()
    assert told(book, WEEK).table.empty
    assert heard(book, WEEK).grades == dict.fromkeys("ABCD", 0)


def test_what_to_expect_is_a_range_that_holds_its_middle():
    found = coming(make_talk(), WEEK)
    assert found.table["handed_off"].sum() == 5
    assert found.expected.low < found.expected.value < found.expected.high
