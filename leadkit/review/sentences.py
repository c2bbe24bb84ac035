"""The review in five sentences: what happened, both sides, what is unknown, what to decide."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from leadkit.base.language import _, number, percent
from leadkit.review.evidence import PROMISED_HOURS, Source
from leadkit.review.wording import distance, part_names

if TYPE_CHECKING:
    from leadkit.review.quarterly import Review

GROWN = 0.03
WORTH_SEEING = 0.2


@dataclass(frozen=True)
class Sentence:
    """One sentence of the answer: its side, its words, and the one thing in it to stress."""

    text: str
    strong: str
    team: str = ""


def five_sentences(review: Review) -> list[Sentence]:
    """Return the five sentences in their fixed order."""
    return [
        _happened(review),
        _marketing(review),
        _sales(review),
        _unknown(review),
        _decision(review),
    ]


def _happened(review: Review) -> Sentence:
    gap = review.shortfall
    revenue = gap.scale.amount(gap.revenue[1])
    text = _("Revenue won was {revenue}, {distance}").format(
        revenue=revenue, distance=distance(gap)
    )
    change = gap.leads[1] - gap.leads[0]
    if change:
        more = (
            _("{n} more leads were handed off")
            if change > 0
            else _("{n} fewer leads were handed off")
        )
        link = (
            _("{text}; {change}")
            if (change > 0) == (gap.gap > 0)
            else _("{text}, although {change}")
        )
        text = link.format(text=text, change=more.format(n=number(abs(change))))
    if gap.gap_interval[0] <= 0 <= gap.gap_interval[1]:
        text = _("{text}. Luck alone can make a gap of this size").format(text=text)
    return Sentence(f"{text}.", revenue)


def _told(review: Review, part: str, fell: str, rose: str) -> Sentence | None:
    """Say what a part cost or brought, or nothing where the data cannot tell."""
    gap = review.shortfall
    estimate, verdict = gap.parts[part], gap.verdicts[part]
    if verdict == "cannot tell":
        return None
    amount = gap.scale.amount(abs(gap.printed[part]))
    ends = sorted((abs(estimate.low), abs(estimate.high)))
    interval = _("{low} to {high}").format(
        low=gap.scale.write(ends[0]), high=gap.scale.write(ends[1])
    )
    words = (fell if verdict == "fell" else rose).format(amount=amount)
    return Sentence(f"{words} ({interval})", amount)


def _open_question(review: Review, part: str, question: str) -> Sentence:
    gap = review.shortfall
    strong = _("the data cannot tell")
    text = _("{question}, {cannot}: {value} ({interval})").format(
        question=question,
        cannot=strong,
        value=f"{gap.scale.write(gap.printed[part], sign=True)} {gap.scale.unit}",
        interval=gap.scale.interval(gap.parts[part]),
    )
    return Sentence(text, strong)


def _marketing(review: Review) -> Sentence:
    quality = _told(
        review,
        "lead_quality",
        _("Weaker leads cost {amount}"),
        _("Better leads brought {amount}"),
    ) or _open_question(review, "lead_quality", _("Whether leads got better or worse"))
    volume = _told(
        review,
        "volume",
        _("fewer leads cost {amount}"),
        _("more leads brought {amount}"),
    )
    text = quality.text
    if review.shortfall.verdicts["lead_quality"] == "fell" and (source := grown_source(review)):
        text = f"{text}: {_growth(source)}"
    if volume:
        text = _("{text}; {volume}").format(text=text, volume=volume.text)
    return Sentence(f"{text}.", quality.strong, "marketing")


def grown_source(review: Review) -> Source | None:
    """Return the source whose share grew most, if it grew and won less than the rest."""
    first = review.sources[0] if review.sources else None
    if first is None or first.growth < GROWN or first.won.refused:
        return None
    return first if first.won.value < review.won[review.quarter].value else None


def _growth(source: Source) -> str:
    return _(
        "source {name} grew from {before} of {all_before} to {after} of {all_after} leads, and "
        "{won} of these {after} bought"
    ).format(
        name=source.name,
        before=number(source.before),
        after=number(source.after),
        all_before=number(source.all_before),
        all_after=number(source.all_after),
        won=number(source.won.events or 0),
    )


def _sales(review: Review) -> Sentence:
    told = _told(
        review,
        "follow_up",
        _("Slower or missing follow-up cost {amount}"),
        _("Faster follow-up brought {amount}"),
    )
    if not review.speed:
        strong = _("the data cannot tell")
        text = _(
            "Whether follow-up got faster or slower, {cannot}: first attempts are not on record."
        ).format(cannot=strong)
        return Sentence(text, strong, "sales")
    told = told or _open_question(review, "follow_up", _("Whether follow-up moved revenue"))
    return Sentence(f"{told.text}: {_called(review)}.", told.strong, "sales")


def _called(review: Review) -> str:
    shares = {speed.quarter: speed.in_time for speed in review.speed}
    before, after = shares[review.before], shares[review.quarter]
    return _(
        "{after} of leads were called within {hours} working hours, after {before} in {quarter}"
    ).format(
        after=after.write(), before=before.write(), hours=PROMISED_HOURS, quarter=review.before
    )


def _unknown(review: Review) -> Sentence:
    gap = review.shortfall
    verdict = gap.verdicts["selling"]
    if verdict == "cannot tell":
        found = _open_question(review, "selling", _("Whether selling itself changed"))
        text = _("{found}. {power}").format(found=found.text, power=_power(review))
        return Sentence(text, found.strong)
    told = _told(
        review,
        "selling",
        _("Selling, with everything unmeasured, cost {amount}"),
        _("Selling, with everything unmeasured, brought {amount}"),
    )
    strong = _("the data cannot tell")
    text = _(
        "{told}; whether that was skill, price, the market or hidden lead quality, {cannot}"
    ).format(told=told.text if told else "", cannot=strong)
    return Sentence(f"{text}{_control(review)}.", strong)


def _power(review: Review) -> str:
    """Say what stays unseen at this size, and how many wins would show a fall of a fifth."""
    gap = review.shortfall
    enough = 2 * (2.8 / log(1 / (1 - WORTH_SEEING))) ** 2
    return _(
        "With {wins} wins, a fall of less than {unseen} stays unseen; about {enough} wins a "
        "quarter would show one of {worth}."
    ).format(
        wins=number(gap.wins[1]),
        unseen=percent(gap.detectable),
        enough=number(round(enough, -1)),
        worth=percent(WORTH_SEEING),
    )


def _control(review: Review) -> str:
    control = review.shortfall.control
    readings = {
        "contradicts": _(
            ", but leads that sales found itself kept their win rate, which points to the leads"
        ),
        "supports": _(
            ", but leads that sales found itself won less too, which points away from the leads"
        ),
    }
    if control is None or review.shortfall.verdicts["selling"] != "fell":
        return ""
    return readings.get(control.reading, "")


def _decision(review: Review) -> Sentence:
    """Ask for a decision on the part that is named, or else on the largest one that fell."""
    gap = review.shortfall
    fell = [part for part, verdict in gap.verdicts.items() if verdict == "fell"]
    if not fell:
        strong = _("nothing on this evidence")
        text = _("To decide: {what}; keep to the agreement and look again next quarter.")
        return Sentence(text.format(what=strong), strong)
    first = gap.main_cause if gap.main_cause in fell else min(fell, key=lambda p: gap.printed[p])
    strong = _decisions(review)[first]
    text = _("To decide first: {what}.")
    if gap.main_cause == first:
        text = _("To decide: {what}. Main cause: {part}.")
    elif len(fell) > 1:
        text = _("To decide first: {what}. No part stands out as the main cause.")
    return Sentence(text.format(what=strong, part=part_names()[first].lower()), strong)


def _decisions(review: Review) -> dict[str, str]:
    source = grown_source(review)
    quality = _("which leads stay above the handoff line")
    if source:
        quality = _("whether {source} stays above the handoff line").format(source=source.name)
    return {
        "volume": _("how many leads marketing hands off next quarter, and from where"),
        "lead_quality": quality,
        "follow_up": _("who calls which leads first, and within how many hours"),
        "selling": _("which lost deals both sides go through together"),
        "deal_value": _("how far prices may be cut, and which buyers to look for"),
    }
