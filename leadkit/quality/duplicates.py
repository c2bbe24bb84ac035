"""Leads that are the same person: one contact in common, or nearly one name and more besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadkit.base.language import N_, _
from leadkit.quality.contacts import ROLE, Contacts, flags
from leadkit.quality.folding import arrow, company_core, fold, name_key

ALIKE = 90
LARGEST_BLOCK = 50
MOST_NAMES, MOST_LEADS = 3, 10
MASKED = r"x{4,}|[*•]{2,}"
A_FIRM = (
    r"\b(?:cong ty|cty|tnhh|ctcp|dntn|hkd|ho kinh doanh|cua hang|company|limited|ltd|llc|inc|jsc|"
    r"corp|gmbh)\b"
)
FIRST_LETTERS = 3
PROFILE = ("segment", "role", "industry", "province")
TRAITS_IN_COMMON = 3
SOON = pd.Timedelta(days=90)
SAME_PHONE, SAME_EMAIL = N_("same phone"), N_("same e-mail")
SHARED = N_("name alike, shared phone or e-mail")
SAME_ACCOUNT, SAME_FIRM = N_("name alike, same account"), N_("name and company alike")
SAME_PROFILE = N_("same name and profile, no company given")
EVIDENCE = (SAME_PHONE, SAME_EMAIL, SHARED, SAME_ACCOUNT, SAME_FIRM, SAME_PROFILE)

Pairs = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int64]
Masks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Duplicates:
    """Which leads are one person.

    `entity` is the person each lead belongs to, `later` is true for every record of a person but
    the earliest, `evidence` the strongest that joined a lead to another (missing where none did),
    and `not_compared` counts leads in groups too large to compare name by name.
    """

    entity: pd.Series[int]
    later: pd.Series[bool]
    evidence: pd.Series[str]
    not_compared: int
    lead_id: pd.Series[str] | None = None

    @property
    def clusters(self) -> pd.DataFrame:
        """One row a record of each person with several: which survives, and why.

        Columns: cluster (1, 2 ...), row, lead_id (where there is one), survivor, why.
        """
        several = self.entity.duplicated(keep=False)
        entity, survives = self.entity[several], ~self.later[several]
        why = self.evidence[several].map(_, na_action="ignore")
        table = pd.DataFrame(
            {
                "cluster": pd.factorize(entity)[0] + 1,
                "row": entity.index,
                "survivor": survives.to_numpy(),
                "why": why.mask(survives, _("the earliest record")).to_numpy(),
            }
        )
        if self.lead_id is not None:
            table.insert(2, "lead_id", self.lead_id[several].to_numpy())
        return table.sort_values(
            ["cluster", "survivor"], ascending=[True, False], kind="stable", ignore_index=True
        )


def find_duplicates(
    leads: pd.DataFrame, email: Contacts | None = None, phone: Contacts | None = None
) -> Duplicates:
    """Group the leads of one person: connected components of the evidence that joins two leads.

    A telephone or an e-mail address in common joins leads. A desk's telephone, a role address
    (info@) or a contact under more than three names or on more than ten leads joins only leads
    whose names are alike; a masked address joins none. Names alike join leads of one account, and
    of firms that are alike (Levenshtein ratio at least .90, whatever tone marks, word order and
    legal form, and the same digits); a name and a firm that stand in each other's column change
    places. Where a firm is blank, the very same name joins leads that came within 90 days, agree
    in three of segment, role, industry and province and differ in none.

    Parameters
    ----------
    leads : DataFrame
        Leads; `full_name`, `company`, `account_id`, `created_at` and the profile are used where
        they are there.
    email, phone : Contacts, optional
        Judged contacts of the same leads.

    Returns
    -------
    Duplicates

    Examples
    --------
    >>> leads = pd.DataFrame({
    ...     "full_name": ["Nguyễn Văn Đạt", "Dat Van Nguyen"],
    ...     "company": ["Công ty TNHH Hoa Sen 12", "Cty Hoa Sen 12"],
    ... })
    >>> find_duplicates(leads).clusters["why"].tolist()
    ['the earliest record', 'name and company alike']
    """
    names, firms = _people(leads)
    has_firm = firms.codes >= 0
    account = _codes_of(leads.get("account_id"), len(leads))
    links, not_compared = [], np.zeros(len(leads), dtype=bool)
    for why, contact in ((SAME_PHONE, phone), (SAME_EMAIL, email)):
        if contact is not None:
            told, shared = _telling(contact, names)
            links.append((why, _first_of(np.where(shared, -1, told))))
            pairs, too_large = _pairs(np.where(shared, told, -1))
            links.append((SHARED, names.alike(pairs)))
            not_compared |= too_large
    pairs, too_large = _pairs(account)
    links.append((SAME_ACCOUNT, names.alike(pairs)))
    not_compared |= too_large
    for pairs, too_large in (
        _pairs(np.where(has_firm, names.codes, -1), finer=firms.beginnings()),
        _pairs(np.where(names.codes >= 0, firms.codes, -1)),
    ):
        links.append((SAME_FIRM, names.alike(firms.alike(firms.same_digits(pairs)))))
        not_compared |= too_large
    pairs, too_large = _pairs(names.codes)
    links.append((SAME_PROFILE, _same_profile(_one_blank(pairs, has_firm), leads)))
    not_compared |= too_large & ~has_firm
    return _grouped(leads, links, not_compared)


@dataclass(frozen=True)
class _Words:
    """A column of names as codes (-1 where missing) of its distinct spellings."""

    codes: Codes
    spellings: npt.NDArray[np.object_]

    @classmethod
    def of(cls, text: pd.Series[str]) -> _Words:
        codes, spellings = pd.factorize(text)
        return cls(codes, np.asarray(spellings, dtype=object))

    def mapped(self, spellings: pd.Series[str]) -> Codes:
        """Return codes of what became of each spelling."""
        new = np.append(pd.factorize(spellings)[0], -1)
        return np.asarray(new[self.codes])

    def beginnings(self) -> Codes:
        return self.mapped(pd.Series(self.spellings, dtype="str").str[:FIRST_LETTERS])

    def same_digits(self, pairs: Pairs) -> Pairs:
        text = pd.Series(self.spellings, dtype="str")
        digits = self.mapped(text.str.replace(r"[^0-9]+", " ", regex=True))
        left, right = digits[pairs]
        return pairs[:, left == right]

    def alike(self, pairs: Pairs) -> Pairs:
        """Keep the pairs whose text is there and nearly the same; each two are compared once."""
        left, right = self.codes[pairs]
        keep = (left == right) & (left >= 0)
        unsure = (left != right) & (left >= 0) & (right >= 0)
        n = len(self.spellings)
        which, back = np.unique(left[unsure] * n + right[unsure], return_inverse=True)
        texts = self.spellings[which // n], self.spellings[which % n]
        scores = process.cpdist(*texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
        keep[unsure] = (scores >= ALIKE)[back]
        return pairs[:, keep]


def _people(leads: pd.DataFrame) -> tuple[_Words, _Words]:
    """Return names and firms for comparing; those in each other's column change places."""
    text = leads.reindex(columns=["full_name", "company"]).astype("str")
    name, firm = text["full_name"], text["company"]
    looks_like_a_firm = [
        flags(pc.match_substring_regex(arrow(fold(column)), A_FIRM)) for column in (name, firm)
    ]
    swapped = looks_like_a_firm[0] & ~looks_like_a_firm[1]
    names, firms = name.mask(swapped, firm), firm.mask(swapped, name)
    return _Words.of(name_key(names)), _Words.of(company_core(firms))


