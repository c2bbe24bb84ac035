"""The shared scorecard judged: what the quarter would pay by it, and whether it can be measured."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from leadkit.agreement import SIDES
from leadkit.base.language import _, listed, percent
from leadkit.base.page import Table
from leadkit.review.scorecard.limits import by_luck, unrestrained
from leadkit.review.scorecard.measuring import frozen
from leadkit.review.scorecard.scorecard import Scorecard, card
from leadkit.review.scorecard.words import WHOLE, rows, when
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.tool import Tool, Verdict, with_numbers

LEAST_MEASURED = 0.5


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ScorecardJudged(Tool):
    """The shared scorecard of a quarter.

    Attributes
    ----------
    table : DataFrame
        One row a side: side, points (Estimate, 1 is full pay), measured (share of its weight).
    card : Scorecard or None
        Every result behind the points.
    was_agreed : bool
        Whether the agreement was in force; else this is a preview.
    """

    name = "scorecard"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    card: Scorecard | None = None
    was_agreed: bool = True
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The shared scorecard")

    @property
    def doubts(self) -> list[str]:
        """What makes the pay hang on luck, or no longer hold anybody back."""
        return [] if self.card is None else [*by_luck(self.card), *unrestrained(self.card)]

    @property
    def verdict(self) -> Verdict:
        """Change a scorecard that cannot measure half of a side's pay; look where luck pays."""
        if self.refusal:
            return ""
        measured = self.table["measured"].min()
        if measured < LEAST_MEASURED:
            return "change"
        is_whole = measured > WHOLE and self.card is not None and self.card.is_final
        return "keep" if is_whole and not self.doubts else "look"

    def sentence(self) -> str:
        """Say what each side reached."""
        if self.card is None:
            return ""
        status = " ".join(when(self.card))
        text = f"{self.card.sentence()} {status}"
        if self.was_agreed:
            return text
        preview = _("A preview: the agreement was not in force in this quarter.")
        return f"{preview} {text}"

    def advice(self) -> str:
        """Say what makes the scorecard weak."""
        short = self.table[self.table["measured"] < LEAST_MEASURED]["side"]
        said = [*self.doubts, *self._not_measured()]
        if len(short):
            text = _("Less than half of the pay of {sides} can be measured: change what it counts.")
            said.insert(0, text.format(sides=listed([_(side) for side in short])))
        return " ".join(said) or _("Nothing speaks against paying by it.")

    def _not_measured(self) -> list[str]:
        """Name the results that nothing measured."""
        results = [] if self.card is None else self.card.results
        missing = [f"{one.kpi.name} ({one.missing})" for one in results if one.missing]
        return [_("Not measured: {results}.").format(results="; ".join(missing))] if missing else []

    def rows(self) -> pd.DataFrame:
        """Return every result that is paid for."""
        return pd.DataFrame() if self.card is None else rows(self.card, list(self.card.results))

    def evidence(self) -> Table:
        """Return the results as a table of the page."""
        return with_numbers(_("What the quarter would score"), self.rows(), 2)

    def details(self) -> str:
        """Say how it was computed."""
        return _(
            "Full pay is {full}; intervals: what luck alone could have made, accounts drawn again. "
            "leadkit scorecard shows the pay and the moves that cost margin."
        ).format(full=percent(1))


def judge_scorecard(basis: Basis) -> ScorecardJudged:
    """Score the quarter by the bonus of the agreement."""
    agreement = basis.agreement
    if agreement is None:
        why = _("There is no agreement, and so no scorecard; leadkit agreement new drafts one.")
        return ScorecardJudged(refusal=why)
    found = card(frozen(basis.marked, agreement, as_of=basis.as_of), *basis.days)
    points = [(side, found.estimate(side), found.measured(side)) for side in SIDES]
    return ScorecardJudged(
        table=pd.DataFrame(points, columns=["side", "points", "measured"]),
        card=found,
        was_agreed=basis.was_agreed,
    )
