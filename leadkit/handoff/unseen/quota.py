"""The draw of the exploration quota: who is handed off, or held back, by lot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.language import _, money, ngettext, number
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from leadkit.handoff.policy import Policy

RULE, EXPLORATION, HOLDOUT, BELOW = "rule", "exploration", "holdout", "below_line"


@dataclass(frozen=True, repr=False)
class Lot:
    """How many leads the draw of a quota touched, and what it costs at most.

    Parameters
    ----------
    start : float
        The lowest probability explored.
    share : float
        The chance of being handed off by lot below the line.
    band, explored : int
        Leads from `start` to below the line, and how many of them are handed off by lot.
    above, held_back : int
        Leads from the line upwards, and how many of them are held back by lot.
    settled : int
        Leads whose lot fell under an earlier policy; they stand in no other count.
    each : float
        What working one lead costs, in `currency`.
    currency : str
        ISO code.
    """

    start: float
    share: float
    band: int
    explored: int
    above: int
    held_back: int
    settled: int
    each: float
    currency: str = ""

    @classmethod
    def of(cls, drawn: pd.DataFrame, policy: Policy) -> Lot:
        """Count the leads that `draw` returned."""
        quota = policy.explore
        if quota is None:
            raise ValueError("the policy names no quota")
        drew = drawn[drawn["draw"].notna()]
        n = drew["why"].value_counts()
        below = drew["why"].isin([EXPLORATION, BELOW])
        return cls(
            start=quota.start,
            share=quota.share,
            band=int((below & (drew["propensity"] > 0)).sum()),
            explored=int(n.get(EXPLORATION, 0)),
            above=int(n.get(RULE, 0) + n.get(HOLDOUT, 0)),
            held_back=int(n.get(HOLDOUT, 0)),
            settled=int((drawn["why"].notna() & drawn["draw"].isna()).sum()),
            each=policy.economics.cost,
            currency=policy.economics.currency,
        )

    @property
    def cost(self) -> float:
        """What working the explored leads costs at most: nothing they win is counted."""
        return self.explored * self.each

    def sentence(self) -> str:
        """Say how many were drawn, where, and what that costs at most."""
        said = _(
            "{explored} of {band} leads with a chance from {low} to below the line are handed off "
            "by lot, to see whether they buy. That costs at most {cost}: {explored} × {each}."
        ).format(
            explored=number(self.explored),
            band=number(self.band),
            low=line(self.start),
            cost=money(self.cost, self.currency),
            each=money(self.each, self.currency),
        )
        if self.held_back:
            said += " " + ngettext(
                "{n} of {above} leads above the line is held back by lot.",
                "{n} of {above} leads above the line are held back by lot.",
                self.held_back,
            ).format(n=number(self.held_back), above=number(self.above))
        if self.settled:
            said += " " + ngettext(
                "{n} lead was in an earlier lot and is not drawn again: its first lot counts.",
                "{n} leads were in an earlier lot and are not drawn again: their first lot counts.",
                self.settled,
            ).format(n=number(self.settled))
        return said

    def to_dict(self) -> dict[str, Any]:
        """Return the counts for machines."""
        counts = ("band", "explored", "above", "held_back", "settled", "share")
        return {name: getattr(self, name) for name in counts} | {
            "from": self.start,
            "cost_at_most": self.cost,
        }

    def __repr__(self) -> str:
        return self.sentence()


def draw(
    decided: pd.DataFrame,
    policy: Policy,
    ids: pd.Series[str],
    accounts: pd.Series[str],
    *,
    settled: pd.Series[bool] | None = None,
) -> pd.DataFrame:
    """Draw the quota of a policy on leads that it has decided on.

    Each lead has a number from 0 to 1 that is as good as random and always the same: a hash of the
    quota's seed, the policy's version and the lead's account, so that leads of one account are
    drawn together. A lead is handed off where its number lies below its propensity.

    Parameters
    ----------
    decided : DataFrame
        One row a lead: probability and decision (hand_off, nurture, drop; anything else is not
        drawn).
    policy : Policy
        A policy with a quota, `explore`.
    ids, accounts : Series of str
        The leads' ids and accounts on the index of `decided`; a lead without an account is drawn
        by itself.
    settled : Series of bool, optional
        Leads whose lot fell under an earlier policy: they follow the rule.

    Returns
    -------
    DataFrame
        The leads with decision as drawn, and propensity (their chance of being handed off, by rule
        or by lot), draw (their number; blank for a settled lead) and why: rule, exploration
        (handed off by lot), holdout (held back by lot) or below_line. All three are blank for a
        lead without a decision of the policy.

    Notes
    -----
    Propensities are known exactly, which is what inverse weighting needs (Horvitz and Thompson,
    1952; Bottou et al., 2013).

    Examples
    --------
    >>> from leadkit.handoff.policy import Policy
    >>> tiers = [{"name": "hand off", "from": 0.1}, {"name": "nurture", "from": 0}]
    >>> evidence = {"judged": 400, "won": 60, "method": "bootstrap",
    ...             "profit": {"value": 9e3, "low": 1e3, "high": 2e4}}
    >>> policy = Policy(version="1", line=0.1, tiers=tiers, evidence=evidence,
    ...                 economics={"value": 1000, "cost": 100},
    ...                 model={"name": "m1", "sha256": "0" * 64},
    ...                 explore={"share": 0.5, "from": 0.05, "seed": 4})
    >>> leads = pd.DataFrame({"probability": [0.2, 0.08, 0.07, 0.01],
    ...                       "decision": ["hand_off", "nurture", "nurture", "nurture"]})
    >>> drawn = draw(leads, policy, pd.Series([*"abcd"]), pd.Series([None] * 4))
    >>> drawn[["decision", "propensity", "why"]].to_dict("list")  # doctest: +NORMALIZE_WHITESPACE
    {'decision': ['hand_off', 'hand_off', 'nurture', 'nurture'],
     'propensity': [1.0, 0.5, 0.5, 0.0],
     'why': ['rule', 'exploration', 'below_line', 'below_line']}
    """
    quota = policy.explore
    if quota is None:
        raise ValueError("the policy names no quota")
    by_rule = decided["decision"] == "hand_off"
    below = decided["decision"].isin(["nurture", "drop"])
    is_new = True if settled is None else ~settled
    in_band = below & (decided["probability"].astype(float) >= quota.start)
    ways = [by_rule & is_new, by_rule, in_band & is_new, below]
    chances = np.select(ways, [1 - quota.holdout, 1.0, quota.share, 0.0], np.nan)
    chance = pd.Series(chances, index=decided.index)
    number = _numbers(f"{quota.seed}|{policy.version}", accounts.astype("str").fillna(ids))
    is_taken = number < chance
    why = np.select(
        [by_rule & is_taken, below & is_taken, by_rule, below],
        [RULE, EXPLORATION, HOLDOUT, BELOW],
        "",
    )
    decision = decided["decision"].mask(below & is_taken, "hand_off")
    return decided.assign(
        decision=decision.mask(by_rule & ~is_taken, "nurture"),
        propensity=chance,
        draw=number.where(chance.notna() & is_new),
        why=pd.Series(why, index=decided.index, dtype="str").replace("", None),
    )


def _numbers(salt: str, names: pd.Series[str]) -> pd.Series[float]:
    """Return a number in [0, 1) for each name: the first 53 bits of its hash with the salt."""
    of_name = {
        name: int.from_bytes(hashlib.sha256(f"{salt}|{name}".encode()).digest()[:8]) >> 11
        for name in names.unique()
    }
    return names.map(of_name).astype(float) / 2**53
