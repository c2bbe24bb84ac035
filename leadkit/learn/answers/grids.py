"""A kind of answer: a grid that is filled already, to be mended cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _
from leadkit.learn.answers.kinds import NotDone, Options, Unreadable, is_empty

if TYPE_CHECKING:
    from markupsafe import Markup

Cells = Mapping[str, Mapping[str, str]]
FIRST_COLUMN, COLUMN = "minmax(11em, 19em)", "7.5em"
TABLE = '<table border="1" cellpadding="4">\n<tr><th></th>{}</tr>\n{}\n</table>'


@dataclass(frozen=True)
class Grid:
    """A grid of rows and columns, each cell one of a few letters or blank.

    Parameters
    ----------
    rows, columns : tuple of (str, str)
        Keys with their texts.
    letters : tuple of (str, str)
        What a cell may hold, each letter with what it stands for.
    start : mapping
        What stands in the grid at first: row to column to letter; what is left out is blank.
    keeps : callable
        Whether a grid keeps the rules; more than one may.

    Examples
    --------
    >>> grid = Grid((("call", "first call"),), (("s", "sales"), ("m", "marketing")),
    ...             (("A", "answers for it"),), {}, lambda cells: cells["call"]["s"] == "A")
    >>> grid.read({"call": {"s": "a"}})
    {'call': {'s': 'A', 'm': ''}}
    """

    rows: Options
    columns: Options
    letters: Options
    start: Cells
    keeps: Callable[[Cells], bool]

    def asked(self) -> str:
        """Say what is asked."""
        letters = ", ".join(f"{letter}: {_(label)}" for letter, label in self.letters)
        return _("Mend the cells. {letters}. A cell may stay blank.").format(letters=letters)

    def read(self, answer: object) -> dict[str, dict[str, str]]:
        """Return the whole grid; a row that is not given is as it was at the start.

        Raises
        ------
        Unreadable
            If a row, a column or a letter is unknown, or nothing was changed yet.
        """
        if is_empty(answer):
            raise NotDone(self.asked())
        if not isinstance(answer, Mapping):
            raise Unreadable(self.asked())
        unknown = [str(row) for row in answer if row not in dict(self.rows)]
        if unknown:
            raise Unreadable(_("There is no row {rows}.").format(rows=", ".join(unknown)))
        start = {row: self._row(self.start.get(row, {})) for row, _label in self.rows}
        cells = start | {row: self._row(answer[row]) for row, _label in self.rows if row in answer}
        if cells == start:
            raise NotDone(_("Nothing is mended yet."))
        return cells

    def matches(self, value: Cells, right: Cells) -> bool:
        """Return whether the grid keeps the rules, whatever the example does."""
        return self.keeps(value)

    def listing(self) -> list[Markup]:
        """Show the grid as it stands at the start."""
        from markupsafe import Markup

        def cells(tag: str, texts: list[str]) -> Markup:
            return Markup("").join(Markup(f"<{tag}>{{}}</{tag}>").format(text) for text in texts)

        rows = [
            Markup("<tr><th>{}</th>{}</tr>").format(
                _(label), cells("td", list(self._row(self.start.get(row, {})).values()))
            )
            for row, label in self.rows
        ]
        heads = cells("th", [_(label) for _column, label in self.columns])
        return [Markup(TABLE).format(heads, Markup("\n").join(rows))]

    def inputs(self) -> tuple[Any, ...]:
        """Return one box with the heads, and a dropdown for every cell."""
        from ipywidgets import HTML, Dropdown, GridBox

        options = [("", ""), *((letter, letter) for letter, _label in self.letters)]
        children: list[Any] = [HTML(), *(HTML(f"<b>{_(name)}</b>") for _key, name in self.columns)]
        for row, label in self.rows:
            children.append(HTML(_(label)))
            held = self._row(self.start.get(row, {}))
            children += [
                Dropdown(
                    options=options,
                    value=held[column],
                    tooltip=f"{_(label)}: {_(name)}",
                    layout={"width": "5em"},
                )
                for column, name in self.columns
            ]
        widths = f"{FIRST_COLUMN} repeat({len(self.columns)}, {COLUMN})"
        return (GridBox(children, layout={"grid_template_columns": widths}),)

    def answer(self, inputs: tuple[Any, ...]) -> Any:
        """Return what the dropdowns hold."""
        from ipywidgets import Dropdown

        held = iter([one.value for one in inputs[0].children if isinstance(one, Dropdown)])
        return {row: {column: next(held) for column, _name in self.columns} for row, _ in self.rows}

    def _row(self, given: object) -> dict[str, str]:
        """Return a whole row: the letter of every column, or a blank."""
        if not isinstance(given, Mapping) or not set(given) <= set(dict(self.columns)):
            raise Unreadable(self.asked())
        letters = {letter.casefold(): letter for letter, _label in self.letters} | {"": ""}
        row = {key: str(given.get(key) or "").strip().casefold() for key, _label in self.columns}
        if not set(row.values()) <= set(letters):
            raise Unreadable(self.asked())
        return {key: letters[typed] for key, typed in row.items()}
