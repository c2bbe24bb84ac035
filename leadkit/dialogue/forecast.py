"""How many to expect next: a range for the next count, checked on the counts before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.book import WorkingTime
from leadkit.dialogue.span import Span
from leadkit.journey import working_days

Floats = npt.NDArray[np.float64]

LOOK_BACK, CHECKED = 8, 12
LEAST_DAYS = 0.5


class Checked(NamedTuple):
    """How often the range of earlier spans held what came: `held` of `n`."""

    held: int
    n: int


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A predicted count.

    Attributes
    ----------
    mean, variance : float
        Of the predictive distribution.
    spans : int
        How many earlier spans it rests on.
    total : int
        What those counted together.
    """

    mean: float
    variance: float
    spans: int
    total: int

    @property
    def estimate(self) -> Estimate:
        """The predicted count with the range that holds it 95 times in 100."""
        low, high = self.ends(0.025), self.ends(0.975)
        return Estimate(
            value=self.mean,
            low=low,
            high=high,
            n=self.spans,
            events=self.total,
            method=_("counts a working day of the last spans; negative binomial prediction"),
        )

    def ends(self, share: float) -> float:
        """Return a quantile: negative binomial of this mean and variance, Poisson at the least."""
        from scipy.stats import nbinom

        spread = max(self.variance - self.mean, 1e-9 * self.mean)
        size = self.mean**2 / spread
        return float(nbinom(size, size / (size + self.mean)).ppf(share))

    def thinned(self, won: int, n: int) -> Forecast:
        """Return the forecast of those that win, `won` of `n` having won before."""
        rate = (won + 0.5) / (n + 1)
        doubt = rate * (1 - rate) / (n + 2)
        variance = self.mean * rate * (1 - rate) + rate**2 * self.variance + self.mean**2 * doubt
        return Forecast(mean=self.mean * rate, variance=variance, spans=self.spans, total=won)


def forecast(counts: Floats, days: Floats, next_days: float) -> Forecast:
    """Predict the next count from the last eight.

    Counts are proportional to the working days of their span; where they vary more than Poisson
    counts do, the range is wider by that much (quasi-Poisson; McCullagh & Nelder, 1989).

    Parameters
    ----------
    counts, days : array of float
        What was counted in the spans before, the latest last, and their working days.
    next_days : float
        Working days of the next span.

    Examples
    --------
    >>> calm = forecast(np.array([9.0, 10, 11, 10]), np.array([5.0] * 4), 5)
    >>> short = forecast(np.array([9.0, 10, 11, 10]), np.array([5.0] * 4), 2)
    >>> round(calm.mean, 1), calm.ends(0.025), calm.ends(0.975), round(short.mean, 1)
    (10.1, 4.0, 18.0, 4.0)
    """
    counts, days = counts[-LOOK_BACK:], np.maximum(days[-LOOK_BACK:], LEAST_DAYS)
    share = max(next_days, LEAST_DAYS) / days.sum()
    mean = (counts.sum() + 0.5) * share
    return Forecast(
        mean=float(mean),
        variance=float(mean * (_overdispersion(counts, days) + share)),
        spans=len(counts),
        total=int(counts.sum()),
    )


def _overdispersion(counts: Floats, days: Floats) -> float:
    """Return the variance over the mean, 1 at the least, with the doubt of so few counts."""
    free = len(counts) - 1
    if free < 3 or not counts.sum():
        return 1.0
    expected = counts.sum() * days / days.sum()
    found = float(np.sum((counts - expected) ** 2 / expected) / free)
    return max(found * free / (free - 2), 1.0) if found > 1 else 1.0


def expected_next(
    moments: pd.Series[pd.Timestamp], span: Span, begin: pd.Timestamp, settings: WorkingTime
) -> tuple[Forecast | None, Checked]:
    """Predict what the span after this one counts, and check such ranges on the spans before.

    Parameters
    ----------
    moments : Series of UTC timestamps
        What is counted.
    span : Span
        The last span that is known.
    begin : Timestamp
        Where the data begin; spans before that are unknown, not empty.
    settings : WorkingTime
        When people work.

    Returns
    -------
    Forecast or None
        None where no whole span is known.
    Checked
        How often the range held, of the last twelve spans that had eight before them.
    """
    spans = _known(span, begin)
    if not spans:
        return None, Checked(0, 0)
    starts = pd.DatetimeIndex([one.start for one in spans] + [span.end])
    found = np.searchsorted(np.sort(moments.dropna().to_numpy()), starts.to_numpy())
    counts = np.diff(found).astype(float)
    days = np.array([_working(one, settings) for one in spans])
    checked = range(max(LOOK_BACK, len(spans) - CHECKED), len(spans))
    held = sum(_holds(forecast(counts[:i], days[:i], days[i]), counts[i]) for i in checked)
    following = forecast(counts, days, _working(span.earlier(-1), settings))
    return following, Checked(held, len(checked))


def _holds(before: Forecast, count: float) -> bool:
    return bool(before.ends(0.025) <= count <= before.ends(0.975))


def _known(span: Span, begin: pd.Timestamp) -> list[Span]:
    steps = range(LOOK_BACK + CHECKED - 1, -1, -1)
    return [one for one in map(span.earlier, steps) if one.start >= begin or _begins_in(one, begin)]


def _begins_in(span: Span, begin: pd.Timestamp) -> bool:
    """Return whether the data begin on the first day of a span: then it is whole."""
    return span.start <= begin < span.start + pd.Timedelta(days=1)


def _working(span: Span, settings: WorkingTime) -> float:
    return float(len(working_days(span.first, span.ending, settings)))
