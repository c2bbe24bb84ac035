"""The kinds of answers: how each is read, and when it is the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isclose, isfinite, nan
from numbers import Real

from leadkit.base.language import _, ngettext, number, percent
from leadkit.learn.answers.numerals import parse, without_unit

Options = tuple[tuple[str, str], ...]


class Unreadable(ValueError):
    """An answer that is not of the kind that was asked; its text says what is."""


class NotDone(Unreadable):
    """An answer that is not there yet, or not whole."""


@dataclass(frozen=True)
class Number:
    """A number, right within a tolerance; as a `share` it is asked as a percentage.

    Parameters
    ----------
    tolerance : float
        How far from the right value an answer may lie, in the unit that is asked.
    unit : str
        The unit shown beside the answer, a catalog entry.
    share : bool
        Whether a percentage is asked: 72 and "72%" mean the same, 0.72 is told so.

    Examples
    --------
    >>> Number().read("1.234,5"), Number(share=True).read("72 %")
    (1234.5, 72.0)
    """

    tolerance: float = 0
    unit: str = ""
    share: bool = False

    def asked(self) -> str:
        """Say what is asked."""
        return _("Write a percentage.") if self.share else _("Write a number.")

    def read(self, answer: object) -> float:
        """Return the number that was meant.

        Raises
        ------
        Unreadable
            If it is no number, or a share that is not written as a percentage.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        value, is_percent = self._parse(answer)
        if not isfinite(value):
            raise Unreadable(_("A number is asked: write it in digits."))
        if is_percent and not self.share:
            raise Unreadable(_("A plain number is asked: write it without a percent sign."))
        if self.share and not is_percent and 0 < abs(value) < 1:
            digits = 0 if round(value * 100, 6).is_integer() else 1
            raise Unreadable(
                _("That is {share}; write it as a percentage.").format(share=percent(value, digits))
            )
        return value

    def matches(self, value: float, right: float) -> bool:
        """Return whether the number lies within the tolerance of the right one."""
        distance = abs(value - right)
        return distance <= self.tolerance or isclose(distance, self.tolerance, abs_tol=1e-9)

    def near(self, wanted: float) -> Callable[[float], bool]:
        """Fit the numbers within the tolerance of a certain one."""
        return lambda value: self.matches(value, wanted)

    def _parse(self, answer: object) -> tuple[float, bool]:
        if isinstance(answer, str):
            text = without_unit(answer, _(self.unit) if self.unit else "")
            return parse(text.removesuffix("%")), text.endswith("%")
        if isinstance(answer, bool) or not isinstance(answer, (Real, Decimal)):
            return nan, False
        try:
            return float(answer), False
        except OverflowError:
            return inf, False


