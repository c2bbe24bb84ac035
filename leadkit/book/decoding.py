"""The text of a CSV file: its encoding, its separator, and its quotation marks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import chain
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.language import _

SEPARATORS = ",;\t|"
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SEPARATOR_NOTE = r"\Asep=.\n"
LONGEST_CELL = 2**27
MEGABYTE = 2**20


def decode(path: Path) -> tuple[str, str]:
    """Return a file's text, with plain line ends, and the encoding it was read as."""
    encoding = encoding_of(path)
    text = _decode_as(path.read_bytes(), encoding, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(SEPARATOR_NOTE, "", text, flags=re.IGNORECASE)
    return text.removesuffix("\n") + "\n", encoding


def encoding_of(path: Path) -> str:
    """Return what a file's text is encoded in; all of it is looked at, never held at once."""
    with path.open("rb") as stream:
        head = stream.read(200_000)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if _is_utf8(path):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is None:
        raise not_a_table(path)
    return best.encoding


def _is_utf8(path: Path) -> bool:
    """Return whether the text is UTF-8, if need be with a few bytes damaged."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    damaged = accented = 0
    with path.open("rb") as stream:
        for part in chain(iter(lambda: stream.read(MEGABYTE), b""), [b""]):
            if b"\0" in part:
                raise not_a_table(path)
            text = decoder.decode(part, final=not part)
            damaged += text.count("\N{REPLACEMENT CHARACTER}")
            accented += sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return damaged * 20 <= accented - damaged


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


def not_a_table(path: Path) -> BadInput:
    """Return the error for a file whose content does not fit its name."""
    return BadInput(
        _("the file is not a text table, though its name says so"),
        where=str(path),
        fix=_("Export as CSV (UTF-8), or give it its true ending (.xlsx, .parquet)."),
    )


def separator_of(text: str, path: Path) -> str:
    """Return the separator under which most rows have one width above one."""
    csv.field_size_limit(LONGEST_CELL)
    head = "\n".join(text.split("\n", 200)[:200])
    scores = {}
    for separator in SEPARATORS:
        rows = csv.reader(io.StringIO(head), delimiter=separator)
        widths = Counter(len(row) for row in rows if row)
        width, alike = widths.most_common(1)[0] if widths else (0, 0)
        scores[separator] = (alike if width > 1 else 0, width)
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
    if is_open and text.count("\n") - opened > longest:
        line_of_longest = opened
    raise BadInput(
        _("a quotation mark opens here and never closes"),
        where=f"{path}:{line_of_longest}",
        fix=_('Close it, or double it ("") where it belongs to the text.'),
    )
