"""Scored leads made up from known probabilities."""

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.handoff.leads import check_leads

TERMS = Economics(value=1000, cost=80)


def scored_leads(n, seed=0, *, centre=-2.6, spread=1.0, stretch=1.0):
    rng = np.random.Generator(np.random.PCG64(seed))
    logit = rng.normal(centre, spread, n)
    p = 1 / (1 + np.exp(-logit))
    won = rng.random(n) < 1 / (1 + np.exp(-stretch * logit))
    return pd.DataFrame({"key": np.arange(n), "y": won.astype(float), "p": p})


def with_today(scored, seed=1):
    rng = np.random.Generator(np.random.PCG64(seed))
    return scored.assign(today=scored["p"] * rng.lognormal(0, 0.8, len(scored)) > 0.05)


def with_unseen(scored, seed=2):
    rng = np.random.Generator(np.random.PCG64(seed))
    seen = (scored["p"] > 0.15) | (rng.random(len(scored)) < 0.1)
    return scored.assign(y=scored["y"].where(seen))


def leads_of(p, y=None, **columns):
    """Return checked leads; every other one is won where nothing is said."""
    won = np.arange(len(p)) % 2 if y is None else y
    return check_leads(pd.DataFrame({"key": range(len(p)), "p": p, "y": won, **columns}))
