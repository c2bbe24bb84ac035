"""Where to draw the line: the threshold decided in money, with bands, capacity and rivals."""

from leadkit.handoff.capacity import Capacity, fill_capacity
from leadkit.handoff.choice import HandoffChoice
from leadkit.handoff.curve import HandoffCurve, handoff_curve
from leadkit.handoff.page import handoff_page
from leadkit.handoff.policies import Chance, chance_better

__all__ = [
    "Capacity",
    "Chance",
    "HandoffChoice",
    "HandoffCurve",
    "chance_better",
    "fill_capacity",
    "handoff_curve",
    "handoff_page",
]
