"""The lead book: tables declared once, read from a folder or from one exported table."""

from leadkit.book.book import Book, as_text, read_book, write_book
from leadkit.book.export import read_export
from leadkit.book.reading import no_rows, read_table
from leadkit.book.roles import Reading
from leadkit.book.settings import Rule, Settings
from leadkit.book.tables import LEADS, REASONS, TABLES, Column, Known, Table

__all__ = [
    "Book",
    "Column",
    "Known",
    "LEADS",
    "REASONS",
    "Reading",
    "Rule",
    "Settings",
    "TABLES",
    "Table",
    "as_text",
    "no_rows",
    "read_book",
    "read_export",
    "read_table",
    "write_book",
]
