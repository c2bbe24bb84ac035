"""What an audit finds against a column: a verdict, the evidence in words, what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadkit.base.language import N_, capital

SAFE, DOUBTFUL, LEAKS = N_("safe"), N_("doubtful"), N_("leaks")
AFTER, IDENTIFIER = N_("after handoff"), N_("identifier")
DECLARED, ASSUMED = N_("declared"), N_("assumed")
WORST_FIRST = (AFTER, LEAKS, IDENTIFIER, DOUBTFUL, SAFE)


@dataclass(frozen=True)
class Finding:
    """One piece of evidence on a column.

    Parameters
    ----------
    verdict : str
        What the evidence alone amounts to; `safe` for what is worth saying and no more.
    text : str
        The evidence, in numbers and words.
    ask : str
        What to ask the owner of the CRM.
    """

    verdict: str
    text: str
    ask: str = ""


def worst(findings: list[Finding]) -> str:
    """Return the gravest verdict among findings.

    Examples
    --------
    >>> worst([Finding(SAFE, "drifts"), Finding(DOUBTFUL, "its name")])
    'doubtful'
    >>> worst([])
    'safe'
    """
    return min((one.verdict for one in findings), key=WORST_FIRST.index, default=SAFE)


def sentences(texts: Iterable[str]) -> str:
    """Write pieces of evidence as sentences.

    Examples
    --------
    >>> sentences(["nothing found against it", "how was it sorted?"])
    'Nothing found against it. How was it sorted?'
    """
    said = (capital(text).rstrip(".") for text in texts)
    return " ".join(text if text.endswith("?") else f"{text}." for text in said)
