"""The numbers and the pictures of a handoff page as files of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.handoff.grounds import Grounds
from leadkit.handoff.writing import aside, write_workbook

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def write_tables(grounds: Grounds, path: Path) -> None:
    """Write every table of numbers as one sheet of an Excel workbook; no cell is a formula."""
    with aside(path) as building:
        write_workbook(grounds.tables, building)
        building.replace(path)


def write_figures(grounds: Grounds, folder: Path) -> None:
    """Write every picture with its title and source as PNG."""
    for name, draw in grounds.drawings():
        write_picture(draw, folder / f"{name}.png")


def write_picture(draw: Callable[[], Axes], path: Path) -> None:
    """Write one picture, and let go of it."""
    from matplotlib import pyplot as plt

    draw()
    plt.savefig(path)
    plt.close()
