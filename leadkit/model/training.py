"""The training set: labelled turns, audited columns, and a count for every row left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book, Known
from leadkit.journey import extract_date, turns
from leadkit.model.audit import Audit, audit
from leadkit.model.registry import candidates, derived, feature_table, provenance

POPULATIONS = ("labelled", "immature", "unlabelled", "not_handed_off", "self_generated")


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
        Account of each turn.
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
    known = {name: provenance(book, name) for name in columns}
    known.update({name: Known.HANDOFF for name in named if name in known})
    everyone = feature_table(book, table, columns)
    X = everyone.loc[labelled["turn_id"]]
    y = labelled["won"].astype(int).set_axis(X.index)
    found = audit(
        X,
        y,
        known=known,
        status=table["outcome"].fillna("open"),
        blanks=everyone.isna(),
        named=named,
    )
    unseen = table[population == "not_handed_off"]
    return TrainingSet(
        X=X[found.features],
        y=y,
        groups=labelled["account_id"].set_axis(X.index),
        times=labelled["start"].set_axis(X.index),
        value=labelled["deal_value"].astype(float).set_axis(X.index),
        today=_today(book, X),
        unseen=everyone.loc[unseen["turn_id"], found.features].assign(
            account=unseen["account_id"].to_numpy(), at=unseen["created_at"].to_numpy()
        ),
        audit=found,
        counts=tally(book, table, population) | _still_open(table, population),
        window_days=book.settings.window_days,
        is_ordered=bool(found.clocks) or _has_running_number(book),
        closes=book.has("closed_at"),
        as_of=extract_date(book, as_of),
        rule=book.settings.rule.column if book.settings.rule else "",
        warnings=_warnings(book, table, named),
    )


def populations(table: pd.DataFrame, book: Book) -> pd.Series[str]:
    """Say of every turn where it goes.

    Parameters
    ----------
    table : DataFrame
        Rows of `leadkit.turns`.
    book : Book
        Its settings and columns decide what counts.

    Returns
    -------
    Series of str
        labelled, unlabelled, immature, not_handed_off or self_generated.
    """
    population = pd.Series("labelled", index=table.index)
    population = population.mask(table["won"].isna(), "unlabelled")
    population = population.mask(~table["mature"] & table["start"].notna(), "immature")
    if book.has("handed_off_at"):
        population = population.mask(table["start"].isna(), "not_handed_off")
    return population.mask(table["self_generated"], "self_generated")


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


def _still_open(table: pd.DataFrame, population: pd.Series[str]) -> dict[str, int]:
    is_open = table["outcome"] == "open"
    late = is_open & (population == "labelled")
    return {"open": int(is_open.sum()), "open_past_window": int(late.sum())}


def tally(book: Book, table: pd.DataFrame, population: pd.Series[str]) -> dict[str, int]:
    """Count where every row and every turn of a book goes.

    Parameters
    ----------
    book : Book
        With its rows set aside.
    table : DataFrame
        Rows of `leadkit.turns`.
    population : Series of str
        Where each turn goes.

    Returns
    -------
    dict of str to int
        rows = set_aside + leads; leads + later_turns - after_as_of = the populations together.
    """
    aside = book.set_aside.query("table == 'leads'")["row"].nunique()
    first = int((table["turn"] == 1).sum())
    counts = population.value_counts()
    return {
        "rows": len(book.leads) + aside,
        "set_aside": aside,
        "leads": len(book.leads),
        "later_turns": len(table) - first,
        "after_as_of": len(book.leads) - first,
        **{name: int(counts.get(name, 0)) for name in POPULATIONS},
    }


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
