"""`leadkit roleplay`: cards, evidence and answers of a role-play, and the trainer's guide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from leadkit.base.errors import BadInput
from leadkit.base.files import run_folder, write_text
from leadkit.base.language import _
from leadkit.base.pdf import write_pdf
from leadkit.cli.options import common, refuse_place, say
from leadkit.learn.roleplays import NAMES, RolePlay, guide_html, lesson_cards, role_play

PAGES = (".html", ".pdf")
CARDS, GUIDE = "lesson-cards", "trainers-guide"
MORE: dict[str, Callable[[], str]] = {
    CARDS: lambda: lesson_cards().html(),
    GUIDE: guide_html,
}


@click.command("roleplay")
@click.argument("name", type=click.Choice([*NAMES, *MORE]), required=False)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The sheets, .html or .pdf; or a folder, for all of them as .html.",
)
@common
def command(name: str | None, out: Path, as_json: bool, force: bool) -> None:
    """Print the role-play NAME: private cards, evidence, points and answers.

    A trainer prints the sheets, cuts them and hands them out; the answers come last. NAME may also
    be trainers-guide, or lesson-cards for lessons on paper. Without NAME, a folder gets all of it.
    """
    plays = [role_play(one) for one in NAMES if name in (None, one)]
    papers: dict[str, Callable[[], str]] = {play.key: play.html for play in plays}
    papers |= {key: html for key, html in MORE.items() if name in (None, key)}
    if out.suffix:
        _refuse(name, out)
        refuse_place(out, force=force)
        _write(papers[name or ""](), out)
    else:
        with run_folder(out, force=force) as folder:
            for key, html in papers.items():
                _write(html(), folder / f"{key}.html")
    say(_content(plays, out), _lines(plays, out), as_json=as_json)


def _content(plays: list[RolePlay], out: Path) -> dict[str, Any]:
    return {"format": 1, "path": str(out), "role_plays": [play.to_dict() for play in plays]}


def _lines(plays: list[RolePlay], out: Path) -> list[str]:
    written = _("Written: {page}").format(page=out)
    advice = [_("Print it, cut it, and keep the answers back.")] if plays else []
    return [*(play.sentence() for play in plays), written, *advice]


def _write(html: str, path: Path) -> None:
    write_pdf(html, path) if path.suffix.lower() == ".pdf" else write_text(path, html)


def _refuse(name: str | None, out: Path) -> None:
    if out.suffix.lower() not in PAGES:
        raise BadInput(
            _("a page is written as .html or as .pdf"),
            where=str(out),
            fix=_("Give a name that ends in .html or .pdf, or a folder, with -o."),
        )
    if name is None:
        raise BadInput(
            _("one file holds one role-play, and none was named"),
            where=str(out),
            fix=_("Name one of {names}, or give a folder with -o.").format(
                names=", ".join([*NAMES, *MORE])
            ),
        )
