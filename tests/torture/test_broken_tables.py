"""Workbooks and Parquet files with bytes changed inside: read, or refused in words.

The libraries that read them are not Python, so that a fault may end the whole process: each kind is
tried in a process of its own.
"""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from broken import LEADS, parquet, read_all, with_part, workbook
from forks import context

from leadkit.base.errors import BadInput
from leadkit.book.reading import read_table

N = 3_000 if os.environ.get("LEADKIT_TORTURE") else 30


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_a_file_with_changed_bytes_is_read_or_refused_in_words(suffix, tmp_path):
    process = context().Process(target=read_all, args=(suffix, tmp_path, N))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_row_beyond_all_sheets_is_refused_and_no_memory_asked_for(tmp_path):
    content, name = workbook(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read(name).replace(b'r="E2"', b'r="E2999999999999"')
    path = tmp_path / "far.xlsx"
    path.write_bytes(with_part(content, name, sheet))
    with pytest.raises(BadInput, match="a sheet reaches over"):
        read_table(path)


def test_what_pandas_noted_in_a_parquet_file_is_not_trusted(tmp_path):
    path = tmp_path / "noted.parquet"
    path.write_bytes(parquet().replace(b'"index_columns"', b'"index_colomns"'))
    assert read_table(path).frame["lead_id"].tolist() == LEADS["lead_id"].tolist()
