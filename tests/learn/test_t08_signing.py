"""Signing the agreement of the lesson, breaking it, and what the audit finds."""

from __future__ import annotations

import pytest

from leadkit.agreement import Agreement
from leadkit.base.errors import BadInput
from leadkit.base.toml import parse_toml
from leadkit.learn.lessons.agreed_text import RIGHT, agreement_text
from leadkit.learn.lessons.signing import (
    STORIES,
    Told,
    lowered,
    sign_and_audit,
    signed,
    signed_by_both,
)

BROKEN = [[], ["S1"], ["S1"], ["M1", "M2"], ["M3"], []]


@pytest.fixture(scope="module")
def text():
    return signed_by_both()


def test_both_have_signed_the_same_text(text):
    agreement = parse_toml(text, Agreement, "x.toml")
    assert agreement.is_signed
    assert {one.sha256 for one in agreement.signatures} == {agreement.sha256}
    assert text.startswith(agreement_text(RIGHT).rstrip())


@pytest.mark.parametrize(("place", "broken"), list(enumerate(BROKEN)))
def test_each_story_breaks_what_it_says(text, place, broken):
    told = Told(STORIES[place], text)
    assert [one.promise.id for one in told.audit.broken] == broken
    assert told.agreement.is_signed == (place < 5)


def test_a_promise_lowered_afterwards_looks_kept_and_costs_both_signatures(text):
    told = Told(STORIES[-1], text)
    assert told.agreement.promises[3].target == 0.5
    assert [one.name for one in told.agreement.void] == ["Hà", "Tuấn"]
    assert [said.split(":")[0] for said in told.sentences()] == [
        "This text is not signed by both",
        "Hà signed another text on 2026-03-27; this signature is void.",
        "Tuấn signed another text on 2026-03-27; this signature is void.",
        "Changed since then",
    ]


def test_only_the_first_calls_are_lowered():
    before, after = agreement_text(RIGHT), lowered(agreement_text(RIGHT))
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert changed == [("target = 0.8", "target = 0.5")]


def test_a_lead_never_touched_counts_as_missed(text):
    kept = Told(STORIES[2], text).audit.judged[3].kept
    assert kept.estimate.n == 59
    assert kept.not_due == 0


def test_nobody_signs_twice_or_without_a_name(text):
    with pytest.raises(BadInput):
        signed(text, "sales", "Lan")
    with pytest.raises(BadInput):
        signed(agreement_text(RIGHT), "sales", "  ")


def test_the_widgets_sign_and_tell():
    live = sign_and_audit().live
    live.names["sales"].value = ""
    live.sign["sales"].click()
    assert "Not signed:" in live.reply.value
    live.names["sales"].value = "Lan"
    live.sign["sales"].click()
    live.sign["marketing"].click()
    assert live.state.value.count("[[signatures]]") == 2
    assert "Lan" in live.state.value
    live.story.value = 3
    live.audit.click()
    assert "M2 is broken. Head of marketing answers for it." in live.reply.value
    assert "signed by both" not in live.reply.value
