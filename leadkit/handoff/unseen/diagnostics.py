"""What an off-policy estimate rests on: counts, effective sample sizes, the largest weight."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.handoff.own import Bools, Floats
from leadkit.handoff.unseen.estimators import weights
from leadkit.handoff.unseen.logged import Logged


@dataclass(frozen=True, kw_only=True)
class Diagnostics:
    """What the estimates rest on.

    Attributes
    ----------
    n : int
        Leads of the log.
    changed, added, dropped : int
        Leads that change sides: handed off now, or no longer.
    explored, wins : int
        Leads among the added that were handed off by the draw, and how many of them were won.
    impossible : int
        Added leads that had no chance of being handed off.
    taken, all_wins : int
        All leads handed off by the rule or the draw, and how many were won.
    ess, ess_changed : float
        Effective sample size (sum of weights)^2 / sum of squares (Kish, 1965) of the handed-off
        leads under the new rule, and of those that change sides.
    largest_share : float
        Share of the largest weight in the sum of weights under the new rule.
    overrides, held_back, left_out : int
        Leads decided by a person, how many of these were held back, and logged leads left out.
    """

    n: int
    changed: int
    added: int
    dropped: int
    explored: int
    wins: int
    impossible: int
    taken: int
    all_wins: int
    ess: float
    ess_changed: float
    largest_share: float
    overrides: int
    held_back: int
    left_out: int


def diagnostics(logged: Logged, rule: Bools) -> Diagnostics:
    """Count what the estimates for a rule rest on; `rule` holds one bool a row of the log."""
    table = logged.table
    columns = (table[name].to_numpy() for name in ("today", "taken", "override", "y", "propensity"))
    today, taken, override, won, chance = columns
    changes, added = rule != today, rule & ~today
    explored, weight = taken & added, weights(taken, chance)
    return Diagnostics(
        n=len(table),
        changed=int(changes.sum()),
        added=int(added.sum()),
        dropped=int((today & ~rule).sum()),
        explored=int(explored.sum()),
        wins=int(won[explored].sum()),
        impossible=int((added & (chance == 0)).sum()),
        taken=int(taken.sum()),
        all_wins=int(won[taken].sum()),
        ess=_effective(weight[rule]),
        ess_changed=_effective(weight[changes]),
        largest_share=_largest_share(weight[rule]),
        overrides=int(override.sum()),
        held_back=int((override & today).sum()),
        left_out=logged.left_out,
    )


def _effective(weight: Floats) -> float:
    return float(weight.sum() ** 2 / (weight @ weight)) if weight.any() else 0.0


def _largest_share(weight: Floats) -> float:
    return float(weight.max() / weight.sum()) if weight.any() else 0.0
