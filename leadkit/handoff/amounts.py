"""Amounts as a person gives them: a number, low, base and high, or each lead's own column."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics, Period
from leadkit.base.errors import BadInput
from leadkit.base.language import _, first_few, ngettext, number
from leadkit.book.money import read_amount, to_amounts
from leadkit.handoff.amount_columns import of_every_lead, one_currency, read_column
from leadkit.handoff.leads import Bools, Floats

Range = tuple[float, float, float]
Amount = float | Range | str

OWN = ("worth", "earned", "earned_known", "cost", "hours")
BETWEEN = ":"


def parse_amount(text: str) -> Amount:
    """Read an amount as written on the command line.

    Parameters
    ----------
    text : str
        A number ("1000", "12tr", "$1,200"), low, base and high ("800:1000:1200"), or the name of
        a column.

    Raises
    ------
    BadInput
        If a mark can be read in two ways, or three amounts do not rise.

    Examples
    --------
    >>> parse_amount("1000"), parse_amount("800:1000:1200"), parse_amount("deal_value")
    (1000.0, (800.0, 1000.0, 1200.0), 'deal_value')
    """
    whole = _number(text)
    if whole is not None:
        return whole
    parts = [_number(part) for part in text.split(BETWEEN)]
    if all(part is None for part in parts):
        return text.strip()
    if len(parts) != 3 or None in parts:
        raise BadInput(
            _("{text!r} is not an amount").format(text=text),
            fix=_("Write one number, low:base:high as in 800:1000:1200, or a column's name."),
        )
    low, base, high = (part for part in parts if part is not None)
    return _rising((low, base, high))


def _number(text: str) -> float | None:
    """Return the one amount that a text is, or None."""
    try:
        plain = float(text)
    except ValueError:
        plain = np.nan
    amount = read_amount(text)
    if amount is None:
        return plain if np.isfinite(plain) else None
    if amount.decimal == "?":
        raise BadInput(
            _(
                "{text} can be read in two ways: its mark is for decimals, or between thousands"
            ).format(text=text),
            fix=_("Write it without marks, for example 1500 or 1.5."),
        )
    values, bad = to_amounts(pd.Series([text.strip()]))
    return None if bad.any() else float(values.iloc[0])


def _rising(amount: Range) -> Range:
    low, base, high = amount
    if not low <= base <= high:
        raise BadInput(
            _("low, base and high must rise, got {low}, {base}, {high}").format(
                low=low, base=base, high=high
            ),
            fix=_("Give the lowest, the likely and the highest amount, in this order."),
        )
    return amount


def own_amounts(
    judged: pd.DataFrame,
    *,
    value: Amount,
    cost: Amount,
    hours: Amount | None = None,
    earned: str | None = None,
    margin: float | Range = 1.0,
    nurture: float | Range = 0.0,
    keeps: float | Range = 0.0,
    anyway: float | Range = 0.0,
    capacity: float | None = None,
    per: Period = "table",
    currency: str = "",
) -> tuple[pd.DataFrame, Economics]:
    """Put each lead's own amounts beside its probability, and their averages into economics.

    Parameters
    ----------
    judged : DataFrame
        Scored leads: key, y, p and any column named below, which holds numbers or text.
    value : float, (low, base, high) or str
        What a lead brings if it is won, as known at handoff; a column is filled for every lead.
    cost, hours : float, (low, base, high) or str
        What working one lead costs, and how many sales hours it takes.
    earned : str, optional
        The column that says what won leads really brought, known only afterwards; `value` is then
        what was expected of each lead (see `deal_values`), and stands in where a win names none.
    margin : float or (low, base, high)
        Contribution margin as a share of `value` and `earned`, where these are revenue. Its range
        may also carry the error of expected values (`DealValues.doubt`).
    nurture, keeps, anyway : float or (low, base, high)
        As in `Economics`.
    capacity, per, currency
        As in `Economics`; without a currency that of the columns is taken.

    Returns
    -------
    scored : DataFrame
        `judged` with worth, cost and hours where columns were named, and with `earned` also
        earned and earned_known (bool: this is a won lead whose real amount is known; elsewhere
        earned is worth).
    economics : Economics
        Of columns the averages: of worth weighted by the chance of winning, so that it is that of
        an expected win; of cost and hours over all leads. Ranges become its `doubt`.

    Raises
    ------
    BadInput
        If a column is absent, holds text, several currencies or another than `currency`, or an
        amount that is needed is missing, 0 or negative; the message names the first leads.

    Examples
    --------
    >>> judged = pd.DataFrame({"p": [0.1, 0.3], "y": [0, 1], "offer": ["$1,000", "$3,000"]})
    >>> scored, economics = own_amounts(judged, value="offer", cost=(40, 50, 60))
    >>> scored["worth"].tolist(), economics.value, economics.currency, economics.doubt
    ([1000.0, 3000.0], 2500.0, 'USD', {'cost': (40, 60)})
    """
    won, chances = _outcomes(judged)
    given = {"value": value, "earned": earned, "cost": cost, "hours": hours}
    columns = {
        name: read_column(judged, amount)
        for name, amount in given.items()
        if isinstance(amount, str)
    }
    currency = one_currency(columns, currency)
    own = {name: of_every_lead(column, won) for name, column in columns.items() if name != "earned"}
    weights = {"value": chances}
    averages = {name: float(np.average(own[name], weights=weights.get(name))) for name in own}
    given |= {"nurture": nurture, "keeps": keeps, "anyway": anyway, **averages}
    ranges = {
        name: _range(name, amount)
        for name, amount in given.items()
        if amount is not None and name != "earned"
    }
    share = _share(margin)
    ranges["value"] = _times(ranges["value"], share)
    economics = Economics(
        **{name: base for name, (_low, base, _high) in ranges.items()},
        capacity=capacity,
        per=per,
        currency=currency,
        doubt={name: (low, high) for name, (low, _base, high) in ranges.items() if low < high},
    )
    if "value" in own:
        own["worth"] = share[1] * own.pop("value")
    scored = judged.drop(columns=[name for name in OWN if name in judged]).assign(**own)
    if "earned" not in columns:
        return scored, economics
    brought = share[1] * np.asarray(columns["earned"].amounts, dtype=np.float64)
    return _with_earned(scored, brought, won, economics.value), economics


def _outcomes(judged: pd.DataFrame) -> tuple[Bools, Floats | None]:
    """Return who was won, and chances as weights: none where the curve will refuse them."""
    absent = [name for name in ("y", "p") if name not in judged]
    if absent:
        raise BadInput(
            _("the scored leads have no column {names}").format(names=", ".join(absent)),
            fix=_("Give key, y (1 won, 0 not, empty where unseen) and p (a probability)."),
        )
    y, p = (
        pd.to_numeric(judged[name], errors="coerce").to_numpy(np.float64, na_value=np.nan)
        for name in ("y", "p")
    )
    can_weigh = bool((p >= 0).all() and p.sum() > 0)
    return y == 1, p if can_weigh else None


def _with_earned(scored: pd.DataFrame, brought: Floats, won: Bools, worth: float) -> pd.DataFrame:
    """Put what won leads brought beside what was expected of each, which fills what is unknown."""
    known = won & (brought > 0)
    worths = scored.get("worth", worth)
    return scored.assign(worth=worths, earned=np.where(known, brought, worths), earned_known=known)


def _share(margin: float | Range) -> Range:
    share = _range("margin", margin)
    if not 0 < share[1] <= 1 or share[0] <= 0:
        raise BadInput(
            _("a margin is a share above 0 and at most 1, got {margin}").format(margin=margin),
            fix=_("Write 40 % as 0.4."),
        )
    return share


def _range(name: str, amount: Amount) -> Range:
    if isinstance(amount, str):
        raise BadInput(
            _("{name} must be a number, got {amount!r}").format(name=name, amount=amount),
            fix=_("Only value, cost and hours may be columns of the leads."),
        )
    return _rising(amount) if isinstance(amount, tuple) else (amount, amount, amount)


def _times(amount: Range, share: Range) -> Range:
    low, base, high = (one * other for one, other in zip(amount, share, strict=True))
    return low, base, high


def amount_notes(scored: pd.DataFrame, economics: Economics) -> tuple[str, ...]:
    """Say which leads can never pay, and how many wins count with what was expected of them.

    Parameters
    ----------
    scored : DataFrame
        As returned by `own_amounts`.
    economics : Economics
        Stands in where `scored` has no column.
    """
    labels = scored["key"] if "key" in scored else pd.Series(range(1, len(scored) + 1))
    worth = scored.get("worth", pd.Series(economics.value, index=scored.index))
    cost = scored.get("cost", pd.Series(economics.cost, index=scored.index))
    gained = (1 - economics.kept) * worth
    never = (gained <= cost - economics.spared + economics.anyway * worth).to_numpy()
    notes = []
    if never.any():
        notes.append(
            ngettext(
                "{n} lead costs no less than a win of it would add: it never pays ({first}).",
                "{n} leads cost no less than a win of them would add: they never pay ({first}).",
                int(never.sum()),
            ).format(n=number(int(never.sum())), first=first_few(labels[never]))
        )
    if "earned_known" in scored:
        unknown = ((scored["y"] == 1) & ~scored["earned_known"]).to_numpy()
        if unknown.any():
            notes.append(
                ngettext(
                    "{n} won lead names no amount: what was expected of it counts ({first}).",
                    "{n} won leads name no amount: what was expected of them counts ({first}).",
                    int(unknown.sum()),
                ).format(n=number(int(unknown.sum())), first=first_few(labels[unknown]))
            )
    return tuple(notes)
