"""Twelve cards sorted by ticked rules: who passes, who is set aside, and who is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, listed, number
from leadkit.learn.lessons.cards import TWELVE, Card
from leadkit.learn.lessons.judging import BOXES, Sorted, sort_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, COLUMN = 0.27, 3.5
BAD = sum(not card.good for card in TWELVE)
GOOD = len(TWELVE) - BAD


def draw_boxes(**ticked: bool) -> Figure:
    """Draw the cards in two columns, pass and set aside, and count what the rules did."""
    done = _sorted(ticked)
    sheet = figure.blank(0.9 + (len(TWELVE) + 2) * ROW)
    ax = sheet.add_subplot()
    for column, head in enumerate((_("pass"), _("set aside"))):
        cards = [card for card in TWELVE if (card.key in done.aside) == bool(column)]
        ax.text(column * COLUMN, 0, f"{head}: {number(len(cards))}", size=9, weight="bold")
        for place, card in enumerate(cards, start=1):
            _draw_card(ax, card, column, place, is_told=bool(done.aside))
    ax.set_xlim(0, 2 * COLUMN)
    ax.set_ylim(len(TWELVE) + 0.6, -0.6)
    ax.set_axis_off()
    ax.set_xticks([])
    ax.set_yticks([])
    figure.caption(
        ax,
        counted(done),
        _("Hatched: passed on, though nobody can work it. In bold: a good lead, lost."),
        _("Twelve invented leads, {bad} of them unworkable.").format(bad=number(BAD)),
    )
    sheet.subplots_adjust(left=0.1 / figure.WIDTH, right=0.98, bottom=0.3 / sheet.get_figheight())
    return sheet


def _draw_card(ax: Axes, card: Card, column: int, place: int, *, is_told: bool) -> None:
    """Draw a card; whether it was good is told only once some rule has set a lead aside."""
    left, is_aside = column * COLUMN, bool(column)
    looks: dict[tuple[bool, bool], Any] = {
        (True, False): {"fc": "white", "ec": figure.MARKETING},
        (True, True): {"fc": figure.SALES, "ec": figure.SALES},
        (False, False): figure.HATCHED,
        (False, True): {"fc": figure.WIDE_BAND, "ec": figure.SHARED},
    }
    ax.barh(place, 0.26, left=left, height=0.7, **looks[card.good or not is_told, is_aside])
    weight = "bold" if card.good and is_aside else "normal"
    label = words(card) if is_told else card.name
    ax.text(left + 0.36, place, label, size=8.5, va="center", weight=weight)


def words(card: Card) -> str:
    """Say which card it is, and what is odd about it."""
    return _("{card} ({oddity})").format(card=card.name, oddity=_(card.oddity))


def _sorted(ticked: dict[str, bool]) -> Sorted:
    return sort_by(frozenset(name for name, is_on in ticked.items() if is_on))


def counted(done: Sorted) -> str:
    """Say how many unworkable leads were caught, and how many good ones blocked."""
    return _(
        "{caught} of {bad} unworkable leads caught, {blocked} of {good} good leads blocked"
    ).format(
        caught=number(len(done.caught)),
        bad=number(BAD),
        blocked=number(len(done.blocked)),
        good=number(GOOD),
    )


def say_boxes(**ticked: bool) -> str:
    """Say in plain sentences what the picture shows."""
    done = _sorted(ticked)
    labels = [_(label) for name, label in BOXES if ticked[name]]
    asked = (
        _("Asked of every lead: {rules}.").format(rules=listed(labels))
        if labels
        else _("Nothing is asked of a lead yet.")
    )
    return " ".join([asked, f"{counted(done)}.", *losses(done)])


def losses(done: Sorted) -> list[str]:
    """Say which good leads were lost, and which leads were passed on that nobody can work."""
    told = []
    if done.blocked:
        names = listed([card.name for card in done.blocked])
        told.append(_("Good leads lost: {names}.").format(names=names))
    if done.slipped and done.aside:
        names = listed([words(card) for card in done.slipped])
        told.append(_("Passed on, though nobody can work them: {names}.").format(names=names))
    return told
