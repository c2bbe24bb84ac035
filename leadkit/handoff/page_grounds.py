"""The parts of the handoff page that say how sure the line is, and what it hangs on."""

from __future__ import annotations

import pandas as pd

from leadkit.base.economics import DOUBTED
from leadkit.base.language import MISSING, _, capital, percent
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.handoff.best_picture import HEIGHT as BEST
from leadkit.handoff.best_picture import best_words
from leadkit.handoff.capacity_words import rep_day
from leadkit.handoff.decisions import HEIGHT as DECISIONS
from leadkit.handoff.decisions import decision_words
from leadkit.handoff.doubt_words import (
    knowing_rows,
    map_words,
    regret_words,
    tornado_rows,
    tornado_words,
    written,
)
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.regret_picture import HEIGHT as REGRET
from leadkit.handoff.segments import picture as segment_picture
from leadkit.handoff.sensitivity_picture import EDGE, MAP_HEIGHT, tornado_height
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
        finding=_("What the line takes for granted; no figure is built in"),
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
    """Show what the doubt in the amounts does to the line, and what knowing would be worth."""
    moved, ratios, missed = grounds.tornado, grounds.ratios, grounds.regret
    if ratios is None or missed is None:
        return None
    pictures = [drawn(ratios.plot, map_words(ratios), MAP_HEIGHT, left=EDGE)]
    tables = []
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
    shortfall = drawn(missed.plot, regret_words(missed), REGRET)
    return Section(
        heading=_("If the amounts are not what we agreed"),
        text=[ratios.sentence(), missed.sentence()],
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


def uncalled(grounds: Grounds) -> Section | None:
    """Show what can be said of the leads nobody called; None where it was not asked."""
    if grounds.unseen is None:
        return None
    from leadkit.handoff.unseen.page import unseen_section

    return unseen_section(grounds.unseen)


def tried(grounds: Grounds) -> Section | None:
    """Show how the change can be tried; None where no trial is advised or possible."""
    if grounds.trial is None:
        return None
    from leadkit.handoff.change.trial_page import plan_section

    return plan_section(grounds.trial)


def changed(grounds: Grounds) -> Section | None:
    """Show what changes against another policy; None where none was given."""
    if grounds.change is None:
        return None
    from leadkit.handoff.change.page import change_section

    return change_section(grounds.change)
