"""Who is learning here: the folder that `leadkit lab` made, and what is kept in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leadkit.base.errors import BadInput
from leadkit.base.language import LANGUAGES, _
from leadkit.learn.answers.free_text import has_contact
from leadkit.learn.steps import Kind, Step, Steps, a_step, add_steps, plain, read_steps
from leadkit.learn.workbook import LEARNER, RECORD

PROGRESS = "progress.jsonl"
SERVED = "VOILA_PREHEAT"  # set by Voila in every kernel it starts


class Learner(BaseModel):
    """A trainee of a class: never by name.

    Attributes
    ----------
    id : str
        What tells their work from everybody else's.
    number : int
        Their place on the trainer's list.
    first : str
        The form they begin with, "A" or "B", by lot.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1, max_length=40)
    number: int = Field(ge=1)
    first: Literal["A", "B"]


def home() -> Path | None:
    """Return the learner's folder, or None where this is not one made by `leadkit lab`.

    A lesson that is served to a room by Voila belongs to nobody: nothing is kept.
    """
    if SERVED in os.environ:
        return None
    try:
        here = Path.cwd()
    except OSError:
        return None
    folders = (here, *(here / spoken for spoken in LANGUAGES))
    return next((one.parent for one in folders if (one / RECORD).is_file()), None)


def learner(folder: Path | None = None) -> Learner | None:
    """Return the trainee whose folder this is, or None outside a class.

    Raises
    ------
    BadInput
        If the file that says so cannot be read.
    """
    place = folder or home()
    if place is None or not (place / LEARNER).is_file():
        return None
    try:
        return Learner.model_validate_json((place / LEARNER).read_bytes())
    except ValidationError:
        raise BadInput(
            _("the file that says whose folder this is cannot be read"),
            where=str(place / LEARNER),
            fix=_("Ask your trainer to run leadkit lab --class again: it writes the file anew."),
        ) from None


def steps_so_far() -> Steps:
    """Return what the learner did before; nothing outside a learner's folder."""
    place = home()
    return Steps() if place is None else read_steps(place / PROGRESS)


def keep(kind: Kind, key: str, answer: Any = None, **more: Any) -> str:
    """Keep a step on the learner's disk, where there is a learner's folder.

    Returns
    -------
    str
        Empty, or why it could not be kept: a lesson goes on without its progress.
    """
    return keep_all([a_step(kind, key, **_kept(answer), **more)])


def keep_all(steps: list[Step]) -> str:
    """Keep several steps, all or none; see `keep`."""
    from leadkit import __version__

    place = home()
    if place is None:
        return ""
    try:
        who = learner(place)
        of_whom = {"id": who.id, "first": who.first} if who else {}
        begin = a_step("begin", "", version=__version__, **of_whom)
        add_steps(place / PROGRESS, begin, steps)
    except (BadInput, OSError) as error:
        reason = str(error).splitlines()[0]
        return _("It could not be kept in your folder ({reason}).").format(reason=reason)
    return ""


def _kept(answer: Any) -> dict[str, Any]:
    """Return an answer fit to be kept: none that holds a telephone number or an e-mail address."""
    value, withheld = plain(answer)
    is_typed = isinstance(value, (str, dict, list))
    if is_typed and has_contact(json.dumps(value, ensure_ascii=False)):
        value, withheld = None, True
    return {"answer": value, "withheld": withheld}
