"""The parts of the handoff page that say how sure the line is, and what it hangs on."""

from __future__ import annotations

import pandas as pd

from leadkit.base.economics import DOUBTED
from leadkit.base.language import MISSING, _, capital, percent
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.handoff import segment_picture
from leadkit.handoff.best_picture import HEIGHT as BEST
from leadkit.handoff.best_picture import best_words
from leadkit.handoff.capacity_words import rep_day
from leadkit.handoff.decisions import HEIGHT as DECISIONS
from leadkit.handoff.decisions import decision_words
from leadkit.handoff.doubt_section import doubt_section
from leadkit.handoff.doubt_words import written
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.tiers import ACTIONS, Tiers


def assumed(grounds: Grounds) -> Section:
    """Name every amount the page rests on, and how break-even comes of them."""
    economics = grounds.choice.economics
    rows = []
    for name, what in DOUBTED.items():
        amount = getattr(economics, name)
        if amount:
            low, high = economics.doubt.get(name, (None, None))
            ends = [MISSING if end is None else _written(grounds, name, end) for end in (low, high)]
            rows.append((capital(_(what)), ends[0], _written(grounds, name, amount), ends[1]))
    columns = [_("amount"), _("low"), _("agreed"), _("high")]
    table = Table(
        finding=_("What the line takes for granted; every figure was given, none is built in"),
        rows=pd.DataFrame(rows, columns=columns),
        numeric=columns[1:],
    )
    said = (capital(economics.sentence()) + ".", rep_day(grounds.choice))
    parts = [] if grounds.tiers is None else [_tiers(grounds.tiers)]
    return Section(
        heading=_("The money behind it"),
        text=[text for text in (*said, *grounds.notes) if text],
        tables=[table, *parts],
    )


def _written(grounds: Grounds, name: str, amount: float) -> str:
    return written(name, amount, grounds.choice.economics.currency)


def _tiers(tiers: Tiers) -> Table:
    columns = [_("what to do"), _("from a chance of"), _("to below")]
    rows = [
        (_(ACTIONS[name]), percent(start, 1), percent(min(end, 1.0), 1))
        for name, start, end in tiers.table.itertuples(index=False)
    ]
    return Table(
        finding=tiers.sentence(), rows=pd.DataFrame(rows, columns=columns), numeric=columns[1:]
    )


def how_sure(grounds: Grounds) -> Section:
    """Show where the best line may lie, and what the score is worth whatever the money."""
    choice = grounds.choice
    decisions = drawn(choice.curve.plot_decisions, decision_words(choice.curve), DECISIONS)
    return Section(
        heading=_("How sure is the line?"),
        pictures=[drawn(choice.plot_best, best_words(choice), BEST)],
        folds=[Fold(summary=_("Whatever the money: the decision curve"), pictures=[decisions])],
    )


def in_doubt(grounds: Grounds) -> Section | None:
    """Show what the doubt in the amounts does; None where there is no line."""
    if grounds.ratios is None or grounds.regret is None:
        return None
    return doubt_section(grounds.ratios, grounds.regret, grounds.tornado)


def by_segment(grounds: Grounds) -> Section | None:
    """Show the lines by segment; None where no amounts by segment were given."""
    lines = grounds.segments
    if lines is None:
        return None
    rows = segment_picture.shown(lines)
    height = segment_picture.ROW * len(lines.named) + 0.8
    picture = drawn(lines.plot, segment_picture.picture_words(lines), height, left=2.1)
    table = Table(
        finding=_("What each segment brings and costs, and what its own line earned"),
        rows=rows,
        numeric=list(rows.columns[1:]),
    )
    return Section(
        heading=_("A line for each segment?"),
        pictures=[picture],
        tables=[table],
        text=list(lines.warnings),
    )
