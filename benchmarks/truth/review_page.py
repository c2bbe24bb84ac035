"""The review's study as tables: the oracle beside the estimates, coverage, warnings, verdicts."""

from __future__ import annotations

from typing import Any

from review import COVERED, OF_REVENUE, PREFIX, SIZES, UNSEEN

from leadkit.market import SCENARIOS
from leadkit.review.shortfall.reference import PARTS

Row = dict[str, Any]
SAID = {
    "warned": "warns of hidden lead quality",
    "fell": "tells that selling fell",
    "main": "names selling main cause",
    "alone": "names it without sales' own leads",
}


def markdown(rows: list[Row]) -> str:
    """Return the study as its tables, in millions."""
    named = {row["name"].removeprefix(PREFIX): row for row in rows}
    return "\n\n".join([_parts(named), _coverage(named), _warnings(rows), _named(rows)])


def _parts(named: dict[str, Row]) -> str:
    lines = [
        "Change of revenue from 2026Q1 to 2026Q2 in a market of 12,000 leads, million VND:",
        "oracle / mean estimate (standard error) over "
        f"{named['calm: volume']['n']} books; ! marks a bias over {OF_REVENUE:.0%} of the revenue "
        "before, ? one that so few books leave open. Selling holds people, market and hidden "
        f"quality; {UNSEEN} cannot be identified and has no goal.",
        "",
        _head("scenario", PARTS),
    ]
    for scenario in SCENARIOS:
        cells = []
        for part in PARTS:
            row = named[f"{scenario}: {part}"]
            error = (row["high"] - row["low"]) / 3.92
            cells.append(
                f"{row['oracle'] / 1e6:+.0f} / {row['estimated'] / 1e6:+.0f} "
                f"({error / 1e6:.0f}){_mark(row)}"
            )
        lines.append(_row(scenario, cells))
    return "\n".join(lines)


def _coverage(named: dict[str, Row]) -> str:
    lines = [
        f"Share of 95 % intervals that hold the oracle's part; ! marks less than {COVERED:.0%}, "
        "? less by no more than luck allows:",
        "",
        _head("scenario", PARTS),
    ]
    for scenario in (name for name in SCENARIOS if name != UNSEEN):
        of = [named[f"{scenario}: 95 % interval of {part} holds the truth"] for part in PARTS]
        lines.append(_row(scenario, [f"{row['ratio']:.3f}{_mark(row)}" for row in of]))
    return "\n".join(lines)


def _warnings(rows: list[Row]) -> str:
    lines = [
        "What a book says of selling, share of books (95 % interval); goals stand in truth.json:",
        "",
        _head("scenario, leads", [*SAID.values(), "n"]),
    ]
    of_scenario = [row for row in rows if "scenario" in row]
    for scenario in dict.fromkeys(row["scenario"] for row in of_scenario):
        for leads in SIZES:
            of = {
                row["said"]: row
                for row in of_scenario
                if (row["scenario"], row["leads"]) == (scenario, leads)
            }
            cells = [_interval(of[said]) for said in SAID]
            lines.append(_row(f"{scenario}, {leads:,}", [*cells, str(of["warned"]["n"])]))
    return "\n".join(lines)


def _named(rows: list[Row]) -> str:
    lines = [
        "How often a part is told to have fallen, and named main cause, where it did (a scenario "
        "of its own, 10 to 30 % of revenue) and where it did not (less than 1 %):",
        "",
        _head("part", [f"{leads:,} leads" for leads in SIZES]),
    ]
    of_part = [row for row in rows if "where" in row]
    for part in PARTS:
        for said, words in (("fell", "told to have fallen"), ("main", "named main cause")):
            for where in ("it did", "it did not"):
                wanted = (part, said, where)
                of = [r for r in of_part if (r["part"], r["said"], r["where"]) == wanted]
                lines.append(_row(f"{part} {words} where {where}", map(_interval, of)))
    return "\n".join(lines)


def _interval(row: Row) -> str:
    return f"{row['ratio']:.2f} ({row['low']:.2f} to {row['high']:.2f}){_mark(row)}"


def _mark(row: Row) -> str:
    """Mark a missed goal, and one that is missed by no more than luck allows."""
    if row["goal"] == "none" or row["holds"]:
        return ""
    return " ?" if row["holds"] is None else " !"


def _head(first: str, names: Any) -> str:
    names = list(names)
    return f"{_row(first, names)}\n{'|---' * (len(names) + 1)}|"


def _row(first: str, cells: Any) -> str:
    return f"| {first} | {' | '.join(cells)} |"
