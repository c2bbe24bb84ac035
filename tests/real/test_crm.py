"""Real exports become books by map and import; their numbers are counted anew with csv."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import datetime

import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit
from leadkit.crm.drafting.draft import draft_map

MOST_EDITS = 5
EDITS = {
    "ficzon": {
        'timezone = "UTC" ': 'timezone = "Asia/Kolkata" ',
        'currency = "" ': 'currency = "INR" ',
    },
    "marketstar": {
        'currency = "" ': 'currency = "USD" ',
        '"DisqualifiedReason" = "rejection_reason"': '"DisqualifiedReason" = "lost_reason"',
        "[files.values.rejection_reason]": "[files.values.lost_reason]",
    },
    "zoho": {},
    "maven": {'currency = "" ': 'currency = "USD" '},
}
FILES = {
    "ficzon": ("ficzon/ficzon.csv",),
    "marketstar": (
        "marketstar/Leads.csv",
        "marketstar/Opportunities.csv",
        "marketstar/Quotas.csv",
    ),
    "zoho": ("zoho_demo/Calls.csv", "zoho_demo/Leads.csv", "zoho_demo/Potentials.csv"),
    "maven": (
        "maven_crm/accounts.csv",
        "maven_crm/products.csv",
        "maven_crm/sales_pipeline.csv",
        "maven_crm/sales_teams.csv",
    ),
}
ZOHO_TIME = "%d %b, %Y %H:%M:%S"


def edited(text, edits):
    """Apply the edits, each of one line that stands there once."""
    for before, after in edits.items():
        assert text.count(before) == 1
        assert "\n" not in before + after
        text = text.replace(before, after)
    return text


def rows(path):
    with path.open(encoding="cp1252", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def imported(real_data, tmp_path_factory):
    """Map, edit and import each export that a test asks for, once."""
    done = {}

    def take(name):
        if name not in done:
            folder = tmp_path_factory.mktemp(name)
            paths = [real_data / path for path in FILES[name]]
            draft = draft_map(paths).text
            text = edited(draft, EDITS[name])
            changed = sum(a != b for a, b in zip(draft.split("\n"), text.split("\n"), strict=True))
            assert changed == len(EDITS[name]) <= MOST_EDITS
            (folder / "map.toml").write_text(text, encoding="utf-8")
            words = ["import", *map(str, paths), "--map", str(folder / "map.toml")]
            result = CliRunner().invoke(
                leadkit, [*words, "-o", str(folder / "book"), "--json"], catch_exceptions=False
            )
            assert result.exit_code == 0, result.output
            done[name] = json.loads(result.stdout), lk.read_book(folder / "book")
        return done[name]

    return take


def span(times, zone="UTC"):
    local = times.dt.tz_convert(zone).dt.tz_localize(None)
    return local.min(), local.max()


def test_ficzon(imported, real_data):
    said, book = imported("ficzon")
    true = rows(real_data / "ficzon/ficzon.csv")
    ends = {
        "won": {"converted"},
        "lost": {"junk lead", "not responding", "just enquiry", "lost"},
        "open": {"potential", "long term", "in progress positive", "in progress negative", "open"},
    }
    status = Counter(row["Status"].casefold() for row in true)
    assert said["rows"] == {"leads": len(true), "set_aside": 0}
    assert said["outcomes"] == {
        end: sum(status[one] for one in values) for end, values in ends.items()
    }
    made = [datetime.strptime(row["Created"], "%d-%m-%Y %H:%M") for row in true]
    assert span(book.leads["created_at"], "Asia/Kolkata") == (min(made), max(made))
    assert book.leads["lead_id"].is_unique
    filled = sum(row["EMAIL"] not in ("", "#VALUE!") for row in true)
    assert book.leads["email"].notna().sum() == filled
    assert book.settings.currency == "INR"


def test_marketstar(imported, real_data):
    said, book = imported("marketstar")
    leads = rows(real_data / "marketstar/Leads.csv")
    deals = {row["OpportunityId"]: row for row in rows(real_data / "marketstar/Opportunities.csv")}
    ends = Counter()
    for lead in leads:
        deal = deals.get(lead["ConvertedOpportunityId"])
        if deal is not None and deal["IsAccepted"] == "TRUE":
            ends["won" if float(deal["Amount"]) >= 0 else "negative"] += 1
        else:
            lost = deal is not None or lead["Stage"] == "Disqualified"
            ends["lost" if lost else "open"] += 1
    assert said["rows"] == {"leads": len(leads) - 3, "set_aside": 3}
    assert said["reasons"] == {"leads": {"NEGATIVE_VALUE": ends.pop("negative")}}
    assert said["outcomes"] == ends
    accepted = Counter(row["IsAccepted"] for row in deals.values())
    assert book.leads["accepted_at"].notna().sum() == accepted["TRUE"] - 3
    assert book.leads["rejected_at"].notna().sum() == accepted["FALSE"]
    assert book.leads["handed_off_at"].notna().sum() == len(deals) - 3
    made = [datetime.strptime(lead["CreatedDate"], "%Y%m%d") for lead in leads]
    assert span(book.leads["created_at"]) == (min(made), max(made))
    given = [datetime.strptime(row["CreatedDate"], "%m/%d/%Y") for row in deals.values()]
    assert span(book.leads["handed_off_at"]) == (min(given), max(given))
    reasons = Counter(lead["DisqualifiedReason"] for lead in leads)
    codes = Counter(book.leads["lost_reason"].dropna())
    assert codes["UNREACHABLE"] == reasons["Abandoned"]
    assert codes["NO_NEED"] == reasons["Not Interested"] + reasons["No Need"]
    assert codes["NO_CONSENT"] == reasons["Unsubscribed/Do Not Call"]
    assert codes["LOST_COMPETITOR"] == reasons["Competitor"]
    assert codes.total() == sum(bool(lead["DisqualifiedReason"]) for lead in leads)
    kept = book.leads["deal_value"].sum()
    amounts = [float(row["Amount"]) for row in deals.values() if row["IsAccepted"] == "TRUE"]
    assert kept == pytest.approx(sum(amount for amount in amounts if amount >= 0))
    assert "plan" not in book.tables


def test_zoho(imported, real_data):
    said, book = imported("zoho")
    leads = rows(real_data / "zoho_demo/Leads.csv")
    deals = {row["LEADID"]: row for row in rows(real_data / "zoho_demo/Potentials.csv")}
    calls = rows(real_data / "zoho_demo/Calls.csv")
    kept, ends, backwards = [], Counter(), 0
    for lead in leads:
        deal = deals.get(lead["LEADID"])
        stage = deal["Stage"] if deal else ""
        made = datetime.strptime(lead["Created Time"], ZOHO_TIME)
        if stage.startswith("Closed") and datetime.strptime(deal["Closing Date"], ZOHO_TIME) < made:
            backwards += 1
            continue
        kept.append((lead, made))
        given_up = deal is None and lead["Lead Status"] in ("Junk Lead", "Lost Lead")
        lost = stage == "Closed Lost" or given_up
        ends["won" if stage == "Closed Won" else "lost" if lost else "open"] += 1
    told = {lead["LEADID"] for lead, _made in kept}
    heard = [call for call in calls if call["LEADID"] in told]
    nameless = sum(not call["LEADID"] for call in calls)
    assert said["outcomes"] == ends
    assert said["reasons"] == {
        "leads": {"CLOSED_BEFORE_CREATED": backwards},
        "Calls.csv": {
            "MISSING_VALUE": nameless,
            "UNKNOWN_LEAD": len(calls) - nameless - len(heard),
        },
    }
    assert len(book.leads) == len(leads) - backwards
    assert span(book.leads["created_at"]) == (
        min(made for _lead, made in kept),
        max(made for _lead, made in kept),
    )
    events = book.tables["events"]
    assert set(events.loc[events["kind"] == "call", "lead_id"]) == {
        call["LEADID"] for call in heard
    }
    won = [deals[lead["LEADID"]] for lead, _made in kept if lead["LEADID"] in deals]
    amounts = [
        float(deal["Amount"].strip("$").replace(",", ""))
        for deal in won
        if deal["Stage"] == "Closed Won"
    ]
    assert book.leads["deal_value"].sum() == pytest.approx(sum(amounts))
    assert book.settings.currency == "USD"


def test_maven(imported, real_data):
    said, book = imported("maven")
    true = rows(real_data / "maven_crm/sales_pipeline.csv")
    stage = Counter(row["deal_stage"] for row in true)
    assert said["rows"] == {"leads": len(true), "set_aside": 0}
    assert said["outcomes"] == {
        "won": stage["Won"],
        "lost": stage["Lost"],
        "open": stage["Engaging"] + stage["Prospecting"],
    }
    for column, name in (("engage_date", "created_at"), ("close_date", "closed_at")):
        times = [datetime.strptime(row[column], "%m/%d/%Y") for row in true if row[column]]
        assert span(book.leads[name]) == (min(times), max(times))
        assert book.leads[name].notna().sum() == len(times)
    prices = {
        row["product"].replace(" ", ""): float(row["sales_price"])
        for row in rows(real_data / "maven_crm/products.csv")
    }
    leads = book.leads.set_index("lead_id").loc[[row["opportunity_id"] for row in true]]
    asked = [prices[row["product"].replace(" ", "")] for row in true]
    assert leads["sales_price"].tolist() == asked
    assert book.leads["sector"].notna().sum() == sum(bool(row["account"]) for row in true)
    offices = {
        row["sales_agent"]: row["regional_office"]
        for row in rows(real_data / "maven_crm/sales_teams.csv")
    }
    assert leads["regional_office"].tolist() == [offices[row["sales_agent"]] for row in true]
    value = sum(float(row["close_value"]) for row in true if row["deal_stage"] == "Won")
    assert book.leads["deal_value"].sum() == value


@pytest.mark.parametrize("name", list(FILES))
def test_no_contact_data_stands_in_the_map(real_data, name):
    paths = [real_data / path for path in FILES[name]]
    text = draft_map(paths).text
    for path in paths:
        for row in rows(path)[:200]:
            for header in ("Email", "EMAIL", "Mobile", "Last Name", "Subject", "Call Owner"):
                cell = row.get(header) or ""
                assert len(cell) < 8 or cell.startswith("#") or cell not in text
