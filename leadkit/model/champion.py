"""Champion against challenger: two models on the same leads, the difference with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import EN_DASH, N_, _, number
from leadkit.book import Book
from leadkit.model.influence import Array, auc_influence, clusters, interval, ranks
from leadkit.model.metrics import is_enough, judge, log_losses
from leadkit.model.saving import SavedModel
from leadkit.model.scoring import score_out_of_time

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BETTER, SAME = N_("challenger better"), N_("no difference shown")
WORSE, TOO_LITTLE = N_("challenger worse"), N_("too little data")
MEASURES = {
    "auc": N_("ranking (AUC), more is better"),
    "brier": N_("Brier score, less is better"),
    "log_loss": N_("log-loss, less is better"),
}
DIGITS = 4


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two models on the same leads.

    Attributes
    ----------
    champion, challenger : str
        Names of the models.
    metrics : dict of str to dict of str to Estimate
        By "champion" and "challenger": what `judge` measures, on the same leads.
    differences : dict of str to Estimate
        auc, brier and log_loss of the challenger less those of the champion, paired by lead, the
        interval clustered by account.
    counts : dict of str to int
        compared (leads), won, accounts; champion_only and challenger_only: leads that only one of
        them can be judged on, since the other learned from them.
    """

    champion: str
    challenger: str
    metrics: dict[str, dict[str, Estimate]]
    differences: dict[str, Estimate]
    counts: dict[str, int]

    @property
    def verdict(self) -> str:
        """What the log-loss says, which ranking and calibration both enter."""
        loss = self.differences["log_loss"]
        if loss.refused:
            return TOO_LITTLE
        if loss.high < 0:
            return BETTER
        return WORSE if loss.low > 0 else SAME

    @property
    def table(self) -> pd.DataFrame:
        """One row a measure: measure, champion, challenger, difference, low, high, n."""
        rows = [
            (
                name,
                self.metrics["champion"][name].value,
                self.metrics["challenger"][name].value,
                *(one.value, one.low, one.high, one.n),
            )
            for name, one in self.differences.items()
        ]
        columns = ["measure", "champion", "challenger", "difference", "low", "high", "n"]
        return pd.DataFrame(rows, columns=columns)

    def sentence(self) -> str:
        """Say in a sentence which of the two is better, and how sure that is."""
        names = {"champion": self.champion, "challenger": self.challenger}
        n, won = number(self.counts["compared"]), number(self.counts["won"])
        texts = {
            BETTER: _(
                "{challenger} is better than {champion}: on the same {n} leads ({won} won) its "
                "log-loss is lower by {size}."
            ),
            WORSE: _(
                "{challenger} is worse than {champion}: on the same {n} leads ({won} won) its "
                "log-loss is higher by {size}."
            ),
            SAME: _(
                "No difference shown between {challenger} and {champion} on the same {n} leads "
                "({won} won): their log-loss differs by {size}."
            ),
            TOO_LITTLE: _(
                "Too little data to compare {challenger} with {champion}: {n} leads that neither "
                "learned from, {won} won; at least 10 wins, 10 others and 10 accounts are needed."
            ),
        }
        loss, verdict = self.differences["log_loss"], self.verdict
        size = _signed(loss)
        if verdict in (BETTER, WORSE):
            low, high = sorted((abs(loss.low), abs(loss.high)))
            size = f"{number(abs(loss.value), DIGITS)} ({_ends(low, high)})"
        return texts[verdict].format(**names, n=n, won=won, size=size)

    def notes(self) -> list[str]:
        """Say on which leads they were compared, and what this does not answer."""
        return [
            _(
                "Left out, since one of the two learned from them: {one} leads ({champion} alone "
                "could be judged), {other} leads ({challenger} alone)."
            ).format(
                one=number(self.counts["champion_only"]),
                other=number(self.counts["challenger_only"]),
                champion=self.champion,
                challenger=self.challenger,
            ),
            _("What the difference is worth in money, `leadkit thresholds` says for each model."),
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison for machines."""
        return {
            "format": 1,
            "champion": self.champion,
            "challenger": self.challenger,
            "verdict": self.verdict,
            "n": self.counts,
            "metrics": {
                side: {name: found[name].to_dict() for name in MEASURES}
                for side, found in self.metrics.items()
            },
            "differences": {name: one.to_dict() for name, one in self.differences.items()},
            "sentence": self.sentence(),
        }

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the three differences, turned so that right means the challenger is better."""
        from leadkit.model.champion_picture import plot

        return plot(self, ax)

    def __repr__(self) -> str:
        return self.sentence()

    def rows(self) -> list[tuple[str, Estimate, Estimate, str]]:
        """Return measure, champion, challenger, and the difference as printed."""
        one, other = self.metrics["champion"], self.metrics["challenger"]
        return [(key, one[key], other[key], _signed(own)) for key, own in self.differences.items()]

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (_(MEASURES[name]), before.write(DIGITS), after.write(DIGITS), change)
            for name, before, after, change in self.rows()
        ]
        columns = [_("measure"), self.champion, self.challenger, _("difference (95 %)")]
        note = " ".join(self.notes())
        return inline(caption=self.sentence(), columns=columns, rows=rows, note=note)


