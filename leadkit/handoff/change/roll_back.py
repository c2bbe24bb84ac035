"""When a change of the line is undone: a rule that can be counted, fixed before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from leadkit.base.estimate import rate
from leadkit.base.language import _, number
from leadkit.handoff.policy_parts import Frozen
from leadkit.handoff.unseen.exploration_sizes import ERROR, none_won
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from leadkit.handoff.change.line_change import LineChange

QUARTER_WEEKS = 13
DIGITS = 4


class RollBack(Frozen):
    """The change is undone if at most `wins` of the first `after` handoffs were won.

    `among` says which handoffs count: those that only the new line makes ("new"), or all at or
    above it ("all"). `below` is the win rate that such a count rules out.
    """

    words: str = Field(min_length=1)
    among: Literal["new", "all"]
    after: int = Field(gt=0)
    wins: int = Field(ge=0)
    at_most: float = Field(ge=0, le=1)
    below: float = Field(gt=0, lt=1)


def stop_rule(expected: float, below: float) -> tuple[int, int]:
    """Return after how many handoffs to count, and the most wins that rule out a win rate.

    Parameters
    ----------
    expected : float
        Handoffs that come by the time one looks again.
    below : float
        The win rate to rule out: with so few wins its exact one-sided 95 % upper limit lies lower.

    Returns
    -------
    (int, int)
        At least so many handoffs that none won would rule it out (the rule of three; Hanley and
        Lippman-Hand, 1983); the limit is that of Clopper and Pearson (1934).

    Examples
    --------
    >>> stop_rule(0, 0.05), stop_rule(200, 0.05)
    ((59, 0), (200, 4))
    """
    from scipy.stats import binom

    after = max(none_won(below), round(expected))
    wins = int(binom.ppf(ERROR, after, below))
    return after, wins - int(binom.cdf(wins, after, below) > ERROR)


def roll_back(change: LineChange) -> RollBack:
    """Return when a change is undone.

    Where leads are handed off that were not before, when they surely win less than break-even;
    where the line only rises, when what is left above it surely wins less than all did before.
    """
    sums = change.compared.set_index("policy")
    more = change.of("more")["leads"]
    weeks = QUARTER_WEEKS / (change.days / 7) if change.days else 1.0
    if more:
        below = change.economics.break_even
        after, wins = stop_rule(more * weeks, below)
        words = _(
            "Undo it if of the first {after} leads that only the new line hands off {wins} "
            "were won when their outcome window is over: they would then surely win less "
            "than break-even, {below}."
        )
        among: Literal["new", "all"] = "new"
    else:
        before = rate(int(sums["won"]["old"]), int(sums["judged"]["old"])).value
        below = before if 0 < before < 1 else change.economics.break_even
        after, wins = stop_rule(float(sums["handed_off"]["new"]) * weeks, below)
        words = _(
            "Undo it if of the first {after} leads handed off under the new line {wins} "
            "were won when their outcome window is over: they would then surely win less than the "
            "{below} of the old line, although they are fewer."
        )
        among = "all"
    few = _("{n} or fewer").format(n=number(wins)) if wins else _("none")
    said = words.format(after=number(after), wins=few, below=line(below))
    return RollBack(
        words=said,
        among=among,
        after=after,
        wins=wins,
        at_most=round(wins / after, DIGITS),
        below=round(below, DIGITS),
    )
