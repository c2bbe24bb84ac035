"""Leads that are the same person: one contact in common, or nearly one name at one firm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadkit.quality.contacts import Contacts
from leadkit.quality.names import company_core, name_key

ALIKE = 90
LARGEST_BLOCK = 50
MOST_NAMES, MOST_LEADS = 3, 10
ROLE_ADDRESS = (
    r"^(?:info|contact|sales|marketing|admin|office|support|hello|hr|mail|"
    r"lienhe|ketoan|kinhdoanh|banhang|cskh|hanhchinh)@"
)
MASKED = r"x{4,}|[*•]{2,}"

Codes = npt.NDArray[np.int64]
Pairs = tuple[Codes, Codes]


@dataclass(frozen=True)
class Duplicates:
    """Which leads are one person.

    Parameters
    ----------
    entity : Series of int
        The person each lead belongs to.
    later : Series of bool
        Every record of a person but the earliest.
    not_compared : int
        Leads in blocks too large to compare name by name.
    """

    entity: pd.Series[int]
    later: pd.Series[bool]
    not_compared: int


def find_duplicates(
    leads: pd.DataFrame, email: Contacts | None = None, phone: Contacts | None = None
) -> Duplicates:
    """Group the leads of one person: connected components of lead - phone - e-mail, then names.

    A desk's telephone, a role address (info@) or a contact under more than three names or on more
    than ten leads joins only leads whose names are alike; a masked address joins none. Leads
    without a contact in common are joined where name and firm are alike, whatever tone marks, word
    order and legal form (Levenshtein ratio at least .90 and the same digits).

    Parameters
    ----------
    leads : DataFrame
        Leads; `full_name`, `company` and `created_at` are used where they are there.
    email, phone : Contacts, optional
        Judged contacts of the same leads.

    Returns
    -------
    Duplicates
    """
    names = _text(leads, "full_name", name_key)
    firms = _text(leads, "company", company_core)
    joined, shared = [], []
    for contact in filter(None, (email, phone)):
        told = contact.normalised.mask(contact.normalised.str.contains(MASKED).astype("bool"))
        is_shared = _is_shared(told, names) | contact.fixed_line
        shared.append(_codes(told.where(is_shared)))
        joined.append(_chain(_codes(told.mask(is_shared))))
    blocks = [(codes, False) for codes in shared]
    blocks += [(_codes(names.where(firms.notna())), True), (_codes(firms), True)]
    not_compared = np.zeros(len(leads), dtype=bool)
    for codes, needs_firm in blocks:
        pairs, too_many = _pairs(codes)
        not_compared |= too_many
        joined.append(_alike(pairs, names, firms if needs_firm else None))
    entity = pd.Series(_components(joined, len(leads)), index=leads.index)
    return Duplicates(entity, _later(entity, leads), int(not_compared.sum()))


def _text(
    leads: pd.DataFrame, column: str, key: Callable[[pd.Series[str]], pd.Series[str]]
) -> pd.Series[str]:
    if column not in leads:
        return pd.Series(None, index=leads.index, dtype="str")
    return key(leads[column])


def _is_shared(contact: pd.Series[str], names: pd.Series[str]) -> pd.Series[bool]:
    """Return whether a contact may belong to several people, or stand for none."""
    holders = pd.DataFrame({"contact": contact, "name": names}).dropna().drop_duplicates()
    people, leads = holders["contact"].value_counts(), contact.value_counts()
    crowded = {*people.index[people > MOST_NAMES], *leads.index[leads > MOST_LEADS]}
    role = contact.str.match(ROLE_ADDRESS).astype("bool")
    return role | contact.isin(crowded)


def _codes(keys: pd.Series[str]) -> Codes:
    return pd.factorize(keys)[0].astype(np.int64)


def _chain(codes: Codes) -> Pairs:
    """Return a link from each member of a block to the next."""
    order, sorted_codes = _blocks(codes)
    same = sorted_codes[1:] == sorted_codes[:-1]
    return order[:-1][same], order[1:][same]


def _blocks(codes: Codes) -> Pairs:
    order = np.argsort(codes, kind="stable").astype(np.int64)
    order = order[codes[order] >= 0]
    return order, codes[order]


def _pairs(codes: Codes) -> tuple[Pairs, npt.NDArray[np.bool_]]:
    """Return every pair within a block, and who stands in a block too large for that."""
    sizes = np.bincount(codes[codes >= 0], minlength=1)
    too_many = (codes >= 0) & (sizes[codes] > LARGEST_BLOCK)
    order, sorted_codes = _blocks(np.where(too_many, -1, codes))
    left, right = [order[:0]], [order[:0]]
    for lag in range(1, LARGEST_BLOCK):
        same = sorted_codes[lag:] == sorted_codes[:-lag]
        if not same.any():
            break
        left.append(order[:-lag][same])
        right.append(order[lag:][same])
    return (np.concatenate(left), np.concatenate(right)), too_many


def _alike(pairs: Pairs, names: pd.Series[str], firms: pd.Series[str] | None) -> Pairs:
    """Keep the pairs whose names, and firms where given, are nearly the same."""
    kept = _similar(pairs, names)
    if firms is None:
        return kept
    digits = firms.str.replace(r"\D+", " ", regex=True).to_numpy(dtype=object)
    left, right = _similar(kept, firms)
    same_number = digits[left] == digits[right]
    return left[same_number], right[same_number]


def _similar(pairs: Pairs, text: pd.Series[str]) -> Pairs:
    filled = text.notna().to_numpy()
    both = filled[pairs[0]] & filled[pairs[1]]
    left, right = pairs[0][both], pairs[1][both]
    words = text.to_numpy(dtype=object)
    ratio = process.cpdist(words[left], words[right], scorer=fuzz.ratio, score_cutoff=ALIKE)
    return left[ratio >= ALIKE], right[ratio >= ALIKE]


def _components(joined: Sequence[Pairs], n: int) -> Codes:
    left = np.concatenate([np.empty(0, dtype=np.int64), *(pair[0] for pair in joined)])
    right = np.concatenate([np.empty(0, dtype=np.int64), *(pair[1] for pair in joined)])
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _later(entity: pd.Series[int], leads: pd.DataFrame) -> pd.Series[bool]:
    """Return every record of a person but the earliest; ties go by the order of rows."""
    if "created_at" not in leads:
        return entity.duplicated()
    by_age = entity.loc[leads["created_at"].sort_values(kind="stable").index]
    return by_age.duplicated().reindex(leads.index)
