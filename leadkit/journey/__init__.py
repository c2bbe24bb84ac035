"""A lead's road: turns, the working clock, maturity, and the funnel by cohort."""

from leadkit.journey.clock import working_days, working_hours
from leadkit.journey.cohorts import Funnel, funnel
from leadkit.journey.turns import extract_date, quarter_of, turns

__all__ = [
    "Funnel",
    "extract_date",
    "funnel",
    "quarter_of",
    "turns",
    "working_days",
    "working_hours",
]
