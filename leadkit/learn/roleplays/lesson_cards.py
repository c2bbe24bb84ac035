"""The cards of lessons t01 and t03 on paper, for a room whose machines fail."""

from __future__ import annotations

from leadkit.base.language import _, capital, number
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.deck import Deck, six_leads, twelve_leads
from leadkit.learn.lessons.judging import BOXES
from leadkit.learn.lessons.t01 import ACTIVITIES
from leadkit.learn.roleplays.sheet import Block, Face, Handout, Sheet

A_PAGE = 6
ON_PAPER = ("t01.1", "t03.1", "t03.3")


def lesson_cards() -> Handout:
    """Lay out eight activities, six leads and twelve leads to cut out, and what is right.

    Examples
    --------
    >>> [len(sheet.blocks[-1].faces) for sheet in lesson_cards().sheets]
    [8, 6, 6, 6, 0]
    """
    six, twelve = six_leads(), twelve_leads()
    leads = _leads(twelve)
    boxes = ", ".join(_(text) for _key, text in BOXES)
    return Handout(
        kind=_("Lessons on paper"),
        title=_("t01 and t03"),
        sheets=(
            _sheet(_("Lesson t01: eight activities"), _activities(), _(exercise("t01.1").question)),
            _sheet(
                _("Lesson t03: six leads"), _leads(six), _(exercise("t03.1").question), six.note
            ),
            *(
                _sheet(
                    _("Lesson t03: twelve leads"),
                    leads[start : start + A_PAGE],
                    _(exercise("t03.3").question) + f" ({boxes})",
                )
                for start in range(0, len(leads), A_PAGE)
            ),
            _answers(),
        ),
    )


def _sheet(title: str, faces: tuple[Face, ...], *text: str) -> Sheet:
    return Sheet(
        title=title,
        goes_to=_("To cut out, one set a pair"),
        blocks=(Block(text=text), Block(faces=faces)),
    )


def _activities() -> tuple[Face, ...]:
    return tuple(
        Face(number(place), capital(_(text)), ())
        for place, (_key, text, _side) in enumerate(ACTIVITIES, 1)
    )


def _leads(deck: Deck) -> tuple[Face, ...]:
    return tuple(
        Face(
            key,
            name,
            tuple(
                (head, cell or _("blank"))
                for head, cell in zip(deck.heads[1:], row[1:], strict=True)
            ),
        )
        for row in deck.rows
        for key, _space, name in [row[0].partition(" ")]
    )


def _answers() -> Sheet:
    return Sheet(
        title=_("Answers"),
        goes_to=_("For the trainer only"),
        blocks=tuple(
            Block(heading=_(one.question), text=(_(one.solution), _(one.why)))
            for one in map(exercise, ON_PAPER)
        ),
    )
