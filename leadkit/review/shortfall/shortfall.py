"""Whose shortfall was it? Revenue of two quarters, or of a quarter and its plan, in five parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, capital
from leadkit.book import Book
from leadkit.review.shortfall import doubts, words
from leadkit.review.shortfall.control import Control, watch
from leadkit.review.shortfall.reference import PARTS, compare
from leadkit.review.shortfall.sample import Floats, Sample, draw_up
from leadkit.review.shortfall.shapley import ENDS, main_cause, shapley
from leadkit.review.shortfall.words import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEAMS = {"volume": "marketing", "lead_quality": "marketing", "follow_up": "sales"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Shortfall:
    """The change of revenue, split into five parts that add up to it.

    Attributes
    ----------
    sample : Sample
        The turns behind it, and what the book lacks.
    parts : dict of str to Estimate
        volume, lead_quality, follow_up, selling, deal_value; in the book's currency, or in wins
        where the book has no deal values.
    factors : DataFrame
        Indexed by part: before, after (their products are the two revenues).
    gap_interval : (float, float)
        What the gap could have been by luck alone, 95 %.
    main_cause : str or None
        The part that stands apart from the next one, where one does; never selling where the
        leads that sales found itself speak against it.
    control : Control or None
        The leads that sales found itself, beside marketing's.
    draws, seed : int
        Bootstrap draws and their seed.
    """

    sample: Sample
    parts: dict[str, Estimate]
    factors: pd.DataFrame
    gap_interval: tuple[float, float]
    main_cause: str | None
    control: Control | None
    draws: int
    seed: int

    @property
    def quarter(self) -> str:
        """The judged quarter."""
        return self.sample.judged

    @property
    def against(self) -> str:
        """The earlier quarter it is compared with, or "plan"."""
        return self.sample.against

    @property
    def gap(self) -> float:
        """Revenue of the judged quarter minus what it is compared with: the sum of the parts."""
        return sum(estimate.value for estimate in self.parts.values())

    @property
    def revenue(self) -> tuple[float, float]:
        """What it is compared with, and that of the judged quarter."""
        before, after = self.factors.to_numpy().prod(axis=0).tolist()
        return before, after

    @property
    def leads(self) -> tuple[int, int]:
        """Leads handed off (or planned) before, and after."""
        before, after = self.factors.to_numpy()[0].tolist()
        return round(before), round(after)

    @property
    def wins(self) -> tuple[int, int]:
        """Wins before (or planned), and after."""
        return self.sample.wins

    @property
    def verdicts(self) -> dict[str, str]:
        """Of each part: "fell", "rose" or "cannot tell" (its interval holds zero).

        With fewer than ten wins in a period nothing can be told: resampling a few wins gives no
        interval worth the name.
        """
        if min(self.sample.judged_by) < words.LEAST_WINS:
            return dict.fromkeys(self.parts, "cannot tell")
        signs = {p: (e.low > 0) - (e.high < 0) for p, e in self.parts.items()}
        return {part: ("cannot tell", "rose", "fell")[sign] for part, sign in signs.items()}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the split cannot tell."""
        return doubts.warnings(self)

    @property
    def scale(self) -> Scale:
        """The unit in which the amounts are written."""
        return Scale.of(max(self.revenue), self.sample.unit)

    @property
    def printed_gap(self) -> float:
        """The difference of the two revenues as printed."""
        before, after = map(self.scale.round, self.revenue)
        return after - before

    @property
    def printed(self) -> dict[str, float]:
        """The parts, rounded so that they add up to the printed gap."""
        values = [estimate.value for estimate in self.parts.values()]
        return dict(zip(self.parts, self.scale.add_up(values, self.printed_gap), strict=True))

    @property
    def table(self) -> pd.DataFrame:
        """One row a part: part, side, before, after, value, low, high, level, verdict."""
        names = ("value", "low", "high", "level")
        numbers = {name: [getattr(e, name) for e in self.parts.values()] for name in names}
        sides = [TEAMS.get(part, "shared") for part in self.parts]
        table = self.factors.assign(**numbers, verdict=list(self.verdicts.values()))
        table.insert(0, "side", sides)
        return table.rename_axis("part").reset_index()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the waterfall; on axes of its own with title and source around it."""
        from leadkit.base import figure
        from leadkit.review.shortfall.waterfall import draw

        if ax is not None:
            return draw(self, ax)
        ax = draw(self, figure.axes(4.7))
        figure.caption(ax, *self.words())
        return ax

    def words(self) -> tuple[str, str, str]:
        """Return the finding of the picture, what it shows, and its source."""
        return repr(self), *words.caption(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the split for a JSON file; the values of the parts sum to the gap."""

        def pair(values: tuple[float, float], *names: str) -> dict[str, float]:
            return dict(zip(names or ("before", "after"), values, strict=True))

        sample = self.sample
        return {
            "quarter": self.quarter,
            "against": self.against,
            "gap": self.gap,
            "gap_interval": pair(self.gap_interval, "low", "high"),
            "revenue": pair(self.revenue),
            "leads": pair(self.leads),
            "wins": pair(self.wins),
            "unit": sample.unit,
            "window_days": sample.window_days,
            "as_of": sample.as_of and sample.as_of.isoformat(),
            "parts": {
                part: {**estimate.to_dict(), "verdict": self.verdicts[part]}
                for part, estimate in self.parts.items()
            },
            "factors": self.factors.to_dict("index"),
            "main_cause": self.main_cause,
            "detectable_fall_in_selling": doubts.detectable(sample.judged_by),
            "control": self.control and self.control.to_dict(),
            "reference_quarters": list(sample.reference_quarters),
            "features": list(sample.names),
            "draws": self.draws,
            "seed": self.seed,
            "warnings": list(self.warnings),
        }

    def __repr__(self) -> str:
        return f"{capital(words.distance(self))}: {words.finding(self)}"

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        total = (_("together"), self.scale.write(self.printed_gap, sign=True), _("counted"), "")
        return inline(
            caption=repr(self),
            columns=[_("part"), self.scale.head, _("95 % interval"), _("verdict")],
            rows=[*words.part_rows(self), total],
            note=" ".join(self.warnings[:3]),
        )


