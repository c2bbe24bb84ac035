"""The written agreement between marketing and sales: read, checked, shown, signed, compared."""

from leadkit.agreement.bonus import Bonus, Kpi, score
from leadkit.agreement.differences import differences
from leadkit.agreement.document import Agreement, own_agreement
from leadkit.agreement.findings import Finding, findings
from leadkit.agreement.in_force import (
    CapacityInForce,
    LineMoved,
    PolicyInForce,
    StandardInForce,
    TierInForce,
)
from leadkit.agreement.measures import MEASURES, Measure
from leadkit.agreement.page import agreement_page
from leadkit.agreement.parts import (
    Change,
    Definitions,
    Duty,
    Parties,
    Period,
    Recycling,
    Rejection,
    Signature,
)
from leadkit.agreement.promise import MOST_DAYS, MOST_HOURS, Promise
from leadkit.agreement.words import SIDES, Side
from leadkit.agreement.writing import sign, write_agreement

__all__ = [
    "Agreement", "Bonus", "CapacityInForce", "Change", "Definitions", "Duty", "Finding", "Kpi",
    "LineMoved", "MEASURES", "MOST_DAYS", "MOST_HOURS", "Measure", "Parties", "Period",
    "PolicyInForce", "Promise", "Recycling", "Rejection", "SIDES", "Side", "Signature",
    "StandardInForce", "TierInForce", "agreement_page", "differences", "findings",
    "own_agreement", "score", "sign", "write_agreement",
]  # fmt: skip
