"""What was mended in accepted leads: the cell as it was, as it is now, and by which rule."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _
from leadkit.quality.cells import Cells
from leadkit.quality.contacts import Contacts

COLUMNS = ["row", "lead_id", "column", "old", "new", "rule", "what"]


def repairs(cells: Cells, passes: pd.Series[bool]) -> pd.DataFrame:
    """Return one row a cell that was wrong and could be mended.

    Another spelling of the same number (0912 345 678 for +84912345678) is no repair.
    """
    contacts = {"email": cells.email, "phone": cells.phone}
    parts = [
        _mended(name, contact, cells, passes)
        for name, contact in contacts.items()
        if name in cells.leads and is_normalised(name, cells)
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def is_normalised(column: str, cells: Cells) -> bool:
    """Return whether a column of contacts is brought into normal form in accepted leads."""
    return column == "email" or (column == "phone" and cells.fits_region)


def _mended(column: str, contact: Contacts, cells: Cells, passes: pd.Series[bool]) -> pd.DataFrame:
    rows = contact.repaired & contact.valid & passes
    leads = cells.leads[rows]
    rules = [rule.code for rule in cells.standard.rules if rule.kind == column]
    table = pd.DataFrame(
        {
            "row": leads.index,
            "lead_id": leads["lead_id"].to_numpy() if "lead_id" in leads else None,
            "column": column,
            "old": leads[column].astype("str").to_numpy(),
            "new": contact.normalised[rows].to_numpy(),
            "rule": rules[0] if rules else "",
            "what": contact.flag[rows].map(_, na_action="ignore").to_numpy(),
        },
        columns=COLUMNS,
    )
    return table.sort_values("row", ignore_index=True)
