from __future__ import annotations

import dataclasses
import shutil

import leadkit as lk
from leadkit.quality import Standard, own_standard, screened


def test_a_books_own_standard_decides_who_is_left_out(sample_book):
    kept = screened(sample_book)
    screening = lk.screen(sample_book, Standard.default())
    assert kept.leads["lead_id"].tolist() == screening.accepted.leads["lead_id"].tolist()
    assert len(kept.leads) + kept.set_aside["row"].nunique() == screening.rows
    assert "fail the standard" in kept.notes[-1]


def test_a_book_without_a_standard_is_left_as_it_is(tmp_path):
    shutil.copytree(lk.sample(), tmp_path / "book")
    (tmp_path / "book" / "standard.toml").unlink()
    book = lk.read_book(tmp_path / "book")
    assert own_standard(book) is None
    assert screened(book) is book


def test_unreadable_rows_of_other_tables_hide_no_lead_that_fails(sample_book):
    failed = screened(sample_book).set_aside
    elsewhere = failed.assign(table="events", reason="IMPOSSIBLE_DATE")
    book = dataclasses.replace(sample_book, set_aside=elsewhere)
    assert len(screened(book).set_aside) == len(elsewhere) + len(failed)
