"""The review as one page: five sentences, four numbers, then the evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, MISSING, _, capital, day, number, percent, quarter_name
from leadkit.base.page import Page, Picture, Section, Table, bold, team
from leadkit.dialogue import reason_words
from leadkit.review import words
from leadkit.review.agreed_page import decided, line_in_force, promised
from leadkit.review.evidence import PROMISED_HOURS
from leadkit.review.ledger import as_read
from leadkit.review.sentences import Sentence, five_sentences
from leadkit.review.shortfall import Shortfall

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.review.quarterly import Review

WATERFALL, FUNNEL = 4.1, 2.9


def review_page(review: Review) -> Page:
    """Lay a review out; sections without evidence are left out."""
    sections = [
        decided(review.decisions),
        _where(review.shortfall),
        *([_against_plan(review.against_plan)] if review.against_plan else []),
        _funnel(review),
        Section(heading=_("Follow-up"), tables=_follow_up(review)),
        Section(heading=_("Sources"), tables=_sources(review)),
        Section(heading=_("Reasons"), tables=_reasons(review)),
        Section(heading=_("Spend"), tables=_spend(review)),
        promised(review.audit),
        line_in_force(review.policy, review.shortfall.sample.as_of),
        as_read(review.book),
        _limits(review),
    ]
    return Page(
        kind=_("Quarterly review"),
        title=capital(
            _("{quarter} against {before}").format(
                quarter=quarter_name(review.quarter), before=quarter_name(review.before)
            )
        ),
        subtitle=_("{firm} · leads that marketing handed off in these quarters").format(
            firm=review.book.name
        ),
        status=_status(review),
        say=[_marked(sentence) for sentence in five_sentences(review)],
        facts=_facts(review),
        sections=[shown for shown in sections if shown.pictures or shown.tables or shown.text],
        signatures=(_("Head of marketing"), _("Head of sales")),
        footer=_footer(review),
    )


def _marked(said: Sentence) -> Markup:
    text = bold(said.text, said.strong)
    return team(said.team) + " " + text if said.team else text


def _status(review: Review) -> tuple[str, str]:
    gap, progress = review.shortfall, review.progress
    over = _("Every lead of {quarter} is older than {days} days on {day}.").format(
        quarter=quarter_name(review.quarter), days=gap.sample.window_days, day=_day(gap)
    )
    if progress:
        text = _(
            "{quarter} is not over: {handed_off} leads handed off and {won} won so far. The split "
            "is that of {judged}. {over}"
        )
        told = {**progress, "quarter": quarter_name(progress["quarter"]), "over": over}
        return _("Provisional."), capital(text.format(**told, judged=quarter_name(review.quarter)))
    if review.open_quarters:
        over += " " + _("Still open and not judged here: {quarters}.").format(
            quarters=", ".join(map(quarter_name, review.open_quarters))
        )
    return _("Final."), over


def _day(gap: Shortfall) -> str:
    return day(gap.sample.as_of) if gap.sample.as_of else MISSING


def _facts(review: Review) -> Table:
    gap, quarters = review.shortfall, [review.before, review.quarter]
    digits = 1 if min(rate.n for rate in review.won) >= 500 else 0
    rows = [
        (_("Handed off"), *map(number, gap.leads)),
        (_("Won"), *map(number, gap.wins)),
        (_("Win rate"), *(percent(rate.value, digits) for rate in review.won)),
        (_("Interval, 95 %"), *(_ends(rate.low, rate.high, digits) for rate in review.won)),
        (_("Revenue, {unit}").format(unit=gap.scale.unit), *map(gap.scale.write, gap.revenue)),
    ]
    heads = [quarter_name(quarter) for quarter in quarters]
    table = pd.DataFrame(rows, columns=["", *heads])
    return Table(finding=_("The quarter in four numbers"), rows=table, numeric=heads)


def _ends(low: float, high: float, digits: int = 0) -> str:
    return f"{number(low * 100, digits)}{EN_DASH}{number(high * 100, digits)}"


def _where(gap: Shortfall) -> Section:
    heading = _("Where the {amount} went") if gap.gap < 0 else _("Where the {amount} came from")
    reading = _(
        "Each bar starts where the one above ended; the thin upright line is its own zero. A part "
        "whose interval crosses that line is hatched: the data cannot tell."
    )
    fair = _("The parts are a fair split, not a proof of cause.")
    notes = [
        (_("How to read it"), reading),
        (_("What it cannot tell"), f"{words.unmeasured()} {fair}"),
    ]
    amount = gap.scale.amount(abs(gap.printed_gap))
    return Section(heading=heading.format(amount=amount), pictures=[_waterfall(gap)], notes=notes)


def _against_plan(gap: Shortfall) -> Section:
    heading = _("Against the plan: {distance}").format(distance=words.distance(gap))
    notes = [(_("How the plan is split"), words.plan_split())]
    return Section(heading=heading, pictures=[_waterfall(gap)], notes=notes)


def _waterfall(gap: Shortfall) -> Picture:
    """Draw the parts; the same figures stand in the words for those who cannot see them."""
    drawing = figure.blank(WATERFALL)
    gap.plot(drawing.add_subplot())
    title, subtitle, source = gap.words()
    parts = "; ".join(
        f"{name} {amount} ({ends}), {verdict}"
        for name, amount, ends, verdict in words.part_rows(gap)
    )
    return Picture(
        uri=figure.data_uri(drawing),
        finding=capital(words.finding(gap)),
        subtitle=subtitle,
        source=source,
        alt=f"{title}. {gap.scale.unit}: {parts}.",
    )


def _funnel(review: Review) -> Section:
    drawing = figure.blank(FUNNEL)
    review.funnel.plot(drawing.add_subplot())
    drawing.subplots_adjust(left=0.09, right=0.99, top=0.95, bottom=0.17)
    title, subtitle = review.funnel.words()
    picture = Picture(
        uri=figure.data_uri(drawing),
        finding=title,
        subtitle=subtitle,
        source=_("Marketing's leads by the quarter of their handoff."),
        alt=_("{title}. Table below.").format(title=title),
    )
    rows = review.funnel.table
    table = rows.assign(cell=rows.apply(_stage, axis=1)).pivot_table(
        index="quarter", columns="stage", values="cell", aggfunc="first"
    )
    table["n"] = review.funnel.stage("won").set_index("quarter")["n"]
    stages = {
        "n": _("handed off"),
        "attempted": _("attempted"),
        "accepted": _("accepted"),
        "accepted_of_decided": _("accepted of decided"),
        "won": _("won"),
    }
    heads = {name: head for name, head in stages.items() if name in table}
    tables = _table(
        _("Stages, 95 % Wilson intervals"), table.rename(index=quarter_name), _("quarter"), heads
    )
    return Section(heading=_("Funnel by quarter"), pictures=[picture], tables=tables)


def _stage(row: Any) -> str:
    if not row["mature"]:
        return _("not over")
    return f"{percent(row['rate'])} ({_ends(row['low'], row['high'])})" if row["n"] else MISSING


def _follow_up(review: Review) -> list[Table]:
    table = review.follow_up.rename(index=quarter_name)
    if review.provisional:
        name = quarter_name(review.provisional)
        table = table.rename(index={name: _("{quarter}, not over").format(quarter=name)})
    heads = {
        "n": _("handed off"),
        "in_time": _("within {hours} working hours").format(hours=PROMISED_HOURS),
        "never_attempted": _("never called"),
    }
    n = [] if table.empty else [share.n for share in table["in_time"]]
    return _table(_("How soon leads were called"), table.assign(n=n), _("quarter"), heads)


def _sources(review: Review) -> list[Table]:
    heads = {
        "before": quarter_name(review.before),
        "after": quarter_name(review.quarter),
        "won_after": _("won in {quarter}").format(quarter=quarter_name(review.quarter)),
    }
    name = _("Leads handed off, the source that grew most first")
    return _table(name, review.sources, _("source"), heads)


def _reasons(review: Review) -> list[Table]:
    found = (
        (_("Why sales returned leads"), review.rejected),
        (_("Why leads that sales kept did not buy"), review.lost),
    )
    tables = []
    for name, table in found:
        heads = {
            str(q): f"{quarter_name(str(q))}, n = {number(table[q].iloc[0].n)}"
            for q in table
            if len(table)
        }
        tables += _table(name, table.rename(index=reason_words()), _("reason"), heads)
    return tables


def _spend(review: Review) -> list[Table]:
    known = [] if review.spend.empty else [c.high for c in review.spend["per_win"] if not c.refused]
    scale = words.Scale.of(max(known, default=0), review.book.settings.currency)

    def write(cost: Any) -> str:
        if not isinstance(cost, Estimate):
            return scale.write(cost)
        ends = scale.ends(cost.low, cost.high, sign=False)
        return MISSING if cost.refused else f"{scale.write(cost.value)} ({ends})"

    heads = {
        "spent": _("spent"),
        "per_handed_off_lead": _("per handed-off lead"),
        "per_win": _("per win (95 %)"),
    }
    name = _("Marketing and sales cost of marketing's leads, {unit}").format(unit=scale.unit)
    return _table(name, review.spend.rename(index=quarter_name), _("quarter"), heads, write)


def _write(cell: Any) -> str:
    if isinstance(cell, Estimate):
        return cell.write()
    return cell if isinstance(cell, str) else number(cell)


def _table(
    name: str,
    table: pd.DataFrame,
    index: str,
    heads: dict[str, str],
    write: Callable[[Any], str] = _write,
) -> list[Table]:
    """Write the cells of a table under the heads of its columns; no table where it is empty."""
    if table.empty:
        return []
    rows = table[list(heads)].map(write).set_axis(list(heads.values()), axis=1)
    rows = rows.rename_axis(index).rename_axis(None, axis=1).reset_index()
    return [Table(finding=name, rows=rows, numeric=list(heads.values()))]


def _limits(review: Review) -> Section:
    """List what the page has not said yet."""
    gap = review.shortfall
    said = " ".join([*review.sentences(), words.unmeasured()])
    return Section(
        heading=_("What this review cannot tell"),
        text=[text for text in gap.warnings if text not in said],
        details=_(
            "A ridge logistic regression of winning within {days} days on {features} and on "
            "follow-up, fitted to {quarters}, says what to expect of each lead. Revenue = leads x "
            "expected value under the usual follow-up x effect of the actual one x wins against "
            "expected x their value against expected; its change is split by Shapley values. "
            "Intervals: {draws} bootstrap draws by account, the model refitted in each."
        ).format(
            days=gap.sample.window_days,
            features=", ".join(gap.sample.names) or _("no column"),
            quarters=", ".join(map(quarter_name, gap.sample.reference_quarters)),
            draws=number(gap.draws),
        ),
    )


def _footer(review: Review) -> str:
    from leadkit import __version__

    return _("Data {sha} ({rows} rows) · as of {day} · leadkit {version} · seed {seed}").format(
        sha=review.book.sha256[:12] or MISSING,
        rows=number(len(review.book.leads)),
        day=_day(review.shortfall),
        version=__version__,
        seed=review.shortfall.seed,
    )
