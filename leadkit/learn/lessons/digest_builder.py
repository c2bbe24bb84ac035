"""A weekly page to build: three of eight lines, the page as it fills, and what it holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from leadkit.base.language import N_, _, ngettext, number
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.lessons.digest_lines import LINES, MARKS, PLACES, Line, Way

if TYPE_CHECKING:
    from ipywidgets import HTML, Widget
    from markupsafe import Markup

WAYS: tuple[tuple[Way, str], ...] = (
    ("to_marketing", N_("Sales tells marketing")),
    ("to_sales", N_("Marketing tells sales")),
)
PAPER = "border:1px solid #8A929C;max-width:44em;padding:0.4em 1em;margin:0.4em 0"


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of the builder: the way, eight boxes, the page, and what it holds."""

    way: Any
    ticks: tuple[Any, ...]
    page: HTML
    gauge: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Builder(Alive):
    """A weekly page to build, each way."""

    @cached_property
    def live(self) -> Live:
        """The widgets; turning the way round lays out the other side's eight lines."""
        from ipywidgets import HTML, RadioButtons, VBox

        way = RadioButtons(
            options=[(_(label), name) for name, label in WAYS],
            value=WAYS[0][0],
            description=_("Which way"),
            style=forms.AS_WIDE_AS_ITS_TEXT,
            layout={"width": "auto"},
        )
        ticks = tuple(forms.tick(_(line.text)) for line in LINES[WAYS[0][0]])
        page, gauge = HTML(), HTML()

        def show(_change: Any = None) -> None:
            lines = [line for line, one in zip(LINES[way.value], ticks, strict=True) if one.value]
            page.value = forms.READABLE.format(preview(way.value, lines))
            gauge.value = forms.READABLE.format(measured(way.value, lines))

        def turn(_change: Any) -> None:
            for line, one in zip(LINES[way.value], ticks, strict=True):
                one.description, one.value = _(line.text), False
            show()

        for one in ticks:
            one.observe(show, names="value")
        way.observe(turn, names="value")
        show()
        box = VBox([forms.text(forms.paragraph(_question())), way, *ticks, page, gauge])
        return Live(way, ticks, page, gauge, box)

    def html(self) -> str:
        """Return the builder as still text: every line, without what it holds."""
        from markupsafe import Markup

        parts = [forms.paragraph(_question())]
        for way, label in WAYS:
            parts.append(Markup("<p><b>{}</b></p>").format(_(label)))
            parts += [forms.paragraph(_(line.text)) for line in LINES[way]]
        return str(Markup("<div>\n{}\n</div>").format(Markup("\n").join(parts)))

    def __repr__(self) -> str:
        return _question()


def build_a_digest() -> Builder:
    """Build the weekly page of either side from eight lines, and see what it holds.

    Returns
    -------
    Builder
        Where nothing runs, all lines: two exercises ask what they hold.

    Examples
    --------
    >>> builder = build_a_digest()
    >>> builder.live.ticks[1].value = True
    >>> "can act on 1 of the 1" in builder.live.gauge.value
    True
    """
    return Builder()


def preview(way: Way, lines: Collection[Line]) -> Markup:
    """Lay the lines out as the page that would be sent."""
    from markupsafe import Markup

    said = [Markup("<li>{}</li>").format(_(line.text)) for line in lines]
    listed = Markup("<ul>{}</ul>").format(Markup("").join(said))
    body = listed if said else Markup("<p><em>{}</em></p>").format(_("The page is still empty."))
    heading = _("{kind}, week 12").format(kind=_(dict(WAYS)[way]))
    return Markup('<div style="{}"><p><b>{}</b></p>{}</div>').format(PAPER, heading, body)


def measured(way: Way, lines: Collection[Line]) -> Markup:
    """Say how many of the lines hold each of the five marks, and what to look at next."""
    from markupsafe import Markup

    rows = [
        Markup("<li>{} {}: {}</li>").format(
            "✓" if held == len(lines) > 0 else "○",
            _(label),
            _("{n} of {all}").format(n=number(held), all=number(len(lines))),
        )
        for mark, label in MARKS
        for held in [sum(mark in line.holds for line in lines)]
    ]
    listed = Markup('<ul style="list-style:none;padding-left:0">{}</ul>')
    return listed.format(Markup("").join(rows)) + Markup("").join(
        map(forms.paragraph, told(way, lines))
    )


def told(way: Way, lines: Collection[Line]) -> list[str]:
    """Say what the other side can do with the page, and what is wrong with single lines."""
    if not lines:
        return []
    useful = sum(line.is_useful for line in lines)
    side = {"to_marketing": _("Marketing"), "to_sales": _("Sales")}[way]
    said = [
        _("{side} can act on {useful} of the {n}.").format(
            side=side, useful=number(useful), n=number(len(lines))
        )
    ]
    over = len(lines) - PLACES
    if over > 0:
        text = ngettext(
            "The page holds {places} lines: take {n} off.",
            "The page holds {places} lines: take {n} of them off.",
            over,
        )
        said.append(text.format(places=number(PLACES), n=number(over)))
    if len(lines) == useful == PLACES:
        said.append(_("It could go out as it stands."))
    return said + [" → ".join((_(line.text), _(line.say))) for line in lines if line.say]


def _question() -> str:
    return _(
        "Eight lines, and the page has room for three. Tick those that the other side can act on "
        "tomorrow, then turn the page round and fill the other side's."
    )
