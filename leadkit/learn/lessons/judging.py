"""The cards judged by the real screening: which of the six pass, whom the twelve's rules lose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Literal

from leadkit.base.language import N_
from leadkit.learn.lessons.cards import AGREED, CREATED, FREE_MAIL, SIX, SOURCES, TWELVE, Card

if TYPE_CHECKING:
    from leadkit.book import Book
    from leadkit.quality import ScreeningReport, Standard
    from leadkit.quality.rules import Dimension, Rule

PASS_LINE = 0.75
WEIGHTS: dict[Dimension, float] = {
    "completeness": 0.25, "validity": 0.25, "contactability": 0.20, "uniqueness": 0.15,
    "timeliness": 0.10, "consistency": 0.05,
}  # fmt: skip
BOXES = (
    ("phone", N_("the telephone number is valid")),
    ("consent", N_("consent was given")),
    ("duplicate", N_("not a duplicate")),
    ("age", N_("at most 72 hours old")),
    ("company", N_("the company is named")),
    ("work_mail", N_("a business e-mail address")),
)
RULES: dict[str, dict[str, Any]] = {
    "phone": {"kind": "phone"},
    "consent": {"kind": "consent", "columns": ("consent_at",)},
    "duplicate": {"kind": "duplicate"},
    "age": {"kind": "age", "columns": ("created_at", "handed_off_at"), "ok": 24, "most": 72},
    "company": {"kind": "required"},
    "work_mail": {"kind": "free_mail", "words": (FREE_MAIL,)},
}


@dataclass(frozen=True)
class Sorted:
    """The twelve cards after somebody sorted them: the keys of those set aside."""

    aside: frozenset[str]

    @property
    def caught(self) -> list[Card]:
        """The leads that sales could not have worked, set aside."""
        return [card for card in TWELVE if not card.good and card.key in self.aside]

    @property
    def slipped(self) -> list[Card]:
        """The leads that sales cannot work, passed on all the same."""
        return [card for card in TWELVE if not card.good and card.key not in self.aside]

    @property
    def blocked(self) -> list[Card]:
        """The good leads that were set aside."""
        return [card for card in TWELVE if card.good and card.key in self.aside]

    @property
    def is_clean(self) -> bool:
        """Whether nothing slipped through and no good lead was lost."""
        return not self.slipped and not self.blocked


def sort_by(boxes: frozenset[str]) -> Sorted:
    """Sort the twelve cards by the rules whose boxes are ticked.

    Examples
    --------
    >>> by_all = sort_by(frozenset(name for name, _label in BOXES))
    >>> len(by_all.caught), len(by_all.blocked)
    (5, 5)
    """
    return Sorted(frozenset().union(*(_fails(box) for box in boxes)))


@cache
def clean_boxes() -> frozenset[str]:
    """Return the fewest boxes that catch every unworkable lead and block no good one."""
    names = [name for name, _label in BOXES]
    every = chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))
    return next(frozenset(boxes) for boxes in every if sort_by(frozenset(boxes)).is_clean)


@cache
def passing_six() -> frozenset[str]:
    """Return which of the six leads pass: every gate, and the line."""
    return frozenset(screened_six().accepted.leads["lead_id"])


@cache
def screened_six() -> ScreeningReport:
    """Screen the six leads by the lesson's standard."""
    from leadkit.quality import screen

    return screen(_book(SIX), _standard_of_six())


@cache
def _fails(box: str) -> frozenset[str]:
    """Return the cards that fail the rule of one box."""
    from leadkit.quality import Standard, screen

    rule = _rule(box.upper(), "gate", **RULES[box])
    standard = Standard(version="1", valid_from=AGREED, required=("company",), rules=(rule,))
    return frozenset(screen(_book(TWELVE), standard).set_aside["lead_id"])


def _standard_of_six() -> Standard:
    from leadkit.quality.standard import Score, Standard

    rules = (
        _rule("FILLED", "score", kind="required"),
        _rule("EMAIL", "score", kind="email"),
        _rule("PHONE", "score", kind="phone"),
        _rule("SOURCE", "score", kind="one_of", columns=("source",), values=SOURCES),
        _rule("REACHABLE", "gate", kind="reachable"),
        _rule("CONSENT", "gate", kind="consent", columns=("consent_at",)),
        _rule("DO_NOT_CALL", "gate", kind="do_not_call", columns=("do_not_call",)),
        _rule("DUPLICATE", "gate", kind="duplicate"),
        _rule("AGE", "score", **RULES["age"]),
        _rule("ORDER", "score", kind="order", columns=("created_at", "handed_off_at")),
    )
    return Standard(
        version="1",
        valid_from=AGREED,
        required=("full_name", "company", "phone", "email", "province", "source"),
        blank_words=("test",),
        rules=rules,
        score=Score(at_least=PASS_LINE, weights=WEIGHTS),
    )


def _rule(code: str, severity: Literal["gate", "score"], **takes: Any) -> Rule:
    from leadkit.quality.standard import Rule

    return Rule(code=code, severity=severity, owner="marketing", message=code, **takes)


def _book(cards: tuple[Card, ...]) -> Book:
    import pandas as pd

    from leadkit.book import Book, Settings

    created = pd.Timestamp(CREATED)
    rows = [
        {
            "lead_id": card.key,
            "full_name": card.full_name,
            "company": card.company or None,
            "phone": card.phone,
            "email": card.email or None,
            "province": card.province or None,
            "source": card.source or None,
            "consent_at": pd.Timestamp(card.agreed, tz="UTC") if card.agreed else pd.NaT,
            "do_not_call": "yes" if card.do_not_call else None,
            "created_at": created,
            "handed_off_at": created + pd.Timedelta(hours=card.hours),
            "outcome": "open",
        }
        for card in cards
    ]
    return Book({"leads": pd.DataFrame(rows)}, Settings(currency="VND"))
