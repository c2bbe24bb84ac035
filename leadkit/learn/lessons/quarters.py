"""The four quarters of the game: their stories, and what a line drawn in them is told."""

from __future__ import annotations

import numpy as np

from leadkit.base.language import EN_DASH, N_, _, number, percent
from leadkit.learn.checking import Note
from leadkit.learn.lessons.line_picture import plain, told_plan
from leadkit.learn.lessons.lines import HUNDRED, MILLION, Plan, Played, Quarter, profits

KEY = "t05.quarters"
ROUNDS = (
    (Quarter(1_200), N_("All five are here, with 240 hours each: places for 1,200 leads.")),
    (Quarter(700), N_("A trade fair takes time. 140 hours each are left: places for 700 leads.")),
    (Quarter(200), N_("Three of the five are away. Two have 100 hours: places for 200 leads.")),
    (
        Quarter(1_200, value=500_000),
        N_(
            "All five are back, with 240 hours each: places for 1,200 leads. But prices have "
            "fallen: a win is worth half of what it was, 500,000 ₫."
        ),
    ),
)


def told(played: Played, plans: list[Plan]) -> Note:
    """Say what a quarter is worth against the best possible, why, and what luck did to it."""
    head = _("{share} of the best possible.").format(share=percent(played.plan.share))
    said = [told_plan(played.plan), *reasons(played.plan), _luck(played), _total(plans)]
    return Note(KEY, head, " ".join(filter(None, said)))


def reasons(plan: Plan) -> list[str]:
    """Say what a plan lost, and why; and what one more place would be worth."""
    said = (_waiting(plan), _losing(plan), _kept_back(plan), _best(plan), _next(plan.quarter))
    return [reason for reason in said if reason]


def _waiting(plan: Plan) -> str:
    if not plan.waiting:
        return ""
    if plan.sends_unequal and plan.best_first:
        text = _("{waiting} of the {sent} leads sent were never called, those that scored lowest.")
    elif plan.sends_unequal:
        text = _(
            "{waiting} of the {sent} leads sent were never called, and nobody chose which: good "
            "ones among them."
        )
    else:
        text = _("{waiting} of the {sent} leads sent were never called.")
    return text.format(waiting=number(plan.waiting), sent=number(plan.sent.sum()))


def _losing(plan: Plan) -> str:
    if not plan.losing:
        return ""
    return _(
        "{n} of the leads called scored below break-even, {break_even}: each of them costs more "
        "than it brings."
    ).format(n=number(plan.losing), break_even=percent(plan.quarter.break_even / HUNDRED))


def _kept_back(plan: Plan) -> str:
    if not plan.kept_back:
        return ""
    return _("{empty} places stayed empty, while {n} leads that pay were kept back.").format(
        empty=number(plan.empty), n=number(plan.kept_back)
    )


def _best(plan: Plan) -> str:
    if not plan.is_best:
        return ""
    if not plan.empty:
        return _("Nothing earns more with these places.")
    return _(
        "Nothing earns more: the {n} places that stay empty are rightly so, for no other lead pays."
    ).format(n=number(plan.empty))


def _next(quarter: Quarter) -> str:
    if not quarter.next_place:
        return ""
    return _("One more place would be worth {price} ₫ in this quarter.").format(
        price=number(quarter.next_place)
    )


def _luck(played: Played) -> str:
    if not played.called:
        return ""
    return _(
        "As luck had it, {wins} of the {called} leads called bought: {profit} million ₫ this time. "
        "The score goes by the average, which luck does not touch."
    ).format(
        wins=number(played.wins),
        called=number(played.called),
        profit=plain(played.profit / MILLION),
    )


def _total(plans: list[Plan]) -> str:
    if len(plans) < len(ROUNDS):
        return ""
    earned, best = (sum(x) for x in zip(*((p.profit, p.quarter.best) for p in plans), strict=True))
    return _("All four quarters: {earned} of {best} million ₫ on average, {share}.").format(
        earned=plain(earned / MILLION),
        best=plain(best / MILLION),
        share=percent(max(0.0, earned / best)),
    )


def told_lines(quarter: Quarter) -> str:
    """Say what every line earns in a quarter, lines that earn the same together."""
    earned = (profits(quarter) / MILLION).round(1)
    ends = np.flatnonzero(np.diff(earned, append=np.nan))
    starts = [0, *(ends[:-1] + 1).tolist()]
    parts = [
        _("{low}{dash}{high}: {profit}").format(
            low=number(low), dash=EN_DASH, high=percent(high / HUNDRED), profit=plain(earned[high])
        )
        for low, high in zip(starts, ends.tolist(), strict=True)
    ]
    return _("{n} places, the highest scores first, million ₫: {lines}.").format(
        n=number(quarter.places), lines="; ".join(parts)
    )
