"""The words of a shortfall: its scale, the names of its parts, and its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leadkit.base.language import (
    MISSING,
    NO_BREAK,
    _,
    capital,
    day,
    listed,
    money,
    ngettext,
    number,
    quarter_name,
)

if TYPE_CHECKING:
    from leadkit.review.shortfall.shortfall import Shortfall

MILLION = 1_000_000
LEAST_WINS = 10


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
        in_millions = largest >= 10 * MILLION
        symbol = money(10 * MILLION if in_millions else 1, unit).partition(NO_BREAK)[2]
        if not in_millions:
            return cls(1, 0, symbol)
        return cls(MILLION, 0 if largest >= 100 * MILLION else 1, symbol)

    @property
    def head(self) -> str:
        """The unit as the head of a column or an axis names it, also where no currency is named."""
        return self.unit or _("money units")

    def write(self, amount: float, *, sign: bool = False) -> str:
        """Write an amount without its unit."""
        return number(amount / self.size, self.digits, sign=sign)

    def amount(self, amount: float, *, sign: bool = False) -> str:
        """Write an amount with its unit."""
        return NO_BREAK.join(filter(None, [self.write(amount, sign=sign), self.unit]))

    def ends(self, low: float, high: float, *, sign: bool = True) -> str:
        """Write the ends of an interval; they are signed where it may hold zero."""
        return _("{low} to {high}").format(
            low=self.write(low, sign=sign), high=self.write(high, sign=sign)
        )

    def add_up(self, amounts: Sequence[float], total: float) -> list[float]:
        """Round amounts so that they add up to `total` as printed (largest remainder)."""
        unit = self.size / 10**self.digits
        exact = np.asarray(amounts) / unit
        whole = np.floor(exact)
        step, spare = divmod(round(total / unit - whole.sum()), len(whole))
        whole += step
        whole[np.argsort(whole - exact, kind="stable")[:spare]] += 1
        return [float(value * unit) for value in whole]

    def round(self, amount: float) -> float:
        """Return the amount as printed."""
        unit = self.size / 10**self.digits
        return float(np.floor(amount / unit + 0.5) * unit)


class PartWords(NamedTuple):
    """What a part is called, what it holds, its fall, its rise, and the decision it asks for."""

    name: str
    holds: str
    fell: str
    rose: str
    decide: str


def part_words() -> dict[str, PartWords]:
    """Return the words of the five parts."""
    return {
        "volume": PartWords(
            _("Volume"), _("leads handed off"), _("fewer leads"), _("more leads"),
            _("how many leads marketing hands off next quarter"),
        ),
        "lead_quality": PartWords(
            _("Lead quality"), _("buying chance, value"), _("weaker leads"), _("better leads"),
            _("whether to raise the handoff line"),
        ),
        "follow_up": PartWords(
            _("Follow-up"), _("speed, attempts"),
            _("slower or missing follow-up"), _("faster follow-up"),
            _("within how many hours sales calls every lead"),
        ),
        "selling": PartWords(
            _("Selling"), _("and all that is unmeasured"),
            _("weaker selling"), _("stronger selling"),
            _("which lost deals both sides go through together"),
        ),
        "deal_value": PartWords(
            _("Deal value"), _("price, size"), _("smaller deals"), _("larger deals"),
            _("how far prices may be cut"),
        ),
    }  # fmt: skip


def part_rows(gap: Shortfall) -> list[tuple[str, str, str, str]]:
    """Write each part: name, amount without unit, interval, verdict."""
    told = {"fell": _("fell"), "rose": _("rose"), "cannot tell": _("cannot tell")}
    return [
        (
            part_words()[part].name,
            gap.scale.write(gap.printed[part], sign=True),
            gap.scale.ends(estimate.low, estimate.high),
            told[gap.verdicts[part]],
        )
        for part, estimate in gap.parts.items()
    ]


def distance(gap: Shortfall) -> str:
    """Say how far revenue is from what it is compared with."""
    change = gap.scale.amount(abs(gap.printed_gap))
    if gap.sample.planned is not None:
        texts = (_("{change} less than planned"), _("as planned"), _("{change} more than planned"))
    else:
        texts = (
            _("{change} less than in {quarter}"),
            _("the same as in {quarter}"),
            _("{change} more than in {quarter}"),
        )
    return texts[int(np.sign(gap.printed_gap)) + 1].format(
        change=change, quarter=quarter_name(gap.against)
    )


def finding(gap: Shortfall) -> str:
    """Say which parts can be told from luck, and whether selling can."""
    if min(gap.sample.judged_by) < LEAST_WINS:
        before, after = map(number, gap.sample.judged_by)
        return ngettext(
            "{after} win after {before}: too few to say why",
            "{after} wins after {before}: too few to say why",
            gap.sample.judged_by[1],
        ).format(before=before, after=after)
    words, told = part_words(), gap.verdicts.items()
    fell = [_what_fell(gap, part) for part, verdict in told if verdict == "fell"]
    rose = [words[part].rose for part, verdict in told if verdict == "rose"]
    texts = (_("{parts} cost money"), fell), (_("{parts} brought money"), rose)
    said = [text.format(parts=listed(parts)) for text, parts in texts if parts]
    if not said:
        return _("no part stands apart from luck")
    if gap.verdicts["selling"] == "cannot tell":
        said.append(_("what selling did, the data cannot tell"))
    return "; ".join(said)


def _what_fell(gap: Shortfall, part: str) -> str:
    """Name what fell; nobody who sells is blamed where sales' own leads speak against it."""
    if part == "selling" and gap.control and gap.control.reading == "contradicts":
        return _("what nobody measured")
    return part_words()[part].fell


def caption(gap: Shortfall) -> tuple[str, str]:
    """Say what the waterfall shows, on what data it stands, and how sure it is."""
    shown = _("{quarter} against {against}, {unit} of revenue won within {days} days")
    counted = _(
        "n = {before} leads handed off in {against}, {after} in {quarter}, all older than {days} "
        "days; {won_before} and {won_after} won."
    )
    if gap.sample.planned is not None:
        shown = _("{quarter} against the plan, {unit} of revenue won within {days} days")
        counted = _(
            "n = {after} leads handed off in {quarter} ({before} planned), all older than {days} "
            "days; {won_after} won ({won_before} planned)."
        )
    method = _(
        "95 % intervals: {draws} bootstrap draws by account. Main cause: {cause}. Extract {as_of}."
    )
    if gap.sample.planned is not None:
        method = _(
            "95 % intervals: {draws} bootstrap draws by account. Main cause against the plan: "
            "{cause}. Extract {as_of}."
        )
    facts = {
        "quarter": quarter_name(gap.quarter),
        "against": quarter_name(gap.against),
        "unit": gap.scale.head,
        "days": gap.sample.window_days,
        "before": number(gap.leads[0]),
        "after": number(gap.leads[1]),
        "won_before": number(gap.wins[0]),
        "won_after": number(gap.wins[1]),
        "draws": number(gap.draws),
        "cause": part_words()[gap.main_cause].name if gap.main_cause else _("none stands out"),
        "as_of": day(gap.sample.as_of) if gap.sample.as_of else MISSING,
    }
    return capital(shown.format(**facts)), f"{counted} {method}".format(**facts)
