"""The sentences of a trial: its plan, what it found, and what both teams do now."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, day, money, ngettext, number, percent
from leadkit.handoff import words

if TYPE_CHECKING:
    from leadkit.handoff.change.trial_plan import TrialPlan
    from leadkit.handoff.change.trial_result import TrialResult


def band(plan: TrialPlan) -> str:
    """Write the chances between the two lines."""
    return _("{low} to below {high}").format(low=words.line(plan.low), high=words.line(plan.high))


def planned(plan: TrialPlan) -> str:
    """Say what is done, for how long, and what is decided by it."""
    text = _(
        "Of the leads with a chance of buying of {band}, half are handed to sales and half are "
        "left with marketing, by lot: {n} leads, about {weeks} weeks at {per_week} a week. Their "
        "outcomes are in on {day}, {window} days after the last of them."
    )
    return text.format(
        band=band(plan),
        n=number(plan.leads),
        weeks=number(plan.weeks),
        per_week=number(plan.per_week, 0 if plan.per_week >= 10 else 1),
        day=day(plan.answer_on),
        window=number(plan.window_days),
    )


def rests_on(plan: TrialPlan) -> str:
    """Say which win rates the size takes for granted, and what a handoff must add."""
    assumed = plan.assumed
    source = (
        _("as did {won} of {judged} leads with an outcome").format(
            won=number(assumed.won), judged=number(assumed.judged)
        )
        if assumed.judged
        else _("as their scores promise")
    )
    text = _(
        "The size takes for granted that {with_handoff} of these leads buy when handed to sales, "
        "{source}, and {left} when left with marketing. A handoff pays when it adds "
        "{needed} points. If these rates are right, four trials in five find the better line; "
        "where both lines earn the same, one in twenty is a false alarm."
    )
    return text.format(
        with_handoff=percent(assumed.handed_off, 1),
        source=source,
        left=percent(assumed.left, 1),
        needed=number(plan.needed * 100, 1),
    )


def looked_at(plan: TrialPlan) -> str:
    """Say how often the result is looked at."""
    if plan.looks == 1:
        return _("The result is looked at once, on {day}; nobody looks earlier.").format(
            day=day(plan.answer_on)
        )
    return _(
        "The result is looked at {looks} times, at equal shares of the leads. Early on only an "
        "overwhelming result ends the trial, so that all looks together give one false alarm in "
        "twenty (O'Brien and Fleming, 1979)."
    ).format(looks=number(plan.looks))


def too_few(plan: TrialPlan) -> str:
    """Say that the change cannot be tested, by how much, and what to do instead."""
    return _(
        "The change cannot be tested at your volume: a trial needs {n} leads with a chance of "
        "{band}, and at {per_week} a week that takes {weeks} weeks, more than two quarters. Decide "
        "by what the wrong line would cost at most, go on handing off a few leads below the line "
        "by lot, or move the line for one sales team after the other, in an order drawn by lot."
    ).format(
        n=number(plan.leads),
        band=band(plan),
        per_week=number(plan.per_week, 0 if plan.per_week >= 10 else 1),
        weeks=number(plan.weeks),
    )


def unequal(treated: int, left: int) -> str:
    """Say that the lot did not work."""
    return _(
        "{treated} accounts were handed to sales and {left} left with marketing: so unequal a lot "
        "comes up less than once in a thousand times."
    ).format(treated=number(treated), left=number(left))


def find_out() -> str:
    """Say what to look for where the lot did not work."""
    return _(
        "Find out why before drawing again: were leads moved by hand, left out of the log, or "
        "scored by a policy that does not draw?"
    )


def decided(result: TrialResult) -> str:
    """Say what was found and decided, to both teams."""
    plan = result.plan
    if result.difference is None or result.margin is None:
        why = unequal(result.treated.accounts, result.left.accounts)
        return _("Stop: {why} Nothing can be read from this trial.").format(why=why)
    found = earned(result.margin, plan.economics.currency)
    new, old = words.line(plan.new.line), words.line(plan.old.line)
    texts = {
        "move": _("Move the line from {old} to {new}: {found}."),
        "keep": _("Keep the line at {old}: {found}."),
        "go_on": _("Go on: it is not decided yet. So far {found}."),
        "cannot_tell": _(
            "The trial cannot tell which line is better, {old} or {new}: {found}. Keep the line, "
            "or choose by other reasons."
        ),
        "stop": _("Stop, and keep the line at {old}: {why} On these leads {found}."),
    }
    why = " ".join(watch.sentence() for watch in result.broken)
    return texts[result.decision].format(old=old, new=new, found=found, why=why)


def earned(margin: Estimate, currency: str) -> str:
    """Say what a lead handed to sales brought after its cost, with the interval."""
    value, low, high = (
        money(end, currency, sign=True) for end in (margin.value, margin.low, margin.high)
    )
    return _("after its cost, a lead handed to sales brought {value} ({low} to {high})").format(
        value=value, low=low, high=high
    )


def sentences(result: TrialResult) -> list[str]:
    """Say the result whole: both sides, the money, the decision, the guardrails."""
    said = [decided(result)]
    said += [find_out()] if result.difference is None else [both_sides(result), difference(result)]
    said += [watch.sentence() for watch in result.watches]
    return [*said, *strayed(result), *left_out(result)]


def both_sides(result: TrialResult) -> str:
    """Say how many bought on each side."""
    treated, left = result.treated, result.left
    return _(
        "Of {treated} leads handed to sales {won} bought, {rate}; of {left} left with marketing "
        "{left_won}, {left_rate}."
    ).format(
        treated=number(treated.leads),
        won=number(treated.won.events or 0),
        rate=percent(treated.won.value, 1),
        left=number(left.leads),
        left_won=number(left.won.events or 0),
        left_rate=percent(left.won.value, 1),
    )


def difference(result: TrialResult) -> str:
    """Say by how much the win rate rose, and by how much it must."""
    found = result.difference
    if found is None:
        return ""
    return _(
        "Sales' call added {value} points to the chance of buying ({low} to {high}); it pays from "
        "{needed} points upwards."
    ).format(
        value=number(found.value * 100, 1, sign=True),
        low=number(found.low * 100, 1),
        high=number(found.high * 100, 1),
        needed=number(result.plan.needed * 100, 1),
    )


def strayed(result: TrialResult) -> list[str]:
    """Say how many leads went the other way after all, where any did."""
    treated, left = result.treated.not_followed, result.left.not_followed
    if not treated + left:
        return []
    return [
        _(
            "{treated} leads drawn for sales were not handed off, and {left} drawn for marketing "
            "were: each counts on the side it was drawn for, so the true effect of a call is "
            "rather larger than shown."
        ).format(treated=number(treated), left=number(left))
    ]


def left_out(result: TrialResult) -> list[str]:
    """Say what of the log was left out, where anything was."""
    counts = result.counts
    texts = {
        "later": ngettext(
            "{n} lead was drawn after those that this look is for",
            "{n} leads were drawn after those that this look is for",
            counts["later"],
        ),
        "before_start": ngettext(
            "{n} row of the log is from before the start",
            "{n} rows of the log are from before the start",
            counts["before_start"],
        ),
        "without_lot": ngettext(
            "{n} row is without a lot: sent by hand, or failing the standard",
            "{n} rows are without a lot: sent by hand, or failing the standard",
            counts["without_lot"],
        ),
        "older": ngettext(
            "{n} lead had come before the start",
            "{n} leads had come before the start",
            counts["older"],
        ),
        "again": ngettext(
            "{n} row scores a lead again, whose first draw counts",
            "{n} rows score a lead again, whose first draw counts",
            counts["again"],
        ),
        "not_in_book": ngettext(
            "{n} lead of the log is not in the book",
            "{n} leads of the log are not in the book",
            counts["not_in_book"],
        ),
    }
    said = [text.format(n=number(counts[name])) for name, text in texts.items() if counts[name]]
    return [_("Left out: {what}.").format(what="; ".join(said))] if said else []


def rows(result: TrialResult) -> pd.DataFrame:
    """Return the two sides ready to read."""
    named = ((_("handed to sales"), result.treated), (_("left with marketing"), result.left))
    rows = [
        (name, number(side.leads), number(side.won.events or 0), side.won.write(1))
        for name, side in named
    ]
    columns = [_("side"), _("leads"), _("bought"), _("win rate (95 %)")]
    return pd.DataFrame(rows, columns=columns)


def schedule(plan: TrialPlan) -> pd.DataFrame:
    """Return the looks of a plan: when, at how many leads, how clear the result must be."""
    from leadkit.handoff.change.trial_sizes import boundary

    rows = []
    for look, bound in enumerate(boundary(plan.looks), start=1):
        weeks = ceil(plan.leads_at(look) / plan.per_week)
        on = pd.Timestamp(plan.starts) + pd.Timedelta(days=7 * weeks + plan.window_days)
        rows.append((number(look), number(plan.leads_at(look)), day(on.date()), number(bound, 2)))
    columns = [_("look"), _("leads with an outcome"), _("about on"), _("standard errors from zero")]
    return pd.DataFrame(rows, columns=columns)
