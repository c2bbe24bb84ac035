"""What will not hold is found in the text alone, each with its line and its remedy."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made_agreement import (
    DATA,
    MARKETING,
    SALES,
    bonus,
    content,
    duties,
    duty,
    make_agreement,
    promises,
    rejections,
)

from leadkit.agreement import findings, sign, write_agreement
from leadkit.agreement.document import Agreement

CAPACITY = {"amount": 40, "unit": "leads", "per": "week"}


def sound(**changes):
    kinds = {"Define what an MQL is": "definition", "Change the line": "line"}
    marked = [{**row, "kind": kinds.get(row["task"])} for row in duties()]
    policy = {**content()["policy"], "capacity": CAPACITY}
    return make_agreement(**{"duties": marked, "policy": policy, **changes})


def found(agreement, others=()):
    return [(one.place, one.text) for one in findings(agreement, others)]


def test_an_agreement_that_will_hold_has_no_findings():
    assert found(sound()) == []


def owned(rows, number, **changes):
    return [{**row, **changes} if place == number else row for place, row in enumerate(rows)]


def counted():
    rows = bonus()
    for row in rows["kpis"]:
        if row["side"] == "marketing":
            row["promise"] = "M1"
    return rows


WRONG = {
    "two answer for a duty": (
        {"duties": [*sound().model_dump()["duties"][1:],
                    duty("Define it", DATA, f"{MARKETING} & {SALES}", kind="definition",
                         consulted=[MARKETING, SALES])]},
        ("duties", 5, "accountable"), "two roles answer for it (Head of marketing & Head of sales)",
    ),
    "two answer for a duty, in Vietnamese": (
        {"duties": owned(sound().model_dump()["duties"], 2, accountable="Trưởng phòng và phó")},
        ("duties", 2, "accountable"), "Trưởng phòng và phó",
    ),
    "two own a promise": (
        {"promises": owned(promises(), 1, owner="Hoa / An")}, ("promises", 1, "owner"), "M2",
    ),
    "two mend a reason": (
        {"rejections": owned(rejections(), 3, owner="A, B")}, ("rejections", 3, "owner"), "A, B",
    ),
    "a good lead is defined without sales": (
        {"duties": owned(sound().model_dump()["duties"], 0, consulted=[])},
        ("duties", 0, "accountable"), "decided without Head of sales",
    ),
    "the line is moved without sales": (
        {"duties": owned(sound().model_dump()["duties"], 4, consulted=["Data analyst"])},
        ("duties", 4, "consulted"), "decided without Head of sales",
    ),
    "nobody may move the line": (
        {"duties": sound().model_dump()["duties"][:4]}, ("duties",), "who may move the line",
    ),
    "a bonus for volume alone": (
        {"bonus": counted()}, ("bonus", "kpis", 1, "name"), "a number of leads alone",
    ),
    "no report of sales": (
        {"promises": promises()[:-1]}, ("promises",), "Sales promises no report",
    ),
    "no capacity": (
        {"policy": content()["policy"]}, ("policy", "line"), "no capacity is agreed",
    ),
    "more leads than the capacity": (
        {"policy": {**content()["policy"], "capacity": {**CAPACITY, "amount": 9}}},
        ("promises", 0, "target"), "M1 promises 120 leads; the capacity agreed is 118",
    ),
    "looked at a year later": (
        {"change": {**content()["change"], "look_again": date(2027, 9, 30)}},
        ("change", "look_again"), "2027-09-30",
    ),
    "holidays of another year": (
        {"hours": {**content()["hours"], "extra_holidays": [date(2025, 1, 28)]}},
        ("hours", "extra_holidays"), "of 2025, and the period is in 2026",
    ),
    "a promise that the other side owns": (
        {"promises": owned(promises(), 5, owner="head of  marketing")},
        ("promises", 5, "owner"), "S1 is a promise of sales",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_each_thing_that_will_not_hold_is_found_where_it_stands(wrong):
    changes, place, words = WRONG[wrong]
    ((at, said),) = found(sound(**changes))
    assert at == place
    assert words in said


def test_the_kits_own_tasks_are_known_in_either_language_without_a_mark():
    for first, fifth in (
        ("Definition of a good lead", "Change of the handoff line"),
        ("Định nghĩa lead tốt", "Thay đổi ngưỡng bàn giao"),
    ):
        rows = owned(owned(duties(), 0, task=first), 4, task=fifth)
        assert found(sound(duties=rows)) == []


def test_one_role_whose_name_holds_an_and_is_no_finding_where_it_is_a_party():
    role = "Head of sales and service"
    parties = {**content()["parties"], "sales": role}
    rows = owned(promises(), 5, owner=role)
    places = [place for place, _text in found(sound(parties=parties, promises=rows))]
    assert ("promises", 5, "owner") not in places


def test_dates_that_a_signed_agreement_holds_already(tmp_path):
    at = datetime(2026, 6, 1, tzinfo=UTC)
    other = tmp_path / "b.toml"
    write_agreement(sound(period={"from": date(2026, 9, 1), "to": date(2026, 12, 31)}), other)
    assert found(sound(), [(Agreement.load(other), other)]) == []
    for side, name in (("marketing", "Hoa"), ("sales", "An")):
        sign(other, side=side, name=name, at=at)
    ((place, said),) = found(sound(), [(Agreement.load(other), other)])
    assert place == ("period", "from")
    assert "from 2026-09-01 to 2026-09-30 the signed agreement 3.0 (b.toml) holds too" in said


def test_a_void_signature_and_one_person_for_both_sides_are_found(tmp_path):
    path = tmp_path / "a.toml"
    write_agreement(sound(), path)
    at = datetime(2026, 6, 1, tzinfo=UTC)
    sign(path, side="marketing", name="Lê Văn An", at=at)
    sign(path, side="sales", name="lê văn an", at=at)
    ((place, said),) = found(Agreement.load(path))
    assert (place, said) == (("signatures", 1, "name"), "Lê Văn An has signed for both sides")
    text = path.read_text(encoding="utf-8").replace("target = 0.7\n", "target = 0.75\n")
    path.write_text(text, encoding="utf-8")
    first, second, _both = findings(Agreement.load(path))
    assert "is void" in first.text
    assert first.place == ("signatures", 0, "sha256")
    line = text[: text.index(f'sha256 = "{sound().sha256}"')].count("\n") + 1
    assert first.written(path, text).startswith(f"{path}:{line}: the signature of Lê Văn An")
    assert second.line(text) > line
    assert "leadkit agreement sign FILE --as sales" in second.fix


def test_a_finding_is_said_with_its_file_and_line(tmp_path):
    path = tmp_path / "a.toml"
    write_agreement(sound(promises=owned(promises(), 1, owner="Hoa / An")), path)
    text = path.read_text(encoding="utf-8")
    (finding,) = findings(Agreement.load(path))
    line = text[: text.index('owner = "Hoa / An"')].count("\n") + 1
    assert finding.written(Path("a.toml"), text).startswith(f"a.toml:{line}: M2: two roles")
