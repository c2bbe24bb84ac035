"""What the clinic says to both heads: the answer in sentences, and its figures as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.apps.reading import Reading, Rule
from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate
from leadkit.base.language import N_, _, capital, ngettext, number
from leadkit.handoff.words import amount, chance, headed, line, money_unit, no_signal
from leadkit.model.verdict import USABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadkit.apps.clinic import Clinic

RULES = {"in_force": N_("the line in force"), "today": N_("today's rule")}
NONE = "–"


def main_rule(reading: Reading) -> str | None:
    """Return the rule that the line is set against first; None where there is none."""
    return next(iter(reading.against), None)


def sentences(reading: Reading) -> Sequence[str]:
    """Say the setting: the money, marketing's side, sales' side, and what nobody knows."""
    if not reading.leads:
        return [_beyond(reading)]
    said = [_money(reading), marketing(reading), sales(reading), _pays_from(reading)]
    return [*said, _unseen(reading)] if reading.unseen else said


def _beyond(reading: Reading) -> str:
    return _(
        "No lead reaches this line, {line}: the highest score is {top}. Nobody would be handed "
        "off, and nothing earned."
    ).format(line=line(reading.setting.threshold), top=line(reading.top))


def _money(reading: Reading) -> str:
    """Say what the line earns against the rule it would replace."""
    name, currency = main_rule(reading), reading.setting.economics.currency
    where = line(reading.setting.threshold)
    if name is None:
        return _(
            "Drawn at {line}, the line would have earned {profit} more than handing off nobody."
        ).format(line=where, profit=amount(reading.profit, currency))
    rule = reading.against[name]
    if not rule.more and not rule.fewer:
        return _("At {line} no lead changes sides: this is what {rule} hands off.").format(
            line=where, rule=_(RULES[name])
        )
    return " ".join([_gain(where, _(RULES[name]), rule, currency), _chance(rule)]).strip()


def _gain(where: str, name: str, rule: Rule, currency: str) -> str:
    gain = rule.gain
    if gain.low <= 0 <= gain.high:
        return _(
            "Whether a line at {line} earns more than {rule}, the data cannot tell: {gain}."
        ).format(line=where, rule=name, gain=amount(gain, currency, sign=True))
    text = _("Drawn at {line}, the line would have earned {gain} more than {rule}.")
    if gain.value < 0:
        text = _("Drawn at {line}, the line would have earned {gain} less than {rule}.")
        gain = -gain
    return text.format(line=where, rule=name, gain=amount(gain, currency))


def _chance(rule: Rule) -> str:
    if rule.chance != rule.chance:
        return ""
    return _("The chance that it earns more is {chance}.").format(chance=chance(rule.chance))


def marketing(reading: Reading) -> str:
    """Say to marketing how many leads it hands over, and how good they were."""
    said = ngettext(
        "Marketing hands over {n} lead", "Marketing hands over {n} leads", reading.leads
    ).format(n=number(reading.leads))
    name = main_rule(reading)
    if name is not None:
        rule = reading.against[name]
        said += _moved(rule).format(
            more=number(rule.more), fewer=number(rule.fewer), rule=_(RULES[name])
        )
    return said + _("; of the {n} whose outcome is known, {rate} bought.").format(
        n=number(reading.handed_off), rate=reading.win_rate.write()
    )


def _moved(rule: Rule) -> str:
    """Return how to say the number of leads that change sides; nothing where none does."""
    if rule.more and rule.fewer:
        return _(", {more} more and {fewer} fewer than by {rule}")
    if rule.more:
        return _(", {more} more than by {rule}")
    return _(", {fewer} fewer than by {rule}") if rule.fewer else ""


def sales(reading: Reading) -> str:
    """Say to sales what the line takes of its time, and whether that fits."""
    economics, limit = reading.setting.economics, reading.capacity.limit
    needed = load(reading.work, economics)
    if limit is None:
        return _("Sales works {load}; no limit was given.").format(load=needed)
    room = load(limit, economics)
    if reading.fits:
        return _("Sales works {load} of the {room} it can take.").format(load=needed, room=room)
    if reading.capacity.line is None:
        return _("Sales cannot take this: {load} to work, and it can take {room}.").format(
            load=needed, room=room
        )
    return _(
        "Sales cannot take this: {load} to work, and it can take {room}. The leads fit from "
        "{line} upwards."
    ).format(load=needed, room=room, line=line(reading.capacity.line))


def load(work: float, economics: Economics) -> str:
    """Write work in hours, or in leads where a lead's hours are not given."""
    form = _("{n} leads") if economics.hours is None else _("{n} hours")
    return form.format(n=number(work))


