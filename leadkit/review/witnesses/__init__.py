"""Witnesses beside the split of a shortfall."""

from leadkit.review.witnesses.witnesses import Witnesses, witnesses

__all__ = ["Witnesses", "witnesses"]
