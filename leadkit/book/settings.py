"""What a book says about itself: money, clock, calendar, and the handoff rule in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, field_validator

from leadkit.base.files import write_text
from leadkit.base.toml import read_toml
from leadkit.book.tables import Known


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Frozen):
    """The rule by which marketing hands off today: `column` at least `at_least`."""

    column: str
    at_least: float


class Settings(_Frozen):
    """The content of book.toml.

    `window_days` is the outcome window in days, counted from the handoff; `days` are the working
    weekdays (0 = Monday) and `spans` the working hours of such a day, in the book's timezone.
    `self_generated` names the sources that sales finds itself. `known` says of every column that
    the tables do not declare when its value is known.
    """

    format: Literal[1] = 1
    name: str = ""
    currency: str = ""
    timezone: str = "UTC"
    window_days: int = Field(default=90, ge=1)
    fiscal_year_starts: int = Field(default=1, ge=1, le=12)
    self_generated: tuple[str, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    spans: tuple[tuple[str, str], ...] = (("08:00", "12:00"), ("13:00", "17:00"))
    country: str = ""
    extra_holidays: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()
    rule: Rule | None = None
    known: dict[str, Known] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"no timezone {name!r}; write it as in Asia/Ho_Chi_Minh") from None
        return name


def read_settings(path: Path) -> Settings:
    """Read book.toml; a book without one has the defaults."""
    return read_toml(path, Settings) if path.exists() else Settings()


def write_settings(settings: Settings, path: Path) -> None:
    """Write book.toml."""
    content = settings.model_dump(exclude_none=True)
    content["known"] = {name: str(known) for name, known in settings.known.items()}
    write_text(path, tomlkit.dumps(content))
