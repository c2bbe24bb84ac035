"""The tools of a quarter judged: what to keep, what to look at, what to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, capital, listed
from leadkit.base.page import Section, Table, inline_rows
from leadkit.book import Book
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.hindsight import judge_line
from leadkit.review.tools.line import LineJudged
from leadkit.review.tools.model import ModelJudged, judge_model
from leadkit.review.tools.preview import ScorecardJudged, judge_scorecard
from leadkit.review.tools.promises import PromisesJudged, judge_promises
from leadkit.review.tools.standard import StandardJudged, judge_standard
from leadkit.review.tools.talk import TalkJudged, judge_talk
from leadkit.review.tools.tool import Tool

T = TypeVar("T", bound=Tool)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Tools:
    """Six tools of the handoff, each with its verdict and evidence, or what is missing.

    Attributes
    ----------
    standard, model, line, promises, talk, scorecard : Tool
        The written standard, the model in use, the line in force looked back on, what both sides
        promised, what each told the other, and what the shared scorecard would pay.
    """

    standard: StandardJudged
    model: ModelJudged
    line: LineJudged
    promises: PromisesJudged
    talk: TalkJudged
    scorecard: ScorecardJudged

    @property
    def every(self) -> tuple[Tool, ...]:
        """The tools in the order of the page."""
        return (
            self.standard, self.model, self.line, self.promises, self.talk, self.scorecard
        )  # fmt: skip

    @property
    def table(self) -> pd.DataFrame:
        """One row a tool: tool, verdict ("keep", "look", "change" or blank), missing."""
        rows = [(one.name, one.verdict, one.refusal) for one in self.every]
        return pd.DataFrame(rows, columns=["tool", "verdict", "missing"])

    @property
    def refusal(self) -> str:
        """Why no tool could be judged; blank where one could."""
        if any(not one.refusal for one in self.every):
            return ""
        return " ".join(one.refusal for one in self.every)

    def of(self, verdict: str) -> list[Tool]:
        """Return the tools with a verdict; a blank one returns those that cannot be judged."""
        return [one for one in self.every if one.verdict == verdict]

    def sentence(self) -> str:
        """Say which tools to change, to look at and to keep."""
        texts = {
            "change": _("change: {tools}"),
            "look": _("look at: {tools}"),
            "keep": _("keep: {tools}"),
            "": _("not to be judged yet: {tools}"),
        }
        said = [
            text.format(tools=listed([_lower(one.heading) for one in self.of(verdict)]))
            for verdict, text in texts.items()
            if self.of(verdict)
        ]
        return capital("; ".join(said) + ".")

    def rows(self) -> pd.DataFrame:
        """Return the verdicts as the page prints them."""
        return pd.DataFrame(
            {
                _("tool"): one.heading,
                _("verdict"): one.verdict_words(),
                _("why, and what to do"): one.refusal or one.advice(),
            }
            for one in self.every
        )

    def section(self) -> Section:
        """Return the verdicts of the tools that can be judged as one part of the review page."""
        rows = self.rows()[[not one.refusal for one in self.every]]
        finding = _("What to keep, look at and change")
        return Section(
            heading=_("The tools judged"),
            text=[self.sentence()],
            tables=[Table(finding=finding, rows=rows)] if len(rows) else [],
        )

    def sections(self) -> list[Section]:
        """Return the verdicts, then the evidence of every tool that could be judged."""
        return [self.section(), *(one.section() for one in self.every if not one.refusal)]

    def missing(self) -> list[tuple[str, str]]:
        """Return the tools that cannot be judged, and what each lacks."""
        return [(one.heading, one.refusal) for one in self.every if one.refusal]

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        return {
            "sentence": self.sentence(),
            **{one.name: one.to_dict() for one in self.every},
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        return inline_rows(self.rows(), caption=self.sentence())


def tools(book: Book, quarter: str, before: str, as_of: str | pd.Timestamp | None = None) -> Tools:
    """Judge the tools of the handoff by a quarter that is over.

    Parameters
    ----------
    book : Book
        Its folder holds standard, models, policies and agreements; each that is missing is named.
    quarter, before : str
        The judged quarter and the one it stands beside, as "2026Q2".
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Tools
        The model is judged on leads that it did not learn from, by the refit rule
        (`leadkit.model.refresh`); the line in hindsight by the profit of its own leads
        (`leadkit.handoff.handoff_curve`). Nothing raises: what cannot be judged says why.

    Examples
    --------
    >>> import leadkit as lk
    >>> found = tools(lk.read_book(lk.sample("small")), "2026Q2", "2026Q1")
    >>> found.table["tool"].tolist()
    ['standard', 'model', 'line', 'promises', 'talk', 'scorecard']
    >>> found.line.refusal
    'There is no policy.toml; leadkit thresholds finds a line and writes it.'
    """
    basis = Basis(book, quarter, before, as_of)
    return Tools(
        standard=_judged(judge_standard, StandardJudged, basis),
        model=_judged(judge_model, ModelJudged, basis),
        line=_judged(judge_line, LineJudged, basis),
        promises=_judged(judge_promises, PromisesJudged, basis),
        talk=_judged(judge_talk, TalkJudged, basis),
        scorecard=_judged(judge_scorecard, ScorecardJudged, basis),
    )


def _judged(judge: Callable[[Basis], T], kind: Callable[..., T], basis: Basis) -> T:
    """Judge one tool; what a file or the data do not allow becomes its refusal."""
    try:
        return judge(basis)
    except (BadInput, TooLittleData) as error:
        return kind(refusal=capital(f"{error.problem}. {error.fix}".strip()))


def _lower(heading: str) -> str:
    return heading[:1].lower() + heading[1:]
