"""Changes to the standard that would have paid, as a draft for both teams; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import MINIMUM_N
from leadkit.book import Book, Known
from leadkit.journey import extract_date
from leadkit.quality.findings import RuleValue
from leadkit.quality.proposals import Change, Suggestions
from leadkit.quality.redraft import redrafted, text_of
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import Rule
from leadkit.quality.screening import screen
from leadkit.quality.standard import Standard
from leadkit.quality.worth import Handoffs, gates, last_quarters, masks_of, set_aside

NOT_ABOUT_MONEY = ("consent", "do_not_call")
CAN_BE_REQUIRED = (Known.CREATION, Known.HANDOFF, Known.CONTACT)


def suggest_rules(book: Book, standard: Standard, value: float, cost: float) -> Suggestions:
    """Propose changes to the standard that would have paid: rules to let set aside or no longer.

    A change is proposed where what it is worth excludes zero in the last but one quarter that is
    over, and is shown on the last. Gates that block more than they save come first; then, one by
    one, the rule or the column to require that adds most to what stands (greedy set cover). Rules
    of consent and do-not-call stay whatever they cost.

    Parameters
    ----------
    book : Book
        A lead book with handed-off leads whose outcome is known.
    standard : Standard
        The standard in force.
    value, cost : float
        Contribution margin of one won lead and cost of working one handed-off lead.

    Returns
    -------
    Suggestions

    Raises
    ------
    BadInput
        If value or cost is not above zero.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> suggest_rules(book, lk.Standard.default(), value=12e6, cost=4e5).changes
    ()
    """
    return suggestions(screen(book, standard), value, cost)


def suggestions(
    report: ScreeningReport, value: float, cost: float, *, text: str = ""
) -> Suggestions:
    """Propose changes for a book that is screened already; `text` is the standard's TOML."""
    Economics(value=value, cost=cost)
    terms = {"value": value, "cost": cost, "currency": report.book.settings.currency}
    learned, shown = last_quarters(report.book)
    search = _Search(report, learned, shown, terms)
    changes: tuple[Change, ...] = ()
    together = None
    if not learned.few:
        relaxed = search.relaxed()
        added, together = search.added({change.name for change in relaxed})
        changes = (*relaxed, *added)
    text = text or text_of(report.standard)
    suggested = text
    if changes:
        now = extract_date(report.book)
        day = report.standard.valid_from if now is None else now.date()
        suggested = redrafted(text, [(each.name, each.to, each.sentence) for each in changes], day)
    return Suggestions(
        changes=changes,
        learned=learned,
        shown=shown,
        together=together,
        average_pays=learned.few or float(learned.won.mean()) * value >= cost,
        currency=report.book.settings.currency,
        text=text,
        suggested=suggested,
    )


@dataclass(frozen=True)
class _Search:
    """A screened book, and the quarters on which changes to its standard are weighed."""

    report: ScreeningReport
    learned: Handoffs
    shown: Handoffs | None
    terms: Mapping[str, Any]

    def relaxed(self) -> list[Change]:
        """Return gates that cost more than they save, the dearest first."""
        masks, kept = masks_of(self.report), gates(self.report)
        found: list[Change] = []
        while True:
            worst: Change | None = None
            for rule in self._may_be_relaxed(kept):
                alone = masks[rule.code] & ~set_aside(masks, kept - {rule.code})
                weighed = self.learned.weigh(alone, self.terms)
                if weighed.flagged >= MINIMUM_N and weighed.net.high < 0:
                    change = self._change(rule.code, "info", alone)
                    if worst is None or weighed.net.value < worst.learned.net.value:
                        worst = change
            if worst is None:
                return found
            found.append(worst)
            kept -= {worst.name}

    def added(self, relaxed: set[str]) -> tuple[list[Change], RuleValue | None]:
        """Return rules and columns that add most to what stands, and their worth together."""
        masks, kept = masks_of(self.report), gates(self.report) - relaxed
        candidates = {
            (rule.code, "gate"): masks[rule.code]
            for rule in self.report.standard.rules
            if rule.severity != "gate" and rule.code in masks
        }
        candidates |= {(name, "required"): blank for name, blank in self._blanks().items()}
        before = covered = set_aside(masks, kept)
        found: list[Change] = []
        while candidates:
            gains = {
                key: self.learned.weigh(flags & ~covered, self.terms)
                for key, flags in candidates.items()
            }
            sure = [
                key for key, gain in gains.items() if gain.flagged >= MINIMUM_N and gain.net.low > 0
            ]
            if not sure:
                break
            best = max(sure, key=lambda key: gains[key].net.value)
            flags = candidates.pop(best)
            found.append(self._change(*best, flags & ~covered))
            covered = covered | flags
        together = self.learned.weigh(covered & ~before, self.terms) if found else None
        return found, together

    def _change(self, name: str, to: str, flags: pd.Series[bool]) -> Change:
        return Change(
            name=name,
            to=to,
            learned=self.learned.weigh(flags, self.terms),
            shown=self.shown.weigh(flags, self.terms) if self.shown else None,
        )

    def _may_be_relaxed(self, kept: set[str]) -> list[Rule]:
        """Return gates that money may speak against and that no dimension's weight rests on."""
        standard = self.report.standard
        weights = standard.score.weights if standard.score else {}
        checked = masks_of(self.report)
        return [
            rule
            for rule in standard.rules
            if rule.code in kept & {*checked}
            and rule.kind not in NOT_ABOUT_MONEY
            and (
                not weights.get(rule.dimension)
                or any(
                    other.counts and other.dimension == rule.dimension and other is not rule
                    for other in standard.rules
                    if other.severity != "gate" or other.code in kept
                )
            )
        ]

    def _blanks(self) -> dict[str, pd.Series[bool]]:
        """Return, for each column that could be required and is not, which leads leave it blank."""
        cells, standard, known = self.report.cells, self.report.standard, self.report.book.known
        if not any(rule.kind == "required" and rule.severity == "gate" for rule in standard.rules):
            return {}
        blanks = {
            name: cells.filled(name).isna()
            for name in map(str, cells.leads)
            if known.get(name) in CAN_BE_REQUIRED
            and name not in standard.required
            and not name.endswith("_at")
        }
        return {name: blank for name, blank in blanks.items() if blank.any() and not blank.all()}
