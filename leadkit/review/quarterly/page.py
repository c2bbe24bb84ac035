"""The review as one page: five sentences, four numbers, then the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import (
    EN_DASH,
    MISSING,
    _,
    capital,
    day,
    ngettext,
    number,
    percent,
    quarter_name,
)
from leadkit.base.page import Page, Picture, Section, Table, bold, team
from leadkit.dialogue import reason_words
from leadkit.review.audit.ledger import as_read, days_of
from leadkit.review.missing import missing_section
from leadkit.review.quarterly.agreed import decided, hours_counted, line_in_force, promised
from leadkit.review.quarterly.sentences import Sentence, five_sentences
from leadkit.review.shortfall import doubts, words
from leadkit.review.shortfall.shortfall import Shortfall

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.book import Book
    from leadkit.review.quarterly.review import Review

WATERFALL = 3.5


def review_page(review: Review) -> Page:
    """Lay a review out; a part without evidence is named with what it lacks."""
    sections = [
        decided(review.decisions, review.decision_log),
        _where(review.shortfall),
        *([] if review.witnesses.refusal else [review.witnesses.section()]),
        *([_against_plan(review.against_plan)] if review.against_plan else []),
        *_by_part(review),
        *([] if review.by_rep.refusal else [review.by_rep.section()]),
        _follow_up(review),
        Section(heading=_("Reasons"), tables=_reasons(review)),
        *(part.section() for part in review.road.parts.values() if not part.refusal),
        *review.tools.sections(),
        promised(review.audit, review.quarter),
        line_in_force(review.policy, review.shortfall.sample.as_of),
        missing_section(review.missing()),
        as_read(review.book),
        _limits(review),
    ]
    return Page(
        kind=_("Quarterly review"),
        title=_title(review),
        subtitle=_subtitle(review.book, review.quarter),
        status=_status(review),
        say=[_marked(sentence) for sentence in five_sentences(review)],
        facts=_facts(review),
        sections=[shown for shown in sections if shown.pictures or shown.tables or shown.text],
        signatures=(_("Head of marketing"), _("Head of sales")),
        footer=_footer(review),
    )


def _title(review: Review) -> str:
    quarter = quarter_name(review.quarter)
    if review.against == "plan":
        return capital(_("{quarter} against the plan").format(quarter=quarter))
    before = quarter_name(review.against)
    return capital(_("{quarter} against {before}").format(quarter=quarter, before=before))


def _subtitle(book: Book, quarter: str) -> str:
    """Name the firm, and the days of a quarter that is not the calendar's."""
    text = _("{firm} · leads that marketing handed off in these quarters").format(firm=book.name)
    if book.settings.fiscal_year_starts == 1:
        return text
    days = _("{quarter} is {first} to {last}")
    first, last = days_of(quarter, book)
    quarter = quarter_name(quarter)
    return f"{text} · {days.format(quarter=quarter, first=day(first), last=day(last))}"


def _marked(said: Sentence) -> Markup:
    text = bold(said.text, said.strong)
    return team(said.team) + " " + text if said.team else text


def _status(review: Review) -> tuple[str, str]:
    gap, progress = review.shortfall, review.progress
    over = _("Every lead of {quarter} is older than {days} days on {day}.").format(
        quarter=quarter_name(review.quarter), days=gap.sample.window_days, day=_day(gap)
    )
    if progress:
        text = ngettext(
            "{quarter} is not over: {handed_off} lead handed off and {won} won so "
            "far. The split is that of {judged}. {over}",
            "{quarter} is not over: {handed_off} leads handed off and {won} won so "
            "far. The split is that of {judged}. {over}",
            progress["handed_off"],
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
    gap, is_planned = review.shortfall, review.against == "plan"
    after = review.won[1]
    before = review.won[0] if isinstance(review.won[0], Estimate) else None
    digits = 1 if min(one.n for one in (before or after, after)) >= 500 else 0
    rates = [float(getattr(won, "value", won)) for won in review.won]  # type: ignore[arg-type]
    ends = [_ends(one.low, one.high, digits) if one else MISSING for one in (before, after)]
    rows = [
        (_("Handed off"), *map(number, gap.leads)),
        (_("Won"), *map(number, gap.wins)),
        (_("Win rate"), *(percent(one, digits) for one in rates)),
        (_("Interval, 95 %"), *ends),
        (_("Revenue, {unit}").format(unit=gap.scale.head), *map(gap.scale.write, gap.revenue)),
    ]
    heads = [_("Plan") if is_planned else quarter_name(review.against)]
    heads.append(quarter_name(review.quarter))
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
        (_("What it cannot tell"), f"{doubts.unmeasured()} {fair}"),
    ]
    if gap.sample.planned is not None:
        notes.append((_("How the plan is split"), doubts.plan_split()))
    amount = gap.scale.amount(abs(gap.printed_gap))
    return Section(heading=heading.format(amount=amount), pictures=[_waterfall(gap)], notes=notes)


def _against_plan(gap: Shortfall) -> Section:
    heading = _("Against the plan: {distance}").format(distance=words.distance(gap))
    notes = [(_("How the plan is split"), doubts.plan_split())]
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
        alt=f"{title}. {gap.scale.head}: {parts}.",
    )


def _by_part(review: Review) -> list[Section]:
    """Show the first column that can be shown, and the others folded under it."""
    shown = [one for one in review.by_part if not one.refusal]
    if not shown:
        return []
    return [replace(shown[0].section(), folds=[one.fold() for one in shown[1:]])]


def _follow_up(review: Review) -> Section:
    """Show how soon leads were called, by which hours and of which leads."""
    tables = _called(review)
    text = [hours_counted(review)] if tables else []
    return Section(heading=_("Follow-up"), text=text, tables=tables)


def _called(review: Review) -> list[Table]:
    table = review.follow_up.rename(index=quarter_name)
    if review.provisional:
        name = quarter_name(review.provisional)
        table = table.rename(index={name: _("{quarter}, not over").format(quarter=name)})
    heads = {
        "n": _("handed off"),
        "in_time": _("within {hours}").format(hours=review.promised[review.quarter].calls),
        "never_attempted": _("never called"),
    }
    n = [] if table.empty else [share.n for share in table["in_time"]]
    return _table(_("How soon leads were called"), table.assign(n=n), _("quarter"), heads)


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


def _write(cell: Any) -> str:
    if isinstance(cell, Estimate):
        return cell.write()
    return cell if isinstance(cell, str) else number(cell)


def _table(
    name: str,
    table: pd.DataFrame,
    index: str,
    heads: dict[str, str],
) -> list[Table]:
    """Write the cells of a table under the heads of its columns; no table where it is empty."""
    if table.empty:
        return []
    rows = table[list(heads)].map(_write).set_axis(list(heads.values()), axis=1)
    rows = rows.rename_axis(index).rename_axis(None, axis=1).reset_index()
    return [Table(finding=name, rows=rows, numeric=list(heads.values()))]


def _limits(review: Review) -> Section:
    """List what the page has not said yet."""
    gap = review.shortfall
    said = " ".join([*review.sentences(), doubts.unmeasured()])
    return Section(
        heading=_("What this review cannot tell"),
        text=[text for text in gap.warnings if text not in said],
        details=_(
            "A ridge logistic regression of winning within {days} days on {features} and on "
            "follow-up, fitted to {quarters}, says what to expect of each lead. Revenue = leads × "
            "expected value under the usual follow-up × effect of the actual one × wins against "
            "expected × their value against expected; its change is split by Shapley values. "
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
