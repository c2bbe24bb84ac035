import numpy as np
import pytest

from leadkit.market import SCENARIOS, simulate
from leadkit.market.engine import run


@pytest.fixture(scope="session")
def calm_market():
    """The numbers behind a large calm market."""
    return run(SCENARIOS["calm"], 200_000, 8, 5)


@pytest.fixture(scope="session")
def mixed():
    return simulate("mixed")


@pytest.fixture(scope="session")
def large_calm():
    return simulate("calm", n_leads=60_000)


@pytest.fixture(scope="session")
def soft_auc():
    """AUC of a score against known chances: every lead counts as both, by its chance."""

    def auc(score, chance):
        order = np.argsort(score, kind="stable")
        score, win, loss = score[order], chance[order], 1 - chance[order]
        _values, place = np.unique(score, return_inverse=True)
        wins, losses = np.bincount(place, win), np.bincount(place, loss)
        below = np.cumsum(losses) - losses / 2
        return float((wins * below).sum() / (wins.sum() * losses.sum()))

    return auc


@pytest.fixture(scope="session")
def is_near():
    """Whether a count of n lies within so many standard deviations of its chance."""

    def near(count, n, chance, sds=4):
        return abs(count - n * chance) <= sds * np.sqrt(n * chance * (1 - chance))

    return near
