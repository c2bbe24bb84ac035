"""The sentences of the handoff curve and its choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from babel.numbers import get_currency_symbol

from leadkit.base.estimate import Estimate
from leadkit.base.language import NO_BREAK, _, current, money, number, percent

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.curve import HandoffCurve

MILLION = 1_000_000


def line(threshold: float) -> str:
    """Write a threshold: whole percent where that is exact, else one decimal.

    Examples
    --------
    >>> line(0.08).replace(NO_BREAK, " "), line(1 / 12).replace(NO_BREAK, " ")
    ('8 %', '8.3 %')
    """
    whole = abs(threshold * 100 - round(threshold * 100)) < 0.05
    return percent(threshold, 0 if whole else 1)


def money_unit(currency: str, largest: float) -> tuple[float, str]:
    """Return what to divide amounts by, and the unit's name, so that all share one unit."""
    symbol = get_currency_symbol(currency, locale=current()) if currency else ""
    if largest < 10 * MILLION:
        return 1.0, symbol
    return float(MILLION), NO_BREAK.join(filter(None, [_("M"), symbol]))


def amount(estimate: Estimate, currency: str, *, sign: bool = False) -> str:
    """Write an amount with its interval, the unit once: 208 M $ (3 to 351)."""
    ends = (estimate.value, estimate.low, estimate.high)
    divisor, unit = money_unit(currency, max(map(abs, ends)))
    value, low, high = (x / divisor for x in ends)
    shown = NO_BREAK.join(filter(None, [number(value, sign=sign), unit]))
    interval = _("({low} to {high})").format(low=number(low), high=number(high))
    return f"{shown} {interval.replace(' ', NO_BREAK)}"


def unseen_bounds(curve: HandoffCurve, threshold: float) -> tuple[int, float, float]:
    """Return the unseen leads at or above a line and the least and most they could earn."""
    unseen = int(curve.table["unseen"].iloc[curve.at(threshold)])
    economics = curve.economics
    return unseen, -economics.cost * unseen, (economics.value - economics.cost) * unseen


def reason_words(curve: HandoffCurve, wanted: float, earned: Estimate) -> str | None:
    """Say why the wanted line does not meet the terms, or None if it does."""
    top = float(curve.leads.scores[-1])
    if curve.capacity.line is None:
        return _too_narrow(curve)
    if wanted > top and wanted > curve.economics.break_even:
        return _(
            "sales can work only leads from {line} upwards, where no lead has been judged"
        ).format(line=line(wanted))
    if wanted > top:
        return _(
            "no lead reaches break-even, {break_even}: the highest score is {top}, "
            "{gap} points below"
        ).format(break_even=line(wanted), top=line(top), gap=number((wanted - top) * 100, 1))
    if earned.value > 0:
        return None
    currency = curve.economics.currency
    return _(
        "no line would have paid: the nearest, {line}, would have earned {profit}, "
        "so it misses by {gap}"
    ).format(line=line(wanted), profit=amount(earned, currency), gap=money(-earned.value, currency))


def _too_narrow(curve: HandoffCurve) -> str:
    highest = curve.leads.all_scores[-1:]
    tied = int(curve.leads.above(highest)[0])
    return _(
        "not even the highest score fits: its leads, {n} at {score}, need {needed} of the {limit} "
        "that sales can give"
    ).format(
        n=number(tied),
        score=line(float(highest[0])),
        needed=number(tied * curve.economics.hours_per_lead),
        limit=number(curve.capacity.limit or 0.0),
    )


def choice_sentence(choice: HandoffChoice) -> str:
    """Say the choice to a salesperson."""
    judged = number(len(choice.curve.leads.p))
    if choice.threshold is None:
        return _("No line meets these terms: {reason}.").format(reason=choice.reason)
    said = _(
        "Hand off every lead with a chance of buying of {line} or more: {handed_off} of the "
        "{judged} judged leads, {rate} of which bought, for a profit of {profit}."
    ).format(
        line=line(choice.threshold),
        handed_off=number(choice.handed_off),
        judged=judged,
        rate=choice.win_rate.write(),
        profit=amount(choice.profit, choice.economics.currency),
    )
    return " ".join([said, flat_words(choice)]).strip()


def flat_words(choice: HandoffChoice) -> str:
    """Say which other lines are as good, or nothing where there is no such zone."""
    if choice.flat is None or choice.flat[0] == choice.flat[1]:
        return ""
    return _("Any line from {low} to {high} is as good within 2 %.").format(
        low=line(choice.flat[0]), high=line(choice.flat[1])
    )


def method_words(choice: HandoffChoice) -> str:
    """Say how the line was chosen, and why so."""
    ratio = choice.calibration.write()
    if not choice.from_economics:
        return _(
            "The probabilities do not add up (observed over expected wins {ratio}), so the line is "
            "the best observed one, its profit less an optimism of {optimism}."
        ).format(ratio=ratio, optimism=money(choice.optimism, choice.economics.currency))
    if choice.capacity.binding:
        return _(
            "The probabilities add up (observed over expected wins {ratio}), so the line is "
            "break-even, {break_even}, raised until the leads fit sales’ capacity."
        ).format(ratio=ratio, break_even=line(choice.economics.break_even))
    return _(
        "The probabilities add up (observed over expected wins {ratio}), so the line is "
        "break-even: cost divided by value, {break_even}."
    ).format(ratio=ratio, break_even=line(choice.economics.break_even))


