"""Leads owed as a page, and as a picture: each segment's leads a week beside the pace so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent, quarter_name
from leadkit.base.page import Page, Section, Table
from leadkit.base.pictured import drawn
from leadkit.review.owed.words import (
    SURE,
    owed_rows,
    owed_sentences,
    segment,
    span_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.owed.found import LeadsOwed

ROW, AROUND, LEFT, HEAD = 0.42, 0.75, 1.3, 1.2


def owed_page(owed: LeadsOwed) -> Page:
    """Lay out what is owed: the answer, the segments, how it is computed."""
    said = owed_sentences(owed)
    height = ROW * len(owed.table) + AROUND
    return Page(
        kind=_("Leads owed"),
        title=quarter_name(owed.quarter),
        subtitle=_("{firm} · win rates and deal values of {since} to {until}").format(
            firm=owed.name, since=quarter_name(owed.since), until=quarter_name(owed.until)
        ),
        status=_status(owed),
        say=said,
        sections=[
            Section(
                heading=_("Leads a week by segment"),
                pictures=[
                    drawn(
                        lambda ax: plot_owed(owed, ax),
                        owed_picture_words(owed),
                        height,
                        left=LEFT,
                    )
                ],
                tables=[Table(finding=_finding(owed), rows=owed_rows(owed))],
                details=_details(owed),
            )
        ],
        footer=_("Leads owed are a goal worked out backwards, not a forecast of what will come."),
    )


def plot_owed(owed: LeadsOwed, ax: Axes | None = None) -> Axes:
    """Draw leads owed a week by segment with their interval, and the pace so far as a mark."""
    shown = owed.table[owed.table["refusal"] == ""].iloc[::-1]
    own = ax is None
    ax = figure.axes(ROW * len(shown) + AROUND + HEAD) if ax is None else ax
    at = np.arange(len(shown))
    value, low, high = (shown[f"per_week{end}"].to_numpy() for end in ("", "_low", "_high"))
    so_far = shown["so_far_per_week"].to_numpy()
    ax.barh(at, high - low, left=low, height=0.34, color=figure.BAND, zorder=2)
    ax.plot(value, at, "o", ms=7, color=figure.MARKETING, zorder=4, label=_("owed"))
    ax.plot(so_far, at, "|", ms=15, mew=2.5, color=figure.INK, zorder=3, label=_("so far"))
    ax.set(xlim=(0, 1.08 * max(high.max(), so_far.max())), ylim=(-0.6, len(shown) - 0.4))
    ax.set_yticks(at, [segment(str(name)) for name in shown["segment"]], parse_math=False)
    ax.set_xlabel(_("leads a week"))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.legend(loc="upper right", ncols=2, fontsize=8.5, borderaxespad=0, handletextpad=0.4)
    if own:
        figure.caption(ax, *owed_picture_words(owed))
        ax.figure.subplots_adjust(left=LEFT / figure.WIDTH, right=0.97)
    return ax


def owed_picture_words(owed: LeadsOwed) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    finding = _("{owed} leads a week are owed; {so_far} a week came in the last quarter").format(
        owed=span_of(owed.per_week), so_far=number(owed.so_far_per_week)
    )
    subtitle = _("Dot: leads owed a week, band: 95 % interval; line: handed off so far")
    source = _("n = {n} won leads, {since} to {until}").format(
        n=number(owed.total.n), since=quarter_name(owed.since), until=quarter_name(owed.until)
    )
    return finding, subtitle, source


def _status(owed: LeadsOwed) -> tuple[str, str]:
    fits = owed.carried.fits
    if fits is None:
        return _("Owed."), _("Whether sales can carry it is not known.")
    if not fits:
        return _("Does not fit."), _("Marketing owes more than sales can work.")
    if (owed.carried.chance or 0.0) < SURE:
        return _("Tight."), _("Sales has room for it, but not for the upper end of the interval.")
    return _("Fits."), _("Sales has room for what marketing owes.")


def _finding(owed: LeadsOwed) -> str:
    return _("{leads} leads in {weeks} working weeks").format(
        leads=span_of(owed.total), weeks=number(owed.weeks, 1)
    )


def _details(owed: LeadsOwed) -> str:
    origins = {"plan": _("the plan of the quarter"), "given": _("the target that was given")}
    return _(
        "Leads owed = revenue × {share} ÷ value of a won deal ÷ win rate, segment by segment; the "
        "revenue is that of {origin}. Win rate: leads won within the outcome window of their "
        "handoff, of marketing's leads that met the standard; value: the mean of the won deals. "
        "The interval comes from 4,000 draws of both (beta; Bayesian bootstrap, Rubin, 1981) and "
        "is that of the rates alone: the luck of one quarter comes on top. A segment with fewer "
        "than 20 wins borrows from the win rate of all with the weight of five wins; one with "
        "fewer than 5 is not counted. More leads win more only while sales can work them."
    ).format(share=percent(owed.share), origin=origins[owed.origin])
