"""Which leads change sides between two policies, and what that sums up to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Period
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.handoff.capacity import ROUNDING, within_capacity
from leadkit.handoff.draws import optimism
from leadkit.handoff.leads import Bools
from leadkit.handoff.own import numbers
from leadkit.handoff.policies import chance_between, stated
from leadkit.handoff.policy import Policy

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

HAND_OFF = "hand_off"


@dataclass(frozen=True, kw_only=True)
class Load:
    """What the new line takes of sales, and what sales can give.

    Parameters
    ----------
    needed : float
        Hours (leads, where a lead's hours are not given) a period.
    before : float
        The same under the old line.
    limit : float or None
        Hours (or leads) sales can work a period; None: no limit.
    per : {"week", "month", "table"}
        The period; "table" means all leads of the table together.
    """

    needed: float
    before: float
    limit: float | None
    per: Period

    @property
    def fits(self) -> bool | None:
        """Whether the leads fit; None without a limit."""
        return None if self.limit is None else self.needed <= self.limit * (1 + ROUNDING)

    @property
    def overloads(self) -> bool:
        """Whether the new line asks for more than sales can give, and for more than the old."""
        return self.fits is False and self.needed > self.before


@dataclass(frozen=True, eq=False, kw_only=True)
class Sides:
    """Decisions under both policies, one entry a lead of the curve: the judged, then the others.

    Parameters
    ----------
    curve : HandoffCurve
        The leads and the amounts.
    old, new : Series of str
        hand_off, nurture or drop; blank in `old` where that policy has no honest decision.
    keys : array
        What names each lead.
    """

    curve: HandoffCurve
    old: pd.Series[str]
    new: pd.Series[str]
    keys: Any

    @property
    def now(self) -> Bools:
        """Whether the new policy hands a lead off."""
        return (self.new == HAND_OFF).to_numpy()

    @property
    def was(self) -> Bools:
        """Whether the old policy hands a lead off; where it cannot tell, what the new one does."""
        unknown = self.old.isna().to_numpy()
        return np.where(unknown, self.now, (self.old == HAND_OFF).to_numpy(dtype=bool))

    @property
    def judged(self) -> int:
        """How many leads are judged; they come first."""
        return len(self.curve.leads.p)

    def table(self) -> pd.DataFrame:
        """Return one row a lead that changes sides, by falling probability."""
        leads = self.curve.leads
        won = np.r_[leads.won.astype(float), np.full(len(leads.unseen), np.nan)]
        every = pd.DataFrame(
            {
                "key": self.keys,
                "probability": leads.all_p,
                "old": self.old.to_numpy(),
                "new": self.new.to_numpy(),
                "won": won,
            }
        )
        changed: pd.DataFrame = every[self.was != self.now].sort_values(
            "probability", ascending=False, kind="stable", ignore_index=True
        )
        return changed

    def summed(self) -> pd.DataFrame:
        """Return what the leads sum up to that are handed off more, and fewer."""
        rows = [("more", 1, self.now & ~self.was), ("fewer", -1, self.was & ~self.now)]
        return pd.DataFrame([{"side": name} | self._sums(sign, at) for name, sign, at in rows])

    def compared(self) -> pd.DataFrame:
        """Return whom each policy hands off, and what they brought."""
        rows = []
        for name, picked in (("old", self.was), ("new", self.now)):
            seen = picked[: self.judged]
            counts = (int(picked.sum()), int(seen.sum()), int(self.curve.leads.won[seen].sum()))
            rows.append((name, *counts, self.profit(seen)))
        return pd.DataFrame(rows, columns=["policy", "handed_off", "judged", "won", "profit"])

    def _sums(self, sign: int, changed: Bools) -> dict[str, Any]:
        leads, economics = self.curve.leads, self.curve.economics
        seen = changed[: self.judged]
        observed = leads.observed.each(partial(np.sum, where=seen))
        places = leads.all_expected.places(economics)[changed].sum()
        return {
            "leads": int(changed.sum()),
            "judged": int(seen.sum()),
            "won": int(leads.won[seen].sum()),
            "unseen": int(changed[self.judged :].sum()),
            "hours": np.nan if economics.hours is None else float(places * economics.hours),
            "spend": float(observed.spend(economics)),
            "money": sign * float(observed.profit(economics)),
        }

    def gain(self) -> tuple[Estimate, float | None]:
        """Return what the new policy would have earned more, and the chance that it is above 0.

        Bayesian bootstrap (Rubin, 1981) of accounts or leads, Jeffreys with 3 wins or fewer. Where
        the line was chosen as the best observed one its optimism is taken off and there is no
        chance.
        """
        leads, economics = self.curve.leads, self.curve.economics
        was, now = self.was[: self.judged], self.now[: self.judged]
        changed = was != now
        found = chance_between(leads, now, was, economics, self.curve.seed)
        value, low, high, method = 0.0, 0.0, 0.0, _("same leads")
        overstated = 0.0
        if found is not None:
            overstated = self._overstated()
            value = self.profit(now) - self.profit(was) - overstated
            low, high = found.low - overstated, found.high - overstated
            method = stated(found.method, overstated)
        gain = Estimate(
            value=value,
            low=min(low, value),
            high=max(high, value),
            n=int(changed.sum()),
            events=int(leads.won[changed].sum()),
            unit=economics.currency or "number",
            method=method,
        )
        return gain, None if found is None or overstated else found.value

    def _overstated(self) -> float:
        """Return by how much a line chosen on these outcomes flatters itself, else 0."""
        if self.curve.leads.basis != "observed":
            return 0.0
        drawn = within_capacity(self.curve)[1]
        return optimism(self.curve.table["profit"].to_numpy(), drawn)

    def profit(self, picked: Bools) -> float:
        """Return what the judged leads that are picked would have earned."""
        earned = self.curve.leads.observed.each(partial(np.sum, where=picked))
        return float(earned.profit(self.curve.economics))

    def unseen_gain(self) -> tuple[float, float]:
        """Return the least and the most that changed leads nobody saw would add to the gain."""
        won, economics = self.curve.leads.unseen_won, self.curve.economics
        least = most = 0.0
        more = (self.now & ~self.was)[self.judged :]
        fewer = (self.was & ~self.now)[self.judged :]
        for sign, picked in ((1, more), (-1, fewer)):
            if_won = won.each(partial(np.sum, where=picked))
            ends = (-sign * if_won.paid(economics), sign * if_won.profit(economics))
            least, most = least + float(min(ends)), most + float(max(ends))
        return least, most

    def load(self) -> Load:
        """Return what both policies take of sales a period, judged leads and others."""
        economics, limit = self.curve.economics, self.curve.capacity.limit
        places = self.curve.leads.all_expected.places(economics) * economics.hours_per_lead
        periods = 1.0
        if economics.capacity is not None and limit is not None:
            periods = limit / economics.capacity
        return Load(
            needed=float(places[self.now].sum() / periods),
            before=float(places[self.was].sum() / periods),
            limit=economics.capacity,
            per="table" if limit is None else economics.per,
        )


def decided_by_both(
    curve: HandoffCurve,
    old: Policy,
    new: Policy,
    scored: pd.DataFrame | None,
    decided: pd.Series[str] | None,
) -> Sides:
    """Return what both policies decide on the leads of a curve.

    Raises
    ------
    BadInput
        If `scored` is not the table of the curve, a policy needs a column it lacks, or the old
        policy is of another model and its decisions are not given.
    """
    leads, chances = curve.leads, pd.Series(curve.leads.all_p)
    rows = None
    if scored is not None:
        _refuse_other_table(curve, scored)
        rows = scored.iloc[leads.rows].set_axis(chances.index)
    keys = leads.rows if rows is None else rows["key"].to_numpy()
    if decided is not None:
        before = decided.reindex(keys).set_axis(chances.index)
    else:
        _refuse_other_model(old, new)
        before = old.decide(chances, rows)["decision"]
    return Sides(curve=curve, old=before, new=new.decide(chances, rows)["decision"], keys=keys)


def _refuse_other_table(curve: HandoffCurve, scored: pd.DataFrame) -> None:
    leads = curve.leads
    is_same = len(scored) == len(leads.rows)
    if is_same:
        is_same = np.array_equal(numbers(scored, "p")[leads.rows], leads.all_p)
    if not is_same:
        raise BadInput(
            _("these {n} scored leads are not those that the curve was drawn from").format(
                n=number(len(scored))
            ),
            fix=_("Give the very table that `handoff_curve` was given."),
        )


def _refuse_other_model(old: Policy, new: Policy) -> None:
    if old.model.sha256 != new.model.sha256:
        raise BadInput(
            _(
                "the old policy is for the probabilities of another model, {other}: its line "
                "cannot be laid on these"
            ).format(other=f"{old.model.name} {old.model.sha256[:8]}"),
            fix=_("Give its decisions by the key of each lead as `decided`."),
        )
