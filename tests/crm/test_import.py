from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.cli.main import leadkit
from leadkit.crm.drafting.draft import draft_map
from leadkit.crm.mapping import ImportMap
from leadkit.crm.reading import read_mapped

EXPORTS = Path(__file__).parents[2] / "data" / "samples" / "exports"
ROAD = (
    "created_at", "mql_at", "handed_off_at", "first_response_at", "accepted_at", "rejected_at",
    "closed_at", "consent_at",
)  # fmt: skip
SAID = ("outcome", "rejection_reason", "lost_reason", "deal_value", "owner", "campaign")

HEAD = """\
format = 1
timezone = "Asia/Ho_Chi_Minh"
currency = "VND"
window = 30
"""
LEADS = """\
[[files]]
name = "leads.csv"
holds = "leads"
[files.columns]
"Id" = "lead_id"
"First" = "first_name"
"Last" = "last_name"
"Mail" = "email"
"Made" = "created_at"
"Status" = "outcome"
"Deal" = ""
[files.values.outcome]
"won!" = "won"
"gone" = "lost"
"Converted" = ""
"""
DEALS = """\
[[files]]
name = "deals*.csv"
holds = "details"
join = ["Deal", "No"]
[files.columns]
"Opened" = "handed_off_at"
"Taken" = "decision"
"Decided" = ["decided_at", "closed_at"]
"Amount" = "deal_value"
"Stage" = "outcome"
[files.values.decision]
"y" = "accepted"
"n" = "rejected"
[files.values.outcome]
"Signed" = "won"
"Dead" = "lost"
"Talking" = "open"
"""
CALLS = """\
[[files]]
name = "calls.csv"
holds = "activities"
join = ["contact"]
kind = "call"
by = "sales"
[files.columns]
"When" = "at"
"Address" = "email"
"How" = "detail"
"""
LEAD_ROWS = """\
Id,First,Last,Mail,Made,Status,Deal
1,An,Nguyễn,an@example.com,2026-06-01 09:00,Converted,a
2,Bình,Trần,binh@example.com,2026-06-02 09:00,Converted,b
3,,Lê,chau@example.com,2026-06-03 09:00,gone,
4,Dung,,dung@example.com,2026-06-04 09:00,won!,
5,Em,Vũ,em@example.com,2026-06-05 09:00,Converted,c
"""
DEAL_ROWS = """\
No,Opened,Taken,Decided,Amount,Stage
a,2026-06-10,y,2026-06-11,500,Signed
b,2026-06-10,n,2026-06-12,700,Dead
c,2026-06-10,y,2026-06-13,900,Talking
x,2026-06-10,y,2026-06-13,900,Talking
"""
CALL_ROWS = """\
When,Address,How
2026-06-20 10:00,AN@example.com,busy
2026-06-06 10:00,an@example.com,talked
2026-06-06 10:00,nobody@example.com,talked
"""


def put(folder, **files):
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def mapped(folder, text):
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return ImportMap.load(path)


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words], catch_exceptions=False)


def minutes(cells):
    return cells.dt.strftime("%Y-%m-%dT%H:%MZ").tolist()


