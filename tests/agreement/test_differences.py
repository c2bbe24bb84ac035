from __future__ import annotations

from datetime import date

import pytest
from made_agreement import (
    SALES,
    content,
    duties,
    duty,
    make_agreement,
    moved,
    promise,
    promises,
    rejections,
)

from leadkit.agreement import (
    Agreement,
    CapacityInForce,
    LineMoved,
    TierInForce,
    differences,
)
from leadkit.agreement.differences import changed_parts
from leadkit.base.language import NO_BREAK


def told(**changes):
    lines = differences(make_agreement(), make_agreement(**changes))
    return [line.replace(NO_BREAK, " ") for line in lines]


def changed_promise(id, **changes):
    return [{**row, **changes} if row["id"] == id else row for row in promises()]


def test_a_target_that_is_raised_is_told_with_its_promise():
    assert told(promises=changed_promise("S1", target=0.8)) == [
        "S1: first attempt within 4 working hours, target raised from 70 % to 80 %"
    ]


def test_a_small_move_is_told_with_the_digits_it_takes():
    assert told(promises=changed_promise("S1", target=0.705)) == [
        "S1: first attempt within 4 working hours, target raised from 70.0 % to 70.5 %"
    ]


def test_a_move_of_the_line_is_told():
    policy = content()["policy"]
    assert told(policy={**policy, "line": 0.09}) == ["The line moves from 8.3 % to 9.0 %"]
    assert told(policy={**policy, "value": 11_999_999}) == [
        "Value of a won lead lowered from 12,000,000 to 11,999,999"
    ]


def test_another_period_is_told():
    period = {"from": date(2026, 7, 1), "to": date(2026, 12, 31)}
    assert told(period=period) == ["Period: last day changes from “2026-09-30” to “2026-12-31”"]


def test_duties_that_come_go_or_change_are_told():
    new = duty("Call lost buyers", "Sales staff", SALES)
    assert told(duties=[*duties(), new]) == ["New duty: Call lost buyers"]
    assert told(duties=duties()[1:]) == ["Duty dropped: Define what an MQL is"]
    moved = [duty("Define what an MQL is", "Data analyst", SALES), *duties()[1:]]
    assert told(duties=moved) == [
        "Duty “Define what an MQL is”: accountable changes from “Head of marketing” to "
        "“Head of sales”, consulted changes from “Head of sales” to “–”"
    ]


def test_a_number_that_promises_something_else_is_a_new_promise():
    other = promise("S5", "weekly_report", 0.9, "It is sent the next morning, with the reason.")
    assert told(promises=[*promises()[:-1], other]) == [
        "Promise dropped: S5: Sales sends at least 90 % of its daily reports on time.",
        "New promise S5: Sales sends at least 90 % of its weekly reports on time.",
    ]


def test_working_time_is_told_in_days_and_hours():
    assert told(hours={**content()["hours"], "days": [0, 1], "spans": [["08:00", "12:00"]]}) == [
        "Working time: days changes from “Mon, Tue, Wed, Thu, Fri” to “Mon, Tue”, "
        "hours changes from “08:00–12:00, 13:00–17:00” to “08:00–12:00”"
    ]


def test_another_order_is_told_since_it_voids_signatures():
    assert told(rejections=rejections()[::-1]) == ["Only the order of the clauses changed."]


def test_nothing_is_told_of_layout_and_signatures(signed):
    assert differences(make_agreement(), Agreement.load(signed)) == []


def single_edits():
    """Yield every clause of a list with one of its fields edited, and the name it goes by."""
    for field, key in (("promises", "id"), ("rejections", "reason"), ("duties", "task")):
        for number, row in enumerate(content()[field]):
            for name, value in row.items():
                if name in ("id", "side", "measure", "reason", "task"):
                    continue
                edited = [dict(each) for each in content()[field]]
                edited[number][name] = another(value)
                yield pytest.param(field, edited, row[key], id=f"{row[key]}-{name}")


def another(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, "campaign"]
    if isinstance(value, str):
        return f"{value}, and the other side hears of it"
    return value + 1 if value > 1 else value / 2


@pytest.mark.parametrize(("field", "edited", "key"), list(single_edits()))
def test_one_edit_gives_one_line_that_names_its_clause(field, edited, key):
    (line,) = told(**{field: edited})
    assert key in line


