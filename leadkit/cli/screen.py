"""`leadkit screen`: the written standard, before handoff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from leadkit.base.economics import Economics
from leadkit.base.files import run_folder
from leadkit.base.language import _, number
from leadkit.cli.options import common, data_argument, open_data, output, reading_options, say
from leadkit.quality import Standard, own_standard, screen, write_screening


@click.command("screen")
@data_argument
@click.option("--standard", type=click.Path(path_type=Path), help="The standard, a TOML file.")
@click.option("--value", type=float, help="Margin of one won lead.")
@click.option("--cost", type=float, help="Cost of working one handed-off lead.")
@reading_options
@output
@common
def command(
    data: Path,
    standard: Path | None,
    value: float | None,
    cost: float | None,
    reading: dict[str, Any],
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Screen the leads of DATA (a book, or a CSV, XLSX or Parquet table) by a written standard."""
    if value is not None and cost is not None:
        Economics(value=value, cost=cost)
    book = open_data(data, reading)
    rules = Standard.load(standard) if standard else own_standard(book)
    with run_folder(out, force=force) as folder:
        screening = screen(book, rules, value=value, cost=cost)
        write_screening(screening, folder, title=_("Screening before handoff"))
    content, unchecked = screening.to_dict(), _("not checked")
    lines = [
        repr(screening),
        *(
            f"  {found.rule.code:<24}{number(found.n) if found.checked else unchecked:>8}"
            for found in screening.findings
        ),
        _("Written: {files} in {folder}").format(
            files="accepted.csv, set-aside.csv, screening.html, screening.json", folder=out
        ),
    ]  # fmt: skip
    say(content, lines, as_json=as_json)