def test_three_files_become_one_book(tmp_path):
    paths = put(tmp_path, calls=CALL_ROWS, deals=DEAL_ROWS, leads=LEAD_ROWS)
    imported = read_mapped(paths, mapped(tmp_path, HEAD + LEADS + DEALS + CALLS))
    leads = imported.book.leads.set_index("lead_id")
    assert leads["full_name"].tolist() == ["An Nguyễn", "Bình Trần", "Lê", "Dung", "Em Vũ"]
    assert leads["outcome"].tolist() == ["won", "lost", "lost", "won", "open"]
    assert minutes(leads["created_at"])[:2] == ["2026-06-01T02:00Z", "2026-06-02T02:00Z"]
    assert leads.loc[["1", "5"], "accepted_at"].dt.day.tolist() == [10, 12]
    assert leads.index[leads["rejected_at"].notna()].tolist() == ["2"]
    assert leads.index[leads["closed_at"].notna()].tolist() == ["1", "2"]
    assert leads["deal_value"].dropna().to_dict() == {"1": 500.0}
    events = imported.tables["events"]
    assert events[["lead_id", "kind", "by", "detail"]].to_numpy().tolist() == [
        ["1", "call", "sales", "talked"],
        ["1", "call", "sales", "busy"],
    ]
    assert minutes(events["at"]) == ["2026-06-06T03:00Z", "2026-06-20T03:00Z"]
    assert imported.set_aside[["table", "row", "value", "reason"]].to_numpy().tolist() == [
        ["deals.csv", 5, "x", "UNKNOWN_LEAD"],
        ["calls.csv", 4, "", "UNKNOWN_LEAD"],
    ]
    assert imported.settings.currency == "VND"
    assert imported.settings.window_days == 30
    assert imported.as_of == pd.Timestamp("2026-06-12T17:00Z")
    assert "1 closing date of an open lead is a hope and was left out" in imported.notes
    assert "2 amounts of leads that are not won are hopes and were left out" in imported.notes
    assert not any("example.com" in note for note in imported.notes)


def test_of_several_rows_the_won_one_counts_else_the_latest(tmp_path):
    text = LEADS.replace('"Deal" = ""\n', "") + DEALS.replace('["Deal", "No"]', '["Id", "No"]')
    rows = """\
No,Opened,Taken,Decided,Amount,Stage
1,2026-06-10,y,2026-06-11,500,Signed
1,2026-06-10,y,2026-06-20,900,Dead
2,2026-06-10,y,2026-06-12,700,Dead
2,2026-06-10,y,2026-06-11,800,Talking
"""
    paths = put(tmp_path, leads=LEAD_ROWS, deals=rows)
    imported = read_mapped(paths, mapped(tmp_path, HEAD + text))
    leads = imported.book.leads.set_index("lead_id")
    assert leads.loc[["1", "2"], "outcome"].tolist() == ["won", "lost"]
    assert leads.loc["1", "deal_value"] == 500
    assert (
        "deals.csv: of several rows of a lead the won one counts, else the latest; "
        "2 rows did not count"
    ) in imported.notes


def test_names_spelled_otherwise_are_joined_and_counted(tmp_path):
    leads = "Id,Status,Product\n1,won,GTXPro\n2,lost,GTX Pro\n3,lost,MG\n"
    products = "Product,Price\nGTX Pro,10\nM-G,20\n"
    text = """\
format = 1
[[files]]
name = "leads.csv"
holds = "leads"
[files.columns]
"Id" = "lead_id"
"Status" = "outcome"
"Product" = "product"
[[files]]
name = "products.csv"
holds = "details"
join = ["Product", "Product"]
[files.columns]
"Price" = "price"
"""
    paths = put(tmp_path, leads=leads, products=products)
    imported = read_mapped(paths, mapped(tmp_path, text), as_of="2026-06-30")
    assert imported.book.leads["price"].tolist() == [10, 10, 20]
    assert "products.csv: 2 leads found their row by a name spelled otherwise" in imported.notes


def test_what_the_leads_know_early_stays_and_what_comes_later_the_details_know(tmp_path):
    text = (
        HEAD
        + LEADS.replace('"Deal" = ""', '"Who" = "owner"\n"Source" = "source"')
        + """\
[[files]]
name = "deals.csv"
holds = "details"
join = ["Id", "No"]
[files.columns]
"Owner" = "owner"
"Origin" = "source"
"""
    )
    leads = (
        "Id,First,Last,Mail,Made,Status,Who,Source\n"
        "1,,,,2026-06-01,won!,Lan,web\n2,,,,2026-06-01,gone,Lan,\n"
    )
    deals = "No,Owner,Origin\n1,Hùng,fair\n2,,fair\n"
    imported = read_mapped(put(tmp_path, leads=leads, deals=deals), mapped(tmp_path, text))
    assert imported.book.leads["owner"].tolist() == ["Hùng", "Lan"]
    assert imported.book.leads["source"].tolist() == ["web", "fair"]


