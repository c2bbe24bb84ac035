"""The words of an off-policy estimate: what it says, what it rests on, why it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.language import N_, _, money, ngettext, number, percent
from leadkit.handoff.words import amount, money_unit

if TYPE_CHECKING:
    from leadkit.handoff.unseen.diagnostics import Diagnostics
    from leadkit.handoff.unseen.off_policy import OffPolicy

NAMES = {
    "naive": N_("all handed-off leads alike (misleading)"),
    "direct": N_("a model of the win rate alone"),
    "ipw": N_("weighted by one over the logged chance"),
    "snipw": N_("the same, weights scaled to the leads"),
    "doubly_robust": N_("model and weights together"),
}


def sentence(found: OffPolicy) -> str:
    """Say what the rule would have earned more, from how many explored leads; or why not."""
    counted = _("Over {n} logged leads the other rule hands off {sides}").format(
        n=number(found.diagnostics.n), sides=_sides(found.diagnostics)
    )
    if found.best is None or found.value is None:
        return _("{counted}; what that would have earned cannot be told: {refusal}.").format(
            counted=counted, refusal=found.refusal
        )
    if not found.diagnostics.changed:
        return counted + "."
    text = _("{counted}; against today's rule that makes {gain}{explored}.").format(
        counted=counted,
        gain=amount(found.best, found.economics.currency, sign=True),
        explored=_explored(found.diagnostics),
    )
    if found.best.low <= 0 <= found.best.high:
        text += " " + _("The interval holds 0: the log cannot tell which of the two is better.")
    if found.warning is not None:
        text += " " + _("Rough: {warning}.").format(warning=found.warning)
    return text


def finding(found: OffPolicy) -> str:
    """Say the gain in a headline."""
    if found.best is None:
        return _("What the other rule would have earned cannot be told")
    if not found.diagnostics.changed:
        return _("The other rule changes nothing for the logged leads")
    currency = found.economics.currency
    if found.best.low > 0:
        return _("The other rule would have earned {gain} more than today's").format(
            gain=money(found.best.value, currency)
        )
    if found.best.high < 0:
        return _("The other rule would have earned {loss} less than today's").format(
            loss=money(-found.best.value, currency)
        )
    return _("The log cannot tell whether the other rule or today's would have earned more")


def rows(found: OffPolicy) -> pd.DataFrame:
    """Return one row a method, ready to read: earned in all, more than today, intervals."""
    scale, unit = money_unit(found.economics.currency, _largest(found))
    table = found.table.set_index("method")

    def shown(value: str, low: str, high: str) -> list[str]:
        ends = table[[value, low, high]] / scale
        return [
            number(float("nan")) if row.isna().any() else _("{value} ({low} to {high})").format(
                value=number(row[value], sign=value == "gain"),
                low=number(row[low]),
                high=number(row[high]),
            )
            for _method, row in ends.iterrows()
        ]  # fmt: skip

    earned = _("earned in all") if not unit else _("earned in all, {unit}").format(unit=unit)
    more = _("more than today") if not unit else _("more than today, {unit}").format(unit=unit)
    return pd.DataFrame(
        {
            _("method"): [_(NAMES[name]) for name in table.index],
            earned: shown("value", "low", "high"),
            more: shown("gain", "gain_low", "gain_high"),
        }
    )


def evidence(found: OffPolicy) -> list[tuple[str, str]]:
    """Return what the estimate rests on: names and numbers."""
    known = found.diagnostics
    return [
        (_("logged leads"), number(known.n)),
        (_("leads that change sides"), number(known.changed)),
        (_("of them explored, and won"), f"{number(known.explored)}, {number(known.wins)}"),
        (_("effective sample size"), number(known.ess)),
        (_("the same among leads that change sides"), number(known.ess_changed)),
        (_("largest share of one lead in the weights"), percent(known.largest_share, 1)),
        (_("decided by a person, outcomes unused"), number(known.overrides)),
        (_("logged leads left out"), number(known.left_out)),
    ]


def refusal(known: Diagnostics, fewest: int) -> str | None:
    """Say why the log cannot tell what the rule would have earned, or None if it can."""
    if known.impossible:
        return ngettext(
            "{n} lead that the rule would hand off had no chance of it, so no lead stands for it",
            "{n} leads that the rule would hand off had no chance of it, so none stands for them",
            known.impossible,
        ).format(n=number(known.impossible))
    if known.added and known.explored < fewest:
        return _(
            "of {added} more leads only {explored} were handed off by the draw; it takes {fewest}"
        ).format(added=number(known.added), explored=number(known.explored), fewest=number(fewest))
    if known.taken < fewest:
        return _("only {taken} logged leads were handed off; it takes {fewest}").format(
            taken=number(known.taken), fewest=number(fewest)
        )
    if not known.all_wins:
        return _("none of the {taken} leads handed off was won").format(taken=number(known.taken))
    return None


def warning(known: Diagnostics, few: int, few_wins: int) -> str | None:
    """Say what makes the numbers rough, or None if nothing does."""
    said = []
    if known.added and known.explored < few:
        said.append(
            _("only {n} leads were explored, {few} are wanted").format(
                n=number(known.explored), few=number(few)
            )
        )
    if known.added and known.wins < few_wins:
        said.append(
            ngettext(
                "only {n} of the explored leads was won",
                "only {n} of the explored leads were won",
                known.wins,
            ).format(n=number(known.wins))
        )
    if known.held_back:
        said.append(
            ngettext(
                "{n} lead of today's rule was held back by a person, which no weight makes up for",
                "{n} leads of today's rule were held back by people, which no weight makes up for",
                known.held_back,
            ).format(n=number(known.held_back))
        )
    return "; ".join(said) or None


def _sides(known: Diagnostics) -> str:
    if not known.changed:
        return _("the same leads as today's")
    parts = []
    if known.added:
        parts.append(_("{n} more").format(n=number(known.added)))
    if known.dropped:
        parts.append(_("{n} fewer").format(n=number(known.dropped)))
    return _(" and ").join(parts)


def _explored(known: Diagnostics) -> str:
    if not known.added:
        return ""
    return _(", judged by {explored} of them that were handed off by the draw, {wins} won").format(
        explored=number(known.explored), wins=number(known.wins)
    )


def _largest(found: OffPolicy) -> float:
    largest = np.nanmax(np.abs(found.table.drop(columns="method").to_numpy()), initial=0.0)
    return float(largest)
