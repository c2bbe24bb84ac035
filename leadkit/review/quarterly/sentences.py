"""The review in five sentences: what happened, both sides, what is unknown, what to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from leadkit.base.language import _, capital, day, ngettext, number, quarter_name
from leadkit.review.shortfall.doubts import acceptance, control_words, luck, power
from leadkit.review.shortfall.words import distance, part_words

if TYPE_CHECKING:
    from leadkit.review.decisions.judging import Outcome
    from leadkit.review.quarterly.review import Review
    from leadkit.review.shortfall.shortfall import Shortfall

GROWN = 0.03


class Sentence(NamedTuple):
    """One sentence of the answer: its words, the one thing in it to stress, and its side."""

    text: str
    strong: str
    team: str = ""


def five_sentences(review: Review) -> list[Sentence]:
    """Return the five sentences in their fixed order."""
    first, last = [_happened(review), _marketing(review), _sales(review)], _decision(review)
    return [*first, _unknown(review.shortfall), last]


def _happened(review: Review) -> Sentence:
    gap = review.shortfall
    revenue, change = gap.scale.amount(gap.revenue[1]), gap.leads[1] - gap.leads[0]
    text = _("Revenue won was {revenue}, {distance}")
    if change > 0:
        text = ngettext(
            "Revenue won was {revenue}, {distance}, with {n} more lead handed off",
            "Revenue won was {revenue}, {distance}, with {n} more leads handed off",
            change,
        )
    if change < 0:
        text = ngettext(
            "Revenue won was {revenue}, {distance}, with {n} lead fewer handed off",
            "Revenue won was {revenue}, {distance}, with {n} fewer leads handed off",
            -change,
        )
    text = text.format(revenue=revenue, distance=distance(gap), n=number(abs(change)))
    return Sentence(" ".join(filter(None, [f"{text}.", acceptance(gap), luck(gap)])), revenue)


def _effect(gap: Shortfall, part: str) -> Sentence:
    """Say what a part cost or brought, or that the data cannot tell; without a full stop."""
    estimate, verdict, words = gap.parts[part], gap.verdicts[part], part_words()[part]
    if verdict == "cannot tell":
        strong = _("the data cannot tell")
        text = _("whether {part} moved revenue, {cannot}: {amount} ({ends})").format(
            part=words.name.lower(),
            cannot=strong,
            amount=gap.scale.amount(gap.printed[part], sign=True),
            ends=gap.scale.ends(estimate.low, estimate.high),
        )
        return Sentence(text, strong)
    strong = gap.scale.amount(abs(gap.printed[part]))
    low, high = sorted((abs(estimate.low), abs(estimate.high)))
    ends = gap.scale.ends(low, high, sign=False)
    if verdict == "fell":
        text = _("{change} cost {amount} ({ends})").format(
            change=words.fell, amount=strong, ends=ends
        )
    else:
        text = _("{change} brought {amount} ({ends})").format(
            change=words.rose, amount=strong, ends=ends
        )
    return Sentence(text, strong)


def _marketing(review: Review) -> Sentence:
    gap = review.shortfall
    text, strong, _team = _effect(gap, "lead_quality")
    source = grown_source(review)
    if source and gap.verdicts["lead_quality"] == "fell":
        text += _(
            ": source {name} grew from {before} to {after} leads, and {won} of the {after} bought"
        ).format(**source)
    if gap.verdicts["volume"] != "cannot tell":
        text += f"; {_effect(gap, 'volume').text}"
    return Sentence(f"{capital(text)}.", strong, "marketing")


def grown_source(review: Review) -> dict[str, Any] | None:
    """Return the source whose share grew most, if it wins less often than all, beyond luck."""
    if review.sources.empty:
        return None
    first = review.sources.iloc[0]
    won = first["won_after"]
    if first["growth"] < GROWN or won.refused or won.high >= review.won[1].value:
        return None
    return {
        "name": first.name,
        "before": number(first["before"]),
        "after": number(first["after"]),
        "won": number(won.events),
    }


def _sales(review: Review) -> Sentence:
    if review.follow_up.empty:
        strong = _("the data cannot tell")
        text = _("Whether follow-up moved revenue, {cannot}: first attempts are not on record.")
        return Sentence(text.format(cannot=strong), strong, "sales")
    effect = _effect(review.shortfall, "follow_up")
    called = review.follow_up["in_time"]
    text = _(
        "{effect}: {after} of leads were called within {hours}, after {before} in {quarter}."
    ).format(
        effect=capital(effect.text),
        after=called[review.quarter].write(),
        before=called[review.before].write(),
        hours=review.promised[review.quarter].calls,
        quarter=quarter_name(review.before),
    )
    return Sentence(text, effect.strong, "sales")


def _unknown(gap: Shortfall) -> Sentence:
    """Say what selling did and what that leaves open."""
    effect, verdict = _effect(gap, "selling"), gap.verdicts["selling"]
    if verdict == "cannot tell":
        return Sentence(f"{capital(effect.text)}. {power(gap)}", effect.strong)
    strong = _("the data cannot tell")
    text = _(
        "{effect}; whether that was skill, price, the market or hidden lead quality, {cannot}."
    ).format(effect=capital(effect.text), cannot=strong)
    if not gap.control or gap.control.reading == "cannot tell" or verdict != "fell":
        return Sentence(text, strong)
    if gap.control.reading == "contradicts":
        text = _unnamed(gap)
    return Sentence(f"{text} {control_words(gap.control)}", strong)


def _unnamed(gap: Shortfall) -> str:
    """Say what the part called selling cost, without blaming those who sell."""
    estimate, strong = gap.parts["selling"], _("the data cannot tell")
    return _(
        "What nobody measured, drawn as “selling”, cost {amount} ({ends}); whether that was skill, "
        "price, the market or hidden lead quality, {cannot}."
    ).format(
        amount=gap.scale.amount(abs(gap.printed["selling"])),
        ends=gap.scale.ends(-estimate.high, -estimate.low, sign=False),
        cannot=strong,
    )


def _decision(review: Review) -> Sentence:
    """Ask for a decision on the part that is named, or else on the largest one that fell."""
    gap, words = review.shortfall, part_words()
    fell = [part for part, verdict in gap.verdicts.items() if verdict == "fell"]
    if not fell:
        strong, text = (
            _("nothing on this evidence"),
            _("To decide: {what}; look again next quarter."),
        )
        return Sentence(text.format(what=strong), strong)
    part = gap.main_cause if gap.main_cause in fell else min(fell, key=lambda p: gap.printed[p])
    strong, source = words[part].decide, grown_source(review)
    if part == "lead_quality" and source:
        strong = _("whether to keep handing off {name} leads").format(**source)
    missed = _decided_before(review, part, source)
    if missed is not None:
        strong = _("who sees to it now, and by when")
        text = _("Decided on {day} and not reached: “{before}”. To decide: {what}.")
        if gap.main_cause == part:
            text += " " + _("Main cause: {part}.")
        facts = {"day": day(missed.decision.on), "before": missed.decision.what}
        name = words[part].name.lower()
        return Sentence(text.format(**facts, what=strong, part=name), strong)
    text = _("To decide first: {what}.")
    if gap.main_cause == part:
        text = _("To decide: {what}. Main cause: {part}.")
    elif len(fell) > 1:
        text = _("To decide first: {what}. No main cause stands out.")
    return Sentence(text.format(what=strong, part=words[part].name.lower()), strong)


def _decided_before(review: Review, part: str, source: dict[str, Any] | None) -> Outcome | None:
    """Return an earlier decision on the same matter that did not reach its target."""
    for one in review.decisions:
        decision = one.decision
        of_source = part == "lead_quality" and source and decision.source == source["name"]
        of_calls = part == "follow_up" and decision.measure == "called_in_time"
        if one.verdict == "not reached" and (of_source or of_calls):
            return one
    return None
