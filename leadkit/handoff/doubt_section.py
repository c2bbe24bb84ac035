"""The part of the handoff page on doubt: tornado, cost-ratio map, and what knowing is worth."""

from __future__ import annotations

from leadkit.base.language import _
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.handoff.doubt_words import (
    knowing_rows,
    map_words,
    regret_words,
    tornado_rows,
    tornado_words,
)
from leadkit.handoff.regret import Regret
from leadkit.handoff.regret_picture import HEIGHT
from leadkit.handoff.sensitivity import CostRatios, Tornado
from leadkit.handoff.sensitivity_picture import EDGE, MAP_HEIGHT, tornado_height


def doubt_section(ratios: CostRatios, missed: Regret, moved: Tornado | None = None) -> Section:
    """Lay out what the doubt in the amounts does to the line, and what knowing would be worth.

    Parameters
    ----------
    ratios : CostRatios
        The best line over cost and value.
    missed : Regret
        What the line may miss.
    moved : Tornado, optional
        Where some amount has a low and a high.
    """
    pictures = [drawn(ratios.plot, map_words(ratios), MAP_HEIGHT, left=EDGE)]
    tables, text = [], [ratios.sentence(), missed.sentence()]
    if moved is not None:
        height = tornado_height(moved)
        pictures.insert(0, drawn(moved.plot, tornado_words(moved), height, left=EDGE))
        rows = tornado_rows(moved)
        tables.append(Table(finding=moved.sentence(), rows=rows, numeric=list(rows.columns[1:])))
    known = knowing_rows(missed)
    worth = Table(
        finding=_("What knowing more before drawing the line is worth, at most"),
        rows=known,
        numeric=[known.columns[1]],
    )
    shortfall = drawn(missed.plot, regret_words(missed), HEIGHT)
    return Section(
        heading=_("If the amounts are not what we agreed"),
        text=text,
        pictures=pictures,
        tables=[*tables, worth],
        notes=[(_("How to read it"), _how()), (_("What it cannot tell"), _limits())],
        folds=[Fold(summary=_("What each line may miss"), pictures=[shortfall])],
    )


def _how() -> str:
    return _(
        "Long bars: amounts worth settling first. In the grey part of the map the line is good "
        "enough, whatever the true cost and worth are."
    )


def _limits() -> str:
    return _(
        "Low and high are what you believe, not what was measured. What knowing is worth is an "
        "upper bound: finding out costs time and never tells everything."
    )
