"""Labels beside their marks, placed where they cross neither a line nor each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.handoff.leads import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 8.0
LINE = SIZE * 1.3 / 72
GAP = 0.045
STEPS = sorted(
    (float(np.hypot(dx, 1.6 * dy)), dx, dy)
    for dx in (0.0, 0.35, -0.35, 0.7, -0.7, 1.1, -1.1, 1.5, -1.5)
    for dy in (0.0, 0.22, -0.22, 0.36, -0.36, 0.55, -0.55, 0.8, -0.8, 1.1, -1.1)
)
ON_THE_MARK = [(0.0, 0.0, 0.0)]

Box = tuple[float, float, float, float]


@dataclass
class Room:
    """What is taken in a pair of axes, in inches from the figure's lower left corner.

    A label stands on the same side of every wall (an upright line) as its mark.
    """

    ax: Axes
    boxes: list[Box] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)

    @property
    def frame(self) -> Box:
        """The axes themselves."""
        box, (width, height) = self.ax.get_position(), inches_of(self.ax)
        return box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height

    def inches(self, x: Floats, y: Floats) -> Floats:
        """Return data points in inches."""
        dpi = self.ax.figure.dpi
        return np.asarray(self.ax.transData.transform(np.column_stack([x, y])) / dpi)

    def take_line(self, x: Floats, y: Floats) -> None:
        """Keep labels off a line given by its corners."""
        dense = np.linspace(0, len(x) - 1, max(len(x), 300))
        corner = np.arange(len(x))
        self.points.append(self.inches(np.interp(dense, corner, x), np.interp(dense, corner, y)))

    def take_text(self, x: float, y: float, text: str, side: str, weight: str = "normal") -> None:
        """Keep labels off a text whose left, right or middle stands at (x, y) in inches."""
        width, height = _extent(text, weight)
        left = x - {"left": 0.0, "right": width, "center": width / 2}[side]
        self.boxes.append((left, y - height / 2, left + width, y + height / 2))


def inches_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of the figure that holds the axes."""
    whole = ax.get_figure(root=True)
    if whole is None:
        raise ValueError("the axes belong to no figure")
    width, height = whole.get_size_inches()
    return float(width), float(height)


def label(
    room: Room,
    text: str,
    x: Floats,
    y: Floats,
    *,
    own: Sequence[Floats] = (),
    steps: Sequence[tuple[float, float, float]] = STEPS,
    ground: str = "none",
) -> bool:
    """Write a label at one of the points (x, y), or a step away with a thin leader.

    `own` are further points, in inches, that only this label keeps off. Returns whether a free
    place was found; without one nothing is written.
    """
    taken = np.concatenate([*room.points, *own, np.empty((0, 2))])
    best, cost = None, np.inf
    for anchor in room.inches(x, y):
        for apart, dx, dy in steps:
            if apart >= cost:
                break
            box = _box(anchor[0] + dx, anchor[1] + dy, *_extent(text))
            if _is_free(room, box, anchor, taken):
                best, cost = (anchor, box, apart > 0), apart
                break
    if best is not None:
        _write(room, text, *best, ground)
    return best is not None


@cache
def _extent(text: str, weight: str = "normal") -> tuple[float, float]:
    lines = text.split("\n")
    return max(figure.text_width(part, SIZE, weight) for part in lines), LINE * len(lines)


def _box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _is_free(room: Room, box: Box, anchor: Floats, taken: Floats) -> bool:
    left, low, right, high = box
    x0, y0, x1, y1 = room.frame
    if left < x0 + GAP or right > x1 - GAP or low < y0 or high > y1:
        return False
    if any((anchor[0] - wall) * (left + right - 2 * wall) < 0 for wall in room.walls):
        return False
    leader = _leader(box, anchor)
    for other in room.boxes:
        if _overlap(box, other) or _inside(leader, other, 0.0).any():
            return False
    return not _inside(taken, box, GAP).any()


def _overlap(one: Box, two: Box) -> bool:
    return (
        one[0] < two[2] + GAP
        and two[0] < one[2] + GAP
        and one[1] < two[3] + GAP / 2
        and two[1] < one[3] + GAP / 2
    )


def _inside(points: Floats, box: Box, gap: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    x, y = points[:, 0], points[:, 1]
    inside = (x > box[0] - gap) & (x < box[2] + gap) & (y > box[1] - gap) & (y < box[3] + gap)
    return np.asarray(inside)


def _leader(box: Box, anchor: Floats) -> Floats:
    """Return points from the mark to the nearest edge of its label."""
    edge = np.array([np.clip(anchor[0], box[0], box[2]), np.clip(anchor[1], box[1], box[3])])
    return np.asarray(anchor + np.linspace(0, 1, 12)[:, None] * (edge - anchor))


def _write(room: Room, text: str, anchor: Floats, box: Box, apart: bool, ground: str) -> None:
    dpi = room.ax.figure.dpi
    to_data = room.ax.transData.inverted()
    centre = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    x, y = to_data.transform(centre * dpi)
    patch = {"facecolor": "none" if apart else ground, "edgecolor": "none", "pad": 1.5}
    room.ax.text(
        x, y, text, size=SIZE, ha="center", va="center", linespacing=1.15, zorder=8, bbox=patch
    )
    room.boxes.append(box)
    if apart:
        leader = _leader(box, anchor)
        ends = to_data.transform(leader[[0, -1]] * dpi)
        room.ax.plot(ends[:, 0], ends[:, 1], color=figure.INK, lw=0.8, zorder=7)
        room.points.append(leader[:-2])


def some_of(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return at most 100 of the points, evenly taken, to look for a place at."""
    rows = np.linspace(0, len(x) - 1, min(100, len(x))).round().astype(int)
    return x[rows], y[rows]
