"""Whether accepted records are true: a list to call back, and what the calls said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, number
from leadkit.book import read_table
from leadkit.quality.folding import fold
from leadkit.quality.report import ScreeningReport

CALL_BACK = "call-back.csv"
SEED = 20260
SHOWN = ("full_name", "company", "phone", "email")
REACHED, RIGHT_PERSON, DETAILS_RIGHT, NOTE = "reached", "right_person", "details_right", "note"
QUESTIONS = (REACHED, RIGHT_PERSON, DETAILS_RIGHT)
YES, NO = ("yes", "y", "co", "dung"), ("no", "n", "khong", "sai")


@dataclass(frozen=True, kw_only=True, repr=False)
class Accuracy:
    """What a sample of calls says about accepted leads.

    Parameters
    ----------
    listed : int
        Leads on the list.
    waiting : int
        Leads without an answer, or with half of one: counted, and not wrong.
    reached : Estimate
        The share of called leads that were reached; one not reached is counted, and not wrong.
    right_person : Estimate
        The share of reached leads that are the person on the record.
    accurate : Estimate
        The share of reached leads that are the right person with the right details.
    """

    listed: int
    waiting: int
    reached: Estimate
    right_person: Estimate
    accurate: Estimate

    @property
    def sentence(self) -> str:
        """What the calls say, in the reader's language."""
        return _(
            "Of {listed} accepted leads on the call-back list {called} were called, {reached} "
            "reached; right person and right details: {accurate} of {judged} ({rate})."
        ).format(
            listed=number(self.listed),
            called=number(self.reached.n),
            reached=number(self.reached.events or 0),
            accurate=number(self.accurate.events or 0),
            judged=number(self.accurate.n),
            rate=self.accurate.write(),
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row a share: n, events, value, low, high, level."""
        names = ["n", "events", "value", "low", "high", "level"]
        shares = {
            "reached": self.reached,
            "right_person": self.right_person,
            "accurate": self.accurate,
        }
        rows = [[getattr(share, name) for name in names] for share in shares.values()]
        return pd.DataFrame(rows, columns=names, index=pd.Index(shares, name="share"))

    def rows(self) -> pd.DataFrame:
        """Return the shares as a table to read."""
        rows = [
            (_("on the list"), number(self.listed), ""),
            (_("no answer noted yet, or half of one"), number(self.waiting), ""),
        ]
        for said, share in (
            (_("reached, of those called"), self.reached),
            (_("the right person, of those reached"), self.right_person),
            (_("right person and right details, of those reached"), self.accurate),
        ):
            counts = _("{n} of {total}").format(n=number(share.events or 0), total=number(share.n))
            rows.append((said, counts, share.write() if share.n else ""))
        return pd.DataFrame(rows, columns=[_("accepted leads"), "n", _("share")])

    def to_dict(self) -> dict[str, Any]:
        """Return the content for screening.json; the accuracy itself with its counts beside."""
        return {
            **self.accurate.to_dict(),
            "listed": self.listed,
            "waiting": self.waiting,
            "reached": self.reached.to_dict(),
            "right_person": self.right_person.to_dict(),
        }

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence)


def call_back_list(report: ScreeningReport, n: int) -> pd.DataFrame:
    """Draw accepted leads at random, to be called back; the same screening draws the same.

    Parameters
    ----------
    report : ScreeningReport
        A screened book.
    n : int
        How many leads to call; all of them where fewer were accepted.

    Returns
    -------
    DataFrame
        The lead's id and row in the file, its contact columns, and a column for each answer:
        `reached`, `right_person` and `details_right` (yes or no) and a `note`.

    Raises
    ------
    BadInput
        If n is below one, or no lead was accepted.

    Examples
    --------
    >>> import leadkit as lk
    >>> report = lk.screen(lk.read_book(lk.sample("small")))
    >>> calls = call_back_list(report, 40)
    >>> len(calls), calls.columns[-4:].tolist()
    (40, ['reached', 'right_person', 'details_right', 'note'])
    """
    leads = report.accepted.leads
    if n < 1 or leads.empty:
        raise BadInput(
            _("there is nobody to call back: {n} of {accepted} accepted leads asked for").format(
                n=n, accepted=number(len(leads))
            ),
            fix=_("Ask for 30 to 50 accepted leads, for example --audit-sample 40."),
        )
    places = np.random.default_rng(SEED).permutation(len(leads))[:n]
    drawn = leads.iloc[np.sort(places)]
    shown = drawn[[name for name in ("lead_id", *SHOWN) if name in drawn]].copy()
    shown.insert(1 if "lead_id" in shown else 0, "row", drawn.index)
    return shown.reset_index(drop=True).assign(**dict.fromkeys((*QUESTIONS, NOTE), ""))


def read_answers(path: Path, report: ScreeningReport) -> Accuracy:
    """Read the answers of a call-back list.

    A lead that was not reached, or has no answer yet, is counted and says nothing about accuracy.
    Yes and no may be written in English or Vietnamese.

    Parameters
    ----------
    path : Path
        The list with its answers, CSV, XLSX or Parquet.
    report : ScreeningReport
        A screening of the book that the list was drawn from.

    Returns
    -------
    Accuracy
        Shares with Wilson's interval.

    Raises
    ------
    BadInput
        If a column is missing, an answer is neither yes nor no, an answer contradicts another, or
        a lead is unknown or there twice; with row and column.
    """
    frame = read_table(path).frame
    _refuse_missing(frame, path)
    _refuse_strangers(frame, report, path)
    answers = {name: _answers(frame[name], path) for name in QUESTIONS}
    reached, right, details = (answers[name] for name in QUESTIONS)
    for later, earlier in ((right, reached), (details, right)):
        _refuse_contradiction(later, earlier, path)
    judged = (reached == "yes") & ((right == "no") | ((right == "yes") & details.notna()))
    accurate = judged & (right == "yes") & (details == "yes")
    asked = (reached == "yes") & right.notna()
    return Accuracy(
        listed=len(frame),
        waiting=int((~judged & (reached != "no")).sum()),
        reached=rate(int((reached == "yes").sum()), int(reached.notna().sum())),
        right_person=rate(int((asked & (right == "yes")).sum()), int(asked.sum())),
        accurate=rate(int(accurate.sum()), int(judged.sum())),
    )


def refuse_to_lose_answers(folder: Path) -> None:
    """Refuse to replace a folder whose call-back list holds answers.

    Raises
    ------
    BadInput
        If anything is written in one of the answer columns.
    """
    path = folder / CALL_BACK
    if not path.is_file():
        return
    frame = read_table(path, may_be_empty=True).frame
    if frame[[name for name in (*QUESTIONS, NOTE) if name in frame]].notna().any(axis=None):
        raise BadInput(
            _("the call-back list holds answers, and this run would replace it"),
            where=str(path),
            fix=_("Read them with --audit-answers {path}, or write to another folder.").format(
                path=path
            ),
        )


def _refuse_missing(frame: pd.DataFrame, path: Path) -> None:
    missing = [name for name in QUESTIONS if name not in frame]
    if not {"lead_id", "row"} & {*frame}:
        missing.append("lead_id")
    if missing:
        raise BadInput(
            _("the call-back list has no column {names}").format(names=", ".join(missing)),
            where=str(path),
            fix=_("Keep the columns of the list as --audit-sample wrote them."),
        )


def _refuse_strangers(frame: pd.DataFrame, report: ScreeningReport, path: Path) -> None:
    leads = report.book.leads
    by_id = "lead_id" in frame and "lead_id" in leads
    name = "lead_id" if by_id else "row"
    known = leads["lead_id"].astype("str") if by_id else leads.index.astype("str")
    given = frame[name].astype("str")
    for wrong, problem in (
        (~given.isin({*known}), _("{value!r} is no lead of these data")),
        (given.duplicated(), _("{value!r} is on the list twice")),
    ):
        if wrong.any():
            value = given[wrong].iloc[0]
            raise BadInput(
                problem.format(value=value),
                where=_place(path, wrong.index[wrong][0], name),
                fix=_("Give the list that was drawn from the same data, one row a lead."),
            )


def _answers(cells: pd.Series[str], path: Path) -> pd.Series[str]:
    """Return "yes", "no" or missing."""
    plain = fold(cells).str.strip()
    plain = plain.mask(plain == "")
    answers = plain.map({**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")})
    odd = plain.notna() & answers.isna()
    if odd.any():
        row = cells.index[odd][0]
        raise BadInput(
            _("{value!r} is no answer").format(value=cells[row]),
            where=_place(path, row, str(cells.name)),
            fix=_("Write yes or no, or leave the cell blank."),
        )
    return answers.astype("str")


def _refuse_contradiction(later: pd.Series[str], earlier: pd.Series[str], path: Path) -> None:
    """Refuse an answer that only somebody could give who was not reached, or is not the person."""
    wrong = (later == "yes") & (earlier != "yes")
    if wrong.any():
        raise BadInput(
            _("this says yes, but {column} does not").format(column=earlier.name),
            where=_place(path, wrong.index[wrong][0], str(later.name)),
            fix=_("Answer both, or leave both blank."),
        )


def _place(path: Path, row: Any, column: str) -> str:
    return _("{path}, row {row}, column {column}").format(path=path, row=row, column=column)
