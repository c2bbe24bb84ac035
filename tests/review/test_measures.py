from datetime import date

import pandas as pd
import pytest
from made_agreement import make_agreement, promise
from made_measures import shared_kpi
from made_talk import at, feedback, make_talk, reports, signals

from leadkit.base.estimate import rate
from leadkit.review import audit
from leadkit.review.audit.ledger import ledger
from leadkit.review.audit.measures import Kept, measure

WEEK = (date(2026, 6, 1), date(2026, 6, 7))
SUNDAY_NIGHT = "2026-06-07"


def kept(book, name, as_of=SUNDAY_NIGHT, side="S", **takes):
    both = [promise("M1", "meets_standard", 0.9, "x"), promise("S1", "reason_given", 0.9, "x")]
    asked = promise(f"{side}9", name, 1, "x", **takes)
    bonus = {"paid": "x", "kpis": [shared_kpi(1.0)]}
    promised = make_agreement(promises=[*both, asked], bonus=bonus).promises[2]
    return measure(ledger(book, *WEEK, as_of=as_of), promised)


def counts(found):
    return found.estimate.events, found.estimate.n, found.not_due


def test_the_never_touched_are_missed_and_the_young_are_not_due():
    """A 2 h, B 6 h, E 1 h, C never; D was handed off on a Sunday and is due on Monday at noon."""
    assert counts(kept(make_talk(), "called_in_time", hours=4)) == (2, 4, 1)
    assert counts(kept(make_talk(), "called_in_time", hours=6)) == (3, 4, 1)
    monday = kept(make_talk(), "called_in_time", as_of="2026-06-08", hours=4)
    assert counts(monday) == (2, 5, 0)


def test_the_known_answer_of_methods_counts_untouched_as_missed():
    """Touched after .5, 1, 1, 2, 4, 30 hours, four never: half are in time, not 83 %."""
    found = Kept(estimate=rate(5, 10))
    assert found.verdict(0.7) == "too few to judge"
    assert found.verdict(0.8) == "broken"


def test_a_decision_is_an_acceptance_or_a_return():
    assert counts(kept(make_talk(), "decided_in_time", hours=8)) == (2, 4, 1)
    assert counts(kept(make_talk(), "decided_in_time", hours=9)) == (3, 4, 1)


def test_reasons_are_due_for_what_was_returned_or_lost():
    book = make_talk()
    assert counts(kept(book, "reason_given")) == (2, 2, 0)
    book.leads["lost_reason"] = pd.Series([None] * 5, dtype="str")
    assert counts(kept(book, "reason_given")) == (1, 2, 0)


def test_feedback_is_due_after_its_days_and_late_feedback_is_none():
    book = make_talk(
        feedback=feedback(
            ("A", "2026-06-03 10:00", "A", "tax", 5), ("B", "2026-06-06 10:00", "D", "tax", 2)
        )
    )
    assert counts(kept(book, "feedback_given", days=3)) == (1, 3, 0)
    assert counts(kept(book, "feedback_given", days=5)) == (2, 2, 1)
    assert kept(make_talk(), "feedback_given", days=3).estimate is None


def test_a_dossier_is_complete_where_no_column_is_blank():
    book = make_talk()
    book.leads.loc[0, "segment"] = None
    found = kept(book, "dossier_complete", side="M", columns=["source", "segment"])
    assert counts(found) == (4, 5, 0)


def test_reports_are_due_by_the_calendar_and_one_that_was_never_sent_is_missed():
    book = make_talk(
        reports=reports(
            ("marketing", "day", "2026-06-01", "2026-06-02 09:00", "2026-06-02 08:50"),
            ("marketing", "day", "2026-06-02", "2026-06-03 09:00", "2026-06-03 09:01"),
            ("marketing", "day", "2026-06-03", "2026-06-04 09:00", None),
            ("sales", "day", "2026-06-04", "2026-06-05 09:00", "2026-06-05 08:00"),
            ("marketing", "week", "2026-06-07", "2026-06-08 09:00", "2026-06-08 08:00"),
        )
    )
    assert counts(kept(book, "daily_report")) == (1, 4, 1)
    assert counts(kept(book, "daily_report", as_of="2026-06-08")) == (1, 5, 0)
    assert counts(kept(book, "weekly_report")) == (0, 0, 1)
    assert counts(kept(book, "weekly_report", as_of="2026-06-08")) == (1, 1, 0)
    assert counts(kept(book, "daily_report", side="M")) == (1, 4, 1)


def test_a_count_is_judged_only_when_the_period_is_over():
    book = make_talk()
    friday = kept(book, "leads_handed_off", as_of="2026-06-05", side="M")
    assert (friday.estimate.value, friday.verdict(10)) == (4, "not over")
    sunday = kept(book, "leads_handed_off", side="M")
    assert (sunday.estimate.value, sunday.verdict(10), sunday.verdict(5)) == (5, "broken", "kept")
    assert (sunday.estimate.low, sunday.estimate.high) == pytest.approx((1.6235, 11.6683), abs=1e-4)


def test_what_the_book_does_not_hold_is_not_judged():
    found = audit(make_talk(), make_agreement(), first=WEEK[0], last=WEEK[1], as_of=SUNDAY_NIGHT)
    verdicts = {one.promise.id: one.verdict for one in found.judged}
    assert verdicts["S4"] == verdicts["M2"] == verdicts["M3"] == "not recorded"
    assert "no table feedback" in {one.promise.id: one.found() for one in found.judged}["S4"]


