"""The handoff policy: line, tiers and the evidence for them, one versioned TOML file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from leadkit.base.economics import Period
from leadkit.base.language import _
from leadkit.base.toml import read_toml

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.model import SavedModel
    from leadkit.quality import Standard

FILE = "policy.toml"
LOOK_AGAIN_DAYS = 90
LEAST_LINE = 1e-6


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Tier(_Frozen):
    """A class of leads: those with at least this probability and less than the tier before."""

    name: str = Field(min_length=1)
    start: float = Field(alias="from", ge=0, lt=1)


class Terms(_Frozen):
    """The economics: money in `currency`, capacity in hours where `hours` is given, else leads."""

    value: float = Field(gt=0)
    cost: float = Field(gt=0)
    hours: float | None = Field(default=None, gt=0)
    capacity: float | None = Field(default=None, gt=0)
    per: Period = "table"
    currency: str = ""


class Profit(_Frozen):
    """Money with its 95 % interval."""

    value: float
    low: float
    high: float


class Gain(Profit):
    """What the line earned more than today's rule, and the chance that this is above zero."""

    chance: float | None = Field(default=None, ge=0, le=1)


class Evidence(_Frozen):
    """The judged leads behind the line; lines within `flat` are as good within 2 % of profit."""

    as_of: date | None = None
    judged: int = Field(ge=0)
    won: int = Field(ge=0)
    profit: Profit
    flat: tuple[float, float] | None = None
    gain: Gain | None = None
    method: str


class Named(_Frozen):
    """A file the policy rests on, by name or version and fingerprint."""

    name: str
    sha256: str


class Version(_Frozen):
    """The data-quality standard the leads were screened by."""

    version: str
    sha256: str


class Agreed(_Frozen):
    """Who agreed to the policy on each side, and when; blank until they have."""

    marketing: str = ""
    sales: str = ""
    on: date | None = None


class Policy(_Frozen):
    """A handoff policy.

    `line` is the lowest probability that is handed off; `tiers` fall from the best leads to 0 and
    one of them starts at the line.

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
    look_again: date | None = None
    tiers: tuple[Tier, ...] = Field(min_length=2)
    economics: Terms
    evidence: Evidence
    model: Named
    standard: Version | None = None
    agreed: Agreed = Agreed()

    @field_validator("tiers")
    @classmethod
    def _fall_to_zero(cls, tiers: tuple[Tier, ...], info: ValidationInfo) -> tuple[Tier, ...]:
        starts = [tier.start for tier in tiers]
        if starts != sorted(set(starts), reverse=True):
            raise ValueError(_("tiers must fall, the best leads first"))
        if starts[-1] != 0:
            raise ValueError(_("the last tier must start at 0, so that every lead has one"))
        if "line" in info.data and info.data["line"] not in starts:
            raise ValueError(_("one tier must start at the line, where handing off begins"))
        if len({tier.name for tier in tiers}) < len(tiers):
            raise ValueError(_("each tier needs its own name"))
        return tiers

    @classmethod
    def load(cls, path: Path | str) -> Policy:
        """Read a policy from its TOML file.

        Raises
        ------
        BadInput
            If the file is missing or faulty; every fault with its line.
        """
        return read_toml(Path(path), cls)

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of what the policy says, whatever its layout and whoever agreed to it."""
        text = self.model_dump_json(exclude={"agreed"})
        return hashlib.sha256(text.encode()).hexdigest()

    def decide(self, p: Sequence[float] | pd.Series[float]) -> pd.DataFrame:
        """Return tier and decision (hand_off or nurture) of each probability; blank where none."""
        chances: pd.Series[float] = pd.Series(p, dtype="float64")
        starts = [tier.start for tier in reversed(self.tiers)]
        names = np.array([tier.name for tier in reversed(self.tiers)])
        tier = names[np.searchsorted(starts, chances.fillna(0), side="right") - 1]
        decision = np.where(chances >= self.line, "hand_off", "nurture")
        table = pd.DataFrame({"tier": tier, "decision": decision}, index=chances.index, dtype="str")
        return table.where(chances.notna())


def policy_of(
    choice: HandoffChoice,
    model: SavedModel,
    *,
    version: str = "1",
    as_of: date | None = None,
    standard: Standard | None = None,
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

    Returns
    -------
    Policy or None
        None where no line meets the terms. Where every lead pays, the line lies at the least
        chance that a policy knows.
    """
    if choice.threshold is None:
        return None
    line = max(choice.threshold, LEAST_LINE)
    economics = choice.economics.to_dict()
    del economics["break_even"]
    return Policy(
        version=version,
        line=line,
        look_again=as_of and date.fromordinal(as_of.toordinal() + LOOK_AGAIN_DAYS),
        tiers=(
            _tier("A call first", min(2 * line, (1 + line) / 2)),
            _tier("B hand off", line),
            _tier("C nurture", 0.0),
        ),
        economics=Terms(**economics),
        evidence=_evidence(choice, as_of),
        model=Named(name=model.name, sha256=model.manifest.sha256["model.skops"]),
        standard=_version(standard),
    )


def _tier(name: str, start: float) -> Tier:
    return Tier.model_validate({"name": name, "from": start})


def _version(standard: Standard | None) -> Version | None:
    if standard is None:
        return None
    return Version(version=standard.version, sha256=standard.sha256)


def _evidence(choice: HandoffChoice, as_of: date | None) -> Evidence:
    gain = choice.compared.get("today")
    chance = choice.p_better.get("today")
    return Evidence(
        as_of=as_of,
        judged=len(choice.curve.leads.p),
        won=int(choice.curve.leads.won.sum()),
        profit=Profit(**_ends(choice.profit)),
        flat=choice.flat,
        gain=None if gain is None else Gain(**_ends(gain), chance=chance),
        method=choice.profit.method,
    )


def _ends(estimate: Any) -> dict[str, float]:
    return {end: float(getattr(estimate, end)) for end in ("value", "low", "high")}


def own_policy(folder: Path, model: SavedModel | None = None) -> tuple[Policy, Path] | None:
    """Return the newest policy of a book and its file, or None where it has none.

    Parameters
    ----------
    folder : Path
        The book's folder.
    model : SavedModel, optional
        The newest policy for its probabilities, where there is one, before any other.
    """
    found = [(Policy.load(path), path) for path in folder.glob(f"policies/[!.]*/{FILE}")]
    if model is not None:
        own = model.manifest.sha256["model.skops"]
        found = [one for one in found if one[0].model.sha256 == own] or found
    return max(found, key=_age, default=None)


def _age(found: tuple[Policy, Path]) -> tuple[date, str]:
    policy, path = found
    return policy.evidence.as_of or date.min, path.parent.name
