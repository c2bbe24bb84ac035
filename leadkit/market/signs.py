"""The sentences in which marketing warns sales: invented, kept as data."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """A sign: its sentence (`{topic}` is filled in), how it is known, whom it asks and concerns."""

    text: str
    evidence: str
    owner: str
    asks: bool
    segment: str = ""


TOPICS = (
    "bookkeeping", "e-invoices", "stock-keeping", "tills", "payroll", "debts", "training",
)  # fmt: skip
BACKGROUND = {
    "campaign": (
        Sign(
            "A webinar on {topic} runs next week: ring those who attend within two days.",
            "campaign plan", "sales", True,
        ),
        Sign("Our advertisement on {topic} starts on Monday.", "campaign plan", "sales", False),
        Sign(
            "Visitors of the fair asked about {topic}: offer them a demonstration.",
            "list of visitors", "sales", True, "small",
        ),
        Sign(
            "A customer's story on {topic} is ready: send it with the first offer.",
            "website", "sales", False, "medium",
        ),
        Sign(
            "Few open our letter on {topic}: tell us which words buyers use.",
            "newsletter counts", "sales", True,
        ),
        Sign(
            "We change the form on {topic}, which brings many staff and few who decide.",
            "your feedback", "marketing", True,
        ),
    ),
    "market": (
        Sign(
            "More household businesses ask about {topic}.",
            "search terms", "sales", False, "household",
        ),
        Sign("Large firms want {topic} from one supplier.", "interviews", "sales", False, "large"),
        Sign(
            "Many buyers wait with {topic} until the next season: agree a date to call again.",
            "your feedback", "sales", True,
        ),
    ),
    "competitor": (
        Sign("A competitor gives {topic} away for three months.", "its website", "sales", False),
        Sign(
            "A competitor raises its price for {topic}: ring the leads we lost to it.",
            "its price list", "sales", True,
        ),
        Sign(
            "A competitor says that we are weak in {topic}: we write an answer.",
            "calls with buyers", "marketing", True, "medium",
        ),
    ),
    "problem": (
        Sign(
            "The form on {topic} sent nothing for half a day: ring its late leads first.",
            "website log", "sales", True,
        ),
        Sign("Our letter on {topic} went out twice.", "newsletter log", "marketing", False),
        Sign(
            "The page on {topic} promises what we do not sell: we correct it.",
            "your feedback", "marketing", True,
        ),
    ),
}  # fmt: skip
PLANTED = {
    "bought_list_grows": (
        "campaign",
        Sign(
            "A vendor list is offered and will bring many leads: agree how to check them.",
            "vendor's offer", "marketing", True,
        ),
    ),
    "two_seniors_leave": (
        "problem",
        Sign(
            "Two seniors resigned: decide who takes over their leads.",
            "notice from sales", "sales", True,
        ),
    ),
    "price_list": (
        "market",
        Sign(
            "Our new price list comes in a month: prepare the answer to buyers who compare.",
            "decision on prices", "sales", True,
        ),
    ),
    "market_turns": (
        "competitor",
        Sign(
            "A competitor begins a promotion: ask open buyers whether they got its offer.",
            "its advertisements", "sales", True,
        ),
    ),
    "competitor_launch": (
        "competitor",
        Sign(
            "A competitor begins a promotion before its launch: ask open buyers about it.",
            "its advertisements", "sales", True,
        ),
    ),
}  # fmt: skip
