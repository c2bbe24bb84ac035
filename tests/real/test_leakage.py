"""The audit on real exports: what it must find, and the strong honest columns it must keep."""

from __future__ import annotations

import pytest

import leadkit as lk
from leadkit.journey import turns
from leadkit.model.leakage.auditing import audit_turns
from leadkit.model.populations import populations
from leadkit.model.registry import candidates, derived, feature_table
from leadkit.model.surroundings import buyers

EXPORTS = {
    "bank_marketing/bank-additional-full.csv": {"outcome": "y", "won": ["yes"]},
    "ficzon/ficzon.csv": {"outcome": "Status", "won": ["CONVERTED"]},
    "marketstar/Leads.csv": {"outcome": "Stage", "won": ["Qualified"]},
    "maven_crm/sales_pipeline.csv": {"outcome": "deal_stage", "won": ["Won"]},
    "extraalearn/ExtraaLearn.csv": {"outcome": "status", "won": ["1"]},
}
CLOCKS = ["emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed"]
LATER = {
    "bank_marketing/bank-additional-full.csv": ["duration", *CLOCKS],
    "ficzon/ficzon.csv": ["Product_ID", "Sales_Agent", "Location", "Delivery_Mode"],
    "marketstar/Leads.csv": ["DisqualifiedReason", "ConvertedOpportunityId", "OwnerEmployeeId"],
    "maven_crm/sales_pipeline.csv": ["close_value", "engage_date"],
    "extraalearn/ExtraaLearn.csv": ["last_activity", "profile_completed"],
}
HONEST = {
    "bank_marketing/bank-additional-full.csv": [
        "age", "job", "marital", "education", "default", "housing", "loan", "contact", "campaign",
        "pdays", "previous", "poutcome",
    ],
    "ficzon/ficzon.csv": ["Source", "email_filled"],
    "marketstar/Leads.csv": ["Title", "Industry", "Employees", "TimeZone", "LeadSource"],
    "maven_crm/sales_pipeline.csv": ["product"],
    "extraalearn/ExtraaLearn.csv": [
        "age", "current_occupation", "first_interaction", "website_visits", "time_spent_on_website",
        "page_views_per_visit", "print_media_type1", "print_media_type2", "digital_media",
        "educational_channels", "referral",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def audited(real_data):
    done = {}

    def take(name):
        if name not in done:
            book = lk.read_export(real_data / name, **EXPORTS[name])
            table = turns(book)
            labelled = table[populations(table, book) == "labelled"]
            labelled = labelled.sort_values("start", kind="stable")
            columns = [*candidates(book), *derived(book, table)]
            everyone = feature_table(book, table, columns)
            groups = buyers(book, table).set_axis(table["turn_id"])
            done[name] = audit_turns(book, table, labelled, everyone, groups)
        return done[name]

    return take


@pytest.mark.parametrize("name", EXPORTS)
def test_what_was_filled_later_is_found_and_the_honest_columns_stay(audited, name):
    found = audited(name)
    assert [one for one in LATER[name] if one in found.features] == []
    assert [one for one in HONEST[name] if one not in found.features] == []


def test_bank_data(audited):
    found = audited("bank_marketing/bank-additional-full.csv")
    assert found.verdict("duration") == "leaks"
    evidence = " ".join(found.to_dict()["duration"]["evidence"])
    assert "alone it ranks leads with AUC 0.82; all others together reach 0.6" in evidence
    assert found.clocks == ["month", *CLOCKS]
    assert any("the order of rows in the file ranks leads" in note for note in found.notes)


def test_later_filled_columns_are_found_by_their_cells_and_not_only_by_their_names(audited):
    columns = audited("ficzon/ficzon.csv").to_dict()
    for name in ("Location", "Product_ID"):
        evidence = " ".join(columns[name]["evidence"])
        assert "blank mainly while a lead is open" in evidence
        assert "it fills up as leads grow older" in evidence
    assert "is still blank it is “Mode-5”" in " ".join(columns["Delivery_Mode"]["evidence"])
    columns = audited("marketstar/Leads.csv").to_dict()
    assert columns["ConvertedOpportunityId"]["verdict"] == "leaks"
    assert columns["DisqualifiedReason"]["verdict"] == "leaks"
    assert audited("maven_crm/sales_pipeline.csv").verdict("close_value") == "leaks"
