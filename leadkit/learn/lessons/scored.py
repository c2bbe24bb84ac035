"""The sample book's own score: learned from older leads, judged by group on later ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import rate
from leadkit.base.language import EN_DASH, _, number, percent
from leadkit.learn.lessons.luck import luck_range
from leadkit.learn.lessons.people import Hundred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model import LeadQualityClassifier, TrainingSet

BANDS = ((0.00, 0.05), (0.05, 0.10), (0.10, 0.20), (0.20, 1.00))
SHOWN = 0.20
REASONS = 4


@dataclass(frozen=True)
class Group:
    """Later leads whose score lies between two bounds: how many should buy, and how many did."""

    low: float
    high: float
    n: int
    expected: float
    won: int
    by_luck: tuple[int, int]

    @property
    def name(self) -> str:
        """The scores in this group."""
        if self.low == 0:
            return _("under {high}").format(high=percent(self.high))
        if self.high == 1:
            return _("{low} and over").format(low=percent(self.low))
        return _("{low} to {high}").format(low=percent(self.low), high=percent(self.high))

    @property
    def fits(self) -> bool:
        """Whether what happened lies within luck."""
        return self.by_luck[0] <= self.won <= self.by_luck[1]


@dataclass(frozen=True, eq=False, repr=False)
class BookScore:
    """A score learned from a book.

    Attributes
    ----------
    model : LeadQualityClassifier
        Fitted to the older leads alone.
    later : DataFrame
        y and p of the later leads, whose outcome it had not seen.
    open : DataFrame
        Features of leads that are still open.
    window_days : int
        Within how many days a win counts.
    """

    model: LeadQualityClassifier
    later: pd.DataFrame
    open: pd.DataFrame
    window_days: int

    @cached_property
    def groups(self) -> list[Group]:
        """The later leads, grouped by their score; groups without leads are left out."""
        found = []
        for low, high in BANDS:
            inside = self.later[(self.later["p"] >= low) & (self.later["p"] < high)]
            p = inside["p"].to_numpy()
            won = int(inside["y"].sum())
            if len(p):
                found.append(Group(low, high, len(p), float(p.sum()), won, luck_range(p)))
        return found

    def __repr__(self) -> str:
        fitting = sum(group.fits for group in self.groups)
        return _("In {fitting} of {all} groups the buyers lie within what luck allows").format(
            fitting=number(fitting), all=number(len(self.groups))
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (
                group.name,
                number(group.n),
                number(group.expected),
                EN_DASH.join(map(number, group.by_luck)),
                number(group.won),
                rate(group.won, group.n).write(),
                number(group.won / group.expected, 2),
            )
            for group in self.groups
        ]
        heads = [
            _("score"), _("leads"), _("should buy"), _("luck allows"), _("bought"),
            _("win rate (95 %)"), _("bought per expected"),
        ]  # fmt: skip
        return inline(caption=repr(self), columns=heads, rows=rows, note=self._source())

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what luck allows in each group, what should buy, and what did."""
        ax = ax or figure.axes(3.0)
        for row, group in enumerate(self.groups):
            low, high = group.by_luck
            ax.barh(row, high - low, left=low, height=0.5, color=figure.BAND)
            ax.plot([group.expected] * 2, [row - 0.33, row + 0.33], color=figure.TEXT2, lw=1.2)
            ax.plot(group.won, row, "o", color=figure.INK, ms=7, zorder=4)
            text = _("{won} bought, {expected} should").format(
                won=number(group.won), expected=number(group.expected)
            )
            end = max(high, group.won)
            ax.annotate(text, (end, row), (8, 0), textcoords="offset points", va="center", size=8.5)
        self._frame(ax)
        return ax

    def _frame(self, ax: Axes) -> None:
        named = [
            _("{score}\n{n} leads").format(score=group.name, n=number(group.n))
            for group in self.groups
        ]
        ax.set_yticks(range(len(named)), named)
        ax.invert_yaxis()
        ax.set_xlim(0, 1.45 * max(max(group.by_luck[1], group.won) for group in self.groups))
        ax.grid(visible=False)
        ax.set_xlabel(_("buyers in the group"))
        figure.caption(
            ax,
            repr(self),
            _("Dot: bought. Line: should buy, by the score. Grey: what luck allows, 95 %."),
            self._source(),
        )
        lines = [line for name in named for line in name.split("\n")]
        width = 0.3 + max(figure.text_width(line, 8.5) for line in lines)
        ax.figure.subplots_adjust(left=width / figure.WIDTH, right=0.97)

    def _source(self) -> str:
        return _(
            "Sample book: {n} leads handed off after those the score has learned from; won within "
            "{days} days. What luck allows: exact, each lead with its own score."
        ).format(n=number(len(self.later)), days=number(self.window_days))

    def read_one(self) -> ScoredLead:
        """Return the open lead whose score comes nearest to 20 %, with the reasons for it."""
        from leadkit.model.reasons import reasons

        p = self.model.predict_proba(self.open)[:, 1]
        place = int(np.abs(p - SHOWN).argmin())
        lead = self.open.iloc[[place]]
        words = reasons(self.model, lead, top=REASONS).iloc[0]
        return ScoredLead(
            str(lead.index[0]).split("#")[0],
            float(p[place]),
            tuple(str(one) for one in words.iloc[1:] if isinstance(one, str)),
            self.window_days,
        )


@dataclass(frozen=True, repr=False)
class ScoredLead:
    """One lead, its chance, and what speaks for it and against it."""

    key: str
    score: float
    reasons: tuple[str, ...]
    window_days: int

    def __repr__(self) -> str:
        return _(
            "Lead {key} has a score of {score}: of 100 such leads about {buyers} buy within "
            "{days} days"
        ).format(
            key=self.key,
            score=percent(self.score),
            buyers=number(100 * self.score),
            days=number(self.window_days),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(
            caption=f"{self!r}.",
            columns=[_("What the score says it goes by")],
            rows=[(one,) for one in self.reasons],
            note=_(
                "Numbers above zero speak for buying, numbers below zero against it; their sum "
                "decides the score."
            ),
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw a hundred leads with this score."""
        return Hundred(self.score, _("Lead {key} of the sample book.").format(key=self.key)).plot(
            ax
        )


def score_the_book(data: TrainingSet) -> BookScore:
    """Learn a score from a book's older leads, and hold it against the later ones.

    Raises
    ------
    TooLittleData
        If there are too few wins for a model.
    """
    from leadkit.model import evaluate

    report = evaluate(data)
    if report.test_model is None:
        raise TooLittleData(report.sentence())
    still_open = data.young.loc[data.young["end"] == "open", list(data.X.columns)]
    later = report.judged.set_index("key")[["y", "p"]]
    return BookScore(report.test_model, later, still_open, data.window_days)
