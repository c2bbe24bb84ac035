"""The widgets of the market lab, wired: a quarter is played, and the answer follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.apps import layout, market_page
from leadkit.apps.dial import Dial, dial
from leadkit.apps.market_game import WAYS, Game, brought, compared
from leadkit.apps.market_picture import picture
from leadkit.base.language import _
from leadkit.learn import forms
from leadkit.learn.market_lab.engine import BUDGET, QUARTERS

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, RadioButtons, VBox, Widget

HEARD = "leadkit-heard"
HALF = BUDGET / 2


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of the market lab.

    Parameters
    ----------
    games : dict of str to Game
        The moves of every way of playing; changing the way loses none of them.
    way : RadioButtons
        Who plays, and for what.
    pull, marketing, sales : Dial
        The pull of the quarter; what both ask for where each has a goal of their own.
    whole : tuple of Dial
        The pull of every quarter, where all are set at once.
    moved : VBox
        Those of them that the game needs.
    play, back, again : Button
        Play the quarter, take the last one back, start again.
    head, answer, picture, figures : HTML
        Which quarter it is; what it brought in words, in a picture, in tables.
    box : Widget
        All of it: controls at the left, the answer at the right, stacked on a narrow screen.
    """

    games: dict[str, Game]
    way: RadioButtons
    pull: Dial
    marketing: Dial
    sales: Dial
    whole: tuple[Dial, ...]
    moved: VBox
    play: Button
    back: Button
    again: Button
    head: HTML
    answer: HTML
    picture: HTML
    figures: HTML
    box: Widget

    @property
    def game(self) -> Game:
        """The game that is on."""
        return self.games[self.way.value]

    @property
    def dials(self) -> tuple[Dial, ...]:
        """What is moved in the game that is on."""
        return {"own": (self.marketing, self.sales), "whole": self.whole}.get(
            self.way.value, (self.pull,)
        )


def live() -> Live:
    """Make the widgets and wire them."""
    from ipywidgets import HTML, HBox, RadioButtons, VBox

    way = RadioButtons(
        options=[(_(label), name) for name, label in WAYS.items()],
        value="alone",
        layout={"width": "auto"},
    )
    pull = _share(_("Pull, % of the budget"))
    marketing, sales = _share(_("Marketing asks for, %")), _share(_("Sales asks for, %"))
    whole = tuple(_share(_("Quarter {n}: pull, %").format(n=nr)) for nr in range(1, QUARTERS + 1))
    play, back, again = map(
        forms.button, (_("Play the quarter"), _("Take it back"), _("Start again"))
    )
    head, shown, figures, moved = HTML(), HTML(), HTML(), VBox()
    answer = HTML(_dom_classes=(HEARD,))
    left = [
        layout.head(_("Who plays")),
        way,
        head,
        moved,
        HBox([play, back, again], layout={"flex_flow": "row wrap"}),
    ]
    page = Live(
        {name: Game(name) for name in WAYS}, way, pull, marketing, sales, whole, moved, play, back,
        again, head, answer, shown, figures, market_page.arranged(left, [answer, shown, figures]),
    )  # fmt: skip
    _wire(page)
    return page


def _wire(page: Live) -> None:
    boxes = {one: one.box for one in (page.pull, page.marketing, page.sales, *page.whole)}

    def choose(_change: Any = None) -> None:
        page.moved.children = [boxes[one] for one in page.dials]
        for button in (page.play, page.back):
            button.layout.display = "none" if page.way.value == "whole" else ""
        _show(page)

    def replan(_change: Any) -> None:
        if page.way.value == "whole":
            _show(page)

    page.way.observe(choose, names="value")
    for one in page.whole:
        one.number.observe(replan, names="value")
    page.play.on_click(lambda _pressed: _play(page))
    page.back.on_click(lambda _pressed: _take_back(page))
    page.again.on_click(lambda _pressed: _start_again(page))
    choose()


def _plan(page: Live) -> None:
    """Take the eight numbers that are set at once for moves, as soon as one of them is changed."""
    shares = [one.value for one in page.whole]
    changed = page.game.moves or any(share != HALF for share in shares)
    page.game.moves[:] = [(share,) for share in shares] if changed else []


def _play(page: Live) -> None:
    """Play the quarter with what the controls say."""
    game = page.game
    if not game.finished:
        game.moves.append(tuple(one.value for one in page.dials))
        if game.finished and game.way == "alone":
            _set(page.whole, [move[0] for move in game.moves])
    _show(page)


def _take_back(page: Live) -> None:
    """Take the last quarter back, and leave its numbers where they can be changed."""
    if page.game.moves:
        _set(page.dials, page.game.moves.pop())
    _show(page)


def _start_again(page: Live) -> None:
    _set(page.dials, [HALF] * len(page.dials))
    page.game.moves.clear()
    _show(page)


def _show(page: Live) -> None:
    """Show how the game stands."""
    game = page.game
    if game.way == "whole":
        _plan(page)
    page.head.value = layout.head(game.head()).value
    page.answer.value = layout.heard([*game.sentences(), *compared(page.games, game.way)])
    page.picture.value = picture(game.played) if game.moves else ""
    tables = [market_page.quarters(game)] if game.moves else []
    if game.finished:
        tables.append(market_page.ways(brought(page.games)))
    notes = market_page.notes(begun=bool(game.moves), finished=game.finished)
    page.figures.value = "".join([*tables, notes])


def _set(dials: tuple[Dial, ...], values: Any) -> None:
    for one, value in zip(dials, values, strict=True):
        one.number.value = value


def _share(label: str) -> Dial:
    return dial(label, HALF, 0.0, BUDGET, step=1.0)
