"""What the group takes away, on one page: no name, no number, no rank."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import N_, _, first_few, ngettext, number
from leadkit.base.page import Page, Section, Table
from leadkit.base.pictured import drawn
from leadkit.learn.gain import HEAD, HEIGHT
from leadkit.learn.gradebook import Gradebook
from leadkit.learn.misconceptions import misconception

MOST_TOLD = 5
KINDS = {
    "exercise": N_("exercise"),
    "quiz": N_("case in a lesson"),
    "form": N_("case in a form"),
}


def group_page(book: Gradebook) -> Page:
    """Lay out the page that may be shown to the group."""
    text = ngettext("{n} trainee has answered.", "{n} trainees have answered.", book.n)
    return Page(
        kind=_("Training"),
        title=_("What the group thinks, and what to teach again"),
        subtitle=text.format(n=number(book.n)),
        say=[*book.sentences(), *_again(book)],
        sections=[_thoughts(book), _items(book), _gain(book)],
        footer=_("A code names a thought, never a person. The points feed no appraisal."),
    )


def thought_rows(book: Gradebook) -> pd.DataFrame:
    """Return the thoughts as they are read."""
    rows = book.thoughts
    return pd.DataFrame(
        {
            _("code"): rows["code"],
            _("thought"): [misconception(code).thought for code in rows["code"]],
            _("showed it"): _out_of(rows["shown"], rows["n"]),
            _("sure of it"): rows["sure"].map(number),
            _("still, at the last try"): rows["still"].map(number),
            _("where"): rows["items"],
        }
    )


def item_rows(book: Gradebook) -> pd.DataFrame:
    """Return the items as they are read, in the order of the lessons."""
    rows = book.items
    thoughts = [
        f"{code} {misconception(code).thought} ({number(n)})" if code else ""
        for code, n in zip(rows["code"], rows["with_code"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("item"): rows["item"],
            _("what"): [_(KINDS[kind]) for kind in rows["kind"]],
            _("right at first"): rows["right_first"].map(str),
            _("right at last"): _out_of(rows["right_last"], rows["n"]),
            _("most frequent thought"): thoughts,
        }
    )


def _thoughts(book: Gradebook) -> Section:
    note = _(
        "Those who were sure of a wrong answer come first. Counted are the people who met a "
        "question in which the thought can show."
    )
    table = Table(finding=_("The thoughts behind wrong answers"), rows=thought_rows(book))
    return Section(heading=_("Thought by thought"), text=[note], tables=[table])


def _items(book: Gradebook) -> Section:
    table = Table(finding=_("Right at the first and at the last try"), rows=item_rows(book))
    return Section(heading=_("Item by item"), tables=[table])


def _gain(book: Gradebook) -> Section:
    found = book.gain
    if found.table.empty:
        return Section(heading=_("Before and after"), text=[found.sentence()])
    picture = drawn(found.plot, found.words(), len(found.table) * HEIGHT + HEAD)
    return Section(heading=_("Before and after"), text=found.cautions(), pictures=[picture])


def _again(book: Gradebook) -> list[str]:
    thoughts = [misconception(code).thought for code in book.again()]
    if not thoughts:
        return []
    text = _("A third of the group or more, so teach it again together: {thoughts}")
    return [text.format(thoughts=first_few(thoughts, MOST_TOLD))]


def _out_of(events: pd.Series[int], n: pd.Series[int]) -> list[str]:
    text = _("{events} of {n}")
    pairs = zip(events, n, strict=True)
    return [text.format(events=number(one), n=number(all_)) for one, all_ in pairs]
