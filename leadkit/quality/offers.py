"""What a contact may have meant: offered to a person who can ask, never applied."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _
from leadkit.quality.cells import Cells
from leadkit.quality.contacts import Contacts
from leadkit.quality.repairs import is_normalised

COLUMNS = ["row", "lead_id", "column", "written", "suggestion", "why"]


def offers(cells: Cells) -> pd.DataFrame:
    """Return one row a contact that may have meant another, or of which a cell holds two.

    Columns: row, lead_id, column, written, suggestion, why.
    """
    parts = [
        _offered(name, contact, cells)
        for name, contact in {"email": cells.email, "phone": cells.phone}.items()
        if name in cells.leads and is_normalised(name, cells)
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _offered(column: str, contact: Contacts, cells: Cells) -> pd.DataFrame:
    rows = contact.suggestion.notna()
    leads = cells.leads[rows]
    return pd.DataFrame(
        {
            "row": leads.index,
            "lead_id": leads["lead_id"].to_numpy() if "lead_id" in leads else None,
            "column": column,
            "written": leads[column].astype("str").to_numpy(),
            "suggestion": contact.suggestion[rows].to_numpy(),
            "why": contact.flag[rows].map(_, na_action="ignore").to_numpy(),
        },
        columns=COLUMNS,
    )
