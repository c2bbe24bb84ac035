"""The picture of an exploration plan: cost, worth and what remains, by leads handed off by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, money, number
from leadkit.handoff.words import column_unit, headed, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.unseen.exploration import Exploration

HEIGHT, SIZE = 2.6, 8.5


def plot_exploration(plan: Exploration, ax: Axes | None = None) -> Axes:
    """Draw worth, cost and worth minus cost over the number explored; the best one marked."""
    if ax is None:
        ax = figure.axes(HEIGHT + 1.2)
        figure.caption(ax, *plan_words(plan))
    table = plan.table[plan.table["n"] <= _most(plan)]
    scale, unit = column_unit(
        plan.economics.currency, float(table["worth"].abs().max()) if len(table) else 0.0
    )
    for name, color, style in (
        ("worth", figure.MARKETING, "--"),
        ("cost", figure.SALES, ":"),
        ("net", figure.INK, "-"),
    ):
        ax.plot(table["n"], table[name] / scale, style, color=color, lw=2.0, zorder=3)
    ax.axhline(0, color=figure.SHARED, lw=1.0, zorder=2)
    ax.margins(x=0)
    _name_lines(ax)
    if plan.best:
        net = float(table["net"].max()) / scale
        ax.plot(plan.best, net, "o", color=figure.INK, ms=7, zorder=4)
        ax.annotate(
            _("best: {n} leads").format(n=number(plan.best)),
            (plan.best, net), (0, -14), textcoords="offset points",
            size=SIZE, weight="bold", ha="center", va="top", zorder=5,
            bbox={"fc": "white", "ec": "none", "pad": 1},
        )  # fmt: skip
    ax.xaxis.set_major_formatter(lambda x, _at: number(x))
    ax.yaxis.set_major_formatter(lambda y, _at: number(y))
    ax.set_xlabel(_("Leads of the band handed off by lot"))
    ax.set_ylabel(headed(_("money"), unit))
    return ax


def _most(plan: Exploration) -> float:
    """Return up to which number anything happens."""
    table = plan.table
    peak = int(table["n"].iloc[table["worth"].argmax()]) if len(table) else 0
    return max(3.0 * plan.best, 2.0 * peak)


def _name_lines(ax: Axes) -> None:
    """Name the three lines above the axes."""
    names = {"worth": _("worth of knowing"), "cost": _("cost"), "net": _("what remains")}
    handles = dict(zip(names, ax.lines, strict=False))
    ax.legend(
        handles.values(), names.values(), loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3,
        fontsize=SIZE, handlelength=2.6,
    )  # fmt: skip


def plan_words(plan: Exploration) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    if plan.best:
        finding = _("Handing off about {n} leads by lot buys most").format(n=number(plan.best))
    else:
        finding = _("Handing off leads by lot does not pay here")
    subtitle = _(
        "Expected money by the number of leads explored, scores from {low} to {high}"
    ).format(low=line(plan.low), high=line(plan.high))
    source = _(
        "{coming} leads to come. Win rate believed before: Beta({a}, {b}). Value of sample "
        "information; for certain it would be {evpi}."
    ).format(
        coming=number(plan.coming),
        a=number(plan.prior[0], 1),
        b=number(plan.prior[1], 1),
        evpi=money(plan.evpi, plan.economics.currency),
    )
    return finding, subtitle, source
