"""A game of calibration: name a range for the buyers among fifty leads, then draw and draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base.language import _, number, percent
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note
from leadkit.learn.lessons.fifties import (
    ENOUGH,
    GROUP,
    SCORE,
    Drawn,
    Guess,
    draw_counts,
    draw_fifties,
    draw_group,
    luck,
    say_fifties,
)

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget

KEY = "t04.fifties"
MANY, STILL = 10, 20
START = round(GROUP * SCORE)


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a game: the range, three buttons, the picture and the reply below."""

    low: Any
    high: Any
    draw: Button
    draw_many: Button
    again: Button
    picture: HTML
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Game(Alive):
    """Groups of fifty to draw, after a range was named.

    Parameters
    ----------
    rng : numpy Generator
        Where the luck comes from.
    """

    rng: np.random.Generator = field(default_factory=np.random.default_rng)

    @cached_property
    def live(self) -> Live:
        """The widgets; from the first draw on the range stands, until a new one is asked for."""
        from ipywidgets import HTML, VBox

        low, high = _whole(_("At least")), _whole(_("At most"))
        one, many = forms.button(_("Draw fifty leads")), forms.button(_("Draw ten times"))
        again = forms.button(_("New range"))
        picture, reply = HTML(), HTML()
        groups: list[Drawn] = []

        def show(times: int) -> None:
            guess = Guess(low.value, high.value)
            if guess.low > guess.high:
                forms.say(reply, _turned_round())
                return
            low.disabled = high.disabled = True
            groups.extend(draw_group(self.rng) for _time in range(times))
            note = told(guess, [sum(group) for group in groups])
            picture.value = str(forms.picture(repr(note), draw_fifties(groups, guess)))
            forms.say(reply, note)

        def begin_again(_pressed: Any) -> None:
            groups.clear()
            low.disabled = high.disabled = False
            picture.value = reply.value = ""

        one.on_click(lambda _pressed: show(1))
        many.on_click(lambda _pressed: show(MANY))
        again.on_click(begin_again)
        rows = [forms.row(low, high), forms.row(one, many, again), picture, reply]
        box = VBox([forms.text(forms.paragraph(_question())), *rows])
        return Live(low, high, one, many, again, picture, reply, box)

    def html(self) -> str:
        """Return the game as still text: what is asked, and twenty draws folded away."""
        from markupsafe import Markup

        rng = np.random.default_rng(4)
        groups = [draw_group(rng) for _time in range(STILL)]
        said = say_fifties([sum(group) for group in groups])
        folded = Markup("<details><summary>{}</summary>{}\n<p>{}</p></details>").format(
            _("Twenty draws"), forms.picture(said, draw_counts(groups)), said
        )
        return str(Markup("<div>\n{}\n{}\n</div>").format(forms.paragraph(_question()), folded))

    def __repr__(self) -> str:
        return _question()


def bet_on_fifty() -> Game:
    """Name a range for the buyers among fifty leads, then draw groups and see how it fares.

    Returns
    -------
    Game
        Where nothing runs, the question, and twenty draws folded away.

    Examples
    --------
    >>> game = bet_on_fifty()
    >>> game.live.draw.click()
    >>> "Draws so far: 1." in game.live.reply.value
    True
    """
    return Game()


def told(guess: Guess, counts: list[int]) -> Note:
    """Say how the last group came out, and after ten draws what the range is worth."""
    hit = _("Held: {n} buy.") if guess.holds(counts[-1]) else _("Missed: {n} buy.")
    score = _("Draws so far: {draws}. Your range of {low} to {high} has held in {held}.").format(
        low=number(guess.low),
        high=number(guess.high),
        held=number(sum(map(guess.holds, counts))),
        draws=number(len(counts)),
    )
    judged = _judged(guess) if len(counts) >= ENOUGH else ()
    return Note(KEY, hit.format(n=number(counts[-1])), " ".join([score, *judged]))


def _judged(guess: Guess) -> tuple[str, str]:
    low, high = luck()
    by_luck = _(
        "By luck alone at least 95 of 100 groups lie between {low} and {high}; "
        "yours holds in about {share} of 100."
    ).format(low=number(low), high=number(high), share=number(100 * guess.share()))
    if guess.is_narrow:
        return by_luck, _(
            "The score has not changed from draw to draw. It names the mean of many groups "
            "and promises nothing to a single one: leave luck more room."
        )
    if guess.fits_as_well is not None:
        return by_luck, _(
            "It is so wide that it would hold as well at a score of {score}: "
            "it could hardly tell you that a score is wrong."
        ).format(score=percent(guess.fits_as_well))
    return by_luck, _("It leaves luck its room, and would still notice a score that is far off.")


def _question() -> str:
    return _(
        "Fifty leads, each with a score of {score}. How many of them will buy? Name a range that "
        "should hold in 95 of 100 such groups, then draw. The range stands until you ask for a "
        "new one."
    ).format(score=percent(SCORE))


def _turned_round() -> Note:
    return Note(
        KEY, _("Not a range yet."), _("The first number must not be larger than the second.")
    )


def _whole(label: str) -> Any:
    from ipywidgets import BoundedIntText

    return BoundedIntText(
        value=START,
        min=0,
        max=GROUP,
        description=label,
        style=forms.AS_WIDE_AS_ITS_TEXT,
        layout={"width": "auto", "max_width": "14em"},
    )
