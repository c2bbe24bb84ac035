"""Where to draw the line: the threshold decided in money, with bands, capacity and rivals."""

from leadkit.handoff.capacity import Capacity, fill_capacity
from leadkit.handoff.choice import HandoffChoice
from leadkit.handoff.curve import HandoffCurve, handoff_curve
from leadkit.handoff.page import handoff_page
from leadkit.handoff.policies import Chance, chance_better
from leadkit.handoff.policy import Policy, own_policy, policy_of
from leadkit.handoff.scores import Scored, beside, waiting, write_scores
from leadkit.handoff.writing import write_policy

__all__ = [
    "Capacity",
    "Chance",
    "HandoffChoice",
    "HandoffCurve",
    "Policy",
    "Scored",
    "beside",
    "chance_better",
    "fill_capacity",
    "handoff_curve",
    "handoff_page",
    "own_policy",
    "policy_of",
    "waiting",
    "write_policy",
    "write_scores",
]
