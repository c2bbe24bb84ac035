"""The record of a change: read back, measurable way back, one writer at a time, the agreement."""

from __future__ import annotations

import multiprocessing
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import scored_leads
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from leadkit.agreement import PolicyInForce
from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import handoff_curve, own_policy, write_policy
from leadkit.handoff.change.keeping import keep_change, next_version, policy_at
from leadkit.handoff.change.line_change import line_change
from leadkit.handoff.change.record import ChangeRecord, write_record
from leadkit.handoff.change.roll_back import stop_rule
from leadkit.handoff.policy_parts import Agreed
from leadkit.review.drafting.in_force import in_force, record_beside

MODEL = SimpleNamespace(name="m1", manifest=SimpleNamespace(sha256={"model.skops": "ab" * 32}))
TERMS = Economics(value=1000, cost=50, hours=2, capacity=600, currency="USD")
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def curve():
    scored = scored_leads(400)
    at = pd.date_range("2026-01-01", periods=400, freq="6h", tz="UTC")
    return handoff_curve(scored.assign(at=at), TERMS, draws=50)


@pytest.fixture(scope="module")
def old(curve):
    return policy_at(curve, 0.12, MODEL, version="2026-06-30", as_of=DAY)


@pytest.fixture(scope="module")
def change(curve, old):
    return line_change(curve, old, to(curve, 0.06))


def to(curve, line, version="2026-06-30.2"):
    return policy_at(curve, line, MODEL, version=version, as_of=DAY)


@pytest.fixture
def book(old, tmp_path):
    write_policy(old, tmp_path / "policies" / old.version / "policy.toml")
    return tmp_path


def test_a_record_is_read_back_as_it_was_written(change, tmp_path):
    record = ChangeRecord.of(change)
    write_record(record, tmp_path / "change.toml")
    again = ChangeRecord.load(tmp_path / "change.toml")
    assert again == record
    assert again.sha256 == record.sha256
    assert "# when the change is undone" in (tmp_path / "change.toml").read_text()
    signed = ChangeRecord.of(change, agreed=Agreed(marketing="Lan", sales="Minh", on=DAY))
    assert signed != record
    assert signed.sha256 == record.sha256


def test_a_record_states_both_lines_the_evidence_and_the_load(change):
    record = ChangeRecord.of(change, effective=date(2026, 7, 1))
    assert (record.old.line, record.new.line) == (0.12, 0.06)
    assert (record.old.sha256, record.new.sha256) == (change.old.sha256, change.new.sha256)
    assert (record.expected.value, record.expected.chance) == (change.gain.value, change.chance)
    assert (record.evidence.changed, record.evidence.won) == (change.gain.n, change.gain.events)
    assert record.evidence.judged == 400
    assert (record.capacity.limit, record.capacity.fits) == (600, change.capacity.fits)
    assert record.advice == change.advice
    assert record.look_again == date(2026, 9, 29)
    assert ChangeRecord.of(change).look_again == change.new.look_again


def test_a_lower_line_goes_back_where_its_new_leads_do_not_break_even(change):
    rule = ChangeRecord.of(change).roll_back
    assert rule.among == "new"
    assert rule.below == 0.05
    assert rule.after == max(59, round(len(change.table) / change.days * 91))
    assert f"{rule.wins} or fewer" in rule.words or "none" in rule.words


def test_a_higher_line_goes_back_where_its_leads_are_no_better(curve, old):
    change = line_change(curve, old, to(curve, 0.2))
    rule = ChangeRecord.of(change).roll_back
    before = change.compared.set_index("policy").loc["old"]
    assert rule.among == "all"
    assert rule.below == pytest.approx(before["won"] / before["judged"], abs=1e-4)


