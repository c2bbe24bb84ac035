"""What a file's text is encoded in; what is no text is refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.language import _

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MEGABYTE = 2**20
SAMPLE = 200_000
NO_TEXT = bytes([*range(1, 9), *range(14, 32)])
TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aeiouyâêôăơưAEIOUYÂÊÔĂƠƯ"


def encoding_of(path: Path) -> str:
    """Return what a file's text is encoded in; all of it is looked at, never held at once."""
    with path.open("rb") as stream:
        head = stream.read(4_096)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    unmarked = _unmarked_utf16(head)
    if unmarked:
        return unmarked
    if len(head) - len(head.translate(None, NO_TEXT)) > 0.02 * len(head):
        raise not_a_table(path)
    return "utf-8" if _is_utf8(path) else _older(path)


def _unmarked_utf16(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: every other byte of it is mostly zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.2 * len(head) and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.2 * len(head) and odd == 0 else ""


def _is_utf8(path: Path) -> bool:
    """Return whether the text is UTF-8, if need be with a few bytes damaged or the last cut."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    damaged = accented = lines = 0
    with path.open("rb") as stream:
        for part in iter(lambda: stream.read(MEGABYTE), b""):
            if b"\0" in part:
                raise nul_byte(path, lines + part[: part.index(b"\0")].count(b"\n") + 1)
            lines += part.count(b"\n")
            text = decoder.decode(part)
            damaged += text.count("\N{REPLACEMENT CHARACTER}")
            accented += len(text) - len(text.encode("ascii", errors="ignore"))
    is_cut = bool(decoder.getstate()[0])
    return damaged * 20 <= accented - damaged and (accented > 0 or not is_cut)


def _older(path: Path) -> str:
    """Return which encoding from before Unicode fits the accents of a text."""
    sample = _accented_lines(path)
    if _is_vietnamese(sample.decode("cp1258", errors="replace")):
        return "cp1258"
    if _is_western(sample.decode("cp1252", errors="replace")):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise BadInput(
            _("the accents are in an encoding that cannot be told"),
            where=str(path),
            fix=_("Save it anew as “CSV UTF-8 (comma delimited)”."),
        )
    return best.encoding


def _is_vietnamese(text: str) -> bool:
    """Return whether tone marks, which this encoding writes apart, follow vowels."""
    marked = re.findall(f"(.)[{TONES}]", text)
    return bool(marked) and sum(letter in VOWELS for letter in marked) >= 0.9 * len(marked)


def _is_western(text: str) -> bool:
    """Return whether accented letters stand among plain ones, as they do west of Prague."""
    accented = r"[^\W\d_a-zA-Z]"
    among = re.findall(rf"(?<=[a-zA-Z]){accented}|{accented}(?=[a-zA-Z])", text)
    is_whole = "\N{REPLACEMENT CHARACTER}" not in text
    return is_whole and len(among) >= 0.7 * len(re.findall(accented, text))


def _accented_lines(path: Path) -> bytes:
    """Return the lines that tell one encoding from another, as many as are needed."""
    found, size = list[bytes](), 0
    with path.open("rb") as stream:
        for line in stream:
            if not line.isascii():
                found.append(line[:SAMPLE])
                size += len(found[-1])
            if size >= SAMPLE:
                break
    return b"".join(found)


def nul_byte(path: Path, line: int) -> BadInput:
    """Return the error for a text in which a byte stands that no text has."""
    return BadInput(
        _("the text holds a NUL byte: the file was damaged, or cut off while it was written"),
        where=f"{path}:{line}",
        fix=_("Export again; or open the file in a text editor and delete what stands there."),
    )


def not_a_table(path: Path) -> BadInput:
    """Return the error for a file whose content does not fit its name."""
    return BadInput(
        _("the file is not a text table, though its name says so"),
        where=str(path),
        fix=_("Export as CSV (UTF-8), or give it its true ending (.xlsx, .parquet)."),
    )
