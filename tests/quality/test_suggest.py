import tomllib

import numpy as np
import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.base.toml import parse_toml
from leadkit.book import Book, Settings
from leadkit.quality import Standard, screen
from leadkit.quality.suggest import suggest_rules, suggestions
from leadkit.quality.worth import last_quarters, worth_of_rules

TEXT = """\
# Ours.
format = 1
version = "3"
valid_from = 2025-01-01
required = ["source"]  # the least

[approved_by]
marketing = "An"
marketing_on = 2025-01-01
sales = ""

[[rules]]
code = "BLANK"
kind = "required"
severity = "gate"
owner = "marketing"
message = "Blank."

[[rules]]
code = "R1"  # the first
kind = "one_of"
columns = ["one"]
values = ["good"]
severity = "info"
owner = "marketing"
message = "First."

[[rules]]
code = "R2"
kind = "one_of"
columns = ["two"]
values = ["good"]
severity = "SEVERITY"
owner = "sales"
message = "Second."
"""
VALUE, COST = 1_000.0, 50.0


def standard(severity="info"):
    return parse_toml(TEXT.replace("SEVERITY", severity), Standard, "standard.toml")


def quarter_of_leads(start, times=10, later_wins=0):
    """The known answer, so many times: 200 leads, R1 flags 50 (40, 1 win), R2 30 (25, none)."""
    lead = np.arange(200)
    first, second = lead < 50, ((lead >= 30) & (lead < 40)) | ((lead >= 50) & (lead < 70))
    won = (lead == 49) | (lead >= 180)
    rows = pd.DataFrame(
        {
            "one": np.where(first, "bad", "good"),
            "two": np.where(second, "bad", "good"),
            "rejected": (lead < 40) | ((lead >= 50) & (lead < 65)) | ((lead >= 100) & (lead < 105)),
            "won": won,
        }
    )
    rows = pd.concat([rows] * times, ignore_index=True)
    handed = pd.Timestamp(start, tz="UTC") + pd.to_timedelta(np.arange(len(rows)) % 80, "D")
    wins = rows.pop("won")
    only_second = rows.index[(rows["two"] == "bad") & (rows["one"] == "good")]
    wins[only_second[:later_wins]] = True
    return rows.assign(
        created_at=handed,
        handed_off_at=handed,
        rejected_at=pd.Series(handed).where(rows.pop("rejected")),
        closed_at=handed + pd.Timedelta(days=20),
        outcome=np.where(wins, "won", "lost"),
        source="web",
    )


def book_of(*quarters):
    leads = pd.concat(quarters, ignore_index=True)
    leads.loc[len(leads)] = {
        "created_at": pd.Timestamp("2026-03-01", tz="UTC"),
        "handed_off_at": pd.Timestamp("2026-03-01", tz="UTC"),
        "outcome": "open", "one": "good", "two": "good", "source": "web",
    }  # fmt: skip
    ids = [f"L{row:05}" for row in range(len(leads))]
    leads = leads.assign(lead_id=pd.Series(ids, dtype="str"))
    for name in ("one", "two", "source", "outcome"):
        leads[name] = leads[name].astype("str")
    return Book({"leads": leads}, Settings(currency="VND"))


@pytest.fixture
def two_quarters():
    return book_of(quarter_of_leads("2025-01-05"), quarter_of_leads("2025-04-05"))


def test_the_known_answer_ten_times_over(two_quarters):
    found = suggest_rules(two_quarters, standard(), VALUE, COST)
    assert [(each.name, each.to) for each in found.changes] == [("R1", "gate"), ("R2", "gate")]
    first, second = (each.learned for each in found.changes)
    assert (first.flagged, first.caught, first.won, first.net.value) == (500, 400, 10, 15_000)
    assert (second.flagged, second.won, second.net.value) == (200, 0, 10_000)
    assert (found.together.flagged, found.together.net.value) == (700, 25_000)
    assert [each.shown.net.value for each in found.changes] == [15_000, 10_000]
    assert [each.held for each in found.changes] == [True, True]
    assert "Learned on 2,000 handoffs of 2025Q1, shown on 2,000 of 2025Q2" in repr(found)


def test_what_each_rule_is_worth_is_the_known_answer(two_quarters):
    worth = worth_of_rules(screen(two_quarters, standard()), VALUE, COST)
    nets = worth.table.query("code in ['R1', 'R2']").set_index(["code", "part"])["net"]
    assert nets.to_dict() == {
        ("R1", "learned"): 15_000, ("R1", "shown"): 15_000,
        ("R2", "learned"): 15_000, ("R2", "shown"): 15_000,
    }  # fmt: skip
    row = worth.table.iloc[2]
    assert (row["saved"], row["lost"], row["caught"]) == (25_000, 10_000, 400)
    assert set(worth.to_dict()["rules"]) == {"BLANK", "R1", "R2"}
    assert "R1" in worth._repr_html_()


def test_a_rule_alone_is_weighed_apart_from_what_a_gate_already_does(two_quarters):
    worth = worth_of_rules(screen(two_quarters, standard("gate")), VALUE, COST)
    first = next(each for each in worth.rules if each.rule.code == "R1")
    assert (first.alone.flagged, first.learned.flagged) == (500, 400)


