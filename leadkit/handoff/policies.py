"""Other ways to choose leads, and by how much the recommended line beats each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.language import _, number
from leadkit.handoff.leads import ENDS, Bools, Floats, Ints, Leads

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

WEIGHTINGS = 100_000
FEW_WINS = 3
TOP_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Policy:
    """A way to choose leads: whom of the judged it picks, how many of all, and by what line."""

    name: str
    picks: Bools
    size: int
    line: float = np.nan


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
    """

    value: float
    low: float
    high: float
    method: str


def compare(curve: HandoffCurve, line: float | None, overstated: float) -> pd.DataFrame:
    """Compare a line with every other policy, on the same leads; None is "hand off nobody".

    `overstated` is taken off the profit of a line that was chosen on these outcomes; a chance
    would be flattered too, so it is left out.
    """
    leads, economics = curve.leads, curve.economics
    nobody = Policy("none", np.zeros_like(leads.won), 0)
    best = nobody if line is None else _above(leads, "best", line)
    earned = _profit(best, leads, economics) - overstated
    rows = []
    for policy in (Policy("best", best.picks, best.size, best.line), *_rivals(curve), nobody):
        chance = _chance(leads, best.picks, policy.picks, economics, curve.seed)
        profit = earned if chance is None else _profit(policy, leads, economics)
        ends = (0.0, 0.0) if chance is None else (chance.low - overstated, chance.high - overstated)
        gain = earned - profit
        rows.append(
            {
                "policy": policy.name,
                "threshold": policy.line,
                "handed_off": int(policy.picks.sum()),
                "wins": int(leads.won[policy.picks].sum()),
                "profit": profit,
                "fits": policy.size <= curve.places,
                "gain": gain,
                "low": min(ends[0], gain),
                "high": max(ends[1], gain),
                "p_better": np.nan if chance is None or overstated else chance.value,
                "method": _("same leads") if chance is None else stated(chance.method, overstated),
            }
        )
    return pd.DataFrame(rows)


def stated(method: str, overstated: float) -> str:
    """Add to a method that the optimism of having chosen the line is taken off."""
    if not overstated:
        return method
    return _("{method}; less optimism {amount}").format(method=method, amount=number(overstated))


def _rivals(curve: HandoffCurve) -> Iterator[Policy]:
    leads = curve.leads
    if leads.today is not None:
        line = np.nan if leads.today_line is None else leads.today_line
        yield Policy("today", leads.today, leads.today_count, line)
    yield _above(leads, "all", 0.0)
    count, scores = top_k(curve)[0], leads.all_scores
    yield _above(leads, "top_k", scores[-count] if count else float(np.nextafter(1, 2)))
    yield _above(leads, "best_f1", _best_f1_line(leads))


def _above(leads: Leads, name: str, line: float) -> Policy:
    return Policy(name, leads.p >= line, leads.above(line), line)


def _profit(policy: Policy, leads: Leads, economics: Economics) -> float:
    return float(
        economics.value * leads.won[policy.picks].sum() - economics.cost * policy.picks.sum()
    )


def top_k(curve: HandoffCurve) -> tuple[int, str]:
    """Return the k of "top k" and its name: today's handoffs, else capacity, else a fifth."""
    leads = curve.leads
    count, name = round(TOP_SHARE * len(leads.all_scores)), _("top {k}, one lead in five")
    if leads.today is not None:
        count, name = leads.today_count, _("top {k}, as many as today’s rule")
    elif np.isfinite(curve.places):
        count = min(len(leads.all_scores), int(curve.places))
        name = _("top {k}, as many as sales can take")
    return count, name.format(k=number(count))


def _best_f1_line(leads: Leads) -> float:
    """Return the threshold with the highest F1 on the judged leads; the highest one of equals."""
    lines = leads.p[leads.won]
    wins = len(lines) - np.searchsorted(lines, lines)
    handed_off = len(leads.p) - np.searchsorted(leads.p, lines)
    f1 = 2 * wins / (handed_off + len(lines))
    return float(lines[f1 == f1.max()][-1])


def chance_better(payoff: Floats, counts: Ints | Floats, *, wins: int, seed: int = 0) -> Chance:
    """Estimate the chance that a change of policy pays, from the leads it treats differently.

    Parameters
    ----------
    payoff : array of float
        The distinct amounts by which a lead (or account) adds to the gain; 0 where nothing
        changes for it.
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
    is_few = wins <= FEW_WINS
    rng = np.random.Generator(np.random.PCG64(seed))
    total, weight = np.zeros(WEIGHTINGS), np.zeros(WEIGHTINGS)
    for amount, count in zip(payoff, counts, strict=True):
        drawn = rng.standard_gamma(count + 0.5 * is_few, size=WEIGHTINGS)
        total += amount * drawn
        weight += drawn
    low, high = np.quantile(total / weight * np.sum(counts), ENDS).tolist()
    method = _("Bayesian bootstrap")
    if is_few:
        method = _("Jeffreys prior, since {n} wins or fewer lie between the two").format(n=FEW_WINS)
    return Chance(float(np.mean(total > 0)), low, high, method)


def _chance(
    leads: Leads, ours: Bools, theirs: Bools, economics: Economics, seed: int
) -> Chance | None:
    """Compare two policies given as one decision a judged lead; None where they agree."""
    added = ours.astype(np.int64) - theirs
    if not added.any():
        return None
    wins = int(leads.won[added != 0].sum())
    if leads.are_clustered and wins > FEW_WINS:
        found = chance_better(*_by_account(leads, added, economics), wins=wins, seed=seed)
        return replace(found, method=_("Bayesian bootstrap of accounts"))
    return chance_better(*_by_lead(leads, added, economics), wins=wins, seed=seed)


def _by_lead(leads: Leads, added: Ints, economics: Economics) -> tuple[Floats, Ints]:
    """Count won and lost leads, also where none was seen, so that Jeffreys can weigh them."""
    signs = [sign for sign in (1, -1) if (added == sign).any()]
    cells = [(sign, won) for sign in signs for won in (True, False)]
    payoff = [sign * (economics.value * won - economics.cost) for sign, won in cells]
    counts = [((added == sign) & (leads.won == won)).sum() for sign, won in cells]
    return np.array([*payoff, 0.0]), np.array([*counts, (added == 0).sum()])


def _by_account(leads: Leads, added: Ints, economics: Economics) -> tuple[Floats, Ints]:
    sums = {"wins": added * leads.won, "handoffs": added}
    accounts = pd.DataFrame({name: np.bincount(leads.account, x) for name, x in sums.items()})
    kinds = accounts.value_counts(sort=False).reset_index()
    payoff = economics.value * kinds["wins"] - economics.cost * kinds["handoffs"]
    return payoff.to_numpy(), kinds["count"].to_numpy()
