"""A slide for each part of a page: heading, finding, and its pictures or its table, as SVG."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.files import write_text
from leadkit.base.page import Page, Picture, Section, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 13.333, 7.5  # inches, as slides are
EDGE, TOP, FOOT, LINE = 0.6, 1.35, 0.55, 1.3
HEADING, FINDING, CELL, SMALL = 24, 15, 13, 10
MOST_ROWS, GAP = 12, 0.3
PREFIX = "data:image/svg+xml;base64,"


def write_slides(page: Page, folder: Path) -> list[Path]:
    """Write every slide of a page into a folder, in order; return the files.

    The text is drawn, so that a slide looks the same on every computer; presentations and
    documents take the files as pictures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for place, (name, drawn) in enumerate(slides(page), start=1):
        written.append(folder / f"{place:02d}-{_file_name(name)}.svg")
        write_text(written[-1], drawn)
    return written


def slides(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the name and the SVG of each slide: the answer first, then one per picture or table."""
    yield page.kind, figure.svg(_answer(page))
    for section in page.sections:
        for picture in section.pictures:
            yield section.heading, _pictured(section, picture, page.title)
        for table in () if section.pictures else section.tables:
            yield section.heading, figure.svg(_tabled(section, table, page.title))


def _answer(page: Page) -> Figure:
    from markupsafe import Markup

    drawing = _blank(page.title, f"{page.kind} · {page.subtitle}", page.footer)
    said = [Markup(str(text).replace("</span>", ":</span>")).striptags() for text in page.say]
    _paragraphs(drawing, said, TOP + 0.1)
    return drawing


def _pictured(section: Section, picture: Picture, title: str) -> str:
    """Lay the picture, as it stands on the page, into the free room of its slide."""
    drawing = _blank(section.heading, picture.finding, f"{title} · {picture.source}")
    outer = figure.svg(drawing)
    inner = base64.b64decode(picture.uri.removeprefix(PREFIX)).decode()
    wide, high = (float(size) for size in re.findall(r'(?:width|height)="([\d.]+)pt"', inner)[:2])
    room = (WIDTH - 2 * EDGE) * 72, (HEIGHT - TOP - FOOT - GAP) * 72
    scale = min(room[0] / wide, room[1] / high)
    x = EDGE * 72 + (room[0] - wide * scale) / 2
    place = f'x="{x:.1f}" y="{TOP * 72:.1f}" width="{wide * scale:.1f}" height="{high * scale:.1f}"'
    laid = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', place, inner, count=1)
    return outer.replace("</svg>", f"{laid}</svg>")


def _tabled(section: Section, table: Table, title: str) -> Figure:
    drawing = _blank(section.heading, table.finding, title)
    rows = [list(map(str, table.rows.columns)), *table.rows.astype(str).to_numpy().tolist()]
    if len(rows) > MOST_ROWS + 1:
        rows = [*rows[: MOST_ROWS + 1], ["…", *[""] * (len(rows[0]) - 1)]]
    width = [max(_longest(row[place]) for row in rows) for place in range(len(rows[0]))]
    total, y = WIDTH - 2 * EDGE, TOP + 0.1
    shares = [total * share / sum(width) for share in width]
    for row in rows:
        x, lines = EDGE, 1
        for cell, room in zip(row, shares, strict=True):
            wrapped = figure.wrap(cell, max(room - 0.15, 0.4), CELL)
            lines = max(lines, len(wrapped))
            weight, colour = ("bold", figure.TEXT2) if row is rows[0] else ("normal", figure.INK)
            _write(drawing, (x, y), wrapped, CELL, weight, colour)
            x += room
        y += lines * CELL * LINE / 72 + 0.14
        if y > HEIGHT - FOOT - 0.4:
            break
    return drawing


def _longest(cell: str) -> float:
    return min(max(figure.text_width(cell, CELL), 0.5), 4.0) + 0.15


def _blank(heading: str, finding: str, source: str) -> Figure:
    drawing = figure.blank(HEIGHT, width=WIDTH)
    room = WIDTH - 2 * EDGE
    _write(drawing, (EDGE, 0.35), [heading], HEADING, "bold", figure.INK)
    lines = figure.wrap(finding, room, FINDING)[:2]
    _write(drawing, (EDGE, 0.8), lines, FINDING, "normal", figure.TEXT2)
    lines = figure.wrap(source, room, SMALL)[:2]
    _write(drawing, (EDGE, HEIGHT - FOOT), lines, SMALL, "normal", figure.TEXT2)
    return drawing


def _paragraphs(drawing: Figure, texts: Sequence[str], y: float) -> None:
    for text in texts:
        lines = figure.wrap(text, WIDTH - 2 * EDGE, FINDING)
        _write(drawing, (EDGE, y), lines, FINDING, "normal", figure.INK)
        y += len(lines) * FINDING * LINE / 72 + GAP


def _write(
    drawing: Figure,
    place: tuple[float, float],
    lines: Sequence[str],
    size: float,
    weight: str,
    colour: str,
) -> None:
    """Write lines from a place on, each on its baseline."""
    x, y = place
    for row, line in enumerate(lines):
        drawing.text(
            x / WIDTH,
            1 - (y + (row * LINE + 1) * size / 72) / HEIGHT,
            line,
            size=size,
            weight=weight,
            color=colour,
            va="baseline",
            parse_math=False,
        )


def _file_name(heading: str) -> str:
    """Return a heading as a file name without accents and spaces."""
    bare = unicodedata.normalize("NFKD", heading.lower().replace("đ", "d"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", letters)[:40].strip("-")
