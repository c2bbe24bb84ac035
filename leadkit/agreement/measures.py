"""What a side can promise: every measure, who may promise it, what it takes, how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from leadkit.agreement.words import SIDES, Side
from leadkit.base.language import _


@dataclass(frozen=True)
class Measure:
    """A measure of a promise.

    A "count" is promised to be at least the target, a "share" to be at least such a part of all
    cases. `parameters` are what the promise must state besides; `short` and `sentence` return
    templates in the reader's language.
    """

    name: str
    sides: tuple[Side, ...]
    kind: Literal["count", "share"]
    short: Callable[[], str]
    sentence: Callable[[], str]
    parameters: tuple[str, ...] = ()


_MARKETING: tuple[Side, ...] = ("marketing",)
_SALES: tuple[Side, ...] = ("sales",)

MEASURES = {
    measure.name: measure
    for measure in (
        Measure(
            "leads_handed_off",
            _MARKETING,
            "count",
            lambda: _("leads handed off that meet the standard"),
            lambda: _(
                "Marketing hands off at least {target} leads that meet the standard in the period."
            ),
        ),
        Measure(
            "meets_standard",
            _MARKETING,
            "share",
            lambda: _("leads that meet the data-quality standard"),
            lambda: _(
                "At least {target} of the leads marketing hands off meet the data-quality standard."
            ),
        ),
        Measure(
            "above_line",
            _MARKETING,
            "share",
            lambda: _("leads on or above the line"),
            lambda: _(
                "At least {target} of the leads marketing hands off lie on or above the line."
            ),
        ),
        Measure(
            "dossier_complete",
            _MARKETING,
            "share",
            lambda: _("leads with a complete dossier ({columns})"),
            lambda: _(
                "At least {target} of the leads marketing hands off come with a complete dossier: "
                "{columns}."
            ),
            parameters=("columns",),
        ),
        Measure(
            "called_in_time",
            _SALES,
            "share",
            lambda: _("first attempt within {hours}"),
            lambda: _(
                "Sales makes the first attempt within {hours} for at least {target} of the leads "
                "handed off that meet the standard; a lead never touched counts as missed."
            ),
            parameters=("hours",),
        ),
        Measure(
            "decided_in_time",
            _SALES,
            "share",
            lambda: _("accepted or returned within {hours}"),
            lambda: _(
                "Sales accepts or returns at least {target} of the leads handed off that meet the "
                "standard within {hours}; a lead never decided counts as missed."
            ),
            parameters=("hours",),
        ),
        Measure(
            "attempts_made",
            _SALES,
            "share",
            lambda: _("at least {attempts} within {days} of the handoff"),
            lambda: _(
                "Sales makes at least {attempts} within {days} of the handoff for at least "
                "{target} of the leads handed off that meet the standard, or decides before that."
            ),
            parameters=("attempts", "days"),
        ),
        Measure(
            "reason_given",
            _SALES,
            "share",
            lambda: _("reason given for leads returned or lost"),
            lambda: _(
                "Sales gives a listed reason for at least {target} of the leads it returns or "
                "loses."
            ),
        ),
        Measure(
            "reasons_named",
            _SALES,
            "share",
            lambda: _("a reason other than OTHER for leads returned or lost"),
            lambda: _(
                "Sales names a listed reason other than OTHER for at least {target} of the leads "
                "it returns or loses."
            ),
        ),
        Measure(
            "feedback_given",
            _SALES,
            "share",
            lambda: _("feedback within {days} of the first call"),
            lambda: _(
                "Sales gives feedback on at least {target} of the leads it calls that meet the "
                "standard, within {days} of the first call."
            ),
            parameters=("days",),
        ),
        Measure(
            "requests_done",
            SIDES,
            "share",
            lambda: _("requests of the other side done by their day"),
            lambda: _(
                "{side} does at least {target} of what the other side asked for by the day it was "
                "due."
            ),
        ),
        Measure(
            "daily_report",
            SIDES,
            "share",
            lambda: _("daily reports on time"),
            lambda: _("{side} sends at least {target} of its daily reports on time."),
        ),
        Measure(
            "weekly_report",
            SIDES,
            "share",
            lambda: _("weekly reports on time"),
            lambda: _("{side} sends at least {target} of its weekly reports on time."),
        ),
    )
}
