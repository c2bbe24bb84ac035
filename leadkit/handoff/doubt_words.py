"""The sentences of the tornado, of the cost-ratio map and of the regret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import DOUBTED, RATES, written_hours
from leadkit.base.language import N_, NO_BREAK, _, capital, listed, money, number, percent
from leadkit.handoff.leads import FLAT_LOSS
from leadkit.handoff.words import headed, line, money_unit

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve
    from leadkit.handoff.regret import Regret
    from leadkit.handoff.sensitivity import CostRatios, Tornado

NAMES = {**DOUBTED, "outcomes": N_("how often such leads really buy")}


def named(name: str) -> str:
    """Name an input as a column or a row does."""
    return capital(_(NAMES[name]))


def written(name: str, amount: float, currency: str) -> str:
    """Write an amount of an input with its unit."""
    if name in RATES:
        return line(amount)
    if name == "hours":
        return _("{n} h").format(n=written_hours(amount))
    return money(amount, currency)


def tornado_sentence(tornado: Tornado) -> str:
    """Say which doubt moves profit most, and whether any turns it into a loss."""
    return f"{tornado_finding(tornado)}. {losses(tornado)}"


def tornado_finding(tornado: Tornado) -> str:
    """Return what the picture shows, with its numbers."""
    top, currency = tornado.table.iloc[0].to_dict(), tornado.curve.economics.currency
    where = line(tornado.line)
    if top["swing"] == 0:
        return _("None of the amounts in doubt moves the profit of a line at {line}").format(
            line=where
        )
    return _(
        "The profit of a line at {line} hangs most on {name}: {profit_low} if that is {low}, "
        "{profit_high} if it is {high}"
    ).format(
        line=where,
        name=_(NAMES[top["input"]]),
        low=written(top["input"], top["low"], currency),
        high=written(top["input"], top["high"], currency),
        **_alike(currency, profit_low=top["profit_low"], profit_high=top["profit_high"]),
    )


def losses(tornado: Tornado) -> str:
    """Say whether the doubt about one amount alone takes the whole profit away."""
    table = tornado.table
    loses = table[(table[["profit_low", "profit_high"]] <= 0).any(axis=1)]
    if tornado.profit.value <= 0:
        return _("It earns nothing at the agreed amounts either.")
    if loses.empty:
        return _("No single amount, at its low or its high, takes the whole profit away.")
    return _("At one end of its doubt, {names} takes the whole profit away.").format(
        names=listed([_(NAMES[name]) for name in loses["input"]])
    )


def tornado_words(tornado: Tornado) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the tornado."""
    subtitle = _(
        "Profit on the judged leads as one amount goes from its low to its high and all others "
        "stay; the best line for these amounts at the right"
    )
    source = _("{economics}. Whisker: 95 % interval at the agreed amounts, {method}.").format(
        economics=capital(tornado.curve.economics.sentence()), method=tornado.curve.method
    )
    return tornado_finding(tornado), subtitle, f"{_counts(tornado.curve)} {source}"


def tornado_rows(tornado: Tornado) -> pd.DataFrame:
    """Return the inputs as a table of strings."""
    table, currency = tornado.table, tornado.curve.economics.currency
    scale, unit = profit_unit(tornado)
    profit = headed(_("profit"), unit)
    return pd.DataFrame(
        {
            _("amount"): named(row["input"]),
            **{
                head: written(row["input"], row[end], currency)
                for head, end in ((_("low"), "low"), (_("agreed"), "base"), (_("high"), "high"))
            },
            _("best line"): lines_moved(row["line_low"], row["line_high"]),
            profit: _("{low} to {high}").format(
                low=number(row["profit_low"] / scale), high=number(row["profit_high"] / scale)
            ),
        }
        for row in table.to_dict("records")
    )


def profit_unit(tornado: Tornado) -> tuple[float, str]:
    """Return what to divide the profits by, and their unit."""
    largest = float(tornado.table[["profit_low", "profit_high"]].abs().to_numpy().max())
    return money_unit(tornado.curve.economics.currency, largest)


def lines_moved(low: float, high: float) -> str:
    """Write the lines between which the best one moves, or the one at which it stays."""
    if line(low) == line(high):
        return line(low)
    return _("{low} to {high}").format(low=line(min(low, high)), high=line(max(low, high)))


def map_finding(ratios: CostRatios) -> str:
    """Return what the map shows, with its numbers."""
    lines = ratios.table["line"]
    return _(
        "Whichever of these costs and values you believe, the line lies between {low} and {high}"
    ).format(low=line(lines.min()), high=line(lines.max()))


def map_sentence(ratios: CostRatios) -> str:
    """Say between which lines the best one lies, and what the current one may lose."""
    table, currency = ratios.table, ratios.curve.economics.currency
    said = _(
        "Whether working a lead costs {cost} and whether a win is worth {value}, the best line "
        "lies between {low} and {high}; the line at {line} earns at most {loss} less."
    ).format(
        cost=_span(ratios, "cost"),
        value=_span(ratios, "value"),
        low=line(table["line"].min()),
        high=line(table["line"].max()),
        line=line(ratios.line),
        loss=money(table["loss"].max(), currency),
    )
    return " ".join(filter(None, [said, _assumed(ratios)]))


