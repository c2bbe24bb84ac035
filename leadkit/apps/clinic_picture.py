"""The clinic's picture: the curve against the line in force, drawn anew after every move.

It is SVG without matplotlib, since both heads wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.apps.clinic_words import RULES, main_rule, sentences
from leadkit.apps.reading import Reading
from leadkit.apps.sheet import LEFT, TOP, Sheet, apart, drawn, stroke, text, width_of
from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.handoff.curve import HandoffCurve
from leadkit.handoff.repriced import repriced, thinned
from leadkit.handoff.words import line, money_unit

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_LEADS, POINTS = 0.95, 120
SIZE, ROW, GAP, STRIP = 12, 14, 6, 18
SHAPES = {"wide": (640, 240, 118), "narrow": (350, 280, 96)}
DASHES = "stroke-dasharray:5 4"


def picture(curve: HandoffCurve, reading: Reading) -> Markup:
    """Draw curve, bands and line for wide and for narrow screens; a style shows one of both."""
    right = _right(curve, reading)
    shown = _shown(curve, reading, right)
    scale, unit = money_unit(reading.setting.economics.currency, float(shown["profit"].abs().max()))
    shown = shown / scale
    judged = shown.loc[curve.leads.p[0] :]
    ends = judged[["band_low", "band_high", "expected_profit"]].to_numpy()
    low, high = min(np.nanmin(ends), 0.0), max(np.nanmax(ends), 0.0)
    room = 0.06 * ((high - low) or 1.0)
    both = [
        Sheet(name=name, width=width, height=height, margin=margin, right=right,
              low=low - 2 * room, high=high + room)
        for name, (width, height, margin) in SHAPES.items()
    ]  # fmt: skip
    return drawn(
        '<figure class="curve"><figcaption>{}</figcaption>{}{}</figure>',
        _title(reading, unit, has_unseen=bool((shown["most"] > shown["least"]).any())),
        *(_on(sheet, curve, reading, shown, judged) for sheet in both),
    )


def _title(reading: Reading, unit: str, *, has_unseen: bool) -> str:
    rule = main_rule(reading)
    title = _("Profit against {rule}, {unit}").format(
        rule=_("handing off nobody") if rule is None else _(RULES[rule]),
        unit=unit or _("in money"),
    )
    if not has_unseen:
        return title
    return title + _("; hatched: never called, only bounds")


def _right(curve: HandoffCurve, reading: Reading) -> float:
    """Return the highest threshold to show: that of most leads, and the line in any case."""
    most_leads = float(np.quantile(curve.leads.p, MOST_LEADS))
    return min(max(most_leads, 1.15 * reading.setting.threshold, 0.01), 1.0)


def _shown(curve: HandoffCurve, reading: Reading, right: float) -> pd.DataFrame:
    """Return money against the rule of the curve, at as many thresholds as the eye can tell."""
    wanted = np.r_[np.linspace(0, right, POINTS), reading.setting.threshold]
    rows = np.unique(np.minimum(np.searchsorted(curve.thresholds, wanted), len(curve.table) - 1))
    shown = repriced(thinned(curve, rows), reading.setting.economics).against_today()
    return shown if right <= shown.index[-1] else pd.concat([shown, _beyond(shown, right)])


def _beyond(shown: pd.DataFrame, right: float) -> pd.DataFrame:
    """Return the last row once more: above the highest score nothing changes."""
    return shown.tail(1).set_axis([right])


def _on(
    sheet: Sheet, curve: HandoffCurve, reading: Reading, shown: pd.DataFrame, judged: pd.DataFrame
) -> Markup:
    x = judged.index.to_numpy()
    values = {name: judged[name].to_numpy() for name in judged}
    unseen = shown[shown["most"] > shown["least"]]
    bounds = (unseen.index.to_numpy(), unseen["least"].to_numpy(), unseen["most"].to_numpy())
    inside = [
        *([sheet.area(*bounds, sheet.hatch)] if len(unseen) else []),
        sheet.area(x, values["band_low"], values["band_high"], figure.WIDE_BAND),
        sheet.area(x, values["low"], values["high"], figure.BAND),
        stroke(LEFT, float(sheet.y(0)), LEFT + sheet.wide, float(sheet.y(0)), 0.7),
        sheet.curve(x, values["expected_profit"], 3),
        sheet.curve(x, values["profit"], 1.3),
        *_over_capacity(sheet, reading),
    ]
    outside = [
        *_scales(sheet),
        sheet.inside(inside),
        *_uprights(sheet, curve, reading, shown["profit"]),
        *_name_ends(sheet, judged),
    ]
    return sheet.whole(sentences(reading)[0], SIZE, outside)


def _over_capacity(sheet: Sheet, reading: Reading) -> list[Markup]:
    """Hatch, in a strip at the foot, the lines whose leads sales cannot take."""
    if reading.capacity.limit is None or reading.capacity.line == 0:
        return []
    end = sheet.right if reading.capacity.line is None else reading.capacity.line
    wide, top = float(sheet.x(end)) - LEFT, TOP + sheet.tall - STRIP
    box = '<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}" stroke="{}"/>'
    said = _("more than sales can take")
    patch = '<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="white"/>'
    return [
        drawn(box, LEFT, top, wide, STRIP, "white", figure.HATCH),
        drawn(box, LEFT, top, wide, STRIP, sheet.hatch, figure.HATCH),
        drawn(patch, LEFT + 3, top + 2, width_of(said, SIZE) + 4, STRIP - 4),
        text(LEFT + 5, top + ROW - 1, said),
    ]


def _uprights(
    sheet: Sheet, curve: HandoffCurve, reading: Reading, profit: pd.Series[float]
) -> list[Markup]:
    """Draw the line where it stands, and the rule it is set against where that is a line."""
    at, before = reading.setting.threshold, curve.leads.today_line
    foot = TOP + sheet.tall
    dot = '<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="{}" stroke="{}" stroke-width="2"/>'
    heads, marks = [(at, _("this line {line}").format(line=line(at)), "bold")], []
    if before is not None and before != at and before <= sheet.right:
        x = float(sheet.x(before))
        marks += [stroke(x, TOP - 4, x, foot, 1.5, DASHES)]
        marks += [drawn(dot, x, float(sheet.y(0)), "white", figure.INK)]
        name = _("in force {line}") if "in_force" in reading.against else _("today {line}")
        heads.append((before, name.format(line=line(before)), "normal"))
    x, row = float(sheet.x(at)), min(int(np.searchsorted(profit.index, at)), len(profit) - 1)
    y = float(np.clip(sheet.y(profit.iloc[row]), TOP, foot))
    return [
        *marks,
        stroke(x, TOP - 4, x, foot, 2.5),
        drawn(dot, x, y, figure.INK, figure.INK),
        *_name_heads(sheet, sorted(heads)),
    ]


def _name_heads(sheet: Sheet, heads: list[tuple[float, str, str]]) -> list[Markup]:
    """Write names above the curve, pushed apart, none of them over the right end."""
    sizes = np.array([width_of(words, SIZE, weight) + GAP for _at, words, weight in heads])
    wanted = np.array([float(sheet.x(at)) for at, *_rest in heads])
    starts = apart(wanted, sizes, sheet.width - GAP)
    return [
        text(start, TOP - 9, words, style=f"font-weight:{weight}")
        for start, (_at, words, weight) in zip(starts.tolist(), heads, strict=True)
    ]


def _name_ends(sheet: Sheet, judged: pd.DataFrame) -> list[Markup]:
    """Name curves and bands in the right margin, each with a thin line to its right end."""
    end = judged.iloc[min(int(np.searchsorted(judged.index, sheet.right)), len(judged) - 1)]
    named = sorted(
        [
            ((end["band_high"] + end["high"]) / 2, _("95 % for the\nwhole curve")),
            (end["profit"], _("what\nhappened")),
            ((end["low"] + min(end["profit"], end["high"])) / 2, _("95 % at any\none line")),
            (end["expected_profit"], _("expected by\nthe model")),
        ],
        reverse=True,
    )
    sizes = np.array([ROW * len(words.split("\n")) + GAP for _value, words in named], dtype=float)
    wanted = np.array([float(sheet.y(value)) - TOP for value, _words in named])
    starts = TOP + apart(wanted - sizes / 2, sizes, float(sheet.tall))
    edge, marks = LEFT + sheet.wide, []
    for (value, words), start, size in zip(named, starts.tolist(), sizes.tolist(), strict=True):
        y = float(sheet.y(value))
        marks.append(stroke(edge, y, edge + 10, start + (size - GAP) / 2, 0.8))
        for nr, part in enumerate(words.split("\n")):
            marks.append(text(edge + 13, start + ROW * (nr + 1) - 3, part))
    return marks


def _scales(sheet: Sheet) -> list[Markup]:
    from matplotlib.ticker import MaxNLocator

    grey, foot = f"fill:{figure.TEXT2}", TOP + sheet.tall
    places, percents = int(sheet.high - sheet.low <= 6), int(sheet.right <= 0.07)
    steps = MaxNLocator(5).tick_values(sheet.low, sheet.high)
    axis = _("The line: the lowest chance that goes to sales")
    marks = [text(LEFT + sheet.wide / 2, foot + 34, axis, "middle", grey)]
    for step in steps:
        if sheet.low <= step <= sheet.high:
            y = float(sheet.y(step))
            marks.append(stroke(LEFT, y, LEFT + sheet.wide, y, 1, f"stroke:{figure.RULE}"))
            marks.append(text(LEFT - 6, y + 4, number(step, places, sign=True), "end", grey))
    across = MaxNLocator(sheet.wide // 70, steps=[1, 2, 5, 10]).tick_values(0, sheet.right)
    for step in across:
        if step <= sheet.right * 1.0001:
            x = float(sheet.x(step))
            marks.append(stroke(x, foot, x, foot + 4, 1, f"stroke:{figure.SHARED}"))
            marks.append(text(x, foot + 17, percent(step, percents), "middle", grey))
    return marks
