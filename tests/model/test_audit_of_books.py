"""Both errors of the audit on simulated firms: planted leaks it misses, honest columns it bars."""

from __future__ import annotations

from dataclasses import replace

import pytest

import leadkit as lk
from leadkit.book import Known
from leadkit.journey import turns
from leadkit.market.engine import run
from leadkit.market.exports import exports
from leadkit.market.scenarios import SCENARIOS
from leadkit.market.simulate import simulate
from leadkit.model.leakage.auditing import audit_turns
from leadkit.model.populations import populations
from leadkit.model.registry import candidates, derived, feature_table
from leadkit.model.surroundings import buyers

EXPORT = {"outcome": "Lifecycle Stage", "won": ["Customer"]}
PLANTED = {
    "Sales Tag": "leaks",
    "Expected Amount": "after handoff",
    "Tax Code": "leaks",
    "Closed Lost Reason": "leaks",
    "Number of Times Contacted": "leaks",
    "Legacy CRM ID": "identifier",
    "Last Activity Date": "after handoff",
    "Profile Completed": "doubtful",
    "Email Hard Bounced": "doubtful",
}
ONLY_A_NAME_TELLS = {"Profile Completed", "Email Hard Bounced"}
HONEST = [
    "Job Title", "Company Size", "Industry", "State/Region", "Original Source",
    "Original Source Drill-Down 1", "Number of Pageviews", "Marketing emails opened",
    "Demo Requested", "Downloads", "Webinar Attended", "Days Since Last Visit", "Budget",
    "HubSpot Score", "email_filled", "email_valid",
]  # fmt: skip


def audit_of(book):
    table = turns(book)
    labelled = table[populations(table, book) == "labelled"].sort_values("start", kind="stable")
    columns = [*candidates(book), *derived(book, table)]
    everyone = feature_table(book, table, columns)
    groups = buyers(book, table).set_axis(table["turn_id"])
    return audit_turns(book, table, labelled, everyone, groups)


@pytest.fixture(scope="module")
def export():
    book, _truth = simulate("mixed", n_leads=4000, seed=3)
    return exports(book, run(SCENARIOS["mixed"], 4000, 8, 3), 1800).files["hubspot.csv"]


def test_every_planted_column_is_found_and_no_honest_one_barred(export, tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text(export, encoding="utf-8")
    found = audit_of(lk.read_export(path, **EXPORT))
    assert {name: found.verdict(name) for name in PLANTED} == PLANTED
    assert {name for name in HONEST if name not in found.features} == set()
    renumbered = found.to_dict()["Legacy CRM ID"]["evidence"]
    assert any("some were renumbered" in text for text in renumbered)


def test_without_telling_names_only_the_registry_knows_the_last_two(export, tmp_path):
    header, rest = export.split("\n", 1)
    names = header.split(",")
    opaque = [f"field {n}" if name in {*PLANTED, *HONEST} else name for n, name in enumerate(names)]
    path = tmp_path / "leads.csv"
    path.write_text(f"{','.join(opaque)}\n{rest}", encoding="utf-8")
    found = audit_of(lk.read_export(path, **EXPORT))
    new = dict(zip(names, opaque, strict=True))
    used = {name for name in PLANTED if new[name] in found.features}
    assert used == ONLY_A_NAME_TELLS
    assert {name for name in HONEST if new.get(name, name) not in found.features} == set()


@pytest.mark.parametrize("seed", [0, 1])
def test_nothing_is_found_against_what_was_known_at_the_handoff(seed):
    book, _truth = simulate("calm", n_leads=3000, seed=seed)
    honest = {
        name: Known.ASSUMED if when in (Known.CREATION, Known.HANDOFF) else when
        for name, when in book.known.items()
    }
    found = audit_of(replace(book, known=honest)).table.set_index("column")
    judged = found[found["provenance"] == "assumed"]
    assert len(judged) >= 12
    assert set(judged["verdict"]) == {"safe"}


@pytest.mark.parametrize(
    ("name", "how", "planted"),
    [
        ("hubspot", EXPORT, list(PLANTED)),
        (
            "salesforce",
            {"outcome": "Status", "won": ["Closed - Converted"]},
            [
                "Sales_Tag__c", "Expected_Amount__c", "Tax_Code__c", "Lost_Reason__c",
                "Number_of_Calls__c", "Legacy_Id__c", "LastActivityDate", "Profile_Completed__c",
                "EmailBouncedDate",
            ],
        ),
        (
            "bang_khach_hang",
            {"outcome": "Trạng thái"},
            [
                "Sales đánh giá", "Giá trị dự kiến", "Mã số thuế", "Lý do mất", "Số lần gọi",
                "Mã cũ", "Hoạt động gần nhất", "Mức đủ hồ sơ", "Email lỗi",
            ],
        ),
    ],
)  # fmt: skip
def test_the_bundled_exports_give_up_what_was_planted(name, how, planted):
    book = lk.read_export(lk.sample("exports") / f"{name}.csv", window=30, **how)
    found = audit_of(book)
    assert [one for one in planted if one in found.features] == []
    barred = [one for one in found.table["column"] if found.verdict(one) != "safe"]
    assert len(found.features) >= 17
    for one in (*planted, "email", "company"):
        assert one in barred


def test_spaces_that_only_winners_have_are_seen_in_the_file_itself(tmp_path):
    lines = ["status,town,size"]
    for n in range(300):
        won = n % 5 == 0
        lines.append(f"{'won' if won else 'lost'},{('Hue', 'Vinh')[n % 2]}{' ' * won},{n % 7}")
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = audit_of(lk.read_export(path, outcome="status", won=["won"])).to_dict()
    assert found["town"]["verdict"] == "doubtful"
    assert "spaces around the cell: 100" in found["town"]["evidence"][0]
    assert found["size"]["verdict"] == "safe"
