"""The survey as pages: the blank form to print, and what the answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, _, number
from leadkit.base.page import Fold, Page, Section, Table
from leadkit.base.pictured import drawn
from leadkit.dialogue.survey.gaps import ALPHA
from leadkit.dialogue.survey.items import HIGHEST, ITEMS, LOWEST, REVERSED
from leadkit.dialogue.survey.picture import LEFT, height, picture_words, plot_survey

if TYPE_CHECKING:
    from leadkit.dialogue.survey.survey import Survey


def survey_page(found: Survey) -> Page:
    """Lay out what the answers say: what to talk about first, then every statement."""
    people = found.people
    return Page(
        kind=_("Alignment survey"),
        title=_("How sales and marketing see their work together"),
        subtitle=_("{marketing} answers of marketing, {sales} of sales").format(
            marketing=number(people["marketing"]), sales=number(people["sales"])
        ),
        say=[found.sentence(), *_low(found), *_unseen(found)],
        sections=[_talk_first(found), _facets(found), _every(found)],
        footer=_(
            "A conversation opener, no validated scale; nothing is shown below five answers a side."
        ),
    )


def _low(found: Survey) -> list[str]:
    low = found.low_on_both
    if low.empty:
        return [_("There is no statement that both sides disagree with on average.")]
    text = _("Low on both sides, so work for both and no quarrel: {statements}.")
    return [text.format(statements=_numbered(low["number"].tolist()))]


def _unseen(found: Survey) -> list[str]:
    said = []
    if found.hidden:
        text = _("Not shown, answered by fewer than five on a side: {statements}.")
        said.append(text.format(statements=_numbered(list(found.hidden))))
    if found.answers.straight:
        text = _("One and the same answer throughout, counted all the same: {n}.")
        said.append(text.format(n=number(found.answers.straight)))
    return said


def _numbered(numbers: list[int]) -> str:
    return ", ".join(_("no. {n}").format(n=n) for n in numbers)


def _talk_first(found: Survey) -> Section:
    return Section(
        heading=_("What to talk about first"),
        text=[
            _(
                "Read each statement aloud. Everybody says in one sentence what they saw that made "
                "them answer so; then look for one thing to change, with an owner and a day."
            )
        ],
        tables=[
            Table(
                finding=_("The three widest gaps; R says the opposite and is turned round"),
                rows=rows(found.talk_first),
            )
        ],
        pictures=[
            drawn(
                lambda ax: plot_survey(found, ax),
                picture_words(found),
                height(found),
                left=LEFT,
                top=0.35,
            )
        ],
    )


def rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return statements as a reader sees them."""
    return pd.DataFrame(
        {
            _("no."): [f"{n} R" if n in REVERSED else str(n) for n in table["number"]],
            _("statement"): [_(text) for text in table["text"]],
            _("marketing"): [number(mean, 1) for mean in table["marketing"]],
            _("sales"): [number(mean, 1) for mean in table["sales"]],
            _("gap (95 %)"): [one.write(1) for one in table["gap"]],
            _("beyond luck"): [_("yes") if p <= ALPHA else _("no") for p in table["p_holm"]],
        }
    )


def _facets(found: Survey) -> Section:
    facets = found.facets
    if facets.empty:
        return Section(heading=_("By facet"))
    shown = pd.DataFrame(
        {
            _("facet"): facets["name"],
            **{
                _(side): [number(mean, 1) for mean in facets[side]]
                for side in ("marketing", "sales")
            },
            **{
                head: [number(mean, 1) for mean in facets[f"{side}_without_reversed"]]
                for side, head in (
                    ("marketing", _("marketing, without R")),
                    ("sales", _("sales, without R")),
                )
            },
            _("alpha (95 %)"): [MISSING if one.refused else one.write() for one in facets["alpha"]],
        }
    )
    finding = _("Means of four statements each; alpha only from 30 people")
    return Section(
        heading=_("By facet"),
        tables=[Table(finding=finding, rows=shown, numeric=[str(name) for name in shown][1:])],
    )


def _every(found: Survey) -> Section:
    method = _(
        "Gap is sales minus marketing. R: the statement says the opposite, its answers are turned "
        "round. Interval: {method}. Beyond luck: after Holm's correction for {n} statements."
    ).format(method=_(found.table["gap"].iloc[0].method), n=number(len(found.table)))
    every = Table(finding=_("Every statement, the widest gap first"), rows=rows(found.table))
    fold = Fold(summary=_("All statements"), text=[method], tables=[every])
    return Section(heading=_("Every statement"), folds=[fold])


def blank_form() -> Page:
    """Lay out the form to print: one page a person, without a name."""
    table = pd.DataFrame(
        {
            _("no."): [str(item.number) for item in ITEMS],
            _("statement"): [_(item.text) for item in ITEMS],
            **{str(point): ["☐"] * len(ITEMS) for point in range(LOWEST, HIGHEST + 1)},
            _("cannot judge"): ["☐"] * len(ITEMS),
        }
    )
    asked = [
        _("I work in: ☐ marketing ☐ sales"),
        _("1 strongly disagree to 5 strongly agree. Write no name, here or anywhere."),
        _("Nothing is shown of a side on which fewer than five people answer."),
    ]
    statements = Table(finding=_("How far do you agree?"), rows=table)
    return Page(
        kind=_("Alignment survey"),
        title=_("How do we work together?"),
        sections=[Section(heading=_("Twenty statements"), text=asked, tables=[statements])],
    )
