"""The points card as a file to read, argue about, edit and sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import tomlkit
from pydantic import Field, FiniteFloat, NonNegativeInt, field_validator

from leadkit.base.files import write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _, number
from leadkit.base.toml import read_toml
from leadkit.model.levels import Column
from leadkit.model.points.learning import POINTS_DOUBLING
from leadkit.model.points.points import PointsCard

MOST_SLOPE = 10.0


class _TrainedOn(Frozen):
    leads: NonNegativeInt
    won: NonNegativeInt


class _CardFile(Frozen):
    format: Literal[1]
    doubles_odds: Literal[5]
    intercept: FiniteFloat
    slope: FiniteFloat = Field(gt=0, le=MOST_SLOPE)
    trained_on: _TrainedOn
    columns: tuple[Column, ...] = ()

    @field_validator("columns")
    @classmethod
    def _differ(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        names = [column.name for column in columns]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(
                _("a column stands on the card twice: {names}").format(names=", ".join(twice))
            )
        texts = {column.name for column in columns if not column.is_number}
        if mixed := sorted({one.since for one in columns if one.since is not None} & texts):
            raise ValueError(
                _(
                    "`since` must name a column of numbers; on the card it is one of texts: {names}"
                ).format(names=", ".join(mixed))
            )
        return columns


def write_card(card: PointsCard, path: Path | str) -> None:
    """Write a points card as a TOML file that people edit.

    Parameters
    ----------
    card : PointsCard
        Fitted, or read from a file.
    path : Path or str
        Replaced where it exists.
    """
    document = tomlkit.document()
    for line in _preface().splitlines():
        document.add(tomlkit.comment(line))
    document["format"] = 1
    document["doubles_odds"] = POINTS_DOUBLING
    document["intercept"], document["slope"] = float(card.intercept_), float(card.slope_)
    document["trained_on"] = {"leads": card.leads_, "won": card.won_}
    columns = tomlkit.aot()
    counts = iter(card.counts_.tolist())
    for column in card.columns_:
        columns.append(_column(column, counts))
    if card.columns_:
        document["columns"] = columns
    write_text(Path(path), tomlkit.dumps(document))


def read_card(path: Path | str) -> PointsCard:
    """Read a points card from its file.

    Parameters
    ----------
    path : Path or str
        What `write_card` wrote, edited or not.

    Raises
    ------
    BadInput
        If the file is missing or faulty; every fault with its line.

    Returns
    -------
    PointsCard
        Fitted; it needs the columns on the card, and takes no notice of others.
    """
    content = read_toml(Path(path), _CardFile)
    return PointsCard.written(
        content.columns,
        intercept=content.intercept,
        slope=content.slope,
        leads=content.trained_on.leads,
        won=content.trained_on.won,
    )


def _preface() -> str:
    return _(
        "Points card: add up the points of a lead, one level from each column.\n"
        "Five points more about double the odds that it buys.\n"
        "To edit: change `points` (whole numbers), delete a level or a whole column, or move the\n"
        "edges: `from` is the first number inside, `below` the first one after.\n"
        "`otherwise` are the points of any value that no level names; `blank` is an empty cell.\n"
        "Under the name of a column that says what a lead did, not who it is, write\n"
        '`axis = "engagement"`. To let its points fade, add `half_life_days = 30` and\n'
        '`since = "..."`, the column that says how many days ago: after 30 days they are half.\n'
        "After large changes `intercept` no longer gives the right number of wins: train again."
    )


def _column(column: Column, counts: Any) -> tomlkit.items.Table:
    table = tomlkit.table()
    table["name"] = column.name
    if column.axis != "fit":
        table["axis"] = column.axis
    if column.since is not None:
        table["half_life_days"] = _plain(column.half_life_days)
        table["since"] = column.since
    levels = tomlkit.aot()
    for level in column.levels:
        content = level.model_dump(by_alias=True, exclude_defaults=True, exclude={"points"})
        one = tomlkit.table()
        one.update({key: _plain(value) for key, value in content.items()})
        one["points"] = _commented(level.points, *next(counts))
        levels.append(one)
    table["otherwise"] = _commented(column.otherwise, *next(counts))
    table["levels"] = levels
    return table


def _plain(value: Any) -> Any:
    """Return whole numbers without their .0, and lists as TOML knows them."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _commented(points: int, leads: float, won: float) -> tomlkit.items.Item:
    """Return points with what they were learned from, where that is known."""
    item = tomlkit.item(points)
    if leads > 0:
        item.comment(_("{won} of {n} leads won").format(won=number(won), n=number(leads)))
    return item
