"""Who a lead is: all leads of one person, and what in a book belongs to that person alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
import phonenumbers

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import read_table
from leadkit.book.settings import read_settings
from leadkit.quality import Standard, emails, phones
from leadkit.quality.contacts import ROLE, Contacts
from leadkit.quality.duplicates import MASKED, MOST_LEADS, MOST_NAMES
from leadkit.quality.folding import fold, name_key
from leadkit.quality.telephones import region_of

LABEL = "forgotten-{:04d}"
LABELLED = r"forgotten-(\d+)"
ASKED = ("lead_id", "account_id", "full_name", "company", "email", "phone")
SHORTEST_NAME = 8


@dataclass(frozen=True)
class Person:
    """One person in a book.

    Attributes
    ----------
    labels : dict of str to str
        What each of the person's leads is called from now on, the lead asked for first.
    emails, phones : frozenset of str
        Normalised contacts that no other lead has.
    private : frozenset of str
        Those of them that reach one person: no desk's telephone, no role address.
    spellings : frozenset of str
        Contacts of no other lead as they are written in the book, valid or not.
    names : frozenset of str
        Names long enough to look for that stand in no other lead's row.
    accounts : frozenset of str
        Accounts of this person alone.
    shared : int
        Contacts that other leads have, too: a desk's telephone, info@.
    has_common_name : bool
        Whether a name could not be looked for, since others bear it or it is short.
    region : str
        The country whose telephone numbers carry no country code.
    """

    labels: dict[str, str]
    emails: frozenset[str]
    phones: frozenset[str]
    private: frozenset[str]
    spellings: frozenset[str]
    names: frozenset[str]
    accounts: frozenset[str]
    shared: int
    has_common_name: bool
    region: str

    @property
    def label(self) -> str:
        """What the lead asked for is called from now on."""
        return next(iter(self.labels.values()))


def find_person(folder: Path, lead_id: str) -> Person:
    """Find all leads of the person a lead stands for, in the book and in its snapshots.

    Leads are one person's where they share an e-mail address or a mobile number, directly or by way
    of a third; a desk's telephone, a role address (info@), a masked one, or one under more than
    three names or on more than ten leads joins none.

    Raises
    ------
    BadInput
        If the folder is no book, or has no such lead.
    """
    leads = _every_lead(folder)
    _refuse_unknown(leads["lead_id"], lead_id, folder)
    region = home_region(folder)
    told = _contacts(leads, region)
    ids = _of_one_person(told, lead_id)
    is_own = leads["lead_id"].isin(ids)
    told["own"] = told["lead_id"].isin(ids)
    alone = told.groupby("contact")["own"].transform("all")
    mine = told[told["own"] & alone]
    valid = mine[mine["valid"]]
    names = leads.loc[is_own, "full_name"].dropna().unique()
    findable = [name for name in names if _is_findable(name, leads[~is_own])]
    accounts = set(leads.loc[is_own, "account_id"].dropna())
    return Person(
        labels=_labels(leads["lead_id"], [lead_id, *sorted(ids - {lead_id})]),
        emails=frozenset(valid.loc[valid["kind"] == "email", "contact"]),
        phones=frozenset(valid.loc[valid["kind"] == "phone", "contact"]),
        private=frozenset(valid.loc[valid["joins"], "contact"]),
        spellings=frozenset(mine["written"]),
        names=frozenset(findable),
        accounts=frozenset(accounts - set(leads.loc[~is_own, "account_id"].dropna())),
        shared=told.loc[told["own"] & ~alone & told["valid"], "contact"].nunique(),
        has_common_name=len(findable) < len(names),
        region=region,
    )


def home_region(folder: Path) -> str:
    """Return the country of a book's telephones: its standard's, its holidays' or its clock's."""
    standard = folder / "standard.toml"
    if standard.is_file():
        return Standard.load(standard).phone.region
    settings = read_settings(folder / "book.toml")
    is_known = settings.country in phonenumbers.SUPPORTED_REGIONS
    return settings.country if is_known else region_of(settings.timezone)


def contacts_of(leads: pd.DataFrame, region: str) -> dict[str, Contacts]:
    """Return the judged contacts of leads; a column that is absent is blank."""
    cells = leads.reindex(columns=["email", "phone"]).astype("str")
    return {"email": emails(cells["email"]), "phone": phones(cells["phone"], region)}


def lead_tables(folder: Path) -> list[Path]:
    """Return every table of leads that a book holds, the present one first."""
    found = [*folder.glob("leads.*"), *sorted(folder.glob("snapshots/*/leads.*"))]
    return [path for path in found if path.suffix.lower() in (".csv", ".xlsx", ".parquet")]


def _every_lead(folder: Path) -> pd.DataFrame:
    """Return each version of each lead once."""
    tables = lead_tables(folder)
    if not tables or tables[0].parent != folder:
        raise BadInput(
            _("this folder is no lead book: it has no leads.csv, leads.xlsx or leads.parquet"),
            where=str(folder),
            fix=_("Give the folder of a book."),
        )
    cells = [read_table(path).frame.reindex(columns=list(ASKED)) for path in tables]
    return pd.concat(cells, ignore_index=True).astype("str").drop_duplicates(ignore_index=True)


def _refuse_unknown(ids: pd.Series[str], lead_id: str, folder: Path) -> None:
    if re.fullmatch(LABELLED, lead_id):
        raise BadInput(
            _("{lead!r} is forgotten already").format(lead=lead_id), where=str(folder / "leads")
        )
    if not ids.eq(lead_id).any():
        known = ids.dropna().unique().tolist()
        near = get_close_matches(lead_id, known, n=3, cutoff=0) or known[:3]
        raise BadInput(
            _("the book has no lead {lead!r}").format(lead=lead_id),
            where=str(folder),
            fix=_("Nearest ids: {ids}. Nothing was changed.").format(ids=", ".join(near)),
        )


def _contacts(leads: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return one row a contact of a lead: lead_id, kind, contact, written, valid, joins.

    What nobody could be reached by, such as an address with a slip in it, joins no leads.
    """
    names, parts = name_key(leads["full_name"]), []
    for kind, judged in contacts_of(leads, region).items():
        plain = leads[kind].str.strip().str.casefold()
        contact = judged.normalised.fillna(plain)
        is_shared = (judged.flag == ROLE) | judged.fixed_line | judged.invalid
        is_shared |= contact.str.contains(MASKED, na=False)
        part = pd.DataFrame({"lead_id": leads["lead_id"], "kind": kind, "contact": contact})
        part = part.assign(written=leads[kind], valid=judged.valid, joins=~is_shared, name=names)
        part = part.dropna(subset=["contact", "lead_id"])
        of_contact = part.groupby("contact")
        crowded = of_contact["lead_id"].transform("nunique") > MOST_LEADS
        crowded |= of_contact["name"].transform("nunique") > MOST_NAMES
        parts.append(part.assign(joins=part["joins"] & ~crowded).drop(columns="name"))
    return pd.concat(parts, ignore_index=True)


def _of_one_person(told: pd.DataFrame, lead_id: str) -> set[str]:
    joins, ids = told[told["joins"]], {lead_id}
    while True:
        contacts = joins.loc[joins["lead_id"].isin(ids), "contact"]
        more = ids | set(joins.loc[joins["contact"].isin(contacts), "lead_id"])
        if more == ids:
            return ids
        ids = more


def _is_findable(name: str, others: pd.DataFrame) -> bool:
    """Return whether a name is long enough to look for and stands in nobody else's row."""
    if len(name) < SHORTEST_NAME or " " not in name.strip():
        return False
    wanted = rf"\b{re.escape(fold(pd.Series([name], dtype='str'))[0])}\b"
    rest = pd.concat([others["full_name"], others["company"]]).dropna().drop_duplicates()
    return not fold(rest).str.contains(wanted, regex=True).any()


def _labels(ids: pd.Series[str], gone: list[str]) -> dict[str, str]:
    taken = pd.to_numeric(ids.str.extract(rf"^{LABELLED}$")[0]).max()
    first = 1 if pd.isna(taken) else int(taken) + 1
    return {lead: LABEL.format(place) for place, lead in enumerate(gone, start=first)}
