"""What is read from a file is never changed, and no unknown key in it is passed over."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of a file: never changed once read, and without keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
