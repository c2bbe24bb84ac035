"""Numbers as people type them: decimal comma or point, grouped thousands, a true minus sign."""

from __future__ import annotations

import re
from math import nan

from leadkit.base.language import current

THOUSANDS = {"en": ",", "vi": "."}
SIGNED = re.compile(r"([-−–+]?)\s*(.*)", re.DOTALL)
WHOLE = re.compile(r"[0-9]*|[0-9]{1,3}([ .,])[0-9]{3}(?:\1[0-9]{3})*")
DIGITS = re.compile(r"[0-9]*")
GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
SPACES = re.compile(r"\s+")


def without_unit(text: str, unit: str) -> str:
    """Return the text without the spaces around it and without the unit behind it.

    Examples
    --------
    >>> without_unit(" 12 leads ", "leads"), without_unit("12 wins", "leads")
    ('12', '12 wins')
    """
    text = SPACES.sub(" ", text).strip()
    return re.sub(rf" ?{re.escape(unit)}$", "", text, flags=re.IGNORECASE) if unit else text


def parse(text: str) -> float:
    """Return the number that is written, or NaN where it is not one.

    Of "1.234" and "1,234" the reader's language decides: the mark that groups thousands there
    does so here.

    Examples
    --------
    >>> parse("12,5"), parse("1.234,5"), parse("1 000"), parse("−3"), parse("fifteen")
    (12.5, 1234.5, 1000.0, -3.0, nan)
    """
    match = SIGNED.fullmatch(SPACES.sub(" ", text).strip())
    if match is None:
        return nan
    sign, body = match.groups()
    mark = _decimal_mark(body)
    whole, _mark, fraction = body.rpartition(mark) if mark else (body, "", "")
    if not WHOLE.fullmatch(whole) or not DIGITS.fullmatch(fraction) or not whole + fraction:
        return nan
    digits = re.sub(r"[ .,]", "", whole) or "0"
    value = float(f"{digits}.{fraction or 0}")
    return -value if sign in ("-", "−", "–") else value


def _decimal_mark(body: str) -> str:
    """Return the mark before the decimals: the last of two, or the only one unless it groups."""
    marks = re.findall("[.,]", body)
    if len(set(marks)) == 2:
        return str(marks[-1])
    if len(marks) != 1 or (marks[0] == THOUSANDS[current()] and GROUPED.fullmatch(body)):
        return ""
    return str(marks[0])
