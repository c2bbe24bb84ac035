"""Two heads agree on a line: the new policy and the record of its change, written in the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.apps.reading import Setting
from leadkit.base.errors import BadInput
from leadkit.base.language import _, day
from leadkit.handoff.change.keeping import keep_change, next_version, policy_at
from leadkit.handoff.change.line_change import LineChange, line_change
from leadkit.handoff.change.record import ChangeRecord
from leadkit.handoff.curve import handoff_curve
from leadkit.handoff.policy import LEAST_LINE, Policy
from leadkit.handoff.policy_parts import Agreed, Quota
from leadkit.journey import extract_date
from leadkit.quality import own_standard

if TYPE_CHECKING:
    from leadkit.apps.clinic import Clinic


@dataclass(frozen=True, eq=False)
class Kept:
    """A change that stands in the book: its folder, what changes, and the record of it."""

    folder: Path
    change: LineChange
    record: ChangeRecord


def proposed(clinic: Clinic, setting: Setting, on: date) -> LineChange:
    """Lay the line on the leads beside the one in force; nothing is written.

    Parameters
    ----------
    clinic : Clinic
        Its policy is the line in force.
    setting : Setting
        The line and the amounts.
    on : date
        The day, which names the policy of a book without dates.

    Raises
    ------
    BadInput
        If there is no line in force, no lead reaches the new one, no lead changes sides, or the
        leads are judged at a day before the line in force was drawn.
    """
    old, folder = clinic.policy, clinic.book.path
    if old is None or folder is None:
        raise BadInput(
            _("the book has no line in force yet, so there is nothing to change"),
            fix=_("Draw the first line with `leadkit thresholds BOOK`."),
        )
    judged_at = _judged_at(clinic)
    _refuse_older(judged_at, old)
    curve, line = (
        handoff_curve(clinic.scored, setting.economics),
        max(setting.threshold, LEAST_LINE),
    )
    new = policy_at(
        curve,
        line,
        clinic.model,
        version=next_version(folder / "policies", judged_at or on),
        as_of=judged_at,
        standard=own_standard(clinic.book),
        explore=_quota(old, line),
    )
    change = line_change(curve, old, new, scored=clinic.scored)
    if not change.changes:
        raise BadInput(
            _("no lead changes sides, so there is no change to record"),
            fix=_("Move the line first."),
        )
    return change


def agree(clinic: Clinic, setting: Setting, *, marketing: str, sales: str, on: date) -> Kept:
    """Write the new policy and its change record.

    Parameters
    ----------
    clinic : Clinic
        Its policy is the one that was seen.
    setting : Setting
        The line and the amounts that were agreed.
    marketing, sales : str
        Who agreed on each side.
    on : date
        The day; the new line holds from then.

    Raises
    ------
    BadInput
        If a name is missing, the change is none that can be made, or somebody else changed the
        line meanwhile. Nothing is written then.
    """
    agreed = Agreed(marketing=marketing.strip(), sales=sales.strip(), on=on)
    if not (agreed.marketing and agreed.sales):
        raise BadInput(
            _("both heads must agree: a name is missing"),
            fix=_("Type the names of the head of marketing and of the head of sales."),
        )
    change = proposed(clinic, setting, on)
    record = ChangeRecord.of(change, effective=on, agreed=agreed)
    new = change.new.model_copy(update={"agreed": agreed})
    folder = keep_change(Path(clinic.book.path or ""), new, record, seen=clinic.policy)
    return Kept(folder, change, record)


def _judged_at(clinic: Clinic) -> date | None:
    """Return the day the leads are judged at, where the book has dates."""
    moment = extract_date(clinic.book, clinic.as_of)
    return moment and moment.tz_convert(clinic.book.settings.timezone).date()


def _quota(old: Policy, line: float) -> Quota | None:
    """Return the agreed quota of exploration; where the line falls it begins lower with it."""
    if old.explore is None:
        return None
    start = old.explore.start
    return old.explore.model_copy(update={"start": min(start, start * line / old.line)})


def _refuse_older(judged_at: date | None, old: Policy) -> None:
    """Refuse evidence from before the line in force, which would stay the newest of the book."""
    before = old.evidence.as_of
    if judged_at is not None and before is not None and judged_at < before:
        raise BadInput(
            _(
                "these leads are judged at {day}, before the line in force was drawn, {before}"
            ).format(day=day(judged_at), before=day(before)),
            fix=_("Open the clinic without --as-of."),
        )
