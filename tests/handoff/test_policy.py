from __future__ import annotations

import tomllib
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import tomlkit
from made_leads import scored_leads, with_today

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import Policy, handoff_curve, own_policy, policy_of, write_policy
from leadkit.handoff.segments.segments import segment_lines

MODEL = SimpleNamespace(
    name="m3", manifest=SimpleNamespace(sha256={"model.skops": "ab" * 32})
)  # what a policy keeps of a saved model
TERMS = Economics(value=15e6, cost=1.2e6, hours=3, currency="VND")
NURTURED = Economics(value=1000, cost=50, nurture=5, keeps=0.3, currency="USD")
AMOUNTS = pd.DataFrame(
    {"size": ["SME", "Mid", "Enterprise"], "value": [400, 1600, 12000], "cost": [40, 80, 400]}
)


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


PLAIN = {
    "version": "1",
    "line": 0.1,
    "tiers": [{"name": "A", "from": 0.2}, {"name": "B", "from": 0.1}, {"name": "C", "from": 0.0}],
    "economics": {"value": 1000, "cost": 100},
    "evidence": {
        "judged": 400,
        "won": 60,
        "method": "bootstrap",
        "profit": {"value": 9e3, "low": 1e3, "high": 2e4},
    },
    "model": {"name": "m1", "sha256": "0" * 64},
}
SEGMENTS = [
    {"column": "size", "value": "SME", "line": 0.2},
    {"column": "size", "value": "Enterprise", "line": 0.02},
]


def test_a_policy_without_the_new_parts_keeps_the_fingerprint_that_was_agreed():
    policy = Policy.model_validate(PLAIN)
    assert policy.sha256 == "fbb2c718835eaa540007f6e769d998e6a3ad9b8b564639d2d8bf04179128ad20"
    for new in (
        {"segments": SEGMENTS},
        {"economics": {**PLAIN["economics"], "keeps": 0.3}},
        {"economics": {**PLAIN["economics"], "anyway": 0.01}},
    ):
        assert Policy.model_validate({**PLAIN, **new}).sha256 != policy.sha256


def test_a_segment_has_its_own_line_and_its_tiers_move_with_it():
    policy = Policy.model_validate({**PLAIN, "segments": SEGMENTS})
    leads = pd.DataFrame({"size": ["SME", "sme ", "Mid", None, "Enterprise", "Enterprise", "SME"]})
    found = policy.decide([0.4, 0.2, 0.1, 0.09, 0.04, 0.019, None], leads)
    assert found["tier"].tolist()[:6] == [*"ABBCAC"]
    assert found["decision"].tolist()[:6] == ["hand_off"] * 3 + ["nurture", "hand_off", "nurture"]
    assert found.loc[6].isna().all()
    assert policy.segment_of(leads).tolist() == [0, 0, -1, -1, 1, 1, 0]
    for lacking in (None, leads.rename(columns={"size": "Size of firm"})):
        with pytest.raises(BadInput, match="lines by 'size'"):
            policy.decide([0.1] * 7, lacking)


@pytest.fixture(scope="module")
def nurturing():
    """A policy with three decisions and lines by segment."""
    rng = np.random.Generator(np.random.PCG64(5))
    scored = scored_leads(2000)
    scored["size"] = rng.choice(AMOUNTS["size"], 2000)
    lines = segment_lines(scored, NURTURED, "size", AMOUNTS)
    return made(scored, NURTURED, segments=lines)


def test_a_policy_nurtures_and_drops_where_the_economics_say_so(nurturing):
    assert nurturing.line == pytest.approx(0.06429, abs=5e-6)
    assert nurturing.drop_below == pytest.approx(0.01667, abs=5e-6)
    names = [tier.name[0] for tier in nurturing.tiers]
    assert names == [*"ABCD"]
    found = nurturing.decide(
        [0.40, 0.10, 0.06, 0.012], pd.DataFrame({"size": ["", "x", None, "y"]})
    )
    assert found["decision"].tolist() == ["hand_off", "hand_off", "nurture", "drop"]
    assert found["tier"].str[0].tolist() == [*"ABCD"]


