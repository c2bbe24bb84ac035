"""The picture of a screening: rules by the leads that fail them, or by what those cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number, percent
from leadkit.quality.findings import Finding, Unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.quality.screening import Screening

LABELS, COUNTS = 2.75, 1.75
SIZE, LINE, GAP, AXIS = 8, 0.145, 0.14, 0.75


@dataclass(frozen=True)
class Words:
    """What stands around the picture, on a page or in a notebook."""

    finding: str
    subtitle: str
    source: str


def height(screening: Screening) -> float:
    """Return the height in inches that the rules need, captions apart."""
    ranked = screening.ranked
    lines = max([2, *(len(_label(finding)) for finding in ranked)])
    return (lines * LINE + GAP) * max(len(ranked), 1) + AXIS


def words(screening: Screening) -> Words:
    """Return the finding, the reading aid and the source of the picture."""
    ranked = screening.ranked
    if not ranked:
        return Words(_("No rule could be checked on this table"), "", "")
    first, is_money = ranked[0], ranked[0].cost is not None
    finding = _("Most often: {rule} ({n} of {rows} leads)")
    if is_money:
        finding = _("Costs most: {rule} ({n} of {rows} leads)")
    if first.n == 0:
        finding = _("All {rows} leads pass every rule that was checked")
    what = _("share of leads that fail")
    if is_money:
        what = _("what sales spent on failing leads, {unit}").format(unit=_unit(screening).name)
    rows = number(screening.rows - screening.unreadable)
    return Words(
        finding.format(rule=first.rule.sentence.rstrip("."), n=number(first.n), rows=rows),
        _("{what}; black rules set a lead aside, grey ones only count it").format(what=what),
        _("{rows} leads that could be read; standard {version}; tick: value, bar: 95 % Wilson "
          "score interval").format(rows=rows, version=screening.standard.version),
    )  # fmt: skip


def draw(screening: Screening, ax: Axes | None = None) -> Axes:
    """Draw the rules; on axes of its own the captions stand around them."""
    if ax is not None:
        marks(screening, ax)
        return ax
    text = words(screening)
    ax = figure.axes(height(screening) + 0.6)
    marks(screening, ax)
    figure.caption(ax, text.finding, text.subtitle, text.source)
    return ax


def marks(screening: Screening, ax: Axes) -> None:
    """Draw one row a rule: its words, its interval with the value as a tick, its counts."""
    ranked = screening.ranked
    ax.figure.subplots_adjust(
        left=LABELS / figure.WIDTH, right=1 - COUNTS / figure.WIDTH, top=0.99, bottom=0.08
    )
    for place, finding in enumerate(ranked):
        _row(screening, ax, place, finding)
    ax.set_ylim(max(len(ranked), 1) - 0.5, -0.5)
    ax.set_yticks([])
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlim(left=0)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(_tick(screening))


def _row(screening: Screening, ax: Axes, place: int, finding: Finding) -> None:
    shown = _shown(finding)
    colour = figure.INK if finding.rule.severity == "gate" else figure.SHARED
    ends = [shown.low, shown.high]
    ax.plot(ends, [place, place], color=colour, linewidth=5, solid_capstyle="butt")
    ax.plot([shown.value] * 2, [place - 0.28, place + 0.28], color=colour, linewidth=2)
    beside = ax.get_yaxis_transform()
    label = "\n".join(_label(finding))
    ax.text(-0.04, place, label, transform=beside, ha="right", va="center", size=SIZE)
    counts = _("{n} of {rows}").format(n=number(finding.n), rows=number(finding.rate.n))
    written = shown.write() if finding.cost is None else _unit(screening).write(finding.cost)
    text = f"{counts}\n{written}"
    ax.text(1.04, place, text, transform=beside, ha="left", va="center", size=SIZE)


def _label(finding: Finding) -> list[str]:
    return figure.wrap(finding.rule.sentence, LABELS - 0.3, SIZE)


def _tick(screening: Screening) -> Callable[[float, float], str]:
    if not any(finding.cost for finding in screening.findings):
        return lambda value, _place: percent(value)
    unit = _unit(screening)
    return lambda value, _place: number(value / unit.size)


def _unit(screening: Screening) -> Unit:
    costs = [finding.cost for finding in screening.findings]
    return Unit.of(costs, screening.accepted.settings.currency)


def _shown(finding: Finding) -> Estimate:
    return finding.cost or finding.rate
