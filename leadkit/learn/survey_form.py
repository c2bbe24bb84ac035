"""The alignment survey to fill in on the page: twenty statements, one button, no name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.agreement import SIDES
from leadkit.base.language import _, number
from leadkit.dialogue.survey.form import keep
from leadkit.dialogue.survey.items import HIGHEST, ITEMS, LOWEST
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.checking import Note

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget

KEY = "survey"


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets: side, one choice a statement, the button and the reply."""

    side: Any
    answers: dict[int, Any]
    save: Button
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class SurveyForm(Alive):
    """The survey to fill in.

    Parameters
    ----------
    path : Path
        Where answers are kept.
    """

    path: Path

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from ipywidgets import HTML, RadioButtons, VBox

        side = RadioButtons(
            options=[(_(name), name) for name in SIDES],
            value=None,
            description=_("I work in"),
            style=forms.AS_WIDE_AS_ITS_TEXT,
            layout={"width": "auto"},
        )
        answers = {item.number: _scale() for item in ITEMS}
        save, reply = forms.button(_("Save my answers")), HTML()

        def store(_pressed: Any) -> None:
            if side.value is None:
                forms.say(reply, Note(KEY, _("Not saved yet."), _("Say where you work first.")))
                return
            given = {nr: one.value for nr, one in answers.items() if one.value is not None}
            if not given:
                forms.say(reply, Note(KEY, _("Not saved yet."), _("No statement is answered.")))
                return
            people = keep(self.path, side.value, given)
            save.disabled = True
            said = _("{n} people have answered so far, in {file}.").format(
                n=number(people), file=self.path
            )
            forms.say(reply, Note(KEY, _("Saved."), said))

        save.on_click(store)
        asked = [
            part
            for item in ITEMS
            for part in (_statement(item.number, item.text), answers[item.number])
        ]
        rows = [forms.text(_intro()), side, *asked, save, reply]
        return Live(side, answers, save, reply, VBox(rows))

    def html(self) -> str:
        """Return the survey as still text: the statements, folded away."""
        from markupsafe import Markup

        lines = Markup("\n").join(Markup("<li>{}</li>").format(_(item.text)) for item in ITEMS)
        body = forms.fold(_("The twenty statements"), Markup("<ol>\n{}\n</ol>").format(lines))
        return str(Markup("<div>\n{}\n{}\n</div>").format(_intro(), body))

    def __repr__(self) -> str:
        return _("Alignment survey: twenty statements, answered by both sides without a name.")


def survey_form(path: str | Path = "survey-answers.csv") -> SurveyForm:
    """Show the alignment survey to fill in; answers are added to a file, under no name.

    Parameters
    ----------
    path : str or Path
        Where answers are kept; `leadkit survey read` reads it once five a side have answered.

    Examples
    --------
    >>> form = survey_form()
    >>> form.live.save.click()
    >>> "Say where you work" in form.live.reply.value
    True
    """
    return SurveyForm(Path(path).absolute())


def _scale() -> Any:
    from ipywidgets import ToggleButtons

    points = [(str(point), point) for point in range(LOWEST, HIGHEST + 1)]
    return ToggleButtons(
        options=[(_("cannot judge"), None), *points],
        value=None,
        style={"button_width": "auto"},
    )


def _statement(nr: int, text: str) -> HTML:
    from markupsafe import Markup

    return forms.text(Markup("<p><b>{}.</b> {}</p>").format(nr, _(text)))


def _intro() -> Any:
    return forms.paragraph(
        _(
            "1 strongly disagree to 5 strongly agree. No name, no time; nothing is shown of a side "
            "on which fewer than five people answer."
        )
    )
