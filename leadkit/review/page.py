"""The review as one page: five sentences, four numbers, then the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, MISSING, _, day, number, percent
from leadkit.base.page import Page, Picture, Section, Table, bold, team
from leadkit.review.result import TEAMS, Shortfall
from leadkit.review.sections import (
    follow_up_section,
    funnel_section,
    progress_section,
    reason_section,
    source_section,
    spend_section,
)
from leadkit.review.sentences import Sentence, five_sentences
from leadkit.review.wording import (
    distance,
    finding,
    part_names,
    sentence,
    team_names,
    verdict_words,
)

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.review.quarterly import Review

WATERFALL = 4.1


def review_page(review: Review) -> Page:
    """Lay a review out."""
    return Page(
        kind=_("Quarterly review"),
        title=_("{quarter} against {before}").format(quarter=review.quarter, before=review.before),
        subtitle=_("{firm} · leads that marketing handed off in these quarters").format(
            firm=review.firm
        ),
        status=_status(review),
        say=[_marked(said) for said in five_sentences(review)],
        facts=_facts(review),
        sections=[
            _where(review.shortfall),
            *([_against_plan(review.against_plan)] if review.against_plan else []),
            *([progress_section(review.progress)] if review.progress else []),
            funnel_section(review),
            *([follow_up_section(review)] if review.speed else []),
            *([source_section(review)] if review.sources else []),
            *([reason_section(review)] if review.rejected or review.lost else []),
            *([spend_section(review)] if review.costs else []),
            _limits(review),
        ],
        signatures=(_("Head of marketing"), _("Head of sales")),
        footer=_footer(review),
    )


def _marked(said: Sentence) -> Markup:
    text = bold(said.text, said.strong)
    return team(said.team) + " " + text if said.team else text


def _status(review: Review) -> tuple[str, str]:
    gap = review.shortfall
    over = _("Every lead of {quarter} is older than {days} days on {day}.").format(
        quarter=review.quarter, days=gap.window_days, day=day(gap.as_of) if gap.as_of else MISSING
    )
    if review.provisional:
        return _("Provisional."), _(
            "{asked} is not over, its numbers can still change; the split is that of {judged}, "
            "the last quarter that is over. {over}"
        ).format(asked=review.provisional, judged=review.quarter, over=over)
    if review.open_quarters:
        still = _("Still open and not judged here: {quarters}.").format(
            quarters=", ".join(review.open_quarters)
        )
        over = f"{over} {still}"
    return _("Final."), over


def _facts(review: Review) -> Table:
    gap = review.shortfall
    rates = [review.won[quarter] for quarter in (review.before, review.quarter)]
    digits = 1 if min(rate.n for rate in rates) >= 500 else 0
    rows = [
        (_("Handed off"), *map(number, gap.leads)),
        (_("Won"), *map(number, gap.wins)),
        (_("Win rate"), *(percent(rate.value, digits) for rate in rates)),
        (_("95 % interval"), *(_ends(rate, digits) for rate in rates)),
        (
            _("Revenue, {unit}").format(unit=gap.scale.unit),
            *(gap.scale.write(amount) for amount in gap.revenue),
        ),
    ]
    quarters = [review.before, review.quarter]
    table = pd.DataFrame(rows, columns=["", *quarters])
    return Table(finding=_("The quarter in four numbers"), rows=table, numeric=quarters)


def _ends(rate: Estimate, digits: int) -> str:
    return f"{number(rate.low * 100, digits)}{EN_DASH}{number(rate.high * 100, digits)}"


def _where(gap: Shortfall) -> Section:
    heading = (
        _("Where the {amount} went") if gap.gap < 0 else _("Where the {amount} came from")
    ).format(amount=gap.scale.amount(abs(gap.printed_gap)))
    return Section(
        heading=heading,
        pictures=[_waterfall(gap)],
        tables=[_parts(gap)],
        notes=[
            (
                _("How to read it"),
                _(
                    "Each bar starts where the one above ended; the thin upright line is its own "
                    "zero. A part whose interval crosses that line is hatched: the data cannot "
                    "tell."
                ),
            ),
            (
                _("What it cannot tell"),
                _(
                    "“Selling” holds everything that nobody measured: skill, price, competitors, "
                    "hidden lead quality. The parts are a fair split, not a proof of cause."
                ),
            ),
        ],
    )


def _against_plan(gap: Shortfall) -> Section:
    return Section(
        heading=_("Against the plan: {distance}").format(distance=distance(gap)),
        pictures=[_waterfall(gap)],
        tables=[_parts(gap)],
        notes=[
            (
                _("How the plan is split"),
                _(
                    "Volume: leads handed off against planned. Lead quality: planned win rate x "
                    "planned value. Follow-up, selling and deal value against what earlier "
                    "quarters promise of such leads."
                ),
            )
        ],
    )


def _waterfall(gap: Shortfall) -> Picture:
    drawing = figure.blank(WATERFALL)
    gap.plot(drawing.add_subplot())
    title, subtitle, source = gap.words()
    return Picture(
        uri=figure.data_uri(drawing),
        finding=sentence(finding(gap)),
        subtitle=subtitle,
        source=source,
        alt=_("{title}. Table below.").format(title=title),
    )


def _parts(gap: Shortfall) -> Table:
    shared = _("both, and the market")
    rows = [
        {
            _("part"): part_names()[part],
            _("measured on the work of"): team_names().get(TEAMS.get(part, ""), shared),
            gap.scale.unit: gap.scale.write(gap.printed[part], sign=True),
            _("95 % interval"): gap.scale.interval(estimate),
            _("verdict"): verdict_words()[gap.verdicts[part]],
        }
        for part, estimate in gap.parts.items()
    ]
    table = pd.DataFrame(rows)
    cells = [_("together"), "", gap.scale.write(gap.printed_gap, sign=True), _("counted"), ""]
    table.loc[len(table)] = cells
    return Table(
        finding=_("The five parts add up to the gap"),
        rows=table,
        numeric=[gap.scale.unit, _("95 % interval")],
    )


def _limits(review: Review) -> Section:
    gap = review.shortfall
    plan = review.against_plan
    said = dict.fromkeys([*gap.warnings, *(plan.warnings[3:] if plan else ())])
    return Section(
        heading=_("What this review cannot tell"),
        text=list(said),
        details=_(
            "A ridge logistic regression of winning within {days} days on {features} and on "
            "follow-up (time to the first attempt, never attempted) is fitted to {quarters}. "
            "Revenue = leads x expected value per lead under the usual follow-up x effect of the "
            "actual follow-up x wins against expected x value of wins against expected; its "
            "change is split by Shapley values. Intervals: {draws} bootstrap draws by account, "
            "the model refitted in each, seed {seed}."
        ).format(
            days=gap.window_days,
            features=", ".join(gap.features) or _("no column"),
            quarters=", ".join(gap.reference),
            draws=number(gap.draws),
            seed=gap.seed,
        ),
    )


def _footer(review: Review) -> str:
    from leadkit import __version__

    gap = review.shortfall
    return _("Data {sha} ({rows} rows) · as of {day} · leadkit {version} · seed {seed}").format(
        sha=review.sha256[:12] or MISSING,
        rows=number(review.rows),
        day=day(gap.as_of) if gap.as_of else MISSING,
        version=__version__,
        seed=gap.seed,
    )
