"""What an extract brought to a book, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.language import _, ngettext, number


@dataclass(frozen=True, kw_only=True, repr=False)
class Taken:
    """What an extract brought to a book.

    Attributes
    ----------
    new, changed, same : int
        Leads of the extract that the book did not have, shows differently now, or shows as before.
    vanished : int
        Leads of the book that its latest extract no longer holds; they stay.
    events : int
        Rows that events.csv gained.
    snapshots : int
        Extracts that the book is made of.
    is_known : bool
        Whether the book had this extract already; then nothing was written.
    set_aside : int
        Rows of the extract that could not be used.
    forgotten : int
        Leads of the extract that are not taken in because the book was told to forget them.
    notes : tuple of str
        What the reader of the book should know.
    """

    new: int
    changed: int
    same: int
    vanished: int
    events: int
    snapshots: int
    is_known: bool
    set_aside: int
    forgotten: int
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """One row a count: what, n."""
        rows = [
            (_("new leads"), self.new),
            (_("changed leads"), self.changed),
            (_("leads as before"), self.same),
            (_("leads that the latest extract no longer holds"), self.vanished),
            (_("forgotten leads, not taken in"), self.forgotten),
            (_("rows set aside"), self.set_aside),
            (_("events added"), self.events),
            (_("extracts in the book"), self.snapshots),
        ]
        return pd.DataFrame(rows, columns=["what", "n"])

    def to_dict(self) -> dict[str, Any]:
        """Return the counts for machines."""
        counts = {name: value for name, value in vars(self).items() if name != "notes"}
        return {"format": 1, **counts, "notes": list(self.notes)}

    def __repr__(self) -> str:
        if self.is_known:
            return _("the book has this extract already; nothing was changed")
        return _(
            "{leads} ({new} new, {changed} changed, {same} as before), {events} added, {extracts}"
        ).format(
            leads=_leads(self.new + self.changed + self.same),
            new=number(self.new),
            changed=number(self.changed),
            same=number(self.same),
            events=ngettext("{n} event", "{n} events", self.events).format(n=number(self.events)),
            extracts=ngettext("{n} extract", "{n} extracts", self.snapshots).format(
                n=number(self.snapshots)
            ),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        table = self.table
        return inline(
            caption=repr(self),
            columns=[_("what"), _("number")],
            rows=list(zip(table["what"], table["n"].map(number), strict=True)),
            note=" ".join(self.notes),
        )


def _leads(n: int) -> str:
    return ngettext("{n} lead", "{n} leads", n).format(n=number(n))