@pytest.mark.parametrize(
    ("events", "n", "target", "verdict", "luck"),
    [
        (80, 100, 0.8, "kept", True),
        (79, 100, 0.8, "broken", True),
        (50, 100, 0.8, "broken", False),
        (2, 3, 0.8, "too few to judge", True),
        (3, 3, 0.8, "kept", True),
        (9, 13, 0.95, "broken", False),
        (0, 0, 0.8, "nothing due", False),
    ],
)
def test_the_verdict_goes_by_the_count_and_below_twenty_by_what_luck_allows(
    events, n, target, verdict, luck
):
    found = Kept(estimate=rate(events, n))
    assert found.verdict(target) == verdict
    assert found.by_luck(target) is luck


def test_a_verdict_at_most_looks_the_other_way():
    found = Kept(estimate=rate(10, 100))
    assert found.verdict(0.05, at_most=True) == "broken"
    assert found.verdict(0.10, at_most=True) == "kept"


def test_the_clock_of_the_agreement_counts_not_that_of_the_book():
    book = make_talk()
    always = {"timezone": "Asia/Ho_Chi_Minh", "days": [0, 1, 2, 3, 4, 5, 6],
              "spans": [["00:00", "23:59"]]}  # fmt: skip
    agreed = make_agreement(hours=always)
    found = audit(book, agreed, first=WEEK[0], last=WEEK[1], as_of="2026-06-07")
    called = next(one for one in found.judged if one.promise.id == "S1")
    assert (called.kept.estimate.events, called.kept.estimate.n) == (2, 5)


def test_a_holiday_stops_the_clock():
    """Handed off on Wednesday 29 April at 15:30, called on Monday 4 May at 10:30: 4 h."""
    book = make_talk()
    leads = book.leads.head(1).assign(
        created_at=at("2026-04-29 15:00"),
        handed_off_at=at("2026-04-29 15:30"),
        first_response_at=at("2026-05-04 10:30"),
    )
    book.tables["leads"] = leads
    span = (date(2026, 4, 29), date(2026, 4, 29))
    promised = make_agreement().promises[5]
    found = measure(ledger(book, *span, as_of="2026-05-05"), promised)
    assert counts(found) == (1, 1, 0)
    book.tables["leads"] = leads.assign(first_response_at=at("2026-05-04 10:31"))
    found = measure(ledger(book, *span, as_of="2026-05-05"), promised)
    assert counts(found) == (0, 1, 0)


def calls(*rows):
    """Return a table of events from (lead, time, kind, by) rows."""
    table = pd.DataFrame(rows, columns=["lead_id", "at", "kind", "by"])
    return table.assign(at=[at(text) for text in table["at"]], detail="")


def test_enough_attempts_or_a_decision_before_and_unreachable_is_none():
    """A was accepted, E was; B returned, C never touched, D handed off too late to be due."""
    book = make_talk(
        events=calls(
            ("B", "2026-06-01 15:00", "call", "sales"),
            ("B", "2026-06-02 08:00", "call", "sales"),
            ("C", "2026-06-02 10:00", "call", "marketing"),
            ("C", "2026-06-05 10:00", "call", "sales"),
        )
    )
    asked = {"attempts": 3, "days": 2}
    assert counts(kept(book, "attempts_made", **asked)) == (3, 4, 1)
    book.leads.loc[1, "rejection_reason"] = "UNREACHABLE"
    found = kept(book, "attempts_made", **asked)
    assert counts(found) == (2, 4, 1)
    missed = found.cases[~found.cases["done"]].set_index("case")
    assert missed["state"].to_dict() == {"B": "too few attempts", "C": "never touched"}
    assert missed["detail"].to_dict() == {"B": "2/3", "C": "0/3"}
    assert counts(kept(book, "attempts_made", attempts=2, days=2)) == (3, 4, 1)
    assert counts(kept(book, "attempts_made", attempts=1, days=4)) == (4, 4, 1)
    assert "no calls" in kept(make_talk(), "attempts_made", **asked).missing


def test_requests_are_done_by_their_side_and_due_in_the_period():
    asked = signals(
        ("2026-05-20 09:00", "problem", "x", "sales", "2026-06-02", "done"),
        ("2026-05-20 09:00", "problem", "x", "sales", "2026-06-03", "open"),
        ("2026-05-20 09:00", "campaign", "x", "sales", "2026-06-04", "dropped"),
        ("2026-05-20 09:00", "campaign", "x", "sales", "2026-06-07", None),
        ("2026-05-20 09:00", "campaign", "x", "sales", None, "done"),
        ("2026-05-20 09:00", "campaign", "x", "sales", "2026-05-31", "done"),
        ("2026-05-20 09:00", "campaign", "x", "marketing", "2026-06-04", "done"),
    )
    book = make_talk(signals=asked)
    found = kept(book, "requests_done")
    assert counts(found) == (1, 3, 1)
    assert found.cases["state"].tolist()[1:] == ["still open", "dropped"]
    assert counts(kept(book, "requests_done", side="M")) == (1, 1, 0)
    assert "no table signals" in kept(make_talk(), "requests_done").missing


def test_a_reason_named_is_another_than_other():
    book = make_talk()
    assert counts(kept(book, "reasons_named")) == (2, 2, 0)
    book.leads.loc[1, "rejection_reason"] = "OTHER"
    assert counts(kept(book, "reasons_named")) == (1, 2, 0)
    assert counts(kept(book, "reason_given")) == (2, 2, 0)


def test_undecided_leads_stand_apart():
    found = kept(make_talk(), "decided_in_time", hours=9)
    assert found.decisions == {"accepted": 2, "returned": 1, "undecided": 2}
