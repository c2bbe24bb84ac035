"""The standard's TOML with changes written in: remarks are kept, approvals are withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any

import tomlkit

from leadkit.base.language import capital
from leadkit.base.toml import parse_toml
from leadkit.quality.standard import Standard

NAME, SUGGESTED = "standard.toml", "standard-suggested.toml"


def text_of(standard: Standard) -> str:
    """Return a standard as TOML: the package's own with its remarks, another without."""
    if standard == Standard.default():
        return (files("leadkit") / "quality" / NAME).read_text(encoding="utf-8")
    content = standard.model_dump(exclude_defaults=True, exclude_none=True)
    return tomlkit.dumps({"format": standard.format, **content})


def redrafted(text: str, changes: Sequence[tuple[str, str, str]], day: date) -> str:
    """Return the text of a standard with changes: of a name, to what, in which words.

    A change to "required" adds the column of that name, any other is the new severity of the rule
    of that name. The version becomes a draft that nobody has approved, and the changelog says on
    which day what was changed.
    """
    document: Any = tomlkit.parse(text)
    for name, to, _sentence in changes:
        if to == "required":
            document["required"].append(name)
        for rule in document["rules"]:
            if to != "required" and rule["code"] == name:
                rule["severity"] = to
    document["version"] = f"{document['version']}-draft"
    for name in [*document.get("approved_by", {})]:
        if name.endswith("_on"):
            del document["approved_by"][name]
        else:
            document["approved_by"][name] = ""
    _log(document, "; ".join(sentence for _name, _to, sentence in changes), day)
    suggested = tomlkit.dumps(document)
    parse_toml(suggested, Standard, SUGGESTED)
    return suggested


def _log(document: Any, what: str, day: date) -> None:
    entry = tomlkit.table()
    entry.update({"day": day, "what": f"{capital(what)}."})
    if "changelog" not in document:
        document["rules"][-1].add(tomlkit.nl())
        document["changelog"] = tomlkit.aot()
    elif len(document["changelog"]):
        document["changelog"][-1].add(tomlkit.nl())
    document["changelog"].append(entry)
