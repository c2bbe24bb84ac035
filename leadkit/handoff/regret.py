"""What a line may miss because amounts and win rates are not known, and what knowing is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.handoff.earnings import expected, lowest_line, profit, sums
from leadkit.handoff.leads import LEVEL, Bools, Floats, Ints

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.curve import HandoffCurve

LOW_BASE_HIGH = (0.25, 0.5, 0.25)
DRAWN = ("value", "cost", "nurture", "keeps", "anyway")
OUTCOMES = "outcomes"
WORLDS = 10_000
EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Information:
    """What each choice misses on average, and what knowing would be worth.

    Attributes
    ----------
    profit : array of float, (choices,)
        Expected profit of each choice.
    regret : array of float, (choices,)
        How much less than the best choice of each world it earns, on average.
    evpi : float
        Expected value of perfect information: the least expected regret.
    evppi : dict of str to float
        The same for knowing one input only.
    """

    profit: Floats
    regret: Floats
    evpi: float
    evppi: dict[str, float]


@dataclass(frozen=True, eq=False, repr=False)
class Regret:
    """What each line may miss, and what knowing more before drawing it would be worth.

    All money is the total over the judged leads.

    Attributes
    ----------
    table : DataFrame
        One row a line that sales can work and some lead reaches, rising: threshold, profit
        (expected), regret (expected shortfall against the best line of each world), regret_95
        (its 95 % point).
    line : float
        The current line.
    best : float or None
        The line with the least expected regret; None where handing off nobody has less.
    evpi : float
        Knowing everything for certain before drawing the line is worth at most this.
    evppi : dict of str to float
        The same for one input: a doubted amount, or "outcomes", the true win rates.
    curve : HandoffCurve
        The curve it was computed from.
    """

    table: pd.DataFrame
    line: float
    best: float | None
    evpi: float
    evppi: dict[str, float]
    curve: HandoffCurve

    def at(self, line: float) -> pd.Series[float]:
        """Return the row of a line."""
        return self.table.iloc[int(np.searchsorted(self.table["threshold"], line))]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the expected shortfall by line; given axes get the marks only."""
        from leadkit.handoff.regret_picture import plot_regret

        return plot_regret(self, ax)

    def sentence(self) -> str:
        """Say what the line may miss, and what knowing more would be worth at most."""
        from leadkit.handoff.doubt_words import regret_sentence

        return regret_sentence(self)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.doubt_words import knowing_rows, regret_words

        note = regret_words(self)[2]
        return inline_rows(knowing_rows(self), caption=self.sentence(), note=note)


def information(
    profit: Floats, weights: Floats | None = None, levels: Mapping[str, Ints] | None = None
) -> Information:
    """Value perfect knowledge of everything, and of one input at a time.

    Parameters
    ----------
    profit : array of float, (worlds, choices)
        What each choice earns in each possible world, in money.
    weights : array of float, (worlds,), optional
        Chance of each world; equal by default. They are scaled to add up to 1.
    levels : mapping of str to array of int, (worlds,), optional
        For each input the number, from 0, of the value it has in each world.

    Returns
    -------
    Information

    Raises
    ------
    BadInput
        If the weights are negative, or all zero.

    Notes
    -----
    EVPI is E[max] - max E; the partial value averages max E within the worlds that share a value
    of the input (Raiffa and Schlaifer, 1961; Claxton, 1999).

    Examples
    --------
    100 leads at 6 %, cost 50, a win worth 500 or 1,500; hand off all of them or nobody:

    >>> import numpy as np
    >>> knowing = information(np.array([[-2000., 0.], [4000., 0.]]))
    >>> knowing.regret.tolist(), knowing.evpi
    ([1000.0, 2000.0], 1000.0)
    """
    from scipy.sparse import csr_array

    chance = np.ones(len(profit)) if weights is None else np.asarray(weights, dtype=float)
    if not (chance >= 0).all() or chance.sum() <= 0:
        raise BadInput(_("weights must be 0 or more, and not all of them 0"))
    chance = chance / chance.sum()
    expected = chance @ profit
    regret = chance @ profit.max(axis=1) - expected
    worlds = np.arange(len(profit))
    partial = {
        name: float((csr_array((chance, (level, worlds))) @ profit).max(axis=1).sum())
        for name, level in (levels or {}).items()
    }
    top = float(expected.max())
    rounding = EXACT * float(np.abs(expected).max())
    known = {
        name: worth - top if worth - top > rounding else 0.0 for name, worth in partial.items()
    }
    return Information(expected, regret, float(regret.min()), known)


