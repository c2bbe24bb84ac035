"""What an accusation is told: whether it is true, on what it stands, and what really happened."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.language import N_, _, number
from leadkit.learn.checking import Note
from leadkit.learn.lessons.firms import CARDS, FIRMS, Firm, answer

KEY = "t06.firms"
MILLION = 1_000_000
VERDICTS = (
    ("leads", N_("the leads")),
    ("selling", N_("selling")),
    ("cannot tell", N_("cannot tell from these cards")),
)
PARTS = (
    ("volume", N_("number of leads")),
    ("quality", N_("lead quality that columns show")),
    ("hidden", N_("lead quality that no column shows")),
    ("speed", N_("follow-up")),
    ("people", N_("selling")),
)
WRONG = {
    ("bad_selling", "leads"): N_(
        "Nothing about the leads moved, neither their sources nor what was accepted of them. Look "
        "who won less."
    ),
    ("bad_leads", "selling"): N_(
        "All sellers fell alike, and the leads that sales found itself were won as before. What "
        "moved is where the leads come from."
    ),
    ("hidden", "selling"): N_(
        "No column of the leads moved, so the rest looks like selling. But the same sellers won "
        "the leads that they found themselves as before."
    ),
}


@dataclass(frozen=True)
class Accusation:
    """A verdict on a firm, and the cards that were open when it was given."""

    firm: Firm
    verdict: str
    opened: frozenset[str]

    @property
    def is_true(self) -> bool:
        """Whether it names what really happened."""
        return self.verdict == self.firm.verdict

    @property
    def is_shown(self) -> bool:
        """Whether it is true and the card that tells was open."""
        return self.is_true and self.firm.telling in self.opened

    @property
    def head(self) -> str:
        """The word a reply begins with; a true accusation without evidence is no success."""
        if self.is_shown:
            return _("True, and you can show it.")
        if self.is_true:
            return _("True, but by luck.")
        if self.verdict == "cannot tell":
            return _("Fair, but it can be told.")
        return _("Not so.")

    @property
    def evidence(self) -> str:
        """What the accusation stands on, or what speaks against it."""
        if (self.firm.scenario, self.verdict) in WRONG:
            return _(WRONG[self.firm.scenario, self.verdict])
        text = _("The card that tells was among yours: “{card}”.")
        if self.firm.telling not in self.opened:
            text = _("The card that tells was not among yours: “{card}”.")
        return text.format(card=_(dict(CARDS)[self.firm.telling]))

    @property
    def truth(self) -> str:
        """What really happened, and its parts in money."""
        found = answer(self.firm.scenario)
        parts = [
            f"{_(label)} {number(found['parts'][part] / MILLION, 1, sign=True)}"
            for part, label in PARTS
            if found["parts"][part]
        ]
        return _("{story} Of the change by {gap} million ₫: {parts}.").format(
            story=_(self.firm.truth), gap=number(found["gap"] / MILLION, 1), parts="; ".join(parts)
        )


def told(made: list[Accusation]) -> Note:
    """Say what the last accusation is worth, and after the last firm how all of them fared."""
    last = made[-1]
    said = [last.evidence, last.truth]
    if len(made) == len(FIRMS):
        said.append(
            _(
                "Three firms: {true} of your verdicts were true, {shown} could be shown, with "
                "{cards} cards opened in all."
            ).format(
                true=number(sum(one.is_true for one in made)),
                shown=number(sum(one.is_shown for one in made)),
                cards=number(sum(len(one.opened) for one in made)),
            )
        )
    return Note(KEY, last.head, " ".join(said))
