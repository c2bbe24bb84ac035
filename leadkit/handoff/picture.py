"""The picture of the handoff curve: profit with its bands above, sales' hours below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, ngettext, number, percent
from leadkit.handoff.labels import ON_THE_MARK, SIZE, Room, inches_of, label, some_of
from leadkit.handoff.shown import Shown, shown_part
from leadkit.handoff.strip import draw_strip
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.curve import HandoffCurve

HEAD, MIDDLE, STRIP = 0.42, 0.3, 0.62


def draw(ax: Axes, curve: HandoffCurve, choice: HandoffChoice) -> None:
    """Draw the curve into the axes, which give up their lower part to the strip of hours."""
    shown = shown_part(curve, choice)
    strip = _split(ax)
    ax.set_xlim(shown.limits)
    ax.set_ylim(_height(shown))
    room = Room(ax)
    _flat_zone(ax, strip, choice)
    _unseen(ax, shown)
    _curves(ax, shown, room)
    _chosen(ax, strip, curve, choice, shown, room)
    _today(ax, strip, curve, choice, room)
    _bracket(ax, choice, room)
    if shown.unseen.any():
        _name_hatch(shown, room)
    _labels(curve, shown, room)
    draw_strip(strip, curve, choice, shown)
    _axes(ax, strip, curve)


def _split(ax: Axes) -> Axes:
    """Shrink the axes to make room for the strip below and the names of the lines above."""
    figure_height = inches_of(ax)[1]
    box, whole = ax.get_position(), ax.get_position().height * figure_height
    main = (whole - HEAD - MIDDLE - STRIP) / figure_height
    ax.set_position((box.x0, box.y0 + (MIDDLE + STRIP) / figure_height, box.width, main))
    return ax.figure.add_axes((box.x0, box.y0, box.width, STRIP / figure_height))


def _height(shown: Shown) -> tuple[float, float]:
    low = min(shown.bands.band_low.min(), shown.expected.min(), 0.0)
    high = max(shown.bands.band_high.max(), shown.expected.max(), 0.0)
    span = (high - low) or 1.0
    low = min(low, max(shown.least.min(), low - 0.3 * span))
    return low - 0.16 * (high - low), high + 0.05 * span


def _flat_zone(ax: Axes, strip: Axes, choice: HandoffChoice) -> None:
    if choice.flat is not None:
        for panel in (ax, strip):
            panel.axvspan(*choice.flat, color=figure.FLAT, lw=0, zorder=0.5)


def _unseen(ax: Axes, shown: Shown) -> None:
    if shown.unseen.any():
        ax.fill_between(
            shown.x,
            shown.least,
            shown.most,
            where=shown.unseen > 0,
            step="pre",
            facecolor="none",
            edgecolor=figure.HATCH,
            hatch=figure.UNSEEN,
            lw=0.8,
            zorder=0.8,
        )


def _curves(ax: Axes, shown: Shown, room: Room) -> None:
    x, bands, where = shown.x, shown.bands, shown.judged
    wide, narrow = (bands.band_low, bands.band_high), (bands.low, bands.high)
    for (low, high), color in ((wide, figure.WIDE_BAND), (narrow, figure.BAND)):
        ax.fill_between(x[where], low[where], high[where], step="pre", color=color, lw=0, zorder=1)
    for values, width in ((shown.expected, 2.4), (shown.observed, 1.0)):
        ax.plot(x[where], values[where], color=figure.INK, lw=width, ds="steps-pre", zorder=4)
        room.take_line(x[where], values[where])
    ends = np.array(shown.limits)
    ax.plot(ends, [0, 0], color=figure.SHARED, lw=1.0, zorder=2)
    room.take_line(ends, np.zeros(2))


def _chosen(
    ax: Axes, strip: Axes, curve: HandoffCurve, choice: HandoffChoice, shown: Shown, room: Room
) -> None:
    is_met, at = choice.threshold is not None, choice.nearest
    style, width = ("-", 2.0) if is_met else ("--", 1.2)
    ax.axvline(at, ymax=1.02, color=figure.INK, lw=width, ls=style, zorder=5, clip_on=False)
    strip.axvline(at, color=figure.INK, lw=width, ls=style, zorder=5)
    face = figure.INK if is_met else "white"
    height = shown.observed[int(np.searchsorted(shown.x, at))]
    ax.plot(at, height, "o", ms=7, mfc=face, mec=figure.INK, mew=1.6, zorder=6)
    room.take_line(np.array([at, at]), np.array(ax.get_ylim()))
    room.walls.append(float(room.points[-1][0, 0]))
    name = (_("chosen {line}") if is_met else _("nearest {line}")).format(line=line(at))
    today = curve.leads.today_line
    side = "right" if today is not None and today > at else "left"
    _head(
        ax, at, f"{name}\n{_load(curve, choice.handed_off)}", side, "bold" if is_met else "normal"
    )


def _today(ax: Axes, strip: Axes, curve: HandoffCurve, choice: HandoffChoice, room: Room) -> None:
    """Draw today's rule: where it is a line, upright with an open dot; else level at its zero."""
    at, (left, right) = curve.leads.today_line, ax.get_xlim()
    load = _load(curve, int(curve.counted.today_handed_off))
    if curve.leads.today is None:
        return
    if at is not None and left <= at <= right:
        for panel in (ax, strip):
            panel.axvline(at, color=figure.INK, lw=1.2, ls=(0, (4, 3)), zorder=4.5)
        ax.plot(at, 0, "o", ms=7, mfc="white", mec=figure.INK, mew=1.6, zorder=6)
        room.take_line(np.array([at, at]), np.array(ax.get_ylim()))
        side = "left" if at > choice.nearest else "right"
        _head(ax, at, _("today {line}").format(line=line(at)) + f"\n{load}", side, "normal")
        return
    ax.plot([left, right], [0, 0], color=figure.INK, lw=1.2, ls=(0, (4, 3)), zorder=3)