@dataclass(frozen=True)
class Choice:
    """One of several options, each a letter and its text.

    Examples
    --------
    >>> Choice((("A", "pull"), ("B", "push"))).read(" b ")
    'B'
    """

    options: Options

    def asked(self) -> str:
        """Say what is asked."""
        return _("Choose one of {options}.").format(options=", ".join(dict(self.options)))

    def read(self, answer: object) -> str:
        """Return the letter of the option.

        Raises
        ------
        Unreadable
            If it is none of the options.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        chosen = _pick(answer, self.options)
        if chosen is None:
            raise Unreadable(self.asked())
        return chosen

    def matches(self, value: str, right: str) -> bool:
        """Return whether it is the right letter."""
        return value == right


@dataclass(frozen=True)
class Several:
    """Any number of options, each a key and its text.

    Parameters
    ----------
    options : tuple of (str, str)
        What there is to tick.
    may_be_none : bool
        Whether ticking nothing is an answer; else it is one that is not there yet.

    Examples
    --------
    >>> sorted(Several((("a", "phone"), ("b", "e-mail"), ("c", "firm"))).read("A, c"))
    ['a', 'c']
    """

    options: Options
    may_be_none: bool = False

    def asked(self) -> str:
        """Say what is asked."""
        if self.may_be_none:
            return _("Tick every one that belongs; tick none only if you mean none.")
        return _("Tick every one that belongs.")

    def read(self, answer: object) -> frozenset[str]:
        """Return the keys that were ticked.

        Raises
        ------
        Unreadable
            If one is none of the options.
        """
        is_list = isinstance(answer, (list, tuple, set, frozenset))
        if is_empty(answer) and not (is_list and self.may_be_none):
            raise NotDone(self.asked())
        if isinstance(answer, str):
            answer = re.split(r"[\s,;]+", answer.strip())
        if not isinstance(answer, (list, tuple, set, frozenset)):
            raise Unreadable(self.asked())
        chosen = {str(one): _pick(one, self.options) for one in answer}
        unknown = sorted(name for name, key in chosen.items() if key is None)
        if unknown:
            raise Unreadable(_("There is no {names} here.").format(names=", ".join(unknown)))
        return frozenset(key for key in chosen.values() if key is not None)

    def matches(self, value: frozenset[str], right: frozenset[str]) -> bool:
        """Return whether all that belong are ticked, and no others."""
        return value == right


@dataclass(frozen=True)
class Table:
    """One option for every row; rows and options are keys with their texts.

    Examples
    --------
    >>> table = Table((("visit", "a visit"),), (("pull", "pull"), ("push", "push")))
    >>> table.read({"visit": "Push"})
    {'visit': 'push'}
    """

    rows: Options
    options: Options

    def asked(self) -> str:
        """Say what is asked."""
        options = ", ".join(_(label) for _key, label in self.options)
        return _("Give every row one of: {options}.").format(options=options)

    def read(self, answer: object) -> dict[str, str]:
        """Return the option of every row.

        Raises
        ------
        Unreadable
            If a row or an option is unknown, or rows are empty.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if not isinstance(answer, dict):
            raise Unreadable(self.asked())
        unknown = [str(row) for row in answer if row not in dict(self.rows)]
        if unknown:
            raise Unreadable(_("There is no row {rows}.").format(rows=", ".join(unknown)))
        filled = {row: answer[row] for row, _label in self.rows if not is_empty(answer.get(row))}
        chosen = {row: _pick(option, self.options) for row, option in filled.items()}
        if None in chosen.values():
            raise Unreadable(self.asked())
        empty = len(self.rows) - len(filled)
        if empty:
            text = ngettext("{n} row is still empty.", "{n} rows are still empty.", empty)
            raise NotDone(text.format(n=number(empty)))
        return {row: option for row, option in chosen.items() if option is not None}

    def matches(self, value: dict[str, str], right: dict[str, str]) -> bool:
        """Return whether every row has its right option."""
        return value == right


@dataclass(frozen=True)
class Order:
    """All items, put in order; each a key and its text.

    Examples
    --------
    >>> Order((("won", "won"), ("new", "new"))).read(["new", "won"])
    ['new', 'won']
    """

    items: Options

    def asked(self) -> str:
        """Say what is asked."""
        return _("Put all {n} in order, each once.").format(n=number(len(self.items)))

    def read(self, answer: object) -> list[str]:
        """Return the keys of the items in the order given.

        Raises
        ------
        Unreadable
            If an item is unknown, stands twice or is missing; each is named.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if not isinstance(answer, (list, tuple)):
            raise Unreadable(self.asked())
        labels = dict(self.items)
        placed = [_pick(item, self.items) or str(item) for item in answer if not is_empty(item)]
        unknown = [item for item in placed if item not in labels]
        if unknown:
            raise Unreadable(_("There is no item {items}.").format(items=", ".join(unknown)))
        doubled = [_(labels[item]) for item in labels if placed.count(item) > 1]
        if doubled:
            raise Unreadable(
                _("Standing more than once: {items}.").format(items=", ".join(doubled))
            )
        missing = sorted(_(labels[item]) for item in labels if item not in placed)
        if missing:
            raise NotDone(_("Still missing: {items}.").format(items=", ".join(missing)))
        return placed

    def matches(self, value: Sequence[str], right: Sequence[str]) -> bool:
        """Return whether all stand in the right order."""
        return list(value) == list(right)


def is_empty(answer: object) -> bool:
    """Return whether nothing was answered yet.

    Examples
    --------
    >>> is_empty(...), is_empty("  "), is_empty(0)
    (True, True, False)
    """
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, (dict, list, tuple, set, frozenset)):
        return not answer
    return answer is None or answer is ...


def _pick(answer: object, options: Options) -> str | None:
    """Return the key that was meant, whatever its case and the spaces around it."""
    wanted = answer.strip().casefold() if isinstance(answer, str) else None
    return next((key for key, _label in options if key.casefold() == wanted), None)
