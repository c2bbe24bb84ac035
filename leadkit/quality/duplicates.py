"""Leads that are the same person: one contact in common, or nearly one name at one firm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadkit.quality.contacts import Contacts

LEGAL_FORMS = frozenset({
    "cong", "ty", "cty", "ct", "tnhh", "mtv", "co", "phan", "cp", "ctcp", "dntn", "ho", "kinh",
    "doanh", "hkd", "cua", "hang", "ch", "company", "limited", "ltd", "llc", "inc", "jsc", "corp",
    "plc", "gmbh", "group", "the",
})  # fmt: skip
ALIKE = 90
LARGEST_BLOCK = 50
MOST_NAMES, MOST_LEADS = 3, 10
ROLE_ADDRESS = (
    r"^(?:info|contact|sales|marketing|admin|office|support|hello|hr|mail|"
    r"lienhe|ketoan|kinhdoanh|banhang|cskh|hanhchinh)@"
)
MASKED = r"x{4,}|[*•]{2,}"

Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Duplicates:
    """Which leads are one person.

    `entity` is the person each lead belongs to, `later` is true for every record of a person but
    the earliest, `not_compared` counts leads in blocks too large to compare name by name.
    """

    entity: pd.Series[int]
    later: pd.Series[bool]
    not_compared: int


def find_duplicates(leads: pd.DataFrame, *contacts: Contacts) -> Duplicates:
    """Group the leads of one person: connected components of lead - phone - e-mail, then names.

    A desk's telephone, a role address (info@) or a contact under more than three names or on more
    than ten leads joins only leads whose names are alike; a masked address joins none. Leads
    without a contact in common are joined where name and firm are alike, whatever tone marks, word
    order and legal form (Levenshtein ratio at least .90 and the same digits).

    Parameters
    ----------
    leads : DataFrame
        Leads; `full_name`, `company` and `created_at` are used where they are there.
    *contacts : Contacts
        Judged contacts of the same leads.

    Returns
    -------
    Duplicates
    """
    text = leads.reindex(columns=["full_name", "company"]).reset_index(drop=True).astype("str")
    names, firms = name_key(text["full_name"]), company_core(text["company"])
    blocks = [(names.where(firms.notna()), True), (firms, True)]
    joined = []
    for contact in contacts:
        told = contact.normalised.reset_index(drop=True)
        told = told.mask(told.str.contains(MASKED, na=False))
        is_shared = _is_shared(told, names) | contact.fixed_line.to_numpy()
        joined.append(_first_of(told.mask(is_shared)))
        blocks.append((told.where(is_shared), False))
    too_large = np.zeros(len(leads), dtype=bool)
    for keys, needs_firm in blocks:
        size = keys.map(keys.value_counts())
        too_large |= (size > LARGEST_BLOCK).to_numpy()
        pairs = _alike(_pairs(keys[size.between(2, LARGEST_BLOCK)]), names)
        joined.append(_same_firm(pairs, firms) if needs_firm else pairs)
    n, links = len(leads), np.hstack(joined)
    graph = coo_array((np.ones(links.shape[1], dtype=np.int8), tuple(links)), shape=(n, n))
    entity = pd.Series(connected_components(graph, directed=False)[1], index=leads.index)
    by_age = (
        leads["created_at"].sort_values(kind="stable").index
        if "created_at" in leads
        else leads.index
    )
    later = entity.loc[by_age].duplicated().reindex(leads.index)
    return Duplicates(entity, later, int(too_large.sum()))


def fold(text: pd.Series[str]) -> pd.Series[str]:
    """Return text in lower case without tone marks, d for đ; for comparing only.

    Examples
    --------
    >>> fold(pd.Series(["Nguyễn Đặng Ưu", None])).tolist()
    ['nguyen dang uu', nan]
    """
    parts = text.astype("str").str.casefold().str.normalize("NFD")
    return parts.str.replace("[\u0300-\u036f]", "", regex=True).str.replace("đ", "d", regex=False)


def name_key(names: pd.Series[str]) -> pd.Series[str]:
    """Return names folded, their words in alphabetical order."""
    return _words(names, sorted)


def company_core(companies: pd.Series[str]) -> pd.Series[str]:
    """Return firms' names folded and without their legal form."""
    return _words(companies, lambda words: [word for word in words if word not in LEGAL_FORMS])


def _words(text: pd.Series[str], choose: Callable[[list[str]], list[str]]) -> pd.Series[str]:
    chosen = fold(text).map(
        lambda cell: " ".join(choose(re.findall(r"\w+", cell))), na_action="ignore"
    )
    return chosen.mask(chosen == "").astype("str")


def _is_shared(contact: pd.Series[str], names: pd.Series[str]) -> pd.Series[bool]:
    """Return whether a contact may belong to several people, or stand for none."""
    people = names.groupby(contact).transform("nunique")
    leads = contact.map(contact.value_counts())
    role = contact.str.match(ROLE_ADDRESS, na=False)
    return role | (people > MOST_NAMES) | (leads > MOST_LEADS)


def _first_of(keys: pd.Series[str]) -> Pairs:
    """Return each lead with the first that has the same key."""
    first = keys.index.to_series().groupby(keys).transform("first").dropna()
    return np.array([first.index, first], dtype=np.int64)


def _pairs(keys: pd.Series[str]) -> Pairs:
    """Return every two leads that have the same key."""
    rows = keys.rename_axis("lead").reset_index(name="key")
    both = rows.merge(rows, on="key").query("lead_x < lead_y")
    return both[["lead_x", "lead_y"]].to_numpy(dtype=np.int64).T


def _alike(pairs: Pairs, text: pd.Series[str]) -> Pairs:
    """Keep the pairs whose text is there and nearly the same."""
    left, right = text.to_numpy(dtype=object)[pairs]
    return pairs[:, process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=ALIKE) >= ALIKE]


def _same_firm(pairs: Pairs, firms: pd.Series[str]) -> Pairs:
    pairs = _alike(pairs, firms)
    left, right = firms.str.replace(r"\D+", " ", regex=True).to_numpy(dtype=object)[pairs]
    return pairs[:, left == right]
