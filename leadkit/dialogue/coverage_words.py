"""What a gap between the sides is called, and the table of all segments in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, N_, _, number

if TYPE_CHECKING:
    from leadkit.dialogue.coverage import Coverage


CALLED = {
    "grows, not worked": N_("grows, and sales works it less"),
    "not worked": N_("sales works it less"),
    "sales finds more": N_("sales finds more than marketing brings"),
    "none": N_("none beyond luck"),
    "cannot tell": N_("cannot tell"),
}
SAID = {
    "grows, not worked": N_(
        "{segment} grows ({arrived} leads after {before}), and sales works it less: called "
        "{worked}, elsewhere {elsewhere}"
    ),
    "not worked": N_(
        "{segment} is worked less than the others: called {worked}, elsewhere {elsewhere}"
    ),
    "sales finds more": N_(
        "sales finds more {segment} by itself ({own} leads, {won} won) than marketing brings"
    ),
}


def gap_sentence(name: str, row: pd.Series[Any]) -> str:
    """Say one gap in words."""
    return _(SAID[row["gap"]]).format(
        segment=name,
        arrived=number(row["arrived"]),
        before=number(row["before"]),
        worked=row["worked"].write(),
        elsewhere=row["elsewhere"].write(),
        own=number(row["own"]),
        won=number(row["own_won"]),
    )


def coverage_rows(found: Coverage) -> pd.DataFrame:
    """Return the table in words and numbers, for a page."""
    table = found.table
    return pd.DataFrame(
        {
            _("segment"): [str(name) for name in table.index],
            _("leads now / before"): [
                f"{number(now)} / {number(before)}"
                for now, before in zip(table["arrived"], table["before"], strict=True)
            ],
            _("called"): [_share(one) for one in table["worked"]],
            _("sales' own leads / won"): [
                f"{number(own)} / {number(won)}"
                for own, won in zip(table["own"], table["own_won"], strict=True)
            ],
            _("signs"): [number(n) if n else MISSING for n in table["signs"]],
            _("gap"): [_(CALLED[gap]) for gap in table["gap"]],
        }
    )


def _share(found: Estimate) -> str:
    if found.refused:
        return _("{n} of {of}").format(n=number(found.events or 0), of=number(found.n))
    return found.write()
