"""One rule of the standard: its kind, what it judges, how much it counts, who mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from leadkit.base.language import N_, _, current

Severity = Literal["gate", "score", "info"]
Owner = Literal["marketing", "sales"]
Dimension = Literal[
    "completeness", "validity", "uniqueness", "timeliness", "consistency", "contactability"
]
Kind = Literal[
    "required", "email", "phone", "reachable", "consent", "do_not_call", "duplicate", "test",
    "order", "future", "age", "range", "one_of", "role_address", "free_mail", "mangled",
]  # fmt: skip
Reason = Literal["DATA_INVALID", "DUPLICATE", "NO_CONSENT", "UNREACHABLE", "NOT_ICP", "OTHER"]

DIMENSIONS: dict[Dimension, str] = {
    "completeness": N_("completeness"),
    "validity": N_("validity"),
    "uniqueness": N_("uniqueness"),
    "timeliness": N_("timeliness"),
    "consistency": N_("consistency"),
    "contactability": N_("contactability"),
}
NEVER_WEIGHED: tuple[Dimension, ...] = ("contactability", "uniqueness")
SCORE_TOO_LOW = "SCORE_TOO_LOW"


@dataclass(frozen=True)
class Nature:
    """What a kind of rule judges, and what it takes: names, each with how many it must be given."""

    dimension: Dimension
    takes: Mapping[str, int] = field(default_factory=dict)


KINDS: dict[str, Nature] = {
    "required": Nature("completeness"),
    "email": Nature("validity"),
    "phone": Nature("validity"),
    "reachable": Nature("contactability"),
    "consent": Nature("contactability", {"columns": 1}),
    "do_not_call": Nature("contactability", {"columns": 0, "listed": 0}),
    "duplicate": Nature("uniqueness"),
    "test": Nature("validity", {"columns": 1, "words": 1}),
    "order": Nature("consistency", {"columns": 2}),
    "future": Nature("consistency", {"columns": 1}),
    "age": Nature("timeliness", {"columns": 2, "ok": 1, "most": 1}),
    "range": Nature("validity", {"columns": 1, "least": 0, "most": 0}),
    "one_of": Nature("validity", {"columns": 1, "values": 1}),
    "role_address": Nature("validity"),
    "free_mail": Nature("validity", {"words": 1}),
    "mangled": Nature("validity", {"columns": 1}),
}


class Frozen(BaseModel):
    """A part of the standard: nothing in it changes, and no unknown name is passed over."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False
    )


def _natural(given: dict[str, Any]) -> Dimension:
    return KINDS[given["kind"]].dimension if "kind" in given else "validity"


class Rule(Frozen):
    """One rule of the standard.

    `severity` "gate" sets a failing lead aside, "score" lowers its score, "info" only counts it;
    `dimension` is the kind's own where none is said; `owner` repairs what fails, as `remedy` says;
    `reason` is the code sales would return such a lead with. Each kind takes the parameters that
    KINDS names for it: `columns` it looks at; `words` (of a test record, or free mail domains);
    `values` that are allowed; `listed` contacts not to be called; a number's `least` and `most`;
    for an age in hours what is `ok` and the `most`.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    kind: Kind
    dimension: Dimension = Field(default_factory=_natural)
    severity: Severity
    owner: Owner
    message: str = Field(min_length=1)
    message_vi: str = ""
    remedy: str = ""
    remedy_vi: str = ""
    reason: Reason = "DATA_INVALID"
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    least: float | None = None
    ok: float | None = Field(default=None, ge=0)
    most: float | None = None

    @field_validator("code")
    @classmethod
    def _is_free(cls, code: str) -> str:
        if code == SCORE_TOO_LOW:
            raise ValueError(
                _("{code} is what a lead with too low a score is given; choose another").format(
                    code=code
                )
            )
        return code

    @field_validator("severity")
    @classmethod
    def _is_weighed(cls, severity: Severity, info: ValidationInfo) -> Severity:
        dimension = info.data.get("dimension")
        if severity == "score" and dimension in NEVER_WEIGHED:
            raise ValueError(
                _('no score outweighs {dimension}: make the rule a "gate", or "info"').format(
                    dimension=_(DIMENSIONS[dimension])
                )
            )
        return severity

    @field_validator("columns", "words", "values", "listed", "least", "ok", "most")
    @classmethod
    def _as_the_kind_takes(cls, given: Any, info: ValidationInfo) -> Any:
        kind, name = info.data.get("kind", ""), str(info.field_name)
        if not kind:
            return given
        n = len(given) if isinstance(given, tuple) else int(given is not None)
        needed = KINDS[kind].takes.get(name)
        if needed is None and n:
            raise ValueError(
                _("a rule of kind {kind!r} takes no {name}").format(kind=kind, name=name)
            )
        if n < (needed or 0):
            raise ValueError(
                _("a rule of kind {kind!r} needs {name}: at least {needed}").format(
                    kind=kind, name=name, needed=needed
                )
                if isinstance(given, tuple)
                else _("a rule of kind {kind!r} needs the number {name}").format(
                    kind=kind, name=name
                )
            )
        return given

    @field_validator("listed")
    @classmethod
    def _looks_somewhere(cls, listed: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("kind") == "do_not_call" and not (listed or info.data.get("columns")):
            raise ValueError(
                _("a rule of kind 'do_not_call' needs columns, or contacts that are listed")
            )
        return listed

    @field_validator("most")
    @classmethod
    def _is_a_range(cls, most: float | None, info: ValidationInfo) -> float | None:
        kind = info.data.get("kind")
        least: float | None = info.data.get("least")
        ok: float | None = info.data.get("ok")
        if kind == "range" and least is None and most is None:
            raise ValueError(_("a rule of kind 'range' needs least, most, or both"))
        if kind == "range" and least is not None and most is not None and least > most:
            raise ValueError(
                _("nothing lies between least = {least} and most = {most}").format(
                    least=f"{least:g}", most=f"{most:g}"
                )
            )
        if kind == "age" and ok is not None and most is not None and ok >= most:
            raise ValueError(
                _("most must be more hours than ok: {most} against {ok}").format(
                    most=f"{most:g}", ok=f"{ok:g}"
                )
            )
        return most

    @property
    def counts(self) -> bool:
        """Whether the rule is part of the lead's score: gates and score rules are."""
        return self.severity != "info"

    @property
    def sentence(self) -> str:
        """The rule in the reader's language."""
        return self.message_vi if current() == "vi" and self.message_vi else self.message

    @property
    def advice(self) -> str:
        """What to do about a failing lead, in the reader's language; blank where none is said."""
        return self.remedy_vi if current() == "vi" and self.remedy_vi else self.remedy
