"""The cards laid out as tables, and the sample book's pass rate beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.language import _, number
from leadkit.base.notebook import Told, tell
from leadkit.learn.lessons.cards import SIX, TWELVE, Card
from leadkit.learn.lessons.judging import PASS_LINE, screened_six

if TYPE_CHECKING:
    from leadkit.quality import ScreeningReport


@dataclass(frozen=True, repr=False)
class Deck:
    """Cards laid out as a table."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __repr__(self) -> str:
        return "\n".join("; ".join(filter(None, row)) for row in self.rows)

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(caption=self.title, columns=[*self.heads], rows=[*self.rows], note=self.note)


def six_leads() -> Deck:
    """Lay out the six leads with their scores."""
    scores = screened_six().scores["score"]
    return Deck(
        _("Six leads, as they come in"),
        (
            _("lead"), _("company"), _("telephone"), _("e-mail"), _("province, source"),
            _("consent"), _("age at the handoff"), _("score"),
        ),
        tuple(
            (
                card.name, card.company, card.phone, card.email,
                ", ".join(filter(None, (card.province, _(card.source) if card.source else ""))),
                card.consent,
                age(card), number(score, 2),
            )
            for card, score in zip(SIX, scores, strict=True)
        ),
        _("Pass line: {line}. Gates: there is a way to reach the person and consent to use it; "
          "the person is not there already.").format(line=number(PASS_LINE, 2)),
    )  # fmt: skip


def twelve_leads() -> Deck:
    """Lay out the twelve leads."""
    return Deck(
        _("Twelve leads, as they come in"),
        (
            _("lead"), _("company"), _("telephone"), _("e-mail"), _("consent"),
            _("age at the handoff"),
        ),
        tuple(
            (card.name, card.company, card.phone, card.email, card.consent, age(card))
            for card in TWELVE
        ),
    )  # fmt: skip


def age(card: Card) -> str:
    """Say how old a card's lead is at the handoff."""
    return _("{n} h").format(n=number(card.hours, 0 if card.hours == int(card.hours) else 1))


def passed_of(report: ScreeningReport) -> Told:
    """Say how many leads of a book pass, beside the rate."""
    return tell(
        _("Of {rows} leads in the sample book {accepted} pass the standard: {passed}.").format(
            rows=number(report.rows),
            accepted=number(len(report.accepted.leads)),
            passed=report.passed,
        )
    )
