"""The sentences about sales' capacity: what the line takes of it, and what more would earn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, money, number
from leadkit.handoff.words import amount, unseen_above

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice

HOURS_A_DAY = 8


def load(choice: HandoffChoice) -> str:
    """Say what the line takes of sales' capacity, and what one more hour is worth."""
    economics, limit = choice.economics, choice.capacity.limit
    form = _("{n} leads") if economics.hours is None else _("{n} hours")
    needed = form.format(n=number(choice.curve.work(choice.nearest)))
    if unseen_above(choice):
        needed += _(", leads nobody followed included,")
    if limit is None:
        return _("{work} in the time of this table").format(work=needed)
    said = _("{work} of the {limit} it can give").format(
        work=needed, limit=form.format(n=number(limit))
    )
    return said if choice.capacity.binding else said + _("; there is time to spare")


def rep_day(choice: HandoffChoice) -> str:
    """Say what one more rep-day is worth, by the model and on the next leads; else nothing."""
    price, currency = choice.capacity.price, choice.economics.currency
    if price is None or choice.economics.hours is None:
        return ""
    if price.refused:
        return _("One more rep-day ({hours} hours) is worth {price} by the model.").format(
            hours=HOURS_A_DAY, price=money(HOURS_A_DAY * choice.capacity.shadow_price, currency)
        )
    return _(
        "One more rep-day ({hours} hours) is worth {price} by the model; the next leads below the "
        "line really earned {seen} in such a day."
    ).format(
        hours=HOURS_A_DAY,
        price=money(HOURS_A_DAY * choice.capacity.shadow_price, currency),
        seen=amount(_times(price, HOURS_A_DAY), currency),
    )


def _times(estimate: Estimate, factor: float) -> Estimate:
    ends = {end: factor * getattr(estimate, end) for end in ("value", "low", "high")}
    return replace(estimate, **ends)
