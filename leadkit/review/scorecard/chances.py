"""The chance of winning that the frozen model gave each lead at its handoff."""

from __future__ import annotations

import pandas as pd

from leadkit.agreement import PolicyInForce
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Book, as_text
from leadkit.model import score_cells
from leadkit.model.models_in_use import model_by
from leadkit.review.agreed_line import policy_by, read_model


def frozen_chances(
    book: Book, agreed: PolicyInForce | None, first: pd.DataFrame
) -> tuple[pd.Series[float], str]:
    """Return the chance of each first handoff by row, or what the book lacks.

    What was logged under the agreed policy before the handoff counts first; then the model which
    that policy names: out of time where it learned from the lead, else scored afresh.
    """
    if agreed is None:
        return pd.Series(dtype=float), _("the agreement names no policy, and so no frozen model")
    logged = _logged(book, agreed, first)
    if logged.notna().all():
        return logged, ""
    modelled, missing = _modelled(book, agreed, first)
    if missing and logged.notna().any():
        return logged.fillna(logged.mean()), ""
    return (logged, missing) if missing else (logged.fillna(modelled), "")


def _logged(book: Book, agreed: PolicyInForce, first: pd.DataFrame) -> pd.Series[float]:
    log = book.table("scores")
    if log is None:
        return pd.Series(float("nan"), index=first.index)
    log = log.reindex(columns=["lead_id", "at", "probability", "policy"])
    name = f"{agreed.version} {agreed.sha256[:8]}"
    log = log[(log["policy"] == name) & log["probability"].notna()]
    handed = first.set_index("lead_id")["handed_off_at"]
    log = log[log["at"] <= log["lead_id"].map(handed)]
    last = log.sort_values("at", kind="stable").groupby("lead_id")["probability"].last()
    return last.reindex(first["lead_id"]).astype(float).set_axis(first.index)


def _modelled(
    book: Book, agreed: PolicyInForce, first: pd.DataFrame
) -> tuple[pd.Series[float], str]:
    nothing: pd.Series[float] = pd.Series(dtype=float)
    if book.path is None or book.is_bare:
        return nothing, _("the book has no folder to hold a policy")
    policy = policy_by(book.path, agreed.sha256)
    if policy is None:
        return nothing, _("the policy that was agreed is not in the book")
    place = model_by(book.path, policy.model.sha256)
    if place is None:
        return nothing, _("the model of the policy is not in the book")
    cells = as_text(book.leads.loc[first.index]).astype("str")
    try:
        model = read_model(place)
        fresh = score_cells(model, cells)["probability"].astype(float)
    except BadInput as error:
        return nothing, error.problem
    return model.predictions.reindex(first["turn_id"]).set_axis(first.index).fillna(fresh), ""
