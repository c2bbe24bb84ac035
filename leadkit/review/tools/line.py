"""The handoff line looked back on: what it earned beside the best line, and beside its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, _, day, ngettext, number, percent, quarter_name
from leadkit.base.page import Picture, Table
from leadkit.base.pictured import drawn
from leadkit.handoff import HandoffCurve, Policy
from leadkit.handoff.leads import FLAT_LOSS
from leadkit.review.road.result import difference
from leadkit.review.shortfall.words import Scale
from leadkit.review.tools.tool import Tool, Verdict, with_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 2.5


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LineJudged(Tool):
    """The line on a quarter's leads of known outcome; money in the policy's currency.

    Attributes
    ----------
    table : DataFrame
        One row a way to choose: way (line, best, all), threshold, handed_off, won, profit
        (Estimate, more than nurturing everybody), more (Estimate of what it earned more than the
        line; of the best line less what choosing it in hindsight flatters).
    policy : Policy or None
        Whose line it is.
    curve : HandoffCurve or None
        Profit at every line on the quarter's leads.
    expected : Estimate or None
        What the policy's own evidence promises for as many leads.
    by_chances : float
        What the probabilities promised of the leads that the line takes.
    was_drawn : bool
        Whether the line was there when the quarter began.
    is_own_evidence : bool
        Whether leads of the quarter stand in the evidence that the line was drawn from.
    learned : int
        Leads of the quarter that taught the model: left out.
    is_due : bool
        Whether the day has come on which the line was to be looked at again.
    """

    name = "line"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    quarter: str = ""
    policy: Policy | None = None
    curve: HandoffCurve | None = None
    expected: Estimate | None = None
    by_chances: float = nan
    was_drawn: bool = True
    is_own_evidence: bool = False
    learned: int = 0
    is_due: bool = False
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The handoff line in hindsight")

    @property
    def earned(self) -> Estimate:
        """What the line earned on the quarter's leads."""
        found: Estimate = self.table["profit"].iloc[0]
        return found

    @property
    def regret(self) -> Estimate:
        """What the best line in hindsight would have earned more."""
        found: Estimate = self.table["more"].iloc[1]
        return found

    @property
    def best(self) -> float:
        """The line that earned most in hindsight."""
        return float(self.table["threshold"].iloc[1])

    @property
    def falls_short(self) -> bool:
        """Whether it earned less than its own evidence promised, beyond luck on both sides."""
        if self.expected is None or self.is_own_evidence:
            return False
        return self._shortfall[2] < 0

    @property
    def _shortfall(self) -> tuple[float, float, float]:
        return difference(self.expected or self.earned, self.earned)

    @property
    def verdict(self) -> Verdict:
        """Change it where another line was surely better by more than 2 % of the profit."""
        if self.refusal:
            return ""
        least = FLAT_LOSS * abs(self.earned.value)
        if self.regret.low > 0 and self.regret.value > least:
            return "change"
        return "look" if self.falls_short or self.earned.low <= 0 or self.is_due else "keep"

    @property
    def scale(self) -> Scale:
        """One unit for every amount."""
        ends = [abs(end) for one in self.table["profit"] for end in (one.low, one.high)]
        currency = self.policy.economics.currency if self.policy else ""
        return Scale.of(max(ends, default=0.0), currency)

    def sentence(self) -> str:
        """Say what the line earned beside the best one, and beside what was expected of it."""
        if self.policy is None or self.curve is None:
            return ""
        scale = self.scale
        text = _(
            "On the {n} leads of {quarter} whose outcome is known ({won} won), the line {line} "
            "earned {amount} ({ends})."
        ).format(
            n=number(len(self.curve.leads.p)),
            won=number(int(self.curve.leads.won.sum())),
            quarter=quarter_name(self.quarter),
            line=percent(self.policy.line, 1),
            amount=scale.amount(self.earned.value),
            ends=scale.ends(self.earned.low, self.earned.high, sign=False),
        )
        return " ".join([text, self._beside_best(), *self._beside_evidence()])

    def _beside_best(self) -> str:
        """Say what the best line in hindsight would have earned more."""
        found, scale = self.regret, self.scale
        if found.low <= 0:
            return _(
                "No other line can be told to be better: the best in hindsight, {line}, is ahead "
                "by {amount} at most."
            ).format(line=percent(self.best, 1), amount=scale.amount(max(found.high, 0.0)))
        return _(
            "The best line in hindsight, {line}, would have earned {amount} more ({ends}), what "
            "choosing it afterwards flatters taken off."
        ).format(
            line=percent(self.best, 1),
            amount=scale.amount(found.value),
            ends=scale.ends(found.low, found.high, sign=False),
        )

    def _beside_evidence(self) -> list[str]:
        """Say what its own evidence promised, or why that cannot be compared."""
        if self.expected is None:
            return []
        if self.is_own_evidence:
            return [
                _(
                    "Its evidence holds leads of this quarter, so what it promised is no "
                    "expectation to hold it to."
                )
            ]
        text = _("Its evidence promised {amount} ({ends}) for as many leads: {verdict}.")
        short = _("it fell short by more than luck")
        as_said = _("no further away than luck explains")
        return [
            text.format(
                amount=self.scale.amount(self.expected.value),
                ends=self.scale.ends(self.expected.low, self.expected.high, sign=False),
                verdict=short if self.falls_short else as_said,
            )
        ]

    def advice(self) -> str:
        """Say whether to draw the line again."""
        if self.policy is None:
            return ""
        said = []
        if self.verdict == "change":
            said.append(
                _("Draw the line again and hold it against this one: leadkit thresholds --against.")
            )
        if self.falls_short:
            said.append(_("Look first whether the model still holds."))
        if self.earned.low <= 0:
            said.append(_("It is not sure that this line earns anything."))
        if self.is_due and self.policy.look_again is not None:
            text = _("It was to be looked at again on {day}: that day has come.")
            said.append(text.format(day=day(self.policy.look_again)))
        if not said:
            said.append(_("Keep the line."))
        if not self.was_drawn:
            said.append(_("It was drawn after the quarter began: nobody chose by it then."))
        return " ".join(said)

    def rows(self) -> pd.DataFrame:
        """Return the ways to choose leads, each with what it earned."""
        names = {
            "line": _("the line in force"),
            "best": _("the best line in hindsight"),
            "all": _("every lead that was handed off"),
        }
        scale = self.scale
        earned = _("earned, {unit}").format(unit=scale.head)
        rows = [
            {
                _("way to choose"): names[row["way"]],
                _("from"): percent(row["threshold"], 1) if row["threshold"] else MISSING,
                _("handed off"): number(row["handed_off"]),
                _("won"): number(row["won"]),
                earned: _amount(row["profit"], scale, sign=False),
                _("more than the line"): _amount(row["more"], scale, sign=True),
            }
            for row in self.table.to_dict("records")
        ]
        return pd.DataFrame(rows)

    def evidence(self) -> Table:
        """Return the ways to choose as a table of the page."""
        return with_numbers(
            _("What each way to choose would have earned, 95 % intervals"), self.rows(), 1
        )

    def pictures(self) -> list[Picture]:
        """Return profit by line."""
        from leadkit.review.tools.line_picture import draw, line_words

        return [drawn(lambda ax: draw(self, ax), line_words(self), HEIGHT)]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw profit by line; own axes carry title, subtitle and source."""
        from leadkit.base import figure
        from leadkit.review.tools.line_picture import draw, line_words

        if ax is not None:
            return draw(self, ax)
        ax = draw(self, figure.axes(HEIGHT + 1.1))
        figure.caption(ax, *line_words(self))
        return ax

    def notes(self) -> list[tuple[str, str]]:
        """Say what hindsight cannot see."""
        unseen = 0 if self.curve is None else len(self.curve.leads.unseen)
        text = ngettext(
            "Only leads that were handed off have an outcome. {n} other lead came "
            "beside them; what a lower line would have brought of it, hindsight "
            "cannot tell.",
            "Only leads that were handed off have an outcome. {n} other leads came "
            "beside them; what a lower line would have brought of those, hindsight "
            "cannot tell.",
            unseen,
        )
        said = text.format(n=number(unseen))
        if self.learned:
            taught = ngettext(
                "{n} lead that taught the model is left out.",
                "{n} leads that taught the model are left out.",
                self.learned,
            )
            said = f"{said} {taught.format(n=number(self.learned))}"
        return [(_("What it cannot tell"), said)]

    def details(self) -> str:
        """Say how it was computed."""
        return _(
            "Earned: wins at the policy's worth of a win less the cost of working each lead, "
            "against nurturing all. Intervals: Bayesian bootstrap of accounts (Rubin, 1981). The "
            "best line was picked knowing the outcomes; by how much that flatters it (Efron, 1983) "
            "is taken off. Chances are those of the model the line was drawn for, out of time."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal or self.policy is None:
            return {"refusal": self.refusal}
        return {
            **super().to_dict(),
            "policy": {"version": self.policy.version, "sha256": self.policy.sha256},
            "line": self.policy.line,
            "promised_by_evidence": self.expected and self.expected.to_dict(),
            "promised_by_chances": self.by_chances,
            "drawn_before_the_quarter": self.was_drawn,
            "is_own_evidence": self.is_own_evidence,
            "learned_from": self.learned,
        }


def _amount(found: Estimate | None, scale: Scale, *, sign: bool) -> str:
    if found is None:
        return MISSING
    ends = scale.ends(found.low, found.high, sign=sign)
    return f"{scale.write(found.value, sign=sign)} ({ends})"
