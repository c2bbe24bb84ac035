"""The widgets of the clinic, wired: a control moves, and the answer follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from leadkit.apps.controls import Controls, controls
from leadkit.apps.lookup import FoundLead, look_up
from leadkit.base.errors import LeadkitError
from leadkit.base.language import _
from leadkit.learn import forms

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Text, Widget

    from leadkit.apps.clinic import Clinic

HEARD = "leadkit-heard"


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a clinic.

    Parameters
    ----------
    controls : Controls
        What is moved.
    answer, figures, picture : HTML
        What the line does: in words, in a table, in a picture.
    lead, look, found : Text, Button, HTML
        A lead looked up by its id, and what is said of it.
    show, marketing, sales, write, written : Button, Text, Text, Button, HTML
        What would change, who agrees, the button that writes the change record, and what became
        of it.
    box : Widget
        All of it: controls at the left, the answer at the right, stacked on a narrow screen.
    """

    controls: Controls
    answer: HTML
    figures: HTML
    picture: HTML
    lead: Text
    look: Button
    found: HTML
    show: Button
    marketing: Text
    sales: Text
    write: Button
    written: HTML
    box: Widget


def live(clinic: Clinic) -> Live:
    """Make the widgets of a clinic and wire them."""
    from ipywidgets import HTML

    from leadkit.apps import layout

    moved = controls(clinic)
    heard = {"_dom_classes": (HEARD,)}
    answer, found, written = HTML(**heard), HTML(**heard), HTML(**heard)
    figures, picture = HTML(), HTML()
    lead, look = layout.field(_("Id of a lead")), forms.button(_("Look it up"))
    marketing = layout.field(_("For marketing agrees"))
    sales = layout.field(_("For sales agrees"))
    show = forms.button(_("Show the change"))
    write = forms.button(_("Write the change record"))
    page = Live(
        moved, answer, figures, picture, lead, look, found, show, marketing, sales, write, written,
        layout.arranged(clinic, moved, answer, figures, picture, (lead, look, found),
                        (marketing, sales, show, write, written)),
    )  # fmt: skip
    _wire(clinic, page)
    return page


def _wire(clinic: Clinic, page: Live) -> None:
    shown: dict[str, FoundLead | str] = {}

    def refresh(_change: Any = None) -> None:
        _answer(clinic, page)
        if "lead" in shown:
            _tell(clinic, page, shown["lead"])

    def find(_pressed: Any = None) -> None:
        shown["lead"] = look_up(
            clinic.book, clinic.model, clinic.policy, clinic.scored, page.lead.value
        )
        _tell(clinic, page, shown["lead"])

    for dial in page.controls.dials:
        dial.number.observe(refresh, names="value")
    page.controls.limited.observe(refresh, names="value")
    page.look.on_click(find)
    page.lead.observe(find, names="value")
    page.show.on_click(lambda _pressed: _say(page, lambda: _shown(clinic, page)))
    page.write.on_click(lambda _pressed: _say(page, lambda: _written(clinic, page)))
    refresh()


def _answer(clinic: Clinic, page: Live) -> None:
    """Show what the setting does, or in words why no line can be drawn."""
    from leadkit.apps import clinic_words, layout
    from leadkit.apps.clinic_picture import picture

    try:
        reading = clinic.read(page.controls.setting(clinic))
    except LeadkitError as error:
        page.answer.value = layout.heard([clinic_words.cannot_pay(error.problem)])
        page.figures.value = page.picture.value = ""
        return
    page.answer.value = layout.heard(clinic_words.sentences(reading))
    page.figures.value = layout.table(clinic_words.rows(reading))
    page.picture.value = str(picture(clinic.curve, reading))


def _tell(clinic: Clinic, page: Live, lead: FoundLead | str) -> None:
    from leadkit.apps import layout

    if isinstance(lead, str):
        page.found.value = layout.heard([lead])
        return
    first, *others = lead.sentences(page.controls.line(clinic))
    page.found.value = layout.heard([first, " ".join(others)], lead.reasons)


def _say(page: Live, act: Callable[[], Sequence[str]]) -> None:
    """Say what an act came to, or why it could not be done."""
    from leadkit.apps import layout

    try:
        page.written.value = layout.heard(act())
    except LeadkitError as error:
        page.written.value = layout.heard([_("Not written."), error.problem + ".", error.fix])


def _shown(clinic: Clinic, page: Live) -> Sequence[str]:
    from leadkit.apps.agreeing import proposed

    return proposed(clinic, page.controls.setting(clinic), date.today()).sentences()


def _written(clinic: Clinic, page: Live) -> Sequence[str]:
    from leadkit.apps.agreeing import agree

    kept = agree(
        clinic,
        page.controls.setting(clinic),
        marketing=page.marketing.value,
        sales=page.sales.value,
        on=date.today(),
    )
    said = _("Written: policy {version}, in {folder}.").format(
        version=kept.record.version, folder=f"policies/{kept.folder.name}"
    )
    return [said, *kept.change.sentences()]
