"""The outcome of a screening: who passes, who was mended, who is set aside, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, rate, times_as_much
from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.quality import scoring
from leadkit.quality.cells import Cells
from leadkit.quality.findings import Finding
from leadkit.quality.offers import offers
from leadkit.quality.standard import Standard
from leadkit.quality.trends import trends

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.quality.explain import Explanation


@dataclass(frozen=True, kw_only=True, repr=False)
class ScreeningReport:
    """The outcome of screening a book; `rows` = accepted + set aside, always.

    Parameters
    ----------
    book : Book
        What was screened, as it was read.
    cells : Cells
        Its leads as the standard sees them: contacts judged, records of one person found.
    accepted : Book
        The leads that pass, contacts in normal form.
    repaired : DataFrame
        What was mended in accepted leads: row, lead_id, column, old, new, rule, what.
    set_aside : DataFrame
        The other rows by their row in the file, with `reasons`: codes joined by "; ", or why a row
        could not be read.
    scores : DataFrame
        Each readable lead in each dimension, 0 to 1, and its `score`; both may be missing.
    findings : tuple of Finding
        One a rule, in the order of the standard.
    by_source : DataFrame
        The share of readable leads that passes: source, n, accepted, rate, low, high, level.
    unreadable : int
        Rows that could not be read.
    not_compared : int
        Leads in groups too large to look for near duplicates.
    """

    book: Book
    cells: Cells
    accepted: Book
    repaired: pd.DataFrame
    set_aside: pd.DataFrame
    scores: pd.DataFrame
    findings: tuple[Finding, ...]
    by_source: pd.DataFrame
    unreadable: int
    not_compared: int

    @property
    def standard(self) -> Standard:
        """What was applied."""
        return self.cells.standard

    @property
    def fits_region(self) -> bool:
        """Whether most numbers are valid in the standard's country; else none is rewritten."""
        return self.cells.fits_region

    @property
    def rows(self) -> int:
        """Every row of the leads table, read or not."""
        return len(self.accepted.leads) + len(self.set_aside)

    @property
    def passed(self) -> Estimate:
        """The share of rows that pass, with Wilson's interval."""
        return rate(len(self.accepted.leads), self.rows)

    @property
    def n_repaired(self) -> int:
        """How many accepted leads had something mended."""
        return int(self.repaired["row"].nunique())

    @cached_property
    def offered(self) -> pd.DataFrame:
        """What contacts may have meant, not applied: row, lead_id, column, written, suggestion."""
        return offers(self.cells)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """The records of each person with several: cluster, row, lead_id, survivor, why."""
        return self.cells.duplicates.clusters

    @cached_property
    def first_pass(self) -> Estimate:
        """The share of rows that need no repair and fail neither a gate nor a score rule."""
        clean = self.accepted.leads.index
        clean = clean.difference(pd.Index(self.repaired["row"]))
        for found in self.findings:
            if found.failing is not None and found.rule.counts:
                clean = clean.difference(found.failing.index[found.failing])
        return rate(len(clean), self.rows)

    @cached_property
    def dimensions(self) -> pd.DataFrame:
        """One row a dimension: weight, mean, n judged, faultless, rate, low, high, level."""
        return scoring.dimensions(self.scores, self.standard)

    @cached_property
    def trend(self) -> pd.DataFrame:
        """Each rule by month and by source: code, by, group, n, failing, rate, low, high, few."""
        return trends(self.book, self.findings)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """One row a reason for setting aside, the most frequent first.

        `n` leads have it, `alone` only it; `together` have it or one that stands above.
        """
        given = self.set_aside["reasons"].reset_index(drop=True).str.split("; ").explode()
        n = given.value_counts()
        ranked = sorted(n.index, key=lambda code: (-n[code], code))
        places = given.map({code: place for place, code in enumerate(ranked)})
        first = places.groupby(level=0, sort=False).min().value_counts()
        alone = self.set_aside["reasons"].value_counts()
        counted = {
            "n": n.reindex(ranked),
            "alone": alone.reindex(ranked, fill_value=0),
            "together": first.reindex(range(len(ranked)), fill_value=0).cumsum().to_numpy(),
        }
        return pd.DataFrame(counted, index=pd.Index(ranked, name="reason")).astype(int)

    @property
    def below_score(self) -> Estimate:
        """The share of scored leads whose score is below the least that passes."""
        low = scoring.too_low(self.scores, self.standard)
        return rate(int(low.sum()), int(self.scores["score"].notna().sum()))

    @property
    def ranked(self) -> list[Finding]:
        """The checked rules, those that cost most first, else those that most leads fail."""
        checked = [finding for finding in self.findings if finding.checked]
        return sorted(checked, key=lambda f: -(f.cost.value if f.cost else f.n))

    @property
    def table(self) -> pd.DataFrame:
        """One row a rule: what it says, who repairs it, how many fail it and at what cost."""
        return pd.DataFrame([finding.to_row() for finding in self.findings])

    @property
    def more_data(self) -> str:
        """What more leads would buy, where some rule is failed by too few for a rate."""
        few = [f for f in self.findings if f.checked and 0 < f.n < MINIMUM_N]
        if not few:
            return ""
        rows = self.rows * max(times_as_much(found.n) for found in few)
        return _(
            "Fewer than {least} leads fail {codes}: what such leads cost is only counted; about "
            "{rows} rows like these would give every rule its rate and cost."
        ).format(
            least=MINIMUM_N, codes=", ".join(f.rule.code for f in few), rows=number(round(rows, -2))
        )

    def explain(self, code: str) -> Explanation:
        """Say what a rule does and what it caught here, with examples, contact data masked.

        Raises
        ------
        BadInput
            If the standard has no such rule.
        """
        from leadkit.quality.explain import explain

        return explain(self, code)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the rules by the leads that fail them, with intervals."""
        from leadkit.quality.picture import draw_rules

        return draw_rules(self, ax)

    def pareto(self, ax: Axes | None = None) -> Axes:
        """Draw the reasons for setting aside, the most frequent first, adding up to all of them."""
        from leadkit.quality.picture import draw_reasons

        return draw_reasons(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of screening.json."""
        return {
            "format": 1,
            "standard": {"version": self.standard.version, "sha256": self.standard.sha256},
            "data": {"name": self.accepted.name, "sha256": self.accepted.sha256},
            "rows": self.rows,
            "accepted": len(self.accepted.leads),
            "repaired": self.n_repaired,
            "set_aside": len(self.set_aside),
            "unreadable": self.unreadable,
            "not_compared": self.not_compared,
            "fits_region": self.fits_region,
            "passed": self.passed.to_dict(),
            "first_pass": self.first_pass.to_dict(),
            "score": self._score(),
            "dimensions": {
                row["dimension"]: {
                    **scoring.faultless(self.scores[row["dimension"]]).to_dict(),
                    "mean": row["mean"] if row["n"] else None,
                    "weight": row["weight"],
                }
                for row in self.dimensions.to_dict("records")
            },
            "reasons": self.reasons.to_dict("index"),
            "not_checked": {f.rule.code: f.missing for f in self.findings if not f.checked},
            "rules": {f.rule.code: f.to_dict() for f in self.findings},
            "trend": [
                {name: row[name] for name in ("code", "by", "group")}
                | rate(row["failing"], row["n"]).to_dict()
                for row in self.trend.to_dict("records")
            ],
        }

    def _score(self) -> dict[str, Any] | None:
        score, known = self.standard.score, self.scores["score"].dropna()
        if score is None:
            return None
        return {
            "at_least": score.at_least,
            "weights": dict(score.weights),
            "below": self.below_score.to_dict(),
            "median": float(known.median()) if len(known) else None,
        }

    def __repr__(self) -> str:
        return _("{accepted} leads accepted + {aside} set aside = {rows} rows").format(
            accepted=number(len(self.accepted.leads)),
            aside=number(len(self.set_aside)),
            rows=number(self.rows),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.quality.tables import rule_rows

        repaired = _("{n} telephone numbers were repaired").format(n=number(self.n_repaired))
        return inline_rows(rule_rows(self), caption=repr(self), note=repaired)
