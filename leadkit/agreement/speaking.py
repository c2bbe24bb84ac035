"""The kit's own words in every language: what a reader of any of them may have written."""

from __future__ import annotations

from leadkit.base.language import LANGUAGES, _, speaking


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