def _codes_of(text: pd.Series[Any] | None, n: int) -> Codes:
    return np.full(n, -1) if text is None else np.asarray(pd.factorize(text)[0])


def _telling(contact: Contacts, names: _Words) -> tuple[Codes, Masks]:
    """Return a contact's codes, and whether it may belong to several people."""
    masked = flags(pc.match_substring_regex(arrow(contact.normalised), MASKED))
    codes = np.where(masked, -1, pd.factorize(contact.normalised)[0])
    is_role = (contact.flag == ROLE).to_numpy(dtype=bool)
    shared = is_role | contact.fixed_line.to_numpy(dtype=bool)
    told = codes >= 0
    leads = np.bincount(codes[told], minlength=1)
    both = np.unique(np.stack([codes, names.codes])[:, told & (names.codes >= 0)], axis=1)
    people = np.bincount(both[0], minlength=len(leads))
    crowded = (leads > MOST_LEADS) | (people > MOST_NAMES)
    return codes, told & (shared | crowded[codes])


def _first_of(codes: Codes) -> Pairs:
    """Return each lead with the first that has the same code."""
    rows = np.flatnonzero(codes >= 0)
    _unique, first, back = np.unique(codes[rows], return_index=True, return_inverse=True)
    pairs = np.stack([rows[first[back]], rows])
    return pairs[:, pairs[0] < pairs[1]]


