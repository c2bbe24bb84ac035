"""One lead of the book: its chance, what each line says of it, and why; never how to reach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import _
from leadkit.book import Book, as_text
from leadkit.handoff.policy import Policy
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from leadkit.model.saving import SavedModel

FAILS, PASSES = "fails_standard", "none"
REASONS = ("reason_1", "reason_2", "reason_3", "reason_rest")


@dataclass(frozen=True, kw_only=True)
class FoundLead:
    """A lead and its score.

    Parameters
    ----------
    lead_id : str
        As the book has it.
    probability : float
        Its chance of buying by the model, for which the reasons are.
    counted : float or None
        The chance it has in the figures, by a model that had not seen its outcome; None where it
        is in none of them.
    is_learned : bool
        Whether the model learned from it.
    decision : str or None
        What the line in force says: hand_off, nurture or drop.
    reasons : tuple of str
        What speaks for and against it, the largest part first.
    """

    lead_id: str
    probability: float
    counted: float | None
    is_learned: bool
    decision: str | None
    reasons: tuple[str, ...]

    def sentences(self, threshold: float) -> list[str]:
        """Say chance and decisions under a line, and under the one in force."""
        ours = self.probability >= threshold
        said = [
            _("Lead {id}: a chance of buying of {chance}.").format(
                id=self.lead_id, chance=line(self.probability)
            ),
            _("Under this line it goes to sales.")
            if ours
            else _("Under this line it stays with marketing."),
        ]
        if self.decision is not None:
            same = (self.decision == "hand_off") == ours
            said.append(_in_force(self.decision == "hand_off", same=same))
        if self.is_learned:
            said.append(
                _("The model learned from this very lead, so its chance may look too sure.")
            )
        if self.counted is not None and line(self.counted) != line(self.probability):
            said.append(
                _(
                    "In the figures it counts with {chance}, by a model that had not seen its "
                    "outcome."
                ).format(chance=line(self.counted))
            )
        return said


def _in_force(handed_off: bool, *, same: bool) -> str:
    if same:
        return _("Under the line in force, the same.")
    if handed_off:
        return _("Under the line in force it goes to sales: it changes sides.")
    return _("Under the line in force it stays with marketing: it changes sides.")


def look_up(
    book: Book,
    model: SavedModel,
    policy: Policy | None,
    scored: pd.DataFrame,
    lead_id: str,
) -> FoundLead | str:
    """Return a lead by its id, or say in words why it has no score.

    Parameters
    ----------
    book : Book
        All leads, marked with the gates of the standard that they fail.
    model : SavedModel
        Whose probabilities the line is for.
    policy : Policy or None
        The line in force.
    scored : DataFrame
        Leads with honest probabilities: key and p.
    lead_id : str
        The id; blanks around it do not count.
    """
    from leadkit.model.streaming import scored_cells

    wanted = lead_id.strip()
    if not wanted:
        return _("Type the id of a lead.")
    rows = book.leads["lead_id"].astype("str") == wanted
    if not rows.any():
        return _("This book has no lead with that id.")
    lead = book.leads[rows].head(1)
    fails = lead.reindex(columns=[FAILS])[FAILS].astype("str").fillna(PASSES).iloc[0]
    if fails != PASSES:
        return _("This lead fails the data-quality standard ({codes}), so it has no score.").format(
            codes=fails
        )
    cells = as_text(lead.drop(columns=FAILS, errors="ignore")).astype("str")
    scores = scored_cells(model, cells)[0].iloc[0]
    turns = scored["key"].astype("str")
    judged = scored["p"][(turns == wanted) | turns.str.startswith(wanted + "#")]
    probability = float(scores["probability"])
    decided = None
    if policy is not None:
        chances = pd.Series([probability], index=cells.index)
        decided = str(policy.decide(chances, cells)["decision"].iloc[0])
    return FoundLead(
        lead_id=wanted,
        probability=probability,
        counted=float(judged.iloc[-1]) if len(judged) else None,
        is_learned=wanted in model.trained_on,
        decision=decided,
        reasons=tuple(str(scores[name]) for name in REASONS if pd.notna(scores[name])),
    )
