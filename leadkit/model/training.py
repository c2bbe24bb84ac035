"""The training set: labelled turns, audited columns, and a count for every row left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book
from leadkit.journey import extract_date, turns
from leadkit.model.labels import DEFAULT, Label, label
from leadkit.model.leakage.audit import AFTER, LEAKS, Audit
from leadkit.model.leakage.auditing import audit_turns
from leadkit.model.populations import populations, still_open, tally
from leadkit.model.registry import candidates, derived, feature_table
from leadkit.model.surroundings import buyers, course, crm_score, kinds


@dataclass(frozen=True, repr=False)
class TrainingSet:
    """Labelled turns, earliest first, ready for a model.

    Attributes
    ----------
    X : DataFrame
        Features known at handoff, one row a turn, indexed by turn_id.
    y : Series of int
        1 won within the outcome window, 0 not.
    groups : Series of str
        Buyer of each turn: one account, telephone number or e-mail address.
    times : Series of UTC timestamps
        Start of each turn; missing where there are no dates.
    value : Series of float
        Revenue of a won turn in the book's currency; missing elsewhere.
    today : Series of bool or None
        Whether today's handoff rule takes the turn, where the book names a rule.
    rule : str
        The column that rule looks at; empty where there is none.
    unseen : DataFrame
        Features of leads never handed off, with `account` and `at` beside them.
    audit : Audit
        Verdict and evidence on every column.
    counts : dict of str to int
        Where every row went.
    window_days : int
        Outcome window in days.
    is_ordered, closes : bool
        Whether row order carries time; whether closing dates are known.
    warnings : tuple of str
        What every page built on this set has to say.
    kinds : DataFrame
        source, segment and quarter of each turn, as far as they are known.
    course : DataFrame
        `ended_days` from the start of each turn to its end, and `end`: won, lost or open.
    young : DataFrame
        Features of turns whose outcome window is not over, with `account`, `at` and their course.
    crm_score : Series of float or None
        The score that the CRM gave each lead itself, where the book holds one.
    label : Label
        What "won" means here, the curve of winning over time, and what naive rates would say.
    """

    X: pd.DataFrame
    y: pd.Series[int]
    groups: pd.Series[str]
    times: pd.Series[pd.Timestamp]
    value: pd.Series[float]
    today: pd.Series[bool] | None
    unseen: pd.DataFrame
    audit: Audit
    counts: dict[str, int]
    window_days: int
    is_ordered: bool
    closes: bool
    as_of: pd.Timestamp | None = None
    rule: str = ""
    warnings: tuple[str, ...] = ()
    kinds: pd.DataFrame = field(default_factory=pd.DataFrame)
    course: pd.DataFrame = field(default_factory=pd.DataFrame)
    young: pd.DataFrame = field(default_factory=pd.DataFrame)
    crm_score: pd.Series[float] | None = None
    label: Label | None = None

    def __repr__(self) -> str:
        return _("{n} labelled turns, {wins} won, {columns} columns").format(
            n=number(len(self.y)), wins=number(self.y.sum()), columns=len(self.X.columns)
        )

    @property
    def keys(self) -> pd.Index[Any]:
        """Turn ids."""
        return self.X.index

    @property
    def table(self) -> pd.DataFrame:
        """Features and label side by side."""
        return self.X.assign(won=self.y)


def training_set(
    book: Book, *, as_of: str | pd.Timestamp | None = None, named: Collection[str] = ()
) -> TrainingSet:
    """Build the training set of a book.

    Parameters
    ----------
    book : Book
        Screened or not; leads that sales found itself and leads never handed off do not train.
    as_of : date, optional
        Judge as on that date. Default: the latest time in the book.
    named : collection of str
        Columns declared known at handoff, whatever the audit says.

    Returns
    -------
    TrainingSet
        A turn counts when its outcome window is over, whatever its status; won within the window
        is 1, everything else 0. Without dates, open leads are set aside as unlabelled.

    Raises
    ------
    BadInput
        If no labelled turn remains, or all ended alike.

    Examples
    --------
    >>> import leadkit as lk
    >>> data = lk.training_set(lk.read_book(lk.sample()))
    >>> bool(data.y.isin([0, 1]).all())
    True
    """
    table = turns(book, as_of)
    population = populations(table, book)
    labelled = table[population == "labelled"].sort_values("start", kind="stable")
    _refuse_useless(labelled, book)
    columns = [*candidates(book), *derived(book, table)]
    everyone = feature_table(book, table, columns)
    X = everyone.loc[labelled["turn_id"]]
    y = labelled["won"].astype(int).set_axis(X.index)
    buyer = buyers(book, table).set_axis(table["turn_id"])
    found = audit_turns(book, table, labelled, everyone, buyer, named=named)
    score = crm_score(book, labelled, _denied(found, book))
    besides = _Besides(table.set_axis(table["turn_id"]), everyone[found.features], buyer)
    return TrainingSet(
        X=X[found.features],
        y=y,
        groups=buyer[X.index],
        times=labelled["start"].set_axis(X.index),
        value=labelled["deal_value"].astype(float).set_axis(X.index),
        today=_today(book, X),
        unseen=besides.where((population == "not_handed_off").to_numpy(), "created_at"),
        audit=found,
        counts=tally(book, table, population) | still_open(table, population),
        window_days=book.settings.window_days,
        is_ordered=bool(found.clocks) or _has_running_number(book),
        closes=book.has("closed_at"),
        as_of=extract_date(book, as_of),
        rule=book.settings.rule.column if book.settings.rule else "",
        warnings=_warnings(book, table, named),
        kinds=kinds(book, labelled).set_axis(X.index),
        course=course(labelled).set_axis(X.index),
        young=besides.where((population == "immature").to_numpy(), "start"),
        crm_score=None if score is None else score.set_axis(X.index),
        label=_label(table.assign(account_id=buyer.to_numpy()), population, book, as_of),
    )


def _label(
    table: pd.DataFrame,
    population: pd.Series[str],
    book: Book,
    as_of: str | pd.Timestamp | None,
) -> Label:
    judged = table[~population.isin(("not_handed_off", "self_generated"))]
    found = label(judged, extract_date(book, as_of), given=book.settings.window_days)
    is_given = "window_days" in book.settings.model_fields_set
    return found if is_given else replace(found, how=DEFAULT)


@dataclass(frozen=True)
class _Besides:
    """Turns that do not train, with what is known of them."""

    turns: pd.DataFrame
    features: pd.DataFrame
    buyer: pd.Series[str]

    def where(self, chosen: npt.NDArray[np.bool_], begins: str) -> pd.DataFrame:
        turns, features = self.turns[chosen], self.features[chosen]
        ends = course(turns)
        return features.assign(
            account=self.buyer[chosen].to_numpy(), at=turns[begins].to_numpy(), **ends
        )


def _denied(found: Audit, book: Book) -> set[str]:
    """Return the columns that cannot be the CRM's own score: leaks, and the rule of today."""
    verdicts = found.table.set_index("column")["verdict"]
    rule = book.settings.rule
    return {*verdicts.index[verdicts.isin((LEAKS, AFTER))], *([rule.column] if rule else [])}


