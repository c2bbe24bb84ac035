"""What a points card is worth: win rates by thirds of its points, on leads it never met."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import Estimate, rate
from leadkit.model.levels import THIRDS
from leadkit.model.points.learning import FOLDS, Points
from leadkit.model.points.points import PointsCard
from leadkit.model.splits import Split
from leadkit.model.training import TrainingSet

LEAST_FOLDS = 2
BANDS = ("low", "middle", "high")

Bands = dict[str, Estimate]


def fitted_card(X: pd.DataFrame, y: pd.Series[int]) -> PointsCard | None:
    """Return the card of these turns, or None where there are too few or no column may be used."""
    if X.empty:
        return None
    try:
        return PointsCard().fit(X, y)
    except TooLittleData:
        return None


def later_bands(card: PointsCard, data: TrainingSet, parts: Split) -> Bands:
    """Return the win rates of later turns by thirds of the training turns' points."""
    band = _band(card, data.X.iloc[parts.train], data.X.iloc[parts.test])
    return _rates(band, data.y.iloc[parts.test])


def cross_fitted_bands(data: TrainingSet) -> Bands:
    """Return the win rates of all turns, each in the band of a card that had not seen it.

    Five stratified folds; one account never stands on both sides.
    """
    accounts, band = data.groups.nunique(), np.full(len(data.y), -1)
    if accounts < LEAST_FOLDS:
        return _rates(band, data.y)
    folds = StratifiedGroupKFold(min(FOLDS, accounts), shuffle=True, random_state=0)
    for fit, check in folds.split(data.X, data.y, data.groups):
        if len(check) and data.y.iloc[fit].nunique() == 2:
            card = PointsCard(least=1).fit(data.X.iloc[fit], data.y.iloc[fit])
            band[check] = _band(card, data.X.iloc[fit], data.X.iloc[check])
    return _rates(band, data.y)


def _band(card: PointsCard, learned: pd.DataFrame, judged: pd.DataFrame) -> Points:
    edges = np.quantile(card.total(learned), THIRDS, method="inverted_cdf")
    return np.searchsorted(edges, card.total(judged), side="left")


def _rates(band: Points, y: pd.Series[int]) -> Bands:
    within = [y[band == place] for place in range(len(BANDS))]
    return {name: rate(int(own.sum()), len(own)) for name, own in zip(BANDS, within, strict=True)}
