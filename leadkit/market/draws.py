"""Random numbers: one stream for each mechanism and quarter, uniforms and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from leadkit.market.company import Floats, Integers

MECHANISMS = (
    "volume", "arrival", "source", "attributes", "engagement", "hidden", "dirt", "policy",
    "routing", "response", "stages", "timing", "value", "recycle", "leaks", "feedback",
    "contact", "selfgen", "signals", "plan", "reports", "hubspot", "salesforce",
    "bang_khach_hang",
)  # fmt: skip
WIDTH = 16


@dataclass(frozen=True)
class Draws:
    """Uniforms for leads that stand in blocks of one quarter each.

    A stream depends on the seed, the mechanism and the quarter alone: a new mechanism shifts no
    other, and a lead keeps its numbers when more leads follow it. Leads that sales finds itself
    have streams of their own.

    Parameters
    ----------
    seed : int
        The market's seed.
    blocks : tuple of (int, bool, int)
        Quarter, whether self-generated, and number of leads.
    """

    seed: int
    blocks: tuple[tuple[int, bool, int], ...]

    def __call__(self, mechanism: str) -> Floats:
        """Return a row of 16 uniforms for each lead."""
        number, own = MECHANISMS.index(mechanism), MECHANISMS.index("selfgen")
        return np.concatenate(
            [
                uniforms(self.seed, (own, quarter, number) if selfgen else (number, quarter), n)
                for quarter, selfgen, n in self.blocks
            ]
        )


def uniforms(seed: int, key: Sequence[int], n: int) -> Floats:
    """Return n rows of 16 uniforms from the stream of a key."""
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=tuple(key)))
    return np.random.Generator(bits).random((n, WIDTH))


def normal(u: Floats) -> Floats:
    """Return standard normal numbers from uniforms."""
    return np.asarray(ndtri(u), dtype=float)


def exponential(u: Floats) -> Floats:
    """Return exponential numbers of mean 1 from uniforms."""
    return -np.log1p(-u)


def pick(u: Floats, shares: Sequence[float] | Floats) -> Integers:
    """Return the category of each uniform; a row of shares each, or one row for all."""
    limits = np.cumsum(np.asarray(shares, dtype=float), axis=-1)
    limits = limits / limits[..., -1:]
    if limits.ndim == 1:
        return np.searchsorted(limits[:-1], u, side="right").astype(np.int64)
    return np.asarray((u[:, None] >= limits[:, :-1]).sum(axis=1), dtype=np.int64)
