"""The recipes of the bundled books: which market they are, at any quarter's end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from leadkit.book import Book
from leadkit.market.simulate import simulate
from leadkit.market.truth import Truth

SAMPLE: dict[str, Any] = {"scenario": "mixed", "n_leads": 12_000, "seed": 10}
SMALL: dict[str, Any] = {"scenario": "mixed", "n_leads": 600, "seed": 18}
RECIPES = {"book": SAMPLE, "small": SMALL}
SMALL_NAME = "Cửa hàng phần mềm Lá Non"


def sample_market(name: str, *, quarters: int = 8) -> tuple[Book, Truth]:
    """Return the market behind a bundled book, "book" or "small", as of the end of a quarter."""
    book, truth = simulate(**RECIPES[name], quarters=quarters)
    if name == "small":
        named = book.settings.model_copy(update={"name": SMALL_NAME})
        book = replace(book, settings=named)
    return book, truth
