"""Evidence on expected deal values: how far they miss, totals, extremes, what was left out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import ndtri

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import N_, _, first_few, listed, money, ngettext, number, percent
from leadkit.model.influence import LEVEL, Positions, clustered_error, clusters
from leadkit.model.worth.gamma import Floats, deviance

NAMES = {"mean": N_("the plain mean"), "model": N_("the model")}
FAR = 3.5
OF_A_NORMAL = 0.6745  # median absolute deviation over standard deviation
ALMOST_THE_AMOUNT = 0.95
SHOWN = 3
MOST_GROUPS = 5


def mean_amount(amount: Floats, account: Positions, currency: str) -> Estimate:
    """Estimate a mean amount; the interval is symmetric in its logarithm, clustered by account."""
    mean = float(amount.mean())
    low, high = _on_log_scale(mean, clustered_error(amount, account) / mean, len(amount))
    return Estimate(
        value=mean,
        low=low,
        high=high,
        n=len(amount),
        unit=currency or "number",
        method=_("mean, log interval by account"),
    )


def less_deviance(amount: Floats, rivals: Mapping[str, Floats], account: Positions) -> Estimate:
    """Estimate by how much the model's mean Gamma deviance is less than the plain mean's, paired.

    Refused below 20 amounts, or without a model.
    """
    value = low = high = np.nan
    if "model" in rivals and len(amount):
        gained = deviance(amount, rivals["mean"]) - deviance(amount, rivals["model"])
        step = float(ndtri(0.5 + LEVEL / 2)) * clustered_error(gained, account)
        value = float(gained.mean())
        low, high = value - step, value + step
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=len(amount),
        minimum_n=MINIMUM_N,
        method=_("difference of mean Gamma deviance, paired by lead, by account"),
    )


def times_expected(amount: Floats, expected: Floats, account: Positions) -> Estimate:
    """Estimate the real over the expected total, with a log-ratio interval by account.

    The variance is that of a ratio estimator (Cochran, 1977). Refused below 20 amounts.
    """
    value = low = high = np.nan
    if len(amount):
        value = float(amount.sum() / expected.sum())
        moved = (amount - value * expected) / amount.mean()
        low, high = _on_log_scale(value, clustered_error(moved, account), len(amount))
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=len(amount),
        minimum_n=MINIMUM_N,
        method=_("real over expected total, log-ratio interval by account"),
    )


def _on_log_scale(value: float, relative_error: float, n: int) -> tuple[float, float]:
    """Return the ends of an interval by Student's t, symmetric in the logarithm."""
    from scipy.stats import t

    if n < 2:
        return np.nan, np.nan
    factor = float(np.exp(t.ppf(0.5 + LEVEL / 2, n - 1) * relative_error))
    return value / factor, value * factor


def rivals_table(
    amount: Floats, rivals: Mapping[str, Floats], totals: Mapping[str, Estimate], used: str
) -> pd.DataFrame:
    """Return one row a rival: deviance, absolute_error, predicted, real, ratio, low, high, used."""
    rows = {
        name: {
            "name": NAMES[name],
            "deviance": float(deviance(amount, own).mean()) if len(amount) else np.nan,
            "absolute_error": float(np.abs(amount - own).mean()) if len(amount) else np.nan,
            "predicted": float(own.sum()),
            "real": float(amount.sum()),
            "ratio": totals[name].value,
            "low": totals[name].low,
            "high": totals[name].high,
            "used": name == used,
        }
        for name, own in rivals.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def by_expected(amount: Floats, expected: Floats, account: Positions) -> pd.DataFrame:
    """Return later wins in up to five groups by what was expected: n, expected, real, low, high."""
    parts = min(MOST_GROUPS, max(len(amount) // MINIMUM_N, 1))
    cuts = np.quantile(expected, np.arange(1, parts) / parts, method="inverted_cdf")
    group = np.searchsorted(np.unique(cuts), expected)  # equal expectations stay together
    rows = []
    for own in (group == code for code in np.unique(group)):
        mean = mean_amount(amount[own], clusters(account[own]), "")
        rows.append((own.sum(), expected[own].mean(), mean.value, mean.low, mean.high))
    return pd.DataFrame(rows, columns=["n", "expected", "real", "low", "high"])


def extremes(amount: pd.Series[float]) -> pd.DataFrame:
    """Return amounts far from the others: key, value, times_median, share of the total.

    Far is a modified z-score of the logarithm beyond 3.5 (Iglewicz and Hoaglin, 1993).
    """
    logs = amount.map(np.log)
    gaps = logs - logs.median()
    spread = float(gaps.abs().median()) / OF_A_NORMAL
    far = gaps.abs() > FAR * spread if spread else gaps.abs() > np.inf
    own = amount[far]
    found = pd.DataFrame(
        {
            "key": own.index,
            "value": own.to_numpy(),
            "times_median": (own / amount.median()).to_numpy(),
            "share": (own / amount.sum()).to_numpy(),
        }
    )
    return found.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def left_out(unable: pd.Series[float]) -> list[str]:
    """Say how many won leads hold no amount or an impossible one, and name the first."""
    missing = unable.isna()
    texts = []
    if missing.any():
        n = int(missing.sum())
        texts.append(
            ngettext(
                "{n} won lead has no deal value and was left out: {keys}.",
                "{n} won leads have no deal value and were left out: {keys}.",
                n,
            ).format(n=number(n), keys=first_few(unable.index[missing]))
        )
    if not missing.all():
        n = int((~missing).sum())
        texts.append(
            ngettext(
                "{n} won lead has a deal value that is not above 0 and was left out: {keys}.",
                "{n} won leads have a deal value that is not above 0 and were left out: {keys}.",
                n,
            ).format(n=number(n), keys=first_few(unable.index[~missing]))
        )
    return texts


def far_away(found: pd.DataFrame, currency: str) -> list[str]:
    """Say which deal values stand far from the others."""
    if found.empty:
        return []
    named = [
        _("{key}: {value}, {share} of all").format(
            key=key, value=money(value, currency), share=percent(share, 1)
        )
        for key, value, share in found[["key", "value", "share"]]
        .head(SHOWN)
        .itertuples(index=False)
    ]
    return [
        ngettext(
            "{n} deal value stands far from the others ({named}): check it, it moves the mean.",
            "{n} deal values stand far from the others ({named}): check them, they move the mean.",
            len(found),
        ).format(n=number(len(found)), named="; ".join(named))
    ]


def almost_the_amount(X: pd.DataFrame, amount: Floats) -> list[str]:
    """Name the number columns that all but tell the amount, so that somebody asks when they do."""
    numeric = X.select_dtypes("number").astype(float)
    numeric = numeric.loc[:, (numeric.count() >= MINIMUM_N) & (numeric.nunique() > 1)]
    if len(np.unique(amount)) == 1:
        return []
    alike = numeric.corrwith(pd.Series(amount, index=X.index), method="spearman").abs()
    names = [repr(str(name)) for name in alike.index[alike > ALMOST_THE_AMOUNT]]
    if not names:
        return []
    return [
        _(
            "{names} alone all but tells the deal value: make sure that it is known at handoff."
        ).format(names=listed(names))
    ]
