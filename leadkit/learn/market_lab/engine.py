"""What a split of the budget makes of every quarter: who comes, who is called, what is earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number

Floats = npt.NDArray[np.float64]

QUARTERS, BUDGET = 8, 100.0
KNOWN, KEPT = 40.0, 0.70
FEWEST, REACH, HALFWAY = 30.0, 270.0, 150.0
UNPAID, EACH = 20.0, 2.4
NARROW = 4.0
MARGIN, OWN_DEALS = 1.30, 8.0


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """Quarters played one after the other.

    Attributes
    ----------
    table : DataFrame
        One row a quarter, numbered from 1. `pull` and `push`, percent of the budget (both sum to
        100); `known`, points of awareness; `leads` that come; `calls` that sales can make;
        `worked`, the leads that are called in time; `sold` and `profit`, million ₫.
    """

    table: pd.DataFrame

    @property
    def pull(self) -> Floats:
        """Percent of the budget on pull, one number a quarter."""
        return self.table["pull"].to_numpy()

    @property
    def profit(self) -> float:
        """What all quarters earned together, million ₫."""
        return float(self.table["profit"].sum())

    @property
    def finished(self) -> bool:
        """Whether all quarters are played."""
        return len(self.table) == QUARTERS

    @property
    def leads(self) -> float:
        """The leads that came in all quarters."""
        return float(self.table["leads"].sum())

    def sentence(self) -> str:
        """Say what the quarters brought, for those who do not see the picture."""
        leads, calls = (
            "; ".join(number(value) for value in self.table[name]) for name in ("leads", "calls")
        )
        return _(
            "Quarter by quarter {leads} leads came, and sales could call {calls}. "
            "Profit: {profit} million ₫."
        ).format(leads=leads or "0", calls=calls or "0", profit=number(self.profit))

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.learn.market_lab.words import rows

        return inline_rows(rows(self), caption=self.sentence())


def run(plan: Sequence[float] | Floats, known: float = KNOWN) -> Run:
    """Play quarters with a plan: how many percent of the budget go to pull, the rest to push.

    Pull makes the firm known for the quarters after; three tenths of it are forgotten each
    quarter. Leads grow with awareness, ever more slowly; what sales can call grows with push; the
    smaller of both limits what is worked. Push also finds some deals of its own.

    Parameters
    ----------
    plan : sequence of float
        Percent of the budget on pull, 0 to 100, one number a quarter.
    known : float
        How well known the firm is when the first quarter begins, points of awareness.

    Returns
    -------
    Run

    Raises
    ------
    BadInput
        If a number is missing, or below 0 or above 100.

    Examples
    --------
    >>> round(run([50] * 8).profit, 1), round(run([0] * 8).profit, 1)
    (869.7, 404.9)
    """
    pull = np.asarray(plan, dtype=float)
    possible = (pull >= 0) & (pull <= BUDGET)
    if not possible.all():
        raise BadInput(
            _("a share of the budget lies between 0 and 100 percent"),
            where=_("quarter {n}").format(n=1 + int(np.argmin(possible))),
            fix=_("Write one number from 0 to 100 for every quarter."),
        )
    aware, leads, calls, worked, sold = _made(pull, known)
    columns = {
        "pull": pull,
        "push": BUDGET - pull,
        "known": aware,
        "leads": leads,
        "calls": calls,
        "worked": worked,
        "sold": sold,
        "profit": sold - BUDGET,
    }
    index = pd.RangeIndex(1, len(pull) + 1, name="quarter")
    return Run(pd.DataFrame(columns, index=index))


def after(known: Any, pull: Any) -> Any:
    """Return how well known the firm is one quarter later."""
    return KEPT * known + pull


def earned(plans: Floats, known: float) -> Floats:
    """Return what plans earn, million ₫; their quarters are the last axis."""
    return np.asarray((_made(plans, known)[-1] - BUDGET).sum(axis=-1))


def _made(pull: Floats, known: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return awareness, leads, calls, leads worked and what is sold, quarter by quarter."""
    aware = np.empty_like(pull)
    aware[..., :1] = known
    for quarter in range(1, pull.shape[-1]):
        aware[..., quarter] = after(aware[..., quarter - 1], pull[..., quarter - 1])
    push = BUDGET - pull
    leads = FEWEST + REACH * aware / (aware + HALFWAY)
    calls = UNPAID + EACH * push
    worked = (leads**-NARROW + calls**-NARROW) ** (-1 / NARROW)
    return aware, leads, calls, worked, MARGIN * worked + OWN_DEALS * np.sqrt(push)
