"""Leads scored a block at a time, with reasons, as text cells come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.book import Database, read_blocks, read_sql_blocks
from leadkit.model.judging import DIGITS
from leadkit.model.reasons import reasons
from leadkit.model.registry import cell_features
from leadkit.model.saving import SavedModel

ROWS = 20_000
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
    """

    cells: pd.DataFrame
    scores: pd.DataFrame
    set_aside: pd.DataFrame
    notes: tuple[str, ...] = ()


def score_cells(model: SavedModel, cells: pd.DataFrame) -> pd.DataFrame:
    """Score new leads given as text cells.

    Parameters
    ----------
    model : SavedModel
        A model that `leadkit train` saved.
    cells : DataFrame of str
        One row a lead, under the names the model was trained with.

    Returns
    -------
    DataFrame
        probability (0 to 1), log_odds, reason_1 to reason_3, reason_rest.

    Raises
    ------
    BadInput
        If a column that the model needs is missing.
    """
    features = cell_features(
        cells,
        model.manifest.features,
        numeric=set(map(str, model.classifier.numeric_)),
        also=_contact_names(model, cells),
    )
    if features.empty:
        return pd.DataFrame(columns=list(SCORES), index=cells.index)
    scores = reasons(model.classifier, features)
    scores.insert(0, "probability", model.classifier.predict_proba(features)[:, 1].round(DIGITS))
    return scores


def _contact_names(model: SavedModel, cells: pd.DataFrame) -> list[str]:
    """Return where contacts are looked for: a bare table's reading passes over what it named."""
    if not model.manifest.is_bare:
        return ["email", "phone", *cells.columns]
    said = model.manifest.reading
    taken = {said.outcome, said.id, said.created, said.closed, said.account, *said.drop}
    return [name for name in cells.columns if name not in taken]


def score_stream(
    model: SavedModel, path: Path | Database, rows: int = ROWS
) -> Iterator[ScoredBlock]:
    """Score a table of new leads of any length, in the memory of one block.

    Parameters
    ----------
    model : SavedModel
        A model that `leadkit train` saved.
    path : Path or Database
        A CSV, XLSX or Parquet file, or a table in a database; it needs no outcome.
    rows : int
        Rows of a block; the result does not depend on it.

    Yields
    ------
    ScoredBlock

    Raises
    ------
    BadInput
        If the file cannot be read, or lacks a column that the model needs.
    """
    blocks = read_blocks(path, rows) if isinstance(path, Path) else read_sql_blocks(path, rows)
    for block in blocks:
        try:
            scores = score_cells(model, block.frame)
        except BadInput as error:
            raise BadInput(error.problem, where=f"{path}:1", fix=error.fix) from None
        yield ScoredBlock(block.frame, scores, block.set_aside[["row", "reason"]], block.notes)
