"""The trainer's guide: both languages tell the same, and name only what is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from leadkit.base import language
from leadkit.cli.roleplay import MORE
from leadkit.learn.lessons.three_companies import COMPANIES
from leadkit.learn.quiz import bank
from leadkit.learn.roleplays import NAMES, guide_html, guide_text, role_play

ROOT = Path(__file__).parents[1]
COMMAND = re.compile(r"`leadkit (\w+)(?: ([a-z][\w-]+))?[^`]*`")
SUBCOMMANDS = {"agreement", "survey"}
HALF_DAY = 4 * 60


@pytest.fixture(params=language.LANGUAGES)
def text(request):
    language.use(request.param)
    return guide_text()


def tables(text):
    """Return the rows of every table, as lists of cells."""
    rows = [re.sub(r"^\| | \|$", "", line).split(" | ") for line in text.splitlines()
            if line.startswith("| ")]  # fmt: skip
    return [[cell.strip() for cell in row] for row in rows]


def test_both_languages_have_the_same_outline_and_the_same_commands():
    language.use("en")
    english = guide_text()
    language.use("vi")
    vietnamese = guide_text()

    def outline(text):
        marks = re.findall(r"^(#+|\||-|\d\.) ?", text, flags=re.M)
        commands = [match[:1] for match in COMMAND.findall(text)]
        return marks, Counter(commands), re.findall(r"t0\d", text), text.count("**")

    assert outline(vietnamese) == outline(english)


def test_every_command_it_names_is_there(text):
    for name, more in COMMAND.findall(text):
        path = ROOT / "leadkit" / "cli" / f"{name}.py"
        assert path.exists(), name
        if name in SUBCOMMANDS:
            assert f'command("{more}")' in path.read_text(encoding="utf-8")
        if name == "roleplay" and more:
            assert more in (*NAMES, *MORE)


def test_it_names_the_lessons_role_plays_and_cases_as_they_are_called(text):
    for path in sorted((ROOT / "notebooks" / "src").glob("t0*.py")):
        titles = re.findall(r"^# # (.+)$", path.read_text(encoding="utf-8"), flags=re.M)
        title = titles[language.LANGUAGES.index(language.current())]
        assert f"| {path.stem[:3]} {title} |" in text
    for name in NAMES:
        assert role_play(name).title.replace("’", "'").replace("\xa0", " ") in text
    assert set(re.findall(r"q\d\d\.\d", text)) <= set(bank())
    assert len(COMPANIES) == 3


def test_the_half_day_runs_in_order_and_gives_the_role_play_its_time(text):
    starts = [row[0] for row in tables(text) if re.fullmatch(r"\d:\d\d", row[0])]
    minutes = [60 * int(one[0]) + int(one[2:]) for one in starts]
    assert minutes == sorted(minutes)
    assert minutes[0] == 0
    assert HALF_DAY - 10 <= minutes[-1] < HALF_DAY
    played = minutes[starts.index("2:35") + 1] - minutes[starts.index("2:35")]
    first_steps = role_play("missing-18").script.steps[:3]
    assert played >= sum(step.minutes for step in first_steps) + 10


def test_it_is_laid_out_as_one_page_with_its_tables(text):
    page = guide_html()
    assert f'<html lang="{language.current()}">' in page
    assert page.count("<table>") == len(re.findall(r"^\|[-:| ]+\|$", text, flags=re.M))
    assert not re.search(r"https?:|<script|<img|\*\*", page)
