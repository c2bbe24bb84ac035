"""The tables of the road in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, NO_BREAK, _, capital, number, percent, quarter_name
from leadkit.review.shortfall.words import Scale

if TYPE_CHECKING:
    from leadkit.review.road.cohorts import Cohorts
    from leadkit.review.road.costs import Money, Sources
    from leadkit.review.road.coverage import Coverage
    from leadkit.review.road.provisional import Provisional
    from leadkit.review.road.recycled import Recycled
    from leadkit.review.road.velocity import Velocity

Row = dict[Any, Any]


def _name(quarter: str) -> str:
    return capital(quarter_name(quarter)).replace(" ", NO_BREAK)


def stage_heads(table: pd.DataFrame) -> dict[str, str]:
    """Return the heads of the stages that a table holds."""
    heads = {
        "called": _("called"),
        "accepted": _("accepted"),
        "accepted_of_decided": _("accepted of decided"),
        "won": _("won"),
    }
    return {name: head for name, head in heads.items() if name in table}


def cohort_rows(cohorts: Cohorts) -> pd.DataFrame:
    """Write the stages and the days to win by quarter; "so far" where the quarter is not over."""
    heads = stage_heads(cohorts.table)
    rows = []
    for row in cohorts.table.to_dict("records"):
        cells = {_("quarter"): _name(row["quarter"])}
        cells[_("handed off")] = number(row["handed_off"])
        cells |= {head: _stage(row[name], mature=row["mature"]) for name, head in heads.items()}
        if "days_to_win" in row:
            cells[_("days to win, median")] = _days(row)
        rows.append(cells)
    return pd.DataFrame(rows)


def period_rows(cohorts: Cohorts) -> pd.DataFrame:
    """Write the period ratio beside the share of the quarter's own leads."""
    rows = [
        {
            _("quarter"): _name(row["quarter"]),
            _("wins closed in the quarter"): number(row["closed_wins"]),
            _("leads handed off in the quarter"): number(row["handed_off"]),
            _("period ratio"): percent(row["period_ratio"], 1),
            _("won of these leads"): percent(row["won"].value, 1) if row["mature"] else "",
        }
        for row in cohorts.table.to_dict("records")
    ]
    table = pd.DataFrame(rows)
    return table.replace({_("won of these leads"): {"": _("not over")}})


def _stage(rate: Estimate | None, *, mature: bool = True) -> str:
    if rate is None:
        return MISSING if mature else _("not over")
    if rate.n == 0:
        return MISSING
    if rate.refused:
        return _("{events} of {n}").format(events=number(rate.events or 0), n=number(rate.n))
    if mature:
        return rate.write()
    return _("{rate} so far").format(rate=percent(rate.value))


def _days(row: Row) -> str:
    if not row["mature"]:
        return _("not over")
    found = row["days_to_win"]
    if found.refused:
        return _("too few wins")
    ends = _("{low} to {high}").format(low=number(found.low), high=number(found.high))
    return f"{number(found.value)} ({ends})"


def velocity_rows(velocity: Velocity) -> pd.DataFrame:
    """Write the factors of the velocity."""
    scale = velocity.scale
    return pd.DataFrame(
        [
            {
                _("quarter"): _name(row["quarter"]),
                _("handed off"): number(row["handed_off"]),
                _("win rate"): percent(row["win_rate"], 1) if row["mature"] else _("not over"),
                _("mean deal value, {unit}").format(unit=scale.head): _amount(
                    row["mean_value"], scale
                ),
                _("mean days to win"): number(row["mean_days"], 1),
                _("{unit} a day (95 %)").format(unit=scale.head): priced(row["velocity"], scale),
            }
            for row in velocity.table.to_dict("records")
        ]
    )


def _amount(amount: float, scale: Scale) -> str:
    return MISSING if pd.isna(amount) else scale.write(amount)


def priced(cost: Any, scale: Scale) -> str:
    """Write an amount with its interval; where nothing was counted, what it is at least."""
    if not isinstance(cost, Estimate):
        return MISSING
    if cost.refused:
        nothing = cost.n == 0 and pd.notna(cost.low)
        return _("none; above {low}").format(low=scale.write(cost.low)) if nothing else MISSING
    return f"{scale.write(cost.value)} ({scale.ends(cost.low, cost.high, sign=False)})"


def _cost_cells(row: Row, scale: Scale) -> dict[str, str]:
    heads = {
        "per_handed_off": _("per handed-off lead"),
        "per_accepted": _("per accepted lead"),
        "per_won": _("per won lead (CAC)"),
    }
    return {head: priced(row.get(name), scale) for name, head in heads.items()}


def money_rows(money: Money) -> pd.DataFrame:
    """Write what leads cost by quarter."""
    return pd.DataFrame(
        [
            {
                _("quarter"): _name(row["quarter"]),
                _("spent"): money.scale.write(row["spent"]),
                **_cost_cells(row, money.scale),
            }
            for row in money.table.to_dict("records")
        ]
    )


