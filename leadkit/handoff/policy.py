"""The handoff policy: line, tiers and the evidence for them, one versioned TOML file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from pydantic import Field, ValidationInfo, field_validator

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import plain
from leadkit.handoff.policy_parts import (
    Agreed,
    Document,
    Evidence,
    Named,
    Quota,
    Segment,
    Terms,
    Tier,
    Version,
    is_blank,
    refuse_uneven,
    tiers_of,
)
from leadkit.handoff.segments.amounts import placed, refuse_personal
from leadkit.handoff.tiers import decisions

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.segments.segments import SegmentLines
    from leadkit.model import SavedModel
    from leadkit.quality import Standard

FILE = "policy.toml"
LOOK_AGAIN_DAYS = 90
LEAST_LINE = 1e-6


class Policy(Document):
    """A handoff policy.

    `line` is the lowest probability that is handed off; below `drop_below`, where it is given, a
    lead is not even nurtured; `tiers` fall from the best leads to 0, one of them starts at the line
    and one at `drop_below`. Leads of `segments` have a line of their own, and tiers that move with
    it; all others have the common line.

    Examples
    --------
    >>> import leadkit.handoff.policy as policies
    >>> tiers = [{"name": "A", "from": 0.2}, {"name": "B", "from": 0.1}, {"name": "C", "from": 0.0}]
    >>> evidence = {"judged": 400, "won": 60, "method": "bootstrap",
    ...             "profit": {"value": 9e3, "low": 1e3, "high": 2e4}}
    >>> policy = policies.Policy(version="1", line=0.1, tiers=tiers, evidence=evidence,
    ...                          economics={"value": 1000, "cost": 100},
    ...                          model={"name": "m1", "sha256": "0" * 64})
    >>> policy.decide([0.25, 0.1, 0.09]).to_dict("list")
    {'tier': ['A', 'B', 'C'], 'decision': ['hand_off', 'hand_off', 'nurture']}
    """

    format: Literal[1] = 1
    version: str = Field(min_length=1)
    line: float = Field(gt=0, lt=1)
    drop_below: float | None = Field(default=None, gt=0, lt=1, exclude_if=is_blank)
    look_again: date | None = None
    tiers: tuple[Tier, ...] = Field(min_length=2)
    segments: tuple[Segment, ...] = Field(default=(), exclude_if=is_blank)
    explore: Quota | None = Field(default=None, exclude_if=is_blank)
    economics: Terms
    evidence: Evidence
    model: Named
    standard: Version | None = None
    agreed: Agreed = Agreed()

    @field_validator("drop_below")
    @classmethod
    def _below_the_line(cls, drop_below: float | None, info: ValidationInfo) -> float | None:
        if (drop_below or 0) > info.data.get("line", 1):
            raise ValueError(_("drop_below must not lie above the line"))
        return drop_below

    @field_validator("explore")
    @classmethod
    def _explores_below(cls, explore: Quota | None, info: ValidationInfo) -> Quota | None:
        if explore is not None and explore.start >= info.data.get("line", 1):
            raise ValueError(_("leads are explored below the line: from must lie below it"))
        return explore

    @field_validator("segments")
    @classmethod
    def _one_line_each(
        cls, segments: tuple[Segment, ...], info: ValidationInfo
    ) -> tuple[Segment, ...]:
        if len({segment.column for segment in segments}) > 1:
            raise ValueError(_("all segments must be of one column, so that a lead has one line"))
        if len({plain(segment.value) for segment in segments}) < len(segments):
            raise ValueError(_("each segment needs its own value"))
        if any(segment.drop_below for segment in segments) and not info.data.get("drop_below"):
            raise ValueError(_("a segment has drop_below only where all leads have it"))
        if segments:
            refuse_personal(segments[0].column, [segment.value for segment in segments])
        return segments

    @field_validator("tiers")
    @classmethod
    def _fall_to_zero(cls, tiers: tuple[Tier, ...], info: ValidationInfo) -> tuple[Tier, ...]:
        refuse_uneven(tiers, info.data.get("line"), info.data.get("drop_below") or 0)
        return tiers

    @property
    def name(self) -> str:
        """Version and short fingerprint, as it stands beside scores."""
        return f"{self.version} {self.sha256[:8]}"

    @property
    def by(self) -> str | None:
        """The column whose values have lines of their own; None where there is one line for all."""
        return self.segments[0].column if self.segments else None

    def segment_of(self, leads: pd.DataFrame | None) -> pd.Series[int]:
        """Return the place of each lead's segment; -1 where it has none: the common line counts.

        Raises
        ------
        BadInput
            If the leads lack the column that names the segment.
        """
        if leads is None or self.by not in leads:
            raise BadInput(
                _("the policy has lines by {column!r}, and the leads have no such column").format(
                    column=self.by
                ),
                fix=_(
                    "Add the column to the table, under the name it had when the line was drawn."
                ),
            )
        return placed(leads[self.by], [segment.value for segment in self.segments])

    def decide(
        self, p: Sequence[float] | pd.Series[float], leads: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """Return tier and decision of each probability; blank where there is none.

        Parameters
        ----------
        p : sequence of float
            Probabilities of buying.
        leads : DataFrame, optional
            The leads' own columns, on the index of `p`; needed where the policy has segments.

        Returns
        -------
        DataFrame
            tier, and decision: hand_off, nurture or drop.

        Raises
        ------
        BadInput
            If the leads lack the column that names the segment.
        """
        chances: pd.Series[float] = pd.Series(p, dtype="float64")
        table = self._decided(chances, self.line, self.drop_below or 0.0)
        if self.segments:
            place = self.segment_of(leads).to_numpy()
            for nr, own in enumerate(self.segments):
                rows = place == nr
                table[rows] = self._decided(chances[rows], own.line, self._drop_below(own))
        return table.where(chances.notna())

    def _drop_below(self, own: Segment) -> float:
        """Return where nurturing begins in a segment; as far below its line as everywhere else."""
        if own.drop_below is not None:
            return own.drop_below
        return own.line * (self.drop_below or 0.0) / self.line

    def _decided(self, chances: pd.Series[float], line: float, low: float) -> pd.DataFrame:
        """Decide with tiers that have moved with the line and the end of nurturing."""
        tiers = self.tiers[::-1]
        starts = [self._moved(tier.start, line, low) for tier in tiers]
        names = np.array([tier.name for tier in tiers])
        tier = names[np.searchsorted(starts, chances.fillna(0), side="right") - 1]
        decided = {"tier": tier, "decision": decisions(chances, line, low)}
        return pd.DataFrame(decided, index=chances.index, dtype="str")

    def _moved(self, start: float, line: float, low: float) -> float:
        if start >= self.line:
            return start * (line / self.line) if start > self.line else line
        ends = (0.0, self.drop_below or 0.0, self.line)
        return float(np.interp(start, ends, (0.0, low, line)))


def policy_of(
    choice: HandoffChoice,
    model: SavedModel,
    *,
    version: str = "1",
    as_of: date | None = None,
    standard: Standard | None = None,
    segments: SegmentLines | None = None,
    explore: Quota | None = None,
) -> Policy | None:
    """Put a chosen line down as a policy, not agreed yet.

    Parameters
    ----------
    choice : HandoffChoice
        Where the line is drawn, and on what evidence.
    model : SavedModel
        Whose probabilities the line is for.
    version : str
        What the policy is called.
    as_of : date, optional
        The day the leads were judged at; it is looked at again 90 days later.
    standard : Standard, optional
        What the leads were screened by.
    segments : SegmentLines, optional
        Segments that get a line of their own; none where the probabilities do not add up.
    explore : Quota, optional
        Whom to hand off or to hold back by lot.

    Returns
    -------
    Policy or None
        None where no line meets the terms. Where every lead pays, the line lies at the least
        chance that a policy knows.
    """
    if choice.threshold is None:
        return None
    line = max(choice.threshold, LEAST_LINE)
    economics = choice.economics
    low = choice.tiers.drop_below
    return Policy(
        version=version,
        line=line,
        drop_below=low or None,
        look_again=day_to_look_again(as_of),
        tiers=tiers_of(line, low),
        segments=() if segments is None else _own_lines(segments, has_nurtured=0 < low < line),
        explore=explore,
        economics=Terms(**{name: getattr(economics, name) for name in Terms.model_fields}),
        evidence=Evidence.of(choice, as_of),
        model=Named(name=model.name, sha256=model.manifest.sha256["model.skops"]),
        standard=Version.of(standard),
    )


def day_to_look_again(since: date | None) -> date | None:
    """Return the day on which a line is looked at again: its first leads have outcomes then."""
    return since and date.fromordinal(since.toordinal() + LOOK_AGAIN_DAYS)


def _own_lines(found: SegmentLines, *, has_nurtured: bool) -> tuple[Segment, ...]:
    """Return the lines of segments; where no lead is nurtured, none of a segment is either."""
    if not found.holds:
        return ()
    if has_nurtured:
        return found.segments
    return tuple(own.model_copy(update={"drop_below": None}) for own in found.segments)


def own_policy(
    folder: Path, model: SavedModel | None = None, *, by: date | None = None
) -> tuple[Policy, Path] | None:
    """Return the newest policy of a book and its file, or None where it has none.

    Parameters
    ----------
    folder : Path
        The book's folder.
    model : SavedModel, optional
        The newest policy for its probabilities, where there is one, before any other.
    by : date, optional
        Only policies whose evidence was there on that day.
    """
    found = [(Policy.load(path), path) for path in folder.glob(f"policies/[!.]*/{FILE}")]
    if by is not None:
        found = [one for one in found if (one[0].evidence.as_of or date.min) <= by]
    if model is not None:
        own = model.manifest.sha256["model.skops"]
        found = [one for one in found if one[0].model.sha256 == own] or found
    return max(found, key=_age, default=None)


def _age(found: tuple[Policy, Path]) -> tuple[date, int, str]:
    policy, name = found[0], found[1].parent.name
    return policy.evidence.as_of or date.min, len(name), name
