"""The written data-quality standard: one versioned TOML file that both teams agree on."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import cached_property
from importlib.resources import files
from math import isclose
from pathlib import Path
from typing import Annotated, Literal

import phonenumbers
from pydantic import Field, ValidationInfo, field_validator

from leadkit.base.language import _, day
from leadkit.base.toml import read_toml
from leadkit.book import Book
from leadkit.quality.rules import Dimension, Frozen
from leadkit.quality.rules import Rule as Rule

Weight = Annotated[float, Field(ge=0, le=1)]


class Approval(Frozen):
    """Who approved the standard on each side, and on which day; blank until they have."""

    marketing: str = ""
    marketing_on: date | None = None
    sales: str = ""
    sales_on: date | None = None

    @field_validator("marketing_on", "sales_on")
    @classmethod
    def _has_a_name(cls, on: date | None, info: ValidationInfo) -> date | None:
        side = str(info.field_name).removesuffix("_on")
        if on and not info.data.get(side):
            raise ValueError(_("there is a day, but {side} names nobody").format(side=side))
        return on


class Change(Frozen):
    """An entry of the changelog: on which day what was changed, and why."""

    day: date
    what: str = Field(min_length=1)
    why: str = ""


class Phone(Frozen):
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


class Email(Frozen):
    """Domains at which nobody can be reached: throwaway ones and well-known misspellings."""

    disposable: tuple[str, ...] = ()
    misspelled: tuple[str, ...] = ()


class Score(Frozen):
    """How the dimensions are weighed into a lead's score, and the least that passes.

    The weights add up to 1. A lead's score is the weighted mean of the dimensions that could be
    judged; `at_least` 0 sets nobody aside.
    """

    at_least: float = Field(default=0.0, ge=0, le=1)
    weights: dict[Dimension, Weight]

    @field_validator("weights")
    @classmethod
    def _add_up(cls, weights: dict[Dimension, float]) -> dict[Dimension, float]:
        total = sum(weights.values())
        if not isclose(total, 1, abs_tol=1e-6):
            raise ValueError(
                _("the weights add up to {total}; make it 1").format(total=f"{total:.4g}")
            )
        return weights


class Standard(Frozen):
    """A data-quality standard.

    `required` are columns that every lead must fill, `required_in` more of them for a segment,
    `blank_words` mean that a cell is empty, and `rules` stand in the order they are reported.

    Examples
    --------
    >>> standard = Standard.default()
    >>> [rule.code for rule in standard.rules if rule.kind == "duplicate"]
    ['DUPLICATE']
    >>> standard.rule("DUPLICATE").severity
    'gate'
    """

    format: Literal[1] = 1
    version: str
    valid_from: date
    valid_until: date | None = None
    approved_by: Approval = Approval()
    phone: Phone = Phone()
    email: Email = Email()
    required: tuple[str, ...] = ()
    required_in: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    blank_words: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
    score: Score | None = None
    changelog: tuple[Change, ...] = ()

    @field_validator("valid_until")
    @classmethod
    def _ends_after_it_begins(cls, until: date | None, info: ValidationInfo) -> date | None:
        begins = info.data.get("valid_from")
        if until and begins and until < begins:
            raise ValueError(
                _("the standard would end before it begins, on {day}").format(day=day(begins))
            )
        return until

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
        wanted = any(rule.kind == "required" for rule in rules)
        listed = info.data.get("required") or info.data.get("required_in")
        if wanted and not listed:
            raise ValueError(_("a rule of kind 'required' needs the list `required` at the top"))
        if info.data.get("required_in") and not wanted:
            raise ValueError(_("required_in needs a rule of kind 'required' that judges it"))
        return rules

    @field_validator("score")
    @classmethod
    def _fits_the_rules(cls, score: Score | None, info: ValidationInfo) -> Score | None:
        rules: tuple[Rule, ...] = info.data.get("rules", ())
        weights = {name for name, weight in (score.weights if score else {}).items() if weight}
        scored = [rule for rule in rules if rule.severity == "score"]
        if unweighed := [rule.code for rule in scored if rule.dimension not in weights]:
            raise ValueError(
                _("the rules {codes} lower a score, but [score] gives their dimension no weight")
                .format(codes=", ".join(unweighed))
            )  # fmt: skip
        judged = {rule.dimension for rule in rules if rule.counts}
        if rules and (empty := sorted(weights - judged)):
            raise ValueError(
                _("no gate or score rule judges {dimensions}, so it can have no weight").format(
                    dimensions=", ".join(empty)
                )
            )
        return score

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

    def rule(self, code: str) -> Rule | None:
        """Return the rule of that code, or None where there is none."""
        return next((rule for rule in self.rules if rule.code == code), None)


def own_standard(book: Book) -> Standard | None:
    """Return the standard in the book's folder (standard.toml), or None where there is none."""
    if book.is_bare or book.path is None or not (book.path / "standard.toml").is_file():
        return None
    return Standard.load(book.path / "standard.toml")
