"""What is said of a game: its quarters as rows, and what each way of playing brought."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from leadkit.base.language import _, number, percent
from leadkit.learn.market_lab.engine import Run
from leadkit.learn.market_lab.why import Verdict

WAITING = 5.0


def rows(played: Run, verdict: Verdict | None = None, *, best_pull: bool = True) -> pd.DataFrame:
    """Return the quarters ready to read; with a verdict, also what was best and what they cost."""
    table = played.table
    columns = {
        _("Quarter"): [str(nr) for nr in table.index],
        _("Pull"): [percent(share / 100) for share in table["pull"]],
        _("Leads"): [number(value) for value in table["leads"]],
        _("Calls"): [number(value) for value in table["calls"]],
        _("Worked"): [number(value) for value in table["worked"]],
        _("Profit"): [number(value) for value in table["profit"]],
    }
    if verdict is not None and best_pull:
        columns[_("Best pull")] = [percent(share / 100) for share in verdict.table["best_pull"]]
    if verdict is not None:
        columns[_("Cost")] = [number(value) for value in verdict.table["cost"]]
    return pd.DataFrame(columns)


def ways(played: Mapping[str, Run]) -> pd.DataFrame:
    """Return what each way of playing brought: leads that came, leads worked, profit."""
    runs = list(played.values())
    return pd.DataFrame(
        {
            _("Way of playing"): list(played),
            _("Leads"): [number(one.leads) for one in runs],
            _("Worked"): [number(one.table["worked"].sum()) for one in runs],
            _("Profit"): [number(one.profit) for one in runs],
        }
    )


def last_quarter(played: Run) -> str:
    """Say what the last quarter played brought, and who waited in it."""
    last = played.table.iloc[-1]
    return " ".join(
        [
            _("Quarter {n}: {leads} leads came, and sales could call {calls}.").format(
                n=len(played.table), leads=number(last["leads"]), calls=number(last["calls"])
            ),
            who_waited(last["leads"], last["calls"]),
            _("Profit: {profit} million ₫.").format(profit=number(last["profit"])),
        ]
    )


def who_waited(leads: float, calls: float) -> str:
    """Say which of both had to wait for the other."""
    if leads - calls > WAITING:
        return _("Leads waited for a call.")
    if calls - leads > WAITING:
        return _("Callers waited for leads.")
    return _("Leads and calls were about even.")


def pay(played: Run) -> str:
    """Say what both sides are paid for so far."""
    return _(
        "Marketing is paid for {leads} leads so far, sales for the {sold} million ₫ it sold in "
        "this quarter."
    ).format(leads=number(played.leads), sold=number(played.table["sold"].iloc[-1]))


def own_goals() -> str:
    """Say what the two ways of paying lead to, whoever is paid."""
    return _(
        "In every quarter each side gets most for itself by asking for the whole budget, whatever "
        "the other asks, and nobody is paid for what the firm earns. It is the pay that splits the "
        "budget, not bad will."
    )


def both_goals(own: Run, shared: Run) -> str:
    """Compare what the firm earned under both ways of paying."""
    more = round(shared.profit) - round(own.profit)
    said = _(
        "With a goal of your own each, the firm earned {own} million ₫; with one shared goal "
        "{shared}: {difference} more."
    )
    if more < 0:
        said = _(
            "With a goal of your own each, the firm earned {own} million ₫; with one shared goal "
            "{shared}: {difference} less. A shared goal needs a good plan as well."
        )
    if not more:
        said = _(
            "With a goal of your own each and with one shared goal, the firm earned the same: "
            "{shared} million ₫. A shared goal needs a good plan as well."
        )
    return said.format(
        own=number(own.profit), shared=number(shared.profit), difference=number(abs(more))
    )
