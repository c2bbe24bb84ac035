"""A lead's road: turns, the working clock, maturity, and the win rate by cohort and over time."""

from leadkit.journey.censoring import Weights, censoring_warning, ipcw, moving_with_start
from leadkit.journey.clock import calling_time, outside_calling, working_days, working_hours
from leadkit.journey.cohorts import Funnel, funnel
from leadkit.journey.turns import extract_date, quarter_of, turns
from leadkit.journey.win_curve import WINDOWS, WinCurve, win_curve

__all__ = [
    "WINDOWS",
    "Funnel",
    "Weights",
    "WinCurve",
    "calling_time",
    "censoring_warning",
    "extract_date",
    "funnel",
    "ipcw",
    "moving_with_start",
    "outside_calling",
    "quarter_of",
    "turns",
    "win_curve",
    "working_days",
    "working_hours",
]
