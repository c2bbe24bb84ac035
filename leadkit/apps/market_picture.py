"""The picture of a game: leads that come against calls that can be made, quarter by quarter.

It is SVG without matplotlib, since the players wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.apps.sheet import LEFT, TOP, Sheet, drawn, stroke, text
from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.market_lab import Run
from leadkit.learn.market_lab.engine import QUARTERS

if TYPE_CHECKING:
    from markupsafe import Markup

SIZE, STEP, LEAST = 12, 100, 200.0
SIDE, REACH = 0.19, 0.08
SHAPES = {"wide": (640, 250), "narrow": (350, 260)}
BLUE, ORANGE = f"stroke:{figure.MARKETING}", f"stroke:{figure.SALES}"


def picture(played: Run) -> str:
    """Draw a run for wide and for narrow screens; a style shows one of both."""
    table = played.table
    high = max([LEAST, *table["leads"], *table["calls"]]) * 1.04
    both = [
        Sheet(name=name, width=width, height=height, margin=8, right=QUARTERS, low=0.0, high=high)
        for name, (width, height) in SHAPES.items()
    ]
    said = _("Leads that came: bars; hatched: not worked. Calls sales could make: thick lines.")
    return str(
        drawn(
            "<figure><figcaption>{}</figcaption>{}{}</figure>",
            said,
            *(_on(sheet, played) for sheet in both),
        )
    )


def _on(sheet: Sheet, played: Run) -> Markup:
    parts = _scales(sheet)
    columns = played.table[["leads", "worked", "calls"]].to_numpy()
    for nr, (leads, worked, calls) in enumerate(columns.tolist()):
        parts += _bar(sheet, nr, 0.0, worked, figure.MARKETING)
        parts += _bar(sheet, nr, worked, leads, sheet.hatch)
        y = float(sheet.y(calls))
        ends = float(sheet.x(nr + REACH)), float(sheet.x(nr + 1 - REACH))
        parts.append(stroke(ends[0], y, ends[1], y, 7, "stroke:white"))
        parts.append(stroke(ends[0], y, ends[1], y, 4, ORANGE))
    names = [percent(share / 100) for share in played.pull]
    foot = TOP + sheet.tall
    for nr in range(QUARTERS):
        middle = float(sheet.x(nr + 0.5))
        parts.append(text(middle, foot + 16, str(nr + 1), "middle", f"fill:{figure.TEXT2}"))
        parts.append(text(middle, foot + 32, "".join(names[nr : nr + 1]), "middle"))
    return sheet.whole(played.sentence(), SIZE, parts)


def _bar(sheet: Sheet, nr: int, low: float, high: float, fill: str) -> list[Markup]:
    left, right = float(sheet.x(nr + SIDE)), float(sheet.x(nr + 1 - SIDE))
    top, foot = float(sheet.y(high)), float(sheet.y(low))
    form = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" style="{}"/>'
    return [drawn(form, left, top, right - left, foot - top, fill, BLUE)]


def _scales(sheet: Sheet) -> list[Markup]:
    grey, foot = f"fill:{figure.TEXT2}", TOP + sheet.tall
    parts = [
        text(6, TOP - 9, _("leads, calls"), style=grey),
        text(6, foot + 16, _("quarter"), style=grey),
        text(6, foot + 32, _("pull"), style=grey),
    ]
    for step in range(0, int(sheet.high) + 1, STEP):
        y = float(sheet.y(step))
        parts.append(stroke(LEFT, y, LEFT + sheet.wide, y, 1, f"stroke:{figure.RULE}"))
        parts.append(text(LEFT - 6, y + 4, number(step), "end", grey))
    return parts