def shortfall(
    book: Book,
    quarter: str | None = None,
    *,
    against: str = "previous",
    as_of: str | pd.Timestamp | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> Shortfall:
    """Split the change of a quarter's revenue into volume, lead quality, follow-up, selling, value.

    Parameters
    ----------
    book : Book
        Counted are leads that marketing handed off, in quarters whose outcome window is over for
        every lead.
    quarter : str, optional
        The quarter to judge, as "2026Q2"; default the last that can be judged.
    against : str
        "previous", "year" (the same quarter of the year before), "plan", or an earlier quarter.
    as_of : date, optional
        Judge as on that date.
    draws, seed : int
        Bootstrap draws by account, and their seed.

    Returns
    -------
    Shortfall
        Money in the book's currency. The parts sum exactly to the gap.

    Raises
    ------
    BadInput
        If a quarter cannot be judged, or the plan does not hold it.
    TooLittleData
        If the earlier quarters have no win to learn from.

    Notes
    -----
    A ridge logistic regression of winning on what was known at the handoff and on follow-up is
    fitted to all mature quarters before the judged one. It gives the exact identity revenue = N x
    Q x F x S x D, split by Shapley values (Shapley, 1953; for two factors Kitagawa, 1955). The
    percentile bootstrap refits the model in every draw.

    Examples
    --------
    >>> import leadkit as lk
    >>> gap = lk.shortfall(lk.read_book(lk.sample()), draws=20)
    >>> gap.quarter, gap.against
    ('2026Q2', '2026Q1')
    """
    sample = draw_up(book, quarter, against, as_of)
    before, after = compare(sample, draws=draws, seed=seed)
    split = shapley(before, after)
    control = watch(sample.own, after[:, PARTS.index("selling")], wins=sample.wins[1])
    low, high = np.quantile(split[1:].sum(axis=1), ENDS).tolist()
    return Shortfall(
        sample=sample,
        parts=_estimates(split, sample),
        factors=pd.DataFrame({"before": before[0], "after": after[0]}, index=list(PARTS)),
        gap_interval=(low, high),
        main_cause=_cause(split, control) if min(sample.judged_by) >= words.LEAST_WINS else None,
        control=control,
        draws=draws,
        seed=seed,
    )


def _estimates(split: Floats, sample: Sample) -> dict[str, Estimate]:
    ends = np.quantile(split[1:], ENDS, axis=0)
    return {
        part: Estimate(
            value=value,
            low=low,
            high=high,
            n=int((~sample.is_reference).sum()),
            events=sample.wins[1],
            unit=sample.unit,
            method="Shapley split; percentile bootstrap by account, reference model refitted",
        )
        for part, value, low, high in zip(PARTS, *split[:1].tolist(), *ends.tolist(), strict=True)
    }


def _cause(split: Floats, control: Control | None) -> str | None:
    """Blame no selling where the leads that sales found itself speak against it."""
    place = main_cause(split[0], split[1:])
    part = None if place is None else PARTS[place]
    contradicts = control is not None and control.reading == "contradicts"
    return None if part == "selling" and contradicts else part