def _load(curve: HandoffCurve, handed_off: int) -> str:
    leads = ngettext("{n} lead", "{n} leads", handed_off).format(n=number(handed_off))
    if curve.economics.hours is None:
        return leads
    hours = _("{n} h").format(n=number(handed_off * curve.economics.hours))
    return f"{leads}, {hours}"


def _head(ax: Axes, x: float, text: str, side: str, weight: str) -> None:
    """Write a line's name above the axes, pushed back inside where it would stick out."""
    box, width = ax.get_position(), inches_of(ax)[0]
    left, right = box.x0 * width, box.x1 * width
    needs = max(figure.text_width(part, SIZE + 0.5, weight) for part in text.split("\n"))
    at = Room(ax).inches(np.array([x]), np.zeros(1))[0, 0]
    start = at if side == "left" else at - needs
    start = min(max(start, left), right - needs)
    ax.annotate(
        text,
        ((start - left) / (right - left), 1.0),
        (0, 6),
        xycoords="axes fraction",
        textcoords="offset points",
        size=SIZE + 0.5,
        weight=weight,
        va="bottom",
        annotation_clip=False,
    )


def _bracket(ax: Axes, choice: HandoffChoice, room: Room) -> None:
    """Mark the flat zone by a bracket, so that it does not live by its colour alone."""
    if choice.flat is None or choice.flat[0] == choice.flat[1]:
        return
    ends, (bottom, top) = np.array(choice.flat), ax.get_ylim()
    level = np.full(2, bottom + 0.06 * (top - bottom))
    ax.plot(ends, level, color=figure.INK, lw=1.4, marker="|", ms=8, mew=1.4, zorder=6)
    room.take_line(ends, level)
    digits = 0 if round(ends[0] * 100) < round(ends[1] * 100) else 1
    text = _("flat zone {low}–{high}: within 2 % of the best").format(
        low=number(ends[0] * 100, digits), high=percent(ends[1], digits)
    )
    (left, height), (right, _height) = room.inches(ends, level)
    fits = right + 0.1 + figure.text_width(text, SIZE) < room.frame[2]
    side, end, shift = ("left", 1, 0.08) if fits else ("right", 0, -0.08)
    ax.annotate(
        text,
        (ends[end], level[end]),
        (shift * 72, 0),
        textcoords="offset points",
        size=SIZE,
        va="center",
        ha=side,
        zorder=8,
    )
    room.take_text((left, right)[end] + shift, height, text, side)


