"""A page as Markdown and as plain text: for a mail, a chat, a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from leadkit.base.language import _
from leadkit.base.page import Fold, Page, Picture, Section, Signed, Table
from leadkit.base.signs import visible

WIDTH = 78
GAP = 2
SPECIAL = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|^(?:#+|[-+])(?=\s)|(?<=^\d)[.)](?=\s)")


def markdown(page: Page) -> str:
    """Return a page as Markdown: headings, lists, pipe tables; pictures as their words.

    Examples
    --------
    >>> print(markdown(Page(kind="Note", title="Week 39", say=["We won 12."])))
    Note
    <BLANKLINE>
    # Week 39
    <BLANKLINE>
    **What we can say**
    <BLANKLINE>
    1. We won 12.
    <BLANKLINE>
    """
    parts = [_escaped(page.kind), f"# {_escaped(page.title)}", _escaped(page.subtitle)]
    if page.status[0]:
        parts.append(f"**{_escaped(page.status[0])}** {_escaped(page.status[1])}")
    if page.say:
        parts.append(f"**{_('What we can say')}**")
        parts.append("\n".join(f"{i}. {_escaped(one)}" for i, one in enumerate(page.say, 1)))
    if page.facts is not None:
        parts.append(_pipes(page.facts))
    for section in page.sections:
        parts += [f"## {_escaped(section.heading)}", *_shown(section, _escaped, _pipes)]
        for fold in section.folds:
            parts += [f"### {_escaped(fold.summary)}", *_shown(fold, _escaped, _pipes)]
    parts += [_escaped(line) for line in _signed(page)]
    if page.footer:
        parts += ["---", _escaped(page.footer)]
    return visible("\n\n".join(filter(None, parts)) + "\n")


def plain_text(page: Page, width: int = WIDTH) -> str:
    """Return a page as plain text, no line longer than `width` where words can be broken.

    Examples
    --------
    >>> print(plain_text(Page(kind="Note", title="Week 39", say=["We won 12."])))
    Note
    WEEK 39
    <BLANKLINE>
    1. We won 12.
    <BLANKLINE>
    """

    def wrapped(text: object) -> str:
        return _wrapped(_plain(text), width)

    def table(shown: Table) -> str:
        return _columns(shown, width)

    head = [_plain(page.kind), _plain(page.title).upper(), _plain(page.subtitle)]
    head.append(f"{page.status[0]} {page.status[1]}".strip())
    parts = ["\n".join(wrapped(line) for line in head if line)]
    parts.append("\n".join(_item(f"{i}. ", one, width) for i, one in enumerate(page.say, 1)))
    if page.facts is not None:
        parts.append(table(page.facts))
    for section in page.sections:
        parts += [_headed(section.heading, width), *_shown(section, wrapped, table)]
        for fold in section.folds:
            parts += [wrapped(fold.summary), *_shown(fold, wrapped, table)]
    parts += [wrapped(line) for line in _signed(page)]
    if page.footer:
        parts.append("-" * 3 + "\n" + wrapped(page.footer))
    return visible("\n\n".join(filter(None, parts)) + "\n")


def _shown(
    part: Section | Fold, words: Callable[[object], str], table: Callable[[Table], str]
) -> Iterator[str]:
    """Yield what stands in a part of a page, in the order of the page."""
    yield from map(words, part.text)
    for picture in part.pictures:
        yield words(_of_picture(picture))
    yield from map(table, part.tables)
    if isinstance(part, Section):
        for head, note in part.notes:
            yield words(f"{_plain(head)}: {_plain(note)}")
        if part.details:
            yield words(part.details)


def _of_picture(picture: Picture) -> str:
    words = _("Picture: {words}").format(words=picture.alt)
    return words if picture.finding in picture.alt else f"{picture.finding}. {words}"


def _signed(page: Page) -> Iterator[str]:
    for one in page.signatures:
        if isinstance(one, Signed):
            yield f"{one.role}: {one.name}, {one.date}, {one.mark}"
        else:
            yield f"{one}: " + "." * 20


def _plain(text: object) -> str:
    """Return text without the marks of HTML; a team's name is followed by a colon."""
    from markupsafe import Markup

    if isinstance(text, Markup):
        text = Markup(str(text).replace("</span>", ":</span>")).striptags()
    return " ".join(str(text).split())


def _escaped(text: object) -> str:
    """Return text that Markdown shows as it is written."""
    return SPECIAL.sub(r"\\\g<0>", _plain(text))


def _cells(table: Table) -> list[list[object]]:
    return [list(table.rows), *map(list, table.rows.itertuples(index=False, name=None))]


def _pipes(table: Table) -> str:
    head, *rows = [[_escaped(cell) for cell in row] for row in _cells(table)]
    rule = ["---:" if name in table.numeric else "---" for name in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]
    return f"**{_escaped(table.finding)}**\n\n" + "\n".join(lines)


def _columns(table: Table, width: int) -> str:
    """Return a table in columns; one that would be too wide for them, row by row."""
    rows = [[_plain(cell) for cell in row] for row in _cells(table)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    over = sum(widths) + GAP * (len(widths) - 1) - width
    widest = max(range(len(widths)), key=widths.__getitem__)
    if over > 0 and widths[widest] - over < max(_longest_word(rows, widest), 24):
        return _wrapped(_plain(table.finding), width) + "\n" + _row_by_row(rows, width)
    widths[widest] -= max(over, 0)
    right = [name in table.numeric for name in table.rows]
    lines = [line for row in rows for line in _lines(row, widths, right)]
    head = "  ".join("-" * one for one in widths)
    n_head = len(_lines(rows[0], widths, right))
    return "\n".join(
        [_wrapped(_plain(table.finding), width), *lines[:n_head], head, *lines[n_head:]]
    )


def _longest_word(rows: list[list[str]], column: int) -> int:
    return max(len(word) for row in rows for word in row[column].split() or [""])


def _lines(row: list[str], widths: list[int], right: list[bool]) -> list[str]:
    """Return the lines of one row, the cells that are too long broken within their column."""
    broken: list[Any] = [
        textwrap.wrap(cell, one) or [""] for cell, one in zip(row, widths, strict=True)
    ]
    lines = []
    for i in range(max(map(len, broken))):
        cells = [cell[i] if i < len(cell) else "" for cell in broken]
        set_ = [
            cell.rjust(one) if is_right else cell.ljust(one)
            for cell, one, is_right in zip(cells, widths, right, strict=True)
        ]
        lines.append((" " * GAP).join(set_).rstrip())
    return lines


def _row_by_row(rows: list[list[str]], width: int) -> str:
    """Return a table of sentences: a row is an item, its cells below it under their names."""
    head, *others = rows
    return "\n".join(
        line
        for first, *cells in others
        for line in [_item("- ", first, width), *_told(head[1:], cells, width)]
    )


def _told(names: list[str], cells: list[str], width: int) -> Iterator[str]:
    """Yield the cells of a row by name, short ones that follow each other in one line."""
    line = ""
    for name, cell in zip(names, cells, strict=True):
        told = f"{name}: {cell}"
        together = f"{line} · {told}" if line else told
        if line and len(together) > width // 2:
            yield _item("  ", line, width)
            together = told
        line = together
    if line:
        yield _item("  ", line, width)


def _item(mark: str, text: object, width: int) -> str:
    indent = " " * len(mark)
    return textwrap.fill(
        _plain(text), width, initial_indent=mark, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def _headed(heading: str, width: int) -> str:
    text = _wrapped(_plain(heading), width)
    return f"{text}\n{'=' * max(map(len, text.splitlines()), default=0)}"
