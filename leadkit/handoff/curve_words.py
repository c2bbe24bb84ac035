"""The words of the curve's picture: what it shows, with its number, and where that comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, capital, number
from leadkit.handoff.words import amount, line, money_unit, next_hour

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice


def finding(choice: HandoffChoice) -> str:
    """Return what the picture shows, with its number."""
    if choice.threshold is None:
        return capital(choice.reason or "")
    where, currency = line(choice.threshold), choice.economics.currency
    if choice.capacity.binding:
        return _(
            "Sales can take the leads down to {line}, which would have earned {profit}; {next}"
        ).format(
            line=where,
            profit=amount(choice.profit, currency),
            next=next_hour(choice),
        )
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
            "Whether a line at {line} earns more than today's rule, the data cannot tell: {gain}"
        ).format(line=where, gain=amount(gain, currency, sign=True))
    return _against_today(choice, gain)


def _against_today(choice: HandoffChoice, gain: Estimate) -> str:
    text = _("Drawn at {line}, the line would have earned {gain} more than today's rule")
    if gain.value < 0:
        gain = replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)
        text = _("Drawn at {line}, the line would have earned {gain} less than today's rule")
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
        else _("Profit against today's rule, {unit}, by where the line is drawn")
    )
    return finding(choice), subtitle.format(unit=unit or _("in money")), _source(choice)


def _source(choice: HandoffChoice) -> str:
    """State n, economics and method under the picture."""
    curve = choice.curve
    parts = [
        _("n = {n} judged leads, {wins} won").format(
            n=number(len(curve.leads.p)), wins=number(int(curve.leads.won.sum()))
        ),
        capital(curve.economics.sentence()),
        _("Bands: {method}").format(method=curve.method),
    ]
    if choice.flat is not None:
        on = {
            "break_even": _("expected curve"),
            "recalibrated": _("expected curve, recalibrated"),
            "observed": _("observed curve, smoothed"),
        }[choice.basis]
        parts.append(_("Flat zone: on the {curve}").format(curve=on))
    return " ".join([". ".join(parts) + ".", *curve.warnings])