def test_the_diff_keeps_remarks_and_withdraws_approval(two_quarters):
    text = TEXT.replace("SEVERITY", "info")
    found = suggestions(screen(two_quarters, standard()), VALUE, COST, text=text)
    changed = [line for line in found.diff.splitlines() if line[0] in "+-"]
    assert changed == [
        "--- standard.toml", "+++ standard-suggested.toml",
        '-version = "3"', '+version = "3-draft"',
        '-marketing = "An"', "-marketing_on = 2025-01-01", '+marketing = ""',
        '-severity = "info"', '+severity = "gate"',
        '-severity = "info"', '+severity = "gate"',
        "+", "+[[changelog]]", "+day = 2026-03-01",
        '+what = "Let R1 set leads aside; let R2 set leads aside."',
    ]  # fmt: skip
    assert "# the first" in found.suggested
    assert tomllib.loads(found.suggested)["rules"][1]["severity"] == "gate"


def test_a_standard_without_a_file_is_written_out(two_quarters):
    found = suggest_rules(two_quarters, standard(), VALUE, COST)
    assert parse_toml(found.text, Standard, "standard.toml") == standard()
    assert parse_toml(found.suggested, Standard, "standard.toml").rule("R1").severity == "gate"


def test_what_did_not_hold_later_is_said():
    later = quarter_of_leads("2025-04-05", later_wins=60)
    found = suggest_rules(book_of(quarter_of_leads("2025-01-05"), later), standard(), VALUE, COST)
    assert [each.held for each in found.changes] == [True, False]
    assert "2 changes would have paid beyond chance; 1 of them also later." in found.note


def test_a_gate_that_blocks_more_than_it_saves_is_let_go():
    first = quarter_of_leads("2025-01-05", later_wins=60)
    found = suggest_rules(book_of(first, first), standard("gate"), VALUE, COST)
    assert ("R2", "info") in [(each.name, each.to) for each in found.changes]
    assert tomllib.loads(found.suggested)["rules"][2]["severity"] == "info"


def test_consent_stays_whatever_it_costs(sample_book):
    report = screen(sample_book, Standard.default())
    worth = {each.rule.code: each for each in worth_of_rules(report, 12e6, 4e5).rules}
    assert worth["NO_CONSENT"].learned.net.high < 0
    assert "NO_CONSENT" not in [each.name for each in suggestions(report, 12e6, 4e5).changes]


def test_a_column_whose_blanks_never_win_is_to_be_required():
    leads = quarter_of_leads("2025-01-05")
    leads["company"] = np.where(leads["two"] == "bad", None, "Hoa Sen")
    book = book_of(leads, leads.assign(two="good"))
    book.leads["two"] = "good"
    known = Book(dict(book.tables), book.settings, known={"company": "contact"})
    found = suggest_rules(known, standard(), VALUE, COST)
    assert [(each.name, each.to) for each in found.changes][1] == ("company", "required")
    assert tomllib.loads(found.suggested)["required"] == ["source", "company"]


def test_the_known_answer_itself_is_within_chance():
    once = book_of(quarter_of_leads("2025-01-05", 1), quarter_of_leads("2025-04-05", 1))
    found = suggest_rules(once, standard(), VALUE, COST)
    worth = worth_of_rules(screen(once, standard()), VALUE, COST)
    assert worth.table.query("code == 'R1'")["net"].tolist() == [1_500, 1_500]
    assert found.changes == ()
    assert found.diff == ""
    assert "No change to the standard would have paid beyond chance" in found.note


def test_too_few_handoffs_are_said():
    few = quarter_of_leads("2025-01-05", 1).head(12)
    found = suggest_rules(book_of(few), standard(), VALUE, COST)
    assert "Too few handed-off leads whose outcome is known (12)" in found.note
    assert found.table.empty


def test_immature_handoffs_are_never_counted(two_quarters):
    young = quarter_of_leads("2026-01-01", 1)
    learned, shown = last_quarters(book_of(quarter_of_leads("2025-01-05"), young))
    assert (learned.quarter, shown) == ("2025Q1", None)
    learned, shown = last_quarters(two_quarters)
    assert (learned.quarter, shown.quarter) == ("2025Q1", "2025Q2")


def test_a_table_without_dates_is_learned_on_as_a_whole():
    leads = quarter_of_leads("2025-01-05").drop(
        columns=["created_at", "handed_off_at", "rejected_at", "closed_at"]
    )
    ids = pd.Series([f"L{row}" for row in range(len(leads))], dtype="str")
    found = suggest_rules(Book({"leads": leads.assign(lead_id=ids)}), standard(), VALUE, COST)
    assert [each.name for each in found.changes] == ["R1", "R2"]
    assert "without dates there is no later quarter" in found.note


def test_leads_of_one_account_count_once():
    leads = quarter_of_leads("2025-01-05")
    accounts = pd.Series([f"A{row // 100}" for row in range(len(leads))], dtype="str")
    alone = worth_of_rules(screen(book_of(leads), standard()), VALUE, COST).table
    together = worth_of_rules(
        screen(book_of(leads.assign(account_id=accounts)), standard()), VALUE, COST
    ).table
    assert alone["net"].tolist() == together["net"].tolist()
    assert (together["low"] < alone["low"])[alone["flagged"] > 0].all()


def test_amounts_at_which_nothing_pays_are_said(two_quarters):
    found = suggest_rules(two_quarters, standard(), value=100.0, cost=50.0)
    assert "the average handoff costs more than it brings" in found.note


def test_amounts_must_be_above_zero(two_quarters):
    with pytest.raises(BadInput):
        suggest_rules(two_quarters, standard(), value=0, cost=50)
