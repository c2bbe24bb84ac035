"""The waterfall: five parts top down, each interval read against its own zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.figure import text_width
from leadkit.base.language import _, quarter_name
from leadkit.review.shortfall.shortfall import TEAMS, Shortfall
from leadkit.review.shortfall.words import part_rows, part_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {"marketing": figure.MARKETING, "sales": figure.SALES, "shared": figure.SHARED}
NAME, SMALL, VALUE, BESIDE = 10, 8, 10.5, 8.5
EDGE, GAP, SPACE = 0.1, 0.14, 0.08
MOST_LABELS = 5
BAR, WHISKER, CAP = 0.52, 0.42, 0.07
HEADER, ABOVE, BELOW = -1.25, -0.13, 0.24


@dataclass(frozen=True)
class Text:
    """A text at a row, some inches right of where its column starts."""

    row: float
    inches: float
    words: str
    size: float
    weight: str = "normal"
    colour: str = figure.INK
    align: str = "left"

    @property
    def width(self) -> float:
        """Its width in inches."""
        return text_width(self.words, self.size, self.weight)


def draw(gap: Shortfall, ax: Axes) -> Axes:
    """Draw bars and texts; the words around the picture are the caller's."""
    names, values, beside = _names(gap), _values(gap), _beside(gap)
    left = EDGE + GAP + max(text.inches + text.width for text in names)
    number = GAP + max(text.width for text in values)
    right = number + GAP + max(text.width for text in beside) + EDGE
    room = figure.WIDTH - left - right
    ax.figure.subplots_adjust(
        left=left / figure.WIDTH, right=1 - right / figure.WIDTH, top=0.99, bottom=0.09
    )
    columns = (names, 0, EDGE - left), (values, 1, number), (beside, 1, number + GAP)
    for texts, end, start in columns:
        for text in texts:
            _write(ax, text, end, start)
    _bars(gap, ax)
    rule = [(EDGE - left) / room, 1 + (right - EDGE) / room]
    level = [len(gap.parts) - 0.42] * 2
    across = ax.get_yaxis_transform()
    ax.plot(rule, level, transform=across, color=figure.INK, lw=1, clip_on=False)
    _frame(gap, ax)
    return ax


def _names(gap: Shortfall) -> list[Text]:
    """Return each row's name and, under it, its side in the side's colour and what it holds."""
    words, sides = part_words(), {"marketing": _("marketing"), "sales": _("sales")}
    texts = []
    for row, part in enumerate(gap.parts):
        under = 0.0
        if team := TEAMS.get(part):
            side = Text(row + BELOW, 0, sides[team], SMALL, "bold", COLOURS[team])
            under = side.width + SPACE
            texts.append(side)
        texts.append(Text(row + ABOVE, 0, words[part].name, NAME, "bold"))
        texts.append(Text(row + BELOW, under, words[part].holds, SMALL, colour=figure.TEXT2))
    name, last = _("Shortfall") if gap.gap < 0 else _("Gain"), len(gap.parts)
    after = f"{quarter_name(gap.quarter)}: {gap.scale.amount(gap.revenue[1])}"
    total = Text(last + ABOVE, 0, name, NAME, "bold")
    return [*texts, total, Text(last + BELOW, 0, after, SMALL, colour=figure.TEXT2)]


def _values(gap: Shortfall) -> list[Text]:
    """Return the amounts, to stand with their right ends under each other."""
    total = gap.scale.write(gap.printed_gap, sign=True)
    amounts = [*(amount for _name, amount, _ends, _verdict in part_rows(gap)), total]
    texts = [
        Text(row, 0, amount, VALUE, "bold", align="right") for row, amount in enumerate(amounts)
    ]
    head = Text(HEADER + 0.65, 0, gap.scale.head, BESIDE, colour=figure.TEXT2, align="right")
    return [head, *texts]


def _beside(gap: Shortfall) -> list[Text]:
    """Return intervals and verdicts, and that the gap itself is counted."""
    texts = [
        Text(HEADER + 0.65, 0, _("95 % interval"), BESIDE, colour=figure.TEXT2),
        Text(len(gap.parts), 0, _("counted, not estimated"), BESIDE, colour=figure.TEXT2),
    ]
    told = [verdict != "cannot tell" for verdict in gap.verdicts.values()]
    for row, (_name, _amount, ends, verdict) in enumerate(part_rows(gap)):
        weight, colour = ("bold", figure.INK) if told[row] else ("normal", figure.TEXT2)
        texts.append(Text(row + ABOVE, 0, ends, BESIDE))
        texts.append(Text(row + BELOW, 0, verdict, BESIDE, weight, colour))
    return texts


def _write(ax: Axes, text: Text, end: int, start: float) -> None:
    ax.annotate(
        text.words,
        (end, text.row),
        ((start + text.inches) * 72, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        size=text.size,
        weight=text.weight,
        color=text.colour,
        ha=text.align,
        va="center",
    )


def _bars(gap: Shortfall, ax: Axes) -> None:
    """Draw each bar from where the one above ended, its whisker, and the line that is its zero."""
    start = 0.0
    for row, (part, estimate) in enumerate(gap.parts.items()):
        look: dict[str, Any] = {"color": COLOURS[TEAMS.get(part, "shared")], "edgecolor": "none"}
        if gap.verdicts[part] == "cannot tell":
            look = {"color": "white", "hatch": figure.UNSEEN, "edgecolor": figure.HATCH}
        ax.barh(row, estimate.value, left=start, height=BAR, zorder=3, **look)
        level = row + WHISKER
        ends = [start + estimate.low, start + estimate.high]
        caps = [level - CAP, level + CAP]
        ax.plot(ends, [level] * 2, color=figure.INK, lw=1.6, solid_capstyle="butt", zorder=4)
        for end in ends:
            ax.plot([end, end], caps, color=figure.INK, lw=1.6, zorder=4)
        zero = [row - BAR / 2 - 0.06, level + CAP]
        ax.plot([start, start], zero, color=figure.INK, lw=1.2, zorder=5)
        start += estimate.value
    ax.barh(len(gap.parts), gap.gap, height=BAR, color=figure.INK, zorder=3)


def _frame(gap: Shortfall, ax: Axes) -> None:
    """Name the common zero, and keep the axis to a few round numbers."""
    base = _("plan") if gap.sample.planned is not None else quarter_name(gap.against)
    head = f"{base}\n{gap.scale.amount(gap.revenue[0])}"
    ax.text(0, HEADER + 0.1, head, size=BESIDE, ha="center", va="top", color=figure.TEXT2)
    bottom = len(gap.parts) + 0.45
    ax.set_ylim(bottom, HEADER)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.margins(x=0.03)
    ax.locator_params(axis="x", nbins=6)
    low, high = ax.get_xlim()
    ticks = [tick for tick in ax.get_xticks() if low <= tick <= high]
    for tick in ticks:
        colour, width = (figure.SHARED, 1.2) if tick == 0 else (figure.RULE, 0.8)
        ax.plot([tick, tick], [-0.45, bottom], color=colour, lw=width, zorder=1)
    every = 2 if len(ticks) > MOST_LABELS else 1
    zero = int(np.argmin(np.abs(ticks)))
    ax.set_xticks(ticks[zero % every :: every])
    ax.set_xlim(low, high)
    ax.xaxis.set_major_formatter(lambda value, _place: gap.scale.write(value, sign=True))
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
