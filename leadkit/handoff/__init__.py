"""Where to draw the line: the threshold decided in money, with bands, capacity and rivals."""

from leadkit.handoff.amounts import own_amounts, parse_amount
from leadkit.handoff.capacity import Capacity, fill_capacity
from leadkit.handoff.choice import HandoffChoice
from leadkit.handoff.curve import HandoffCurve, handoff_curve
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.grounds_files import write_figures, write_picture, write_tables
from leadkit.handoff.page import handoff_page
from leadkit.handoff.policies import Chance, chance_better
from leadkit.handoff.policy import Policy, own_policy, policy_of
from leadkit.handoff.pricing import Priced, priced, read_segments
from leadkit.handoff.scores import Scored, beside, waiting, write_scores
from leadkit.handoff.segments import SegmentLines, segment_lines
from leadkit.handoff.tiers import Tiers, three_tiers
from leadkit.handoff.writing import write_policy

__all__ = [
    "Capacity",
    "Chance",
    "Grounds",
    "HandoffChoice",
    "HandoffCurve",
    "Policy",
    "Priced",
    "Scored",
    "SegmentLines",
    "Tiers",
    "beside",
    "chance_better",
    "fill_capacity",
    "handoff_curve",
    "handoff_page",
    "own_amounts",
    "own_policy",
    "parse_amount",
    "policy_of",
    "priced",
    "read_segments",
    "segment_lines",
    "three_tiers",
    "waiting",
    "write_figures",
    "write_picture",
    "write_policy",
    "write_scores",
    "write_tables",
]
