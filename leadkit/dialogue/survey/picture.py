"""Both sides' answers to every statement, on one line each."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, number
from leadkit.dialogue.survey.items import HIGHEST, LOWEST, REVERSED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.dialogue.survey.survey import Survey

ROW, LEFT, LETTERS = 0.42, 3.5, 50


def plot_survey(found: Survey, ax: Axes | None = None) -> Axes:
    """Draw both means of every statement, joined by their gap, the widest gap at the top."""
    table = found.table
    if ax is None:
        ax = figure.axes(height(found) + 1.2)
        figure.caption(ax, *picture_words(found))
        ax.figure.subplots_adjust(left=LEFT / figure.WIDTH)
    places = range(len(table))
    ax.hlines(places, table["marketing"], table["sales"], color=figure.TEXT2, lw=1.5, zorder=2)
    sides = (("marketing", figure.MARKETING, "s"), ("sales", figure.SALES, "o"))
    for side, colour, mark in sides:
        ax.plot(table[side], places, mark, color=colour, ms=7, label=_(side), zorder=3)
    ax.set_yticks(list(places), [_label(row) for row in table.to_dict("records")], size=7.5)
    ax.set(ylim=(len(table) - 0.4, -0.6), xlim=(LOWEST - 0.1, HIGHEST + 0.1))
    ax.set_xticks(range(LOWEST, HIGHEST + 1))
    ax.set_xlabel(_("Mean answer, 1 strongly disagree to 5 strongly agree"))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderpad=0)
    return ax


def height(found: Survey) -> float:
    """Return how high the drawing is, in inches."""
    return ROW * len(found.table) + 0.9


def picture_words(found: Survey) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    people = found.people
    return (
        found.sentence().rstrip("."),
        _("Mean answers of both sides; statements marked R say the opposite and are turned round"),
        _("{sales} answers of sales, {marketing} of marketing.").format(
            sales=number(people["sales"]), marketing=number(people["marketing"])
        ),
    )


def _label(row: Any) -> str:
    mark = " R" if row["number"] in REVERSED else ""
    return "\n".join(wrap(f"{row['number']}{mark} {_(row['text'])}", LETTERS))
