"""Sign the agreement for both sides, let a quarter pass, and audit it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from leadkit.agreement import SIDES, Agreement, Side, differences, sign
from leadkit.agreement.words import side_name
from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, day
from leadkit.base.toml import parse_toml
from leadkit.book import Book
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note
from leadkit.learn.lessons import agreed_quarter
from leadkit.learn.lessons.agreed_text import FILE, RIGHT, agreement_text
from leadkit.learn.lessons.working_clock import AT_WORK
from leadkit.review import Audit, audit

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup

KEY = "t08.sign"
AT = datetime(2026, 3, 27, 9, 0, tzinfo=ZoneInfo(AT_WORK.timezone))
SIGNERS: dict[Side, str] = {"marketing": "Hà", "sales": "Tuấn"}
SIGNATURES, PROMISED, LOWERED = "[[signatures]]", "target = 0.8", "target = 0.5"


@dataclass(frozen=True)
class Story:
    """What happens in the quarter: its words, the change of the book, the change of the text."""

    words: str
    book: Callable[[Book], Book] | None = None
    text: Callable[[str], str] = str


def lowered(text: str) -> str:
    """Lower what sales promised for its first calls, after the signing."""
    before, called, after = text.partition('measure = "called_in_time"')
    return before + called + after.replace(PROMISED, LOWERED, 1)


STORIES = (
    Story(N_("Both sides do what they promised.")),
    Story(
        N_("Sales leaves the leads of Thursday and Friday for Monday afternoon."),
        agreed_quarter.late,
    ),
    Story(N_("Sales never touches every third lead."), agreed_quarter.never),
    Story(N_("Marketing hands on leads whose number does not exist."), agreed_quarter.dirty),
    Story(N_("Marketing writes no weekly report from May on."), agreed_quarter.silent),
    Story(
        N_("Sales calls late, as above, and then somebody lowers the promise from 0.8 to 0.5."),
        agreed_quarter.late,
        lowered,
    ),
)


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets: a name and a button for each side, the story, the audit and the reply."""

    names: dict[Side, Any]
    sign: dict[Side, Button]
    state: HTML
    story: Any
    audit: Button
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Signing(Alive):
    """An agreement to sign, and a quarter to audit."""

    @cached_property
    def live(self) -> Live:
        """The widgets; what was signed is kept until the notebook is closed."""
        from ipywidgets import HTML, RadioButtons, VBox

        texts = [agreement_text(RIGHT)]
        names = {side: _name(side) for side in SIDES}
        buttons = {side: forms.button(_("Sign")) for side in SIDES}
        state, reply = HTML(forms.READABLE.format(_signed(texts[0]))), HTML()
        story = RadioButtons(
            options=[(_(one.words), place) for place, one in enumerate(STORIES)],
            layout={"width": "auto"},
        )
        look = forms.button(_("Audit the quarter"))

        def sign_for(side: Side) -> None:
            try:
                texts.append(signed(texts[-1], side, names[side].value))
            except BadInput as fault:
                forms.say(reply, Note(KEY, _("Not signed:"), f"{fault.problem}. {fault.fix}"))
                return
            state.value, reply.value = forms.READABLE.format(_signed(texts[-1])), ""

        def show(_pressed: Any) -> None:
            told = Told(STORIES[story.value], texts[-1])
            reply.value = forms.READABLE.format(f'<div role="alert">{told.html()}</div>')

        for side, button in buttons.items():
            button.on_click(lambda _pressed, side=side: sign_for(side))
        look.on_click(show)
        rows = [forms.row(names[side], buttons[side]) for side in SIDES]
        after = forms.text(forms.paragraph(_("The quarter passes. What happens in it?")))
        asked = forms.text(forms.paragraph(_question()))
        box = VBox([asked, *rows, state, after, story, forms.row(look), reply])
        return Live(names, buttons, state, story, look, reply, box)

    def html(self) -> str:
        """Return it as still text: the signatures, and every story's audit folded away."""
        from markupsafe import Markup

        text = signed_by_both()
        told = Markup("\n").join(
            Markup("<details><summary>{}</summary>\n{}\n</details>").format(
                _(story.words), Told(story, text).html()
            )
            for story in STORIES
        )
        asked, passes = forms.paragraph(_question()), _("The quarter passes. What happens in it?")
        return str(
            Markup("<div>\n{}\n{}\n{}\n{}\n</div>").format(
                asked, _signed(text), forms.paragraph(passes), told
            )
        )

    def __repr__(self) -> str:
        return _question()


