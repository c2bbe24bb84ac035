"""The record of a change of the line: evidence, expectation, who agreed, when it is undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from leadkit.base.economics import Period
from leadkit.base.language import _
from leadkit.handoff.change.roll_back import RollBack, roll_back
from leadkit.handoff.policy import Policy, day_to_look_again
from leadkit.handoff.policy_parts import Agreed, Document, Frozen, Profit
from leadkit.handoff.writing import write_noted

if TYPE_CHECKING:
    from leadkit.handoff.change.line_change import LineChange


class Drawn(Frozen):
    """A policy by version, fingerprint and line."""

    version: str = Field(min_length=1)
    sha256: str
    line: float = Field(gt=0, lt=1)

    @classmethod
    def of(cls, policy: Policy) -> Drawn:
        """Return what names a policy."""
        return cls(version=policy.version, sha256=policy.sha256, line=policy.line)


class ChangeEvidence(Frozen):
    """The leads the change was judged on: all, those that change sides, and of these the won."""

    as_of: date | None = None
    judged: int = Field(ge=0)
    changed: int = Field(ge=0)
    won: int = Field(ge=0)
    unseen: int = Field(ge=0)
    method: str


class Expected(Profit):
    """What the new line earned more on the judged leads, 95 %, and the chance it is above zero."""

    chance: float | None = Field(default=None, ge=0, le=1)


class Capacity(Frozen):
    """What the new line takes of what sales can work; hours, or leads where no hours are given."""

    needed: float = Field(ge=0)
    limit: float | None = Field(default=None, gt=0)
    per: Period
    fits: bool | None = None


class ChangeRecord(Document):
    """Why the line moved, what is expected of it, who agreed, and when it is undone.

    Examples
    --------
    >>> from leadkit.handoff.change.record import ChangeRecord, Drawn
    >>> old = Drawn(version="2026-03-31", sha256="0" * 64, line=0.1)
    >>> old.line
    0.1
    """

    format: Literal[1] = 1
    version: str = Field(min_length=1)
    advice: Literal["move", "test", "keep"]
    because: str
    effective: date | None = None
    look_again: date | None = None
    old: Drawn
    new: Drawn
    expected: Expected
    evidence: ChangeEvidence
    capacity: Capacity
    roll_back: RollBack
    agreed: Agreed = Agreed()

    @classmethod
    def of(
        cls,
        change: LineChange,
        *,
        effective: date | None = None,
        look_again: date | None = None,
        agreed: Agreed | None = None,
    ) -> ChangeRecord:
        """Put a change down.

        Parameters
        ----------
        change : LineChange
            Old and new policy on the same leads.
        effective : date, optional
            From when the new line holds.
        look_again : date, optional
            When both look at it again; else 90 days after `effective`, else the new policy's day.
        agreed : Agreed, optional
            Who agreed, and when; else what the new policy says.
        """
        if look_again is None:
            look_again = day_to_look_again(effective) or change.new.look_again
        gain, load = change.gain, change.capacity
        return cls(
            version=change.new.version,
            advice=change.advice,
            because=change.because,
            effective=effective,
            look_again=look_again,
            old=Drawn.of(change.old),
            new=Drawn.of(change.new),
            expected=Expected(value=gain.value, low=gain.low, high=gain.high, chance=change.chance),
            evidence=ChangeEvidence(
                as_of=change.new.evidence.as_of,
                judged=change.judged,
                changed=gain.n,
                won=gain.events or 0,
                unseen=int(change.summed["unseen"].sum()),
                method=gain.method,
            ),
            capacity=Capacity(needed=load.needed, limit=load.limit, per=load.per, fits=load.fits),
            roll_back=roll_back(change),
            agreed=agreed or change.new.agreed,
        )


def write_record(record: ChangeRecord, path: Path) -> None:
    """Write a record as TOML, each part with what it means."""
    said = {
        "advice": _(
            "move: better by all the kit asks for; test: not sure enough; keep: not better"
        ),
        "effective": _("from when the new line holds"),
        "look_again": _("when both look at it again: its first leads have outcomes then"),
        "old": _("the line before"),
        "new": _("the line from now on"),
        "expected": _(
            "what the new line would have earned more on the judged leads, with its 95 % interval "
            "and the chance that it is above zero"
        ),
        "evidence": _("the judged leads, and those of them that change sides"),
        "capacity": _("what the new line takes of what sales can work"),
        "roll_back": _("when the change is undone"),
        "agreed": _("who agreed on each side, and when, as in: on = 2026-07-01"),
    }
    title = _("A change of the handoff line: why, what is expected, when it is undone.")
    write_noted(record, path, title, said)
