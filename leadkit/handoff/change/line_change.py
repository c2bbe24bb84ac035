"""Two policies on the same leads: who changes sides, what it earned, and whether to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.handoff.change import words
from leadkit.handoff.change.sides import Load, decided_by_both
from leadkit.handoff.leads import FLAT_LOSS
from leadkit.handoff.policy import Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.economics import Economics
    from leadkit.handoff.curve import HandoffCurve

Advice = Literal["move", "test", "keep"]
Side = Literal["marketing", "sales"]
SURE_FROM, KNOWN_FROM = 0.8, 0.5


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LineChange:
    """What becomes of the same leads under a new policy instead of an old one.

    All money is the total over the judged leads, at the new policy's amounts.

    Attributes
    ----------
    old, new : Policy
        The policies.
    table : DataFrame
        One row a lead that changes sides, by falling probability: key, probability (by the new
        policy's model), old and new (hand_off, nurture or drop), won (1, 0; NaN where nobody saw
        the outcome).
    summed : DataFrame
        Two rows, side "more" (handed off only under the new policy) and "fewer" (only under the
        old): leads, judged, won, unseen, hours (NaN where a lead's hours are not given), spend
        and money (what the change of side brings, both on the judged leads).
    gain : Estimate
        Money that the new policy would have earned more than the old one; n counts the judged
        leads that change sides.
    chance : float or None
        The chance that the gain is above zero; None where no judged lead changes sides, or where
        the line was chosen on these very outcomes, which would flatter it.
    compared : DataFrame
        Two rows, policy "old" and "new": handed_off (all leads), judged (of these), won, profit
        (on the judged leads).
    unseen_gain : tuple of two floats
        What changed leads whose outcome nobody saw would add to the gain: least and most.
    capacity : Load
        What sales would have to work.
    judged, won : int
        Judged leads in all, and how many of them bought.
    left_out : int
        Leads without a decision under the old policy, since its model learned from them; taken as
        not changing.
    days : float or None
        Calendar days from the first lead to the last.
    economics : Economics
        The amounts of the new policy.
    """

    old: Policy
    new: Policy
    table: pd.DataFrame
    summed: pd.DataFrame
    gain: Estimate
    chance: float | None
    compared: pd.DataFrame
    unseen_gain: tuple[float, float]
    capacity: Load
    judged: int
    won: int
    left_out: int
    days: float | None
    economics: Economics

    @property
    def changes(self) -> bool:
        """Whether any lead changes sides."""
        return len(self.table) > 0

    @property
    def same_model(self) -> bool:
        """Whether both lines are for the probabilities of one model."""
        return self.old.model.sha256 == self.new.model.sha256

    @property
    def band(self) -> tuple[float, float] | None:
        """The probabilities between the two lines, [low, high); None where no one band changes.

        That is so where a policy has lines by segment, where each is of another model, or where
        the lines are one.
        """
        is_one = self.same_model and not (self.old.segments or self.new.segments)
        if not is_one or self.old.line == self.new.line:
            return None
        return min(self.old.line, self.new.line), max(self.old.line, self.new.line)

    @property
    def win_rate(self) -> Estimate:
        """Win rate of the judged leads that change sides, with Wilson's interval."""
        return rate(int(self.summed["won"].sum()), int(self.summed["judged"].sum()))

    @property
    def per_week(self) -> float | None:
        """Leads a week that change sides, judged or not; None where the leads have no dates."""
        return None if not self.days else len(self.table) / self.days * 7

    @property
    def profit_before(self) -> float:
        """What the judged leads would have earned under the old policy."""
        return float(self.compared["profit"].iloc[0])

    @property
    def is_known(self) -> bool:
        """Whether at least half of the leads that change sides have an outcome."""
        return self.gain.n >= KNOWN_FROM * len(self.table)

    @property
    def advice(self) -> Advice:
        """Whether to move the line, test it first, or keep the old one.

        Move only where the chance that it earns more is at least 80 %, the gain is above 2 % of
        the old line's profit, and at least half of the leads that change sides have an outcome;
        keep where the gain is not above zero or sales cannot work the leads; else test.
        """
        if not self.changes or self.capacity.overloads:
            return "keep"
        if self.gain.n and self.gain.value <= 0:
            return "keep"
        is_worth = self.gain.value > FLAT_LOSS * abs(self.profit_before)
        is_sure = self.is_known and (self.chance or 0) >= SURE_FROM
        return "move" if is_worth and is_sure else "test"

    @property
    def because(self) -> str:
        """Why this is advised, in one sentence."""
        return words.because(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader of the change must know."""
        return words.notes(self)

    def of(self, side: Literal["more", "fewer"]) -> dict[str, Any]:
        """Return the sums of the leads on one side of the change."""
        found: dict[Any, Any] = self.summed.set_index("side").to_dict("index")
        return dict(found[side])

    def sentence(self, side: Side | None = None) -> str:
        """Say the change to marketing, to sales, or to both."""
        said = {"marketing": words.to_marketing, "sales": words.to_sales, None: words.in_short}
        return said[side](self)

    def sentences(self) -> list[str]:
        """Say the change whole: to both teams, the money, what is unknown, and what to do."""
        return words.sentences(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the leads that change sides by score; given axes get the marks only."""
        from leadkit.handoff.change.picture import plot_change

        return plot_change(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the change for handoff.json."""
        sides = self.summed.astype(object).where(self.summed.notna(), None)
        return {
            "old": {name: getattr(self.old, name) for name in ("version", "sha256", "line")},
            "new": {name: getattr(self.new, name) for name in ("version", "sha256", "line")},
            "sides": sides.to_dict("records"),
            "gain": self.gain.to_dict(),
            "chance": self.chance,
            "unseen": {"least": self.unseen_gain[0], "most": self.unseen_gain[1]},
            "capacity": {**vars(self.capacity), "fits": self.capacity.fits},
            "left_out": self.left_out,
            "advice": self.advice,
            "because": self.because,
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.change.rows import policy_rows

        note = " ".join([self.because, *self.notes])
        return inline_rows(policy_rows(self), caption=self.sentence(), note=note)


def line_change(
    curve: HandoffCurve,
    old: Policy,
    new: Policy,
    *,
    scored: pd.DataFrame | None = None,
    decided: pd.Series[str] | None = None,
) -> LineChange:
    """Lay two policies on the same leads, judged out of time.

    Parameters
    ----------
    curve : HandoffCurve
        The leads, scored by the new policy's model, and the amounts to count in.
    old, new : Policy
        The policy in force, and the one that may follow it.
    scored : DataFrame, optional
        The table the curve was drawn from, for the leads' keys and segments; without it a lead's
        key is its row.
    decided : Series of str, optional
        What the old policy decides, by the key of each lead, where it is for another model's
        probabilities; blank where that model learned from the lead.

    Returns
    -------
    LineChange

    Raises
    ------
    BadInput
        If `scored` is another table, a segment's column is missing, or the old policy is for
        another model and `decided` is not given.

    Notes
    -----
    Gain and chance: Bayesian bootstrap (Rubin, 1981) of the leads between the lines; all others
    are treated alike by both.

    Examples
    --------
    80 leads between the lines, 6 of them won, at value 1,000 and cost 50:

    >>> from types import SimpleNamespace
    >>> import leadkit as lk
    >>> from leadkit.handoff.change.keeping import policy_at
    >>> scored = pd.DataFrame({"key": range(180), "p": [0.08] * 80 + [0.2] * 100,
    ...                        "y": [1] * 6 + [0] * 74 + [1] * 20 + [0] * 80})
    >>> curve = lk.handoff_curve(scored, lk.Economics(value=1000, cost=50), draws=100)
    >>> prints = SimpleNamespace(sha256={"model.skops": "0" * 64})
    >>> model = SimpleNamespace(name="m1", manifest=prints)
    >>> old = policy_at(curve, 0.1, model, version="1")
    >>> change = line_change(curve, old, policy_at(curve, 0.05, model, version="2"))
    >>> change.gain.value, round(change.chance, 2), change.advice
    (2000.0, 0.8, 'test')
    """
    both = decided_by_both(curve, old, new, scored, decided)
    gain, chance = both.gain()
    return LineChange(
        old=old,
        new=new,
        table=both.table(),
        summed=both.summed(),
        gain=gain,
        chance=chance,
        compared=both.compared(),
        unseen_gain=both.unseen_gain(),
        capacity=both.load(),
        judged=both.judged,
        won=int(curve.leads.won.sum()),
        left_out=int(both.old.isna().sum()),
        days=curve.leads.days,
        economics=curve.economics,
    )
