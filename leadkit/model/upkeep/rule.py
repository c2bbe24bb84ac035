"""The refit rule: the smallest update of a model that its evidence asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from leadkit.base.language import N_
from leadkit.model.influence import Array, clusters
from leadkit.model.metrics import CLIP, is_enough, judge
from leadkit.model.upkeep.drift import by_month
from leadkit.model.upkeep.evidence import (
    NONE,
    OFF,
    Before,
    Check,
    by_source,
    calibration,
    newcomers,
    ranking,
    update,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REFIT, NEW_VERSION = N_("refit"), N_("new version")
TOO_LITTLE = N_("too little data")
SOURCES_OFF = 2


@dataclass(frozen=True, repr=False)
class Refresh:
    """Whether a model needs an update, and which is the smallest that will do.

    Attributes
    ----------
    action : str
        keep, update the intercept, update intercept and slope, refit, new version, or too little
        data.
    table : DataFrame
        The evidence, one row a check: check, of (the source it is about), value, low, high,
        finding (all right, off, cannot tell).
    n, won : int
        Leads whose outcome is known, and how many were won.
    shift, slope : float
        What the update does to the log-odds: shift + slope x log-odds.
    needed, available : int or None
        Leads that a refit needs, and that there are.
    changed : tuple of str
        What is not as it was at training, in sentences.
    monthly : DataFrame
        As `by_month`.
    drift : DataFrame
        column, psi, limit, n_reference, n, alarm: whether the leads themselves have moved.
    is_old : bool
        Whether the training lies more than a year back.
    """

    action: str
    table: pd.DataFrame
    n: int
    won: int
    shift: float = 0.0
    slope: float = 1.0
    needed: int | None = None
    available: int | None = None
    changed: tuple[str, ...] = ()
    monthly: pd.DataFrame = field(default_factory=pd.DataFrame)
    drift: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_old: bool = False

    @property
    def is_due(self) -> bool:
        """Whether something has to be done."""
        return self.action not in (NONE, TOO_LITTLE)

    @property
    def can_refit(self) -> bool:
        """Whether there are leads enough for a refit; yes where nobody can tell how many."""
        return self.needed is None or self.available is None or self.available >= self.needed

    def updated(self, p: Sequence[float] | Array) -> Array:
        """Return probabilities after the update of intercept and slope.

        Parameters
        ----------
        p : array of float, shape (n,)
            Probabilities of the model.
        """
        score = logit(np.clip(np.asarray(p, dtype=float), CLIP, 1 - CLIP))
        return np.asarray(expit(self.shift + self.slope * score), dtype=float)

    def sentence(self) -> str:
        """Say in a sentence what is to be done, and on what evidence."""
        from leadkit.model.upkeep.words import sentence

        return sentence(self)

    def steps(self) -> list[str]:
        """Say what to do, a step a sentence."""
        from leadkit.model.upkeep.words import steps

        return steps(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding for machines."""
        from leadkit.model.upkeep.words import as_dict

        return as_dict(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw how far wins ran ahead of what was expected, month by month."""
        from leadkit.model.upkeep.picture import plot

        return plot(self, ax)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.model.upkeep.words import as_html

        return as_html(self)


def refresh(
    scored: pd.DataFrame,
    *,
    before: Before | None = None,
    arrivals: pd.Series[str] | None = None,
    available: int | None = None,
    changed: Sequence[str] = (),
) -> Refresh:
    """Find the smallest update of a model that is enough (Davis et al., 2017, 2020).

    Parameters
    ----------
    scored : DataFrame
        Leads the model had not learned from: y (1 won, 0 not, missing: not known yet), p, account,
        at, and source where it is known.
    before : Before, optional
        What is known from training; without it, ranking and new sources cannot be compared.
    arrivals : Series of str, optional
        Sources of all leads since training, of known outcome or not; else those of `scored`.
    available : int, optional
        Leads there would be for a refit.
    changed : sequence of str
        What of columns or definitions is not as it was at training.

    Returns
    -------
    Refresh
        Changed columns or definitions ask for a new version. Otherwise a refit is due where, after
        the update below, wins differ from expected ones in two sources or more (exact Poisson
        interval), where the AUC fell by more than two standard errors, or where more than 15 % of
        the leads come from a source the model never met; else intercept and slope where the
        interval of the slope excludes 1, the intercept alone where its own excludes 0, else
        nothing.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> p = rng.uniform(0.05, 0.5, 4000)
    >>> leads = pd.DataFrame({"y": rng.random(4000) < p, "p": p, "account": range(4000)})
    >>> refresh(leads).action, refresh(leads.assign(p=p / 2)).action
    ('keep', 'update the intercept')
    """
    before = before or Before()
    judged = scored[scored["y"].notna() & scored["p"].notna()]
    y, p = judged["y"].to_numpy(float), judged["p"].to_numpy(float).clip(CLIP, 1 - CLIP)
    cluster = clusters(judged["account"])
    rows: list[Check] = []
    action, shift, slope = TOO_LITTLE, 0.0, 1.0
    if is_enough(y, cluster):
        found = judge(y, p, judged["account"])
        rows += calibration(y, p, found)
        action, shift, slope = update(y, p, found)
        after = expit(shift + slope * logit(p))
        rows += by_source(y, after, judged)
        rows.append(ranking(y, p, cluster, before.auc))
    rows.append(newcomers(arrivals if arrivals is not None else scored.get("source"), before))
    table = pd.DataFrame(rows, columns=["check", "of", "value", "low", "high", "finding"])
    return Refresh(
        action=_action(table, action, changed),
        table=table,
        n=len(y),
        won=int(y.sum()),
        shift=shift,
        slope=slope,
        needed=before.leads_needed,
        available=available,
        changed=tuple(changed),
        monthly=by_month(judged) if "at" in judged else pd.DataFrame(),
    )


def _action(table: pd.DataFrame, update: str, changed: Sequence[str]) -> str:
    if changed:
        return NEW_VERSION
    off = table[table["finding"] == OFF]["check"].value_counts()
    if off.get("source", 0) >= SOURCES_OFF or "ranking" in off or "new source" in off:
        return REFIT
    return update