@dataclass(frozen=True, eq=False)
class Told:
    """A story held against the agreement as it was signed.

    Parameters
    ----------
    story : Story
        What happened.
    signed : str
        The agreement's file as it stood when the quarter began.
    """

    story: Story
    signed: str

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement as it stands when the audit reads it."""
        return parse_toml(self.story.text(self.signed), Agreement, FILE)

    @cached_property
    def audit(self) -> Audit:
        """What the audit finds."""
        book = agreed_quarter.quarter(self.story.book)
        return audit(book, self.agreement, as_of=agreed_quarter.AS_OF)

    def sentences(self) -> list[str]:
        """Say whether the text binds, and what was agreed for each promise that was broken."""
        said = []
        if not self.agreement.is_signed:
            said.append(_("This text is not signed by both: it binds nobody."))
        for signature in self.agreement.void:
            text = _("{name} signed another text on {day}; this signature is void.")
            said.append(text.format(name=signature.name, day=day(signature.at)))
        before = parse_toml(self.signed, Agreement, FILE)
        changes = differences(before, self.agreement) if self.agreement.void else []
        said += [_("Changed since then: {change}.").format(change=change) for change in changes]
        broken = _("{id} is broken. {owner} answers for it. Agreed beforehand: {remedy}")
        return said + [
            broken.format(id=one.promise.id, owner=one.promise.owner, remedy=one.promise.remedy)
            for one in self.audit.broken
        ]

    def html(self) -> Markup:
        """Say what follows from the audit, and show it."""
        from markupsafe import Markup

        said = Markup("\n").join(forms.paragraph(sentence) for sentence in self.sentences())
        return Markup("{}\n{}").format(said, Markup(self.audit._repr_html_()))


def sign_and_audit() -> Signing:
    """Sign the agreement of the lesson for both sides, choose what happens, and audit it.

    Returns
    -------
    Signing
        Where nothing runs, the signatures, and the audit of every story folded away.

    Examples
    --------
    >>> live = sign_and_audit().live
    >>> live.audit.click()
    >>> "not signed by both" in live.reply.value
    True
    """
    return Signing()


def signed(text: str, side: Side, name: str) -> str:
    """Return the agreement's text with a signature, as `leadkit agreement sign` adds it.

    Raises
    ------
    BadInput
        If the name is blank, or the side has signed already.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text(text, encoding="utf-8")
        sign(path, side=side, name=name, at=AT)
        return path.read_text(encoding="utf-8")


def signed_by_both() -> str:
    """Return the agreement's text as both sides have signed it."""
    text = agreement_text(RIGHT)
    for side in SIDES:
        text = signed(text, side, SIGNERS[side])
    return text


def _name(side: Side) -> Any:
    field = forms.field(side_name(side))
    field.value = SIGNERS[side]
    return field


def _question() -> str:
    return _(
        "Sign for both sides. Then choose what happens from April to June, and audit the quarter."
    )


def _signed(text: str) -> Markup:
    """Show the signatures as they stand in the file, or say that there are none yet."""
    from markupsafe import Markup

    _before, mark, rest = text.partition(SIGNATURES)
    if not mark:
        return forms.paragraph(_("Nobody has signed yet."))
    return Markup("<pre>{}</pre>").format(f"{mark}{rest}".rstrip())
