"""What each lead brings of its own: amounts of money and hours, today's decision, card points."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.handoff.payoff import AMOUNTS, Payoff

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Own:
    """Columns a table of leads may have; each is None where it has not.

    Parameters
    ----------
    worth, earned : array of float or None
        Margin of a lead if it is won, and the margin that a won lead really brought, in money;
        without the second its worth.
    cost, hours : array of float or None
        Cost of working the lead, in money, and the sales hours it takes.
    points : array of float or None
        Probability by the points card.
    today : array of bool or None
        Today's decision.
    """

    worth: Floats | None = None
    earned: Floats | None = None
    cost: Floats | None = None
    hours: Floats | None = None
    points: Floats | None = None
    today: Bools | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that are there, by name."""
        found = {part.name: getattr(self, part.name) for part in fields(Own)}
        return {name: values for name, values in found.items() if values is not None}

    @property
    def own_amounts(self) -> bool:
        """Whether leads differ in money or hours, and not only in their chance."""
        return any(name in self.columns for name in AMOUNTS)

    def take(self, rows: Ints) -> Own:
        """Return the columns of some rows, in their order."""
        return Own(**{name: values[rows] for name, values in self.columns.items()})

    def join(self, other: Own) -> Own:
        """Return these leads and then the others."""
        return Own(**{name: np.r_[one, other.columns[name]] for name, one in self.columns.items()})

    def payoff(self, wins: Floats | Bools, margin: Floats | None) -> Payoff:
        """Return what each lead brings if handed off.

        Parameters
        ----------
        wins : array of bool or float
            Outcomes, or probabilities.
        margin : array of float or None
            What each brings if it is won, in money: earned or worth.
        """
        return Payoff(
            leads=np.broadcast_to(np.int64(1), len(wins)),
            wins=wins,
            earned=None if margin is None else margin * wins,
            worth=self.worth,
            cost=self.cost,
            hours=self.hours,
        )


def check_own(scored: pd.DataFrame, won: Bools) -> Own:
    """Check the optional columns of scored leads; `won` marks those that were won.

    Raises
    ------
    BadInput
        If an amount is missing or not above 0; the message names the first row.
    """
    found: dict[str, Any] = {}
    above = _("an amount is a number above 0 for every lead")
    for name in ("worth", "cost", "hours"):
        if name in scored:
            found[name] = numbers(scored, name)
            refuse(scored, name, ~(np.isfinite(found[name]) & (found[name] > 0)), above)
    if "earned" in scored:
        earned = numbers(scored, "earned")
        wrong = won & ~np.isfinite(earned)
        refuse(scored, "earned", wrong, _("a won lead needs the margin it brought"))
        found["earned"] = np.where(won, earned, 0.0)
    if "points" in scored and scored["points"].notna().all():
        found["points"] = numbers(scored, "points")
        wrong = ~((found["points"] >= 0) & (found["points"] <= 1))
        refuse(scored, "points", wrong, _("a probability lies between 0 and 1"))
    if "today" in scored and scored["today"].notna().any():
        valid = scored["today"].isin([True, False]).to_numpy(dtype=bool)
        refuse(scored, "today", ~valid, _("today's decision is true or false"))
        found["today"] = scored["today"].to_numpy(dtype=bool)
    return Own(**found)


def numbers(scored: pd.DataFrame, column: str) -> Floats:
    """Return a column as numbers, NaN where empty; text is refused."""
    cells = scored[column]
    if pd.api.types.is_numeric_dtype(cells):
        return cells.to_numpy(dtype=np.float64, na_value=np.nan)
    values = pd.to_numeric(cells, errors="coerce")
    unreadable = (values.isna() & cells.notna()).to_numpy(dtype=bool)
    refuse(scored, column, unreadable, _("not a number"))
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def refuse(scored: pd.DataFrame, column: str, wrong: Bools, rule: str) -> None:
    """Refuse a column with wrong values: how many, the first row, and the rule."""
    if wrong.any():
        raise BadInput(
            _("{n} values of {column} cannot be used: {rule}").format(
                n=number(int(wrong.sum())), column=column, rule=rule
            ),
            where=_("scored leads, row {row}, column {column}").format(
                row=int(wrong.argmax()) + 1, column=column
            ),
            fix=_("Mend or leave out these rows."),
        )
