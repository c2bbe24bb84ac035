"""Saying something in another language than the reader's, for a page that shows two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from leadkit.base.language import LANGUAGES, _, current, use


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside the block, and the reader's again after it."""
    before = current()
    use(language)
    try:
        yield
    finally:
        use(before)


def in_every_language(text: str) -> set[str]:
    """Return the kit's own words for a text, in each language.

    Examples
    --------
    >>> sorted(in_every_language("Reasons"))
    ['Lý do', 'Reasons']
    """
    said = set()
    for language in LANGUAGES:
        with speaking(language):
            said.add(_(text))
    return said
