"""Speed to lead in words: what is seen, what is left, and what nobody can know from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, _, number, percent

if TYPE_CHECKING:
    from leadkit.review.speed.found import SpeedToLead


def bucket_words() -> dict[str, str]:
    """Return the reader's name of each wait."""
    return {
        "1": _("within 1 hour"),
        "4": _("1 to 4 hours"),
        "8": _("4 to 8 hours"),
        "24": _("8 to 24 hours"),
        "later": _("later"),
        "never": _("never"),
    }


def way_words() -> dict[str, str]:
    """Return the reader's name of each way of looking."""
    return {
        "raw": _("as counted"),
        "standardised": _("leads of equal quality"),
        "quasi": _("leads that came out of hours"),
    }


def speed_sentences(found: SpeedToLead) -> list[str]:
    """Return the answer: as counted, at equal quality, by out-of-hours leads, and what is open."""
    if not found.ratios:
        return [
            _("Too few leads were won, or waited, to compare fast and slow first attempts."),
            only_an_experiment(),
        ]
    said = [
        _(
            "Leads called within 1 working hour won {raw} times as often as those called after 8 "
            "or more; at equal quality, as far as it is on record, {standardised} times."
        ).format(
            raw=found.ratios["raw"].write(2), standardised=found.ratios["standardised"].write(2)
        )
    ]
    return [*said, quasi_sentence(found), only_an_experiment()]


def quasi_sentence(found: SpeedToLead) -> str:
    """Say what leads tell that came out of hours."""
    if found.refusal:
        return _("Leads that came out of hours tell nothing here: {reason}.").format(
            reason=found.refusal
        )
    ratio = found.ratios["quasi"]
    text = _(
        "Leads that came while sales was away waited for no fault of theirs; they put it at "
        "{quasi} times"
    ).format(quasi=ratio.write(2))
    if ratio.low <= 1:
        return text + _(", and cannot rule out that waiting costs nothing.")
    return text + "."


def only_an_experiment() -> str:
    """Say what would tell more."""
    return _(
        "Only an experiment could say more: for a few weeks, shuffle the queue among leads of "
        "equal score and call them in that order."
    )


def warnings() -> list[str]:
    """Return why the columns are no proof, each in a sentence."""
    return [
        _(
            "Cherry-picking: reps call first who looks good to them, so fast leads were better to "
            "begin with; what they saw and no column holds stays in the second column too."
        ),
        _(
            "Survivors: a lead called after two days was still there after two days; those who "
            "bought elsewhere meanwhile never got a late call."
        ),
        _(
            "Mix of sources: a source that hands over by telephone is called at once and buys more "
            "often, whatever the speed."
        ),
        _(
            "The other way round: who is about to buy calls sales first, and that stands as a fast "
            "first attempt."
        ),
    ]


def speed_rows(found: SpeedToLead) -> pd.DataFrame:
    """Return the three columns to read."""
    names, ways = bucket_words(), way_words()
    rows = [
        {
            _("first attempt (working hours)"): names[row["bucket"]],
            _("leads"): number(row["n"]),
            _("won"): number(row["wins"]),
            **{ways[way]: _written(row[way]) for way in ways},
        }
        for row in found.table.to_dict("records")
    ]
    ratios = {way: found.ratios[way].write(2) for way in found.ratios}
    last = {
        _("first attempt (working hours)"): _("within 1 hour ÷ after 8 or more"),
        _("leads"): "",
        _("won"): "",
        **{ways[way]: ratios.get(way, MISSING) for way in ways},
    }
    return pd.DataFrame([*rows, last])


def _written(rate: Estimate | None) -> str:
    if rate is None or rate.n == 0:
        return MISSING
    if rate.refused:
        return _("{events} of {n}").format(events=number(rate.events or 0), n=number(rate.n))
    return rate.write()


def balance_rows(found: SpeedToLead) -> pd.DataFrame:
    """Return the balance table to read."""
    return pd.DataFrame(
        {
            "": _what(str(row["what"])),
            _("came in working hours"): percent(row["in_hours"], 1),
            _("came out of hours"): percent(row["out_of_hours"], 1),
            _("apart, in standard deviations"): number(row["apart"], 2, sign=True),
        }
        for row in found.balance.to_dict("records")
    )


def _what(name: str) -> str:
    words = {
        "quality": _("chance of winning, by what was known"),
        "never": _("never called"),
    }
    if name in words:
        return words[name]
    column, level = name.split(": ", 1)
    kind = {"source": _("source {name}"), "segment": _("segment {name}")}[column]
    return kind.format(name=level)
