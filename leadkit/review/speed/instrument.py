"""What out-of-hours arrival says of speed: leads that waited for no fault of theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.base.language import _, ngettext, number
from leadkit.review.shortfall.sample import Floats
from leadkit.review.speed.waits import Waits

WEAK_BELOW = 10.0
FAR_APART, CLEAR = 0.1, 1.96
LEAST_WINS = 20
COMMONEST = 4


@dataclass(frozen=True, eq=False)
class Instrument:
    """The quasi-experiment.

    Attributes
    ----------
    slope : array of float, (draws,)
        Change in the chance of winning per unit of ln(1 + hours waited): the estimate, then draws.
    f : float
        F of the first stage: how clearly out-of-hours leads wait longer.
    balance : DataFrame
        what, in_hours, out_of_hours, apart (standardised difference): whether both are alike.
    refusal : str
        Why nothing is concluded; empty where something is.
    """

    slope: Floats
    f: float
    balance: pd.DataFrame
    refusal: str


def instrument(waits: Waits, weights: Floats) -> Instrument:
    """Estimate what waiting costs from leads that came while sales was away.

    The wait of the attempted leads, ln(1 + hours), is explained by ln(1 + hours until sales was
    at work again), and the win by that part of the wait alone (two-stage least squares with one
    instrument; Wald, 1940). Draws resample accounts.
    """
    rows = waits.attempted
    asked = np.log1p(waits.shut[rows])
    drawn = weights[:, rows]
    covariance = _covariances(drawn, asked, waits.log_hours[rows], waits.won[rows])
    spread, first_stage, reduced = covariance
    pull = first_stage / spread
    f = float((pull[0] / pull[1:].std()) ** 2) if pull[1:].std() > 0 else 0.0
    balance = _balance(waits)
    return Instrument(
        slope=np.divide(reduced, first_stage, out=np.full_like(reduced, np.nan),
                        where=first_stage != 0),
        f=f,
        balance=balance,
        refusal=_refusal(waits, f, balance),
    )  # fmt: skip


def _covariances(
    weights: Floats, asked: Floats, waited: Floats, won: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return var(asked), cov(asked, waited) and cov(asked, won) of every draw."""
    n = weights.sum(axis=1)
    means = [weights @ part / n for part in (asked, waited, won)]

    def with_asked(part: Floats, mean: Floats) -> Floats:
        return np.asarray(weights @ (asked * part) / n - means[0] * mean)

    pairs = zip((asked, waited, won), means, strict=True)
    spread, first_stage, reduced = (with_asked(part, mean) for part, mean in pairs)
    return spread, first_stage, reduced


def _balance(waits: Waits) -> pd.DataFrame:
    """Compare leads that came in and out of hours: quality, never called, sources, segments."""
    rows = [
        ("quality", 1 / (1 + np.exp(-waits.quality))),
        ("never", (~waits.attempted).astype(float)),
    ]
    for column in ("source", "segment"):
        commonest = waits.leads[column].value_counts().index[:COMMONEST]
        rows += [
            (f"{column}: {name}", (waits.leads[column] == name).to_numpy(float))
            for name in commonest
            if name
        ]
    out = waits.out_of_hours
    return pd.DataFrame([_apart(what, values[~out], values[out]) for what, values in rows])


def _apart(what: str, inside: Floats, outside: Floats) -> dict[str, object]:
    """Return means, and their difference in standard deviations (Austin, 2009)."""
    both = [inside, outside]
    if min(map(len, both)) < 2:
        return {"what": what, "in_hours": np.nan, "out_of_hours": np.nan, "apart": np.nan, "z": 0.0}
    spread = np.sqrt(sum(part.var(ddof=1) for part in both) / 2)
    error = np.sqrt(sum(part.var(ddof=1) / len(part) for part in both))
    gap = outside.mean() - inside.mean()
    return {
        "what": what,
        "in_hours": float(inside.mean()),
        "out_of_hours": float(outside.mean()),
        "apart": float(gap / spread) if spread > 0 else 0.0,
        "z": float(gap / error) if error > 0 else 0.0,
    }


def _refusal(waits: Waits, f: float, balance: pd.DataFrame) -> str:
    wins = int(waits.won[waits.attempted].sum())
    if wins < LEAST_WINS:
        return ngettext(
            "only {wins} won lead: at least {least} are needed",
            "only {wins} won leads: at least {least} are needed",
            wins,
        ).format(wins=number(wins), least=number(LEAST_WINS))
    if f < WEAK_BELOW:
        return _(
            "coming out of hours hardly changes how long a lead waits (F = {f}, at least {least} "
            "needed)"
        ).format(f=number(f, 1), least=number(WEAK_BELOW))
    decisive = balance.set_index("what").loc[["quality", "never"]]
    uneven = (decisive["apart"].abs() > FAR_APART) & (decisive["z"].abs() > CLEAR)
    if uneven["quality"]:
        return _("leads that come out of hours are not as good as the others, or better")
    if uneven["never"]:
        return _("leads that come out of hours are not called at all more often, or less")
    return ""
