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
from leadkit.book import Book, Known
from leadkit.journey import extract_date, turns
from leadkit.quality import Standard, emails, own_standard, phones

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
COMMON, LEVELS, SKEWED, CARRIED_OVER = 20, 12, 1.0, 0.5


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
    lacks: tuple[str, ...]  # of handed_off_at, first_response_at, features, deal_value
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
    table = turns(book, as_of)
    table = table[table["start"].notna()]
    mature = mature_quarters(table[~table["self_generated"]])
    judged, before = _quarters(mature, quarter, against)
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
    value, unknown_values = _values(book, handed)
    features, names = _features(book, handed, (~is_after).to_numpy())
    follow_up = _follow_up(handed, book.settings.window_days)
    planned, wins = None, int(won[handed["quarter"] == before].sum())
    if before == "plan":
        planned, wins = _plan(book, judged)
    wins_after, wins_earlier = int(won[is_after].sum()), int(won[~is_after].sum())
    held = {name: book.has(name) for name in ("handed_off_at", "deal_value")}
    held |= {"first_response_at": follow_up.size > 0, "features": len(names) > 0}
    by_period = own.groupby(own["quarter"] == judged)["won"].agg(["sum", "size"])
    return Sample(
        judged=judged,
        against=before,
        quarter=handed["quarter"].to_numpy(object),
        features=features,
        names=names,
        follow_up=follow_up,
        won=won.to_numpy(float),
        value=np.asarray(value, dtype=float),
        segment=pd.factorize(_segment(handed), sort=True)[0],
        account=pd.factorize(handed["account_id"], sort=True)[0],
        planned=planned,
        wins=(wins, wins_after),
        judged_by=(wins if planned is None else wins_earlier, wins_after),
        own=by_period.reindex([False, True], fill_value=0).to_numpy(np.int64),
        lacks=tuple(name for name, is_held in held.items() if not is_held),
        unknown_values=unknown_values,
        unit=book.settings.currency if held["deal_value"] else "number",
        window_days=book.settings.window_days,
        as_of=None if now is None else now.tz_convert(book.settings.timezone).date(),
    )


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


def _quarters(mature: list[str], quarter: str | None, against: str) -> tuple[str, str]:
    able = mature[1:]
    if not able:
        raise BadInput(
            _("no quarter can be judged: two quarters of handed-off leads must be over"),
            fix=_("A quarter is over when its last lead is older than the outcome window."),
        )
    judged = quarter or able[-1]
    if judged not in able:
        raise BadInput(
            _("{quarter} cannot be judged: it is not over, or nothing stands before it").format(
                quarter=judged
            ),
            fix=_("Quarters that can be judged: {quarters}.").format(quarters=", ".join(able)),
        )
    earlier = mature[: mature.index(judged)]
    before = earlier[-1] if against == "previous" else against
    if before not in (*earlier, "plan"):
        raise BadInput(
            _("{quarter} cannot be compared with {against!r}").format(
                quarter=judged, against=against
            ),
            fix=_("Compare with previous, plan, or one of {quarters}.").format(
                quarters=", ".join(earlier)
            ),
        )
    return judged, before


def _plan(book: Book, quarter: str) -> tuple[Floats, int]:
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
    revenue = (wins * (rows["deal_value"] if book.has("deal_value") else 1.0)).sum()
    return np.array([volume, revenue / volume, 1.0, 1.0, 1.0]), round(float(wins.sum()))


def _segment(table: pd.DataFrame) -> pd.Series[str]:
    return table["segment"].astype("str").fillna("")


def _values(book: Book, table: pd.DataFrame) -> tuple[pd.Series[float], int]:
    """Return each win's value, its segment's mean where unknown; 1 in a book without values."""
    won = table["won"] > 0
    if not book.has("deal_value"):
        return won.astype(float), 0
    known = table["deal_value"].where(won)
    typical = known.groupby(_segment(table)).transform("mean")
    filled = known.fillna(typical).fillna(known.mean())
    return filled.where(won, 0.0), int((won & known.isna()).sum())


def _follow_up(table: pd.DataFrame, window_days: int) -> Floats:
    """Return no columns where a quarter has no attempt on record: silence is not neglect."""
    hours = (table["first_response_at"] - table["start"]).dt.total_seconds() / 3600
    never = ~(hours <= window_days * 24)
    if never.groupby(table["quarter"]).all().any():
        return np.empty((len(table), 0))
    waited = hours.clip(lower=0).mask(never).map(np.log1p)
    return np.column_stack([waited.fillna(waited.mean()), never]).astype(float)


def _features(book: Book, table: pd.DataFrame, reference: Flags) -> tuple[Floats, tuple[str, ...]]:
    leads = book.leads.loc[table.index]
    columns: dict[str, pd.Series[Any]] = {
        str(name): cells
        for name, cells in leads.items()
        if book.known.get(str(name)) in (Known.CREATION, Known.HANDOFF) and cells.dtype.kind != "M"
    }
    columns |= _contact_flags(book, leads)
    columns["recycled"] = table["turn"].gt(1).astype(float)
    blocks = {}
    for name, cells in columns.items():
        is_number = pd.api.types.is_numeric_dtype(cells.dtype)
        block = _number(cells, reference) if is_number else _levels(cells, reference)
        block = block[:, np.ptp(block[reference], axis=0) > 0]
        if block.shape[1]:
            blocks[name] = block
    return np.hstack([np.ones((len(table), 1)), *blocks.values()]), tuple(blocks)


def _contact_flags(book: Book, leads: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Contact data enter as validity alone."""
    standard = own_standard(book) or Standard.default()
    flags: dict[str, pd.Series[Any]] = {}
    if book.has("email"):
        dead = (*standard.email.disposable, *standard.email.misspelled)
        flags["email_valid"] = emails(leads["email"], dead_domains=dead).valid.astype(float)
    if book.has("phone"):
        flags["phone_valid"] = phones(leads["phone"], standard.phone.region).valid.astype(float)
    return flags


def _number(cells: pd.Series[Any], reference: Flags) -> Floats:
    """Scale a number on the reference quarters and keep later ones within its range there."""
    values = cells.astype(float).to_numpy()
    missing = np.isnan(values)
    known = values[reference & ~missing]
    if not known.size:
        return missing[:, None].astype(float)
    skewness = (((known - known.mean()) / (known.std() or 1.0)) ** 3).mean()
    if known.min() >= 0 and skewness > SKEWED:
        values, known = np.log1p(np.maximum(values, 0)), np.log1p(known)
    scaled = (np.clip(values, known.min(), known.max()) - known.mean()) / (known.std() or 1.0)
    return np.column_stack([np.where(missing, 0.0, scaled), missing])


def _levels(cells: pd.Series[Any], reference: Flags) -> Floats:
    """Mark the common levels; rare ones, and any that came up later, share the base line.

    A column whose levels are mostly new in the judged quarter (campaigns named by date) says
    nothing about it and gets no columns.
    """
    text = cells.astype(object).where(cells.notna(), "").astype(str)
    counts = text[reference].value_counts()
    if text[~reference].isin(counts.index).mean() < CARRIED_OVER:
        return np.empty((len(text), 0))
    common = counts[counts >= min(COMMON, max(reference.sum() // 20, 1))].index[:LEVELS]
    return np.asarray(text.to_numpy()[:, None] == np.array(sorted(common), dtype=object), float)
