"""What the columns of one file may be, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadkit.book.tables import Known
from leadkit.crm.drafting.looking import FileLook
from leadkit.crm.drafting.meaning import Meaning
from leadkit.crm.drafting.relating import Relation


@dataclass(frozen=True)
class Guess:
    """What one column may be: the columns of the book it feeds, and why we think so.

    `known` is set where the column is the owner's own.
    """

    header: str
    to: tuple[str, ...]
    why: str
    known: Known | None = None


@dataclass
class FileGuess:
    """What one file may be."""

    look: FileLook
    relation: Relation
    columns: dict[str, Guess] = field(default_factory=dict)
    meanings: dict[str, list[Meaning]] = field(default_factory=dict)

    def sources(self, target: str) -> list[str]:
        """Return the columns that feed a column of the book, in the order they are asked."""
        return [guess.header for guess in self.columns.values() if target in guess.to]

    @property
    def targets(self) -> set[str]:
        """The columns of the book that this file feeds."""
        return {name for guess in self.columns.values() for name in guess.to}

    def family_name_first(self) -> None:
        """Ask for the family name before the given one, as Vietnamese names are written."""
        family = {header: one for header, one in self.columns.items() if "last_name" in one.to}
        rest = {header: one for header, one in self.columns.items() if header not in family}
        given = [header for header, one in rest.items() if "first_name" in one.to]
        if family and given:
            place = list(rest).index(given[0])
            items = list(rest.items())
            self.columns = dict([*items[:place], *family.items(), *items[place:]])

    def feed(self, header: str, target: str, why: str) -> None:
        """Let a column feed one more column of the book."""
        guess = self.columns[header]
        own = guess.to if guess.known is None else ()
        self.columns[header] = Guess(header, (*own, target), why)
