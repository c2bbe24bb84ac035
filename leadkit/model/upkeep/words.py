"""The refit rule in words: what is to be done, on what evidence, and how."""

from __future__ import annotations

from math import exp, isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.language import EN_DASH, N_, _, number, percent
from leadkit.model.upkeep.evidence import INTERCEPT, NONE, OFF, SLOPE
from leadkit.model.upkeep.rule import NEW_VERSION, REFIT, TOO_LITTLE
from leadkit.model.values import named

if TYPE_CHECKING:
    from leadkit.model.upkeep.rule import Refresh

CHECKS = {
    "wins": N_("wins, of those expected"),
    "intercept": N_("calibration intercept, 0 is right"),
    "slope": N_("calibration slope, 1 is right"),
    "source": N_("wins of {of}, of those expected after the update"),
    "ranking": N_("change of the AUC since training"),
    "new source": N_("share of leads from new sources"),
}
DIGITS = 2


def sentence(found: Refresh) -> str:
    """Say in a sentence what is to be done, and on what evidence."""
    texts = {
        NONE: _(
            "Keep the model: on {n} later leads ({won} won) nothing is off beyond what luck "
            "explains."
        ),
        INTERCEPT: _(
            "Shift the probabilities: on {n} later leads ({won} won) there were {ratio} of the "
            "wins expected, and nothing else is off."
        ),
        SLOPE: _(
            "Recalibrate the probabilities: on {n} later leads ({won} won) their slope is {slope}, "
            "and 1 is right."
        ),
        REFIT: _("Refit the model: {off} (on {n} later leads, {won} won)."),
        NEW_VERSION: _("Train a new version: {changed}."),
        TOO_LITTLE: _(
            "Too little data to judge the model anew: {n} later leads, {won} won; at least 10 "
            "wins, 10 others and 10 accounts are needed."
        ),
    }
    return texts[found.action].format(
        n=number(found.n),
        won=number(found.won),
        ratio=_value(found.table, "wins", percent),
        slope=_value(found.table, "slope", lambda value: number(value, DIGITS)),
        off="; ".join(_triggers(found)),
        changed="; ".join(found.changed),
    )


def _value(table: pd.DataFrame, check: str, write: Any) -> str:
    rows = table.loc[table["check"] == check, "value"]
    return str(write(float(rows.iloc[0]))) if len(rows) else ""


def _triggers(found: Refresh) -> list[str]:
    """Say what asks for a refit."""
    off = found.table[found.table["finding"] == OFF]
    said = []
    sources = off[off["check"] == "source"]["of"].tolist()
    if len(sources) > 1:
        text = _("wins differ from those expected in {n} sources ({names})")
        said.append(text.format(n=number(len(sources)), names=_named(sources)))
    for row in off[off["check"] == "ranking"].to_dict("records"):
        text = _("the AUC fell by {fall}, more than two standard errors")
        said.append(text.format(fall=number(-row["value"], 3)))
    for row in off[off["check"] == "new source"].to_dict("records"):
        text = _("{share} of the leads come from sources that the model never met ({names})")
        said.append(text.format(share=percent(row["value"]), names=_named(row["of"].split(", "))))
    return said


def _named(sources: list[str]) -> str:
    return ", ".join(map(named, sources))


def steps(found: Refresh) -> list[str]:
    """Say what to do, a step a sentence."""
    old = _("Its training lies more than a year back: a review is due whatever the numbers say.")
    return [*_update(found), *_drifted(found), *([old] if found.is_old else [])]


