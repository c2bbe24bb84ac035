"""A saved model against a table: out-of-time predictions, never a lead it learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.journey import turns
from leadkit.model.judging import DIGITS
from leadkit.model.populations import populations, tally
from leadkit.model.registry import DERIVED, feature_table
from leadkit.model.saving import SavedModel
from leadkit.model.surroundings import kinds


@dataclass(frozen=True)
class Judged:
    """Leads with honest probabilities, and where the others went.

    Attributes
    ----------
    scored : DataFrame
        key, y (missing where the lead was never handed off), p, account, value, at, source (blank
        where the book knows none), is_fresh (never met in training, not even in its judging part),
        points (the probability by the points card of the training period; missing for fresh leads
        and where there was no card), and today, where the book names a rule.
    counts : dict of str to int
        Those of `tally`, and judged, trained_on and unseen.
    """

    scored: pd.DataFrame
    counts: dict[str, int]


def score_out_of_time(
    model: SavedModel,
    book: Book,
    as_of: str | pd.Timestamp | None = None,
    *,
    beside: Sequence[str] = (),
) -> Judged:
    """Return each lead's probability from a model that had not seen its outcome.

    Parameters
    ----------
    model : SavedModel
        Leads it learned from are judged by its saved out-of-time predictions, or left out and
        counted; leads it never met are scored afresh.
    book : Book
        A book or a bare table.
    as_of : date, optional
        Judge as on that date.
    beside : sequence of str
        Columns of the leads to carry along.

    Raises
    ------
    BadInput
        If the model or `beside` needs columns the book lacks, or rows cannot be told apart.
    """
    _refuse_misfit(model, book)
    _refuse_absent(beside, book)
    table = turns(book, as_of)
    table = table.assign(population=populations(table, book)).set_index("turn_id", drop=False)
    saved = model.predictions
    seen = table.index.isin(saved.index)
    is_trained = table.index.isin(list(model.trained_on)) & ~seen
    is_old = _is_older(table, model.manifest.trained_until) & ~seen
    labelled = (table["population"] == "labelled").to_numpy()
    unseen = (table["population"] == "not_handed_off").to_numpy() & ~is_old
    unseen &= _is_beside(table, labelled & ~is_trained)
    wanted = (labelled & ~is_trained) | unseen
    p = pd.Series(np.nan, index=table.index)
    p[seen] = saved[table.index[seen]].to_numpy()
    p[wanted & ~seen] = _fresh(model, book, table[wanted & ~seen])
    table = table.assign(
        p=p,
        points=model.points.reindex(table.index),
        is_fresh=~(seen | is_trained),
        source=sources_of(book, table),
    )
    scored = _scored(book, table[wanted], labelled[wanted])
    for name in beside:
        scored[name] = book.leads.loc[_by_row(book, table[wanted]).index, name].to_numpy()
    counts = tally(book, table, table["population"]) | {
        "judged": int((labelled & ~is_trained).sum()),
        "trained_on": int((labelled & is_trained).sum()),
        "unseen": int(unseen.sum()),
    }
    return Judged(scored, counts)


def _is_older(table: pd.DataFrame, moment: datetime | None) -> npt.NDArray[np.bool_]:
    """Return which leads the training could have met."""
    if moment is None:
        return np.zeros(len(table), dtype=bool)
    return (table["created_at"] <= moment).to_numpy()


def _is_beside(table: pd.DataFrame, judged: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which leads came in the period of the judged turns."""
    period = table.loc[judged, "start"]
    return table["created_at"].between(period.min(), period.max()).to_numpy()


def _refuse_absent(columns: Sequence[str], book: Book) -> None:
    absent = [name for name in columns if name not in book.leads]
    if absent:
        raise BadInput(
            _("the leads have no column {names}").format(names=", ".join(map(repr, absent))),
            where=str(book.path or ""),
            fix=_("They have: {names}.").format(names=", ".join(map(str, book.leads.columns))),
        )


def columns_missing(model: SavedModel, book: Book) -> list[str]:
    """Return the columns that a model needs and a book lacks."""
    return [n for n in model.manifest.features if n not in book.leads and n not in DERIVED]


def _refuse_misfit(model: SavedModel, book: Book) -> None:
    missing = columns_missing(model, book)
    if missing:
        raise BadInput(
            _("the model needs columns that the data lacks: {names}").format(
                names=", ".join(map(repr, missing))
            ),
            where=str(book.path or ""),
            fix=_("Give the data it was trained on, or data with the same columns."),
        )
    if model.manifest.named_by_row and model.manifest.data_sha256 != book.sha256:
        raise BadInput(
            _("the model knows its leads only by row number, and this is another file"),
            where=str(book.path or ""),
            fix=_("Train with --id COLUMN, so that leads it learned from can be recognised."),
        )


def features_of(model: SavedModel, book: Book, table: pd.DataFrame) -> pd.DataFrame:
    """Return the features of turns as a model takes them; `table` holds rows of `turns`."""
    return feature_table(book, _by_row(book, table), model.manifest.features)


def sources_of(book: Book, table: pd.DataFrame) -> pd.Series[str]:
    """Return the source of each turn, all missing where the book knows none."""
    found = kinds(book, _by_row(book, table))
    names = found["source"].to_numpy() if "source" in found else None
    return pd.Series(names, index=table.index, dtype="str")


def _by_row(book: Book, table: pd.DataFrame) -> pd.DataFrame:
    positions = pd.Series(book.leads.index, index=book.leads["lead_id"])
    return table.set_axis(positions[table["lead_id"]].to_numpy(), axis=0)


def _fresh(model: SavedModel, book: Book, table: pd.DataFrame) -> npt.NDArray[np.float64]:
    if table.empty:
        return np.empty(0)
    features = features_of(model, book, table)
    return model.classifier.predict_proba(features)[:, 1].round(DIGITS)


def _scored(book: Book, table: pd.DataFrame, labelled: npt.NDArray[np.bool_]) -> pd.DataFrame:
    rule = book.settings.rule
    scored = pd.DataFrame(
        {
            "key": table.index,
            "y": table["won"].astype(float).where(labelled).to_numpy(),
            "p": table["p"].to_numpy(),
            "account": table["account_id"].to_numpy(),
            "value": table["deal_value"].astype(float).to_numpy(),
            "at": table["start"].fillna(table["created_at"]).to_numpy(),
            "source": table["source"].to_numpy(),
            "is_fresh": table["is_fresh"].to_numpy(),
            "points": table["points"].to_numpy(),
        }
    )
    if rule is not None and rule.column in book.leads:
        points = book.leads.set_index("lead_id")[rule.column]
        scored["today"] = (points[table["lead_id"]] >= rule.at_least).to_numpy()
    return scored
