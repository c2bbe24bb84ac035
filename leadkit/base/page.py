"""One self-contained HTML page: answer, then evidence, then method; nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from leadkit.base.language import _, current
from leadkit.base.signs import visible

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Environment
    from markupsafe import Markup


COMMAND = re.compile(r"`(leadkit [^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure on a page: its finding above, its source below, its words for the blind."""

    uri: str
    finding: str
    subtitle: str
    source: str
    alt: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Table:
    """A table on a page: its finding as caption, the columns to align right as `numeric`."""

    finding: str
    rows: pd.DataFrame
    numeric: Sequence[str] = ()

    def __repr__(self) -> str:
        return self.finding

    def _repr_html_(self) -> str:
        return inline_rows(self.rows, caption=self.finding)


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Something to unfold on the screen and always there on paper, under its summary."""

    summary: str
    text: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: a heading, what it shows, short notes in the margin, what is folded."""

    heading: str
    text: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[tuple[str, str]] = ()
    folds: Sequence[Fold] = ()
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A row at the foot of a page that is signed: who signed in a role, when, by what mark."""

    role: str
    name: str
    date: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page to read, print and sign.

    Parameters
    ----------
    kind, title, subtitle : str
        What sort of page it is, its one heading, and the population under it.
    status : tuple of str
        One bold word and its reason: ("Final.", "Every lead is older than 90 days.").
    say : sequence of str or Markup
        The answer in at most five sentences; text from data is escaped.
    facts : Table or None
        The few numbers beside the answer.
    sections : sequence of Section
        The evidence, in order.
    footer : str
        Data, model, versions and seed; never a clock.
    signatures : sequence of str or Signed
        Roles that are to sign, and signatures that are given.
    """

    kind: str
    title: str
    subtitle: str = ""
    status: tuple[str, str] = ("", "")
    say: Sequence[str] = ()
    facts: Table | None = None
    sections: Sequence[Section] = field(default_factory=tuple)
    footer: str = ""
    signatures: Sequence[str | Signed] = ()

    def html(self) -> str:
        """Return the page as one HTML file with nothing to fetch."""
        style = packaged("leadkit.base", "page.css")
        template = _environment().get_template("page.html")
        say = _("What we can say")
        return visible(template.render(page=self, style=style, lang=current(), say=say))


def packaged(package: str, name: str) -> str:
    """Return the text of a file that comes with a package."""
    return (files(package) / name).read_text(encoding="utf-8")


def inline(**shown: Any) -> str:
    """Return a small HTML table of a result for a notebook, text escaped."""
    template = _environment().get_template("inline.html")
    return visible(template.render(**shown))


def inline_rows(rows: pd.DataFrame, *, caption: str, note: str = "") -> str:
    """Return the same of a result whose rows are ready to read."""
    cells = list(rows.itertuples(index=False, name=None))
    return inline(caption=caption, columns=list(rows), rows=cells, note=note)


def bold(sentence: str, *strong: str) -> Markup:
    """Escape a sentence and set the given parts of it in bold.

    Examples
    --------
    >>> str(bold("won 12 of <100>", "12"))
    'won <b>12</b> of &lt;100&gt;'
    """
    from markupsafe import Markup, escape

    text = escape(sentence)
    for part in strong:
        text = Markup(str(text).replace(str(escape(part)), f"<b>{escape(part)}</b>", 1))
    return text


def link(address: str, words: str) -> Markup:
    """Return a link to a file beside the page.

    Examples
    --------
    >>> str(link("a.html", "A & B"))
    '<a href="a.html">A &amp; B</a>'
    """
    from markupsafe import Markup

    return Markup('<a href="{}">{}</a>').format(address, words)


def team(side: str) -> Markup:
    """Return the mark of "marketing" or "sales" with its translated name."""
    from markupsafe import Markup, escape

    names = {"marketing": _("marketing"), "sales": _("sales")}
    return Markup('<span class="team {}">{}</span>').format(side, escape(names[side]))


def coded(cell: Any) -> Any:
    """Set commands that a sentence names between backticks as code; what is no text stays.

    Examples
    --------
    >>> str(coded("Train again: `leadkit train BOOK`, <now>."))
    'Train again: <code>leadkit train BOOK</code>, &lt;now&gt;.'
    """
    from markupsafe import Markup, escape

    if not isinstance(cell, str) or "`leadkit " not in cell:
        return cell
    return Markup(COMMAND.sub(r"<code>\1</code>", str(escape(cell))))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(partial(packaged, "leadkit.base")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["coded"] = coded
    environment.globals["_"] = _
    return environment
