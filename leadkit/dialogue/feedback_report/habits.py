"""Whether a rep writes one reason more often than such leads give cause for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, over_expected
from leadkit.base.language import MISSING, _, listed, number
from leadkit.dialogue.feedback_report.pareto import LEVEL, holm, rows_of
from leadkit.dialogue.reasons import reason_words

LEAST_WRITTEN, LEAST_OTHERS = 5, 2
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Habits:
    """Each rep's reasons against what the same leads give cause for.

    Attributes
    ----------
    table : DataFrame
        By rep and reason, reps in alphabetical order: n (times written), expected, ratio (Estimate:
        n / expected, exact Poisson interval), p, p_holm, outside (whether luck is ruled out).
    """

    table: pd.DataFrame

    @property
    def more(self) -> pd.DataFrame:
        """What is written more often than luck gives."""
        return self.table[self.table["outside"] & (self.table["n"] > self.table["expected"])]

    def sentence(self) -> str:
        """Say who writes what more often than others would of the same leads."""
        if self.table.empty:
            return _("Too few reasons to compare one rep with the others.")
        if self.more.empty:
            return _(
                "No rep writes a reason more often than luck gives ({n} pairs looked at)."
            ).format(n=number(len(self.table)))
        said = [
            _("{rep} writes {reasons}").format(
                rep=rep, reasons=listed([_times(str(code), row) for (_r, code), row in mine])
            )
            for rep, mine in groupby(rows_of(self.more), key=lambda pair: pair[0][0])
        ]
        return _("Of leads from the same sources, compared with the other reps, {said}.").format(
            said=listed(said)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        rows = [
            {
                "rep": rep,
                "code": code,
                "n": int(row["n"]),
                "expected": float(row["expected"]),
                "ratio": row["ratio"].to_dict(),
                "p_holm": float(row["p_holm"]),
                "outside": bool(row["outside"]),
            }
            for (rep, code), row in rows_of(self.table)
        ]
        return {"pairs": rows}

    def rows(self) -> pd.DataFrame:
        """Return what lies outside luck as a table to read."""
        outside = self.table[self.table["outside"]]
        return pd.DataFrame(
            {
                _("rep"): rep,
                _("reason"): reason_words().get(str(code), code),
                _("written"): number(row["n"]),
                _("expected"): number(row["expected"], 1),
                _("ratio (95 %)"): row["ratio"].write(1) if row["expected"] else MISSING,
            }
            for (rep, code), row in rows_of(outside)
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence())


def habits(ended: pd.DataFrame) -> Habits:
    """Compare the reasons of each rep with those of the others for leads of the same kind.

    Expected is the share of a code among the other reps, by part (returned, lost) and source, times
    the rep's own leads of it (indirect standardisation); its ratio has Garwood's (1936) exact
    interval. Whether luck gives it: Fisher's exact test over the strata (Gart, 1970), corrected by
    Holm (1979) over all pairs of a code written five times. Whoever writes a code too often is then
    no longer among the others, the surest first, so that the habit of one is not taken for the
    opposite habit of the rest. A rep with fewer than 20 reasons is not looked at.

    Parameters
    ----------
    ended : DataFrame
        Rows of `endings`.

    Returns
    -------
    Habits

    Examples
    --------
    >>> ended = pd.DataFrame({"part": "lost", "source": "web", "owner": ["a"] * 60 + ["b"] * 60,
    ...     "reason": ["LOST_PRICE"] * 55 + ["OTHER"] * 5 + ["LOST_PRICE", "OTHER"] * 30})
    >>> found = habits(ended).table.loc[("a", "LOST_PRICE")]
    >>> int(found["n"]), float(found["expected"]), round(found["ratio"].value, 2)
    (55, 30.0, 1.83)
    """
    told = ended[ended["reason"].notna()]
    rep, reps = pd.factorize(told["owner"], sort=True)
    code, codes = pd.factorize(told["reason"], sort=True)
    stratum = told.groupby(["part", "source"]).ngroup().to_numpy()
    counts = np.zeros((len(reps), stratum.max(initial=-1) + 1, len(codes)), dtype=np.int64)
    np.add.at(counts, (rep, stratum, code), 1)
    others = np.ones(len(reps), dtype=bool)
    while True:
        table = _compared(counts, others, [str(name) for name in reps], list(codes))
        is_more = table["outside"] & (table["n"] > table["expected"])
        new = table[is_more & table.index.isin(reps[others], level="rep")]
        if new.empty or others.sum() <= LEAST_OTHERS:
            return Habits(table.assign(ratio=_ratios(table)))
        surest = new.reset_index().sort_values("p", kind="stable")["rep"].iloc[0]
        others &= reps != surest


def _compared(
    counts: npt.NDArray[np.int64], others: npt.NDArray[np.bool_], reps: list[str], codes: list[str]
) -> pd.DataFrame:
    """Compare each rep with the others; counts are by rep, stratum and code."""
    rows = []
    for place, rep in enumerate(reps):
        rest = counts[others & (np.arange(len(reps)) != place)].sum(axis=0)
        known = (rest.sum(axis=1) > 0) & (counts[place].sum(axis=1) > 0)
        own, rest = counts[place][known], rest[known]
        n, n_rest = own.sum(axis=1), rest.sum(axis=1)
        if n.sum() < MINIMUM_N:
            continue
        for column, code in enumerate(codes):
            x, y = own[:, column], rest[:, column]
            if x.sum() + y.sum() >= LEAST_WRITTEN:
                p = exact(x, n, x + y, n + n_rest)
                rows.append((rep, code, int(x.sum()), float((n * y / n_rest).sum()), p))
    table = pd.DataFrame(rows, columns=["rep", "code", "n", "expected", "p"])
    table = table.set_index(["rep", "code"]).assign(p_holm=holm(table["p"]))
    return table.assign(outside=table["p_holm"] < 1 - LEVEL)


def exact(x: Ints, n: Ints, with_code: Ints, total: Ints) -> float:
    """Return the exact p of a count over strata, all margins given: twice the lesser tail.

    Parameters
    ----------
    x, n : array of int, shape (strata,)
        How often the rep wrote the code, and the rep's reasons.
    with_code, total : array of int, shape (strata,)
        How often all wrote it, and the reasons of all.

    Examples
    --------
    >>> round(exact(np.array([8]), np.array([10]), np.array([9]), np.array([20])), 4)
    0.0055
    """
    from scipy.special import gammaln

    def chosen(whole: Ints, part: Ints) -> npt.NDArray[np.float64]:
        return np.asarray(gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1))

    sums, least = np.ones(1), 0
    for mine, marked, whole in zip(n, with_code, total, strict=True):
        low, high = max(0, mine + marked - whole), min(mine, marked)
        k = np.arange(low, high + 1)
        logs = chosen(marked, k) + chosen(whole - marked, mine - k) - chosen(whole, mine)
        sums, least = np.convolve(sums, np.exp(logs)), least + low
    place = int(x.sum()) - least
    return float(min(1.0, 2 * min(sums[: place + 1].sum(), sums[place:].sum())))


def _times(code: str, row: pd.Series[Any]) -> str:
    reason = reason_words().get(code, code)
    if not row["expected"]:
        return _("“{reason}” {n} times where they never do").format(
            reason=reason, n=number(row["n"])
        )
    times = row["ratio"].write(1)
    return _("“{reason}” {times} times as often").format(reason=reason, times=times)


def _ratios(table: pd.DataFrame) -> pd.Series[Any]:
    each = [ratio(int(row["n"]), float(row["expected"])) for _pair, row in rows_of(table)]
    return pd.Series(each, index=table.index, dtype=object)


def ratio(n: int, expected: float) -> Estimate:
    """Estimate observed over expected with the exact interval (Garwood, 1936).

    Examples
    --------
    >>> found = ratio(78, 96)
    >>> round(found.value, 4), round(found.low, 3), round(found.high, 3)
    (0.8125, 0.642, 1.014)
    """
    value, low, high = over_expected(n, expected)
    return Estimate(
        value=value, low=low, high=high, n=n, events=n,
        method="observed over expected, exact Poisson interval (Garwood, 1936)",
    )  # fmt: skip
