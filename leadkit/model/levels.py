"""The lines of a points card: which values a level holds, and how they are called."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, FiniteFloat, field_validator, model_validator

from leadkit.base.frozen import Frozen
from leadkit.base.language import _, number
from leadkit.quality.masking import names_somebody

SIGNIFICANT = 4
MOST_LEVELS = 8
THIRDS = (1 / 3, 2 / 3)
MOST_POINTS = 10_000

GivenPoints = Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]


class Level(Frozen):
    """Values that get the same points: some (`is`), a range (`from`, `below`), or the blank."""

    among: tuple[str | FiniteFloat, ...] = Field(default=(), alias="is")
    start: FiniteFloat | None = Field(default=None, alias="from")
    below: FiniteFloat | None = None
    blank: bool = False
    points: GivenPoints

    @model_validator(mode="after")
    def _says_one_thing(self) -> Level:
        if bool(self.among) + self.is_range + self.blank != 1:
            raise ValueError(_("a level needs one of: `is`, `from` and/or `below`, `blank = true`"))
        if None not in (self.start, self.below) and self.low >= self.high:
            raise ValueError(_("`from` must be less than `below`"))
        if len({type(one) for one in self.among}) > 1:
            raise ValueError(_("`is` takes texts or numbers, not both"))
        return self

    @classmethod
    def of(cls, value: str | float) -> Level:
        """Return the level of one value."""
        return cls.model_validate({"is": (value,), "points": 0})

    @property
    def is_range(self) -> bool:
        """Whether the level is a range of numbers."""
        return self.start is not None or self.below is not None

    @property
    def is_number(self) -> bool:
        """Whether the level is about numbers."""
        return self.is_range or isinstance(next(iter(self.among), ""), float)

    @property
    def low(self) -> float:
        """First number of the range."""
        return -np.inf if self.start is None else self.start

    @property
    def high(self) -> float:
        """First number after the range."""
        return np.inf if self.below is None else self.below

    def holds(self, cells: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Say of each cell whether it belongs here."""
        if self.blank:
            return cells.isna().to_numpy()
        if self.among:
            return cells.isin(self.among).to_numpy()
        is_below = cells.notna() if self.below is None else cells < self.below
        return (is_below & (cells >= self.low)).to_numpy()

    def words(self) -> str:
        """Name the level as the card's reader does."""
        if self.blank:
            return _("(blank)")
        if self.among in ((0.0,), (1.0,)):
            return _("yes") if self.among == (1.0,) else _("no")
        if self.among:
            return ", ".join(_written(one) for one in self.among)
        if self.start is None:
            return _("under {high}").format(high=_written(self.high))
        if self.below is None:
            return _("{low} or more").format(low=_written(self.low))
        return _("{low} to under {high}").format(low=_written(self.low), high=_written(self.high))


