"""Leads settled before their cells get types: decisions dated, hopes left out, each one named."""

from __future__ import annotations

import hashlib

import pandas as pd

from leadkit.base.language import _, listed, ngettext, number

IDENTITY = ("created_at", "full_name", "email", "phone", "company", "source")
DIGITS = 12


def decided(leads: pd.DataFrame) -> pd.DataFrame:
    """Give the time of a decision to what was decided."""
    if "outcome" not in leads:
        leads = leads.assign(outcome="open")
    leads["outcome"] = leads["outcome"].fillna("open")
    if "decision" not in leads:
        return leads
    for meant, name in (("accepted", "accepted_at"), ("rejected", "rejected_at")):
        decided = leads["decided_at"].where(leads["decision"] == meant)
        leads[name] = decided.fillna(leads[name]) if name in leads else decided
    return leads.drop(columns=["decision", "decided_at"])


def leave_facts(leads: pd.DataFrame) -> list[str]:
    """Blank what is only hoped for: the closing of an open lead, the value of one not won."""
    notes = []
    is_won, is_closed = leads["outcome"] == "won", leads["outcome"] != "open"
    for name, is_fact in (("closed_at", is_closed), ("deal_value", is_won)):
        if name in leads:
            hopes = leads[name].notna() & ~is_fact
            leads[name] = leads[name].mask(hopes)
            notes += [_hoped(name, int(hopes.sum()))] if hopes.any() else []
    reasons = [name for name in ("lost_reason", "rejection_reason") if name in leads]
    given = leads[reasons].notna().any(axis="columns") & (leads["outcome"] != "lost")
    if given.any():
        notes.append(
            ngettext(
                "{n} lead carries a reason though it is not lost; the reason was kept",
                "{n} leads carry a reason though they are not lost; the reason was kept",
                int(given.sum()),
            ).format(n=number(given.sum()))
        )
    return notes


def _hoped(name: str, n: int) -> str:
    if name == "closed_at":
        said = ngettext(
            "{n} closing date of an open lead is a hope and was left out",
            "{n} closing dates of open leads are hopes and were left out",
            n,
        )
    else:
        said = ngettext(
            "{n} amount of a lead that is not won is a hope and was left out",
            "{n} amounts of leads that are not won are hopes and were left out",
            n,
        )
    return said.format(n=number(n))


def identified(leads: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Give leads without a number one that the same lead has in the next export too."""
    if "lead_id" in leads:
        return leads, []
    told = [name for name in IDENTITY if name in leads]
    if not told:
        said = _("leads are named by their row: a second export cannot be laid beside this one")
        return leads.assign(lead_id=leads.index.astype("str")), [said]
    text = leads[told].fillna("").agg("\x1f".join, axis="columns")
    ids = text.map(lambda cells: "L" + hashlib.sha256(cells.encode()).hexdigest()[:DIGITS])
    again = ids.groupby(ids).cumcount()
    ids = ids.where(again == 0, ids + "-" + (again + 1).astype("str"))
    said = _(
        "no column names a lead: ids are made of {columns}; a lead whose cells there are "
        "corrected in the CRM counts as a new one"
    ).format(columns=listed(told))
    return leads.assign(lead_id=ids), [said]
