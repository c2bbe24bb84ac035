"""What each kind of rule looks at, and which leads fail it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from leadkit.quality.contacts import Contacts, emails, phones
from leadkit.quality.duplicates import Duplicates, find_duplicates
from leadkit.quality.names import company_core, fold
from leadkit.quality.standard import Rule, Standard

REFUSALS = ("no", "n", "false", "0")
FAR_AHEAD = pd.Timedelta(days=365)
NEARLY_ALL = 0.99
MOSTLY = 0.5


@dataclass(frozen=True)
class Cells:
    """The leads as a standard sees them: blank words are blank, each contact is judged once."""

    leads: pd.DataFrame
    standard: Standard

    def __contains__(self, column: str) -> bool:
        return column in self.leads.columns

    def filled(self, column: str) -> pd.Series[str]:
        """Return a column with its blank words missing."""
        cells = self.leads[column]
        if not pd.api.types.is_string_dtype(cells.dtype):
            return cells
        words = fold(pd.Series(self.standard.blank_words, dtype="str"))
        return cells.mask(fold(cells).str.strip().isin([*words, ""]))

    @cached_property
    def email(self) -> Contacts | None:
        """The judged e-mail addresses, or None where the table has none."""
        if "email" not in self:
            return None
        domains = self.standard.email
        cells = self.filled("email").astype("str")
        return emails(cells, dead_domains=domains.disposable + domains.misspelled)

    @cached_property
    def phone(self) -> Contacts | None:
        """The judged telephone numbers, or None where the table has none."""
        if "phone" not in self:
            return None
        return phones(self.filled("phone").astype("str"), self.standard.phone.region)

    @property
    def fits_region(self) -> bool:
        """Whether most telephone numbers are the standard's country's, so that mending is safe."""
        contact = self.phone
        return contact is None or bool(contact.valid.sum() >= MOSTLY * contact.filled.sum())

    @cached_property
    def duplicates(self) -> Duplicates:
        """Which leads are one person."""
        people = [name for name in ("full_name", "company") if name in self]
        named = self.leads.assign(**{name: self.filled(name) for name in people})
        return find_duplicates(named, self.email, self.phone)


def columns_of(rule: Rule, standard: Standard) -> tuple[str, ...]:
    """Return the columns a rule looks at."""
    fixed = {
        "required": standard.required,
        "email": ("email",),
        "phone": ("phone",),
        "reachable": ("email", "phone"),
        "duplicate": ("email", "phone", "full_name", "company"),
    }
    return fixed.get(rule.kind, rule.columns)


def missing_columns(rule: Rule, cells: Cells) -> tuple[str, ...]:
    """Return the columns a rule would look at but the table does not have."""
    wanted = columns_of(rule, cells.standard)
    return tuple(name for name in wanted if not _is_there(name, rule, cells))


def _is_there(column: str, rule: Rule, cells: Cells) -> bool:
    is_time = column in cells and isinstance(cells.leads[column].dtype, pd.DatetimeTZDtype)
    return is_time if rule.kind in ("order", "future") else column in cells


def is_checkable(rule: Rule, cells: Cells) -> bool:
    """Return whether the table has enough columns for the rule to say anything."""
    present = _present(rule, cells)
    if rule.kind == "duplicate":
        return bool({"email", "phone"} & set(present)) or {"full_name", "company"} <= set(present)
    return len(present) >= (2 if rule.kind == "order" else 1)


def failing(rule: Rule, cells: Cells) -> pd.Series[bool]:
    """Return which leads fail a checkable rule."""
    return _FAILING[rule.kind](rule, cells)


def _any(masks: list[pd.Series[bool]]) -> pd.Series[bool]:
    return pd.concat(masks, axis=1).any(axis=1)


def _present(rule: Rule, cells: Cells) -> list[str]:
    missing = set(missing_columns(rule, cells))
    return [name for name in columns_of(rule, cells.standard) if name not in missing]


def _required(rule: Rule, cells: Cells) -> pd.Series[bool]:
    return _any([cells.filled(name).isna() for name in _present(rule, cells)])


def _invalid_email(rule: Rule, cells: Cells) -> pd.Series[bool]:
    assert cells.email is not None
    return cells.email.invalid


def _invalid_phone(rule: Rule, cells: Cells) -> pd.Series[bool]:
    assert cells.phone is not None
    return cells.phone.invalid


def _unreachable(rule: Rule, cells: Cells) -> pd.Series[bool]:
    return ~_any([contact.valid for contact in (cells.email, cells.phone) if contact])


def _no_consent(rule: Rule, cells: Cells) -> pd.Series[bool]:
    given = [cells.filled(name) for name in _present(rule, cells)]
    return ~_any([cell.notna() & ~cell.astype("str").str.lower().isin(REFUSALS) for cell in given])


def _duplicate(rule: Rule, cells: Cells) -> pd.Series[bool]:
    return cells.duplicates.later


def _test(rule: Rule, cells: Cells) -> pd.Series[bool]:
    """Look for a name or an address (before the @) with such a word, a firm called nothing else."""
    listed = "|".join(map(re.escape, fold(pd.Series(rule.words, dtype="str"))))
    word = rf"(?:^|[\W_\d])(?:{listed})(?=$|[\W_\d])"
    found = []
    for name in _present(rule, cells):
        if name == "company":
            core = company_core(cells.leads[name])
            found.append(core.str.fullmatch(rf"(?:(?:{listed}|\d+)\s*)+"))
        else:
            text = fold(cells.leads[name].astype("str"))
            found.append(text.str.replace("@.*", "", regex=True).str.contains(word))
    return _any([mask.fillna(False).astype(bool) for mask in found])


def _out_of_order(rule: Rule, cells: Cells) -> pd.Series[bool]:
    leads = cells.leads
    times = [leads[name].dt.tz_convert(None).to_numpy() for name in _present(rule, cells)]
    stamps = np.column_stack(times)
    latest_before = np.fmax.accumulate(stamps, axis=1)[:, :-1]
    return pd.Series((stamps[:, 1:] < latest_before).any(axis=1), index=leads.index)


def _far_ahead(rule: Rule, cells: Cells) -> pd.Series[bool]:
    times = cells.leads[_present(rule, cells)]
    limit = times.quantile(NEARLY_ALL, interpolation="lower") + FAR_AHEAD
    return (times > limit).any(axis=1)


_FAILING: dict[str, Callable[[Rule, Cells], pd.Series[bool]]] = {
    "required": _required,
    "email": _invalid_email,
    "phone": _invalid_phone,
    "reachable": _unreachable,
    "consent": _no_consent,
    "duplicate": _duplicate,
    "test": _test,
    "order": _out_of_order,
    "future": _far_ahead,
}
