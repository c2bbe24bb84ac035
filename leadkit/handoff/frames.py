"""Scores and decisions inside a Spark or Dask job that has its leads already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from leadkit.book.parquet import typed_cells
from leadkit.handoff.deciding import decide_on, refuse_other_model
from leadkit.handoff.policy import Policy
from leadkit.handoff.scores import NUMBERS, named, with_results


@dataclass(frozen=True)
class FrameScorer:
    """What turns frames of leads into frames of scored leads; small, and can be pickled.

    Attributes
    ----------
    model : Path
        The model's folder, under a path that every worker knows; each loads it once.
    sha256 : str
        The fingerprint its model file must have.
    policy : Policy or None
        What decides; without one, tier and decision are blank.
    """

    model: Path
    sha256: str
    policy: Policy | None = None

    def __call__(self, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Score one frame after the other, as Spark's `DataFrame.mapInPandas` wants it."""
        yield from map(self.frame, frames)

    def frame(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Score the leads of a frame, as Dask's `map_partitions` wants it.

        Parameters
        ----------
        frame : DataFrame
            One row a lead; cells may be text or have types.

        Returns
        -------
        DataFrame
            The leads' own columns as text, then what `leadkit score` adds, on the same index.

        Raises
        ------
        BadInput
            If the columns lack most of what the model goes by.
        """
        from leadkit.model.scored_parts import loaded
        from leadkit.model.streaming import scored_cells

        model = loaded(self.model, self.sha256)
        cells = typed_cells(frame, self.model)
        scores, _new = scored_cells(model, cells)
        added = decide_on(scores, self.policy, cells).assign(**named(model, self.policy))
        return with_results(cells, added).set_axis(frame.index)

    def schema(self, columns: Iterable[str]) -> str:
        """Return what Spark wants to know of the result of leads with such columns."""
        scored = self.frame(pd.DataFrame(columns=list(columns), dtype="str"))
        quoted = {name: f"`{str(name).replace('`', '``')}`" for name in scored}
        kinds = {name: "double" if name in NUMBERS else "string" for name in scored}
        return ", ".join(f"{quoted[name]} {kinds[name]}" for name in scored)


def frame_scorer(model: Path | str, policy: Policy | Path | str | None = None) -> FrameScorer:
    """Return what scores the frames of a Spark or Dask job, row by row as `leadkit score` does.

    What a run of `leadkit score` sums up (values the model never met, leads by tier) is not
    counted here, and nothing is added to a book.

    Parameters
    ----------
    model : Path or str
        A folder that `leadkit train` wrote, where every worker finds it.
    policy : Policy, Path or str, optional
        The policy, or its file.

    Returns
    -------
    FrameScorer

    Raises
    ------
    BadInput
        If the model cannot be read, or the policy is for another.

    Examples
    --------
    On Spark ``leads.mapInPandas(scorer, scorer.schema(leads.columns))``, on Dask
    ``leads.map_partitions(scorer.frame)``, and on plain frames:

    >>> import tempfile
    >>> import numpy as np
    >>> import leadkit as lk
    >>> folder = Path(tempfile.mkdtemp())
    >>> won = np.random.default_rng(0).random(900) < np.tile([0.4, 0.2, 0.1], 300)
    >>> leads = pd.DataFrame({"id": range(900), "source": ["web", "fair", "list"] * 300})
    >>> leads["status"] = np.where(won, "won", "lost")
    >>> leads.to_csv(folder / "old.csv", index=False)
    >>> book = lk.read_export(folder / "old.csv", outcome="status")
    >>> lk.save_model(lk.evaluate(lk.training_set(book)), book, folder)
    >>> scorer = frame_scorer(folder)
    >>> new = pd.DataFrame({"id": [1, 2], "source": ["web", "list"]})
    >>> scored = next(scorer([new]))
    >>> bool(scored["probability"][0] > scored["probability"][1])
    True
    >>> scorer.schema(new.columns).split(", ")[:3]
    ['`id` string', '`source` string', '`probability` double']
    """
    from leadkit.model.saving import load_model

    folder = Path(model).absolute()
    saved = load_model(folder)
    rules = Policy.load(Path(policy)) if isinstance(policy, Path | str) else policy
    refuse_other_model(rules, saved)
    return FrameScorer(folder, saved.manifest.sha256["model.skops"], rules)
