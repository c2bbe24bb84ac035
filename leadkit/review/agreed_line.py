"""Which of the leads handed off lie on or above the line that both sides agreed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from leadkit.agreement import PolicyInForce
from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.base.language import _
from leadkit.book import as_text
from leadkit.handoff import Policy, own_policy
from leadkit.handoff.unseen.quota import EXPLORATION
from leadkit.model import load_model, score_cells
from leadkit.model.models_in_use import MODEL, model_by
from leadkit.model.saving import SavedModel
from leadkit.review.audit.ledger import Ledger

ROUNDED = 0.00005


def handed_off_above(ledger: Ledger) -> tuple[pd.Series[bool] | None, str]:
    """Return by first handoff whether it lies on or above the line, or what the book lacks.

    The probability is that of the model which the policy names: out of time where the model
    learned from the lead, else scored afresh. Leads below the line that the policy's own quota
    drew before they were handed off are left out: both sides agreed to them.
    """
    folder = ledger.book.path
    if folder is None or ledger.book.is_bare:
        return None, _("the book has no folder to hold a policy")
    policy = _agreed_policy(folder, ledger.agreed)
    if policy is None:
        return None, _("the policy that was agreed is not in the book")
    if ledger.agreed is not None and abs(ledger.agreed.line - policy.line) > ROUNDED:
        return None, _("the line agreed on is not that of the policy it names")
    place = model_by(folder, policy.model.sha256)
    if place is None:
        return None, _("the model of the policy is not in the book")
    first = ledger.handed[ledger.handed["turn"] == 1]
    if first.empty:
        return pd.Series(dtype=bool), ""
    cells = as_text(ledger.book.leads.loc[first.index]).astype("str")
    try:
        model = read_model(place)
        fresh = score_cells(model, cells)["probability"].astype(float)
        learned = model.predictions.reindex(first["turn_id"]).set_axis(first.index)
        decided = policy.decide(learned.fillna(fresh), cells)["decision"]
    except BadInput as error:
        return None, error.problem
    is_above = decided == "hand_off"
    return is_above[is_above | ~by_lot(ledger, first, policy)], ""


def by_lot(ledger: Ledger, first: pd.DataFrame, policy: Policy) -> pd.Series[bool]:
    """Return by first handoff whether the policy's quota had drawn the lead until then."""
    log = ledger.book.table("scores")
    if log is None or policy.explore is None:
        return pd.Series(False, index=first.index)
    log = log.reindex(columns=["lead_id", "at", "decision", "reason", "policy"])
    is_drawn = (log["decision"] == "hand_off") & (log["reason"] == EXPLORATION)
    is_drawn &= log["policy"] == policy.name
    drawn_at = log[is_drawn].groupby("lead_id")["at"].min()
    drawn_at = drawn_at.reindex(first["lead_id"]).set_axis(first.index)
    return drawn_at.notna() & (drawn_at <= first["handed_off_at"])


def _agreed_policy(folder: Path, agreed: PolicyInForce | None) -> Policy | None:
    """Return the policy that was agreed; without one the newest."""
    if agreed is None:
        newest = own_policy(folder)
        return newest[0] if newest else None
    return policy_by(folder, agreed.sha256)


def policy_by(folder: Path, sha256: str) -> Policy | None:
    """Return the policy with this fingerprint, where the book still holds it."""
    every = (Policy.load(path) for path in sorted(folder.glob("policies/*/policy.toml")))
    return next((policy for policy in every if policy.sha256 == sha256), None)


def read_model(place: Path) -> SavedModel:
    """Return the model in a folder; promises, scorecard and tools of a review read it once."""
    return _read(place, fingerprint(place / MODEL))


@lru_cache(maxsize=2)
def _read(place: Path, sha256: str) -> SavedModel:
    return load_model(place)