def _pairs(codes: Codes, finer: Codes | None = None) -> tuple[Pairs, Masks]:
    """Return every two leads that have the same code, and the leads of which too many have.

    Where too many have, `finer` codes part them.
    """
    too_large = (codes >= 0) & (np.bincount(codes + 1)[codes + 1] > LARGEST_BLOCK)
    if finer is not None and too_large.any():
        parts = codes * (finer.max() + 2) + finer + 1 + codes.max() + 1
        return _pairs(np.asarray(pd.factorize(np.where(too_large, parts, codes))[0]))
    rows = np.flatnonzero((codes >= 0) & ~too_large)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    found = [np.empty((2, 0), dtype=np.int64)]
    for lag in range(1, LARGEST_BLOCK):
        left, right = rows[:-lag], rows[lag:]
        same = codes[left] == codes[right]
        if not same.any():
            break
        found.append(np.stack([left[same], right[same]]))
    return np.hstack(found), too_large


def _one_blank(pairs: Pairs, has_firm: Masks) -> Pairs:
    return pairs[:, ~has_firm[pairs].all(axis=0)]


def _same_profile(pairs: Pairs, leads: pd.DataFrame) -> Pairs:
    """Keep the pairs that came soon after each other and whose traits do not speak against it."""
    agree = np.zeros(pairs.shape[1], dtype=np.int64)
    differ = np.zeros(pairs.shape[1], dtype=bool)
    for name in PROFILE:
        left, right = _codes_of(leads.get(name), len(leads))[pairs]
        both = (left >= 0) & (right >= 0)
        agree += both & (left == right)
        differ |= both & (left != right)
    keep = (agree >= TRAITS_IN_COMMON) & ~differ
    if _has_times(leads):
        left, right = leads["created_at"].to_numpy(dtype="datetime64[s]")[pairs]
        keep &= np.abs(left - right) <= SOON.to_timedelta64()
    return pairs[:, keep]


def _has_times(leads: pd.DataFrame) -> bool:
    return "created_at" in leads and pd.api.types.is_datetime64_any_dtype(leads["created_at"])


def _grouped(
    leads: pd.DataFrame, links: list[tuple[str, Pairs]], not_compared: Masks
) -> Duplicates:
    n, every = len(leads), np.hstack([pairs for _why, pairs in links])
    graph = coo_array((np.ones(every.shape[1], dtype=np.int8), tuple(every)), shape=(n, n))
    entity = pd.Series(connected_components(graph, directed=False)[1], index=leads.index)
    strongest = np.full(n, len(EVIDENCE))
    for why, pairs in links:
        np.minimum.at(strongest, pairs.ravel(), EVIDENCE.index(why))
    evidence = np.array([*EVIDENCE, None], dtype=object)[strongest]
    by_age = np.arange(n)
    if _has_times(leads):
        created = leads["created_at"].reset_index(drop=True)
        by_age = created.sort_values(kind="stable").index.to_numpy()
    later = np.empty(n, dtype=bool)
    later[by_age] = entity.iloc[by_age].duplicated()
    return Duplicates(
        entity=entity,
        later=pd.Series(later, index=leads.index, dtype="bool"),
        evidence=pd.Series(evidence, index=leads.index, dtype="str"),
        not_compared=int(not_compared.sum()),
        lead_id=leads.get("lead_id"),
    )
