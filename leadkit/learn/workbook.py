"""A learner's own copy of the notebooks: made once, never written over, told what is new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_json, write_text
from leadkit.base.language import _
from leadkit.base.plain_file import read_json

RECORD = ".leadkit-lab.json"
LEARNER = "learner.json"
KEPT_FOR_FORMS = "quiz("
WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Workbook:
    """What became of each notebook when a learner's copy was made or brought up to date.

    Parameters
    ----------
    folder : Path
        Where the copies of one language stand.
    added, updated, kept, beside : tuple of str
        File names: new to this copy; replaced, since the learner had not changed them; left as
        they were; and new versions laid beside a copy that the learner had changed.
    """

    folder: Path
    added: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]
    beside: tuple[str, ...]

    def sentences(self) -> list[str]:
        """Say what is new, a line each; nothing where nothing is."""
        said = [
            (_("New: {names}"), self.added),
            (_("Brought up to date, you had not changed them: {names}"), self.updated),
            (_("Newer versions, laid beside your own copies: {names}"), self.beside),
        ]
        return [text.format(names=", ".join(names)) for text, names in said if names]


def prepare(shipped: Path, folder: Path) -> Workbook:
    """Copy notebooks for a learner; what the learner has changed is never written over.

    Parameters
    ----------
    shipped : Path
        The folder of notebooks that come with leadkit, in one language.
    folder : Path
        The learner's folder; made where it is absent. A notebook that the learner has deleted
        comes back afresh, which is the way to start one over. In the folder of a trainee the
        quizzes are laid without what they showed: their items are kept for the two forms.

    Raises
    ------
    BadInput
        If the folder cannot be written to, or its record of what was copied is not readable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            _("the folder cannot be made ({reason})").format(reason=error.strerror),
            where=str(folder),
            fix=_("Choose another place with --out."),
        ) from None
    with locked(folder):
        known = _record(folder / RECORD)
        fates: dict[str, list[str]] = {"added": [], "updated": [], "kept": [], "beside": []}
        for source in sorted(shipped.glob("*.ipynb")):
            fate, name = _lay(source, folder, known.get(source.name, ""))
            fates[fate].append(name)
            known[source.name] = _text_of(source)
        write_json(folder / RECORD, {"format": 1, "copied": known})
    return Workbook(folder, **{fate: tuple(names) for fate, names in fates.items()})


def keep_still(model: dict[str, Any], **_place: Any) -> None:
    """Save a notebook without widgets that have a still form: they are dead once the kernel is.

    JupyterLab calls this before it saves; what is on the screen stays live.
    """
    content = model.get("content")
    cells = content.get("cells", []) if isinstance(content, dict) else []
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        if len(output.get("data", {})) > 1:
            output["data"].pop(WIDGET, None)


def _lay(source: Path, folder: Path, copied: str) -> tuple[str, str]:
    """Lay one notebook into the folder; return its fate and the name it has there."""
    mine, new = folder / source.name, _text_of(source)
    if not mine.exists():
        _copy(source, mine)
        return "added", mine.name
    if copied == new or _text_of(mine) == new:
        return "kept", mine.name
    if copied and _text_of(mine) == copied:
        _copy(source, mine)
        return "updated", mine.name
    newer = folder / f"{source.stem}.{new[:8]}.ipynb"
    _copy(source, newer)
    return "beside", newer.name


def _copy(source: Path, target: Path) -> None:
    text = source.read_text(encoding="utf-8")
    is_of_a_class = (target.parent.parent / LEARNER).is_file()
    write_text(target, _without_items(text) if is_of_a_class else text)


def _without_items(text: str) -> str:
    """Return a notebook without the outputs of its quizzes, where the items and reasons stand."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and KEPT_FOR_FORMS in "".join(cell["source"]):
            cell.update(outputs=[], execution_count=None)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _text_of(notebook: Path) -> str:
    """Return the fingerprint of what a person may have typed: outputs come and go with each run."""
    try:
        cells = read_json(notebook)["cells"]
        typed = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return ""
    return sha256(json.dumps(typed).encode()).hexdigest()


def _record(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        content = read_json(path)
        return {str(name): str(text) for name, text in content["copied"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(
            _("the record of what was copied here cannot be read"),
            where=str(path),
            fix=_(
                "Delete this one file: your notebooks stay, and newer ones are laid beside them."
            ),
        ) from None
