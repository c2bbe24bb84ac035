"""A small sheet to draw on as SVG: scales, stepped curves and areas, text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.handoff.leads import Floats

LEFT, TOP, BOTTOM = 52, 26, 42
PER_INCH = 72


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A place to draw on, in pixels, and the ends of both scales.

    Parameters
    ----------
    name : str
        Of the sheet among those of one picture.
    width, height, margin : int
        Of the whole sheet, and of the names at its right.
    right : float
        The largest x that is shown; the least is 0.
    low, high : float
        The y at the foot and at the top.
    """

    name: str
    width: int
    height: int
    margin: int
    right: float
    low: float
    high: float

    @property
    def wide(self) -> int:
        """Width of the part with the curve."""
        return self.width - LEFT - self.margin

    @property
    def tall(self) -> int:
        """Height of the part with the curve."""
        return self.height - TOP - BOTTOM

    def x(self, value: Any) -> Floats:
        """Return how far right a value lies on the sheet."""
        return LEFT + np.asarray(value, dtype=float) / self.right * self.wide

    def y(self, value: Any) -> Floats:
        """Return how far down a value lies on the sheet."""
        share = (self.high - np.asarray(value, dtype=float)) / (self.high - self.low)
        return TOP + share * self.tall

    def curve(self, x: Floats, y: Floats, width: float) -> Markup:
        """Draw a curve that holds each y up to its x."""
        return drawn(
            '<polyline fill="none" stroke="{}" stroke-width="{}" points="{}"/>',
            figure.INK,
            width,
            _points(*_stepped(self.x(x), self.y(y))),
        )

    def area(self, x: Floats, low: Floats, high: Floats, fill: str) -> Markup:
        """Fill what lies between two such curves."""
        across, foot = _stepped(self.x(x), self.y(low))
        top = _stepped(self.x(x), self.y(high))[1]
        points = _points(np.r_[across, across[::-1]], np.r_[top, foot[::-1]])
        return drawn('<polygon fill="{}" points="{}"/>', fill, points)

    def inside(self, parts: list[Markup]) -> Markup:
        """Cut off what leaves the part with the curve."""
        box = (LEFT, TOP, self.wide, self.tall)
        return drawn(
            '<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="{0} {1} {2} {3}">{4}</svg>',
            *box,
            drawn("{}" * len(parts), *parts),
        )

    @property
    def hatch(self) -> str:
        """What fills an area with hatching, once `hatching` is drawn."""
        return f"url(#hatch-{self.name})"

    @property
    def hatching(self) -> Markup:
        """The hatch itself."""
        return drawn(
            '<defs><pattern id="hatch-{}" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path d="M0 0V7" stroke="{}"/></pattern></defs>',
            self.name,
            figure.HATCH,
        )

    def whole(self, said: str, size: int, parts: list[Markup]) -> Markup:
        """Return the picture; `said` is what it shows, for those who do not see it."""
        return drawn(
            '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="{}" '
            'fill="{}">' + "{}" * (len(parts) + 1) + "</svg>",
            self.name,
            self.width,
            self.height,
            said,
            size,
            figure.INK,
            self.hatching,
            *parts,
        )


def drawn(form: str, *values: Any) -> Markup:
    """Fill a form of SVG or HTML; what is filled in is escaped."""
    from markupsafe import Markup

    return Markup(form).format(*values)


def stroke(x1: float, y1: float, x2: float, y2: float, width: float, style: str = "") -> Markup:
    """Draw a straight line in ink, in pixels."""
    return drawn(
        '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="{}" '
        'style="{}"/>',
        x1, y1, x2, y2, figure.INK, width, style,
    )  # fmt: skip


def text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> Markup:
    """Write words at a place, in pixels."""
    return drawn(
        '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" style="{}">{}</text>',
        x, y, anchor, style, words,
    )  # fmt: skip


def apart(starts: Floats, sizes: Floats, end: float) -> Floats:
    """Move rising starts as little as possible so that nothing overlaps or leaves (0, end)."""
    from scipy.optimize import isotonic_regression

    before = np.r_[0.0, np.cumsum(sizes)[:-1]]
    free = isotonic_regression(starts - before).x
    return np.asarray(np.clip(free, 0.0, max(0.0, end - sizes.sum())) + before)


def width_of(words: str, size: int, weight: str = "normal") -> float:
    """Return how wide words are at most, in pixels."""
    return figure.text_width(words, size, weight) * PER_INCH


def _stepped(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return np.repeat(x, 2)[:-1], np.repeat(y, 2)[1:]


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