def test_a_value_without_a_line_is_an_error_that_shows_the_line_to_add(tmp_path):
    rows = LEAD_ROWS.replace("won!", "Paused")
    with pytest.raises(BadInput) as error:
        read_mapped(put(tmp_path, leads=rows), mapped(tmp_path, HEAD + LEADS))
    assert "1 value of 'Status' has no line in the map: 'Paused' (1)" in error.value.problem
    assert error.value.where == f"{tmp_path / 'map.toml'}:17"
    assert '"Paused" = "won | lost | open"' in error.value.fix


def test_case_and_spaces_of_values_do_not_matter_and_our_own_words_need_no_line(tmp_path):
    rows = LEAD_ROWS.replace("won!", "WON!").replace("gone", "lost")
    imported = read_mapped(put(tmp_path, leads=rows), mapped(tmp_path, HEAD + LEADS))
    assert imported.book.leads["outcome"].tolist() == ["open", "open", "lost", "won", "open"]


def test_a_column_that_is_gone_is_told_with_the_nearest_names(tmp_path):
    rows = LEAD_ROWS.replace("Status", "Statuses")
    with pytest.raises(BadInput) as error:
        read_mapped(put(tmp_path, leads=rows), mapped(tmp_path, HEAD + LEADS))
    assert "has no column 'Status'" in error.value.problem
    assert error.value.where == f"{tmp_path / 'map.toml'}:14"
    assert "Statuses" in error.value.fix


def test_a_join_by_a_column_that_is_gone_is_told(tmp_path):
    text = HEAD + LEADS.replace('"Deal" = ""\n', "") + DEALS
    paths = put(tmp_path, leads=LEAD_ROWS.replace("Deal", "Offer"), deals=DEAL_ROWS)
    with pytest.raises(BadInput, match="has no column 'Deal'"):
        read_mapped(paths, mapped(tmp_path, text))


def test_files_and_map_must_fit(tmp_path):
    rules = mapped(tmp_path, HEAD + LEADS + DEALS)
    leads, deals, other = put(tmp_path, leads=LEAD_ROWS, deals_june=DEAL_ROWS, other=DEAL_ROWS)
    with pytest.raises(BadInput, match=r"the map names 'deals\*\.csv', which was not given"):
        read_mapped([leads], rules)
    with pytest.raises(BadInput, match="the map does not know this file"):
        read_mapped([leads, deals, other], rules)
    [second] = put(tmp_path, deals_july=DEAL_ROWS)
    with pytest.raises(BadInput, match="are both called as"):
        read_mapped([leads, deals, second], rules)
    assert len(read_mapped([leads, deals], rules).book.leads) == 5


def test_a_map_of_one_file_fits_the_next_export_whatever_its_name(tmp_path):
    rules = mapped(tmp_path, HEAD + LEADS)
    one, other = put(tmp_path, leads=LEAD_ROWS, october=LEAD_ROWS)
    assert read_mapped([one], rules).sha256 == read_mapped([other], rules).sha256


def test_a_column_the_map_does_not_know_is_left_out_and_named(tmp_path):
    rows = LEAD_ROWS.replace("Deal", "Deal,Extra").replace("\n", ",7\n").replace("Extra,7", "Extra")
    imported = read_mapped(put(tmp_path, leads=rows), mapped(tmp_path, HEAD + LEADS))
    assert "not in the map and left out: Extra" in imported.notes
    assert "extra" not in imported.book.leads


