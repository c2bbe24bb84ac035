"""What marketing tells sales about the market: everyday signs, and warnings of what is coming."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from leadkit.market import company
from leadkit.market.calendar import DAY, after_working, local_days, quarter_starts, utc_times
from leadkit.market.draws import MECHANISMS, exponential, pick, uniforms
from leadkit.market.signs import BACKGROUND, PLANTED, TOPICS, Sign

A_WEEK = 1.2
KIND_SHARES = {"campaign": 0.5, "market": 0.2, "competitor": 0.2, "problem": 0.1}
MOST_IN_A_QUARTER = 80
DUE_DAYS = (5, 14)
PLANTED_DUE_DAYS = 10
DROPPED = 0.15
NINE = 9 * 60
AT_MOST_HOURS = 4


def signals(planted: pd.DataFrame, quarters: int, seed: int) -> pd.DataFrame:
    """Return the signals given before the extract.

    Everyday ones come as a Poisson process of 1.2 a week; `planted` says on which days what is in
    store is announced. A signal that asks for something has a day by which; then it is done, or
    now and then dropped. One that only informs is open as long.
    """
    everyday = [_everyday(quarter, seed) for quarter in range(quarters)]
    warned = planted.dropna(subset="announced").drop_duplicates(["kind", "announced"])
    warnings = [
        _row(*PLANTED[kind], at=_nine(day), after=PLANTED_DUE_DAYS, is_dropped=False)
        for kind, announced in zip(warned["kind"], warned["announced"], strict=True)
        for day in announced.split()
    ]
    table = pd.DataFrame([row for rows in (*everyday, warnings) for row in rows])
    end = float(quarter_starts()[quarters] * DAY)
    table = table[table["at"] < end].sort_values(["at", "kind", "text"])
    is_open = table["due"] >= end
    return pd.DataFrame(
        {
            "at": utc_times(table["at"].to_numpy()).array,
            "segment": table["segment"].replace("", None).astype(object),
            "kind": table["kind"],
            "text": table["text"],
            "evidence": table["evidence"],
            "owner": table["owner"],
            "due": local_days(utc_times(table["due"].where(table["asks"]).to_numpy())).array,
            "status": np.where(is_open, "open", np.where(table["dropped"], "dropped", "done")),
        }
    )


def _everyday(quarter: int, seed: int) -> list[dict[str, Any]]:
    u = uniforms(seed, (MECHANISMS.index("signals"), quarter), MOST_IN_A_QUARTER)
    first, end = quarter_starts()[[quarter, quarter + 1]] * DAY
    at = first + np.cumsum(exponential(u[:, 0])) * 7 * DAY / A_WEEK
    written = after_working(np.floor(at), AT_MOST_HOURS * u[:, 6])
    after = DUE_DAYS[0] + np.floor((DUE_DAYS[1] - DUE_DAYS[0] + 1) * u[:, 4])
    kind = pick(u[:, 1], list(KIND_SHARES.values()))
    rows = []
    for place in range(int((at < end).sum())):
        name = list(KIND_SHARES)[kind[place]]
        sign = BACKGROUND[name][int(u[place, 2] * len(BACKGROUND[name]))]
        topic = TOPICS[int(u[place, 3] * len(TOPICS))]
        sign = sign._replace(text=sign.text.format(topic=topic))
        is_dropped = sign.asks and bool(u[place, 5] < DROPPED)
        rows.append(_row(name, sign, float(written[place]), after[place], is_dropped))
    return rows


def _row(kind: str, sign: Sign, at: float, after: float, is_dropped: bool) -> dict[str, Any]:
    """Return a signal in minutes since the start, due some days `after` it is given."""
    due = (at // DAY + after) * DAY
    return {"at": at, "kind": kind, "due": due, "dropped": is_dropped, **sign._asdict()}


def _nine(day: str) -> float:
    """Return nine o'clock of a day as minutes since the start."""
    return float((date.fromisoformat(day) - company.START).days * DAY + NINE)
