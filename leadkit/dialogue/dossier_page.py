"""The dossier as one page to print and take to the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.language import MISSING, N_, _, day, listed, number, percent
from leadkit.base.page import Page, Section, Table
from leadkit.dialogue.reasons import reason_words

if TYPE_CHECKING:
    from leadkit.dialogue.dossier import Dossier

STEPS = {
    "created_at": N_("first heard of"),
    "mql_at": N_("called qualified"),
    "handed_off_at": N_("handed off"),
    "first_response_at": N_("first attempt of sales"),
    "accepted_at": N_("accepted"),
    "rejected_at": N_("returned"),
}
PERSON = {
    "full_name": N_("name"),
    "company": N_("firm"),
    "phone": N_("telephone"),
    "email": N_("e-mail"),
    "consent_at": N_("agreed to be contacted on"),
}
COLUMNS = {
    "source": N_("source"),
    "campaign": N_("campaign"),
    "segment": N_("segment"),
}
DECIDED = {
    "hand_off": N_("hand off"),
    "nurture": N_("nurture"),
    "drop": N_("drop"),
    "repair": N_("repair"),
}


def dossier_page(found: Dossier) -> Page:
    """Lay out a dossier: why this lead, what was promised, what to ask, what has happened."""
    internal = _("INTERNAL: this page names a person. Do not forward it."), ""
    sections = [
        _why(found),
        _promised(found),
        _known(found),
        _happened(found),
        *([_contact(found)] if found.contact else []),
    ]
    return Page(
        kind=_("Dossier of a lead"),
        title=_("Lead {id}").format(id=found.lead_id),
        subtitle=found.book.name,
        status=internal if found.contact else ("", ""),
        say=[found.sentence(), *_ask(found), *_account(found)],
        sections=[one for one in sections if one.text or one.tables],
        footer=_("Data {sha} · known at the handoff, unless a later day is named").format(
            sha=found.book.sha256[:12] or MISSING
        ),
    )


def _ask(found: Dossier) -> list[str]:
    said = []
    if found.faults:
        text = _("It fails the data-quality standard ({codes}): send it back to be mended.")
        said.append(text.format(codes=found.faults))
    elif found.missing:
        names = listed([_name(name) for name in found.missing])
        said.append(_("Ask on the first call: {names}.").format(names=names))
    return said


def _account(found: Dossier) -> list[str]:
    account = found.account
    if not account["known"]:
        return []
    text = _("Other leads of the same account: {known}, of them won {won}, lost {lost}.")
    return [text.format(**{name: number(n) for name, n in account.items()})]


def _why(found: Dossier) -> Section:
    text = []
    if found.chance is not None:
        by_model = _(
            "By the model in use its chance of buying is {chance}. Why, largest part first:"
        )
        text = [by_model.format(chance=percent(found.chance, 1)), *found.reasons]
    score = found.score
    if score:
        parts = [
            _("chance {chance}").format(chance=percent(score["probability"], 1))
            if score["probability"] is not None
            else "",
            _("tier {tier}").format(tier=score["tier"]) if score["tier"] else "",
            _(DECIDED.get(str(score["decision"]), str(score["decision"]))),
        ]
        logged = _("When it was decided on, {day}: {decided}.").format(
            day=day(score["at"].tz_convert(found.book.settings.timezone)),
            decided=listed([part for part in parts if part]),
        )
        text.append(logged)
    return Section(heading=_("Why this lead"), text=text)


def _promised(found: Dossier) -> Section:
    table = found.promised
    if table.empty:
        return Section(
            heading=_("What the customer may have heard from us"),
            text=[_("No campaign to this segment is on record in the 60 days before.")],
        )
    rows = pd.DataFrame(
        {
            _("told on"): [day(at) for at in _local(found, table["at"])],
            _("campaign"): table["text"],
            _("how we know"): table["evidence"].fillna(MISSING),
        }
    )
    finding = _("Campaigns told to this segment, or to all, in the 60 days before")
    return Section(
        heading=_("What the customer may have heard from us"),
        tables=[Table(finding=finding, rows=rows)],
    )


def _known(found: Dossier) -> Section:
    cells = [(_name(name), value) for name, value in found.known.items()]
    cells += [("", "")] * (len(cells) % 2)
    half = len(cells) // 2
    pairs = [(*one, *other) for one, other in zip(cells[:half], cells[half:], strict=True)]
    heads = [_("what"), _("is known")]
    rows = pd.DataFrame(pairs, columns=[*heads, *(f"{head} " for head in heads)])
    finding = _("Known at the handoff: {n} of {of}").format(
        n=number(len(found.known)), of=number(len(found.known) + len(found.missing))
    )
    return Section(heading=_("All that is known"), tables=[Table(finding=finding, rows=rows)])


def _happened(found: Dossier) -> Section:
    steps = pd.DataFrame(
        {
            _("step"): [_(STEPS[step]) for step in found.road],
            _("when"): [_moment(found, at) for at in found.road.values()],
        }
    )
    tables = [Table(finding=_("Its road so far"), rows=steps)]
    if len(found.heard):
        rows = pd.DataFrame(
            {
                _("said on"): [day(at) for at in _local(found, found.heard["at"])],
                _("grade"): found.heard["lead_grade"].fillna(MISSING),
                _("need"): found.heard["need"].fillna(MISSING),
                _("rating"): [_whole(cell) for cell in found.heard["product_rating"]],
                _("reason"): [
                    MISSING if pd.isna(code) else reason_words().get(str(code), str(code))
                    for code in found.heard["reason"]
                ],
            }
        )
        tables.append(Table(finding=_("What sales said of it"), rows=rows))
    return Section(heading=_("What has happened"), tables=tables)


def _contact(found: Dossier) -> Section:
    rows = pd.DataFrame(
        {
            _("what"): [_(PERSON[name]) for name in found.contact],
            _("contact"): list(found.contact.values()),
        }
    )
    return Section(
        heading=_("Contact"), tables=[Table(finding=_("For the person who calls"), rows=rows)]
    )


def _name(column: str) -> str:
    return _(COLUMNS[column]) if column in COLUMNS else column


def _local(found: Dossier, times: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return times.dt.tz_convert(found.book.settings.timezone)


def _moment(found: Dossier, at: pd.Timestamp) -> str:
    local = at.tz_convert(found.book.settings.timezone)
    return f"{day(local)} {local:%H:%M}"


def _whole(cell: Any) -> str:
    return MISSING if pd.isna(cell) else number(cell)
