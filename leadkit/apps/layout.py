"""How the clinic is laid out: controls left, answer right, one above the other where narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.apps.dial import WHOLE
from leadkit.apps.sheet import drawn
from leadkit.base.language import _, capital
from leadkit.base.page import packaged
from leadkit.learn import forms

if TYPE_CHECKING:
    from ipywidgets import HTML, Text, Widget
    from markupsafe import Markup

    from leadkit.apps.clinic import Clinic
    from leadkit.apps.controls import Controls

PAGE = "leadkit-clinic"


def arranged(
    clinic: Clinic,
    moved: Controls,
    answer: HTML,
    figures: HTML,
    picture: HTML,
    lookup: tuple[Widget, ...],
    signing: tuple[Widget, ...],
) -> Widget:
    """Put everything in its place."""
    from ipywidgets import HTML, HBox, VBox

    style = HTML(_style())
    style.layout.display = "none"
    left = VBox(
        [
            head(_("Move the line together")),
            *(dial.box for dial in moved.dials[:3]),
            moved.limited,
            moved.capacity.box,
            head(_("One lead")),
            HBox(lookup[:2]),
            lookup[2],
            head(_("When both agree")),
            *signing[:2],
            HBox(signing[2:4], layout={"flex_flow": "row wrap"}),
            signing[4],
        ]
    )
    right = VBox([answer, picture, figures, notes(clinic)])
    for part, name in ((left, "moved"), (right, "answer")):
        part.add_class(name)
    whole = HBox([left, right])
    whole.add_class(PAGE)
    return VBox([style, whole])


def _style() -> str:
    return f"<style>{packaged('leadkit.apps', 'clinic.css')}</style>"


def still(*parts: str) -> str:
    """Return parts of the answer as one piece of HTML."""
    return f'{_style()}<div class="{PAGE}"><div class="answer">{"".join(parts)}</div></div>'


def head(words: str) -> HTML:
    """Return a heading among the widgets."""
    from ipywidgets import HTML

    return HTML(str(drawn("<h2>{}</h2>", words)))


def field(label: str) -> Text:
    """Return a line to type in, under its name."""
    from ipywidgets import Text

    return Text(
        description=label, style=forms.AS_WIDE_AS_ITS_TEXT, layout=WHOLE, continuous_update=False
    )


def notes(clinic: Clinic) -> HTML:
    """Return what both must know of the data, folded away."""
    from ipywidgets import HTML

    from leadkit.apps.clinic_words import notes as said

    folded = "<details><summary>{}</summary>{}</details>"
    parts = _cells("<p>{}</p>", said(clinic))
    return HTML(str(drawn(folded, _("What the figures rest on"), parts)))


def heard(sentences: Sequence[str], reasons: Sequence[str] = ()) -> str:
    """Return sentences that a screen reader speaks as they come, the first one bold."""
    first, *others = map(capital, sentences)
    listed = drawn("<ul>{}</ul>", _cells("<li>{}</li>", reasons)) if reasons else ""
    return str(
        drawn(
            '<div role="status"><p><b>{}</b></p>{}{}</div>',
            first,
            _cells("<p>{}</p>", others),
            listed,
        )
    )


def table(rows: pd.DataFrame) -> str:
    """Return figures as a table with a caption, its heads marked as heads."""
    heads = _cells('<th scope="col">{}</th>', list(rows.columns))
    lines = [
        drawn('<tr><th scope="row">{}</th>{}</tr>', str(name), _cells("<td>{}</td>", cells))
        for name, cells in zip(rows.index, rows.to_numpy().tolist(), strict=True)
    ]
    return str(
        drawn(
            "<table><caption>{}</caption><thead><tr><td></td>{}</tr></thead>"
            "<tbody>{}</tbody></table>",
            _("The same leads under each rule"),
            heads,
            _cells("{}", lines),
        )
    )


def _cells(form: str, values: Sequence[str]) -> Markup:
    return drawn("{}" * len(values), *(drawn(form, value) for value in values))
