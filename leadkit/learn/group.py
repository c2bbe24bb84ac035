"""A class as a group: how each item went, and how many showed each thought."""

from __future__ import annotations

from typing import Any

import pandas as pd

from leadkit.base.estimate import rate
from leadkit.base.language import _, number
from leadkit.learn.gain import FEWEST
from leadkit.learn.misconceptions import misconception, reachable
from leadkit.learn.steps import Step
from leadkit.learn.submission import ANSWERS, question_of

ITEM = ("kind", "item", "n", "right_first", "right_last", "code", "with_code")
THOUGHT = ("code", "n", "shown", "sure", "still", "items")
ANSWER = ("learner", "question", "item", "code", "sure", "latest")


def by_item(table: pd.DataFrame) -> pd.DataFrame:
    """Return a row per item: how many were right at first and at last, the thought most had.

    Parameters
    ----------
    table : DataFrame
        A row per trainee and item, as in `Gradebook.table`.
    """
    rows = []
    for (kind, item), mine in table.groupby(["kind", "item"]):
        codes = mine.loc[mine["first_code"] != "", "first_code"].value_counts()
        top = min(codes.index[codes == codes.max()]) if len(codes) else ""
        right = int((mine["first"] == "right").sum())
        share, at_last = rate(right, len(mine), minimum_n=FEWEST), (mine["last"] == "right").sum()
        rows.append((kind, item, len(mine), share, int(at_last), top, int(codes.get(top, 0))))
    found = pd.DataFrame(rows, columns=list(ITEM))
    found["lesson"] = found["item"].str[1:3]
    return found.sort_values(["lesson", "kind", "item"], ignore_index=True)[list(ITEM)]


def by_thought(everybody: list[tuple[str, tuple[Step, ...]]]) -> pd.DataFrame:
    """Return a row per misconception: those who were sure of it first, then the most frequent.

    Returns
    -------
    DataFrame
        code; n, who answered a question in which it can be shown; shown, who ever did; sure, who
        did so in a case without ticking that they were not; still, whose last try of a question
        shows it; items, where.
    """
    answers = pd.DataFrame(
        [row for who, steps in everybody for row in _answers(who, steps)], columns=list(ANSWER)
    ).astype({"sure": bool, "latest": bool})
    met = answers[["learner", "question", "item"]].drop_duplicates()
    asked: list[Any] = list(met[["question", "item"]].itertuples(index=False, name=None))
    codes: list[Any] = [sorted(reachable()[question]) for question in asked]
    met = met.assign(code=codes).explode("code")
    wrong = answers[answers["code"] != ""]
    cases = wrong[wrong["sure"] & (wrong["question"] == "case")]
    people = {"n": met, "shown": wrong, "sure": cases, "still": wrong[wrong["latest"]]}
    table = pd.DataFrame({name: _people(rows) for name, rows in people.items()})
    table = table.fillna(0).astype(int)
    table["items"] = wrong.groupby("code")["item"].agg(lambda keys: ", ".join(sorted(set(keys))))
    table = table[table["shown"] > 0].rename_axis("code").reset_index()[list(THOUGHT)]
    order = ["sure", "shown", "code"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def said_of(row: Any) -> str:
    """Say of a row of `by_thought` how many had it: "7 of 12 read the score as a promise"."""
    text = _("{n} of {all} {did}.").format(
        n=number(row.shown), all=number(row.n), did=misconception(row.code).did
    )
    if row.still == row.shown:
        return text
    return f"{text} " + _("At their last try {n} still did.").format(n=number(row.still))


def _answers(who: str, steps: tuple[Step, ...]) -> list[tuple[Any, ...]]:
    """Return a row per answer of a trainee; the latest of a question is marked."""
    given = [(question_of(one), one) for one in steps if one.kind in ANSWERS]
    latest = {(question, one.key): place for place, (question, one) in enumerate(given)}
    return [
        (who, question, one.key, one.code, one.sure, latest[question, one.key] == place)
        for place, (question, one) in enumerate(given)
    ]


def _people(rows: pd.DataFrame) -> pd.Series[int]:
    return rows.groupby("code")["learner"].nunique()
