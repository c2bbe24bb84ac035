"""What the judged tools have in common: a verdict, its evidence, and what to do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from leadkit.base.language import N_, _
from leadkit.base.page import Fold, Picture, Section, Table
from leadkit.review.road.result import Result

Verdict = Literal["keep", "look", "change", ""]
VERDICTS = {"keep": N_("keep"), "look": N_("look at it"), "change": N_("change")}


class Tool(Result):
    """One tool of the handoff, judged; `refusal` says what is missing to judge it."""

    name: str

    @property
    @abstractmethod
    def heading(self) -> str:
        """What the tool is called."""

    @property
    @abstractmethod
    def verdict(self) -> Verdict:
        """Keep it, look at it or change it; blank where it cannot be judged."""

    @abstractmethod
    def advice(self) -> str:
        """Say what to do, and why."""

    @abstractmethod
    def rows(self) -> pd.DataFrame:
        """Return the evidence as the page prints it."""

    @abstractmethod
    def evidence(self) -> Table:
        """Return the evidence as a table of the page."""

    def pictures(self) -> Sequence[Picture]:
        """Return the pictures of the section."""
        return []

    def folds(self) -> Sequence[Fold]:
        """Return what is to be unfolded in the section."""
        return []

    def notes(self) -> Sequence[tuple[str, str]]:
        """Return what stands in the margin of the section."""
        return []

    def details(self) -> str:
        """Say how it was computed."""
        return ""

    def verdict_words(self) -> str:
        """Write the verdict."""
        return _(VERDICTS[self.verdict]) if self.verdict else _("cannot be judged")

    def section(self) -> Section:
        """Return the evidence for the review page; what to do stands in the table of all tools."""
        if self.refusal:
            return Section(heading=self.heading, text=[self.refusal])
        return Section(
            heading=_("{tool}: {verdict}").format(tool=self.heading, verdict=self.verdict_words()),
            text=[self.sentence()],
            pictures=self.pictures(),
            tables=[self.evidence()],
            notes=self.notes(),
            folds=self.folds(),
            details=self.details(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal:
            return {"refusal": self.refusal}
        return {"verdict": self.verdict, "advice": self.advice(), **super().to_dict()}


def with_numbers(finding: str, rows: pd.DataFrame, first: int, after: int | None = None) -> Table:
    """Return a table of the page whose columns from `first` to before `after` are numbers."""
    return Table(finding=finding, rows=rows, numeric=list(map(str, rows))[first:after])
