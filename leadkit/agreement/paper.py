"""The sheet of paper that both sign: numbered clauses, in one language or in two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadkit.base.language import NO_BREAK
from leadkit.base.page import packaged


@dataclass(frozen=True)
class Clause:
    """A numbered clause: what the kit says of it, and what people wrote, under its labels."""

    said: str = ""
    written: tuple[tuple[str, str], ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Grid:
    """A table of an article; the last `numeric` columns are numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int = 0


@dataclass(frozen=True)
class Article:
    """A part of the agreement under its heading."""

    heading: str
    clauses: tuple[Clause, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True)
class Signing:
    """One line to sign on: filled in where somebody has signed, struck out where that is void."""

    role: str
    name: str = ""
    date: str = ""
    mark: str = ""
    is_void: bool = False


@dataclass(frozen=True)
class Told:
    """The whole agreement in one language."""

    language: str
    kind: str
    subtitle: str
    status: tuple[str, str]
    articles: tuple[Article, ...]
    read_and_agreed: str
    columns: tuple[str, ...]
    signings: tuple[Signing, ...]
    footer: str
    running: str


@dataclass(frozen=True)
class Paper:
    """An agreement to read, print and sign, told in one language or two.

    Attributes
    ----------
    title : str
        As people wrote it.
    told : tuple of Told
        The same articles in each language.
    """

    title: str
    told: tuple[Told, ...]

    @property
    def status(self) -> tuple[str, str]:
        """One bold word on who has signed, and what follows from it."""
        return self.told[0].status

    @property
    def signings(self) -> tuple[Signing, ...]:
        """The lines to sign on, in the first language."""
        return self.told[0].signings

    @property
    def is_void(self) -> bool:
        """Whether somebody signed another text than this one."""
        return any(one.is_void for one in self.signings)

    def html(self) -> str:
        """Return the paper as one HTML file with nothing to fetch."""
        from jinja2 import Environment, StrictUndefined

        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters["once"] = _once
        environment.filters["for_css"] = _for_css
        template = environment.from_string(packaged("leadkit.agreement", "paper.html"))
        style = packaged("leadkit.base", "page.css") + packaged("leadkit.agreement", "paper.css")
        return template.render(paper=self, told=self.told, style=style)


def _once(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield texts with their place; what reads the same in another language only once."""
    seen = set()
    for place, text in enumerate(texts):
        alike = str(text).replace(NO_BREAK, "").replace(" ", "")
        if alike not in seen:
            yield place, text
        seen.add(alike)


def _for_css(text: str) -> str:
    """Write a text as a CSS string, every letter that could end it by its number."""
    return "".join(
        letter if letter.isalnum() or letter in " .-·" else f"\\{ord(letter):06x}"
        for letter in text
    )
