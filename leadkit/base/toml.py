"""TOML files checked against a model, with the line of every fault."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, get_args

import tomlkit
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, ngettext, number
from leadkit.base.plain_file import plain_bytes

Model = TypeVar("Model", bound=BaseModel)

MOST_FAULTS = 20
UNMARKED = (
    AttributeError, IndexError, KeyError, RecursionError, TOMLKitError, TypeError, ValueError,
)  # fmt: skip
UNKNOWN_KEY = N_("nothing of this name belongs here")
FAULTS = {
    "missing": N_("this line is missing"),
    "extra_forbidden": UNKNOWN_KEY,
    "literal_error": N_("write one of {expected}"),
    "string_type": N_("a text in quotes belongs here"),
    "string_unicode": N_("these letters are not in UTF-8"),
    "string_too_short": N_("this must not be blank"),
    "string_too_long": N_("at most {max_length} letters belong here"),
    "string_pattern_mismatch": N_("the text does not have the form asked for, {pattern}"),
    "int_type": N_("a whole number belongs here"),
    "int_from_float": N_("a whole number belongs here"),
    "float_type": N_("a number belongs here"),
    "finite_number": N_("a finite number belongs here"),
    "bool_type": N_("true or false belongs here"),
    "greater_than": N_("a number above {gt} belongs here"),
    "greater_than_equal": N_("a number of at least {ge} belongs here"),
    "less_than": N_("a number below {lt} belongs here"),
    "less_than_equal": N_("a number of at most {le} belongs here"),
    "too_short": N_("at least one entry belongs here"),
    "too_long": N_("at most {max_length} entries belong here"),
    "list_type": N_("a list in square brackets belongs here"),
    "tuple_type": N_("a list in square brackets belongs here"),
    "dict_type": N_("a table of names and values belongs here"),
    "model_type": N_("a table of names and values belongs here"),
    "date_type": N_("a date such as 2026-09-30 belongs here"),
    "date_parsing": N_("a date such as 2026-09-30 belongs here"),
    "date_from_datetime_parsing": N_("a date such as 2026-09-30 belongs here"),
    "datetime_parsing": N_("a date with a time belongs here, such as 2026-09-30 17:00:00"),
    "datetime_from_date_parsing": N_(
        "a date with a time belongs here, such as 2026-09-30 17:00:00"
    ),
    "time_parsing": N_("a time of day such as 08:30:00 belongs here"),
}


def read_toml(path: Path, model: type[Model]) -> Model:
    """Read a TOML file into a pydantic model.

    Raises
    ------
    BadInput
        If the file is missing, is not TOML, or does not fit; every fault with its line.
    """
    return parse_toml(read_toml_text(path), model, path)


def read_toml_text(path: Path) -> str:
    """Return the text of a TOML file.

    Raises
    ------
    BadInput
        If the file is missing or is no text.
    """
    try:
        return plain_bytes(path).decode("utf-8-sig")
    except IsADirectoryError:
        raise BadInput(
            _("this is a folder, not a file"), where=str(path), fix=_("Name the TOML file in it.")
        ) from None
    except FileNotFoundError:
        raise BadInput(_("the file does not exist"), where=str(path)) from None
    except UnicodeDecodeError as error:
        raise _not_toml(error, path) from None


def parse_toml(text: str, model: type[Model], path: Path | str) -> Model:
    """Read the text of a TOML file into a pydantic model; `path` is named where it is at fault.

    Raises
    ------
    BadInput
        If the text is not TOML, or does not fit; every fault with its line.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_toml(error, path) from None
    try:
        return model.model_validate_json(json.dumps(content, default=str), strict=True)
    except ValidationError as error:
        faults = _innermost(error.errors(include_url=False))
        said = [
            f"{path}:{line_of(text, fault['loc'])}: {_dotted(fault['loc'])}: "
            f"{fault_words(fault, model)}"
            for fault in faults[:MOST_FAULTS]
        ]
        more = len(faults) - len(said)
        if more:
            text = ngettext("and {n} fault more", "and {n} faults more", more)
            said.append(text.format(n=number(more)))
        raise BadInput("\n".join(said), fix=_("Mend these lines and run again.")) from None


def _not_toml(error: Exception, path: Path | str) -> BadInput:
    return BadInput(
        _("not a TOML file: {fault}").format(fault=error),
        where=str(path),
        fix=_("Mend that line; text needs quotes, lists need square brackets."),
    )


def _innermost(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what is said of a list or table only because something in it is at fault."""
    places = [fault["loc"] for fault in faults]
    around = {place[:depth] for place in places for depth in range(len(place))}
    return [fault for fault in faults if fault["loc"] not in around]


def fault_words(fault: ErrorDetails, model: type[BaseModel]) -> str:
    """Say a fault in the reader's words; one of our own checks has said it already."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] == "extra_forbidden":
        return _unknown(fault["loc"], model)
    words = FAULTS.get(fault["type"])
    limits = {
        name: f"{limit:g}" if isinstance(limit, float) else limit
        for name, limit in fault.get("ctx", {}).items()
    }
    return _(words).format(**limits) if words else fault["msg"]


def _unknown(place: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Say that a key is unknown, with the nearest one of its part, or all where none is near."""
    said, name = _(UNKNOWN_KEY), str(place[-1])
    names = _names_at(place[:-1], model)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return said + _("; did you mean {name}?").format(name=near[0])
    if names:
        return said + _("; write one of {names}").format(names=", ".join(names))
    return said


def _names_at(place: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the keys of the part at a place of a model; none where the part is no model."""
    inside: list[type[BaseModel]] = [model]
    for key in place:
        if isinstance(key, str):
            found = [field for part in inside for name, field in part.model_fields.items()
                     if key in (name, field.alias)]  # fmt: skip
            inside = [part for field in found for part in _models_in(field.annotation)]
    return list(
        dict.fromkeys(
            field.alias or name for part in inside for name, field in part.model_fields.items()
        )
    )


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models in a type, such as that of the entries of a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in get_args(annotation):
        yield from _models_in(inside)


def _dotted(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place))


def line_of(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line on which a value stands in the text of a TOML file, or the table it is in."""
    if not place:
        return 1
    try:
        return _marked_line(text, place)
    except UNMARKED:
        return line_of(text, place[:-1])


def _marked_line(text: str, place: tuple[int | str, ...]) -> int:
    mark = "\N{INVISIBLE SEPARATOR}"
    document = tomlkit.parse(text)
    node: Any = document
    for key in place[:-1]:
        node = node[key]
    node, last = _first_value(node, place[-1])
    node[last] = mark
    return tomlkit.dumps(document).split(mark)[0].count("\n") + 1


def _first_value(node: Any, key: int | str) -> tuple[Any, int | str]:
    """Descend from a table to its first plain value, the only kind whose place can be marked."""
    inside = node[key]
    names: Iterable[int | str] = inside if isinstance(inside, dict) else ()
    for name in range(len(inside)) if isinstance(inside, AoT) else names:
        with suppress(KeyError):
            return _first_value(inside, name)
    if isinstance(node, AoT):
        raise KeyError(key)
    return node, key
