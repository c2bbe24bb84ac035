"""Small multiples of partial effects: the mean chance by value, the spread of leads below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure as house
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from leadkit.model.effects import Effects

ACROSS, PANEL = 2, 2.1
ROOM = 1.06
LABEL = 1.6
MOST = 6


def height(effects: Effects) -> float:
    """Return how many inches the panels need."""
    return PANEL * -(-len(effects.columns[:MOST]) // ACROSS) + 0.1


def plot(effects: Effects, drawing: Figure | None = None) -> Figure:
    """Draw the six columns that move the chance most, each in its own panel."""
    names = effects.columns[:MOST]
    own = drawing is None
    high = height(effects)
    drawing = house.axes(high + 0.9).figure if drawing is None else drawing  # type: ignore[assignment]
    assert drawing is not None
    drawing.clear()
    shown = effects.table[effects.table["column"].isin(names)]
    top = min(float(shown["chance"].max()) * 100 * ROOM, 100.0)
    below = 0.35 if own else 0.0
    total = float(drawing.get_size_inches()[1])
    for place, name in enumerate(names):
        rows = shown[shown["column"] == name]
        left = 0.55 + place % ACROSS * house.WIDTH / ACROSS
        bottom = high - PANEL * (place // ACROSS + 1) + below
        _panel(drawing, rows, effects.average * 100, top, left, bottom, total)
    if own:
        finding, subtitle, source = words(effects)
        first = drawing.axes[0]
        kept = [ax.get_position() for ax in drawing.axes]
        house.caption(first, finding, subtitle, source)
        for ax, position in zip(drawing.axes, kept, strict=True):
            ax.set_position(position)
    return drawing


def _panel(
    drawing: Figure, rows: DataFrame, average: float, top: float, left: float, bottom: float,
    total: float,
) -> None:  # fmt: skip
    is_number = rows["at"].notna().any()
    wide = house.WIDTH / ACROSS - 0.75
    name = str(rows["column"].iloc[0])
    box = [left, bottom + 0.55, wide, PANEL - 0.95]
    if not is_number:
        box = [left + LABEL - 0.45, bottom + 0.42, wide - LABEL + 0.45, PANEL - 0.72]
    ax = drawing.add_axes(_share(box, total))
    drawing.text(
        (left - 0.45) / house.WIDTH, (bottom + PANEL - 0.2) / total, name,
        size=8.5, weight="bold", va="center", parse_math=False,
    )  # fmt: skip
    if is_number:
        _curve(ax, rows, average, top)
        strip = drawing.add_axes(_share([left, bottom + 0.38, wide, 0.16], total))
        _strip(strip, rows)
        strip.set_xlim(ax.get_xlim())
    else:
        _rows(ax, rows, average, top)


def _share(box: list[float], total: float) -> Any:
    left, bottom, wide, high = box
    return left / house.WIDTH, bottom / total, wide / house.WIDTH, high / total


def _curve(ax: Axes, rows: DataFrame, average: float, top: float) -> None:
    known = rows[rows["at"].notna()]
    ax.axhline(average, color=house.SHARED, lw=1)
    ax.plot(known["at"], known["chance"] * 100, color=house.INK, lw=2)
    ax.set_ylim(0, top)
    ax.yaxis.set_major_locator(_few_ticks())
    ax.yaxis.set_major_formatter(lambda value, _place: _short(value))
    ax.tick_params(labelbottom=False, bottom=False)
    ax.set_ylabel(_("chance, %"))
    blank = rows[rows["at"].isna()]
    if len(blank):
        chance = float(blank["chance"].iloc[0]) * 100
        ax.plot(1.02, chance, "o", ms=5, color=house.INK, transform=ax.get_yaxis_transform(),
                clip_on=False)  # fmt: skip
        ax.annotate(
            _("blank"), (1.02, chance), xycoords=ax.get_yaxis_transform(), size=7.5,
            xytext=(0, 5), textcoords="offset points", ha="center", color=house.TEXT2,
        )  # fmt: skip


def _strip(ax: Axes, rows: DataFrame) -> None:
    known = rows[rows["at"].notna()]
    at, n = known["at"].to_numpy(float), known["n"].to_numpy(float)
    ends = np.r_[at[0], (at[1:] + at[:-1]) / 2, at[-1]]
    widths = np.maximum(np.diff(ends), np.ptp(at) / 200 or 1.0)
    density = n / widths
    ax.bar(ends[:-1], density / density.max(), widths, align="edge", color=house.SHARED, lw=0)
    ax.set(ylim=(0, 1), yticks=[])
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(_few_ticks())
    ax.xaxis.set_major_formatter(lambda value, _place: _short(value))


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4, steps=[1, 2, 5, 10])


def _short(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def _rows(ax: Axes, rows: DataFrame, average: float, top: float) -> None:
    places = np.arange(len(rows))
    ax.axvline(average, color=house.SHARED, lw=1)
    ax.plot(rows["chance"] * 100, places, "o", ms=5, color=house.INK, clip_on=False)
    ax.set(xlim=(0, top), ylim=(len(rows) - 0.5, -0.5), yticks=places)
    ax.set_yticklabels(
        [
            f"{_cut(value)}  ·  {number(n)}"
            for value, n in zip(rows["value"], rows["n"], strict=True)
        ],
        parse_math=False,
        size=7.5,
    )
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(_("chance, %"), labelpad=1)
    ax.xaxis.set_major_locator(_few_ticks())
    ax.xaxis.set_major_formatter(lambda value, _place: _short(value))


def _cut(text: str) -> str:
    """Return as much of a value as the panel's edge has room for."""
    room = LABEL - 0.55
    if house.text_width(text, 7.5) <= room:
        return text
    while len(text) > 1 and house.text_width(text + "…", 7.5) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def words(effects: Effects) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    subtitle = _(
        "Mean chance as one column changes and all others stay; thin line: the mean of all leads; "
        "grey, or beside the value: how many leads have it"
    )
    source = _("Partial dependence over {n} leads.").format(n=number(effects.leads))
    if len(effects.columns) > MOST:
        source += " " + _(
            "Shown are the {most} of {all} columns that move the chance most."
        ).format(most=MOST, all=number(len(effects.columns)))
    return effects.sentence(), subtitle, source
