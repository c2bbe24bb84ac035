"""Which of the leads handed off lie on or above the line that both sides agreed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from leadkit.agreement import PolicyInForce
from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.base.language import _
from leadkit.book import as_text
from leadkit.handoff import Policy, own_policy
from leadkit.model import SavedModel, load_model, score_cells
from leadkit.review.ledger import Ledger

ROUNDED = 0.00005


def handed_off_above(ledger: Ledger) -> tuple[pd.Series[bool] | None, str]:
    """Return by first handoff whether it lies on or above the line, or what the book lacks.

    The probability is that of the model which the policy names: out of time where the model
    learned from the lead, else scored afresh.
    """
    folder = ledger.book.path
    if folder is None or ledger.book.is_bare:
        return None, _("the book has no folder to hold a policy")
    policy = _agreed_policy(folder, ledger.agreed)
    if policy is None:
        return None, _("the policy that was agreed is not in the book")
    if ledger.agreed is not None and abs(ledger.agreed.line - policy.line) > ROUNDED:
        return None, _("the line agreed on is not that of the policy it names")
    model = _model_of(folder, policy)
    if model is None:
        return None, _("the model of the policy is not in the book")
    first = ledger.handed[ledger.handed["turn"] == 1]
    if first.empty:
        return pd.Series(dtype=bool), ""
    cells = as_text(ledger.book.leads.loc[first.index]).astype("str")
    try:
        fresh = score_cells(model, cells)["probability"].astype(float)
        learned = model.predictions.reindex(first["turn_id"]).set_axis(first.index)
        decided = policy.decide(learned.fillna(fresh), cells)["decision"]
    except BadInput as error:
        return None, error.problem
    return decided == "hand_off", ""


def _agreed_policy(folder: Path, agreed: PolicyInForce | None) -> Policy | None:
    """Return the policy that was agreed; without one the newest."""
    if agreed is None:
        newest = own_policy(folder)
        return newest[0] if newest else None
    every = (Policy.load(path) for path in sorted(folder.glob("policies/*/policy.toml")))
    return next((policy for policy in every if policy.sha256 == agreed.sha256), None)


def _model_of(folder: Path, policy: Policy) -> SavedModel | None:
    for path in sorted(folder.glob("models/*/model.skops")):
        if fingerprint(path) == policy.model.sha256:
            return load_model(path.parent)
    return None
