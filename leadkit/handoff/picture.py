"""The picture of the handoff curve: profit with its bands above, sales' hours below.

Curves and bands are named at their right ends, in a margin of their own, where no label can meet a
curve; names that would meet each other are pushed apart along the one axis they share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.language import _, ngettext, number, percent
from leadkit.handoff.leads import FLAT_LOSS, Floats
from leadkit.handoff.words import line, money_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice

TALL, HEAD, MIDDLE, STRIP, MARGIN = 5.0, 0.42, 0.3, 0.62, 0.95
SIZE = 8.0
LINE = SIZE * 1.2 / 72
ABOVE_BRACKET = 0.28
HATCHED: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": figure.HATCH,
    "hatch": figure.UNSEEN,
    "step": "pre",
}
BROKEN = (0, (4, 3))
BESIDE: dict[str, Any] = {
    "size": SIZE,
    "va": "center",
    "linespacing": 1.1,
    "annotation_clip": False,
    "zorder": 8,
}
DOT: dict[str, Any] = {"ms": 7, "mec": figure.INK, "mew": 1.6, "zorder": 6}
LEADER = {"arrowstyle": "-", "color": figure.INK, "lw": 0.7, "shrinkA": 1, "shrinkB": 0}


def draw_curve(ax: Axes, choice: HandoffChoice) -> None:
    """Draw the curve into the axes, which give up a margin for names and a strip of hours."""
    curve = choice.curve
    scale = money_unit(curve.economics.currency, float(curve.table["profit"].abs().max()))[0]
    shown = curve.against_today() / scale
    judged = shown.loc[curve.leads.p[0] :]
    left, right = _limits(choice)
    strip = _split(ax)
    ax.set_xlim(left, right)
    ax.set_ylim(_height(judged.loc[left:right], shown.loc[left:right]))
    _bands_and_bounds(ax, judged, shown)
    _lines(ax, strip, choice, judged["profit"])
    _flat_zone(ax, strip, choice)
    end = judged.iloc[min(int(np.searchsorted(judged.index, right)), len(judged) - 1)]
    leads = curve.leads
    is_level = leads.today is not None and leads.today_line is None
    _name_ends(ax, end, today_is_level=is_level)
    if len(leads.unseen):
        _name_hatch(ax, judged.iloc[0], shown.loc[left:].iloc[0])
    _draw_strip(strip, choice, right)
    _scales(ax, strip, signed=leads.today is not None)


def _limits(choice: HandoffChoice) -> tuple[float, float]:
    """Return the thresholds to show: most leads, to about three times the line, and today's."""
    p, at, today = choice.curve.leads.p, choice.nearest, choice.curve.leads.today_line or 0.0
    most_leads, three_quarters = np.quantile(p, (0.95, 0.75)).tolist()
    right = min(most_leads, max(3.2 * at, three_quarters))
    needed = max(1.6 * at, 1.2 * choice.flat[1] if choice.flat else at, 1.1 * today)
    right = min(max(right, needed), max(float(p[-1]), 1.1 * at, today), 1.0)
    lowest = min(float(p[0]), at, today or at)
    return (0.0 if lowest < 0.4 * right else lowest - 0.05 * (right - lowest)), right


def _inches(ax: Axes) -> Floats:
    """Return width and height of the axes in inches."""
    box, whole = ax.get_position(), ax.get_figure(root=True)
    if whole is None:
        raise ValueError("the axes belong to no figure")
    return np.asarray(whole.get_size_inches() * (box.width, box.height))


def _split(ax: Axes) -> Axes:
    """Shrink the axes to make room for names above and at the right, and for the strip below."""
    box = ax.get_position()
    width, height = np.array([box.width, box.height]) / _inches(ax)
    inner = box.width - MARGIN * width
    low = box.y0 + (STRIP + MIDDLE) * height
    ax.set_position((box.x0, low, inner, box.y1 - HEAD * height - low))
    return ax.figure.add_axes((box.x0, box.y0, inner, STRIP * height), sharex=ax)


def _height(judged: pd.DataFrame, shown: pd.DataFrame) -> tuple[float, float]:
    curves = judged[["band_low", "band_high", "expected_profit"]].to_numpy()
    low, high = min(np.nanmin(curves), 0.0), max(np.nanmax(curves), 0.0)
    span = (high - low) or 1.0
    low = min(low, max(shown["least"].min(), low - 0.3 * span))
    return low - 0.16 * (high - low), high + 0.05 * span


