"""The dossier of one lead: what sales should know before the first call, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, first_few, percent
from leadkit.book import Book, Known, as_text
from leadkit.dialogue.contacts import without_contacts
from leadkit.dialogue.span import known_by
from leadkit.journey import turns
from leadkit.quality import FAILS, marked

if TYPE_CHECKING:
    from leadkit.base.page import Page
    from leadkit.model import SavedModel

CONTACT = ("full_name", "company", "phone", "email", "consent_at")
TOLD_BEFORE_DAYS = 60
ROAD = ("created_at", "mql_at", "handed_off_at", "first_response_at", "accepted_at", "rejected_at")
HEARD = ["at", "lead_grade", "need", "product_rating", "reason"]
REASONS = ("reason_1", "reason_2", "reason_3")
NO_FAULT = "none"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Dossier:
    """What is known of a lead.

    Attributes
    ----------
    lead_id : str
        As the book has it.
    book : Book
        What it was made from.
    known : dict of str to str
        Columns known at the handoff that hold something, no contact data, as they are written.
    missing : tuple of str
        Such columns that are blank: what the first call should ask.
    faults : str
        The gates of the data-quality standard that the lead fails; empty where it fails none.
    score : dict of str to Any
        The last score on record: at, probability, tier, decision, policy; empty where none is.
    chance : float or None
        Its chance of buying by the model given; None without one.
    reasons : tuple of str
        Why that model says so, the largest part first.
    promised : DataFrame
        What marketing told the market before the handoff: at, text, evidence.
    account : dict of str to int
        Other leads of the same account: known, won, lost.
    road : dict of str to Timestamp
        The steps of its last turn.
    heard : DataFrame
        Feedback of sales: at, lead_grade, need, product_rating, reason; never the comment.
    contact : dict of str to str
        Name, firm, telephone, address and consent, only where they were asked for.
    """

    lead_id: str
    book: Book
    known: dict[str, str]
    missing: tuple[str, ...]
    faults: str
    score: dict[str, Any]
    chance: float | None
    reasons: tuple[str, ...]
    promised: pd.DataFrame
    account: dict[str, int]
    road: dict[str, pd.Timestamp]
    heard: pd.DataFrame
    contact: dict[str, str]

    @property
    def table(self) -> pd.DataFrame:
        """What is known: column, value."""
        return pd.DataFrame({"column": list(self.known), "value": list(self.known.values())})

    def sentence(self) -> str:
        """Say in one line where the lead comes from and how good it looks."""
        said = [
            _("Lead {id} comes from {source}").format(
                id=self.lead_id, source=self.known.get("source", _("an unknown source"))
            )
        ]
        if self.chance is not None:
            said.append(
                _("its chance of buying is {chance}").format(chance=percent(self.chance, 1))
            )
        return "; ".join(said) + "."

    def page(self) -> Page:
        """Lay it out as one page to print."""
        from leadkit.dialogue.dossier_page import dossier_page

        return dossier_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return it for a JSON file, without contact data whatever was asked for."""
        return {
            "format": 1,
            "lead_id": self.lead_id,
            "known": self.known,
            "missing": list(self.missing),
            "fails_standard": self.faults,
            "score": self.score | ({"at": self.score["at"].isoformat()} if self.score else {}),
            "chance": self.chance,
            "reasons": list(self.reasons),
            "promised": [
                {"at": at.isoformat(), "text": text}
                for at, text in self.promised[["at", "text"]].values
            ],
            "account": self.account,
            "road": {step: at.isoformat() for step, at in self.road.items()},
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        rows = pd.DataFrame({_("what"): self.table["column"], _("is known"): self.table["value"]})
        return inline_rows(rows, caption=self.sentence())


def dossier(
    book: Book, lead_id: str, model: SavedModel | None = None, *, with_contacts: bool = False
) -> Dossier:
    """Gather what is known of a lead.

    Parameters
    ----------
    book : Book
        A lead book.
    lead_id : str
        The lead.
    model : SavedModel, optional
        Whose reasons are given.
    with_contacts : bool
        Whether name, telephone and address stand on the page, which is then marked internal.

    Raises
    ------
    BadInput
        If the book has no such lead.

    Examples
    --------
    >>> import leadkit as lk
    >>> found = dossier(lk.read_book(lk.sample("small")), "L000001")
    >>> "source" in found.known, found.contact
    (True, {})
    """
    book = marked(book)
    lead = book.leads[book.leads["lead_id"].astype("str") == lead_id.strip()].head(1)
    if lead.empty:
        raise BadInput(
            _("the book has no lead {id!r}").format(id=lead_id),
            where=str(book.path or ""),
            fix=_("Its leads are called as in {names}.").format(
                names=first_few(book.leads["lead_id"])
            ),
        )
    id = str(lead["lead_id"].iloc[0])
    cells = as_text(lead.drop(columns=FAILS, errors="ignore")).iloc[0]
    names = [
        str(name)
        for name in cells.index
        if book.known.get(str(name)) in (Known.CREATION, Known.HANDOFF) and name not in ROAD
    ]
    every = turns(book)
    turn = every[every["lead_id"] == id].iloc[-1]
    until = turn["handed_off_at"] if pd.notna(turn["handed_off_at"]) else None
    faults = str(lead[FAILS].iloc[0]) if FAILS in lead else NO_FAULT
    chance, reasons = (None, ()) if model is None else _judged(model, lead)
    return Dossier(
        lead_id=id,
        book=book,
        known={name: str(cells[name]) for name in names if _is_given(cells[name])},
        missing=tuple(name for name in names if not _is_given(cells[name])),
        faults="" if faults == NO_FAULT else faults,
        score=_score(book, id),
        chance=chance,
        reasons=reasons,
        promised=_promised(book, turn, until),
        account=_account(every, turn),
        road={step: turn[step] for step in ROAD if pd.notna(turn[step])},
        heard=_heard(book, id),
        contact={
            name: str(cells[name])
            for name in CONTACT
            if with_contacts and name in cells.index and _is_given(cells[name])
        },
    )


def _is_given(cell: Any) -> bool:
    return bool(pd.notna(cell)) and str(cell) != ""


def _score(book: Book, lead_id: str) -> dict[str, Any]:
    scores = book.table("scores")
    if scores is None:
        return {}
    mine = scores[scores["lead_id"] == lead_id].sort_values("at", kind="stable")
    if mine.empty:
        return {}
    last = mine.iloc[-1]
    names = ("at", "probability", "tier", "decision", "policy")
    found = {name: last.get(name) for name in names}
    return {name: None if pd.isna(value) else value for name, value in found.items()}


def _judged(model: SavedModel, lead: pd.DataFrame) -> tuple[float, tuple[str, ...]]:
    from leadkit.model.streaming import scored_cells

    cells = as_text(lead.drop(columns=FAILS, errors="ignore")).astype("str")
    scores = scored_cells(model, cells)[0].iloc[0]
    said = tuple(str(scores[name]) for name in REASONS if pd.notna(scores[name]))
    return float(scores["probability"]), said


def _promised(book: Book, turn: pd.Series[Any], until: pd.Timestamp | None) -> pd.DataFrame:
    """Return the campaigns told to the lead's segment, or to everybody, before its handoff."""
    moment = until or turn["created_at"]
    told = known_by(book, "signals", moment)
    since = moment - pd.Timedelta(days=TOLD_BEFORE_DAYS)
    is_campaign = (told["kind"] == "campaign") & (told["at"] >= since)
    is_mine = told["segment"].isna() | (told["segment"] == turn["segment"])
    mine: pd.DataFrame = told.loc[is_campaign & is_mine, ["at", "text", "evidence"]]
    return _masked(mine.reset_index(drop=True), "text", "evidence")


def _account(every: pd.DataFrame, turn: pd.Series[Any]) -> dict[str, int]:
    others = every[
        (every["account_id"] == turn["account_id"]) & (every["lead_id"] != turn["lead_id"])
    ]
    last = others[~others["lead_id"].duplicated(keep="last")]
    counts = last["outcome"].value_counts()
    return {
        "known": len(last),
        **{name: int(counts.get(name, 0)) for name in ("won", "lost")},
    }


def _heard(book: Book, lead_id: str) -> pd.DataFrame:
    table = book.table("feedback")
    if table is None:
        return pd.DataFrame(columns=HEARD)
    mine = table[table["lead_id"] == lead_id].sort_values("at", ascending=False, kind="stable")
    return _masked(mine.reindex(columns=HEARD).reset_index(drop=True), "need")


def _masked(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return a table whose free texts hold no contact data."""
    masked = {name: table[name].map(without_contacts, na_action="ignore") for name in names}
    return table.assign(**masked)
