"""What each kind of rule looks at, and which leads fail it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import pandas as pd

from leadkit.quality.contacts import Contacts, emails, phones
from leadkit.quality.duplicates import Duplicates, company_core, find_duplicates, fold
from leadkit.quality.standard import COLUMNS_NEEDED, Rule, Standard

LOOKS_AT: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "phone": ("phone",),
    "reachable": ("email", "phone"),
    "duplicate": ("email", "phone", "full_name", "company"),
}
REFUSALS = ("no", "n", "false", "0")
FAR_AHEAD = pd.Timedelta(days=365)
NEARLY_ALL = 0.99
MOSTLY = 0.5


@dataclass(frozen=True)
class Cells:
    """The leads as a standard sees them: blank words are blank, each contact is judged once."""

    leads: pd.DataFrame
    standard: Standard

    def filled(self, column: str) -> pd.Series[str]:
        """Return a column with its blank words missing; all is missing where it is absent."""
        if column not in self.leads:
            return pd.Series(None, index=self.leads.index, dtype="str")
        cells = self.leads[column]
        if not pd.api.types.is_string_dtype(cells.dtype):
            return cells
        words = fold(pd.Series(self.standard.blank_words, dtype="str"))
        return cells.mask(fold(cells).str.strip().isin([*words, ""]))

    @cached_property
    def email(self) -> Contacts:
        """The judged e-mail addresses."""
        dead = (*self.standard.email.disposable, *self.standard.email.misspelled)
        return emails(self.filled("email").astype("str"), dead_domains=dead)

    @cached_property
    def phone(self) -> Contacts:
        """The judged telephone numbers."""
        return phones(self.filled("phone").astype("str"), self.standard.phone.region)

    @property
    def fits_region(self) -> bool:
        """Whether most telephone numbers are the standard's country's, so that mending is safe."""
        return bool(self.phone.valid.sum() >= MOSTLY * self.phone.filled.sum())

    @cached_property
    def duplicates(self) -> Duplicates:
        """Which leads are one person."""
        people = {name: self.filled(name) for name in ("full_name", "company")}
        return find_duplicates(self.leads.assign(**people), self.email, self.phone)


def columns_of(rule: Rule, cells: Cells) -> tuple[list[str], list[str]]:
    """Return the columns a rule looks at: those that can be read, and those that are missing."""
    wanted = rule.columns or LOOKS_AT.get(rule.kind, cells.standard.required)
    leads = cells.leads
    if rule.kind in ("order", "future"):
        leads = leads.select_dtypes("datetimetz")
    return [name for name in wanted if name in leads], [
        name for name in wanted if name not in leads
    ]


def failing(rule: Rule, cells: Cells) -> pd.Series[bool] | None:
    """Return which leads fail a rule, or None where too few columns are there to say."""
    present, _missing = columns_of(rule, cells)
    enough = len(present) >= COLUMNS_NEEDED.get(rule.kind, 1)
    if rule.kind == "duplicate":
        enough = bool({"email", "phone"} & {*present}) or {"full_name", "company"} <= {*present}
    return _FAILING[rule.kind](cells, present, rule) if enough else None


def _any(masks: list[pd.Series[bool]]) -> pd.Series[bool]:
    return pd.concat(masks, axis=1).any(axis=1)


def _no_consent(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    given = [cells.filled(name) for name in columns]
    return ~_any([cell.notna() & ~cell.astype("str").str.lower().isin(REFUSALS) for cell in given])


def _test(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    """Look for a name or an address (before the @) with such a word, a firm called nothing else."""
    listed = "|".join(map(re.escape, fold(pd.Series(rule.words, dtype="str"))))
    found = []
    for name in columns:
        if name == "company":
            core = company_core(cells.leads[name])
            found.append(core.str.fullmatch(rf"(?:(?:{listed}|\d+)\s*)+", na=False))
        else:
            text = fold(cells.leads[name]).str.replace("@.*", "", regex=True)
            word = rf"(?:^|[\W_\d])(?:{listed})(?=$|[\W_\d])"
            found.append(text.str.contains(word, na=False))
    return _any(found)


def _out_of_order(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    times = cells.leads
    return _any([times[later] < times[earlier] for earlier, later in combinations(columns, 2)])


def _far_ahead(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    times = cells.leads[columns]
    limit = times.quantile(NEARLY_ALL, interpolation="lower") + FAR_AHEAD
    return (times > limit).any(axis=1)


_FAILING: dict[str, Callable[[Cells, list[str], Rule], pd.Series[bool]]] = {
    "required": lambda cells, columns, _rule: _any([cells.filled(name).isna() for name in columns]),
    "email": lambda cells, _columns, _rule: cells.email.invalid,
    "phone": lambda cells, _columns, _rule: cells.phone.invalid,
    "reachable": lambda cells, _columns, _rule: ~(cells.email.valid | cells.phone.valid),
    "consent": _no_consent,
    "duplicate": lambda cells, _columns, _rule: cells.duplicates.later,
    "test": _test,
    "order": _out_of_order,
    "future": _far_ahead,
}
