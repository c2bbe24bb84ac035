"""The waterfall: five parts top down, each interval read against its own zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.review.result import TEAMS, Shortfall
from leadkit.review.wording import part_contents, part_names, team_names, verdict_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {"marketing": figure.MARKETING, "sales": figure.SALES, "shared": figure.SHARED}
NAME, SMALL, VALUE, BESIDE = 10, 8, 10.5, 8.5
EDGE, GAP = 0.1, 0.14
BAR, WHISKER, CAP = 0.52, 0.42, 0.07
HEADER, ABOVE, BELOW = -1.25, 0.13, 0.24


@dataclass(frozen=True)
class Columns:
    """Inches from the axes to the labels (left), values (right edge) and intervals (right)."""

    left: float
    values: float
    intervals: float
    right: float


def draw(shortfall: Shortfall, ax: Axes) -> None:
    """Draw the marks, labels and columns; the words around the picture are the caller's."""
    columns = _columns(shortfall)
    width = figure.WIDTH
    ax.figure.subplots_adjust(
        left=columns.left / width, right=1 - columns.right / width, top=0.99, bottom=0.09
    )
    reached = 0.0
    for row, (part, estimate) in enumerate(shortfall.parts.items()):
        _bar(ax, row, reached, estimate, part, shortfall.verdicts[part])
        _name(ax, row, columns, part_names()[part], part_contents()[part], TEAMS.get(part))
        _figures(ax, row, columns, shortfall, part)
        reached += estimate.value
    _total(ax, columns, shortfall)
    _frame(ax, columns, shortfall)


def _columns(shortfall: Shortfall) -> Columns:
    """Measure the texts, so that nothing is cut in any language."""
    scale = shortfall.scale
    names = [figure.text_width(name, NAME, "bold") for name in part_names().values()]
    contents = [
        figure.text_width(content, SMALL) + _side_width(part)
        for part, content in part_contents().items()
    ]
    values = [scale.write(value, sign=True) for value in shortfall.printed.values()]
    written = [scale.write(shortfall.printed_gap, sign=True), *values]
    beside = [scale.interval(estimate) for estimate in shortfall.parts.values()]
    beside += [_("counted, not estimated"), _("95 % interval"), *verdict_words().values()]
    number = GAP + max(figure.text_width(text, VALUE, "bold") for text in written)
    return Columns(
        left=max(*names, *contents) + EDGE + GAP,
        values=number,
        intervals=number + GAP,
        right=number + GAP + max(figure.text_width(text, BESIDE) for text in beside) + EDGE,
    )


def _side_width(part: str) -> float:
    side = team_names().get(TEAMS.get(part, ""))
    return figure.text_width(side, SMALL, "bold") + 0.08 if side else 0.0


def _bar(ax: Axes, row: int, start: float, estimate: Estimate, part: str, verdict: str) -> None:
    """Draw a bar from where the one above ended, its whisker, and the line that is its zero."""
    is_told = verdict != "cannot tell"
    ax.barh(
        row,
        estimate.value,
        left=start,
        height=BAR,
        color=COLOURS[TEAMS.get(part, "shared")] if is_told else "white",
        hatch=None if is_told else figure.UNSEEN,
        edgecolor="none" if is_told else figure.HATCH,
        zorder=3,
    )
    level = row + WHISKER
    ends = [start + estimate.low, start + estimate.high]
    ax.plot(ends, [level, level], color=figure.INK, lw=1.6, solid_capstyle="butt", zorder=4)
    for end in ends:
        ax.plot([end, end], [level - CAP, level + CAP], color=figure.INK, lw=1.6, zorder=4)
    zero = [row - BAR / 2 - 0.06, level + CAP]
    ax.plot([start, start], zero, color=figure.INK, lw=1.2, zorder=5)


def _name(ax: Axes, row: int, columns: Columns, name: str, content: str, team: str | None) -> None:
    """Write a row's name and, under it, its side in the side's colour and what it holds."""
    left = EDGE - columns.left
    _write(ax, row - ABOVE, left, name, size=NAME, weight="bold")
    if team is not None:
        side = team_names()[team]
        _write(ax, row + BELOW, left, side, size=SMALL, weight="bold", color=COLOURS[team])
        left += figure.text_width(side, SMALL, "bold") + 0.08
    _write(ax, row + BELOW, left, content, size=SMALL, color=figure.TEXT2)


