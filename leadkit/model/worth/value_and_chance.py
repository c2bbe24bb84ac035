"""Whether leads with a better chance bring larger deals: then one mean value misleads the line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, money, ngettext, number
from leadkit.model.influence import LEVEL
from leadkit.model.worth.gamma import Floats


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ValueAndChance:
    """How deal values of wins go with the chance of winning that was predicted.

    Attributes
    ----------
    correlation : Estimate
        Rank correlation of chance and real (over expected) value, among wins with an amount.
    table : DataFrame
        The wins by chance in two halves: half (lower, upper), n, chance, real, expected (means;
        expected is missing where every win counts alike).
    is_own : bool
        Whether each lead counts with its own expected value, so that the correlation is of what
        that leaves over.
    currency : str
        ISO code, for printing.
    """

    correlation: Estimate
    table: pd.DataFrame
    is_own: bool
    currency: str = ""

    @property
    def goes_with_chance(self) -> bool | None:
        """Whether value surely goes with the chance; None where the wins are too few to say."""
        if self.correlation.refused:
            return None
        return not self.correlation.low <= 0 <= self.correlation.high

    def sentence(self) -> str:
        """Say whether expected profit can be trusted along the line."""
        if self.goes_with_chance is None:
            return ngettext(
                "Whether surer leads bring larger deals cannot be said: {n} win with an "
                "amount, at least {least} needed.",
                "Whether surer leads bring larger deals cannot be said: {n} wins with an "
                "amount, at least {least} needed.",
                self.correlation.n,
            ).format(n=number(self.correlation.n), least=self.correlation.minimum_n)
        if not self.goes_with_chance:
            text = (
                _(
                    "What a lead brought beyond its expected value does not surely go with its "
                    "chance of winning (rank correlation {r})."
                )
                if self.is_own
                else _(
                    "Deal values do not surely go with the chance of winning (rank correlation "
                    "{r}): profit by one mean value is not surely wrong at any line."
                )
            )
            return text.format(r=self.correlation.write())
        return self._biased()

    def _biased(self) -> str:
        more = self.correlation.value > 0
        text = (
            _(
                "Surer leads bring larger deals than assumed (rank correlation {r}; the surer "
                "half of the wins brought {upper} on average, the other {lower}): profit at a high "
                "line is understated and at a low line overstated, and a line drawn with one "
                "value for all lies too low."
            )
            if more
            else _(
                "Surer leads bring smaller deals than assumed (rank correlation {r}; the surer "
                "half of the wins brought {upper} on average, the other {lower}): profit at a high "
                "line is overstated and at a low line understated, and a line drawn with one "
                "value for all lies too high."
            )
        )
        real = self.table["real"]
        return text.format(
            r=self.correlation.write(),
            upper=money(real["upper"], self.currency),
            lower=money(real["lower"], self.currency),
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        halves = {"lower": _("less sure wins"), "upper": _("surer wins")}
        return inline(
            caption=self.sentence(),
            columns=["", _("wins"), _("mean chance"), _("mean deal value")],
            rows=[
                (halves[half], number(n), number(chance, 3), money(real, self.currency))
                for half, n, chance, real, _expected in self.table.itertuples()
            ],
            note=f"{self.correlation.method}.",
        )


def value_and_chance(
    judged: pd.DataFrame, expected: pd.Series[float] | None = None, *, currency: str = ""
) -> ValueAndChance:
    """Ask whether deal values go with the predicted chance of winning.

    Parameters
    ----------
    judged : DataFrame
        y, p, value (deal value of the won leads) and account, as in `Evaluation.predictions`.
    expected : Series of float, optional
        Expected deal value of each row; then of the real over the expected value.
    currency : str
        ISO code, for printing.

    Returns
    -------
    ValueAndChance
        If value goes with the chance, p x mean value is not the expected value of a lead; then
        each lead needs its own.

    Notes
    -----
    Spearman's rank correlation with the interval of Bonett and Wright (2000); accounts, not wins,
    count as independent. Refused below 20 of them.
    """
    value = judged["value"].to_numpy(float, na_value=np.nan)
    shown = (judged["y"] == 1).to_numpy() & np.isfinite(value) & (value > 0)
    wins = judged[shown].reset_index(drop=True)
    own = np.full(len(wins), np.nan)
    if expected is not None:
        own = np.asarray(expected, dtype=np.float64)[shown]
    real = value[shown]
    over = real if expected is None else real / own
    return ValueAndChance(
        correlation=rank_correlation(wins["p"].to_numpy(float), over, _accounts(wins)),
        table=_halves(wins["p"], real, own),
        is_own=expected is not None,
        currency=currency,
    )


def _accounts(wins: pd.DataFrame) -> int:
    if "account" not in wins:
        return len(wins)
    return int(wins["account"].nunique() + wins["account"].isna().sum())


def rank_correlation(chance: Floats, value: Floats, n: int) -> Estimate:
    """Estimate Spearman's rank correlation of `n` independent pairs; refused below 20 of them."""
    from scipy.stats import rankdata

    r = low = high = np.nan
    if n >= MINIMUM_N and len(np.unique(chance)) > 1 and len(np.unique(value)) > 1:
        r = float(np.corrcoef(rankdata(chance), rankdata(value))[0, 1])
        step = float(ndtri(0.5 + LEVEL / 2)) * np.sqrt((1 + r**2 / 2) / (n - 3))
        inside = np.clip(r, -1 + 1e-12, 1 - 1e-12)
        low, high = np.tanh(np.arctanh(inside) + np.array([-step, step])).tolist()
    return Estimate(
        value=r,
        low=low,
        high=high,
        n=n,
        minimum_n=MINIMUM_N,
        method=_("Spearman rank correlation, Bonett-Wright interval by account"),
    )


def _halves(chance: pd.Series[float], real: Floats, own: Floats) -> pd.DataFrame:
    upper = chance.rank(method="average", pct=True) > 0.5
    return (
        pd.DataFrame({"chance": chance, "real": real, "expected": own})
        .assign(half=np.where(upper, "upper", "lower"), n=1)
        .groupby("half")
        .agg(n=("n", "sum"), chance=("chance", "mean"), real=("real", "mean"),
             expected=("expected", "mean"))
        .reindex(["lower", "upper"])
    )  # fmt: skip
