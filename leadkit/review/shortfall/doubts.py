"""What a shortfall cannot tell, in words: its power, luck, and what nobody measured."""

from __future__ import annotations

from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

from leadkit.base.language import _, ngettext, number, percent

if TYPE_CHECKING:
    from leadkit.review.shortfall.control import Control
    from leadkit.review.shortfall.shortfall import Shortfall

FEW_WINS, WORTH_SEEING = 30, 0.2
POWER = 2.8  # normal quantiles of a two-sided 5 % test and of 80 % power, added


def detectable(wins: tuple[int, int]) -> float:
    """Return the smallest fall in selling seen with 80 % power, 1 - exp(-2.8 sqrt(1/W0 + 1/W1)).

    Examples
    --------
    >>> [round(detectable((w, w)), 2) for w in (25, 50, 100, 200, 400, 800)]
    [0.55, 0.43, 0.33, 0.24, 0.18, 0.13]
    """
    return 1 - exp(-POWER * sqrt(sum(1 / w if w else inf for w in wins)))


def power(gap: Shortfall) -> str:
    """Say what stays unseen at this size, and how many wins would show a fall of a fifth."""
    enough = 2 * (POWER / log(1 - WORTH_SEEING)) ** 2
    return _(
        "With {before} and {after} wins, a fall in selling of less than {unseen} stays unseen; "
        "about {enough} wins a quarter would show one of {worth}."
    ).format(
        before=number(gap.sample.judged_by[0]),
        after=number(gap.sample.judged_by[1]),
        unseen=percent(detectable(gap.sample.judged_by)),
        enough=number(round(enough, -1)),
        worth=percent(WORTH_SEEING),
    )


def luck(gap: Shortfall) -> str:
    """Say so where two equal quarters can differ by as much as the gap, and if its parts cannot."""
    low, high = gap.gap_interval
    if not low <= 0 <= high:
        return ""
    if set(gap.verdicts.values()) == {"cannot tell"}:
        return _("Luck alone can make a gap of this size.")
    return _("Luck alone can make a gap of this size, but not every part of it.")


def unmeasured() -> str:
    """Say what stands inside selling."""
    return _(
        "“Selling” holds everything that nobody measured: skill, price, competitors, season, "
        "hidden lead quality."
    )


def acceptance(gap: Shortfall) -> str:
    """Say so where the book follows leads no further than sales' decision."""
    if "won" not in gap.sample.lacks:
        return ""
    return _(
        "No win is on record: “won” here means accepted by sales, and revenue what the accepted "
        "leads are worth."
    )


def no_handoffs() -> str:
    """Say what counts as handed off in a book without handoff times."""
    return _("The book has no handoff times: every lead counts as handed off when created.")


def plan_split() -> str:
    """Say how a plan is split."""
    return _(
        "Against the plan, lead quality is measured against planned win rate × planned value; "
        "follow-up, selling and deal value against what earlier quarters promise of such leads."
    )


def warnings(gap: Shortfall) -> tuple[str, ...]:
    """Return what a shortfall cannot tell, the most important first."""
    lacks = {
        "first_response_at": _(
            "First attempts are not on record (first_response_at) in every quarter: follow-up "
            "cannot be told from selling and stands inside it."
        ),
        "features": _(
            "No column is declared known at the handoff: lead quality counts the mix of segments "
            "alone, the rest stands inside selling."
        ),
        "deal_value": _in_wins(gap),
        "handed_off_at": no_handoffs(),
    }
    rough = _("Fewer than {least} wins in a period: the intervals are rough.")
    chosen = _("Reps who call promising leads first make follow-up look larger than it is.")
    filled = ngettext(
        "{n} win without a deal value counts with the average of its segment.",
        "{n} wins without a deal value count with the average of their segment.",
        gap.sample.unknown_values,
    )
    nameless = _("The book names no currency: amounts stand as they were exported.")
    in_money = "deal_value" not in gap.sample.lacks
    checks = (
        (min(gap.sample.judged_by) < FEW_WINS, rough.format(least=FEW_WINS)),
        (gap.verdicts["follow_up"] != "cannot tell", chosen),
        (gap.sample.planned is not None, plan_split()),
        (
            gap.sample.unknown_values > 0 and in_money,
            filled.format(n=number(gap.sample.unknown_values)),
        ),
        *((name in gap.sample.lacks, text) for name, text in lacks.items()),
        (not gap.sample.unit, nameless),
    )
    first = [acceptance(gap), power(gap), unmeasured(), control_words(gap.control), luck(gap)]
    return (*filter(None, first), *(text for applies, text in checks if applies))


def _in_wins(gap: Shortfall) -> str:
    if gap.sample.unknown_values:
        return ngettext(
            "{n} win has no deal value, half or more of those in a period: the split "
            "is in wins, not in money.",
            "{n} wins have no deal value, half or more of those in a period: the "
            "split is in wins, not in money.",
            gap.sample.unknown_values,
        ).format(n=number(gap.sample.unknown_values))
    return _("The book has no deal values: the split is in wins, not in money.")


def control_words(control: Control | None) -> str:
    """Say whether the leads that sales found itself separate selling from hidden lead quality."""
    if control is None or control.own.refused:
        return _(
            "Sales found too few leads itself ({wins} wins) to separate selling from hidden lead "
            "quality."
        ).format(wins=number((control and control.own.events) or 0))
    likelier = {
        "contradicts": _("Hidden lead quality is the likelier cause, not selling"),
        "supports": _("Selling or the market is the likelier cause, not hidden lead quality"),
        "cannot tell": _("Nothing separates selling from hidden lead quality"),
    }
    return _(
        "{likelier}: leads that sales found itself won {own} times as often as before, "
        "marketing's {marketing} times as often as expected."
    ).format(
        likelier=likelier[control.reading],
        own=control.own.write(),
        marketing=control.marketing.write(),
    )
