from __future__ import annotations

import re
from datetime import date

import pytest
from made_agreement import content, make_agreement, promise

from leadkit.agreement import MEASURES, Agreement, Promise, own_agreement, write_agreement
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import NO_BREAK


def said(id, measure, target, **takes):
    given = Promise.model_validate(promise(id, measure, target, "It is mended.", **takes))
    return given.sentence.replace(NO_BREAK, " ")


def test_a_promise_is_said_in_words():
    assert said("S1", "called_in_time", 0.8, hours=4) == (
        "Sales makes the first attempt within 4 working hours for at least 80 % of the leads "
        "handed off that meet the standard; a lead never touched counts as missed."
    )
    assert said("M4", "dossier_complete", 0.905, columns=["source", "segment"]) == (
        "At least 90.5 % of the leads marketing hands off come with a complete dossier: "
        "source, segment."
    )
    assert said("M1", "leads_handed_off", 1200) == (
        "Marketing hands off at least 1,200 leads that meet the standard in the period."
    )
    assert said("S8", "attempts_made", 0.5, attempts=3, days=10) == (
        "Sales makes at least 3 attempts within 10 days of the handoff for at least 50 % of the "
        "leads handed off that meet the standard, or decides before that."
    )
    assert "within 1 working hour for" in said("S1", "called_in_time", 0.8, hours=1)
    assert said("S5", "daily_report", 0.9).startswith("Sales sends at least 90 % of its daily")


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_promised_by_its_sides_and_leaves_nothing_open(name):
    measure = MEASURES[name]
    takes = {"hours": 4, "days": 14, "attempts": 3, "columns": ["source"]}
    given = {key: takes[key] for key in measure.parameters}
    for side in measure.sides:
        id = "M1" if side == "marketing" else "S1"
        sentence = said(id, name, 3 if measure.kind == "count" else 0.8, **given)
        assert not re.search(r"[{}]|–", sentence)


def test_the_fingerprint_ignores_layout_and_signatures(signed):
    made = make_agreement()
    text = signed.read_text(encoding="utf-8")
    text = text.replace('title = "', '\n# a remark\n\ntitle  =  "').replace(
        "\n[hours]", "\n\n[hours]"
    )
    swapped = text.replace("line = 0.083\nvalue = 12000000", "value = 12_000_000.0\nline = 0.0830")
    assert swapped != text
    signed.write_text(swapped, encoding="utf-8")
    assert Agreement.load(signed).sha256 == made.sha256
    assert Agreement.load(signed).is_signed


PARTS = ("parties", "period", "definitions", "standard", "policy", "change")
SINGLE = [(part, name) for part in PARTS for name in content()[part]]


def other(value):
    """Return another value that may stand in the same place."""
    if isinstance(value, date):
        return value.replace(day=value.day + 1 if value.day < 30 else 1)
    if isinstance(value, str):
        return "USD" if value == "VND" else value[::-1]
    return value / 2 if isinstance(value, float) else value + 1


@pytest.mark.parametrize(("part", "name"), SINGLE)
def test_the_fingerprint_follows_every_change_of_content(part, name):
    changed = content()[part]
    changed[name] = other(changed[name])
    assert make_agreement(**{part: changed}).sha256 != make_agreement().sha256


def test_an_agreement_is_signed_once_both_sides_have_signed_its_text(signed):
    agreement = Agreement.load(signed)
    assert agreement.is_signed
    assert agreement.signature("sales").name == "Lê Văn An"
    changed = agreement.model_copy(update={"version": "4.0"})
    assert not changed.is_signed
    assert changed.signature("sales") is None


def test_the_agreement_in_force_is_the_latest_whose_period_covers_the_day(tmp_path):
    folder = tmp_path / "agreements"
    assert own_agreement(tmp_path) is None
    periods = {
        "b.toml": (date(2026, 4, 1), date(2026, 6, 30)),
        "z.toml": (date(2026, 6, 1), date(2026, 12, 31)),
        "a.toml": (date(2026, 7, 1), date(2026, 9, 30)),
        "c.toml": (date(2026, 7, 1), date(2026, 9, 30)),
    }
    for name, (start, end) in periods.items():
        made = make_agreement(version=name, period={"from": start, "to": end})
        write_agreement(made, folder / name)
    assert own_agreement(tmp_path, date(2026, 4, 1))[0].version == "b.toml"
    assert own_agreement(tmp_path, date(2026, 6, 30))[1] == folder / "z.toml"
    assert own_agreement(tmp_path, date(2026, 9, 30))[1].name == "c.toml"
    assert own_agreement(tmp_path, date(2026, 10, 1))[1].name == "z.toml"
    assert own_agreement(tmp_path)[1].name == "c.toml"
    assert own_agreement(tmp_path, date(2027, 1, 1)) is None


def test_a_faulty_agreement_of_a_book_is_not_passed_over(tmp_path):
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "a.toml").write_text("title = 1\n")
    with pytest.raises(BadInput, match=r"a\.toml:1: title"):
        own_agreement(tmp_path, date(2026, 7, 1))


def test_numbers_of_a_promise_follow_the_readers_language():
    try:
        language.use("vi")
        assert "1.200" in said("M1", "leads_handed_off", 1200)
    finally:
        language.use("en")
