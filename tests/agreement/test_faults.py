"""Each fault is refused in words, with file and line."""

from __future__ import annotations

import pytest

from leadkit.agreement import Agreement
from leadkit.base.errors import BadInput


@pytest.fixture
def faults(path):
    """Replace a piece of the file; return the message, and the line where `at` then stands."""

    def load(old, new, at):
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            Agreement.load(path)
        return caught.value.problem, text[: text.index(at)].count("\n") + 1

    return load


S1 = 'id = "S1"\nside = "sales"\nmeasure = "called_in_time"\nhours = 4\ntarget = 0.7\n'
RESPONSIBLE = 'responsible = "Campaign staff"\n'
ACCOUNTABLE = f'{RESPONSIBLE}accountable = "Head of marketing"\n'
OPEN_AT_NIGHT = 'spans = [["17:00", "08:00"]]'
SCREEN = 'task = "Screen leads before handoff"'

FAULTS = {
    "an unknown key": (
        "[period]\n", "[period]\nuntil = 1\n", "until", "period.until", "nothing of this name",
    ),
    "a wrong key": (
        "notice_days = 14", "notice_day = 14", "notice_day", "change.notice_day: ",
        "did you mean notice_days?",
    ),
    "a tier below the line": (
        'currency = "VND"', 'currency = "VND"\ntiers = [{name = "A", from = 0.05}]', "tiers",
        "policy.tiers.0.from", "cannot begin below the line",
    ),
    "tiers that rise": (
        'currency = "VND"',
        'currency = "VND"\ntiers = [{name = "A", from = 0.1}, {name = "B", from = 0.2}]', "tiers",
        "policy.tiers.1.from", "each beginning lower",
    ),
    "a capacity in hours of unknown length": (
        'currency = "VND"',
        'currency = "VND"\ncapacity = {amount = 40, unit = "hours", per = "week"}', "capacity",
        "policy.capacity", "needs hours_per_lead",
    ),
    "a wrong type": ("target = 120", 'target = "many"', '"many"', "promises.0.target", "number"),
    "a period that ends first": (
        "to = 2026-09-30", "to = 2026-06-30", "to = 2026-06", "period.to", "before it begins",
    ),
    "a blank definition": ('mql = "A lead', 'mql = " " #', "mql", "definitions.mql", "be blank"),
    "a fingerprint that is none": ("a1a1", "A1A1", "A1A1", "standard.sha256", "the form"),
    "a line above 1": ("line = 0.083", "line = 8.3", "line = 8.3", "policy.line", "at most 1"),
    "a line without cost": (
        "cost = 1000000", "cost = 0", "cost = 0", "policy.cost", "cannot be defended",
    ),
    "hours from 17:00 to 08:00": (
        'spans = [["08:00", "12:00"], ["13:00", "17:00"]]', OPEN_AT_NIGHT, OPEN_AT_NIGHT,
        "hours.spans", "must rise",
    ),
    "a measure nobody knows": (
        '"called_in_time"', '"called"', '"called"', "promises.5.measure", "no such measure: called",
    ),
    "a promise of the wrong side": (
        '"meets_standard"', '"reason_given"', '"reason_given"', "promises.1.measure",
        "marketing cannot promise reason_given",
    ),
    "a promise without its hours": (
        "hours = 4\n", "", 'id = "S1"', "promises.5.hours", "called_in_time needs hours",
    ),
    "a promise without its columns": (
        'columns = ["source", "segment"]\n', "", 'id = "M4"', "promises.3.columns", "needs columns",
    ),
    "a promise with days it does not take": (
        "hours = 4\n", "hours = 4\ndays = 2\n", "days = 2", "promises.5.days", "takes no days",
    ),
    "a share above 1": ("target = 0.7", "target = 1.5", "target = 1.5", "promises.5.target", "0.8"),
    "a share of 0": ("target = 0.7\nowner", "target = 0\nowner", "target = 0\n", "promises.5", "0"),
    "half a lead": ("target = 120", "target = 120.5", "120.5", "promises.0.target", "whole number"),
    "a promise nobody owns": (
        f'{S1}owner = "Head of sales"', f'{S1}owner = ""', 'owner = ""', "promises.5.owner",
        "not be blank",
    ),
    "a promise without a remedy": (
        'remedy = "Undecided leads count as accepted."\n', "", 'id = "S2"', "promises.6.remedy",
        "this line is missing",
    ),
    "two promises of one number": (
        'id = "S2"', 'id = "S1" # again', 'id = "S1" # again', "promises.6.id", "S1 stands above",
    ),
    "a duty nobody answers for": (
        ACCOUNTABLE, RESPONSIBLE, SCREEN, "duties.1.accountable", "missing",
    ),
    "a duty with a blank owner": (
        ACCOUNTABLE, f'{RESPONSIBLE}accountable = " "\n', 'accountable = " "',
        "duties.1.accountable", "not be blank",
    ),
    "a duty two answer for": (
        ACCOUNTABLE, f'{RESPONSIBLE}accountable = ["A", "B"]\n', 'accountable = ["A", "B"]',
        "duties.1.accountable", "a text in quotes",
    ),
    "a duty listed twice": (
        'task = "Change the line"', 'task = "Define what an MQL is" # twice', "# twice",
        "duties.4.task", "stands above already",
    ),
    "a reason nobody knows": (
        'reason = "OTHER"', 'reason = "BAD_LEAD"', "BAD_LEAD", "rejections.7.reason",
        "no such reason: BAD_LEAD",
    ),
    "a reason listed twice": (
        'reason = "OTHER"', 'reason = "NOT_ICP" # twice', "# twice", "rejections.7.reason",
        "NOT_ICP stands above",
    ),
    "a lead offered again at once": (
        "after_days = 90", "after_days = 0", "after_days = 0", "recycling.0.after_days", "above 0",
    ),
    "a cap of 2": ("cap = 1.2", "cap = 2", "cap = 2", "bonus.cap", "at most 1.5"),
    "weights that add up to less": (
        "weight = 0.15", "weight = 0.1", "weight = 0.25", "bonus.kpis.1.weight",
        "those of marketing add up to 0.95, not to 1",
    ),
    "too little shared": (
        "weight = 0.5\n", "weight = 0.4\n", "weight = 0.4", "bonus.kpis.0.weight",
        "add up to 0.4; at least 0.5",
    ),
    "a target at the floor": (
        "floor = 0.8\ntarget = 0.95", "floor = 0.95\ntarget = 0.95", "target = 0.95\n\n[[bonus",
        "bonus.kpis.2.target", "above the floor",
    ),
    "a bonus for no promise": (
        'promise = "S4"', 'promise = "S9"', 'promise = "S9"', "bonus.kpis.6.promise",
        "there is no promise S9",
    ),
    "no day to look again": (
        "look_again = 2026-10-05\n", "", "how = ", "change.look_again", "missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_its_line(faults, path, fault):
    old, new, at, place, words = FAULTS[fault]
    problem, line = faults(old, new, at)
    named = next(said for said in problem.split("\n") if f": {place}" in said)
    assert named.startswith(f"{path}:{line}: ")
    assert words in named


def test_an_agreement_that_binds_sales_only_is_refused(path):
    text = path.read_text(encoding="utf-8")
    first, last = text.index('[[promises]]\nid = "M1"'), text.index('[[promises]]\nid = "S1"')
    path.write_text(text[:first] + text[last:], encoding="utf-8")
    line = text[:first].count("\n") + 2
    with pytest.raises(BadInput) as caught:
        Agreement.load(path)
    assert f"{path}:{line}: promises: marketing promises nothing" in str(caught.value)


def test_every_fault_of_a_file_is_told_at_once(faults):
    problem, _line = faults("line = 0.083\nvalue = 12000000", "line = 2\nvalue = 0", "line = 2")
    assert "policy.line" in problem
    assert "policy.value" in problem


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        Agreement.load(tmp_path / "none.toml")


def test_signatures_under_another_text_are_void_and_no_fault(signed):
    text = signed.read_text(encoding="utf-8").replace("target = 0.7", "target = 0.5", 1)
    signed.write_text(text, encoding="utf-8")
    agreement = Agreement.load(signed)
    assert [signature.name for signature in agreement.void] == ["Trần Thị Hoa", "Lê Văn An"]
    assert not agreement.is_signed
    assert agreement.signature("sales") is None


def test_a_second_signature_of_one_side_in_the_file_is_refused(signed):
    text = signed.read_text(encoding="utf-8").replace(
        'side = "sales"\nrole', 'side = "marketing"\nrole'
    )
    signed.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="marketing stands above already"):
        Agreement.load(signed)


def test_a_signature_without_a_timezone_is_refused(signed):
    text = signed.read_text(encoding="utf-8").replace("02:05:00Z", "02:05:00", 1)
    signed.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"signatures\.0\.at"):
        Agreement.load(signed)
