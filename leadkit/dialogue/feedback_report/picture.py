"""The pictures of the feedback report: reasons with their intervals, and small trends."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import rate
from leadkit.base.language import _, number, percent, quarter_name
from leadkit.dialogue.feedback_report.pareto import rows_of
from leadkit.dialogue.feedback_report.trend import Trends, named, verdict_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from leadkit.dialogue.feedback_report.pareto import Pareto

ROW, AROUND, LABELS, COUNTS = 0.29, 0.5, 2.2, 1.0
ACROSS, PANEL, GAP = 3, 1.2, 0.72
CAPTIONS = 1.1


def pareto_height(found: Pareto) -> float:
    """Return the height of the bare picture in inches."""
    return ROW * max(len(found.table), 1) + AROUND


def pareto_words(found: Pareto) -> tuple[str, str, str]:
    """Return the finding, what is drawn, and the source."""
    source = _(
        "{n} leads with a reason, {without} without one left out; bar: share, line: 95 % "
        "intervals that hold together (Goodman, 1965)"
    ).format(n=number(found.n), without=number(found.without))
    return found.sentence().rstrip("."), _("share of the leads with a reason, %"), source


def plot_pareto(found: Pareto, ax: Axes | None = None) -> Axes:
    """Draw bars with intervals, the most frequent on top; on axes of its own with captions."""
    if ax is None:
        ax = figure.axes(pareto_height(found) + CAPTIONS)
        figure.caption(ax, *pareto_words(found))
    wide = figure.WIDTH
    box = ax.get_position()
    ax.set_position((LABELS / wide, box.y0, 1 - (LABELS + COUNTS) / wide, box.height))
    for place, (code, row) in enumerate(rows_of(found.table)):
        share = row["share"]
        if not found.refused:
            ax.barh(place, share.value * 100, 0.62, color=figure.BAND, zorder=2)
            ax.plot(
                [share.low * 100, share.high * 100], [place] * 2, color=figure.INK, lw=1.4, zorder=3
            )
        ax.annotate(
            figure.wrap(found.meaning(str(code)), LABELS - 0.2, 8.5)[0], (0, place),
            xytext=(-6, 0), textcoords="offset points", ha="right", va="center", size=8.5,
            color=figure.INK,
        )  # fmt: skip
        ax.annotate(
            _("{n} of {total}").format(n=number(row["n"]), total=number(found.n)), (1, place),
            xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            va="center", size=8, color=figure.TEXT2,
        )  # fmt: skip
    ax.set(ylim=(len(found.table) - 0.5, -0.5), yticks=[])
    ax.set_xlim(left=0)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def trend_words(found: Trends) -> tuple[str, str, str]:
    """Return the finding, what is drawn, and the source."""
    return (
        found.sentence().rstrip("."),
        _("share of each reason among the leads that ended so, %"),
        _(
            "dot: share of a period, line: 95 % Wilson interval; trend by Cochran and Armitage, "
            "corrected by Holm for {n} reasons looked at"
        ).format(n=number(len(_looked(found)))),
    )


def plot_trends(found: Trends) -> Figure:
    """Draw a small panel for each reason that was looked at, those that moved in ink."""
    looked = _looked(found)
    down = max(ceil(len(looked) / ACROSS), 1)
    height = down * (PANEL + GAP)
    drawing = figure.blank(height)
    for place, ((part, code), row) in enumerate(rows_of(looked)):
        line, column = divmod(place, ACROSS)
        wide = figure.WIDTH / ACROSS
        left, bottom = column * wide + 0.45, height - (line + 1) * (PANEL + GAP) + 0.34
        ax = drawing.add_axes(
            (left / figure.WIDTH, bottom / height, (wide - 0.6) / figure.WIDTH, PANEL / height)
        )
        _panel(ax, found.periods, row["events"], row["totals"], row["verdict"])
        for step, text in enumerate((named(str(part), str(code)), verdict_words()[row["verdict"]])):
            ax.annotate(
                text, (0, 1), xycoords="axes fraction", xytext=(-22, 17 - 11 * step),
                textcoords="offset points", size=8,
                color=figure.TEXT2 if step else figure.INK,
                weight="bold" if step and row["verdict"] in ("rose", "fell") else "normal",
            )  # fmt: skip
    return drawing


def _looked(found: Trends) -> pd.DataFrame:
    return found.table[found.table["verdict"] != "too few"]


def _panel(
    ax: Axes, periods: list[str], events: list[int], totals: list[int], verdict: str
) -> None:
    has_moved = verdict in ("rose", "fell")
    color = figure.INK if has_moved else figure.HATCH
    shares = [rate(x, n) for x, n in zip(events, totals, strict=True)]
    known = [(place, share) for place, share in enumerate(shares) if not share.refused]
    for place, share in known:
        ax.plot([place] * 2, [share.low * 100, share.high * 100], color=figure.BAND, lw=3)
    ax.plot(
        [place for place, _share in known], [share.value * 100 for _place, share in known],
        color=color, lw=1.6 if has_moved else 1.0, marker="o", ms=3.2,
    )  # fmt: skip
    ax.set_ylim(bottom=0)
    ends = [0, len(periods) - 1]
    ax.set_xticks(ends, [quarter_name(periods[end]) for end in ends], size=7)
    ax.tick_params(axis="y", labelsize=7)
    ax.locator_params(axis="y", nbins=4, integer=True)
    ax.yaxis.set_major_formatter(lambda value, _place: percent(value / 100))