def source_rows(sources: Sources) -> pd.DataFrame:
    """Write leads and rates of each source, both quarters beside each other."""
    then, now = (_by_source(sources, name) for name in (sources.before, sources.quarter))
    names = sorted({*then, *now})
    heads = [quarter_name(sources.before), quarter_name(sources.quarter)]
    rows = []
    for name in names:
        old, new = then.get(name, {}), now.get(name, {})
        cells = {_("source"): name or _("unknown")}
        for head, row in dict(zip(heads, (old, new), strict=True)).items():
            text = _("handed off, {quarter}").format(quarter=head)
            cells[text] = number(row.get("handed_off", 0))
        if "accepted" in sources.table:
            cells[_("accepted, {quarter}").format(quarter=heads[1])] = _stage(new.get("accepted"))
        for head, row in dict(zip(heads, (old, new), strict=True)).items():
            cells[_("won, {quarter}").format(quarter=head)] = _stage(row.get("won"))
        rows.append(cells)
    return pd.DataFrame(rows)


def source_cost_rows(sources: Sources) -> pd.DataFrame:
    """Write what leads of each source cost in the quarter; empty where nothing is known."""
    if "spent" not in sources.table:
        return pd.DataFrame()
    rows = [
        {
            _("source"): name or _("unknown"),
            _("spent"): _amount(row["spent"], sources.scale),
            **_cost_cells(row, sources.scale),
        }
        for name, row in sorted(_by_source(sources, sources.quarter).items())
    ]
    return pd.DataFrame(rows)


def with_costs(sources: Sources, costs: pd.DataFrame) -> pd.DataFrame:
    """Return leads, rates and costs of each source in one table, without earlier win rates."""
    earlier = _("won, {quarter}").format(quarter=quarter_name(sources.before))
    rates = source_rows(sources).drop(columns=earlier, errors="ignore")
    kept = costs.drop(columns=_("per handed-off lead"))
    return rates.merge(kept, on=_("source"), how="left").fillna(MISSING)


def _by_source(sources: Sources, quarter: str) -> dict[str, Row]:
    rows = sources.table[sources.table["quarter"] == quarter].to_dict("records")
    return {str(row["source"]): row for row in rows}


def recycled_rows(recycled: Recycled) -> pd.DataFrame:
    """Write first and later handoffs apart."""
    told = {"first": _("first handoff"), "again": _("handed off again")}
    heads = stage_heads(recycled.table.drop(columns="accepted_of_decided", errors="ignore"))
    rows = []
    for row in recycled.table.to_dict("records"):
        name = _name(row["quarter"]) if row["quarter"] else capital(_("all that are over"))
        cells = {_("quarter"): name, "": told[row["handoff"]]}
        cells[_("handed off")] = number(row["handed_off"])
        cells |= {head: _stage(row[name]) for name, head in heads.items()}
        rows.append(cells)
    return pd.DataFrame(rows)


def provisional_rows(provisional: Provisional) -> pd.DataFrame:
    """Write the open quarters at their age."""
    rows = []
    for row in provisional.table.to_dict("records"):
        young = row["verdict"] == "too young"
        rows.append(
            {
                _("quarter"): _("{quarter}, provisional").format(quarter=_name(row["quarter"])),
                _("handed off"): number(row["handed_off"]),
                _("won so far"): number(row["won_so_far"]),
                _("still open"): number(row["open"]),
                _("by day"): number(row["day"]),
                _("won by then"): _("too young") if young else row["share"].write(),
                _("{quarter} at that age").format(quarter=quarter_name(provisional.against)): (
                    MISSING if young else row["usual"].write()
                ),
            }
        )
    return pd.DataFrame(rows)


def coverage_rows(coverage: Coverage) -> pd.DataFrame:
    """Write open leads against the plan."""
    scale = coverage.scale
    return pd.DataFrame(
        [
            {
                _("quarter"): _name(row["quarter"]),
                _("plan"): _amount(row["plan"], scale),
                _("won so far"): scale.write(row["won"]),
                _("open leads"): number(row["open_leads"]),
                _("may still bring (95 %)"): priced(row["expected"], scale),
                _("of the plan"): MISSING if pd.isna(row["plan"]) else row["covered"].write(0),
                _("pipeline coverage"): _ratio(row),
            }
            for row in coverage.table.to_dict("records")
        ]
    )


def _ratio(row: Row) -> str:
    if pd.isna(row["ratio"]) or pd.isna(row["needed"]):
        return MISSING
    text = _("{ratio} times, {needed} needed")
    return text.format(ratio=number(row["ratio"], 1), needed=number(row["needed"], 1))


ROWS: dict[str, Callable[[Any], pd.DataFrame]] = {
    "Cohorts": cohort_rows,
    "Velocity": velocity_rows,
    "Money": money_rows,
    "Sources": source_rows,
    "Recycled": recycled_rows,
    "Provisional": provisional_rows,
    "Coverage": coverage_rows,
}
