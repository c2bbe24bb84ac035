"""The clock of a promise in working hours: when it runs, and when it runs out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.agreement.words import amount, weekday
from leadkit.base import figure
from leadkit.base.language import _, ngettext, number
from leadkit.book import WorkingTime
from leadkit.journey import working_days, working_hours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AT_WORK = WorkingTime(timezone="Asia/Ho_Chi_Minh", spans=(("08:00", "17:00"),), country="VN")
WITH_LUNCH = AT_WORK.model_copy(update={"spans": (("08:00", "12:00"), ("13:00", "17:00"))})
HANDED_OFF = datetime(2026, 4, 29, 15, 30)
PROMISED = 4.0
LONGEST = timedelta(days=21)
A_DAY, A_MINUTE = 24, 1 / 60
ROW, AROUND = 0.3, 1.5


@cache
def due(handed_off: datetime, hours: float, at_work: WorkingTime = AT_WORK) -> datetime:
    """Return the first minute by which so many working hours have passed.

    Examples
    --------
    >>> due(datetime(2026, 6, 5, 16, 0), 2)
    datetime.datetime(2026, 6, 8, 9, 0)
    """
    minutes = pd.Series(pd.date_range(handed_off, handed_off + LONGEST, freq="min"))
    passed = hours_passed(handed_off, minutes, at_work)
    return minutes[passed > hours - A_MINUTE / 2].iloc[0].to_pydatetime()


def hours_passed(
    handed_off: datetime, until: pd.Series[pd.Timestamp], at_work: WorkingTime
) -> pd.Series[float]:
    """Return the working hours from the handoff to each local moment."""
    ends = until.dt.tz_localize(at_work.timezone)
    start = pd.Series(pd.Timestamp(handed_off, tz=at_work.timezone), index=ends.index)
    return working_hours(start, ends, at_work)


def draw_clock(day: date, hour: int, hours: int, *, lunch: bool = False) -> Figure:
    """Draw the days from a handoff to its deadline, and in each the hours that count."""
    handed_off, at_work = _handoff(day, hour), WITH_LUNCH if lunch else AT_WORK
    end = due(handed_off, hours, at_work)
    days = [day + timedelta(days=more) for more in range((end.date() - day).days + 1)]
    sheet = figure.blank(AROUND + ROW * len(days))
    ax = sheet.add_subplot()
    for place, one in enumerate(days):
        _draw_day(ax, place, one, (handed_off, end), at_work)
    ax.plot(_hour(handed_off), 0, "o", color=figure.INK, ms=8, zorder=5)
    ax.plot(_hour(end), len(days) - 1, "D", color=figure.INK, ms=8, zorder=5)
    _draw_frame(ax, days)
    figure.caption(
        ax,
        _("Due on {moment}").format(moment=written(end)),
        _("Dot: handoff. Diamond: due. Grey: working hours; coloured: those that count."),
        _("Monday to Friday, 08:00 to 17:00; public holidays of Viet Nam; the year 2026."),
    )
    sheet.subplots_adjust(left=0.13, right=0.9)
    return sheet


def say_clock(day: date, hour: int, hours: int, *, lunch: bool = False) -> str:
    """Say when a promise runs out, and where a clock on the wall would have put it."""
    handed_off, at_work = _handoff(day, hour), WITH_LUNCH if lunch else AT_WORK
    end = due(handed_off, hours, at_work)
    waited = (end - handed_off).total_seconds() / 3600
    return _(
        "Handed off on {start}, promised within {hours}: due on {end}. Until then {wall} go by."
    ).format(
        start=written(handed_off),
        hours=ngettext("{n} working hour", "{n} working hours", hours).format(n=number(hours)),
        end=written(end),
        wall=ngettext(
            "{n} hour on the wall clock", "{n} hours on the wall clock", round(waited)
        ).format(n=number(waited)),
    )


def written(moment: datetime) -> str:
    """Write a moment as people do in a talk: weekday, day, time."""
    return f"{_day(moment.date())}, {moment:%H:%M}"


def _handoff(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def _day(day: date) -> str:
    return f"{weekday(day.weekday())} {day:%d/%m}"


def _hour(moment: datetime) -> float:
    return moment.hour + moment.minute / 60


def _draw_day(
    ax: Axes, place: int, day: date, span: tuple[datetime, datetime], at_work: WorkingTime
) -> None:
    """Draw a day as a row: its working hours, and over them those between handoff and deadline."""
    if not working_days(day, day, at_work):
        reason = _("weekend") if day.weekday() not in at_work.days else _("holiday")
        ax.text(A_DAY / 2, place, reason, ha="center", va="center", color=figure.TEXT2, size=8.5)
        return
    start, end = span
    first = _hour(start) if day == start.date() else 0
    last = _hour(end) if day == end.date() else A_DAY
    counted = 0.0
    for opens, closes in ((_clock(a), _clock(b)) for a, b in at_work.spans):
        ax.barh(place, closes - opens, left=opens, height=0.7, color=figure.WIDE_BAND)
        begin, stop = max(opens, first), min(closes, last)
        if begin < stop:
            ax.barh(place, stop - begin, left=begin, height=0.7, color=figure.SALES)
            counted += stop - begin
    ax.text(
        1.02, place, _("{n} h").format(n=amount(round(counted, 2))),
        transform=ax.get_yaxis_transform(), va="center", size=8.5,
    )  # fmt: skip


def _clock(text: str) -> float:
    hour, minute = text.split(":")
    return int(hour) + int(minute) / 60


def _draw_frame(ax: Axes, days: list[date]) -> None:
    ax.set_xlim(0, A_DAY)
    ax.set_xticks(range(0, A_DAY + 1, 4), [f"{hour:02}:00" for hour in range(0, A_DAY + 1, 4)])
    ax.set_yticks(range(len(days)), [_day(one) for one in days])
    ax.set_ylim(len(days) - 0.4, -0.6)
    ax.grid(visible=False)
