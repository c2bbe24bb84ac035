"""Sheets that lie on the table: lead cards, reason codes, a call sheet, duties, signatures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from leadkit.base.language import N_, _, number
from leadkit.base.page import Table
from leadkit.dialogue.reasons import CODES, reason_table
from leadkit.learn.lessons.raci import DUTIES, LETTERS, ROLES
from leadkit.learn.roleplays.monthly import CALLS
from leadkit.learn.roleplays.script import LeadCard, Role, lead_cards
from leadkit.learn.roleplays.sheet import Block, Face, Sheet

A_PAGE, A_ROW = 10, 2
SOURCES = {
    "website": N_("website"),
    "trade fair": N_("trade fair"),
    "webinar": N_("webinar"),
    "referral": N_("referral"),
    "ads": N_("ads"),
}
BACKS = {
    "buys": N_("Won"),
    "no": N_("A good lead; does not buy"),
    "wrong number": N_("Not to be worked: wrong number (DATA_INVALID)"),
    "duplicate": N_("Not to be worked: the same person as card {n} (DUPLICATE)"),
    "no consent": N_("Not to be worked: no consent (NO_CONSENT)"),
    "outside": N_("Not to be worked: not our kind of customer (NOT_ICP)"),
}


def card_sheets() -> list[Sheet]:
    """Lay the lead cards out ten to a page, each page of fronts with its backs behind it."""
    cards = lead_cards()
    pages = [cards[start : start + A_PAGE] for start in range(0, len(cards), A_PAGE)]
    return [sheet for page in pages for sheet in (_fronts(page), _backs(page))]


def _fronts(page: Sequence[LeadCard]) -> Sheet:
    return _faces(_("Lead cards {first} to {last}, fronts"), page, tuple(map(_front, page)))


def _backs(page: Sequence[LeadCard]) -> Sheet:
    """Lay out the backs, each row the other way round, since the paper is turned over."""
    rows = [page[start : start + A_ROW] for start in range(0, len(page), A_ROW)]
    turned = tuple(_back(card) for row in rows for card in reversed(row))
    return _faces(_("Lead cards {first} to {last}, backs"), page, turned)


def _faces(title: str, page: Sequence[LeadCard], faces: tuple[Face, ...]) -> Sheet:
    first, last = (number(page[place].number) for place in (0, -1))
    return Sheet(
        title=title.format(first=first, last=last),
        goes_to=_("To cut out, for both desks"),
        blocks=(Block(faces=faces),),
    )


def _front(card: LeadCard) -> Face:
    came = _("{source}, {n} h ago").format(source=_(SOURCES[card.source]), n=number(card.hours))
    lines = (
        (_("company"), card.company or _("blank")),
        (_("telephone"), card.phone),
        (_("e-mail"), card.email),
        (_("source"), came),
        (_("may be called"), _("yes") if card.agreed else _("no answer given")),
        ("", str(card.asks)),
    )
    return Face(number(card.number), card.name, lines)


def _back(card: LeadCard) -> Face:
    truth = _(BACKS[card.truth]).format(n=number(card.same_as or 0))
    return Face(number(card.number), truth, (("", str(card.says)),))


def reasons_sheet() -> Sheet:
    """Lay out the reason codes: what each means, and whether a lead may be returned for it."""
    codes = reason_table()
    return Sheet(
        title=_("Reason codes"),
        goes_to=_("For everybody at the table"),
        blocks=(
            Block(
                text=(
                    _("A lead that cannot be worked is returned with a code. A lead that was "
                      "worked and lost gets a code too, and is not returned."),
                ),
                tables=(Table(finding=_("{n} codes").format(n=number(len(CODES))), rows=codes),),
            ),
        ),
    )  # fmt: skip


def call_sheet() -> Sheet:
    """Lay out the table in which sales' desk writes its calls, one for each round."""
    blank = pd.DataFrame(
        {
            _("call"): [number(call) for call in range(1, CALLS + 1)],
            **{name: [""] * CALLS for name in (_("card"), _("won, not bought or returned"),
                                               _("reason code"))},
        }
    )  # fmt: skip
    rounds = (_("Round one"), _("Round two"))
    return Sheet(
        title=_("Call sheet"),
        goes_to=_("For sales' desk"),
        side="sales",
        blocks=tuple(
            Block(tables=(Table(finding=name, rows=blank),), is_form=True) for name in rounds
        ),
    )


def duties_sheet() -> Sheet:
    """Lay out the blank page of duties (RACI)."""
    blank = pd.DataFrame(
        {_("duty"): [_(duty) for _key, duty in DUTIES]}
        | {_(role): [""] * len(DUTIES) for _key, role in ROLES}
    )
    letters = tuple(
        _("{letter}: {meaning}").format(letter=letter, meaning=_(meaning))
        for letter, meaning in LETTERS
    )
    rule = _(
        "One letter in a box. Each row has exactly one A and at least one R; both sides are at "
        "least asked about the definition and about a change of the line."
    )
    return Sheet(
        title=_("Who does what (RACI), blank"),
        goes_to=_("For everybody at the table"),
        blocks=(
            Block(text=(rule,), points=letters),
            Block(tables=(Table(finding=_("Six duties, five roles"), rows=blank),), is_form=True),
        ),
    )


def signing_table(roles: Sequence[Role]) -> Table:
    """Lay out the lines to sign on."""
    rows = pd.DataFrame(
        [(str(role.name), "", "", "") for role in roles],
        columns=[_("Role"), _("Name"), _("Date"), _("Signature")],
    )
    return Table(finding=_("Read and agreed"), rows=rows)
