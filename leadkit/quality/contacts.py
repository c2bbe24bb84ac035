"""Contact data in one normal form, and e-mail addresses: each distinct spelling judged once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from leadkit.base.language import N_
from leadkit.quality.folding import arrow

PLAIN = r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
SHORT = 64
WELL_KNOWN = (
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "ymail.com", "rocketmail.com",
    "hotmail.com", "outlook.com", "outlook.com.vn", "live.com", "msn.com", "icloud.com", "me.com",
    "aol.com", "mail.com", "email.com", "gmx.com", "gmx.net", "gmx.de", "proton.me",
    "protonmail.com", "zoho.com", "yandex.com", "fpt.com.vn", "fpt.vn", "vnn.vn", "hcm.vnn.vn",
    "hn.vnn.vn", "vnpt.vn", "viettel.com.vn", "qq.com", "163.com", "naver.com",
)  # fmt: skip
LONG_ENOUGH = 5
COMMON_SHARE, COMMON = 0.01, 20
ROLES = (
    "info", "contact", "sales", "marketing", "admin", "office", "support", "hello", "hr", "mail",
    "lienhe", "ketoan", "kinhdoanh", "banhang", "cskh", "hanhchinh",
)  # fmt: skip
ROLE, DEAD, MISSPELLED = N_("role address"), N_("dead domain"), N_("misspelled domain")


class Verdict(NamedTuple):
    """What is to be said about one spelling."""

    normalised: str | None = None
    repaired: bool = False
    fixed_line: bool = False
    suggestion: str | None = None
    flag: str | None = None


BAD = Verdict()


@dataclass(frozen=True)
class Told:
    """What was found out of single spellings before the columns are judged, as by workers."""

    addresses: dict[str, bool] | None = None
    numbers: dict[str, Verdict] | None = None


@dataclass(frozen=True)
class Contacts:
    """A column of contact data in normal form, on the index it came with.

    `normalised` is missing where the cell is blank or not valid; `filled`, `repaired` and
    `fixed_line` say whether it holds anything, was wrong but could be mended, and (numbers only)
    belongs to a desk rather than a person. `suggestion` is what a person may have meant, or the
    second number of a cell with two: offered, never applied. `flag` names what is worth knowing.
    """

    normalised: pd.Series[str]
    filled: pd.Series[bool]
    repaired: pd.Series[bool]
    fixed_line: pd.Series[bool]
    suggestion: pd.Series[str]
    flag: pd.Series[str]

    @property
    def valid(self) -> pd.Series[bool]:
        """Whether the cell can be used."""
        return self.normalised.notna()

    @property
    def invalid(self) -> pd.Series[bool]:
        """Whether the cell holds something that cannot be right."""
        return self.filled & ~self.valid


def emails(
    cells: pd.Series[str],
    *,
    dead_domains: Iterable[str] = (),
    told: dict[str, bool] | None = None,
) -> Contacts:
    """Bring e-mail addresses into lower case and judge their grammar, without asking a server.

    A domain one slip of the finger from a well-known one, or from one that is common in the
    column, gets a suggestion; so does a doubled @. Role addresses (info@) are flagged.

    Parameters
    ----------
    cells : Series of str
        Addresses as written; missing stays missing.
    dead_domains : iterable of str
        Domains at which nobody can be reached (throwaway, misspelled).
    told : dict of str to bool, optional
        Whether a spelling follows the grammar of addresses, as far as it was asked before; takes
        up what is asked now.

    Returns
    -------
    Contacts

    Examples
    --------
    >>> judged = emails(pd.Series(["An@Example.com ", "hoang@@c", "an@gmial.com", None]))
    >>> judged.normalised.tolist()
    ['an@example.com', nan, 'an@gmial.com', nan]
    >>> judged.suggestion[2]
    'an@gmail.com'
    """
    dead = frozenset(domain.casefold() for domain in dead_domains)
    asked = _ASKED if told is None else told
    text = pc.utf8_lower(pc.utf8_trim_whitespace(arrow(cells)))
    parts = pc.extract_regex(text, rf"^(?P<local>{PLAIN})@(?P<domain>[^@]+)$")
    is_plain = pc.and_(pc.string_is_ascii(text), pc.less_equal(pc.utf8_length(text), SHORT))
    is_plain = flags(pc.and_(is_plain, pc.is_valid(parts)))
    domains = parts.field("domain").filter(is_plain).dictionary_encode()
    known = _known_domains(domains, dead)
    verdicts = [_domain(domain, dead, known, asked) for domain in domains.dictionary.to_pylist()]
    of_domain = pd.DataFrame(verdicts, columns=Verdict._fields).iloc[domains.indices.to_numpy()]
    plain = cells[is_plain]
    of_domain.index = plain.index
    local = pd.Series(parts.field("local").filter(is_plain), index=plain.index, dtype="str")
    whole = pd.Series(text.filter(is_plain), index=plain.index, dtype="str")
    is_role = local.isin(ROLES) & of_domain["normalised"].notna()
    easy = of_domain.assign(
        normalised=whole.where(of_domain["normalised"].notna()),
        suggestion=(local + "@" + of_domain["suggestion"].astype("str")),
        flag=of_domain["flag"].astype("str").mask(is_role, ROLE),
    )
    return judged(cells, easy, is_plain, lambda cell: _address(cell, dead, known, asked))


def judged(
    cells: pd.Series[str],
    easy: pd.DataFrame,
    is_easy: npt.NDArray[np.bool_],
    judge: Callable[[str], Verdict],
) -> Contacts:
    """Put the verdicts on easy cells together with those on each other spelling, judged once."""
    rest = cells[~is_easy]
    codes, spellings = pd.factorize(rest)
    verdicts = pd.DataFrame([*map(judge, spellings), BAD], columns=Verdict._fields)
    hard = verdicts.iloc[codes]
    rows = np.concatenate([np.flatnonzero(is_easy), np.flatnonzero(~is_easy)])
    place = np.argsort(rows)

    def text(name: str) -> pd.Series[str]:
        both = pd.concat([easy[name].astype("str"), hard[name].astype("str")])
        return both.iloc[place].set_axis(cells.index).rename(None)

    def flag(name: str) -> pd.Series[bool]:
        both = np.concatenate([easy[name].to_numpy(bool), hard[name].to_numpy(bool)])
        return pd.Series(both[place], index=cells.index, dtype="bool")

    return Contacts(
        normalised=text("normalised"),
        filled=cells.notna(),
        repaired=flag("repaired"),
        fixed_line=flag("fixed_line"),
        suggestion=text("suggestion"),
        flag=text("flag"),
    )


def flags(cells: Any) -> npt.NDArray[np.bool_]:
    """Return Arrow's booleans as numpy's; missing is false."""
    return np.asarray(pc.fill_null(cells, False).to_numpy(zero_copy_only=False), dtype=bool)


def _known_domains(domains: Any, dead: frozenset[str]) -> tuple[str, ...]:
    """Return the domains that a misspelled one may have meant."""
    counts = np.bincount(domains.indices.to_numpy(), minlength=len(domains.dictionary))
    least = max(COMMON, COMMON_SHARE * len(domains))
    common = domains.dictionary.filter(pa.array(counts >= least)).to_pylist()
    return tuple(dict.fromkeys([*WELL_KNOWN, *(name for name in common if name not in dead)]))


def _domain(
    domain: str, dead: frozenset[str], known: tuple[str, ...], asked: dict[str, bool]
) -> Verdict:
    meant = _meant(domain, known)
    if domain in dead or not _is_address(f"a@{domain}", asked):
        return Verdict(suggestion=meant, flag=MISSPELLED if meant else DEAD)
    return Verdict(domain, suggestion=meant, flag=MISSPELLED if meant else None)


def _meant(domain: str, known: tuple[str, ...]) -> str | None:
    """Return the known domain whose name and ending are each at most one slip away."""
    if domain in known:
        return None
    name, _dot, ending = domain.partition(".")
    for candidate, like, end in _long_enough(known):
        if abs(len(like) - len(name)) <= 1 and abs(len(end) - len(ending)) <= 1:
            slips = OSA.distance(name, like), OSA.distance(ending, end)
            if max(slips) <= 1:
                return candidate
    return None


@lru_cache(maxsize=8)
def _long_enough(known: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return the domains whose name is too long to be another's by chance, in name and ending."""
    parts = [(domain, *domain.partition(".")[::2]) for domain in known]
    return [part for part in parts if len(part[1]) >= LONG_ENOUGH]


def _address(
    cell: str, dead: frozenset[str], known: tuple[str, ...], asked: dict[str, bool]
) -> Verdict:
    text = cell.strip().casefold()
    local, _at, domain = text.rpartition("@")
    if domain not in dead and _is_address(text, asked):
        return Verdict(text, flag=ROLE if local in ROLES else None)
    mended = re.sub("@+", "@", re.sub(r"\s", "", text).replace(",", "."))
    local, _at, domain = mended.rpartition("@")
    mended = f"{local}@{_meant(domain, known) or domain}"
    can_be = mended != text and mended.rpartition("@")[2] not in dead
    return Verdict(suggestion=mended if can_be and _is_address(mended, asked) else None)


def _is_address(text: str, asked: dict[str, bool]) -> bool:
    """Return whether a text follows the grammar of addresses; each is asked once."""
    if text not in asked:
        try:
            validate_email(text, check_deliverability=False)
            asked[text] = True
        except EmailNotValidError:
            asked[text] = False
    return asked[text]


_ASKED: dict[str, bool] = {}
