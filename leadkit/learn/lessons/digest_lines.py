"""Eight lines that might go into a weekly page, each way, and what each of them holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from leadkit.base.language import N_
from leadkit.learn.answers.kinds import Options

Way = Literal["to_marketing", "to_sales"]

PLACES = 3
MARKS: Options = (
    ("count", N_("a number, out of how many")),
    ("source", N_("where it comes from")),
    ("need", N_("what customers want, or were promised")),
    ("request", N_("who is asked for what, by when")),
    ("private", N_("no contact data")),
)
EVERY = frozenset(mark for mark, _label in MARKS)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that might go into a page.

    Parameters
    ----------
    key : str
        Its name.
    text : str
        What it says, a catalog entry.
    holds : frozenset of str
        Which of the five marks it has.
    code, say : str
        The thought behind a line that does not help, and what to say to it, a catalog entry.
    """

    key: str
    text: str
    holds: frozenset[str] = EVERY
    code: str = ""
    say: str = ""

    @property
    def is_useful(self) -> bool:
        """Whether the other side could act on it tomorrow: every mark is there."""
        return self.holds == EVERY


def _poor(key: str, code: str, text: str, say: str, *holds: str) -> Line:
    return Line(key=key, text=text, holds=frozenset(holds), code=code, say=say)


TO_MARKETING = (
    _poor(
        "again", "M34",
        N_(
            "The leads from the website were poor again this week; nobody really wanted to buy "
            "anything."
        ),
        N_("“Poor leads again” has no number and no reason. What did the customers say?"),
        "source", "private",
    ),
    Line(
        key="trial",
        text=N_(
            "7 of 24 trade-fair leads want a trial before signing. Hà, can we offer one? Please "
            "say by Friday."
        ),
    ),
    _poor(
        "log", "M35",
        N_(
            "Enclosed is the whole log of the week, all 412 calls one by one, for you to analyse "
            "in peace."
        ),
        N_("A log leaves the work to the reader. Say in one line what it means."),
        "private",
    ),
    Line(
        key="repair",
        text=N_(
            "11 of 40 website leads took us for a repair shop. Hà, please change the headline by "
            "Wednesday."
        ),
    ),
    _poor(
        "quiet", "M36",
        N_(
            "It was a good and quiet week. We met our targets on every day, so there is nothing "
            "to report."
        ),
        N_("Good weeks carry news, too: which needs and questions did you hear?"),
        "private",
    ),
    _poor(
        "lan", "M59",
        N_(
            "Ms Lan, 09xx xxx 214, from the trade fair wants a trial. Hà, please call her back "
            "by Friday."
        ),
        N_("Contact data stay in the book. Name the lead by its number."),
        "source", "need", "request",
    ),
    Line(
        key="director",
        text=N_(
            "6 of 22 webinar leads need a price sheet for their director. Hà, please write one "
            "by Monday."
        ),
    ),
    _poor(
        "talk", "M37",
        N_(
            "We should all talk to each other more, and share what we hear from our customers "
            "much sooner."
        ),
        N_("Who should do what, and by when? What all are asked for, nobody does."),
        "private",
    ),
)  # fmt: skip
TO_SALES = (
    Line(
        key="visit",
        text=N_(
            "Campaign: 140 of 3,000 website visitors were promised a free visit. Minh, offer it "
            "until Friday."
        ),
    ),
    _poor(
        "slow", "M34",
        N_(
            "Sales is too slow with the leads from our campaign, as always, and so good "
            "customers are lost."
        ),
        N_("That is a verdict. How many leads waited how long, and what did it cost?"),
        "source", "private",
    ),
    _poor(
        "opened", "M59",
        N_(
            "Mr Tuấn, tuan@…, has opened our mail on prices four times. Minh, please call him "
            "today at noon."
        ),
        N_("Contact data stay in the book. Name the lead by its number."),
        "need", "request",
    ),
    Line(
        key="rent",
        text=N_(
            "Market: 9 of 30 shops at the fair want to rent, not buy. Minh, count such wishes "
            "until Monday."
        ),
    ),
    _poor(
        "slides", "M35",
        N_(
            "Enclosed are 58 pages on our advertisements of this month, with every click, for "
            "you to read."
        ),
        N_("58 pages leave the work to the reader. Say in one line what they mean."),
        "private",
    ),
    _poor(
        "planned", "M36",
        N_(
            "All our campaigns run as planned this week, and there is nothing new that sales has "
            "to know."
        ),
        N_("Sales needs to know what customers were promised this week, news or not."),
        "private",
    ),
    Line(
        key="province",
        text=N_(
            "Fault until Thursday: 18 of 210 website leads await a visit, province wrong. Minh, "
            "ask them again."
        ),
    ),
    _poor(
        "look", "M37",
        N_(
            "Everybody should look at the campaign page more often, and keep in mind what is "
            "written there."
        ),
        N_("Who should do what, and by when? What all are asked for, nobody does."),
        "private",
    ),
)  # fmt: skip
LINES: dict[Way, tuple[Line, ...]] = {"to_marketing": TO_MARKETING, "to_sales": TO_SALES}
WORST_FIRST = ("M59", "M35", "M34", "M36", "M37")


def useful(way: Way) -> frozenset[str]:
    """Return the lines that the other side can act on.

    Examples
    --------
    >>> sorted(useful("to_marketing")), sorted(useful("to_sales"))
    (['director', 'repair', 'trial'], ['province', 'rent', 'visit'])
    """
    return frozenset(line.key for line in LINES[way] if line.is_useful)


def worst(way: Way, chosen: Collection[str]) -> Line | None:
    """Return the line that helps least among those chosen; nothing where all help."""
    poor = [line for line in LINES[way] if line.key in chosen and line.code]
    return min(poor, key=lambda line: WORST_FIRST.index(line.code), default=None)
