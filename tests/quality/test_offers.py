import pandas as pd

from leadkit.book import Book
from leadkit.quality import screen, write_screening


def test_what_may_have_been_meant_is_listed_and_not_applied(tmp_path):
    leads = pd.DataFrame(
        {
            "lead_id": ["L1", "L2", "L3", "L4"],
            "email": ["an@gmial.com", "binh@example.com", "chi@@gmail.com", None],
            "phone": ["0912345678", "0912345699 / 0987123456", "O912345670", "0912345688"],
            "outcome": "open",
        }
    ).set_axis([2, 3, 4, 5])
    report = screen(Book({"leads": leads}))
    assert report.offered.fillna("").to_numpy().tolist() == [
        [2, "L1", "email", "an@gmial.com", "an@gmail.com", "misspelled domain"],
        [4, "L3", "email", "chi@@gmail.com", "chi@gmail.com", ""],
        [3, "L2", "phone", "0912345699 / 0987123456", "+84987123456", "two numbers in one cell"],
        [4, "L3", "phone", "O912345670", "+84912345670", "letter for a digit"],
    ]
    assert report.accepted.leads["phone"].tolist() == [
        "+84912345678", "+84912345699", "+84912345688",
    ]  # fmt: skip
    assert report.accepted.leads["email"].tolist()[:2] == ["an@gmial.com", "binh@example.com"]
    write_screening(report, tmp_path, title="Book")
    assert len(pd.read_csv(tmp_path / "offered.csv")) == 4
    assert pd.read_csv(tmp_path / "duplicates.csv").columns.tolist() == [
        "cluster", "row in file", "lead_id", "survivor", "why",
    ]  # fmt: skip


def test_nothing_to_offer_is_an_empty_table():
    leads = pd.DataFrame({"email": ["an@example.com"], "outcome": "open"})
    assert screen(Book({"leads": leads})).offered.empty
