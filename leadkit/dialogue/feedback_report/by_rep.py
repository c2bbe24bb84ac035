"""What each rep reports and when, held against luck: a funnel, never a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, _, listed, number, percent
from leadkit.dialogue.feedback_report.pareto import rows_of

LIMITS = 0.998
K = 20
"""Cases of the whole that each rep's share is shrunk by."""


@dataclass(frozen=True, eq=False, repr=False)
class ByRep:
    """A share by rep, in alphabetical order.

    Attributes
    ----------
    whole : Estimate
        The share of all reps together.
    table : DataFrame
        By rep: n, done, share (Estimate), low and high (counts that luck gives: exact binomial
        limits that hold 99.8 % of reps who do as the whole does), verdict ("within", "below" or
        "above" them), shrunk (the share drawn towards the whole by 20 cases of it).
    """

    whole: Estimate
    table: pd.DataFrame

    @property
    def below(self) -> list[str]:
        """Reps below what luck gives, in alphabetical order."""
        return [str(rep) for rep in self.table.index[self.table["verdict"] == "below"]]

    def sentence(self) -> str:
        """Say the whole, and who lies outside what luck gives."""
        if not self.whole.n:
            return _("nothing was due")
        if not self.below:
            return _("{share}; every rep lies within what luck gives").format(share=self.whole)
        return _("{share}; fewer than luck gives: {reps}").format(
            share=self.whole, reps=listed(self.below)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        reps = [
            {
                "rep": rep,
                **{name: int(row[name]) for name in ("n", "done", "low", "high")},
                "share": row["share"].to_dict(),
                "shrunk": float(row["shrunk"]),
                "verdict": row["verdict"],
            }
            for rep, row in rows_of(self.table)
        ]
        return {"whole": self.whole.to_dict(), "limits": LIMITS, "reps": reps}

    def rows(self) -> pd.DataFrame:
        """Return the reps as a table to read."""
        told = {
            "within": _("within luck"),
            "below": _("below what luck gives"),
            "above": _("above what luck gives"),
        }
        return pd.DataFrame(
            {
                _("rep"): rep,
                _("done"): _("{n} of {total}").format(
                    n=number(row["done"]), total=number(row["n"])
                ),
                _("luck gives"): _("{low} to {high}").format(
                    low=number(row["low"]), high=number(row["high"])
                ),
                _("share (95 %)"): MISSING if row["share"].refused else row["share"].write(),
                _("drawn to the whole"): MISSING
                if row["share"].refused
                else percent(row["shrunk"]),
                _("verdict"): told[row["verdict"]],
            }
            for rep, row in rows_of(self.table)
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence())


def by_rep(done: pd.Series[bool], rep: pd.Series[str]) -> ByRep:
    """Hold each rep's share against the whole.

    Parameters
    ----------
    done : Series of bool
        Whether each case was done.
    rep : Series of str
        Who did it, by the same index.

    Returns
    -------
    ByRep
        Funnel limits as in Spiegelhalter (2005), exact; a rep of few cases can hardly lie outside.

    Examples
    --------
    >>> rep = pd.Series(["b"] * 100 + ["a"] * 100)
    >>> found = by_rep(pd.Series([True] * 90 + [False] * 10 + [True] * 50 + [False] * 50), rep)
    >>> found.table["verdict"].to_dict()
    {'a': 'below', 'b': 'above'}
    """
    from scipy.stats import binom

    whole = rate(int(done.sum()), len(done))
    counts = done.groupby(rep).agg(["size", "sum"]).sort_index()
    n, events = counts["size"].to_numpy(), counts["sum"].to_numpy().astype(int)
    share = whole.value if len(done) else nan
    low, high = (
        np.asarray(binom.ppf(end, n, share)) for end in ((1 - LIMITS) / 2, (1 + LIMITS) / 2)
    )
    verdicts = ["below" if x < a else "above" if x > b else "within"
                for x, a, b in zip(events, low, high, strict=True)]  # fmt: skip
    shares = [rate(int(x), int(size)) for x, size in zip(events, n, strict=True)]
    table = pd.DataFrame(
        {
            "n": n,
            "done": events,
            "share": pd.Series(shares, dtype=object, index=counts.index),
            "low": low,
            "high": high,
            "shrunk": (events + K * share) / (n + K),
            "verdict": verdicts,
        },
        index=counts.index,
    )
    return ByRep(whole, table.rename_axis("rep"))
