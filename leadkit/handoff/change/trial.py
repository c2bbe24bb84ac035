"""Planning a trial of a new line: how many leads, for how long, and what must not suffer."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from leadkit.base.errors import BadInput, LeadkitError
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.handoff.change.record import Drawn
from leadkit.handoff.change.trial_guardrails import guardrails_before
from leadkit.handoff.change.trial_plan import Assumed, extra_cost
from leadkit.handoff.change.trial_plan import TrialPlan as TrialPlan
from leadkit.handoff.change.trial_sizes import ALPHA, design_effect, inflation, margin_size
from leadkit.handoff.writing import write_noted, write_policy
from leadkit.journey import extract_date

if TYPE_CHECKING:
    from leadkit.handoff.change.line_change import LineChange

FILE, POLICY_FILE = "trial.toml", "trial-policy.toml"
FEWEST_PER_ARM = 50


def plan_trial(
    change: LineChange,
    book: Book,
    *,
    per_week: float | None = None,
    looks: Literal[1, 5] = 1,
    starts: date | None = None,
    as_of: str | pd.Timestamp | None = None,
    seed: int = 0,
) -> TrialPlan:
    """Plan a trial of a new line on the leads between it and the old one.

    Parameters
    ----------
    change : LineChange
        The leads that change sides.
    book : Book
        Where the trial is to run: its outcome window, accounts, and how fast sales answers.
    per_week : float, optional
        Leads a week that change sides; by default as many as in the change.
    looks : {1, 5}
        How often the result is looked at (O'Brien and Fleming, 1979).
    starts : date, optional
        First day of the trial; by default the day after the book is judged.
    as_of : date, optional
        Judge the book as on this date.
    seed : int
        Seed of the lot.

    Raises
    ------
    BadInput
        If no one band of leads changes sides, or both lines earn the same by today's figures.

    Notes
    -----
    The size is that of a test of (p1 - p0) v - c against 0, two-sided 5 %, power 80 %, times the
    design effect of drawing accounts, whose leads count as one.
    """
    low, high = _band(change)
    arriving = change.per_week if per_week is None else per_week
    now = extract_date(book, as_of)
    if not arriving or now is None:
        raise BadInput(
            _("the leads have no dates, so nothing says how many come a week"),
            fix=_("Add the column created_at to the book's leads."),
        )
    economics, assumed = change.new.economics, _assumed(change)
    per_account = _leads_per_account(change, book)
    needed = extra_cost(economics) / economics.value
    bare = margin_size(assumed.handed_off, assumed.left, needed, alpha=ALPHA / 2)
    today = now.tz_convert(book.settings.timezone).date()
    return TrialPlan(
        starts=starts or today + timedelta(days=1),
        low=low,
        high=high,
        per_arm=max(ceil(bare * design_effect(per_account) * inflation(looks)), FEWEST_PER_ARM),
        per_week=round(arriving, 2),
        leads_per_account=per_account,
        window_days=book.settings.window_days,
        looks=looks,
        seed=seed,
        old=Drawn.of(change.old),
        new=Drawn.of(change.new),
        model=change.new.model,
        economics=economics,
        assumed=assumed,
        guardrails=guardrails_before(book, now),
    )


def plan_or_reason(change: LineChange, book: Book, **how: object) -> TrialPlan | str:
    """Return the plan of a trial, or in words why there can be none; `how` as in `plan_trial`."""
    try:
        plan = plan_trial(change, book, **how)  # type: ignore[arg-type]
    except LeadkitError as error:
        return _("No trial: {why}.").format(why=error.problem)
    return plan.refusal or plan


def _band(change: LineChange) -> tuple[float, float]:
    if change.band is not None and change.changes:
        return change.band
    problem = _("no lead changes sides, so there is nothing to try")
    if not change.same_model:
        problem = _("the two lines are for different models, so no one band of leads changes sides")
    elif change.old.segments or change.new.segments:
        problem = _("with lines by segment no one band of leads changes sides")
    raise BadInput(problem, fix=_("Try two lines of one model that hold for all leads."))


def _assumed(change: LineChange) -> Assumed:
    """Take the win rate of the band from its outcomes; from its scores where these are too few."""
    seen, economics = change.win_rate, change.economics
    is_seen = not seen.refused and 0 < seen.value < 1
    with_handoff = seen.value if is_seen else float(change.table["probability"].mean())
    return Assumed(
        handed_off=round(with_handoff, 6),
        left=round(min(economics.anyway + economics.kept * with_handoff, 0.999), 6),
        judged=seen.n if is_seen else 0,
        won=(seen.events or 0) if is_seen else 0,
    )


def _leads_per_account(change: LineChange, book: Book) -> float:
    """Return how many leads the account of an average changed lead has among them."""
    account = book.leads.get("account_id")
    if account is None:
        return 1.0
    of_lead = account.fillna(book.leads["lead_id"]).set_axis(book.leads["lead_id"])
    sizes = of_lead.reindex(change.table["key"]).value_counts()
    return round(float((sizes**2).sum() / sizes.sum()), 4) if len(sizes) else 1.0


def write_trial(plan: TrialPlan, change: LineChange, folder: Path) -> tuple[str, str]:
    """Write the plan and the policy that draws, and return the names of the two files."""
    write_plan(plan, folder / FILE)
    higher = change.old if plan.opens else change.new
    write_policy(plan.drawn_by_policy(higher), folder / POLICY_FILE)
    return FILE, POLICY_FILE


def write_plan(plan: TrialPlan, path: Path) -> None:
    """Write a plan as TOML, each part with what it means."""
    said = {
        "starts": _("the first day on which leads are drawn"),
        "low": _("only leads with a chance of buying from low to below high are drawn"),
        "per_arm": _("how many of them go to each side; how many come a week"),
        "leads_per_account": _("leads of one account go to the same side"),
        "window_days": _("how long each lead is followed before it counts"),
        "looks": _("how often the result is looked at: once, or five times on stricter terms"),
        "seed": _("the lot is drawn from this number"),
        "old": _("the two lines on trial"),
        "model": _("the lines are for the probabilities of this model alone"),
        "economics": _("what a won lead is worth, what working a lead costs"),
        "assumed": _("the win rates that the size rests on; the trial finds the true ones"),
        "guardrails": _("what must not suffer, and the limit at which the trial is stopped"),
    }
    title = _("A trial of two handoff lines. Do not change it once leads are drawn.")
    write_noted(plan, path, title, said)
