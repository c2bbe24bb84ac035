"""The points card on the model card: its lines, its win rates, and what more data would buy."""

from __future__ import annotations

from math import ceil, exp
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, ngettext, number
from leadkit.base.page import Section, Table
from leadkit.model.points.learning import POINTS_DOUBLING
from leadkit.model.splits import LEAST_WINS, TEST_SHARE

if TYPE_CHECKING:
    from leadkit.model.evaluation import Evaluation
    from leadkit.model.points.points import PointsCard

QUARTER_DAYS = 365.25 / 4


def points_section(evaluation: Evaluation) -> Section:
    """Show the points card of an evaluation."""
    card, has_model = evaluation.points, evaluation.chosen is not None
    text = [] if has_model else [more_data(evaluation)]
    if card is None:
        none = _("There are too few leads for a points card as well: it needs ten won and ten not.")
        said = text if evaluation.data.X.columns.empty else [*text, none]
        return Section(heading=_("A points card"), text=said)
    return Section(
        heading=_("The same in points") if has_model else _("A points card"),
        text=[_how_to_add(card), *text],
        tables=[_lines(card), _win_rates(evaluation.bands)],
        notes=[
            (
                _("How to read it"),
                _(
                    "Points say what goes with winning, all columns taken together; they do not "
                    "say why. A column that is not here added next to nothing."
                ),
            ),
        ],
        details=_method(has_model),
    )


def more_data(evaluation: Evaluation) -> str:
    """Say how far the data are from a model, and when they will be there at the present pace."""
    if evaluation.data.X.columns.empty:
        return _("No column may be used: there is nothing to give points for or to fit a model on.")
    y, times = evaluation.data.y, evaluation.data.times
    missing = LEAST_WINS - int(y.iloc[evaluation.split.train].sum())
    if missing <= 0:
        return _("There are wins enough to learn from, but too few outcomes to judge by.")
    said = _(
        "{least} wins to learn from are needed before a model is fitted, beside the leads kept "
        "for judging it; you have {have}"
    ).format(least=LEAST_WINS, have=number(LEAST_WINS - missing))
    quarters = (times.max() - times.min()).days / QUARTER_DAYS if times.notna().all() else 0.0
    if quarters < 1:
        return said + "."
    pace = float(y.sum()) / quarters
    more = ceil(missing / (pace * (1 - TEST_SHARE)))
    return said + ngettext(
        "; at the present {pace} wins a quarter, of which about {share} would be learned from, "
        "that is about {more} quarter more.",
        "; at the present {pace} wins a quarter, of which about {share} would be learned from, "
        "that is about {more} quarters more.",
        more,
    ).format(pace=number(pace), share=number(pace * (1 - TEST_SHARE)), more=number(more))


def _how_to_add(card: PointsCard) -> str:
    return _(
        "Take one line from each column and add up its points: {five} points more multiply the "
        "odds that a lead buys by {times}. Learned from all {n} leads that have an outcome, {won} "
        "of them won. To change it, edit points-card.toml."
    ).format(
        five=POINTS_DOUBLING,
        times=number(exp(POINTS_DOUBLING * card.slope_), 1),
        n=number(card.leads_),
        won=number(card.won_),
    )


def _lines(card: PointsCard) -> Table:
    table = card.card_[card.card_["n"] > 0]
    is_first = ~table["column"].duplicated()
    rows = pd.DataFrame(
        {
            _("column"): table["column"].where(is_first, ""),
            _("level"): table["level"],
            _("points"): table["points"].map(number),
            _("leads"): table["n"].map(number),
            _("won"): table["won"].map(number),
        }
    )
    finding = _("From {low} to {high} points, by {n} columns").format(
        low=number(sum(min(column.points) for column in card.columns_)),
        high=number(sum(max(column.points) for column in card.columns_)),
        n=number(len(card.columns_)),
    )
    return Table(finding=finding, rows=rows, numeric=list(rows.columns[2:]))


def _win_rates(bands: dict[str, Estimate]) -> Table:
    names = {
        "high": _("high: most points"),
        "middle": _("middle"),
        "low": _("low: fewest points"),
    }
    rows = pd.DataFrame(
        [
            (words, number(bands[name].n), number(bands[name].events or 0), bands[name].write())
            for name, words in names.items()
        ],
        columns=[_("third by points"), _("leads"), _("won"), _("win rate")],
    )
    finding = _("High third: {high}; low third: {low}").format(high=bands["high"], low=bands["low"])
    return Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))


def _method(has_model: bool) -> str:
    judged = (
        _(
            "Judged on later leads by a card that learned from the earlier ones alone; thirds of "
            "the earlier leads. The card shown was then refitted on all labelled leads, as the "
            "model is."
        )
        if has_model
        else _(
            "Win rates are cross-fitted in five parts, so that no lead is judged by a card that "
            "learned from it; thirds of the leads learned from. The card shown was fitted on all "
            "labelled leads."
        )
    )
    return (
        judged
        + " "
        + _(
            "Numbers cut in thirds, rare levels pooled; ridge logistic regression in whole points "
            "(Siddiqi, 2006), its slope set by cross-fitting and shrunk where wins are few. Win "
            "rates with Wilson's 95 % intervals."
        )
    )
