from __future__ import annotations

import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book import Known

TABLE = """Record ID,Create Date,Email,Status,Lead Owner,Score
1,2026-01-02,a@example.com,CONVERTED,Lan,3
2,2026-01-03,,converted,Lan,4
3,2026-01-04,b@example.com,Junk Lead,Minh,x
4,2026-01-05,c@example.com,In Progress,Minh,5
5,2026-01-06,d@example.com,,Minh,6
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "export.csv").write_text(TABLE)
    return tmp_path / "export.csv"


def test_parts_are_recognised_by_name_and_said(path):
    book = lk.read_export(path, outcome="Status", won=["CONVERTED"])
    assert dict(book.roles) == {
        "outcome": "Status",
        "lead_id": "Record ID",
        "created_at": "Create Date",
        "email": "Email",
    }
    assert book.leads["outcome"].tolist() == ["won", "won", "lost", "open", "open"]
    said = " ".join(book.notes)
    assert "'CONVERTED', 'converted'" in said
    assert "1 lead has no outcome" in said
    assert book.known["email"] == Known.CONTACT
    assert book.known["Score"] == Known.ASSUMED


def test_named_columns_are_declared_and_dropped_ones_are_gone(path):
    book = lk.read_export(path, outcome="Status", known_at_handoff=["Score"], drop=["Lead Owner"])
    assert book.known["Score"] == Known.HANDOFF
    assert "Lead Owner" not in book.leads


@pytest.mark.parametrize(
    ("how", "problem", "fix"),
    [
        ({"outcome": "Statu"}, "no column 'Statu'", "Nearest names: Status"),
        ({"outcome": "Status", "won": ["sold"]}, "'sold'", "'CONVERTED' (1)"),
        ({"outcome": "Lead Owner"}, "no value", "Name it with --won"),
        ({}, "nothing says", "--outcome"),
        ({"outcome": "Status", "won": ["converted"], "drop": ["x"]}, "no column 'x'", ""),
    ],
)
def test_wrong_names_are_refused_with_what_there_is(path, how, problem, fix):
    with pytest.raises(BadInput, match=problem) as error:
        lk.read_export(path, **how)
    assert fix in error.value.fix


def test_one_class_only_is_refused(tmp_path):
    (tmp_path / "e.csv").write_text("id,status\n1,won\n2,won\n")
    with pytest.raises(BadInput, match="ended the same way"):
        lk.read_export(tmp_path / "e.csv", outcome="status")


def test_our_own_leads_table_is_read_with_its_declarations(sample_book):
    book = lk.read_export(lk.sample() / "leads.csv")
    assert len(book.leads) == len(sample_book.leads)
    assert book.known["rejection_reason"] == Known.AFTER


def test_a_column_that_shares_a_declared_name_is_not_taken_for_it(tmp_path):
    rows = "".join(f"{i},{'yes' if i % 3 else 'no'},{i}\n" for i in range(9))
    (tmp_path / "e.csv").write_text("age,y,campaign\n" + rows)
    book = lk.read_export(tmp_path / "e.csv", outcome="y", won=["yes"])
    assert book.known["campaign"] == Known.ASSUMED
    assert book.leads["lead_id"].tolist() == [str(row) for row in range(2, 11)]
