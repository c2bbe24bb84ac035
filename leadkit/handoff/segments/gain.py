"""What a change of who is handed off earned, and the chance that it really pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff import words
from leadkit.handoff.leads import Bools, Floats
from leadkit.handoff.policies import FEW_WINS, Chance, chance_better


def earned(judged: pd.DataFrame, change: pd.Series[int]) -> pd.Series[float]:
    """Return what each judged lead adds where it is newly handed off (1) or no longer (-1)."""
    return change * judged["if_won"].where(judged["won"] == 1, judged["if_lost"])


def chance_of(judged: pd.DataFrame, change: pd.Series[int], seed: int) -> Chance | None:
    """Return the chance that a change of who is handed off pays; None where nothing changes."""
    if not change.any():
        return None
    wins = int(judged["won"][change != 0].sum())
    accounts = judged["account"]
    if accounts.duplicated().any() and wins > FEW_WINS:
        sums = earned(judged, change).groupby(accounts).sum()
        kinds = sums.round(6).value_counts(sort=False)
        found = chance_better(
            kinds.index.to_numpy(np.float64),
            kinds.to_numpy().astype(np.float64),
            wins=wins,
            seed=seed,
        )
        return Chance(found.value, found.low, found.high, _("Bayesian bootstrap of accounts"))
    return chance_better(*_by_lead(judged, change), wins=wins, seed=seed)


def _by_lead(judged: pd.DataFrame, change: pd.Series[int]) -> tuple[Floats, Floats]:
    """Count won and lost leads of each kind of change, also where none was seen."""
    signs, won = change.to_numpy(), (judged["won"] == 1).to_numpy()
    changed: Bools = signs != 0
    both = pd.DataFrame({name: signs * judged[name] for name in ("if_won", "if_lost")})[changed]
    kinds = both.assign(won=won[changed], lost=~won[changed]).groupby(["if_won", "if_lost"]).sum()
    payoff = np.r_[
        kinds.index.get_level_values(0).to_numpy(), kinds.index.get_level_values(1).to_numpy(), 0.0
    ]
    counts = np.r_[kinds["won"].to_numpy(), kinds["lost"].to_numpy(), (~changed).sum()]
    return payoff, counts.astype(np.float64)


def said_line(line: float) -> str:
    """Write a line; one above 1 lets nobody through."""
    return _("nobody") if line > 1 else words.line(line)


def gain_of(
    judged: pd.DataFrame, change: pd.Series[int], better: Chance | None, economics: Economics
) -> Estimate:
    """Put what a change earned on the judged leads, with the interval of its chance."""
    value = float(earned(judged, change).sum())
    return Estimate(
        value=value,
        low=0.0 if better is None else min(better.low, value),
        high=0.0 if better is None else max(better.high, value),
        n=len(judged),
        events=int(judged["won"].sum()),
        unit=economics.currency or "number",
        method=_("same leads") if better is None else better.method,
    )
