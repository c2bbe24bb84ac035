"""The youngest leads of a market as three CRMs export them, leaky columns and dirt of form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.book import Book, as_text
from leadkit.market.calendar import local_days
from leadkit.market.company import TIMEZONE, Floats, Texts
from leadkit.market.engine import Market
from leadkit.market.leaks import leaks
from leadkit.market.road import travel
from leadkit.market.shapes import DAYS, SHAPES, TIMES, Shape
from leadkit.market.untidy import untidy

UTC_TIME = "%Y-%m-%dT%H:%MZ"
LOCAL_TIME, DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
RECORD = ["lead_id", "table", "column", "kind", "true_value"]


@dataclass(frozen=True)
class Exports:
    """The exports' text by file name, and the record of every cell whose form is dirty.

    The record has lead_id, table (the file), column (as the file calls it), kind, true_value.
    """

    files: dict[str, str]
    record: pd.DataFrame


def exports(book: Book, market: Market, n: int) -> Exports:
    r"""Export the n youngest leads that were handed off, from each of three CRMs.

    Parameters
    ----------
    book : Book
        The simulated book, with its dirt.
    market : Market
        The market it was made of.
    n : int
        How many leads.

    Examples
    --------
    >>> from leadkit.market.engine import run
    >>> from leadkit.market.scenarios import SCENARIOS
    >>> from leadkit.market.simulate import simulate
    >>> book, _truth = simulate("calm", n_leads=200, seed=1)
    >>> out = exports(book, run(SCENARIOS["calm"], 200, 8, 1), 20)
    >>> list(out.files), out.files["hubspot.csv"].count("\n")
    (['hubspot.csv', 'salesforce.csv', 'bang_khach_hang.csv'], 21)
    """
    table = _whole(book, market)
    youngest = table[table["handed_off_at"].notna()].tail(n)
    files, records = {}, []
    for shape in SHAPES:
        u = market.draws(shape.name)[youngest["draw"]]
        files[f"{shape.name}.csv"], record = _file(youngest, shape, u)
        records.append(record)
    return Exports(files, pd.concat(records, ignore_index=True))


def _whole(book: Book, market: Market) -> pd.DataFrame:
    """Return the leads with the columns only a CRM has, and each one's place in the draws."""
    road, order = travel(market), np.argsort(market.created, kind="stable")
    leaky = leaks(market, road).iloc[order].set_axis(book.leads.index, axis=0)
    met = set(book.tables["events"].query("kind == 'meeting'")["lead_id"])
    table = pd.concat([book.leads, leaky], axis=1).assign(draw=order)
    name = table["full_name"].str.partition(" ")
    return table.assign(
        last_name=name[0],
        first_name=name[2].replace("", None),
        status=_status(table, table["lead_id"].isin(met)),
        stage=_stage(table, table["lead_id"].isin(met)),
        bounced_on=local_days(table["handed_off_at"]).where(table["email_bounced"]),
        last_active_on=local_days(table["last_activity_at"]),
        email_bounced=table["email_bounced"].map({True: "x", False: None}),
    )


def _status(table: pd.DataFrame, met: pd.Series[bool]) -> Texts:
    """Return what sales is doing with each lead."""
    steps = [
        (table["outcome"] == "won", "won"),
        ((table["outcome"] == "lost") & table["rejected_at"].notna(), "returned"),
        (table["outcome"] == "lost", "lost"),
        (met, "met"),
        (table["accepted_at"].notna(), "accepted"),
        (table["first_response_at"].notna(), "tried"),
    ]
    return _first_true(steps, "new")


def _stage(table: pd.DataFrame, met: pd.Series[bool]) -> Texts:
    """Return how far each lead has come."""
    steps = [
        (table["outcome"] == "won", "won"),
        (table["outcome"] == "lost", "lost"),
        (met, "met"),
        (table["accepted_at"].notna(), "accepted"),
        (table["mql_at"].notna(), "qualified"),
    ]
    return _first_true(steps, "given")


def _first_true(steps: list[tuple[pd.Series[bool], str]], otherwise: str) -> Texts:
    conditions, names = zip(*steps, strict=True)
    return np.asarray(np.select([*conditions], [*names], otherwise), dtype=object)


def _written(times: pd.Series[pd.Timestamp], name: str, shape: Shape) -> pd.Series[str]:
    if name in DAYS:
        return times.dt.strftime(DAY)
    if shape.local:
        return times.dt.tz_convert(TIMEZONE).dt.strftime(LOCAL_TIME)
    return times.dt.strftime(UTC_TIME)


def _file(leads: pd.DataFrame, shape: Shape, u: Floats) -> tuple[str, pd.DataFrame]:
    names = [name for _header, name in shape.columns]
    table = as_text(leads[names]).astype("object")
    times = leads[[name for name in names if name in (*TIMES, *DAYS)]]
    for name in names:
        if name in times:
            table[name] = _written(times[name], name, shape)
    for name, words in shape.words.items():
        table[name] = table[name].map(lambda cell, words=words: words.get(cell, cell))
    record = untidy(table, times, shape, u)
    headers = {name: header for header, name in shape.columns}
    text = (
        table[names]
        .rename(columns=headers)
        .to_csv(index=False, sep=shape.separator, lineterminator="\n")
    )
    if shape.title:
        text = shape.title + shape.separator * (len(names) - 1) + "\n" + text
    record = record.assign(table=f"{shape.name}.csv", column=record["column"].map(headers))
    record = record.sort_values(["lead_id", "column"], ignore_index=True)
    return ("\ufeff" if shape.title else "") + text, record[RECORD]
