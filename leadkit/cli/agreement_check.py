"""What `leadkit agreement check` found: what will not hold, and what the book cannot measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadkit.agreement import SIDES, Agreement, Finding, agreement_page, findings
from leadkit.base.language import _, ngettext, number
from leadkit.base.plain_file import resolved
from leadkit.base.toml import read_toml_text
from leadkit.book import Book, read_book

TABLES = (".csv", ".xlsx", ".parquet")
FOLDER = "agreements"


@dataclass(frozen=True)
class Checked:
    """An agreement, what will not hold of it, and which promises its book can measure.

    `measurable` says by promise id why it cannot be measured, "" where it can; None without a book.
    """

    agreement: Agreement
    path: Path
    text: str
    findings: tuple[Finding, ...]
    measurable: Mapping[str, str] | None

    def lines(self) -> list[str]:
        """Say it in a few lines: the status, each finding with its remedy, what is measured."""
        head = _("{title} {version}: {status} Fingerprint {sha256}").format(
            title=self.agreement.title,
            version=self.agreement.version,
            status=agreement_page(self.agreement).status[0],
            sha256=self.agreement.sha256,
        )
        found = []
        for finding in self.findings:
            found.append(f"{finding.written(self.path, self.text)}.")
            found.append(f"    {finding.fix}")
        return [head, self._count(), *found, *self._measured()]

    def to_dict(self) -> dict[str, Any]:
        """Return the same for machines."""
        return {
            **described(self.agreement),
            "findings": [
                {
                    "line": finding.line(self.text),
                    "place": list(finding.place),
                    "text": finding.text,
                    "fix": finding.fix,
                }
                for finding in self.findings
            ],
            "measurable": self.measurable
            and {name: why or True for name, why in self.measurable.items()},
        }

    def _count(self) -> str:
        n = len(self.findings)
        if not n:
            return _("Nothing is found that will not hold.")
        return ngettext("{n} point will not hold:", "{n} points will not hold:", n).format(
            n=number(n)
        )

    def _measured(self) -> list[str]:
        if self.measurable is None:
            return [_("Give the lead book with --book to see which promises can be measured.")]
        measured = [name for name, why in self.measurable.items() if not why]
        said = [_("Measured with this book: {promises}.").format(promises=", ".join(measured))]
        not_measured = _("Not measurable with this book: {id}, {why}.")
        return (said if measured else []) + [
            not_measured.format(id=name, why=why) for name, why in self.measurable.items() if why
        ]


def checked(file: Path, home: Path | None = None) -> Checked:
    """Check an agreement's text, and hold it against its book.

    Parameters
    ----------
    file : Path
        The agreement.
    home : Path or None
        The book; default the one whose folder `agreements` holds the file, where there is one.

    Raises
    ------
    BadInput
        If the agreement, another one of its folder, or the book is faulty.
    """
    agreement, text = Agreement.load(file), read_toml_text(file)
    found = findings(agreement, _others(file))
    book = _book_of(file, home)
    why_not = None
    if book is not None:
        from leadkit.review import against_book, measurable

        found += against_book(agreement, book)
        why_not = measurable(agreement, book)
    found.sort(key=lambda finding: finding.line(text))
    return Checked(agreement, file, text, tuple(found), why_not)


def described(agreement: Agreement) -> dict[str, Any]:
    """Return what an agreement is, and who has signed it, for machines."""
    return {
        "format": 1,
        "title": agreement.title,
        "version": agreement.version,
        "sha256": agreement.sha256,
        "signed": [side for side in SIDES if agreement.signature(side)],
        "void": [signature.side for signature in agreement.void],
        "promises": [
            {"id": p.id, "side": p.side, "measure": p.measure, "target": p.target}
            for p in agreement.promises
        ],
    }


def _others(file: Path) -> list[tuple[Agreement, Path]]:
    """Return the other agreements of a book's folder."""
    folder = resolved(file).parent
    if folder.name != FOLDER:
        return []
    every = sorted(folder.glob("*.toml"))
    return [(Agreement.load(path), path) for path in every if path != resolved(file)]


def _book_of(file: Path, home: Path | None) -> Book | None:
    folder = resolved(file).parent
    above = folder.parent
    if home is None and folder.name == FOLDER:
        home = above if any((above / f"leads{suffix}").is_file() for suffix in TABLES) else None
    return None if home is None else read_book(home)
