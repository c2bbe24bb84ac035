"""What a class gained between its two forms: mean, interval, and a dot line a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CASES, FEWEST, MOST_EXACT = 8, 6, 14
HEIGHT, HEAD = 0.24, 1.6


@dataclass(frozen=True, eq=False, repr=False)
class Gain:
    """The points of everybody who handed in both forms.

    Attributes
    ----------
    table : DataFrame
        first, second, gain: points of 8, a row a person, in order of their points; no names.
    gain : Estimate
        The mean gain in points, with its 95 % t interval; it refuses below six people.
    p : float
        Of the exact sign-flip test, up to 14 people; NaN where there are more, or too few.
    """

    table: pd.DataFrame
    gain: Estimate
    p: float

    @property
    def moved(self) -> tuple[int, int, int]:
        """How many improved, stayed the same, and went lower."""
        gains = self.table["gain"]
        return int((gains > 0).sum()), int((gains == 0).sum()), int((gains < 0).sum())

    @property
    def refusal(self) -> str:
        """Why no mean is told; empty where one is."""
        if len(self.table) >= FEWEST:
            return ""
        return _("{n} handed in both forms: too few for a mean gain (at least {least}).").format(
            n=number(len(self.table)), least=number(FEWEST)
        )

    def sentence(self) -> str:
        """Say what was gained, in a sentence or two."""
        if self.refusal:
            return self.refusal
        improved, same, lower = map(number, self.moved)
        gained = _("Mean gain {gain} points of {all}; before {before}, after {after}, n = {n}.")
        told = gained.format(
            gain=self.gain.write(),
            all=number(CASES),
            before=number(self.table["first"].mean(), 2),
            after=number(self.table["second"].mean(), 2),
            n=number(len(self.table)),
        )
        people = _("{improved} improved, {same} stayed the same, {lower} went lower.")
        said = [told, people.format(improved=improved, same=same, lower=lower)]
        if np.isfinite(self.p):
            said.append(
                _("Sign-flip test, p = {p}.").format(p=number(self.p, 3))
                if self.p >= 0.0005
                else _("Sign-flip test, p below 0.001.")
            )
        return " ".join(said)

    def cautions(self) -> list[str]:
        """Say what this does not show."""
        return [
            _("A guesser gets 2 of 8; by guessing alone, 5 or more has a chance of 2.7 %."),
            _(
                "Before and after alone show no cause: practice with the test, talk among "
                "colleagues and the calendar are in it."
            ),
            _("The points are for learning; they feed no appraisal, and nobody is ranked."),
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return it for a JSON file."""
        improved, same, lower = self.moved
        return {
            "n": len(self.table),
            "gain": self.gain.to_dict(),
            "p": float(self.p) if np.isfinite(self.p) else None,
            "improved": improved,
            "same": same,
            "lower": lower,
        }

    def words(self) -> tuple[str, str, str]:
        """Return the finding, the subtitle and the source of the picture."""
        dots = _("Open dot: first form. Full dot: second form. A line a person, no names.")
        return self.sentence(), "", dots

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw a line a person, from the first form's points to the second's."""
        own = ax is None
        ax = figure.axes(max(len(self.table), 1) * HEIGHT + HEAD) if ax is None else ax
        rows = np.arange(len(self.table))
        before, after = self.table["first"], self.table["second"]
        ax.hlines(rows, before, after, color=figure.SHARED, lw=1.6)
        ax.scatter(before, rows, s=42, fc="white", ec=figure.INK, zorder=3)
        ax.scatter(after, rows, s=20, color=figure.INK, zorder=4)
        ax.set(xlim=(-0.3, CASES + 0.3), ylim=(-0.7, len(rows) - 0.3), yticks=[])
        ax.set_xlabel(_("points of 8"))
        if own:
            figure.caption(ax, *self.words())
        return ax

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        heads = {"first": _("first form"), "second": _("second form"), "gain": _("gain")}
        return inline_rows(self.table.rename(columns=heads), caption=self.sentence())


def gain(first: Sequence[int], second: Sequence[int]) -> Gain:
    """Compare two parallel forms, half of the class having begun with either.

    Parameters
    ----------
    first, second : sequence of int
        Points of 8 of the same people, in the same order.

    Returns
    -------
    Gain
        The t interval of the mean difference (Student, 1908), and the exact two-sided sign-flip
        test (Fisher, 1935). No share of the possible gain: it depends on where one starts (Brogt
        et al., 2007).

    Examples
    --------
    >>> gain([3, 4, 2, 5, 3, 4], [5, 6, 4, 5, 6, 6]).gain.write()
    '1.83 (0.80–2.87)'
    """
    points = pd.DataFrame({"first": list(first), "second": list(second)}, dtype=int)
    points["gain"] = points["second"] - points["first"]
    table = points.sort_values(["first", "second"], ignore_index=True)
    gains, n = table["gain"].to_numpy(float), len(table)
    low = high = p = nan
    if n >= FEWEST:
        from scipy import stats

        if gains.std() > 0:
            low, high = map(float, stats.ttest_1samp(gains, 0).confidence_interval())
        else:
            low = high = float(gains[0])
        p = _sign_flip(gains) if n <= MOST_EXACT else nan
    return Gain(
        table=table,
        gain=Estimate(
            value=float(gains.mean()) if n else nan,
            low=low,
            high=high,
            n=n,
            method="paired t interval",
            minimum_n=FEWEST,
        ),
        p=p,
    )


def _sign_flip(gains: Any) -> float:
    """Return the exact two-sided p: in how many of all sign patterns the mean is as far off."""
    signs = 1 - 2 * ((np.arange(2 ** len(gains))[:, None] >> np.arange(len(gains))) & 1)
    return float((np.abs(signs @ gains) >= abs(gains.sum()) - 1e-9).mean())
