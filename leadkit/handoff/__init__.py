"""Where to draw the line: the threshold decided in money, with bands, capacity and rivals."""

from leadkit.handoff.amounts import own_amounts, parse_amount
from leadkit.handoff.capacity import Capacity, fill_capacity
from leadkit.handoff.change.keeping import keep_change, next_version, policy_at
from leadkit.handoff.change.line_change import LineChange, line_change
from leadkit.handoff.change.record import ChangeRecord, write_record
from leadkit.handoff.choice import HandoffChoice
from leadkit.handoff.curve import HandoffCurve, handoff_curve
from leadkit.handoff.frames import FrameScorer, frame_scorer
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.grounds_files import write_figures, write_picture, write_tables
from leadkit.handoff.page import handoff_page
from leadkit.handoff.policies import Chance, chance_better
from leadkit.handoff.policy import Policy, own_policy, policy_of
from leadkit.handoff.pricing import Priced, priced, read_segments
from leadkit.handoff.scores import Scored, beside, waiting, write_scores
from leadkit.handoff.segments.segments import SegmentLines, segment_lines
from leadkit.handoff.tiers import Tiers, three_tiers
from leadkit.handoff.unseen.exploration import Exploration, exploration_plan
from leadkit.handoff.unseen.logged import Logged, logged_decisions
from leadkit.handoff.unseen.off_policy import OffPolicy, off_policy
from leadkit.handoff.unseen.unseen import Unseen, unseen_leads
from leadkit.handoff.writing import write_policy

__all__ = [
    "Capacity",
    "Chance",
    "ChangeRecord",
    "Exploration",
    "FrameScorer",
    "Grounds",
    "HandoffChoice",
    "HandoffCurve",
    "LineChange",
    "Logged",
    "OffPolicy",
    "Policy",
    "Priced",
    "Scored",
    "SegmentLines",
    "Tiers",
    "Unseen",
    "beside",
    "chance_better",
    "exploration_plan",
    "fill_capacity",
    "frame_scorer",
    "handoff_curve",
    "handoff_page",
    "keep_change",
    "line_change",
    "logged_decisions",
    "next_version",
    "off_policy",
    "own_amounts",
    "own_policy",
    "parse_amount",
    "policy_at",
    "policy_of",
    "priced",
    "read_segments",
    "segment_lines",
    "three_tiers",
    "unseen_leads",
    "waiting",
    "write_figures",
    "write_picture",
    "write_policy",
    "write_record",
    "write_scores",
    "write_tables",
]
