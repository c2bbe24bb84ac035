"""The record score and its gates on six leads whose every value is known."""

import numpy as np
import pandas as pd
import pytest

from leadkit.book import Book, Settings
from leadkit.quality import Standard, screen

STANDARD = """
format = 1
version = "1.0"
valid_from = 2026-01-01
required = ["full_name", "email", "phone", "company", "source", "created_at"]
blank_words = ["test", "-"]

[score]
at_least = 0.75

[score.weights]
completeness = 0.25
validity = 0.25
contactability = 0.20
uniqueness = 0.15
timeliness = 0.10
consistency = 0.05
"""
RULES = {
    "BLANK": 'kind = "required"\nseverity = "score"',
    "EMAIL": 'kind = "email"\nseverity = "score"',
    "PHONE": 'kind = "phone"\nseverity = "score"',
    "TEST": 'kind = "test"\nseverity = "score"\ncolumns = ["full_name"]\nwords = ["test"]',
    "REACHABLE": 'kind = "reachable"\nseverity = "gate"',
    "CONSENT": 'kind = "consent"\nseverity = "gate"\ncolumns = ["consent_at"]',
    "DO_NOT_CALL": 'kind = "do_not_call"\nseverity = "gate"\ncolumns = ["do_not_call"]',
    "DUPLICATE": 'kind = "duplicate"\nseverity = "gate"',
    "LATE": 'kind = "age"\nseverity = "score"\ncolumns = ["created_at", "handed_off_at"]\n'
    "ok = 24\nmost = 72",
    "ORDER": 'kind = "order"\nseverity = "score"\ncolumns = ["created_at", "handed_off_at"]',
}
NAMES = ["lead_id", "full_name", "email", "phone", "company", "hours", "agreed", "do_not_call"]
LEADS = [
    ("L1", "Nguyễn Văn An", "an@example.com", "0912345678", "Hoa Sen", 1, True, ""),
    ("L2", "Trần Bình", "binh@example.com", "0950000123", None, 6, True, ""),
    ("L3", "Lê Hoàng", "hoang@@c", "0950000456", "Gốm sứ", 48, True, ""),
    ("L4", "Nguyen Van An", None, "+84 912 345 678", "Hoa Sen", 0.5, True, ""),
    ("L5", "test", None, "0123", None, 168, True, ""),
    ("L6", "Phạm Dung", "dung@example.com", "0950000789", "In ấn", 1, False, "yes"),
]
DIMENSIONS = ["completeness", "validity", "contactability", "uniqueness", "timeliness"]
KNOWN = {
    "L1": (1, 1, 1, 1, 1, 1.0),
    "L2": (0.8333, 1, 1, 1, 1, 0.9583),
    "L3": (1, 0.6667, 1, 1, 0.5, 0.8667),
    "L4": (0.8333, 1, 1, 0, 1, 0.8083),
    "L5": (0.5, 0, 0, 1, 0, 0.3250),
    "L6": (1, 1, 0, 1, 1, 0.8000),
}


def standard_of(folder, rules=RULES, head=STANDARD):
    text = head
    for code, rule in rules.items():
        text += f'\n[[rules]]\ncode = "{code}"\nowner = "marketing"\nmessage = "{code}"\n{rule}\n'
    path = folder / "standard.toml"
    path.write_text(text, encoding="utf-8")
    return Standard.load(path)


def book_of(rows):
    leads = pd.DataFrame(rows, columns=NAMES)
    created = pd.Timestamp("2026-03-02", tz="UTC") + pd.to_timedelta(range(len(leads)), "D")
    handed = created + pd.to_timedelta(leads.pop("hours"), "h").to_numpy()
    consent = pd.Series(created).where(leads.pop("agreed"))
    leads = leads.assign(created_at=created, handed_off_at=handed, consent_at=consent)
    return Book({"leads": leads.assign(source="web", outcome="open")}, Settings(currency="VND"))


@pytest.fixture
def report(tmp_path):
    return screen(book_of(LEADS), standard_of(tmp_path))


