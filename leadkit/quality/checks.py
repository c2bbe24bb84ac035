"""What each kind of rule looks at, and which leads fail it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import pandas as pd
from pandas.api import types

from leadkit.book.accents import mended
from leadkit.quality.cells import Cells, is_among
from leadkit.quality.contacts import ROLE, emails
from leadkit.quality.folding import company_core, fold
from leadkit.quality.rules import KINDS, Rule
from leadkit.quality.standard import Standard
from leadkit.quality.telephones import phones

LOOKS_AT: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "role_address": ("email",),
    "free_mail": ("email",),
    "phone": ("phone",),
    "reachable": ("email", "phone"),
    "duplicate": ("email", "phone", "full_name", "company"),
}
TIMES = ("order", "future", "age")
PROTECTS = ("consent", "do_not_call")
CROSS = r"\s*[xX]+\s*"
REFUSALS = ("no", "n", "false", "0", "0.0")
NOT_GIVEN = (*REFUSALS, "không đồng ý", "chưa", "chưa đồng ý", "từ chối", "refused", "opted out")
FAR_AHEAD = pd.Timedelta(days=365)
NEARLY_ALL = 0.99
SECONDS_AN_HOUR = 3600


def columns_of(rule: Rule, cells: Cells) -> tuple[list[str], list[str]]:
    """Return the columns a rule looks at: those that can be read, and those that are missing."""
    wanted = _wanted(rule, cells.standard)
    leads = cells.leads
    if rule.kind in TIMES:
        leads = leads.select_dtypes("datetimetz")
    present = [name for name in wanted if name in leads]
    return present, [name for name in wanted if name not in leads]


def _wanted(rule: Rule, standard: Standard) -> list[str]:
    if rule.kind == "required":
        more = [name for names in standard.required_in.values() for name in names]
        segment = ["segment"] if standard.required_in else []
        return [*dict.fromkeys([*standard.required, *more, *segment])]
    contacts = ("email", "phone") if rule.listed else ()
    return [*dict.fromkeys([*rule.columns, *LOOKS_AT.get(rule.kind, ()), *contacts])]


def failing(rule: Rule, cells: Cells) -> pd.Series[bool] | None:
    """Return which leads fail a rule, or None where the table does not allow to say.

    That is so where too few of its columns are there, or where they hold what the rule cannot
    read: one odd column shall not stop the others from being judged. Who may be called is
    another matter: where a mark of it cannot be read, nobody may.
    """
    present, _missing = columns_of(rule, cells)
    enough = len(present) >= KINDS[rule.kind].takes.get("columns", 1)
    if rule.kind == "duplicate":
        enough = bool({"email", "phone"} & {*present}) or {"full_name", "company"} <= {*present}
    if not (enough and present):
        return None
    try:
        return _FAILING[rule.kind](cells, present, rule).astype(bool)
    except Exception:  # whatever an export holds, every lead is still accounted for
        return pd.Series(True, index=cells.leads.index) if rule.kind in PROTECTS else None


def applies(rule: Rule, cells: Cells) -> pd.Series[bool]:
    """Return to which leads a rule applies: a blank cell is not judged a second time."""
    present, _missing = columns_of(rule, cells)
    if rule.kind in ("email", "role_address", "free_mail"):
        return cells.email.filled
    if rule.kind == "phone":
        return cells.phone.filled
    if rule.kind in TIMES:
        needed = 1 if rule.kind == "future" else 2
        return cells.leads[present].notna().sum(axis=1) >= needed
    if rule.kind in ("test", "range", "one_of", "mangled"):
        return cells.leads[present].notna().any(axis=1)
    return pd.Series(True, index=cells.leads.index)


def credit(rule: Rule, cells: Cells, fails: pd.Series[bool]) -> pd.Series[float]:
    """Return how well each lead does by a rule, 0 to 1; missing where the rule does not apply."""
    if rule.kind == "required":
        return _share_filled(cells, columns_of(rule, cells)[0])
    if rule.kind == "age" and rule.ok is not None and rule.most is not None:
        hours = _hours(cells, columns_of(rule, cells)[0])
        return ((rule.most - hours) / (rule.most - rule.ok)).clip(0, 1)
    return (~fails).astype("float").where(applies(rule, cells))


def any_of(masks: Iterable[pd.Series[bool]]) -> pd.Series[bool]:
    """Return where at least one of several masks is true."""
    return pd.concat([*masks], axis=1).any(axis=1)


def _blank(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    return any_of([cells.must_fill(name) & cells.filled(name).isna() for name in columns])


def _share_filled(cells: Cells, columns: list[str]) -> pd.Series[float]:
    wanted = pd.Series(0.0, index=cells.leads.index)
    filled = wanted.copy()
    for name in columns:
        must = cells.must_fill(name)
        wanted += must
        filled += must & cells.filled(name).notna()
    return filled / wanted.where(wanted > 0)


def _hours(cells: Cells, columns: list[str]) -> pd.Series[float]:
    waited = cells.leads[columns[-1]] - cells.leads[columns[0]]
    return waited.dt.total_seconds() / SECONDS_AN_HOUR


def _too_old(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    return _hours(cells, columns) > float(rule.most or 0)


def _is_yes(cells: pd.Series[Any], refusals: Iterable[str] = REFUSALS) -> pd.Series[bool]:
    if types.is_datetime64_any_dtype(cells.dtype):
        return cells.notna()
    return cells.notna() & ~is_among(cells, refusals)


def _no_consent(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    return ~any_of([_is_yes(cells.filled(name), NOT_GIVEN) for name in columns])


def _not_to_call(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    """Look for a mark in a column that says so, a cross too, and for a contact that is listed."""
    named = [name for name in rule.columns if name in columns]
    marked = [_is_yes(cells.filled(name)) for name in named]
    marked += [cells.text(name).str.fullmatch(CROSS, na=False) for name in named]
    if rule.listed:
        listed = pd.Series(rule.listed, dtype="str")
        numbers = phones(listed, cells.standard.phone.region).normalised.dropna()
        marked.append(cells.email.normalised.isin(emails(listed).normalised.dropna()))
        marked.append(cells.phone.normalised.isin(numbers))
    return any_of(marked)


def _test(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    """Look for a name or an address (before the @) with such a word, a firm called nothing else."""
    listed = "|".join(map(re.escape, fold(pd.Series(rule.words, dtype="str"))))
    found = []
    for name in columns:
        if name == "company":
            core = company_core(cells.text(name))
            found.append(core.str.fullmatch(rf"(?:(?:{listed}|\d+)\s*)+", na=False))
        else:
            text = fold(cells.text(name)).str.replace("@.*", "", regex=True)
            text = text[text.str.contains(listed, na=False)]
            word = rf"(?:^|[\W_\d])(?:{listed})(?=$|[\W_\d])"
            has_word = text.str.contains(word, na=False)
            found.append(has_word.reindex(cells.leads.index, fill_value=False))
    return any_of(found)


def _out_of_order(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    times = cells.leads
    return any_of([times[later] < times[earlier] for earlier, later in combinations(columns, 2)])


def _far_ahead(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    times = cells.leads[columns]
    limit = times.quantile(NEARLY_ALL, interpolation="lower") + FAR_AHEAD
    return (times > limit).any(axis=1)


def _out_of_range(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    """Look for what is no number, or one beyond the limits."""
    outside = []
    for name in columns:
        numbers = pd.to_numeric(cells.filled(name), errors="coerce").astype("float")
        within = numbers.notna()
        within &= numbers >= rule.least if rule.least is not None else within
        within &= numbers <= rule.most if rule.most is not None else within
        outside.append(cells.filled(name).notna() & ~within)
    return any_of(outside)


def _not_listed(cells: Cells, columns: list[str], rule: Rule) -> pd.Series[bool]:
    given = [cells.filled(name) for name in columns]
    return any_of([cell.notna() & ~is_among(cell, rule.values) for cell in given])


def _of_a_desk(cells: Cells, _columns: list[str], _rule: Rule) -> pd.Series[bool]:
    return cells.email.flag == ROLE


def _free_mail(cells: Cells, _columns: list[str], rule: Rule) -> pd.Series[bool]:
    domains = cells.email.normalised.str.rpartition("@")[2]
    return domains.isin([word.strip().casefold() for word in rule.words])


def _mangled(cells: Cells, columns: list[str], _rule: Rule) -> pd.Series[bool]:
    return any_of([mended(cells.text(name)).notna() for name in columns])


_FAILING: dict[str, Callable[[Cells, list[str], Rule], pd.Series[bool]]] = {
    "required": _blank,
    "email": lambda cells, _columns, _rule: cells.email.invalid,
    "phone": lambda cells, _columns, _rule: cells.phone.invalid,
    "reachable": lambda cells, _columns, _rule: ~(cells.email.valid | cells.phone.valid),
    "consent": _no_consent,
    "do_not_call": _not_to_call,
    "duplicate": lambda cells, _columns, _rule: cells.duplicates.later,
    "test": _test,
    "order": _out_of_order,
    "future": _far_ahead,
    "age": _too_old,
    "range": _out_of_range,
    "one_of": _not_listed,
    "role_address": _of_a_desk,
    "free_mail": _free_mail,
    "mangled": _mangled,
}
