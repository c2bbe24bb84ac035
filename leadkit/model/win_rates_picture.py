"""The picture of win rates: a dot and its interval a value, the rate of all leads as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.win_rates import Rates

ROW, AROUND = 0.21, 1.0
HEAD = 1.05


def height(rates: Rates) -> float:
    """Return how many inches the rows of the six most telling columns need."""
    table = rates.best().table
    return ROW * (len(table) + HEAD * table["column"].nunique()) + AROUND


def plot(rates: Rates, ax: Axes | None = None) -> Axes:
    """Draw the rates of the six most telling columns."""
    own = ax is None
    table = rates.best().table
    ax = figure.axes(height(rates) + 0.7) if ax is None else ax
    base, at, ticks, labels = rates.base.value * 100, 0.0, [], []
    highest = float(table["high"].max() * 100) if table["high"].notna().any() else base * 2
    right = min(max(highest, base) * 1.05, 100.0)
    for name, rows in table.groupby("column", sort=False):
        at += HEAD
        ax.text(0, at - 0.4, str(name), size=8.5, weight="bold", color=figure.INK,
                transform=_beside(ax), ha="left", va="center", parse_math=False)  # fmt: skip
        for row in rows.to_dict("records"):
            at += 1
            ticks.append(at - 0.5)
            labels.append(f"{row['value']}  ·  {number(row['n'])}")
            if row["rate"] == row["rate"]:
                apart = figure.INK if row["against"] else figure.HATCH
                ax.hlines(at - 0.5, row["low"] * 100, row["high"] * 100, color=apart, lw=2)
                face = apart if row["against"] else "white"
                ax.plot(
                    row["rate"] * 100,
                    at - 0.5,
                    "o",
                    ms=5,
                    mfc=face,
                    mec=apart,
                    mew=1.3,
                    clip_on=False,
                )
    ax.axvline(base, color=figure.SHARED, lw=1)
    ax.text(
        base, -0.15, _("all leads {rate}").format(rate=percent(rates.base.value, 1)),
        size=8, color=figure.TEXT2, ha="center", va="bottom",
    )  # fmt: skip
    ax.set(xlim=(0, right), ylim=(at + 0.2, -0.1), yticks=ticks)
    ax.set_yticklabels(labels, parse_math=False)
    ax.set_xlabel(_("won, % of leads"))
    ax.xaxis.set_major_formatter(lambda value, _place: number(value, int(value % 1 > 0)))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    if own:
        figure.caption(ax, *words(rates))
        ax.figure.subplots_adjust(left=0.36, right=0.97)
    return ax


def _beside(ax: Axes) -> object:
    """Return the transform of the left edge of the figure across, and of data down."""
    from matplotlib.transforms import Affine2D, blended_transform_factory

    drawing = ax.figure.get_figure(root=True)
    assert drawing is not None
    left = Affine2D().translate(0.1 / figure.WIDTH, 0) + drawing.transFigure
    return blended_transform_factory(left, ax.transData)


def words(rates: Rates) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    subtitle = _(
        "Win rate by value, leads beside it; filled where the interval leaves out the rate of all"
    )
    source = _(
        "n = {n} leads, {won} won. Wilson's 95 % intervals, by account; no rate under 20 leads."
    ).format(n=number(rates.base.n), won=number(rates.base.events or 0))
    return rates.sentence(), subtitle, source