def _pays_from(reading: Reading) -> str:
    if reading.pays_from > reading.top:
        return _(
            "At these amounts a lead pays from {pays} upwards, which no lead reaches: the highest "
            "score is {top}."
        ).format(pays=line(min(reading.pays_from, 1.0)), top=line(reading.top))
    return _("At these amounts a lead pays from {pays} upwards.").format(
        pays=line(reading.pays_from)
    )


def _unseen(reading: Reading) -> str:
    return _(
        "Nobody called {n} of these leads: what they would have bought, the data cannot tell."
    ).format(n=number(reading.unseen))


def cannot_pay(problem: str) -> str:
    """Say that no line can be drawn at these amounts, and why."""
    return _("{problem}. No line can be drawn at these amounts: change them.").format(
        problem=capital(problem)
    )


def rows(reading: Reading) -> pd.DataFrame:
    """Return the figures ready to read: one column a rule, the line itself last."""
    economics, rules = reading.setting.economics, list(reading.against.values())
    amounts = [reading.profit.value, *(rule.profit for rule in rules)]
    scale, unit = money_unit(economics.currency, max(map(abs, amounts)))
    heads = [_(RULES[name]) for name in reading.against]
    columns = [*heads, _("this line")]
    every: list[Rule | Reading] = [*rules, reading]
    hours = economics.hours_per_lead
    work = [*((rule.handed_off + rule.unseen) * hours for rule in rules), reading.work]
    in_work = _("leads to work") if economics.hours is None else _("sales hours")
    spend = [*(rule.handed_off * economics.cost for rule in rules), reading.spend]
    table = {
        in_work: [number(one) for one in work],
        _("never called"): [number(one.unseen) for one in every],
        _("bought, of the others"): [_of(one.wins, one.handed_off) for one in every],
        _("win rate"): [_rate(one.win_rate) for one in every],
        headed(_("their cost"), unit): [number(one / scale) for one in spend],
        headed(_("profit"), unit): [number(one / scale) for one in (*amounts[1:], amounts[0])],
        headed(_("this line earns more"), unit): [*(_more(rule, scale) for rule in rules), NONE],
        _("chance of that"): [*(_chance_of(rule) for rule in rules), NONE],
    }
    return pd.DataFrame.from_dict(table, orient="index", columns=columns)


def _of(wins: int, n: int) -> str:
    return _("{wins} of {n}").format(wins=number(wins), n=number(n))


def _rate(found: Estimate) -> str:
    """Write a win rate, where there are enough leads for one."""
    return NONE if found.refused else found.write(0)


def _more(rule: Rule, scale: float) -> str:
    if not rule.gain.n or rule.chance != rule.chance:
        return NONE
    gain = rule.gain
    value, low, high = (number(x / scale, sign=True) for x in (gain.value, gain.low, gain.high))
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def _chance_of(rule: Rule) -> str:
    return NONE if rule.chance != rule.chance else chance(rule.chance)


def notes(clinic: Clinic) -> list[str]:
    """Say what the figures rest on, and what keeps any of them from being trusted."""
    leads = clinic.curve.leads
    said = [
        _("{n} leads with a known outcome, {wins} of them won, judged by {model}.").format(
            n=number(len(leads.p)), wins=number(int(leads.won.sum())), model=clinic.model.name
        ),
        _("Bands and intervals: 95 %, {method}.").format(method=clinic.curve.method),
        *clinic.curve.warnings,
    ]
    if clinic.model.verdict != USABLE:
        said.append(capital(no_signal()) + ".")
    if clinic.policy is not None and clinic.policy.segments:
        said.append(
            _(
                "The line in force has lines of their own for some {column}; a line drawn here "
                "holds for all leads."
            ).format(column=clinic.policy.by)
        )
    return said
