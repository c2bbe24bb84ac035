"""The leads of a digest: those to act on by rep, and the dossiers of those handed off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.book import Book
from leadkit.dialogue import Span, known_by
from leadkit.review.digest.exceptions import Notice

if TYPE_CHECKING:
    from leadkit.review.promised import Promised

CONTACTS = ("full_name", "phone", "email")


def leads_named(book: Book, notices: list[Notice], *, with_contacts: bool) -> pd.DataFrame:
    """Return the leads of the exceptions with the rep each belongs to, in their order."""
    rows = [(notice.what, lead) for notice in notices for lead in notice.leads]
    table = pd.DataFrame(rows, columns=["what", "lead_id"])
    own = book.leads.drop_duplicates("lead_id").set_index("lead_id")
    wanted = ["owner", *(CONTACTS if with_contacts else ())]
    known = own.reindex(columns=wanted).reindex(table["lead_id"]).rename(columns={"owner": "rep"})
    return pd.concat([table, known.reset_index(drop=True)], axis=1)


def dossiers(book: Book, handed: pd.DataFrame, promised: Promised, span: Span) -> pd.DataFrame:
    """Return what sales should know of each lead, no contact data: what lacks something first."""
    leads = book.leads.loc[handed.index]
    blank = leads[list(promised.dossier)].isna()
    missing = [", ".join(blank.columns[row]) for row in blank.to_numpy()]
    scores = known_by(book, "scores", span.end).sort_values("at", kind="stable")
    last = scores.drop_duplicates("lead_id", keep="last").set_index("lead_id")
    last = last.reindex(handed["lead_id"])
    table = pd.DataFrame(
        {
            "lead_id": handed["lead_id"].to_numpy(),
            "source": handed["source"].to_numpy(),
            "segment": handed["segment"].to_numpy(),
            "probability": last["probability"].astype(float).to_numpy(),
            "tier": last["tier"].to_numpy(),
            "missing": missing,
        }
    )
    table["whole"] = table["missing"] == ""
    order = ["whole", "probability", "lead_id"]
    table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return table.drop(columns="whole")
