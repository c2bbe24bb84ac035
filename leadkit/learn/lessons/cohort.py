"""A hundred leads handed off on one day, watched until every one of them has closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEADS, WINDOW, LAST_DAY = 100, 90, 120
WON_ON = {60: 20}
LOST_ON = {10: 40, 80: 40}


@dataclass(frozen=True)
class Day:
    """What is known on one day."""

    day: int
    won: int
    lost: int

    @property
    def closed(self) -> int:
        """The leads with an outcome."""
        return self.won + self.lost

    @property
    def open(self) -> int:
        """The leads without one."""
        return LEADS - self.closed

    @property
    def closed_only(self) -> float | None:
        """The win rate of the closed leads alone; None while there are none."""
        return self.won / self.closed if self.closed else None

    @property
    def is_ripe(self) -> bool:
        """Whether every lead has had its time."""
        return self.day >= WINDOW


def on(day: int) -> Day:
    """Return what is known on a day after the handoff.

    Examples
    --------
    >>> [on(day).closed_only for day in (1, 45, 80)]
    [None, 0.0, 0.2]
    """
    won = sum(leads for at, leads in WON_ON.items() if at <= day)
    lost = sum(leads for at, leads in LOST_ON.items() if at <= day)
    return Day(day, won, lost)


def draw_day(day: int) -> Figure:
    """Draw the leads as they stand on a day, and the rate of the closed ones up to it."""
    sheet = figure.blank(4.4)
    upper, lower = sheet.subplots(2, 1, gridspec_kw={"height_ratios": (1, 3)})
    _draw_leads(upper, on(day))
    _draw_rates(lower, day)
    figure.caption(
        upper,
        _title(on(day)),
        _("Above: the leads as they stand today; hatched: still open. Below: won of closed."),
        _("An invented group of {n} leads, all handed off on one day.").format(n=number(LEADS)),
    )
    sheet.subplots_adjust(left=0.1, right=0.95, hspace=0.8)
    return sheet


def _draw_leads(ax: Axes, today: Day) -> None:
    parts: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (today.won, _("{n} won"), "white", {"fc": figure.INK}),
        (today.lost, _("{n} lost"), figure.INK, {"fc": figure.SHARED}),
        (
            today.open,
            _("{n} open"),
            figure.INK,
            figure.HATCHED,
        ),
    )
    start = 0
    for count, name, colour, style in parts:
        if count:
            ax.barh(0, count, left=start, height=0.7, **style)
            ax.text(
                start + count / 2,
                0,
                name.format(n=number(count)),
                size=8.5,
                ha="center",
                va="center",
                color=colour,
                bbox={"fc": "white", "ec": "none", "pad": 2} if style["fc"] == "white" else None,
            )
        start += count
    ax.set_xlim(0, LEADS)
    ax.set_ylim(-0.5, 0.5)
    ax.set_yticks([])
    ax.grid(False)
    ax.set_xlabel(_("leads"))


def _draw_rates(ax: Axes, day: int) -> None:
    from matplotlib.ticker import FuncFormatter

    ax.set_xlim(1, LAST_DAY)
    ax.set_ylim(0, 50)
    ax.set_xticks([1, *range(10, LAST_DAY + 1, 10)])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: percent(y / 100)))
    ax.set_xlabel(_("days since the handoff"))
    ax.set_ylabel(_("won, % of closed leads"))
    ax.axvline(WINDOW, color=figure.INK, lw=1.2, ls="--")
    ax.annotate(
        _("window ends: day {day}").format(day=number(WINDOW)),
        (WINDOW, 1),
        (0, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        size=8.5,
        ha="center",
    )
    _draw_line(ax, day)


def _draw_line(ax: Axes, day: int) -> None:
    known = [(at, rate) for at in range(1, day + 1) if (rate := on(at).closed_only) is not None]
    if not known:
        ax.text(0.5, 0.5, _("no lead is closed yet"), transform=ax.transAxes, ha="center")
        return
    days, rates = zip(*known, strict=True)
    heights = [100 * rate for rate in rates]
    ax.plot(days, heights, color=figure.INK, ds="steps-post", clip_on=False, zorder=4)
    ax.plot(day, heights[-1], "o", color=figure.INK, ms=7, clip_on=False, zorder=5)
    late = day > LAST_DAY / 2
    ax.annotate(
        _("day {day}: {rate}").format(day=number(day), rate=_plain(rates[-1])),
        (day, heights[-1]),
        (-9 if late else 9, 9),
        textcoords="offset points",
        size=8.5,
        weight="bold",
        ha="right" if late else "left",
        bbox={"fc": "white", "ec": "none", "pad": 1},
        zorder=5,
    )


def _title(today: Day) -> str:
    if today.is_ripe:
        return _("Ripe: {won} of {n} leads won within {window} days, {rate}").format(
            won=number(today.won),
            n=number(LEADS),
            window=number(WINDOW),
            rate=_plain(today.won / LEADS),
        )
    return _("Not ripe on day {day}: {open} of {n} leads are open, the window is not over").format(
        day=number(today.day), open=number(today.open), n=number(LEADS)
    )


def say_day(day: int) -> str:
    """Say in one sentence what is known, and which line is honest."""
    today = on(day)
    closed_only = today.closed_only
    rate = _("no rate yet") if closed_only is None else _plain(closed_only)
    if today.is_ripe:
        text = _(
            "Day {day}: {won} won, {lost} lost, {open} open; of closed leads alone: {rate}. "
            "For the report: {won} of {n} leads won within {window} days."
        )
    else:
        text = _(
            "Day {day}: {won} won, {lost} lost, {open} open; of closed leads alone: {rate}. "
            "For the report: not ripe before day {window}."
        )
    return text.format(
        day=number(day),
        won=number(today.won),
        lost=number(today.lost),
        open=number(today.open),
        rate=rate,
        n=number(LEADS),
        window=number(WINDOW),
    )


def _plain(rate: float) -> str:
    """Write a rate without a decimal it does not need."""
    return percent(rate, 0 if round(rate * 100, 6).is_integer() else 1)
