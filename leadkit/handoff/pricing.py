"""Judged leads with the amounts that a person gave for them: figures, ranges, columns, segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book import Book, read_table
from leadkit.handoff.amounts import amount_notes, own_amounts
from leadkit.handoff.segments.amounts import AMOUNTS
from leadkit.journey import turns

if TYPE_CHECKING:
    from leadkit.model import SavedModel
    from leadkit.model.scoring import Judged
    from leadkit.model.worth.deal_values import DealValues

DEAL_VALUE, EXPECTED = "deal_value", "expected_value"


@dataclass(frozen=True, eq=False)
class Priced:
    """Leads judged out of time, and the money they are judged by.

    Parameters
    ----------
    judged : Judged
        With the columns that amounts and segments were read from.
    scored : DataFrame
        The same leads as `handoff_curve` takes them.
    economics : Economics
        The amounts; averages, where leads have their own.
    notes : tuple of str
        Where amounts come from and what of them is missing.
    """

    judged: Judged
    scored: pd.DataFrame
    economics: Economics
    notes: tuple[str, ...] = ()


def priced(
    model: SavedModel,
    book: Book,
    terms: Mapping[str, Any],
    *,
    as_of: str | pd.Timestamp | None = None,
    segment: str | None = None,
) -> Priced:
    """Judge a book's leads out of time and put the given amounts beside them.

    Parameters
    ----------
    model : SavedModel
        Whose probabilities are judged.
    book : Book
        A book or a bare table.
    terms : mapping
        Arguments of `own_amounts`. The value "deal_value" is what won leads of the book brought:
        every lead is then worth what `deal_values` expects of it, and a win what it brought.
    as_of : date, optional
        Judge as on that date.
    segment : str, optional
        A column of the leads to carry along.

    Raises
    ------
    BadInput
        If a named column is absent, or an amount is impossible.
    TooLittleData
        If too few wins name a deal value.
    """
    from leadkit.model import training_set
    from leadkit.model.scoring import features_of, score_out_of_time
    from leadkit.model.worth.deal_values import deal_values

    named = {terms.get(name) for name in AMOUNTS} | {segment}
    columns = sorted(name for name in named if isinstance(name, str) and name != DEAL_VALUE)
    judged = score_out_of_time(model, book, as_of, beside=columns)
    left_out = _card_left_out(judged.scored, model)
    terms = {"currency": book.settings.currency, **terms}
    if terms["value"] != DEAL_VALUE:
        scored, economics = own_amounts(judged.scored, **terms)
        notes = (*amount_notes(scored, economics), *_biased(judged.scored, economics), *left_out)
        return Priced(judged, scored, economics, notes)
    data = training_set(book, as_of=as_of)
    known = [name for name in data.X if name in model.manifest.features]
    values = deal_values(replace(data, X=data.X[known]), currency=book.settings.currency)
    rows = turns(book, as_of).set_index("turn_id", drop=False).loc[judged.scored["key"]]
    worth = values.predict(features_of(model, book, rows)).to_numpy()
    terms |= {"value": EXPECTED, "earned": "value", "margin": _doubted(terms, values)}
    scored, economics = own_amounts(judged.scored.assign(**{EXPECTED: worth}), **terms)
    met = int(judged.scored["key"].isin(values.keys).sum())
    said = [values.sentence(), *values.notes, *amount_notes(scored, economics), *left_out]
    if met:
        said.append(
            _(
                "{n} of the judged leads are among the wins that the expected values were learned "
                "from."
            ).format(n=number(met))
        )
    return Priced(judged, scored, economics, tuple(said))


def _card_left_out(scored: pd.DataFrame, model: SavedModel) -> tuple[str, ...]:
    """Say that the points card is not compared, where it did not judge every lead."""
    missing = int(scored["points"].isna().sum())
    if not missing or model.points.isna().all():
        return ()
    told = _(
        "The points card is not among the rules compared: {n} of {total} leads came after it was "
        "made, with the model."
    )
    return (told.format(n=number(missing), total=number(len(scored))),)


def _biased(judged: pd.DataFrame, economics: Economics) -> tuple[str, ...]:
    """Say where one value for all misleads, since deal values go with the chance of winning."""
    from leadkit.model.worth.value_and_chance import value_and_chance

    found = value_and_chance(judged, currency=economics.currency)
    return (found.sentence(),) if found.goes_with_chance else ()


def _doubted(terms: Mapping[str, Any], values: DealValues) -> tuple[float, float, float]:
    """Return the margin with the error of what was expected."""
    given = terms.get("margin", 1.0)
    low, base, high = given if isinstance(given, tuple) else (given, given, given)
    least, most = values.doubt
    return low * least, base, high * most


def read_segments(path: Path) -> tuple[str, pd.DataFrame]:
    """Read the amounts of segments: the column that names them, value, cost and perhaps hours.

    Raises
    ------
    BadInput
        If value, cost or the naming column is missing, or there are several of the latter.
    """
    table = read_table(path).frame
    naming = [name for name in table if name not in AMOUNTS]
    if len(naming) != 1 or not {"value", "cost"} <= set(table):
        raise BadInput(
            _("the columns are {names}").format(names=", ".join(map(repr, table))),
            where=str(path),
            fix=_("Give three: the column that names the segment, then value and cost."),
        )
    return str(naming[0]), table
