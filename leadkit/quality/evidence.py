"""What the screening page shows beside the rules: which of them pay, and what call-backs said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.files import write_table, write_text
from leadkit.base.language import _
from leadkit.base.page import Section, Table
from leadkit.quality.callback import CALL_BACK, Accuracy
from leadkit.quality.proposals import Suggestions
from leadkit.quality.redraft import SUGGESTED
from leadkit.quality.worth import Worth, worth_rows

DIFF = "standard.diff"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a screening may be given beside its report; all of it may be missing.

    Parameters
    ----------
    worth, suggested : Worth, Suggestions
        Which rules pay, and the changes that would have paid.
    calls : DataFrame
        A list of accepted leads to call back.
    accuracy : Accuracy
        What such calls said.
    """

    worth: Worth | None = None
    suggested: Suggestions | None = None
    calls: pd.DataFrame | None = None
    accuracy: Accuracy | None = None

    @property
    def sections(self) -> list[Section]:
        """The sections of the page."""
        found = []
        if self.worth and self.suggested:
            found.append(worth_section(self.worth, self.suggested))
        if self.accuracy:
            found.append(accuracy_section(self.accuracy))
        return found

    @property
    def files(self) -> list[str]:
        """The names of the files that are written."""
        changes = [SUGGESTED, DIFF] if self.suggested and self.suggested.changes else []
        return [*changes, *([CALL_BACK] if self.calls is not None else [])]

    def to_dict(self) -> dict[str, Any]:
        """Return what screening.json holds of it."""
        parts = {"worth": self.worth, "suggestions": self.suggested, "accuracy": self.accuracy}
        return {name: part.to_dict() for name, part in parts.items() if part}

    def write(self, folder: Path) -> None:
        """Write the files into a folder."""
        if self.suggested and self.suggested.changes:
            write_text(folder / SUGGESTED, self.suggested.suggested)
            write_text(folder / DIFF, self.suggested.diff)
        if self.calls is not None:
            write_table(folder / CALL_BACK, self.calls)


def worth_section(worth: Worth, suggested: Suggestions) -> Section:
    """Show what each rule is worth in two quarters, and the changes that would have paid."""
    tables = []
    if worth.rules and not worth.learned.few:
        rows = worth_rows(worth)
        finding = _("What each rule alone would have saved, less what it would have blocked")
        tables.append(Table(finding=finding, rows=rows, numeric=list(rows.columns[2:])))
    if suggested.changes:
        rows = suggested.rows()
        finding = _("Proposed changes, for both teams to decide: see standard.diff")
        tables.append(Table(finding=finding, rows=rows, numeric=list(rows.columns[1:])))
    return Section(
        heading=_("Which rule pays"),
        text=[suggested.note],
        tables=tables,
        notes=[
            (
                _("How to read it"),
                _("A rule decides on the handed-off leads that fail it and no gate but it. Worth "
                  "is what working them cost, less the value of the wins among them; below zero, "
                  "setting them aside would have lost money."),
            ),
            (
                _("What it cannot tell"),
                _("Whether a quarter to come is like these two; and consent is not a question of "
                  "money: its gate stays whatever it costs."),
            ),
        ],
        details=_("Handoffs whose outcome window is over, of the last two quarters wholly over; "
                  "leads that sales found itself are left out. Intervals: Wilson (1927) for the "
                  "win rate, leads of one account counted once (Kish, 1965). A change is proposed "
                  "only where its interval excludes zero in the first quarter."),
    )  # fmt: skip


def accuracy_section(accuracy: Accuracy) -> Section:
    """Show what the calls said about accepted leads."""
    rows = accuracy.rows()
    return Section(
        heading=_("Are accepted records true"),
        tables=[Table(finding=accuracy.sentence, rows=rows, numeric=list(rows.columns[1:]))],
        notes=[
            (
                _("What it cannot tell"),
                _("Who was not reached may be wrong more often than who was; they are counted "
                  "and not judged."),
            ),
        ],
        details=_("A simple random sample of accepted leads; intervals: Wilson (1927)."),
    )  # fmt: skip
