"""The written data-quality standard: one versioned TOML file that both teams agree on."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

import phonenumbers
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from leadkit.base.language import _, current
from leadkit.base.toml import read_toml
from leadkit.book import Book

Severity = Literal["gate", "info"]
Owner = Literal["marketing", "sales"]
Kind = Literal[
    "required", "email", "phone", "reachable", "consent", "duplicate", "test", "order", "future"
]  # fmt: skip
Reason = Literal["DATA_INVALID", "DUPLICATE", "NO_CONSENT", "UNREACHABLE", "NOT_ICP", "OTHER"]
COLUMNS_NEEDED = {"consent": 1, "test": 1, "order": 2, "future": 1}
WORDS_NEEDED = {"test": 1}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Approval(_Frozen):
    """Who approved the standard on each side; blank until they have."""

    marketing: str = ""
    sales: str = ""


class Phone(_Frozen):
    """How telephone numbers are read: the country whose numbers carry no country code."""

    region: str = "VN"

    @field_validator("region")
    @classmethod
    def _exists(cls, region: str) -> str:
        if region not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(
                _("no such country: {name!r}; write its ISO code, as in VN").format(name=region)
            )
        return region


class Email(_Frozen):
    """Domains at which nobody can be reached: throwaway ones and well-known misspellings."""

    disposable: tuple[str, ...] = ()
    misspelled: tuple[str, ...] = ()


class Rule(_Frozen):
    """One rule of the standard.

    `severity` "gate" sets a failing lead aside, "info" only counts it; `owner` repairs it;
    `reason` is the code sales would return such a lead with. `columns` and `words` are needed by
    some kinds only.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    kind: Kind
    severity: Severity
    owner: Owner
    message: str = Field(min_length=1)
    message_vi: str = ""
    reason: Reason = "DATA_INVALID"
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @field_validator("columns", "words")
    @classmethod
    def _as_the_kind_takes(cls, given: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind, name = info.data.get("kind", ""), info.field_name
        needed = (COLUMNS_NEEDED if name == "columns" else WORDS_NEEDED).get(kind, 0)
        if len(given) < needed:
            raise ValueError(
                _("a rule of kind {kind!r} needs {name}: at least {needed}").format(
                    kind=kind, name=name, needed=needed
                )
            )
        if kind and given and not needed:
            raise ValueError(
                _("a rule of kind {kind!r} takes no {name}").format(kind=kind, name=name)
            )
        return given

    @property
    def sentence(self) -> str:
        """The rule in the reader's language."""
        return self.message_vi if current() == "vi" and self.message_vi else self.message


class Standard(_Frozen):
    """A data-quality standard.

    `required` are columns that every lead must fill, `blank_words` mean that a cell is empty, and
    `rules` stand in the order they are reported.

    Examples
    --------
    >>> standard = Standard.default()
    >>> [rule.code for rule in standard.rules if rule.severity == "gate"]
    ['REQUIRED_BLANK', 'UNREACHABLE_BOTH', 'NO_CONSENT', 'DUPLICATE', 'TEST_RECORD']
    """

    format: Literal[1] = 1
    version: str
    valid_from: date
    approved_by: Approval = Approval()
    phone: Phone = Phone()
    email: Email = Email()
    required: tuple[str, ...] = ()
    blank_words: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)

    @field_validator("rules")
    @classmethod
    def _fit_together(cls, rules: tuple[Rule, ...], info: ValidationInfo) -> tuple[Rule, ...]:
        codes = Counter(rule.code for rule in rules)
        if twice := sorted(code for code, n in codes.items() if n > 1):
            several = ", ".join(twice)
            raise ValueError(
                _("each code must name one rule, but these name several: {codes}").format(
                    codes=several
                )
            )
        if any(rule.kind == "required" for rule in rules) and not info.data.get("required"):
            raise ValueError(_("a rule of kind 'required' needs the list `required` at the top"))
        return rules

    @classmethod
    def load(cls, path: Path | str) -> Standard:
        """Read a standard from its TOML file.

        Raises
        ------
        BadInput
            If the file is missing or faulty; every fault with its line.
        """
        return read_toml(Path(path), cls)

    @classmethod
    def default(cls) -> Standard:
        """Return the standard that comes with the package."""
        return cls.load(Path(str(files("leadkit") / "quality" / "standard.toml")))

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of what the standard says, whatever its layout."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def own_standard(book: Book) -> Standard | None:
    """Return the standard in the book's folder (standard.toml), or None where there is none."""
    if book.is_bare or book.path is None or not (book.path / "standard.toml").is_file():
        return None
    return Standard.load(book.path / "standard.toml")