def _span(ratios: CostRatios, name: str) -> str:
    currency, amounts = ratios.curve.economics.currency, ratios.table[name]
    return _("{low} or {high}").format(
        low=money(amounts.min(), currency), high=money(amounts.max(), currency)
    )


def _assumed(ratios: CostRatios) -> str:
    """Say for which amount nobody stated a low and a high."""
    if not ratios.assumed:
        return ""
    return _("No low and high was stated for {names}: from half to twice.").format(
        names=listed([_(NAMES[name]) for name in ratios.assumed])
    )


def map_words(ratios: CostRatios) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the map."""
    subtitle = _(
        "Oblique lines: break-even, its chance written at the edge. Grey: there a line at {line} "
        "loses under {share} of the best profit."
    ).format(line=line(ratios.line), share=percent(FLAT_LOSS))
    lowest = ratios.curve.capacity.line or 0.0
    full = _("Sales cannot work a line below {line}.").format(line=line(lowest))
    parts = [_counts(ratios.curve), _assumed(ratios), full if lowest > 0 else ""]
    return map_finding(ratios), subtitle, " ".join(filter(None, parts))


def map_rows(ratios: CostRatios) -> pd.DataFrame:
    """Return the four corners of the map as a table of strings."""
    table, currency = ratios.table, ratios.curve.economics.currency
    ends = [table[name].isin([table[name].min(), table[name].max()]) for name in ("cost", "value")]
    return pd.DataFrame(
        {
            named("cost"): money(row["cost"], currency),
            named("value"): money(row["value"], currency),
            _("best line"): line(row["line"]),
            _("the line at {line} earns less by").format(line=line(ratios.line)): money(
                row["loss"], currency
            ),
        }
        for row in table[ends[0] & ends[1]].to_dict("records")
    )


def regret_finding(regret: Regret) -> str:
    """Return what the picture shows, with its numbers."""
    at = regret.at(regret.line)
    return _(
        "A line at {line} is expected to earn at most {regret} less than one drawn knowing "
        "everything, in 19 of 20 cases less than {most}"
    ).format(
        line=line(regret.line),
        **_alike(regret.curve.economics.currency, regret=at["regret"], most=at["regret_95"]),
    )


def regret_sentence(regret: Regret) -> str:
    """Say what the line may miss, and what knowing more would be worth at most."""
    currency = regret.curve.economics.currency
    asked = {name: worth for name, worth in regret.evppi.items() if name != "outcomes"}
    asked = asked or regret.evppi
    name = max(asked, key=lambda known: asked[known])
    if asked[name] == 0:
        nothing = _("Knowing the money in doubt would not move the line, so it is worth nothing.")
        return f"{regret_finding(regret)}. {nothing}"
    worth = _(
        "Knowing for certain {name} before drawing the line would be worth at most {worth}."
    ).format(name=_(NAMES[name]), worth=money(asked[name], currency))
    return f"{regret_finding(regret)}. {worth}"


def regret_words(regret: Regret) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    unit = money_unit(regret.curve.economics.currency, float(regret.table["regret_95"].max()))[1]
    subtitle = _("Shortfall against the best line, {unit}, by where the line is drawn").format(
        unit=unit or _("in money")
    )
    drawn = _(
        "Drawn: each amount in doubt low 1/4, agreed 1/2, high 1/4; outcomes by {method}."
    ).format(method=regret.curve.method)
    hours = _("Hours are not drawn.") if "hours" in regret.curve.economics.doubt else ""
    source = " ".join(filter(None, [_counts(regret.curve), drawn, hours]))
    return regret_finding(regret), subtitle, source


def knowing_rows(regret: Regret) -> pd.DataFrame:
    """Return what knowing each input is worth at most, the most valuable first."""
    known = sorted(regret.evppi.items(), key=lambda pair: -pair[1])
    currency = regret.curve.economics.currency
    rows = [(named(name), money(worth, currency)) for name, worth in known]
    rows.append((_("Everything"), money(regret.evpi, currency)))
    return pd.DataFrame(rows, columns=[_("known for certain"), _("worth at most")])


def _alike(currency: str, **amounts: float) -> dict[str, str]:
    """Write amounts that are read together in one unit."""
    scale, unit = money_unit(currency, max(map(abs, amounts.values())))
    return {
        name: NO_BREAK.join(filter(None, [number(amount / scale), unit]))
        for name, amount in amounts.items()
    }


def _counts(curve: HandoffCurve) -> str:
    n, wins = number(len(curve.leads.p)), number(int(np.sum(curve.leads.won)))
    return _("n = {n} judged leads, {wins} won").format(n=n, wins=wins) + "."