def _bands_and_bounds(ax: Axes, judged: pd.DataFrame, shown: pd.DataFrame) -> None:
    is_unseen = shown["most"] > shown["least"]
    ax.fill_between(
        shown.index, shown["least"], shown["most"], where=is_unseen, lw=0.8, zorder=0.8, **HATCHED
    )
    style: dict[str, Any] = {"step": "pre", "lw": 0, "zorder": 1}
    x = judged.index
    ax.fill_between(x, judged["band_low"], judged["band_high"], color=figure.WIDE_BAND, **style)
    ax.fill_between(x, judged["low"], judged["high"], color=figure.BAND, **style)
    for values, width in (("expected_profit", 2.4), ("profit", 1.0)):
        ax.plot(x, judged[values], color=figure.INK, lw=width, ds="steps-pre", zorder=4)
    ax.axhline(0, color=figure.SHARED, lw=1.0, zorder=2)


def _lines(ax: Axes, strip: Axes, choice: HandoffChoice, profit: pd.Series[float]) -> None:
    """Draw the chosen line and today's, each named above with its leads and hours."""
    leads, at, is_met = choice.curve.leads, choice.nearest, choice.threshold is not None
    name = _("chosen {line}") if is_met else _("nearest {line}")
    name = f"{name.format(line=line(at))}\n{_load(choice.handed_off, choice.hours)}"
    heads = [(at, name, "bold" if is_met else "normal")]
    _upright(ax, strip, at, *((2.0, "-") if is_met else (1.2, "--")))
    ax.plot(
        at,
        profit.iloc[profit.index.get_indexer(pd.Index([at]), method="nearest")[0]],
        "o",
        mfc=figure.INK if is_met else "white",
        **DOT,
    )
    if leads.today is not None and leads.today_line is not None:
        taken = leads.observed.places(choice.economics)[leads.today].sum()
        hours = None if choice.economics.hours is None else taken * choice.economics.hours
        at, load = leads.today_line, _load(int(leads.today.sum()), hours)
        heads.append((at, _("today {line}").format(line=line(at)) + f"\n{load}", "normal"))
        _upright(ax, strip, at, 1.2, BROKEN)
        ax.plot(at, 0, "o", mfc="white", **DOT)
    elif leads.today is not None:
        ax.axhline(0, color=figure.INK, lw=1.2, ls=BROKEN, zorder=3)
    _name_heads(ax, sorted(heads))


def _upright(ax: Axes, strip: Axes, at: float, width: float, dashes: Any) -> None:
    for panel, top in ((ax, 1.02), (strip, 1.0)):
        upright = panel.axvline(at, ymax=top, color=figure.INK, lw=width, ls=dashes, zorder=5)
        upright.set_clip_on(False)


def _name_heads(ax: Axes, heads: list[tuple[float, str, str]]) -> None:
    """Write names above the axes, each from its line rightwards, pushed apart and inside."""
    width, size = _inches(ax)[0], SIZE + 0.5
    widths = [
        max(figure.text_width(part, size, weight) for part in text.split("\n")) + 0.1
        for _at, text, weight in heads
    ]
    wanted = np.array([_across(ax, at) for at, _text, _weight in heads])
    starts = _apart(wanted, np.array(widths), 0.0, width + MARGIN) / width
    for start, (_at, text, weight) in zip(starts, heads, strict=True):
        above = (start, 1 + 0.08 / _inches(ax)[1])
        ax.text(*above, text, size=size, weight=weight, transform=ax.transAxes)


def _across(ax: Axes, x: float) -> float:
    """Return how far a value lies from the left end, in inches."""
    left, right = ax.get_xlim()
    return float((x - left) / (right - left) * _inches(ax)[0])


def _apart(starts: Floats, sizes: Floats, low: float, high: float) -> Floats:
    """Move rising starts as little as possible so that nothing overlaps or leaves (low, high)."""
    from scipy.optimize import isotonic_regression

    before = np.r_[0.0, np.cumsum(sizes)[:-1]]
    free = isotonic_regression(starts - before).x
    return np.asarray(np.clip(free, low, max(low, high - sizes.sum())) + before)


def _load(handed_off: int, hours: float | None) -> str:
    leads = ngettext("{n} lead", "{n} leads", handed_off).format(n=number(handed_off))
    return leads if hours is None else leads + ", " + _("{n} h").format(n=number(hours))


def _flat_zone(ax: Axes, strip: Axes, choice: HandoffChoice) -> None:
    """Mark the flat zone by colour and by a bracket, so that it does not live by colour alone."""
    if choice.flat is None or line(choice.flat[0]) == line(choice.flat[1]):
        return
    low, high = choice.flat
    for panel in (ax, strip):
        panel.axvspan(low, high, color=figure.FLAT, lw=0, zorder=0.5)
    level = np.dot(ax.get_ylim(), (0.94, 0.06))
    ax.plot([low, high], [level] * 2, color=figure.INK, lw=1.4, marker="|", ms=8, mew=1.4, zorder=6)
    digits = 0 if round(low * 100) < round(high * 100) else 1
    text = _("flat zone {low}–{high}: within {share}").format(
        share=percent(FLAT_LOSS), low=number(low * 100, digits), high=percent(high, digits)
    )
    end = _across(ax, high) + figure.text_width(text, SIZE)
    fits = end + 0.2 < _inches(ax)[0] + MARGIN
    ax.annotate(
        text,
        (high if fits else low, level),
        (6 if fits else -6, 0),
        textcoords="offset points",
        ha="left" if fits else "right",
        **BESIDE,
    )


