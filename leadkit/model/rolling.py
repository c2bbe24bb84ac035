"""Rolling origin: the model refitted at the start of each quarter and judged on that quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.base import clone

from leadkit.base.estimate import Estimate
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.lessons import mature
from leadkit.model.metrics import LEAST_EVENTS, judge
from leadkit.model.splits import LEAST_WINS, Positions, unmet
from leadkit.model.training import TrainingSet

MOST_ORIGINS = 5
COLUMNS = ("from", "quarter", "n", "won", "auc", "low", "high", "log_loss", "slope")


@dataclass(frozen=True)
class Rolled:
    """The same recipe, judged again and again on the quarter ahead (Tashman, 2000).

    Attributes
    ----------
    table : DataFrame
        One row an origin: from (its first turn), quarter, n, won, auc, low, high, log_loss, slope.
    pooled : dict of str to Estimate
        `judge` on all these later leads together; empty where there is no origin.
    """

    table: pd.DataFrame
    pooled: dict[str, Estimate]

    @classmethod
    def nothing(cls) -> Rolled:
        """Return what there is where no quarter can be judged."""
        return cls(pd.DataFrame(columns=list(COLUMNS)), {})


def rolled(data: TrainingSet, chosen: LeadQualityClassifier) -> Rolled:
    """Refit at each quarter's start, on outcomes known by then, and judge that quarter's turns.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns with their times.
    chosen : LeadQualityClassifier
        The recipe, unfitted.

    Returns
    -------
    Rolled
        The last five quarters with 40 wins to learn from before them, and 10 wins and 10 others
        among their own turns; turns of accounts that trained are left out.
    """
    rows, later = [], []
    for start, quarter, train, test in list(_origins(data))[-MOST_ORIGINS:]:
        model = mature(data, train).teach(clone(chosen))
        y = np.asarray(data.y.iloc[test], dtype=np.float64)
        p, account = model.predict_proba(data.X.iloc[test])[:, 1], data.groups.iloc[test]
        found = judge(y, p, account, ("auc", "log_loss", "calibration_slope"))
        auc = found["auc"]
        rows.append(
            (
                *(start, quarter, len(y), int(y.sum())),
                *(auc.value, auc.low, auc.high),
                *(found["log_loss"].value, found["calibration_slope"].value),
            )
        )
        later.append(pd.DataFrame({"y": y, "p": p, "account": account.to_numpy()}))
    if not later:
        return Rolled.nothing()
    table, every = pd.DataFrame(rows, columns=list(COLUMNS)), pd.concat(later)
    y, p = np.asarray(every["y"], np.float64), np.asarray(every["p"], np.float64)
    return Rolled(table, judge(y, p, every["account"].to_numpy()))


def _origins(data: TrainingSet) -> Iterator[tuple[pd.Timestamp, str, Positions, Positions]]:
    """Yield each of the book's quarters that can be judged, with training and judging turns."""
    times, quarters = data.times, data.kinds["quarter"]
    window = pd.Timedelta(days=data.window_days if data.closes else 0)
    for start, quarter in sorted(
        (times[quarters == one].min(), one) for one in quarters.dropna().unique()
    ):
        known = times <= start - window if window else times < start
        train = known.to_numpy().nonzero()[0]
        if data.y.iloc[train].sum() < LEAST_WINS or data.y.iloc[train].nunique() < 2:
            continue
        test = unmet(train, (quarters == quarter).to_numpy().nonzero()[0], data.groups)
        wins = int(data.y.iloc[test].sum())
        if min(wins, len(test) - wins) >= LEAST_EVENTS:
            yield start, str(quarter), train, test
