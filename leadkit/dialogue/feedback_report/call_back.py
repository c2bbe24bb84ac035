"""Buyers called back: whether the reason that sales wrote is the one the buyer gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, number
from leadkit.book import Book, read_table
from leadkit.dialogue.reasons import CODES, GROUPS, group_of, reason_words
from leadkit.quality.callback import SHOWN
from leadkit.quality.kappa import kappa, kinds_of_weights, resampled

FILE = "call-back-reasons.csv"
SEED, MOST_FAULTS = 20261, 5
BUYER, NOTE = "buyer_code", "note"


@dataclass(frozen=True, eq=False, repr=False)
class CallBack:
    """What buyers said against what sales had written.

    Attributes
    ----------
    listed, waiting : int
        Leads on the list, and those of them without an answer.
    agree : Estimate
        The share of answers that are the seller's code.
    codes, groups : Estimate
        Cohen's kappa of the codes, and of their groups, by resampled accounts.
    table : DataFrame
        seller, buyer, n: every pair of codes, the most frequent difference first.
    """

    listed: int
    waiting: int
    agree: Estimate
    codes: Estimate
    groups: Estimate
    table: pd.DataFrame

    @property
    def moves(self) -> pd.DataFrame:
        """The pairs in which the buyer gives another reason."""
        return self.table[self.table["seller"] != self.table["buyer"]]

    def sentence(self) -> str:
        """Say how far the seller's reasons are the buyers'."""
        text = _(
            "Of {listed} buyers on the list {n} answered; {agree} give the reason that sales wrote"
        ).format(
            listed=number(self.listed), n=number(self.agree.n), agree=number(self.agree.events or 0)
        )
        if self.codes.refused:
            return _("{text}: too few to judge the reasons by (at least 20 needed).").format(
                text=text
            )
        return _("{text} ({share}); agreement beyond chance (kappa) {kappa}.").format(
            text=text, share=self.agree.write(), kappa=self.codes.write()
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        return {
            "listed": self.listed,
            "waiting": self.waiting,
            "agree": self.agree.to_dict(),
            "kappa_codes": self.codes.to_dict(),
            "kappa_groups": self.groups.to_dict(),
            "pairs": self.table.to_dict("records"),
        }

    def rows(self) -> pd.DataFrame:
        """Return where codes move to, as a table to read."""
        words = reason_words()
        return pd.DataFrame(
            {
                _("sales wrote"): words.get(row["seller"], row["seller"]),
                _("the buyer says"): words.get(row["buyer"], row["buyer"]),
                "n": number(row["n"]),
            }
            for row in self.moves.to_dict("records")
        )

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(self.rows(), caption=self.sentence())


def draw_calls(ended: pd.DataFrame, book: Book, n: int) -> pd.DataFrame:
    """Draw leads that were returned or lost, each reason by its share, to be called back.

    The seller's code is not on the list, so that whoever calls does not lead the buyer to it;
    `read_calls` takes it from the book. The same endings draw the same list.

    Parameters
    ----------
    ended : DataFrame
        Rows of `endings` of the span.
    book : Book
        Where the contact data come from.
    n : int
        How many; 20 to 30 a quarter.

    Returns
    -------
    DataFrame
        lead_id, contact columns, `buyer_code` and `note` (both blank), in an order by lot.

    Raises
    ------
    BadInput
        If n is below one, or no ended lead has a reason.
    """
    told = ended[ended["reason"].notna()].drop_duplicates("lead_id")
    if n < 1 or told.empty:
        raise BadInput(
            _("there is nobody to call back: {n} of {ended} ended leads asked for").format(
                n=n, ended=number(len(told))
            ),
            fix=_("Ask for 20 to 30, for example --call-back 25."),
        )
    rng = np.random.default_rng(SEED)
    order = told.iloc[rng.permutation(len(told))]
    rank = order.groupby("reason").cumcount()
    size = order["reason"].map(order["reason"].value_counts())
    # Systematic by share: the k-th of a reason with m cases stands at (k + u) / m of the list.
    start = order["reason"].map({code: rng.random() for code in sorted(order["reason"].unique())})
    drawn = order.assign(place=(rank + start) / size).nsmallest(n, "place")
    names = [name for name in SHOWN if name in book.leads]
    contacts = book.leads.loc[drawn.index, names]
    mixed = pd.concat([drawn[["lead_id"]], contacts], axis=1).iloc[rng.permutation(len(drawn))]
    return mixed.reset_index(drop=True).assign(**{BUYER: "", NOTE: ""})


def read_calls(path: Path, ended: pd.DataFrame) -> CallBack:
    """Read what buyers said, and compare it with what sales had written.

    Parameters
    ----------
    path : Path
        The list with `lead_id` and `buyer_code`; a code is written as in the book. A blank one is
        counted as waiting.
    ended : DataFrame
        Rows of `endings` of the span that the list was drawn from.

    Returns
    -------
    CallBack
        Cohen's (1960) kappa with intervals by resampled accounts; refused below 20 answers.

    Raises
    ------
    BadInput
        If a column is missing, a code is unknown, a lead is unknown or there twice; with its row.
    """
    frame = read_table(path).frame
    missing = [name for name in ("lead_id", BUYER) if name not in frame]
    if missing:
        raise BadInput(
            _("the list has no column {names}").format(names=", ".join(missing)),
            where=str(path),
            fix=_("Keep the columns of the list as --call-back wrote them."),
        )
    wrote = ended[ended["reason"].notna()].drop_duplicates("lead_id").set_index("lead_id")
    said = frame[BUYER].astype("str").str.strip().str.upper()
    said = said.mask(said == "")
    _refuse(list(_faults(frame["lead_id"].astype("str"), said, wrote.index)), path)
    both = wrote[["reason", "account_id"]].reindex(frame["lead_id"].astype("str"))
    both = both.assign(buyer=said.to_numpy())
    return compared(both["reason"], both["buyer"], both["account_id"])


def compared(
    seller: pd.Series[str], buyer: pd.Series[str], account: pd.Series[str] | None = None
) -> CallBack:
    """Compare two codings of the same leads; a missing code of the buyer is waiting.

    Examples
    --------
    >>> seller = pd.Series(["NO_NEED"] * 20 + ["NO_BUDGET"] * 20)
    >>> buyer = pd.Series(["NO_NEED"] * 15 + ["NO_BUDGET"] * 25)
    >>> found = compared(seller, buyer)
    >>> found.agree.events, round(found.codes.value, 2)
    (35, 0.75)
    """
    known = buyer.notna()
    a, b = (codes[known].reset_index(drop=True) for codes in (seller, buyer))
    who = pd.Series(range(len(a))).astype("str") if account is None else account[known]
    letters = [codes.map(lambda code: group_of(code).letter) for codes in (a, b)]
    pairs = pd.DataFrame({"seller": a, "buyer": b}).astype(object).value_counts()
    table = pairs.rename("n").reset_index()
    table = table.assign(same=table["seller"] == table["buyer"]).sort_values(
        ["same", "n", "seller", "buyer"], ascending=[True, False, True, True], kind="stable"
    )
    return CallBack(
        listed=len(seller),
        waiting=int((~known).sum()),
        agree=rate(int((a == b).sum()), len(a)),
        codes=_kappa(a, b, who, list(CODES)),
        groups=_kappa(letters[0], letters[1], who, list(GROUPS)),
        table=table.drop(columns="same").reset_index(drop=True),
    )


def _kappa(
    a: pd.Series[str], b: pd.Series[str], account: pd.Series[str], codes: list[str]
) -> Estimate:
    k = len(codes)
    place = {code: number for number, code in enumerate(codes)}
    cells = (a.map(place) * k + b.map(place)).to_numpy(dtype=np.int64)
    counts = np.bincount(cells, minlength=k * k)
    draws = resampled(cells, account.reset_index(drop=True), k) if len(cells) else None
    return kappa(counts, kinds_of_weights(k)[0], draws)


def _faults(
    leads: pd.Series[str], said: pd.Series[str], known: pd.Index[str]
) -> Iterable[tuple[Any, str, str]]:
    """Yield row, column and problem of everything that cannot be read."""
    for (row, lead), twice in zip(leads.items(), leads.duplicated(), strict=True):
        if lead not in known:
            yield (
                row,
                "lead_id",
                _("{value!r} is no lead that ended with a reason in these days").format(value=lead),
            )
        elif twice:
            yield row, "lead_id", _("{value!r} is on the list twice").format(value=lead)
    for row, code in said.dropna().items():
        if code not in CODES:
            near = get_close_matches(code, CODES, 1, 0.4)
            hint = _("did you mean {code}?").format(code=near[0]) if near else ""
            problem = _("{value!r} is no reason").format(value=code)
            yield row, BUYER, _("{problem}; {hint}").format(problem=problem, hint=hint).rstrip("; ")


def _refuse(faults: list[tuple[Any, str, str]], path: Path) -> None:
    if not faults:
        return
    listed = [
        _("row {row}, column {column}: {problem}").format(row=row, column=column, problem=problem)
        for row, column, problem in faults[:MOST_FAULTS]
    ]
    more = len(faults) - len(listed)
    rest = [_("and {n} more").format(n=number(more))] if more else []
    raise BadInput(
        "; ".join([*listed, *rest]),
        where=str(path),
        fix=_("Codes are {codes}; give the span that the list was drawn from.").format(
            codes=", ".join(CODES)
        ),
    )


def has_answers(path: Path) -> bool:
    """Return whether a call-back list holds anything that a caller wrote."""
    if not path.is_file():
        return False
    frame = read_table(path, may_be_empty=True).frame
    written = frame[[name for name in (BUYER, NOTE) if name in frame]]
    return bool(written.notna().any(axis=None))
