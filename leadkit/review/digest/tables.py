"""The tables of a digest: each says what it counts, and what was left out in a row of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.agreement import words
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, _, day, number
from leadkit.base.page import Section, Table
from leadkit.dialogue import reason_words
from leadkit.dialogue.coverage import WEEKS
from leadkit.review.digest.loop import STATUSES

if TYPE_CHECKING:
    from leadkit.dialogue import Coming
    from leadkit.review.digest.digest import Digest

MOST_ROWS, MOST_LEADS, MOST_NEEDS = 4, 4, 3


def reasons(digest: Digest) -> Section:
    """Show why people do not buy, and what sales made of each source."""
    table = _with_others(digest.heard.table[["returned", "lost"]])
    total = int(table.to_numpy().sum())
    shares = [rate(int(n), total) for n in table.sum(axis=1)]
    rows = pd.DataFrame(
        {
            _("reason"): [reason_words().get(str(name), str(name)) for name in table.index],
            _("returned before work"): [number(n) for n in table["returned"]],
            _("lost after work"): [number(n) for n in table["lost"]],
            _("share (95 %)"): [_cell(share) for share in shares],
        }
    )
    finding = _("Leads returned or lost: {n}").format(n=number(total))
    tables = [_table(finding, rows)] if len(rows) else []
    by_source = _returned_by_source(digest)
    return Section(
        heading=_("Why people do not buy"), text=[by_source] if by_source else [], tables=tables
    )


def _returned_by_source(digest: Digest) -> str:
    """Say what sales made of each source, and why it returned most of it."""
    sources = _with_others(digest.heard.sources)
    said = []
    for source, row in sources.iterrows():
        code = digest.codes.get(str(source))
        counts = f"{source} {number(row['decided'] - row['returned'])} / {number(row['returned'])}"
        said.append(f"{counts} ({code})" if code else counts)
    text = _("Accepted / returned by source: {sources}.")
    return text.format(sources=", ".join(said)) if said else ""


def _with_others(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows of a table of counts, and all others in one."""
    if len(table) <= MOST_ROWS + 1:
        return table
    others = table.iloc[MOST_ROWS:].sum().to_frame(_("all others")).T
    return pd.concat([table.iloc[:MOST_ROWS], others])


def _needs(digest: Digest) -> list[str]:
    """Say what buyers need, how they rate the product, how sales grades the leads."""
    heard = digest.heard
    if not heard.said:
        return []
    rows = heard.needs.head(MOST_NEEDS).iterrows()
    named = ", ".join(f"{need} {_need(row)}" for need, row in rows)
    text = [_("What buyers need most often: {needs}.").format(needs=named)] if named else []
    rating = _("Product rating, 1 to 5: {rating}.")
    text.append(rating.format(rating=_rating(heard.rating)))
    if sum(heard.grades.values()):
        grades = ", ".join(f"{grade} {number(n)}" for grade, n in heard.grades.items())
        text.append(_("Lead grades: {grades}.").format(grades=grades))
    return [" ".join(text)]


def _need(row: pd.Series[Any]) -> str:
    n, rating = number(row["n"]), row["rating"]
    if rating.refused:
        return n
    return _("{n} (rating {rating})").format(n=n, rating=rating.write(1))


def coming(digest: Digest) -> Section:
    """Say what is on its way to sales."""
    coming = digest.coming
    quality = " ".join([*_quality(coming), *_complete(digest)])
    sources = " ".join([*_by_source(coming), *_campaigns(coming)])
    text = [*_expected(coming), quality, sources, *_gaps(digest)]
    return Section(heading=_("Volume and quality to come"), text=[one for one in text if one])


def _by_source(coming: Coming) -> list[str]:
    table = _with_others(coming.table)
    if table.empty:
        return []
    named = ", ".join(
        f"{source} {number(row['arrived'])} / {number(row['handed_off'])}"
        for source, row in table.iterrows()
    )
    return [_("Arrived / handed off by source: {named}.").format(named=named)]


def _complete(digest: Digest) -> list[str]:
    """Say how many dossiers are complete."""
    n, complete = len(digest.dossiers), int((digest.dossiers["missing"] == "").sum())
    text = _("Dossiers complete: {complete} of {n}.")
    return [text.format(complete=number(complete), n=number(n))] if complete < n else []


def _expected(coming: Coming) -> list[str]:
    """Say what to expect next, and how often such a range held before."""
    if coming.expected.refused:
        return []
    text = _("Next week, 95 times in 100: {handoffs} handoffs")
    if not coming.arriving.refused:
        text = _("Next week, 95 times in 100: {arriving} new leads, {handoffs} handoffs")
    if not coming.wins.refused:
        text += _(", {wins} of them won within {days} days")
    if coming.checked.n:
        text += _(" (the range of handoffs held in {held} of the last {n} weeks)")
    return [
        text.format(
            handoffs=ends(coming.expected),
            arriving=ends(coming.arriving),
            wins=ends(coming.wins),
            days=number(coming.window_days),
            held=number(coming.checked.held),
            n=number(coming.checked.n),
        )
        + "."
    ]


