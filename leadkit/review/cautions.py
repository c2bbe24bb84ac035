"""What a shortfall cannot tell, said before anybody acts on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, sqrt

from leadkit.base.language import _, number, percent
from leadkit.review.control import Control

FEW_WINS = 30


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the data behind a shortfall hold and lack."""

    wins: tuple[int, int]
    is_plan: bool
    has_handoffs: bool
    has_follow_up: bool
    has_features: bool
    has_values: bool
    unknown_values: int
    gap_in_luck: bool
    follow_up_told: bool
    control: Control | None


def detectable(wins: tuple[int, int]) -> float:
    """Return the smallest fall in selling seen with 80 % power, 1 - exp(-2.8 sqrt(1/W0 + 1/W1)).

    Examples
    --------
    >>> [round(detectable((w, w)), 2) for w in (25, 50, 100, 200, 400, 800)]
    [0.55, 0.43, 0.33, 0.24, 0.18, 0.13]
    """
    spread = sqrt(sum(1 / w if w else inf for w in wins))
    return 1 - exp(-2.8 * spread)


def warnings(evidence: Evidence) -> tuple[str, ...]:
    """Return the sentences, the most important first."""
    said = [_power(evidence), *_selling(evidence.control)]
    checks = (
        (
            evidence.gap_in_luck,
            _("The gap itself lies within luck: two like quarters would differ as much."),
        ),
        (
            min(evidence.wins) < FEW_WINS,
            _("Fewer than {least} wins in a period: the intervals are rough.").format(
                least=FEW_WINS
            ),
        ),
        (
            not evidence.has_follow_up,
            _(
                "First attempts are not on record (first_response_at) in every quarter: follow-up "
                "cannot be told from selling and stands inside it."
            ),
        ),
        (
            evidence.follow_up_told,
            _(
                "Follow-up is what went with speed and attempts: reps who call promising leads "
                "first make it look larger than it is."
            ),
        ),
        (
            evidence.is_plan,
            _(
                "Against the plan, follow-up is measured against the usual one of the earlier "
                "quarters, and lead quality against planned win rate x planned value."
            ),
        ),
        (
            not evidence.has_features,
            _(
                "No column is declared known at the handoff: lead quality counts the mix of "
                "segments alone, the rest stands inside selling."
            ),
        ),
        (
            not evidence.has_values,
            _("The book has no deal values: the split is in wins, not in money."),
        ),
        (
            evidence.unknown_values > 0,
            _("{n} wins without a deal value count with the average of their segment.").format(
                n=number(evidence.unknown_values)
            ),
        ),
        (
            not evidence.has_handoffs,
            _("The book has no handoff times: every lead counts as handed off when created."),
        ),
    )
    return (*said, *(text for applies, text in checks if applies))


def _power(evidence: Evidence) -> str:
    before, after = evidence.wins
    text = _(
        "With {before} and {after} wins, only a fall in selling of {change} or more would be seen "
        "(four times in five)."
    )
    return text.format(
        before=number(before), after=number(after), change=percent(detectable(evidence.wins))
    )


def _selling(control: Control | None) -> list[str]:
    """Say what stands inside selling, and what the control series adds."""
    general = _(
        "Selling holds everything that nobody measured: skill, price, competitors, season, hidden "
        "lead quality."
    )
    if control is None:
        return [
            general,
            _(
                "The book has no leads that sales found itself, so nothing separates selling from "
                "hidden lead quality."
            ),
        ]
    if control.own.refused:
        return [
            general,
            _(
                "Leads that sales found itself are too few ({wins} wins) to separate selling from "
                "hidden lead quality."
            ).format(wins=number(control.own.events or 0)),
        ]
    readings = {
        "contradicts": _(
            "Hidden lead quality is the likelier reading of selling: leads that sales found "
            "itself kept their win rate ({own} times that of earlier quarters), marketing's "
            "did not ({marketing} times what their features promise)."
        ),
        "supports": _(
            "Leads that sales found itself won less too ({own} times the rate of earlier "
            "quarters): that speaks for selling or the market, against hidden lead quality."
        ),
        "cannot tell": _(
            "Whether selling or hidden lead quality moved, the leads that sales found itself "
            "cannot tell: {own} times the win rate of earlier quarters, marketing's {marketing} times "
            "what their features promise."
        ),
    }
    return [
        general,
        readings[control.reading].format(
            own=control.own.write(),
            marketing=control.marketing.write(),
        ),
    ]
