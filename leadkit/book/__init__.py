"""The lead book: tables declared once, read from a folder or from one exported table."""

from leadkit.book.blocks import read_blocks
from leadkit.book.book import Book, read_book
from leadkit.book.database import Database, is_sql
from leadkit.book.export import read_export
from leadkit.book.names import plain, role_of
from leadkit.book.parsing import to_numbers
from leadkit.book.reading import no_rows, read_table
from leadkit.book.roles import Reading
from leadkit.book.settings import Rule, Settings, WorkingTime
from leadkit.book.sql import holds_book, read_sql, read_sql_blocks
from leadkit.book.sql_writing import write_sql
from leadkit.book.tables import LEADS, REASONS, TABLES, Column, Kind, Known, Table
from leadkit.book.writing import append_rows, as_text, write_book

__all__ = [
    "Book",
    "Column",
    "Database",
    "Kind",
    "Known",
    "LEADS",
    "REASONS",
    "Reading",
    "Rule",
    "Settings",
    "TABLES",
    "Table",
    "WorkingTime",
    "append_rows",
    "as_text",
    "holds_book",
    "is_sql",
    "no_rows",
    "plain",
    "read_blocks",
    "read_book",
    "read_export",
    "read_sql",
    "read_sql_blocks",
    "read_table",
    "role_of",
    "to_numbers",
    "write_book",
    "write_sql",
]
