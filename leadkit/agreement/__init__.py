"""The written agreement between marketing and sales: read, checked, shown, signed, compared."""

from leadkit.agreement.bonus import Bonus, Kpi, score
from leadkit.agreement.differences import differences
from leadkit.agreement.document import Agreement, own_agreement
from leadkit.agreement.measures import MEASURES, Measure
from leadkit.agreement.page import agreement_page
from leadkit.agreement.parts import (
    MOST_DAYS,
    MOST_HOURS,
    Change,
    Definitions,
    Duty,
    LineMoved,
    Parties,
    Period,
    PolicyInForce,
    Promise,
    Recycling,
    Rejection,
    Signature,
    StandardInForce,
)
from leadkit.agreement.words import SIDES, Side
from leadkit.agreement.writing import sign, write_agreement

__all__ = [
    "Agreement", "Bonus", "Change", "Definitions", "Duty", "Kpi", "LineMoved", "MEASURES",
    "MOST_DAYS", "MOST_HOURS", "Measure", "Parties", "Period", "PolicyInForce", "Promise",
    "Recycling", "Rejection", "SIDES", "Side", "Signature", "StandardInForce", "agreement_page",
    "differences", "own_agreement", "score", "sign", "write_agreement",
]  # fmt: skip
