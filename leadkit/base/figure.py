"""The house style of figures: colours with one meaning, measured text, repeatable bytes."""

from __future__ import annotations

import base64
import io
import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from leadkit.base.signs import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, TEXT2 = "#1B1F24", "#4A5361"
MARKETING, SALES, SHARED = "#143A6B", "#B84E06", "#8A929C"
HATCH, BAND, WIDE_BAND = "#6B7280", "#B4BCC6", "#DDE1E6"
FLAT, RULE = "#F7EFC9", "#E3E6EA"
UNSEEN = "////"
HATCHED: Any = {"fc": "white", "ec": HATCH, "hatch": UNSEEN}  # nobody knows yet
WIDTH = 7.2
LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")

HOUSE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "text.hinting": "none",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.labelcolor": TEXT2,
    "axes.edgecolor": SHARED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": RULE,
    "xtick.color": SHARED,
    "xtick.labelcolor": TEXT2,
    "xtick.labelsize": 8.5,
    "ytick.color": SHARED,
    "ytick.labelcolor": TEXT2,
    "ytick.labelsize": 8.5,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "lines.linewidth": 2,
    "patch.linewidth": 0.8,
    "hatch.linewidth": 0.7,
    "hatch.color": HATCH,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "figure.dpi": 96,
    "savefig.dpi": 192,
    "savefig.bbox": None,
    "svg.hashsalt": "leadkit",
}


def setup() -> None:
    """Put the house style in force for every figure drawn from here on.

    A sign that the font lacks, as in a campaign named with an emoji, is drawn as a box; readers
    are not warned of it.
    """
    import matplotlib as mpl

    warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font")
    mpl.rcParams.update(HOUSE)


def blank(height: float, *, width: float = WIDTH) -> Figure:
    """Return an empty figure in the house style, sizes in inches, tied to no window."""
    from matplotlib.figure import Figure

    setup()
    return Figure(figsize=(width, height))


def axes(height: float) -> Axes:
    """Return axes on a new pyplot figure in the house style, so that a notebook shows it."""
    from matplotlib import pyplot as plt

    setup()
    return plt.subplots(figsize=(WIDTH, height))[1]


def caption(ax: Axes, title: str, subtitle: str = "", source: str = "") -> None:
    """Write title, subtitle and source around the axes, wrapped by measured width.

    Margins grow with the number of lines, so nothing is cut in any language.
    """
    figure = ax.figure.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    width, height = figure.get_size_inches()
    left, room = 0.1, width - 0.2
    top = 0.12
    for text, size, weight, gap in ((title, 11, "bold", 0.06), (subtitle, 9, "normal", 0.04)):
        if text:
            lines = wrap(text, room, size, weight)
            line = size * 1.32 / 72
            figure.text(
                left / width,
                1 - top / height,
                "\n".join(lines),
                size=size,
                weight=weight,
                color=INK if weight == "bold" else TEXT2,
                va="top",
                linespacing=1.25,
                parse_math=False,
            )
            top += len(lines) * line + gap
    bottom = 0.1
    if source:
        lines = wrap(source, room, 7.5)
        figure.text(
            left / width,
            bottom / height,
            "\n".join(lines),
            size=7.5,
            color=TEXT2,
            va="bottom",
            linespacing=1.25,
            parse_math=False,
        )
        bottom += len(lines) * 7.5 * 1.32 / 72
    figure.subplots_adjust(top=1 - (top + 0.1) / height, bottom=(bottom + 0.5) / height)


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break text into lines no wider than `width` inches at `size` points, by measured width."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line in inches, as DejaVu Sans draws it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    font = FontProperties(family=["DejaVu Sans"], weight=weight)
    outline = TextPath((0, 0), text.replace("$", r"\$"), size=size, prop=font)
    return float(outline.vertices[:, 0].max()) / 72


def svg(figure: Figure) -> str:
    """Return the figure as SVG text; the same figure gives the same bytes.

    Paths are exact to hundredths of a point, which halves the text and nobody sees.
    """
    stream = io.StringIO()
    setup()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    drawn = visible(stream.getvalue())
    text = re.sub(r"<\?xml.*?<svg", "<svg", drawn, count=1, flags=re.DOTALL)
    return re.sub(r' d="[^"]*"', lambda path: LONG_DECIMAL.sub(_hundredths, path[0]), text)


def _hundredths(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def data_uri(figure: Figure) -> str:
    """Return the figure as an SVG data URI, to stand in a page without a second file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(figure).encode()).decode()
