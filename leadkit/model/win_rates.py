"""Win rates by the value of each column, against the rate of all leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import MISSING, N_, _, number
from leadkit.model.labels import clustered_rate
from leadkit.model.training import TrainingSet
from leadkit.model.values import values

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 6
MANY = 1000
METHOD = "Wilson score interval, effective n by account"
APART = {"above": N_("above"), "below": N_("below"), "": N_("cannot tell")}


@dataclass(frozen=True, repr=False)
class Rates:
    """The win rate of every value of every column.

    Attributes
    ----------
    table : DataFrame
        One row a value: column, value, n, won, rate, low, high (95 %; missing under 20 leads), and
        `against`: "above" or "below" where the interval leaves out the rate of all leads, else
        blank. Columns whose values differ most come first.
    base : Estimate
        The rate of all leads.
    """

    table: pd.DataFrame
    base: Estimate

    @property
    def columns(self) -> list[str]:
        """The columns, the most telling first."""
        return list(self.table["column"].unique())

    def best(self, most: int = SHOWN) -> Rates:
        """Return the most telling columns only."""
        return Rates(self.table[self.table["column"].isin(self.columns[:most])], self.base)

    def sentence(self) -> str:
        """Say how many values stand apart from the rate of all leads."""
        firm = self.table[self.table["rate"].notna()]
        return _("{n} of {all} values stand apart from the rate of all leads, {base}").format(
            n=number((firm["against"] != "").sum()), all=number(len(firm)), base=self.base.write()
        )

    def shown(self) -> pd.DataFrame:
        """Return the table in words, a column's name on its first row only."""
        is_first = ~self.table["column"].duplicated()
        rows = self.table.to_dict("records")
        digits = 1 if self.base.n >= MANY else 0
        return pd.DataFrame(
            {
                _("column"): self.table["column"].where(is_first, "").to_numpy(),
                _("value"): [row["value"] for row in rows],
                _("leads"): [number(row["n"]) for row in rows],
                _("won"): [number(row["won"]) for row in rows],
                _("win rate"): [self._estimate(row).write(digits) for row in rows],
                _("against all leads"): [
                    MISSING if np.isnan(row["rate"]) else _(APART[row["against"]]) for row in rows
                ],
            }
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the rates of the six most telling columns, the rate of all leads as a line."""
        from leadkit.model.win_rates_picture import plot

        return plot(self, ax)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.shown(), caption=self.sentence(), note=by_luck())

    def _estimate(self, row: Any) -> Estimate:
        return Estimate(
            value=row["rate"],
            low=row["low"],
            high=row["high"],
            n=row["n"],
            events=row["won"],
            unit="rate",
            minimum_n=MINIMUM_N,
            method=METHOD,
        )


def by_luck() -> str:
    """Say how to read many intervals beside each other."""
    return _(
        "One in twenty such intervals leaves out the truth by luck, and a value can look good only "
        "because it goes with another: the rates say what goes with winning, not why."
    )


def rates(data: TrainingSet, columns: Sequence[str] | None = None) -> Rates:
    """Count wins by the value of each column that the model may use.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns with audited columns.
    columns : sequence of str, optional
        Which columns. Default: all of them.

    Returns
    -------
    Rates
        Wilson's score interval (1927) at the number of leads that the accounts are worth (Korn and
        Graubard, 1998). Under 20 leads there is no rate. Texts of few leads, or that could be
        contact data, are never named.

    Raises
    ------
    BadInput
        If a column is not among those of the training set.

    Examples
    --------
    >>> import leadkit as lk
    >>> found = lk.rates(lk.training_set(lk.read_book(lk.sample("small"))), ["source"])
    >>> bool(found.table["n"].sum() == found.base.n)
    True
    """
    names = list(map(str, data.X.columns if columns is None else columns))
    missing = [name for name in names if name not in data.X]
    if missing:
        raise BadInput(
            _("the training set has no column {names}").format(names=", ".join(missing)),
            fix=_("Name columns that the audit lets in: {names}.").format(
                names=", ".join(map(str, data.X.columns))
            ),
        )
    won, account = data.y == 1, data.groups
    base = clustered_rate(won, account)
    found = [_of_column(name, data.X[name], won, account, base.value) for name in names]
    found.sort(key=lambda one: -one.telling)
    header = ["column", "value", "n", "won", "rate", "low", "high", "against"]
    return Rates(pd.DataFrame([row for one in found for row in one.rows], columns=header), base)


@dataclass(frozen=True)
class _Counted:
    rows: list[tuple[Any, ...]]
    telling: float


def _of_column(
    name: str, cells: pd.Series[Any], won: pd.Series[bool], account: pd.Series[str], base: float
) -> _Counted:
    rows, gain, firm = [], 0.0, 0
    for value in values(cells):
        one = clustered_rate(won[value.holds], account[value.holds])
        if one.refused:
            rows.append((name, value.words, one.n, one.events, nan, nan, nan, ""))
            continue
        against = "above" if one.low > base else "below" if one.high < base else ""
        counts = (one.n, one.events, one.value, one.low, one.high)
        rows.append((name, value.words, *counts, against))
        gain, firm = gain + _deviance(one.value, base, one.n), firm + 1
    return _Counted(rows, gain - max(firm - 1, 0))


def _deviance(rate: float, base: float, n: int) -> float:
    """Return twice the log-likelihood that a group's own rate gains over the rate of all."""
    parts = ((rate, base), (1 - rate, 1 - base))
    return 2 * n * sum(own * log(own / all_) for own, all_ in parts if own)
