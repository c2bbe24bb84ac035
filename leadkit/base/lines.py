"""Text that others wrote, shown on a line of a terminal or in a cell."""

from __future__ import annotations


def on_one_line(text: str) -> str:
    r"""Return text without line breaks, signs that steer a terminal, and broken letters.

    Examples
    --------
    >>> on_one_line("Ring\n2. at once")
    'Ring 2. at once'
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())
