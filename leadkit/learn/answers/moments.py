"""A kind of answer: a day and a time of day."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _
from leadkit.learn.answers.kinds import NotDone, Unreadable, is_empty

if TYPE_CHECKING:
    from markupsafe import Markup

DAY = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[/-](?P<month>[0-9]{1,2})[/-](?P<day>[0-9]{1,2})")
TIME = re.compile(r"(?P<hour>[0-9]{1,2})[:hg](?P<minute>[0-9]{2})?(?::00)?", re.IGNORECASE)
BETWEEN = " ,;T"


@dataclass(frozen=True)
class Moment:
    """A day and a time of day, to the minute; of a day in figures, the day comes first.

    Examples
    --------
    >>> Moment().read("4/5/2026 9:15"), Moment().read("9h15, 2026-05-04")
    (datetime.datetime(2026, 5, 4, 9, 15), datetime.datetime(2026, 5, 4, 9, 15))
    """

    def asked(self) -> str:
        """Say what is asked."""
        return _("Give a day and a time, as in 31/12/2026 16:45.")

    def read(self, answer: object) -> datetime:
        """Return the moment that was meant.

        Raises
        ------
        Unreadable
            If it is no moment.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if isinstance(answer, datetime):
            return answer.replace(second=0, microsecond=0, tzinfo=None)
        moment = _written(answer) if isinstance(answer, str) else None
        if moment is None:
            raise Unreadable(self.asked())
        return moment

    def matches(self, value: datetime, right: datetime) -> bool:
        """Return whether it is the right minute."""
        return value == right

    def listing(self) -> list[Markup]:
        """There is nothing to choose from."""
        return []

    def inputs(self) -> tuple[Any, ...]:
        """Return one line to type in: a picker would put the month first for some readers."""
        from leadkit.learn import forms

        return (forms.field(_("Your answer:")),)

    def answer(self, inputs: tuple[Any, ...]) -> Any:
        """Return what was typed."""
        return inputs[0].value


def _written(text: str) -> datetime | None:
    """Return the moment of a text that holds a day, a time, and nothing else."""
    day = YEAR_FIRST.search(text) or DAY.search(text)
    rest = day and text[: day.start()].rstrip(BETWEEN) + text[day.end() :].lstrip(BETWEEN)
    time = rest and TIME.fullmatch(rest.strip())
    if not day or not time:
        return None
    year, month, date = (int(day[part]) for part in ("year", "month", "day"))
    with suppress(ValueError):
        return datetime(year, month, date, int(time["hour"]), int(time["minute"] or 0))
    return None
