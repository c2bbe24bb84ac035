from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from leadkit.base.errors import BadInput
from leadkit.book import Book, Settings
from leadkit.dialogue import Span
from leadkit.dialogue.coverage import coverage
from leadkit.dialogue.ratios import is_lower, ratio_of_counts

ZONE = "Asia/Ho_Chi_Minh"
END = date(2026, 6, 28)


def make(now, before, worked, own):
    """Return a book: by segment leads now and before, the share called, sales' own leads."""
    rows = []
    for name in now:
        n = now[name]
        called = np.arange(n) < round(worked[name] * n)
        rows += [(name, "web", "2026-05-05", is_called) for is_called in called]
        rows += [(name, "web", "2026-02-05", True)] * before[name]
        rows += [(name, "own", "2026-05-06", True)] * own[name]
    leads = pd.DataFrame(rows, columns=["segment", "source", "created_at", "is_called"])
    leads["created_at"] = pd.to_datetime(leads["created_at"]).dt.tz_localize("UTC")
    leads.loc[len(leads)] = ["small", "web", pd.Timestamp("2025-10-01", tz="UTC"), True]
    leads.insert(0, "lead_id", [f"L{i}" for i in range(len(leads))])
    leads["handed_off_at"] = leads["created_at"]
    first = leads["created_at"] + pd.Timedelta(hours=2)
    leads["first_response_at"] = first.where(leads.pop("is_called"))
    leads["outcome"] = "open"
    return Book({"leads": leads}, Settings(timezone=ZONE, self_generated=("own",)))


def found(**changes):
    usual = {
        "now": {"small": 200, "medium": 200, "large": 200},
        "before": {"small": 200, "medium": 200, "large": 200},
        "worked": {"small": 0.9, "medium": 0.9, "large": 0.9},
        "own": {"small": 20, "medium": 20, "large": 20},
    }
    given = {name: {**usual[name], **changes.get(name, {})} for name in usual}
    return coverage(make(**given), Span("week", END, ZONE))


def test_where_nothing_differs_no_gap_is_named():
    assert found().gaps.empty
    assert "No gap" in found().sentence()


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"now": {"large": 320}, "worked": {"large": 0.6}}, "grows, not worked"),
        ({"worked": {"large": 0.6}}, "not worked"),
        ({"own": {"large": 90}}, "sales finds more"),
    ],
)
def test_each_gap_is_found_and_named_alone(changes, gap):
    made = found(**changes)
    assert made.gaps["gap"].to_dict() == {"large": gap}
    assert "arge" in made.sentence()


def test_growth_alone_is_no_gap_where_it_is_worked():
    assert found(now={"large": 320}).gaps.empty


def test_a_handful_of_leads_cannot_tell():
    made = found(now={"large": 6}, before={"large": 5}, own={"large": 1})
    assert made.table.loc["large", "gap"] == "cannot tell"
    assert "too few" in made.sentence()


def test_the_ratio_is_that_of_the_binomial_and_fewer_are_refused():
    made = ratio_of_counts(60, 30, level=0.95)
    low, high = binomtest(60, 90).proportion_ci(0.95)
    assert (made.low, made.high) == pytest.approx((low / (1 - low), high / (1 - high)))
    assert ratio_of_counts(10, 5, level=0.95).refused
    assert not is_lower(made, ratio_of_counts(3, 2, level=0.95), level=0.95)


def test_what_is_not_known_is_said():
    book = make({"a": 9}, {"a": 9}, {"a": 1.0}, {"a": 0})
    early = coverage(book, Span("week", date(2025, 12, 28), ZONE))
    assert "are not known" in early.sentence()
    assert early.table.empty
    bare = Book({"leads": book.leads.drop(columns="segment")}, book.settings)
    assert "segment" in coverage(bare).refusal
    with pytest.raises(BadInput, match="first day"):
        coverage(book, (END, date(2026, 1, 1)))


def test_it_is_shown_in_words_a_table_and_a_picture():
    made = found(own={"large": 90})
    assert len(made.plot().get_lines()) == 7
    assert "sales finds more than marketing brings" in made._repr_html_()
    assert made.to_dict()["segments"][0]["growth"]["n"] == 400
