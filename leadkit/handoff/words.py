"""The sentences of the handoff curve and its choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from babel.numbers import get_currency_symbol

from leadkit.base.estimate import Estimate
from leadkit.base.language import NO_BREAK, _, current, money, number, percent
from leadkit.handoff.leads import FLAT_LOSS

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
    if np.isnan(threshold):
        return number(threshold)
    is_whole = abs(threshold * 100 - round(threshold * 100)) < 0.05
    return percent(threshold, 0 if is_whole else 1)


def money_unit(currency: str, largest: float) -> tuple[float, str]:
    """Return what to divide amounts by, and the unit's name, so that all share one unit."""
    symbol = get_currency_symbol(currency, locale=current()) if currency else ""
    if largest < 10 * MILLION:
        return 1.0, symbol
    return float(MILLION), NO_BREAK.join(filter(None, [_("M"), symbol]))


def column_unit(name: str, largest: float) -> tuple[float, str]:
    """Return what to divide a column of amounts by so that it stays narrow, and its unit."""
    steps = ((1e6, _("million")), (1e3, _("thousand")), (1.0, ""))
    scale, word = next(step for step in steps if largest >= 10 * step[0] or step[0] == 1)
    return scale, " ".join(filter(None, [word, name]))


def headed(name: str, unit: str) -> str:
    """Write a column's head with its unit, where it has one."""
    return ", ".join(filter(None, [name, unit]))


def amount(estimate: Estimate, currency: str, *, sign: bool = False) -> str:
    """Write an amount with its interval, the unit once: 208 M $ (3 to 351)."""
    ends = (estimate.value, estimate.low, estimate.high)
    divisor, unit = money_unit(currency, max(map(abs, ends)))
    value, low, high = (x / divisor for x in ends)
    shown = NO_BREAK.join(filter(None, [number(value, sign=sign), unit]))
    interval = _("({low} to {high})").format(low=number(low), high=number(high))
    return f"{shown} {interval.replace(' ', NO_BREAK)}"


def reason(curve: HandoffCurve, wanted: float, earned: Estimate) -> str | None:
    """Say why the wanted line does not meet the terms, or None if it does."""
    top, economics, limit = float(curve.leads.p[-1]), curve.economics, curve.capacity.limit
    if limit is not None and curve.leads.above(top) > curve.places:
        return _(
            "no line keeps within what sales can take: even the highest judged score, {top}, needs "
            "{needed} of {limit}"
        ).format(
            top=line(top),
            needed=number(curve.leads.above(top) * economics.hours_per_lead),
            limit=number(limit),
        )
    if wanted > top:
        return _(
            "no lead reaches break-even, {break_even}: the highest score is {top}, "
            "{gap} points below"
        ).format(break_even=line(wanted), top=line(top), gap=number((wanted - top) * 100, 1))
    if earned.value > 0:
        return None
    return _("the nearest line, {line}, would have earned {profit}, so it misses by {gap}").format(
        line=line(wanted),
        profit=amount(earned, economics.currency),
        gap=money(-earned.value, economics.currency),
    )


def sentence(choice: HandoffChoice) -> str:
    """Say the choice to a salesperson."""
    if choice.threshold is None:
        return _("No line meets these terms: {reason}.").format(reason=choice.reason)
    said = _(
        "Hand off every lead with a chance of buying of {line} or more: {handed_off} of the "
        "{judged} judged leads, {rate} of which bought, for a profit of {profit}."
    ).format(
        line=line(choice.threshold),
        handed_off=number(choice.handed_off),
        judged=number(len(choice.curve.leads.p)),
        rate=choice.win_rate.write(),
        profit=amount(choice.profit, choice.economics.currency),
    )
    return f"{said} {flat(choice)}".strip()


def flat(choice: HandoffChoice) -> str:
    """Say which other lines are as good, or nothing where there is no such zone."""
    if choice.flat is None or choice.flat[0] == choice.flat[1]:
        return ""
    return _("Any line from {low} to {high} is as good within {share}.").format(
        share=percent(FLAT_LOSS), low=line(choice.flat[0]), high=line(choice.flat[1])
    )


def load(choice: HandoffChoice) -> str:
    """Say what the line takes of sales' capacity, and what one more hour is worth."""
    economics, limit = choice.economics, choice.capacity.limit
    form = _("{n} leads") if economics.hours is None else _("{n} hours")
    work = choice.curve.leads.above(choice.nearest) * economics.hours_per_lead
    needed = form.format(n=number(work))
    if work > choice.handed_off * economics.hours_per_lead:
        needed += _(", leads nobody followed included,")
    if limit is None:
        return _("{work} in the time of this table").format(work=needed)
    said = _("{work} of the {limit} it can give").format(
        work=needed, limit=form.format(n=number(limit))
    )
    return said if choice.capacity.binding else said + _("; there is time to spare")


def next_hour(choice: HandoffChoice) -> str:
    """Say what one more hour (or lead) of capacity is worth: the shadow price."""
    return _("one more {unit} would earn {price} by the model").format(
        unit=_("lead") if choice.economics.hours is None else _("hour"),
        price=money(choice.capacity.shadow_price, choice.economics.currency),
    )


