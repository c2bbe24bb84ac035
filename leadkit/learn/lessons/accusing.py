"""A game of three firms: open cards, accuse somebody, and hear what the truth says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from leadkit.base.language import N_, _, number
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note
from leadkit.learn.lessons.changes import draw_changes
from leadkit.learn.lessons.firms import CARDS, FIRMS, Firm, answer, changes
from leadkit.learn.lessons.told_truth import KEY, MILLION, VERDICTS, Accusation, told

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup
    from matplotlib.figure import Figure

WIDEST = 0.6
EVERY = tuple(card for card, _label in CARDS)
NAMES = (N_("The first firm"), N_("The second firm"), N_("The hard round"))


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of the game: cards to open, a verdict, two buttons, the picture, the reply."""

    cards: tuple[Any, ...]
    verdict: Any
    accuse: Button
    following: Button
    story: HTML
    picture: HTML
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Game(Alive):
    """Three firms, one after the other."""

    @cached_property
    def live(self) -> Live:
        """The widgets; a card that is open counts, and the first accusation of a firm stands."""
        from ipywidgets import HTML, VBox

        cards, verdict = tuple(forms.tick(_(label)) for _card, label in CARDS), _verdict()
        accuse, following = forms.button(_("Accuse")), forms.button(_("Next firm"))
        story, picture, reply = HTML(), HTML(), HTML()
        made: list[Accusation | None] = [None]

        def opened() -> tuple[str, ...]:
            return tuple(card for card, one in zip(EVERY, cards, strict=True) if one.value)

        def show(_change: Any = None) -> None:
            story.value = forms.READABLE.format(_story(len(made) - 1))
            picture.value = str(_picture(FIRMS[len(made) - 1], opened()))

        def judge(_pressed: Any) -> None:
            if verdict.value is None:
                forms.say(reply, Note(KEY, _("Nobody is accused yet."), _("Choose a verdict.")))
                return
            firm = FIRMS[len(made) - 1]
            made[-1] = made[-1] or Accusation(firm, verdict.value, frozenset(opened()))
            forms.say(reply, told([one for one in made if one]))

        def go_on(_pressed: Any) -> None:
            if made[-1] is None:
                forms.say(reply, Note(KEY, _("Not judged yet."), _("Accuse somebody first.")))
                return
            if len(made) == len(FIRMS):
                made.clear()
            made.append(None)
            for one in cards:
                one.value = False
            verdict.value, reply.value = None, ""
            show()

        for one in cards:
            one.observe(show, names="value")
        accuse.on_click(judge)
        following.on_click(go_on)
        show()
        rows = [story, *cards, picture, verdict, forms.row(accuse, following), reply]
        box = VBox([forms.text(forms.paragraph(_question())), *rows])
        return Live(cards, verdict, accuse, following, story, picture, reply, box)

    def html(self) -> str:
        """Return the game as still text: the firms, all cards and then the truth folded away."""
        from markupsafe import Markup

        parts = [forms.paragraph(_question())]
        for place, firm in enumerate(FIRMS):
            truth = Accusation(firm, firm.verdict, frozenset(EVERY)).truth
            parts += [
                _story(place),
                forms.fold(_("All cards"), _listed(firm)),
                forms.fold(_("What the truth says"), truth),
            ]
        return str(Markup("<div>\n{}\n</div>").format(Markup("\n").join(parts)))

    def __repr__(self) -> str:
        return _question()


def accuse() -> Game:
    """Open cards about three simulated firms, accuse somebody, and hear what the truth says.

    Returns
    -------
    Game
        Where nothing runs, all cards of the three firms, and the truth folded away.

    Examples
    --------
    >>> game = accuse()
    >>> game.live.accuse.click()
    >>> "Nobody is accused yet." in game.live.reply.value
    True
    """
    return Game()


def _question() -> str:
    return _(
        "Three firms, alike to the last lead until March. In the quarter after, revenue falls in "
        "each, for another reason. Open the cards that you need, as few as you can, then accuse."
    )


def _story(place: int) -> Markup:
    from markupsafe import Markup

    truth = answer(FIRMS[place].scenario)
    fell = _("Revenue fell from {before} to {after} million ₫.").format(
        before=number(truth["before"] / MILLION, 1), after=number(truth["after"] / MILLION, 1)
    )
    mails = _("Sales writes: “Bad leads.” Marketing writes: “Bad selling.”")
    return Markup("<p><b>{}.</b> {} {}</p>").format(_(NAMES[place]), fell, mails)


def _verdict() -> Any:
    from ipywidgets import RadioButtons

    return RadioButtons(
        options=[(_(label), verdict) for verdict, label in VERDICTS],
        value=None,
        description=_("Your verdict"),
        style=forms.AS_WIDE_AS_ITS_TEXT,
        layout={"width": "auto"},
    )


def draw_cards(firm: Firm, opened: Collection[str]) -> Figure:
    """Draw how far each line of the cards opened moved against the quarter before."""
    return draw_changes(
        changes(firm, opened),
        _("{n} of {all} cards open").format(n=number(len(opened)), all=number(len(CARDS))),
        _("Bar: change against the quarter before. Won: within 90 days of the handoff."),
        _("A simulated firm, the average of several like it: hardly any luck is left."),
        widest=WIDEST,
    )


def _picture(firm: Firm, opened: Collection[str]) -> Markup:
    said = "; ".join(change.label for change in changes(firm, opened))
    return forms.picture(said, draw_cards(firm, opened))


def _listed(firm: Firm) -> Markup:
    """List every line of every card: still text takes less room than a picture for each firm."""
    from markupsafe import Markup

    lines = [
        Markup("<li>{} ({})</li>").format(change.label, change.written)
        for change in changes(firm, EVERY)
    ]
    return Markup("<ul>{}</ul>").format(Markup("").join(lines))