def regret(curve: HandoffCurve, line: float) -> Regret:
    """Draw worlds from what is in doubt, and see what the line misses in each.

    Parameters
    ----------
    curve : HandoffCurve
        Amounts for which its economics state a low and high are drawn: low 1/4, base 1/2,
        high 1/4. The bootstrap draws of the curve, moved to what is expected, stand for the true
        win rates. Hours are not drawn: they decide what sales can work, not what a lead earns.
    line : float
        The current line, a threshold of the curve that sales can work.

    Returns
    -------
    Regret
        Handing off nobody is among the choices, lines above sales' capacity are not.

    Notes
    -----
    Bootstrap draws as draws of the truth: the Bayesian bootstrap (Rubin, 1981). They leave the win
    rate between two lines free, so regret is stated rather too high: it is an upper bound.
    """
    scenarios, chances, amounts = _scenarios(curve.economics)
    lowest, top = lowest_line(curve, curve.economics), curve.leads.p[-1]
    allowed = (curve.thresholds >= lowest) & (curve.thresholds <= top)
    lines = curve.thresholds[allowed]
    earned = _worlds(curve, scenarios, allowed)
    draws = len(earned) // len(scenarios)
    weights = np.repeat(chances, draws)
    levels = {name: np.repeat(level, draws) for name, level in amounts.items()}
    levels[OUTCOMES] = np.tile(np.arange(draws), len(scenarios))
    knowing = information(earned, weights, levels)
    missed = earned.max(axis=1)[:, None] - earned[:, :-1]
    table = pd.DataFrame(
        {
            "threshold": lines,
            "profit": knowing.profit[:-1],
            "regret": knowing.regret[:-1],
            "regret_95": _upper(missed, weights),
        }
    )
    least = int(knowing.regret.argmin())
    best = float(lines[least]) if least < len(lines) else None
    return Regret(table, line, best, knowing.evpi, knowing.evppi, curve)


def _upper(missed: Floats, weights: Floats) -> Floats:
    """Return the 95 % point of each column, its rows weighted."""
    order = missed.argsort(axis=0)
    below = weights[order].cumsum(axis=0) < LEVEL * weights.sum()
    return np.asarray(
        np.take_along_axis(missed, np.take_along_axis(order, below.sum(axis=0)[None], 0), 0)[0]
    )


def _worlds(curve: HandoffCurve, scenarios: list[Economics], allowed: Bools) -> Floats:
    """Return what each allowed line, and handing off nobody, earns in every world.

    The draws vary round what is expected, not round what was observed: the highest point of an
    observed curve flatters itself, and regret would be measured against that.
    """
    draws = max(1, min(len(curve.drawn.wins), WORLDS // len(scenarios)))
    drawn = curve.drawn.above.each(lambda part: part[:draws, allowed])
    centre = sums(curve.leads, curve.thresholds[allowed], expected(curve.leads))
    earned = []
    for believed in scenarios:
        by_draw = profit(drawn, curve.economics, believed)
        earned.append(by_draw - by_draw.mean(axis=0) + profit(centre, curve.economics, believed))
    return np.pad(np.concatenate(earned), ((0, 0), (0, 1)))


def _scenarios(economics: Economics) -> tuple[list[Economics], Floats, dict[str, Ints]]:
    """Return every combination of low, base and high, its chance, and the level of each amount."""
    names = [name for name in DRAWN if name in economics.doubt]
    levels = np.array(list(product(range(3), repeat=len(names))), dtype=np.int64)
    chances = np.array(LOW_BASE_HIGH)[levels].prod(axis=1)
    amounts = [
        (low, getattr(economics, name), high)
        for name in names
        for low, high in [economics.doubt[name]]
    ]
    scenarios = [
        economics.varied(
            **{name: three[at] for name, three, at in zip(names, amounts, row, strict=True)}
        )
        for row in levels
    ]
    return scenarios, chances, dict(zip(names, levels.T, strict=True))