def test_each_segment_drops_below_its_own_chance(nurturing):
    rich = nurturing.segments[2]
    assert (rich.line, rich.drop_below) == pytest.approx((395 / 8400, 5 / 3600))
    leads = pd.DataFrame({"size": ["Enterprise"] * 4})
    found = nurturing.decide([0.1, 0.05, 0.002, 0.001], leads)
    assert found["tier"].str[0].tolist() == [*"ABCD"]
    assert found["decision"].tolist() == ["hand_off", "hand_off", "nurture", "drop"]


def test_segments_stay_out_where_no_chance_can_be_read_from_the_scores():
    scored = scored_leads(2000).assign(size="Mid")
    mixed = np.random.Generator(np.random.PCG64(0)).permutation(scored["p"])
    scored["p"] = (mixed * 2).clip(max=0.9)
    economics = Economics(value=1000, cost=80)
    lines = segment_lines(scored, economics, "size", AMOUNTS)
    assert "stay out of the policy" in lines.warnings[0]
    assert made(scored, economics, segments=lines).segments == ()


def test_where_nobody_is_nurtured_the_rest_is_dropped_in_every_segment():
    economics = Economics(value=1000, cost=50, nurture=20, keeps=0.3)
    scored = scored_leads(2000).assign(size="Enterprise")
    lines = segment_lines(scored, economics, "size", AMOUNTS)
    policy = made(scored, economics, segments=lines)
    assert policy.drop_below == policy.line
    assert [tier.name for tier in policy.tiers][2:] == ["C drop"]
    low = policy.segments[2].line - 1e-9
    found = policy.decide([low], pd.DataFrame({"size": ["Enterprise"]}))
    assert found.loc[0].tolist() == ["C drop", "drop"]


def test_segments_and_dropping_are_read_back_as_they_were_written(nurturing, tmp_path):
    write_policy(nurturing, tmp_path / "policy.toml")
    text = (tmp_path / "policy.toml").read_text()
    assert Policy.load(tmp_path / "policy.toml") == nurturing
    assert "# leads whose column says this value have a line of their own" in text
    assert text.count("[[segments]]") == 3
    assert "keeps = 0.3" in text
    assert "anyway" not in text


NEW_FAULTS = {
    "a line above 1": ("segments", {"line": 1.5}, "at most 1 belongs"),
    "dropped above the line": ("segments", {"drop_below": 0.9}, "must not lie above the line"),
    "two columns": ("segments", {"column": "product"}, "of one column"),
    "twice the same": ("segments", {"value": " ENTERPRISE"}, "its own value"),
    "unknown": ("segments", {"lines": 0.2}, "nothing of this name"),
}


@pytest.mark.parametrize("fault", NEW_FAULTS)
def test_faults_of_segments_are_told_with_their_line(nurturing, tmp_path, fault):
    part, change, words = NEW_FAULTS[fault]
    path = tmp_path / "policy.toml"
    write_policy(nurturing, path)
    content = tomllib.loads(path.read_text())
    content[part][0] |= change
    path.write_text(tomlkit.dumps(content))
    with pytest.raises(BadInput, match=rf"policy.toml:\d+: {part}.*{words}"):
        Policy.load(path)


def test_a_file_cannot_bring_in_what_no_line_is_drawn_by(nurturing, tmp_path):
    path = tmp_path / "policy.toml"
    write_policy(nurturing, path)
    path.write_text(path.read_text().replace('column = "size"', 'column = "gender"'))
    with pytest.raises(BadInput, match="says what a person is"):
        Policy.load(path)


def test_a_tier_must_begin_where_nurturing_does(nurturing):
    content = nurturing.model_dump(by_alias=True) | {"drop_below": 0.02}
    with pytest.raises(ValueError, match="where nurturing begins"):
        Policy.model_validate(content)
    with pytest.raises(ValueError, match="above the line"):
        Policy.model_validate(content | {"drop_below": 0.5})
    with pytest.raises(ValueError, match="only where all leads have it"):
        Policy.model_validate({**PLAIN, "segments": [{**SEGMENTS[0], "drop_below": 0.01}]})
