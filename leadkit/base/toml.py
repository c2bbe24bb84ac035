"""TOML files checked against a model, with the line of every fault."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import tomlkit
from pydantic import BaseModel, ValidationError
from tomlkit.items import AoT

from leadkit.base.errors import BadInput
from leadkit.base.language import _

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, model: type[Model]) -> Model:
    """Read a TOML file into a pydantic model.

    Raises
    ------
    BadInput
        If the file is missing, is not TOML, or does not fit; every fault with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except IsADirectoryError:
        raise BadInput(
            _("this is a folder, not a file"), where=str(path), fix=_("Name the TOML file in it.")
        ) from None
    except FileNotFoundError:
        raise BadInput(_("the file does not exist"), where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            _("not a TOML file: {fault}").format(fault=error),
            where=str(path),
            fix=_("Mend that line; text needs quotes, lists need square brackets."),
        ) from None
    try:
        return model.model_validate_json(json.dumps(content, default=str), strict=True)
    except ValidationError as error:
        faults = [
            f"{path}:{_line(text, fault['loc'])}: {_dotted(fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_context=False)
        ]
        raise BadInput("\n".join(faults), fix=_("Mend these lines and run again.")) from None


def _dotted(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place))


def _line(text: str, place: tuple[int | str, ...]) -> int:
    mark = "\N{INVISIBLE SEPARATOR}"
    document = tomlkit.parse(text)
    node: Any = document
    try:
        for key in place[:-1]:
            node = node[key]
        node, last = _first_value(node, place[-1])
        node[last] = mark
    except (KeyError, IndexError, TypeError):
        return _line(text, place[:-1]) if len(place) > 1 else 1
    return tomlkit.dumps(document).split(mark)[0].count("\n") + 1


def _first_value(node: Any, key: int | str) -> tuple[Any, int | str]:
    """Descend from a table to its first plain value, the only kind whose place can be marked."""
    inside = node[key]
    if isinstance(inside, AoT) and len(inside):
        return _first_value(inside, 0)
    if isinstance(inside, dict) and len(inside):
        return _first_value(inside, next(iter(inside)))
    return node, key
