"""Evidence from strength: a column that alone ranks better than all the others together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadkit.base.language import _, number
from leadkit.model.findings import DOUBTFUL, LEAKS, SAFE, Finding
from leadkit.model.leakage.candidates import Candidate
from leadkit.model.leakage.names import names_creation
from leadkit.model.leakage.separation import (
    LATE_SHARE,
    Labels,
    Target,
    Together,
    early_and_late,
    low_end,
    separates,
    standard_error,
)

SUSPECT_AUC, WARN_AUC, BLOCK_AUC = 0.70, 0.80, 0.95
SUSPECT_LOW, JOINT_MARGIN = 0.65, 0.03
DRIFT_AUC = 0.75


def by_strength(
    columns: Sequence[Candidate], clean: Sequence[Candidate], y: Labels
) -> dict[str, list[Finding]]:
    """Hold what each column ranks alone against what all the others rank together.

    Parameters
    ----------
    columns : sequence of Candidate
        The columns under suspicion.
    clean : sequence of Candidate
        Those that nothing else speaks against: they are the others.
    y : ndarray of int
        1 won, 0 not; rows in order of time.

    Returns
    -------
    dict of str to list of Finding
        AUC above 0.95 leaks. Above 0.80, or surely above 0.70 and above that of the others on the
        later 30 % of the rows by 0.03 and by more than chance, is a mark; one mark is doubtful,
        two leak. A column named as known from creation (source, company size ...) may be stronger
        than all others.
    """
    target = Target(y)
    alone = {one.name: separates(one, target) for one in columns}
    train, test = early_and_late(len(y))
    weaker = [one for one in clean if alone.get(one.name, 1.0) <= WARN_AUC]
    together = Together(weaker, y, train=train, test=test)
    return {one.name: _held(one.name, alone[one.name], together, y) for one in columns}


def _held(name: str, alone: float, together: Together, y: Labels) -> list[Finding]:
    said = _("alone it ranks leads with AUC {auc}").format(auc=number(alone, 2))
    ask = _("Who fills {column}, and is it ever changed after the handoff?").format(column=name)
    if alone > BLOCK_AUC:
        return [Finding(LEAKS, said, ask)]
    low = low_end(alone, y)
    if alone <= SUSPECT_AUC or low <= SUSPECT_LOW:
        return []
    joint = together.auc(without=[name])
    is_above = alone - joint > max(JOINT_MARGIN, _chance(alone, joint, y, together.test))
    is_odd = is_above and (low > SUSPECT_AUC or alone > WARN_AUC) and not names_creation(name)
    marks = (alone > WARN_AUC) + is_odd
    if not marks:
        return []
    compared = _("all others together reach {auc} on later rows").format(auc=number(joint, 2))
    return [Finding(LEAKS if marks == 2 else DOUBTFUL, f"{said}; {compared}", ask)]


def _chance(alone: float, joint: float, y: Labels, late: Labels) -> float:
    """Return how far two AUCs differ by chance, at most in 95 of 100 samples."""
    wins, late_wins = int(y.sum()), int(late.sum())
    one = standard_error(alone, wins, len(y) - wins)
    other = standard_error(joint, late_wins, len(late) - late_wins)
    return float(1.64 * np.hypot(one, other))


def by_drift(column: Candidate, is_late: Target, *, is_clock: bool) -> list[Finding]:
    """Say of a column that its values change over time; that alone is no leak."""
    auc = 0.5 if is_clock else separates(column, is_late)
    if auc <= DRIFT_AUC:
        return []
    said = _("its values change over time: it tells early from late rows with AUC {auc}")
    return [Finding(SAFE, said.format(auc=number(auc, 2)))]


def late_rows(n: int) -> Target:
    """Return the target of telling the later 30 % of n rows from the earlier."""
    return Target((np.arange(n) >= round(n * (1 - LATE_SHARE))).astype(np.intp))
