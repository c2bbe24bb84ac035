"""Other ways to draw the line, and the chance that one way beats another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.base.economics import Economics
from leadkit.base.language import _, number
from leadkit.handoff.bands import ENDS
from leadkit.handoff.capacity import Capacity
from leadkit.handoff.leads import Bools, Floats, Ints, Leads

WEIGHTINGS = 100_000
FEW_WINS = 3
TOP_SHARE = 0.2


@dataclass(frozen=True)
class Chance:
    """The chance that one policy earns more than another, and how it was computed.

    Parameters
    ----------
    value : float
        The chance.
    low, high : float
        95 % interval of what the first earns more, in money.
    method : str
        How both were computed.
    few_wins : bool
        Whether so few wins lie between the policies that a bootstrap would miss their luck.
    """

    value: float
    low: float
    high: float
    method: str
    few_wins: bool


def rival_lines(leads: Leads, capacity: Capacity, economics: Economics) -> dict[str, float]:
    """Return the threshold of each policy the recommended line is compared with."""
    return {
        "all": 0.0,
        "top_k": top_line(leads.all_scores, top_count(leads, capacity, economics)),
        "best_f1": best_f1_line(leads),
    }


def top_count(leads: Leads, capacity: Capacity, economics: Economics) -> int:
    """Return the k of "top k": today's handoffs, else what capacity allows, else a fifth."""
    everyone = len(leads.all_scores)
    if leads.today is not None:
        return leads.today_count
    if capacity.limit is not None:
        return min(everyone, int(capacity.limit / economics.hours_per_lead))
    return round(TOP_SHARE * everyone)


def top_line(scores: Floats, count: int) -> float:
    """Return the score of the k-th lead from the top of sorted scores; above 1 if k is 0."""
    return float(scores[len(scores) - count]) if count > 0 else float(np.nextafter(1, 2))


def best_f1_line(leads: Leads) -> float:
    """Return the threshold with the highest F1 on the judged leads; the highest one of equals."""
    lines = leads.won_scores
    wins = len(lines) - np.searchsorted(lines, lines)
    handed_off = len(leads.scores) - np.searchsorted(leads.scores, lines)
    f1 = 2 * wins / (handed_off + len(lines))
    return float(lines[len(f1) - 1 - int(f1[::-1].argmax())])


def policy_names(leads: Leads, capacity: Capacity, economics: Economics) -> dict[str, str]:
    """Name each policy in the reader's language."""
    count = number(top_count(leads, capacity, economics))
    if leads.today is not None:
        top = _("top {k}, as many as today’s rule").format(k=count)
    elif capacity.limit is not None:
        top = _("top {k}, as many as sales can take").format(k=count)
    else:
        top = _("top {k}, one lead in five").format(k=count)
    return {
        "best": _("recommended"),
        "today": _("today’s rule"),
        "all": _("hand off every lead"),
        "none": _("hand off nobody"),
        "top_k": top,
        "best_f1": _("line with the best F1"),
    }


def chance_better(payoff: Floats, counts: Ints | Floats, *, wins: int, seed: int = 0) -> Chance:
    """Estimate the chance that a change of policy pays, from the leads it treats differently.

    Parameters
    ----------
    payoff : array of float
        The distinct amounts by which a changed lead (or account) adds to profit.
    counts : array
        How many leads (or accounts) have each payoff.
    wins : int
        Wins among the changed leads. With 3 or fewer the caller should give leads, not accounts:
        half a lead is added to every cell (Jeffreys), since a bootstrap cannot see rare wins.
    seed : int
        Seed of the weights.

    Returns
    -------
    Chance
        The share of Dirichlet weightings with a positive total: the Bayesian bootstrap (Rubin,
        1981), exact for grouped data.

    Examples
    --------
    80 leads between two thresholds, 6 won, value 1,000 and cost 50:

    >>> chance = chance_better(np.array([950., -50.]), np.array([6, 74]), wins=6)
    >>> round(chance.value, 2), chance.method
    (0.8, 'Bayesian bootstrap')
    """
    few = wins <= FEW_WINS
    shapes = np.asarray(counts, dtype=np.float64) + (0.5 if few else 0.0)
    rng = np.random.Generator(np.random.PCG64(seed))
    total, weight = np.zeros(WEIGHTINGS), np.zeros(WEIGHTINGS)
    for amount, shape in zip(payoff, shapes, strict=True):
        drawn = rng.standard_gamma(shape, size=WEIGHTINGS)
        total += amount * drawn
        weight += drawn
    low, high = np.quantile(total / weight * np.sum(counts), ENDS).tolist()
    method = (
        _("Jeffreys prior, since {n} wins or fewer lie between the two").format(n=FEW_WINS)
        if few
        else _("Bayesian bootstrap")
    )
    return Chance(float(np.mean(total > 0)), low, high, method, few)


def chance_policy_better(
    leads: Leads, ours: Bools, theirs: Bools, economics: Economics, seed: int
) -> Chance | None:
    """Compare two policies given as one decision a judged lead; None where they agree."""
    changed = ours != theirs
    if not changed.any():
        return None
    won, added = leads.won[changed], ours[changed]
    wins = int(won.sum())
    if leads.account is not None and wins > FEW_WINS:
        payoff, counts = _by_account(leads.account[changed], won, added, economics)
    else:
        payoff, counts = _by_lead(won, added, economics)
    return chance_better(payoff, counts, wins=wins, seed=seed)


def _by_lead(won: Bools, added: Bools, economics: Economics) -> tuple[Floats, Ints]:
    """Count won and lost leads, also where none was seen, so that Jeffreys can weigh them."""
    win, loss = economics.value - economics.cost, -economics.cost
    payoff, counts = [], []
    for sign, group in ((1, won[added]), (-1, won[~added])):
        if len(group):
            payoff += [sign * win, sign * loss]
            counts += [int(group.sum()), int((~group).sum())]
    return np.array(payoff), np.array(counts, dtype=np.int64)


def _by_account(
    account: Ints, won: Bools, added: Bools, economics: Economics
) -> tuple[Floats, Ints]:
    sign = np.where(added, 1, -1)
    _names, code = np.unique(account, return_inverse=True)
    wins = np.bincount(code, weights=sign * won)
    handoffs = np.bincount(code, weights=sign)
    kinds, counts = np.unique(np.stack([wins, handoffs]), axis=1, return_counts=True)
    return economics.value * kinds[0] - economics.cost * kinds[1], counts.astype(np.int64)
