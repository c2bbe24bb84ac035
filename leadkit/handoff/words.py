"""The sentences of the handoff curve and its choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from babel.numbers import get_currency_symbol

from leadkit.base.estimate import Estimate
from leadkit.base.language import NO_BREAK, _, capital, current, money, ngettext, number, percent
from leadkit.handoff.capacity import ROUNDING
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


def chance(probability: float) -> str:
    """Write a chance, never as certain."""
    if probability > 0.99:
        return _("over {share}").format(share=percent(0.99))
    if probability < 0.01:
        return _("under {share}").format(share=percent(0.01))
    return number(np.nan) if np.isnan(probability) else percent(probability)


def reason(curve: HandoffCurve, wanted: float, earned: Estimate) -> str | None:
    """Say why the wanted line does not meet the terms, or None if it does."""
    top, economics, limit = float(curve.leads.p[-1]), curve.economics, curve.capacity.limit
    if limit is not None and curve.work(top) > limit * (1 + ROUNDING):
        return _(
            "no line keeps within what sales can take: even the highest judged score, {top}, needs "
            "{needed} of {limit}"
        ).format(
            top=line(top),
            needed=number(curve.work(top)),
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


def no_signal() -> str:
    """Say why scores that tell nothing draw no line."""
    return _("the model has no usable signal, so its scores cannot tell whom to hand off")


def without_score(choice: HandoffChoice) -> str:
    """Say what can be done without the scores: hand off every lead, or by the points card."""
    said = []
    texts = {
        "all": _("Handing off every lead would have earned {profit}"),
        "points_card": _("by the points card, {profit}"),
    }
    for name, text in texts.items():
        gain = choice.compared.get(name)
        if gain is not None:
            profit = replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)
            said.append(text.format(profit=amount(profit, choice.economics.currency)))
    return "; ".join(said) + "."


def sentence(choice: HandoffChoice) -> str:
    """Say the choice to a salesperson."""
    if choice.threshold is None:
        said = _("No line meets these terms: {reason}.").format(reason=choice.reason)
        return said if choice.usable else f"{said} {without_score(choice)}"
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
    if choice.flat is None or line(choice.flat[0]) == line(choice.flat[1]):
        return ""
    return _("Any line from {low} to {high} is as good within {share}.").format(
        share=percent(FLAT_LOSS), low=line(choice.flat[0]), high=line(choice.flat[1])
    )


def next_hour(choice: HandoffChoice) -> str:
    """Say what one more hour (or lead) of capacity is worth: the shadow price."""
    return _("one more {unit} would earn {price} by the model").format(
        unit=_("lead") if choice.economics.hours is None else _("hour"),
        price=money(choice.capacity.shadow_price, choice.economics.currency),
    )


def cannot_tell(choice: HandoffChoice) -> str:
    """Say what the data cannot tell about this line (cube-root rate: Kim and Pollard, 1990)."""
    economics, unseen = choice.economics, unseen_above(choice)
    if unseen:
        at = choice.curve.against_today().iloc[choice.curve.at(choice.nearest)].to_dict()
        least, most = at["least"] - at["profit"], at["most"] - at["profit"]
        return ngettext(
            "What {n} lead above the line that nobody followed would have bought, the"
            " data cannot tell: it could add anything from {least} to {most}.",
            "What {n} leads above the line that nobody followed would have bought, "
            "the data cannot tell: they could add anything from {least} to {most}.",
            unseen,
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


def unseen_above(choice: HandoffChoice) -> int:
    """Count the leads at or above the line whose outcome nobody saw."""
    return int(choice.curve.table["unseen"].iloc[choice.curve.at(choice.nearest)])


def method(choice: HandoffChoice) -> str:
    """Say how the line was chosen, and whether what happened agrees."""
    currency = choice.economics.currency
    if not choice.usable:
        return capital(no_signal()) + "."
    if choice.basis == "observed":
        return _(
            "The probabilities do not add up (observed over expected wins {ratio}), so the line is "
            "the best observed one, its profit less an optimism of {optimism}."
        ).format(ratio=choice.calibration.write(), optimism=money(choice.optimism, currency))
    said = standing(choice)
    if choice.capacity.binding:
        said += _(", raised until the leads fit sales' capacity")
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


def standing(choice: HandoffChoice) -> str:
    """Say what the line stands on, where that is the economics."""
    economics, fitted = choice.economics, choice.curve.leads.recalibration
    facts = {
        "ratio": choice.calibration.write(),
        "cost": economics.paid_in_words(),
        "value": economics.gained_in_words(),
        "break_even": line(economics.break_even),
        "slope": number(np.nan if fitted is None else fitted.slope, 2),
    }
    is_plain = choice.basis == "break_even"
    if choice.curve.own_amounts:
        text = (
            _(
                "The probabilities hold (observed over expected wins {ratio}), so the line is the "
                "one that promises most, each lead with its own amounts"
            )
            if is_plain
            else _(
                "The probabilities do not hold as they stand (observed over expected wins {ratio}, "
                "slope {slope}): the line is the one that promises most by the chances these leads "
                "showed, each lead with its own amounts"
            )
        )
    elif is_plain:
        text = _(
            "The probabilities hold (observed over expected wins {ratio}), so the line is "
            "break-even: {cost} divided by {value}, {break_even}"
        )
    else:
        text = _(
            "The probabilities do not hold as they stand (observed over expected wins {ratio}, "
            "slope {slope}): the line is the score at which these leads really broke even, "
            "{cost} divided by {value}, {break_even}"
        )
    return text.format(**facts)


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
