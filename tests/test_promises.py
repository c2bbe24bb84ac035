"""Every promise and every answer to an attack names tests, and those tests are there and run."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = {
    "promises": ("PROMISES.md", "docs/vi/promises.md"),
    "attacked": ("docs/en/attacked.md", "docs/vi/attacked.md"),
}
EVERY = [page for pages in PAGES.values() for page in pages]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NOT_IN_MAKE_TEST = {"walk", "cluster", "skip"}


@cache
def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def promised(page: str) -> list[str]:
    """Return the lines that promise something: all lists but those of the last heading's."""
    of_promises = text(page)
    if "promises" in page.lower():
        of_promises = of_promises.rpartition("\n## ")[0]
    return re.findall(r"^(?:- |\d+\. ).*$", of_promises, flags=re.M)


@cache
def marks_of_tests(path: str) -> dict[str, set[str]]:
    """Return the marks that each test of a file wears, read and not run."""
    found = {}
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            worn = (ast.unparse(one).split("(")[0] for one in node.decorator_list)
            found[node.name] = {one.removeprefix("pytest.mark.") for one in worn}
    return found


@pytest.mark.parametrize("page", EVERY)
def test_every_test_that_is_named_is_there_and_runs_in_make_test(page):
    named = NAMED.findall(text(page))
    assert len(named) == text(page).count("`tests/")
    for path, name in named:
        assert name in marks_of_tests(path), f"{path}::{name}"
        assert not marks_of_tests(path)[name] & NOT_IN_MAKE_TEST, name


@pytest.mark.parametrize("page", EVERY)
def test_no_promise_is_without_a_test(page):
    lines = promised(page)
    assert len(lines) >= 20
    assert [line[:60] for line in lines if not NAMED.search(line)] == []


@pytest.mark.parametrize(("english", "vietnamese"), PAGES.values(), ids=PAGES)
def test_both_languages_promise_the_same_in_the_same_order(english, vietnamese):
    def outline(page):
        marks = re.findall(r"^(#+ |- |\d+\. )", text(page), flags=re.M)
        return marks, [NAMED.findall(line) for line in text(page).splitlines() if "`tests/" in line]

    assert outline(vietnamese) == outline(english)


def test_the_twenty_are_twenty():
    numbers = re.findall(r"^(\d+)\. ", text("docs/en/attacked.md"), flags=re.M)
    assert numbers == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("page", [*EVERY, "docs/en/licences.md", "docs/vi/licences.md"])
def test_links_lead_somewhere(page):
    for path in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert ((ROOT / page).parent / path).exists(), path
