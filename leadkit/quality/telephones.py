"""Telephone numbers in E.164: mobile numbers by the numbering plan's pattern, others one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from babel.core import get_global
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType

from leadkit.base.language import N_, _
from leadkit.quality.contacts import BAD, Contacts, Verdict, flags, judged
from leadkit.quality.folding import arrow

HOME = "VN"
SEPARATORS = "[\\s.\\-()'’\u00a0\u2000-\u200b\u202f\u2060\ufeff]+"
OLD_PREFIXES = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",  # MobiFone
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",  # VinaPhone
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",  # Viettel
    "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",  # Vietnamobile, Gmobile
}  # fmt: skip
OLD_VIETNAMESE = rf"^(?:\+?84|0084|0)?({'|'.join(OLD_PREFIXES)})([0-9]{{7}})$"
FOR_PEOPLE = (
    PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER,
)  # fmt: skip
SAME_DIGITS = 8
ASCENDING = "0123456789" * 2
TWO_NUMBERS_FROM = 14
REMEMBERED = 100_000
OLD, LOST_ZERO, TWO = N_("old prefix"), N_("lost zero"), N_("two numbers in one cell")
LETTER, MADE_UP = N_("letter for a digit"), N_("repeated or sequential digits")


def region_of(zone: str) -> str:
    """Return the country of a time zone, or Vietnam where it is no country's.

    Examples
    --------
    >>> region_of("America/New_York"), region_of("Asia/Saigon"), region_of("UTC")
    ('US', 'VN', 'VN')
    """
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone))
    return str(country) if country in phonenumbers.SUPPORTED_REGIONS else HOME


def phones(
    cells: pd.Series[str], region: str = HOME, told: dict[str, Verdict] | None = None
) -> Contacts:
    """Bring telephone numbers into E.164 and judge them by the numbering plan of their country.

    Vietnamese mobile numbers of eleven digits get the prefix that replaced theirs in 2018, a
    leading zero that a spreadsheet dropped comes back, and of two numbers in one cell the first
    is taken and the second suggested; all three count as repaired. A letter O in place of a zero
    makes the number invalid, with a suggestion. Other letters, service numbers, and digits that
    repeat or run on are not valid.

    Parameters
    ----------
    cells : Series of str
        Numbers as written; missing stays missing.
    region : str
        ISO code of the country whose numbers carry no country code.
    told : dict of str to Verdict, optional
        What is to be said of single spellings, as far as it was asked before; takes up what is
        asked now.

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

    def judge(cell: str) -> Verdict:
        if told is None:
            return _phone(cell, region)
        if cell not in told:
            told[cell] = _phone(cell, region)
        return told[cell]

    if region != "VN":
        nothing = pd.DataFrame(columns=Verdict._fields, index=cells.index[:0])
        is_easy = np.zeros(len(cells), dtype=bool)
        return judged(cells, nothing, is_easy, judge)
    return _vietnamese(cells, judge)


def _vietnamese(cells: pd.Series[str], judge: Callable[[str], Verdict]) -> Contacts:
    """Judge mobile numbers by the metadata's own pattern; what it does not settle, one by one."""
    plain = pc.replace_substring_regex(arrow(cells), SEPARATORS, "")
    is_old = flags(pc.match_substring_regex(plain, OLD_VIETNAMESE))
    renumbered = [re.sub(OLD_VIETNAMESE, _new, cell) for cell in plain.filter(is_old).to_pylist()]
    plain = pc.replace_with_mask(plain, is_old, pa.array(renumbered, pa.large_string()))
    mobile, every_kind = _patterns()
    parts = pc.extract_regex(plain, rf"^(?P<start>0|\+84|0084|84|)(?P<number>{mobile})$")
    is_mobile = flags(pc.is_valid(parts))
    rest = pc.extract_regex(plain, r"^(?:0|\+84|0084)(?P<number>[35789][0-9]{8})$")
    can_be = flags(pc.match_substring_regex(rest.field("number"), every_kind))
    is_easy = is_mobile | (flags(pc.is_valid(rest)) & ~can_be)
    number = parts.field("number").filter(is_easy)
    made_up = flags(pc.match_substring_regex(number, _made_up_pattern()))
    is_good = is_mobile[is_easy] & ~made_up
    old = is_old[is_easy] & is_good
    lost_zero = flags(pc.equal(parts.field("start").filter(is_easy), "")) & is_good
    flag = np.select([made_up, old, lost_zero], [MADE_UP, OLD, LOST_ZERO], default="")
    index = cells.index[is_easy]
    easy = pd.DataFrame(
        {
            "normalised": ("+84" + pd.Series(number, index=index, dtype="str")).where(is_good),
            "repaired": old | lost_zero,
            "fixed_line": False,
            "suggestion": None,
            "flag": pd.Series(flag, index=index, dtype="str").mask(flag == ""),
        },
        index=index,
    )
    return judged(cells, easy, is_easy, judge)


