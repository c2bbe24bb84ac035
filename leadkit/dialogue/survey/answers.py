"""Reading the answers of a survey: one row a person, every fault with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pandas as pd

from leadkit.agreement import SIDES
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import read_table
from leadkit.dialogue.survey.items import HIGHEST, ITEMS, LOWEST

PERSON, SIDE = "person", "side"
MOST_FAULTS = 8
STATEMENT = re.compile(r"^\s*q?0*(\d+)\b", re.IGNORECASE)
SCALE = {str(point): float(point) for point in range(LOWEST, HIGHEST + 1)}
BLANK = ("", "-", "?", "x")


@dataclass(frozen=True, eq=False)
class Answers:
    """What people answered, each once.

    Attributes
    ----------
    table : DataFrame
        One row a person: side ("marketing" or "sales"), then 1 to 20 as float, blank where the
        person could not judge.
    not_read : tuple of str
        Columns that belong to no statement; nothing in them was looked at.
    """

    table: pd.DataFrame
    not_read: tuple[str, ...] = ()

    @property
    def scored(self) -> pd.DataFrame:
        """The answers with reversed statements turned round: 5 is always well aligned."""
        turned = self.table.copy()
        for item in ITEMS:
            if item.reversed:
                turned[item.number] = LOWEST + HIGHEST - turned[item.number]
        return turned

    def of(self, side: str) -> pd.DataFrame:
        """Return one side's scored answers, a column a statement."""
        scored = self.scored
        return scored.loc[scored[SIDE] == side].drop(columns=SIDE)

    @property
    def straight(self) -> int:
        """People who gave one and the same answer throughout, reversed statements included."""
        given = self.table.drop(columns=SIDE)
        is_same = (given.nunique(axis=1) == 1) & (given.notna().sum(axis=1) > len(ITEMS) / 2)
        return int(is_same.sum())


def read_answers(path: Path) -> Answers:
    """Read the answers of both sides from a table.

    Parameters
    ----------
    path : Path
        CSV or XLSX, one row a person: `person` (any code, each once), `side` (marketing or sales),
        and a column for each statement whose name begins with its number, as the blank form has
        it. 1 to 5; blank where the person cannot judge.

    Raises
    ------
    BadInput
        If a column is missing, a person stands twice, a side or an answer is none; with the row.
    """
    raw = read_table(path).frame.rename_axis(None)
    columns = columns_of([str(name) for name in raw], path)
    people = raw[columns[PERSON]].fillna("").str.strip()
    sides = raw[columns[SIDE]].fillna("").str.strip().str.casefold()
    faults = [*_repeated(people), *_no_side(sides)]
    table = pd.DataFrame({SIDE: sides})
    for item in ITEMS:
        cells = raw[columns[str(item.number)]].fillna("").str.strip().str.casefold()
        table[item.number] = cells.map(SCALE)
        is_faulty = table[item.number].isna() & ~cells.isin(BLANK)
        faults += [
            _("row {row}, statement {number}: {answer!r} is none of 1 to 5").format(
                row=row, number=item.number, answer=answer
            )
            for row, answer in cells[is_faulty].items()
        ]
    if faults:
        raise BadInput(
            "\n".join([*faults[:MOST_FAULTS], *_more(len(faults))]),
            where=str(path),
            fix=_("Mend these rows; a blank cell means that the person cannot judge."),
        )
    used = set(columns.values())
    return Answers(table, tuple(str(name) for name in raw if name not in used))


def columns_of(names: list[str], path: Path) -> dict[str, str]:
    """Return the file's column of each statement, of the person and of the side."""
    found: dict[str, str] = {}
    for name in names:
        numbered = STATEMENT.match(name)
        key = numbered.group(1) if numbered else name.strip().casefold()
        found.setdefault(key, name)
    wanted = [PERSON, SIDE, *(str(item.number) for item in ITEMS)]
    absent = [key for key in wanted if key not in found]
    if absent:
        raise BadInput(
            _("no column for {names}").format(names=", ".join(absent)),
            where=str(path),
            fix=_("Use the blank form that `leadkit survey new` writes, one row a person."),
        )
    return {key: found[key] for key in wanted}


def _repeated(people: pd.Series[str]) -> Iterator[str]:
    first: dict[str, object] = {}
    for row, name in people.items():
        code = normalize("NFC", name).casefold()
        if not name:
            yield _("row {row}: no person; give everybody a code of their own").format(row=row)
        elif code in first:
            yield _("row {row}: {person} stands in row {first} already").format(
                row=row, person=name, first=first[code]
            )
        first.setdefault(code, row)


def _no_side(sides: pd.Series[str]) -> Iterator[str]:
    for row, side in sides[~sides.isin(SIDES)].items():
        yield _("row {row}: the side is {side!r}; write marketing or sales").format(
            row=row, side=side
        )


def _more(n: int) -> list[str]:
    return [_("... and {n} more").format(n=n - MOST_FAULTS)] if n > MOST_FAULTS else []
