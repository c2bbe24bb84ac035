"""Groups of fifty leads drawn at one score: how many buy this time, and how that jumps about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.lessons.luck import luck_range, share_within
from leadkit.learn.lessons.people import draw_people, settle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUP, SCORE = 50, 0.20
FURTHER = (0.10, 0.30)
AXIS_END, DOTS, ENOUGH = 25, 8, 10
Drawn = tuple[bool, ...]


@dataclass(frozen=True)
class Guess:
    """A range in which a learner expects the buyers among fifty leads.

    Examples
    --------
    >>> Guess(8, 12).holds(9), Guess(8, 12).is_narrow, Guess(0, 25).fits_as_well
    (True, True, 0.1)
    """

    low: int
    high: int

    def holds(self, buyers: int) -> bool:
        """Return whether so many buyers lie in it."""
        return self.low <= buyers <= self.high

    def share(self, score: float = SCORE) -> float:
        """Return in what share of all groups it holds, if the score is right."""
        return share_within(self.low, self.high, [score] * GROUP)

    @property
    def is_narrow(self) -> bool:
        """Whether luck alone leaves it in more than 5 of 100 groups."""
        return self.share() < 0.95

    @property
    def fits_as_well(self) -> float | None:
        """A score far off at which it would hold as well; None where there is none."""
        return next((score for score in FURTHER if self.share(score) >= 0.95), None)


def luck() -> tuple[int, int]:
    """Return between which numbers of buyers at least 95 of 100 groups lie."""
    return luck_range([SCORE] * GROUP)


def draw_group(rng: np.random.Generator) -> Drawn:
    """Return who buys among fifty leads with the score."""
    return tuple((rng.random(GROUP) < SCORE).tolist())


def draw_fifties(groups: list[Drawn], guess: Guess) -> Figure:
    """Draw the last group as people, and the buyers of every group so far as dots."""
    sheet = figure.blank(2.9)
    left, right = sheet.subplots(1, 2, gridspec_kw={"width_ratios": (2, 5)})
    draw_people(left, groups[-1])
    counts = [sum(group) for group in groups]
    sheet.subplots_adjust(left=0.02, right=0.97, wspace=0.12)
    _draw_counts(right, counts, guess)
    figure.caption(
        right,
        _title(counts, guess),
        _("Left: the last fifty leads, buyers filled. Right: a dot for every group so far."),
        _("Drawn by chance: every lead has a score of {score}, and the score is right.").format(
            score=percent(SCORE)
        ),
    )
    settle(left, 11, 6)
    return sheet


def draw_counts(groups: list[Drawn]) -> Figure:
    """Draw the buyers of every group as dots, and nothing else: its sentence stands below."""
    sheet = figure.blank(2.1)
    sheet.subplots_adjust(left=0.02, right=0.97, top=0.98, bottom=0.25)
    _draw_counts(sheet.add_subplot(), [sum(group) for group in groups], None)
    return sheet


def _draw_counts(ax: Axes, counts: list[int], guess: Guess | None) -> None:
    heights = Counter[int]()
    for count in counts:
        heights[count] += 1
        is_last = sum(heights.values()) == len(counts)
        look: dict[str, Any] = {"mfc": figure.INK if is_last else "white", "mec": figure.INK}
        ax.plot(count, heights[count] - 0.5, "o", ms=6.5, mew=0.9, clip_on=False, **look)
    top = max(DOTS, *heights.values()) * 1.1
    end = max(AXIS_END, *counts, guess.high if guess else 0)
    ax.set_xlim(-0.5, end + 0.5)
    ax.set_ylim(0, top * 1.35)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.set_xlabel(_("buyers among fifty leads"))
    if len(counts) >= ENOUGH:
        low, high = luck()
        ax.bar((low + high) / 2, top, high - low + 1, color=figure.WIDE_BAND, zorder=0)
        _write(ax, _("at least 95 of 100 groups"), (low, high), top, below=True)
    if guess:
        ends = (guess.low - 0.4, guess.high + 0.4)
        ax.plot(ends, [top * 1.12] * 2, color=figure.INK, lw=1.2, marker="|", ms=7)
        said = _("your range: {low} to {high}")
        text = said.format(low=number(guess.low), high=number(guess.high))
        _write(ax, text, ends, top * 1.12)


def _write(
    ax: Axes, text: str, ends: tuple[float, float], height: float, *, below: bool = False
) -> None:
    """Write above or below a range, over its middle, as far as the axes leave room."""
    start, end = ax.get_xlim()
    wide = figure.WIDTH * ax.get_position().width
    room = figure.text_width(text, 8.5) / 2 * (end - start) / wide
    middle = min(max(sum(ends) / 2, start + room), end - room)
    ax.annotate(
        text,
        (middle, height),
        (0, -4 if below else 5),
        textcoords="offset points",
        size=8.5,
        ha="center",
        va="top" if below else "bottom",
    )


def _title(counts: list[int], guess: Guess) -> str:
    return _("{n} of fifty buy this time; your range has held in {held} of {draws}").format(
        n=number(counts[-1]),
        held=number(sum(map(guess.holds, counts))),
        draws=number(len(counts)),
    )


def say_fifties(counts: list[int]) -> str:
    """Say how many bought in each group drawn, and what luck alone can do."""
    low, high = luck()
    return _(
        "Buyers among fifty leads with a score of {score}, group after group: {counts}. "
        "By luck alone at least 95 of 100 groups lie between {low} and {high}."
    ).format(
        score=percent(SCORE),
        counts="; ".join(map(number, counts)),
        low=number(low),
        high=number(high),
    )
