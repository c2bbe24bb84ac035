"""Why a lead has its probability: parts of its log-odds that add up, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from leadkit.base.language import _, number
from leadkit.model.classifier import BLANK, ONE_THREAD, LeadQualityClassifier

AVERAGE = "average"
ORDERS = 3
CENTS = 100

Floats = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]
Places = list[npt.NDArray[np.intp]]


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
        mean, summed over what stands for the column (splines, levels, missing flag). Boosting:
        what the log-odds gain as a typical lead (medians, most frequent levels) takes on the
        lead's values one by one, averaged over a few fixed orders, each forward and backward
        (sampled Shapley values; Castro, Gomez and Tejada, 2009).

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 60, "pages": range(120)})
    >>> model = LeadQualityClassifier().fit(X, [1, 0] * 60)
    >>> parts = contributions(model, X)
    >>> won = model.predict_proba(X)[:, 1]
    >>> bool(np.allclose(parts.sum(axis=1), np.log(won / (1 - won))))
    True
    """
    pipeline, slope, shift = model.uncalibrated
    stands_for = np.array(_columns_encoded(model))
    places = [np.flatnonzero(stands_for == name) for name in map(str, X.columns)]
    split = _by_steps if model.model == "boosting" else _by_coefficients
    with threadpool_limits(ONE_THREAD):
        parts = slope * split(pipeline[-1], model.encode(X), model.centre_, places)
        average = slope * pipeline[-1].decision_function(model.centre_[None])[0] + shift
    together = np.column_stack([parts, np.full(len(X), average)])
    return pd.DataFrame(together, index=X.index, columns=[*map(str, X.columns), AVERAGE])


def _columns_encoded(model: LeadQualityClassifier) -> list[str]:
    """Return which column each encoded one stands for."""
    encoder = model.uncalibrated[0][0]
    numbers, levels = list(map(str, model.numeric_)), list[str]()
    if model.text_:
        text = encoder.named_transformers_["text"]
        for name, known, rare in zip(
            model.text_, text.categories_, text.infrequent_categories_, strict=True
        ):
            pooled = 0 if rare is None else len(rare) - 1
            levels += [str(name)] * (len(known) - pooled)
    if model.model == "boosting":
        return [*levels, *numbers]
    shaped = encoder.output_indices_["number"]
    width = (shaped.stop - shaped.start) // max(len(numbers), 1)
    return [*(name for name in numbers for _base in range(width)), *numbers, *levels]


def _by_coefficients(learner: Any, leads: Floats, centre: Floats, places: Places) -> Floats:
    away = (leads - centre) * learner.coef_[0]
    return np.column_stack([away[:, place].sum(axis=1) for place in places])


def _by_steps(learner: Any, leads: Floats, centre: Floats, places: Places) -> Floats:
    parts = np.zeros((len(leads), len(places)))
    for order in _orders(len(places)):
        lead = np.tile(centre, (len(leads), 1))
        before = learner.decision_function(lead)
        for column in order:
            lead[:, places[column]] = leads[:, places[column]]
            after = learner.decision_function(lead)
            parts[:, column] += after - before
            before = after
    return parts / (2 * ORDERS)


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
    source is web: speaks for (+2.05)
    """
    parts = contributions(model, X)
    total = _cents(parts.sum(axis=1).to_numpy())
    own = parts.to_numpy()[:, :-1]
    order = np.argsort(-np.abs(own), axis=1, kind="stable")[:, :top]
    rows = np.arange(len(X))
    facts = [_facts(str(name), X[name]) for name in X.columns]
    table: dict[str, Any] = {"log_odds": total / CENTS}
    rest = total
    for nth in range(top):
        there = nth < order.shape[1]
        which = order[:, nth] if there else np.zeros(len(X), dtype=np.intp)
        cents = _cents(own[rows, which]) if there else np.zeros(len(X), dtype=np.int64)
        said = [facts[column][row] for row, column in zip(rows, which, strict=True)]
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


def _facts(name: str, cells: pd.Series[Any]) -> npt.NDArray[Any]:
    """Say what a column holds for each lead; each distinct value is put in words once."""
    codes, values = pd.factorize(cells)
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
    return _("{name} is {value}").format(name=name, value=value)
