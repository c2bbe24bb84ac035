"""A saved model against the leads that came after it: what moved, and the update it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.journey import extract_date, turns
from leadkit.model.judging import DIGITS
from leadkit.model.populations import populations
from leadkit.model.raw import BLANK
from leadkit.model.sample_size import explained
from leadkit.model.saving import SavedModel
from leadkit.model.scoring import columns_missing, features_of, score_out_of_time, sources_of
from leadkit.model.upkeep.drift import drift
from leadkit.model.upkeep.evidence import Before
from leadkit.model.upkeep.rule import Refresh, refresh

PROBABILITY = "probability"
YEAR = 365
NOBODY = pd.DataFrame({"y": [], "p": [], "account": [], "is_fresh": []}).astype({"is_fresh": bool})


def check_model(
    model: SavedModel,
    book: Book,
    metrics: dict[str, Any],
    as_of: str | pd.Timestamp | None = None,
) -> Refresh:
    """Judge a model on leads that came after it, and say what update it asks for.

    Parameters
    ----------
    model : SavedModel
        The model.
    book : Book
        With leads later than those it was trained on.
    metrics : dict
        Its metrics.json.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Refresh
        As `refresh`, of leads that the model never met; drift compares all leads since training
        with the training leads.

    Raises
    ------
    BadInput
        If the model knows its leads by row number only, and this is another file.
    """
    table = turns(book, as_of).set_index("turn_id", drop=False)
    population = populations(table, book)
    met = table.index.isin([*model.trained_on, *model.predictions.index])
    sources = sources_of(book, table)
    is_new = ~met & ~population.isin(("not_handed_off", "self_generated")).to_numpy()
    is_new &= _is_later(table, model.manifest.trained_until)
    is_whole = not columns_missing(model, book)
    scored = score_out_of_time(model, book, as_of).scored if is_whole else NOBODY
    found = refresh(
        scored[scored["is_fresh"]],
        before=replace(training_figures(model, metrics), sources=frozenset(sources[met].dropna())),
        arrivals=sources[is_new],
        available=int((population == "labelled").sum()),
        changed=changed_since(model, book, metrics),
    )
    if not is_whole:
        return found
    drift = drifts(model, features_of(model, book, table[is_new]))
    return replace(found, drift=drift, is_old=_is_old(model, extract_date(book, as_of)))


def _is_later(table: pd.DataFrame, moment: datetime | None) -> npt.NDArray[np.bool_]:
    if moment is None:
        return np.ones(len(table), dtype=bool)
    return (table["start"].fillna(table["created_at"]) > moment).to_numpy()


def _is_old(model: SavedModel, now: pd.Timestamp | None) -> bool:
    then = model.manifest.trained_until
    return then is not None and now is not None and (now - then).days > YEAR


def changed_since(model: SavedModel, book: Book, metrics: dict[str, Any]) -> list[str]:
    """Say which columns are gone, and whether winning is defined otherwise."""
    said = []
    missing = columns_missing(model, book)
    if missing:
        text = _("columns that the model needs are gone ({names})")
        said.append(text.format(names=", ".join(map(repr, missing))))
    then, now = metrics.get("window_days"), book.settings.window_days
    if then is not None and then != now:
        text = _("a lead now has {now} days to be won, and {then} when the model was trained")
        said.append(text.format(now=number(now), then=number(then)))
    return said


def training_figures(model: SavedModel, metrics: dict[str, Any]) -> Before:
    """Return the figures of the training report that the refit rule compares with."""
    auc, loss = metrics["auc"], metrics["log_loss"]["value"]
    share = metrics["base_rate"]["test"]["value"]
    is_known = loss is not None and share is not None and 0 < share < 1
    return Before(
        auc=None if auc["value"] is None else Estimate(**auc),
        parameters=len(model.classifier.centre_),
        prevalence=share if is_known else None,
        r2=explained(loss, share) if is_known else None,
    )


def drifts(model: SavedModel, features: pd.DataFrame) -> pd.DataFrame:
    """Compare the leads since training with the training leads, column by column."""
    rows = []
    for name, one in model.manifest.familiar.items():
        reference, now = _with_blanks(one.counts, one.blank), one.binned(features[name])
        found = drift(reference, _with_blanks(now, int(features[name].isna().sum())))
        if one.kind != "other" and found.n_reference and found.n:
            rows.append((name, found))
    met = model.manifest.probability
    if len(features) and met is not None:
        p = pd.Series(model.classifier.predict_proba(features)[:, 1]).round(DIGITS)
        rows.insert(0, (PROBABILITY, drift(met.counts, met.binned(p))))
    table = [(name, one.psi, one.limit, one.n_reference, one.n, one.is_alarm) for name, one in rows]
    return pd.DataFrame(table, columns=["column", "psi", "limit", "n_reference", "n", "alarm"])


def _with_blanks(counts: dict[str, int], blank: int) -> dict[str, int]:
    return counts | ({BLANK: blank} if blank else {})
