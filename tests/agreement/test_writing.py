from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_agreement import content, make_agreement

from leadkit.agreement import Agreement, sign, write_agreement
from leadkit.base.errors import BadInput

NOON = datetime(2026, 6, 25, 12, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, st.floats(0, 1, exclude_min=True), st.integers(1, 10**9), st.floats(0.01, 500))
def test_reading_back_what_was_written_gives_the_same_agreement(
    tmp_path_factory, title, remedy, share, count, hours
):
    changed = content()
    changed["title"] = title
    changed["promises"][0].update(target=count, remedy=remedy)
    changed["promises"][5].update(target=share, hours=hours, owner=remedy)
    made = Agreement.model_validate(changed)
    path = tmp_path_factory.getbasetemp() / "round.toml"
    write_agreement(made, path)
    assert Agreement.load(path) == made
    assert Agreement.load(path).sha256 == made.sha256


def test_a_signed_agreement_is_written_with_its_signatures(signed, tmp_path):
    agreement = Agreement.load(signed)
    write_agreement(agreement, tmp_path / "copy.toml")
    assert Agreement.load(tmp_path / "copy.toml") == agreement


def test_each_part_has_a_line_that_says_what_it_is(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    heads = {line.strip("[]").split(".")[0] for line in lines if line.startswith("[")}
    introduced = {b.strip("[]") for a, b in pairwise(lines) if a.startswith("# ")}
    assert introduced == heads
    assert max(map(len, lines)) <= 100


def test_signing_keeps_every_byte_that_stood_there(path):
    before = path.read_bytes().replace(b"\n[hours]", b"\r\n# our own remark\r\n[hours]")
    path.write_bytes(b"\xef\xbb\xbf" + before.rstrip(b"\n"))
    before = path.read_bytes()
    agreement = sign(path, side="sales", name=" Lê Văn An ", at=NOON)
    assert path.read_bytes().startswith(before + b"\n\n[[signatures]]\n")
    assert agreement == Agreement.load(path)
    signature = agreement.signature("sales")
    assert (signature.name, signature.role, signature.at) == ("Lê Văn An", "Head of sales", NOON)
    assert signature.sha256 == make_agreement().sha256


def test_the_moment_of_signing_keeps_its_timezone(path):
    there = NOON.astimezone(timezone(timedelta(hours=7)))
    assert sign(path, side="sales", name="An", at=there).signature("sales").at == NOON
    assert "19:00:00+07:00" in path.read_text(encoding="utf-8")


def test_a_side_signs_once(path):
    sign(path, side="sales", name="An", at=NOON)
    before = path.read_bytes()
    with pytest.raises(BadInput, match="sales has signed already: An"):
        sign(path, side="sales", name="Binh", at=NOON)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("name", "at"), [(" ", NOON), ("An", NOON.replace(tzinfo=None))])
def test_a_signature_needs_a_name_and_a_timezone(path, name, at):
    before = path.read_bytes()
    with pytest.raises(BadInput, match="needs a name"):
        sign(path, side="sales", name=name, at=at)
    assert path.read_bytes() == before


def test_a_file_that_leaves_no_place_for_a_signature_stays_as_it_is(path):
    path.write_text("signatures = []\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="square brackets"):
        sign(path, side="sales", name="An", at=NOON)
    assert path.read_bytes() == before


def test_signing_a_file_that_is_not_there_leaves_nothing(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        sign(tmp_path / "nowhere" / "agreement.toml", side="sales", name="An", at=NOON)
    assert not any(tmp_path.iterdir())


def _sign(path, side, start):
    start.wait()
    sign(path, side=side, name=side, at=NOON)


def test_two_who_sign_at_once_both_stand_there(path):
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(2)
    both = [
        processes.Process(target=_sign, args=(path, side, start)) for side in ("marketing", "sales")
    ]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert Agreement.load(path).is_signed
