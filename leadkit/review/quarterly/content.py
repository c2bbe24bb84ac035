"""The content of review.json: every number of the page under its section."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.book import Book
from leadkit.review.road.result import records

if TYPE_CHECKING:
    from leadkit.review.quarterly.review import Review


def review_content(review: Review) -> dict[str, Any]:
    """Return a review for a JSON file."""
    gap, policy = review.shortfall, review.policy
    promised = review.promised[review.quarter]
    return {
        **head(review.book, gap.sample.as_of),
        "quarter": review.quarter,
        "before": review.before,
        "against": review.against,
        "provisional": review.provisional,
        "open_quarters": list(review.open_quarters),
        "progress": review.progress,
        "sentences": review.sentences(),
        "summary": _summary(review),
        "shortfall": gap.to_dict(),
        "shortfall_against_plan": review.against_plan and review.against_plan.to_dict(),
        "not_in_the_book": dict(review.missing()),
        "funnel": rows(review.funnel.table),
        "follow_up": rows(
            review.follow_up.assign(
                promised_working_hours=promised.call_hours, promised_by=promised.calls_by or None
            ),
            "quarter",
        ),
        "sources": [
            {
                "source": name,
                "leads": {"before": before, "after": after},
                "won_after": won.to_dict(),
            }
            for name, before, after, _growth, won in review.sources.itertuples()
        ],
        "reasons": {"rejected": _by_quarter(review.rejected), "lost": _by_quarter(review.lost)},
        "road": review.road.to_dict(),
        "witnesses": review.witnesses.to_dict(),
        "by_part": [one.to_dict() for one in review.by_part],
        "by_rep": review.by_rep.to_dict(),
        "tools": review.tools.to_dict(),
        "decisions": [one.to_dict() for one in review.decisions],
        "decision_log": review.decision_log.to_dict(),
        "audit": review.audit and review.audit.to_dict(),
        "policy": policy
        and {
            "version": policy.version,
            "sha256": policy.sha256,
            "line": policy.line,
            "look_again": policy.look_again and policy.look_again.isoformat(),
        },
    }


def head(book: Book, as_of: date | None) -> dict[str, Any]:
    """Say what was read, and by what."""
    from leadkit import __version__

    return {
        "format": 1,
        "as_of": as_of and as_of.isoformat(),
        "data": {"name": book.name, "sha256": book.sha256, "rows": len(book.leads)},
        "currency": book.settings.currency,
        "leadkit": __version__,
        "notes": list(book.notes),
    }


def _summary(review: Review) -> dict[str, Any]:
    gap = review.shortfall
    return {
        quarter: {
            "handed_off": gap.leads[place],
            "won": gap.wins[place],
            "win_rate": won.to_dict() if isinstance(won, Estimate) else {"value": won},
            "revenue": gap.revenue[place],
        }
        for place, (quarter, won) in enumerate(
            zip((review.against, review.quarter), review.won, strict=True)
        )
    }


def _by_quarter(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"reason": row.pop("reason"), "by_quarter": row} for row in rows(table, "reason")]


def rows(table: pd.DataFrame, index: str = "") -> list[dict[str, Any]]:
    """Return the rows for a JSON file: estimates as dicts, None for what is missing."""
    return records(table.rename_axis(index).reset_index() if index else table)
