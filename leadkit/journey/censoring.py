"""Weights that let young leads count: each followed lead stands for those not followed so long."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import MINIMUM_N, Estimate, Z
from leadkit.base.language import _, listed, number, percent
from leadkit.journey.incidence import incidence

LEAST_FOLLOWED = 0.10
MOST_CORRELATION = 0.1
NAMED = 5
COLUMNS = ("ended_days", "end", "age_days")

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class Weights:
    """Inverse-censoring weights of the leads whose outcome at the window is known.

    Attributes
    ----------
    table : DataFrame
        On the index given: days (to the end, the last day followed, or the window), end ("won",
        "lost", "open" at the window, "unknown"), y (1 won within the window, 0 not, missing where
        nobody knows yet), weight (0 where nobody knows) and account.
    window_days : int
        Outcome window in days.
    followed : float
        The share that could have been followed to the end of the window (reverse Kaplan-Meier).
    """

    table: pd.DataFrame
    window_days: int
    followed: float

    @property
    def weight(self) -> pd.Series[float]:
        """The weights; they sum to the number of leads."""
        return self.table["weight"]

    def win_rate(self) -> Estimate:
        """Return the weighted share won within the window: it is Aalen and Johansen's."""
        end = self.table["end"].replace("unknown", "open")
        curve = incidence(
            self.table["days"].to_numpy(float),
            end,
            np.array([float(self.window_days)]),
            self.table["account"],
        )
        value = float((self.weight * self.table["y"].fillna(0)).sum() / len(self.table))
        return Estimate(
            value=value,
            low=float(curve["low"].iloc[0]),
            high=float(curve["high"].iloc[0]),
            n=len(self.table),
            events=int((self.table["y"] == 1).sum()),
            unit="rate",
            minimum_n=MINIMUM_N,
            method="inverse-censoring weights; jackknife by account, log-log scale",
        )

    def brier(self, p: npt.ArrayLike) -> Estimate:
        """Return the weighted Brier score of probabilities on the table (Graf et al., 1999).

        The interval takes the weights as known, which makes it a little too wide.
        """
        y, weight = self.table["y"].fillna(0).to_numpy(float), self.weight.to_numpy(float)
        loss = weight * (y - np.asarray(p, dtype=float)) ** 2
        value = float(loss.mean())
        cluster = pd.factorize(self.table["account"])[0]
        half = Z * float(np.sqrt(np.square(np.bincount(cluster, loss - value)).sum())) / len(loss)
        return Estimate(
            value=value,
            low=max(value - half, 0.0),
            high=value + half,
            n=len(loss),
            events=int((self.table["y"] == 1).sum()),
            minimum_n=MINIMUM_N,
            method="inverse-censoring weights, normal interval by account",
        )

    def __repr__(self) -> str:
        known = int(self.table["y"].notna().sum())
        return _(
            "{known} of {n} leads have a known outcome; the heaviest counts {most} times"
        ).format(known=number(known), n=number(len(self.table)), most=number(self.weight.max(), 1))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        names = {
            "won": _("won within the window"),
            "lost": _("lost within the window"),
            "open": _("followed to the end of the window"),
            "unknown": _("nobody knows yet"),
        }
        found = self.table.groupby("end")["weight"].agg(["size", "sum"])
        rows = [
            (names[str(end)], number(row["size"]), number(row["sum"], 1))
            for end, row in found.iterrows()
        ]
        columns = [_("leads"), "n", _("they stand for")]
        return inline(caption=repr(self), columns=columns, rows=rows, note="")


def ipcw(
    ended_days: pd.Series[float],
    end: pd.Series[str],
    age_days: pd.Series[float],
    window: int,
    account: pd.Series[str] | None = None,
) -> Weights:
    """Weight the leads whose outcome at the window is known by how many they stand for.

    Parameters
    ----------
    ended_days : Series of float
        Days from the start to the end; missing while open. A lost lead without a day is known to
        be lost only from its age on, and counts as followed until then.
    end : Series of str
        "won", "lost" or "open".
    age_days : Series of float
        Days from the start to the moment of judging.
    window : int
        Outcome window in days.
    account : Series of str, optional
        Clusters. Default: every lead its own.

    Returns
    -------
    Weights
        One over the chance of having been followed just until the lead's end, or to the window's
        (Robins and Rotnitzky, 1992), by the reverse Kaplan-Meier estimator: at the same moment
        an end comes before a lead's last following. They hold only where young and old leads are
        alike: ask `moving_with_start`.

    Raises
    ------
    TooLittleData
        If less than a tenth could have been followed to the end of the window.
    BadInput
        If an age is missing or negative, a won lead has no day, or one ended after its age.
    """
    course = pd.DataFrame({"ended_days": ended_days, "end": end, "age_days": age_days})
    _refuse_faulty(course)
    last = course["ended_days"].where(course["end"] != "open").fillna(course["age_days"])
    ended = course["ended_days"].notna() & course["end"].isin(("won", "lost")) & (last <= window)
    state = course["end"].where(ended, "open").mask(~ended & (last < window), "unknown")
    days = last.clip(upper=window).to_numpy(float)
    is_unknown = (state == "unknown").to_numpy()
    chance, followed = _followed(days, is_unknown, ended.to_numpy())
    if followed < LEAST_FOLLOWED:
        raise TooLittleData(
            _(
                "only {share} of the leads could have been followed for {days} days (at least "
                "{least} needed): a few old leads would stand for all the others"
            ).format(
                share=percent(followed, 1), days=number(window), least=percent(LEAST_FOLLOWED)
            ),
            fix=_("Use a shorter window, or only leads older than the window."),
        )
    weight = np.where(is_unknown, 0.0, 1 / chance)
    y = (state == "won").astype(float).mask(state == "unknown")
    own = pd.Series(np.arange(len(course)), index=course.index) if account is None else account
    table = pd.DataFrame(
        {"days": days, "end": state, "y": y, "weight": weight, "account": own}, index=course.index
    )
    return Weights(table, window_days=window, followed=followed)