def _new(old: re.Match[str]) -> str:
    return f"+84{OLD_PREFIXES[old[1]]}{old[2]}"


def _patterns() -> tuple[str, str]:
    """Return the metadata's pattern of mobile numbers and that of numbers of any kind."""
    plan: Any = PhoneMetadata.metadata_for_region("VN", None)
    kinds = [
        plan.mobile, plan.fixed_line, plan.toll_free, plan.premium_rate, plan.shared_cost,
        plan.personal_number, plan.voip, plan.pager, plan.uan, plan.voicemail,
    ]  # fmt: skip
    patterns = [kind.national_number_pattern for kind in kinds if kind]
    patterns = [pattern.replace(r"\d", "[0-9]") for pattern in patterns if pattern]
    return patterns[0], f"^(?:{'|'.join(patterns)})$"


def _made_up_pattern() -> str:
    same = [f"[0-9]{digit * SAME_DIGITS}" for digit in "0123456789"]
    runs = [ASCENDING[start : start + 9] for start in range(10)]
    return f"^(?:{'|'.join([*same, *runs, *(run[::-1] for run in runs)])})$"


@lru_cache(maxsize=REMEMBERED)
def _phone(cell: str, region: str) -> Verdict:
    """Judge one cell: as one number, else as two, else with its letters O read as zeros."""
    verdict = _one_number(cell, region)
    if verdict.normalised or verdict.flag:
        return verdict
    if sum(sign.isdecimal() for sign in cell) >= TWO_NUMBERS_FROM:
        found = [
            _one_number(match.raw_string, region) for match in PhoneNumberMatcher(cell, region)
        ]
        numbers = [number for each in found if (number := each.normalised)]
        if len(numbers) > 1:
            return Verdict(numbers[0], repaired=True, suggestion=numbers[1], flag=TWO)
    with_zeros = re.sub("[oO]", "0", cell)
    meant = _one_number(with_zeros, region).normalised if with_zeros != cell else None
    return Verdict(suggestion=meant, flag=LETTER) if meant else BAD


def _one_number(cell: str, region: str) -> Verdict:
    text = re.sub(SEPARATORS, "", "".join(map(_plain_digit, cell)))
    old = re.match(OLD_VIETNAMESE, text) if region == "VN" else None
    text = _new(old) if old else text
    if any(sign.isalpha() for sign in text):
        return BAD
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return BAD
    national = phonenumbers.national_significant_number(number)
    kind = phonenumbers.number_type(number)
    if kind not in FOR_PEOPLE:
        return BAD
    if _is_made_up(national):
        return Verdict(flag=MADE_UP)
    lost_zero = text == national and phonenumbers.ndd_prefix_for_region(region, True) == "0"
    return Verdict(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        repaired=bool(old) or lost_zero,
        fixed_line=kind == PhoneNumberType.FIXED_LINE,
        flag=OLD if old else LOST_ZERO if lost_zero else None,
    )


def _plain_digit(sign: str) -> str:
    """Return an Arabic or full-width digit as we write it."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _is_made_up(national: str) -> bool:
    """Return whether nobody was given such digits: 999999999, 911111111, 987654321, 901234567."""
    runs_on = national in ASCENDING or national in ASCENDING[::-1]
    return runs_on or len(set(national[-SAME_DIGITS:])) == 1
