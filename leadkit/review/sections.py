"""The evidence on the review's page: funnel, follow-up, sources, reasons, spend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, MISSING, _, money, number, percent
from leadkit.base.page import Picture, Section, Table
from leadkit.review.evidence import PROMISED_HOURS, Progress
from leadkit.review.reasons import Reason, reason_words

if TYPE_CHECKING:
    from leadkit.review.quarterly import Review

FUNNEL = 2.9


def progress_section(progress: Progress) -> Section:
    """Show how far a quarter that is not over has come; none of it is a rate yet."""
    rows = [
        (_("handed off so far"), number(progress.handed_off)),
        (_("attempted so far"), number(progress.attempted)),
        (_("accepted so far"), number(progress.accepted)),
        (_("won so far"), number(progress.won)),
    ]
    columns = ["", progress.quarter]
    return Section(
        heading=_("{quarter} so far").format(quarter=progress.quarter),
        tables=[
            Table(
                finding=_("Provisional counts: every one of them can still grow"),
                rows=pd.DataFrame(rows, columns=columns),
                numeric=columns[1:],
            )
        ],
    )


def funnel_section(review: Review) -> Section:
    """Show the win rate by quarter, and the stages before it."""
    drawing = figure.blank(FUNNEL)
    review.funnel.plot(drawing.add_subplot())
    drawing.subplots_adjust(left=0.09, right=0.99, top=0.95, bottom=0.17)
    title, subtitle = review.funnel.words()
    rows = review.funnel.table
    stages = list(dict.fromkeys(rows["stage"]))
    cells = {
        quarter: {_stage_words()[row["stage"]]: _stage(row) for row in part.to_dict("records")}
        | {_("handed off"): number(int(part.loc[part["stage"] == "won", "n"].iloc[0]))}
        for quarter, part in rows.groupby("quarter")
    }
    columns = [_("handed off"), *(_stage_words()[stage] for stage in stages)]
    table = pd.DataFrame(cells).T.reindex(columns=columns).rename_axis(_("quarter")).reset_index()
    return Section(
        heading=_("Funnel by quarter"),
        pictures=[
            Picture(
                uri=figure.data_uri(drawing),
                finding=title,
                subtitle=subtitle,
                source=_("Marketing's leads by the quarter of their handoff."),
                alt=_("{title}. Table below.").format(title=title),
            )
        ],
        tables=[Table(finding=_("Stages, 95 % Wilson intervals"), rows=table, numeric=columns)],
    )


def _stage_words() -> dict[str, str]:
    return {
        "attempted": _("attempted"),
        "accepted": _("accepted"),
        "accepted_of_decided": _("accepted of decided"),
        "won": _("won"),
    }


def _stage(row: Any) -> str:
    if not row["mature"]:
        return _("not over")
    if not row["n"]:
        return MISSING
    ends = f"{number(row['low'] * 100)}{EN_DASH}{number(row['high'] * 100)}"
    return f"{percent(row['rate'])} ({ends})"


def follow_up_section(review: Review) -> Section:
    """Show speed to lead in both quarters."""
    rows = [
        {
            _("quarter"): _open_mark(speed.quarter, review),
            _("handed off"): number(speed.in_time.n),
            _("within {hours} working hours").format(hours=PROMISED_HOURS): speed.in_time.write(),
            _("never attempted"): speed.never.write(),
        }
        for speed in review.speed
    ]
    table = pd.DataFrame(rows)
    return Section(
        heading=_("Follow-up"),
        tables=[
            Table(
                finding=_(
                    "Leads called within {hours} working hours; never called is a miss"
                ).format(hours=PROMISED_HOURS),
                rows=table,
                numeric=list(table.columns[1:]),
            )
        ],
    )


def _open_mark(quarter: str, review: Review) -> str:
    return (
        _("{quarter}, not over").format(quarter=quarter)
        if (quarter == review.provisional)
        else quarter
    )


def source_section(review: Review) -> Section:
    """Show where the leads came from."""
    rows = [
        {
            _("source"): source.name,
            review.before: number(source.before),
            review.quarter: number(source.after),
            _("won in {quarter}").format(quarter=review.quarter): source.won.write(),
        }
        for source in review.sources
    ]
    table = pd.DataFrame(rows)
    return Section(
        heading=_("Sources"),
        tables=[
            Table(
                finding=_("Leads handed off by source, the one that grew most first"),
                rows=table,
                numeric=list(table.columns[1:]),
            )
        ],
    )


def reason_section(review: Review) -> Section:
    """Show why leads were returned, and why they did not buy."""
    tables = []
    for found, name in (
        (review.rejected, _("Why sales returned leads")),
        (review.lost, _("Why leads that sales worked did not buy")),
    ):
        if found:
            tables.append(_reason_table(found, name))
    return Section(heading=_("Reasons"), tables=tables)


def _reason_table(reasons: list[Reason], name: str) -> Table:
    rows = [
        {_("reason"): reason_words().get(reason.code, reason.code)}
        | {quarter: _counted(share) for quarter, share in reason.by_quarter.items()}
        for reason in reasons
    ]
    return Table(finding=name, rows=pd.DataFrame(rows), numeric=list(reasons[0].by_quarter))


def _counted(share: Estimate) -> str:
    counts = _("{n} of {total}").format(n=number(share.events or 0), total=number(share.n))
    return counts if share.refused else f"{counts}: {share.write()}"


def spend_section(review: Review) -> Section:
    """Show what leads and wins cost."""
    rows = [
        {
            _("quarter"): cost.quarter,
            _("spent"): money(cost.spent, review.currency),
            _("handed off"): number(cost.leads),
            _("per handed-off lead"): money(cost.per_lead, review.currency),
            _("won"): number(cost.per_win.events or 0),
            _("per win (95 %)"): cost.per_win.write(),
        }
        for cost in review.costs
    ]
    table = pd.DataFrame(rows)
    return Section(
        heading=_("Spend"),
        tables=[
            Table(
                finding=_("Marketing and sales cost of marketing's leads"),
                rows=table,
                numeric=list(table.columns[1:]),
            )
        ],
    )
