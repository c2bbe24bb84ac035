"""The map from a CRM's files to the book: which column is what, and what its values mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import tomlkit
from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from leadkit.base.frozen import Frozen
from leadkit.base.language import _
from leadkit.base.toml import line_of, parse_toml, read_toml_text
from leadkit.book.roles import RESERVED
from leadkit.book.settings import Zone
from leadkit.book.tables import EVENTS, OUTCOMES, PLAN, REASONS, SIDES, Known

CONTACT_JOIN = ("contact",)
DECISIONS = ("accepted", "rejected")
NAME_PARTS = ("first_name", "last_name")
FEEDABLE = ("lead_id", "outcome")
HELPERS = (*NAME_PARTS, "decision", "decided_at")
MEANINGS = {
    "outcome": OUTCOMES,
    "decision": DECISIONS,
    "rejection_reason": REASONS,
    "lost_reason": REASONS,
    "by": SIDES,
}
OF_EVENTS = tuple(column.name for column in EVENTS.columns if column.name != "lead_id")
OF_PLAN = (*(column.name for column in PLAN.columns), "year")


def _listed(target: Any) -> Any:
    """Return one name, a list of them, or none as a tuple."""
    if isinstance(target, str):
        return (target,) if target else ()
    return tuple(target) if isinstance(target, list) else target


Targets = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Holds = Literal["leads", "details", "activities", "plan", ""]


class MappedFile(Frozen):
    """What one file of the export holds, and what its columns are called in the book.

    `name` may hold * for a part that changes from export to export. A file that holds nothing
    the book knows is kept out with `holds = ""`.
    """

    name: str = Field(min_length=1)
    holds: Holds
    sheet: str = ""
    timezone: Zone | Literal[""] = ""
    join: tuple[str, ...] = ()
    kind: str = ""
    by: Literal["marketing", "sales", ""] = ""
    columns: dict[str, Targets] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)

    def sources(self, target: str) -> list[str]:
        """Return the columns that feed a column of the book, in the order they are asked."""
        return [header for header, targets in self.columns.items() if target in targets]

    @property
    def targets(self) -> list[str]:
        """The columns of the book that this file feeds."""
        return list(dict.fromkeys(name for names in self.columns.values() for name in names))

    @property
    def by_contact(self) -> bool:
        """Whether the file is joined by e-mail and telephone."""
        return self.join == CONTACT_JOIN

    @field_validator("values")
    @classmethod
    def _means_something(cls, values: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for target, meanings in values.items():
            allowed = MEANINGS.get(target)
            wrong = [
                meant for meant in meanings.values() if allowed and meant not in ("", *allowed)
            ]
            if allowed and wrong:
                raise ValueError(
                    _("{target} is one of {names}, not {value!r}").format(
                        target=target, names=", ".join(allowed), value=wrong[0]
                    )
                )
        return values

    @field_validator("columns")
    @classmethod
    def _are_free(cls, columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for header, names in columns.items():
            taken = [name for name in names if name in RESERVED and name not in FEEDABLE]
            if taken:
                raise ValueError(
                    _("{header!r}: the name {name!r} is leadkit's own; choose another").format(
                        header=header, name=taken[0]
                    )
                )
        return columns

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for fault in _faults(self):
            raise ValueError(f"{self.name}: {fault}")
        return self


def _faults(file: MappedFile) -> Iterable[str]:
    """Yield what does not go together in the description of a file."""
    is_joined = file.holds in ("details", "activities")
    if is_joined and not (file.by_contact or len(file.join) == 2):
        yield _(
            'join says how its rows find their lead: ["column of the lead file", '
            '"column of this file"], or ["contact"] for e-mail and telephone'
        )
    if file.holds in ("leads", "plan") and file.join:
        yield _("only details and activities are joined to the leads; leave join empty")
    if "decision" in file.targets and "decided_at" not in file.targets:
        yield _("a decision needs its time: give a column as decided_at")
    if file.holds == "activities" and "at" not in file.targets:
        yield _("activities need a time: give a column as at")
    if file.holds == "activities" and not (file.kind or "kind" in file.targets):
        yield _('nothing says what was done: give a column as kind, or write kind = "call"')
    if file.holds != "activities" and (file.kind or file.by):
        yield _("kind and by belong to activities alone")
    allowed = {"activities": (*OF_EVENTS, "email", "phone"), "plan": OF_PLAN}.get(file.holds)
    strange = [name for name in file.targets if allowed is not None and name not in allowed]
    if strange and allowed:
        yield _("{holds} have no column {name!r}, only {names}").format(
            holds=file.holds, name=strange[0], names=", ".join(allowed)
        )


class ImportMap(Frozen):
    """How the files of one CRM become a lead book.

    Examples
    --------
    >>> columns = {"Record ID": "lead_id", "Stage": "outcome"}
    >>> values = {"outcome": {"Customer": "won", "Lead": "open"}}
    >>> leads = {"name": "hubspot*.csv", "holds": "leads", "columns": columns, "values": values}
    >>> ImportMap(files=[leads]).leads.sources("outcome")
    ['Stage']
    """

    format: Literal[1] = 1
    system: str = ""
    verified: bool = False
    timezone: Zone = "UTC"
    currency: str = ""
    window: int = Field(default=90, ge=1, le=3650)
    dates: Literal["day-first", "month-first", ""] = ""
    repair_accents: bool = False
    files: tuple[MappedFile, ...] = Field(min_length=1)
    known: dict[str, Known] = Field(default_factory=dict)
    _text: str = PrivateAttr("")
    _path: Path = PrivateAttr(Path("map.toml"))

    @classmethod
    def load(cls, path: Path | str) -> ImportMap:
        """Read a map from its file.

        Raises
        ------
        BadInput
            If it is missing or does not fit; every fault with its line.
        """
        return cls.parse(read_toml_text(Path(path)), Path(path))

    @classmethod
    def parse(cls, text: str, path: Path) -> ImportMap:
        """Read a map from its text; `path` is named where a line is at fault.

        Raises
        ------
        BadInput
            If it does not fit; every fault with its line.
        """
        found = parse_toml(text, cls, path)
        found._text, found._path = text, path
        return found

    @property
    def leads(self) -> MappedFile:
        """The file with one row a lead."""
        return next(file for file in self.files if file.holds == "leads")

    @property
    def text(self) -> str:
        """The map as it was written, comments and all."""
        return self._text or tomlkit.dumps(self.model_dump(mode="json"))

    def place(self, *keys: str | int) -> str:
        """Return the file and line on which an entry of the map stands."""
        return f"{self._path}:{line_of(self._text, keys)}" if self._text else str(self._path)

    def named(self, paths: Iterable[Path]) -> Mapping[Path, list[MappedFile]]:
        """Return for each file given what the map says of it.

        A map of one file fits whatever single file is given: exports carry their date in the name.
        """
        given = list(paths)
        if len(given) == len(self.files) == 1:
            return {given[0]: list(self.files)}
        return {
            path: [file for file in self.files if fnmatchcase(path.name, file.name)]
            for path in given
        }

    @model_validator(mode="after")
    def _has_leads(self) -> Self:
        leads = [file for file in self.files if file.holds == "leads"]
        if len(leads) != 1:
            raise ValueError(
                _("exactly one file holds the leads; here {n} do").format(n=len(leads))
            )
        return self
