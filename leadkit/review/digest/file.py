"""The content of digest.json: no contact data, no number of fewer than 20 cases as a share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate

if TYPE_CHECKING:
    from leadkit.review.digest.digest import Digest


def content(digest: Digest) -> dict[str, Any]:
    """Return what a machine reads of a digest."""
    heard, coming = digest.heard, digest.coming
    return {
        "format": 1,
        "to": digest.to,
        "from": digest.sender,
        "period": digest.span.period,
        "first": digest.span.first.isoformat(),
        "ending": digest.span.ending.isoformat(),
        "data": {"name": digest.book.name, "sha256": digest.book.sha256},
        "empty": digest.is_empty,
        "notes": list(digest.book.notes),
        "exceptions": [_fields(notice) for notice in digest.exceptions],
        "loop": [_fields(asked) for asked in digest.loop],
        "punctuality": {
            one.sender: {**one._asdict(), "never": one.never} for one in digest.punctual
        },
        "accepted": heard.accepted.to_dict(),
        "called_in_time": {"hours": digest.call_hours, **digest.called.to_dict()},
        "reasons": _rows(heard.table),
        "sources": _rows(heard.sources.join(coming.table, how="outer").fillna(0)),
        "grades": heard.grades,
        "needs": _rows(heard.needs),
        "product_rating": heard.rating.to_dict(),
        "feedback_given": heard.told.to_dict(),
        "meets_standard": coming.meets_standard and coming.meets_standard.to_dict(),
        "above_line": coming.above.to_dict(),
        "waiting": coming.waiting,
        "tiers": coming.tiers,
        "campaigns": {str(name): int(n) for name, n in coming.campaigns.items()},
        "expected_arrivals": coming.arriving.to_dict(),
        "expected_handoffs": coming.expected.to_dict(),
        "expected_wins": coming.wins.to_dict(),
        "forecast_held": coming.checked._asdict(),
        "signals": _rows(digest.told.table, plain=True),
        "asked": _rows(digest.told.asked, plain=True),
        "coverage": digest.gaps and digest.gaps.to_dict(),
        "dossiers": {
            "n": len(digest.dossiers),
            "complete": int((digest.dossiers["missing"] == "").sum()),
        },
    }


def _fields(row: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row._asdict().items()
    }


def _rows(table: pd.DataFrame, *, plain: bool = False) -> list[dict[str, Any]]:
    rows = table if plain else table.reset_index()
    return [
        {str(name): _cell(cell) for name, cell in row.items()} for row in rows.to_dict("records")
    ]


def _cell(cell: Any) -> Any:
    if isinstance(cell, Estimate):
        return cell.to_dict()
    if pd.isna(cell):
        return None
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
