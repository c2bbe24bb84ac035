"""The chosen threshold: from the economics, checked against what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff import words
from leadkit.handoff.capacity import Capacity
from leadkit.handoff.tiers import Tiers, three_tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.curve import HandoffCurve
    from leadkit.handoff.leads import Basis


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HandoffChoice:
    """A recommended threshold, or the reason why there is none.

    All money is the total over the judged leads.

    Attributes
    ----------
    nearest : float
        The threshold, or where none meets the terms the one that comes nearest.
    reason : str or None
        Why no threshold meets the terms, and by how much the nearest misses.
    low, high : float
        The 2.5 and 97.5 % points of the thresholds that earned most in the bootstrap draws,
        widened to hold `nearest`.
    flat : tuple of two floats or None
        Thresholds round the line that lose less than 2 % of its expected profit (where the line
        is the best observed one: of the observed profit, smoothed by isotonic regression); None
        where there is no line.
    profit, win_rate : Estimate
        At `nearest`, on the judged leads.
    calibration : Estimate
        Observed over expected wins.
    basis : {"break_even", "recalibrated", "observed"}
        What the line stands on: break-even, as the probabilities hold (a joint test of Cox's
        intercept and slope); break-even on probabilities recalibrated on the judged leads; or,
        where no rising recalibration fits and the wins do not add up either, the best observed
        profit, less its optimism. Each raised where capacity binds.
    best_observed : float
        The threshold with the highest observed profit, for comparison.
    optimism : float
        By how much the best observed profit overstates itself.
    table : DataFrame
        One row a policy: policy, threshold, handed_off, wins, profit, fits (sales' capacity
        holds its leads), gain (profit of the recommendation minus this policy), low, high,
        p_better, method. Where no threshold meets the terms the recommendation is to hand off
        nobody.
    usable : bool
        Whether the model has a usable signal; else its scores draw no line.
    curve : HandoffCurve
        The curve it was chosen from.
    """

    nearest: float
    reason: str | None
    low: float
    high: float
    flat: tuple[float, float] | None
    profit: Estimate
    win_rate: Estimate
    calibration: Estimate
    basis: Basis
    best_observed: float
    optimism: float
    table: pd.DataFrame
    usable: bool
    curve: HandoffCurve

    @property
    def threshold(self) -> float | None:
        """Hand off every lead whose probability is at least this; None where none pays."""
        return None if self.reason else self.nearest

    @property
    def economics(self) -> Economics:
        """What a win is worth and a handoff costs."""
        return self.curve.economics

    @property
    def capacity(self) -> Capacity:
        """The limit, whether it binds, and its shadow price per hour (or lead)."""
        return self.curve.capacity

    @property
    def handed_off(self) -> int:
        """Judged leads at or above `nearest`."""
        return int(self.curve.table["handed_off"].iloc[self.curve.at(self.nearest)])

    @property
    def hours(self) -> float | None:
        """Sales hours these leads take; None where the economics give no hours."""
        if self.economics.hours is None:
            return None
        if self.curve.leads.hours is None:
            return self.handed_off * self.economics.hours
        return float(self.curve.table["hours"].iloc[self.curve.at(self.nearest)])

    @property
    def from_economics(self) -> bool:
        """Whether the line is break-even on the probabilities as they stand."""
        return self.basis == "break_even"

    @property
    def tiers(self) -> Tiers:
        """Whom to hand off, nurture and drop, in scores."""
        drawn = three_tiers(self.economics, self.capacity.shadow_price)
        low = self.curve.leads.score_of(drawn.drop_below)
        return replace(drawn, line=self.nearest, drop_below=min(low, self.nearest))

    @property
    def agrees(self) -> bool:
        """Whether profit at the line lies in the simultaneous band of the best observed one."""
        table, at = self.curve.table, self.curve.at
        best = table["band_low"].iloc[at(self.best_observed)]
        return bool(table["profit"].iloc[at(self.nearest)] >= best)

    @property
    def compared(self) -> dict[str, Estimate]:
        """What the recommendation earns more than each other policy."""
        return {
            row["policy"]: money_of(self.curve, row["gain"], row["low"], row["high"], row["method"])
            for row in self.table.iloc[1:].to_dict("records")
        }

    @property
    def p_better(self) -> dict[str, float]:
        """The chance that the recommendation earns more than each policy it differs from."""
        known = self.table.dropna(subset=["p_better"])
        return dict(zip(known["policy"], known["p_better"], strict=True))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the choice must know."""
        said = [*self.curve.warnings, words.cannot_tell(self)]
        if not (self.from_economics and self.agrees):
            said.append(words.method(self))
        return (*said, *words.cautions(self))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the curve, its bands and the line; below it the hours sales would need.

        Own axes carry title, subtitle and source; axes that are given get the marks only.
        """
        from leadkit.base import figure
        from leadkit.handoff.curve_words import picture_words
        from leadkit.handoff.picture import TALL, draw_curve

        if ax is None:
            ax = figure.axes(TALL)
            figure.caption(ax, *picture_words(self))
        draw_curve(ax, self)
        return ax

    def plot_best(self, ax: Axes | None = None) -> Axes:
        """Draw how often each line earned most in the draws; given axes get the marks only."""
        from leadkit.handoff.best_picture import plot_best

        return plot_best(self, ax)

    def sentence(self) -> str:
        """Say the choice in plain words."""
        return words.sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of handoff.json."""
        judged, unseen = len(self.curve.leads.p), len(self.curve.leads.unseen)
        best = {
            "threshold": self.threshold,
            "low": self.low,
            "high": self.high,
            "profit": self.profit.to_dict(),
            "handed_off": self.handed_off,
            "win_rate": self.win_rate.to_dict(),
            "hours": self.hours,
        }
        return {
            "economics": self.economics.to_dict(),
            "n": {"leads": judged + unseen, "judged": judged, "excluded": unseen},
            "best": None if self.reason else best,
            "reason": self.reason,
            "basis": self.basis,
            "flat": None if self.flat is None else list(self.flat),
            "capacity": {
                "binding": self.capacity.binding,
                "shadow_price": self.capacity.shadow_price,
                "price": None if self.capacity.price is None else self.capacity.price.to_dict(),
            },
            "compared": {name: gain.to_dict() for name, gain in self.compared.items()},
            "unseen": {
                "share": unseen / (judged + unseen),
                "n": unseen,
                "method": _("left out of the curve; profit bounded by all lost and all won"),
            },
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.page import policy_rows

        note = " ".join(self.warnings)
        return inline_rows(policy_rows(self), caption=self.sentence(), note=note)


def money_of(curve: HandoffCurve, value: float, low: float, high: float, method: str) -> Estimate:
    """Return an amount with its ends, on all judged leads."""
    return Estimate(
        value=float(value),
        low=float(low),
        high=float(high),
        n=len(curve.leads.p),
        events=int(curve.leads.won.sum()),
        unit=curve.economics.currency or "number",
        method=method,
    )
