"""The handoff line on one screen: where it lies, what it changes, and what stays open."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from leadkit.base.estimate import rate
from leadkit.base.language import _, number
from leadkit.handoff import Grounds, HandoffChoice, capacity_words, words
from leadkit.handoff.change.keeping import RECORD
from leadkit.handoff.change.roll_back import roll_back
from leadkit.handoff.change.trial import FILE as PLAN
from leadkit.handoff.change.trial import POLICY_FILE
from leadkit.handoff.policy import FILE

CHANGED = "changed-leads.csv"
ASCII_SIGNS = str.maketrans(
    {"\N{NO-BREAK SPACE}": " ", "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "’": "'"}
)


def whole_summary(
    grounds: Grounds, content: dict[str, Any], out: Path, model: Path | None = None
) -> list[str]:
    """Say the line, the segments' own lines, leads nobody called, and the change against a policy.

    `model` is None where a book finds its model by itself.
    """
    lines = summary(grounds.choice, content, out, model)
    if grounds.segments is not None:
        lines += _headed(_("Segments"), [grounds.segments.sentence(), *grounds.segments.warnings])
    if grounds.unseen is not None:
        lines += _headed(_("Not called"), [grounds.unseen.sentence()])
    if grounds.change is not None:
        lines += _of_change(grounds, content.get("trial"))
    return lines


def summary(
    choice: HandoffChoice, content: dict[str, Any], out: Path, model: Path | None = None
) -> list[str]:
    """Say on one screen where the line lies, what it changes, and what stays open."""
    has_line = choice.threshold is not None
    counts = content["n"]
    answer = choice.sentence()
    if choice.threshold is not None:
        answer = _("Draw it at {line}.").format(line=words.line(choice.threshold))
        answer = f"{answer} {words.flat(choice)}"
    careful = words.method(choice) if choice.usable else ""
    if choice.usable and choice.basis != "observed" and choice.agrees:
        careful = "" if choice.from_economics else words.standing(choice) + "."
    has_limit = choice.threshold is not None and choice.capacity.limit is not None
    load = capacity_words.load(choice)
    if choice.capacity.binding:
        load += f"; {words.next_hour(choice)}"
    said = {
        _("Capacity"): _("Sales works {load}.").format(load=load) if has_limit else "",
        _("Cannot tell"): words.cannot_tell(choice),
        _("Careful"): careful,
        _("Written"): _("{files} in {folder}").format(
            files=(FILE + ", " if has_line else "")
            + "handoff.html, .json, handoff-curve.png, .csv",
            folder=out,
        ),
        _("Next"): _next(out, model) if has_line else "",
    }
    lines = [
        _("Handoff line           {judged} leads judged, {won} won, {excluded} left out").format(
            judged=number(counts["judged"]),
            won=number(choice.calibration.events or 0),
            excluded=number(counts["excluded"]),
        ),
        *textwrap.wrap(answer, 78, initial_indent="  ", subsequent_indent="  "),
        *([] if choice.threshold is None else _changes(choice)),
    ]
    lines = [line.translate(ASCII_SIGNS) for line in lines]
    for head, text in said.items():
        lines += _headed(head, [text])
    return lines


def _headed(head: str, said: list[str]) -> list[str]:
    """Write sentences under one word in the margin."""
    lines = [
        line
        for place, text in enumerate(said)
        for line in textwrap.wrap(
            text,
            78,
            initial_indent=f"  {head if place == 0 else '':<13}",
            subsequent_indent=" " * 15,
        )
    ]
    return [line.translate(ASCII_SIGNS) for line in lines]


def _of_change(grounds: Grounds, trial: str | None) -> list[str]:
    """Say what changes against a policy, to both teams, and what to do about it."""
    change = grounds.change
    assert change is not None
    drawn = [PLAN, POLICY_FILE] if grounds.trial is not None else []
    against = _("Against policy {version}").format(version=change.old.version)
    short, *notes = [change.sentence(), *change.notes]
    if not change.changes:
        return ["", *_headed("", [against + ".", short, *notes])]
    return [
        "",
        against.translate(ASCII_SIGNS),
        *_headed(_("In short"), [short]),
        *_headed(_("Marketing"), [change.sentence("marketing")]),
        *_headed(_("Sales"), [change.sentence("sales")]),
        *_headed(_("To know"), notes),
        *_headed(_("Advice"), [change.because]),
        *_headed(_("Trial"), [] if trial is None else [trial]),
        *_headed(_("Way back"), [roll_back(change).words]),
        *_headed(_("Written"), [", ".join([RECORD, CHANGED, *drawn])]),
        *_headed(_("To draw"), [_draws()] if drawn else []),
    ]


def _draws() -> str:
    """Say how the leads of a trial are drawn."""
    text = _("leadkit score BOOK --policy {policy} --explore -o scored.csv")
    return text.format(policy=POLICY_FILE)


def _next(out: Path, model: Path | None) -> str:
    """Say how leads are scored under the policy; a book finds model and policy by itself."""
    if model is None:
        return _("sign handoff.html; then leadkit score BOOK -o scored.csv")
    return _("leadkit score new.csv --model {model} --policy {policy} -o scored.csv").format(
        model=model, policy=out / FILE
    )


def _changes(choice: HandoffChoice) -> list[str]:
    """Put the line beside today's rule, or beside handing off every lead where there is none."""
    other, name = "all", _("every lead")
    if "today" in choice.compared:
        other, name = "today", _("today")
    before: dict[Any, Any] = choice.table.set_index("policy").loc[other].to_dict()
    gain = choice.compared[other]
    currency = choice.economics.currency
    largest = max(abs(choice.profit.value), abs(gain.low), abs(gain.high))
    scale, unit = words.column_unit(currency, largest)
    change = _("{gain} ({low} to {high})").format(
        gain=number(gain.value / scale, sign=True),
        low=number(gain.low / scale),
        high=number(gain.high / scale),
    )
    profits = [number(x / scale) for x in (before["profit"], choice.profit.value)]
    rates = [
        found.write(0) for found in (rate(before["wins"], before["handed_off"]), choice.win_rate)
    ]
    more = choice.handed_off - before["handed_off"]
    handed_off = [number(before["handed_off"]), number(choice.handed_off), number(more, sign=True)]
    rows = [
        ("", name, _("chosen {line}").format(line=words.line(choice.nearest)), _("change (95 %)")),
        (_("handed off"), *handed_off),
        (_("win rate"), *rates, ""),
        (words.headed(_("profit"), unit), *profits, change),
    ]
    return [f"  {a:<20}{b:>14}{c:>15}  {d}".rstrip() for a, b, c, d in rows]
