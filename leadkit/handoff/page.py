"""The handoff page: where the line is, what it earns, and what the data cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.language import _, number, percent
from leadkit.base.page import Page, Section, Table, bold, team
from leadkit.base.pictured import drawn
from leadkit.handoff import capacity_words, curve_words, words
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.page_grounds import (
    assumed,
    by_segment,
    changed,
    how_sure,
    in_doubt,
    tried,
    uncalled,
)
from leadkit.handoff.picture import TALL
from leadkit.handoff.policies import top_k

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.handoff.choice import HandoffChoice


def handoff_page(
    grounds: Grounds, *, title: str = "", subtitle: str = "", footer: str = ""
) -> Page:
    """Lay out the page on which both sides agree the handoff line.

    Parameters
    ----------
    grounds : Grounds
        The chosen line and what it rests on.
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
    choice = grounds.choice
    named = _("Hand off from {line} upwards").format(line=words.line(choice.nearest))
    if choice.threshold is None:
        named = _("No handoff line meets these terms")
    has_line = choice.threshold is not None
    sections = [
        _curve_section(choice) if choice.usable else None,
        assumed(grounds),
        _policy_section(choice),
        changed(grounds),
        tried(grounds),
        by_segment(grounds),
        how_sure(grounds) if has_line else None,
        in_doubt(grounds),
        uncalled(grounds),
        Section(heading=_("Before you sign"), text=[words.method(choice), *words.cautions(choice)]),
    ]
    return Page(
        kind=_("Handoff line"),
        title=title or named,
        subtitle=subtitle,
        say=_say(choice),
        facts=_facts(choice),
        sections=[section for section in sections if section is not None],
        footer=footer,
        signatures=[_("Head of marketing"), _("Head of sales")],
    )


def _say(choice: HandoffChoice) -> list[str | Markup]:
    gain = choice.compared.get("today")
    earned = choice.profit if gain is None or choice.capacity.binding else gain
    shown = words.amount(earned, choice.economics.currency).split(" ")[0]
    marketing, sales, decision = _nobody(choice) if choice.threshold is None else _orders(choice)
    return [
        bold(curve_words.finding(choice) + ".", shown),
        team("marketing") + " " + marketing,
        team("sales") + " " + sales,
        bold(words.cannot_tell(choice), _("the data cannot tell")),
        decision,
    ]


def _orders(choice: HandoffChoice) -> tuple[Markup, Markup, Markup]:
    """Say what the line asks of marketing, of sales, and of both to decide."""
    count, where = number(choice.handed_off), words.line(choice.nearest)
    marketing = _("hands off {n} of the {judged} judged leads; {rate} of them bought.").format(
        n=count, judged=number(len(choice.curve.leads.p)), rate=choice.win_rate.write()
    )
    load = capacity_words.load(choice)
    sales = _("works {load}.").format(load=load)
    decision = _("To decide: draw the line at {line}.").format(line=where)
    return (
        bold(marketing, count),
        bold(sales, " ".join(load.split(" ")[:2]).rstrip(",")),
        bold(f"{decision} {words.flat(choice)}".strip(), where),
    )


def _nobody(choice: HandoffChoice) -> tuple[Markup, Markup, Markup]:
    won = choice.curve.leads.won
    marketing = _("hands off nobody by this score; {wins} of {judged} judged leads bought.").format(
        wins=number(int(won.sum())), judged=number(len(won))
    )
    decision = _(
        "To decide: change value, cost or capacity, find better leads, or hand off nobody."
    )
    return (
        bold(marketing, _("nobody")),
        bold(_("gets no lead by this score."), _("no lead")),
        bold(decision, _("nobody")),
    )


def _facts(choice: HandoffChoice) -> Table:
    scale, unit = words.money_unit(choice.economics.currency, abs(choice.profit.value))
    rate = choice.win_rate
    name = words.line(choice.nearest)
    if choice.threshold is None:
        name = _("nearest, {line}").format(line=name)
    rows = [
        (_("Handed off"), number(choice.handed_off)),
        (_("Won"), number(rate.events or 0)),
        (_("Win rate"), number(np.nan) if rate.refused else percent(rate.value, 1)),
        (words.headed(_("Profit"), unit), number(choice.profit.value / scale)),
    ]
    return Table(
        finding=_("The line in four numbers"),
        rows=pd.DataFrame(rows, columns=[_("judged leads"), name]),
        numeric=[name],
    )


