import unicodedata

import numpy as np
import pandas as pd
import pytest

from leadkit.book import Book, Settings

FAMILY, MIDDLE, GIVEN, NOUN = (
    text.split(", ")
    for text in (
        "Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý",
        "Văn, Thị, Hữu, Đức, Minh, Ngọc, Thanh, Quang, Thu, Anh, Gia, Bảo",
        "An, Ánh, Bình, Châu, Chi, Cường, Dũng, Duy, Đạt, Giang, Hà, Hải, Hạnh, Hiếu, Hoa, Hùng, "
        "Hương, Khánh, Lan, Linh, Long, Mai, Nam, Nga, Nhung, Phong, Phúc, Phương, Quân, Sơn, "
        "Tâm, Thảo, Thắng, Trang, Trung, Tú, Tuấn, Vân, Vy, Yến",
        "Hoa Sen, Nông sản, Cơ khí, Vận tải, May mặc, Gốm sứ, Thực phẩm, Nội thất, Điện máy, In ấn",
    )
)


def strip_marks(text):
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@pytest.fixture(scope="session")
def crowd():
    """2,000 different people, then 60 exact and 60 near duplicates, with the truth."""
    rng = np.random.default_rng(7)
    n, extra = 2_000, 60
    pick = [rng.integers(0, len(parts), n) for parts in (FAMILY, MIDDLE, GIVEN, NOUN)]
    phone = 950_000_000 + rng.choice(9_000_000, n, replace=False) + 100_000
    people = pd.DataFrame(
        {
            "full_name": [
                f"{FAMILY[a]} {MIDDLE[b]} {GIVEN[c]}" for a, b, c in zip(*pick[:3], strict=True)
            ],
            "email": [f"lead{i}@freemail.example" for i in range(n)],
            "phone": [f"0{number}" for number in phone],
            "company": [f"Công ty TNHH {NOUN[d]} {i % 700}" for i, d in enumerate(pick[3])],
            "created_at": pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(range(n), "h"),
        }
    )
    people["dup_of"] = -1
    exact = people.iloc[:extra].assign(dup_of=range(extra))
    exact["email"] = [f"again{i}@freemail.example" for i in range(extra)]
    exact["phone"] = [f"+84 {number[1:4]} {number[4:]}" for number in exact["phone"]]
    near = people.iloc[extra : 2 * extra].assign(dup_of=range(extra, 2 * extra))
    near["full_name"] = [
        strip_marks(" ".join(reversed(name.split()))) for name in near["full_name"]
    ]
    near["company"] = near["company"].str.replace("Công ty TNHH", "Cty")
    near["email"] = [f"near{i}@freemail.example" for i in range(extra)]
    near["phone"] = [f"0959{i:06d}" for i in range(extra)]
    later = pd.concat([exact, near])
    later["created_at"] += pd.Timedelta(days=200)
    leads = pd.concat([people, later], ignore_index=True)
    leads["outcome"] = "open"
    truth = leads.pop("dup_of")
    return Book({"leads": leads}, Settings(currency="VND")), truth


@pytest.fixture(scope="session")
def dirty(crowd):
    book, _truth = crowd
    rng = np.random.default_rng(5)
    leads = book.leads.copy()
    n = len(leads)
    leads["source"] = rng.choice(["website_form", "bought_list"], n)
    leads["consent_at"] = pd.Series(pd.Timestamp("2025-01-01", tz="UTC"), leads.index)
    leads.loc[rng.random(n) < 0.1, "consent_at"] = pd.NaT
    leads.loc[rng.random(n) < 0.06, "phone"] = "0999999999"
    leads.loc[rng.random(n) < 0.06, "email"] = "không"
    leads.loc[rng.random(n) < 0.03, "phone"] = "01232000135"
    leads["mql_at"] = leads["created_at"] + pd.Timedelta(hours=1)
    leads["handed_off_at"] = (leads["mql_at"] + pd.Timedelta(hours=3)).mask(rng.random(n) < 0.4)
    leads["outcome"] = np.where(
        leads["handed_off_at"].notna() & (rng.random(n) < 0.1), "won", "lost"
    )
    aside = pd.DataFrame(
        {
            "table": ["leads", "leads", "events"],
            "row": [9000, 9001, 3],
            "column": ["created_at", "", "at"],
            "value": ["32/01/2025", "", "?"],
            "reason": ["IMPOSSIBLE_DATE", "RAGGED_ROW", "IMPOSSIBLE_DATE"],
        }
    )
    return Book({"leads": leads}, book.settings, set_aside=aside)