def _name_ends(ax: Axes, end: pd.Series[float], *, today_is_level: bool) -> None:
    """Name curves and bands in the right margin, each with a thin line to its right end."""
    names = [
        ((end["band_high"] + end["high"]) / 2, _("95 % for the\nwhole curve")),
        (end["profit"], _("what\nhappened")),
        ((end["low"] + min(end["profit"], end["high"])) / 2, _("95 % at any\none line")),
        (end["expected_profit"], _("expected by\nthe model")),
        *([(0.0, _("today's rule"))] if today_is_level else []),
    ]
    values, texts = zip(*sorted(names), strict=True)
    (width, height), (bottom, top) = _inches(ax), ax.get_ylim()
    sizes = np.array([LINE * (text.count("\n") + 1) + 0.05 for text in texts])
    wanted = (np.array(values) - bottom) / (top - bottom) * height - sizes / 2
    starts = _apart(wanted, sizes, ABOVE_BRACKET, height)
    for value, text, middle in zip(values, texts, starts + sizes / 2, strict=True):
        ax.annotate(
            text,
            (0.997, value),
            (1 + 0.12 / width, middle / height),
            xycoords=("axes fraction", "data"),
            textcoords="axes fraction",
            arrowprops={**LEADER, "relpos": (0, 0.5)},
            **BESIDE,
        )


def _name_hatch(ax: Axes, judged: pd.Series[float], shown: pd.Series[float]) -> None:
    """Name the leads nobody saw at the lower left, with a thin line to their taller hatch."""
    bottom, top = ax.get_ylim()
    under = (max(shown["least"], bottom), min(judged["band_low"], 0.0))
    over = (max(judged["band_high"], 0.0), min(shown["most"], top))
    middle = np.mean(max(under, over, key=lambda part: part[1] - part[0]))
    ax.annotate(
        _("never handed off:\nonly bounds"),
        (0.015, middle),
        (0.012, (ABOVE_BRACKET + LINE) / _inches(ax)[1]),
        xycoords=("axes fraction", "data"),
        textcoords="axes fraction",
        arrowprops={**LEADER, "relpos": (0.02, 0.5)},
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        **BESIDE,
    )


def _draw_strip(strip: Axes, choice: HandoffChoice, right: float) -> None:
    """Draw what each line asks of sales, the limit of sales, and what lies over it."""
    curve, economics, limit = choice.curve, choice.economics, choice.capacity.limit
    x = np.r_[curve.thresholds[curve.thresholds < right], right]
    work = np.array([curve.work(threshold) for threshold in x])
    strip.fill_between(x, work, step="pre", color=figure.RULE, lw=0, zorder=0.7)
    strip.plot(x, work, color=figure.INK, lw=1.4, ds="steps-pre", zorder=4)
    strip.set_ylim(0, 1.25 * work.max())
    named = _("Leads to work") if economics.hours is None else _("Sales hours needed")
    if len(curve.leads.unseen):
        named += _(", leads never handed off included")
    if limit is not None and limit < 1.25 * work.max():
        if limit < work.max():
            named += _("; hatched: over capacity")
        strip.fill_between(x, limit, work, where=work > limit, lw=0, zorder=3, **HATCHED)
        strip.axhline(limit, color=figure.INK, lw=1.2, zorder=4)
        unit = _("{n} leads") if economics.hours is None else _("{n} h")
        strip.annotate(
            _("capacity\n{limit}").format(limit=unit.format(n=number(limit))),
            (1, limit),
            (7, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            **BESIDE,
        )
    strip.text(0, 1.06, named, transform=strip.transAxes, size=SIZE + 0.5, color=figure.TEXT2)


def _scales(ax: Axes, strip: Axes, *, signed: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    low, high = ax.get_ylim()
    left, right = ax.get_xlim()
    places, percents = int(high - low <= 6), int(right - left <= 0.07)
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y, places, sign=signed)))
    ax.tick_params(labelbottom=False, bottom=False)
    ax.spines["bottom"].set_visible(False)
    strip.yaxis.set_major_locator(MaxNLocator(2, integer=True))
    strip.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y)))
    strip.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    strip.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x, percents)))
    strip.set_xlabel(_("Handoff line: the lowest chance of buying that still goes to sales"))