def test_dates_that_fit_two_orders_need_a_word(tmp_path):
    rows = "Id,Made,Status\n1,05/06/2026,won\n2,06/07/2026,lost\n"
    text = LEADS
    for gone in ("First", "Last", "Mail", "Deal"):
        text = "\n".join(line for line in text.split("\n") if not line.startswith(f'"{gone}"'))
    [path] = put(tmp_path, leads=rows)
    mapped(tmp_path, HEAD + text)
    out = tmp_path / "book"
    asked = run("import", path, "--map", tmp_path / "map.toml", "-o", out)
    assert asked.exit_code == 2
    assert "5 June 2026 or 6 May 2026" in asked.stderr
    assert "--dates" in asked.stderr
    assert not out.exists()
    for order, days in (("day-first", [4, 5]), ("month-first", [5, 6])):
        rules = mapped(tmp_path, f'dates = "{order}"\n{HEAD}{text}')
        assert read_mapped([path], rules).book.leads["created_at"].dt.day.tolist() == days
    told = ("--dates", "day-first")
    mapped(tmp_path, HEAD + text)
    assert run("import", path, "--map", tmp_path / "map.toml", "-o", out, *told).exit_code == 0


def test_leads_without_a_number_get_one_that_the_next_export_gives_again(tmp_path):
    text = HEAD + LEADS.replace('"Id" = "lead_id"\n', "")
    rules = mapped(tmp_path, text)
    first = read_mapped(put(tmp_path, leads=LEAD_ROWS), rules).book.leads
    rows = LEAD_ROWS.strip().split("\n")
    later = "\n".join([rows[0], rows[5], rows[1], rows[3], rows[3]]) + "\n"
    second = read_mapped(put(tmp_path, leads=later), rules).book.leads
    ids = first["lead_id"].tolist()
    assert second["lead_id"].tolist() == [ids[4], ids[0], ids[2], f"{ids[2]}-2"]


def test_rows_that_cannot_be_used_are_set_aside_with_their_reason(tmp_path):
    more = "".join(f"{n},,,,2026-06-06,gone,\n" for n in range(10, 20))
    bad = "5,Em,Vũ,,2026-06-05 09:00,gone,\n6,X,,,gestern,gone,\n,,,,2026-06-05,gone,\n"
    rows = LEAD_ROWS + bad + more
    imported = read_mapped(put(tmp_path, leads=rows), mapped(tmp_path, HEAD + LEADS))
    assert imported.set_aside[["table", "row", "column", "reason"]].to_numpy().tolist() == [
        ["leads", 7, "lead_id", "REPEATED_ID"],
        ["leads", 8, "created_at", "IMPOSSIBLE_DATE"],
        ["leads", 9, "lead_id", "MISSING_VALUE"],
    ]
    assert len(imported.book.leads) == 15


def test_garbled_accents_are_mended_only_where_the_map_says_so(tmp_path):
    rows = LEAD_ROWS.replace("Nguyễn", "Nguyá»…n")
    [path] = put(tmp_path, leads=rows)
    as_is = read_mapped([path], mapped(tmp_path, HEAD + LEADS))
    mended = read_mapped([path], mapped(tmp_path, "repair_accents = true\n" + HEAD + LEADS))
    assert as_is.book.leads["full_name"].iloc[0] == "An Nguyá»…n"
    assert mended.book.leads["full_name"].iloc[0] == "An Nguyễn"
    assert "1 cell with garbled accents was mended" in mended.notes


def test_a_plan_by_year_and_quarter(tmp_path):
    text = (
        HEAD
        + LEADS
        + """\
[[files]]
name = "plan.csv"
holds = "plan"
[files.columns]
"Y" = "year"
"Q" = "quarter"
"N" = "handoffs"
"Rate" = "win_rate"
"Deal" = "deal_value"
"""
    )
    plan = "Y,Q,N,Rate,Deal\n2026,1,,,\n2026,2,50,0.2,100\n2026,Q3,60,0.2,100\n"
    imported = read_mapped(put(tmp_path, leads=LEAD_ROWS, plan=plan), mapped(tmp_path, text))
    assert imported.tables["plan"].to_numpy().tolist() == [
        ["2026Q2", 50, 0.2, 100],
        ["2026Q3", 60, 0.2, 100],
    ]


