"""A line drawn by hand, and a change kept in the book by one writer at a time."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, run_folder
from leadkit.base.language import _, day, percent
from leadkit.handoff.change.record import ChangeRecord, write_record
from leadkit.handoff.policies import chance_between
from leadkit.handoff.policy import FILE, Policy, day_to_look_again, own_policy
from leadkit.handoff.policy_parts import (
    Evidence,
    Gain,
    Named,
    Profit,
    Quota,
    Terms,
    Version,
    tiers_of,
)
from leadkit.handoff.tiers import three_tiers
from leadkit.handoff.writing import write_policy

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve
    from leadkit.handoff.leads import Bools
    from leadkit.model import SavedModel
    from leadkit.quality import Standard

RECORD = "change.toml"


def policy_at(
    curve: HandoffCurve,
    line: float,
    model: SavedModel,
    *,
    version: str,
    as_of: date | None = None,
    standard: Standard | None = None,
    explore: Quota | None = None,
) -> Policy:
    """Put down a line that people drew by hand, with the evidence of the judged leads for it.

    Parameters
    ----------
    curve : HandoffCurve
        The judged leads and the amounts.
    line : float
        The lowest probability that is handed off, above 0 and below 1.
    model : SavedModel
        Whose probabilities the line is for.
    version : str
        What the policy is called.
    as_of : date, optional
        The day the leads were judged at; it is looked at again 90 days later.
    standard : Standard, optional
        What the leads were screened by.
    explore : Quota, optional
        Whom to hand off, or hold back, by lot.

    Returns
    -------
    Policy
        Not agreed yet. Profit, and the gain over today's rule: Bayesian bootstrap (Rubin, 1981).

    Raises
    ------
    BadInput
        If the line is no probability, or no judged lead reaches it.
    """
    leads, economics = curve.leads, curve.economics
    picked = leads.p >= line
    if not 0 < line < 1 or not picked.any():
        raise BadInput(
            _("no judged lead reaches a line of {line}").format(line=percent(line, 1)),
            fix=_("Draw it above 0 % and at most at {top}, the highest score.").format(
                top=percent(float(leads.p[-1]), 1)
            ),
        )
    profit, _chance, method = _money(curve, picked, np.zeros_like(picked))
    gain = None
    if leads.today is not None:
        earned, chance, _method = _money(curve, picked, leads.today)
        gain = Gain(**earned.model_dump(), chance=chance)
    low = min(leads.score_of(three_tiers(economics, curve.capacity.shadow_price).drop_below), line)
    return Policy(
        version=version,
        line=line,
        drop_below=low or None,
        look_again=day_to_look_again(as_of),
        tiers=tiers_of(line, low),
        economics=Terms(**{name: getattr(economics, name) for name in Terms.model_fields}),
        evidence=Evidence(
            as_of=as_of,
            judged=len(leads.p),
            won=int(leads.won.sum()),
            profit=profit,
            gain=gain,
            method=_("drawn by hand; {method}").format(method=method),
        ),
        model=Named(name=model.name, sha256=model.manifest.sha256["model.skops"]),
        standard=Version.of(standard),
        explore=explore,
    )


def _money(curve: HandoffCurve, ours: Bools, theirs: Bools) -> tuple[Profit, float | None, str]:
    """Return what one choice of the judged leads earns more than another, and the chance of it."""
    observed, economics = curve.leads.observed, curve.economics
    mine, other = (
        float(observed.each(partial(np.sum, where=at)).profit(economics)) for at in (ours, theirs)
    )
    found = chance_between(curve.leads, ours, theirs, economics, curve.seed)
    if found is None:
        return Profit(value=0.0, low=0.0, high=0.0), None, _("same leads")
    value = mine - other
    profit = Profit(value=value, low=min(found.low, value), high=max(found.high, value))
    return profit, found.value, found.method


def next_version(policies: Path, on: date) -> str:
    """Return what a book's next policy is called: the day, then the day with .2, .3 and so on.

    Parameters
    ----------
    policies : Path
        The book's folder of policies.
    on : date
        The day its leads are judged at.
    """
    taken = {path.name for path in policies.glob("[!.]*")}
    first, count = on.isoformat(), 1
    name = first
    while name in taken:
        count += 1
        name = f"{first}.{count}"
    return name


def keep_change(folder: Path, policy: Policy, record: ChangeRecord, *, seen: Policy | None) -> Path:
    """Write a policy and the record of its change into a book, unless somebody was faster.

    Parameters
    ----------
    folder : Path
        The book's folder.
    policy : Policy
        The new policy.
    record : ChangeRecord
        Why the line changes, and who agreed.
    seen : Policy or None
        The book's newest policy when the change was thought out; None where it had none.

    Returns
    -------
    Path
        The folder policies/VERSION, with policy.toml and change.toml.

    Raises
    ------
    BadInput
        If the record is of another policy, the version is there already, or the newest policy is
        another by now: whose, of when, and where its line lies. Nothing is written then.
    """
    if (record.version, record.new.sha256) != (policy.version, policy.sha256):
        raise BadInput(
            _("the change record is of another policy, {version}").format(version=record.version),
            fix=_("Make the record of the change that is to be kept."),
        )
    target = folder / "policies" / policy.version
    with locked(folder):
        _refuse_overtaken(folder, seen)
        with run_folder(target) as building:
            write_policy(policy, building / FILE)
            write_record(record, building / RECORD)
    return target


def _refuse_overtaken(folder: Path, seen: Policy | None) -> None:
    newest = own_policy(folder)
    if newest is None or (seen is not None and newest[0].sha256 == seen.sha256):
        return
    policy, path = newest
    by = policy.agreed
    who = " · ".join(filter(None, (by.marketing, by.sales))) or _("nobody has signed it")
    raise BadInput(
        _(
            "somebody changed the line meanwhile: policy {version} of {day} draws it at {line} "
            "({who})"
        ).format(
            version=policy.version,
            day=day(by.on or date.fromtimestamp(path.stat().st_mtime)),
            line=percent(policy.line, 1),
            who=who,
        ),
        where=str(path),
        fix=_("Nothing was written. Load the page again and decide against that policy."),
    )
