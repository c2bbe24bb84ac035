"""The sentences of a change of the line: to marketing, to sales, and to both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base.economics import DOUBTED, RATES
from leadkit.base.estimate import rate
from leadkit.base.language import _, day, listed, money, ngettext, number, percent
from leadkit.handoff.leads import FLAT_LOSS
from leadkit.handoff.words import amount, chance, line

if TYPE_CHECKING:
    from leadkit.handoff.change.line_change import LineChange

QUARTER_DAYS = 90


def in_short(change: LineChange) -> str:
    """Say the change in one sentence."""
    if not change.changes:
        return _("Nothing changes: both policies hand off the same leads.")
    more, fewer = _n(change, "more"), _n(change, "fewer")
    forms = {
        ngettext("{n} lead more goes to sales", "{n} leads more go to sales", more): more,
        ngettext("{n} lead fewer goes to sales", "{n} leads fewer go to sales", fewer): fewer,
    }
    parts = [form.format(n=number(n)) for form, n in forms.items() if n]
    return f"{moved(change)}: {'; '.join([*parts, gained(change)])}."


def moved(change: LineChange) -> str:
    """Say where the line was and where it goes."""
    old, new = line(change.old.line), line(change.new.line)
    if not change.same_model:
        return _("The line goes to {new}, on the probabilities of another model").format(new=new)
    if old == new:
        return _("The line stays at {new}").format(new=new)
    return _("The line goes from {old} to {new}").format(old=old, new=new)


def gained(change: LineChange) -> str:
    """Say what the change would have earned and how sure that is."""
    if not change.gain.n:
        return _("none of them has a known outcome, so what that earns nobody can say")
    shown = amount(change.gain, change.economics.currency, sign=True)
    if change.chance is None:
        return _("over the judged leads that would have earned {gain}").format(gain=shown)
    return _(
        "over the judged leads that would have earned {gain}, with a chance of {chance} that it is "
        "more than before"
    ).format(gain=shown, chance=chance(change.chance))


def to_marketing(change: LineChange) -> str:
    """Say the change in the words of marketing: whom to hand off, whom to keep nurturing."""
    more = ngettext(
        "hands off {n} lead more: {bought}",
        "hands off {n} leads more: {bought}",
        _n(change, "more"),
    )
    fewer = ngettext(
        "keeps {n} lead and nurtures it on: {bought}",
        "keeps {n} leads and nurtures them on: {bought}",
        _n(change, "fewer"),
    )
    return _both(change, more, fewer, _("hands off the same leads as before."))


def to_sales(change: LineChange) -> str:
    """Say the change in the words of sales: the work, and the wins in it."""
    more = ngettext(
        "calls {n} lead more{hours}: {bought}",
        "calls {n} leads more{hours}: {bought}",
        _n(change, "more"),
    )
    fewer = ngettext(
        "is spared {n} lead{hours}, and gives it up: {bought}",
        "is spared {n} leads{hours}, and gives them up: {bought}",
        _n(change, "fewer"),
    )
    said = _both(change, more, fewer, _("calls the same leads as before."))
    return f"{said} {capacity(change)}".strip()


def _n(change: LineChange, side: Any) -> int:
    return int(change.of(side)["leads"])


def _both(change: LineChange, more: str, fewer: str, same: str) -> str:
    """Say what becomes more and what fewer, where there is any."""
    said = [
        form.format(
            n=number(found["leads"]),
            bought=_bought(found),
            hours="" if np.isnan(found["hours"]) else _hours(found["hours"]),
        )
        for form, found in ((more, change.of("more")), (fewer, change.of("fewer")))
        if found["leads"]
    ]
    return (
        _("{one}; and {other}.").format(one=said[0], other=said[1])
        if len(said) == 2
        else (f"{said[0]}." if said else same)
    )


def _hours(hours: float) -> str:
    return _(", {n} hours").format(n=number(hours))


def _bought(found: dict[str, Any]) -> str:
    """Say how many of changed leads bought, and of how many nobody knows."""
    if not found["judged"]:
        return _("nobody knows whether they would have bought")
    said = _("{won} of the {judged} whose outcome is known bought").format(
        won=number(found["won"]), judged=number(found["judged"])
    )
    known = rate(found["won"], found["judged"])
    return said if known.refused else f"{said}, {known.write()}"


def capacity(change: LineChange) -> str:
    """Say what the new line takes of what sales can work; nothing without a limit."""
    load = change.capacity
    if load.limit is None:
        return ""
    form = _("{n} leads") if change.economics.hours is None else _("{n} hours")
    period = {"week": _("a week"), "month": _("a month"), "table": _("in all")}[load.per]
    said = _("The work is then {needed} of the {limit} {period} that sales can give")
    said = said.format(
        needed=form.format(n=number(load.needed)),
        limit=form.format(n=number(load.limit)),
        period=period,
    )
    return said + ("." if load.fits else _(": too much."))


def verdict(change: LineChange) -> str:
    """Return the first words of `because`, which say what to do."""
    return because(change).split(":")[0]


def because(change: LineChange) -> str:
    """Say what is advised and why."""
    share = percent(FLAT_LOSS)
    shown = "" if change.chance is None else chance(change.chance)
    if not change.changes:
        return _("Keep the policy: nothing changes.")
    if change.capacity.overloads:
        return _("Keep the old line: sales cannot work the leads of the new one.")
    if not change.gain.n:
        return _("Test it first: no lead that changes sides has a known outcome.")
    if change.advice == "keep":
        return _("Keep the old line: on these leads the new one earned no more.")
    if change.advice == "move":
        return _(
            "Move the line: a chance of {chance} that it earns more, and a gain of more than "
            "{share} of the profit."
        ).format(chance=shown, share=share)
    if change.chance is None:
        return _(
            "Test it first: the line was chosen on these very leads, so they cannot say how likely "
            "it is to earn more."
        )
    if not change.is_known:
        return ngettext(
            "Test it first: only {n} of the {changed} leads that change sides has a "
            "known outcome, and it was not drawn by lot.",
            "Test it first: only {n} of the {changed} leads that change sides have a "
            "known outcome, and these were not drawn by lot.",
            change.gain.n,
        ).format(n=number(change.gain.n), changed=number(len(change.table)))
    if change.gain.value <= FLAT_LOSS * abs(change.profit_before):
        return _("Test it or leave it: the gain is within {share} of the profit.").format(
            share=share
        )
    return _(
        "Test it first: a chance of {chance} that it earns more is below the 80 % that a move asks "
        "for."
    ).format(chance=shown)


def notes(change: LineChange) -> tuple[str, ...]:
    """Say what the reader of a change must know."""
    unseen, (least, most) = int(change.summed["unseen"].sum()), change.unseen_gain
    currency = change.economics.currency
    said = {
        ngettext(
            "{n} of the leads that change sides has no known outcome: it could add "
            "anything from {least} to {most}.",
            "{n} of the leads that change sides have no known outcome: they could add"
            " anything from {least} to {most}.",
            unseen,
        ).format(n=number(unseen), least=money(least, currency), most=money(most, currency)): (
            unseen > 0
        ),
        _amounts(change): bool(_changed_amounts(change)),
        _(
            "{n} leads have no decision by the old policy, since its model learned from them; they "
            "count as unchanged."
        ).format(n=number(change.left_out)): change.left_out > 0,
        _soon(change): bool(_soon(change)),
    }
    return tuple(text for text, is_so in said.items() if is_so)


def _changed_amounts(change: LineChange) -> list[str]:
    old, new = change.old.economics, change.new.economics
    return [
        name for name in DOUBTED if name != "hours" and getattr(old, name) != getattr(new, name)
    ]


def _amounts(change: LineChange) -> str:
    """Say which amounts are not those of the old policy."""
    old, new = change.old.economics, change.new.economics
    named = [
        _("{what} from {old} to {new}").format(
            what=_(DOUBTED[name]),
            old=_amount(name, getattr(old, name), old.currency),
            new=_amount(name, getattr(new, name), new.currency),
        )
        for name in _changed_amounts(change)
    ]
    return _("The amounts have changed as well: {amounts}. All money is at the new ones.").format(
        amounts=listed(named)
    )


def _amount(name: str, value: float, currency: str) -> str:
    return percent(value, 1) if name in RATES else money(value, currency)


def _soon(change: LineChange) -> str:
    """Say where the line was drawn less than a quarter ago, on leads without outcomes since."""
    drawn, now = change.old.evidence.as_of, change.new.evidence.as_of
    if drawn is None or now is None or not change.changes or (now - drawn).days >= QUARTER_DAYS:
        return ""
    return _(
        "The old line was drawn on {drawn}, this one on {now}: no lead that went to sales by the "
        "old line has an outcome yet. One change a quarter is enough, else luck moves the line."
    ).format(drawn=day(drawn), now=day(now))


def sentences(change: LineChange) -> list[str]:
    """Say the change whole."""
    if not change.changes:
        return [in_short(change), *notes(change)]
    return [
        in_short(change),
        _("Marketing {said}").format(said=to_marketing(change)),
        _("Sales {said}").format(said=to_sales(change)),
        *notes(change),
        because(change),
    ]
