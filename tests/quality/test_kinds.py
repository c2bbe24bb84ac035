"""The kinds of rule beyond contacts and duplicates, each on leads that do and do not fail it."""

import pandas as pd
import pytest

from leadkit.book import Book
from leadkit.quality import Standard, screen
from leadkit.quality.rules import Rule


def caught(kind, leads, *, required_in=None, **told):
    """Return which leads one rule of a kind fails."""
    rule = Rule(code="R", kind=kind, severity="info", owner="marketing", message="R.", **told)
    changed = {"rules": (rule,), "score": None}
    if required_in is not None:
        changed |= {"required": (), "required_in": required_in}
    standard = Standard.default().model_copy(update=changed)
    book = Book({"leads": pd.DataFrame(leads).assign(outcome="open")})
    found = screen(book, standard).findings[0].failing
    return None if found is None else found.tolist()


def times(*texts):
    return pd.Series(pd.to_datetime(texts, utc=True))


def test_an_age_fails_beyond_the_most_hours():
    leads = {
        "created_at": times("2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 00:00"),
        "handed_off_at": times("2026-03-04 00:00", "2026-03-04 00:01", None),
    }
    told = {"columns": ("created_at", "handed_off_at"), "ok": 24, "most": 72}
    assert caught("age", leads, **told) == [False, True, False]
    del leads["handed_off_at"]
    assert caught("age", leads, **told) is None


def test_a_range_takes_both_ends_and_refuses_what_is_no_number():
    leads = {"points": [0.5, 1, 5, 5.5, None, float("inf")]}
    assert caught("range", leads, columns=("points",), least=1, most=5) == [
        True, False, False, True, False, True,
    ]  # fmt: skip
    text = {"points": ["1", "-", "many", " 7 "]}
    assert caught("range", text, columns=("points",), most=5) == [False, False, True, True]
    assert caught("range", leads, columns=("age",), least=1) is None


def test_one_of_compares_without_case_and_tone_marks():
    leads = {"province": ["Hà Nội", "ha noi ", "Huế", None, "không rõ"]}
    told = {"columns": ("province",), "values": ("Hà Nội", "Đà Nẵng")}
    assert caught("one_of", leads, **told) == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("cell", "is_marked"),
    [("yes", True), ("Có", True), ("1", True), ("2026-01-02", True), ("x", True), (" X ", True),
     ("no", False), ("0", False), ("không", False), ("False", False), (None, False), ("", False)],
)  # fmt: skip
def test_a_mark_not_to_call_is_anything_but_no(cell, is_marked):
    leads = {"do_not_call": pd.Series([cell, "-"], dtype="str")}
    assert caught("do_not_call", leads, columns=("do_not_call",)) == [is_marked, False]


@pytest.mark.parametrize("cells", [[True, False], [1, 0], [1.0, 0.0]])
def test_a_mark_may_be_a_number_or_a_truth(cells):
    assert caught("do_not_call", {"dnc": cells}, columns=("dnc",)) == [True, False]


def test_contacts_not_to_be_called_are_known_in_any_spelling():
    leads = {
        "email": ["An@Example.com", "b@example.com", None],
        "phone": [None, "+84 950 000 123", "0950000124"],
    }
    listed = ("an@example.com", "0950000123")
    assert caught("do_not_call", leads, listed=listed) == [True, True, False]
    assert caught("do_not_call", leads, listed=listed, columns=("do_not_call",)) == [
        True, True, False,
    ]  # fmt: skip


def test_role_and_free_addresses():
    leads = {"email": ["info@firm.example", "an@gmail.com", "information@firm.example", "x", None]}
    assert caught("role_address", leads) == [True, False, False, False, False]
    assert caught("free_mail", leads, words=("Gmail.com",)) == [False, True, False, False, False]


def test_mangled_letters():
    leads = {"full_name": ["Nguyá»…n Văn An", "Nguyễn Văn An", None]}
    assert caught("mangled", leads, columns=("full_name",)) == [True, False, False]


def test_columns_required_of_one_segment_alone():
    leads = {"segment": ["Large", "small", None], "company": [None, None, None]}
    told = {"required_in": {"large": ("company",)}}
    assert caught("required", leads, **told) == [True, False, False]
    assert caught("required", {"segment": ["large"], "company": ["Hoa Sen"]}, **told) == [False]
