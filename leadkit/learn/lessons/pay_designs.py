"""Three ways to pay for a quarter, and three moves that make a number look better than the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leadkit.agreement import score
from leadkit.base import figure
from leadkit.base.language import N_, _, number
from leadkit.learn.lessons.lines import COST, MILLION, VALUE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FULL = 20.0  # million, the bonus at the target
SHRINK = 20
CAP = 1.2
PLAN = 70.0  # million, the margin planned
JUMP_LEADS, JUMP_CLOSED, JUMP_CALLED = 1_000, 0.13, 0.90


@dataclass(frozen=True)
class Played:
    """A quarter as it went: counts of leads, and the wins that a fair score expects of them.

    Attributes
    ----------
    handed_off, worked : int
        Leads; those that sales returned are not worked.
    expected : int
        Wins expected of the leads handed off.
    wins : int
        Leads won.
    on_record, called : int
        First calls in time, as the CRM counts them, and those made by a person.
    """

    handed_off: int = 900
    worked: int = 900
    expected: int = 108
    wins: int = 108
    on_record: int = 720
    called: int = 720

    @property
    def margin(self) -> float:
        """What the quarter left, in million ₫."""
        return (self.wins * VALUE - self.worked * COST) / MILLION


HONEST = Played()
MOVES = {
    "flood": ("marketing", Played(1_500, 1_500, 117, 117, 1_200, 1_200)),
    "reject": ("sales", Played(900, 600, 108, 84, 480, 480)),
    "robot": ("sales", replace(HONEST, wins=96, on_record=900, called=540)),
}
NAMES = {
    "flood": N_("Marketing floods sales with cheap leads"),
    "reject": N_("Sales returns the hard leads"),
    "robot": N_("A robot mail stands in for the first call"),
}
DESIGNS = (N_("volume,\nwith a jump"), N_("both\npaid alike"), N_("value, straight\nline, capped"))


def bonuses(side: str, played: Played) -> tuple[float, float, float]:
    """Return what each design pays a side for a quarter, in million ₫.

    Examples
    --------
    >>> [round(paid, 1) for paid in bonuses("marketing", HONEST)]
    [10.0, 16.0, 16.7]
    """
    return _by_volume(side, played), _alike(played), _by_value(side, played)


def _by_volume(side: str, played: Played) -> float:
    """Pay half, and the other half once a count jumps over its mark."""
    if side == "marketing":
        return FULL if played.handed_off >= JUMP_LEADS else FULL / 2
    is_closed = played.wins / played.worked >= JUMP_CLOSED
    is_called = played.on_record / played.worked >= JUMP_CALLED
    return FULL / 2 + FULL / 4 * is_closed + FULL / 4 * is_called


def _alike(played: Played) -> float:
    """Pay either side for the same count: first calls in time on record."""
    return FULL * score(played.on_record / HONEST.handed_off, 0, 1, CAP)


def _by_value(side: str, played: Played) -> float:
    """Pay half for the margin of the quarter, half for what the side itself adds to it."""
    shared = score(played.margin / PLAN, 0.7, 1)
    if side == "marketing":
        value = (played.expected * VALUE - played.handed_off * COST) / MILLION
        return FULL * (0.5 * shared + 0.5 * score(value / HONEST.margin, 0.7, 1))
    closed = score((played.wins + SHRINK) / (played.expected + SHRINK), 0.7, 1)
    called = score(played.called / played.worked, 0.6, 0.9)
    return FULL * (0.5 * shared + 0.25 * closed + 0.25 * called)


def draw_game(move: str) -> Figure:
    """Draw the firm's margin and the mover's bonus by each design, without and with a move."""
    side, played = MOVES[move]
    sheet = figure.blank(3.6)
    left, right = sheet.subplots(1, 2, gridspec_kw={"width_ratios": (1, 3)})
    _draw_pairs(left, [(HONEST.margin, played.margin)], figure.SHARED, top=HONEST.margin)
    left.set_xticks([0.5], [_("margin\nof the firm")])
    paid = list(zip(bonuses(side, HONEST), bonuses(side, played), strict=True))
    colour = figure.MARKETING if side == "marketing" else figure.SALES
    _draw_pairs(right, paid, colour, top=CAP * FULL)
    right.set_xticks([0.5 + 3 * place for place in range(3)], [_(name) for name in DESIGNS])
    left.set_ylabel(_("million ₫"))
    figure.caption(
        left,
        _title(move),
        _("Of each pair the pale bar is the honest quarter, the full one the quarter with the "
          "move. The three pairs on the right: the mover's bonus by three designs."),
        _("An invented quarter: {n} leads, a plan of {plan} million ₫, a full bonus of {full} "
          "million ₫.").format(
            n=number(HONEST.handed_off), plan=number(PLAN), full=number(FULL)
        ),
    )  # fmt: skip
    sheet.subplots_adjust(left=0.08, right=0.98, wspace=0.15)
    return sheet


def say_game(move: str) -> str:
    """Say what a move costs the firm, and what each design pays for it."""
    side, played = MOVES[move]
    before, after = bonuses(side, HONEST), bonuses(side, played)
    changes = [_change(b, a) for b, a in zip(before, after, strict=True)]
    return _(
        "{move}: the firm's margin goes from {honest} to {gamed} million ₫. The bonus of the side "
        "that did it changes by {volume} million ₫ where volume is paid with a jump, by {alike} "
        "where both are paid alike, by {value} where value is paid in a straight line."
    ).format(
        move=_(NAMES[move]),
        honest=number(HONEST.margin),
        gamed=number(played.margin),
        volume=changes[0],
        alike=changes[1],
        value=changes[2],
    )


def _change(before: float, after: float) -> str:
    return number(after - before, 1, sign=True)


def _title(move: str) -> str:
    side, played = MOVES[move]
    rewarded = sum(
        after > before
        for before, after in zip(bonuses(side, HONEST), bonuses(side, played), strict=True)
    )
    return _("The firm loses {lost} million ₫; designs that pay for it: {n} of {all}").format(
        lost=number(HONEST.margin - played.margin), n=number(rewarded), all=number(len(DESIGNS))
    )


def _draw_pairs(ax: Axes, pairs: list[tuple[float, float]], colour: str, *, top: float) -> None:
    for place, (before, after) in enumerate(pairs):
        bars = [
            ax.bar(3 * place, before, width=0.9, color=colour, alpha=0.35),
            ax.bar(3 * place + 1, after, width=0.9, color=colour),
        ]
        for bar, value in zip(bars, (before, after), strict=True):
            ax.bar_label(bar, [number(value, 0 if value.is_integer() else 1)], size=8.5, padding=2)
    ax.set_xlim(-0.9, 3 * len(pairs) - 1.1)
    ax.set_ylim(0, 1.12 * top)
    ax.tick_params(axis="x", length=0)
