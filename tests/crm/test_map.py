from __future__ import annotations

import unicodedata

import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.cli.main import leadkit
from leadkit.crm.drafting.draft import draft_map
from leadkit.crm.mapping import ImportMap

SHEET = """\
Họ tên,Số điện thoại,Email,Ngày tạo,Nguồn,Trạng thái,Lý do,Nhân viên,Doanh thu,Ghi chú
Nguyễn Văn An,0912345678,an@example.com,25/06/2026,Zalo OA,Đã chốt,,Lan,22.700.000 ₫,gọi lại
Trần Thị Bình,0987654301,binh@example.com,26/06/2026,Facebook,Thất bại,Giá cao,Lan,,
Lê Minh Châu,0905123987,chau@example.com,27/06/2026,Facebook,Đang liên hệ,,Hùng,,thứ hai
"""
LEADS = """\
Lead Key,Email,Created,Stage
7,an@example.com,2026-06-01,New
8,binh@example.com,2026-06-02,Customer
9,chau@example.com,2026-06-03,Lost
"""
DEALS = """\
Deal,Lead Ref,Amount,Deal Stage,Close Date
d1,8,500,Closed Won,2026-07-01
d2,9,300,Closed Lost,2026-07-02
"""
CALLS = """\
Call Date,Lead Ref,Call Result
2026-06-04 10:00,7,no answer
2026-06-05 10:00,7,busy
2026-06-05 11:00,9,talked
"""