def _figures(ax: Axes, row: int, columns: Columns, shortfall: Shortfall, part: str) -> None:
    """Write value, interval and verdict to the right of the bars."""
    scale, verdict = shortfall.scale, shortfall.verdicts[part]
    _value(ax, row, columns, scale.write(shortfall.printed[part], sign=True))
    interval = scale.interval(shortfall.parts[part])
    _write(ax, row - ABOVE, columns.intervals, interval, size=BESIDE, is_right=True)
    is_told = verdict != "cannot tell"
    _write(
        ax,
        row + BELOW,
        columns.intervals,
        verdict_words()[verdict],
        size=BESIDE,
        weight="bold" if is_told else "normal",
        color=figure.INK if is_told else figure.TEXT2,
        is_right=True,
    )


def _value(ax: Axes, row: float, columns: Columns, text: str) -> None:
    _write(ax, row, columns.values, text, size=VALUE, weight="bold", is_right=True, align="right")


def _write(
    ax: Axes,
    row: float,
    inches: float,
    text: str,
    *,
    size: float,
    weight: str = "normal",
    color: str = figure.INK,
    is_right: bool = False,
    align: str = "left",
) -> None:
    """Write at a row, some inches from the left or right end of the axes."""
    ax.annotate(
        text,
        (1 if is_right else 0, row),
        (inches * 72, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        size=size,
        weight=weight,
        color=color,
        ha=align,
        va="center",
    )


def _total(ax: Axes, columns: Columns, shortfall: Shortfall) -> None:
    """Draw the gap in ink under a rule; it is counted, not estimated."""
    row, scale = len(shortfall.parts), shortfall.scale
    width = figure.WIDTH - columns.left - columns.right
    ends = [(EDGE - columns.left) / width, 1 + (columns.right - EDGE) / width]
    ax.plot(
        ends,
        [row - 0.42] * 2,
        transform=ax.get_yaxis_transform(),
        color=figure.INK,
        lw=1,
        clip_on=False,
    )
    ax.barh(row, shortfall.gap, height=BAR, color=figure.INK, zorder=3)
    name = _("Shortfall") if shortfall.gap < 0 else _("Gain")
    after = f"{shortfall.quarter}: {scale.amount(shortfall.revenue[1])}"
    _name(ax, row, columns, name, after, None)
    _value(ax, row, columns, scale.write(shortfall.printed_gap, sign=True))
    counted = _("counted, not estimated")
    place = columns.intervals
    _write(ax, row, place, counted, size=BESIDE, color=figure.TEXT2, is_right=True)


def _frame(ax: Axes, columns: Columns, shortfall: Shortfall) -> None:
    """Name the common zero and the columns, and keep the axis to a few round numbers."""
    scale = shortfall.scale
    base = _("plan") if shortfall.is_plan else shortfall.against
    head = f"{base}\n{scale.amount(shortfall.revenue[0])}"
    ax.text(0, HEADER + 0.1, head, size=BESIDE, ha="center", va="top", color=figure.TEXT2)
    for place, text, align in (
        (columns.values, scale.unit, "right"),
        (columns.intervals, _("95 % interval"), "left"),
    ):
        _write(
            ax, HEADER + 0.65, place, text, size=BESIDE, color=figure.TEXT2, is_right=True,
            align=align,
        )  # fmt: skip
    bottom = len(shortfall.parts) + 0.45
    ax.set_ylim(bottom, HEADER)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.margins(x=0.03)
    ax.locator_params(axis="x", nbins=6)
    low, high = ax.get_xlim()
    for tick in ax.get_xticks():
        if low <= tick <= high:
            colour, width = (figure.SHARED, 1.2) if tick == 0 else (figure.RULE, 0.8)
            ax.plot([tick, tick], [-0.45, bottom], color=colour, lw=width, zorder=1)
    ax.set_xlim(low, high)
    ax.xaxis.set_major_formatter(lambda value, _place: scale.write(value, sign=True))
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