def test_every_dimension_and_score_is_the_known_answer(report):
    scores = report.scores.set_axis(report.book.leads["lead_id"])
    for lead, values in KNOWN.items():
        found = scores.loc[lead, [*DIMENSIONS, "score"]].tolist()
        assert found == pytest.approx(values, abs=5e-5), lead
    assert (scores["consistency"] == 1).all()


def test_gates_decide_whatever_the_score(report):
    assert report.accepted.leads["lead_id"].tolist() == ["L1", "L2", "L3"]
    assert report.set_aside.set_index("lead_id")["reasons"].to_dict() == {
        "L4": "DUPLICATE",
        "L5": "REACHABLE",
        "L6": "CONSENT; DO_NOT_CALL",
    }
    assert (report.passed.events, report.passed.n) == (3, 6)
    assert (report.below_score.events, report.below_score.n) == (1, 6)
    assert (report.first_pass.events, report.first_pass.n) == (1, 6)
    assert report.reasons.loc["DUPLICATE"].tolist() == [1, 1, 2]


def test_each_dimension_has_its_rate_and_the_file_has_it_too(report):
    table = report.dimensions.set_index("dimension")
    assert table.loc["contactability", ["n", "faultless", "weight"]].tolist() == [6, 4, 0.20]
    assert table.loc["validity", "mean"] == pytest.approx((4 + 2 / 3) / 6)
    dimension = report.to_dict()["dimensions"]["timeliness"]
    assert (dimension["n"], dimension["events"], dimension["mean"]) == (6, 4, 0.75)
    assert report.to_dict()["score"]["weights"]["completeness"] == 0.25


def test_a_score_too_low_sets_a_lead_aside_that_passes_every_gate(tmp_path):
    strict = standard_of(tmp_path, head=STANDARD.replace("0.75", "0.90"))
    reasons = screen(book_of(LEADS), strict).set_aside.set_index("lead_id")["reasons"]
    assert reasons["L3"] == "SCORE_TOO_LOW"
    assert reasons["L6"] == "CONSENT; DO_NOT_CALL"


def test_no_score_outweighs_a_do_not_call(tmp_path):
    only = {code: RULES[code] for code in ("BLANK", "DO_NOT_CALL")}
    head = STANDARD[: STANDARD.index("[score]")]
    head += "[score]\nat_least = 0\nweights = { completeness = 0.99, contactability = 0.01 }\n"
    report = screen(book_of(LEADS), standard_of(tmp_path, only, head))
    assert report.scores["score"].iloc[5] == pytest.approx(0.99)
    assert report.set_aside["lead_id"].tolist() == ["L6"]


def test_a_score_from_less_than_half_the_weight_is_none(tmp_path):
    leads = book_of(LEADS).leads[["created_at", "handed_off_at", "outcome"]]
    report = screen(Book({"leads": leads}), standard_of(tmp_path))
    assert report.scores["score"].isna().all()
    assert len(report.set_aside) == 0
    assert report.to_dict()["score"]["median"] is None


def test_a_lead_not_handed_off_is_scored_without_timeliness_and_order(tmp_path):
    book = book_of(LEADS)
    book.leads.loc[2, "handed_off_at"] = pd.NaT
    report = screen(book, standard_of(tmp_path))
    assert np.isnan(report.scores.loc[2, ["timeliness", "consistency"]].tolist()).all()
    assert report.scores.loc[2, "score"] == pytest.approx((0.85 - 0.25 / 3) / 0.85)


def test_a_standard_without_a_score_still_shows_the_dimensions(tmp_path):
    gates = {code: rule for code, rule in RULES.items() if '"gate"' in rule}
    report = screen(
        book_of(LEADS), standard_of(tmp_path, gates, STANDARD[: STANDARD.index("[score]")])
    )
    assert report.dimensions["dimension"].tolist() == ["uniqueness", "contactability"]
    assert report.scores["score"].isna().all()
    assert report.to_dict()["score"] is None
