"""Writing an agreement so that it reads well, and signing it without touching its text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from leadkit.agreement.blocks import (
    Block,
    joined,
    merged,
    split,
    with_remarks,
    without,
    without_remarks,
)
from leadkit.agreement.document import Agreement
from leadkit.agreement.words import SIDES, Side
from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_text
from leadkit.base.language import _
from leadkit.base.toml import parse_toml

Place = tuple[str | int, ...]
LARGEST_WHOLE = 1e15
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write_agreement(
    agreement: Agreement, path: Path, remarks: Mapping[Place, str] = MappingProxyType({})
) -> None:
    """Write an agreement as TOML, with a line above each part that says what it is.

    Parameters
    ----------
    agreement : Agreement
        Reading the file back gives the same agreement.
    path : Path
        Where it shall stand. Of a file that is there, the comments and the order of the parts
        stay, and so does the text of every part that says the same.
    remarks : mapping of place to str
        What is said of a part in a comment above it, by its place, such as ("policy",) or
        ("promises", 3). These comments begin with #? and last until the next writing, or until
        both have signed.
    """
    fresh = _fresh(agreement, remarks)
    text = joined(fresh)
    if path.is_file():
        text = _rewritten(path, fresh, agreement) or text
    write_text(path, text)


def _fresh(agreement: Agreement, remarks: Mapping[Place, str]) -> list[Block]:
    """Return the blocks of a text that nobody has edited, each with its remarks above it."""
    content = _plain(agreement.model_dump(by_alias=True))
    head = {name: content.pop(name) for name in ("format", "title", "version")}
    about = _about()
    parts = [tomlkit.dumps(head)]
    parts += [f"# {about[name]}\n{tomlkit.dumps({name: part})}" for name, part in content.items()]
    blocks = split("\n".join(parts))
    said: dict[int, list[str]] = {}
    for place, remark in remarks.items():
        said.setdefault(_block_of(place, blocks), []).append(remark)
    return [with_remarks(block, said.get(number, ())) for number, block in enumerate(blocks)]


def _block_of(place: Place, blocks: list[Block]) -> int:
    """Return the number of the block that holds a place; of the first one where it is no table."""
    path = tuple(step for step in place if isinstance(step, str))
    entry = next((step for step in place if isinstance(step, int)), 0)
    while path:
        inside = [number for number, block in enumerate(blocks) if block.path == path]
        if inside:
            return inside[min(entry, len(inside) - 1)]
        path = path[:-1]
    return 0


def _rewritten(path: Path, fresh: list[Block], agreement: Agreement) -> str | None:
    """Return the file's own text with the new values in it, or None where it cannot be kept."""
    try:
        old = split(path.read_text(encoding="utf-8-sig"))
        text = joined(merged(old, fresh))
        return text if parse_toml(text, Agreement, path) == agreement else None
    except (BadInput, KeyError, TypeError, ValueError, TOMLKitError):
        return None


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

    Only a void signature of the same side, one under another text, gives way to the new one; and
    with the second signature go the remarks (#?) that a part is a draft.

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
        if any(signature.side == side for signature in agreement.void):
            mark, blocks = _blocks(before)
            before = mark + joined(without(blocks, ("signatures",), side))
        gap = "\n" if before.endswith("\n") else "\n\n"
        text = before + gap + tomlkit.dumps({"signatures": [block]})
        _refuse_unreadable(text, path)
        if all(one == side or agreement.signature(one) for one in SIDES):
            mark, blocks = _blocks(text)
            text = mark + joined(without_remarks(blocks))
        write_text(path, text)
        return Agreement.load(path)


def _blocks(text: str) -> tuple[str, list[Block]]:
    """Return the mark that some editors put at the top of a text, and its blocks."""
    mark, text = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    return mark, split(text)


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
        tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError:
        raise BadInput(
            _("the signatures stand in a list in square brackets, where none can be added"),
            where=str(path),
            fix=_("Remove the line `signatures = [...]`, or write [[signatures]] blocks."),
        ) from None
