import json
import os
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import Book, Settings, read_export
from leadkit.journey import turns
from leadkit.quality import FILES, Standard, rule_value, screen, screening_page, write_screening

mpl.use("Agg")


def book_of(rows, **columns):
    leads = pd.DataFrame(rows).assign(**columns)
    for name in leads.columns:
        if name.endswith("_at"):
            leads[name] = pd.to_datetime(leads[name], utc=True)
    return Book({"leads": leads.assign(outcome="open")}, Settings(currency="VND"))


@pytest.fixture
def six():
    """The six leads of the known answer: three pass, one repeats, one is a test, one said no."""
    rows = [
        ("L1", "Nguyễn Văn An", "an@example.com", "0912 345 678", "Hoa Sen", "2025-01-01", True),
        ("L2", "Trần Bình", "binh@example.com", "0950000123", None, "2025-01-02", True),
        ("L3", "Lê Hoàng", "hoang@@c", "0950000456", "Gốm sứ", "2025-01-02", True),
        ("L4", "Nguyen Van An", None, "+84 912 345 678", "Hoa Sen", "2025-01-03", True),
        ("L5", "test", None, "0123", None, "2025-01-03", True),
        ("L6", "Phạm Dung", "dung@example.com", "0950000789", "In ấn", "2025-01-04", False),
    ]
    names = ["lead_id", "full_name", "email", "phone", "company", "created_at", "agreed"]
    leads = pd.DataFrame(rows, columns=names)
    consent = leads["created_at"].where(leads.pop("agreed"))
    return book_of(leads, consent_at=consent, source="website_form")


def test_the_six_leads_of_the_known_answer(six):
    screening = screen(six)
    assert screening.accepted.leads["lead_id"].tolist() == ["L1", "L2", "L3"]
    assert screening.set_aside.set_index("lead_id")["reasons"].to_dict() == {
        "L4": "DUPLICATE",
        "L5": "REQUIRED_BLANK; UNREACHABLE_BOTH; TEST_RECORD",
        "L6": "NO_CONSENT",
    }
    assert screening.passed.events == 3
    counts = screening.table.set_index("code")["n"]
    assert counts[["EMAIL_INVALID", "PHONE_INVALID", "UNREACHABLE_BOTH"]].tolist() == [1, 1, 1]


def test_accepted_contacts_are_in_normal_form_and_invalid_ones_stay_visible(six):
    accepted = screen(six).accepted.leads
    assert accepted["phone"].tolist() == ["+84912345678", "+84950000123", "+84950000456"]
    assert accepted["email"].tolist() == ["an@example.com", "binh@example.com", "hoang@@c"]
    assert six.leads["phone"][0] == "0912 345 678"


def test_accepted_and_set_aside_are_all_the_rows(dirty):
    screening = screen(dirty)
    assert screening.rows == len(dirty.leads) + 2
    assert screening.rows == len(screening.accepted.leads) + len(screening.set_aside)
    assert screening.unreadable == 2
    assert screening.set_aside["reasons"].tolist()[-2:] == ["IMPOSSIBLE_DATE", "RAGGED_ROW"]
    rows = {*screening.accepted.leads.index, *screening.set_aside.index}
    assert rows == {*dirty.leads.index, 9000, 9001}
    assert (screening.set_aside["reasons"].str.len() > 0).all()


def test_repaired_counts_accepted_leads_only(dirty):
    screening = screen(dirty)
    accepted = screening.accepted.leads["phone"] == "+84832000135"
    assert screening.n_repaired == accepted.sum() > 0
    assert screening.to_dict()["repaired"] == accepted.sum()


def test_every_repair_is_told_cell_by_cell(dirty):
    repaired = screen(dirty).repaired
    assert repaired.columns.tolist() == ["row", "lead_id", "column", "old", "new", "rule", "what"]
    first = repaired.iloc[0]
    assert first[["column", "old", "new", "rule", "what"]].tolist() == [
        "phone", "01232000135", "+84832000135", "PHONE_INVALID", "old prefix",
    ]  # fmt: skip
    assert dirty.leads.loc[repaired["row"], "phone"].tolist() == repaired["old"].tolist()
    accepted = screen(dirty).accepted.leads
    assert accepted.loc[repaired["row"], "phone"].tolist() == repaired["new"].tolist()


def test_only_gates_set_a_lead_aside_while_its_score_is_good(dirty):
    screening = screen(dirty)
    standard = screening.standard
    gates = {rule.code for rule in standard.rules if rule.severity == "gate"}
    given_reasons = screening.set_aside["reasons"].str.split("; ").explode()
    assert set(given_reasons) <= gates | {"IMPOSSIBLE_DATE", "RAGGED_ROW"}


