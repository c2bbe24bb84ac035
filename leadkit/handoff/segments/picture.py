"""The picture of lines by segment: a dot a segment, the common line through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import rate
from leadkit.base.language import MISSING, _, money, number
from leadkit.handoff import words
from leadkit.handoff.segments.gain import said_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.segments.segments import SegmentLines

ROW, AROUND, NAMES, LABELS, ROOM = 0.34, 1.9, 0.3, 1.18, 1.3


def plot(lines: SegmentLines, ax: Axes | None = None) -> Axes:
    """Draw a row a segment with its line as a dot, and the common line down through them.

    Own axes carry title, subtitle and source; axes that are given get the marks only.
    """
    rows = lines.named
    own = ax is None
    ax = figure.axes(ROW * len(rows) + AROUND) if ax is None else ax
    at, line = np.arange(len(rows)), rows["line"].to_numpy().clip(max=1) * 100
    common = lines.common * 100
    ax.vlines(common, -0.5, len(rows) - 0.5, color=figure.SHARED, lw=1.2)
    ax.hlines(at, np.minimum(line, common), np.maximum(line, common), color=figure.BAND, lw=2)
    ax.plot(line, at, "o", ms=7, color=figure.INK)
    for place, share in enumerate(rows["line"]):
        ax.text(
            0.995, place, said_line(share),
            transform=ax.get_yaxis_transform(), size=8.5, ha="right", va="center",
        )  # fmt: skip
    ax.text(
        common, -0.55, _("one line {line}").format(line=words.line(lines.common)),
        size=8, color=figure.TEXT2, ha="center", va="bottom",
        bbox={"fc": "white", "ec": "none", "pad": 1},
    )  # fmt: skip
    right = max(line.max(), common) * LABELS
    ax.set(xlim=(0, right), ylim=(len(rows) - 0.5, -1.1), yticks=at)
    ax.set_yticklabels(
        [
            f"{_short(name)}  ·  {number(n)}"
            for name, n in zip(rows["segment"], rows["n"], strict=True)
        ],
        parse_math=False,
    )
    ax.set_xlabel(_("handed off from this chance of buying, %"))
    ax.xaxis.set_major_formatter(lambda value, _place: number(value, int(value % 1 > 0)))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    if own:
        figure.caption(ax, *picture_words(lines))
        ax.figure.subplots_adjust(left=NAMES, right=0.97)
    return ax


def _short(name: str) -> str:
    """Return as many whole words of a name as there is room for."""
    lines = figure.wrap(name, ROOM, 8.5)
    return lines[0] + ("…" if len(lines) > 1 else "")


def picture_words(lines: SegmentLines) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    subtitle = _(
        "Each segment with its judged leads, and its line at the right; down through all: one line"
    )
    source = _("n = {n} judged leads, {won} won. Lines from value and cost alone.").format(
        n=number(lines.gain.n), won=number(lines.gain.events or 0)
    )
    if lines.shadow_price:
        more = _("One more hour of sales would earn {price}, whatever the segment.")
        if lines.economics.hours is None:
            more = _("One more lead worked would earn {price}, whatever the segment.")
        price = money(lines.shadow_price, lines.economics.currency)
        source += " " + more.format(price=price)
    return lines.sentence(), subtitle, source


def shown(lines: SegmentLines) -> pd.DataFrame:
    """Return the table as it is read: amounts as money, profit with its interval."""
    table = lines.table
    currency = lines.economics.currency
    earned = [
        MISSING
        if np.isnan(row["profit"])
        else _("{value} ({low} to {high})").format(
            value=money(row["profit"], currency),
            low=money(row["low"], currency),
            high=money(row["high"], currency),
        )
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(
        {
            lines.by: table["segment"].where(table["segment"] != "", _("all others")),
            _("leads"): table["n"].map(number),
            _("won"): [
                rate(won, n).write() for won, n in zip(table["won"], table["n"], strict=True)
            ],
            _("a win is worth"): [money(value, currency) for value in table["value"]],
            _("a handoff costs"): [money(cost, currency) for cost in table["cost"]],
            _("line"): table["line"].map(said_line),
            _("handed off"): table["handed_off"].map(number),
            _("profit"): earned,
        }
    )