SINGLE = ("parties", "definitions", "standard", "policy", "hours", "change")


@pytest.mark.parametrize("part", SINGLE)
def test_every_field_of_a_part_is_told_under_a_name(part):
    old = make_agreement()
    before = getattr(old, part)
    for name in type(before).model_fields:
        changed = before.model_copy(update={name: unlike(name, getattr(before, name))})
        (line,) = differences(old, old.model_copy(update={part: changed}))
        assert "Only the order" not in line


NEW_PARTS = {
    "tiers": (TierInForce.model_validate({"name": "A", "from": 0.2}),),
    "capacity": CapacityInForce(amount=40, unit="leads", per="week"),
    "calling": ("08:00", "17:00"),
    "change": LineMoved(**moved()),
}


def unlike(name, value):
    if not value and name in NEW_PARTS:
        return NEW_PARTS[name]
    if isinstance(value, tuple):
        return (date(2026, 12, 24),) if not value or isinstance(value[0], date) else value[:1]
    if isinstance(value, date):
        return date(2027, 1, 1)
    return another(value)


@pytest.mark.parametrize("row", range(7))
def test_every_field_of_a_kpi_is_told_with_its_name(row):
    old = make_agreement()
    kpi = old.bonus.kpis[row]
    for name in ("side", "promise", "weight", "floor", "target"):
        changed = kpi.model_copy(update={name: another(getattr(kpi, name))})
        kpis = (*old.bonus.kpis[:row], changed, *old.bonus.kpis[row + 1 :])
        bonus = old.bonus.model_copy(update={"kpis": kpis})
        (line,) = differences(old, old.model_copy(update={"bonus": bonus}))
        assert line.startswith(f"KPI “{kpi.name}”: ")


def test_bonus_title_and_recycling_are_told():
    recycling = content()["recycling"]
    assert told(title="Another title", recycling=recycling[1:]) == [
        "Title changes from “How marketing and sales work together” to “Another title”",
        "No longer offered again: NO_NEED",
    ]
    assert told(recycling=[{**recycling[0], "after_days": 30}, recycling[1]]) == [
        "Offered again, NO_NEED: days until then lowered from 90 to 30"
    ]
    assert told(bonus={**content()["bonus"], "cap": 1.5}) == ["Bonus: cap raised from 1.2 to 1.5"]


def test_a_line_that_is_drawn_or_dropped_is_said():
    drawn, without = make_agreement(), make_agreement(policy=None)
    assert differences(without, drawn) == ["A line comes into force: 8.3\N{NO-BREAK SPACE}%"]
    assert differences(drawn, without) == ["The line is dropped: 8.3\N{NO-BREAK SPACE}%"]
    assert differences(without, without) == []


def test_the_same_changes_stand_under_the_headings_of_their_parts():
    policy = {**content()["policy"], "capacity": {"amount": 40, "unit": "leads", "per": "week"}}
    new = make_agreement(policy=policy, version="3.1", duties=duties()[1:])
    parts = changed_parts(make_agreement(), new)
    assert [(part.heading, part.lines) for part in parts] == [
        ("Title", ("Version changes from “3.0” to “3.1”",)),
        ("The line and what sales can work",
         ("New capacity of sales: Sales can work 40 leads a week.",)),
        ("Who does what", ("Duty dropped: Define what an MQL is",)),
    ]  # fmt: skip
    assert [line for part in parts for line in part.lines] == differences(make_agreement(), new)


def test_tiers_and_calling_hours_are_told():
    tiers = [{"name": "A", "from": 0.2}, {"name": "B", "from": 0.09}]
    policy = {**content()["policy"], "tiers": tiers}
    lower = {**policy, "tiers": [{"name": "A", "from": 0.15}]}
    lines = differences(make_agreement(policy=policy), make_agreement(policy=lower))
    assert [line.replace(NO_BREAK, " ") for line in lines] == [
        "Tier dropped: B",
        "Tier A: lowest chance lowered from 20 % to 15 %",
    ]
    assert told(hours={**content()["hours"], "calling": ["08:00", "17:00"]}) == [
        "Working time: calling hours changes from “–” to “08:00–17:00”"
    ]


def test_order_alone_stands_under_a_heading_too():
    (part,) = changed_parts(make_agreement(), make_agreement(rejections=rejections()[::-1]))
    assert part.lines == ("Only the order of the clauses changed.",)
