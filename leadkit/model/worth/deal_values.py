"""What a won lead is worth: its expected deal value, or the mean where no model beats it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, money, ngettext, number
from leadkit.model.choosing import Folds, make_folds
from leadkit.model.influence import clusters
from leadkit.model.lessons import mature
from leadkit.model.splits import LEAST_WINS, Positions, split_of
from leadkit.model.training import TrainingSet
from leadkit.model.worth.evidence import (
    almost_the_amount,
    by_expected,
    extremes,
    far_away,
    left_out,
    less_deviance,
    mean_amount,
    rivals_table,
    times_expected,
)
from leadkit.model.worth.gamma import GammaRidge, gamma_ridge

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST_AMOUNTS = 5  # below, not even a mean


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DealValues:
    """The expected deal value of a lead, should it be won.

    Attributes
    ----------
    mean : Estimate
        Mean deal value of the wins that it learned from.
    gain : Estimate
        By how much the model's mean Gamma deviance on later wins is less than that of the plain
        mean, paired by lead, clustered by account. The model is used where this is surely above 0.
    ratio : Estimate
        Real over predicted total of the later wins, by whatever `predict` uses; its interval is
        for these predictions as they stand.
    table : DataFrame
        One row a rival (mean, model) on the later wins: name, deviance, absolute_error (mean),
        predicted and real (totals), ratio, low, high, used.
    groups : DataFrame
        The later wins in groups by what was expected of them (by the model, where there is one to
        judge): n, expected, real (means), low, high.
    extremes : DataFrame
        Deal values far from the others on the log scale: key, value, times_median, share (of the
        total of all wins).
    counts : dict of str to int
        won, learned, judged, missing (no amount), impossible (zero, below, or infinite), apart
        (won, but in neither period).
    keys : Index
        Turns whose amount it learned from; judge nothing by them.
    notes : tuple of str
        What limits the answer.
    model : GammaRidge or None
        None where the mean is used.
    currency : str
        ISO code, for printing.
    """

    mean: Estimate
    gain: Estimate
    ratio: Estimate
    table: pd.DataFrame
    groups: pd.DataFrame
    extremes: pd.DataFrame
    counts: dict[str, int]
    keys: pd.Index[Any]
    notes: tuple[str, ...]
    model: GammaRidge | None
    currency: str = ""

    @property
    def doubt(self) -> tuple[float, float]:
        """Factors on every prediction: the ends of `ratio`, widened to hold 1."""
        if self.ratio.refused:
            return self.mean.low / self.mean.value, self.mean.high / self.mean.value
        return min(self.ratio.low, 1.0), max(self.ratio.high, 1.0)

    def predict(self, X: pd.DataFrame) -> pd.Series[float]:
        """Return the expected deal value of each lead, should it be won, in the book's currency.

        Parameters
        ----------
        X : DataFrame of shape (n_leads, n_features)
            The columns it learned from, in any order, and perhaps others.
        """
        found = np.full(len(X), self.mean.value) if self.model is None else self.model.predict(X)
        return pd.Series(found, index=X.index, name="expected_value")

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what later wins brought against what was expected of them."""
        from leadkit.model.worth.picture import plot

        return plot(self, ax)

    def sentence(self) -> str:
        """Say what a win counts as, and how far that can be trusted."""
        if self.model is not None:
            text = _(
                "Each lead counts with its own expected deal value, which is surely better than "
                "the plain mean: on {n} later wins it misses by {own} on average, the mean by "
                "{plain}."
            )
        elif "model" in self.table.index:
            text = _(
                "Every win counts as the mean of {mean}: on {n} later wins, predicting each "
                "lead's own deal value was not surely better."
            )
        else:
            text = _(
                "Every win counts as the mean of {mean}: {learned} wins with an amount to learn "
                "from are too few to predict each lead's own (at least {least} needed)."
            )
        missed = self.table["absolute_error"]
        said = text.format(
            n=number(self.counts["judged"]),
            mean=money(self.mean.value, self.currency),
            own=money(missed.get("model", np.nan), self.currency),
            plain=money(missed["mean"], self.currency),
            learned=number(self.counts["learned"]),
            least=number(LEAST_WINS),
        )
        if self.ratio.refused:
            return said
        return f"{said} {self._in_total()}"

    def _in_total(self) -> str:
        return _("Together they brought {ratio} times what was expected.").format(
            ratio=self.ratio.write()
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        shown = self.table.to_dict("records")
        return inline(
            caption=self.sentence(),
            columns=["", _("misses by"), _("Gamma deviance"), _("real over expected total")],
            rows=[
                (
                    _(row["name"]),
                    money(row["absolute_error"], self.currency),
                    number(row["deviance"], 3),
                    _ratio_in_words(row),
                )
                for row in shown
            ],
            note=" ".join(self.notes),
        )


def _ratio_in_words(row: Mapping[Any, Any]) -> str:
    return _("{ratio} ({low} to {high})").format(
        **{name: number(row[name], 2) for name in ("ratio", "low", "high")}
    )


def deal_values(data: TrainingSet, *, currency: str = "") -> DealValues:
    """Estimate the deal value of a lead from its columns, should it be won.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns; `value` holds the revenue of the won ones.
    currency : str
        ISO code, for printing.

    Returns
    -------
    DealValues
        Learned from the wins of the training period, judged on later ones: the split of
        `evaluate`. A Gamma regression with log link (McCullagh and Nelder, 1989); its ridge is
        chosen on folds inside the training period. Below 40 wins to learn from, and where the
        model is not surely better than the plain mean, the mean is used.

    Raises
    ------
    TooLittleData
        If fewer than 5 wins of the training period hold an amount.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> deal_values(lk.training_set(book), currency="VND").model is None
    True
    """
    parts = split_of(data)
    amount = np.asarray(data.value.to_numpy(na_value=np.nan), dtype=np.float64)
    won = (data.y == 1).to_numpy()
    able = won & np.isfinite(amount) & (amount > 0)
    learned, judged = parts.train[able[parts.train]], parts.test[able[parts.test]]
    _refuse_too_few(len(learned))
    rivals = {"mean": np.full(len(judged), amount[learned].mean())}
    model = None
    if len(learned) >= LEAST_WINS and data.X.shape[1]:
        folds = _folds(data, parts.train, able)
        model = gamma_ridge(data.X.iloc[learned], amount[learned], folds)
        rivals["model"] = model.predict(data.X.iloc[judged])
    account = clusters(data.groups)
    gain = less_deviance(amount[judged], rivals, clusters(account[judged]))
    used = "model" if not gain.refused and gain.low > 0 else "mean"
    totals = {
        name: times_expected(amount[judged], own, clusters(account[judged]))
        for name, own in rivals.items()
    }
    far = extremes(data.value[able])
    return DealValues(
        mean=mean_amount(amount[learned], clusters(account[learned]), currency),
        gain=gain,
        ratio=totals[used],
        table=rivals_table(amount[judged], rivals, totals, used),
        groups=by_expected(amount[judged], rivals.get("model", rivals["mean"]), account[judged]),
        extremes=far,
        counts=_counts(won, able, amount, learned, judged),
        keys=data.keys[learned],
        notes=(
            *left_out(data.value[won & ~able]),
            *far_away(far, currency),
            *almost_the_amount(data.X.iloc[learned], amount[learned]),
        ),
        model=model if used == "model" else None,
        currency=currency,
    )


def _refuse_too_few(wins: int) -> None:
    if wins < LEAST_AMOUNTS:
        raise TooLittleData(
            ngettext(
                "{n} win to learn from holds a deal value: too few even for a mean",
                "{n} wins to learn from hold a deal value: too few even for a mean",
                wins,
            ).format(n=number(wins)),
            fix=_("Say what a win is worth as a number, for example --value 1000."),
        )


def _folds(data: TrainingSet, train: Positions, able: npt.NDArray[np.bool_]) -> Folds:
    """Return the folds of the classifier, of them only the wins with an amount."""
    lesson, kept = mature(data, train), able[train]
    place = np.cumsum(kept) - 1
    folds = make_folds(np.asarray(lesson.y, dtype=np.intp), lesson.groups, lesson.times)
    return [(place[fit[kept[fit]]], place[check[kept[check]]]) for fit, check in folds]


def _counts(
    won: npt.NDArray[np.bool_],
    able: npt.NDArray[np.bool_],
    amount: npt.NDArray[np.float64],
    learned: Positions,
    judged: Positions,
) -> dict[str, int]:
    missing = won & np.isnan(amount)
    return {
        "won": int(won.sum()),
        "learned": len(learned),
        "judged": len(judged),
        "missing": int(missing.sum()),
        "impossible": int((won & ~able & ~missing).sum()),
        "apart": int(able.sum()) - len(learned) - len(judged),
    }
