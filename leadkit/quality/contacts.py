"""E-mail addresses and telephone numbers in one normal form; each spelling judged once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd
import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from leadkit.base.language import _

PLAIN = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
SHORT = 64
SEPARATORS = re.compile(r"[\s.\-()'’\u200b\u2060]+")
OLD_PREFIXES = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",  # MobiFone
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",  # VinaPhone
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",  # Viettel
    "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",  # Vietnamobile, Gmobile
}  # fmt: skip
OLD_VIETNAMESE = re.compile(rf"(?:\+?84|0084|0)?({'|'.join(OLD_PREFIXES)})(\d{{7}})")
FOR_PEOPLE = (
    PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER,
)  # fmt: skip
SAME_DIGITS = 8
ASCENDING = "0123456789" * 2

Verdict = tuple[str | None, bool, bool]
REMEMBERED = 100_000
BAD: Verdict = (None, False, False)


@dataclass(frozen=True)
class Contacts:
    """A column of contact data in normal form, on the index it came with.

    `normalised` is missing where the cell is blank or not valid; `filled`, `repaired` and
    `fixed_line` say whether it holds anything, was wrong but could be mended, and (numbers only)
    belongs to a desk rather than a person.
    """

    normalised: pd.Series[str]
    filled: pd.Series[bool]
    repaired: pd.Series[bool]
    fixed_line: pd.Series[bool]

    @property
    def valid(self) -> pd.Series[bool]:
        """Whether the cell can be used."""
        return self.normalised.notna()

    @property
    def invalid(self) -> pd.Series[bool]:
        """Whether the cell holds something that cannot be right."""
        return self.filled & ~self.valid


def emails(cells: pd.Series[str], *, dead_domains: Iterable[str] = ()) -> Contacts:
    """Bring e-mail addresses into lower case and judge their grammar, without asking a server.

    Parameters
    ----------
    cells : Series of str
        Addresses as written; missing stays missing.
    dead_domains : iterable of str
        Domains at which nobody can be reached (throwaway, misspelled).

    Returns
    -------
    Contacts

    Examples
    --------
    >>> emails(pd.Series(["An@Example.com ", "hoang@@c", None])).normalised.tolist()
    ['an@example.com', nan, nan]
    """
    dead = frozenset(domain.casefold() for domain in dead_domains)
    return _judged(cells, lambda text: _email(text.strip().casefold(), dead))


def phones(cells: pd.Series[str], region: str = "VN") -> Contacts:
    """Bring telephone numbers into E.164 and judge them by the numbering plan of their country.

    Vietnamese mobile numbers of eleven digits get the prefix that replaced theirs in 2018, and a
    leading zero that a spreadsheet dropped comes back; both count as repaired. Letters, two
    numbers in one cell, service numbers, and digits that repeat or run on are not valid.

    Parameters
    ----------
    cells : Series of str
        Numbers as written; missing stays missing.
    region : str
        ISO code of the country whose numbers carry no country code.

    Returns
    -------
    Contacts

    Examples
    --------
    >>> written = ["0912.345.678", "912345678", "01234 567 899", "0999999999"]
    >>> phones(pd.Series(written)).normalised.tolist()
    ['+84912345678', '+84912345678', '+84834567899', nan]
    """
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(
            _("no such country: {name!r}; write its ISO code, as in VN").format(name=region)
        )
    return _judged(cells, lambda text: _phone(SEPARATORS.sub("", text), region))


def _judged(cells: pd.Series[str], judge: Callable[[str], Verdict]) -> Contacts:
    """Judge each distinct spelling once and hand the verdicts back to the rows."""
    codes, spellings = pd.factorize(cells)
    verdicts = pd.DataFrame([*map(judge, spellings), BAD]).iloc[codes].set_axis(cells.index)
    return Contacts(
        normalised=verdicts[0].astype("str"),
        filled=cells.notna(),
        repaired=verdicts[1],
        fixed_line=verdicts[2],
    )


def _email(text: str, dead: frozenset[str]) -> Verdict:
    local, _at, domain = text.rpartition("@")
    is_plain = PLAIN.fullmatch(local) and len(text) <= SHORT
    good = domain not in dead and _is_address(f"a@{domain}" if is_plain else text)
    return (text, False, False) if good else BAD


@cache
def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


@lru_cache(maxsize=REMEMBERED)
def _phone(text: str, region: str) -> Verdict:
    is_old = OLD_VIETNAMESE.fullmatch(text) if region == "VN" else None
    if is_old:
        text = f"+84{OLD_PREFIXES[is_old[1]]}{is_old[2]}"
    if any(sign.isalpha() for sign in text):
        return BAD
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return BAD
    national = phonenumbers.national_significant_number(number)
    kind = phonenumbers.number_type(number)
    if kind not in FOR_PEOPLE or _is_made_up(national):
        return BAD
    lost_zero = text == national and phonenumbers.ndd_prefix_for_region(region, True) == "0"
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        bool(is_old) or lost_zero,
        kind == PhoneNumberType.FIXED_LINE,
    )


def _is_made_up(national: str) -> bool:
    """Return whether nobody was given such digits: 999999999, 911111111, 987654321, 901234567."""
    runs_on = national in ASCENDING or national in ASCENDING[::-1]
    return runs_on or len(set(national[-SAME_DIGITS:])) == 1