def test_every_rate_has_its_n_and_the_sources_add_up(dirty):
    screening = screen(dirty)
    checked = [finding for finding in screening.findings if finding.checked]
    assert all(finding.rate.n == len(dirty.leads) for finding in checked)
    assert screening.by_source["n"].sum() == len(dirty.leads)
    assert screening.by_source["accepted"].sum() == len(screening.accepted.leads)
    assert (screening.by_source["low"] < screening.by_source["rate"]).all()


def test_cost_is_what_sales_spent_on_failing_leads(dirty):
    screening = screen(dirty, value=1_000, cost=50)
    finding = next(f for f in screening.findings if f.rule.code == "NO_CONSENT")
    leads = dirty.leads
    failing = leads["consent_at"].isna() & leads["handed_off_at"].notna()
    won = (leads["outcome"] == "won") & failing
    assert finding.cost.value == pytest.approx(50 * failing.sum())
    assert finding.cost.low < finding.cost.value < finding.cost.high
    assert finding.won == won.sum()
    named = leads.assign(lead_id=leads.index.astype("str"))
    fate = turns(replace(dirty, tables={"leads": named}))["won"][failing]
    assert 0 < fate.isna().sum() < len(fate)
    assert finding.net.n == fate.notna().sum()
    assert finding.net.value == pytest.approx(50 * fate.notna().sum() - 1_000 * fate.sum())


def test_a_rule_is_worth_nothing_yet_while_every_lead_it_fails_is_young(dirty):
    leads = dirty.leads
    young = leads["handed_off_at"] > leads["handed_off_at"].max() - pd.Timedelta(days=60)
    screening = screen(dirty.keep(young), value=1_000, cost=50)
    finding = next(f for f in screening.findings if f.rule.code == "NO_CONSENT")
    assert finding.handed_off > 0
    assert finding.cost.value == 50 * finding.handed_off
    assert finding.net is None


@pytest.mark.parametrize("amounts", [{"cost": 0}, {"value": -1}, {"cost": float("nan")}])
def test_impossible_amounts_are_refused(six, amounts):
    with pytest.raises(BadInput, match="above 0"):
        screen(six, **amounts)


def test_the_worth_of_a_rule_is_the_known_answer():
    lead = pd.RangeIndex(200)
    rejected = pd.Series(lead < 60)
    first = pd.Series((lead < 40) | (lead >= 190))
    second = pd.Series(((lead >= 35) & (lead < 60)) | ((lead >= 185) & (lead < 190)))
    won = pd.Series(lead == 195)
    worth = [
        rule_value(flagged, rejected=rejected, won=won, value=1_000, cost=50)
        for flagged in (first, second)
    ]
    assert [w.flagged for w in worth] == [50, 30]
    assert [w.net.value for w in worth] == [1_500, 1_500]
    assert worth[0].precision.value == pytest.approx(0.80)
    assert worth[0].recall.value == pytest.approx(40 / 60)
    both = rule_value(
        pd.Series(lead < 60) | pd.Series(lead >= 190), rejected=rejected, won=won,
        value=1_000, cost=50,
    )  # fmt: skip
    assert (both.flagged, both.net.value) == (70, 2_500)


def test_absent_columns_are_not_a_failure_of_every_row():
    screening = screen(book_of({"age": [30, 40, 50]}))
    assert len(screening.accepted.leads) == 3
    assert not screening.table["checked"].any()
    assert "email" in screening.table.set_index("code").loc["EMAIL_INVALID", "missing"]
    page = screening_page(screening, title="Bank").html()
    assert "No rule could be checked" in page
    assert list(screening.to_dict()["not_checked"]) == [r.code for r in screening.standard.rules]


def test_a_bare_export_is_screened_alike(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        "Record ID,Email Address,Mobile Phone,Status\n"
        "1,an@example.com,0950000123,won\n2,,984XXXXXXX,lost\n3,binh@example.com,,lost\n",
        encoding="utf-8",
    )
    screening = screen(read_export(path, outcome="Status"))
    assert screening.set_aside["reasons"].tolist() == ["UNREACHABLE_BOTH"]
    assert len(screening.accepted.leads) == 2


@pytest.mark.parametrize("word", ["n/a", "Không", "khong", " - ", "chưa có", "test", "N/A"])
def test_blank_words_are_blank_and_not_wrong(word):
    rows = {"full_name": ["An"], "email": [word], "phone": ["0950000123"]}
    counts = screen(book_of(rows)).table.set_index("code")["n"]
    assert counts["EMAIL_INVALID"] == 0
    assert counts["UNREACHABLE_BOTH"] == 0


