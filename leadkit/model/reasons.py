"""Why a lead has its probability: parts of its log-odds that add up, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from leadkit.base.language import _, day, number
from leadkit.model.classifier import BLANK, ONE_THREAD, LeadQualityClassifier
from leadkit.quality.masking import masked, names_somebody

AVERAGE, CALIBRATION = "average", "calibration"
ORDERS = 3
CENTS = 100

Floats = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]


def contributions(model: LeadQualityClassifier, X: pd.DataFrame) -> pd.DataFrame:
    """Split the log-odds of each lead into one part a column.

    Parameters
    ----------
    model : LeadQualityClassifier
        A fitted model.
    X : DataFrame
        The columns it was fitted to.

    Returns
    -------
    DataFrame
        On the index of X: the part of each column in log-odds, against an average training lead,
        and last "average", the log-odds of that lead. A row adds up to the log-odds of its
        predicted probability. Logistic regression: coefficient times distance from the training
        mean, summed over what stands for the column (curve, levels, words, flag of blanks).
        Boosting: what the log-odds gain as a typical lead (medians, most frequent levels) takes on
        the lead's values one by one, averaged over a few fixed orders, each forward and backward
        (sampled Shapley values; Castro, Gomez and Tejada, 2009). Under isotonic calibration a
        part "calibration" before the last holds what its steps add to Platt's line.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 60, "pages": range(120)})
    >>> model = LeadQualityClassifier().fit(X, [1, 0] * 60)
    >>> parts = contributions(model, X)
    >>> won = model.predict_proba(X)[:, 1]
    >>> bool(np.allclose(parts.sum(axis=1), np.log(won / (1 - won))))
    True
    """
    calibrator = model.calibrator_
    with threadpool_limits(ONE_THREAD):
        own, average = _by_trees(model, X) if model.model_ == "boosting" else _by_curves(model, X)
    parts = pd.DataFrame(calibrator.slope * own, index=X.index, columns=list(map(str, X.columns)))
    average = float(calibrator.line(np.array([average]))[0])
    if calibrator.method == "isotonic":
        scores = model.scores(X)
        parts[CALIBRATION] = calibrator.log_odds(scores) - calibrator.line(scores)
    parts[AVERAGE] = average
    return parts


def _by_curves(model: LeadQualityClassifier, X: pd.DataFrame) -> tuple[Floats, float]:
    columns, coef, bent = model.columns_, model.coef_, model.splines_
    away = columns.owned(coef * model.centre_, bent)
    parts = columns.parts(columns.read(X), coef, bent) - away
    return parts, float(model.intercept_ + away.sum())


def _by_trees(model: LeadQualityClassifier, X: pd.DataFrame) -> tuple[Floats, float]:
    score = model.forest_.decision_function
    leads, centre = model.columns_.grown(model.columns_.read(X)), model.centre_
    owners = model.columns_.grown_owners
    parts = np.zeros((len(X), X.shape[1]))
    for order in _orders(X.shape[1]):
        lead = np.tile(centre, (len(leads), 1))
        before = score(lead)
        for column in order:
            places = owners == column
            lead[:, places] = leads[:, places]
            after = score(lead)
            parts[:, column] += after - before
            before = after
    return parts / (2 * ORDERS), float(score(centre[None])[0])


def _orders(columns: int) -> Iterator[npt.NDArray[np.int64]]:
    rng = np.random.default_rng(0)
    for _draw in range(ORDERS):
        order = rng.permutation(columns)
        yield from (order, order[::-1])


def reasons(model: LeadQualityClassifier, X: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """Say in words what speaks for and against each lead.

    Parameters
    ----------
    model : LeadQualityClassifier
        A fitted model.
    X : DataFrame
        The columns it was fitted to.
    top : int
        How many columns to name.

    Returns
    -------
    DataFrame
        On the index of X: log_odds, reason_1 ... with the largest parts first (blank where a part
        rounds to nothing), and reason_rest with everything else, the average lead included. As
        printed, with two decimals, the reasons add up to log_odds.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 60, "pages": range(120)})
    >>> model = LeadQualityClassifier().fit(X, [1, 0] * 60)
    >>> print(reasons(model, X, top=1)["reason_1"].iloc[0])
    source is web: speaks for (+4.24)
    """
    parts = contributions(model, X)
    total = _cents(parts.sum(axis=1).to_numpy())
    own = parts.to_numpy()[:, : X.shape[1]]
    order = np.argsort(-np.abs(own), axis=1, kind="stable")[:, :top]
    rows = np.arange(len(X))
    facts = _facts_named(X, order)
    table: dict[str, Any] = {"log_odds": total / CENTS}
    rest = total
    for nth in range(top):
        there = nth < order.shape[1]
        which = order[:, nth] if there else np.zeros(len(X), dtype=np.intp)
        cents = _cents(own[rows, which]) if there else np.zeros(len(X), dtype=np.int64)
        said = [facts[column, row] for row, column in zip(rows, which, strict=True)]
        table[f"reason_{nth + 1}"] = _sentences(said, cents)
        rest = rest - cents
    points = {cents: number(cents / CENTS, 2, sign=True) for cents in set(rest.tolist())}
    text = _("the average lead and everything else ({points})")
    table["reason_rest"] = [text.format(points=points[cents]) for cents in rest.tolist()]
    words = pd.DataFrame(table, index=X.index)
    return words.astype(dict.fromkeys(words.columns[1:], "str"))


def _cents(values: Floats) -> Cents:
    return np.round(values * CENTS).astype(np.int64)


def _sentences(facts: list[str], cents: Cents) -> list[str | None]:
    tails = {
        one: _direction(one).format(points=number(one / CENTS, 2, sign=True))
        for one in set(cents.tolist())
    }
    return [
        f"{fact}: {tails[one]}" if one else None
        for fact, one in zip(facts, cents.tolist(), strict=True)
    ]


def _direction(cents: int) -> str:
    return _("speaks for ({points})") if cents > 0 else _("speaks against ({points})")


def _facts_named(X: pd.DataFrame, order: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    """Say what each lead holds in the columns that are named for it, one row a column."""
    facts = np.full((X.shape[1], len(X)), None, dtype=object)
    for place, name in enumerate(X.columns):
        named = (order == place).any(axis=1)
        facts[place, named] = _facts(str(name), X.iloc[:, place][named])
    return facts


def _facts(name: str, cells: pd.Series[Any]) -> npt.NDArray[Any]:
    """Say what a column holds for each lead; each distinct value is put in words once."""
    codes, values = pd.factorize(cells.round(2) if cells.dtype.kind == "f" else cells)
    words = [_fact(name, value) for value in values]
    return np.array([*words, _("{name} is blank").format(name=name)], dtype=object)[codes]


def _fact(name: str, value: Any) -> str:
    known = {
        ("email_filled", 0): _("there is no e-mail address"),
        ("email_filled", 1): _("there is an e-mail address"),
        ("email_valid", 0): _("the e-mail address is not valid"),
        ("email_valid", 1): _("the e-mail address is valid"),
        ("phone_filled", 0): _("there is no telephone number"),
        ("phone_filled", 1): _("there is a telephone number"),
        ("phone_valid", 0): _("the telephone number is not valid"),
        ("phone_valid", 1): _("the telephone number is valid"),
        ("recycled", 0): _("sales has not had the lead before"),
        ("recycled", 1): _("sales has had the lead before"),
    }
    if (name, value) in known:
        return known[name, value]
    if value == BLANK:
        return _("{name} is blank").format(name=name)
    if isinstance(value, float | int | np.number) and not isinstance(value, bool):
        value = number(float(value), 0 if float(value).is_integer() else 2)
    elif isinstance(value, pd.Timestamp):
        value = day(value)
    elif names_somebody(str(value)):
        value = masked(str(value))
    return _("{name} is {value}").format(name=name, value=value)