def _followed(
    days: Array, is_unknown: npt.NDArray[np.bool_], is_ended: npt.NDArray[np.bool_]
) -> tuple[Array, float]:
    """Return the chance of being followed until just before each day, and to the window's end."""
    times, lost_sight = np.unique(days[is_unknown], return_counts=True)
    ended = np.sort(days[is_ended])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    ends = np.searchsorted(ended, times, "right") - np.searchsorted(ended, times, "left")
    chance = np.r_[1.0, np.cumprod(1 - lost_sight / (at_risk - ends))]
    return chance[np.searchsorted(times, days, side="left")], float(chance[-1])


def _refuse_faulty(course: pd.DataFrame) -> None:
    faults = {
        _("{n} leads have no age, or one below 0"): ~(course["age_days"] >= 0),
        _("{n} won leads have no closing date: weights need when each was won"): (
            (course["end"] == "won") & course["ended_days"].isna()
        ),
        _("{n} leads ended after the moment of judging"): (
            course["ended_days"].where(course["end"] != "open") > course["age_days"]
        ),
    }
    for problem, rows in faults.items():
        if rows.any():
            raise BadInput(problem.format(n=number(rows.sum())), where=", ".join(COLUMNS))


def moving_with_start(X: pd.DataFrame, starts: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """Find the columns (or scores) that go with the start date, so that weights mislead.

    Parameters
    ----------
    X : DataFrame
        Features, scores or both; numbers by Spearman's correlation with the start, categories by
        the adjusted correlation ratio of the starts' ranks.
    starts : Series of timestamps
        On the index of X.

    Returns
    -------
    DataFrame
        column, rho (signed for numbers), n: those beyond .1, the strongest first.
    """
    found = []
    for name in X:
        known = X[name].notna() & starts.notna()
        ranks = starts[known].rank()
        cells = X[name][known]
        is_number = pd.api.types.is_numeric_dtype(cells) or cells.dtype.kind == "M"
        rho = cells.rank().corr(ranks) if is_number else _correlation_ratio(cells, ranks)
        found.append((name, rho, int(known.sum())))
    table = pd.DataFrame(found, columns=["column", "rho", "n"])
    table = table[table["rho"].abs() > MOST_CORRELATION]
    return table.sort_values("rho", key=abs, ascending=False, kind="stable", ignore_index=True)


def censoring_warning(X: pd.DataFrame, starts: pd.Series[pd.Timestamp]) -> str:
    """Say why weights may mislead, naming up to five columns; empty where nothing speaks so."""
    moving = moving_with_start(X, starts)
    if moving.empty:
        return ""
    names = [
        _("{column} ({rho})").format(column=row["column"], rho=number(row["rho"], 2))
        for row in moving.head(NAMED).to_dict("records")
    ]
    return _(
        "Young leads are not like old ones: {n} columns go with the start date ({names}). Weights "
        "for leads not followed to the end of the window may mislead; use old leads only."
    ).format(n=number(len(moving)), names=listed(names))


def _correlation_ratio(cells: pd.Series[str], ranks: pd.Series[float]) -> float:
    """Return the correlation ratio of ranks by category, less what chance gives (Kelley, 1935)."""
    levels, n = cells.nunique(), len(ranks)
    total = float(((ranks - ranks.mean()) ** 2).sum())
    if not 1 < levels < n or total == 0:
        return nan
    within = float(((ranks - ranks.groupby(cells).transform("mean")) ** 2).sum())
    return float(max(1 - within / total * (n - 1) / (n - levels), 0.0) ** 0.5)
