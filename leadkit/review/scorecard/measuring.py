"""What is frozen before a period is scored, and the results of one period measured by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from leadkit.agreement import Agreement
from leadkit.book import Book
from leadkit.journey import turns
from leadkit.quality import FAILS, marked
from leadkit.review.audit.ledger import Ledger, days_of, ledger, quarter_at
from leadkit.review.scorecard.chances import frozen_chances
from leadkit.review.scorecard.cohort import Floats, before, cohort, planned
from leadkit.review.scorecard.results import DRAWS, Basis, Result, result, shrunk

SEED = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Frozen:
    """A book and an agreement at a moment, with the chance of every first handoff."""

    book: Book
    agreement: Agreement
    table: pd.DataFrame  # turns
    chance: pd.Series[float]
    no_chance: str
    as_of: str | pd.Timestamp | None


def frozen(
    book: Book,
    agreement: Agreement,
    *,
    as_of: str | pd.Timestamp | None = None,
    chances: Frozen | None = None,
) -> Frozen:
    """Gather what every period is scored by; `chances` are those of another moment."""
    book = marked(book)
    table = turns(book, as_of)
    if chances is not None:
        chance, no_chance = chances.chance, chances.no_chance
    else:
        handed = table["handed_off_at"].notna() & ~table["self_generated"]
        first = table[handed & (table["turn"] == 1)]
        chance, no_chance = frozen_chances(book, agreement.policy, first)
    return Frozen(
        book=book,
        agreement=agreement,
        table=table,
        chance=chance,
        no_chance=no_chance,
        as_of=as_of,
    )


def measured(basis: Frozen, first: date, last: date) -> tuple[Ledger, str, tuple[Result, ...]]:
    """Return what a period was measured on, its quarter (blank where it is none), the results."""
    agreement, book = basis.agreement, basis.book
    at = ledger(
        book, first, last, hours=agreement.hours, agreed=agreement.policy, as_of=basis.as_of
    )
    quarters = _quarters(at)
    plan = planned(book, quarters)
    group = cohort(at, basis.table, plan)
    terms = Basis(
        ledger=at,
        cohort=group,
        plan=plan,
        policy=agreement.policy,
        chance=basis.chance,
        no_chance=basis.no_chance,
        accepted_wins=_accepted_wins(at, basis),
        weights=_weights(group.account),
        seed=SEED,
    )
    promises = {promise.id: promise for promise in agreement.promises}
    bonus = agreement.bonus
    results = tuple(result(kpi, promises.get(kpi.promise), terms, bonus.cap) for kpi in bonus.kpis)
    return at, quarters[0] if len(quarters) == 1 else "", results


def _quarters(at: Ledger) -> list[str]:
    """Return the quarters that the period consists of; none where it is cut out of one."""
    starts = pd.date_range(at.first, at.last, freq="MS", tz=at.book.settings.timezone)
    names = list(dict.fromkeys(quarter_at(at.book, start) for start in starts))
    days = [days_of(name, at.book) for name in names]
    is_whole = bool(days) and (days[0][0], days[-1][1]) == (at.first, at.last)
    return names if is_whole else []


def _weights(account: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """Return how often each turn is drawn, with the others of its account, of (draws, turns)."""
    rng = np.random.default_rng([SEED, 0])
    n = int(account.max(initial=-1)) + 1
    return np.asarray(rng.poisson(1.0, (DRAWS, n)), dtype=float)[:, account]


def _accepted_wins(at: Ledger, basis: Frozen) -> float:
    """Return the wins of past accepted leads per win that the model expected of them."""
    past = before(at, basis.table)
    past = past[(past["turn"] == 1) & past["accepted_at"].notna()]
    if FAILS in at.book.leads:
        past = past[(at.book.leads.loc[past.index, FAILS] == "none").to_numpy()]
    expected = basis.chance.reindex(past.index).fillna(0.0)
    return shrunk(float(past["won"].sum()), float(expected.sum()))
