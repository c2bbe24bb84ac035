"""What one witness looked at, what it found, and for which explanation that speaks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import nan
from typing import Any, ClassVar, Literal

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, listed, number

Suspect = Literal["people", "leads", "market"]
UNSEEN = Estimate(value=nan, low=nan, high=nan, n=0, method="")


@dataclass(frozen=True, kw_only=True, eq=False)
class Witness(ABC):
    """One place to look beside the split.

    Attributes
    ----------
    estimate : Estimate
        A ratio, the judged quarter to the earlier ones; 1 is no change.
    lacks : tuple of str
        Columns without which there is nothing to look at.
    """

    name: ClassVar[str]
    estimate: Estimate = UNSEEN
    lacks: tuple[str, ...] = ()

    @property
    def speaks_for(self) -> tuple[Suspect, ...]:
        """The explanations of a fall in selling that it makes likelier; none, if it is silent."""
        return () if self.lacks or self.estimate.refused else self._speaks_for()

    def _speaks_for(self) -> tuple[Suspect, ...]:
        return ()

    @abstractmethod
    def title(self) -> str:
        """Name what was looked at."""

    @abstractmethod
    def looked_at(self) -> str:
        """Say which number was taken, of what."""

    @abstractmethod
    def told(self) -> str:
        """Say what was found, where there was something to look at."""

    def finding(self) -> str:
        """Say what was found, or what the book lacks."""
        if self.lacks:
            return _("The leads have no {columns}.").format(columns=listed(list(self.lacks)))
        return self.told()

    def to_dict(self) -> dict[str, Any]:
        """Return the witness for a JSON file."""
        return {
            "witness": self.name,
            "lacks": list(self.lacks),
            "estimate": self.estimate.to_dict(),
            "speaks_for": list(self.speaks_for),
            "finding": self.finding(),
        }


def times(estimate: Estimate) -> str:
    """Write a ratio and its interval.

    Examples
    --------
    >>> times(Estimate(value=0.8, low=0.6, high=1.1, n=100, method=""))
    '0.80 (0.60–1.10)'
    """
    return estimate.write(2)


def suspect_words(suspects: tuple[Suspect, ...]) -> str:
    """Name the explanations as alternatives; "none of them" where it speaks for nothing."""
    names = {
        "people": _("single sales people"),
        "leads": _("lead quality that nobody recorded"),
        "market": _("the market, the offer or the way all sell"),
    }
    if not suspects:
        return _("none of them")
    words = [names[one] for one in suspects]
    return (
        words[0]
        if len(words) == 1
        else _("{one}, or {other}").format(one=", ".join(words[:-1]), other=words[-1])
    )


def of_total(events: int, n: int) -> str:
    """Write a count and what it is of."""
    return _("{n} of {total}").format(n=number(events), total=number(n))
