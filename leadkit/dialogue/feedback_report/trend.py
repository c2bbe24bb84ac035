"""Whether a share rose or fell from period to period, corrected for looking at many."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import _, capital, listed, number, percent, quarter_name
from leadkit.book import Settings
from leadkit.dialogue.feedback_report.endings import (
    LEAST_PERIODS,
    MONTHS,
    PARTS,
    QUARTERS,
    Days,
    months,
    quarters,
)
from leadkit.dialogue.feedback_report.pareto import LEVEL, holm, rows_of
from leadkit.dialogue.reasons import reason_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Verdict = Literal["rose", "fell", "cannot tell", "too few"]
LEAST_CASES = 20
"""Cases of a code over all periods below which its trend is not looked at."""


@dataclass(frozen=True, eq=False, repr=False)
class Trends:
    """The share of each reason from period to period.

    Attributes
    ----------
    periods : list of str
        Quarters or months, the earliest first.
    table : DataFrame
        By part ("returned", "lost") and code: events and totals (a list each, one number a period),
        z, p, p_holm, verdict. Totals are the endings of that part that have a reason.
    """

    periods: list[str]
    table: pd.DataFrame

    @property
    def moved(self) -> pd.DataFrame:
        """The codes that rose or fell beyond luck."""
        return self.table[self.table["verdict"].isin(("rose", "fell"))]

    def sentence(self) -> str:
        """Say which reasons rose or fell."""
        looked = int((self.table["verdict"] != "too few").sum())
        if not looked:
            return _("Too few cases to look for a trend.")
        span = _("{first} to {last}").format(
            first=quarter_name(self.periods[0]), last=quarter_name(self.periods[-1])
        )
        if self.moved.empty:
            return _(
                "No reason rose or fell from {span} beyond what luck gives ({n} looked at)."
            ).format(span=span, n=number(looked))
        return _("From {span}: {moved}.").format(
            span=span,
            moved=listed(
                [
                    _("{reason} {moved}").format(reason=named(part, code), moved=moved_words(row))
                    for (part, code), row in rows_of(self.moved)
                ]
            ),
        )

    def plot(self) -> Figure:
        """Draw a small picture for each code that was looked at."""
        from leadkit.dialogue.feedback_report.picture import plot_trends

        return plot_trends(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        rows = [
            {
                "part": part,
                "code": code,
                "events": row["events"],
                "totals": row["totals"],
                "z": None if pd.isna(row["z"]) else float(row["z"]),
                "p": None if pd.isna(row["p"]) else float(row["p"]),
                "p_holm": None if pd.isna(row["p_holm"]) else float(row["p_holm"]),
                "verdict": row["verdict"],
            }
            for (part, code), row in rows_of(self.table)
        ]
        return {"periods": self.periods, "codes": rows}

    def __repr__(self) -> str:
        return self.sentence()

    def rows(self) -> pd.DataFrame:
        """Return the trends as a table to read."""
        told = verdict_words()
        return pd.DataFrame(
            {
                "": named(str(part), str(code)),
                **{
                    quarter_name(period): _("{n} of {total}").format(
                        n=number(n), total=number(total)
                    )
                    for period, n, total in zip(
                        self.periods, row["events"], row["totals"], strict=True
                    )
                },
                _("verdict"): told[row["verdict"]],
            }
            for (part, code), row in rows_of(self.table)
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence())


def trend_test(events: npt.ArrayLike, totals: npt.ArrayLike) -> tuple[float, float]:
    """Test whether a share rises or falls in even steps (Cochran, 1954; Armitage, 1955).

    Parameters
    ----------
    events, totals : array_like of int, shape (periods,)
        Events among cases, the earliest period first.

    Returns
    -------
    z, p : float
        Above zero where the share rises; two-sided. Missing where nothing varies.

    Examples
    --------
    >>> z, p = trend_test([20, 24, 30, 36], [100, 100, 100, 100])
    >>> round(z, 3), round(p, 4)
    (2.704, 0.0068)
    """
    from scipy.special import ndtr

    x, n = np.asarray(events, dtype=float), np.asarray(totals, dtype=float)
    total = n.sum()
    share = x.sum() / total if total else nan
    step = np.arange(len(n)) - (np.arange(len(n)) * n).sum() / max(total, 1)
    variance = share * (1 - share) * (n * step**2).sum()
    if not variance > 0:
        return nan, nan
    z = float((step * x).sum() / sqrt(variance))
    return z, float(2 * ndtr(-abs(z)))


def trends(ended: pd.DataFrame, last: Days, settings: Settings) -> Trends:
    """Look for trends over the last six quarters, or months where the data hold too few quarters.

    Parameters
    ----------
    ended : DataFrame
        Rows of `endings`.
    last : Days
        Periods end with these days.
    settings : Settings
        The fiscal year and the timezone.

    Returns
    -------
    Trends
        Corrected by Holm (1979) over all codes of both parts that have 20 cases, in parts with
        three periods of 20 leads.
    """
    told = ended[ended["reason"].notna()]
    chosen = periods(told["ended_at"], last, settings)
    rows = {}
    for part in PARTS:
        mine = told[told["part"] == part]
        inside = [mine.loc[days.covers(mine["ended_at"]), "reason"] for _name, days in chosen]
        totals = [len(period) for period in inside]
        for code in pd.concat(inside).value_counts().index if inside else []:
            events = [int((period == code).sum()) for period in inside]
            rows[part, str(code)] = (events, totals, *_tested(events, totals))
    names = ["events", "totals", "z", "p"]
    index = pd.MultiIndex.from_tuples(list(rows), names=["part", "code"]) if rows else None
    table = pd.DataFrame(list(rows.values()), columns=names, index=index)
    table["p_holm"] = holm(table["p"])
    table["verdict"] = [_verdict(row) for _i, row in rows_of(table)]
    return Trends([name for name, _days in chosen], table)


def periods(
    moments: pd.Series[pd.Timestamp], last: Days, settings: Settings
) -> list[tuple[str, Days]]:
    """Return the last six quarters that the moments reach into, or months where quarters are few.

    Fewer than three of either are none.
    """
    begin = moments.min()
    for every in (quarters(last.last, settings, QUARTERS), months(last.last, settings, MONTHS)):
        covered = [(name, days) for name, days in every if days.end > begin]
        if len(covered) >= LEAST_PERIODS:
            return covered
    return []


def _tested(events: list[int], totals: list[int]) -> tuple[float, float]:
    is_few = sum(events) < LEAST_CASES or sum(totals) - sum(events) < LEAST_CASES
    is_few |= sum(total >= MINIMUM_N for total in totals) < LEAST_PERIODS
    return (nan, nan) if is_few else trend_test(events, totals)


def _verdict(row: pd.Series[Any]) -> Verdict:
    if pd.isna(row["p_holm"]):
        return "too few"
    if row["p_holm"] >= 1 - LEVEL:
        return "cannot tell"
    return "rose" if row["z"] > 0 else "fell"


def verdict_words() -> dict[str, str]:
    """Return the words of the verdicts."""
    return {
        "rose": _("rose"),
        "fell": _("fell"),
        "cannot tell": _("cannot tell"),
        "too few": _("too few"),
    }


def named(part: str, code: str) -> str:
    """Return what a code means, with its part."""
    texts = {"returned": _("{reason} (returned)"), "lost": _("{reason} (lost)")}
    return capital(texts[part].format(reason=reason_words().get(code, code)))


def moved_words(row: Any) -> str:
    """Say of one code how far it moved, from the first to the last period."""
    texts = {"rose": _("rose from {before} to {after}"), "fell": _("fell from {before} to {after}")}
    before, after = (_share(row["events"][end], row["totals"][end]) for end in (0, -1))
    return texts[row["verdict"]].format(before=before, after=after)


def _share(events: int, total: int) -> str:
    counts = _("{n} of {total}").format(n=number(events), total=number(total))
    if total < MINIMUM_N:
        return counts
    return _("{share} ({counts})").format(share=percent(events / total), counts=counts)
