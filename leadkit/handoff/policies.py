"""Other ways to choose leads, and by how much the recommended line beats each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.language import _, number
from leadkit.handoff.capacity import fill_capacity
from leadkit.handoff.leads import ENDS, Bools, Floats, Ints, Leads
from leadkit.handoff.payoff import Numbers

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

WEIGHTINGS = 100_000
FEW_WINS = 3
TOP_SHARE = 0.2
MOST_KINDS = 40


@dataclass(frozen=True, eq=False)
class Policy:
    """A way to choose leads: whom of the judged it picks, and by what line.

    `size` is how many average leads' time its leads take, judged or not.
    """

    name: str
    picks: Bools
    size: float
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
    best = nobody if line is None else _above(curve, "best", line)
    earned = _profit(best, leads, economics) - overstated
    rows = []
    for policy in (Policy("best", best.picks, best.size, best.line), *_rivals(curve), nobody):
        chance = chance_between(leads, best.picks, policy.picks, economics, curve.seed)
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
        decided = np.r_[leads.today, leads.unseen_own.columns["today"]]
        yield replace(_picking(curve, "today", decided), line=line)
    yield _above(curve, "all", 0.0)
    count, scores = top_k(curve)[0], leads.all_scores
    yield _above(curve, "top_k", scores[-count] if count else float(np.nextafter(1, 2)))
    yield _above(curve, "best_f1", _best_f1_line(leads))
    yield _above(curve, "youden", _youden_line(leads))
    if leads.points is not None:
        points = np.r_[leads.points, leads.unseen_own.columns["points"]]
        yield _picking(curve, "points_card", points >= curve.economics.break_even)
    if curve.own_amounts:
        yield _picking(curve, "own_value", _worth_their_time(curve))


def _picking(curve: HandoffCurve, name: str, chosen: Bools) -> Policy:
    """Return the policy that picks these of all leads, the judged first."""
    places = curve.leads.all_expected.places(curve.economics)
    return Policy(name, chosen[: len(curve.leads.p)], places[chosen].sum())


def _above(curve: HandoffCurve, name: str, line: float) -> Policy:
    return replace(_picking(curve, name, curve.leads.all_p >= line), line=line)


def _worth_their_time(curve: HandoffCurve) -> Bools:
    """Choose each lead by its own break-even, the best per hour where sales' hours run out."""
    expected, economics, limit = curve.leads.all_expected, curve.economics, curve.capacity.limit
    hours = expected.places(economics) * economics.hours_per_lead
    return fill_capacity(expected.profit(economics), hours, np.inf if limit is None else limit)[0]


def _profit(policy: Policy, leads: Leads, economics: Economics) -> float:
    picked = leads.observed.each(lambda part: part[policy.picks].sum())
    return float(picked.profit(economics))


def top_k(curve: HandoffCurve) -> tuple[int, str]:
    """Return the k of "top k" and its name: today's handoffs, else capacity, else a fifth."""
    leads = curve.leads
    count, name = round(TOP_SHARE * len(leads.all_scores)), _("top {k}, one lead in five")
    if leads.today is not None:
        count, name = leads.today_count, _("top {k}, as many as today's rule")
    elif np.isfinite(curve.places):
        count = min(len(leads.all_scores), int(curve.places))
        if leads.hours is not None:
            line = curve.capacity.line
            count = 0 if line is None else leads.above(line)
        name = _("top {k}, as many as sales can take")
    return count, name.format(k=number(count))


def _best_f1_line(leads: Leads) -> float:
    """Return the threshold with the highest F1 on the judged leads; the highest one of equals."""
    lines = leads.p[leads.won]
    wins = len(lines) - np.searchsorted(lines, lines)
    handed_off = len(leads.p) - np.searchsorted(leads.p, lines)
    f1 = 2 * wins / (handed_off + len(lines))
    return float(lines[f1 == f1.max()][-1])


def _youden_line(leads: Leads) -> float:
    """Return the threshold with the highest sensitivity + specificity; the highest of equals."""
    lines = leads.p[leads.won]
    wins = len(lines) - np.searchsorted(lines, lines)
    lost = len(leads.p) - np.searchsorted(leads.p, lines) - wins
    index = wins / len(lines) - lost / max(1, len(leads.p) - len(lines))
    return float(lines[index == index.max()][-1])


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


def chance_between(
    leads: Leads, ours: Bools, theirs: Bools, economics: Economics, seed: int
) -> Chance | None:
    """Compare two policies given as one decision a judged lead; None where they agree."""
    added = ours.astype(np.int64) - theirs
    if not added.any():
        return None
    wins = int(leads.won[added != 0].sum())
    if wins <= FEW_WINS:
        return chance_better(*_by_outcome(leads, added, economics), wins=wins, seed=seed)
    if leads.are_clustered:
        found = chance_better(*_by_account(leads, added, economics), wins=wins, seed=seed)
        return replace(found, method=_("Bayesian bootstrap of accounts"))
    if leads.own_amounts:
        payoff = added * leads.observed.profit(economics)
        return chance_better(*_kinds(payoff), wins=wins, seed=seed)
    return chance_better(*_by_outcome(leads, added, economics), wins=wins, seed=seed)


def _by_outcome(leads: Leads, added: Ints, economics: Economics) -> tuple[Floats, Ints]:
    """Count won and lost leads, also where none was seen, so that Jeffreys can weigh them.

    Own amounts stand at their mean over the leads added, or taken away.
    """
    whole = leads.payoff(np.ones_like(leads.won), leads.worth)
    payoff, counts = [], []
    for sign in (1, -1):
        changed = added == sign
        if changed.any():
            mean = whole.each(partial(np.mean, where=changed))
            for won in (True, False):
                payoff.append(sign * (mean.gained(economics) * won - mean.paid(economics)))
                counts.append(int((changed & (leads.won == won)).sum()))
    return np.array([*payoff, 0.0]), np.array([*counts, (added == 0).sum()])


def _by_account(leads: Leads, added: Ints, economics: Economics) -> tuple[Floats, Ints]:
    if leads.own_amounts:
        return _kinds(np.bincount(leads.account, added * leads.observed.profit(economics)))
    sums = {"wins": added * leads.won, "handoffs": added}
    accounts = pd.DataFrame({name: np.bincount(leads.account, x) for name, x in sums.items()})
    kinds = accounts.value_counts(sort=False).reset_index()
    payoff = economics.gained * kinds["wins"] - economics.paid * kinds["handoffs"]
    return payoff.to_numpy(), kinds["count"].to_numpy()


def _kinds(payoff: Numbers) -> tuple[Floats, Ints]:
    """Return distinct payoffs and their counts; many are joined so that each kind moves as much."""
    rising = np.sort(payoff)
    moved = np.abs(rising).cumsum()
    place = np.floor(moved / (moved[-1] or 1.0) * MOST_KINDS) * 3 + np.sign(rising)
    if np.count_nonzero(rising[1:] > rising[:-1]) < MOST_KINDS:
        place = rising
    kind, counts = np.unique(place, return_inverse=True, return_counts=True)[1:]
    return np.bincount(kind, rising) / counts, counts
