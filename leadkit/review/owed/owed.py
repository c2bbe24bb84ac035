"""Leads owed: from a revenue target to leads a week, and whether sales has the hours for them."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.handoff import own_policy
from leadkit.journey import extract_date, working_days
from leadkit.review.audit.ledger import days_of, quarter_at
from leadkit.review.owed.capacity import Carried, Limit, limit_of
from leadkit.review.owed.found import LeadsOwed, scaled
from leadkit.review.owed.history import LEAST_WINS, History, history
from leadkit.review.shortfall.sample import plan_of

DRAWS = 4_000
ENDS = (0.025, 0.975)
NEXT = pd.Timedelta(days=45)
METHOD = "revenue / deal value / win rate; beta and Bayesian-bootstrap draws"
NO_TOTAL = Estimate(value=float("nan"), low=float("nan"), high=float("nan"), n=0, method=METHOD)


def leads_owed(
    book: Book,
    quarter: str | None = None,
    *,
    revenue: float | None = None,
    share: float = 1.0,
    as_of: str | pd.Timestamp | None = None,
    hours_per_lead: float | None = None,
    capacity: float | None = None,
    per: Literal["week", "month"] = "week",
) -> LeadsOwed:
    """Turn a revenue target into leads a week by segment.

    Parameters
    ----------
    book : Book
        Win rates and deal values are those of marketing's leads that met the standard, in the
        last four quarters whose outcome window was over before the quarter.
    quarter : str, optional
        As "2026Q3"; default the quarter whose middle lies next after the extract.
    revenue : float, optional
        The target in the book's currency, won from leads handed off in the quarter; it is split
        over segments as the plan splits it, else as the past did. Default: the book's plan.
    share : float
        The part of the revenue that marketing's leads are to bring, above 0 and at most 1.
    as_of : date, optional
        Judge as on that date.
    hours_per_lead, capacity : float, optional
        Sales hours a lead takes, and what sales can take: hours where `hours_per_lead` is known,
        else leads. Default: those of the newest policy.
    per : {"week", "month"}
        The period of a given `capacity`.

    Returns
    -------
    LeadsOwed

    Raises
    ------
    BadInput
        If there is no revenue target, or an amount is impossible.
    TooLittleData
        If no segment has wins enough to learn a deal value from, or the book has no deal values.

    Notes
    -----
    Leads owed = revenue x share / mean deal value / win rate (the goal calculator of HubSpot). The
    interval is that of the rates alone: win rates are drawn from beta distributions (Jeffreys),
    mean deal values by the Bayesian bootstrap (Rubin, 1981); the luck of the quarter comes on top.

    Examples
    --------
    >>> import leadkit as lk
    >>> found = leads_owed(lk.read_book(lk.sample()), "2026Q3", as_of="2026-06-30")
    >>> bool(found.total.low < found.total.value < found.total.high)
    True
    """
    if not 0 < share <= 1:
        raise BadInput(
            _("the share must lie above 0 and be at most 1, got {share}").format(share=share),
            fix=_("Write it as a number, for example 0.7 for 70 %."),
        )
    now = extract_date(book, as_of)
    if now is None or not book.has("handed_off_at"):
        raise TooLittleData(
            _("leads are owed by the week, and the book has no handoff times"),
            fix=_("Add the column handed_off_at."),
        )
    wanted = quarter or quarter_at(book, now + NEXT)
    first, last = days_of(wanted, book)
    past = history(book, before=first, as_of=as_of)
    target, origin = _target(book, wanted, revenue, past)
    drawn = past.drawn(DRAWS)
    owed = {
        segment: leads(target[segment] * share, *drawn[segment])
        for segment in target.index
        if segment in drawn
    }
    if not owed:
        raise TooLittleData(
            _("no segment has wins enough to learn a deal value from: at least {n}").format(
                n=number(LEAST_WINS)
            ),
            fix=_("Wait for more wins, or agree on a number without a target."),
        )
    weeks = len(working_days(first, last, book.settings)) / len(book.settings.days)
    table = _table(target * share, past, owed, weeks)
    every = np.sum(list(owed.values()), axis=0)
    total = _estimate(float(table["leads"].sum()), every, past.wins_of(owed))
    policy = None if book.path is None or book.is_bare else own_policy(book.path)
    limit = limit_of(policy and policy[0], hours_per_lead, capacity, per)
    return LeadsOwed(
        name=book.name,
        quarter=wanted,
        since=past.quarters[0],
        until=past.quarters[-1],
        origin=origin,
        share=share,
        currency=book.settings.currency,
        weeks=weeks,
        table=table,
        total=total,
        carried=_carried(limit, total, every, weeks),
    )


def leads(revenue: Any, deal_value: Any, win_rate: Any) -> Any:
    """Return the leads that bring a revenue.

    Examples
    --------
    >>> leads(500_000, 10_000, 0.05)
    1000.0
    """
    return revenue / deal_value / win_rate


def _target(
    book: Book, quarter: str, revenue: float | None, past: History
) -> tuple[pd.Series[float], Literal["plan", "given"]]:
    """Return the revenue target by segment, and where it comes from."""
    plan = plan_of(book, quarter)
    planned = pd.Series(dtype=float)
    if len(plan):
        each = plan["handoffs"] * plan["win_rate"] * plan["deal_value"]
        named = plan["segment"].fillna("").astype(str)
        if not book.has("segment"):
            named = pd.Series("", index=plan.index)
        planned = each.groupby(named, sort=False).sum()
        planned = planned[planned > 0]
    if revenue is None:
        if planned.empty:
            raise BadInput(
                _("the book has no plan for {quarter}, and no revenue was given").format(
                    quarter=quarter
                ),
                where="plan",
                fix=_("Give the target with --revenue, or add the quarter to plan.csv."),
            )
        return planned, "plan"
    if not revenue > 0:
        raise BadInput(
            _("the revenue must be a number above 0, got {amount}").format(amount=revenue),
            fix=_("Give the target of the quarter in the book's currency."),
        )
    mix = planned if len(planned) else past.revenue
    return revenue * mix / mix.sum(), "given"


def _table(
    target: pd.Series[float], past: History, owed: dict[str, Any], weeks: float
) -> pd.DataFrame:
    rows = []
    for segment, revenue in target.items():
        name = str(segment)
        learned = past.learned(name)
        found = NO_TOTAL
        if name in owed:
            value = leads(revenue, learned.deal_value.value, learned.win_rate.value)
            found = _estimate(value, owed[name], learned.wins)
        rows.append(
            {
                "segment": name,
                "revenue": float(revenue),
                "deal_value": learned.deal_value,
                "win_rate": learned.win_rate,
                "leads": found.value,
                "low": found.low,
                "high": found.high,
                "per_week": found.value / weeks,
                "per_week_low": found.low / weeks,
                "per_week_high": found.high / weeks,
                "so_far_per_week": past.handed_per_week.get(name, 0.0),
                "pooled": learned.pooled,
                "refusal": "" if name in owed else past.refusal(learned.wins),
            }
        )
    return pd.DataFrame(rows)


def _carried(limit: Limit, total: Estimate, drawn: Any, weeks: float) -> Carried:
    needed = scaled(total, (limit.hours_per_lead or 1.0) / weeks)
    if limit.per_week is None:
        return Carried(limit=limit, needed=needed, chance=None)
    fits = drawn / weeks * (limit.hours_per_lead or 1.0) <= limit.per_week
    return Carried(limit=limit, needed=needed, chance=float(fits.mean()))


def _estimate(value: float, drawn: Any, wins: int) -> Estimate:
    low, high = np.quantile(drawn, ENDS)
    return Estimate(value=value, low=float(low), high=float(high), n=wins, method=METHOD)
