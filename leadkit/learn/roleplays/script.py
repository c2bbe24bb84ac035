"""What a role-play says, in both languages, as it is read from its file."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Annotated, Literal

from pydantic import StringConstraints

from leadkit.base.frozen import Frozen
from leadkit.base.language import current
from leadkit.base.toml import read_toml

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
RoleKey = Literal["sales", "marketing", "moderator"]
Truth = Literal["buys", "no", "wrong number", "duplicate", "no consent", "outside"]
WORKABLE: tuple[Truth, ...] = ("buys", "no")


class Said(Frozen):
    """A text in both languages; figures stand in it as {names}."""

    en: Words
    vi: Words

    def __str__(self) -> str:
        return self.vi if current() == "vi" else self.en


class Step(Said):
    """A step of the course, and how long it takes."""

    minutes: int


class Role(Frozen):
    """Who plays: what everybody may know of the task, and what only the card says."""

    key: RoleKey
    letter: str
    name: Said
    task: Said
    private: Said


class Packet(Frozen):
    """A round's evidence: what each head knows, and the truth behind it."""

    letter: str
    marketing: Said
    sales: Said
    verdict: Said
    why: Said
    next: Said


class Script(Frozen):
    """A role-play: cards, course, the form to fill in, points and debrief."""

    key: str
    people: int
    title: Said
    purpose: Said
    prepare: tuple[Said, ...]
    steps: tuple[Step, ...]
    common: tuple[Said, ...]
    roles: tuple[Role, ...]
    packets: tuple[Packet, ...] = ()
    form: tuple[Said, ...]
    answers: tuple[Said, ...] = ()
    rubric: tuple[Said, ...]
    debrief: tuple[Said, ...]


class LeadCard(Frozen):
    """A lead on a card of two sides: what marketing sees, and what a call brings."""

    number: int
    name: Words
    company: str
    phone: Words
    email: Words
    source: Literal["website", "trade fair", "webinar", "referral", "ads"]
    agreed: bool
    hours: int
    truth: Truth
    same_as: int | None = None
    asks: Said
    says: Said

    @property
    def is_workable(self) -> bool:
        """Whether it meets the written standard; a lead that does not buy may be a good one."""
        return self.truth in WORKABLE


class LeadCards(Frozen):
    """A file of lead cards."""

    cards: tuple[LeadCard, ...]


@cache
def read_script(key: str) -> Script:
    """Read a role-play.

    Examples
    --------
    >>> [role.letter for role in read_script("missing-18").roles]
    ['S', 'M', 'D']
    """
    with as_file(files("leadkit.learn.roleplays") / f"{key}.toml") as path:
        return read_toml(path, Script)


@cache
def lead_cards() -> tuple[LeadCard, ...]:
    """Return the twenty lead cards, in the order of their numbers.

    Examples
    --------
    >>> len(lead_cards()), sum(card.is_workable for card in lead_cards())
    (20, 12)
    """
    with as_file(files("leadkit.learn.roleplays") / "lead-cards.toml") as path:
        return read_toml(path, LeadCards).cards
