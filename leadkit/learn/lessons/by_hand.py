"""Screening by hand against the clock: twelve leads, a box to tick for each that is set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _, ngettext, number
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note
from leadkit.learn.lessons.boxes import counted, losses
from leadkit.learn.lessons.cards import TWELVE, Card
from leadkit.learn.lessons.deck import age, twelve_leads
from leadkit.learn.lessons.judging import Sorted

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget

KEY = "t03.by-hand"
MANY, HOUR = 1_000, 3_600


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a round: start and done, a box for every lead, and the reply below."""

    start: Button
    done: Button
    boxes: tuple[Any, ...]
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Round(Alive):
    """Twelve leads to sort by hand.

    Parameters
    ----------
    clock : callable
        Returns the time in seconds; only differences matter.
    """

    clock: Callable[[], float] = monotonic

    @cached_property
    def live(self) -> Live:
        """The widgets; the leads are not shown, and no time runs, before the start."""
        from ipywidgets import HTML, VBox

        start, done = forms.button(_("Start")), forms.button(_("Done"))
        boxes, reply = tuple(forms.tick(card.name) for card in TWELVE), HTML()
        rows = [_row(box, card) for box, card in zip(boxes, TWELVE, strict=True)]
        sheet = VBox([])
        begun: list[float] = []

        def begin(_pressed: Any) -> None:
            for one in boxes:
                one.value = False
            begun[:] = [self.clock()]
            reply.value, sheet.children = "", (*rows, done)

        def finish(_pressed: Any) -> None:
            aside = frozenset(
                card.key for box, card in zip(boxes, TWELVE, strict=True) if box.value
            )
            forms.say(reply, told(Sorted(aside), self.clock() - begun[0]))

        start.on_click(begin)
        done.on_click(finish)
        box = VBox([forms.text(forms.paragraph(_question())), start, sheet, reply])
        return Live(start, done, boxes, reply, box)

    def html(self) -> str:
        """Return the round as still text: what is asked, and the twelve leads."""
        from markupsafe import Markup

        leads = Markup(twelve_leads()._repr_html_())
        return str(Markup("<div>\n{}\n{}\n</div>").format(forms.paragraph(_question()), leads))

    def __repr__(self) -> str:
        return f"{_question()}\n{twelve_leads()!r}"


def screen_by_hand() -> Round:
    """Sort twelve leads by hand, against the clock.

    Returns
    -------
    Round
        Where nothing runs, the leads as a table.

    Examples
    --------
    >>> game = screen_by_hand()
    >>> game.live.start.click()
    >>> game.live.done.click()
    >>> "0 of 5 unworkable leads caught" in game.live.reply.value
    True
    """
    return Round()


def told(done: Sorted, seconds: float) -> Note:
    """Say how long a round took, what it caught and what it cost."""
    took = ngettext("{n} second.", "{n} seconds.", round(seconds)).format(n=number(round(seconds)))
    pace = _("At this pace {many} leads take {hours} hours.").format(
        many=number(MANY), hours=number(seconds * MANY / len(TWELVE) / HOUR, 1)
    )
    return Note(KEY, took, " ".join([f"{counted(done)}.", *losses(done), pace]))


def _question() -> str:
    return _(
        "Tick every lead that you would set aside; the others go to sales. "
        "The clock runs from Start to Done, and only you see the time."
    )


def _row(box: Any, card: Card) -> Widget:
    from ipywidgets import HBox
    from markupsafe import Markup

    facts = (
        card.company or _("no company"),
        card.phone,
        card.email or _("no e-mail"),
        _("consent: {when}").format(when=card.consent),
        age(card),
    )
    box.layout.width = "14em"
    return HBox([box, forms.text(Markup("<span>{}</span>").format("; ".join(facts)))])
