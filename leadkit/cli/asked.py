"""What `leadkit thresholds` is asked for beside the line: a policy, a lot, leads nobody called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.files import write_table
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.cli.line_summary import CHANGED
from leadkit.handoff import HandoffChoice, Policy, Priced
from leadkit.handoff.change.keeping import RECORD, next_version
from leadkit.handoff.change.line_change import LineChange, line_change
from leadkit.handoff.change.other_model import decided_by
from leadkit.handoff.change.record import ChangeRecord, write_record
from leadkit.handoff.change.trial import plan_or_reason, write_trial
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.handoff.policy_parts import Quota
from leadkit.handoff.unseen.logged import logged_decisions
from leadkit.handoff.unseen.unseen import Unseen, explored_from, unseen_leads
from leadkit.model.saving import SavedModel


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for beside the line: a policy to lay it beside, and what is drawn by lot.

    A book at `home` names the new policy so that it does not hide the one it follows.
    """

    against: Policy | None = None
    explore: float | None = None
    holdout: float | None = None
    home: Path | None = None

    def __post_init__(self) -> None:
        if self.holdout and not self.explore:
            raise BadInput(
                _("leads above the line are held back only where leads below it are explored"),
                fix=_("Give --explore SHARE as well."),
            )


def version_of(day: date | None, asked: Asked) -> str:
    """Return what the policy is called: its day, with a number where it follows another."""
    if day is None:
        return "1"
    if asked.against is None or asked.home is None:
        return day.isoformat()
    return next_version(asked.home / "policies", day)


def quota_of(choice: HandoffChoice, asked: Asked) -> Quota | None:
    """Return whom to draw by lot: from where nurturing pays, else from half the line."""
    if asked.explore is None or choice.threshold is None:
        return None
    start = explored_from(choice)
    return Quota.model_validate(
        {"share": asked.explore, "from": start, "holdout": asked.holdout or 0.0}
    )


def not_called(
    choice: HandoffChoice, book: Book, saved: SavedModel, as_of: str | None
) -> Unseen | None:
    """Say what can be said of leads nobody called, by the log of chances where there is one."""
    if choice.threshold is None or not len(choice.curve.leads.unseen):
        return None
    scores = book.table("scores")
    has_log = scores is not None and "propensity" in scores and scores["propensity"].notna().any()
    return unseen_leads(choice, logged_decisions(book, saved, as_of=as_of) if has_log else None)


def changed_by(
    choice: HandoffChoice,
    old: Policy,
    new: Policy,
    leads: Priced,
    book: Book,
    saved: SavedModel,
    as_of: str | None,
) -> LineChange:
    """Lay the new policy beside an old one; by the old one's model where that is another."""
    is_near = old.model.sha256 == saved.manifest.sha256["model.skops"] and old.by in (None, new.by)
    decided = None if is_near else decided_by(old, book, saved, as_of=as_of)
    return line_change(choice.curve, old, new, scored=leads.scored, decided=decided)


def write_change(
    change: LineChange, book: Book, folder: Path, as_of: str | None
) -> TrialPlan | str | None:
    """Write the record, the leads that change sides, and where it is advised the plan of a trial.

    Returns the plan, why there can be no trial, or None where none is advised.
    """
    write_record(ChangeRecord.of(change), folder / RECORD)
    write_table(folder / CHANGED, change.table)
    if change.advice != "test":
        return None
    plan = plan_or_reason(change, book, as_of=as_of)
    if not isinstance(plan, str):
        write_trial(plan, change, folder)
    return plan
