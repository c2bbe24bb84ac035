"""The turns behind a shortfall: the quarters that are compared, and their leads as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.journey import extract_date, turns
from leadkit.review.quarters import judged_and_before
from leadkit.review.shortfall.features import features
from leadkit.review.shortfall.worth import refuse_unusable, segment_of, values

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Marketing's handed-off turns of the judged quarter and of all mature ones before it."""

    judged: str
    against: str  # an earlier quarter, or "plan"
    quarter: npt.NDArray[Any]  # (n,), of the handoff
    features: Floats  # (n, p), known at handoff, scaled on the reference; the first is constant
    names: tuple[str, ...]  # the columns behind them
    follow_up: Floats  # (n, 2), ln(1 + hours to the first attempt) and never attempted; or (n, 0)
    won: Floats  # (n,), 1 where won within the window
    value: Floats  # (n,), of the deal, 0 where not won
    segment: Ints  # (n,), code of the buyer's size class
    account: Ints  # (n,), code of the account
    planned: Floats | None  # (5,), the plan's factors
    wins: tuple[int, int]  # before (or planned), and after
    judged_by: tuple[int, int]  # the wins behind selling: beside a plan stand all before
    own: Ints  # (2, 2), wins and leads that sales found itself: reference, judged quarter
    lacks: tuple[str, ...]  # of won, handed_off_at, first_response_at, features, deal_value
    unknown_values: int  # wins without a deal value, in a book that has values
    unit: str  # currency, or "number" (of wins) in a book without values
    window_days: int
    as_of: date | None

    @property
    def is_reference(self) -> Flags:
        """Which turns the reference model learns from."""
        return np.asarray(self.quarter != self.judged)

    @property
    def design(self) -> Floats:
        """Features and follow-up side by side."""
        return np.hstack([self.features, self.follow_up])

    @property
    def reference_quarters(self) -> tuple[str, ...]:
        """The quarters the reference model learns from."""
        return tuple(sorted(set(self.quarter[self.is_reference])))


def draw_up(
    book: Book,
    quarter: str | None = None,
    against: str = "previous",
    as_of: str | pd.Timestamp | None = None,
) -> Sample:
    """Choose the quarters and gather their turns; refuse what cannot be judged."""
    refuse_unusable(book)
    table = turns(book, as_of)
    table = table[table["start"].notna()]
    mature = mature_quarters(table[~table["self_generated"]])
    judged, before = judged_and_before(mature, quarter, against)
    table = table[table["quarter"].isin(mature[: mature.index(judged) + 1])]
    earlier = table.loc[~table["self_generated"] & (table["quarter"] != judged), "won"]
    if earlier.nunique() < 2:
        raise TooLittleData(
            _("before {quarter} there is no win, or nothing but wins, to learn from").format(
                quarter=judged
            ),
            fix=_("A split needs earlier quarters with won and lost leads."),
        )
    return _arrays(book, table, judged, before, extract_date(book, as_of))


def _arrays(
    book: Book, table: pd.DataFrame, judged: str, before: str, now: pd.Timestamp | None
) -> Sample:
    own, handed = table[table["self_generated"]], table[~table["self_generated"]]
    won, is_after = handed["won"], handed["quarter"] == judged
    worth = values(book, handed, judged, before)
    known, names = features(book, handed, (~is_after).to_numpy())
    follow_up = _follow_up(handed, ~is_after, book.settings.window_days)
    planned, wins = None, int(won[handed["quarter"] == before].sum())
    if before == "plan":
        planned, wins = _plan(book, judged, in_money=worth.in_money)
        refuse_foreign(book, judged, handed[is_after])
    wins_after, wins_earlier = int(won[is_after].sum()), int(won[~is_after].sum())
    held = {"won": not _ends_at_acceptance(handed)}
    held |= {"handed_off_at": book.has("handed_off_at"), "deal_value": worth.in_money}
    held |= {"first_response_at": follow_up.size > 0, "features": len(names) > 0}
    by_period = own.groupby(own["quarter"] == judged)["won"].agg(["sum", "size"])
    return Sample(
        judged=judged,
        against=before,
        quarter=handed["quarter"].to_numpy(object),
        features=known,
        names=names,
        follow_up=follow_up,
        won=won.to_numpy(float),
        value=worth.values,
        segment=pd.factorize(segment_of(handed), sort=True)[0],
        account=pd.factorize(handed["account_id"], sort=True)[0],
        planned=planned,
        wins=(wins, wins_after),
        judged_by=(wins if planned is None else wins_earlier, wins_after),
        own=by_period.reindex([False, True], fill_value=0).to_numpy(np.int64),
        lacks=tuple(name for name, is_held in held.items() if not is_held),
        unknown_values=worth.unknown,
        unit=book.settings.currency if worth.in_money else "number",
        window_days=book.settings.window_days,
        as_of=None if now is None else now.tz_convert(book.settings.timezone).date(),
    )


