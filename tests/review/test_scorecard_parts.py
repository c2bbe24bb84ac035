"""The parts of a scorecard one by one, each against an answer known by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made_agreement import bonus, make_agreement

from leadkit.agreement import Kpi
from leadkit.book import Book, Settings
from leadkit.review.scorecard.back_test import BackTest
from leadkit.review.scorecard.chances import frozen_chances
from leadkit.review.scorecard.cohort import Cohort, Planned, planned
from leadkit.review.scorecard.limits import by_luck, to_look_at, unrestrained
from leadkit.review.scorecard.results import DRAWS, Basis, K, Result, result
from leadkit.review.scorecard.scorecard import Scorecard

N = 40
POLICY = make_agreement().policy  # a win is worth 12 million, a lead costs one
PLAN = Planned(handoffs=50, wins=10, revenue=200.0, deal_value={"small": 20.0})
MARGIN = 10 * 12e6 - 50 * 1e6


def kpi(measure):
    side = {"margin_against_plan": "shared", "accepted_value": "marketing"}.get(measure, "sales")
    return Kpi(side=side, name=measure, measure=measure, weight=0.5, floor=0.5, target=1.0)


def basis(**changes):
    """Return forty leads: twelve won, half accepted, five not workable, ten second handoffs."""
    place = np.arange(N)
    group = Cohort(
        rows=place,
        account=place,
        is_first=place >= 10,
        is_workable=place < 35,
        accepted=place % 2 == 0,
        is_open=np.zeros(N, dtype=bool),
        won=(place % 10 < 3).astype(float),
        deal=np.where(place < 20, 1.5, 1.0),
        usual_deal=np.where(place < 20, 1.2, 0.9),
    )
    terms = {
        "ledger": SimpleNamespace(book=Book({"leads": pd.DataFrame({"accepted_at": [pd.NaT]})})),
        "cohort": group,
        "plan": PLAN,
        "policy": POLICY,
        "chance": pd.Series(0.2, index=place[5:]),
        "no_chance": "",
        "accepted_wins": 1.25,
        "weights": np.random.default_rng(0).poisson(1.0, (DRAWS, N)).astype(float),
        "seed": 0,
    }
    return Basis(**{**terms, **changes})


def measured(name, **changes):
    return result(kpi(name), None, basis(**changes), 1.2)


def in_progress(**changes):
    return replace(basis().cohort, is_open=np.arange(N) == 39, **changes)


# What each result comes to.


def test_the_margin_is_what_was_won_less_the_cost_of_every_lead():
    found, group = measured("margin_against_plan"), basis().cohort
    earned = group.won * group.deal * 12e6 - 1e6
    assert found.value == pytest.approx(earned.sum() / MARGIN)
    assert found.drawn == pytest.approx(basis().weights @ earned / MARGIN)
    assert (found.found.n, found.found.events, found.cap) == (N, 12, 1.2)
    ends = np.quantile(found.drawn, (0.025, 0.975))
    assert (found.found.low, found.found.high) == pytest.approx(tuple(ends))
    assert found.found.value == found.value
    assert not found.is_open
    assert measured("margin_against_plan", cohort=in_progress()).is_open


def test_accepted_leads_count_by_the_model_until_the_end_and_then_by_wins_drawn_to_the_plan():
    group = basis().cohort
    counted = group.accepted & group.is_workable
    final = measured("accepted_value")
    share = 10 / (10 + K)
    brought = (counted * group.won * group.deal).sum() * 12e6
    wanted = share * brought + (1 - share) * 10 * 12e6 - N * 1e6
    assert final.value == pytest.approx(wanted / MARGIN)
    drawn = basis().weights @ (share * counted * group.won * group.deal * 12e6 - 1e6)
    assert final.drawn == pytest.approx((drawn + (1 - share) * 10 * 12e6) / MARGIN)
    so_far = measured("accepted_value", cohort=in_progress())
    chance = np.where(np.arange(N) < 5, 0.0, 0.2) * 1.25
    promised = (counted * group.is_first * chance * group.usual_deal).sum() * 12e6
    assert so_far.value == pytest.approx((promised - N * 1e6) / MARGIN)
    assert so_far.is_open


def test_wins_are_compared_with_those_expected_of_first_workable_handoffs():
    found, group = measured("wins_as_expected"), basis().cohort
    won = group.won[10:35]
    assert found.value == pytest.approx((won.sum() + 20) / (25 * 0.2 + 20))
    assert (found.found.n, found.found.events, found.found.value) == (25, won.sum(), found.value)
    weights = basis().weights[:, 10:35]
    drawn = (weights @ won + 20) / (weights.sum(axis=1) * 0.2 + 20)
    assert found.drawn == pytest.approx(drawn)


@pytest.mark.parametrize(
    ("name", "changes", "missing"),
    [
        ("margin_against_plan", {"policy": None}, "the agreement has no policy"),
        ("margin_against_plan", {"plan": None}, "the book has no plan for the period"),
        ("accepted_value", {"plan": replace(PLAN, handoffs=120)}, "the plan earns nothing"),
        ("accepted_value", {"ledger": SimpleNamespace(book=Book({"leads": pd.DataFrame()}))},
         "no column accepted_at"),
        ("accepted_value", {"cohort": in_progress(), "no_chance": "no model"}, "no model"),
        ("wins_as_expected", {"no_chance": "no model"}, "no model"),
        ("wins_as_expected", {"cohort": replace(basis().cohort, is_first=np.arange(N) >= 16)},
         "19 leads were handed off: too few"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_scores_nothing(name, changes, missing):
    found = measured(name, **changes)
    assert found.missing.startswith(missing)
    assert (found.value, found.score, found.points, found.found) == (None, None, 0, None)
    assert found.drawn.tolist() == [0] * DRAWS


def test_twenty_leads_are_enough_and_nineteen_too_few():
    few = {name: getattr(basis().cohort, name)[:19] for name in Cohort.__dataclass_fields__}
    twenty = {name: getattr(basis().cohort, name)[:20] for name in Cohort.__dataclass_fields__}
    assert measured("margin_against_plan", cohort=Cohort(**few)).missing
    enough = {"cohort": Cohort(**twenty), "weights": basis().weights[:, :20]}
    assert measured("margin_against_plan", **enough).value is not None


# The plan.


def test_a_plan_adds_up_its_segments():
    rows = pd.DataFrame(
        {
            "quarter": ["2026Q1", "2026Q1", "2026Q2"],
            "segment": ["small", "large", "small"],
            "handoffs": [100.0, 50, 60],
            "win_rate": [0.1, 0.2, 0.15],
            "deal_value": [20.0, 50, 10],
        }
    )
    leads = pd.DataFrame({"deal_value": [1.0]})
    book = Book({"leads": leads, "plan": rows})
    found = planned(book, ["2026Q1", "2026Q2"])
    assert (found.handoffs, found.wins, found.revenue) == (210, 29, 200 + 500 + 90)
    assert found.deal_value == pytest.approx({"small": 290 / 19, "large": 50})
    assert found.mean_value == pytest.approx(790 / 29)
    assert planned(book, []) is None
    assert planned(book, ["2026Q1", "2026Q3"]) is None
    in_wins = planned(Book({"leads": pd.DataFrame({"x": [1]}), "plan": rows}), ["2026Q1"])
    assert (in_wins.revenue, in_wins.mean_value) == (20, 1)
    nothing = Book({"leads": leads, "plan": rows.assign(win_rate=0.0)})
    assert planned(nothing, ["2026Q1"]) is None


# What the frozen model said.


def test_the_last_chance_logged_under_the_policy_up_to_the_handoff_counts():
    at = pd.Timestamp("2026-01-05 09:00", tz="UTC")
    first = pd.DataFrame({"lead_id": ["a", "b"], "handed_off_at": at, "turn_id": ["a1", "b1"]})
    name, hour = f"{POLICY.version} {POLICY.sha256[:8]}", pd.Timedelta(hours=1)
    log = pd.DataFrame(
        {
            "lead_id": ["a", "a", "a", "b", "b"],
            "at": [at - hour, at, at + hour, at - hour, at],
            "probability": [0.1, 0.2, 0.3, 0.4, None],
            "policy": [name, name, name, name, name],
        }
    )

    def said(rows, agreed=POLICY):
        return frozen_chances(Book({"leads": pd.DataFrame(), "scores": rows}), agreed, first)

    assert said(log)[0].tolist() == [0.2, 0.4]
    assert said(log)[1] == ""
    part, missing = said(log[log["lead_id"] == "a"])
    assert (part.tolist(), missing) == ([0.2, 0.2], "")  # the mean of those logged
    nothing, missing = said(log.assign(policy="another"))
    assert nothing.isna().all()
    assert missing == "the book has no folder to hold a policy"
    assert said(log, None)[1].startswith("the agreement names no policy")
    assert frozen_chances(Book({"leads": pd.DataFrame()}), POLICY, first)[1] == missing


# The card and the quarters together.


def card(values, *, drawn=0.1, last=date(2026, 3, 31), **more):
    """Return a scorecard of the made agreement with these values of its seven results."""
    pays = {"marketing_pay": 100.0, "sales_pay": 200.0, "audited": 0.1, "true_up_days": 100}
    agreed = make_agreement(bonus=bonus() | pays)
    luck = np.random.default_rng(1).normal(0, drawn, DRAWS)
    found = tuple(
        Result(kpi=one, value=value, drawn=(value or 0) + luck, cap=1.2, **more)
        for one, value in zip(agreed.bonus.kpis, values, strict=True)
    )
    returned = pd.to_datetime(["2026-01-05"] * 41 + [None] * 16, utc=True)
    ledger = SimpleNamespace(
        handed=pd.DataFrame({"rejected_at": returned}),
        first=date(2026, 1, 1),
        last=last,
        now=pd.Timestamp("2026-07-09 12:00", tz="UTC"),
        book=Book({"leads": pd.DataFrame()}, Settings(currency="VND", window_days=90)),
    )
    return Scorecard(agreement=agreed, ledger=ledger, quarter="2026Q1", results=found)


FULL, HALF = (1, 1, 0.95, 0.9, 1, 0.9, 0.9), (0.85, 0.85, 0.875, 0.75, 0.85, 0.75, None)


def test_full_values_pay_in_full_and_half_of_the_line_half():
    full, half = card(FULL), card(HALF)
    assert [full.points(side) for side in ("marketing", "sales")] == pytest.approx([1, 1])
    assert [half.points(side) for side in ("marketing", "sales")] == pytest.approx([0.5, 0.45])
    assert (half.measured("marketing"), half.measured("sales")) == pytest.approx((1, 0.9))
    assert half.pay("sales") == pytest.approx(90)
    assert replace(half, full={"sales": 1000.0}).pay("sales") == pytest.approx(450)
    trued = replace(full, at_the_end=half)
    assert trued.true_up("sales") == pytest.approx(110)
    assert half.true_up("sales") is None
    assert [one.kpi.side for one in half.of("sales")] == ["shared", "sales", "sales", "sales"]
    assert replace(full, quarter="").period == "2026-01-01 to 2026-03-31"


def test_pay_is_final_from_the_true_up_day_on_where_nothing_is_open():
    assert card(FULL).true_up_on == date(2026, 7, 9)
    assert card(FULL).is_final
    assert not card(FULL, last=date(2026, 4, 1)).is_final
    settled = card(FULL).results
    assert not replace(
        card(FULL), results=(*settled[:6], replace(settled[6], is_open=True))
    ).is_final


def test_quarters_together_tell_what_differs_and_what_is_luck():
    later = replace(card(HALF, drawn=0.02), quarter="2026Q2")
    tested = BackTest(cards=(card(FULL), later))
    assert tested.spread("sales") == pytest.approx(0.55 / np.sqrt(2))
    points = [sum(one.points_drawn for one in each.of("sales")) for each in tested.cards]
    assert tested.luck("sales") == pytest.approx(np.sqrt(np.mean([x.var() for x in points])))
    assert "Sales would have reached 45\xa0% to 100\xa0% of full pay" in tested.sentence()
    assert f"by {round(196 * tested.luck('sales'))}\xa0% either way" in tested.sentence()
    content = tested.to_dict()
    assert content["spread"]["sales"] == tested.spread("sales")
    assert set(content["luck"]) == {"marketing", "sales"}
    assert content["quarters"][3]["pay"] == pytest.approx(90)
    assert len(content["quarters"][3]["for_what"]) == 3
    one = BackTest(cards=tested.cards[:1]).to_dict()
    assert (one["spread"], set(one["luck"])) == (None, {"marketing", "sales"})
    assert BackTest(cards=()).to_dict() == {"quarters": [], "spread": None, "luck": None}
    shown = tested.rows("sales")
    assert shown.iloc[-3, 1:].tolist() == ["100\xa0%", "45\xa0%"]
    assert shown.iloc[-1, 2].startswith("90")


def test_a_tenth_of_the_leads_and_a_twentieth_of_the_returned_are_looked_at():
    text = to_look_at(card(FULL))
    assert "the record of 6 leads (10\xa0% of 57)" in text
    assert "To rework: 3 of the 41 returned leads" in text
    unaudited = make_agreement(bonus=bonus())
    assert to_look_at(replace(card(FULL), agreement=unaudited)).startswith("To rework: 3 of the 41")


def test_a_line_shorter_than_luck_is_said_and_so_is_a_shared_result_beyond_it():
    named = [replace(one, kpi=one.kpi.model_copy(update={"measure": "wins_as_expected"}))
             for one in card(FULL, drawn=0.1).results]  # fmt: skip
    wide = replace(card(FULL), results=tuple(named))
    assert len(by_luck(wide)) == 6  # 0.36 by luck: but one line is shorter
    assert by_luck(card(FULL)) == []
    assert by_luck(replace(wide, results=(replace(named[0], drawn=np.full(DRAWS, 1.0)),))) == []
    assert unrestrained(card(FULL)) == []
    low, high = card((0.7, *FULL[1:])), card((2.0, *FULL[1:]))
    assert len(unrestrained(low)) == len(unrestrained(high)) == 1
