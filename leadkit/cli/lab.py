"""`leadkit lab`: JupyterLab on a copy of the notebooks that belongs to the reader."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from leadkit import notebooks
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.base.plain_file import plain_bytes
from leadkit.cli.speaking import language_option
from leadkit.learn.course import LARGEST, prepare_class
from leadkit.learn.learner import PROGRESS
from leadkit.learn.workbook import prepare

START = "00_start_here.ipynb"
SETTINGS = Path(__file__).parent / "lab_settings"
SETTINGS_IN_VIETNAMESE = Path(__file__).parent / "lab_settings_vi"
WORDS_IN_VIETNAMESE = "jupyterlab_language_pack_vi_VN"
ALONE = (
    "--ServerApp.ip=127.0.0.1",
    "--ContentsManager.pre_save_hook=leadkit.learn.workbook.keep_still",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


@click.command("lab", context_settings={"ignore_unknown_options": True})
@click.option(
    "--out",
    "-o",
    default="leadkit-lab",
    type=click.Path(path_type=Path, file_okay=False),
    help="Your folder of notebooks; leadkit-lab here unless given.",
)
@click.option(
    "--class",
    "classroom",
    type=click.Path(path_type=Path, file_okay=False),
    help="Prepare a folder here for every trainee of a class, and open nothing.",
)
@click.option(
    "--names",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The class: a text file, one name a line.",
)
@click.option("-n", "trainees", type=click.IntRange(1, LARGEST), help="The class: how many.")
@click.option("--seed", type=int, default=0, help="Of the lot for the first form (0).")
@language_option
@click.argument("jupyter", nargs=-1, type=click.UNPROCESSED)
def command(
    out: Path,
    classroom: Path | None,
    names: Path | None,
    trainees: int | None,
    seed: int,
    jupyter: tuple[str, ...],
) -> None:
    """Open JupyterLab on your own copy of the notebooks.

    Your copy is never written over: to start one afresh, delete it and run this again.
    Options after -- go to JupyterLab, as in: leadkit lab -- --no-browser
    """
    if classroom is not None:
        _refuse_more(jupyter)
        prepared = prepare_class(notebooks(), classroom, _called(names, trainees), seed=seed)
        click.echo("\n".join(prepared.sentences()))
        return
    if names is not None or trainees is not None:
        raise BadInput(
            _("--names and -n are for a class"), fix=_("Say where it goes with --class DIR.")
        )
    _open(out, jupyter)


def settings_for(spoken: str) -> Path:
    """Return JupyterLab's settings for a language: its own words too where they are installed."""
    has_words = spoken == "vi" and find_spec(WORDS_IN_VIETNAMESE) is not None
    return SETTINGS_IN_VIETNAMESE if has_words else SETTINGS


def _refuse_more(jupyter: tuple[str, ...]) -> None:
    if jupyter:
        raise BadInput(
            _("for a class there is no option {options}").format(options=", ".join(jupyter)),
            fix=_("leadkit lab --help lists what there is."),
        )


def _called(names: Path | None, trainees: int | None) -> list[str]:
    """Return a name for every trainee of a class, empty where there are only numbers."""
    if (names is None) == (trainees is None):
        raise BadInput(
            _("a class needs either the names of the trainees or how many they are"),
            fix=_("Give --names FILE with one name a line, or -n 12."),
        )
    if names is None:
        return [""] * (trainees or 0)
    try:
        lines = plain_bytes(names).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput(
            _("the file of names is not a text file in UTF-8"),
            where=str(names),
            fix=_("Save it as plain text, UTF-8, one name a line."),
        ) from None
    return [line.strip() for line in lines if line.strip()]


def _open(out: Path, jupyter: tuple[str, ...]) -> None:
    from jupyterlab.labapp import LabApp

    spoken = language.current()
    found = prepare(notebooks() / spoken, out / spoken)
    click.echo(_("Your notebooks: {folder}").format(folder=found.folder))
    for line in found.sentences():
        click.echo(f"  {line}")
    kept = _("Your answers are kept in {path}; delete it whenever you like.")
    click.echo(kept.format(path=out / PROGRESS))
    click.echo(_("JupyterLab opens in your browser; Ctrl+C here ends it."))
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={out.resolve()}",
            f"--LabApp.default_url=/lab/tree/{spoken}/{START}",
            f"--LabApp.app_settings_dir={settings_for(spoken)}",
            *ALONE,
            *jupyter,
        ]
    )
