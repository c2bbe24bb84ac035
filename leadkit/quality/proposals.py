"""Proposed changes to a standard: what each would have been worth, and the diff of the file."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

import pandas as pd

from leadkit.base.language import N_, _, number
from leadkit.quality.findings import RuleValue
from leadkit.quality.redraft import NAME, SUGGESTED
from leadkit.quality.worth import Handoffs, as_row, cells_of, money_unit, quarters_said

PROPOSED = {
    "gate": N_("let {name} set leads aside"),
    "info": N_("let {name} only be counted"),
    "required": N_("require the column {name}"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change to the standard that would have paid in the quarter it was learned on.

    `to` is "gate" or "info" for the rule of that name, "required" for a column. `learned` and
    `shown` weigh the leads that the change would set aside, or stop setting aside, beyond the
    changes before it.
    """

    name: str
    to: str
    learned: RuleValue
    shown: RuleValue | None

    @property
    def sentence(self) -> str:
        """The change in the reader's language."""
        return _(PROPOSED[self.to]).format(name=self.name)

    @property
    def held(self) -> bool | None:
        """Whether it would also have paid in the later quarter; None where there is none."""
        if self.shown is None or not self.shown.flagged:
            return None
        return bool((self.shown.net.value < 0) if self.to == "info" else self.shown.net.value > 0)


@dataclass(frozen=True, kw_only=True, repr=False)
class Suggestions:
    """Proposed changes to a standard, the most valuable first; nothing is changed by itself.

    Parameters
    ----------
    changes : tuple of Change
        Only those whose interval excludes zero in the quarter they were learned on.
    learned, shown : Handoffs
        The quarters; `shown` is None where there is no later one.
    together : RuleValue or None
        What the proposed gates and columns are worth together in the quarter they were learned on.
    average_pays : bool
        Whether the average handoff of that quarter brought at least what it cost.
    currency : str
        The unit of every amount.
    text, suggested : str
        The standard as it is and as proposed, as TOML.
    """

    changes: tuple[Change, ...]
    learned: Handoffs
    shown: Handoffs | None
    together: RuleValue | None
    average_pays: bool
    currency: str
    text: str
    suggested: str

    @property
    def diff(self) -> str:
        """The changes as a unified diff of the TOML file; blank where there are none."""
        before, after = (
            self.text.splitlines(keepends=True),
            self.suggested.splitlines(keepends=True),
        )
        return "".join(unified_diff(before, after, fromfile=NAME, tofile=SUGGESTED))

    @property
    def table(self) -> pd.DataFrame:
        """One row a change and quarter: what is proposed, what it decides on, its net."""
        rows = [
            {"change": change.to, "name": change.name, "part": part, "quarter": period.quarter}
            | as_row(weighed)
            for change in self.changes
            for part, period, weighed in (
                ("learned", self.learned, change.learned),
                ("shown", self.shown, change.shown),
            )
            if period is not None and weighed is not None
        ]
        columns = ["change", "name", "part", "quarter", "flagged", "caught", "won", "saved", "lost",
                   "net", "low", "high"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @property
    def note(self) -> str:
        """What was looked at, and what came of it."""
        said = quarters_said(self.learned, self.shown)
        if self.learned.few:
            return said
        if not self.changes:
            nothing = _("No change to the standard would have paid beyond chance.")
            return f"{said} {nothing}"
        held = sum(change.held is True for change in self.changes)
        proposed = _("{n} changes would have paid beyond chance; {held} of them also later.")
        proposed = proposed.format(n=number(len(self.changes)), held=number(held))
        careful = _("Both teams decide: nothing is changed by itself.")
        if not self.average_pays:
            careful = _(
                "At these amounts the average handoff costs more than it brings, so that almost "
                "any rule would pay: check value and cost first."
            )
        return f"{said} {proposed} {careful}"

    def rows(self) -> pd.DataFrame:
        """Return the changes as a table to read."""
        periods = [self.learned, *([self.shown] if self.shown else [])]
        every = [[each.learned, *([each.shown] if each.shown else [])] for each in self.changes]
        unit = money_unit(weighed for row in every for weighed in row)
        rows = [
            {_("proposed"): each.sentence} | cells_of(periods, row, self.currency, unit)
            for each, row in zip(self.changes, every, strict=True)
        ]
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for screening.json."""
        return {"note": self.note, "changes": self.table.to_dict("records")}

    def __repr__(self) -> str:
        return self.note

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        caption = _("Proposed changes to the standard")
        return inline_rows(self.rows(), caption=caption, note=self.note)
