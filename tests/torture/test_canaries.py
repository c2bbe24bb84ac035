"""Contacts that occur nowhere else in the world, carried along the whole road."""

from __future__ import annotations

import csv
import json
import os
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from forks import Outcome, ended, started
from hostile import copied

BOOK = "book"
MONEY = ("--value", "12000000", "--cost", "1000000")
DIGITS = re.compile(rb"\d{9,11}")
OWN_ROWS = {"accepted.csv", "repaired.csv", "offered.csv", "set-aside.csv", "duplicates.csv"}
AT = ("--ending", "2026-09-27")
SHORT_ROAD = [
    ("screen", BOOK, *MONEY, "-o", "screened"),
    ("score", BOOK, "-o", "scores/scored.csv"),
    ("digest", BOOK, "--to", "sales", *AT, "-o", "to-sales"),
    ("digest", BOOK, "--to", "marketing", *AT, "-o", "to-marketing"),
]
LONG_ROAD = [
    ("screen", BOOK, "--explain", "PHONE_INVALID"),
    ("train", BOOK, "-o", "model"),
    ("thresholds", BOOK, *MONEY, "-o", "handoff"),
    ("audit", BOOK, "-o", "audit"),
    ("scorecard", BOOK, "-o", "scorecard"),
    ("feedback", BOOK, "-o", "feedback"),
    ("review", BOOK, "-o", "review.html", "--tables", "tables.xlsx", "--figures", "figures"),
    ("review", BOOK, "-o", "executed.ipynb"),
    ("review", BOOK, "-o", "printed.pdf"),
    ("agreement", "new", BOOK, "--force"),
    ("agreement", "owed", BOOK, "--revenue", "2000000000"),
    ("model", "list", BOOK),
]
ROAD = SHORT_ROAD + LONG_ROAD if os.environ.get("LEADKIT_TORTURE") else SHORT_ROAD


def canary(row: dict[str, str], place: int) -> dict[str, str]:
    """Give a lead contacts of its own."""
    contacts = {
        "full_name": f"Zwxyq{place} Qpvkz",
        "email": f"zqxj{place}@kzqwv.example",
        "phone": f"09{place % 10}7{place:06d}"[:10],
        "company": f"Xqzvw Kjzq {place}",
    }
    return row | {name: value for name, value in contacts.items() if row.get(name)}


@pytest.fixture(scope="module")
def walked(firm, tmp_path_factory):
    """The folder after the whole road with canaries in it, and all that was said on the way."""
    home = tmp_path_factory.mktemp("canaries")
    folder = copied(firm, home / "firm")
    path = folder / BOOK / "leads.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [canary(row, place) for place, row in enumerate(csv.DictReader(stream))]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    said = [step(words, home / f"{n}.txt", folder) for n, words in enumerate(ROAD)]
    return folder, rows, said


def step(words: tuple[str, ...], log: Path, folder: Path) -> Outcome:
    """Go one step of the road, however long it takes."""
    return ended(started(list(words), log, folder=folder), log, 600)


def texts(path: Path) -> bytes:
    """Return what a file says, unpacked."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".pdf":
        return content + b"".join(_streams(content))
    return content


def _streams(content: bytes) -> list[bytes]:
    found = []
    for part in content.split(b"stream")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part.lstrip(b"\r\n")))
        except zlib.error:
            continue
    return found


def test_every_step_was_taken(walked):
    missed = [one for one in zip(ROAD, walked[2], strict=True) if one[1].code not in (0, 1)]
    assert missed == []


def test_no_contact_is_in_any_page_model_table_or_message(walked):
    folder, rows, said = walked
    phones = {row["phone"].encode() for row in rows if row["phone"]}
    words = (b"Zwxyq", b"zqxj", b"kzqwv", b"Xqzvw")
    made = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.name not in OWN_ROWS | {"leads.csv", "new.csv", "hubspot.csv"}
        and path.name != "scored.csv"
    ]
    assert len(made) > 3 * len(ROAD)
    for path in made:
        text = texts(path)
        assert not [word for word in words if word in text], path
        if path.suffix in (".html", ".json", ".toml", ".csv", ".md", ".txt"):
            assert not phones.intersection(DIGITS.findall(text)), path
    for one in said:
        assert not [word for word in words if word.decode() in one.said], one.said


def test_the_scores_give_the_lead_its_own_contacts_back_and_the_log_does_not(walked):
    folder, _rows, _said = walked
    assert "zqxj" in (folder / "scores" / "scored.csv").read_text(encoding="utf-8")
    assert "zqxj" not in (folder / BOOK / "scores.csv").read_text(encoding="utf-8")


def test_what_is_for_machines_is_json(walked):
    folder, _rows, _said = walked
    for path in folder.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
