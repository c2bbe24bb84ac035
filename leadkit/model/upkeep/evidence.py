"""The evidence of the refit rule: what of a model is off beyond what luck explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from leadkit.base.estimate import Estimate
from leadkit.base.language import N_
from leadkit.model.influence import Array, Positions, auc_influence, clustered_error, ranks
from leadkit.model.raw import BLANK
from leadkit.model.recalibration import recalibrated
from leadkit.model.sample_size import leads_needed
from leadkit.model.upkeep.drift import Ratio, observed_expected

NONE, INTERCEPT, SLOPE = N_("keep"), N_("update the intercept"), N_("update intercept and slope")
OK, OFF, UNKNOWN = N_("all right"), N_("off"), N_("cannot tell")
STANDARD_ERRORS = 2.0
NEW_SHARE = 0.15
LEAST_EXPECTED = 5.0
Check = tuple[str, str, float, float, float, str]


@dataclass(frozen=True, kw_only=True)
class Before:
    """What is known of a model from its training.

    Attributes
    ----------
    auc : Estimate or None
        Out of time, as it was then.
    sources : frozenset of str or None
        Sources it met; None where nobody knows.
    parameters : int
        Coefficients of the model.
    prevalence, r2 : float or None
        Win rate, and Cox and Snell's share of variation explained, out of time.
    """

    auc: Estimate | None = None
    sources: frozenset[str] | None = None
    parameters: int = 0
    prevalence: float | None = None
    r2: float | None = None

    @property
    def leads_needed(self) -> int | None:
        """How many leads a refit needs (Riley et al., 2020), None where it cannot be computed."""
        if self.prevalence is None or self.r2 is None or not self.parameters or self.r2 <= 0:
            return None
        return leads_needed(self.prevalence, self.parameters, self.r2)


def calibration(y: Array, p: Array, found: dict[str, Estimate]) -> list[Check]:
    """Return the checks of the total, the intercept and the slope."""
    total = observed_expected(int(y.sum()), float(p.sum()))
    rows = [_of_ratio("wins", "", total)]
    for name, key, right in (
        ("intercept", "calibration_intercept", 0.0),
        ("slope", "calibration_slope", 1.0),
    ):
        one = found[key]
        finding = UNKNOWN if one.refused else OK if one.low <= right <= one.high else OFF
        rows.append((name, "", one.value, one.low, one.high, finding))
    return rows


def update(y: Array, p: Array, found: dict[str, Estimate]) -> tuple[str, float, float]:
    """Return the smallest update of the log-odds, with its shift and slope."""
    intercept, slope = found["calibration_intercept"], found["calibration_slope"]
    if not slope.refused and not slope.low <= 1 <= slope.high:
        bend = slope.value
        shift = recalibrated(y, expit(bend * logit(p)))[1][0]
        return SLOPE, float(shift), float(bend)
    if not intercept.refused and not intercept.low <= 0 <= intercept.high:
        return INTERCEPT, float(intercept.value), 1.0
    return NONE, 0.0, 1.0


def by_source(y: Array, p: Array, judged: pd.DataFrame) -> list[Check]:
    """Return a check of wins against expected ones in each source that expects five."""
    if "source" not in judged or judged["source"].isna().all():
        return []
    names = judged["source"].fillna(BLANK).astype(str).to_numpy()
    rows = []
    for name in sorted(set(names)):
        own = names == name
        expected = float(p[own].sum())
        if expected >= LEAST_EXPECTED:
            rows.append(_of_ratio("source", name, observed_expected(int(y[own].sum()), expected)))
    return rows


def _of_ratio(check: str, of: str, found: Ratio) -> Check:
    return check, of, found.value, found.low, found.high, OFF if found.is_off else OK


def ranking(y: Array, p: Array, cluster: Positions, then: Estimate | None) -> Check:
    """Compare the AUC with the one at training; value and interval are of the change."""
    if then is None or then.refused:
        return "ranking", "", np.nan, np.nan, np.nan, UNKNOWN
    now, moved = auc_influence(y, ranks(y, p))
    error = float(np.hypot(clustered_error(moved, cluster), (then.high - then.low) / (2 * 1.96)))
    change, step = now - then.value, STANDARD_ERRORS * error
    finding = OFF if change < -step else OK if np.isfinite(step) else UNKNOWN
    return "ranking", "", change, change - step, change + step, finding


def newcomers(sources: pd.Series[str] | None, before: Before) -> Check:
    """Return the share of leads from sources that training never met."""
    if sources is None or before.sources is None or not len(sources) or sources.isna().all():
        return "new source", "", np.nan, np.nan, np.nan, UNKNOWN
    is_new = sources.notna() & ~sources.isin(before.sources)
    share, names = float(is_new.mean()), sorted(set(sources[is_new]))
    finding = OFF if share > NEW_SHARE else OK
    return "new source", ", ".join(names), share, np.nan, np.nan, finding
