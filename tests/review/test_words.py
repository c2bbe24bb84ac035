import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.review.shortfall.words import Scale, listed

MILLIONS = Scale.of(3e9, "VND")
amounts = st.lists(st.floats(-5e9, 5e9), min_size=2, max_size=5)


@given(amounts, st.integers(-1, 1))
def test_rounded_parts_add_up_to_the_printed_total(parts, nudge):
    total = (round(sum(parts) / 1e6) + nudge) * 1e6
    rounded = MILLIONS.add_up(parts, total)
    assert sum(rounded) == pytest.approx(total, abs=1)
    assert np.abs(np.subtract(rounded, parts)).max() <= 2e6


def test_rounding_leaves_whole_parts_alone():
    assert MILLIONS.add_up([463e6, -525e6, -341e6, -249e6, -34e6], -686e6) == [
        463e6, -525e6, -341e6, -249e6, -34e6,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("largest", "unit", "written"),
    [
        (3e9, "VND", "−526 M ₫"),
        (5e7, "USD", "−525.6 M $"),
        (9e6, "USD", "−525,600,000 $"),
        (75.0, "number", "−525,600,000.0 wins"),
    ],
)
def test_one_unit_serves_the_whole_page(largest, unit, written):
    assert Scale.of(largest, unit).amount(-525_600_000).replace("\xa0", " ") == written


def test_intervals_are_signed():
    assert MILLIONS.ends(-1_003e6, 512e6) == "−1,003 to +512"


def test_words_are_joined_as_people_write():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "a", "a and b", "a, b and c",
    ]  # fmt: skip
