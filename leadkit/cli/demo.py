"""`leadkit demo`: the whole road on the bundled sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from leadkit import sample
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number, percent
from leadkit.base.page import Page, Section, link
from leadkit.book import read_book
from leadkit.cli import review as review_command
from leadkit.cli import thresholds as thresholds_command
from leadkit.cli import train as train_command
from leadkit.cli.options import common, say
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
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("demo"))
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
    evaluation = train_command.train(book, folder / "model")
    choice, handoff = thresholds_command.draw(
        book, load_model(folder / "model"), TERMS, folder / "handoff"
    )
    review = review_command.review(book)
    page = review.page()
    write_text(folder / "review" / "review.html", page.html())
    write_json(folder / "review" / "review.json", review.to_dict())
    lines = [
        _("{name}, an invented firm: {n} leads").format(name=book.name, n=number(len(book.leads))),
        _("1. Set aside    {n} of {rows} rows fail the standard ({share})").format(
            n=number(len(screening.set_aside)),
            rows=number(screening.rows),
            share=percent(len(screening.set_aside) / screening.rows),
        ),
        _("2. The model    {said}").format(said=evaluation.sentence()),
        _("3. The line     {said}").format(said=choice.sentence()),
        _("4. The quarter  {said}").format(said=page.title),
        *(f"   {text}" for text in review.sentences()),
    ]
    index = _index(book.name, lines, screening, evaluation, folder)
    write_text(folder / "index.html", index.html())
    content = {
        "format": 1,
        "screening": screening.to_dict(),
        "metrics": evaluation.to_dict(),
        "handoff": handoff,
        "review": review.to_dict(),
    }
    return content, lines


def _index(name: str, lines: list[str], screening: Any, evaluation: Any, folder: Path) -> Page:
    """Return the page that links every product, with the pictures worth looking at."""
    products = (
        ("screening/screening.html", _("Screening before handoff")),
        ("model/model-card.html", _("Model card")),
        ("handoff/handoff.html", _("Where to draw the handoff line")),
        ("review/review.html", _("Quarterly review")),
    )
    return Page(
        kind=_("leadkit demo"),
        title=_("The whole road on one page"),
        subtitle=name,
        status=(
            _("Invented."),
            _("A simulated firm whose truth is known; no real person is in it."),
        ),
        say=lines[1:],
        sections=[
            Section(
                heading=_("The four pages"), text=[link(path, words) for path, words in products]
            ),
        ],
        footer=_("leadkit demo · sample book · {folder}").format(folder=folder.name.strip(".")[:4]),
    )
