"""The lesson on the written agreement: duties, a clock, pay, and blanks that the kit checks."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import product

import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, numbers

from leadkit.agreement import Agreement, findings
from leadkit.base import language
from leadkit.base.toml import parse_toml
from leadkit.learn import check
from leadkit.learn.lessons import exercises, labs, pay_designs, raci
from leadkit.learn.lessons.agreed_text import BLANKS, RIGHT, agreement_text, faults
from leadkit.learn.lessons.working_clock import AT_WORK, WITH_LUNCH, due, hours_passed

MINE = [one for one in exercises().values() if one.key.startswith("t08")]


def named(one):
    return one.key


def grids():
    """Return many grids: every cell of the mended one changed, one at a time."""
    letters = ["", *(letter for letter, _name in raci.LETTERS)]
    roles = [role for role, _name in raci.ROLES]
    for duty, _name in raci.DUTIES:
        for role, letter in product(roles, letters):
            yield {**raci.MENDED, duty: {**raci.MENDED[duty], role: letter}}


def answers(one):
    """Return many answers of the right form."""
    if one.key == "t08.1":
        return list(grids())
    if one.key == "t08.2":
        moments = product((date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 2),
                           date(2026, 5, 4)), range(8, 24), (0, 30))  # fmt: skip
        return [datetime(day.year, day.month, day.day, hour, minute)
                for day, hour, minute in moments]  # fmt: skip
    if one.key == "t08.3":
        return [0, *range(13_000_000, 18_000_000, 1_000)]
    return [{**RIGHT, blank.key: letter} for blank in BLANKS for letter, _text in blank.options]


@pytest.mark.parametrize("one", MINE, ids=named)
def test_every_slip_is_reached_and_no_two_claim_an_answer_for_different_thoughts(one):
    reached = set()
    for answer in answers(one):
        fitting = [mistake for mistake in one.mistakes if mistake.fits(answer)]
        assert len({mistake.code for mistake in fitting}) <= 1, answer
        reached |= {mistake.say for mistake in fitting}
        assert not fitting or not one.kind.matches(answer, one.right()), answer
    assert reached == {mistake.say for mistake in one.mistakes}


@pytest.mark.parametrize("duty", [duty for duty, _name in raci.DUTIES])
def test_the_broken_page_of_duties_holds_what_it_should_not(duty):
    alone = {**raci.MENDED, duty: raci.BROKEN[duty]}
    assert raci.keeps_the_rules(alone) == (duty in ("first_call", "weekly_report"))


def test_other_pages_of_duties_are_right_as_well():
    other = {
        **raci.MENDED,
        "definition": {"head_of_sales": "A", "head_of_marketing": "C", "data": "R"},
        "weekly_report": {"head_of_sales": "A", "sales": "R"},
    }
    assert check("t08.1", other).status == "right"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("29/04/2026 19:30", "M41"), ("30/04/2026 10:30", "M51"), ("02/05/2026 10:30", "M51"),
     ("04/05/2026 12:00", "M52"), ("05/05/2026 10:30", "")],
)  # fmt: skip
def test_the_slips_with_the_clock_are_named(typed, code):
    assert check("t08.2", typed).code == code
    assert check("t08.2", typed).status == "not right"


def test_the_deadline_is_the_known_one():
    assert check("t08.2", "04/05/2026 10:30").status == "right"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("17,559,310", "M61"), ("13,683,333 ₫", "M18"), ("17100000", "M43"), ("0", "M39"),
     ("14,114,368", None), ("14,113,500", None), ("14,112,000", "")],
)  # fmt: skip
def test_the_bonus_is_the_known_one_and_its_slips_are_named(typed, code):
    reply = check("t08.3", typed)
    assert (reply.status, reply.code) == (("right", "") if code is None else ("not right", code))


@pytest.mark.parametrize("at_work", [AT_WORK, WITH_LUNCH], ids=["through", "lunch"])
@pytest.mark.parametrize("handed_off", [datetime(2026, 4, 24, 16, 20), datetime(2026, 4, 26, 3)])
@pytest.mark.parametrize("hours", [0.5, 7, 16])
def test_so_many_hours_have_passed_at_the_deadline_and_not_a_minute_before(
    handed_off, hours, at_work
):
    import pandas as pd

    end = due(handed_off, hours, at_work)
    ends = pd.Series([pd.Timestamp(end), pd.Timestamp(end) - pd.Timedelta(minutes=1)])
    at, before = hours_passed(handed_off, ends, at_work)
    assert at == pytest.approx(hours)
    assert before < hours - 1e-6


@pytest.mark.parametrize("move", pay_designs.MOVES)
def test_no_move_that_costs_the_firm_pays_by_value(move):
    side, played = pay_designs.MOVES[move]
    assert played.margin < pay_designs.HONEST.margin
    before = pay_designs.bonuses(side, pay_designs.HONEST)
    after = pay_designs.bonuses(side, played)
    assert after[2] < before[2]
    assert after[0] > before[0]


def test_pay_is_what_a_sheet_of_paper_gives():
    assert pay_designs.bonuses("sales", pay_designs.HONEST) == pytest.approx((10, 16, 15))
    assert pay_designs.bonuses("marketing", pay_designs.MOVES["flood"][1]) == (20, 24, 0)


@pytest.mark.parametrize("blank", BLANKS, ids=named)
def test_each_sentence_but_one_is_found_at_fault_and_at_its_line(blank):
    for letter, _text in blank.options:
        filled = {**RIGHT, blank.key: letter}
        found = faults(filled)
        assert bool(found) == (letter != RIGHT[blank.key]), letter
        lines = len(agreement_text(filled).splitlines())
        places = [re.match(r"agreement\.toml:(\d+): ", one) for one in found]
        assert all(place and 1 < int(place[1]) <= lines for place in places), found


def test_two_faults_are_both_found():
    found = faults({**RIGHT, "line": "A", "review": "B"})
    assert {one.split(": ")[1] for one in found} == {
        "policy.value", "policy.cost", "change.look_again",
    }  # fmt: skip


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_filled_text_reads_in_either_language_and_nothing_is_found(spoken):
    language.use(spoken)
    try:
        agreement = parse_toml(agreement_text(RIGHT), Agreement, "x.toml")
        assert findings(agreement) == []
    finally:
        language.use("en")


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("t08.clock", {"day": date(2026, 4, 29), "hour": 15, "hours": 16, "lunch": True}),
        ("t08.game", {"move": "flood"}),
    ],
)
def test_the_pictures_are_whole(key, values, spoken):
    language.use(spoken)
    try:
        assert_no_text_is_cut_or_meets_another(labs()[key].draw(**values))
    finally:
        language.use("en")


def test_the_clock_says_what_it_draws():
    lab = labs()["t08.clock"]
    assert lab.say(day=date(2026, 4, 24), hour=14, hours=4) == (
        "Handed off on Fri 24/04, 14:00, promised within 4 working hours: due on Tue 28/04, 09:00. "
        "Until then 91 hours on the wall clock go by."
    )


def test_no_text_seen_before_a_try_holds_the_bonus():
    one = exercises()["t08.3"]
    before = [one.question, *one.hints, *(mistake.say for mistake in one.mistakes)]
    assert [text for text in before if round(one.right()) in map(round, numbers(text))] == []
