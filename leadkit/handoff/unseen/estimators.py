"""Off-policy estimators: each lead's contribution to what a rule would have earned.

A rule says of every lead whether it is handed off. The contributions of an estimator sum to its
estimate; their spread over accounts is its error (the influence function; Lunceford and Davidian,
2004). Those of one rule minus those of another are the contributions to the difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.base.estimate import wilson
from leadkit.handoff.own import Bools, Floats, Ints

FOLDS = 5
SURE = 1e-6
SHRINKAGE = 1e-3


@dataclass(frozen=True, eq=False, kw_only=True)
class Draw:
    """What the log holds of each lead, as arrays of one length.

    Parameters
    ----------
    taken : array of bool
        Handed off by the rule or by the draw.
    propensity : array of float
        The chance of that; only that of taken leads is ever used.
    won : array of float
        1 won, 0 not; 0 where not taken.
    account : array of int
        Leads of one account depend on each other.
    gained, paid : float
        What a win adds and what a handoff costs, in money.
    """

    taken: Bools
    propensity: Floats
    won: Floats
    account: Ints
    gained: float
    paid: float

    @property
    def earned(self) -> Floats:
        """What each lead brought, in money; of leads not taken the cost alone, never used."""
        return self.gained * self.won - self.paid

    @property
    def weight(self) -> Floats:
        """One over the chance of having been taken; 0 for leads that were not."""
        return weights(self.taken, self.propensity)


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcomes:
    """A model of the win rate.

    Parameters
    ----------
    design : array of float, (n, k)
        Its columns, the first of ones.
    chance : array of float, (n,)
        Each lead's chance of being won, from a fit without its account.
    """

    design: Floats
    chance: Floats


def weights(taken: Bools, propensity: Floats) -> Floats:
    """Return one over the chance of each taken lead, and 0 for the others."""
    return np.asarray(taken / np.where(taken, propensity, 1.0))


def inverse_weighted(draw: Draw, rule: Bools) -> Floats:
    """Return contributions weighted by 1 / propensity (Horvitz and Thompson, 1952)."""
    return np.asarray(rule * draw.weight * draw.earned)


def self_normalised(draw: Draw, rule: Bools, stratum: Ints) -> Floats:
    """Return contributions of the weighted mean of each stratum times its leads (Hajek, 1971).

    All leads of a stratum are handed off by the rule, or none is.
    """
    weight, size = np.bincount(stratum, draw.weight), np.bincount(stratum)
    weight = np.where(weight > 0, weight, np.nan)
    mean = (np.bincount(stratum, draw.weight * draw.earned) / weight)[stratum]
    times = (size / weight)[stratum]
    contribution = mean + times * draw.weight * (draw.earned - mean)
    return np.where(rule, contribution, 0.0)


def unweighted(draw: Draw, rule: Bools) -> Floats:
    """Return contributions of the plain mean of the handed-off leads of a rule times its leads."""
    of_rule = (draw.taken & rule).astype(np.float64)
    seen = of_rule.sum()
    mean = of_rule @ draw.earned / seen if seen else np.nan
    spread = (rule.sum() / max(seen, 1)) * of_rule * (draw.earned - mean)
    return np.asarray(rule * mean + spread)


def modelled(draw: Draw, rule: Bools, outcomes: Outcomes) -> Floats:
    """Return contributions of the direct method: the modelled earnings, with the fit's own doubt.

    The doubt is that of a logistic regression, robust to its errors (White, 1982).
    """
    chance, design = outcomes.chance, outcomes.design
    curvature = chance * (1 - chance)
    slope = (rule * curvature) @ design
    information = (design * (draw.taken * curvature)[:, None]).T @ design
    turned = np.linalg.pinv(information, hermitian=True) @ slope
    doubt = draw.gained * draw.taken * (draw.won - chance) * (design @ turned)
    direct = rule * (draw.gained * chance - draw.paid)
    return np.asarray(direct + doubt - doubt.mean())


def doubly_robust(draw: Draw, rule: Bools, outcomes: Outcomes) -> Floats:
    """Return the modelled earnings, corrected by the weighted misses of the model.

    Right where either the model or the logged chances are (Robins, Rotnitzky and Zhao, 1994).
    """
    direct = draw.gained * outcomes.chance - draw.paid
    missed = draw.weight * draw.gained * (draw.won - outcomes.chance)
    return np.asarray(rule * (direct + missed))


def standard_error(contributions: Floats, account: Ints) -> float:
    """Return the standard error of the sum of contributions, robust to ties within accounts."""
    sums = np.bincount(account, contributions - contributions.mean())
    accounts = len(sums)
    return float(np.sqrt(accounts / (accounts - 1) * (sums @ sums))) if accounts > 1 else np.nan


def ends(draw: Draw, contributions: Floats, sides: Ints, reach: float) -> tuple[float, float]:
    """Return the ends of the interval of a sum of contributions.

    Among leads that change sides few are won, which makes plain errors too small: what their
    outcomes leave open is told by Wilson's interval (1927) of their win rate with Kish's effective
    sample size, and joined to all other doubt by its squares (MOVER; Zou and Donner, 2008).

    Parameters
    ----------
    draw : Draw
        The log.
    contributions : array of float, (n,)
        As the estimators return them.
    sides : array of int, (n,)
        Which weighted leads change sides: +1 for a lead that counts for the sum, -1 for one that
        counts against it, 0 for all others.
    reach : float
        Standard errors from the estimate to an end.
    """
    total, rest = float(contributions.sum()), contributions
    squares = np.zeros(2)
    for sign in (1, -1):
        weight = (sides == sign) * draw.weight
        if weight.any():
            rate, low, high = _win_rate(draw, weight, reach)
            rest = rest - sign * draw.gained * weight * (draw.won - rate)
            away = np.array([rate - low, high - rate][::sign])
            squares += (draw.gained * weight.sum() * away) ** 2
    squares += (reach * standard_error(rest, draw.account)) ** 2
    below, above = np.sqrt(squares)
    return total - float(below), total + float(above)


def _win_rate(draw: Draw, weight: Floats, reach: float) -> tuple[float, float, float]:
    """Return the weighted win rate and its Wilson ends, accounts counted once."""
    per_account = np.bincount(draw.account, weight)
    n = weight.sum() ** 2 / (per_account @ per_account)
    rate = float(weight @ draw.won / weight.sum())
    return rate, *wilson(rate, float(n), reach)


def cross_fitted(draw: Draw, covariates: Floats, seed: int) -> Outcomes:
    """Model wins of the taken leads by logistic regression, fitted without a lead's own fold.

    Parameters
    ----------
    draw : Draw
        The log.
    covariates : array of float, (n, k)
        What was known of each lead at the decision; no missing values.
    seed : int
        Which accounts fall into which of five folds (Chernozhukov et al., 2018).
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    fold = rng.permutation(int(draw.account.max()) + 1)[draw.account] % FOLDS
    spread = covariates.std(axis=0)
    columns = ((covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1))[
        :, spread > 0
    ]
    chance = np.empty(len(fold))
    for held_out in range(FOLDS):
        inside = fold == held_out
        learns = draw.taken & ~inside
        chance[inside] = _chance(columns[learns], draw.won[learns], columns[inside])
    return Outcomes(design=np.column_stack([np.ones(len(fold)), columns]), chance=chance)


def _chance(columns: Floats, won: Floats, asked: Floats) -> Floats:
    """Return modelled win rates; the plain rate where nothing or everything was won."""
    if not columns.shape[1] or won.min() == won.max():
        return np.full(len(asked), won.mean())
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / SHRINKAGE).fit(columns, won)
    chance: Floats = model.predict_proba(asked)[:, 1]
    return chance


def log_odds(p: Floats) -> Floats:
    """Return log-odds of probabilities, kept from infinity."""
    sure = np.clip(p, SURE, 1 - SURE)
    return np.asarray(np.log(sure / (1 - sure)))
