"""A kind of answer: a text with blanks, each to be filled with one of its own few sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _, ngettext, number
from leadkit.learn.answers.kinds import NotDone, Options, Unreadable, is_empty

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True)
class Blank:
    """A blank: its key, what belongs there, and the sentences to choose from by letter."""

    key: str
    label: str
    options: Options


@dataclass(frozen=True)
class Blanks:
    """Blanks to fill, and what is found at fault once they are.

    Parameters
    ----------
    blanks : tuple of Blank
        In the order of the text.
    written : callable
        Given the letter of every blank, returns the whole text.
    faults : callable
        Given the same, says what is at fault; nothing where all is well.

    Examples
    --------
    >>> pay = Blank("pay", "the pay", (("A", "by the lead"), ("B", "by the margin")))
    >>> Blanks((pay,), str, lambda filled: []).read({"pay": "b"})
    {'pay': 'B'}
    """

    blanks: tuple[Blank, ...]
    written: Callable[[Mapping[str, str]], str]
    faults: Callable[[Mapping[str, str]], list[str]]

    def asked(self) -> str:
        """Say what is asked."""
        return _("Fill every blank with one of its sentences.")

    def read(self, answer: object) -> dict[str, str]:
        """Return the letter of every blank.

        Raises
        ------
        Unreadable
            If a blank or a letter is unknown, or blanks are open.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if not isinstance(answer, Mapping):
            raise Unreadable(self.asked())
        known = {blank.key: blank for blank in self.blanks}
        unknown = [str(key) for key in answer if key not in known]
        if unknown:
            raise Unreadable(_("There is no blank {names}.").format(names=", ".join(unknown)))
        given = {key: str(answer[key]).strip().upper() for key in answer if answer[key]}
        if any(letter not in dict(known[key].options) for key, letter in given.items()):
            raise Unreadable(self.asked())
        if still_open := self._still_open(given):
            raise NotDone(still_open)
        return {key: given[key] for key in known}

    def matches(self, value: Mapping[str, str], right: Mapping[str, str]) -> bool:
        """Return whether nothing is found at fault."""
        return not self.faults(value)

    def listing(self) -> list[Markup]:
        """List every blank with its sentences."""
        from markupsafe import Markup

        blanks = [
            Markup("<li>{}\n<ul>\n{}\n</ul></li>").format(
                _(blank.label),
                Markup("\n").join(
                    Markup("<li>{}. {}</li>").format(letter, _(option))
                    for letter, option in blank.options
                ),
            )
            for blank in self.blanks
        ]
        return [Markup("<ol>\n{}\n</ol>").format(Markup("\n").join(blanks))]

    def inputs(self) -> tuple[Any, ...]:
        """Return a choice for every blank; below them what is at fault, and the text folded."""
        from ipywidgets import HTML, Accordion, VBox

        from leadkit.learn import forms

        choices = [
            forms.choice([(letter, _(option)) for letter, option in blank.options])
            for blank in self.blanks
        ]
        found, text = HTML(), HTML()

        def look(_change: Any = None) -> None:
            held = {b.key: c.value for b, c in zip(self.blanks, choices, strict=True) if c.value}
            found.value = forms.READABLE.format(self._found(held))
            text.value = "" if self._still_open(held) else _numbered(self.written(held))

        for choice in choices:
            choice.observe(look, names="value")
        look()
        labelled = [
            VBox([HTML(f"<b>{place}. {_(blank.label)}</b>"), choice])
            for place, (blank, choice) in enumerate(zip(self.blanks, choices, strict=True), 1)
        ]
        folded = Accordion([text], titles=(_("The file, line by line"),), selected_index=None)
        return (VBox([*labelled, found, folded]),)

    def answer(self, inputs: tuple[Any, ...]) -> Any:
        """Return the letter of every blank that was filled."""
        boxes = inputs[0].children[: len(self.blanks)]
        held = {b.key: box.children[1].value for b, box in zip(self.blanks, boxes, strict=True)}
        return {key: letter for key, letter in held.items() if letter}

    def _still_open(self, held: Mapping[str, str]) -> str:
        n = len(self.blanks) - len(held)
        text = ngettext("{n} blank is still open.", "{n} blanks are still open.", n)
        return text.format(n=number(n)) if n else ""

    def _found(self, held: Mapping[str, str]) -> Markup:
        """Show what is at fault, once no blank is open."""
        from markupsafe import Markup

        if still_open := self._still_open(held):
            return Markup("<p>{}</p>").format(still_open)
        faults = self.faults(held)
        if not faults:
            return Markup("<p><b>{}</b></p>").format(_("Nothing is found at fault."))
        listed = Markup("\n").join(Markup("<li><code>{}</code></li>").format(one) for one in faults)
        head = _("Found at fault:")
        return Markup("<p><b>{}</b></p>\n<ul>\n{}\n</ul>").format(head, listed)


def _numbered(text: str) -> str:
    """Return a text with the number of every line, so that a finding can be looked up."""
    from markupsafe import Markup

    lines = (f"{place:4}  {line}" for place, line in enumerate(text.splitlines(), 1))
    return str(Markup("<pre>{}</pre>").format("\n".join(lines)))
