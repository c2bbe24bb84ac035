"""Games in the market lab: who plays for what, and the moves made so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadkit.base.language import N_, _, number, percent
from leadkit.learn.market_lab import Run, best_constant, best_plan, judge, run, share, words
from leadkit.learn.market_lab.engine import BUDGET, QUARTERS

Move = tuple[float, ...]

WAYS = {
    "alone": N_("Alone, quarter by quarter"),
    "whole": N_("Alone, all eight quarters at once"),
    "own": N_("Two players, each with a goal of their own"),
    "shared": N_("Two players, one shared goal"),
}
GOALS = {
    "alone": N_(
        "Your goal is the profit of all eight quarters. Set the pull of the first, and press Play "
        "the quarter."
    ),
    "whole": N_("Your goal is the profit of all eight quarters. Every change shows at once."),
    "own": N_(
        "Marketing is paid for every lead, sales for what it sells in the quarter. Each asks for a "
        "part of the budget, and both get the same share of what they ask for."
    ),
    "shared": N_(
        "Both are paid for the profit of all eight quarters. Talk first, then set one pull for "
        "both."
    ),
}


@dataclass
class Game:
    """One way of playing, with a move for every quarter played.

    Parameters
    ----------
    way : str
        One of `WAYS`.
    moves : list of tuple of float
        The pull of a quarter; where both have a goal of their own, what marketing and sales ask.
    """

    way: str
    moves: list[Move] = field(default_factory=list)

    @property
    def played(self) -> Run:
        """What the moves make of the market."""
        return run([move[0] if len(move) == 1 else share(*move) for move in self.moves])

    @property
    def finished(self) -> bool:
        """Whether all quarters are played."""
        return len(self.moves) == QUARTERS

    def sentences(self) -> list[str]:
        """Say how the game stands."""
        if not self.moves:
            return [_(GOALS[self.way])]
        if self.finished:
            return self._at_the_end()
        played = self.played
        said = [words.last_quarter(played), *self._asked()]
        if self.way == "own":
            return [*said, words.pay(played)]
        so_far = _("So far the firm has earned {profit} million ₫.")
        return [*said, so_far.format(profit=number(played.profit))]

    def head(self) -> str:
        """Say which quarter comes next."""
        if self.way == "whole":
            return _("Set the pull of every quarter")
        if self.finished:
            return _("All eight quarters are played")
        return _("Quarter {n} of {all}").format(n=len(self.moves) + 1, all=QUARTERS)

    def _at_the_end(self) -> list[str]:
        verdict = judge(self.played)
        said = [verdict.against_the_best(), *verdict.why()]
        return [*said, words.own_goals()] if self.way == "own" else said

    def _asked(self) -> list[str]:
        """Say what became of what both asked for."""
        if self.way != "own":
            return []
        marketing, sales = self.moves[-1]
        return [
            _("Marketing asked for {marketing}, sales for {sales}: pull got {pull}.").format(
                marketing=percent(marketing / 100),
                sales=percent(sales / 100),
                pull=percent(share(marketing, sales) / 100),
            )
        ]


def compared(games: dict[str, Game], way: str) -> list[str]:
    """Say what a shared goal brought against goals of one's own, once both are played."""
    own, shared = games["own"], games["shared"]
    if way not in {"own", "shared"} or not own.finished or not shared.finished:
        return []
    return [words.both_goals(own.played, shared.played)]


def brought(games: dict[str, Game]) -> dict[str, Run]:
    """Return every finished game beside the ways that need no thought, and the best possible."""
    mine = {_(WAYS[way]): game.played for way, game in games.items() if game.finished}
    best = best_constant()
    always = _("Always {pull} on pull, the best split that never changes")
    return mine | {
        _("Always half and half"): run([BUDGET / 2] * QUARTERS),
        always.format(pull=percent(float(best.pull[0]) / 100)): best,
        _("The best possible"): best_plan(),
    }
