"""How long an export takes to become a book, beside Arrow's bare read and beside plain pandas.

Writes an export as a CRM does: names with accents, days first, times without a zone, amounts with
their currency; reads it in turn as text alone, as a book, and the way it is usually done by hand.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measure import Jobs, row, timed
from screening import bare_read

from leadkit.book import Book
from leadkit.book.export import read_export

SIZES = (100_000, 1_000_000)
ROUNDS = {100_000: 5, 1_000_000: 3}
SEED, MILLION = 5, 1_000_000
READS = 4.0
FAMILY = "Nguyễn,Trần,Lê,Phạm,Hoàng,Huỳnh,Phan,Vũ,Võ,Đặng,Bùi,Đỗ,Hồ,Ngô,Dương,Lý"
MIDDLE = "Văn,Thị,Hữu,Đức,Ngọc,Minh,Quốc,Thanh,Xuân,Thu"
GIVEN = "An,Bình,Châu,Dũng,Giang,Hà,Hùng,Hương,Khánh,Linh,Mai,Nam,Phúc,Quân,Sơn,Tâm,Vy,Yến"
FIRMS = "Thiên Phú,Đại Việt,Ánh Dương,Trường Sơn,Sao Mai,Cửu Long,Hồng Hà,Tân Bình"
PLACES = "Hà Nội,TP. Hồ Chí Minh,Đà Nẵng,Hải Phòng,Cần Thơ,Bình Dương,Đồng Nai,Khánh Hòa"
SOURCES = "Website,Facebook Ads,Google Ads,Zalo,Giới thiệu,Hội chợ,Danh sách mua"
STATUSES = "won,lost,open"
MOMENT, DAY = "%d/%m/%Y %H:%M", "%d/%m/%Y"


def rows() -> list[dict[str, Any]]:
    """Measure every size."""
    return [row for size in SIZES for row in of_size(size)]


def of_size(size: int) -> list[dict[str, Any]]:
    """Write an export of so many leads and read it each way, each round in the same order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        write(size, path)
        refuse_difference(read_export(path), by_hand(path))
        jobs: Jobs = {
            "bare": lambda: bare_read(path),
            "book": lambda: read_export(path),
            "by hand": lambda: by_hand(path),
        }
        seconds = timed(jobs, f"{size:,}", ROUNDS[size])
    of = f"{size:,} rows of 15 columns"
    goal = READS if size == max(SIZES) else None
    return [
        row(f"export to a book, {of}, to Arrow's bare read", seconds, "book", "bare", goal),
        row(f"export to a book, {of}, to pandas by hand", seconds, "book", "by hand"),
    ]


def by_hand(path: Path) -> pd.DataFrame:
    """Read the export the way pandas' guide says: as text where digits are names, then convert."""
    text = dict.fromkeys(["phone", "tax code"], "str")
    table = pd.read_csv(path, dtype=text)
    table["created_at"] = pd.to_datetime(table["created_at"], format=MOMENT).dt.tz_localize("UTC")
    table["closed_at"] = pd.to_datetime(table["closed_at"], format=DAY).dt.tz_localize("UTC")
    amounts = table["deal_value"].str.replace(r"[^\d]", "", regex=True)
    return table.assign(deal_value=pd.to_numeric(amounts))


def refuse_difference(book: Book, table: pd.DataFrame) -> None:
    """Assert that both ways read the same times, amounts and texts."""
    leads = book.leads.reset_index(drop=True)
    for name in ("created_at", "closed_at", "deal_value", "employees", "province", "phone"):
        alike = (leads[name] == table[name]) | (leads[name].isna() & table[name].isna())
        assert alike.all(), f"{name} is read alike both ways"


def write(n: int, path: Path) -> None:
    """Write an export of 15 columns and about 180 bytes a lead, a million at a time."""
    rng = np.random.default_rng(SEED)
    for first in range(0, n, MILLION):
        part = export(min(MILLION, n - first), first, rng)
        part.to_csv(path, index=False, header=not first, mode="a" if first else "w")


def export(n: int, first: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return so many rows of an export as text, counted from the first."""

    def any_of(texts: str) -> pd.Series[str]:
        each = np.array(texts.split(","), dtype=object)
        return pd.Series(each[rng.integers(0, len(each), n)], dtype="str")

    def digits(low: int, high: int) -> pd.Series[str]:
        return pd.Series(rng.integers(low, high, n)).astype("str")

    begun = pd.Series(
        pd.Timestamp("2024-10-01") + pd.to_timedelta(rng.integers(0, 10**6, n), "min")
    )
    ended = begun + pd.to_timedelta(rng.integers(1, 90, n), "D")
    status = any_of(STATUSES)
    amount = pd.Series(rng.lognormal(17, 0.8, n).round(-5).astype(int)).map("{:,} ₫".format)
    name = any_of(FAMILY) + " " + any_of(MIDDLE) + " " + any_of(GIVEN)
    return pd.DataFrame(
        {
            "lead_id": "L" + pd.Series(np.arange(first, first + n)).astype("str").str.zfill(8),
            "full_name": name,
            "company": "Công ty TNHH " + any_of(FIRMS) + " " + digits(1, 20_000),
            "tax code": "03" + digits(10_000_000, 99_999_999),
            "phone": "09" + digits(10_000_000, 99_999_999),
            "email": "khach" + digits(0, 10 * MILLION) + "@congty" + digits(0, 9_999) + ".vn",
            "source": any_of(SOURCES),
            "province": any_of(PLACES),
            "employees": digits(1, 500),
            "website visits": digits(0, 60),
            "created_at": begun.dt.strftime(MOMENT),
            "closed_at": ended.dt.strftime(DAY).where(status != "open"),
            "deal_value": amount.str.replace(",", ".").where(status == "won"),
            "owner": any_of(GIVEN) + " " + any_of("HN,HCM,ĐN"),
            "outcome": status,
        }
    )
