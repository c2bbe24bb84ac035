"""From a book to the arrays a scorecard is counted on, each against an answer known by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made_agreement import bonus, make_agreement

from leadkit.base.estimate import Estimate, rate
from leadkit.book import Book, Settings
from leadkit.journey import turns
from leadkit.quality import FAILS
from leadkit.review.audit.kept import Kept
from leadkit.review.audit.ledger import ledger
from leadkit.review.scorecard.cohort import Planned, before, cohort
from leadkit.review.scorecard.measuring import Frozen, _accepted_wins, _quarters, _weights, frozen
from leadkit.review.scorecard.results import DRAWS, _drawn

AGREED = make_agreement(bonus=bonus())
PLAN = Planned(handoffs=50, wins=10, revenue=200.0, deal_value={"small": 15.0, "large": 40.0})
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
ROWS = [  # handed off, days to the end, outcome, accepted, source, segment, value
    ("2025-06-01", 10, "won", True, "web", "small", 10.0),
    ("2025-07-01", 20, "lost", True, "web", "small", None),
    ("2025-08-01", 30, "won", True, "web", "large", 50.0),
    ("2025-09-01", None, "open", True, "web", "small", None),
    ("2025-09-10", 5, "won", False, "own", "small", 10.0),
    ("2025-10-04", 95, "won", True, "web", "small", 10.0),
    ("2025-12-01", 10, "won", True, "web", "small", 10.0),
    ("2026-01-10", 20, "won", True, "web", "small", 30.0),
    ("2026-01-20", 30, "lost", False, "web", "large", None),
    ("2026-03-01", None, "open", True, "web", "large", None),
    ("2026-03-20", None, "open", False, "web", None, None),
    ("2026-03-21", 9, "won", True, "web", None, None),
    ("2026-02-01", 9, "won", True, "own", "small", 99.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def book():
    names = ["handed_off_at", "days", "outcome", "accepted", "source", "segment", "deal_value"]
    leads = pd.DataFrame(ROWS, columns=names)
    handed = pd.to_datetime(leads["handed_off_at"], utc=True) + pd.Timedelta(hours=3)
    leads = leads.assign(
        lead_id=[f"L{i:02d}" for i in range(len(leads))],
        account_id=[f"A{i // 2}" for i in range(len(leads))],
        created_at=handed - pd.Timedelta(hours=1),
        handed_off_at=handed,
        closed_at=handed + pd.to_timedelta(leads.pop("days"), "D"),
        accepted_at=(handed + pd.Timedelta(hours=2)).where(leads.pop("accepted")),
        rejected_at=pd.Series(pd.NaT, leads.index, dtype="datetime64[us, UTC]"),
    )
    leads[FAILS] = ["none"] * 8 + ["NO_PHONE"] + ["none"] * 4
    return Book({"leads": leads}, Settings(self_generated=("own",), window_days=90))


def at(book, as_of="2026-03-31T12:00Z"):
    return ledger(book, FIRST, LAST, hours=AGREED.hours, agreed=AGREED.policy, as_of=as_of)


def test_what_became_of_each_handoff_and_what_open_ones_may_still_bring(book):
    found = cohort(at(book), turns(book, "2026-03-31T12:00Z"), PLAN)
    assert found.rows.tolist() == [7, 8, 9, 10, 11]
    assert found.is_open.tolist() == [False, False, True, True, False]
    # Over before the period: won after 10 and 30 days, lost after 20, one still open.
    assert found.won.tolist() == [1, 0, 0, pytest.approx(1 / 3), 1]
    assert found.usual_deal == pytest.approx([15 / 20, 2, 2, 1, 1])
    assert found.deal == pytest.approx([30 / 20, 2, 2, 1, 1])
    assert found.accepted.tolist() == [True, False, True, False, True]
    assert found.is_workable.tolist() == [True, False, True, True, True]
    assert found.is_first.all()
    assert found.account.tolist() == [0, 1, 1, 2, 2]
    assert len(found) == 5
    in_wins = cohort(at(book), turns(book, "2026-03-31T12:00Z"), None)
    assert in_wins.deal.tolist() == in_wins.usual_deal.tolist() == [1] * 5


def test_before_a_period_are_marketings_turns_whose_window_was_over(book):
    table = turns(book, "2026-03-31T12:00Z")
    assert before(at(book), table).index.tolist() == [0, 1, 2, 3]
    handed = table["handed_off_at"].where(table.index != 5, at(book).start - pd.Timedelta(days=90))
    assert before(at(book), table.assign(handed_off_at=handed)).index.tolist() == [0, 1, 2, 3, 5]


def test_accepted_wins_are_those_of_the_past_that_met_the_standard(book):
    table = turns(book, "2026-03-31T12:00Z")
    basis = Frozen(book=book, agreement=AGREED, table=table, no_chance="", as_of=None,
                   chance=pd.Series(0.25, index=range(13)))  # fmt: skip
    assert _accepted_wins(at(book), basis) == pytest.approx((2 + 20) / (4 * 0.25 + 20))
    failing = book.leads.assign(**{FAILS: ["DUPLICATE", *book.leads[FAILS][1:]]})
    other = replace(book, tables={"leads": failing})
    assert _accepted_wins(at(other), basis) == pytest.approx((1 + 20) / (3 * 0.25 + 20))
    unmarked = replace(book, tables={"leads": book.leads.drop(columns=FAILS)})
    assert _accepted_wins(at(unmarked), basis) == pytest.approx((2 + 20) / (4 * 0.25 + 20))
    second = replace(basis, table=table.assign(turn=np.where(table.index == 0, 2, table["turn"])))
    assert _accepted_wins(at(book), second) == pytest.approx((1 + 20) / (3 * 0.25 + 20))
    unknown = replace(basis, chance=pd.Series(0.25, index=[0, 1]))
    assert _accepted_wins(at(book), unknown) == pytest.approx((2 + 20) / (2 * 0.25 + 20))


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (FIRST, LAST, ["2026Q1"]),
        (date(2025, 10, 1), LAST, ["2025Q4", "2026Q1"]),
        (date(2026, 1, 2), LAST, []),
        (FIRST, date(2026, 3, 30), []),
        (date(2026, 1, 5), date(2026, 1, 8), []),
    ],
)
def test_a_period_is_made_of_whole_quarters_or_of_none(book, first, last, names):
    period = ledger(book, first, last, hours=AGREED.hours, agreed=AGREED.policy, as_of=None)
    assert _quarters(period) == names


def test_an_account_is_drawn_with_all_its_leads():
    weights = _weights(np.array([2, 0, 2, 1]))
    assert weights.shape == (DRAWS, 4)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 0] != weights[:, 1]).any()
    assert (weights == _weights(np.array([2, 0, 2, 1]))).all()
    assert weights.mean() == pytest.approx(1, abs=0.1)
    assert _weights(np.array([], dtype=np.int64)).shape == (DRAWS, 0)


def test_chances_are_of_marketings_first_handoffs_and_stay_those_of_another_moment(book):
    basis = frozen(book, AGREED, as_of="2026-03-31")
    assert basis.no_chance == "the book has no folder to hold a policy"
    assert basis.as_of == "2026-03-31"
    name = f"{AGREED.policy.version} {AGREED.policy.sha256[:8]}"
    mine = book.leads[book.leads["source"] != "own"]
    log = pd.DataFrame({"lead_id": mine["lead_id"], "at": mine["created_at"],
                        "probability": 0.25, "policy": name})  # fmt: skip
    logged = frozen(replace(book, tables={**book.tables, "scores": log}), AGREED)
    assert logged.chance.to_dict() == dict.fromkeys(mine.index, 0.25)
    assert logged.no_chance == ""
    assert frozen(book, AGREED, chances=logged).chance is logged.chance


def test_luck_draws_counts_shares_and_leads_each_in_their_way(book):
    group = cohort(at(book), turns(book, "2026-03-31T12:00Z"), PLAN)
    weights = np.array([[1.0, 2, 0, 1, 1], [0, 0, 0, 0, 0]]).repeat(DRAWS // 2, axis=0)
    basis = SimpleNamespace(cohort=group, weights=weights, seed=0)
    done = pd.Series([True, False, True], index=[7, 8, 11])
    by_lead = Kept(cases=pd.DataFrame({"done": done}))
    found = _drawn(by_lead, rate(2, 3), basis)
    assert found[0] == 2 / 4
    assert found[-1] == pytest.approx(2 / 3)
    by_day = _drawn(replace(by_lead, by_lead=False), rate(30, 40), basis)
    assert by_day.mean() == pytest.approx(0.75, abs=0.02)
    assert by_day.std() == pytest.approx(np.sqrt(0.75 * 0.25 / 40), rel=0.15)
    count = Estimate(value=50.0, low=0, high=0, n=50, method="counted", unit="number")
    counted = _drawn(Kept(), count, basis)
    assert counted.mean() == pytest.approx(50, rel=0.03)
    assert counted.std() == pytest.approx(np.sqrt(50), rel=0.15)
    assert len(found) == len(by_day) == len(counted) == DRAWS
