"""Which analyses an export opens, and which column would open the next."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _, listed
from leadkit.book import Book
from leadkit.crm.mapping import NAME_PARTS, ImportMap


def would_be(map: ImportMap) -> Book:
    """Return a book of one lead that has every column a map fills, to ask what it opens."""
    files = [file for file in map.files if file.holds in ("leads", "details")]
    names = {name for file in files for name in file.targets} | {"lead_id"}
    names |= {"full_name"} if names & set(NAME_PARTS) else set()
    names |= {"accepted_at", "rejected_at"} if "decided_at" in names else set()
    tables = {"leads": pd.DataFrame({name: ["?"] for name in sorted(names)})}
    for holds, table in (("activities", "events"), ("plan", "plan")):
        if any(file.holds == holds for file in map.files):
            tables[table] = pd.DataFrame()
    return Book(tables=tables)


def opening(described: pd.DataFrame) -> list[str]:
    """Say in sentences what `Book.describe` says: what is possible, and what would come next.

    Examples
    --------
    >>> rows = [("screening", True, ""), ("threshold", False, "handed_off_at")]
    >>> opening(pd.DataFrame(rows, columns=["analysis", "open", "missing"]))
    ['Possible: screening.', 'The next: threshold, once there is handed_off_at.']
    """
    possible = described.loc[described["open"], "analysis"].tolist()
    lines = [_("Possible: {analyses}.").format(analyses=listed(possible) or _("nothing yet"))]
    closed = described[~described["open"]]
    if len(closed):
        nearest = closed.iloc[int(closed["missing"].str.count(",").argmin())]
        lines.append(
            _("The next: {analysis}, once there is {missing}.").format(
                analysis=nearest["analysis"], missing=listed(nearest["missing"].split(", "))
            )
        )
    return lines
