from __future__ import annotations

import numpy as np
import pytest
from made_book import make_book

from leadkit.agreement import CapacityInForce, Period, PolicyInForce, StandardInForce
from leadkit.book import Book, read_book, write_book
from leadkit.review import draft
from leadkit.review.against_book import _line, against_book, measurable
from leadkit.review.audit.ledger import days_of, ledger
from leadkit.review.owed.line import Above


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    write_book(make_book(n=300, last=300, seed=1), folder)
    return read_book(folder)


@pytest.fixture(scope="module")
def agreed(firm):
    return draft(firm, "2026Q4").agreement


def found(agreement, book):
    return {one.place: one for one in against_book(agreement, book)}


def promising(agreement, number):
    first = agreement.promises[0].model_copy(update={"target": float(number)})
    return agreement.model_copy(update={"promises": (first, *agreement.promises[1:])})


def test_a_promise_that_the_book_does_not_record_is_named_with_what_is_missing(firm, agreed):
    why = measurable(agreed, firm)
    assert set(why) == {promise.id for promise in agreed.promises}
    assert why["M1"] == ""
    assert "reports" in why["M5"]
    place = next(n for n, one in enumerate(agreed.promises) if one.id == "M5")
    faults = found(agreed, firm)
    assert "reports" in faults["promises", place, "measure"].text
    assert faults["promises", place, "measure"].fix
    assert ("promises", 0, "measure") not in faults


def test_another_standard_and_a_policy_that_is_gone_are_named(firm, agreed):
    other = agreed.model_copy(
        update={
            "standard": StandardInForce(version="0.9", sha256="a" * 64),
            "policy": PolicyInForce(
                version="7", sha256="b" * 64, line=0.1, value=1000, cost=100, currency="VND"
            ),
        }
    )
    faults = found(other, firm)
    assert "0.9" in faults["standard", "sha256"].text
    assert "no policy 7" in faults["policy", "sha256"].text
    assert not {("standard", "sha256"), ("policy", "sha256")} & set(found(agreed, firm))


def test_the_number_promised_is_held_against_plan_pace_and_capacity(firm, agreed):
    where = ("promises", 0, "target")
    assert where not in found(promising(agreed, 100), firm)
    assert "best pace" in found(promising(agreed, 9_000), firm)[where].text
    first, last = days_of("2026Q2", firm)
    planned = agreed.model_copy(update={"period": Period(**{"from": first, "to": last})})
    assert "the plan asks for" in found(promising(planned, 10), firm)[where].text
    narrow = PolicyInForce(
        version="7", sha256="b" * 64, line=0.1, value=1000, cost=100, currency="VND",
        capacity=CapacityInForce(amount=10, unit="hours", per="month", hours_per_lead=2),
    )  # fmt: skip
    tight = found(promising(agreed, 100).model_copy(update={"policy": narrow}), firm)
    assert "sales can take 15" in tight[where].text


def test_a_line_above_which_more_leads_lie_than_sales_can_work(firm, agreed):
    stated = PolicyInForce(
        version="7", sha256="b" * 64, line=0.1, value=1000, cost=100, currency="VND",
        capacity=CapacityInForce(amount=20, unit="leads", per="week"),
    )  # fmt: skip
    held = agreed.model_copy(update={"policy": stated})
    first, last = days_of("2026Q2", firm)
    at = ledger(firm, first, last)
    chances = np.linspace(0.4, 0.01, 400)
    wide = Above(per_week=25.0, chances=chances, weeks=13.0)
    (fault,) = _line(held, at, wide)
    assert fault.place == ("policy", "line")
    assert "25.0 leads a week" in fault.text
    assert f"{chances[260] * 100:.1f}" in fault.fix
    assert not list(_line(held, at, Above(per_week=19.0, chances=chances, weeks=13.0)))


def test_a_period_that_the_data_do_not_reach_is_no_finding(firm, agreed):
    later = agreed.model_copy(
        update={"period": Period(**dict(zip(("from", "to"), days_of("2027Q1", firm), strict=True)))}
    )
    assert [one.place for one in against_book(later, firm)] == [
        one.place for one in against_book(agreed, firm)
    ]


def test_a_book_without_handoff_times_measures_nothing(firm, agreed):
    leads = firm.leads.drop(columns=["handed_off_at"])
    bare = Book({"leads": leads}, firm.settings, firm.known)
    assert [one.place for one in against_book(agreed, bare)] == [("promises",)]
    assert all(measurable(agreed, bare).values())


def test_the_line_for_so_many_leads_a_week():
    above = Above(per_week=3.0, chances=np.array([0.9, 0.5, 0.4, 0.4, 0.1, 0.05]), weeks=2.0)
    assert 0.5 < above.line_for(0.5) <= 0.9
    assert (above.chances >= above.line_for(1.5)).sum() == 2
    assert above.line_for(10) == 0
