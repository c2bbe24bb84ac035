"""How many of the leads that came lie on or above the line, whether handed off or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.agreement import PolicyInForce
from leadkit.base.errors import BadInput
from leadkit.book import Book, as_text
from leadkit.handoff import Policy
from leadkit.model import score_cells
from leadkit.model.models_in_use import model_by
from leadkit.quality import FAILS
from leadkit.review.agreed_line import policy_by, read_model
from leadkit.review.audit.ledger import Ledger
from leadkit.review.shortfall.sample import Floats


@dataclass(frozen=True, eq=False)
class Above:
    """The leads of a period that the policy would hand off.

    Attributes
    ----------
    per_week : float
        How many they are in a working week.
    chances : array of float
        Of all leads that came and meet the standard, the best first.
    weeks : float
        Working weeks of the period.
    """

    per_week: float
    chances: Floats
    weeks: float

    def line_for(self, per_week: float) -> float:
        """Return the lowest line whose leads are at most so many a week."""
        fit = int(per_week * self.weeks)
        if fit >= len(self.chances):
            return 0.0
        return float(np.nextafter(self.chances[fit], 1))


def agreed_policy(book: Book, agreed: PolicyInForce) -> Policy | None:
    """Return the policy that was agreed, where the book still holds it."""
    if book.path is None or book.is_bare:
        return None
    return policy_by(book.path, agreed.sha256)


def arrived_above(ledger: Ledger, weeks: float) -> Above | None:
    """Count the leads that came in the period and lie on or above the line agreed on.

    Returns
    -------
    Above or None
        None where the policy or its model is not in the book or cannot be read, or leads have no
        creation times.
    """
    book = ledger.book
    policy = ledger.agreed and agreed_policy(book, ledger.agreed)
    place = policy and book.path and model_by(book.path, policy.model.sha256)
    if not policy or not place or not book.has("created_at"):
        return None
    leads = book.leads
    came = leads["created_at"].between(ledger.start, ledger.end, inclusive="left")
    if book.has("source"):
        came &= ~leads["source"].isin(book.settings.self_generated)
    if FAILS in leads:
        came &= leads[FAILS] == "none"
    cells = as_text(leads[came]).astype("str")
    try:
        model = read_model(place)
        fresh = score_cells(model, cells)["probability"].astype(float)
        learned = model.predictions.reindex(leads.loc[came, "lead_id"]).set_axis(cells.index)
        chances = learned.fillna(fresh)
        decided = policy.decide(chances, cells)["decision"]
    except BadInput:
        return None
    best_first = np.asarray(np.sort(chances.to_numpy())[::-1], dtype=float)
    return Above(float((decided == "hand_off").sum()) / weeks, best_first, weeks)
