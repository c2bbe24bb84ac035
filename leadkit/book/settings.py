"""What a book says about itself: money, clock, calendar, and the handoff rule in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import tomlkit
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from leadkit.base.files import write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _
from leadkit.base.toml import read_toml
from leadkit.book.tables import Known


def existing_zone(name: str) -> str:
    """Return the name of a timezone that exists; refuse any other."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            _("no timezone {name!r}; write it as in Asia/Ho_Chi_Minh").format(name=name)
        ) from None
    return name


Zone = Annotated[str, AfterValidator(existing_zone)]
Weekday = Annotated[int, Field(ge=0, le=6)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Rule(Frozen):
    """The rule by which marketing hands off today: `column` at least `at_least`."""

    column: str
    at_least: float = Field(allow_inf_nan=False)


def _is_none(part: object) -> bool:
    return part is None


class WorkingTime(Frozen):
    """When people work: `days` are weekdays (0 = Monday), `spans` the hours of such a day.

    Hours are those of `timezone`; `country` names whose public holidays are kept. `calling` are
    the hours between which the law, or the firm, lets a customer be called.
    """

    timezone: Zone = "UTC"
    days: tuple[Weekday, ...] = Field(default=(0, 1, 2, 3, 4), min_length=1)
    spans: tuple[tuple[Clock, Clock], ...] = Field(
        default=(("08:00", "12:00"), ("13:00", "17:00")), min_length=1
    )
    country: str = ""
    extra_holidays: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()
    calling: tuple[Clock, Clock] | None = Field(default=None, exclude_if=_is_none)

    @field_validator("spans")
    @classmethod
    def _in_order(cls, spans: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        ends = [moment for span in spans for moment in span]
        if ends != sorted(set(ends)):
            raise ValueError(_("working hours must rise and not overlap, as in 08:00 to 12:00"))
        return spans

    @field_validator("calling")
    @classmethod
    def _holds_working_hours(
        cls, calling: tuple[str, str] | None, info: ValidationInfo
    ) -> tuple[str, str] | None:
        if calling is None:
            return None
        begins, ends = calling
        if begins >= ends:
            raise ValueError(_("calling hours must rise, as in 08:00 to 17:00"))
        spans = info.data.get("spans", ())
        if spans and not any(begins < end and start < ends for start, end in spans):
            raise ValueError(_("no working hour lies between the calling hours"))
        return calling

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, country: str) -> str:
        if country:
            from holidays import list_supported_countries

            if country not in list_supported_countries():
                raise ValueError(
                    _("no holidays are known for {country!r}; write it as in VN").format(
                        country=country
                    )
                )
        return country


class Settings(WorkingTime):
    """The content of book.toml.

    `window_days` is the outcome window in days, counted from the handoff. `self_generated` names
    the sources that sales finds itself. `known` says of every column that the tables do not
    declare when its value is known.
    """

    format: Literal[1] = 1
    name: str = ""
    currency: str = ""
    window_days: int = Field(default=90, ge=1, le=3650)
    fiscal_year_starts: int = Field(default=1, ge=1, le=12)
    self_generated: tuple[str, ...] = ()
    rule: Rule | None = None
    known: dict[str, Known] = Field(default_factory=dict)

    @property
    def working_time(self) -> WorkingTime:
        """When the firm works."""
        return WorkingTime(**{name: getattr(self, name) for name in WorkingTime.model_fields})


def read_settings(path: Path) -> Settings:
    """Read book.toml; a book without one has the defaults."""
    return read_toml(path, Settings) if path.exists() else Settings()


def settings_text(settings: Settings) -> str:
    """Return the text of book.toml."""
    first = {"format": settings.format, "name": settings.name, "currency": settings.currency}
    content = {**first, **settings.model_dump(exclude_none=True)}
    content["known"] = {name: str(known) for name, known in settings.known.items()}
    return tomlkit.dumps(content)


def write_settings(settings: Settings, path: Path) -> None:
    """Write book.toml."""
    write_text(path, settings_text(settings))
