"""Whether a few reps fell back or all: the change of wins against expected, rep by rep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, nan, sqrt

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book
from leadkit.review.witnesses.witness import Suspect, Witness, times

ALPHA, Z = 0.05, 1.959964
LEAST_REPS, LEAST_EXPECTED = 4, 3.0
HARDEST = 0.25
BY_LOT = "random_routing"
YES = ("1", "1.0", "true", "yes")
TOGETHER = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reps(Witness):
    """The spread of the change across reps; `estimate` is of all but those who fell most.

    Attributes
    ----------
    reps : int
        How many were compared; those who came and those who left count as one.
    left_out : int
        The quarter of them who fell most.
    p : float
        Of the test that all changed alike.
    by_lot : bool
        Whether only leads are counted that were given to reps by lot.
    """

    name = "reps"
    reps: int = 0
    left_out: int = 0
    p: float = nan
    by_lot: bool = False

    @property
    def differ(self) -> bool:
        """Whether the change differs between reps beyond luck."""
        return self.p < ALPHA

    def _speaks_for(self) -> tuple[Suspect, ...]:
        if self.estimate.high < 1:
            return () if self.differ else ("leads", "market")
        return ("people",) if self.differ else ()

    def title(self) -> str:
        """Name what was looked at."""
        return _("Spread across reps")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _(
            "wins against expected, rep by rep, against earlier quarters; the ratio is of the reps "
            "without the quarter of them who fell most"
        )

    def told(self) -> str:
        """Say whether a few fell or all, and by what the leads were given out."""
        if self.estimate.refused:
            return _("Too few reps with wins in both periods to compare ({n}).").format(
                n=number(self.reps)
            )
        texts = {
            (True, True): _(
                "Reps differ beyond luck (p {p}), and the rest fell as well: {rest} times."
            ),
            (True, False): _(
                "Reps differ beyond luck (p {p}); without {out} no fall is left that luck could "
                "not make: {rest} times."
            ),
            (False, True): _(
                "Even without {out} the rest won {rest} times as often: not the fault of a few."
            ),
            (False, False): _(
                "No difference between {n} reps beyond luck (p {p}); without {out}: {rest} times."
            ),
        }
        text = texts[self.differ, self.estimate.high < 1].format(
            p=f"= {number(self.p, 3)}" if self.p >= 0.001 else f"< {number(0.001, 3)}",
            rest=times(self.estimate),
            out=ngettext(
                "the {n} rep who fell most", "the {n} reps who fell most", self.left_out
            ).format(n=number(self.left_out)),
            n=number(self.reps),
        )
        routed = _("Leads were not given out by lot: a rep may have been given the worse ones.")
        if self.by_lot:
            routed = _("Only leads given out by lot are counted.")
        return f"{text} {routed}"


def reps(book: Book, table: pd.DataFrame) -> Reps:
    """Compare the change of observed over expected wins between reps.

    The ratio without the reps who fell most is that of Mantel and Haenszel for rates (Greenland
    and Robins, 1985), its variance that of wins among leads of unequal chances. To leave out those
    who fell most raises it, so that a fall that remains is no work of a few.
    """
    if not book.has("owner"):
        return Reps(lacks=("owner",))
    by_lot = _is_by_lot(book, table)
    found = changes(table[by_lot] if by_lot.any() else table)
    if len(found) < LEAST_REPS:
        return Reps(reps=len(found))
    left_out = max(1, round(HARDEST * len(found)))
    rest = found.sort_values("ratio", kind="stable").iloc[left_out:]
    return Reps(
        estimate=replace(together(rest), n=int(rest["leads"].sum())),
        reps=len(found),
        left_out=left_out,
        p=alike(found),
        by_lot=bool(by_lot.any()),
    )


def changes(table: pd.DataFrame) -> pd.DataFrame:
    """Return wins and expected wins before and after by rep, in alphabetical order.

    With them stand the leads of the judged quarter, the dispersion (variance of the wins over
    their expected number), and the ratio of observed to expected wins, after to before.

    Reps with fewer than three expected wins in a period, most often because they came or left,
    stand together in one row: their seats. Where even these are fewer they are left out.
    """
    owner = table["owner"].astype("str").fillna(TOGETHER)
    expected = _by_period(table["expected"], owner, table["judged"])
    thin = expected.index[(expected < LEAST_EXPECTED).any(axis=1)]
    who = owner.mask(owner.isin(thin), TOGETHER)
    won, expected = (_by_period(table[name], who, table["judged"]) for name in ("won", "expected"))
    found = pd.DataFrame(
        {
            "won_before": won[False],
            "expected_before": expected[False],
            "won_after": won[True],
            "expected_after": expected[True],
            "leads": who[table["judged"]].value_counts().reindex(won.index, fill_value=0),
        }
    )
    spread = (table["expected"] * (1 - table["expected"])).groupby(who).sum()
    found["dispersion"] = spread / expected.sum(axis=1)
    # Half a win is added to each count, so that a rep without a win has a ratio.
    after, before = found["won_after"] + 0.5, found["won_before"] + 0.5
    found["ratio"] = after / found["expected_after"] * found["expected_before"] / before
    return found[(expected >= LEAST_EXPECTED).all(axis=1)]


def _by_period(
    numbers: pd.Series[float], who: pd.Series[str], judged: pd.Series[bool]
) -> pd.DataFrame:
    table = pd.crosstab(who, judged, values=numbers, aggfunc="sum")
    return table.reindex(columns=[False, True]).fillna(0.0)


def alike(found: pd.DataFrame) -> float:
    """Return the p-value of the test that all reps changed alike.

    Of each rep's wins the share after is expected that the common ratio gives; Pearson's
    chi-square of the reps, over what the variance of wins is smaller than that of Poisson counts.

    Examples
    --------
    >>> names = ["won_before", "expected_before", "won_after", "expected_after", "dispersion"]
    >>> rows = [(50, 50, 40, 50, 0.9), (100, 100, 80, 100, 0.9), (50, 50, 15, 50, 0.9)]
    >>> round(alike(pd.DataFrame(rows, columns=names)), 4)
    0.004
    """
    from scipy.special import chdtrc

    ratio = together(found).value
    wins = found["won_before"] + found["won_after"]
    share = ratio * found["expected_after"]
    share /= share + found["expected_before"]
    off = (found["won_after"] - wins * share) ** 2 / (wins * share * (1 - share))
    return float(chdtrc(len(found) - 1, (off / found["dispersion"]).sum()))


def together(found: pd.DataFrame) -> Estimate:
    """Return the common ratio of wins over expected, after to before.

    Examples
    --------
    >>> names = ["won_before", "expected_before", "won_after", "expected_after", "dispersion"]
    >>> rows = [(50, 50, 40, 50, 1.0), (100, 100, 80, 100, 1.0)]
    >>> found = together(pd.DataFrame(rows, columns=names))
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.8, 0.63, 1.02)
    """
    total = found["expected_before"] + found["expected_after"]
    after = float((found["won_after"] * found["expected_before"] / total).sum())
    before = float((found["won_before"] * found["expected_after"] / total).sum())
    value = low = high = nan
    if after > 0 and before > 0:
        wins = (found["won_before"] + found["won_after"]) * found["dispersion"]
        shared = found["expected_before"] * found["expected_after"] / total**2
        value, spread = after / before, exp(Z * sqrt((wins * shared).sum() / (after * before)))
        low, high = value / spread, value * spread
    won = int(found["won_after"].sum())
    method = "Mantel-Haenszel ratio of observed to expected wins"
    return Estimate(value=value, low=low, high=high, n=won, events=won, method=method)


def _is_by_lot(book: Book, table: pd.DataFrame) -> pd.Series[bool]:
    """Return which turns a book says were given to their rep by lot."""
    column = book.leads.reindex(columns=[BY_LOT])[BY_LOT]
    found: pd.Series[bool] = column.loc[table.index].astype("str").str.lower().isin(YES)
    return found
