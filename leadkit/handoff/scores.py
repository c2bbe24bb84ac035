"""Scoring under a policy: new leads, or those of a book that wait for a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.files import write_table
from leadkit.base.language import _, number
from leadkit.book import Book, as_text
from leadkit.crm import SCORED, ImportMap, to_crm
from leadkit.handoff.deciding import (
    common_line_note,
    decide_on,
    drawn,
    not_drawn_note,
    refuse_no_quota,
    refuse_other_model,
    unplaced_in,
)
from leadkit.handoff.policy import Policy
from leadkit.handoff.score_log import ids_of, log, not_kept, refuse_repeated, refuse_strangers
from leadkit.handoff.unseen.quota import Lot
from leadkit.handoff.writing import aside, write_blocks
from leadkit.quality import marked

if TYPE_CHECKING:
    from leadkit.model import SavedModel, ScoredBlock
    from leadkit.model.unfamiliar import Unfamiliar

NUMBERS = ("probability", "log_odds", "propensity")
PASSES = "none"


@dataclass(frozen=True, kw_only=True, repr=False)
class Scored:
    """What a run of scoring did.

    Attributes
    ----------
    counts : dict of str to int
        scored, repair (fail the book's standard), set_aside (unreadable rows), and of a book
        handed_off and closed (leads that no longer wait).
    tiers : dict of str to int
        Leads by tier, the best first; empty without a policy.
    model, policy, agreement : str
        Name or version with a short fingerprint; empty where there is no policy, no agreement.
    logged : int
        Rows added to the book's scores.
    notes : tuple of str
        What was read differently from how it was written, and what the model never met.
    unfamiliar : Unfamiliar or None
        What the leads hold that the model never met, by column.
    lot : Lot or None
        How many were handed off or held back by lot; None where the quota was not drawn.
    """

    counts: dict[str, int]
    tiers: dict[str, int]
    model: str
    policy: str
    logged: int
    notes: tuple[str, ...] = ()
    agreement: str = ""
    unfamiliar: Unfamiliar | None = None
    lot: Lot | None = None

    @property
    def table(self) -> pd.DataFrame:
        """One row a tier: tier, leads."""
        return pd.DataFrame(self.tiers.items(), columns=["tier", "leads"])

    def to_dict(self) -> dict[str, Any]:
        """Return the run for machines."""
        return {
            "format": 1,
            "n": self.counts,
            "tiers": self.tiers,
            "model": self.model,
            "policy": self.policy or None,
            "agreement": self.agreement or None,
            "logged": self.logged,
            **({} if self.lot is None else {"lot": self.lot.to_dict()}),
            "notes": list(self.notes),
            "unfamiliar": [] if self.unfamiliar is None else self.unfamiliar.to_dict(),
        }

    def __repr__(self) -> str:
        return _("{n} leads scored by {model}").format(
            n=number(self.counts["scored"]), model=self.model
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(
            caption=repr(self),
            columns=[_("tier"), _("leads")],
            rows=[(tier, number(n)) for tier, n in self.tiers.items()],
            note="",
        )


def waiting(book: Book, model: SavedModel) -> tuple[ScoredBlock, dict[str, int]]:
    """Score the leads of a book that were never handed off and are still open.

    Parameters
    ----------
    book : Book
        Leads that fail a gate of its own standard get no probability, and the codes as reason_1.
    model : SavedModel
        A model that `leadkit train` saved.

    Returns
    -------
    block : ScoredBlock
        The waiting leads.
    counts : dict of str to int
        handed_off and closed: how many leads no longer wait, and why.
    """
    from leadkit.model import ScoredBlock
    from leadkit.model.streaming import scored_cells

    leads = book.leads
    is_closed = leads["outcome"] != "open"
    handed_off = leads.reindex(columns=["handed_off_at"])["handed_off_at"].notna()
    is_with_sales = handed_off & ~is_closed
    waits = ~(is_closed | is_with_sales)
    cells = as_text(leads[waits]).astype("str")
    known = marked(book).leads.reindex(columns=["fails_standard"])["fails_standard"]
    fails = known[waits].astype("str").fillna(PASSES)
    passes = fails == PASSES
    scores, new = scored_cells(model, cells[passes])
    scores = scores.reindex(cells.index)
    scores["reason_1"] = scores["reason_1"].where(passes, fails)
    unread = book.set_aside.loc[book.set_aside["table"] == "leads", ["row", "reason"]]
    counts = {"handed_off": int(is_with_sales.sum()), "closed": int(is_closed.sum())}
    return ScoredBlock(cells, scores, unread, book.notes, new), counts


def write_scores(
    blocks: Iterable[ScoredBlock],
    out: Path,
    model: SavedModel,
    policy: Policy | None,
    *,
    kind: str,
    book: Book | None = None,
    id: str = "lead_id",
    left: dict[str, int] | None = None,
    map: ImportMap | None = None,
    agreement: str = "",
    explore: bool = False,
) -> Scored:
    """Decide on scored leads by a policy, keep it in the book, and write the table for the CRM.

    Parameters
    ----------
    blocks : iterable of ScoredBlock
        The leads.
    out : Path
        The table; rows that could not be read stand beside it, in OUT-stem.set-aside.csv.
    model : SavedModel
        What scored them.
    policy : Policy, optional
        Without one, tier and decision stay blank and nothing is added to a book.
    kind : {"csv", "parquet", "xlsx"}
        How the table is written.
    book : Book, optional
        Whose scores the decisions are added to, before the table is put in place.
    id : str
        The column that names a lead of the book.
    left : dict of str to int, optional
        Leads that were not scored, by reason.
    map : ImportMap, optional
        The map the leads were imported by: the table is written under the headers of their CRM.
    agreement : str
        Version and short fingerprint of the agreement in force, written beside each score.
    explore : bool
        Whether to draw the policy's quota and keep the draw in the book.

    Raises
    ------
    BadInput
        If the policy is for another model, the book does not know a lead, or there is no quota to
        draw or no book to keep the draw in.
    """
    from leadkit.model.streaming import together

    refuse_other_model(policy, model)
    if explore:
        refuse_no_quota(policy, book)
    names = named(model, policy, agreement)
    counts, tiers = Counter[str](), Counter[str]()
    unread, decided = list[pd.DataFrame](), list[pd.DataFrame]()
    unplaced = Counter[str]()
    notes = dict[str, None]()
    unfamiliar: list[Unfamiliar] = []

    def tables() -> Iterator[pd.DataFrame]:
        for block in blocks:
            added = decide_on(block.scores, policy, block.cells).assign(**names)
            if explore and policy is not None and book is not None:
                added = drawn(added, policy, book, block.cells, id)
            counts["scored"] += int(added["probability"].notna().sum())
            counts["repair"] += int((added["decision"] == "repair").sum())
            tiers.update(added["tier"].dropna())
            unplaced.update(unplaced_in(added, policy, block.cells))
            unread.append(block.set_aside)
            notes.update(dict.fromkeys(block.notes))
            unfamiliar.append(block.unfamiliar)
            if book is not None:
                decided.append(added.assign(lead_id=ids_of(block.cells, id)))
            table = with_results(block.cells, added)
            yield table if map is None else to_crm(table, map)

    with aside(out) as building, aside(beside(out)) as building_beside:
        write_blocks(tables(), building, kind)
        rows = pd.concat(unread)
        if len(rows):
            write_table(building_beside, rows)
        if book is not None:
            refuse_strangers(book, pd.concat(decided)["lead_id"])
            refuse_repeated(pd.concat(decided)["lead_id"], book)
        logged = 0 if book is None or policy is None else log(book, pd.concat(decided))
        new = together(unfamiliar)
        building.replace(out)
        beside(out).unlink(missing_ok=True)
        if len(rows):
            building_beside.replace(beside(out))
    return Scored(
        counts={"scored": 0, "repair": 0, **counts, "set_aside": len(rows), **(left or {})},
        tiers={tier.name: tiers[tier.name] for tier in policy.tiers} if policy else {},
        model=names["model"] or "",
        policy=names["policy"] or "",
        agreement=agreement,
        logged=logged,
        notes=(
            *notes,
            *common_line_note(policy, unplaced),
            *not_drawn_note(policy, explore),
            *new.notes(),
            *(not_kept(book, agreement=bool(agreement), draw=explore) if logged and book else ()),
        ),
        unfamiliar=new,
        lot=Lot.of(pd.concat(decided), policy) if explore and policy else None,
    )


def beside(out: Path) -> Path:
    """Return where the rows that could not be read are written."""
    return out.with_name(f"{out.stem}.set-aside.csv")


def named(model: SavedModel, policy: Policy | None, agreement: str = "") -> dict[str, str | None]:
    """Return the names of what decided on leads, as written beside each of them."""
    return {
        "model": f"{model.name} {model.manifest.sha256['model.skops'][:8]}",
        "policy": policy.name if policy else None,
        "agreement": agreement or None,
    }


def with_results(cells: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """Put what was added after the lead's own columns; an own one of that name gives way."""
    results = [name for name in SCORED if name in added]
    names = {}
    for name in cells.columns:
        free = name
        while free in results or (free != name and free in cells):
            free += " (as exported)"
        names[name] = free
    kinds = {name: "float" if name in NUMBERS else "str" for name in results}
    return cells.rename(columns=names).join(added[results].astype(kinds))
