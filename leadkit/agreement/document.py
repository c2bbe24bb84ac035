"""The agreement: one versioned TOML file that both heads read aloud and sign."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from leadkit.agreement.bonus import Bonus
from leadkit.agreement.in_force import PolicyInForce, StandardInForce
from leadkit.agreement.parts import (
    Change,
    Definitions,
    Duty,
    Part,
    Parties,
    Period,
    Recycling,
    Rejection,
    Signature,
    Words,
    refuse,
    repeated,
)
from leadkit.agreement.promise import Promise
from leadkit.agreement.words import SIDES, Side
from leadkit.base.language import _
from leadkit.base.toml import read_toml
from leadkit.book import WorkingTime


class Agreement(Part):
    """What marketing and sales promise each other for a period.

    Working hours are those of `hours`; money is in the currency of `policy`, which is absent where
    no line has been drawn yet: leads are then handed off as `definitions` says.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> drafted = draft(lk.read_book(lk.sample("small")), as_of="2026-06-30").agreement
    >>> drafted.version, drafted.is_signed, len(drafted.sha256)
    ('2026Q3', False, 64)
    """

    format: Literal[1] = 1
    title: Words
    version: Words
    parties: Parties
    period: Period
    definitions: Definitions
    standard: StandardInForce
    policy: PolicyInForce | None = None
    hours: WorkingTime
    promises: tuple[Promise, ...]
    duties: tuple[Duty, ...] = Field(min_length=1)
    rejections: tuple[Rejection, ...] = Field(min_length=1)
    recycling: tuple[Recycling, ...] = ()
    bonus: Bonus
    change: Change
    signatures: tuple[Signature, ...] = ()

    @field_validator("promises")
    @classmethod
    def _bind_both_sides(cls, promises: tuple[Promise, ...]) -> tuple[Promise, ...]:
        bound = {promise.side for promise in promises}
        silent = _("{side} promises nothing; an agreement binds both sides")
        refuse(
            [
                *(((), silent.format(side=side)) for side in SIDES if side not in bound),
                *repeated(promises, "id"),
            ]
        )
        return promises

    @field_validator("duties")
    @classmethod
    def _each_task_once(cls, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        refuse(repeated(duties, "task"))
        return duties

    @field_validator("rejections")
    @classmethod
    def _each_reason_once(cls, rejections: tuple[Rejection, ...]) -> tuple[Rejection, ...]:
        refuse(repeated(rejections, "reason"))
        return rejections

    @field_validator("recycling")
    @classmethod
    def _each_comes_back_once(cls, recycling: tuple[Recycling, ...]) -> tuple[Recycling, ...]:
        refuse(repeated(recycling, "reason"))
        return recycling

    @field_validator("bonus")
    @classmethod
    def _rests_on_promises_made(cls, bonus: Bonus, info: ValidationInfo) -> Bonus:
        if "promises" in info.data:
            made = {"", *(promise.id for promise in info.data["promises"])}
            problem = _("there is no promise {id}")
            refuse(
                (("kpis", place, "promise"), problem.format(id=kpi.promise))
                for place, kpi in enumerate(bonus.kpis)
                if kpi.promise not in made
            )
        return bonus

    @field_validator("signatures")
    @classmethod
    def _each_side_once(cls, signatures: tuple[Signature, ...]) -> tuple[Signature, ...]:
        refuse(repeated(signatures, "side"))
        return signatures

    @classmethod
    def load(cls, path: Path | str) -> Agreement:
        """Read an agreement from its TOML file.

        Raises
        ------
        BadInput
            If the file is missing or faulty; every fault with its line. A signature under
            another text is no fault: it is void.
        """
        return read_toml(Path(path), cls)

    @property
    def sha256(self) -> str:
        """Fingerprint of what the agreement says, whatever its layout and whoever signed it."""
        text = self.model_dump_json(exclude={"signatures"}, by_alias=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def signature(self, side: Side) -> Signature | None:
        """Return a side's signature under this text, or None."""
        text = self.sha256
        return next((s for s in self.signatures if (s.side, s.sha256) == (side, text)), None)

    @property
    def void(self) -> tuple[Signature, ...]:
        """The signatures under another text, which bind nobody."""
        text = self.sha256
        return tuple(signature for signature in self.signatures if signature.sha256 != text)

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed this text."""
        return all(self.signature(side) for side in SIDES)

    def promised(self, side: Side) -> tuple[Promise, ...]:
        """Return what one side promises, in the order of the text."""
        return tuple(promise for promise in self.promises if promise.side == side)


def own_agreement(folder: Path, on: date | None = None) -> tuple[Agreement, Path] | None:
    """Return the agreement in force from a book's folder, with its file.

    Parameters
    ----------
    folder : Path
        The book's folder; its agreements are `agreements/*.toml`.
    on : date or None
        A day of the agreement's period; None takes the latest agreement.

    Returns
    -------
    tuple of Agreement and Path, or None
        Of several, one that both have signed before one that they have not; then the one whose
        period begins last, then the last by file name.

    Raises
    ------
    BadInput
        If one of the files is faulty.
    """
    every = [(Agreement.load(path), path) for path in (folder / "agreements").glob("*.toml")]
    held = [(a, path) for a, path in every if on is None or a.period.start <= on <= a.period.end]
    return max(
        held,
        key=lambda found: (found[0].is_signed, found[0].period.start, found[1].name),
        default=None,
    )
