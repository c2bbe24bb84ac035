"""Accents that two programs garbled between them: offered for repair, never mended unasked."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + shape + tone)
    for letter in "aeiouyAEIOUY"
    for shape in ("", "\u0302", "\u0306", "\u031b")
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ")
CODECS = ("sloppy-windows-1252", "latin-1", "sloppy-windows-1258")
SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
SUSPECT = f"[Ã{SECOND}]"
GARBLED = re.compile(f"[ÂÃĂÄÅÆÌ][{SECOND}]|á[º»][{SECOND}]|[a-z]Ã(?: |$)|â€")
ORDINARY = frozenset("\N{NO-BREAK SPACE}“”‘’–—…•·«»°₫€")
CAPITAL = re.compile("(?<![a-z])Ã(?=[”’…–—]?(?:[ !-/:-@]|$)|\N{NO-BREAK SPACE}[A-ZĐ])")
LOST_SPACE = re.compile("Ã (?=(?:ng|nh|[imnouy])(?!\\w))|Ã ?(?= |$)")
LEFT_OVER = re.compile("[ÄÅÆ]|á[º»]|[ÃĂÂ](?: |$)|[\u0080-\u009f\ufffd]")
DEEPEST = 3


def mended(cells: pd.Series[str]) -> pd.Series[str]:
    r"""Return the repaired text of cells whose accents were garbled; the others are missing.

    Garbled is what was written in UTF-8 and read as something else: "Nguyá»…n" for "Nguyễn". Where
    a letter was lost for good ("Ngu?n") nothing can be offered.

    Parameters
    ----------
    cells : Series of str
        Cells as read.

    Examples
    --------
    >>> mended(pd.Series(["HÃ\xa0 Ná»™i", "Hà Nội"])).tolist()
    ['Hà Nội', nan]
    """
    suspects = cells[cells.str.contains(SUSPECT, na=False)]
    repairs = {text: _mended(text) for text in suspects.unique()}
    return suspects.map(repairs).reindex(cells.index).astype("str")


def _mended(text: str) -> str | None:
    if _is_plain(text):
        return None
    found = _undone(text) or _undone(LOST_SPACE.sub("Ã\N{NO-BREAK SPACE}", text))
    found = found or _in_part(text)
    return None if found is None else unicodedata.normalize("NFC", found)


def _is_plain(text: str) -> bool:
    """Return whether the text is Vietnamese as it stands, as “XÃ” and NHÃ NAM are."""
    strange = {sign for sign in text if not sign.isascii()}
    return strange <= VIETNAMESE | ORDINARY and not GARBLED.search(CAPITAL.sub("", text))


def _undone(text: str, depth: int = 1) -> str | None:
    """Undo a wrong reading of the whole cell, if what comes out is Vietnamese."""
    import ftfy.bad_codecs  # noqa: F401 (makes the sloppy codecs known)

    for codec in CODECS:
        try:
            found = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if depth < DEEPEST and (deeper := _undone(found, depth + 1)):
            return deeper
        if _is_vietnamese(found):
            return found
    return None


def _is_vietnamese(text: str) -> bool:
    strange = [sign for sign in unicodedata.normalize("NFC", text) if not sign.isascii()]
    letters = [sign for sign in strange if sign.isalpha()]
    return bool(letters) and VIETNAMESE.issuperset(letters) and all(map(str.isprintable, strange))


def _in_part(text: str) -> str | None:
    """Undo what can be undone in a cell of which only some words were garbled, if nothing is left.

    What is no Vietnamese is left to ftfy.
    """
    import ftfy

    words = [(not _is_plain(word) and _undone(word)) or word for word in text.split(" ")]
    for found in (" ".join(words), ftfy.fix_encoding(text)):
        if found != text and not LEFT_OVER.search(found):
            return found
    return None
