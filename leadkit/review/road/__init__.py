"""The road in numbers: cohorts, days to win, money, sources, recycled leads, the open quarter."""

from leadkit.review.road.road import Road, road

__all__ = ["Road", "road"]
