"""What the survey says: where the two sides see their work together differently."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.agreement import SIDES, Side
from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.dialogue.feedback_report.pareto import holm
from leadkit.dialogue.survey.answers import SIDE, Answers
from leadkit.dialogue.survey.gaps import ALPHA, gap
from leadkit.dialogue.survey.items import FACETS, HIGHEST, ITEMS, LOWEST, REVERSED, Item

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Page

LEAST_A_SIDE, LEAST_FOR_ALPHA, TALK_FIRST, LOW_MEAN = 5, 30, 3, 3.0


@dataclass(frozen=True, eq=False, repr=False)
class Survey:
    """The answers of both sides, statement by statement.

    Attributes
    ----------
    answers : Answers
        What was read.
    table : DataFrame
        One row a statement that at least five people on each side answered, the widest gap first:
        number, facet, text, n_marketing, n_sales, marketing, sales (means of 1 to 5, reversed
        statements turned round), gap (Estimate: sales minus marketing), p, p_holm.
    hidden : tuple of int
        Statements that fewer answered on a side; nothing of them is shown.
    """

    answers: Answers
    table: pd.DataFrame
    hidden: tuple[int, ...]

    @property
    def people(self) -> dict[Side, int]:
        """How many answered on each side."""
        return {side: int((self.answers.table[SIDE] == side).sum()) for side in SIDES}

    @property
    def talk_first(self) -> pd.DataFrame:
        """The three widest gaps, whatever their p: twenty statements bring a false alarm."""
        return self.table.head(TALK_FIRST)

    @property
    def low_on_both(self) -> pd.DataFrame:
        """Statements that neither side agrees with on average: work for both, no quarrel."""
        is_low = (self.table[list(SIDES)] < LOW_MEAN).all(axis=1)
        mean = self.table[list(SIDES)].mean(axis=1)
        return self.table[is_low].iloc[mean[is_low].argsort(kind="stable")]

    @cached_property
    def facets(self) -> pd.DataFrame:
        """By facet: marketing, sales (means), the same without the reversed statements, alpha.

        A facet is left out where one of its statements is hidden. Cronbach's alpha (1951) with
        Feldt's interval (1965) only from 30 people who answered all four.
        """
        rows = []
        for facet, name in FACETS.items():
            of_facet = [item for item in ITEMS if item.facet == facet]
            if any(item.number in self.hidden for item in of_facet):
                continue
            every = [item.number for item in of_facet]
            plain = [item.number for item in of_facet if not item.reversed]
            means: dict[str, float] = {side: self._mean(side, every) for side in SIDES}
            without = {f"{side}_without_reversed": self._mean(side, plain) for side in SIDES}
            whole = self.answers.scored[every].dropna()
            rows.append(
                {"facet": facet, "name": _(name), **means, **without, "alpha": alpha(whole)}
            )
        return pd.DataFrame(rows)

    def _mean(self, side: Side, numbers: list[int]) -> float:
        return float(np.nanmean(self.answers.of(side)[numbers].to_numpy(dtype=float)))

    def sentence(self) -> str:
        """Say where the sides part most, and how sure that is."""
        first = self.table.iloc[0]
        statement = str(first["text"])
        sure = int((self.table["p_holm"] <= ALPHA).sum())
        text = _(
            "They part most on “{statement}” Sales answers {sales}, marketing {marketing}, of 5."
        )
        text = text.format(
            statement=_(statement),
            **{side: number(as_answered(first, side), 1) for side in SIDES},
        )
        if not sure:
            return text + " " + _("No single gap is beyond luck; talk about the widest ones.")
        return (
            text
            + " "
            + _("Beyond luck, all statements considered: {n} of {of}.").format(
                n=number(sure), of=number(len(self.table))
            )
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw both means of every statement on one line, the widest gap at the top."""
        from leadkit.dialogue.survey.picture import plot_survey

        return plot_survey(self, ax)

    def page(self) -> Page:
        """Lay it out as one page."""
        from leadkit.dialogue.survey.page import survey_page

        return survey_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of survey.json; no row of it is a person's."""
        plain = self.table.assign(gap=[one.to_dict() for one in self.table["gap"]])
        facets = self.facets.assign(alpha=[one.to_dict() for one in self.facets["alpha"]])
        return {
            "format": 1,
            "people": self.people,
            "statements": plain.to_dict("records"),
            "hidden": list(self.hidden),
            "facets": facets.drop(columns="name").to_dict("records"),
            "talk_first": self.talk_first["number"].tolist(),
            "low_on_both": self.low_on_both["number"].tolist(),
            "one_answer_throughout": self.answers.straight,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.dialogue.survey.page import rows

        return inline_rows(rows(self.talk_first), caption=self.sentence())


def as_answered(row: pd.Series[Any], side: Side) -> float:
    """Return a side's mean as people answered, before a reversed statement is turned round."""
    mean = float(row[side])
    return LOWEST + HIGHEST - mean if row["number"] in REVERSED else mean


def survey(answers: Answers) -> Survey:
    """Hold the answers of both sides against each other.

    Parameters
    ----------
    answers : Answers
        As `read_answers` reads them.

    Returns
    -------
    Survey

    Raises
    ------
    TooLittleData
        If fewer than five people answered on a side: answers of so few would be recognised.

    Notes
    -----
    A conversation opener, no validated scale: no norms exist. Gaps by permutation (Fisher, 1935),
    corrected for their number by Holm (1979).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [[side, *[4 + (side == "sales") if n == 2 else 4 for n in range(1, 21)]]
    ...         for side in ("marketing", "sales") for _person in range(6)]
    >>> found = survey(Answers(pd.DataFrame(rows, columns=["side", *range(1, 21)], dtype=object)))
    >>> [float(found.table.loc[0, name]) for name in ("number", "marketing", "sales")]
    [2.0, 4.0, 5.0]
    """
    both = {side: answers.of(side) for side in SIDES}
    _refuse_few({side: len(one) for side, one in both.items()})
    shown = [
        item
        for item in ITEMS
        if min(one[item.number].notna().sum() for one in both.values()) >= LEAST_A_SIDE
    ]
    if not shown:
        raise TooLittleData(
            _("no statement was answered by five people on each side"),
            fix=_("Ask more people; answers of fewer would be recognised."),
        )
    table = pd.DataFrame([_row(item, both) for item in shown])
    table["p_holm"] = holm(table["p"])
    width = table["gap"].map(lambda one: abs(one.value))
    order = np.lexsort((table["number"], -width))
    hidden = tuple(item.number for item in ITEMS if item not in shown)
    return Survey(answers, table.iloc[order].reset_index(drop=True), hidden)


def _row(item: Item, both: dict[Side, pd.DataFrame]) -> dict[str, Any]:
    given = {side: one[item.number].dropna().astype(float) for side, one in both.items()}
    found = gap(given["sales"], given["marketing"])
    return {
        "number": item.number,
        "facet": item.facet,
        "text": item.text,
        "n_marketing": len(given["marketing"]),
        "n_sales": len(given["sales"]),
        "marketing": float(given["marketing"].mean()),
        "sales": float(given["sales"].mean()),
        "gap": found.estimate,
        "p": found.p,
    }


def _refuse_few(people: dict[Side, int]) -> None:
    few = [side for side, n in people.items() if n < LEAST_A_SIDE]
    if few:
        counted = ", ".join(
            _("{side} {n}").format(side=_(side), n=number(people[side])) for side in SIDES
        )
        raise TooLittleData(
            _("too few answers ({people}): at least {least} are needed on each side").format(
                people=counted, least=number(LEAST_A_SIDE)
            ),
            fix=_("Ask more people; answers of fewer would be recognised."),
        )


def alpha(answers: pd.DataFrame) -> Estimate:
    """Return Cronbach's alpha (1951) of statements with Feldt's interval (1965).

    Parameters
    ----------
    answers : DataFrame of float
        One row a person, one column a statement, none missing.
    """
    n, k = answers.shape
    value = low = high = nan
    total = float(answers.sum(axis=1).var()) if n > 1 else 0.0
    if total > 0:
        value = float(k / (k - 1) * (1 - answers.var().sum() / total))
        low, high = feldt(value, n, k)
    method = "Cronbach's alpha, Feldt interval"
    return Estimate(value=value, low=low, high=high, n=n, method=method, minimum_n=LEAST_FOR_ALPHA)


def feldt(value: float, n: int, k: int) -> tuple[float, float]:
    """Return the 95 % interval of an alpha of n people and k statements (Feldt, 1965).

    Examples
    --------
    >>> [round(end, 2) for end in feldt(0.7, 12, 4)], [round(end, 2) for end in feldt(0.7, 30, 4)]
    ([0.28, 0.9], [0.48, 0.84])
    """
    from scipy.stats import f

    far, near = (float(f.ppf(q, n - 1, (n - 1) * (k - 1))) for q in (1 - ALPHA / 2, ALPHA / 2))
    return 1 - (1 - value) * far, 1 - (1 - value) * near