def put(folder, **files):
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def fed(draft, name="leads"):
    file = next(file for file in draft.map.files if file.name.startswith(name))
    return {header: list(to) for header, to in file.columns.items()}


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize("write", [str, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_a_vietnamese_sheet_is_read_by_its_headers(tmp_path, write):
    header, *rows = SHEET.split("\n")
    [path] = put(tmp_path, khach="\n".join([write(header), *rows]))
    draft = draft_map([path])
    assert draft.system == "vietnamese_sheet"
    assert list(fed(draft, "khach").values()) == [
        ["full_name"], ["phone"], ["email"], ["created_at"], ["source"], ["outcome"],
        ["lost_reason"], ["owner"], ["deal_value"], [],
    ]  # fmt: skip
    assert draft.map.timezone == "Asia/Ho_Chi_Minh"
    assert draft.map.currency == "VND"
    assert draft.map.leads.values == {
        "outcome": {"Đã chốt": "won", "Thất bại": "lost", "Đang liên hệ": "open"},
        "lost_reason": {"Giá cao": "LOST_PRICE"},
    }


def test_every_line_says_why_and_hides_contact_data(tmp_path):
    [path] = put(tmp_path, khach=SHEET)
    text = draft_map([path]).text
    for hidden in ("Nguyễn", "0912345678", "an@example.com", "gọi lại", "Lan"):
        assert hidden not in text
    for shown in ("N… · T… · L…", "0912…78", "a…@….com", "Zalo OA · Facebook", "22.700.000 ₫"):
        assert shown in text
    columns = text[text.index("[files.columns]") :].split("\n\n")[0].splitlines()[2:]
    assert len(columns) == 10
    assert all("  # " in line for line in columns)


def test_files_are_joined_by_what_they_have_in_common_whatever_it_is_called(tmp_path):
    paths = put(tmp_path, calls=CALLS, deals=DEALS, leads=LEADS)
    draft = draft_map(paths)
    files = {file.name: (file.holds, list(file.join)) for file in draft.map.files}
    assert files == {
        "leads.csv": ("leads", []),
        "calls.csv": ("activities", ["Lead Key", "Lead Ref"]),
        "deals.csv": ("details", ["Lead Key", "Lead Ref"]),
    }
    assert fed(draft, "deals") == {
        "Deal": ["deal"],
        "Lead Ref": [],
        "Amount": ["deal_value"],
        "Deal Stage": ["outcome"],
        "Close Date": ["closed_at"],
    }
    calls = draft.map.files[1]
    assert (calls.kind, calls.by) == ("call", "sales")
    assert fed(draft, "calls")["Call Date"] == ["at"]


def test_files_without_a_common_id_are_joined_by_contact_data(tmp_path):
    leads = "Ref,Mobile,Created,Status\na,0912345678,2026-06-01,Won\nb,0905123987,2026-06-02,Lost\n"
    deals = "Phone,Amount,Stage\n+84 912 345 678,10,Won\n84905123987,20,Lost\n"
    draft = draft_map(put(tmp_path, leads=leads, deals=deals))
    assert draft.map.files[1].join == ("contact",)
    assert fed(draft, "deals")["Phone"] == ["phone"]


def test_telephones_of_another_country_are_joined_as_its_clock_says(tmp_path):
    leads = "Ref,Mobile,Created,Status\na,(415) 555-2671,2026-06-01,Won\n"
    paths = put(tmp_path, leads=leads, deals="Phone,Amount,Stage\n+1 415 555 2671,10,Won\n")
    maps = ImportMap(
        timezone="America/Los_Angeles",
        files=[
            {"name": "leads.csv", "holds": "leads",
             "columns": {"Ref": "lead_id", "Mobile": "phone", "Created": "created_at"}},
            {"name": "deals.csv", "holds": "details", "join": ["contact"],
             "columns": {"Phone": "phone", "Amount": "deal_value", "Stage": "outcome"},
             "values": {"outcome": {"Won": "won"}}},
        ],
    )  # fmt: skip
    book = lk.read_mapped(paths, maps).book
    assert book.leads["deal_value"].tolist() == [10]


def test_a_list_that_many_leads_share_is_known_as_early_as_what_finds_it(tmp_path):
    leads = (
        "Lead ID,Created,Status,Product,Agent\n"
        "1,2026-06-01,Won,Basic,Lan\n2,2026-06-02,Lost,Basic,Lan\n"
        "3,2026-06-03,Won,Pro,Hùng\n4,2026-06-04,New,Pro,Hùng\n"
    )
    products = "Product,Price\nBasic,10\nPro,20\n"
    teams = "Agent,Office\nLan,Hà Nội\nHùng,Huế\n"
    draft = draft_map(put(tmp_path, leads=leads, products=products, teams=teams))
    assert dict(draft.map.known) == {
        "product": "assumed",
        "price": "assumed",
        "office": "after handoff",
    }


def test_a_plan_that_lacks_a_figure_is_kept_out_and_says_which(tmp_path):
    quotas = "Year,Quarter,Quota,Quota Amount\n2026,2,50,200000\n2026,3,60,300000\n"
    draft = draft_map(put(tmp_path, leads=LEADS, quotas=quotas))
    assert draft.map.files[1].holds == ""
    assert (
        "quotas.csv: a plan needs win_rate and deal_value, which the file does not have; kept out"
        in draft.notes
    )


def test_a_whole_plan_is_taken(tmp_path):
    plan = "Quarter,Planned Leads,Win Rate,Average Deal\n2026Q2,50,0.2,100\n2026Q3,60,0.2,100\n"
    draft = draft_map(put(tmp_path, leads=LEADS, plan=plan))
    assert draft.map.files[1].holds == "plan"
    assert fed(draft, "plan") == {
        "Quarter": ["quarter"],
        "Planned Leads": ["handoffs"],
        "Win Rate": ["win_rate"],
        "Average Deal": ["deal_value"],
    }


def test_where_nothing_tells_of_a_win_the_decision_of_sales_is_the_end(tmp_path):
    leads = (
        "Lead ID,Created,Stage,Deal\n"
        "1,2026-06-01,Qualified,a\n2,2026-06-02,Working,\n3,2026-06-03,Qualified,b\n"
    )
    deals = (
        "Deal,Created,Is Accepted,Decision Date\n"
        "a,2026-06-03,TRUE,2026-06-04\nb,2026-06-04,FALSE,2026-06-06\n"
    )
    draft = draft_map(put(tmp_path, leads=leads, deals=deals))
    assert fed(draft, "deals") == {
        "Deal": [],
        "Created": ["handed_off_at"],
        "Is Accepted": ["decision", "outcome"],
        "Decision Date": ["decided_at", "closed_at"],
    }
    assert draft.map.files[1].values["outcome"] == {"TRUE": "won", "FALSE": "lost"}
    assert draft.map.leads.values["outcome"] == {"Qualified": "open", "Working": "open"}


def test_as_far_as_a_lead_goes_is_won_where_no_file_says_more(tmp_path):
    leads = "Lead ID,Created,Status\n1,2026-06-01,Closed - Converted\n2,2026-06-02,Dead\n"
    draft = draft_map(put(tmp_path, leads=leads))
    assert draft.map.leads.values["outcome"] == {"Closed - Converted": "won", "Dead": "lost"}


def test_unknown_statuses_count_as_open_and_are_named(tmp_path):
    leads = "Lead ID,Created,Status\n1,2026-06-01,Won\n2,2026-06-02,Zapped\n3,2026-06-03,Lost\n"
    draft = draft_map(put(tmp_path, leads=leads))
    assert draft.map.leads.values["outcome"]["Zapped"] == "open"
    assert (
        "leads.csv: 1 value of outcome is not recognised and counts as open: Zapped" in draft.notes
    )
    assert "not recognised: say what it means" in draft.text


def test_dates_that_fit_two_orders_are_asked_about(tmp_path):
    leads = "Lead ID,Created,Status\n1,05/06/2026,Won\n2,06/07/2026,Lost\n"
    [path] = put(tmp_path, leads=leads)
    draft = draft_map([path])
    assert draft.map.dates == ""
    assert any("5 June 2026 or 6 May 2026" in note for note in draft.notes)
    assert "5 June 2026 or 6 May 2026" in draft.text
    assert draft_map([path], dates="day-first").map.dates == "day-first"


def test_columns_told_afterwards_are_marked_so(tmp_path):
    leads = (
        "Lead ID,Created,Status,Deal Size,Last Activity,Annual Revenue,Pages\n"
        "1,2026-06-01,Won,5,2026-07-01,100,3\n2,2026-06-02,Lost,6,2026-07-02,200,4\n"
    )
    assert dict(draft_map(put(tmp_path, leads=leads)).map.known) == {
        "deal_size": "after handoff",
        "last_activity": "after handoff",
        "annual_revenue": "assumed",
        "pages": "assumed",
    }


def test_the_earliest_date_is_the_creation_where_none_is_called_so(tmp_path):
    leads = (
        "Lead ID,engaged,Close Date,Status\n"
        "1,2026-06-01,2026-07-01,Won\n2,2026-06-02,2026-07-02,Lost\n"
    )
    assert fed(draft_map(put(tmp_path, leads=leads)))["engaged"] == ["created_at"]


def test_a_column_of_any_name_whose_values_are_ends_is_the_outcome(tmp_path):
    leads = "Lead ID,Created,Zustand\n1,2026-06-01,Closed Won\n2,2026-06-02,Closed Lost\n"
    assert fed(draft_map(put(tmp_path, leads=leads)))["Zustand"] == ["outcome"]


def test_garbled_accents_are_offered_for_repair_with_a_count(tmp_path):
    [path] = put(tmp_path, khach=SHEET.replace("Trần Thị", "Tráº§n Thá»‹"))
    draft = draft_map([path])
    assert not draft.map.repair_accents
    assert any(note.startswith("1 cell has garbled accents") for note in draft.notes)


def test_it_says_what_the_export_opens_and_what_would_come_next(tmp_path):
    described = draft_map(put(tmp_path, leads=LEADS)).describe()
    opened = dict(zip(described["analysis"], described["open"], strict=True))
    assert opened["lead-quality model"]
    assert not opened["handoff threshold"]
    result = run("map", *put(tmp_path, leads=LEADS), "-o", tmp_path / "map.toml")
    assert "The next: screening before handoff, once there is phone." in result.stdout


def test_two_files_of_one_name_are_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    [one], [two] = put(tmp_path / "a", leads=LEADS), put(tmp_path / "b", leads=LEADS)
    with pytest.raises(BadInput, match=r"two files have the name 'leads\.csv'"):
        draft_map([one, two])


def test_the_map_is_printed_or_written_and_never_silently_replaced(tmp_path):
    [path] = put(tmp_path, leads=LEADS)
    printed = run("map", path)
    assert ImportMap.parse(printed.stdout, path).leads.name == "leads.csv"
    out = tmp_path / "map.toml"
    assert run("map", path, "-o", out).exit_code == 0
    assert out.read_text() == draft_map([path]).text
    again = run("map", path, "-o", out)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert run("map", path, "-o", out, "--force").exit_code == 0
    assert run("map", path, "-o", path, "--force").exit_code == 2


def test_the_draft_is_the_same_whatever_the_order_of_the_files(tmp_path):
    paths = put(tmp_path, calls=CALLS, deals=DEALS, leads=LEADS)
    assert set(draft_map(paths).text.split("\n\n")) == set(
        draft_map(paths[::-1]).text.split("\n\n")
    )


MAP = """\
format = 1
timezone = "Asia/Ho_Chi_Minh"
[[files]]
name = "leads.csv"
holds = "leads"
[files.columns]
"Id" = "lead_id"
"Status" = "outcome"
[files.values.outcome]
"Won" = "won"
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Hanoi"', 2, "no timezone 'Hanoi'"),
        ('holds = "leads"', 'holds = "deals"', 5, "write one of"),
        ('"Won" = "won"', '"Won" = "gewonnen"', 10, "outcome is one of won, lost, open"),
        ('"Status" = "outcome"', '"Status" = "reasons"', 7, "the name 'reasons' is leadkit's own"),
        ('holds = "leads"', 'holds = "leads"\nshape = 1', 6, "nothing of this name belongs here"),
        ('holds = "leads"', 'holds = "details"', 4, "join says how its rows find their lead"),
        ('holds = "leads"', 'holds = ""', 1, "exactly one file holds the leads; here 0 do"),
        ('"Status" = "outcome"', '"Status" = "decision"', 4, "a decision needs its time"),
        ('"Won" = "won"', '"Won" = won', 0, "not a TOML file"),
    ],
)  # fmt: skip
def test_a_fault_in_a_map_is_told_with_its_line(tmp_path, before, after, line, said):
    path = tmp_path / "map.toml"
    path.write_text(MAP.replace(before, after))
    with pytest.raises(BadInput) as error:
        ImportMap.load(path)
    assert said in str(error.value)
    if line:
        assert f"{path}:{line}:" in str(error.value)


def test_where_no_column_says_how_leads_ended_nothing_is_promised(tmp_path):
    draft = draft_map(
        put(tmp_path, leads="Lead ID,Created,Pages\n1,2026-06-01,3\n2,2026-06-02,4\n")
    )
    described = draft.describe().set_index("analysis")
    assert described.loc["lead-quality model", "missing"] == "outcome"
    assert any('write "outcome" beside it' in note for note in draft.notes)


def test_a_map_reads_an_export_as_the_command_would(tmp_path):
    export = lk.sample("exports") / "salesforce.csv"
    draft = lk.draft_map([export])
    (tmp_path / "map.toml").write_text(draft.text, encoding="utf-8")
    book = lk.read_export(export, map=tmp_path / "map.toml")
    truth = lk.read_book(lk.sample()).leads.set_index("lead_id")["outcome"]
    assert book.leads.set_index("lead_id")["outcome"].equals(truth[book.leads["lead_id"]])
    with pytest.raises(TypeError, match="a map says"):
        lk.read_export(export, map=draft.map, outcome="Status")


def test_the_draft_shows_what_each_column_becomes():
    draft = lk.draft_map([lk.sample("exports") / "hubspot.csv"])
    becomes = draft.table.set_index("column")["becomes"]
    assert becomes["Record ID"] == "lead_id"
    assert len(becomes) == 43
    assert "Record ID" in draft._repr_html_()
