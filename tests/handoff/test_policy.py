from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from made_leads import scored_leads, with_today

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import Policy, handoff_curve, own_policy, policy_of, write_policy

MODEL = SimpleNamespace(
    name="m3", manifest=SimpleNamespace(sha256={"model.skops": "ab" * 32})
)  # what a policy keeps of a saved model
TERMS = Economics(value=15e6, cost=1.2e6, hours=3, currency="VND")


def made(leads=None, terms=TERMS, **how):
    choice = handoff_curve(scored_leads(2000) if leads is None else leads, terms, draws=100)
    return policy_of(choice.choose(), MODEL, **how)


@pytest.fixture(scope="module")
def policy():
    return made(with_today(scored_leads(2000)), version="2026-06-30", as_of=date(2026, 6, 30))


def test_a_policy_is_read_back_as_it_was_written(policy, tmp_path):
    write_policy(policy, tmp_path / "policy.toml")
    again = Policy.load(tmp_path / "policy.toml")
    assert again == policy
    assert again.sha256 == policy.sha256
    assert "# hand off every lead" in (tmp_path / "policy.toml").read_text()


def test_a_policy_states_its_evidence_and_economics(policy):
    curve = handoff_curve(with_today(scored_leads(2000)), TERMS, draws=100)
    choice = curve.choose()
    assert policy.line == choice.threshold
    assert (policy.evidence.judged, policy.evidence.won) == (
        len(curve.leads.p),
        curve.leads.won.sum(),
    )
    assert policy.evidence.profit.value == choice.profit.value
    assert policy.evidence.gain.value == choice.compared["today"].value
    assert policy.evidence.gain.chance == choice.p_better["today"]
    assert (policy.economics.value, policy.economics.cost) == (15e6, 1.2e6)
    assert policy.look_again == date(2026, 9, 28)
    assert policy.agreed.marketing == policy.agreed.sales == ""


def test_without_dates_rule_or_standard_a_policy_says_nothing_of_them(tmp_path):
    write_policy(made(), tmp_path / "policy.toml")
    policy = Policy.load(tmp_path / "policy.toml")
    assert policy.look_again is policy.evidence.as_of is policy.evidence.gain is None
    assert policy.standard is None


def test_there_is_no_policy_without_a_line():
    poor = scored_leads(800, centre=-5, spread=0.3)
    assert made(poor, Economics(value=15, cost=1.2)) is None


def test_the_first_tier_begins_at_twice_the_line_and_below_one(policy):
    starts = [tier.start for tier in policy.tiers]
    assert starts == [2 * policy.line, policy.line, 0]
    high = made(terms=Economics(value=100, cost=70))
    assert high is None or high.line < high.tiers[0].start < 1


def test_a_lead_exactly_at_a_border_belongs_above_it(policy):
    line = policy.line
    p = pd.Series(
        [1.0, 2 * line, 2 * line - 1e-12, line, line - 1e-12, 0.0, None], index=[*"abcdefg"]
    )
    found = policy.decide(p)
    assert found.index.equals(p.index)
    assert found["tier"].str[0].tolist()[:6] == ["A", "A", "B", "B", "C", "C"]
    assert found["decision"].tolist()[:6] == ["hand_off"] * 4 + ["nurture"] * 2
    assert found.loc["g"].isna().all()


FAULTS = {
    "line out of range": ("\nline = ", "\nline = 1.5 #", "line: a number below 1 belongs"),
    "unknown key": ("[economics]", "[economics]\ncosts = 3", "economics.costs"),
    "a tier off the line": ('"B hand off"\nfrom = ', '"B hand off"\nfrom = 0.001 #', "at the line"),
    "no tier for the rest": ("\nfrom = 0\n", "\nfrom = 0.01\n", "must start at 0"),
    "a number in quotes": ("judged = ", 'judged = "1" #', "evidence.judged"),
    "no cost": ("\ncost = ", "\ncost = 0 #", "economics.cost"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told_with_their_line(policy, tmp_path, fault):
    before, after, words = FAULTS[fault]
    path = tmp_path / "policy.toml"
    write_policy(policy, path)
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))
    with pytest.raises(BadInput, match=rf"policy.toml:\d+: .*{words}"):
        Policy.load(path)


def test_a_fault_names_the_very_line(policy, tmp_path):
    path = tmp_path / "policy.toml"
    write_policy(policy, path)
    path.write_text(path.read_text().replace("judged = ", 'judged = "x" #'))
    wrong = next(nr for nr, row in enumerate(path.read_text().splitlines(), 1) if '"x"' in row)
    with pytest.raises(BadInput, match=f"policy.toml:{wrong}: evidence.judged"):
        Policy.load(path)


def test_tiers_must_fall_and_have_their_own_names(policy):
    content = policy.model_dump(by_alias=True)
    for tiers, words in (
        ([*reversed(content["tiers"])], "must fall"),
        ([{**tier, "name": "A"} for tier in content["tiers"]], "own name"),
    ):
        with pytest.raises(ValueError, match=words):
            Policy.model_validate({**content, "tiers": tiers})


def test_the_newest_policy_of_a_book_is_found(policy, tmp_path):
    assert own_policy(tmp_path) is None
    for name, as_of in (
        ("a", date(2026, 9, 30)),
        ("c", date(2026, 6, 30)),
        ("b", date(2026, 9, 30)),
    ):
        evidence = policy.evidence.model_copy(update={"as_of": as_of})
        one = policy.model_copy(update={"version": name, "evidence": evidence})
        write_policy(one, tmp_path / "policies" / name / "policy.toml")
    found, path = own_policy(tmp_path)
    assert (found.version, path) == ("b", tmp_path / "policies" / "b" / "policy.toml")