def _curve_section(choice: HandoffChoice) -> Section:
    picture = drawn(choice.plot, curve_words.picture_words(choice), TALL)
    zero = _("Zero is handing off nobody.")
    economics = choice.economics
    if economics.nurture and economics.nurtures:
        zero = _("Zero is nurturing every lead.")
    if choice.curve.leads.today is not None:
        zero = _("Zero is today's rule.")
    how = _(
        "Left: hand off more leads, right: fewer. Thick is what the model expects, thin what "
        "happened. Inside the yellow zone any line is as good."
    )
    limits = _(
        "Leads nobody followed have no outcome: hatched, only bounds. Handing off a random few of "
        "them would tell."
    )
    return Section(
        heading=_("What each line would have earned"),
        pictures=[picture],
        notes=[(_("How to read it"), f"{zero} {how}"), (_("What it cannot tell"), limits)],
        details=_(
            "{otherwise}, and the judged leads stand for the leads to come. Gains and chances: "
            "Bayesian bootstrap of the same leads under both policies; where 3 wins or fewer lie "
            "between them, Jeffreys prior. Seed {seed}."
        ).format(otherwise=_otherwise(economics), seed=choice.curve.seed),
    )


def _otherwise(economics: Economics) -> str:
    """Say what becomes of a lead that is not handed off."""
    if economics.nurture or economics.keeps or economics.anyway:
        return _("A lead that is not handed off costs and buys what is said of it below")
    return _("A lead that is not handed off neither buys nor costs anything")


def _policy_section(choice: HandoffChoice) -> Section:
    if not choice.usable:
        return _without_score(choice)
    rivals = choice.table.iloc[1:].query("fits")
    finding = _(
        "The recommendation earned clearly more than {n} of the {others} other policies that sales "
        "can work; gain is how much more"
    ).format(n=int((rivals["low"] > 0).sum()), others=len(rivals))
    if choice.p_better:
        finding += _(", chance that it is above zero")
    rows = policy_rows(choice)
    table = Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))
    return Section(heading=_("Against other ways to choose"), tables=[table])


def _without_score(choice: HandoffChoice) -> Section:
    rows = policy_rows(choice)
    finding = words.without_score(choice)
    table = Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))
    return Section(heading=_("What can be done without the score"), tables=[table])


def policy_rows(choice: HandoffChoice) -> pd.DataFrame:
    """Return the compared policies as a table of strings, one row a policy."""
    symbol = words.money_unit(choice.economics.currency, 0.0)[1]
    scale, unit = words.column_unit(symbol, float(choice.table["profit"].abs().max()))
    names = {
        "best": _("recommended"),
        "today": _("today's rule"),
        "all": _("hand off every lead"),
        "none": _("hand off nobody"),
        "top_k": top_k(choice.curve)[1],
        "best_f1": _("line with the best F1"),
        "youden": _("line with the best Youden index"),
        "points_card": _("points card, at break-even"),
        "own_value": _("each lead by its own worth and cost"),
    }
    rows = pd.DataFrame(
        {
            _("policy"): names[row["policy"]] + ("" if row["fits"] else _(": over capacity")),
            _("line"): words.line(row["threshold"]),
            _("handed off"): number(row["handed_off"]),
            words.headed(_("profit"), unit): number(row["profit"] / scale),
            words.headed(_("gain"), unit): _gain(row, scale),
            _("chance"): words.chance(row["p_better"]),
        }
        for row in choice.table.to_dict("records")
    )
    return rows if choice.p_better else rows.drop(columns=_("chance"))


def _gain(row: Any, scale: float) -> str:
    if row["policy"] == "best":
        return number(np.nan)
    value, low, high = (number(row[end] / scale, sign=True) for end in ("gain", "low", "high"))
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)