def check_words(choice: HandoffChoice) -> str:
    """Say whether what happened agrees with the line."""
    best = choice.curve.table["profit"].iloc[choice.curve.at(choice.best_observed)]
    currency = choice.economics.currency
    facts = _(
        "The best observed line was {line}, with {profit}, or {corrected} after taking off what "
        "the best of many lines overstates."
    ).format(
        line=line(choice.best_observed),
        profit=money(best, currency),
        corrected=money(best - choice.optimism, currency),
    )
    if choice.agrees:
        return facts + " " + _("What happened agrees with the recommended line.")
    return (
        facts
        + " "
        + _(
            "The recommended line lies outside its band: the probabilities add up on average, so "
            "either their spread is wrong or value and cost are."
        )
    )


def choice_warnings(choice: HandoffChoice) -> tuple[str, ...]:
    """Say what the reader of the choice must know."""
    said = list(choice.curve.warnings)
    count, least, most = unseen_bounds(choice.curve, choice.nearest)
    currency = choice.economics.currency
    if count:
        said.append(
            _(
                "{n} leads at or above the line have no seen outcome; they could add anything from "
                "{least} to {most}."
            ).format(n=number(count), least=money(least, currency), most=money(most, currency))
        )
    if not choice.from_economics or not choice.agrees:
        said += [method_words(choice), check_words(choice)]
    if choice.threshold is not None and choice.profit.low <= 0:
        said.append(_("The interval of the profit reaches zero: the line may earn nothing."))
    said.append(
        _(
            "The score predicts buying after a handoff. Sales time is worth only the difference "
            "from what the lead would buy without it; keeping back a random 5 to 10 % above the "
            "line measures that."
        )
    )
    return tuple(said)


def picture_words(curve: HandoffCurve, choice: HandoffChoice) -> tuple[str, str, str]:
    """Return the finding of the picture, what it shows, and its source line."""
    largest = float(np.abs(curve.table["profit"]).max())
    divisor, unit = money_unit(curve.economics.currency, largest)
    if divisor > 1:
        unit = " ".join([_("million"), *unit.split(NO_BREAK)[1:]])
    subtitle = (
        _("Profit on the judged leads, {unit}, by where the line is drawn")
        if curve.leads.today is None
        else _("Profit against today’s rule, {unit}, by where the line is drawn")
    )
    subtitle = subtitle.format(unit=unit or _("in money"))
    return _finding(curve, choice), subtitle, source_words(curve, choice)


def _finding(curve: HandoffCurve, choice: HandoffChoice) -> str:
    if choice.threshold is None:
        reason = choice.reason or ""
        return reason[:1].upper() + reason[1:]
    where, currency = line(choice.threshold), curve.economics.currency
    earned, gain = amount(choice.profit, currency), choice.compared.get("today")
    if choice.capacity.binding:
        return _(
            "Sales can take the leads down to {line}: that would have earned {profit}, and one "
            "more {unit} {price}"
        ).format(
            line=where,
            profit=earned,
            unit=_("lead") if curve.economics.hours is None else _("hour"),
            price=money(choice.capacity.shadow_price, currency),
        )
    if gain is None:
        return _(
            "Drawn at {line}, the line would have earned {profit} on {n} of {judged} leads"
        ).format(
            line=where,
            profit=earned,
            n=number(choice.handed_off),
            judged=number(len(curve.leads.p)),
        )
    return _against_today(curve, choice, gain)


def _against_today(curve: HandoffCurve, choice: HandoffChoice, gain: Estimate) -> str:
    where, currency = line(choice.nearest), curve.economics.currency
    if gain.low <= 0 <= gain.high:
        return _(
            "Whether a line at {line} earns more than today’s rule, the data cannot tell: {gain}"
        ).format(line=where, gain=amount(gain, currency, sign=True))
    if gain.value > 0:
        text = _("Drawn at {line}, the line would have earned {gain} more than today’s rule")
    else:
        gain = replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)
        text = _("Drawn at {line}, the line would have earned {gain} less than today’s rule")
    finding = text.format(line=where, gain=amount(gain, currency))
    return f"{finding}, {_handoffs_against_today(curve, choice)}"


def _handoffs_against_today(curve: HandoffCurve, choice: HandoffChoice) -> str:
    today = int(curve.counted.today_handed_off)
    change = choice.handed_off / today - 1 if today else np.inf
    if change <= 0:
        return _("with {share} fewer handoffs").format(share=percent(-change))
    return _("with {n} handoffs instead of {today}").format(
        n=number(choice.handed_off), today=number(today)
    )


def source_words(curve: HandoffCurve, choice: HandoffChoice) -> str:
    """State n, economics and method under the picture."""
    leads, draws = curve.leads, number(len(curve.drawn.handed_off))
    parts = [
        _("n = {n} judged leads, {wins} won").format(
            n=number(len(leads.p)), wins=number(int(leads.won.sum()))
        )
    ]
    if len(leads.unseen):
        parts.append(_("{n} more have no seen outcome").format(n=number(len(leads.unseen))))
    economics = curve.economics.sentence()
    parts.append(economics[:1].upper() + economics[1:])
    bands = (
        _("Bands: {draws} bootstrap draws of leads")
        if leads.account is None
        else _("Bands: {draws} bootstrap draws of accounts")
    ).format(draws=draws)
    if curve.is_approximate:
        bands += _(", approximate below {least} leads").format(least=number(1000))
    parts.append(bands)
    if choice.flat is not None and choice.from_economics:
        parts.append(_("Flat zone: on the expected curve"))
    elif choice.flat is not None:
        parts.append(_("Flat zone: on the observed curve, smoothed"))
    return ". ".join(parts) + "."
