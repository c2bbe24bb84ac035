"""The page that links every product of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leadkit.base.language import _
from leadkit.base.page import Page, Section, bold, link


def index(folder: Path, name: str, said: dict[str, str], pages: list[Page]) -> Page:
    """Return the page, with the pictures worth looking at; what was not made is not linked."""
    return Page(
        kind=_("leadkit demo"),
        title=_("The whole road on one page"),
        subtitle=_(
            "{name} · the review of {quarters}, then what was agreed and what is next"
        ).format(name=name, quarters=pages[-1].title),
        status=(
            _("Invented."),
            _("A simulated firm whose truth is known; no real person is in it."),
        ),
        say=[
            *pages[-1].say[:4],
            *(bold(f"{heading}: {text}", heading) for heading, text in said.items()),
        ],
        sections=[
            Section(
                heading=_("What both sides agreed at the end of June"),
                text=_links(folder, _agreed()),
            ),
            Section(
                heading=_("What became of it by the end of September"),
                text=_links(folder, _looked_back()),
            ),
            *(_picture(page) for page in pages),
        ],
        footer=_("Made by leadkit demo from a bundled recipe; the same on every machine."),
    )


def _agreed() -> list[tuple[str, str, str]]:
    model, policy = "book/models/2026-06-30/", "book/policies/2026-06-30/"
    return [
        (f"{model}model-card.html", _("Model card"), _("whether its chances may be acted on")),
        (f"{policy}handoff.html", _("Handoff line"), _("where to draw it, in money")),
        ("agreement.html", _("Agreement"), _("what each side promised the other, signed")),
    ]


def _looked_back() -> list[tuple[str, str, str]]:
    return [
        (
            "screening/screening.html",
            _("Screening before handoff"),
            _("which leads meet the written standard"),
        ),
        ("model/model-card.html", _("Model card"), _("the next model, and a points card")),
        ("handoff/handoff.html", _("Handoff line"), _("the next line, for both to agree")),
        ("to-sales/digest.html", _("Marketing tells sales"), _("a week, exceptions first")),
        ("to-marketing/digest.html", _("Sales tells marketing"), _("a week, exceptions first")),
        (
            "feedback/feedback.html",
            _("What sales reports"),
            _("why people did not buy in the quarter, and who can act on it"),
        ),
        ("audit/audit.html", _("Audit of promises"), _("which were kept and which were broken")),
        (
            "scorecard/scorecard.html",
            _("Scorecard"),
            _("what each side would be paid, and for what"),
        ),
        (
            "review/review.html",
            _("Quarterly review"),
            _("whose shortfall it was, what the decisions did, and what to decide next"),
        ),
    ]


def _links(folder: Path, products: list[tuple[str, str, str]]) -> list[Any]:
    from markupsafe import Markup

    return [
        Markup("{}: {}").format(link(path, words), what)
        for path, words, what in products
        if (folder / path).is_file()
    ]


def _picture(page: Page) -> Section:
    """Return the key picture of another page."""
    shown = next(picture for section in page.sections for picture in section.pictures)
    return Section(heading=page.kind, pictures=[shown])
