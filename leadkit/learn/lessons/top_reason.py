"""A list of a hundred reasons: which stands first, and whether the next can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import N_, _, number, percent
from leadkit.learn.lessons.luck import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REASONS = (
    (N_("price"), 40),
    (N_("not now"), 33),
    (N_("bought from a competitor"), 12),
    (N_("product does not fit"), 9),
    (N_("no budget"), 6),
)


@dataclass(frozen=True, repr=False)
class Reasons:
    """How often sellers wrote each reason, the most frequent first.

    Parameters
    ----------
    counted : tuple of (str, int)
        Reasons, as catalog entries, and their counts.
    """

    counted: tuple[tuple[str, int], ...] = REASONS

    @property
    def n(self) -> int:
        """How many leads have a reason."""
        return sum(count for _reason, count in self.counted)

    @property
    def ranges(self) -> Floats:
        """Ends of the interval of every share, at 95 % for all of them together.

        Goodman (1965).

        Examples
        --------
        >>> Reasons().ranges.round(3).tolist()[:2]
        [[0.284, 0.529], [0.223, 0.458]]
        """
        from statsmodels.stats.proportion import multinomial_proportions_confint

        counts = [count for _reason, count in self.counted]
        return np.asarray(multinomial_proportions_confint(counts, method="goodman"))

    @property
    def luck(self) -> float:
        """How often luck alone parts two equal reasons as far as the first two, exactly.

        Examples
        --------
        >>> round(Reasons().luck, 2)
        0.48
        """
        from scipy.stats import binomtest

        first, second = (count for _reason, count in self.counted[:2])
        return float(binomtest(first, first + second).pvalue)

    @property
    def are_apart(self) -> bool:
        """Whether the ranges of the first two do not meet."""
        return bool(self.ranges[0, 0] > self.ranges[1, 1])

    def __repr__(self) -> str:
        (first, n), (second, m) = self.counted[:2]
        text = _("“{first}” ({n}) stands above “{second}” ({m}), and the two cannot be told apart")
        if self.are_apart:
            text = _("“{first}” ({n}) stands above “{second}” ({m})")
        return text.format(first=_(first), n=number(n), second=_(second), m=number(m))

    def sentence(self) -> str:
        """Say how far luck alone parts two reasons that are heard equally often."""
        first, second = (count for _reason, count in self.counted[:2])
        return _(
            "Were both equally frequent, luck alone would part them by {gap} or more, among "
            "{n}, in about {times} of 100 such lists."
        ).format(
            gap=number(first - second), n=number(first + second), times=number(100 * self.luck)
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw every share as a dot on its range."""
        ax = ax or figure.axes(3.0)
        shares = np.array([count for _reason, count in self.counted]) / self.n
        rows, (low, high) = np.arange(len(shares)), self.ranges.T
        ax.hlines(rows, low, high, color=figure.SALES, lw=6, alpha=0.35)
        ax.plot(shares, rows, "o", color=figure.SALES)
        names = [_(reason) for reason, _count in self.counted]
        ax.set_yticks(rows, names)
        ax.invert_yaxis()
        ax.grid(axis="x")
        ax.grid(visible=False, axis="y")
        ticks = np.arange(0, 0.61, 0.1)
        ax.set_xticks(ticks, [percent(tick) for tick in ticks])
        ax.set_xlim(0, 0.6)
        figure.caption(
            ax,
            repr(self),
            _(
                "Dot: share of the reasons written down. Bar: the range that fits, at 95 % for all "
                "of them together."
            ),
            _("An invented list, n = {n} lost leads.").format(n=number(self.n)),
        )
        left = 0.25 + max(figure.text_width(name, 8.5) for name in names)
        ax.figure.subplots_adjust(left=left / figure.WIDTH, right=0.96)
        return ax


def hundred_reasons() -> Reasons:
    """Return a hundred lost leads and the reasons that sellers wrote down."""
    return Reasons()
