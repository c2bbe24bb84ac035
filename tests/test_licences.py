"""Every package that a user gets stands on the page of licences, under one we may use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
import licences  # noqa: E402

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0",
    "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
BOUND_TO_ITS_OWN_FILES = {"MPL-1.1", "MPL-2.0"}
A_LIBRARY_OF_AN_EXTRA = {("psycopg", "LGPL-3.0-only"), ("psycopg-binary", "LGPL-3.0-only")}
NOT_OF_A_PART = {"uv"}  # `make` installs with it where it can


def table(page: Path) -> dict[str, tuple[str, str, str]]:
    _text, _rule, rows = page.read_text(encoding="utf-8").partition("|---|---|---|---|\n")
    found = (row.strip("| ").split(" | ") for row in rows.splitlines())
    return {name: (version, licence, part) for name, version, licence, part in found}


TABLE = table(licences.PAGES[0])


def may_be_used(name: str, licence: str) -> bool:
    if (name, licence) in A_LIBRARY_OF_AN_EXTRA:
        return True
    return any(
        set(choice.split(" AND ")) <= PERMISSIVE | BOUND_TO_ITS_OWN_FILES
        for choice in licence.split(" OR ")
    )


def test_every_package_is_under_a_licence_that_we_may_use():
    assert [name for name, row in TABLE.items() if not may_be_used(name, row[1])] == []
    assert not may_be_used("other", "LGPL-3.0-only")
    assert not may_be_used("other", "MIT AND GPL-3.0-only")
    assert not may_be_used("other", "?")


@pytest.mark.parametrize("part", licences.required())
def test_all_that_a_part_brings_stands_there_with_the_licence_it_states(part):
    brought = licences.brought(licences.required()[part])
    assert brought
    for name in brought:
        assert name in TABLE, name
        if licences.installed(name):
            assert TABLE[name][1] == licences.licence(name), name


def test_the_versions_are_those_that_are_pinned():
    pinned = licences.pinned()
    assert {name: row[0] for name, row in TABLE.items() if row[0]} == {
        name: version for name, version in pinned.items() if name not in NOT_OF_A_PART
    }
    assert {name for name, row in TABLE.items() if not row[0]} == set(licences.ELSEWHERE)


def test_both_languages_have_the_same_table():
    assert table(licences.PAGES[1]) == TABLE