def test_no_win_in_59_leads_rules_out_five_percent():
    assert stop_rule(0, 0.05) == (59, 0)
    assert proportion_confint(0, 59, alpha=0.1, method="beta")[1] == pytest.approx(0.0495, abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(expected=st.floats(0, 5000), below=st.floats(0.01, 0.6))
def test_the_way_back_is_the_most_wins_that_rule_out_the_rate(expected, below):
    after, wins = stop_rule(expected, below)
    assert wins >= 0
    assert binom.cdf(wins, after, below) <= 0.05 < binom.cdf(wins + 1, after, below)


def test_versions_of_a_day_are_counted(tmp_path):
    policies = tmp_path / "policies"
    assert next_version(policies, DAY) == "2026-06-30"
    (policies / "2026-06-30").mkdir(parents=True)
    assert next_version(policies, DAY) == "2026-06-30.2"
    (policies / "2026-06-30.2").mkdir()
    assert next_version(policies, DAY) == "2026-06-30.3"
    assert next_version(policies, date(2026, 7, 1)) == "2026-07-01"


def test_a_kept_change_is_the_books_newest_policy(change, old, book):
    folder = keep_change(book, change.new, ChangeRecord.of(change), seen=old)
    policy, path = own_policy(book)
    assert policy == change.new
    assert path.parent == folder
    assert record_beside(policy, path) == ChangeRecord.of(change)


def keep(curve, old, book, line, told):
    new = to(curve, line, next_version(book / "policies", DAY))
    record = ChangeRecord.of(line_change(curve, old, new))
    try:
        keep_change(book, new, record, seen=old)
        told.put(("kept", line))
    except BadInput as error:
        told.put((error.problem, line))


def test_of_two_processes_that_saw_the_same_policy_one_writes(curve, old, book):
    fork = multiprocessing.get_context("fork")
    told = fork.Queue()
    writers = [fork.Process(target=keep, args=(curve, old, book, x, told)) for x in (0.06, 0.08)]
    for writer in writers:
        writer.start()
    said = dict(told.get(timeout=60) for _writer in writers)
    for writer in writers:
        writer.join()
    assert set(said) > {"kept"}
    line = said["kept"]
    refused = next(problem for problem in said if problem != "kept")
    assert "somebody changed the line meanwhile: policy 2026-06-30.2" in refused
    assert f"{line:.1%}".replace("%", " %") in refused.replace("\N{NO-BREAK SPACE}", " ")
    assert own_policy(book)[0].line == line
    assert len(list((book / "policies").glob("[!.]*"))) == 2


def test_whoever_was_faster_is_named(curve, change, old, book):
    agreed = Agreed(marketing="Lan", sales="Minh", on=date(2026, 7, 2))
    first = to(curve, 0.08).model_copy(update={"agreed": agreed})
    keep_change(book, first, ChangeRecord.of(line_change(curve, old, first)), seen=old)
    new = change.new.model_copy(update={"version": "2026-06-30.3"})
    with pytest.raises(BadInput, match=r"meanwhile.*Lan · Minh") as refused:
        keep_change(book, new, ChangeRecord.of(line_change(curve, old, new)), seen=old)
    assert "Nothing was written" in refused.value.fix
    assert not (book / "policies" / new.version).exists()


def test_a_version_that_is_there_is_never_replaced(curve, old, book):
    new = to(curve, 0.06, old.version)
    with pytest.raises(BadInput, match="not from an earlier run"):
        keep_change(book, new, ChangeRecord.of(line_change(curve, old, new)), seen=old)
    assert own_policy(book)[0] == old


def test_a_record_of_another_policy_is_refused(curve, change, old, book):
    with pytest.raises(BadInput, match="of another policy"):
        keep_change(book, to(curve, 0.08), ChangeRecord.of(change), seen=old)
    path = book / "policies" / old.version
    write_record(ChangeRecord.of(change), path / "change.toml")
    with pytest.raises(BadInput, match=r"of another policy, 2026-06-30\.2"):
        record_beside(old, path / "policy.toml")


def test_a_faulty_record_says_where(change, tmp_path):
    path = tmp_path / "change.toml"
    write_record(ChangeRecord.of(change), path)
    content = tomlkit.parse(path.read_text())
    content["expected"]["chance"] = 2
    path.write_text(tomlkit.dumps(content))
    with pytest.raises(BadInput, match=r"change.toml:\d+: expected.chance"):
        ChangeRecord.load(path)


def test_the_agreement_says_how_the_line_moved(change):
    record = ChangeRecord.of(change, effective=date(2026, 7, 1))
    stated = in_force(change.new, record)
    assert stated.change.from_line == 0.12
    assert stated.change.from_version == "2026-06-30"
    assert stated.change.expected == round(change.gain.value)
    assert 0.01 <= stated.change.chance <= 0.99
    assert stated.change.roll_back == record.roll_back.words


def test_without_a_change_the_agreement_reads_as_before(old):
    stated = in_force(old, None)
    assert "change" not in stated.model_dump_json()
    assert PolicyInForce.model_validate_json(stated.model_dump_json(by_alias=True)) == stated