def compare(
    champion: SavedModel,
    challenger: SavedModel,
    book: Book,
    as_of: str | pd.Timestamp | None = None,
) -> Comparison:
    """Judge two models on the same leads, none of which either had learned from.

    Parameters
    ----------
    champion, challenger : SavedModel
        The model in use, and the one that may replace it.
    book : Book
        The leads; those that were judged out of time at training count with the probability given
        then, those that came later are scored afresh.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Comparison
        Differences of AUC (paired DeLong; DeLong et al., 1988), Brier score and log-loss, each
        lead its own pair, with intervals clustered by account.

    Raises
    ------
    BadInput
        If both are the same model, or a model does not fit the book.
    """
    if champion.manifest.sha256["model.skops"] == challenger.manifest.sha256["model.skops"]:
        raise BadInput(
            _("{champion} and {challenger} are the same model").format(
                champion=champion.name, challenger=challenger.name
            ),
            fix=_("Name another model to compare with."),
        )
    one, other = (
        _judged(score_out_of_time(model, book, as_of).scored) for model in (champion, challenger)
    )
    both = one.join(other["p"].rename("p_challenger"), how="inner")
    return compare_probabilities(
        *(both["y"], both["p"], both["p_challenger"], both["account"]),
        names=(champion.name, challenger.name),
        alone=(len(one) - len(both), len(other) - len(both)),
    )


def _judged(scored: pd.DataFrame) -> pd.DataFrame:
    return scored[scored["y"].notna() & scored["p"].notna()].set_index("key")


def compare_probabilities(
    y: pd.Series[float],
    p: pd.Series[float],
    p_challenger: pd.Series[float],
    account: pd.Series[str],
    *,
    names: tuple[str, str] = ("champion", "challenger"),
    alone: tuple[int, int] = (0, 0),
) -> Comparison:
    """Compare the probabilities of two models for the same leads.

    Parameters
    ----------
    y : Series of float, shape (n,)
        1 won, 0 not.
    p, p_challenger : Series of float, shape (n,)
        Probabilities of either model.
    account : Series of str, shape (n,)
        Clusters.
    names : tuple of str
        What the models are called.
    alone : tuple of int
        Leads that only the champion, or only the challenger, could be judged on.

    Examples
    --------
    >>> y = pd.Series([0, 0, 0, 1] * 50, dtype=float)
    >>> sharp = 0.1 + 0.6 * y
    >>> compare_probabilities(y, 0.25 + 0 * y, sharp, y.index.to_series()).verdict
    'challenger better'
    """
    cluster = clusters(account)
    won, *sides = (np.asarray(one, dtype=np.float64) for one in (y, p, p_challenger))
    losses = [log_losses(won, one) for one in sides]
    squares = [(won - one) ** 2 for one in sides]
    metrics = [judge(won, one, account) for one in sides]
    if is_enough(won, cluster):
        (area, moved), (area_other, moved_other) = (
            auc_influence(won, ranks(won, one)) for one in sides
        )
        measures = {
            "auc": (area_other - area, moved_other - moved),
            "brier": _mean(squares[1] - squares[0]),
            "log_loss": _mean(losses[1] - losses[0]),
        }
        method = "paired by lead, interval by account"
        differences = {
            name: interval(measure, won, cluster, method) for name, measure in measures.items()
        }
    else:
        differences = {name: metrics[0][name] for name in MEASURES}  # each of them refuses
    return Comparison(
        champion=names[0],
        challenger=names[1],
        metrics={"champion": metrics[0], "challenger": metrics[1]},
        differences=differences,
        counts={
            "compared": len(won),
            "won": int(won.sum()),
            "accounts": len(np.unique(cluster)),
            "champion_only": alone[0],
            "challenger_only": alone[1],
        },
    )


def _mean(values: Array) -> tuple[float, Array]:
    return float(values.mean()), values - values.mean()


def _signed(one: Estimate) -> str:
    if one.refused:
        return one.write()
    return f"{number(one.value, DIGITS, sign=True)} ({_ends(one.low, one.high, sign=True)})"


def _ends(low: float, high: float, *, sign: bool = False) -> str:
    between = " " + _("to") + " " if sign else EN_DASH
    return between.join(number(end, DIGITS, sign=sign) for end in (low, high))
