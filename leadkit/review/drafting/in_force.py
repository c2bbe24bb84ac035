"""The policy as an agreement states it: its line, its money, and how the line came to move."""

from __future__ import annotations

from pathlib import Path

from leadkit.agreement import CapacityInForce, LineMoved, PolicyInForce, TierInForce
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.handoff import Policy
from leadkit.handoff.change.keeping import RECORD
from leadkit.handoff.change.record import ChangeRecord

DIGITS, SURE = 4, 0.99


def in_force(policy: Policy, record: ChangeRecord | None) -> PolicyInForce:
    """Return the policy as an agreement states it: line, tiers, capacity, how the line moved."""
    if not policy.economics.currency:
        raise BadInput(
            _("the policy names no currency, so its value and cost cannot be agreed on"),
            fix=_("Write the currency into book.toml, as in VND, and draw the line again."),
        )
    return PolicyInForce(
        version=policy.version,
        sha256=policy.sha256,
        line=round(policy.line, DIGITS),
        value=policy.economics.value,
        cost=policy.economics.cost,
        currency=policy.economics.currency,
        tiers=_tiers(policy),
        capacity=_capacity(policy),
        change=None if record is None else _moved(record),
    )


def _tiers(policy: Policy) -> tuple[TierInForce, ...]:
    """Return the tiers on or above the line, as exact as the line is written."""
    starts = {round(tier.start, DIGITS): tier.name for tier in policy.tiers}
    line = round(policy.line, DIGITS)
    return tuple(
        TierInForce.model_validate({"name": name, "from": start})
        for start, name in starts.items()
        if start >= line
    )


def _capacity(policy: Policy) -> CapacityInForce | None:
    """Return what sales can work; None where nobody said, or only for one table as a whole."""
    terms = policy.economics
    if terms.capacity is None or terms.per == "table":
        return None
    return CapacityInForce(
        amount=terms.capacity,
        unit="leads" if terms.hours is None else "hours",
        per=terms.per,
        hours_per_lead=terms.hours,
    )


def record_beside(policy: Policy, path: Path) -> ChangeRecord | None:
    """Return the change record in a policy's folder, or None where the line did not move.

    Raises
    ------
    BadInput
        If the record is faulty or of another policy.
    """
    place = path.with_name(RECORD)
    if not place.is_file():
        return None
    record = ChangeRecord.load(place)
    if record.new.sha256 != policy.sha256:
        raise BadInput(
            _("the change record beside the policy is of another policy, {version}").format(
                version=record.version
            ),
            where=str(place),
            fix=_("Draw the line again with `leadkit thresholds --against`, or remove the record."),
        )
    return record


def _moved(record: ChangeRecord) -> LineMoved:
    expected, chance = record.expected, record.expected.chance
    return LineMoved(
        from_version=record.old.version,
        from_line=round(record.old.line, DIGITS),
        expected=round(expected.value),
        low=round(expected.low),
        high=round(expected.high),
        chance=None if chance is None else round(min(max(chance, 1 - SURE), SURE), 2),
        effective=record.effective,
        look_again=record.look_again,
        roll_back=record.roll_back.words,
    )
