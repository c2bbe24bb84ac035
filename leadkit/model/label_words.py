"""What a label means in plain sentences: the window, what was set aside, and the naive rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, ngettext, number, percent
from leadkit.model.labels import DEFAULT, FROM_CURVE

if TYPE_CHECKING:
    from leadkit.model.labels import Label


def rates(label: Label) -> list[tuple[str, Estimate]]:
    """Return the label's rate and the naive ones, each with its name."""
    own = (
        _("won within {days} days, old enough leads").format(days=number(label.window_days))
        if label.is_dated
        else _("won, of leads that have ended")
    )
    naive = [
        (_("naive: only leads that have ended"), label.resolved_only),
        (_("naive: open leads taken as lost"), label.open_is_lost),
    ]
    return [(own, label.rate), *(naive if label.is_dated else naive[1:])]


def says(label: Label) -> list[str]:
    """Say what the label means, what it leaves out, and what naive rates would have told."""
    said = _dated(label) if label.is_dated else _undated(label)
    return [*said, *_counted_once(label)]


def cannot_say(label: Label) -> list[str]:
    """Say what nobody can tell from this table."""
    if not label.is_dated:
        young = _("Which open leads are merely young: they may still be won.")
        return [
            _("How many leads are won within any number of days: there are no dates."),
            *([young] if label.unlabelled else []),
            _("Whether the rate rises or falls: no lead has a quarter."),
        ]
    if not label.closes:
        return [
            _("How long a win takes, and which window would hold 95 % of wins: there are no "
              "closing dates."),
            _("Whether a win came within {days} days: it counts however late it came.").format(
                days=number(label.window_days)
            ),
        ]  # fmt: skip
    if label.old_curve is None or label.why:
        return [_("Which window would hold 95 % of wins: {why}.").format(why=label.why)]
    return []


def _dated(label: Label) -> Iterator[str]:
    yield _rule(label)
    yield from _choice(label)
    yield _judged(label)
    yield from _counted_as_lost(label)
    yield from _set_aside(label)
    yield from _naive(label)


def _rule(label: Label) -> str:
    text = (
        _("A lead counts as won when it is won within {days} days of its handoff.")
        if label.since == "handoff"
        else _("A lead counts as won when it is won within {days} days of its creation: no handoff "
               "time is known.")
    )  # fmt: skip
    return text.format(days=number(label.window_days))


def _choice(label: Label) -> Iterator[str]:
    old, days = label.old_curve, number(label.window_days)
    if label.how == DEFAULT:
        text = (
            _("{days} days is the usual window: this table cannot choose one.")
            if label.why
            else _("{days} days is the usual window: nobody has chosen one.")
        )
        yield text.format(days=days)
    if old is None or label.window_days > old.followed_days:
        return
    share = old.share_within(label.window_days)
    text = (
        _("{days} days were chosen: the smallest window that holds 95 % of the wins of leads at "
          "least {age} days old ({share}).")
        if label.how == FROM_CURVE
        else _("Within {days} days came {share} of the wins of leads at least {age} days old.")
    )  # fmt: skip
    yield text.format(days=days, age=number(old.oldest_only), share=share.write())


def _judged(label: Label) -> str:
    if not label.n:
        return _("No lead is old enough to judge yet.")
    text = (
        ngettext(
            "Of {n} leads old enough to judge, {won} was won in time: {rate}.",
            "Of {n} leads old enough to judge, {won} were won in time: {rate}.",
            label.won,
        )
        if label.closes
        else ngettext(
            "Of {n} leads old enough to judge, {won} was won: {rate}.",
            "Of {n} leads old enough to judge, {won} were won: {rate}.",
            label.won,
        )
    )
    return text.format(n=number(label.n), won=number(label.won), rate=_alone(label.rate))


