"""The market lab: a budget split between marketing's pull and sales' push, for eight quarters."""

from leadkit.learn.market_lab.engine import Run, run
from leadkit.learn.market_lab.optimum import best_constant, best_plan
from leadkit.learn.market_lab.two_players import share, two_players
from leadkit.learn.market_lab.why import Verdict, judge

__all__ = [
    "Run",
    "run",
    "best_plan",
    "best_constant",
    "share",
    "two_players",
    "Verdict",
    "judge",
]
