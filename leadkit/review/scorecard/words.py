"""The scorecard in words and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from babel.numbers import get_currency_precision, get_currency_symbol

from leadkit.agreement import MEASURES, Side
from leadkit.base.language import MISSING, NO_BREAK, _, current, day, number, percent

if TYPE_CHECKING:
    from leadkit.review.scorecard.results import Result
    from leadkit.review.scorecard.scorecard import Scorecard

WHOLE = 1 - 1e-9


def exact(amount: float | None, currency: str, *, sign: bool = False) -> str:
    """Write an amount to the last unit of its currency, as pay is; a dash where there is none.

    Examples
    --------
    >>> exact(14_114_368.4, "VND").replace(NO_BREAK, " "), exact(None, "VND")
    ('14,114,368 ₫', '–')
    """
    if amount is None:
        return MISSING
    if not currency:
        return number(amount, sign=sign)
    digits = get_currency_precision(currency)
    symbol = get_currency_symbol(currency, locale=current())
    return number(amount, digits, sign=sign) + NO_BREAK + symbol


def said(card: Scorecard, side: Side) -> str:
    """Say after a side's name what it reached, is paid, and lost most by."""
    found = card.estimate(side)
    text = _("reached {reached} (by luck alone {low} to {high})").format(
        reached=reached_and_paid(card, side),
        low=percent(found.low),
        high=percent(found.high),
    )
    if lost := most_lost(card, side):
        text += _("; it lost most by “{result}”: {lost} of {weight} points").format(
            result=lost.kpi.name,
            lost=number(100 * (lost.kpi.weight - lost.points)),
            weight=number(100 * lost.kpi.weight),
        )
    return " ".join([f"{text}.", *unmeasured(card, side)])


def unmeasured(card: Scorecard, side: Side) -> list[str]:
    """Say which share of a side's weight could not be measured, where some could not."""
    if card.measured(side) >= WHOLE:
        return []
    text = _("{share} of its weight could not be measured and is not in it.")
    return [text.format(share=percent(1 - card.measured(side)))]


def reached_and_paid(card: Scorecard, side: Side) -> str:
    """Write the share of full pay, and the pay where one is agreed."""
    points, full, pay = card.points(side), card.full_pay(side), card.pay(side)
    if pay is None or full is None:
        return _("{points} of full pay").format(points=percent(points))
    return _("{points} of full pay, {pay} of {full}").format(
        points=percent(points), pay=exact(pay, card.currency), full=exact(full, card.currency)
    )


def most_lost(card: Scorecard, side: Side) -> Result | None:
    """Return the measured result that lacks most to full pay, or None where none does."""
    short = [one for one in card.of(side) if one.score is not None and one.score < WHOLE]
    return max(short, key=lambda one: one.kpi.weight - one.points, default=None)


def when(card: Scorecard) -> tuple[str, str]:
    """Say whether the pay is final, and if not, until when."""
    if card.is_final:
        return _("Final."), _("Every outcome window is over: the true-up is in it.")
    text = _(
        "Leads still open count as such leads ended in the past; the pay is trued up on {day}."
    )
    return _("Provisional."), text.format(day=day(card.true_up_on))


def rows(card: Scorecard, results: list[Result]) -> pd.DataFrame:
    """Return results as a table of strings, one row a result."""
    return pd.DataFrame(
        {
            _("result"): one.kpi.name,
            _("reached (95 %)"): reached(one, card),
            _("from nothing to full pay"): _("{floor} to {target}").format(
                floor=level(one, one.kpi.floor, card), target=level(one, one.kpi.target, card)
            ),
            _("share of points"): MISSING if one.score is None else percent(one.score),
            _("points"): points(one),
        }
        for one in results
    )


def points(one: Result) -> str:
    """Write the points of a result, of those it could bring at full score."""
    if one.score is None:
        return MISSING
    return _("{points} of {weight}").format(
        points=number(100 * one.points, 1), weight=number(100 * one.kpi.weight)
    )


def reached(one: Result, card: Scorecard) -> str:
    """Write what was counted, and what is scored where cases are few."""
    found = one.found
    if found is None or one.value is None:
        return one.missing
    if found.unit == "rate":
        text = _("{n} of {of}").format(n=number(found.events or 0), of=number(found.n))
        if found.refused:
            few = _("{counted}, scored as {value}: few cases")
            return few.format(counted=text, value=percent(one.value))
        return found.write()
    if is_count(one, card):
        return number(found.value)
    low, high = percent(found.low), percent(found.high)
    return _("{value} ({low} to {high})").format(value=percent(found.value), low=low, high=high)


def level(one: Result, value: float, card: Scorecard) -> str:
    """Write a floor or a target in the result's unit."""
    return number(value) if is_count(one, card) else percent(value)


def is_count(one: Result, card: Scorecard) -> bool:
    """Return whether a result is a number of leads and not a share."""
    promised = {promise.id: promise.measure for promise in card.agreement.promises}
    name = promised.get(one.kpi.promise)
    return name is not None and MEASURES[name].kind == "count"
