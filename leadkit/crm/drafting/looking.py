"""What a column of an export looks like, before anybody says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.book.money import to_amounts
from leadkit.book.names import is_contact, plain, role_of
from leadkit.book.parsing import to_times
from leadkit.book.reading import RawTable
from leadkit.crm.masking import EMAIL, PHONE, shown
from leadkit.crm.recognise import folded, key_of

SAMPLE, SAMPLES, FEW = 200, 3, 40
MOSTLY, LONG_TEXT, FEW_WORDS = 0.8, 30, 12
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NAMES_OF_PEOPLE = re.compile(r"\b(name|tên|họ)\b")
NAMES_OF_THINGS = re.compile(
    r"\b(product|campaign|landing|file|form|list|event|company|sản phẩm|chiến dịch|dịch vụ)\b"
)
NAMES_OF_STAFF = re.compile(r"\b(owner|agent|manager|rep|by|nhân viên|phụ trách|nv|sale|sales)\b")
NO_NAME = re.compile(r"column \d+")
FREE_WORDS = re.compile(
    r"\b(notes?|comments?|description|message|remarks?|subject|ghi chú|nội dung|tin nhắn|mô tả)\b"
)


def worded(header: str) -> str:
    """Return a column name as words: LostReason__c, lost_reason and Lost Reason alike.

    Examples
    --------
    >>> worded("LostReason__c"), worded("lost_reason"), worded("Tỉnh/TP")
    ('lost reason', 'lost reason', 'tỉnh tp')
    """
    text = CAMEL.sub(" ", re.sub(r"__c$", "", header.strip()))
    return " ".join(re.sub(r"[\W_]+", " ", plain(text)).split())


@dataclass(frozen=True, eq=False)
class Look:
    """One column of a file."""

    header: str
    cells: pd.Series[str]

    @cached_property
    def values(self) -> pd.Series[int]:
        """Its distinct values and their counts, the most frequent first."""
        return self.cells.value_counts()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its distinct values without case, spaces and signs."""
        return frozenset(folded(value) for value in self.values.index)

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return int(self.values.sum())

    @cached_property
    def _head(self) -> pd.Series[str]:
        distinct = self.cells.dropna().drop_duplicates().head(SAMPLE)
        return distinct.rename(self.header)

    def share(self, pattern: re.Pattern[str]) -> float:
        """Return the share of sample values that a pattern fits wholly."""
        return float(self._head.str.fullmatch(pattern).mean()) if len(self._head) else 0.0

    @cached_property
    def names_rows(self) -> bool:
        """Whether nearly every row has a value of its own."""
        return self.filled > 0 and len(self.values) >= 0.95 * len(self.cells)

    @cached_property
    def is_time(self) -> bool:
        """Whether it holds times, in either order of day and month."""
        if self._head.empty or self._is_number_of_other_kind:
            return False
        try:
            return to_times(self._head, "UTC") is not None
        except BadInput:
            return True

    @property
    def _is_number_of_other_kind(self) -> bool:
        """Whether bare numbers are no times, whatever their size: nothing calls them so."""
        is_bare = self.share(re.compile(r"\d+(?:\.\d+)?")) == 1.0
        return is_bare and not re.search(r"\b(date|time|at|on|day|ngày|created)\b", self.words)

    @cached_property
    def ambiguity(self) -> str:
        """What the two readings of its dates are, where its values do not decide; else blank."""
        if not self.is_time:
            return ""
        try:
            to_times(self.cells.rename(self.header), "UTC")
        except BadInput as error:
            return error.problem
        return ""

    @cached_property
    def is_number(self) -> bool:
        """Whether nearly all its cells are numbers or amounts."""
        if self._head.empty:
            return False
        try:
            _values, bad = to_amounts(self._head)
        except BadInput:
            return True
        return bool(bad.sum() <= (1 - MOSTLY) * len(self._head))

    @cached_property
    def words(self) -> str:
        """The column's name as words."""
        return worded(self.header)

    @cached_property
    def reaches(self) -> bool:
        """Whether it holds e-mail addresses or telephone numbers."""
        looks = max(self.share(EMAIL), self.share(PHONE)) >= MOSTLY
        return looks or role_of(self.words) in ("email", "phone")

    @cached_property
    def is_contact(self) -> bool:
        """Whether it holds what reaches or names a person."""
        is_name = NAMES_OF_PEOPLE.search(self.words) and not NAMES_OF_THINGS.search(self.words)
        return is_contact(self.header) or is_contact(self.words) or bool(is_name) or self.reaches

    @cached_property
    def is_free_text(self) -> bool:
        """Whether people wrote into it what they liked."""
        if FREE_WORDS.search(self.words):
            return True
        is_long = self._head.str.len().mean() > LONG_TEXT if len(self._head) else False
        return bool(is_long and len(self.values) > self.filled / 2 and not self.is_time)

    @property
    def is_few(self) -> bool:
        """Whether its values can be listed."""
        return 0 < len(self.values) <= FEW

    def samples(self, *, hidden: bool) -> str:
        """Return three sample values for a comment."""
        many = len(self.values) > max(self.filled / 2, FEW_WORDS)
        is_names = many and not self.is_number and not self.is_time
        hidden |= (
            self.is_contact
            or self.is_free_text
            or is_names
            or bool(NAMES_OF_STAFF.search(self.words))
        )
        return shown(self._head.head(SAMPLES), is_contact=hidden and not self.is_time)


@dataclass(frozen=True, eq=False)
class FileLook:
    """One file of an export and its columns."""

    raw: RawTable
    path: Path

    @cached_property
    def columns(self) -> Mapping[str, Look]:
        """The columns by their names."""
        frame = self.raw.frame
        return {str(name): Look(str(name), frame[name]) for name in frame.columns}

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def headers(self) -> list[str]:
        """The names of its columns."""
        return list(self.columns)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.raw.frame)

    @property
    def stem(self) -> str:
        """The file's name as one word."""
        return key_of(self.path.stem)
