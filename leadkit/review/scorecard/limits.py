"""What becomes of moves that would raise a score: those that do not pay, and what catches the rest.

The first are played by tests against a simulated market whose true margin is known.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import pandas as pd

from leadkit.agreement import Side
from leadkit.base.language import N_, _, number, percent
from leadkit.review.scorecard.results import ENDS, Result
from leadkit.review.scorecard.scorecard import Scorecard

REWORKED = 0.05


class Answer(NamedTuple):
    """A move, the side that could make it, and what becomes of it."""

    side: Side
    move: str
    answer: str


PREVENTED = (
    Answer("marketing", N_("Flood sales with cheap leads, or lower the gate"),
           N_("Every lead handed off costs its work in the shared margin and in marketing's own "
              "part; nothing is paid for a number of leads.")),
    Answer("marketing", N_("Coach people to fill in what the model likes"),
           N_("What the model expects counts only until maturity; then what was won.")),
    Answer("sales", N_("Return the hard leads"),
           N_("Every lead handed off stands in the expected wins, returned or not.")),
    Answer("sales", N_("Pick the promising leads and leave the rest"),
           N_("A lead never touched is a missed call, and its expected wins stay.")),
    Answer("sales", N_("Write deals into a later quarter"),
           N_("A win counts in the quarter of its handoff, if it came within the window.")),
    Answer("sales", N_("Let a machine make the first attempt"),
           N_("Only calls and meetings count as attempts; a machine's mail does not.")),
    Answer("sales", N_("Write every reason down as a bad lead"),
           N_("No result goes by which reason is given.")),
    Answer("sales", N_("Tell late what was heard"),
           N_("Feedback after its days counts as none.")),
)  # fmt: skip

CAUGHT = (
    Answer("sales", N_("Write down a call that nobody made"),
           N_("The audited sample: the call list beside the telephone's own record.")),
    Answer("sales", N_("Give a reason that is not the buyer's"),
           N_("Buyers called back: the seller's reason beside the buyer's.")),
    Answer("sales", N_("Return good leads as bad"),
           N_("A random 5 % of the returned leads, worked by somebody else.")),
    Answer("sales", N_("Enter marketing's leads as found by sales"),
           N_("The audited sample: who had the buyer's name first.")),
    Answer("sales", N_("Write down a win before the order is signed"),
           N_("The true-up: an order that was not signed is struck out; the audited sample.")),
    Answer("marketing", N_("Buy leads dearly"),
           N_("The spend table of the quarterly review; the plan has no budget to judge by.")),
    Answer("marketing", N_("Agree on an easy plan"),
           N_("The back-test: what the same plan would have paid in past quarters.")),
    Answer("sales", N_("Leave it to the colleagues (in large teams)"),
           N_("Each side's own part; the results of each rep are looked at without a ranking.")),
)  # fmt: skip


def answers(every: tuple[Answer, ...]) -> pd.DataFrame:
    """Return moves and what becomes of them as a table of strings."""
    return pd.DataFrame(
        {_("who"): _(one.side), _("move"): _(one.move), _("what becomes of it"): _(one.answer)}
        for one in every
    )


def to_look_at(card: Scorecard) -> str:
    """Say how many leads a person looks at, and how many returned ones are worked again."""
    handed, share = card.ledger.handed, card.agreement.bonus.audited
    returned = int(handed["rejected_at"].notna().sum())
    text = _("To rework: {n} of the {of} returned leads, drawn by lot.").format(
        n=number(ceil(REWORKED * returned)), of=number(returned)
    )
    if share is None:
        return text
    audited = _("To look at: the record of {n} leads ({share} of {of}), drawn by lot.").format(
        n=number(ceil(share * len(handed))), share=percent(share), of=number(len(handed))
    )
    return f"{audited} {text}"


def by_luck(card: Scorecard) -> list[str]:
    """Say which results luck moves further than the whole line from nothing to full pay."""
    text = _(
        "{result}: in one quarter luck alone moves it by {luck} points, more than the {line} from "
        "nothing to full pay. A longer line, or a year together, pays more by what was done."
    )
    return [
        text.format(
            result=one.kpi.name,
            luck=number(100 * spread),
            line=number(100 * (one.kpi.target - one.kpi.floor)),
        )
        for one, spread in ((one, _spread(one)) for one in card.results if one.kpi.measure)
        if one.score is not None and spread > one.kpi.target - one.kpi.floor
    ]


def unrestrained(card: Scorecard) -> list[str]:
    """Warn where the shared result lies beyond its line and holds nobody back."""
    out = [
        one for one in card.results
        if one.kpi.side == "shared" and one.score in (0.0, card.agreement.bonus.cap)
    ]  # fmt: skip
    text = _(
        "{result} lies beyond its line, where it no longer holds back a move that costs margin: "
        "look at the audited sample of this period with more care."
    )
    return [text.format(result=one.kpi.name) for one in out]


def _spread(one: Result) -> float:
    low, high = pd.Series(one.drawn).quantile(list(ENDS))
    return float(high - low)
