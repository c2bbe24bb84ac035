"""What is wrong with the book on purpose, and what each dirty cell should have said."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from leadkit.market.company import SOURCES, Flags, Floats, Texts, column
from leadkit.market.draws import pick
from leadkit.market.engine import Market
from leadkit.market.people import People

NEAR = 1 / 3
NO_COMPANY, NO_ROLE, NO_PROVINCE = 0.45, 0.06, 0.05
ROLE_ADDRESS, SWAPPED, DISORDER = 0.04, 0.015, 0.012
REPEATED, SEQUENTIAL = "0955555555", "0123456789"
UNASSIGNED = "054"
TIMES = {"consent_at": "%Y-%m-%d", "mql_at": "%Y-%m-%dT%H:%MZ"}
TEST_NAMES = ("Test Test", "Thử Nghiệm", "asdf")


def is_near(market: Market) -> Flags:
    """Return which duplicates are written otherwise and share no contact."""
    return np.asarray(market.leads.duplicate & (market.draws("dirt")[:, 5] < NEAR))


def soil(
    clean: pd.DataFrame, market: Market, people: People, ids: Texts
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Soil a clean table; return it and the record of every cell that was.

    The record has lead_id, table, column, kind and true_value, by lead and column.
    """
    dirt, u = _Soil(clean.copy(), ids), market.draws("dirt")
    who = market.leads
    near, real = is_near(market), ~who.test
    for kind, rows in (("exact", who.duplicate & ~near), ("near", near)):
        dirt.note(rows, "", f"duplicate_{kind}", ids[market.twin[rows]])
    _phones(dirt, who.no_phone & real, u)
    _emails(dirt, who.no_email & real, u)
    role_address = ~who.no_email & real & (u[:, 13] < ROLE_ADDRESS)
    dirt.put(role_address, "email", "email_of_role", people.company_mail)
    no_consent = real & (u[:, 9] < column(SOURCES, "no_consent")[who.source])
    dirt.put(no_consent, "consent_at", "no_consent", None)
    no_company = real & (who.segment == 0) & (u[:, 10] < NO_COMPANY)
    dirt.put(no_company, "company", "company_blank", None)
    dirt.put(real & (u[:, 11] < NO_ROLE), "role", "role_blank", None)
    dirt.put(real & (u[:, 12] < NO_PROVINCE), "province", "province_blank", None)
    _swapped(dirt, real & ~no_company & (u[:, 14] < SWAPPED))
    _disorder(dirt, u[:, 15] < DISORDER, market.draws("contact")[:, 10])
    _test_records(dirt, who.test, u[:, 8])
    return dirt.table, dirt.all_noted()


@dataclass
class _Soil:
    """A table being soiled, and what its cells said before."""

    table: pd.DataFrame
    ids: Texts
    noted: list[pd.DataFrame] = field(default_factory=list)

    def put(self, rows: Flags, name: str, kind: str, cells: Texts | str | None) -> None:
        true = self.table.loc[rows, name]
        if name in TIMES:
            true = true.dt.strftime(TIMES[name])
        self.note(rows, name, kind, true.to_numpy(dtype=object))
        self.table.loc[rows, name] = cells[rows] if isinstance(cells, np.ndarray) else cells

    def note(self, rows: Flags, name: str, kind: str, true: Texts | str) -> None:
        noted = {"lead_id": self.ids[rows], "table": "leads", "column": name, "kind": kind}
        self.noted.append(pd.DataFrame({**noted, "true_value": true}))

    def all_noted(self) -> pd.DataFrame:
        every = pd.concat(self.noted, ignore_index=True).astype("str")
        return every.sort_values(["lead_id", "column", "kind"], ignore_index=True)


def _phones(dirt: _Soil, rows: Flags, u: Floats) -> None:
    kind = pick(u[:, 6], (0.5, 0.3, 0.2))
    phone = dirt.table["phone"].astype("str")
    obvious = np.where(u[:, 8] < 0.5, REPEATED, SEQUENTIAL).astype(object)
    unassigned = (UNASSIGNED + phone.str[3:]).to_numpy(dtype=object)
    dirt.put(rows & (kind == 0), "phone", "phone_unassigned", unassigned)
    dirt.put(rows & (kind == 1), "phone", "phone_repeated", obvious)
    dirt.put(rows & (kind == 2), "phone", "phone_short", phone.str[:-2].to_numpy(dtype=object))


def _emails(dirt: _Soil, rows: Flags, u: Floats) -> None:
    kind = pick(u[:, 7], (0.5, 0.3, 0.2))
    email = dirt.table["email"].astype("str")
    local = email.str.partition("@")[0]
    misspelled = (local + "@freemial.example").to_numpy(dtype=object)
    doubled = email.str.replace("@", "@@", regex=False).to_numpy(dtype=object)
    dirt.put(rows & (kind == 0), "email", "email_blank", None)
    dirt.put(
        rows & (kind == 1), "email", "email_typo", np.where(u[:, 8] < 0.5, misspelled, doubled)
    )
    throwaway = (local + "@throwaway.example").to_numpy(dtype=object)
    dirt.put(rows & (kind == 2), "email", "email_disposable", throwaway)


def _swapped(dirt: _Soil, rows: Flags) -> None:
    names = dirt.table["full_name"].to_numpy(dtype=object, copy=True)
    dirt.put(rows, "full_name", "swapped", dirt.table["company"].to_numpy(dtype=object))
    dirt.put(rows, "company", "swapped", names)


def _disorder(dirt: _Soil, rows: Flags, u: Floats) -> None:
    """Set the qualification 1 to 20 days before the creation."""
    rows = rows & dirt.table["mql_at"].notna().to_numpy()
    early = pd.to_timedelta(np.ceil(1_440 * (1 + 19 * u)), unit="min")
    wrong = (dirt.table["created_at"] - early).dt.as_unit("us").to_numpy(dtype=object)
    dirt.put(rows, "mql_at", "dates_out_of_order", wrong)


def _test_records(dirt: _Soil, rows: Flags, u: Floats) -> None:
    dirt.note(rows, "", "test", "")
    names = np.array(TEST_NAMES, dtype=object)[pick(u, np.ones(len(TEST_NAMES)))]
    dirt.table.loc[rows, "full_name"] = names[rows]
    dirt.table.loc[rows, "company"] = "Test"
    number = dirt.table.loc[rows, "phone"].astype("str").str[-4:]
    dirt.table.loc[rows, "email"] = "test" + number + "@example.com"
