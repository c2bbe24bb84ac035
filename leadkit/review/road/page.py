"""The road as sections of the review page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.language import _, capital, money, ngettext, number, quarter_name
from leadkit.base.page import Fold, Picture, Section, Table
from leadkit.base.pictured import drawn, picture
from leadkit.review.road.pictures import (
    AROUND,
    CURVES,
    ROW,
    costly,
    coverage_words,
    plot_coverage,
    plot_provisional,
    plot_sources,
    provisional_words,
    source_words,
)
from leadkit.review.road.result import Result
from leadkit.review.road.tables import period_rows, source_cost_rows, with_costs

if TYPE_CHECKING:
    from leadkit.review.road.cohorts import Cohorts
    from leadkit.review.road.costs import Money, Sources
    from leadkit.review.road.coverage import Coverage
    from leadkit.review.road.provisional import Provisional
    from leadkit.review.road.recycled import Recycled
    from leadkit.review.road.road import Road
    from leadkit.review.road.velocity import Velocity

FUNNEL, NAMES, BESIDE = 2.3, 1.55, 1.5
LAST = 4


def road_sections(road: Road) -> list[Section]:
    """Lay out every part; one that the data do not allow says which column is missing."""
    return [part.section() for part in road.parts.values()]


def heading(part: Result) -> str:
    """Name the section of a part."""
    headings = {
        "Cohorts": _("Funnel by quarter"),
        "Velocity": _("Sales velocity"),
        "Money": _("What a lead and a customer cost"),
        "Sources": _("Sources"),
        "Recycled": _("Leads handed off again"),
        "Provisional": _("The quarter that is not over"),
        "Coverage": _("Open leads against the plan"),
    }
    return headings[type(part).__name__]


def _table(finding: str, rows: pd.DataFrame) -> Table:
    return Table(finding=finding, rows=rows, numeric=[str(name) for name in list(rows)[1:] if name])


def cohort_section(cohorts: Cohorts) -> Section:
    """Show the win rate by quarter, the stages, and the period ratio under its own name."""
    drawing = figure.blank(FUNNEL)
    cohorts.plot(drawing.add_subplot())
    drawing.subplots_adjust(left=0.09, right=0.99, top=0.95, bottom=0.17)
    shown, subtitle = cohorts.funnel.words()
    source = _("Marketing's leads by the quarter of their handoff; hatched: not over.")
    text = _(
        "Wins closed in a quarter are mostly of leads handed off before it. Their number over the "
        "leads handed off in the quarter is a ratio of two groups of leads, not a win rate: it "
        "falls when many leads come in, though each is sold as well as before."
    )
    name = _("Period ratio: wins closed in the quarter / leads handed off in the quarter")
    folds = []
    if "closed_wins" in cohorts.table:
        last = period_rows(cohorts).tail(LAST)
        finding = ngettext(
            "Period ratio of the last quarter",
            "Period ratio of the last {n} quarters",
            len(last),
        ).format(n=number(len(last)))
        tables = [_table(finding, last)]
        folds = [Fold(summary=name, text=[text], tables=tables)]
    return Section(
        heading=heading(cohorts),
        text=[cohorts.sentence()],
        pictures=[picture(drawing, (shown, subtitle, source))],
        tables=[_table(_("Stages by quarter of handoff, 95 % intervals"), cohorts.rows())],
        folds=folds,
        details=_(
            "Rates: Wilson score intervals. Days to win: median of the leads won within {days} "
            "days, interval of its order statistics. A quarter is over when its last lead is older "
            "than {days} days; of one that is not, the share called and accepted is given so far."
        ).format(days=number(cohorts.funnel.window_days)),
    )


def velocity_section(velocity: Velocity) -> Section:
    """Show the velocity with its factors."""
    text, unknown = [velocity.sentence()], int(velocity.table["unknown_values"].sum())
    if unknown:
        text.append(
            ngettext(
                "{n} win has no value; it counts with the mean of its segment.",
                "{n} wins have no value; they count with the mean of their segment.",
                unknown,
            ).format(n=number(unknown))
        )
    return Section(
        heading=heading(velocity),
        text=text,
        tables=[
            _table(_("Leads × win rate × deal value ÷ days from handoff to win"), velocity.rows())
        ],
        details=_(
            "Counted at handed-off leads; counted at accepted ones it is the same number, since "
            "leads times win rate are the wins. Interval: 2,000 Poisson bootstrap draws by account."
        ),
    )


def money_section(found: Money) -> Section:
    """Show what leads cost by quarter."""
    text = [found.sentence()]
    if found.lacks:
        text.append(
            _("spend.csv holds no {column}: the costs are without it.").format(column=found.lacks)
        )
    if found.unassigned:
        amount = money(found.unassigned, found.currency)
        text.append(
            _("{amount} went to sources that handed no lead off in that quarter.").format(
                amount=amount
            )
        )
    name = _("Marketing and sales cost of marketing's leads, {unit}").format(unit=found.scale.head)
    return Section(
        heading=heading(found),
        text=text,
        tables=[_table(name, found.rows())],
        details=_(
            "Money spent in the quarter over leads handed off in it, and over those of them that "
            "were accepted and won within the outcome window: no lag to guess, money and customers "
            "belong to the same leads. CAC: customer acquisition cost. Intervals: the exact ones "
            "of a Poisson count (Garwood, 1936): what the same money may bring again."
        ),
    )


def sources_section(sources: Sources) -> Section:
    """Show rates and costs by source."""
    quarter = quarter_name(sources.quarter)
    rows, finding = sources.rows(), _("Leads and rates by source, 95 % intervals")
    costs = source_cost_rows(sources)
    if len(costs):
        text = _("Leads, rates and costs by source in {quarter}, {unit}; 95 % intervals")
        finding = text.format(quarter=quarter, unit=sources.scale.head)
        rows = with_costs(sources, costs)
    shown = costly(sources)
    pictures: list[Picture] = []
    if (shown["quarter"] == sources.quarter).any() and "n_won" in shown:
        height = ROW * shown["source"].nunique() + AROUND
        pictures.append(
            drawn(lambda ax: plot_sources(sources, ax), source_words(sources), height, left=NAMES)
        )
    return Section(
        heading=heading(sources),
        text=[sources.sentence()],
        pictures=pictures,
        tables=[_table(finding, rows)],
    )


def recycled_section(recycled: Recycled) -> Section:
    """Show second handoffs apart."""
    notes = []
    if recycled.table.get("accepted", pd.Series(1)).isna().any():
        notes = [
            (
                _("What is missing"),
                _("The book does not say whether sales accepted leads handed off again."),
            )
        ]
    return Section(
        heading=heading(recycled),
        text=[recycled.sentence()],
        tables=[_table(_("First and later handoffs, 95 % intervals"), recycled.rows())],
        notes=notes,
    )


def provisional_section(provisional: Provisional) -> Section:
    """Show the open quarters at their age."""
    text, pictures = [], []
    if len(provisional.curves) > 1:
        pictures = [_curves(provisional)]
    else:
        text = [provisional.sentence()]
    undated = int(provisional.table["undated_wins"].sum())
    if undated:
        text.append(
            ngettext(
                "{n} win without a closing date is left out.",
                "{n} wins without a closing date are left out.",
                undated,
            ).format(n=number(undated))
        )
    return Section(
        heading=heading(provisional),
        text=text,
        pictures=pictures,
        tables=[_table(_("Provisional: at the age its leads have reached"), provisional.rows())],
        details=_(
            "Cumulative incidence of winning, losing being the competing end (Aalen and Johansen, "
            "1978), up to the age that a tenth of the leads, and at least 20, have reached; "
            "compared with {quarter} at the same age. The difference joins both intervals "
            "(Newcombe, 1998)."
        ).format(quarter=quarter_name(provisional.against)),
    )


def _curves(provisional: Provisional) -> Picture:
    drawing = figure.blank(CURVES)
    left, right = 0.7 / figure.WIDTH, 1 - BESIDE / figure.WIDTH
    box = (left, 0.5 / CURVES, right - left, 1 - 0.62 / CURVES)
    plot_provisional(provisional, drawing.add_axes(box))
    return picture(drawing, provisional_words(provisional))


def coverage_section(coverage: Coverage) -> Section:
    """Show the open leads against the plan."""
    height = ROW * 1.8 * len(coverage.table) + AROUND
    shown = drawn(
        lambda ax: plot_coverage(coverage, ax), coverage_words(coverage), height, left=0.9
    )
    name = _("Open leads and plan, {unit}").format(unit=coverage.scale.head)
    return Section(
        heading=heading(coverage),
        pictures=[shown],
        tables=[_table(name, coverage.rows())],
        details=capital(
            _(
                "Each open lead draws the end of a lead of the same segment, from up to four "
                "quarters that are over, that was still open at its age: an old open lead buys "
                "more rarely than a fresh one. Interval: {draws} draws, the donors weighted anew "
                "by account (Rubin, 1981). Pipeline coverage: the open leads at their mean deal "
                "value over what the plan still lacks; needed is 1 over the share of it they win."
            ).format(draws=number(1_000))
        ),
    )


SECTIONS: dict[str, Callable[[Any], Section]] = {
    "Cohorts": cohort_section,
    "Velocity": velocity_section,
    "Money": money_section,
    "Sources": sources_section,
    "Recycled": recycled_section,
    "Provisional": provisional_section,
    "Coverage": coverage_section,
}
