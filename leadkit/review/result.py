"""A shortfall: revenue of two quarters, or of a quarter and its plan, in five parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, _, day, number
from leadkit.review.control import Control
from leadkit.review.wording import Scale, distance, finding, part_names, sentence, verdict_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEAMS = {"volume": "marketing", "lead_quality": "marketing", "follow_up": "sales"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Shortfall:
    """The change of revenue, split into five parts that add up to it.

    Attributes
    ----------
    quarter, against : str
        The judged quarter, and the earlier one or "plan".
    gap : float
        Revenue of the judged quarter minus what it is compared with; the sum of the parts.
    gap_interval : (float, float)
        What the gap could have been by luck alone, 95 %.
    revenue : (float, float)
        What it is compared with, and that of the judged quarter.
    leads, wins : (int, int)
        Handed-off leads and wins, likewise; a plan's are rounded.
    factors : DataFrame
        Indexed by part: before, after (their products are the two revenues).
    parts : dict of str to Estimate
        volume, lead_quality, follow_up, selling, deal_value, in the book's currency.
    verdicts : dict of str to str
        Of each part: "fell", "rose" or "cannot tell" (its interval holds zero).
    main_cause : str or None
        The part that stands apart from the next one, where one does.
    control : Control or None
        The leads that sales found itself, beside marketing's.
    detectable : float
        The smallest fall in selling that would be seen with 80 % power.
    warnings : tuple of str
        What the split cannot tell.
    unit : str
        Currency of the parts, or "number" where they are wins.
    window_days, draws, seed : int
        Outcome window, bootstrap draws and their seed.
    as_of : date or None
        Day of the extract.
    reference : tuple of str
        The quarters the reference model learned from.
    features : tuple of str
        The columns it used.
    """

    quarter: str
    against: str
    gap: float
    gap_interval: tuple[float, float]
    revenue: tuple[float, float]
    leads: tuple[int, int]
    wins: tuple[int, int]
    factors: pd.DataFrame
    parts: dict[str, Estimate]
    verdicts: dict[str, str]
    main_cause: str | None
    control: Control | None
    detectable: float
    warnings: tuple[str, ...]
    unit: str
    window_days: int
    draws: int
    seed: int
    as_of: date | None
    reference: tuple[str, ...]
    features: tuple[str, ...]

    @property
    def is_plan(self) -> bool:
        """Whether the comparison is with the plan."""
        return self.against == "plan"

    @property
    def scale(self) -> Scale:
        """The unit in which the amounts are written."""
        return Scale.of(max(self.revenue), self.unit)

    @property
    def printed_gap(self) -> float:
        """The difference of the two revenues as printed."""
        before, after = map(self.scale.round, self.revenue)
        return after - before

    @property
    def printed(self) -> dict[str, float]:
        """The parts, rounded so that they add up to the printed gap."""
        values = [estimate.value for estimate in self.parts.values()]
        rounded = self.scale.add_up(values, self.printed_gap)
        return dict(zip(self.parts, rounded, strict=True))

    @property
    def table(self) -> pd.DataFrame:
        """One row a part: part, side, before, after, value, low, high, level, verdict."""
        rows = [
            {
                "part": part,
                "side": TEAMS.get(part, "shared"),
                **self.factors.loc[part].to_dict(),
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "level": estimate.level,
                "verdict": self.verdicts[part],
            }
            for part, estimate in self.parts.items()
        ]
        return pd.DataFrame(rows)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the waterfall; on axes of its own with title and source around it."""
        from leadkit.base import figure
        from leadkit.review.waterfall import draw

        if ax is not None:
            draw(self, ax)
            return ax
        ax = figure.axes(4.7)
        draw(self, ax)
        figure.caption(ax, *self.words())
        return ax

    def words(self) -> tuple[str, str, str]:
        """Return the finding of the picture, what it shows, and its source."""
        title = f"{sentence(distance(self))}: {finding(self)}"
        return title, self._subtitle(), self._source()

    def _subtitle(self) -> str:
        against = _("plan") if self.is_plan else self.against
        return _(
            "{quarter} against {against}, {unit} of revenue won within {days} days, in five parts"
        ).format(quarter=self.quarter, against=against, unit=self.scale.unit, days=self.window_days)

    def _source(self) -> str:
        counted = _(
            "n = {before} leads handed off in {against}, {after} in {quarter}, all older than "
            "{days} days; {won_before} and {won_after} won."
        )
        if self.is_plan:
            counted = _(
                "n = {after} leads handed off in {quarter}, all older than {days} days, "
                "{won_after} won; planned {before} and {won_before}."
            )
        method = _(
            "95 % intervals: Shapley split, reference model refitted in each of {draws} bootstrap "
            "draws by account. Main cause: {cause}. Extract {as_of}."
        )
        named = part_names()[self.main_cause] if self.main_cause else _("none stands out")
        return " ".join([counted, method]).format(
            before=number(self.leads[0]),
            after=number(self.leads[1]),
            against=self.against,
            quarter=self.quarter,
            days=self.window_days,
            won_before=number(self.wins[0]),
            won_after=number(self.wins[1]),
            draws=number(self.draws),
            cause=named,
            as_of=day(self.as_of) if self.as_of else MISSING,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the split for a JSON file; the values of the parts sum to the gap."""
        control = self.control
        return {
            "quarter": self.quarter,
            "against": self.against,
            "gap": self.gap,
            "gap_interval": {"low": self.gap_interval[0], "high": self.gap_interval[1]},
            "revenue": {"before": self.revenue[0], "after": self.revenue[1]},
            "leads": {"before": self.leads[0], "after": self.leads[1]},
            "wins": {"before": self.wins[0], "after": self.wins[1]},
            "unit": self.unit,
            "window_days": self.window_days,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "parts": {
                part: {**estimate.to_dict(), "verdict": self.verdicts[part]}
                for part, estimate in self.parts.items()
            },
            "factors": self.factors.to_dict("index"),
            "main_cause": self.main_cause,
            "detectable_fall_in_selling": self.detectable,
            "control": control
            and {
                "self_generated": control.own.to_dict(),
                "marketing": control.marketing.to_dict(),
                "reading": control.reading,
            },
            "reference_quarters": list(self.reference),
            "features": list(self.features),
            "draws": self.draws,
            "seed": self.seed,
            "warnings": list(self.warnings),
        }

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (
                part_names()[part],
                self.scale.write(self.printed[part], sign=True),
                self.scale.interval(estimate),
                verdict_words()[self.verdicts[part]],
            )
            for part, estimate in self.parts.items()
        ]
        total = (_("together"), self.scale.write(self.printed_gap, sign=True), _("counted"), "")
        return inline(
            self,
            caption=self.words()[0],
            columns=[_("part"), self.scale.unit, _("95 % interval"), _("verdict")],
            rows=[*rows, total],
            note=" ".join(self.warnings[:3]),
        )
