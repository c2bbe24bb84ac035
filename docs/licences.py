"""Write the table of `docs/en/licences.md` and `docs/vi/licences.md` from what is installed.

Run it where every part is installed, `pip install -e ".[dev,spark]" -c constraints.txt`:
`python docs/licences.py`.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / lang / "licences.md" for lang in ("en", "vi")]
ELSEWHERE = {"jupyterlab-language-pack-vi-vn": "BSD"}  # words for a reader, pinned by nobody
NAMES = {
    "2-clause BSD": "BSD-2-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved": "MIT",  # skops, whose LICENSE file is MIT's
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
VAGUE = ("", "UNKNOWN", "Dual License")
LONGEST = 40  # a longer field is the licence itself


def required() -> dict[str, list[Requirement]]:
    """Return what each part of the package asks for: leadkit alone, then each of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = {"leadkit": project["dependencies"]} | {
        f"leadkit[{extra}]": lines for extra, lines in project["optional-dependencies"].items()
    }
    return {part: [Requirement(line) for line in lines] for part, lines in parts.items()}


def brought(requirements: list[Requirement]) -> set[str]:
    """Return the names of all that these requirements bring, theirs included, on this system."""
    found: set[tuple[str, str]] = set()
    todo = [(canonicalize_name(one.name), extra) for one in requirements for extra in wanted(one)]
    while todo:
        name, extra = todo.pop()
        if name == "leadkit" or (name, extra) in found:
            continue
        found.add((name, extra))
        for line in installed(name).requires or [] if installed(name) else []:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": extra}):
                todo += [(canonicalize_name(one.name), more) for more in wanted(one)]
    return {name for name, _extra in found}


def wanted(requirement: Requirement) -> list[str]:
    """Return the extras that a requirement asks for, and none of them."""
    return ["", *sorted(requirement.extras)]


def installed(name: str) -> Distribution | None:
    """Return a package as installed, or None."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence(name: str) -> str:
    """Return the licence that a package's own metadata states."""
    found = installed(name)
    if found is None:
        return ELSEWHERE[name]
    expression: str = found.metadata.get("License-Expression", "")
    if expression:
        return expression
    stated: str = found.metadata.get("License", "")
    if len(stated) < LONGEST and stated not in VAGUE:
        return NAMES.get(stated, stated)
    classes = found.metadata.get_all("Classifier") or []
    named = [one.split(" :: ")[-1] for one in classes if one.startswith("License ::")]
    return " OR ".join(NAMES.get(one, one) for one in named) or "?"


def pinned() -> dict[str, str]:
    """Return the version of every package in constraints.txt."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", text, flags=re.M)
    return {canonicalize_name(name): version for name, version in found}


def rows() -> list[tuple[str, str, str, str]]:
    """Return package, version, licence and the first part that brings it, by part and name."""
    versions, seen, found = pinned(), set[str](), []
    for part, requirements in required().items():
        for name in sorted(brought(requirements) - seen):
            seen.add(name)
            found.append((name, versions.get(name, ""), licence(name), part))
    return found


def main() -> None:
    """Replace the rows of the table of every page."""
    lines = [f"| {' | '.join(row)} |" for row in rows()]
    for page in PAGES:
        text, rule, _old = page.read_text(encoding="utf-8").partition("|---|---|---|---|\n")
        page.write_text(text + rule + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
