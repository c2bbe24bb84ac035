"""The five factors of a quarter's revenue, exact for any reference model.

R = N Q F S D with N turns handed off, Q = sum(q_ref v) / N, F = sum(q v) / sum(q_ref v),
S = sum(won v) / sum(q v) and D = sum(won value) / sum(won v), where q is the reference model's
chance of winning, q_ref the same under the usual follow-up, v the expected deal value.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leadkit.review.reference import Reference, sigmoid
from leadkit.review.sample import Sample

Floats = npt.NDArray[np.float64]
PARTS = ("volume", "lead_quality", "follow_up", "selling", "deal_value")


def factors(
    sample: Sample,
    rows: npt.NDArray[np.bool_],
    weights: Floats,
    reference: Reference,
    volume: Floats,
) -> Floats:
    """Return the five factors of the turns in `rows` by draw, of shape (draws, 5).

    `volume` is N of each draw; the other factors are ratios of weighted sums.
    """
    drawn = weights[:, rows]
    expected = drawn * reference.deal_value[:, sample.segment[rows]]
    standard, actual = _chances(sample.features[rows], sample.follow_up[rows], reference)
    at_standard = (expected * standard).sum(axis=1)
    as_followed = (expected * actual).sum(axis=1)
    as_sold = (expected * sample.won[rows]).sum(axis=1)
    revenue = drawn @ sample.value[rows]
    return np.column_stack(
        [
            volume,
            at_standard / drawn.sum(axis=1),
            as_followed / at_standard,
            as_sold / as_followed,
            np.divide(revenue, as_sold, out=np.ones_like(revenue), where=as_sold > 0),
        ]
    )


def _chances(features: Floats, follow_up: Floats, reference: Reference) -> tuple[Floats, Floats]:
    """Return each turn's chance of winning under the usual and under its own follow-up."""
    p = features.shape[1]
    lead = reference.coefficients[:, :p] @ features.T
    slope = reference.coefficients[:, p:]
    usual = slope @ reference.usual.T
    standard = sum(
        (share[:, None] * sigmoid(lead + shift[:, None]))
        for share, shift in zip(reference.share.T, usual.T, strict=True)
    )
    return np.asarray(standard), sigmoid(lead + slope @ follow_up.T)
