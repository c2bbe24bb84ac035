"""Sheets of paper to hand out, each on a page of its own, as one HTML file or a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadkit.base.language import _, current
from leadkit.base.page import Table, packaged

Side = Literal["marketing", "sales", "shared"]


@dataclass(frozen=True)
class Face:
    """One side of a card to cut out: its number, its name, and lines of what and which."""

    number: str
    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of a sheet: a heading, and what stands below it.

    Parameters
    ----------
    text, points : tuple of str
        Paragraphs, and a list.
    tables : tuple of Table
        Figures, or a grid to fill in.
    blanks : tuple of str
        What is asked, each with a line to write on.
    faces : tuple of Face
        Cards to cut out, two in a row.
    is_private : bool
        Set in a frame: not to be shown.
    is_form : bool
        Its tables are filled in by hand, and have room for it.
    """

    heading: str = ""
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    blanks: tuple[str, ...] = ()
    faces: tuple[Face, ...] = ()
    is_private: bool = False
    is_form: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet, and whom it goes to.

    Parameters
    ----------
    title, goes_to : str
        In the reader's language.
    letter : str
        The letter in its corner: coloured paper alone would not tell the roles apart.
    side : {"marketing", "sales", "shared"}
        Whose colour and mark it has.
    blocks : tuple of Block
        What stands on it.
    """

    title: str
    goes_to: str
    letter: str = ""
    side: Side = "shared"
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Handout:
    """All sheets of a role-play, to print and cut."""

    kind: str
    title: str
    sheets: tuple[Sheet, ...]

    def html(self) -> str:
        """Return the sheets as one HTML file with nothing to fetch."""
        from jinja2 import Environment, StrictUndefined

        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.globals["_"] = _
        template = environment.from_string(packaged("leadkit.learn.roleplays", "sheets.html"))
        sheets = ("leadkit.base", "page.css"), ("leadkit.learn.roleplays", "sheets.css")
        style = "".join(packaged(*sheet) for sheet in sheets)
        return template.render(handout=self, style=style, lang=current())