def _quality(coming: Coming) -> list[str]:
    said = []
    standard = coming.meets_standard
    if standard is not None and standard.n:
        said.append(_("Meet the standard, of those arrived: {share}.").format(share=standard))
    if coming.above.n:
        text = _("Above the line, of those scored in four weeks: {share}.")
        said.append(text.format(share=coming.above))
    if coming.tiers and coming.scored_on:
        tiers = ", ".join(f"{tier} {number(n)}" for tier, n in coming.tiers.items())
        scored = _("Not handed off yet, by tier as scored on {day}: {tiers}.")
        said.append(scored.format(day=day(coming.scored_on), tiers=tiers))
    elif coming.waiting:
        waiting = _("Qualified, not handed off yet: {n}.")
        said.append(waiting.format(n=number(coming.waiting)))
    return said


def _campaigns(coming: Coming) -> list[str]:
    shown = coming.campaigns.head(MOST_NEEDS)
    if shown.empty:
        return []
    named = ", ".join(f"{name} {number(n)}" for name, n in shown.items())
    return [_("Campaigns that brought most: {named}.").format(named=named)]


def signs(digest: Digest) -> Section:
    """Show the signs of the market, campaigns and problems, with what each asks."""
    kinds = {
        "market": _("market"), "competitor": _("competitor"), "campaign": _("campaign"),
        "problem": _("problem"),
    }  # fmt: skip
    table = digest.told.table.head(MOST_ROWS)
    rows = pd.DataFrame(
        {
            _("sign"): [kinds.get(kind, kind) for kind in table["kind"]],
            _("what"): list(table["text"]),
            _("how we know"): list(table["evidence"].fillna(MISSING)),
            _("whose turn, or done"): [_turn(row) for row in table.to_dict("records")],
        }
    )
    tables = [_table(_("Signs told: {n}").format(n=number(len(digest.told.table))), rows)]
    return Section(
        heading=_("Signs of the market, campaigns and problems"), tables=tables if len(rows) else []
    )


def _turn(row: Mapping[Any, Any]) -> str:
    """Say whose turn it is and by when, or what became of it."""
    if pd.isna(row["owner"]) or pd.isna(row["due"]):
        return _("to know")
    if row["status"] != "open":
        return _(STATUSES.get(row["status"], row["status"]))
    return f"{_(row['owner'])}, {day(row['due'].date())}"


def dossiers(digest: Digest) -> Section:
    """Show the dossiers that lack something."""
    lacking = digest.dossiers[digest.dossiers["missing"] != ""]
    table = lacking.head(MOST_LEADS)
    rows = pd.DataFrame(
        {
            _("lead"): list(table["lead_id"]),
            _("source"): list(table["source"].fillna(MISSING)),
            _("segment"): list(table["segment"].fillna(MISSING)),
            _("missing"): list(table["missing"]),
        }
    )
    finding = _("Dossiers that lack something: {n}").format(n=number(len(lacking)))
    return Section(
        heading=_("Dossiers of the leads handed off"),
        tables=[_table(finding, rows)] if len(rows) else [],
    )


def _gaps(digest: Digest) -> list[str]:
    """Say in which segments the two sides do not meet."""
    found = digest.gaps
    if found is None or found.gaps.empty:
        return []
    text = _("Gaps between the sides in {weeks} weeks: {sentence}")
    return [text.format(sentence=found.sentence(), weeks=number(WEEKS))]


def kept(digest: Digest) -> Section:
    """Say what sales did with the leads and heard from buyers."""
    said = []
    if digest.called.n:
        text = _("Called within {hours} of the handoff: {share}.")
        hours = words.hours(digest.call_hours)
        said.append(text.format(hours=hours, share=_counted(digest.called)))
    feedback = digest.heard.told
    if feedback.n and digest.book.table("feedback") is not None:
        text = _("Called the week before and spoken of since: {share}.")
        said.append(text.format(share=_counted(feedback)))
    work = [" ".join(said)] if said else []
    return Section(heading=_("Work, needs and ratings"), text=[*work, *_needs(digest)])


def _counted(share: Estimate) -> str:
    counts = _("{n} of {of}").format(n=number(share.events or 0), of=number(share.n))
    return counts if share.refused else f"{counts}, {share.write()}"


def _table(finding: str, rows: pd.DataFrame) -> Table:
    numbers = [name for name in rows.columns[1:] if _is_number(rows[name])]
    return Table(finding=finding, rows=rows, numeric=numbers)


def _is_number(cells: pd.Series[Any]) -> bool:
    return bool(len(cells)) and all(str(cell)[:1].isdigit() for cell in cells)


def ends(expected: Estimate) -> str:
    """Write the ends of an interval of counts."""
    return _("{low} to {high}").format(low=number(expected.low), high=number(expected.high))


def _cell(share: Estimate) -> str:
    return MISSING if share.refused else share.write()


def _rating(mean: Estimate) -> str:
    if not mean.refused:
        return mean.write(1)
    return _("too few for a mean ({n})").format(n=number(mean.n)) if mean.n else MISSING