@pytest.mark.parametrize(
    ("name", "company", "email", "is_test"),
    [
        ("Test 01", None, "x@example.com", True),
        ("An", "Công ty Test", "x@example.com", True),
        ("An", None, "test.01@example.com", True),
        ("Thử nghiệm", None, "x@example.com", True),
        ("An", "Trung tâm Test IELTS", "x@example.com", False),
        ("Testa Rossi", None, "contest@example.com", False),
        ("An", None, "an@test-lab.example", False),
    ],
)
def test_test_records(name, company, email, is_test):
    book = book_of({"full_name": [name], "company": [company], "email": [email]})
    counts = screen(book).table.set_index("code")["n"]
    assert counts["TEST_RECORD"] == is_test


def test_times_out_of_order_and_far_ahead_are_counted_and_kept():
    rows = {
        "created_at": ["2025-01-05", "2025-01-02", "2025-01-03", "2062-01-01"],
        "mql_at": ["2025-01-04", None, None, None],
        "handed_off_at": ["2025-01-06", "2025-01-01", "2025-01-04", None],
    }
    screening = screen(book_of(rows))
    counts = screening.table.set_index("code")["n"]
    assert counts["TIME_ORDER"] == 2
    assert counts["TIME_FUTURE"] == 1
    assert len(screening.accepted.leads) == 4


@pytest.mark.parametrize("answer", [None, "no", "Không", "False", "Chưa", "từ chối"])
def test_a_refusal_is_no_consent(answer):
    leads = pd.DataFrame({"consent_at": [answer, "2025-01-01"], "outcome": "open"}, dtype="str")
    screening = screen(Book({"leads": leads}))
    assert screening.set_aside["reasons"].tolist() == ["NO_CONSENT"]


def test_numbers_of_another_country_are_left_as_they_are():
    rows = {"email": [f"a{i}@example.com" for i in range(3)]}
    rows["phone"] = ["660-485-0224", "212-345-6789", "860-253-6354"]
    screening = screen(book_of(rows))
    assert screening.accepted.leads["phone"].tolist() == rows["phone"]
    assert screening.repaired.empty
    assert "check the region" in screening_page(screening, title="US").html()


def test_a_column_called_reasons_is_not_lost():
    book = book_of({"email": ["x"], "reasons": ["mine"]})
    aside = screen(book).set_aside
    assert aside["reasons (as exported)"].tolist() == ["mine"]
    assert aside["reasons"].tolist() == ["UNREACHABLE_BOTH"]


def test_the_same_book_gives_the_same_bytes(dirty, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_screening(screen(dirty), tmp_path / name, title="Book", footer="hash")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_machines_read(dirty, tmp_path):
    write_screening(screen(dirty, value=1_000, cost=50), tmp_path, title="Book")
    content = json.loads((tmp_path / "screening.json").read_text(encoding="utf-8"))
    assert content["rows"] == content["accepted"] + content["set_aside"]
    assert content["standard"]["sha256"] == Standard.default().sha256
    rule = content["rules"]["NO_CONSENT"]
    keys = {"value", "low", "high", "level", "n", "events", "method"}
    assert set(rule["rate"]) == set(rule["cost"]) == keys
    assert rule["n"] == rule["rate"]["events"]
    accepted = pd.read_csv(tmp_path / "accepted.csv", dtype="str")
    aside = pd.read_csv(tmp_path / "set-aside.csv", dtype="str")
    assert len(accepted) == content["accepted"]
    assert len(aside) == content["set_aside"]
    assert aside["row in file"].tolist()[-1] == "9001"
    repaired = pd.read_csv(tmp_path / "repaired.csv", dtype="str")
    assert repaired["row in file"].nunique() == content["repaired"]
    assert set(content["first_pass"]) == keys
    assert set(content["dimensions"]["validity"]) == keys | {"mean", "weight"}
    assert content["score"]["at_least"] == 0.75
    assert set(content["trend"][0]) == keys | {"code", "by", "group"}


@pytest.mark.skipif("LEADKIT_REAL_DATA" not in os.environ, reason="LEADKIT_REAL_DATA is not set")
def test_masked_contacts_of_a_real_export_are_no_duplicates():
    path = Path(os.environ["LEADKIT_REAL_DATA"]) / "ficzon" / "ficzon.csv"
    screening = screen(read_export(path, outcome="Status", won=["CONVERTED"]))
    counts = screening.table.set_index("code")["n"]
    assert counts["DUPLICATE"] == 0
    assert len(screening.accepted.leads) > 0.5 * screening.rows
