"""Which of a book's models is in use: the newest, or the one that was chosen to go back to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import tomlkit
from pydantic import AwareDatetime, Field, ValidationError

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint, locked, write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _
from leadkit.base.plain_file import plain_bytes, read_json
from leadkit.base.toml import read_toml
from leadkit.model.saving import Manifest

FILE, MODEL = "in-use.toml", "model.skops"
NEWEST = ""


class Switch(Frozen):
    """A switch of the past: the model (blank: the newest) and from when, UTC, and why."""

    model: str
    since: AwareDatetime
    why: str = ""


class InUse(Switch):
    """The content of models/in-use.toml: the model in use, and the switches before, oldest first.

    Without the file, or where `model` is blank, the newest model is in use.
    """

    format: Literal[1] = 1
    history: tuple[Switch, ...] = Field(default=())


def in_use(folder: Path) -> InUse | None:
    """Return what a book says of the model in use, or None where it never said.

    Raises
    ------
    BadInput
        If the file is damaged; every fault with its line.
    """
    path = folder / "models" / FILE
    return read_toml(path, InUse) if path.is_file() else None


def use_model(folder: Path, name: str, *, why: str = "", at: datetime | None = None) -> InUse:
    """Put a model of a book in use, or the newest again; the switch is written down.

    Parameters
    ----------
    folder : Path
        The book's folder.
    name : str
        A folder of its `models`; blank for the newest, whichever it is.
    why : str
        Kept beside the switch.
    at : datetime, optional
        When; else now, UTC.

    Raises
    ------
    BadInput
        If the book has no such model, or what it said so far is damaged.
    """
    if name != NEWEST:
        model_folder(folder, name)
    with locked(folder):
        before = in_use(folder)
        history = () if before is None else (*before.history, _as_switch(before))
        moment = (at or datetime.now(UTC)).replace(microsecond=0)
        now = InUse(model=name, since=moment, why=why, history=history)
        write_text(folder / "models" / FILE, _written(now))
    return now


def _as_switch(before: InUse) -> Switch:
    return Switch(model=before.model, since=before.since, why=before.why)


def _written(now: InUse) -> str:
    text = "# " + _("The model in use; blank: the newest. `leadkit model use` writes this.") + "\n"
    return text + tomlkit.dumps({"format": now.format, **now.model_dump()})


def model_folder(folder: Path, name: str) -> Path:
    """Return the folder of a model of a book.

    Raises
    ------
    BadInput
        If there is none of that name; those there are get named.
    """
    found = {path.name: path for path in model_folders(folder)}
    if name in found:
        return found[name]
    raise BadInput(
        _("the book has no model {name!r}").format(name=name),
        where=str(folder / "models"),
        fix=_("It has: {names}.").format(names=", ".join(map(repr, found)) or _("none")),
    )


def model_folders(folder: Path) -> list[Path]:
    """Return the models of a book, oldest first: by the data they were trained on, then by name."""
    found = [path.parent for path in folder.glob("models/[!.]*/model.json")]
    return sorted(found, key=lambda model: (_trained_until(model), model.name))


def model_by(folder: Path, sha256: str) -> Path | None:
    """Return the model of a book that has this fingerprint, or None where it has none."""
    found = (path for path in model_folders(folder) if fingerprint(path / MODEL) == sha256)
    return next(found, None)


def _trained_until(folder: Path) -> str:
    try:
        manifest = Manifest.model_validate_json(plain_bytes(folder / "model.json"))
    except ValidationError:
        return ""
    moment = manifest.trained_until
    return "" if moment is None else moment.astimezone(UTC).isoformat()


def own_model(folder: Path) -> Path:
    """Return the model of a book: the one in use, else the newest, by its data and then by name.

    Raises
    ------
    BadInput
        If the book's folder has none, or the one in use is gone.
    """
    newest = newest_model(folder)
    said = in_use(folder)
    if said is None or said.model == NEWEST:
        return newest
    found = model_folders(folder)
    chosen = next((path for path in found if path.name == said.model), None)
    if chosen is None:
        raise BadInput(
            _("the model in use, {name!r}, is not in the book any more").format(name=said.model),
            where=str(folder / "models" / FILE),
            fix=_(
                "Use another with `leadkit model use BOOK NAME`, or the newest with "
                "`leadkit model use BOOK --newest`. The book has: {names}."
            ).format(names=", ".join(repr(path.name) for path in found)),
        )
    return chosen


def newest_model(folder: Path) -> Path:
    """Return the newest model of a book, by its data and then by name.

    Raises
    ------
    BadInput
        If the book's folder has none.
    """
    found = model_folders(folder)
    if not found and any(folder.glob("models/[!.]*/metrics.json")):
        raise BadInput(
            _("training left no model in this book: there were too few wins to learn from"),
            where=str(folder / "models"),
            fix=_("Use the points card that it left, points-card.toml, until there are more."),
        )
    if not found:
        raise BadInput(
            _("the book has no model yet"),
            where=str(folder / "models"),
            fix=_("Make one with `leadkit train BOOK`, or give another with --model."),
        )
    return found[-1]


def models_table(folder: Path) -> pd.DataFrame:
    """Return one row a model, oldest first.

    Parameters
    ----------
    folder : Path
        The book's folder.

    Returns
    -------
    DataFrame
        name, trained_until (ISO time, or blank), sha256 (of the model), verdict, auc, low, high, n
        (leads it was judged on), won, in_use.
    """
    chosen = own_model(folder)
    rows = [_row(path) | {"in_use": path == chosen} for path in model_folders(folder)]
    return pd.DataFrame(rows)


def _row(path: Path) -> dict[str, Any]:
    try:
        manifest = Manifest.model_validate_json(plain_bytes(path / "model.json"))
        metrics = read_json(path / "metrics.json")
        auc = metrics["auc"]
        moment = manifest.trained_until
        return {
            "name": path.name,
            "trained_until": "" if moment is None else moment.astimezone(UTC).isoformat(),
            "sha256": manifest.sha256["model.skops"],
            "verdict": metrics["verdict"],
            "auc": auc["value"],
            "low": auc["low"],
            "high": auc["high"],
            "n": auc["n"],
            "won": auc["events"],
        }
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput(
            _("the model's files are damaged"),
            where=str(path),
            fix=_("Train again with `leadkit train`, or remove the folder."),
        ) from None
