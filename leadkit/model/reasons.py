"""Why a lead has its probability: parts of its log-odds that add up, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from threadpoolctl import threadpool_limits

from leadkit.base.language import _, current, day, number, speaking
from leadkit.model.classifier import BLANK, ONE_THREAD, LeadQualityClassifier
from leadkit.model.columns import Read
from leadkit.quality.masking import masked, names_somebody

AVERAGE, CALIBRATION = "average", "calibration"
ORDERS = 3
CENTS = 100
SPELLED = 20_000

Floats = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]


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
    return _split(model, X)[0]


def _split(model: LeadQualityClassifier, X: pd.DataFrame) -> tuple[pd.DataFrame, Floats]:
    """Return the contributions, and the calibrated log-odds as the model itself sums them."""
    calibrator = model.calibrator_
    read = model.columns_.read(X)
    own, average, scores = (_by_trees if model.model_ == "boosting" else _by_curves)(model, read)
    parts = pd.DataFrame(calibrator.slope * own, index=X.index, columns=list(map(str, X.columns)))
    log_odds = calibrator.log_odds(scores)
    if calibrator.method == "isotonic":
        parts[CALIBRATION] = log_odds - calibrator.line(scores)
    parts[AVERAGE] = float(calibrator.line(np.array([average]))[0])
    return parts, log_odds


def _by_curves(model: LeadQualityClassifier, read: Read) -> tuple[Floats, float, Floats]:
    columns, coef, bent = model.columns_, model.coef_, model.splines_
    away = columns.owned(coef * model.centre_, bent)
    parts = columns.parts(read, coef, bent)
    average = float(model.intercept_ + away.sum())
    return parts - away, average, model.summed(parts)


def _by_trees(model: LeadQualityClassifier, read: Read) -> tuple[Floats, float, Floats]:
    score = model.forest_.decision_function
    leads, centre = model.columns_.grown(read), model.centre_
    owners, n_columns = model.columns_.grown_owners, len(model.columns_.names)
    parts = np.zeros((len(leads), n_columns))
    with threadpool_limits(ONE_THREAD):
        for order in _orders(n_columns):
            lead = np.tile(centre, (len(leads), 1))
            before = score(lead)
            for column in order:
                places = owners == column
                lead[:, places] = leads[:, places]
                after = score(lead)
                parts[:, column] += after - before
                before = after
        return parts / (2 * ORDERS), float(score(centre[None])[0]), score(leads)


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
    return _worded(_split(model, X)[0], X, top)


def explained(model: LeadQualityClassifier, X: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """Return each lead's probability and, beside it, its `reasons`; every cell is read once."""
    parts, log_odds = _split(model, X)
    words = _worded(parts, X, top)
    words.insert(0, "probability", expit(log_odds))
    return words


def _worded(parts: pd.DataFrame, X: pd.DataFrame, top: int) -> pd.DataFrame:
    total = _cents(parts.sum(axis=1).to_numpy())
    own = parts.to_numpy()[:, : X.shape[1]]
    named = np.argsort(-np.abs(own), axis=1, kind="stable")[:, :top]
    cents = _cents(np.take_along_axis(own, named, axis=1))
    table: dict[str, Any] = {"log_odds": total / CENTS}
    table |= _sentences(X, named, cents, top)
    rest, distinct = pd.factorize(total - cents.sum(axis=1))
    said = [_others(one, current()) for one in distinct.tolist()]
    table["reason_rest"] = pd.array(said, dtype="str").take(rest)
    return pd.DataFrame(table, index=X.index)


def _cents(values: Floats) -> Cents:
    return np.round(values * CENTS).astype(np.int64)


def _sentences(X: pd.DataFrame, named: Places, cents: Cents, top: int) -> dict[str, Any]:
    """Put each named column and its part in words: once, however many leads share them."""
    codes = np.full((len(X), top), -1)
    said: list[str] = []
    language = current()
    for place, name in enumerate(map(str, X.columns)):
        rows, nth = np.nonzero((named == place) & (cents != 0))
        facts, held = _facts(name, X.iloc[rows, place])
        own, distinct = pd.factorize(cents[rows, nth] * len(facts) + held)
        codes[rows, nth] = own + len(said)
        pairs = zip(*divmod(distinct, len(facts)), strict=True)
        said += [f"{facts[fact]}: {_direction(part, language)}" for part, fact in pairs]
    words = pd.array(said, dtype="str")
    return {f"reason_{n + 1}": words.take(codes[:, n], allow_fill=True) for n in range(top)}


@lru_cache(SPELLED)
def _direction(cents: int, language: str) -> str:
    with speaking(language):
        text = _("speaks for ({points})") if cents > 0 else _("speaks against ({points})")
        return text.format(points=number(cents / CENTS, 2, sign=True))


@lru_cache(SPELLED)
def _others(cents: int, language: str) -> str:
    with speaking(language):
        text = _("the average lead and everything else ({points})")
        return text.format(points=number(cents / CENTS, 2, sign=True))


def _facts(name: str, cells: pd.Series[Any]) -> tuple[list[str], Places]:
    """Say what a column holds, each distinct value once and a blank last; return whose is which."""
    codes, values = pd.factorize(cells.round(2) + 0.0 if cells.dtype.kind == "f" else cells)
    facts = [_fact(name, value, current()) for value in values]
    facts.append(_("{name} is blank").format(name=name))
    return facts, codes % len(facts)


@lru_cache(SPELLED, typed=True)
def _fact(name: str, value: Any, language: str) -> str:
    with speaking(language):
        return _said(name, value)


def _said(name: str, value: Any) -> str:
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
