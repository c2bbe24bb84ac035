"""`leadkit lab`: JupyterLab on a copy of the notebooks that belongs to the reader."""

from __future__ import annotations

from pathlib import Path

import click

from leadkit import notebooks
from leadkit.base import language
from leadkit.base.language import _
from leadkit.cli.speaking import language_option
from leadkit.learn.workbook import prepare

START = "00_start_here.ipynb"
SETTINGS = Path(__file__).parent / "lab_settings"
ALONE = (
    "--ServerApp.ip=127.0.0.1",
    f"--LabApp.app_settings_dir={SETTINGS}",
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
@language_option
@click.argument("jupyter", nargs=-1, type=click.UNPROCESSED)
def command(out: Path, jupyter: tuple[str, ...]) -> None:
    """Open JupyterLab on your own copy of the notebooks.

    Your copy is never written over: to start one afresh, delete it and run this again.
    Options after -- go to JupyterLab, as in: leadkit lab -- --no-browser
    """
    from jupyterlab.labapp import LabApp

    spoken = language.current()
    found = prepare(notebooks() / spoken, out / spoken)
    click.echo(_("Your notebooks: {folder}").format(folder=found.folder))
    for line in found.sentences():
        click.echo(f"  {line}")
    click.echo(_("JupyterLab opens in your browser; Ctrl+C here ends it."))
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={out.resolve()}",
            f"--LabApp.default_url=/lab/tree/{spoken}/{START}",
            *ALONE,
            *jupyter,
        ]
    )
