"""A drawing as it stands on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _
from leadkit.base.page import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, RIGHT, TOP, BOTTOM = 0.7, 0.15, 0.12, 0.5  # inches around the axes


def drawn(
    draw: Callable[[Axes], object],
    words: tuple[str, str, str],
    height: float,
    *,
    left: float = LEFT,
    top: float = TOP,
    bottom: float = BOTTOM,
) -> Picture:
    """Return a picture of one pair of axes, with so many inches around them."""
    drawing = figure.blank(height)
    wide, high = figure.WIDTH - left - RIGHT, height - top - bottom
    box = (left / figure.WIDTH, bottom / height, wide / figure.WIDTH, high / height)
    draw(drawing.add_axes(box))
    return picture(drawing, words)


def picture(drawing: Figure, words: tuple[str, str, str]) -> Picture:
    """Return a drawing with its finding, subtitle and source."""
    finding, subtitle, source = words
    return Picture(
        uri=figure.data_uri(drawing),
        finding=finding,
        subtitle=subtitle,
        source=source,
        alt=_("{finding}. {source}").format(finding=finding.rstrip("."), source=source),
    )