def _refuse_useless(labelled: pd.DataFrame, book: Book) -> None:
    if labelled.empty:
        raise BadInput(
            _(
                "no lead is old enough: the outcome window of {days} days is not over for any"
            ).format(days=book.settings.window_days),
            where=str(book.path or ""),
            fix=_("Use a shorter --window, or wait."),
        )
    if labelled["won"].nunique() < 2:
        raise BadInput(
            _("of {n} leads old enough to judge, all ended the same way").format(
                n=number(len(labelled))
            ),
            where=str(book.path or ""),
            fix=_("Check the outcome column and --won, or the window."),
        )


def _today(book: Book, X: pd.DataFrame) -> pd.Series[bool] | None:
    rule = book.settings.rule
    return X[rule.column] >= rule.at_least if rule is not None and rule.column in X else None


def _has_running_number(book: Book) -> bool:
    """Return whether ids were given in row order, so that order is time."""
    digits = book.leads["lead_id"].str.extract(r"(\d+)$", expand=False)
    named_by_row = book.is_bare and "lead_id" not in book.roles
    return bool(
        not named_by_row and digits.notna().all() and digits.astype(float).is_monotonic_increasing
    )


def _warnings(book: Book, table: pd.DataFrame, named: Collection[str]) -> tuple[str, ...]:
    said = list(book.notes)
    dated = table["start"].notna().any()
    if dated and not book.has("handed_off_at"):
        said.append(_("the outcome window is counted from creation: no handoff time is known"))
    if dated and not book.has("closed_at"):
        said.append(_("no closing date: a win counts if the table shows it, however late it came"))
    if not dated:
        said.append(_("no dates: open leads are set aside, and the rate is of decided leads only"))
    undated = ((table["outcome"] == "won") & table["closed_at"].isna()).sum()
    if book.has("closed_at") and undated:
        said.append(
            ngettext(
                "{n} win has no closing date and counts as within the window",
                "{n} wins have no closing date and count as within the window",
                int(undated),
            ).format(n=number(int(undated)))
        )
    if named:
        said.append(
            _("declared known at handoff by the analyst: {names}").format(names=", ".join(named))
        )
    return tuple(said)
