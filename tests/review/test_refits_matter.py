"""How sure a part is depends on the reference model too, which is learned from data like any."""

from __future__ import annotations

import numpy as np
from made_book import make_book

from leadkit.review.shortfall.reference import PARTS, compare, factors, fit, refit, resamples
from leadkit.review.shortfall.sample import draw_up
from leadkit.review.shortfall.shapley import shapley

DRAWS = 200


def spread_with_a_fixed_model(sample):
    """Return the spread of the parts where resampled leads meet the model of the whole."""
    reference = refit(sample, np.ones((1, len(sample.won))), fit(sample))
    rng = np.random.Generator(np.random.PCG64(0))
    weights = np.concatenate(list(resamples(sample, DRAWS, rng)))
    before, after = (
        factors(sample, rows, weights, reference)
        for rows in (sample.quarter == sample.against, ~sample.is_reference)
    )
    return shapley(before, after).std(axis=0)


def test_a_model_held_fixed_makes_follow_up_look_surer_than_it_is():
    sample = draw_up(make_book(n=150, last=150, slow=3.0, seed=2))
    refitted = shapley(*compare(sample, draws=DRAWS, seed=0))[1:].std(axis=0)
    follow_up = PARTS.index("follow_up")
    assert refitted[follow_up] > 1.3 * spread_with_a_fixed_model(sample)[follow_up]