def _labels(curve: HandoffCurve, shown: Shown, room: Room) -> None:
    """Name every line and band at its mark."""
    band, judged = shown.bands, shown.judged
    x = shown.x[judged]
    if curve.leads.today is not None and curve.leads.today_line is None:
        text = _("today’s rule: {load}").format(
            load=_load(curve, int(curve.counted.today_handed_off))
        )
        level = np.linspace(*shown.limits, 40), np.zeros(40)
        if not label(room, text, *level):
            label(Room(room.ax, boxes=room.boxes), text, *level)
    label(room, _("expected by the model"), *some_of(x, shown.expected[judged]))
    label(room, _("what happened"), *some_of(x, shown.observed[judged]))
    wide = np.r_[(band.band_high + band.high)[judged] / 2, (band.band_low + band.low)[judged] / 2]
    edges = [
        room.inches(x, end[judged]) for end in (band.band_low, band.band_high, band.low, band.high)
    ]
    label(room, _("95 % for the whole curve"), *some_of(np.tile(x, 2), wide), own=edges)
    parts = [band.low + part * (band.high - band.low) for part in (0.15, 0.3, 0.7, 0.85)]
    inside = np.concatenate([part[judged] for part in parts])
    label(room, _("95 % at any one line"), *some_of(np.tile(x, 4), inside), own=edges[2:])


def _name_hatch(shown: Shown, room: Room) -> None:
    """Name the leads nobody saw, and keep the other labels off their hatch."""
    hatched, (bottom, top) = shown.unseen > 0, room.ax.get_ylim()
    under = np.where(shown.judged, shown.bands.band_low, 0)
    over = np.where(shown.judged, shown.bands.band_high, 0)
    least, most = np.maximum(shown.least, bottom), np.minimum(shown.most, top)
    x, levels = np.tile(shown.x[hatched], 2), []
    for part in (0.5, 0.2, 0.8):
        sides = under + part * (least - under), over + part * (most - over)
        levels.append(np.concatenate([side[hatched] for side in sides]))
    text, anchors = _("never handed off:\nonly bounds"), some_of(x, levels[0])
    hatch = [room.inches(x, level) for level in levels]
    if not label(room, text, *anchors, steps=ON_THE_MARK, ground="white"):
        label(room, text, *anchors, own=hatch)
    room.points += hatch


def _axes(ax: Axes, strip: Axes, curve: HandoffCurve) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    signed = curve.leads.today is not None
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _place: number(y, _digits(ax), sign=signed))
    )
    ax.tick_params(labelbottom=False, bottom=False)
    ax.spines["bottom"].set_visible(False)
    strip.yaxis.set_major_locator(MaxNLocator(2, integer=True))
    strip.yaxis.set_major_formatter(FuncFormatter(lambda y, _place: number(y)))
    strip.xaxis.set_major_locator(MaxNLocator(7))
    strip.xaxis.set_major_formatter(FuncFormatter(lambda x, _place: percent(x, _digits_x(strip))))
    strip.set_xlabel(_("Handoff line: the lowest chance of buying that still goes to sales"))


def _digits(ax: Axes) -> int:
    low, high = ax.get_ylim()
    return 0 if high - low > 6 else 1


def _digits_x(strip: Axes) -> int:
    low, high = strip.get_xlim()
    return 0 if high - low > 0.07 else 1
