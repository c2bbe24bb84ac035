"""A line for each segment, where a win or a handoff is not worth the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, listed, ngettext, number
from leadkit.handoff import words
from leadkit.handoff.capacity import fit_capacity
from leadkit.handoff.leads import MINIMUM_LEADS, Basis, check_leads, observed_over_expected
from leadkit.handoff.payoff import AMOUNTS
from leadkit.handoff.segments.amounts import placed, terms_by_segment
from leadkit.handoff.segments.gain import chance_of, earned, gain_of, said_line
from leadkit.handoff.segments.leads import common_line, shared_price, valued
from leadkit.handoff.tiers import three_tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.policy_parts import Segment

MOST_NAMED = 4


@dataclass(frozen=True, eq=False, repr=False)
class SegmentLines:
    """Lines by segment, each from the money of its own leads, beside one line for all.

    All money is the total over the judged leads.

    Attributes
    ----------
    by : str
        The column that names the segment.
    table : DataFrame
        One row a segment, in the order of the amounts: segment, n and won (judged leads), value,
        cost and hours of one lead, line, drop_below, handed_off (judged leads at or above the
        line), profit (what they earned more than without a handoff), low and high (95 %; blank
        under 20 judged leads), expected (wins by the chances) and holds (whether wins agree
        with them; blank where that cannot be judged). Leads of no named segment stand last, with
        a blank segment and the common line.
    common : float
        The one line for all that the lines are compared with.
    shadow_price : float
        What one more hour (or place) would earn, in every segment alike; 0 where capacity is slack.
    gain : Estimate
        What the lines earned more than the common one.
    p_better : float or None
        The chance that they earn more; None where both hand off the same leads.
    basis : {"break_even", "recalibrated", "observed"}
        What the chances are read from, as in `HandoffChoice`; lines are scores.
    economics : Economics
        What all segments share.
    """

    by: str
    table: pd.DataFrame
    common: float
    shadow_price: float
    gain: Estimate
    p_better: float | None
    basis: Basis
    economics: Economics

    @property
    def holds(self) -> bool:
        """Whether chances can be read from the scores; else no policy draws lines by them."""
        return self.basis != "observed"

    @property
    def named(self) -> pd.DataFrame:
        """The rows of the segments that have a line of their own."""
        return self.table[self.table["segment"] != ""]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The lines as a policy holds them."""
        from leadkit.handoff.policy_parts import Segment

        return tuple(
            Segment(
                column=self.by,
                value=row["segment"],
                line=min(row["line"], 1.0),
                drop_below=min(row["drop_below"], 1.0) or None,
            )
            for row in self.named.to_dict("records")
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What keeps the lines out of a policy, or one segment's line from being trusted."""
        said = []
        if not self.holds:
            said.append(_("The probabilities do not hold, so these lines stay out of the policy."))
        for row in self.named.to_dict("records"):
            facts = {"segment": row["segment"], "won": number(row["won"]), "n": number(row["n"])}
            if row["holds"] is False:
                text = ngettext(
                    "{segment}: {won} lead was won where the probabilities promise "
                    "{expected}, so its line stands on chances that do not hold there.",
                    "{segment}: {won} leads were won where the probabilities promise "
                    "{expected}, so its line stands on chances that do not hold there.",
                    int(row["won"]),
                )
                said.append(text.format(expected=number(row["expected"]), **facts))
            elif row["holds"] is None:
                text = _("{segment}: {n} judged leads, {won} won: too few to check its chances by.")
                said.append(text.format(**facts))
        return tuple(said)

    def sentence(self) -> str:
        """Say the lines, and what they earn more than one line for all."""
        rows = self.named
        lines = [said_line(line) for line in rows["line"]]
        said = listed([f"{name} {line}" for name, line in zip(rows["segment"], lines, strict=True)])
        if len(rows) > MOST_NAMED:
            said = _("{n} segments from {low} to {high}").format(
                n=number(len(rows)),
                low=words.line(rows["line"].min()),
                high=said_line(rows["line"].max()),
            )
        text = _("Lines by {by}, each from its own money: {lines}.").format(by=self.by, lines=said)
        if self.p_better is None:
            more = _("They hand off the same leads as one line at {common}.")
            return text + " " + more.format(common=words.line(self.common))
        more = _(
            "Together they earned {gain} more than one line at {common}; the chance that they "
            "really earn more is {chance}."
        ).format(
            gain=words.amount(self.gain, self.economics.currency),
            common=words.line(self.common),
            chance=words.chance(self.p_better),
        )
        if self.gain.high < 0:
            more += " " + _("On these leads one line earned more: keep it.")
        elif self.gain.low <= 0:
            more += " " + _("These leads do not settle it: one line is simpler to keep.")
        return f"{text} {more}"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each segment's line as a dot, and the common line through all of them."""
        from leadkit.handoff.segments.picture import plot

        return plot(self, ax)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.segments.picture import shown

        note = " ".join(self.warnings)
        return inline_rows(shown(self), caption=self.sentence(), note=note)


def segment_lines(
    scored: pd.DataFrame,
    economics: Economics,
    by: str,
    amounts: pd.DataFrame,
    *,
    common: float | None = None,
    seed: int = 0,
) -> SegmentLines:
    """Draw a line for each segment from what its leads are worth and cost, by nothing else.

    A segment's line is its own break-even, (cost + shadow price x hours) / value; one shadow price
    holds for all, so that the last hour earns as much in every segment.

    Parameters
    ----------
    scored : DataFrame
        As `handoff_curve` takes it, with the column `by`. Amounts of single leads are not used.
    economics : Economics
        What all segments share: capacity, currency, nurturing; and the amounts of leads whose
        segment is blank or not named, which keep the common line.
    by : str
        The column that names the segment; none that says what a person is.
    amounts : DataFrame
        One row a segment: `by`, value and cost of a lead (money), optional hours.
    common : float, optional
        The one line for all to compare with, raised where its leads do not fit sales' capacity;
        by default the one that promises most.
    seed : int
        Seed of the interval's weights.

    Raises
    ------
    BadInput
        If the column says what a person is, is missing, or the amounts are faulty.
    TooLittleData
        If fewer than 20 leads have an outcome, or none was won.

    Notes
    -----
    Lagrangian of the continuous knapsack (Dantzig, 1957): the price is what the next lead earns an
    hour. Intervals: Bayesian bootstrap (Rubin, 1981) of accounts or leads.

    Examples
    --------
    >>> import pandas as pd
    >>> p = [0.02, 0.04, 0.06, 0.2] * 75
    >>> scored = pd.DataFrame({"key": range(300), "p": p, "y": [0, 0, 0, 0, 1] * 60})
    >>> scored["size"] = ["SME", "Mid", "Enterprise"] * 100
    >>> amounts = pd.DataFrame({"size": ["SME", "Mid", "Enterprise"],
    ...                         "value": [400, 1600, 12000], "cost": [40, 80, 400]})
    >>> lines = segment_lines(scored, Economics(value=1000, cost=60), "size", amounts)
    >>> lines.table["line"].round(4).tolist()
    [0.1, 0.05, 0.0333]
    """
    terms = terms_by_segment(economics, by, amounts)
    if by not in scored:
        raise BadInput(
            _("the scored leads have no column {names}").format(names=repr(by)),
            fix=_("Add the column that names each lead's segment."),
        )
    scored = scored.drop(columns=list(AMOUNTS), errors="ignore")
    checked = check_leads(scored)
    limit = fit_capacity(checked, economics).limit
    leads = valued(scored, checked, placed(scored[by], terms), [*terms.values(), economics])
    common = common_line(leads, limit, common)
    price, cut = shared_price(leads, limit, common)
    tiers = [three_tiers(own, cut) for own in terms.values()]
    lines = np.array([*(checked.score_of(tier.line) for tier in tiers), common])
    lows = [checked.score_of(tier.drop_below) for tier in tiers]
    leads["ours"] = leads["p"] >= lines[leads["place"]]
    leads["theirs"] = leads["p"] >= common
    rows = [
        _row(scored, leads[leads["place"] == place], name, own, seed)
        for place, (name, own) in enumerate(terms.items())
    ]
    others = leads[leads["place"] == -1]
    rows += [_row(scored, others, "", economics, seed)] if len(others) else []
    judged = leads[leads["won"].notna()]
    change = judged["ours"].astype(int) - judged["theirs"].astype(int)
    better = chance_of(judged, change, seed)
    table = pd.DataFrame(rows)
    table.insert(6, "line", lines[: len(table)])
    table.insert(7, "drop_below", [*lows, np.nan][: len(table)])
    return SegmentLines(
        by=by,
        table=table,
        common=common,
        shadow_price=price,
        gain=gain_of(judged, change, better, economics),
        p_better=None if better is None else better.value,
        basis=checked.basis,
        economics=economics,
    )


def _row(
    scored: pd.DataFrame, leads: pd.DataFrame, name: str, own: Economics, seed: int
) -> dict[str, object]:
    judged = leads[leads["won"].notna()]
    handed = judged["ours"].astype(int)
    found = chance_of(judged, handed, seed)
    is_enough = len(judged) >= MINIMUM_LEADS
    profit = float(earned(judged, handed).sum())
    ends = (profit, profit) if found is None else (found.low, found.high)
    return {
        "segment": name,
        "n": len(judged),
        "won": int(judged["won"].sum()),
        "value": own.value,
        "cost": own.cost,
        "hours": own.hours,
        "handed_off": int(handed.sum()),
        "profit": profit if is_enough else np.nan,
        "low": ends[0] if is_enough else np.nan,
        "high": ends[1] if is_enough else np.nan,
        "expected": float(judged["chance"].sum()),
        "holds": _holds(scored.loc[leads.index].assign(p=leads["chance"])),
    }


def _holds(scored: pd.DataFrame) -> bool | None:
    """Return whether wins agree with the probabilities; None where too few leads can tell."""
    try:
        found = observed_over_expected(check_leads(scored))
    except TooLittleData:
        return None
    return bool(found.low <= 1 <= found.high)
