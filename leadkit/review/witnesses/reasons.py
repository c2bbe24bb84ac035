"""Why leads were returned or lost: which reasons were given more often than before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp, log
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, listed, number
from leadkit.book import Book
from leadkit.dialogue.feedback_report.endings import PARTS
from leadkit.dialogue.feedback_report.pareto import holm
from leadkit.dialogue.reasons import group_of, reason_words
from leadkit.review.witnesses.cases import among_alike
from leadkit.review.witnesses.witness import Suspect, Witness, times

ALPHA, Z = 0.05, 1.959964
VOICES: dict[str, Suspect] = {
    "D": "leads", "F": "leads", "T": "leads", "O": "market", "C": "market",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Reasons(Witness):
    """Moves of the mix of reasons, as sales wrote them down.

    Attributes
    ----------
    looked : DataFrame
        part ("returned" or "lost"), code, odds (Estimate: judged quarter to earlier ones, among
        like leads that ended so; its interval at the level of Holm's correction), p, p_holm; the
        surest move first.
    """

    name = "reasons"
    looked: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def risen(self) -> pd.DataFrame:
        """The reasons given more often, beyond luck."""
        if self.looked.empty:
            return self.looked
        is_more = np.array([one.value > 1 for one in self.looked["odds"]])
        return self.looked[(self.looked["p_holm"] < ALPHA) & is_more]

    def _speaks_for(self) -> tuple[Suspect, ...]:
        voices = {VOICES.get(group_of(code).letter) for code in self.risen.get("code", ())}
        suspects: tuple[Suspect, ...] = ("leads", "market")
        return tuple(one for one in suspects if one in voices)

    def title(self) -> str:
        """Name what was looked at."""
        return _("Reasons for not buying")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _(
            "each reason among the leads returned, and among those lost: odds against earlier "
            "quarters, among like leads"
        )

    def told(self) -> str:
        """Say which reasons were given more often."""
        if self.looked.empty:
            return _("Too few reasons were written down to compare.")
        if self.risen.empty:
            return _("None of {n} reasons was given more often beyond luck.").format(
                n=number(len(self.looked))
            )
        return _("Given more often: {reasons}. Sales wrote them down, not the buyers.").format(
            reasons=listed([_said(row) for row in self.risen.to_dict("records")])
        )


def _said(row: dict[Any, Any]) -> str:
    texts = {"returned": _("{reason} (returned)"), "lost": _("{reason} (lost)")}
    reason = texts[row["part"]].format(reason=reason_words().get(row["code"], row["code"]))
    return _("{reason}, odds {times} times").format(reason=reason, times=times(row["odds"]))


def reasons(book: Book, table: pd.DataFrame) -> Reasons:
    """Compare how often each reason was written; corrected for looking at many by Holm (1979)."""
    if not book.has("lost_reason") and not book.has("rejection_reason"):
        return Reasons(lacks=("lost_reason",))
    rows = []
    for part in PARTS:
        told = table[(table["part"] == part) & table["reason"].notna()]
        counts = told["reason"].value_counts().sort_index()
        for code in counts.index[counts >= MINIMUM_N]:
            odds = among_alike(told["reason"] == code, told)
            if not odds.refused:
                rows.append({"part": part, "code": str(code), "odds": odds, "p": _p(odds)})
    if not rows:
        return Reasons()
    looked = pd.DataFrame(rows)
    looked["p_holm"] = holm(looked["p"])
    looked = looked.sort_values("p", kind="stable", ignore_index=True)
    wide = [_for_all(one, len(looked) - at) for at, one in enumerate(looked["odds"])]
    looked["odds"] = pd.Series(wide, dtype=object)
    risen = Reasons(looked=looked).risen
    return Reasons(looked=looked, estimate=(risen if len(risen) else looked)["odds"].iloc[0])


def _for_all(odds: Estimate, n: int) -> Estimate:
    """Return the odds at the level by which Holm's correction judged them among `n` left."""
    from scipy.special import ndtri

    error = log(odds.high / odds.low) / (2 * Z)
    wide = exp(float(ndtri(1 - ALPHA / n / 2)) * error)
    return replace(odds, low=odds.value / wide, high=odds.value * wide)


def _p(odds: Estimate) -> float:
    """Return the two-sided p-value that belongs to the interval."""
    from scipy.special import ndtr

    error = log(odds.high / odds.low) / (2 * Z)
    return float(2 * ndtr(-abs(log(odds.value)) / error))
