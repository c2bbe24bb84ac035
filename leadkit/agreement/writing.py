"""Writing an agreement so that it reads well, and signing it without touching its text."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import tomlkit

from leadkit.agreement.document import Agreement
from leadkit.agreement.words import Side
from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_text
from leadkit.base.language import _

LARGEST_WHOLE = 1e15


def write_agreement(agreement: Agreement, path: Path) -> None:
    """Write an agreement as TOML, with a line above each part that says what it is.

    Parameters
    ----------
    agreement : Agreement
        Reading the file back gives the same agreement.
    path : Path
        Where it shall stand; a file that is there is replaced.
    """
    content = _plain(agreement.model_dump(by_alias=True))
    head = {name: content.pop(name) for name in ("format", "title", "version")}
    about = _about()
    parts = [tomlkit.dumps(head)]
    parts += [f"# {about[name]}\n{tomlkit.dumps({name: part})}" for name, part in content.items()]
    write_text(path, "\n".join(parts))


def _about() -> dict[str, str]:
    return {
        "parties": _("Who agrees: the firm, and the role that answers for each side."),
        "period": _("The first and the last day on which this holds."),
        "definitions": _("What both sides mean by these words."),
        "standard": _("The data-quality standard in force."),
        "policy": _("The handoff line in force, the value of a won lead, the cost of working one."),
        "hours": _("When the firm works (0 is Monday): the clock of every promise in hours."),
        "promises": _("What each side owes the other, and what happens if it is not kept."),
        "duties": _("Who does a task, who alone answers for it, who is asked, who is told."),
        "rejections": _("The reasons: who mends each, and whether sales may return a lead for it."),
        "recycling": _("When a lead that ended for a reason is offered again."),
        "bonus": _("What is paid for which results: shared ones first, in a straight line."),
        "change": _("How this text is changed, and when both look at it again."),
        "signatures": _("Who signed this text; any change of it makes a signature void."),
    }


def _plain(value: Any) -> Any:
    """Return what TOML can hold: nothing blank, whole numbers as such."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part not in (None, "", ())}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return int(value)
    return value


def sign(path: Path, *, side: Side, name: str, at: datetime) -> Agreement:
    """Add one side's signature to an agreement's file; all that stands there already stays.

    Parameters
    ----------
    path : Path
        The agreement.
    side : {"marketing", "sales"}
        For whom it is signed; the role is the one the agreement names.
    name : str
        Who signs.
    at : datetime
        When, with its timezone.

    Returns
    -------
    Agreement
        As signed.

    Raises
    ------
    BadInput
        If the agreement is faulty, the side has signed already, the name is blank, or the time
        has no timezone.
    """
    Agreement.load(path)  # before the lock, which would make a folder that is not there
    if not name.strip() or at.utcoffset() is None:
        raise BadInput(
            _("a signature needs a name, and a time with its timezone"),
            fix=_("Give the name with --name."),
        )
    with locked(path.parent):
        agreement = Agreement.load(path)
        _refuse_second(agreement, side, path)
        block = {
            "side": side,
            "role": getattr(agreement.parties, side),
            "name": name.strip(),
            "at": at,
            "sha256": agreement.sha256,
        }
        before = path.read_bytes().decode("utf-8")
        gap = "\n" if before.endswith("\n") else "\n\n"
        text = before + gap + tomlkit.dumps({"signatures": [block]})
        _refuse_unreadable(text, path)
        write_text(path, text)
        return Agreement.load(path)


def _refuse_second(agreement: Agreement, side: Side, path: Path) -> None:
    signed = agreement.signature(side)
    if signed:
        raise BadInput(
            _("{side} has signed already: {name}").format(side=side, name=signed.name),
            where=str(path),
            fix=_("To sign anew, first remove that [[signatures]] block."),
        )


def _refuse_unreadable(text: str, path: Path) -> None:
    """Refuse a file whose own `signatures = []` leaves no place for a block."""
    try:
        tomllib.loads(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except tomllib.TOMLDecodeError:
        raise BadInput(
            _("the signatures stand in a list in square brackets, where none can be added"),
            where=str(path),
            fix=_("Remove the line `signatures = [...]`, or write [[signatures]] blocks."),
        ) from None
