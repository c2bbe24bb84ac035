"""Four quarters to play: draw the line, let sales call, and hold it against the best possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base.language import N_, _, number
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note
from leadkit.learn.lessons.line_picture import draw_plan, draw_profits, told_plan
from leadkit.learn.lessons.lines import LAST_LINE, Plan
from leadkit.learn.lessons.quarters import KEY, ROUNDS, told, told_lines

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup

ORDERS = ((True, N_("the highest scores first")), (False, N_("the leads as they come")))


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of the game: line and order, two buttons, the picture and the reply."""

    line: Any
    order: Any
    play: Button
    following: Button
    story: HTML
    sent: HTML
    picture: HTML
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Game(Alive):
    """Four quarters to play.

    Parameters
    ----------
    rng : numpy Generator
        Where the luck comes from.
    """

    rng: np.random.Generator = field(default_factory=np.random.default_rng)

    @cached_property
    def live(self) -> Live:
        """The widgets; a quarter may be played again, and the last line drawn in it counts."""
        from ipywidgets import HTML, VBox

        line, order = _line(), _order()
        play, following = forms.button(_("Play the quarter")), forms.button(_("Next quarter"))
        story, sent, picture, reply = HTML(), HTML(), HTML(), HTML()
        plans: list[Plan | None] = [None]

        def plan() -> Plan:
            return Plan(ROUNDS[len(plans) - 1][0], line.value, order.value)

        def tell(_change: Any = None) -> None:
            story.value = forms.READABLE.format(_story(len(plans)))
            sent.value = forms.READABLE.format(_sent(plan()))

        def show(_pressed: Any) -> None:
            plans[-1] = plan()
            played = plan().played(self.rng)
            note = told(played, [one for one in plans if one])
            picture.value = str(forms.picture(repr(note), draw_plan(plan(), played)))
            forms.say(reply, note)

        def go_on(_pressed: Any) -> None:
            if plans[-1] is None:
                forms.say(reply, Note(KEY, _("Not played yet."), _("Play this quarter first.")))
                return
            if len(plans) == len(ROUNDS):
                plans.clear()
            plans.append(None)
            picture.value = reply.value = ""
            tell()

        for control in (line, order):
            control.observe(tell, names="value")
        play.on_click(show)
        following.on_click(go_on)
        tell()
        rows = [story, line, order, sent, forms.row(play, following), picture, reply]
        box = VBox([forms.text(forms.paragraph(_question())), *rows])
        return Live(line, order, play, following, story, sent, picture, reply, box)

    def html(self) -> str:
        """Return the game as still text: the quarters, and what each line earns folded away."""
        from markupsafe import Markup

        stories = Markup("\n").join(_story(place) for place in range(1, len(ROUNDS) + 1))
        earned = Markup("\n").join(
            Markup("<li>{}</li>").format(told_lines(quarter)) for quarter, _text in ROUNDS
        )
        shown = Plan(ROUNDS[0][0], 10)
        folded = Markup(
            "<details><summary>{}</summary><ol>\n{}\n</ol>\n{}\n<p>{}</p></details>"
        ).format(
            _("What each line earns"),
            earned,
            forms.picture(told_plan(shown), draw_profits(shown)),
            told_plan(shown),
        )
        asked = forms.paragraph(_question())
        return str(Markup("<div>\n{}\n{}\n{}\n</div>").format(asked, stories, folded))

    def __repr__(self) -> str:
        return _question()


def play_quarters() -> Game:
    """Draw the line for a team of five, four quarters long, and see each one played.

    Returns
    -------
    Game
        Where nothing runs, the four quarters, and what each line earns folded away.

    Examples
    --------
    >>> game = play_quarters()
    >>> game.live.play.click()
    >>> "of the best possible" in game.live.reply.value
    True
    """
    return Game()


def _question() -> str:
    return _(
        "Draw the line for a team of five, quarter after quarter: the lowest score that still goes "
        "to sales. Then play the quarter and see what it brings."
    )


def _story(place: int) -> Markup:
    from markupsafe import Markup

    head = _("Quarter {n} of {all}.").format(n=number(place), all=number(len(ROUNDS)))
    return Markup("<p><b>{}</b> {}</p>").format(head, _(ROUNDS[place - 1][1]))


def _sent(plan: Plan) -> Markup:
    text = _("This line sends {sent} leads; there are places for {places}.")
    return forms.paragraph(
        text.format(sent=number(plan.sent.sum()), places=number(plan.quarter.places))
    )


def _line() -> Any:
    from ipywidgets import IntSlider

    return IntSlider(
        value=LAST_LINE,
        min=0,
        max=LAST_LINE,
        description=_("The line, in %"),
        style=forms.AS_WIDE_AS_ITS_TEXT,
        layout={"width": "auto", "max_width": "32em"},
    )


def _order() -> Any:
    from ipywidgets import RadioButtons

    return RadioButtons(
        options=[(_(label), value) for value, label in ORDERS],
        value=False,
        description=_("Sales calls"),
        style=forms.AS_WIDE_AS_ITS_TEXT,
        layout={"width": "auto"},
    )
