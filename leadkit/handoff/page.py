"""The handoff page: where the line is, what it earns, and what the data cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.language import _, money, number, percent
from leadkit.base.page import Page, Picture, Section, Table, bold, team
from leadkit.handoff.policies import policy_names
from leadkit.handoff.words import (
    amount,
    check_words,
    flat_words,
    line,
    method_words,
    money_unit,
    picture_words,
    unseen_bounds,
)

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.curve import HandoffCurve

HEIGHT = 5.0


def handoff_page(
    curve: HandoffCurve,
    choice: HandoffChoice,
    *,
    title: str = "",
    subtitle: str = "",
    footer: str = "",
) -> Page:
    """Lay out the page on which both sides agree the handoff line.

    Parameters
    ----------
    curve : HandoffCurve
        Profit by threshold.
    choice : HandoffChoice
        What was chosen from it.
    title : str
        The one heading; by default the choice itself.
    subtitle : str
        Firm, model and population.
    footer : str
        Data, model, versions and seed.

    Returns
    -------
    Page
        Its `.html()` is one file with nothing to fetch.
    """
    warned = Section(heading=_("Before you sign"), text=choice.warnings)
    return Page(
        kind=_("Handoff line"),
        title=title or _title(choice),
        subtitle=subtitle,
        say=_say(curve, choice),
        facts=_facts(curve, choice),
        sections=[_curve_section(curve, choice), _policy_section(choice), warned],
        footer=footer,
        signatures=[_("Head of marketing"), _("Head of sales")],
    )


def _title(choice: HandoffChoice) -> str:
    if choice.threshold is None:
        return _("No handoff line meets these terms")
    return _("Hand off from {line} upwards").format(line=line(choice.threshold))


def _say(curve: HandoffCurve, choice: HandoffChoice) -> list[str | Markup]:
    return [
        bold(picture_words(curve, choice)[0] + ".", _money_part(choice)),
        team("marketing") + " " + bold(*_marketing(curve, choice)),
        team("sales") + " " + bold(*_sales(curve, choice)),
        bold(*_cannot_tell(curve, choice)),
        bold(*_decide(choice)),
    ]


def _marketing(curve: HandoffCurve, choice: HandoffChoice) -> tuple[str, str]:
    handed_off, judged = number(choice.handed_off), number(len(curve.leads.p))
    if choice.threshold is None:
        wins = number(int(curve.leads.won.sum()))
        return _("hands off nobody by this score; {wins} of {judged} judged leads bought.").format(
            wins=wins, judged=judged
        ), wins
    return _("hands off {n} of the {judged} judged leads; {rate} of them bought.").format(
        n=handed_off, judged=judged, rate=choice.win_rate.write()
    ), handed_off


def _money_part(choice: HandoffChoice) -> str:
    """Return the amount in the finding that is set in bold."""
    gain = choice.compared.get("today")
    shown = choice.profit if gain is None or choice.capacity.binding else gain
    return amount(shown, choice.economics.currency).split(" ")[0]


def _sales(curve: HandoffCurve, choice: HandoffChoice) -> tuple[str, str]:
    if choice.threshold is None:
        return _("gets no lead by this score."), _("no lead")
    economics, limit = curve.economics, curve.capacity.limit
    row = curve.at(choice.nearest)
    work = (choice.handed_off + int(curve.table["unseen"].iloc[row])) * economics.hours_per_lead
    form = _("{n} leads") if economics.hours is None else _("{n} hours")
    needed = form.format(n=number(work))
    if limit is None:
        return _("works {work} in the time of this table.").format(work=needed), needed
    text = _("works {work} of the {limit} it can give").format(
        work=needed, limit=form.format(n=number(limit))
    )
    if not curve.capacity.binding:
        return text + _("; there is time to spare."), needed
    price = money(curve.capacity.shadow_price, economics.currency)
    unit = _("lead") if economics.hours is None else _("hour")
    return text + _("; one more {unit} would earn {price}.").format(unit=unit, price=price), needed


def _cannot_tell(curve: HandoffCurve, choice: HandoffChoice) -> tuple[str, str]:
    count, least, most = unseen_bounds(curve, choice.nearest)
    currency = curve.economics.currency
    strong = _("the data cannot tell")
    if count:
        return _(
            "What {n} leads above the line that nobody followed would have bought, the data cannot "
            "tell: anything from {least} to {most}. Handing off a random few would."
        ).format(n=number(count), least=money(least, currency), most=money(most, currency)), strong
    if choice.threshold is None:
        return _("Whether better leads or a sharper score would pay, the data cannot tell."), strong
    return _(
        "Where exactly the line earns most, the data cannot tell: anywhere from {low} to {high}. "
        "Four times the leads would halve that."
    ).format(low=line(choice.low), high=line(choice.high)), strong


def _decide(choice: HandoffChoice) -> tuple[str, str]:
    if choice.threshold is None:
        return _(
            "To decide: hand off nobody by this score; change value, cost or capacity, or find "
            "better leads."
        ), _("nobody")
    where = line(choice.threshold)
    text = _("To decide: draw the line at {line}.").format(line=where)
    return " ".join([text, flat_words(choice)]).strip(), where


def _facts(curve: HandoffCurve, choice: HandoffChoice) -> Table:
    wins = int(curve.table["wins"].iloc[curve.at(choice.nearest)])
    scale, unit = money_unit(curve.economics.currency, abs(choice.profit.value))
    rows = [
        (_("Handed off"), number(choice.handed_off)),
        (_("Won"), number(wins)),
        (
            _("Win rate"),
            number(np.nan) if choice.win_rate.refused else percent(choice.win_rate.value, 1),
        ),
        (_("Profit, {unit}").format(unit=unit), number(choice.profit.value / scale)),
    ]
    name = line(choice.nearest)
    if choice.threshold is None:
        name = _("nearest, {line}").format(line=name)
    return Table(
        finding=_("The line in four numbers"),
        rows=pd.DataFrame(rows, columns=[_("judged leads"), name]),
        numeric=[name],
    )


def _curve_section(curve: HandoffCurve, choice: HandoffChoice) -> Section:
    from leadkit.base import figure

    finding, subtitle, source = picture_words(curve, choice)
    drawing = figure.blank(HEIGHT)
    ax = drawing.subplots()
    drawing.subplots_adjust(left=0.1, right=0.97, top=0.99, bottom=0.11)
    curve.plot(ax)
    picture = Picture(
        uri=figure.data_uri(drawing),
        finding=finding,
        subtitle=subtitle,
        source=source,
        alt=_("{finding}. {sentence} Table below.").format(
            finding=finding, sentence=choice.sentence()
        ),
    )
    return Section(
        heading=_("What each line would have earned"),
        pictures=[picture],
        notes=[(_("How to read it"), _how_to_read(curve)), (_("What it cannot tell"), _limits())],
        details=" ".join([method_words(choice), check_words(choice), *curve.assumptions]),
    )


def _how_to_read(curve: HandoffCurve) -> str:
    if curve.leads.today is None:
        zero = _("Zero is handing off nobody.")
    else:
        zero = _("Zero is today’s rule.")
    return (
        zero
        + " "
        + _(
            "Left: hand off more leads, right: fewer. Thick is what the model expects, thin what "
            "happened. Inside the yellow zone any line is as good."
        )
    )


def _limits() -> str:
    return _(
        "Leads nobody followed have no outcome: hatched, only bounds. And the score predicts "
        "buying after a handoff, not what sales adds; keep back a random few to learn that."
    )


def _policy_section(choice: HandoffChoice) -> Section:
    rows, rivals = policy_rows(choice), choice.table.iloc[1:]
    rivals = rivals[rivals["fits"]]
    finding = _(
        "The recommendation earned more than {n} of the {others} other policies that sales can "
        "work; gain is how much more, chance that it is above zero"
    ).format(n=int((rivals["gain"] > 0).sum()), others=len(rivals))
    table = Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))
    return Section(heading=_("Against other ways to choose"), tables=[table])


def policy_rows(choice: HandoffChoice) -> pd.DataFrame:
    """Return the compared policies as a table of strings, one row a policy."""
    economics, leads = choice.economics, choice.curve.leads
    names = policy_names(leads, choice.capacity, economics)
    scale, unit = money_unit(economics.currency, float(choice.table["profit"].abs().max()))
    profit, gain = (", ".join(filter(None, [name, unit])) for name in (_("profit"), _("gain")))
    return pd.DataFrame(
        {
            _("policy"): names[row["policy"]] + ("" if row["fits"] else _(": over capacity")),
            _("line"): number(np.nan) if np.isnan(row["threshold"]) else line(row["threshold"]),
            _("handed off"): number(row["handed_off"]),
            _("won"): number(row["wins"]),
            profit: number(row["profit"] / scale),
            gain: number(np.nan) if row["policy"] == "best" else _gain(row, scale),
            _("chance"): _chance(row["p_better"]),
        }
        for row in choice.table.to_dict("records")
    )


def _gain(row: Any, scale: float) -> str:
    value, low, high = (number(row[end] / scale, sign=True) for end in ("gain", "low", "high"))
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def _chance(probability: float) -> str:
    """Write a chance, never as certain."""
    if np.isnan(probability):
        return number(np.nan)
    if probability > 0.99:
        return _("over {share}").format(share=percent(0.99))
    return (
        _("under {share}").format(share=percent(0.01))
        if probability < 0.01
        else percent(probability)
    )
