"""The speed queue in a picture: wins a day beside the share of leads called in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import N_, _, capital, number, percent
from leadkit.learn.lessons.queue import (
    DAYS,
    LEADS_A_DAY,
    ORDERS,
    TALK,
    keeps_most,
    more_wins,
    played,
    wins_most,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST = "first"
NAMES = {
    FIRST: N_("first come, first served"),
    "lot": N_("whoever the lot falls on"),
    "last": N_("last come, first served"),
    "score": N_("the highest score"),
    "fresh": N_("score times freshness"),
}
WINS_END, ROW, AROUND = 10, 0.7, 1.5


def draw_queue(order: str, reps: int) -> Figure:
    """Draw wins a day and leads called in time, for one order beside first come, first served."""
    shown = list(dict.fromkeys((FIRST, order)))
    games = [played(one, reps) for one in shown]
    sheet = figure.blank(AROUND + ROW * len(shown))
    left, right = sheet.subplots(1, 2, sharey=True)
    _draw_bars(left, [game.wins_a_day for game in games], WINS_END)
    _draw_bars(right, [game.promise for game in games], 1)
    left.set_yticks(range(len(shown)), [capital(_(NAMES[one])) for one in shown])
    left.set_ylim(len(shown) - 0.5, -0.5)
    left.set_xlabel(_("wins a day"))
    right.set_xlabel(_("called within 30 minutes, % of all leads"))
    right.xaxis.set_major_formatter(lambda share, _at: percent(share))
    figure.caption(left, title(order, reps), _subtitle(reps), _source())
    side = 0.25 + max(figure.text_width(capital(_(name)), 8.5) for name in NAMES.values())
    sheet.subplots_adjust(left=side / figure.WIDTH, right=0.96, wspace=0.12)
    return sheet


def _draw_bars(ax: Axes, estimates: list[Estimate], end: float) -> None:
    for row, one in enumerate(estimates):
        ax.barh(row, one.value, height=0.4, color=(figure.SHARED, figure.SALES)[row])
        ax.plot([one.low, one.high], [row, row], color=figure.INK, lw=2.5, solid_capstyle="butt")
        shown = percent(one.value) if one.unit == "rate" else number(one.value, 1)
        at = (min(one.high, end), row)
        ax.annotate(shown, at, (5, 0), textcoords="offset points", size=8.5, va="center")
    ax.set_xlim(0, 1.12 * end)
    ax.grid(False)


def title(order: str, reps: int) -> str:
    """Say what the chosen order brings, in a few words."""
    if order == FIRST:
        text = _("First come, first served: {wins} wins a day, {share} called within 30 minutes")
        game = played(order, reps)
        return text.format(wins=number(game.wins_a_day.value, 1), share=percent(game.promise.value))
    if wins_most(FIRST, reps):
        return _("Hardly more wins than first come, first served")
    return _("{more} wins a day more than first come, first served").format(
        more=number(more_wins(order, FIRST, reps).value, 1)
    )


def _subtitle(reps: int) -> str:
    return _(
        "{reps} sales people, the same {days} days for every order. Black: the interval at 95 %."
    ).format(reps=number(reps), days=number(DAYS))


def _source() -> str:
    return _("An invented market: about {leads} leads in 8 hours, {talk} minutes a talk.").format(
        leads=number(LEADS_A_DAY), talk=number(TALK)
    )


def say_queue(order: str, reps: int) -> str:
    """Say in plain sentences what the picture shows, and whether promise and wins go together."""
    game, first = played(order, reps), played(FIRST, reps)
    alone = _(
        "{reps} sales people, {order}: {wins} wins a day. {share} of all leads are called within "
        "30 minutes."
    )
    beside = _(
        "{reps} sales people, {order}: {wins} wins a day, where first come, first served brings "
        "{first}: a difference of {more}. {share} of all leads are called within 30 minutes, "
        "against {first_share}."
    )
    said = (alone if order == FIRST else beside).format(
        reps=number(reps),
        order=_(NAMES[order]),
        wins=game.wins_a_day.write(1),
        first=first.wins_a_day.write(1),
        more=more_wins(order, FIRST, reps).write(),
        share=game.promise.write(),
        first_share=first.promise.write(),
    )
    return f"{said} {remark(order, reps)}"


def remark(order: str, reps: int) -> str:
    """Say how an order stands among all five, in wins and in leads called in time."""
    if all(wins_most(one, reps) for one in ORDERS):
        return _("With so many people the order hardly matters: no order wins over 2 % more.")
    wins, keeps = wins_most(order, reps), keeps_most(order, reps)
    texts = {
        (True, True): _("No order wins clearly more, and none calls clearly more leads in time."),
        (True, False): _("No order wins clearly more, but another calls more leads in time."),
        (False, True): _("No order calls clearly more leads in time, but another wins more."),
        (False, False): _("There are orders that win more, and orders that call more in time."),
    }
    if wins == keeps or any(wins_most(one, reps) and keeps_most(one, reps) for one in ORDERS):
        return texts[wins, keeps]
    return f"{texts[wins, keeps]} {_('Who keeps the promise best is not who wins most.')}"
