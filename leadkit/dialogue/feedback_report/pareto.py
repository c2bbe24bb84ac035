"""Reasons by how often they were given, and which of them luck alone could have put first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import MISSING, _, capital, listed, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVEL = 0.95
METHOD = "simultaneous intervals of Goodman (1965)"


@dataclass(frozen=True, eq=False, repr=False)
class Pareto:
    """What was said most often.

    Attributes
    ----------
    table : DataFrame
        By code, the most frequent first: n, share (Estimate, the intervals of all codes hold
        together), cumulative (share of this code and those above), z (against the next code),
        p_next, p_first (against the next and the first code, each by Holm; missing where there
        is none).
    without : int
        Cases in which nothing was said; they stand in no share.
    words : dict of str to str
        What the codes mean; a code that is not in there stands for itself.
    """

    table: pd.DataFrame
    without: int
    words: dict[str, str]

    @property
    def n(self) -> int:
        """Cases in which something was said."""
        return int(self.table["n"].sum())

    @property
    def refused(self) -> bool:
        """Whether there are too few cases to state shares."""
        return self.n < MINIMUM_N

    @property
    def first(self) -> list[str]:
        """The codes at the top that cannot be told apart from the first."""
        is_ahead = (self.table["p_first"] < 1 - LEVEL).to_numpy()
        ahead = int(is_ahead.argmax()) if is_ahead.any() else len(is_ahead)
        return [str(code) for code in self.table.index[:ahead]]

    def meaning(self, code: str) -> str:
        """Return what a code means."""
        return self.words.get(code, code)

    def sentence(self) -> str:
        """Say what comes first, and whether that may be luck."""
        if not self.n:
            return _("Nothing was said.")
        first = self.first
        if self.refused:
            return _("{n} known, too few to rank: {counts}.").format(
                n=number(self.n), counts=self.counts()
            )
        names = listed([self.meaning(code) for code in first])
        if len(first) == 1:
            return _("{first} stands first: {share}.").format(
                first=capital(names), share=self.table["share"].iloc[0]
            )
        if len(first) == len(self.table):
            return _("{names} cannot be told apart.").format(names=capital(names))
        return _("The first {n} cannot be told apart: {names}.").format(
            n=_count_word(len(first)), names=names
        )

    def counts(self) -> str:
        """Name the first three with their counts."""
        first = self.table["n"].head(3).items()
        return listed(
            [
                _("{reason} {n}").format(reason=self.meaning(str(code)), n=number(n))
                for code, n in first
            ]
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the shares with their intervals, the most frequent on top."""
        from leadkit.dialogue.feedback_report.picture import plot_pareto

        return plot_pareto(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        rows = [
            {
                "code": code,
                "n": int(row["n"]),
                "share": row["share"].to_dict(),
                "p_next": _known(row["p_next"]),
                "p_first": _known(row["p_first"]),
            }
            for code, row in rows_of(self.table)
        ]
        return {"n": self.n, "without": self.without, "first": self.first, "codes": rows}

    def __repr__(self) -> str:
        return self.sentence()

    def rows(self) -> pd.DataFrame:
        """Return the codes as a table to read."""
        return pd.DataFrame(
            {
                "": self.meaning(code),
                "n": number(row["n"]),
                _("share (95 %, all together)"): MISSING if self.refused else row["share"].write(),
            }
            for code, row in rows_of(self.table)
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence())


def pareto(said: pd.Series[str], words: dict[str, str] | None = None) -> Pareto:
    """Count what was said, with intervals that hold for all shares together.

    Parameters
    ----------
    said : Series of str
        One code a case; missing where nothing was said.
    words : dict of str to str, optional
        What the codes mean.

    Returns
    -------
    Pareto
        Simultaneous intervals by Goodman (1965). Two shares are compared by
        z = (a - b) / sqrt(a + b), their counts given a multinomial; against the first and against
        the next code by Holm (1979).

    Examples
    --------
    >>> said = pd.Series(list("aaaabbbccd") * 10)
    >>> found = pareto(said)
    >>> found.table["n"].to_dict()
    {'a': 40, 'b': 30, 'c': 20, 'd': 10}
    >>> print(found.sentence())
    The first two cannot be told apart: a and b.
    """
    counts = said.dropna().astype(object).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    n = np.asarray(counts, dtype=np.int64)
    ends = simultaneous(n)
    shares = [
        Estimate(
            value=count / n.sum(), low=low, high=high, n=int(n.sum()), events=int(count),
            level=LEVEL, unit="rate", minimum_n=MINIMUM_N, method=METHOD,
        )
        for count, (low, high) in zip(n, ends.tolist(), strict=True)
    ]  # fmt: skip
    next_z = [*map(difference, n[:-1], n[1:]), nan][: len(n)]
    first_z = [nan, *(difference(n[0], other) for other in n[1:])][: len(n)]
    table = pd.DataFrame(
        {
            "n": n,
            "share": pd.Series(shares, dtype=object, index=counts.index),
            "cumulative": n.cumsum() / max(n.sum(), 1),
            "z": next_z,
            "p_next": holm(_two_sided(next_z)),
            "p_first": holm(_two_sided(first_z)),
        },
        index=counts.index,
    )
    return Pareto(table.rename_axis("code"), int(said.isna().sum()), words or {})


def rows_of(table: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Walk through the rows of a table with their names."""
    yield from table.iterrows()


def simultaneous(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the ends of Goodman's intervals, shape (codes, 2).

    Examples
    --------
    >>> simultaneous(np.array([40, 33, 12, 9, 6])).round(3)[0].tolist()
    [0.284, 0.529]
    """
    if len(counts) < 2:
        from leadkit.base.estimate import rate

        alone = [rate(int(n), int(n)) for n in counts]
        return np.array([[one.low, one.high] for one in alone]).reshape(-1, 2)
    from statsmodels.stats.proportion import multinomial_proportions_confint

    return np.asarray(multinomial_proportions_confint(counts, 1 - LEVEL, method="goodman"))


def difference(a: int, b: int) -> float:
    """Return z of two counts of one multinomial.

    Examples
    --------
    >>> round(difference(40, 33), 2)
    0.82
    """
    return float(a - b) / sqrt(a + b) if a + b else nan


def holm(p: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return p-values corrected for looking at many (Holm, 1979); missing ones stay missing.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03, float("nan")]).tolist()
    [0.03, 0.06, 0.06, nan]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values)[: np.isfinite(values).sum()]
    left = np.arange(len(order), 0, -1)
    corrected = np.full(len(values), nan)
    corrected[order] = np.minimum(np.maximum.accumulate(values[order] * left), 1)
    return corrected


def _two_sided(z: list[float]) -> npt.NDArray[np.float64]:
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(np.asarray(z, dtype=float))))


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _count_word(n: int) -> str:
    """Write a small count in words."""
    words = {2: _("two"), 3: _("three"), 4: _("four"), 5: _("five")}
    return words.get(n, number(n))
