"""A role-play as sheets: how it runs, private cards, evidence, form, points, answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.base.page import Table, inline_rows
from leadkit.learn.roleplays import evidence, monthly
from leadkit.learn.roleplays.extra import (
    call_sheet,
    card_sheets,
    duties_sheet,
    reasons_sheet,
    signing_table,
)
from leadkit.learn.roleplays.script import Packet, Role, Said, Script, read_script
from leadkit.learn.roleplays.sheet import Block, Handout, Sheet, Side

FACTS: dict[str, Callable[[], dict[str, str]]] = {
    "missing-18": evidence.facts,
    "seats-swapped": monthly.seats_facts,
    "signed-by-five": monthly.signed_facts,
}
NAMES = tuple(FACTS)
SIDES: dict[str, Side] = {"sales": "sales", "marketing": "marketing", "moderator": "shared"}
POINTS = ("0", "1", "2")
BOX = "☐"


@dataclass(frozen=True, eq=False, repr=False)
class RolePlay:
    """A role-play to print and play, in the reader's language.

    Attributes
    ----------
    script : Script
        Its texts, in both languages.
    """

    script: Script

    @property
    def key(self) -> str:
        """Its name on the command line."""
        return self.script.key

    @property
    def title(self) -> str:
        """Its name for people."""
        return str(self.script.title)

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(step.minutes for step in self.script.steps)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet: first how it runs, last the answers."""
        rest = self._played() + self._judged()
        return (self._course(rest), *rest)

    @property
    def table(self) -> pd.DataFrame:
        """A row for each sheet: its number, title, and whom it goes to."""
        return _listed(self.sheets)

    def sentence(self) -> str:
        """Say in one line what it takes."""
        return _("{title}: {n} people, {minutes} minutes, {sheets} sheets.").format(
            title=self.title,
            n=number(self.script.people),
            minutes=number(self.minutes),
            sheets=number(len(self.sheets)),
        )

    def html(self) -> str:
        """Return all sheets as one HTML file to print, with nothing to fetch."""
        return Handout(kind=_("Role-play"), title=self.title, sheets=self.sheets).html()

    def to_dict(self) -> dict[str, Any]:
        """Return what it takes, for a JSON file."""
        return {
            "format": 1,
            "key": self.key,
            "title": self.title,
            "minutes": self.minutes,
            "sheets": [{"title": sheet.title, "goes_to": sheet.goes_to} for sheet in self.sheets],
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        return inline_rows(self.table, caption=self.sentence())

    def _say(self, text: Said) -> str:
        """Return a text with its figures computed."""
        return str(text).format(**FACTS[self.key]())

    def _all(self, texts: tuple[Said, ...]) -> tuple[str, ...]:
        return tuple(map(self._say, texts))

    def _course(self, rest: tuple[Sheet, ...]) -> Sheet:
        steps = pd.DataFrame(
            {
                _("minutes"): [number(step.minutes) for step in self.script.steps],
                _("what happens"): [self._say(step) for step in self.script.steps],
            }
        )
        course = Table(finding=_("{n} minutes in all").format(n=number(self.minutes)), rows=steps)
        pile = Table(finding=_("Sheets to hand out"), rows=_listed(rest, first=2))
        blocks = (
            Block(text=(self._say(self.script.purpose),)),
            Block(heading=_("Before you start"), points=self._all(self.script.prepare)),
            Block(heading=_("How it runs"), tables=(course,)),
            Block(heading=_("What is in this pile"), tables=(pile,)),
        )
        return Sheet(
            title=_("{title}: how it runs").format(title=self.title),
            goes_to=_("For the moderator only"),
            blocks=blocks,
        )

    def _played(self) -> tuple[Sheet, ...]:
        cards = tuple(map(self._card, self.script.roles))
        halves = tuple(
            self._half(packet, role)
            for packet in self.script.packets
            for role in self.script.roles
            if role.key != "moderator"
        )
        form = self._form()
        if self.key == "seats-swapped":
            return (*cards, reasons_sheet(), call_sheet(), *card_sheets(), form)
        return (*cards, *halves, form, *([duties_sheet()] if self.key == "signed-by-five" else []))

    def _card(self, role: Role) -> Sheet:
        knows_crowd = self.key == "signed-by-five" and role.key == "marketing"
        private = Block(
            heading=_("Private: not to be shown"),
            text=(self._say(role.private),),
            tables=(monthly.crowd(),) if knows_crowd else (),
            is_private=True,
        )
        return self._of_role(
            role,
            str(role.name),
            (
                Block(heading=_("What everybody knows"), points=self._all(self.script.common)),
                Block(heading=_("Your task"), text=(self._say(role.task),)),
                private,
            ),
        )

    def _half(self, packet: Packet, role: Role) -> Sheet:
        halves = {"sales": evidence.sales_half, "marketing": evidence.marketing_half}
        told = packet.sales if role.key == "sales" else packet.marketing
        tables = halves[role.key](packet.letter)
        return self._of_role(
            role,
            _("Packet {letter}: {role}").format(letter=packet.letter, role=role.name),
            (
                Block(heading=_("What everybody knows"), tables=(evidence.total(packet.letter),)),
                Block(
                    heading=_("Private: say it, or keep it"),
                    text=(self._say(told),),
                    tables=tuple(tables),
                    is_private=True,
                ),
            ),
        )

    def _of_role(self, role: Role, title: str, blocks: tuple[Block, ...]) -> Sheet:
        return Sheet(
            title=title,
            goes_to=_("Only for: {role}").format(role=role.name),
            letter=role.letter,
            side=SIDES[role.key],
            blocks=blocks,
        )

    def _form(self) -> Sheet:
        signing = (signing_table(self.script.roles[:2]),) if self.key == "signed-by-five" else ()
        asked = Block(blanks=self._all(self.script.form))
        titles = {
            "missing-18": _("Verdict card"),
            "seats-swapped": _("What the observer counts"),
            "signed-by-five": _("The agreement: seven lines"),
        }
        goes_to = _("For everybody at the table")
        if self.key == "seats-swapped":
            goes_to = _("Only for: {role}").format(role=self.script.roles[-1].name)
        blocks = (asked, *(Block(tables=(table,), is_form=True) for table in signing))
        return Sheet(title=titles[self.key], goes_to=goes_to, blocks=blocks)

    def _judged(self) -> tuple[Sheet, ...]:
        rubric = pd.DataFrame(
            {_("points"): self._all(self.script.rubric)}
            | {point: [BOX] * len(self.script.rubric) for point in POINTS}
        )
        most = number(2 * len(self.script.rubric))
        table = Table(
            finding=_("0 = no, 1 = partly, 2 = yes; {most} in all").format(most=most), rows=rubric
        )
        points = Sheet(
            title=_("Points, and the talk afterwards"),
            goes_to=_("For the moderator only"),
            blocks=(
                Block(heading=_("Points"), tables=(table,)),
                Block(
                    heading=_("The talk afterwards"),
                    text=(_("In this order. The structure first, persons never."),),
                    points=self._all(self.script.debrief),
                ),
            ),
        )
        return (points, *self._answers())

    def _answers(self) -> tuple[Sheet, ...]:
        title, goes_to = _("Answers"), _("For the moderator only; opened at the end")
        if self.script.packets:
            return tuple(
                Sheet(
                    title=_("Answers to packet {letter}").format(letter=packet.letter),
                    goes_to=goes_to,
                    blocks=(
                        Block(heading=self._say(packet.verdict), text=(self._say(packet.why),)),
                        Block(tables=tuple(evidence.settling(packet.letter))),
                        Block(heading=_("A good next step"), text=(self._say(packet.next),)),
                    ),
                )
                for packet in self.script.packets
            )
        crowd = (Block(tables=(monthly.crowd(),)),) if self.key == "signed-by-five" else ()
        return (
            Sheet(
                title=title,
                goes_to=goes_to,
                blocks=(Block(points=self._all(self.script.answers)), *crowd),
            ),
        )


def role_play(name: str) -> RolePlay:
    """Open a role-play: private cards, evidence, points and answers, to print.

    Parameters
    ----------
    name : {"missing-18", "seats-swapped", "signed-by-five"}
        Which one.

    Returns
    -------
    RolePlay
        `html()` is every sheet on a page of its own, in the language spoken when it is called.

    Raises
    ------
    BadInput
        If there is none of this name.

    Examples
    --------
    >>> role_play("missing-18").minutes
    40
    """
    if name not in NAMES:
        raise BadInput(
            _("there is no role-play {name!r}").format(name=name),
            fix=_("Role-plays are {names}.").format(names=", ".join(NAMES)),
        )
    return RolePlay(read_script(name))


def _listed(sheets: tuple[Sheet, ...], first: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("sheet"): [number(place) for place in range(first, first + len(sheets))],
            _("what it is"): [sheet.title for sheet in sheets],
            _("who gets it"): [sheet.goes_to for sheet in sheets],
        }
    )
