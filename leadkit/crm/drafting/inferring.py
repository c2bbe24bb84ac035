"""What a column is by its cells alone, where its name says nothing."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from leadkit.base.language import _
from leadkit.book.order import Order
from leadkit.book.parsing import to_times
from leadkit.book.tables import Known
from leadkit.crm.drafting.guess import FileGuess, Guess
from leadkit.crm.drafting.meaning import ends_leads

MOSTLY_FILLED, EARLIEST = 0.9, 0.95


def earliest_is_creation(guess: FileGuess) -> None:
    """Take the earliest of the dates for the creation, where no column is called so."""
    times: dict[str, pd.Series[pd.Timestamp]] = {}
    for header, look in guess.look.columns.items():
        is_usual = look.filled >= MOSTLY_FILLED * guess.look.rows
        if look.is_time and (is_usual or guess.columns[header].known is None):
            order: Order | None = "day-first" if look.ambiguity else None
            found = to_times(look.cells.rename(header), "UTC", order=order)
            times |= {} if found is None else {header: found.values}
    for header, moments in times.items():
        others = pd.DataFrame({name: other for name, other in times.items() if name != header})
        both = moments.notna() & others.notna().any(axis="columns")
        is_own = guess.columns[header].known is not None
        if is_own and (moments[both] <= others[both].min(axis="columns")).mean() >= EARLIEST:
            why = _("the earliest of the dates of a row")
            guess.columns[header] = Guess(header, ("created_at",), why)
            return


def find_outcome(guess: FileGuess) -> None:
    """Look for a column whose values say how leads end, whatever its name."""
    found = [header for header in _candidates(guess) if ends_leads(guess.look.columns[header])]
    for header in found[:1]:
        guess.columns[header] = Guess(header, ("outcome",), _("its values say how leads end"))


def _candidates(guess: FileGuess) -> Iterable[str]:
    return (
        header
        for header, one in guess.columns.items()
        if one.known in (Known.AFTER, Known.ASSUMED) and guess.look.columns[header].is_few
    )
