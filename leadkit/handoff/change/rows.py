"""A change of the line as tables of strings: both policies side by side, lead by lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import rate
from leadkit.base.language import _, listed, number, percent
from leadkit.handoff.tiers import ACTIONS
from leadkit.handoff.words import column_unit, headed, line, money_unit

if TYPE_CHECKING:
    from leadkit.handoff.change.line_change import LineChange


def policy_rows(change: LineChange) -> pd.DataFrame:
    """Return both policies side by side as a table of strings."""
    scale, unit = column_unit(
        money_unit(change.economics.currency, 0.0)[1], float(change.compared["profit"].abs().max())
    )
    old, new = (
        [
            _line_of(change, sums["policy"]),
            number(sums["handed_off"]),
            number(sums["judged"]),
            number(sums["won"]),
            rate(sums["won"], sums["judged"]).write(),
            number(sums["profit"] / scale),
        ]
        for sums in change.compared.to_dict("records")
    )
    named = [
        _("line"),
        _("handed off"),
        _("of these judged"),
        _("bought"),
        _("win rate"),
        headed(_("profit"), unit),
    ]
    return pd.DataFrame(
        {
            _("judged leads and others"): named,
            _("old, {version}").format(version=change.old.version): old,
            _("new, {version}").format(version=change.new.version): new,
        }
    )


def _line_of(change: LineChange, name: Any) -> str:
    """Write a policy's line, and those of its segments."""
    policy = {"old": change.old, "new": change.new}[name]
    own = [f"{segment.value} {line(segment.line)}" for segment in policy.segments]
    return listed([line(policy.line), *own])


def lead_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return leads that change sides as a table of strings."""
    ends = {1.0: _("bought"), 0.0: _("did not buy")}
    return pd.DataFrame(
        {
            _("lead"): table["key"].astype(str),
            _("chance"): [percent(p, 1) for p in table["probability"]],
            _("before"): [_(ACTIONS[name]) for name in table["old"]],
            _("now"): [_(ACTIONS[name]) for name in table["new"]],
            _("what became of it"): [ends.get(won, _("nobody saw")) for won in table["won"]],
        }
    )
