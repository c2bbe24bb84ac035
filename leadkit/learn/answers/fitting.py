"""What makes an answer a certain mistake: a letter chosen, an order turned, a fault it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def chosen(letter: str) -> Callable[[str], bool]:
    """Fit the answer that is this letter."""
    return lambda answer: answer == letter


def before(first: str, second: str) -> Callable[[list[str]], bool]:
    """Fit an order in which one comes before the other."""
    return lambda order: order.index(first) < order.index(second)


def faulty(fault_of: Callable[[Answer], str], fault: str) -> Callable[[Answer], bool]:
    """Fit answers with this worst fault."""
    return lambda answer: fault_of(answer) == fault


def either(*fits: Callable[[Answer], bool]) -> Callable[[Answer], bool]:
    """Fit what one of several fits.

    Examples
    --------
    >>> either(chosen("A"), chosen("B"))("B")
    True
    """
    return lambda answer: any(fit(answer) for fit in fits)
