"""What the data cannot tell: between which ends handing off leads without any outcome must lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import N_, _, ngettext, number, percent
from leadkit.handoff.words import column_unit, headed

GAMMA = 2.0
ASSUMED = {
    "manski": N_("nothing: all lost, or all won"),
    "monotone": N_("at most the highest rate believable just above the line"),
    "monotone_point": N_("at most the rate seen just above the line"),
    "sensitivity": N_("the model's rate, wrong by a factor of {gamma} either way"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Bounds:
    """Ends between which the profit of handing off a band of unseen leads lies.

    Attributes
    ----------
    table : DataFrame
        One row an assumption (manski, monotone, monotone_point, sensitivity): assumption, low_rate
        and high_rate (win rates it allows), low and high (money of the whole band, against not
        handing it off).
    n : int
        Leads of the band, none of which has an outcome.
    economics : Economics
        What a win is worth and a handoff costs.
    gamma : float
        By what factor the model's rate may be wrong.
    """

    table: pd.DataFrame
    n: int
    economics: Economics
    gamma: float

    @property
    def shown(self) -> pd.DataFrame:
        """The same, ready to read."""
        largest = float(np.abs(self.table[["low", "high"]].to_numpy(dtype=np.float64)).max())
        scale, unit = column_unit(self.economics.currency, largest)
        rows = [
            (
                _(ASSUMED[row["assumption"]]).format(gamma=f"{self.gamma:g}"),
                _("{low} to {high}").format(
                    low=percent(row["low_rate"], 1), high=percent(row["high_rate"], 1)
                ),
                number(row["low"] / scale, sign=True),
                number(row["high"] / scale, sign=True),
            )
            for row in self.table.to_dict("records")
        ]
        heads = (headed(_("at worst"), unit), headed(_("at best"), unit))
        return pd.DataFrame(rows, columns=[_("taken for granted"), _("win rate"), *heads])

    def sentence(self) -> str:
        """Say between which ends the band lies, and whether any assumption decides."""
        if not self.n:
            return _("No lead in reach below the line is without an outcome.")
        widest = self.table.iloc[0]
        scale, unit = column_unit(self.economics.currency, float(max(abs(widest[["low", "high"]]))))
        said = ngettext(
            "{n} lead just below the line has no outcome: handing it off would have "
            "brought anything from {low} to {high}{unit}.",
            "{n} leads just below the line have no outcome: handing them off would "
            "have brought anything from {low} to {high}{unit}.",
            self.n,
        ).format(
            n=number(self.n),
            low=number(widest["low"] / scale, sign=True),
            high=number(widest["high"] / scale, sign=True),
            unit=f" {unit}" if unit else "",
        )
        return f"{said} {self._decided()}"

    def _decided(self) -> str:
        """Say whether some assumption alone decides whether handing the band off pays."""
        by_name = self.table.set_index("assumption").astype(float)
        low, high = (by_name[end].to_dict() for end in ("low", "high"))
        if high.get("monotone", 1.0) <= 0:
            return _("If they win no more often than the leads above the line, it does not pay.")
        if high.get("sensitivity", 1.0) <= 0:
            return _("If the model is wrong by no more than that factor, it does not pay.")
        if low.get("sensitivity", 0.0) > 0:
            return _("If the model is wrong by no more than that factor, it pays.")
        return _("No assumption short of an outcome decides whether it pays.")

    def to_dict(self) -> dict[str, Any]:
        """Return the bounds for machines."""
        return {"n": self.n, "gamma": self.gamma, "bounds": self.table.to_dict("records")}

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.shown, caption=_("What the data cannot tell"), note=f"{self}")


def bounds(
    n: int,
    economics: Economics,
    *,
    above: Estimate | None = None,
    expected: float | None = None,
    gamma: float = GAMMA,
) -> Bounds:
    """Bound what handing off leads without any outcome brings, against not handing them off.

    Parameters
    ----------
    n : int
        Leads of the band.
    economics : Economics
        What a win is worth and a handoff costs.
    above : Estimate, optional
        Win rate of the leads just above the band, which the band's is taken not to exceed; left
        out where it refuses.
    expected : float, optional
        Win rate of the band by the model, 0 to 1.
    gamma : float
        By what factor that may be wrong, at least 1.

    Raises
    ------
    BadInput
        If n is below 0, the rate no share, or gamma below 1.

    Notes
    -----
    Worst-case bounds (Manski, 1990), a monotone win rate (Manski and Pepper, 2000), and a factor
    of sensitivity (in the spirit of Rosenbaum, 2002).

    Examples
    --------
    >>> above = Estimate(value=0.08, low=0.05, high=0.11, n=400, unit="rate", method="Wilson")
    >>> found = bounds(200, Economics(value=1000, cost=50), above=above)
    >>> found.table[["assumption", "low", "high"]].round().to_dict("list")
    ... # doctest: +NORMALIZE_WHITESPACE
    {'assumption': ['manski', 'monotone', 'monotone_point'],
     'low': [-10000.0, -10000.0, -10000.0], 'high': [190000.0, 12000.0, 6000.0]}
    """
    if n < 0 or gamma < 1 or not 0 <= (expected or 0.0) <= 1:
        raise BadInput(
            _("bounds need 0 leads or more, a win rate from 0 to 1 and a factor from 1"),
            fix=_("Got n = {n}, expected = {expected}, gamma = {gamma}.").format(
                n=n, expected=expected, gamma=gamma
            ),
        )
    rates = {"manski": (0.0, 1.0)}
    if above is not None and not above.refused:
        rates |= {"monotone": (0.0, above.high), "monotone_point": (0.0, above.value)}
    if expected is not None:
        rates["sensitivity"] = (expected / gamma, min(expected * gamma, 1.0))
    rows = [
        (name, low, high, *(n * (rate * economics.gained - economics.paid) for rate in (low, high)))
        for name, (low, high) in rates.items()
    ]
    columns = ["assumption", "low_rate", "high_rate", "low", "high"]
    return Bounds(pd.DataFrame(rows, columns=columns), n, economics, gamma)
