"""How an agreement writes its sides, shares and amounts: exactly, never rounded."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from babel import Locale
from babel.dates import get_day_names

from leadkit.base.language import EN_DASH, MISSING, _, current, number, percent

Side = Literal["marketing", "sales"]
SIDES: tuple[Side, ...] = ("marketing", "sales")
SHORT = 12  # hexadecimal digits of a fingerprint, enough to compare two by eye


def side_name(side: str) -> str:
    """Return the reader's name of "marketing", "sales" or "shared", as a sentence begins."""
    return {"marketing": _("Marketing"), "sales": _("Sales"), "shared": _("Both")}[side]


def team_name(side: str) -> str:
    """Return the reader's name of "marketing" or "sales" inside a sentence."""
    return {"marketing": _("marketing"), "sales": _("sales")}[side]


def share(value: float, *others: float) -> str:
    """Write a share with as many decimals as it and the others need.

    Examples
    --------
    >>> share(0.09, 0.083).replace("\N{NO-BREAK SPACE}", " ")
    '9.0 %'
    """
    return percent(value, max(_decimals(value, *others) - 2, 0))


def amount(value: float, *others: float) -> str:
    """Write an amount with as many decimals as it and the others need.

    Examples
    --------
    >>> amount(25_000_000.0), amount(0.25)
    ('25,000,000', '0.25')
    """
    return number(value, _decimals(value, *others))


def hours(value: float) -> str:
    """Write a number of working hours."""
    return _one_or_many(_("{n} working hour"), _("{n} working hours"), value)


def days(value: float) -> str:
    """Write a number of days."""
    return _one_or_many(_("{n} day"), _("{n} days"), value)


def attempts(value: float) -> str:
    """Write a number of attempts."""
    return _one_or_many(_("{n} attempt"), _("{n} attempts"), value)


def listed(names: Iterable[str]) -> str:
    """Write names in a row; a dash where there are none."""
    return ", ".join(names) or MISSING


def weekday(place: int) -> str:
    """Return the short name of a weekday, 0 being Monday."""
    return str(get_day_names("abbreviated", locale=current())[place])


def weekdays(places: Iterable[int]) -> str:
    """Write weekdays, 0 being Monday; three or more in a row as from the first to the last."""
    names = get_day_names("wide", locale=current())
    days = sorted(set(places))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("{first} to {last}").format(first=names[days[0]], last=names[days[-1]])
    return listed(str(names[place]) for place in days)


def country(code: str) -> str:
    """Return the name of a country by its code, such as VN.

    Examples
    --------
    >>> country("VN")
    'Vietnam'
    """
    return str(Locale.parse(current()).territories.get(code, code))


def spans(hours_of_day: Iterable[tuple[str, str]]) -> str:
    """Write the working hours of a day."""
    return listed(EN_DASH.join(span) for span in hours_of_day)


def yes_no(truth: bool) -> str:
    """Write a truth in a word."""
    return _("yes") if truth else _("no")


def short(sha256: str) -> str:
    """Return the beginning of a fingerprint."""
    return sha256[:SHORT]


def _decimals(*values: float) -> int:
    written = [format(Decimal(str(value)), "f") for value in values]
    return max(len(text.partition(".")[2].rstrip("0")) for text in written)


def _one_or_many(one: str, many: str, value: float) -> str:
    return (one if value == 1 else many).format(n=amount(value))
