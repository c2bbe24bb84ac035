"""What a policy decides on a book's leads by its own model, where that is not the model at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.handoff.policy import Policy

if TYPE_CHECKING:
    from leadkit.book import Book
    from leadkit.model import SavedModel


def decided_by(
    policy: Policy,
    book: Book,
    model: SavedModel,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> pd.Series[str]:
    """Return what a policy decides on the leads of a book, by the model that it names.

    Parameters
    ----------
    policy : Policy
        Of `model`, or of another model of the same book.
    book : Book
        Its leads, screened as they were judged.
    model : SavedModel
        The model at hand.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Series of str
        hand_off, nurture or drop by the key of each lead; a lead that the policy's model learned
        from is not in it.

    Raises
    ------
    BadInput
        If the book does not hold the model that the policy names, or lacks a column it needs.
    """
    from leadkit.model.scoring import score_out_of_time

    own = model if _is_of(policy, model) else _model_of(policy, book)
    columns = [] if policy.by is None else [policy.by]
    judged = score_out_of_time(own, book, as_of, beside=columns).scored.set_index("key")
    return policy.decide(judged["p"], judged)["decision"]


def _is_of(policy: Policy, model: SavedModel) -> bool:
    return model.manifest.sha256["model.skops"] == policy.model.sha256


def _model_of(policy: Policy, book: Book) -> SavedModel:
    from leadkit.model import load_model
    from leadkit.model.models_in_use import model_by

    folder = None if book.path is None else model_by(book.path, policy.model.sha256)
    if folder is None:
        raise BadInput(
            _(
                "this is a policy of another book, or its model is gone: the book has no model "
                "{model}"
            ).format(model=f"{policy.model.name} {policy.model.sha256[:8]}"),
            where=str(book.path or ""),
            fix=_(
                "Give a policy of this book (policies/DAY/policy.toml), or put the model's folder "
                "back into its models."
            ),
        )
    return load_model(folder)
