"""The invented firm, its sources, buyers and sales team: every number a choice, kept as data."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[Any]
BLANK: Any = None

NAME = "Hạt Mầm Software & Training"
CURRENCY = "VND"
TIMEZONE = "Asia/Ho_Chi_Minh"
UTC_OFFSET = 7 * 60
START = date(2024, 10, 1)
QUARTERS = ("2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
WINDOW_DAYS = 90
LINE = 45
MILLION = 1_000_000


class Source(NamedTuple):
    """A source: share, cost a lead, effect and mean intent of its leads, group, dirt rates."""

    name: str
    code: str
    share: float
    cost: int
    effect: float
    intent: float
    group: str
    dead_phone: float
    dead_email: float
    duplicate: float
    no_consent: float = 0.06


SOURCES = (
    Source("website_form", "wf", 0.18, 120_000, 0.25, 0.3, "A", 0.03, 0.05, 0.04),
    Source("google_ads", "ga", 0.22, 260_000, 0.10, 0.0, "A", 0.03, 0.05, 0.04),
    Source("facebook_lead_ads", "fb", 0.24, 90_000, -0.40, -0.3, "B", 0.08, 0.14, 0.06),
    Source("zalo_oa", "zo", 0.10, 60_000, -0.10, 0.0, "B", 0.04, 0.25, 0.04),
    Source("webinar", "wb", 0.10, 340_000, 0.20, 0.4, "C", 0.02, 0.03, 0.06),
    Source("referral", "rf", 0.05, 150_000, 0.85, 0.0, "A", 0.01, 0.05, 0.01),
    Source("partner", "pt", 0.06, 400_000, 0.50, -0.1, "C", 0.02, 0.04, 0.03),
    Source("bought_list", "bl", 0.05, 35_000, -0.80, -0.8, "C", 0.20, 0.15, 0.10, 0.55),
    Source("self_generated", "", 0.0, 0, 0.45, -0.1, "A", 0.01, 0.20, 0.02),
)
WEBINAR, BOUGHT, SELF = 4, 7, 8


class Level(NamedTuple):
    """A value of an attribute: share, effect on the chance of winning, points of the rule."""

    name: str
    share: float
    effect: float
    points: int


SEGMENTS = ("household", "small", "medium", "large")
SEGMENT_SHARES = {
    "A": (0.30, 0.44, 0.20, 0.06),
    "B": (0.55, 0.35, 0.08, 0.02),
    "C": (0.12, 0.42, 0.34, 0.12),
}
SEGMENT_EFFECT = (-0.35, 0.12, 0.25, -0.10)
SEGMENT_POINTS = (5, 10, 18, 25)
SEGMENT_VALUE = (8 * MILLION, 20 * MILLION, 48 * MILLION, 120 * MILLION)
SEGMENT_HOURS = (1.5, 3.0, 6.0, 12.0)
HOUR_COST = 260_000
ROLES = (
    Level("owner_director", 0.34, 0.45, 20),
    Level("manager", 0.30, 0.20, 12),
    Level("staff", 0.28, -0.25, 5),
    Level("student_other", 0.08, -1.40, 0),
)
STAFF, STUDENT = 2, 3
STAFF_OF_LARGER_FIRM = -0.35
INDUSTRIES = (
    Level("retail", 0.26, 0.15, 10),
    Level("food_service", 0.18, -0.10, 0),
    Level("manufacturing", 0.14, 0.25, 10),
    Level("logistics", 0.09, 0.10, 10),
    Level("education", 0.10, 0.05, 0),
    Level("healthcare", 0.08, 0.0, 0),
    Level("construction", 0.08, -0.25, 0),
    Level("other", 0.07, -0.40, 0),
)
PROVINCES = (
    Level("TP. Hồ Chí Minh", 0.34, 0.0, 4),
    Level("Hà Nội", 0.27, 0.05, 4),
    Level("Đà Nẵng", 0.08, 0.0, 0),
    Level("Bình Dương", 0.07, 0.10, 0),
    Level("Hải Phòng", 0.05, 0.0, 0),
    Level("Đồng Nai", 0.05, 0.05, 0),
    Level("Cần Thơ", 0.04, -0.05, 0),
    Level("other", 0.10, -0.25, 0),
)
BUDGETS = ("", "yes", "no")
BUDGET_EFFECT = (-0.10, 0.35, -0.20)

REPS = 8
SKILL = (0.40, 0.35, 0.15, 0.05, 0.0, -0.10, -0.20, -0.25)
LENIENCY = (0.20, -0.10, 0.10, 0.0, -0.30, 0.15, -0.10, 0.05)
JUNIOR_SKILL = -0.75
LEAVERS = 2
CAPACITY_HOURS = 3_200 / 12_000
PRICE_RISE, PRICE_RISE_EFFECT, PRICE_RISE_QUARTER = 1.06, -0.08, 4
CHANGE_QUARTER = 6
EXPLORING_FROM = 3

WEEKDAY = (1.15, 1.12, 1.10, 1.05, 1.00, 0.60, 0.48)
MONTH = (1.06, 1.0, 1.08, 0.93, 0.93, 0.92, 0.95, 1.0, 1.04, 1.0, 1.08, 1.06)
GROWTH = 0.02
ON_HOLIDAY = 0.35
TET = (date(2025, 1, 29), date(2026, 2, 17))
AROUND_TET = ((-18, -5, 0.75), (-4, 5, 0.40), (6, 14, 0.85))
HOLIDAYS = (
    ("2025-01-01", "2025-01-01"), ("2025-01-25", "2025-02-02"), ("2025-04-07", "2025-04-07"),
    ("2025-04-30", "2025-05-02"), ("2025-09-01", "2025-09-02"), ("2026-01-01", "2026-01-01"),
    ("2026-02-14", "2026-02-22"), ("2026-04-27", "2026-04-27"), ("2026-04-30", "2026-05-01"),
    ("2026-08-31", "2026-09-02"),
)  # fmt: skip
SWAPPED_SATURDAYS = (date(2025, 4, 26), date(2026, 8, 22))
SPANS = (("08:00", "12:00"), ("13:00", "17:00"))
HOUR = (
    0.3, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 1.6, 3.2, 4.4, 4.6, 3.8,
    2.6, 3.2, 4.2, 4.2, 3.8, 3.0, 2.4, 2.6, 3.0, 2.8, 1.8, 0.8,
)  # fmt: skip

Shares = tuple[tuple[str, float], ...]
REJECTED: Shares = (
    ("NO_NEED", 0.34), ("BAD_TIMING", 0.22), ("NO_BUDGET", 0.20),
    ("NO_AUTHORITY", 0.10), ("NOT_ICP", 0.09), ("OTHER", 0.05),
)  # fmt: skip
REJECTED_UNREACHABLE: Shares = (("DATA_INVALID", 0.6), ("UNREACHABLE", 0.4))
REJECTED_STUDENT: Shares = (("NOT_ICP", 0.6), ("NO_AUTHORITY", 0.4))
LOST: Shares = (
    ("LOST_PRICE", 0.38), ("LOST_COMPETITOR", 0.22), ("LOST_PRODUCT", 0.17),
    ("BAD_TIMING", 0.15), ("OTHER", 0.08),
)  # fmt: skip
RECYCLED_AFTER_DAYS = {"NO_NEED": 90, "NO_BUDGET": 90, "BAD_TIMING": 60}


def column(table: tuple[Any, ...], name: str) -> Any:
    """Return one field of every row as an array."""
    return np.array([getattr(row, name) for row in table])
