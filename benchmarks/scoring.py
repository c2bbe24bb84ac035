"""How long scoring with reasons takes: from text cells, and from one Parquet file to another.

Fits a model and a bare scikit-learn pipeline to the same leads. From strings the model scores and
explains, the pipeline's `predict_proba` only scores, and has its columns typed already.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet
from measure import Jobs, row, timed
from sklearn.metrics import roc_auc_score
from training import leads, pipeline, ridge

import leadkit as lk
from leadkit.handoff.scores import write_scores
from leadkit.model import SavedModel, load_model, save_model, score_stream
from leadkit.model.streaming import scored_cells

SIZES = (100_000, 1_000_000)
ROUNDS = {100_000: 5, 1_000_000: 3}
LEARNED_FROM = 20_000
SCORING, STREAMING = 0.2, 8.0
NEAR = 0.01


def rows() -> list[dict[str, Any]]:
    """Measure every size, and a stream of the largest."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        model = trained(folder)
        found = [row for size in SIZES for row in from_strings(model, size)]
        return [*found, streamed(folder, SIZES[-1])]


def trained(folder: Path) -> SavedModel:
    """Save a model of curves in a folder, and return it as it is loaded."""
    X, y, _chance = leads(LEARNED_FROM)
    table = X.assign(id=np.arange(len(X)), status=np.where(y, "won", "lost"))
    table.to_csv(folder / "old.csv", index=False)
    book = lk.read_export(folder / "old.csv", outcome="status")
    save_model(lk.evaluate(lk.training_set(book)), book, folder / "model")
    return with_curves(load_model(folder / "model"))


def with_curves(model: SavedModel) -> SavedModel:
    """Return a model whose ridge is as bent as the pipeline's, whatever it chose for itself."""
    X, y, _chance = leads(LEARNED_FROM)
    return replace(model, classifier=ridge().fit(X, y, times=np.arange(len(X))))


def from_strings(model: SavedModel, size: int) -> list[dict[str, Any]]:
    """Score so many leads each way, each round in the same order."""
    X, _y, chance = leads(size)
    cells = X.astype("str")
    learned, won, _chance = leads(LEARNED_FROM)
    bare = pipeline().fit(learned, won)
    ours = scored_cells(model, cells)[0]["probability"].to_numpy()
    typed = model.classifier.predict_proba(X)[:, 1]
    assert np.abs(ours - typed).max() < 1e-9, "text cells are scored as typed ones are"
    ranks = [roc_auc_score(chance > np.median(chance), p)
             for p in (ours, bare.predict_proba(X)[:, 1])]  # fmt: skip
    assert ranks[0] > ranks[1] - NEAR, "the model tells leads apart as the bare pipeline does"
    jobs: Jobs = {
        "bare": lambda: bare.predict_proba(X),
        "scores and reasons": lambda: scored_cells(model, cells),
    }
    seconds = timed(jobs, f"{size:,}", ROUNDS[size])
    name = f"scores with 3 reasons from text, {size:,} leads, to the pipeline's predict_proba"
    return [row(name, seconds, "scores and reasons", "bare", SCORING)]


def streamed(folder: Path, size: int) -> dict[str, Any]:
    """Score Parquet into Parquet, beside reading it; growth.py says how much memory it takes."""
    path, model = parquet_of(folder, size), load_model(folder / "model")
    jobs: Jobs = {"read": lambda: pd.read_parquet(path), "stream": lambda: score(model, path)}
    seconds = timed(jobs, "stream", ROUNDS[size])
    name = f"Parquet scored into Parquet, {size:,} leads, to reading it"
    return row(name, seconds, "stream", "read", STREAMING)


def score(model: SavedModel, path: Path) -> None:
    """Score a file of leads as `leadkit score` does."""
    write_scores(score_stream(model, path), path.with_name("scored.parquet"), model, None,
                 kind="parquet")  # fmt: skip


def parquet_of(folder: Path, size: int) -> Path:
    """Write so many leads as Parquet, a million at a time."""
    path = folder / f"leads-{size}.parquet"
    million = min(size, 1_000_000)
    X = leads(million)[0]
    table = pyarrow.Table.from_pandas(X.assign(id=np.arange(million)), preserve_index=False)
    with pyarrow.parquet.ParquetWriter(path, table.schema) as writer:
        for _part in range(size // million):
            writer.write_table(table, row_group_size=100_000)
    return path
