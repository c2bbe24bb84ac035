"""The leads as a standard sees them: blank words are blank, each contact is judged once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from pandas.api import types

from leadkit.quality.contacts import Contacts, Told, emails
from leadkit.quality.duplicates import Duplicates, find_duplicates
from leadkit.quality.folding import fold
from leadkit.quality.standard import Standard
from leadkit.quality.telephones import phones

MOSTLY = 0.5


@dataclass(frozen=True)
class Cells:
    """The leads as a standard sees them: blank words are blank, each contact is judged once."""

    leads: pd.DataFrame
    standard: Standard
    told: Told = field(default_factory=Told, repr=False, compare=False)
    _seen: dict[str, pd.Series[Any]] = field(default_factory=dict, repr=False, compare=False)

    def filled(self, column: str) -> pd.Series[Any]:
        """Return a column with its blank words missing; all is missing where it is absent."""
        if column not in self._seen:
            self._seen[column] = self._filled(column)
        return self._seen[column]

    def _filled(self, column: str) -> pd.Series[Any]:
        if column not in self.leads:
            return pd.Series(None, index=self.leads.index, dtype="str")
        cells = self.leads[column]
        if types.is_numeric_dtype(cells.dtype) or types.is_datetime64_any_dtype(cells.dtype):
            return cells
        text = cells.astype("str")
        words = {*fold(pd.Series(self.standard.blank_words, dtype="str")), ""}
        stripped = text.str.strip()
        is_short = (stripped.str.len() <= 2 * max(map(len, words))).to_numpy(dtype=bool)
        is_blank = is_short.copy()
        is_blank[is_short] = fold(stripped[is_short]).isin(words)
        return text.mask(is_blank)

    def text(self, column: str) -> pd.Series[str]:
        """Return a column as text, as it is written, blank words and all."""
        return self.leads[column].astype("str")

    @cached_property
    def email(self) -> Contacts:
        """The judged e-mail addresses."""
        dead = (*self.standard.email.disposable, *self.standard.email.misspelled)
        cells = self.filled("email").astype("str")
        return emails(cells, dead_domains=dead, told=self.told.addresses)

    @cached_property
    def phone(self) -> Contacts:
        """The judged telephone numbers."""
        cells = self.filled("phone").astype("str")
        return phones(cells, self.standard.phone.region, self.told.numbers)

    @property
    def fits_region(self) -> bool:
        """Whether most telephone numbers are the standard's country's, so that mending is safe."""
        return bool(self.phone.valid.sum() >= MOSTLY * self.phone.filled.sum())

    @cached_property
    def duplicates(self) -> Duplicates:
        """Which leads are one person."""
        people = {name: self.filled(name) for name in ("full_name", "company")}
        return find_duplicates(self.leads.assign(**people), self.email, self.phone)

    def must_fill(self, column: str) -> pd.Series[bool]:
        """Return which leads must fill a column: all of them, or those of a segment."""
        if column in self.standard.required:
            return pd.Series(True, index=self.leads.index)
        segments = [name for name, more in self.standard.required_in.items() if column in more]
        return is_among(self.filled("segment"), segments)


def is_among(cells: pd.Series[Any], words: Iterable[str]) -> pd.Series[bool]:
    """Compare without regard to case, tone marks and spaces around."""
    listed = fold(pd.Series([*words], dtype="str")).str.strip()
    return fold(cells).str.strip().isin(listed) & cells.notna()
