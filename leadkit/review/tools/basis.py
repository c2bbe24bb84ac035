"""What the tools of a quarter are judged on, read once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from leadkit.agreement import Agreement, own_agreement
from leadkit.base.economics import Economics
from leadkit.book import Book, Known
from leadkit.handoff import Policy, own_policy
from leadkit.journey import turns
from leadkit.model.models_in_use import model_by, model_folders, own_model
from leadkit.model.saving import SavedModel
from leadkit.model.scoring import score_out_of_time
from leadkit.quality import FAILS, ScreeningReport, own_standard, screen
from leadkit.review.agreed_line import read_model
from leadkit.review.audit.ledger import days_of
from leadkit.review.owed.line import agreed_policy


@dataclass(frozen=True, eq=False)
class Basis:
    """A book, the judged quarter and the one before it; what the tools share is read once."""

    book: Book
    quarter: str
    before: str
    as_of: str | pd.Timestamp | None

    @property
    def quarters(self) -> tuple[str, str]:
        """Before, and judged."""
        return self.before, self.quarter

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of the judged quarter."""
        return days_of(self.quarter, self.book)

    @property
    def folder(self) -> Path | None:
        """Where the book keeps its files; None for a bare table."""
        return None if self.book.is_bare else self.book.path

    @cached_property
    def screening(self) -> ScreeningReport | None:
        """Every lead judged by the book's own standard; None where it has none."""
        standard = own_standard(self.book)
        return None if standard is None else screen(self.book, standard)

    @cached_property
    def marked(self) -> Book:
        """The book with the gates that each lead fails, as `leadkit.quality.marked` gives it."""
        if self.screening is None or FAILS in self.book.leads:
            return self.book
        reasons = self.screening.set_aside["reasons"].reindex(self.book.leads.index)
        leads = self.book.leads.assign(**{FAILS: reasons.fillna("none").astype("str")})
        tables, known = {**self.book.tables, "leads": leads}, {**self.book.known}
        return replace(self.book, tables=tables, known={**known, FAILS: Known.HANDOFF})

    @property
    def learnable(self) -> Book:
        """The leads that meet the standard: those a model is trained on and judged by."""
        return self.book if self.screening is None else self.screening.accepted

    @cached_property
    def handed(self) -> pd.DataFrame:
        """Marketing's turns of all quarters."""
        table = turns(self.book, self.as_of)
        return table[table["start"].notna() & ~table["self_generated"]]

    @cached_property
    def agreement(self) -> Agreement | None:
        """The agreement in force on the quarter's last day, else the newest."""
        if self.folder is None:
            return None
        found = own_agreement(self.folder, self.days[1]) or own_agreement(self.folder)
        return found[0] if found else None

    @property
    def was_agreed(self) -> bool:
        """Whether that agreement was in force on the quarter's last day."""
        found = self.agreement
        return found is not None and found.period.start <= self.days[1] <= found.period.end

    @cached_property
    def policy(self) -> Policy | None:
        """The policy that was agreed, else the newest of the quarter's first day, else any."""
        if self.folder is None:
            return None
        found, agreed = None, self.agreement
        if agreed is not None and self.was_agreed and agreed.policy is not None:
            found = agreed_policy(self.book, agreed.policy)
        if found is not None:
            return found
        newest = own_policy(self.folder, by=self.days[0]) or own_policy(self.folder)
        return newest[0] if newest else None

    @property
    def economics(self) -> Economics | None:
        """What a win is worth and a handoff costs by that policy; None without one."""
        policy = self.policy
        return None if policy is None else Economics(**policy.economics.model_dump())

    @cached_property
    def model_in_use(self) -> Path | None:
        """The folder of the model in use; None where the book has no model."""
        if self.folder is None or not model_folders(self.folder):
            return None
        return own_model(self.folder)

    def scored(self, model: SavedModel) -> pd.DataFrame:
        """Return leads with out-of-time chances and the policy's segments, computed once."""
        by = self.policy.by if self.policy else None
        if model.name not in self._scored:
            beside = [by] if by and self.learnable.has(by) else []
            found = score_out_of_time(model, self.learnable, self.as_of, beside=beside)
            self._scored[model.name] = found.scored
        return self._scored[model.name].copy()

    @cached_property
    def _scored(self) -> dict[str, pd.DataFrame]:
        return {}

    def left_out(self, scored: pd.DataFrame) -> int:
        """Count the quarter's handoffs of known outcome that taught a model and judge it not.

        `scored` are leads as `leadkit.model.scoring.score_out_of_time` gives them.
        """
        table = turns(self.learnable, self.as_of)
        is_ours = (table["quarter"] == self.quarter) & ~table["self_generated"]
        known = table.loc[is_ours & table["mature"] & table["won"].notna(), "turn_id"]
        return int((~known.isin(scored["key"])).sum())

    def model_of(self, policy: Policy) -> SavedModel | None:
        """Return the model that a policy was drawn for; None where the book lacks it."""
        place = self.folder and model_by(self.folder, policy.model.sha256)
        return read_model(place) if place else None
