"""The pictures of the road: an open quarter at its age, costs by source, open leads and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, capital, number, quarter_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.road.costs import Sources
    from leadkit.review.road.coverage import Coverage
    from leadkit.review.road.provisional import Provisional

CURVES, ROW, AROUND, HEAD = 2.5, 0.3, 0.75, 1.1
BROKEN = (0, (4, 2))


def plot_provisional(provisional: Provisional, ax: Axes | None = None) -> Axes:
    """Draw the share won by day: the quarter that is over in ink, an open one grey and broken."""
    own = ax is None
    ax = figure.axes(CURVES + HEAD) if ax is None else ax
    window, top, ends = provisional.window_days, 0.01, []
    for name, curve in provisional.curves.items():
        over = name == provisional.against
        day, rate, low, high = (
            curve[column].to_numpy() for column in ("day", "rate", "low", "high")
        )
        colour, dashes = (figure.INK, "-") if over else (figure.HATCH, BROKEN)
        if over:
            ax.fill_between(day, low * 100, high * 100, step="post", color=figure.WIDE_BAND, lw=0)
        else:
            ax.fill_between(
                day, low * 100, high * 100, step="post", fc="none", ec=figure.HATCH,
                hatch=figure.UNSEEN, lw=0.6,
            )  # fmt: skip
        ax.step(day, rate * 100, where="post", color=colour, ls=dashes, zorder=4)
        label = (
            quarter_name(name)
            if over
            else _("{quarter}, provisional").format(quarter=quarter_name(name))
        )
        ends.append((float(rate[-1]) * 100, float(day[-1]), capital(label), colour))
        top = max(top, float(high[day > 0].max()))
    ax.set(xlim=(0, window), ylim=(0, top * 108))
    _name_ends(ax, ends, top * 108)
    ax.set_xlabel(_("days since the handoff"))
    ax.set_ylabel(_("won, % of leads"))
    ax.yaxis.set_major_formatter(lambda value, _place: number(value, int(value % 1 > 0)))
    if own:
        figure.caption(ax, *provisional_words(provisional))
        ax.figure.subplots_adjust(right=0.8)
    return ax


def _name_ends(ax: Axes, ends: list[tuple[float, float, str, str]], top: float) -> None:
    """Name each curve at the right of the picture, the names pushed apart."""
    level = -np.inf
    for rate, day, label, colour in sorted(ends):
        level = max(rate, level + 0.16 * top)
        ax.annotate(
            "\n".join(figure.wrap(label, 1.25, 8.5)),
            (day, rate),
            (1.02, level),
            textcoords=ax.get_yaxis_transform(),
            size=8.5,
            color=colour,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.6, "shrinkA": 1, "shrinkB": 0},
        )


def provisional_words(provisional: Provisional) -> tuple[str, str, str]:
    """Return finding, subtitle and source."""
    found = provisional.sentence().rstrip(".")
    subtitle = _("Share of leads won by day since the handoff; hatched: provisional, 95 % interval")
    counts = ", ".join(
        f"{quarter_name(name)} n = {number(curve['at_risk'].iloc[0])}"
        for name, curve in provisional.curves.items()
    )
    source = _(
        "{counts}. Aalen-Johansen: every lead counts for as long as it was followed, lost leads as "
        "lost."
    )
    return found, subtitle, capital(source.format(counts=counts))


def plot_coverage(coverage: Coverage, ax: Axes | None = None) -> Axes:
    """Draw what is won, what open leads may bring with its interval, and the plan."""
    own = ax is None
    table, scale = coverage.table.iloc[::-1], coverage.scale
    ax = figure.axes(ROW * 1.8 * len(table) + AROUND + HEAD) if ax is None else ax
    for place, row in enumerate(table.to_dict("records")):
        found, won = row["expected"], row["won"]
        ax.barh(place, won, height=0.5, color=figure.INK, zorder=3)
        ax.barh(place, found.value, left=won, height=0.5, zorder=3, **figure.HATCHED)
        ends = [won + found.low, won + found.high]
        ax.plot(ends, [place] * 2, color=figure.INK, lw=1.6, marker="|", ms=9, mew=1.6, zorder=5)
        if pd.notna(row["plan"]):
            reach = [place - 0.4, place + 0.4]
            ax.plot([row["plan"]] * 2, reach, color="white", lw=5, zorder=6)
            ax.plot([row["plan"]] * 2, reach, color=figure.INK, lw=3, zorder=6)
            text = _("plan {amount}").format(amount=scale.write(row["plan"]))
            ax.annotate(
                text, (row["plan"], place + 0.42), size=8.5, ha="center", va="bottom",
                color=figure.INK,
            )  # fmt: skip
    reach = (table["won"] + table["expected"].map(lambda one: one.high)).max()
    ax.set(
        xlim=(0, 1.06 * max(reach, table["plan"].fillna(0).max())), ylim=(-0.6, len(table) - 0.2)
    )
    ax.set_yticks(range(len(table)), [capital(quarter_name(name)) for name in table["quarter"]])
    ax.xaxis.set_major_formatter(lambda value, _place: scale.write(value))
    ax.set_xlabel(scale.head)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    if own:
        figure.caption(ax, *coverage_words(coverage))
    return ax


def coverage_words(coverage: Coverage) -> tuple[str, str, str]:
    """Return finding, subtitle and source."""
    subtitle = _("Black: won; hatched: what open leads may still bring, 95 % interval; line: plan")
    counts = ", ".join(
        f"{quarter_name(row['quarter'])} n = {number(row['open_leads'])}"
        for row in coverage.table.to_dict("records")
    )
    source = _("Open leads: {counts}. Leads still to come are not in it.")
    return coverage.sentence().rstrip("."), subtitle, source.format(counts=counts)


def plot_sources(sources: Sources, ax: Axes | None = None) -> Axes:
    """Draw the cost of a customer by source on a log scale: the quarter filled, before hollow."""
    own = ax is None
    table = costly(sources)
    names = sorted(table["source"].unique(), reverse=True)
    ax = figure.axes(ROW * len(names) + AROUND + HEAD) if ax is None else ax
    scale, known = sources.scale, [one.value for one in table["per_won"] if not one.refused]
    low = min([*known, *(one.low for one in table["per_won"])]) * 0.8
    high = max([*known, *(one.high for one in table["per_won"] if np.isfinite(one.high))]) * 1.2
    for row in table.to_dict("records"):
        after = row["quarter"] == sources.quarter
        level = names.index(row["source"]) + (-0.16 if after else 0.16)
        _cost_mark(ax, row["per_won"], level, high, filled=after)
    ax.set_xscale("log")
    ax.set(xlim=(low, high), ylim=(-0.6, len(names) - 0.4))
    ax.set_yticks(range(len(names)), [name or _("unknown") for name in names], parse_math=False)
    _money_ticks(ax, low, high, scale)
    ax.set_xlabel(_("{unit} per won lead, log scale").format(unit=scale.head))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    if own:
        figure.caption(ax, *source_words(sources))
        ax.figure.subplots_adjust(left=0.24)
    return ax


def costly(sources: Sources) -> pd.DataFrame:
    """Return the rows whose cost of a customer, or its lower end, is known."""
    if "per_won" not in sources.table:
        return sources.table.iloc[:0]
    return sources.table[[isinstance(one, Estimate) for one in sources.table["per_won"]]]


def _cost_mark(ax: Axes, cost: Estimate, level: float, edge: float, *, filled: bool) -> None:
    colour = figure.INK if filled else figure.SHARED
    end = cost.high if np.isfinite(cost.high) else edge
    ax.plot([cost.low, end], [level] * 2, color=colour, lw=1.4, zorder=3)
    if cost.refused:
        ax.plot(cost.low, level, ">", ms=6, color=colour, zorder=4)
        return
    ax.plot(cost.value, level, "o", ms=7, mec=colour, mfc=colour if filled else "white", zorder=4)


def _money_ticks(ax: Axes, low: float, high: float, scale: Any) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    steps = [digit * 10.0**power for power in range(-2, 16) for digit in (1, 2, 5)]
    inside = [step for step in steps if low <= step <= high]
    ax.xaxis.set_major_locator(FixedLocator(inside))
    ax.xaxis.set_minor_locator(NullLocator())
    digits = int(low < scale.size)
    ax.xaxis.set_major_formatter(lambda value, _place: number(value / scale.size, digits))


def source_words(sources: Sources) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture of costs."""
    table = costly(sources)
    now = table[table["quarter"] == sources.quarter]
    known = now[[not one.refused for one in now["per_won"]]]
    finding = _("What a customer cost by source, in {quarter}").format(
        quarter=quarter_name(sources.quarter)
    )
    bare = [
        row["source"] or _("unknown") for row in now.to_dict("records") if row["per_won"].refused
    ]
    if bare:
        text = _("Money went to {names} in {quarter}, and no lead from there bought")
        finding = text.format(names=", ".join(bare), quarter=quarter_name(sources.quarter))
    subtitle = _("Dot: {quarter}, ring: {before}; lines: 95 % intervals; arrow: no win, at least")
    source = _("n = {n} wins of {leads} leads in {quarter}; money of marketing and sales.")
    return (
        capital(finding),
        subtitle.format(quarter=quarter_name(sources.quarter), before=quarter_name(sources.before)),
        source.format(
            n=number(known["n_won"].sum()),
            leads=number(now["handed_off"].sum()),
            quarter=quarter_name(sources.quarter),
        ),
    )
