"""Evidence from blanks: a column that sales fills later is blank, or at its default, till then."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binomtest, fisher_exact

from leadkit.base.language import _, number, percent
from leadkit.model.findings import AFTER, DOUBTFUL, LEAKS, Finding
from leadkit.model.leakage.candidates import Candidate
from leadkit.model.leakage.separation import Labels, area, either_way, low_end

Flags = npt.NDArray[np.bool_]
BLANK_WARN, BLANK_BLOCK = 0.65, 0.80
LEAST_CELLS = 20
CHANCE, SMALL_CHANCE = 1e-3, 1e-6
YOUNG_SHARE, MORE_BLANKS = 0.05, 0.05
CONTAINED, DEFAULT_SHARE = 0.99, 0.9


def _ask(name: str) -> str:
    return _("At what step is {column} filled, and by whom?").format(column=name)


def by_blanks(column: Candidate, y: Labels) -> list[Finding]:
    """Find a column whose being blank tells winners from others (Kaufman et al., 2012)."""
    blank = column.is_blank
    if not 0 < blank.sum() < len(blank):
        return []
    auc = either_way(area(blank.astype(np.float64), y))
    if auc <= BLANK_WARN or low_end(auc, y) <= 0.5 or _by_chance(blank, y) > CHANCE:
        return []
    said = _(
        "being blank alone ranks leads with AUC {auc}: {won} of winners are blank, {lost} of others"
    ).format(
        auc=number(auc, 2), won=percent(blank[y == 1].mean()), lost=percent(blank[y == 0].mean())
    )
    verdict = LEAKS if auc > BLANK_BLOCK else DOUBTFUL
    return [Finding(verdict, said, _ask(column.name))]


def _by_chance(flag: Flags, other: npt.NDArray[np.generic]) -> float:
    """Return the two-sided chance of such a two-by-two table, or one further apart."""
    table = np.bincount(2 * flag + (np.asarray(other) == 1), minlength=4).reshape(2, 2)
    return float(fisher_exact(table).pvalue)


def while_open(name: str, blank: Flags, is_open: Flags) -> list[Finding]:
    """Find a column filled only as a lead is closed: blank while open, or never filled till then.

    Parameters
    ----------
    name : str
    blank, is_open : ndarray of bool
        For every turn: whether the cell is blank, and whether the lead is still open.
    """
    share, n, filled = float(is_open.mean()), int(blank.sum()), int((~blank).sum())
    if share in (0.0, 1.0):
        return []
    open_blanks, open_cells = int((blank & is_open).sum()), int((~blank & is_open).sum())
    test = binomtest(open_blanks, n, share, alternative="greater") if n >= LEAST_CELLS else None
    if test is not None and open_blanks > max(n / 2, 1.5 * share * n) and test.pvalue < CHANCE:
        said = _("blank mainly while a lead is open ({blank} of {n} blanks, {share} of all leads)")
        said = said.format(blank=number(open_blanks), n=number(n), share=percent(share))
        return [Finding(DOUBTFUL, said, _ask(name))]
    test = binomtest(open_cells, filled, share, alternative="less") if filled else None
    if test is not None and open_cells < 0.1 * share * filled and test.pvalue < CHANCE:
        said = _("filled only once a lead is closed: {open} of its {n} cells belong to open leads")
        said = said.format(open=number(open_cells), n=number(filled))
        return [Finding(DOUBTFUL, said, _ask(name))]
    return []


def while_young(name: str, blank: Flags, starts: pd.Series[pd.Timestamp] | None) -> list[Finding]:
    """Find a column that fills up with time: the youngest leads lack it more than older ones.

    Parameters
    ----------
    name : str
    blank : ndarray of bool
        For every turn.
    starts : Series of UTC timestamps or None
        Start of every turn.
    """
    if starts is None:
        return []
    dated = starts.notna().to_numpy()
    age = starts[dated].rank(method="first", ascending=False).to_numpy()
    gaps, n = blank[dated], int(dated.sum())
    young = age <= YOUNG_SHARE * n
    before = (age > YOUNG_SHARE * n) & (age <= 0.5 * n)
    if young.sum() < LEAST_CELLS:
        return []
    now, then = float(gaps[young].mean()), float(gaps[before].mean())
    if now < max(2 * then, then + MORE_BLANKS) or now - then > 0.99:
        return []
    either = young | before
    if _by_chance(gaps[either], young[either]) > SMALL_CHANCE:
        return []
    said = _(
        "it fills up as leads grow older: blank for {now} of the youngest leads, {then} before"
    )
    return [Finding(DOUBTFUL, said.format(now=percent(now), then=percent(then)), _ask(name))]


def after_a_stage(name: str, blanks: pd.DataFrame, later: list[str]) -> list[Finding]:
    """Find a column filled only where a column known to come after the handoff is filled too.

    Parameters
    ----------
    name : str
    blanks : DataFrame of bool
        For every turn, all columns.
    later : list of str
        Columns that are known to be filled after the handoff.
    """
    filled = ~blanks[name].to_numpy(dtype=bool)
    n = int(filled.sum())
    if n < LEAST_CELLS or n == len(filled):
        return []
    for stage in later:
        reached = ~blanks[stage].to_numpy(dtype=bool)
        inside, share = int((filled & reached).sum()), float(reached.mean())
        if stage == name or inside < CONTAINED * n or not 0 < share < 1:
            continue
        if binomtest(inside, n, share, alternative="greater").pvalue < SMALL_CHANCE:
            said = _("filled only where {stage} is, which comes after the handoff ({n} of {all})")
            said = said.format(stage=stage, n=number(inside), all=number(n))
            return [Finding(AFTER, said, _ask(name))]
    return []


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else number(float(value), 0 if value % 1 == 0 else 2)


def at_its_default(
    name: str, cells: pd.Series[Any], blanks: pd.DataFrame, later: list[str]
) -> list[Finding]:
    """Find a column that stands at one value wherever a column filled later is still blank.

    Parameters
    ----------
    name : str
    cells : Series
        For every turn.
    blanks : DataFrame of bool
        For every turn, all columns.
    later : list of str
        Columns that are blank mainly while a lead is open or young.
    """
    counts = cells.value_counts(normalize=True)
    for stage in later:
        waiting = cells[blanks[stage].to_numpy(dtype=bool)].dropna()
        if stage == name or len(waiting) < LEAST_CELLS:
            continue
        value: Any = waiting.mode().iloc[0]
        n = len(waiting)
        same, usual = int((waiting == value).sum()), float(counts[value])
        if same < DEFAULT_SHARE * n or usual > DEFAULT_SHARE / 1.5:
            continue
        if binomtest(same, n, usual, alternative="greater").pvalue < SMALL_CHANCE:
            said = _(
                "where {stage} is still blank it is “{value}” ({same} of {n}; {usual} of all),"
                " as if that were a default until somebody fills both"
            ).format(
                stage=stage,
                value=_shown(value),
                same=number(same),
                n=number(n),
                usual=percent(usual),
            )
            return [Finding(DOUBTFUL, said, _ask(name))]
    return []