class Column(Frozen):
    """A column of the card; `otherwise` are the points of a value that no level holds.

    It is about who the lead is (`axis` "fit") or what it did ("engagement"). What it did may fade:
    the points halve every `half_life_days` of the days ago that stand in the column `since`.
    """

    name: str = Field(min_length=1)
    axis: Literal["fit", "engagement"] = "fit"
    half_life_days: FiniteFloat | None = Field(default=None, gt=0)
    since: str | None = Field(default=None, min_length=1)
    otherwise: GivenPoints = 0
    levels: tuple[Level, ...] = Field(min_length=1)

    @field_validator("levels")
    @classmethod
    def _stand_apart(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        if len({level.is_number for level in levels if not level.blank}) > 1:
            raise ValueError(_("the levels of a column are numbers or texts, not both"))
        if sum(level.blank for level in levels) > 1:
            raise ValueError(_("only one level can be the blank one"))
        named = [one for level in levels for one in level.among]
        ranges = sorted((one.low, one.high) for one in levels if one.is_range)
        meet = any(left[1] > right[0] for left, right in pairwise(ranges))
        numbers = [one for one in named if isinstance(one, float)]
        inside = any(low <= one < high for one in numbers for low, high in ranges)
        if meet or inside or len(named) > len(set(named)):
            raise ValueError(_("the levels of a column overlap: a value would have two places"))
        return levels

    @model_validator(mode="after")
    def _fades_if_at_all(self) -> Column:
        if (self.half_life_days is None) != (self.since is None):
            raise ValueError(_("`half_life_days` and `since` belong together"))
        if self.since is not None and self.axis == "fit":
            raise ValueError(_('points fade only where `axis = "engagement"`'))
        return self

    @property
    def is_number(self) -> bool:
        """Whether the column is read as numbers."""
        return any(level.is_number for level in self.levels)

    def places(self, cells: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Return (n, levels + 1): which level each cell belongs to, the last is no level."""
        held = np.column_stack([level.holds(cells) for level in self.levels])
        return np.column_stack([held, ~held.any(axis=1)])

    def scores(self, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the points of each row, faded where they fade; an unknown day fades nothing."""
        points = (self.places(frame[self.name]) @ self.points).astype(float)
        if self.since is None or self.half_life_days is None:
            return points
        days = frame[self.since].fillna(0.0).clip(lower=0.0).to_numpy()
        return points * np.exp2(-days / self.half_life_days)

    def with_points(self, points: npt.NDArray[np.intp]) -> Column:
        """Return the column with the points given, one a level and one for no level."""
        given = [
            level.model_copy(update={"points": int(one)})
            for level, one in zip(self.levels, points, strict=False)
        ]
        return self.model_copy(update={"levels": tuple(given), "otherwise": int(points[-1])})

    @property
    def words(self) -> list[str]:
        """Names of the levels, and of no level."""
        return [*(level.words() for level in self.levels), _("other")]

    @property
    def points(self) -> npt.NDArray[np.intp]:
        """Points of each level, and of no level."""
        return np.array([*(level.points for level in self.levels), self.otherwise], dtype=np.intp)


def cut(cells: pd.Series[Any], least: int) -> tuple[Level, ...]:
    """Cut a column into levels.

    Parameters
    ----------
    cells : Series
        Floats, or text; missing where blank.
    least : int
        Leads that a level of text needs to stand alone.

    Returns
    -------
    tuple of Level
        Numbers in thirds, two numbers as they are, the most frequent texts; blanks apart. Texts
        that could be contact data have no level. Empty where nothing is told apart.

    Examples
    --------
    >>> [level.words() for level in cut(pd.Series([1.0, 2, 3, 4, 5, 6, None]), least=1)]
    ['under 2', '2 to under 4', '4 or more', '(blank)']
    """
    if cells.dtype.kind == "f":
        found = [*_numbers(cells.dropna().to_numpy())]
        return (*found, Level(blank=True, points=0)) if cells.isna().any() else tuple(found)
    counts = cells.value_counts(dropna=False).rename_axis("text").reset_index(name="n")
    counts = counts[counts["n"] >= least].sort_values(["n", "text"], ascending=[False, True])
    is_named = counts["text"].map(lambda text: pd.notna(text) and names_somebody(text))
    frequent = counts.loc[~is_named.astype(bool), "text"].head(MOST_LEVELS)
    return tuple(Level(blank=True, points=0) if pd.isna(one) else Level.of(one) for one in frequent)


def _numbers(values: npt.NDArray[np.float64]) -> Iterator[Level]:
    """Yield the levels of numbers; where one value fills a third, it stands alone."""
    distinct = np.unique(values)
    if len(distinct) <= 2:
        yield from (Level.of(float(one)) for one in distinct)
        return
    thirds = np.quantile(values, THIRDS, method="inverted_cdf")
    cuts = sorted({float(f"{max(one, distinct[1]):.{SIGNIFICANT}g}") for one in thirds})
    for start, below in zip([None, *cuts], [*cuts, None], strict=True):
        yield Level.model_validate({"from": start, "below": below, "points": 0})


def _written(value: str | float) -> str:
    if isinstance(value, str):
        return value
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return number(value, max(0, -int(exponent)))
