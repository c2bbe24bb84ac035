import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.ordering import rising

SCORES = st.one_of(
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 0.5, np.nextafter(0.5, 1), 1.0, np.inf, np.nan]),
    st.floats(-1, 1),
)


@given(st.lists(st.tuples(SCORES, st.integers(0, 2), st.booleans()), max_size=60))
@settings(deadline=None)
def test_any_scores_come_in_the_order_of_lexsort(leads):
    score, first, last = (np.array(column) for column in zip(*leads, (0.0, 0, False), strict=True))
    score = score.astype(float)
    keys = (first, last)
    assert rising(score, *keys).tolist() == np.lexsort((*keys, score)).tolist()


@pytest.mark.parametrize("spread", [1.0, 1e-12])
def test_many_scores_too_near_for_the_leading_bits_are_told_apart(spread):
    rng = np.random.default_rng(1)
    score = 0.5 + spread * rng.random(20_000)
    assert (rising(score) == np.argsort(score, kind="stable")).all()


def test_an_empty_table_has_no_order():
    assert rising(np.empty(0)).tolist() == []
