"""`leadkit demo`: the whole road on the bundled sample."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click

from leadkit import sample
from leadkit.base.estimate import rate
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number
from leadkit.base.page import Page, Section, bold, link
from leadkit.book import read_book
from leadkit.cli import review, thresholds, train
from leadkit.cli.options import common, plain, say
from leadkit.model import load_model
from leadkit.quality import own_standard, screen, write_screening

TERMS: dict[str, Any] = {
    "value": 12_000_000,
    "cost": 1_000_000,
    "hours": 3,
    "capacity": 1_000,
    "per": "month",
}


@click.command("demo")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("demo"), help="Folder to make."
)
@common
def command(out: Path, as_json: bool, force: bool) -> None:
    """Walk the whole road on the bundled sample: an invented firm with a known truth."""
    with run_folder(out, force=force) as folder:
        content, lines = walk(folder)
    lines.append(_("Open {page} in a browser.").format(page=out / "index.html"))
    say(content, lines, as_json=as_json)


def walk(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Leave every product of the road in a folder; return its contents and one screen of words."""
    for name in ("screening", "model", "handoff", "review"):
        (folder / name).mkdir()
    book = read_book(sample())
    screening = screen(book, own_standard(book), value=TERMS["value"], cost=TERMS["cost"])
    write_screening(screening, folder / "screening", title=_("Screening before handoff"))
    evaluation = train.train(book, folder / "model")
    line, choice, handoff = thresholds.draw(
        book, load_model(folder / "model"), TERMS, folder / "handoff"
    )
    found = review.review(book)
    page = found.page()
    write_text(folder / "review" / "review.html", page.html())
    write_json(folder / "review" / "review.json", found.to_dict())
    said = {
        _("Set aside"): _("{n} of {rows} rows fail the standard: {share}.").format(
            n=number(len(screening.set_aside)),
            rows=number(screening.rows),
            share=rate(len(screening.set_aside), screening.rows).write(),
        ),
        _("The model"): evaluation.sentence(),
        _("The money"): _("In this demo {terms}.").format(terms=choice.economics.sentence()),
        _("The line"): choice.sentence(),
    }
    index = _index(book.name, said, [line, page])
    write_text(folder / "index.html", index.html())
    content = {
        "format": 1,
        "screening": screening.to_dict(),
        "metrics": evaluation.to_dict(),
        "handoff": handoff,
        "review": found.to_dict(),
    }
    return content, _screenful(book.name, said, page)


def _screenful(name: str, said: dict[str, str], review: Page) -> list[str]:
    lines = [_("{name}, an invented firm whose truth is known").format(name=name)]
    for heading, text in [*said.items(), (review.title, "\n".join(plain(review.say)))]:
        lines += ["", heading]
        for paragraph in text.split("\n"):
            lines += textwrap.wrap(paragraph, 78, initial_indent="  ", subsequent_indent="  ")
    return [*lines, ""]


def _index(name: str, said: dict[str, str], pages: list[Page]) -> Page:
    """Return the page that links every product, with the pictures worth looking at."""
    return Page(
        kind=_("leadkit demo"),
        title=_("The whole road on one page"),
        subtitle=name,
        status=(
            _("Invented."),
            _("A simulated firm whose truth is known; no real person is in it."),
        ),
        say=[
            *(bold(f"{heading}: {text}", heading) for heading, text in said.items()),
            *pages[-1].say[:4],
        ],
        sections=[
            Section(heading=_("The four pages"), text=[_product(*row) for row in _products()]),
            *(_picture(page) for page in pages),
        ],
        footer=_("Made by leadkit demo from the bundled sample book; the same on every machine."),
    )


def _products() -> list[tuple[str, str, str]]:
    return [
        (
            "screening/screening.html",
            _("Screening before handoff"),
            _("which leads meet the written standard"),
        ),
        ("model/model-card.html", _("Model card"), _("whether its probabilities may be acted on")),
        ("handoff/handoff.html", _("Handoff line"), _("where to draw it, in money")),
        (
            "review/review.html",
            _("Quarterly review"),
            _("whose shortfall it was, and how sure that is"),
        ),
    ]


def _product(path: str, words: str, what: str) -> Any:
    from markupsafe import Markup

    return Markup("{}: {}").format(link(path, words), what)


def _picture(page: Page) -> Section:
    """Return the key picture of another page."""
    shown = next(picture for section in page.sections for picture in section.pictures)
    return Section(heading=page.kind, pictures=[shown])
