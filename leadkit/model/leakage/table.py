"""What speaks against the whole table: drift, placebo, order of rows, leads on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.language import _, number
from leadkit.model.leakage.candidates import Candidate, Codes
from leadkit.model.leakage.identity import by_number
from leadkit.model.leakage.separation import (
    Labels,
    Target,
    Together,
    area,
    area_within,
    blocks_of,
    early_and_late,
    either_way,
    low_end,
    separates,
    standard_error,
)
from leadkit.model.leakage.strength import DRIFT_AUC, late_rows

LEAST_WINS = 20
SHIFT, ROW_AUC = 0.05, 0.6
TELLING, TWINS = 0.5, 0.05


def notes_on(
    columns: Sequence[Candidate],
    y: Labels,
    *,
    groups: pd.Series[str] | None = None,
    ids: pd.Series[str] | None = None,
    rows: pd.Series[int] | None = None,
    is_dated: bool = False,
) -> list[str]:
    """Return what the reader must know of the table as a whole.

    Parameters
    ----------
    columns : sequence of Candidate
        The columns the model may use.
    y : ndarray of int
        Rows in order of time.
    groups, ids, rows : Series, optional
        As in `leadkit.model.leakage.audit`.
    is_dated : bool
        Whether the rows are known to stand in order of time.
    """
    said = [*_both_sides(columns, groups, len(y)), *_numbering(ids, rows, y, is_dated)]
    if not columns or np.bincount(y, minlength=2).min() < LEAST_WINS:
        return said
    return [*said, *_drift(columns, y), *_placebo(columns, y), *_backward(columns, y)]


def _both_sides(columns: Sequence[Candidate], groups: pd.Series[str] | None, n: int) -> list[str]:
    """Count later rows that are known from earlier ones: the same buyer, or the same cells."""
    early, late = early_and_late(n)
    said = []
    if groups is not None:
        seen = int(groups.iloc[late].isin(groups.iloc[early]).sum())
        one = _(
            "later leads of buyers who are among the earlier ones: {n} of {all}; judge without them"
        )
        said += [one.format(n=number(seen), all=number(len(late)))] if seen else []
    if columns:
        table = pd.DataFrame({one.name: _exact(one) for one in columns})
        looks = pd.util.hash_pandas_object(table, index=False)
        earlier = looks.iloc[early]
        seen = int(looks.iloc[late].isin(earlier).sum())
        if earlier.nunique() > TELLING * len(early) and seen > TWINS * len(late):
            one = _("later leads that are in every column like an earlier one: {n} of {all}")
            said.append(one.format(n=number(seen), all=number(len(late))))
    return said


def _exact(column: Candidate) -> npt.NDArray[Any]:
    return column.codes if column.kind == "category" else column.values


def _numbering(
    ids: pd.Series[str] | None, rows: pd.Series[int] | None, y: Labels, is_dated: bool
) -> list[str]:
    said = []
    if ids is not None:
        found = by_number(_("the id"), ids, y)
        said += [f"{_('the id')}: {one.text}" for one in found]
    if rows is not None and len(y):
        place = rows.to_numpy()
        auc = area_within(place, y, blocks_of(len(y))) if is_dated else area(place, y)
        auc = either_way(auc)
        if auc > ROW_AUC and low_end(auc, y) > 0.5:
            text = _("the order of rows in the file ranks leads with AUC {auc}: how was it sorted?")
            said.append(text.format(auc=number(auc, 2)))
    return said


def _drift(columns: Sequence[Candidate], y: Labels) -> list[str]:
    """Compare early with late rows, and a random split with one in time."""
    is_late, n, said = late_rows(len(y)), len(y), []
    others, held = (np.flatnonzero(is_late.fold != 0), np.flatnonzero(is_late.fold == 0))
    steady = [one for one in columns if separates(one, is_late) <= DRIFT_AUC]
    auc = Together(steady, is_late.y, train=others, test=held).auc()
    if auc > DRIFT_AUC:
        text = _("the columns together tell early from late leads with AUC {auc}: the leads change")
        said.append(text.format(auc=number(auc, 2)))
    train, test = early_and_late(n)
    in_time = Together(columns, y, train=train, test=test).auc()
    fold = Target(y).fold
    at_random = Together(columns, y, train=np.flatnonzero(fold > 1), test=np.flatnonzero(fold <= 1))
    mixed = at_random.auc()
    if mixed - in_time > max(SHIFT, 1.96 * _error(mixed, y[test])):
        text = _(
            "AUC is {mixed} on leads drawn at random and {in_time} on later ones, which is the one"
            " to trust"
        )
        said.append(text.format(mixed=number(mixed, 2), in_time=number(in_time, 2)))
    return said


def _error(auc: float, y: Labels) -> float:
    wins = int(y.sum())
    return standard_error(auc, wins, len(y) - wins)


def _placebo(columns: Sequence[Candidate], y: Labels) -> list[str]:
    """Shuffle the outcomes among leads of the same time: nothing may be left to find."""
    train, test = early_and_late(len(y))
    shuffled = _shuffled(y, blocks_of(len(y)))
    auc = Together(columns, shuffled, train=train, test=test).auc()
    if auc - 0.5 <= 2.5 * _error(0.5, shuffled[test]):
        return []
    text = _(
        "with outcomes shuffled among leads of the same time the columns still rank leads with AUC"
        " {auc}: they tell the time"
    )
    return [text.format(auc=number(auc, 2))]


def _shuffled(y: Labels, blocks: Codes) -> Labels:
    order = np.lexsort((np.random.default_rng(0).random(len(y)), blocks))
    return y[order]


def _backward(columns: Sequence[Candidate], y: Labels) -> list[str]:
    """Ask whether the later half foretells the earlier better than the other way round."""
    early, late = early_and_late(len(y), share=0.5)
    if min(np.bincount(y[part], minlength=2).min() for part in (early, late)) < LEAST_WINS:
        return []
    forward = Together(columns, y, train=early, test=late).auc()
    backward = Together(columns, y, train=late, test=early).auc()
    chance = 1.96 * float(np.hypot(_error(forward, y[late]), _error(backward, y[early])))
    if backward - forward <= max(chance, 0.03):
        return []
    text = _("later leads foretell earlier ones (AUC {back}) better than the reverse ({forward})")
    return [text.format(back=number(backward, 2), forward=number(forward, 2))]
