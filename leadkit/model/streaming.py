"""Leads scored a block at a time, with reasons, as text cells come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from pathlib import Path

import pandas as pd

from leadkit.base.blocks import ROWS
from leadkit.base.errors import BadInput
from leadkit.book import Database, read_blocks, read_sql_blocks
from leadkit.model.cells import cell_features
from leadkit.model.judging import DIGITS
from leadkit.model.reasons import explained
from leadkit.model.saving import SavedModel
from leadkit.model.unfamiliar import Unfamiliar, refuse_too_little, unfamiliar

SCORES = ("probability", "log_odds", "reason_1", "reason_2", "reason_3", "reason_rest")


@dataclass(frozen=True)
class ScoredBlock:
    """Some leads with their scores.

    Attributes
    ----------
    cells : DataFrame of str
        The leads' own columns, by row in the file.
    scores : DataFrame
        probability, log_odds, reason_1 to reason_3, reason_rest, on the same index.
    set_aside : DataFrame
        Rows that could not be read: row, reason.
    notes : tuple of str
        What was read differently from how it was written.
    unfamiliar : Unfamiliar
        What the leads hold that the model never met.
    """

    cells: pd.DataFrame
    scores: pd.DataFrame
    set_aside: pd.DataFrame
    notes: tuple[str, ...] = ()
    unfamiliar: Unfamiliar = field(default_factory=lambda: Unfamiliar(0))


def score_cells(model: SavedModel, cells: pd.DataFrame) -> pd.DataFrame:
    """Score new leads given as text cells.

    Parameters
    ----------
    model : SavedModel
        A model that `leadkit train` saved.
    cells : DataFrame of str
        One row a lead, under the names the model was trained with. A column that is missing counts
        as blank for every lead.

    Returns
    -------
    DataFrame
        probability (0 to 1), log_odds, reason_1 to reason_3, reason_rest.

    Raises
    ------
    BadInput
        If the columns that are missing make half or more of what the model goes by.
    """
    return scored_cells(model, cells)[0]


def scored_cells(model: SavedModel, cells: pd.DataFrame) -> tuple[pd.DataFrame, Unfamiliar]:
    """Score new leads as `score_cells` does, and say what they hold that the model never met."""
    manifest = model.manifest
    found = cell_features(
        cells,
        manifest.features,
        numeric=set(map(str, model.classifier.numeric_)),
        also=_contact_names(model, cells),
    )
    refuse_too_little(found.missing, manifest.familiar, len(manifest.features))
    new = unfamiliar(found, manifest.familiar)
    if found.table.empty:
        return pd.DataFrame(columns=list(SCORES), index=cells.index), new
    scores = explained(model.classifier, found.table)
    scores["probability"] = scores["probability"].round(DIGITS)
    return scores, new


def together(found: Iterable[Unfamiliar]) -> Unfamiliar:
    """Add up what blocks of leads hold that is new; how they were cut does not show."""
    whole = reduce(add, found)
    places = {name: place for place, name in enumerate(whole.familiar)}

    def in_order(counts: dict[str, int]) -> dict[str, int]:
        return dict(sorted(counts.items(), key=lambda of: (places.get(of[0], len(places)), of[0])))

    return replace(
        whole,
        unknown=in_order(whole.unknown),
        outside=in_order(whole.outside),
        unread=in_order(whole.unread),
    )


def _contact_names(model: SavedModel, cells: pd.DataFrame) -> list[str]:
    """Return where contacts are looked for: a bare table's reading passes over what it named."""
    if not model.manifest.is_bare:
        return ["email", "phone", *cells.columns]
    said = model.manifest.reading
    taken = {said.outcome, said.id, said.created, said.closed, said.account, *said.drop}
    return [name for name in cells.columns if name not in taken]


def score_stream(
    model: SavedModel, path: Path | str | Database, rows: int = ROWS
) -> Iterator[ScoredBlock]:
    """Score a table of new leads of any length, in the memory of one block.

    Parameters
    ----------
    model : SavedModel
        A model that `leadkit train` saved.
    path : Path, str or Database
        A CSV, XLSX or Parquet file, a folder of Parquet parts, or a table in a database; it needs
        no outcome.
    rows : int
        Rows of a block; the result does not depend on it.

    Yields
    ------
    ScoredBlock

    Raises
    ------
    BadInput
        If the file cannot be read, or lacks most of what the model goes by.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> import leadkit as lk
    >>> from leadkit.model import load_model, save_model
    >>> folder = Path(tempfile.mkdtemp())
    >>> won = np.random.default_rng(0).random(900) < np.tile([0.4, 0.2, 0.1], 300)
    >>> leads = pd.DataFrame({"id": range(900), "source": ["web", "fair", "list"] * 300})
    >>> leads["status"] = np.where(won, "won", "lost")
    >>> leads.to_csv(folder / "old.csv", index=False)
    >>> book = lk.read_export(folder / "old.csv", outcome="status")
    >>> save_model(lk.evaluate(lk.training_set(book)), book, folder)
    >>> leads[["id", "source"]].to_csv(folder / "new.csv", index=False)
    >>> blocks = score_stream(load_model(folder), folder / "new.csv", rows=400)
    >>> [len(block.scores) for block in blocks]
    [400, 400, 100]
    """
    if isinstance(path, Database):
        blocks = read_sql_blocks(path, rows)
    else:
        blocks = read_blocks(Path(path), rows)
    for block in blocks:
        try:
            scores, new = scored_cells(model, block.frame)
        except BadInput as error:
            raise BadInput(error.problem, where=f"{path}:1", fix=error.fix) from None
        yield ScoredBlock(block.frame, scores, block.set_aside[["row", "reason"]], block.notes, new)
