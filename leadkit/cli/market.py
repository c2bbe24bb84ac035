"""`leadkit market`: extract a simulated market, whose truth is known, as a book."""

from __future__ import annotations

from pathlib import Path

import click

from leadkit.base.language import _, number
from leadkit.cli.options import common, say
from leadkit.market import SCENARIOS, extract, simulate


@click.command("market")
@click.argument("scenario", type=click.Choice(list(SCENARIOS)))
@click.option("--leads", default=12_000, show_default=True, help="Leads of a calm market.")
@click.option("--quarters", default=8, show_default=True, help="Quarters from 2024Q4 on, 1 to 8.")
@click.option("--seed", default=0, show_default=True, help="The same seed, the same market.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="The book's folder."
)
@common
def command(
    scenario: str,
    leads: int,
    quarters: int,
    seed: int,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Extract a simulated market as a lead book, to train and to try things on.

    Extracting a later quarter into the same book with --force replaces its tables and keeps what
    people have written: models, policies, agreements, decisions.
    """
    book, _truth = simulate(scenario, n_leads=leads, quarters=quarters, seed=seed)
    extract(book, out, force=force)
    content = {"format": 1, "scenario": scenario, "leads": len(book.leads), "quarters": quarters,
               "seed": seed}  # fmt: skip
    line = _("{n} leads of an invented firm over {quarters} quarters, in {folder}").format(
        n=number(len(book.leads)), quarters=quarters, folder=out
    )
    say(content, [line], as_json=as_json)
