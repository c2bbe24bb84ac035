"""Leads scored part by part on a cluster: the workers leave files, and only their places return."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.engines import mapped
from leadkit.base.errors import BadInput
from leadkit.base.files import folder_beside
from leadkit.base.language import _
from leadkit.book import no_rows
from leadkit.book.left import leave, shared_out, taken
from leadkit.book.parts import Part, part_cells
from leadkit.model.saving import SavedModel, load_model
from leadkit.model.streaming import SCORES, ScoredBlock, scored_cells, together
from leadkit.model.unfamiliar import Unfamiliar

NUMBERS = ("probability", "log_odds")


@dataclass(frozen=True)
class ScoredPart:
    """Where a worker left the scored leads of a part, and what they hold that is new."""

    part: Part
    path: Path
    unfamiliar: Unfamiliar


@contextmanager
def scored_parts(
    model: SavedModel, folder: Path, data: Path, engine: str, *, out: Path
) -> Iterator[Iterator[ScoredBlock]]:
    """Score a folder of Parquet parts on a cluster, the same to the last digit as `score_stream`.

    Each part is scored by a worker, which writes leads and scores into a folder beside `out`; so
    data, model and output must be where every worker finds them under the same path. Here the
    files are read one after the other, in the memory of one block.

    Parameters
    ----------
    model : SavedModel
        A model that `leadkit train` saved.
    folder : Path
        Where it stands.
    data : Path
        The parts.
    engine : {"dask", "spark"}
        As `leadkit.base.engines.mapped`.
    out : Path
        Where the results will be written; the folder beside it is gone at the end.

    Yields
    ------
    iterator of ScoredBlock

    Raises
    ------
    BadInput
        As `score_stream` and `mapped`.
    """
    with folder_beside(out.absolute()) as aside:
        work = partial(
            score_part,
            model=folder.absolute(),
            sha256=model.manifest.sha256["model.skops"],
            aside=aside,
        )
        with closing(_blocks(work, data, engine)) as blocks:
            yield blocks


def _blocks(work: Any, data: Path, engine: str) -> Generator[ScoredBlock]:
    parts = shared_out(data)
    for scored in mapped(work, parts, engine):
        for block in _read_back(scored):
            yield replace(block, notes=parts[0].notes)
        scored.path.unlink()


def score_part(part: Part, *, model: Path, sha256: str, aside: Path) -> ScoredPart:
    """Score the leads of one part at a worker, and leave them in a file.

    Parameters
    ----------
    part : Part
        What to score.
    model, sha256 : Path, str
        The model's folder, and the fingerprint its model file must have.
    aside : Path
        The folder for the file, which is whole or absent, however often the work is tried.
    """
    saved, found = loaded(model, sha256), list[Unfamiliar]()

    def tables() -> Iterator[list[pd.Series[Any]]]:
        for cells in part_cells(part):
            try:
                scores, new = scored_cells(saved, cells)
            except BadInput as error:
                raise BadInput(error.problem, where=f"{part.path}:1", fix=error.fix) from None
            found.append(new)
            yield [*(cells[name] for name in cells), *(scores[name] for name in SCORES)]

    path = aside / f"{part.before}.arrow"
    numbers = [False] * len(part.columns) + [name in NUMBERS for name in SCORES]
    leave(tables(), path, numbers)
    return ScoredPart(part, path, together(found))


@lru_cache(maxsize=1)
def loaded(folder: Path, sha256: str) -> SavedModel:
    """Load a model once in each worker.

    Raises
    ------
    BadInput
        If another model than the one asked for stands there.
    """
    model = load_model(folder)
    if model.manifest.sha256["model.skops"] != sha256:
        raise BadInput(
            _("a worker finds another model here than the command did"),
            where=str(folder),
            fix=_("Give a folder that is the same for all machines, and leave it alone meanwhile."),
        )
    return model


def _read_back(scored: ScoredPart) -> Iterator[ScoredBlock]:
    columns, before, new = scored.part.columns, scored.part.before, scored.unfamiliar
    for table in taken(scored.path):
        table.index = pd.RangeIndex(before + 2, before + 2 + len(table), name="row")
        cells = table.iloc[:, : len(columns)].set_axis(list(columns), axis=1)
        scores = table.iloc[:, len(columns) :].set_axis(list(SCORES), axis=1)
        yield ScoredBlock(cells, scores, no_rows()[["row", "reason"]], unfamiliar=new)
        before, new = before + len(table), Unfamiliar(0)
