"""How the market lab looks: controls left, answer right; the rules and the best plan folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.apps import layout
from leadkit.apps.market_game import Game
from leadkit.apps.market_picture import picture
from leadkit.apps.sheet import drawn
from leadkit.base.language import _, percent
from leadkit.base.page import packaged
from leadkit.learn.market_lab import Run, best_plan, judge, words

if TYPE_CHECKING:
    from ipywidgets import Widget
    from markupsafe import Markup

PAGE = ("leadkit-clinic", "leadkit-market")
STYLES = ("clinic.css", "market.css")


def arranged(left: Sequence[Widget], right: Sequence[Widget]) -> Widget:
    """Put everything in its place."""
    from ipywidgets import HTML, HBox, VBox

    style = HTML(_style())
    style.layout.display = "none"
    sides = [VBox(list(left)), VBox(list(right))]
    for side, name in zip(sides, ("moved", "answer"), strict=True):
        side.add_class(name)
    whole = HBox(sides)
    for name in PAGE:
        whole.add_class(name)
    return VBox([style, whole])


def still(played: Run) -> str:
    """Return the rules and one run as still HTML."""
    said = layout.heard([_("Half and half in every quarter"), played.sentence()])
    table = _table(words.rows(played), _("Quarter by quarter, profit in million ₫"))
    parts = [said, picture(played), table, notes(begun=False, finished=False)]
    form = '{}<div class="leadkit-clinic leadkit-market"><div class="answer">{}</div></div>'
    return form.format(_style(), "".join(parts))


def quarters(game: Game) -> str:
    """Return the quarters as a table; the best pull only where it can be tried no more."""
    if not game.finished:
        return _table(words.rows(game.played), _("Quarter by quarter, profit in million ₫"))
    verdict, tried = judge(game.played), game.way != "whole"
    caption = _(
        "Quarter by quarter, profit and cost in million ₫. Cost: what playing otherwise than best "
        "cost in the end."
    )
    if tried:
        caption = " ".join([caption, _("Best pull: from where the firm then stood.")])
    return _table(words.rows(game.played, verdict, best_pull=tried), caption)


def ways(played: dict[str, Run]) -> str:
    """Return what each way of playing brought as a table."""
    return _table(words.ways(played), _("What each way of playing brought, profit in million ₫"))


def notes(*, begun: bool, finished: bool) -> str:
    """Return how the market works, open before a game; after it the best plan, folded away."""
    folded = [_fold(_("How this market works"), rules(), opened="" if begun else " open")]
    if finished:
        plan = "; ".join(percent(share / 100) for share in best_plan().pull)
        best = [_("The best pull, quarter by quarter: {plan}.").format(plan=plan), *_beyond()]
        folded.append(_fold(_("The best plan"), best))
    return str(drawn("{}" * len(folded), *folded))


def rules() -> list[str]:
    """Say how the market works."""
    return [
        _(
            "The firm spends 100 million ₫ a quarter. What goes to pull makes it known, and a firm "
            "that is known gets leads, from the next quarter on. Three tenths of it are forgotten "
            "each quarter."
        ),
        _(
            "The rest goes to push: calls to leads, and a few deals that sales finds without any. "
            "A lead that is worked in time brings 1.3 million ₫ on average; one that waits, "
            "nothing. Even where leads and calls are equal, some miss each other."
        ),
        _(
            "What is left after the 100 million ₫ is profit. After eight quarters the game ends. "
            "An invented market: it teaches how the two depend on each other, not what your own "
            "firm should spend."
        ),
    ]


def _beyond() -> list[str]:
    return [
        _(
            "Pull comes first, because it works late, and ends at nothing, because after the "
            "eighth quarter nothing counts. A real firm has a ninth quarter: there, whoever stops "
            "pull at the end only hands the bill to the next year."
        )
    ]


def _fold(summary: str, lines: Sequence[str], *, opened: str = "") -> Markup:
    inside = drawn("{}" * len(lines), *(drawn("<p>{}</p>", line) for line in lines))
    return drawn("<details{}><summary>{}</summary>{}</details>", opened, summary, inside)


def _table(rows: pd.DataFrame, caption: str) -> str:
    heads = [drawn('<th scope="col">{}</th>', name) for name in rows]
    lines = [
        drawn('<tr><th scope="row">{}</th>' + "<td>{}</td>" * len(cells) + "</tr>", first, *cells)
        for first, *cells in rows.itertuples(index=False)
    ]
    return str(
        drawn(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            caption,
            drawn("{}" * len(heads), *heads),
            drawn("{}" * len(lines), *lines),
        )
    )


def _style() -> str:
    sheets = [packaged("leadkit.apps", name) for name in STYLES]
    return f"<style>{''.join(sheets)}</style>"