def _counted_as_lost(label: Label) -> Iterator[str]:
    days = number(label.window_days)
    if label.open_past_window:
        yield ngettext(
            "{n} lead is still open after {days} days and counts as not won in time.",
            "{n} leads are still open after {days} days and count as not won in time.",
            label.open_past_window,
        ).format(n=number(label.open_past_window), days=days)
    if label.late_wins:
        yield ngettext(
            "{n} lead was won later than {days} days and counts as not won in time.",
            "{n} leads were won later than {days} days and count as not won in time.",
            label.late_wins,
        ).format(n=number(label.late_wins), days=days)
    if label.undated_wins and label.closes:
        yield ngettext(
            "{n} win has no closing date and counts as won in time.",
            "{n} wins have no closing date and count as won in time.",
            label.undated_wins,
        ).format(n=number(label.undated_wins))


def _set_aside(label: Label) -> Iterator[str]:
    if label.immature:
        yield ngettext(
            "{n} lead is too young: its {days} days are not over, and it counts neither way.",
            "{n} leads are too young: their {days} days are not over, and they count neither way.",
            label.immature,
        ).format(n=number(label.immature), days=number(label.window_days))
    if label.unlabelled:
        yield ngettext(
            "{n} lead has no start date and is set aside.",
            "{n} leads have no start date and are set aside.",
            label.unlabelled,
        ).format(n=number(label.unlabelled))


def _naive(label: Label) -> Iterator[str]:
    """Say what each naive rate would have told, by how much it errs, and why."""
    ended, all_lost = label.resolved_only, label.open_is_lost
    if not (label.rate.refused or ended.refused):
        wrong = (
            _("Counting only leads that have ended would have told {rate}, {against}: it leaves "
              "out open leads as though they would end like the others, and counts wins however "
              "late.")
            if label.late_wins
            else _("Counting only leads that have ended would have told {rate}, {against}: it "
                   "leaves out open leads as though they would end like the others.")
        )  # fmt: skip
        same = _("Counting only leads that have ended would have told the same here, {rate}.")
        yield _told(label, ended, wrong, same)
    if not (label.rate.refused or all_lost.refused):
        late = _(
            "Taking open leads as lost would have told {rate}, {against}: it counts wins however "
            "late."
        )
        young = _(
            "Taking open leads as lost would have told {rate}, {against}: it calls leads lost that "
            "had no time to be won."
        )
        same = _("Taking open leads as lost would have told the same here, {rate}.")
        yield _told(label, all_lost, late if all_lost.value > label.rate.value else young, same)


def _told(label: Label, naive: Estimate, wrong: str, same: str) -> str:
    """Fill in how far a naive rate lies from the label's, in points as they are shown."""
    points = round((naive.value - label.rate.value) * 100, 1)
    against = _("{points} points more") if points > 0 else _("{points} points less")
    return (wrong if points else same).format(
        rate=percent(naive.value, 1), against=against.format(points=number(abs(points), 1))
    )


def _alone(estimate: Estimate) -> str:
    """Write a rate whose counts stand beside it."""
    return _("too few for a rate") if estimate.refused else estimate.write()


def _undated(label: Label) -> Iterator[str]:
    everyone = len(label.table)
    yield ngettext(
        "Of {n} leads that have ended, {won} was won: {rate}.",
        "Of {n} leads that have ended, {won} were won: {rate}.",
        label.won,
    ).format(n=number(label.n), won=number(label.won), rate=_alone(label.rate))
    if not label.unlabelled:
        return
    yield ngettext(
        "{n} lead is still open and set aside: nobody knows how it will end.",
        "{n} leads are still open and set aside: nobody knows how they will end.",
        label.unlabelled,
    ).format(n=number(label.unlabelled))
    yield _(
        "However the open leads end, between {least} and {most} of all {n} leads will have been "
        "won."
    ).format(
        least=percent(label.won / everyone, 1),
        most=percent((label.won + label.unlabelled) / everyone, 1),
        n=number(everyone),
    )


def _counted_once(label: Label) -> Iterator[str]:
    if label.again:
        yield ngettext(
            "{n} handoff is of a lead handed off before; every handoff counts once.",
            "{n} handoffs are of leads handed off before; every handoff counts once.",
            label.again,
        ).format(n=number(label.again))
