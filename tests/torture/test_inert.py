"""Words that would rather be commands: in pages, tables, files' names and on the terminal."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from forks import ended, started
from hostile import copied

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
FORMULA, LINK = "=HYPERLINK(1)", "@SUM(A1)"
ANSI, TITLE = "\x1b[31mred\x1b[0m", "\x1b]0;owned\x07"
BACKWARDS = "\u202egnp.exe"
EVIL = (
    SCRIPT,
    PICTURE,
    FORMULA,
    LINK,
    ANSI,
    TITLE,
    BACKWARDS,
    "../../../leads",
    "{0.__class__}",
    "%n",
)
IDS = (
    f"<b>{SCRIPT}",
    "../../../escaped",
    "=1+1",
    f"L{ANSI}",
    f"L{BACKWARDS}",
    "-L7",
    "C:\\L8",
    "/L9",
)
WORDS = {
    "leads": ("campaign", "province", "source", "segment", "lost_reason", "owner"),
    "feedback": ("comment", "need", "by"),
    "events": ("detail",),
    "signals": ("text", "evidence", "owner"),
}
AT = ("--ending", "2026-09-27")
ROAD = [
    ("screen", "book", "-o", "screened"),
    ("digest", "book", "--to", "sales", *AT, "-o", "to-sales"),
    ("digest", "book", "--to", "marketing", *AT, "-o", "to-marketing"),
]
LONG_ROAD = [
    ("feedback", "book", "-o", "feedback"),
    ("score", "book", "-o", "scored.csv"),
    ("audit", "book", "-o", "audit"),
    ("review", "book", "-o", "review.html", "--tables", "tables.xlsx"),
    ("train", "book", "-o", "model"),
]
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def spoken(path: Path, columns: tuple[str, ...]) -> None:
    """Put an evil word into every seventh cell of some columns, and evil ids into some leads."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for place, row in enumerate(rows):
        for nth, name in enumerate(columns):
            if (place + nth) % 7 == 0 and row[name]:
                row[name] = EVIL[place // 7 % len(EVIL)]
        if row.get("lead_id", "").endswith("00"):
            row["lead_id"] = f"{IDS[int(row['lead_id'][-4]) % len(IDS)]}{row['lead_id']}"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def walked(firm, tmp_path_factory):
    """The folder after the road with evil words in it, what was said, and what stood before."""
    home = tmp_path_factory.mktemp("inert")
    folder = copied(firm, home / "firm")
    for table, columns in WORDS.items():
        spoken(folder / "book" / f"{table}.csv", columns)
    spoken(folder / "book" / "scores.csv", ())
    before = {*folder.rglob("*")}
    road = ROAD + LONG_ROAD if os.environ.get("LEADKIT_TORTURE") else ROAD
    said = []
    for n, words in enumerate(road):
        log = home / f"{n}.txt"
        said.append((words[0], ended(started(list(words), log, folder=folder), log, 600)))
    return folder, said, [path for path in folder.rglob("*") if path not in before]


def test_every_command_is_content_and_says_nothing_that_a_terminal_obeys(walked):
    for name, found in walked[1]:
        assert found.code in (0, 1), (name, found.said)
        assert not UNSEEN.findall(found.said), (name, UNSEEN.search(found.said))


class Seen(HTMLParser):
    """The elements and attributes of a page, as a browser understands it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what could run or fetch."""
        self.found |= {tag} & {"script", "iframe", "object", "embed", "link", "base", "form"}
        self.found |= {name for name, _value in attrs if name.startswith("on")}
        self.found |= {
            value for name, value in attrs
            if name in ("src", "href") and value and not value.startswith(("#", "data:image/"))
        }  # fmt: skip


def test_on_pages_words_are_words(walked):
    pages = [path for path in walked[2] if path.suffix == ".html"]
    assert len(pages) > 2
    for path in pages:
        text = path.read_text(encoding="utf-8")
        seen = Seen()
        seen.feed(text)
        assert {one for one in seen.found if not re.fullmatch(r"[\w.-]+", one)} == set(), path
        assert seen.found.isdisjoint({"script", "onerror", "x", "iframe"}), path
        assert not UNSEEN.findall(text), (path, UNSEEN.search(text))


def _sheets(path: Path) -> Iterable[tuple[str, pd.DataFrame]]:
    return pd.read_excel(path, sheet_name=None, dtype="str", engine="openpyxl").items()


def test_in_tables_words_are_no_formulas(walked):
    folder, _said, new = walked
    tables = [path for path in new if path.suffix == ".csv"]
    assert len(tables) > 4
    for path in tables:
        cells = pd.read_csv(path, dtype="str", keep_default_na=False).stack()
        risky = cells[cells.str.match(r"[=@\t\r]|[-+][^\d.]")]
        assert list(risky) == [], path
    for path in (path for path in new if path.suffix == ".xlsx"):
        for sheet, table in _sheets(path):
            assert not table.stack().str.startswith("=").any(), (folder, sheet)


def test_no_name_leads_out_of_the_folder(walked):
    folder, _said, new = walked
    assert not list(folder.parent.glob("leads*"))
    assert not [path for up in folder.parents[:3] for path in up.glob("*escaped*")]
    assert all(path.resolve().is_relative_to(folder) for path in new)
