"""Looking back together: promises, digests, decisions, whose shortfall it was, the review."""

from leadkit.review.against_book import against_book, measurable
from leadkit.review.audit.audit import Audit, audit
from leadkit.review.audit.ledger import quarter_after, quarter_at
from leadkit.review.audit.page import verdict_words
from leadkit.review.breakdown import Breakdown, RepFunnel, by_part, by_rep
from leadkit.review.decisions.judging import Decision, Outcome, judge_log, refuse_unknown
from leadkit.review.decisions.log import DecisionLog, add_decision, read_log, withdraw
from leadkit.review.digest.digest import Digest, digest, note_sent
from leadkit.review.drafting.draft import Draft, draft, new_agreement
from leadkit.review.owed.found import LeadsOwed
from leadkit.review.owed.owed import leads_owed
from leadkit.review.quarterly.review import Review, quarterly_review
from leadkit.review.road.road import Road, road
from leadkit.review.scorecard.back_test import BackTest, back_test
from leadkit.review.scorecard.scorecard import Scorecard, scorecard
from leadkit.review.shortfall.shapley import shapley
from leadkit.review.shortfall.shortfall import Shortfall, shortfall
from leadkit.review.speed.found import SpeedToLead, speed_to_lead
from leadkit.review.tools import Tools, tools
from leadkit.review.witnesses import Witnesses, witnesses

__all__ = [
    "Audit", "BackTest", "Breakdown", "Decision", "DecisionLog", "Digest", "Draft", "LeadsOwed",
    "Outcome", "RepFunnel", "Review", "Road", "Scorecard", "Shortfall", "SpeedToLead", "Tools",
    "Witnesses", "add_decision", "against_book", "audit", "back_test", "by_part", "by_rep",
    "digest", "draft", "judge_log", "leads_owed", "measurable", "new_agreement", "note_sent",
    "quarter_after", "quarter_at", "quarterly_review", "read_log", "refuse_unknown", "road",
    "scorecard", "shapley", "shortfall", "speed_to_lead", "tools", "verdict_words", "withdraw",
    "witnesses",
]  # fmt: skip
