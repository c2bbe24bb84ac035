"""Wins by rep against what their leads promised, held against luck: a funnel, never a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, over_expected
from leadkit.base.language import _, number, quarter_name
from leadkit.book import Book
from leadkit.dialogue.contacts import without_contacts
from leadkit.review.breakdown.rows import turns_of
from leadkit.review.missing import lacking
from leadkit.review.road.result import Result
from leadkit.review.scorecard.results import shrunk
from leadkit.review.shortfall.reference import fit, sigmoid
from leadkit.review.shortfall.sample import Floats
from leadkit.review.shortfall.shortfall import Shortfall
from leadkit.review.shortfall.words import LEAST_WINS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Section

LEAST_REPS = 3
LIMITS, NEAR = 0.998, 0.95
FARTHEST = 30.0
METHOD = "observed per expected wins; exact Poisson interval (Garwood)"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RepFunnel(Result):
    """The wins of every rep in the judged quarter, in alphabetical order.

    Attributes
    ----------
    quarter : str
    whole : Estimate
        Wins of all reps together, divided by what earlier quarters promise of such leads.
    table : DataFrame
        rep, leads, won, promised (wins at the level of earlier quarters), expected (at the level of
        all reps in this quarter), low and high (wins that luck gives to 99.8 % of reps who sell as
        all do together, exact Poisson-binomial limits), near_low and near_high (95 %), ratio
        (Estimate: won per expected), shrunk (drawn towards 1 by 20 wins), verdict ("below",
        "within" or "above" the limits).
    unnamed : int
        Leads of the quarter without a rep; they are in none of the rows.
    """

    quarter: str
    whole: Estimate
    table: pd.DataFrame
    unnamed: int
    refusal: str = ""

    def outside(self, verdict: str) -> list[str]:
        """Return the reps "below" or "above" what luck gives, in alphabetical order."""
        return [str(rep) for rep in self.table.loc[self.table["verdict"] == verdict, "rep"]]

    def sentence(self) -> str:
        """Say what all reps won together, and who lies outside what luck gives."""
        from leadkit.review.breakdown.rep_words import sentence

        return sentence(self)

    def rows(self) -> pd.DataFrame:
        """Return the reps in words, as the page prints them."""
        from leadkit.review.breakdown.rep_words import rows

        return rows(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the reps inside what luck gives."""
        from leadkit.review.breakdown.rep_picture import plot

        return plot(self, ax)

    def section(self) -> Section:
        """Return the part of the review page, or what it lacks."""
        from leadkit.review.breakdown.rep_words import section

        return section(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal:
            return {"quarter": self.quarter} | super().to_dict()
        head = {"quarter": self.quarter, "whole": self.whole.to_dict(), "limits": LIMITS}
        return head | {"unnamed": self.unnamed} | super().to_dict()


def by_rep(book: Book, gap: Shortfall) -> RepFunnel:
    """Hold the wins of each rep against what their leads promised.

    Parameters
    ----------
    book : Book
        The one that the shortfall was made of.
    gap : Shortfall
        Its reference model says what to expect of each lead, followed up as it was.

    Returns
    -------
    RepFunnel
        With a refusal where the leads name no rep, where fewer than three reps had 20
        leads, or where fewer than ten leads were won, or lost.

    Raises
    ------
    BadInput
        If the shortfall was made of another book.

    Notes
    -----
    Reps are compared with each other: the chances of all leads are shifted in log-odds until they
    sum to the wins, so that a fall which hit everybody puts nobody outside. Funnel limits as in
    Spiegelhalter (2005), exact by the Poisson-binomial distribution.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> by_rep(book, lk.shortfall(book, draws=20))
    Reps with at least 20 leads in 2026Q2: 0; 3 are needed to compare.
    """
    sample = gap.sample
    table = turns_of(book, gap)
    judged = ~sample.is_reference
    owner = table.loc[judged, "owner"].astype(object)
    named = owner.notna().to_numpy()
    won, rep = sample.won[judged][named], owner[named].astype(str).to_numpy(object)
    refusal = _refusal(book, gap, won, rep)
    if refusal:
        nothing = Estimate(value=np.nan, low=np.nan, high=np.nan, n=len(won), method=METHOD)
        return RepFunnel(
            quarter=gap.quarter,
            whole=nothing,
            table=pd.DataFrame(),
            unnamed=int((~named).sum()),
            refusal=refusal,
        )
    logits = (sample.design @ fit(sample)[0])[judged][named]
    promised = sigmoid(logits)
    chance = sigmoid(logits + level(logits, won.sum()))
    rows = [_row(name, won[rep == name], promised[rep == name], chance[rep == name])
            for name in sorted(set(rep))]  # fmt: skip
    return RepFunnel(
        quarter=gap.quarter,
        whole=_ratio(int(won.sum()), float(promised.sum()), len(won)),
        table=pd.DataFrame(rows),
        unnamed=int((~named).sum()),
    )


def level(logits: Floats, wins: float) -> float:
    """Return by how much log-odds must be shifted for the chances to sum to the wins."""
    from scipy.optimize import brentq

    return float(brentq(lambda by: sigmoid(logits + by).sum() - wins, -FARTHEST, FARTHEST))


def limits(chance: Floats, level: float) -> tuple[int, int]:
    """Return the wins between which luck stays with so much probability, both ends inside.

    Examples
    --------
    >>> limits(np.full(45, 0.2), 0.95)
    (4, 14)
    """
    from scipy.stats import poisson_binom

    reached = np.cumsum(poisson_binom.pmf(np.arange(len(chance) + 1), chance))
    low, high = np.searchsorted(reached, [(1 - level) / 2, (1 + level) / 2])
    return int(low), min(int(high), len(chance))


def _row(rep: str, won: Floats, promised: Floats, chance: Floats) -> dict[str, Any]:
    wins, expected = int(won.sum()), float(chance.sum())
    low, high = limits(chance, LIMITS)
    near_low, near_high = limits(chance, NEAR)
    return {
        "rep": without_contacts(rep),
        "leads": len(won),
        "won": wins,
        "promised": float(promised.sum()),
        "expected": expected,
        "low": low,
        "high": high,
        "near_low": near_low,
        "near_high": near_high,
        "ratio": _ratio(wins, expected, len(won)),
        "shrunk": shrunk(wins, expected),
        "verdict": "below" if wins < low else "above" if wins > high else "within",
    }


def _ratio(wins: int, expected: float, leads: int) -> Estimate:
    value, low, high = over_expected(wins, expected)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=leads,
        events=wins,
        minimum_n=MINIMUM_N,
        method=METHOD,
    )


def _refusal(book: Book, gap: Shortfall, won: Floats, rep: np.ndarray[Any, Any]) -> str:
    """Say what the book lacks to compare reps."""
    if not len(rep):
        return lacking(book, "owner")
    if "owner" in gap.sample.names:
        return _("The model of earlier quarters knows the rep (owner): it expects of each his own.")
    reps = int((pd.Series(rep).value_counts() >= MINIMUM_N).sum())
    wins = int(won.sum())
    quarter = quarter_name(gap.quarter)
    if reps < LEAST_REPS:
        text = _(
            "Reps with at least {leads} leads in {quarter}: {n}; {least} are needed to compare."
        )
        return text.format(
            leads=number(MINIMUM_N), quarter=quarter, n=number(reps), least=number(LEAST_REPS)
        )
    if min(wins, len(won) - wins) < LEAST_WINS:
        text = _("{wins} of {n} leads won in {quarter}: too few to compare reps.")
        return text.format(wins=number(wins), n=number(len(won)), quarter=quarter)
    return ""
