"""Statuses folded into won, lost and open."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book.names import OPEN_VALUES, WON_VALUES, plain
from leadkit.book.roles import Draft, Reading


def fold_outcome(draft: Draft, reading: Reading) -> None:
    """Fold the statuses of a table into won, lost and open, and note what was folded."""
    cells = draft.frame["outcome"]
    codes, spellings = pd.factorize(cells)
    values = pd.array([plain(spelling) for spelling in spellings], dtype="str")
    folded = pd.Series(values.take(codes, allow_fill=True), index=cells.index)
    present = set(folded.unique())
    counts = cells.value_counts()
    won = _wanted(reading.won, present, counts, draft) or _recognised(
        WON_VALUES, present, counts, draft
    )
    still_open = _wanted(reading.open, present, counts, draft) or [
        value for value in map(plain, OPEN_VALUES) if value in present and value not in won
    ]
    both = sorted(set(won) & set(still_open))
    if both:
        raise BadInput(
            _("{values} cannot be both won and still open").format(values=", ".join(both)),
            where=str(draft.raw.path),
            fix=_("Name each value once, with --won or with --open."),
        )
    outcome = pd.Series("lost", index=cells.index).mask(folded.isin(still_open), "open")
    outcome = outcome.mask(cells.isna(), "open").mask(folded.isin(won), "won")
    _refuse_one_class(outcome, counts, draft)
    _note_folding(cells, folded, draft)
    if still_open and "outcome" not in still_open:
        draft.notes.append(
            _("counted as still open: {values}").format(values=", ".join(sorted(set(still_open))))
        )
    if blank := int(cells.isna().sum()):
        draft.notes.append(
            ngettext(
                "{n} lead has no outcome and counts as still open",
                "{n} leads have no outcome and count as still open",
                blank,
            ).format(n=number(blank))
        )
    draft.frame["outcome"] = outcome


def _wanted(
    values: Sequence[str], present: set[str], counts: pd.Series[int], draft: Draft
) -> list[str]:
    wanted = [plain(value) for value in values]
    absent = [value for value, key in zip(values, wanted, strict=True) if key not in present]
    if absent:
        raise BadInput(
            _("no lead has {column} = {values}").format(
                column=draft.roles["outcome"], values=", ".join(map(repr, absent))
            ),
            where=str(draft.raw.path),
            fix=_present(counts),
        )
    return wanted


def _recognised(
    names: Sequence[str], present: set[str], counts: pd.Series[int], draft: Draft
) -> list[str]:
    found = [value for value in map(plain, names) if value in present]
    if not found:
        raise BadInput(
            _("no value of {column} is recognised as won").format(column=draft.roles["outcome"]),
            where=str(draft.raw.path),
            fix=_("Name it with --won. {present}").format(present=_present(counts)),
        )
    return found


def _present(counts: pd.Series[int]) -> str:
    listed = ", ".join(f"{value!r} ({number(n)})" for value, n in counts.head(12).items())
    return _("The values present are: {values}.").format(values=listed)


def _refuse_one_class(outcome: pd.Series[str], counts: pd.Series[int], draft: Draft) -> None:
    found = set(outcome.unique())
    if found - {"open"} != {"won", "lost"} and found != {"won", "open"}:
        raise BadInput(
            _("every lead ended the same way: nothing can be learned from {column}").format(
                column=draft.roles["outcome"]
            ),
            where=str(draft.raw.path),
            fix=_present(counts),
        )


def _note_folding(cells: pd.Series[str], folded: pd.Series[str], draft: Draft) -> None:
    spellings = cells.groupby(folded).unique()
    for several in spellings[spellings.map(len) > 1]:
        draft.notes.append(
            _("read as one value: {values}").format(values=", ".join(map(repr, sorted(several))))
        )
