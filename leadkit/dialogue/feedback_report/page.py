"""The feedback report as a page: what to act on and who, then the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, _, capital, day, ngettext, number
from leadkit.base.page import Fold, Page, Picture, Section, Table
from leadkit.base.pictured import drawn, picture
from leadkit.dialogue.feedback_report.endings import PARTS
from leadkit.dialogue.feedback_report.picture import (
    pareto_height,
    pareto_words,
    plot_trends,
    trend_words,
)
from leadkit.dialogue.feedback_report.strangers import why_words
from leadkit.dialogue.feedback_report.words import (
    action_rows,
    owner_rows,
    part_words,
    reason_rows,
    sentences,
    status,
)
from leadkit.dialogue.reasons import reason_table

if TYPE_CHECKING:
    from leadkit.dialogue.feedback_report.call_back import CallBack
    from leadkit.dialogue.feedback_report.sales_feedback import SalesFeedback

SHOWN = 20


def feedback_page(found: SalesFeedback, calls: CallBack | None = None) -> Page:
    """Lay the report out."""
    return Page(
        kind=_("What sales reports to marketing"),
        title=str(found.days),
        subtitle=_("{firm} · leads that marketing handed off").format(firm=found.book.name),
        status=status(found),
        say=sentences(found),
        facts=_facts(found),
        sections=[
            _to_do(found),
            _reasons(found),
            _trends(found),
            _product(found),
            _reps(found),
            *([_called(calls)] if calls else []),
            *([_aside(found)] if len(found.aside) else []),
        ],
        footer=_footer(found),
    )


def _facts(found: SalesFeedback) -> Table:
    waited = MISSING if pd.isna(found.waited) else number(found.waited, 1)
    rows = [
        (_("ended without a win"), number(len(found.ended))),
        *(
            (name, number(int((found.ended["part"] == part).sum())))
            for part, name in part_words().items()
        ),
        (_("with a reason in 5 working days"), found.complete.whole.write()),
        (_("spoken of in 7 days"), found.prompt.whole.write()),
        (_("days to the first word, median"), waited),
    ]
    table = pd.DataFrame(rows, columns=[_("leads"), " "])
    return Table(finding=_("In numbers"), rows=table, numeric=[" "])


def _to_do(found: SalesFeedback) -> Section:
    rows = action_rows(found)
    finding = _("What the reports ask for, and who answers for it")
    text = [] if len(rows) else [_("Nothing stands out in these days.")]
    return Section(
        heading=_("What to act on"),
        text=text,
        tables=[Table(finding=finding, rows=rows)] if len(rows) else [],
    )


def _reasons(found: SalesFeedback) -> Section:
    pictures = [_pareto(found, part) for part in PARTS if not found.reasons[part].refused]
    owners = owner_rows(found)
    every = Table(
        finding=_("Every reason, its group, its owner and its trend"),
        rows=reason_rows(found),
        numeric=["n"],
    )
    is_few = len(pictures) < len(PARTS)
    tables = [
        *([every] if is_few and len(every.rows) else []),
        *_counted(_("By who answers for the remedy"), owners),
    ]
    folds = [
        *([] if is_few else [Fold(summary=_("Every reason"), tables=[every])]),
        Fold(summary=_("What the codes mean"), tables=[
            Table(finding=_("Groups, codes and what follows from each"), rows=reason_table())
        ]),
    ]  # fmt: skip
    undated = ngettext(
        "{n} lead was lost on an unknown day and stands nowhere here.",
        "{n} leads were lost on an unknown day and stand nowhere here.",
        found.undated,
    ).format(n=number(found.undated))
    notes = [
        (
            _("Returned is not lost"),
            _("A returned lead was no chance to sell: the remedy lies before the handoff. "
              "A lost lead was one: the remedy lies in offer and selling."),
        ),
        (
            _("What it cannot tell"),
            _("These are the seller's words for the buyer's reasons. Calling buyers back shows "
              "how far they agree."),
        ),
    ]  # fmt: skip
    return Section(
        heading=_("Why leads ended"),
        text=[
            *([undated] if found.undated else []),
            *([] if pictures else [note for _head, note in notes]),
        ],
        pictures=pictures,
        tables=tables,
        folds=folds,
        notes=notes if pictures else [],
        details=_(
            "Returned: rejected by sales; lost: closed as lost without being returned; both within "
            "the span, by marketing's handoffs. Shares are of the leads with a reason; intervals "
            "by Goodman (1965) hold for all shares of a part together. Two shares are told apart "
            "by z = (a - b) / sqrt(a + b) at 5 %, against the first by Holm (1979). Below 20 "
            "leads there are counts alone."
        ),
    )  # fmt: skip


def _pareto(found: SalesFeedback, part: str) -> Picture:
    pareto = found.reasons[part]
    finding, subtitle, source = pareto_words(pareto)
    heading = _("{part}: {finding}").format(part=capital(part_words()[part]), finding=finding)
    return drawn(pareto.plot, (heading, subtitle, source), pareto_height(pareto), bottom=0.3)


def _counted(finding: str, rows: pd.DataFrame) -> list[Table]:
    """Return a table of numbers, each row named by its first cell; none where it is empty."""
    numeric = [str(name) for name in rows.columns[1:]]
    return [Table(finding=finding, rows=rows, numeric=numeric)] if len(rows) else []


def _trends(found: SalesFeedback) -> Section:
    has_any = (found.trends.table["verdict"] != "too few").any()
    rows = found.trends.rows()
    return Section(
        heading=_("What rose and what fell"),
        text=[] if has_any else [found.trends.sentence()],
        pictures=[picture(plot_trends(found.trends), trend_words(found.trends))] if has_any else [],
        folds=[
            Fold(
                summary=_("The counts"),
                tables=[Table(finding=_("Leads with each reason, by period"), rows=rows)],
            )
        ]
        if len(rows)
        else [],
        details=_(
            "Of each reason, its share of the leads that ended so in each of the last six quarters "
            "(months, where the data hold too few quarters): trend test of Cochran (1954) and "
            "Armitage (1955), corrected by Holm (1979) over all reasons looked at. A reason with "
            "fewer than 20 cases, or with fewer than three periods of 20 leads, is not looked at."
        ),
    )


def _product(found: SalesFeedback) -> Section:
    return Section(
        heading=_("What buyers need, and how sales grades leads"),
        text=[found.needs.sentence()],
        tables=[
            *_counted(found.needs.said.sentence(), found.needs.rows()),
            *_counted(found.grades.sentence(), found.grades.rows()),
        ],
        details=_(
            "Of several words on one lead the last counts for needs and ratings. Ratings: mean "
            "with Student's interval, trend by a straight line through the ratings of the periods. "
            "Grades: of all handoffs whose window is over, those graded before they ended ({late} "
            "graded afterwards are left out); trend test over the grades. Sales speaks more often "
            "of those who buy, so the shares lie above those of all leads."
        ).format(late=number(found.grades.too_late)),
    )


def _reps(found: SalesFeedback) -> Section:
    finding = _("A reason that says something within five working days: {said}")
    spoken = _("A word on called leads within seven days: {said}")
    outside = found.habits.rows()
    return Section(
        heading=_("Who reports, and when"),
        tables=[
            Table(
                finding=finding.format(said=found.complete.sentence()),
                rows=found.complete.rows(),
            ),
            Table(finding=spoken.format(said=found.prompt.sentence()), rows=found.prompt.rows()),
            *([Table(finding=found.habits.sentence(), rows=outside)] if len(outside) else []),
        ],
        text=[
            _(
                "Reps stand in alphabetical order, which is no ranking: inside what luck gives, a "
                "higher and a lower share mean the same; outside it, ask before you judge."
            ),
            *([] if len(outside) else [found.habits.sentence()]),
        ],
        details=_(
            "Luck gives: exact binomial limits that hold 99.8 % of reps who do as all do together. "
            "Drawn to the whole: 20 cases of the whole added to each rep's own. A reason written "
            "in the lead has no time of its own and counts as written at the ending. Reasons by "
            "rep: written against expected from the other reps' leads of the same part and source, "
            "exact Poisson intervals; Fisher's exact test over parts and sources, corrected by "
            "Holm over all pairs."
        ),
    )  # fmt: skip


def _called(calls: CallBack) -> Section:
    rows = calls.rows()
    finding = _("Where the buyer gives another reason")
    return Section(
        heading=_("What buyers say when called back"),
        text=[
            calls.sentence(),
            _("By group of reasons, kappa {kappa}.").format(kappa=calls.groups.write()),
        ]
        if not calls.codes.refused
        else [calls.sentence()],
        tables=[Table(finding=finding, rows=rows, numeric=["n"])] if len(rows) else [],
        details=_(
            "Cohen's kappa (1960): 1 is full agreement, 0 what chance gives. Intervals by "
            "resampled accounts; {waiting} buyers have no answer yet and stand in no rate."
        ).format(waiting=number(calls.waiting)),
    )


def _aside(found: SalesFeedback) -> Section:
    words = why_words()
    shown = found.aside.head(SHOWN)
    rows = pd.DataFrame(
        {
            _("row"): number(row["row"]),
            _("column"): row["column"],
            _("value"): row["value"],
            _("why"): words.get(row["reason"], row["reason"]),
        }
        for row in shown.to_dict("records")
    )
    return Section(
        heading=_("Feedback that could not be used"),
        text=[
            ngettext(
                "{n} row of feedback stands in no count; it is kept in set-aside.csv.",
                "{n} rows of feedback stand in no count; they are kept in set-aside.csv.",
                len(found.aside),
            ).format(n=number(len(found.aside)))
        ],
        tables=[Table(finding=_("The first of them"), rows=rows)],
    )


def _footer(found: SalesFeedback) -> str:
    return _("Data {sha} ({rows} rows) · as of {day}").format(
        sha=found.book.sha256[:12] or MISSING,
        rows=number(len(found.book.leads)),
        day=day(found.now.tz_convert(found.days.timezone).date()),
    )
