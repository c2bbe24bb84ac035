"""A line to write freely: the machine checks what it can see, a partner marks the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _, ngettext, number
from leadkit.learn.answers.kinds import NotDone, Unreadable, is_empty

if TYPE_CHECKING:
    from markupsafe import Markup

MOST, LEAST_WORDS, ALIKE = 280, 6, 0.9
DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{1,2}:\d{2}\b")
PHONE = re.compile(r"(?<!\w)\+?(?:[\dx][ .()-]{0,2}){8,}[\dx]", re.IGNORECASE)
MAIL = re.compile(r"\S@\S")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
BOX = {"width": "auto", "max_width": "44em", "height": "5em"}


@dataclass(frozen=True)
class FreeText:
    """A line written freely; it is right when the machine has nothing against it.

    Parameters
    ----------
    passes : callable
        Whether the machine has nothing against a text.
    rubric : tuple of str
        What a partner looks for, a point each; catalog entries.
    enough : int
        How many points are enough.
    shown : tuple of str
        Lines that stand on the page, catalog entries: a copy of one is not an answer.
    most : int
        How many characters the line may have.

    Examples
    --------
    >>> FreeText(passes=bool, rubric=(), enough=0).read(" 9 of 31  leads asked for a trial ")
    '9 of 31 leads asked for a trial'
    """

    passes: Callable[[str], bool]
    rubric: tuple[str, ...]
    enough: int
    shown: tuple[str, ...] = ()
    most: int = MOST

    def asked(self) -> str:
        """Say what is asked."""
        return _("Write one line, at most {n} characters.").format(n=number(self.most))

    def read(self, answer: object) -> str:
        """Return the line, its spaces tidied.

        Raises
        ------
        Unreadable
            If it is no text, too long, no whole line, or a copy of one that is shown.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if not isinstance(answer, str):
            raise Unreadable(self.asked())
        line = " ".join(answer.split())
        if len(line) > self.most:
            raise Unreadable(self._length(line))
        if len(line.split()) < LEAST_WORDS:
            raise Unreadable(_("Write a whole line, the way you would send it."))
        if any(_are_alike(line, _(other)) for other in self.shown):
            raise Unreadable(
                _("This line stands on the page already. Write one about leads of your own.")
            )
        return line

    def matches(self, value: str, right: str) -> bool:
        """Return whether the machine has nothing against the line; there are many right ones."""
        return self.passes(value)

    def listing(self) -> list[Markup]:
        """Show what a partner will look for."""
        from markupsafe import Markup

        points = Markup("\n").join(Markup("<li>{}</li>").format(_(one)) for one in self.rubric)
        return [Markup("<p>{}</p>\n<ul>\n{}\n</ul>").format(self._partner(), points)]

    def inputs(self) -> tuple[Any, ...]:
        """Return the field with its count of characters, and the points for a partner to tick."""
        from ipywidgets import HTML, Textarea

        from leadkit.learn import forms

        field = Textarea(
            placeholder=self.asked(),
            description=_("Your line:"),
            style=forms.AS_WIDE_AS_ITS_TEXT,
            layout=BOX,
        )
        ticks = tuple(forms.tick(_(point)) for point in self.rubric)
        length, points = HTML(), HTML()

        def count(_change: Any = None) -> None:
            length.value = forms.READABLE.format(self._length(" ".join(field.value.split())))

        def add_up(_change: Any = None) -> None:
            points.value = forms.READABLE.format(self._points(sum(one.value for one in ticks)))

        field.observe(count, names="value")
        for one in ticks:
            one.observe(add_up, names="value")
        count()
        add_up()
        return field, length, HTML(forms.READABLE.format(self._partner())), *ticks, points

    def answer(self, inputs: tuple[Any, ...]) -> str:
        """Return what stands in the field."""
        return str(inputs[0].value)

    def _length(self, line: str) -> str:
        text = ngettext("{n} character; {most} fit.", "{n} characters; {most} fit.", len(line))
        return text.format(n=number(len(line)), most=number(self.most))

    def _partner(self) -> str:
        return _(
            "Then read it to a partner, who ticks what is in it. {enough} of {all} points, and it "
            "is done:"
        ).format(enough=number(self.enough), all=number(len(self.rubric)))

    def _points(self, ticked: int) -> str:
        text = _("{n} of {all} points: done.")
        if ticked < self.enough:
            text = _("{n} of {all} points so far; {enough} are needed.")
        return text.format(
            n=number(ticked), all=number(len(self.rubric)), enough=number(self.enough)
        )


def has_contact(text: str) -> bool:
    """Return whether a telephone number or an e-mail address stands in a text.

    Examples
    --------
    >>> has_contact("call 0912 345 678"), has_contact("9 of 31 by 2026-04-29, 16:00")
    (True, False)
    """
    return bool(MAIL.search(text) or PHONE.search(DATE.sub(" , ", text)))


def figures(text: str) -> int:
    """Return how many numbers stand in a text; full dates and times of day are none.

    Examples
    --------
    >>> figures("9 of 31 leads, please by 29/04/2026")
    2
    """
    return len(FIGURE.findall(DATE.sub(" ", text)))


def _are_alike(one: str, other: str) -> bool:
    """Return whether two lines are the same but for a few letters."""
    left, right = ("".join(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= ALIKE
