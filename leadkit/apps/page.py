"""The page of an app: its notebook, what its template says, and what a stranger is told."""

from __future__ import annotations

from typing import Any

from leadkit.base.language import _, current
from leadkit.base.page import Page, Section, packaged

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
MARKET = """\
import leadkit as lk
from leadkit.apps.market import market_lab

lk.setup({lang!r})
market_lab()
"""


def notebook(code: str, around: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook of one cell that makes the page; a reader never sees its code.

    Parameters
    ----------
    code : str
        The cell.
    around : dict
        What the template shows around it; see `resources`.

    Examples
    --------
    >>> notebook("1 + 1", {})["cells"][0]["source"]
    '1 + 1'
    """
    cell = {"id": "app", "cell_type": "code", "source": code, "metadata": {}}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": KERNEL, "leadkit": around},
        "cells": [cell | {"outputs": [], "execution_count": None}],
    }


def resources(title: str, about: str) -> dict[str, Any]:
    """Return what the template shows around the app, in the language now spoken.

    Parameters
    ----------
    title, about : str
        The heading of the page, and the line under it.
    """
    style = [
        packaged(room, name)
        for room, name in (("leadkit.base", "page.css"), ("leadkit.apps", "app.css"))
    ]
    return {
        "lang": current(),
        "title": title,
        "about": about,
        "style": "\n".join(style),
        "skip": _("Skip to the answer"),
        "loading": _("One moment: the page is being prepared."),
        "no_script": _("This page needs JavaScript, which is turned off in your browser."),
        "failed": _("This page cannot be shown:"),
        "lost": {
            "dead": _(
                "This page has lost its engine, and its figures no longer move. Load the page "
                "again. What it did not say was written is not saved."
            ),
            "away": _(
                "This page has lost its connection, and its figures no longer move. If this line "
                "stays, whoever started the page has to start it again. What it did not say was "
                "written is not saved."
            ),
        },
    }


def refusal() -> str:
    """Return the page for somebody who comes without the key, which shows nothing of the data."""
    return told(
        _("This page opens with its key only"),
        _("Where the key is"),
        _("It is part of the address that leadkit wrote in its terminal."),
        _(
            "Copy the whole address from there, from http to its last letter, or ask whoever "
            "started the page for it."
        ),
    )


def told(title: str, heading: str, *text: str) -> str:
    """Return a still page that says one thing."""
    section = Section(heading=heading, text=text)
    return Page(kind="leadkit", title=title, sections=[section]).html()
