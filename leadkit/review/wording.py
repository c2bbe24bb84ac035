"""The words of a shortfall: names, scale, rounding that adds up, and its headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.estimate import Estimate
from leadkit.base.language import NO_BREAK, _, money, number

if TYPE_CHECKING:
    from leadkit.review.result import Shortfall

MILLION = 1_000_000


@dataclass(frozen=True)
class Scale:
    """One unit and precision for every amount of a page."""

    size: float
    digits: int
    unit: str

    @classmethod
    def of(cls, largest: float, unit: str) -> Scale:
        """Choose millions where the largest amount fills ten of them."""
        if unit == "number":
            return cls(1, 1, _("wins"))
        symbol = money(1, unit).partition(NO_BREAK)[2]
        if largest < 10 * MILLION:
            return cls(1, 0, symbol)
        label = money(10 * MILLION, unit).partition(NO_BREAK)[2]
        return cls(MILLION, 0 if largest >= 100 * MILLION else 1, label)

    def write(self, amount: float, *, sign: bool = False) -> str:
        """Write an amount without its unit."""
        return number(amount / self.size, self.digits, sign=sign)

    def amount(self, amount: float) -> str:
        """Write an amount with its unit."""
        return NO_BREAK.join(filter(None, [self.write(amount), self.unit]))

    def interval(self, estimate: Estimate, *, sign: bool = True) -> str:
        """Write an interval without brackets; its ends are signed, since it may hold zero."""
        low, high = (self.write(end, sign=sign) for end in (estimate.low, estimate.high))
        return _("{low} to {high}").format(low=low, high=high)

    def round(self, amount: float) -> float:
        """Return the amount as printed."""
        unit = self.size / 10**self.digits
        return float(np.floor(amount / unit + 0.5) * unit)

    def add_up(self, amounts: Sequence[float], total: float) -> list[float]:
        """Round amounts so that they add up to `total` as printed (largest remainder)."""
        unit = self.size / 10**self.digits
        exact = np.asarray(amounts) / unit
        whole = np.floor(exact)
        left = round(total / unit - whole.sum())
        order = np.argsort(-(exact - whole), kind="stable")
        step, spare = divmod(left, len(whole))
        whole += step
        whole[order[:spare]] += 1
        return [float(value * unit) for value in whole]


def part_names() -> dict[str, str]:
    """Return what the five parts are called."""
    return {
        "volume": _("Volume"),
        "lead_quality": _("Lead quality"),
        "follow_up": _("Follow-up"),
        "selling": _("Selling"),
        "deal_value": _("Deal value"),
    }


def part_contents() -> dict[str, str]:
    """Return what each part is measured on."""
    return {
        "volume": _("leads handed off"),
        "lead_quality": _("buying chance, value"),
        "follow_up": _("speed, attempts"),
        "selling": _("and all that is unmeasured"),
        "deal_value": _("price, size"),
    }


def team_names() -> dict[str, str]:
    """Return the two sides in the reader's language."""
    return {"marketing": _("marketing"), "sales": _("sales")}


def verdict_words() -> dict[str, str]:
    """Return the three verdicts in the reader's language."""
    return {"fell": _("fell"), "rose": _("rose"), "cannot tell": _("cannot tell")}


def changes() -> dict[str, tuple[str, str]]:
    """Return what is said of a part that fell and of one that rose."""
    return {
        "volume": (_("fewer leads"), _("more leads")),
        "lead_quality": (_("weaker leads"), _("better leads")),
        "follow_up": (_("slower or missing follow-up"), _("faster follow-up")),
        "selling": (_("weaker selling"), _("stronger selling")),
        "deal_value": (_("smaller deals"), _("larger deals")),
    }


def distance(shortfall: Shortfall) -> str:
    """Say how far revenue is from what it is compared with."""
    amount = shortfall.scale.amount(abs(shortfall.printed_gap))
    if shortfall.printed_gap == 0:
        text = _("exactly the plan") if shortfall.is_plan else _("the same as in {against}")
    elif shortfall.printed_gap < 0:
        text = (
            _("{amount} less than planned")
            if shortfall.is_plan
            else _("{amount} less than in {against}")
        )
    else:
        text = (
            _("{amount} more than planned")
            if shortfall.is_plan
            else _("{amount} more than in {against}")
        )
    return text.format(amount=amount, against=shortfall.against)


def finding(shortfall: Shortfall) -> str:
    """Say which parts can be told from luck, and whether selling can."""
    verdicts = shortfall.verdicts
    fell = [changes()[part][0] for part, verdict in verdicts.items() if verdict == "fell"]
    rose = [changes()[part][1] for part, verdict in verdicts.items() if verdict == "rose"]
    said = []
    if fell:
        said.append(_("{parts} cost money").format(parts=listed(fell)))
    if rose:
        said.append(_("{parts} brought money").format(parts=listed(rose)))
    if not said:
        return _("no part stands apart from luck")
    if verdicts["selling"] == "cannot tell":
        said.append(_("what selling did, the data cannot tell"))
    return "; ".join(said)


def listed(words: Sequence[str]) -> str:
    """Join words as "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def sentence(text: str) -> str:
    """Start with a capital letter."""
    return text[:1].upper() + text[1:]
