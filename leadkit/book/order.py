"""Whether 05/06/2026 is a day in June or in May, decided on all the values of a column."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed
from leadkit.book.dates import FOUR_DIGITS, TWO_DIGITS, spelled

Order = Literal["day-first", "month-first"]

DOUBT = 0.1
LONGEST_SPAN = 20
NAMES = {
    ("day-first", FOUR_DIGITS): "dd/mm/yyyy",
    ("day-first", TWO_DIGITS): "dd/mm/yy",
    ("month-first", FOUR_DIGITS): "mm/dd/yyyy",
    ("month-first", TWO_DIGITS): "mm/dd/yy",
}


def decide_order(dates: pd.DataFrame, column: str, told: Order | None) -> Order:
    """Decide in which order the dates of a column are written.

    Parameters
    ----------
    dates : DataFrame
        Distinct dates as `read_date` splits them, with their `text` and the number of `cells`.
    column : str
        What the column is called.
    told : {"day-first", "month-first"} or None
        What to believe where the values do not decide it.

    Raises
    ------
    BadInput
        If the values fit both orders, or nearly as many speak for one as for the other.
    """
    dates = dates[dates["form"].isin((FOUR_DIGITS, TWO_DIGITS))]
    first, second = dates["first"], dates["second"]
    votes: dict[Order, pd.DataFrame] = {
        "day-first": dates[first.between(13, 31) & second.between(1, 12)],
        "month-first": dates[second.between(13, 31) & first.between(1, 12)],
    }
    strength = {order: int(voting["cells"].sum()) for order, voting in votes.items()}
    likely: Order = max(votes, key=lambda order: strength[order])
    voting, against = sum(strength.values()), min(strength.values())
    is_clear = voting > 0 and against <= DOUBT * voting
    if told:
        is_refuted = voting - strength[told] > DOUBT * dates["cells"].sum()
        return likely if is_clear and is_refuted else told
    if voting and not is_clear:
        raise _both_orders(column, [part["text"].iloc[0] for part in votes.values()])
    doubtful = pd.concat([dates[first != second][: 0 if voting else 1], _year_may_be_first(dates)])
    if len(doubtful):
        raise _undecided(column, doubtful.iloc[0].to_dict())
    return likely


def _year_may_be_first(dates: pd.DataFrame) -> pd.DataFrame:
    """Return the dates with a year of two digits, if all of them would do as yy/mm/dd."""
    short = dates[dates["form"] == TWO_DIGITS]
    fits = short["second"].between(1, 12) & (short["year"] % 100).between(1, 31)
    is_narrow = short["first"].max() - short["first"].min() <= LONGEST_SPAN
    return short if fits.all() and is_narrow else short[:0]


def in_order(dates: pd.DataFrame, order: Order) -> pd.DataFrame:
    """Put the day first and the month second, and name the form by the order."""
    numeric = dates["form"].isin((FOUR_DIGITS, TWO_DIGITS))
    names = {form: name for (named, form), name in NAMES.items() if named == order}
    dates = dates.assign(form=dates["form"].replace(names))
    if order == "month-first":
        dates.loc[numeric, ["first", "second"]] = dates.loc[numeric, ["second", "first"]].to_numpy()
    return dates


def _undecided(column: str, example: dict[Any, Any]) -> BadInput:
    first, second, year = (int(example[part]) for part in ("first", "second", "year"))
    readings = [spelled(first, second, year), spelled(second, first, year)]
    if example["form"] == TWO_DIGITS:
        readings.append(spelled(year % 100, second, 2000 + first))
    one, *others = dict.fromkeys(filter(None, readings))
    for other in others:
        one = _("{one} or {other}").format(one=one, other=other)
    return BadInput(
        _("column {column!r} can be read day first or month first: {example} is {readings}").format(
            column=column, example=example["text"], readings=one
        ),
        fix=_(
            "Say which it is with --dates day-first or --dates month-first, in a map with "
            'dates = "day-first"; in a book write days as 2026-06-05.'
        ),
    )


def _both_orders(column: str, examples: list[str]) -> BadInput:
    return BadInput(
        _("column {column!r} holds days written day first and month first: {examples}").format(
            column=column, examples=listed(examples)
        ),
        fix=_(
            "Export it anew in one form, best as 2026-06-05; or say which to believe with --dates "
            "day-first or --dates month-first: the other days are then set aside."
        ),
    )