def _ends_at_acceptance(handed: pd.DataFrame) -> bool:
    """Return whether every win was closed in the moment that sales accepted the lead."""
    wins = handed[handed["won"] > 0]
    return len(wins) > 0 and bool((wins["closed_at"] == wins["accepted_at"]).all())


def mature_quarters(handed: pd.DataFrame) -> list[str]:
    """Return the quarters whose outcome window is over for every lead, in order."""
    over = handed.groupby("quarter")["mature"].all()
    return sorted(over.index[over])


def plan_of(book: Book, quarter: str) -> pd.DataFrame:
    """Return the plan's rows of a quarter; none where it plans no handoff."""
    plan = book.table("plan")
    if plan is None:
        return pd.DataFrame()
    return plan[(plan["quarter"] == quarter) & (plan["handoffs"] > 0)]


def _plan(book: Book, quarter: str, *, in_money: bool) -> tuple[Floats, int]:
    """Return the planned factors and wins: win rate x value is quality, the rest no change."""
    rows, plan = plan_of(book, quarter), book.table("plan")
    if rows.empty:
        known = [] if plan is None else sorted(plan["quarter"].dropna().unique())
        raise BadInput(
            _("the book has no plan for {quarter}").format(quarter=quarter),
            where="plan",
            fix=_(
                "Add it to plan.csv: quarter, segment, handoffs, win_rate, deal_value. "
                "Planned quarters: {quarters}."
            ).format(quarters=", ".join(known) or _("none")),
        )
    volume, wins = rows["handoffs"].sum(), rows["handoffs"] * rows["win_rate"]
    revenue = (wins * (rows["deal_value"] if in_money else 1.0)).sum()
    return np.array([volume, revenue / volume, 1.0, 1.0, 1.0]), round(float(wins.sum()))


def refuse_foreign(book: Book, quarter: str, handed: pd.DataFrame) -> None:
    """Refuse a plan whose segments no lead of the quarter belongs to.

    Raises
    ------
    BadInput
        If the plan and the leads have no segment in common.
    """
    planned = set(plan_of(book, quarter).reindex(columns=["segment"])["segment"].dropna())
    found = set(handed["segment"].dropna())
    if planned and found and not planned & found:
        raise BadInput(
            _("the plan for {quarter} is for other segments than the leads'").format(
                quarter=quarter
            ),
            where="plan",
            fix=_("Planned: {planned}. Leads: {found}. Give both the same names.").format(
                planned=", ".join(sorted(planned)), found=", ".join(sorted(found))
            ),
        )


def _follow_up(table: pd.DataFrame, is_reference: pd.Series[bool], window_days: int) -> Floats:
    """Return no columns where a quarter has no attempt on record: silence is not neglect."""
    hours = (table["first_response_at"] - table["start"]).dt.total_seconds() / 3600
    never = ~(hours <= window_days * 24)
    if never.groupby(table["quarter"]).all().any():
        return np.empty((len(table), 0))
    waited = hours.clip(lower=0).mask(never).map(np.log1p)
    usual = waited[is_reference].mean()
    return np.column_stack([waited.fillna(usual), never]).astype(float)