def _update(found: Refresh) -> list[str]:
    line = _("Then draw the line again: `leadkit thresholds BOOK`.")
    if found.action == NONE:
        return [_("Look again after the next quarter, and at least once a year.")]
    if found.action == TOO_LITTLE:
        return [_("Look again when more leads have reached the end of their window.")]
    if found.action == INTERCEPT:
        text = _(
            "Multiply the odds of each probability by {factor}; `leadkit train BOOK` does it with "
            "the rest."
        )
        return [text.format(factor=number(exp(found.shift), DIGITS)), line]
    if found.action == SLOPE:
        text = _(
            "Turn each log-odds into {shift} + {slope} x log-odds; `leadkit train BOOK` does it "
            "with the rest."
        )
        numbers = {"shift": number(found.shift, DIGITS), "slope": number(found.slope, DIGITS)}
        return [text.format(**numbers), line]
    compared = _(
        "Keep both side by side for a quarter: `leadkit model use BOOK OLD`, then "
        "`leadkit model compare BOOK --with NEW`."
    )
    if found.action == NEW_VERSION:
        return [_("Train with `leadkit train BOOK`."), compared, line]
    return [*_refit(found), compared, line]


def _refit(found: Refresh) -> list[str]:
    if found.needed is None or found.available is None:
        return [_("Train again: `leadkit train BOOK`.")]
    counts = {"needed": number(found.needed), "available": number(found.available)}
    if found.can_refit:
        text = _(
            "Train again with `leadkit train BOOK`: {available} leads are there, {needed} needed."
        )
        return [text.format(**counts)]
    said = _("A refit needs {needed} leads, and only {available} are there.").format(**counts)
    if (found.shift, found.slope) == (0.0, 1.0):
        return [said, _("Until then, keep the model and watch it.")]
    text = _("Until then, turn each log-odds into {shift} + {slope} x log-odds.")
    numbers = {"shift": number(found.shift, DIGITS), "slope": number(found.slope, DIGITS)}
    return [said, text.format(**numbers)]


def _drifted(found: Refresh) -> list[str]:
    moved = [] if found.drift.empty else found.drift[found.drift["alarm"]]["column"].tolist()
    if not moved:
        return []
    text = _(
        "The leads themselves have moved in {names}: watch these; no update follows from it alone."
    )
    return [text.format(names=", ".join(moved))]


def evidence(found: Refresh) -> list[tuple[str, str, str]]:
    """Return the evidence as printed: check, value with interval, finding."""
    return [
        (_(CHECKS[row["check"]]).format(of=named(row["of"])), _written(row), _(row["finding"]))
        for row in found.table.to_dict("records")
    ]


def _written(row: dict[Any, Any]) -> str:
    value, low, high = row["value"], row["low"], row["high"]
    if not isfinite(value):
        return _("cannot be computed")
    if row["check"] == "new source":
        return percent(value) + (f" ({_named(row['of'].split(', '))})" if row["of"] else "")
    has_sign = row["check"] in ("ranking", "intercept")
    between = " " + _("to") + " " if has_sign else EN_DASH
    shown = [
        number(one, DIGITS + (row["check"] == "ranking"), sign=has_sign)
        for one in (value, low, high)
    ]
    return f"{shown[0]} ({shown[1]}{between}{shown[2]})"


def as_html(found: Refresh) -> str:
    """Return the evidence as a small table for a notebook."""
    from leadkit.base.page import inline

    columns = [_("check"), _("value (95 %)"), _("finding")]
    note = " ".join(found.steps())
    return inline(caption=found.sentence(), columns=columns, rows=evidence(found), note=note)


def as_dict(found: Refresh) -> dict[str, Any]:
    """Return the finding for machines."""
    return {
        "format": 1,
        "action": found.action,
        "is_due": found.is_due,
        "n": found.n,
        "won": found.won,
        "shift": found.shift,
        "slope": found.slope,
        "leads_needed": found.needed,
        "leads_available": found.available,
        "changed": list(found.changed),
        "is_old": found.is_old,
        "evidence": _records(found.table),
        "drift": _records(found.drift),
        "monthly": _records(found.monthly),
        "sentence": found.sentence(),
        "steps": found.steps(),
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            str(name): None if isinstance(value, float) and not isfinite(value) else value
            for name, value in row.items()
        }
        for row in table.to_dict("records")
    ]
