"""The text of a CSV file: its encoding, its separator, and its quotation marks."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book.encoding import MEGABYTE, encoding_of, nul_byte

SEPARATORS = ",;\t|"
SEPARATOR_NOTE = r"\Asep=.\n"
LONGEST_CELL = 16 * MEGABYTE
LARGEST_WHOLE = 1_500 * MEGABYTE
HEAD = 200


def decode(path: Path) -> tuple[str, str]:
    """Return a file's text, with plain line ends, and the encoding it was read as."""
    _refuse_too_large(path)
    encoding = encoding_of(path)
    text = _decode_as(path.read_bytes(), encoding, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise nul_byte(path, text[: text.index("\0")].count("\n") + 1)
    text = re.sub(SEPARATOR_NOTE, "", text, flags=re.IGNORECASE)
    refuse_web_page(text, path)
    return text if text.endswith("\n") else text + "\n", encoding


def _refuse_too_large(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST_WHOLE:
        raise BadInput(
            _("the file has {n} MB; a table read whole may have {most}").format(
                n=number(size // MEGABYTE), most=number(LARGEST_WHOLE // MEGABYTE)
            ),
            where=str(path),
            fix=_("Leave out columns nobody needs, or split it by year; or save it as Parquet."),
        )


def _decode_as(raw: bytes, encoding: str, path: Path) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            _("the text is broken: it is not {encoding} throughout").format(encoding=encoding),
            where=f"{path}:{line}",
            fix=_("Mend that line, or export again as CSV (UTF-8)."),
        ) from None


def refuse_web_page(text: str, path: Path) -> None:
    """Refuse a web page that was saved under a table's name."""
    start = text[:2_000].lstrip("\ufeff \n\t").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<meta", "<table")):
        raise BadInput(
            _("the file is a web page, not a table, though its name says so"),
            where=f"{path}:1",
            fix=_(
                "Export as CSV (UTF-8) or XLSX; where a login page was saved, log in and export "
                "again. A spreadsheet can open the page and save it as XLSX."
            ),
        )


def head_of(text: str) -> str:
    """Return the first lines of a text, by which its separator and header are found."""
    end = 0
    for _line in range(HEAD):
        end = text.find("\n", end) + 1
        if not end:
            return text
    return text[: end - 1]


def records(lines: Iterable[str], separator: str, path: Path) -> Iterator[tuple[list[str], int]]:
    """Read the records of a CSV text with the line each ends in.

    Raises
    ------
    BadInput
        If a cell is longer than any that a person or a CRM writes.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator)
    try:
        for record in reader:
            yield record, reader.line_num
    except csv.Error as error:
        raise BadInput(
            _("a cell is longer than {n} million characters").format(
                n=number(LONGEST_CELL // MEGABYTE)
            ),
            where=f"{path}:{reader.line_num}",
            fix=_("Look for a quotation mark that opens there and never closes; shorten the cell."),
        ) from error


def separator_of(text: str, path: Path) -> str:
    """Return the separator under which most rows have one width above one."""
    head, scores, several = head_of(text), {}, {}
    for separator in SEPARATORS:
        rows = records(io.StringIO(head), separator, path)
        widths = Counter(len(row) for row, _line in rows if row)
        width, alike = widths.most_common(1)[0] if widths else (0, 0)
        scores[separator] = (alike if width > 1 else 0, width)
        wide = Counter({width: alike for width, alike in widths.items() if width > 2 and alike > 1})
        several[separator] = wide.most_common(1)[0][::-1] if wide else (0, 0)
    if not any(alike for alike, _width in scores.values()):
        scores = several  # a short table among lines of text
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best][0] == 0:
        raise BadInput(
            _("only one column was found: no comma, semicolon, tab or | separates the cells"),
            where=f"{path}:1",
            fix=_("Export as CSV with commas or semicolons between the columns."),
        )
    return best


def refuse_open_quote(text: str, path: Path) -> None:
    """Refuse a quotation mark that opens and never closes: it would swallow rows.

    Raises
    ------
    BadInput
        If the quotation marks are odd in number; names the line of the longest quoted stretch.
    """
    if text.count('"') % 2 == 0:
        return
    opened, longest, line_of_longest = 0, 0, 1
    is_open = False
    for line, content in enumerate(text.split("\n"), start=1):
        if content.count('"') % 2:
            if is_open and line - opened > longest:
                longest, line_of_longest = line - opened, opened
            is_open, opened = not is_open, line
    if is_open and text.count("\n") - opened >= longest:
        line_of_longest = opened
    raise BadInput(
        _("a quotation mark opens here and never closes"),
        where=f"{path}:{line_of_longest}",
        fix=_('Close it, or double it ("") where it belongs to the text.'),
    )
