"""What a win is worth and a handoff costs in each segment, and what no line may be drawn by."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed
from leadkit.book import plain

AMOUNTS = ("value", "cost", "hours")
PERSONS = frozenset({
    "male", "female", "man", "woman", "men", "women", "mr", "mrs", "ms", "m", "f", "nam", "nữ",
    "ông", "bà", "anh", "chị",
})  # fmt: skip


def terms_by_segment(economics: Economics, by: str, amounts: pd.DataFrame) -> dict[str, Economics]:
    """Return the economics of each segment, by its name as given.

    Parameters
    ----------
    economics : Economics
        What all segments share: capacity, currency, and what nurturing costs and keeps.
    by : str
        The column that names the segment.
    amounts : DataFrame
        One row a segment: `by`, value and cost (money a lead), optional hours.

    Raises
    ------
    BadInput
        If the column or its values speak of what a person is, a column is missing, a segment
        stands twice or is blank, or its amounts allow no handoff to pay.
    """
    absent = [name for name in (by, *AMOUNTS[:2]) if name not in amounts]
    if absent:
        raise BadInput(
            _("the amounts by segment have no column {names}").format(
                names=listed([*map(repr, absent)])
            ),
            fix=_(
                "Give one row a segment: {by}, value and cost, and hours where they differ."
            ).format(by=by),
        )
    refuse_personal(by, amounts[by].dropna().map(str))
    if "hours" in amounts and economics.hours is None and economics.capacity is not None:
        raise BadInput(
            _("the segments have hours, but the capacity counts leads"),
            fix=_("Give hours for all leads and the capacity in hours, or leave hours out."),
        )
    terms: dict[str, Economics] = {}
    for nr, row in enumerate(amounts.to_dict("records"), 1):
        where = _("amounts by segment, row {row}").format(row=nr)
        name = "" if pd.isna(row[by]) else str(row[by]).strip()
        if not name or plain(name) in map(plain, terms):
            raise BadInput(
                _("each segment needs one name and one row, got {name!r}").format(name=name),
                where=where,
                fix=_("Upper and lower case and doubled spaces make no difference."),
            )
        terms[name] = _own_terms(economics, row, where)
    return terms


def _own_terms(economics: Economics, row: dict[Hashable, Any], where: str) -> Economics:
    given = {name: row[name] for name in AMOUNTS if name in row}
    numbers = pd.to_numeric(pd.Series(given), errors="coerce")
    if numbers.isna().any():
        name = str(numbers.index[numbers.isna()][0])
        raise BadInput(
            _("{name} must be a number, got {amount!r}").format(name=name, amount=given[name]),
            where=where,
            fix=_("Write the amounts of every segment as plain numbers, in one currency."),
        )
    try:
        return economics.varied(**{str(name): float(amount) for name, amount in numbers.items()})
    except BadInput as error:
        raise BadInput(error.problem, where=where, fix=error.fix) from None


def refuse_personal(column: str, values: Iterable[str]) -> None:
    """Refuse to draw lines by what a person is: a line may differ only because money differs.

    Raises
    ------
    BadInput
        If the name of the column, or all its values, speak of gender, age, origin, faith, health
        or family.
    """
    from leadkit.model.card.limits import personal_columns

    said = [plain(value) for value in values]
    if personal_columns([column]) or (said and PERSONS.issuperset(said)):
        raise BadInput(
            _("no line is drawn by {column!r}, which says what a person is").format(column=column),
            fix=_(
                "To treat people by gender, age, origin, faith, health or family may be unlawful, "
                "and no cost or value justifies it. Draw lines by what differs in money: company "
                "size, product, contract."
            ),
        )


def placed(column: pd.Series[str], names: Iterable[str]) -> pd.Series[int]:
    """Return the place of each lead's segment among the names; -1 where it is blank or unknown.

    Case, doubled spaces and the signs CRMs join words with make no difference.
    """
    places = {plain(name): place for place, name in enumerate(names)}
    known = {value: places.get(plain(value), -1) for value in column.dropna().unique()}
    return column.astype(object).map(known).fillna(-1).astype("int64")
