"""Leads nobody called: what the log can tell of them, what it cannot, and what it takes to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import rate
from leadkit.base.language import _, number, percent
from leadkit.handoff.unseen.bounds import Bounds, bounds
from leadkit.handoff.unseen.exploration import Exploration, exploration_plan
from leadkit.handoff.unseen.off_policy import OffPolicy, off_policy
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.unseen.logged import Logged

YEAR = 365.25
BELIEF = 40


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Unseen:
    """What can be said of the leads that nobody called.

    Attributes
    ----------
    off_policy : OffPolicy or None
        What the chosen line would have earned over the logged leads, against today's rule; None
        without a log of chances, or without the model's probabilities there.
    bounds : Bounds or None
        Between which ends the leads without an outcome just below the line lie.
    plan : Exploration or None
        How many of them to hand off by lot.
    notes : tuple of str
        What they rest on.
    """

    off_policy: OffPolicy | None = None
    bounds: Bounds | None = None
    plan: Exploration | None = None
    notes: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[str, OffPolicy | Bounds | Exploration]:
        """What there is, by a short name."""
        named = {"off-policy": self.off_policy, "bounds": self.bounds, "exploration": self.plan}
        return {name: part for name, part in named.items() if part is not None}

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of numbers, by a short name."""
        return {name: part.table for name, part in self.parts.items()}

    def drawings(self) -> Iterator[tuple[str, Callable[[], Axes]]]:
        """Yield every picture with title and source, by a short name."""
        if self.off_policy is not None:
            yield "off-policy", self.off_policy.plot
        if self.plan is not None:
            yield "exploration", self.plan.plot

    def sentence(self) -> str:
        """Say what the log tells, what it cannot tell, and how to find out."""
        said = [part.sentence() for part in self.parts.values()]
        return " ".join(said) or _("Without a line there is no lead below it.")

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        named = {"off_policy": self.off_policy, "bounds": self.bounds, "plan": self.plan}
        return {
            **{name: None if part is None else part.to_dict() for name, part in named.items()},
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        names = {
            "off-policy": _("what the log tells"),
            "bounds": _("what the data cannot tell"),
            "exploration": _("how to find out"),
        }
        rows = [(names[name], part.sentence()) for name, part in self.parts.items()]
        columns = [_("question"), _("answer")]
        note = " ".join(self.notes)
        return inline(caption=_("Leads nobody called"), columns=columns, rows=rows, note=note)


def unseen_leads(choice: HandoffChoice, logged: Logged | None = None) -> Unseen:
    """Say what can be said of the leads that nobody called.

    Parameters
    ----------
    choice : HandoffChoice
        The line. The band below it reaches down to where nurturing ends, or to half the line.
    logged : Logged, optional
        The book's log of chances, with the probabilities of the model the line is for.

    Returns
    -------
    Unseen
        Empty where no line meets the terms.

    Examples
    --------
    >>> import leadkit as lk
    >>> p = [0.02, 0.04, 0.06, 0.2] * 75
    >>> scored = pd.DataFrame({"key": range(300), "p": p, "y": [0, None, 0, 0, 1] * 60})
    >>> choice = lk.handoff_curve(scored, lk.Economics(value=1000, cost=50), draws=100).choose()
    >>> found = unseen_leads(choice)
    >>> found.off_policy is None, sorted(found.tables)
    (True, ['bounds'])
    """
    if choice.threshold is None:
        return Unseen()
    low, high = explored_from(choice), choice.threshold
    leads = choice.curve.leads
    in_band = (leads.unseen >= low) & (leads.unseen < high)
    chances = leads.chances(leads.unseen[in_band])
    expected = float(chances.mean()) if len(chances) else None
    just_above = (leads.p >= high) & (leads.p < 2 * high - low)
    above = rate(int(leads.won[just_above].sum()), int(just_above.sum()))
    notes = [_told(just_above.sum(), high, 2 * high - low)]
    prior, note = _prior(expected, logged, low, high)
    all_in_band = (leads.all_p >= low) & (leads.all_p < high)
    coming = round(int(all_in_band.sum()) * YEAR / leads.days) if leads.days else 0
    plan = None
    if prior is not None and coming:
        plan = exploration_plan(choice.economics, coming=coming, low=low, high=high, prior=prior)
        notes.append(note)
    found, missing = _by_log(choice, logged)
    return Unseen(
        off_policy=found,
        bounds=bounds(int(in_band.sum()), choice.economics, above=above, expected=expected),
        plan=plan,
        notes=tuple(filter(None, [missing, *notes])),
    )


def explored_from(choice: HandoffChoice) -> float:
    """Return the lowest score worth exploring: where nurturing ends, else half the line."""
    low, high = choice.tiers.drop_below, choice.nearest
    return low if 0 < low < high else high / 2


def _told(n: int, low: float, high: float) -> str:
    return _(
        "“Just above the line” are the {n} judged leads from {low} to {high}: as wide a band as "
        "the one below it. The win rate is taken not to fall as the score rises."
    ).format(n=number(n), low=line(low), high=line(high))


def _prior(
    expected: float | None, logged: Logged | None, low: float, high: float
) -> tuple[tuple[float, float] | None, str]:
    """Return what is believed of the band's win rate: the model's word, and what the lot told."""
    if expected is None or not 0 < expected < 1:
        return None, ""
    won = lost = 0
    if logged is not None:
        table = logged.table
        drawn = table["taken"] & ~table["today"] & (table["p"] >= low) & (table["p"] < high)
        won, lost = (int((table.loc[drawn, "y"] == y).sum()) for y in (1, 0))
    note = _(
        "Before exploring, the model's {expected} counts as much as {n} leads; of the band {drawn} "
        "leads were drawn earlier, {won} of them won, and count as well. Leads to come: those of a "
        "year."
    ).format(expected=percent(expected, 1), n=BELIEF, drawn=number(won + lost), won=number(won))
    return (BELIEF * expected + won, BELIEF * (1 - expected) + lost), note


def _by_log(choice: HandoffChoice, logged: Logged | None) -> tuple[OffPolicy | None, str]:
    """Estimate the line by the log of chances, or say what the log lacks."""
    if logged is None:
        return None, _(
            "The book logs no chance of a handoff: only bounds are possible. `leadkit score "
            "--explore` draws a quota and logs it."
        )
    p = logged.table["p"]
    if p.isna().any() or not len(p):
        return None, _("The log holds no probability of this model, so the line cannot be tried.")
    takes = np.asarray(p >= choice.threshold)
    return off_policy(logged, takes, choice.economics), logged.sentence()