def test_an_export_without_dates_must_say_when_it_was_taken(tmp_path):
    text = HEAD + LEADS
    for gone in ("First", "Last", "Mail", "Made", "Deal"):
        text = "\n".join(line for line in text.split("\n") if not line.startswith(f'"{gone}"'))
    paths = put(tmp_path, leads="Id,Status\n1,won\n2,lost\n")
    with pytest.raises(BadInput) as error:
        read_mapped(paths, mapped(tmp_path, text))
    assert "--as-of" in error.value.fix
    taken = read_mapped(paths, mapped(tmp_path, text), as_of="2026-06-30")
    assert taken.as_of == pd.Timestamp("2026-06-30T16:59Z")


def test_the_command_says_what_came_in_and_the_same_export_twice_changes_nothing(tmp_path):
    paths = put(tmp_path, leads=LEAD_ROWS, deals=DEAL_ROWS, calls=CALL_ROWS)
    mapped(tmp_path, HEAD + LEADS + DEALS + CALLS)
    words = ("import", *paths, "--map", tmp_path / "map.toml", "-o", tmp_path / "book")
    first = run(*words)
    assert first.exit_code == 0
    for said in (
        "5 leads: 2 won, 2 lost, 1 open",
        "created from 2026-06-01 to 2026-06-05; taken on 2026-06-13",
        "Set aside from deals.csv: UNKNOWN_LEAD 1",
        "Possible: ",
        "The next: ",
    ):
        assert said in first.stdout
    assert len(first.stdout.splitlines()) <= 24
    book = lk.read_book(tmp_path / "book")
    assert book.leads["outcome"].tolist() == ["won", "lost", "lost", "won", "open"]
    assert (tmp_path / "book" / "map.toml").read_text() == HEAD + LEADS + DEALS + CALLS
    [aside] = (tmp_path / "book").glob("snapshots/*/set-aside.csv")
    assert pd.read_csv(aside)["reason"].tolist() == ["UNKNOWN_LEAD", "UNKNOWN_LEAD"]
    again = json.loads(run(*words, "--json").stdout)
    assert again["is_known"]
    assert again["outcomes"] == {"won": 2, "lost": 2, "open": 1}
    assert again["rows"] == {"leads": 5, "events": 2, "set_aside": 2}
    assert again["reasons"] == {"calls.csv": {"UNKNOWN_LEAD": 1}, "deals.csv": {"UNKNOWN_LEAD": 1}}


@pytest.mark.parametrize("name", ["hubspot.csv", "salesforce.csv", "bang_khach_hang.csv"])
def test_the_sample_exports_give_back_the_sample_book_without_an_edit(sample_book, name):
    export = EXPORTS / name
    imported = read_mapped([export], draft_map([export]).map)
    leads = imported.book.leads.set_index("lead_id")
    assert imported.set_aside.empty
    true = sample_book.leads.set_index("lead_id").loc[leads.index]
    for column in (*ROAD, *SAID):
        pd.testing.assert_series_equal(leads[column], true[column], check_dtype=False)


def test_mended_names_are_those_of_the_sample_book(sample_book):
    export = EXPORTS / "bang_khach_hang.csv"
    rules = draft_map([export]).map.model_copy(update={"repair_accents": True})
    leads = read_mapped([export], rules).book.leads.set_index("lead_id")
    true = sample_book.leads.set_index("lead_id").loc[leads.index, "full_name"]
    assert (leads["full_name"] == true).mean() > 0.99


def test_a_map_that_nobody_tried_says_so_until_somebody_has(tmp_path):
    export = EXPORTS / "hubspot.csv"
    text = draft_map([export]).text
    for verified, is_told in (("false", True), ("true", False)):
        mapped(tmp_path, text.replace("verified = false", f"verified = {verified}"))
        out = ("-o", tmp_path / verified)
        said = run("import", export, "--map", tmp_path / "map.toml", *out)
        assert said.exit_code == 0
        assert ("was never tried on a real export" in said.stdout) == is_told