def cannot_tell(choice: HandoffChoice) -> str:
    """Say what the data cannot tell about this line (cube-root rate: Kim and Pollard, 1990)."""
    economics, table = choice.economics, choice.curve.table
    unseen = int(table["unseen"].iloc[choice.curve.at(choice.nearest)])
    if unseen:
        least, most = -economics.cost * unseen, (economics.value - economics.cost) * unseen
        return _(
            "What {n} leads above the line that nobody followed would have bought, the data cannot "
            "tell: they could add anything from {least} to {most}."
        ).format(
            n=number(unseen),
            least=money(least, economics.currency),
            most=money(most, economics.currency),
        )
    if choice.threshold is None:
        return _("Whether better leads or a sharper score would pay, the data cannot tell.")
    return _(
        "Where exactly the line earns most, the data cannot tell: anywhere from {low} to {high}. "
        "About eight times the leads would halve that."
    ).format(low=line(choice.low), high=line(choice.high))


def method(choice: HandoffChoice) -> str:
    """Say how the line was chosen, and whether what happened agrees."""
    currency, ratio = choice.economics.currency, choice.calibration.write()
    if not choice.from_economics:
        return _(
            "The probabilities do not add up (observed over expected wins {ratio}), so the line is "
            "the best observed one, its profit less an optimism of {optimism}."
        ).format(ratio=ratio, optimism=money(choice.optimism, currency))
    said = _(
        "The probabilities add up (observed over expected wins {ratio}), so the line is "
        "break-even: cost divided by value, {break_even}"
    ).format(ratio=ratio, break_even=line(choice.economics.break_even))
    if choice.capacity.binding:
        said += _(", raised until the leads fit sales’ capacity")
    if choice.threshold is None and choice.agrees:
        return said + "."
    best = choice.curve.table["profit"].iloc[choice.curve.at(choice.best_observed)]
    check = (
        _(
            "What happened does not speak against it: the best observed line, {line}, earned "
            "{profit} after correction for hindsight."
        )
        if choice.agrees
        else _(
            "What happened does not agree: the best observed line, {line}, earned {profit} after "
            "correction for hindsight, so either the spread of the probabilities is wrong or value "
            "and cost are."
        )
    )
    profit = money(best - choice.optimism, currency)
    return f"{said}. " + check.format(line=line(choice.best_observed), profit=profit)


def cautions(choice: HandoffChoice) -> list[str]:
    """Say what to keep in mind before signing."""
    said = []
    if choice.threshold is not None and choice.profit.low <= 0:
        said.append(_("The interval of the profit reaches zero: the line may earn nothing."))
    return [
        *said,
        _(
            "The score predicts buying after a handoff. Sales time is worth only the difference "
            "from what the lead would buy without it; keeping back a random 5 to 10 % above the "
            "line measures that."
        ),
    ]


def finding(choice: HandoffChoice) -> str:
    """Return what the picture shows, with its number."""
    if choice.threshold is None:
        return _sentence_case(choice.reason or "")
    where, currency = line(choice.threshold), choice.economics.currency
    if choice.capacity.binding:
        return _(
            "Sales can take the leads down to {line}, which would have earned {profit}; {next}"
        ).format(line=where, profit=amount(choice.profit, currency), next=next_hour(choice))
    gain = choice.compared.get("today")
    if gain is None:
        return _(
            "Drawn at {line}, the line would have earned {profit} on {n} of {judged} leads"
        ).format(
            line=where,
            profit=amount(choice.profit, currency),
            n=number(choice.handed_off),
            judged=number(len(choice.curve.leads.p)),
        )
    if gain.low <= 0 <= gain.high:
        return _(
            "Whether a line at {line} earns more than today’s rule, the data cannot tell: {gain}"
        ).format(line=where, gain=amount(gain, currency, sign=True))
    return _against_today(choice, gain)


def _against_today(choice: HandoffChoice, gain: Estimate) -> str:
    text = _("Drawn at {line}, the line would have earned {gain} more than today’s rule")
    if gain.value < 0:
        gain = replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)
        text = _("Drawn at {line}, the line would have earned {gain} less than today’s rule")
    earned = amount(gain, choice.economics.currency)
    today = choice.table["handed_off"][choice.table["policy"] == "today"].sum()
    handoffs = _(", with {n} handoffs instead of {today}").format(
        n=number(choice.handed_off), today=number(today)
    )
    return text.format(line=line(choice.nearest), gain=earned) + handoffs


def picture_words(choice: HandoffChoice) -> tuple[str, str, str]:
    """Return the finding of the picture, what it shows, and its source line."""
    curve = choice.curve
    unit = money_unit(curve.economics.currency, float(curve.table["profit"].abs().max()))[1]
    subtitle = (
        _("Profit on the judged leads, {unit}, by where the line is drawn")
        if curve.leads.today is None
        else _("Profit against today’s rule, {unit}, by where the line is drawn")
    )
    return finding(choice), subtitle.format(unit=unit or _("in money")), _source(choice)


def _source(choice: HandoffChoice) -> str:
    """State n, economics and method under the picture."""
    curve = choice.curve
    parts = [
        _("n = {n} judged leads, {wins} won").format(
            n=number(len(curve.leads.p)), wins=number(int(curve.leads.won.sum()))
        ),
        _sentence_case(curve.economics.sentence()),
        _("Bands: {method}").format(method=curve.method),
    ]
    if choice.flat is not None:
        on = _("expected curve") if choice.from_economics else _("observed curve, smoothed")
        parts.append(_("Flat zone: on the {curve}").format(curve=on))
    return " ".join([". ".join(parts) + ".", *curve.warnings])


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
