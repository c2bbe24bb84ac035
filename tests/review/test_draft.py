from datetime import date, timedelta

import pytest

import leadkit as lk
from leadkit.agreement import Agreement, Period, differences, sign, write_agreement
from leadkit.base.errors import BadInput
from leadkit.book import read_book, write_book
from leadkit.handoff import Policy
from leadkit.market import simulate
from leadkit.review import audit, draft, new_agreement
from leadkit.review.audit.ledger import days_of
from leadkit.review.drafting.in_force import in_force


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("firm")
    write_book(simulate("mixed", n_leads=4_000, quarters=7, seed=2)[0], folder)
    (folder / "standard.toml").write_bytes((lk.sample() / "standard.toml").read_bytes())
    return folder


@pytest.fixture(scope="module")
def drafted(firm):
    return draft(read_book(firm))


def test_the_draft_is_of_the_next_quarter_and_unsigned(drafted):
    agreed = drafted.agreement
    assert (agreed.version, agreed.is_signed) == ("2026Q3", False)
    assert (agreed.period.start, agreed.period.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert agreed.change.look_again > agreed.period.end
    assert agreed.policy is None
    assert "no policy yet" in " ".join(drafted.sentences())
    assert "45 points" in agreed.definitions.mql


def test_targets_are_what_was_kept_raised_to_the_next_five_percent(drafted):
    for promise in drafted.agreement.promises:
        kept = drafted.so_far[promise.id].estimate
        if kept.unit == "rate" and 0.5 <= kept.value <= 0.95 and not kept.refused:
            assert kept.value <= promise.target < kept.value + 0.05 + 1e-9
            assert promise.target * 20 == pytest.approx(round(promise.target * 20))
        if kept.unit == "rate" and kept.refused:
            assert promise.target == 0.8


def test_every_line_says_that_it_is_a_draft_and_where_it_comes_from(drafted, tmp_path):
    text = new_agreement(drafted, tmp_path).read_text(encoding="utf-8")
    assert text.count(" draft, nobody has agreed") == len(drafted.origins)
    assert {place[0] for place in drafted.origins} == {
        "parties", "period", "definitions", "standard", "hours", "promises", "duties",
        "rejections", "recycling", "bonus", "change",
    }  # fmt: skip
    assert "what was kept so far, raised to the next 5 %; so far (2025Q3 to 2026Q2): " in text
    assert "the rule in book.toml" in text
    assert "as many as in 2026Q2" in text or "what the plan's revenue asks for" in text


def test_so_far_is_what_an_audit_of_the_year_would_say(firm, drafted):
    book = read_book(firm)
    first, last = days_of("2025Q3", book)[0], days_of("2026Q2", book)[1]
    found = audit(book, drafted.agreement, first=first, last=last)
    kept = {one.promise.id: one.kept.estimate for one in found.judged}
    for name in ("M2", "S1", "S5"):
        assert drafted.so_far[name].estimate == kept[name]
    assert (drafted.since, drafted.until) == ("2025Q3", "2026Q2")


def test_the_number_of_handoffs_is_what_the_plan_asks_for(firm):
    drafted = draft(read_book(firm), "2026Q2", as_of="2026-03-31")
    owed = drafted.owed.total
    first = drafted.agreement.promises[0]
    assert (first.id, first.target) == ("M1", round(owed.value, -1))
    assert owed.low < first.target < owed.high
    assert f"({owed.low:,.0f}–{owed.high:,.0f})" in drafted.sentences()[0]


def test_targets_and_what_people_wrote_into_the_agreement_before_stay(firm, drafted, tmp_path):
    write_book(read_book(firm), tmp_path)
    first = drafted.agreement
    own = first.promises[1].model_copy(update={"id": "M99", "target": 0.93})
    stricter = [
        p.model_copy(update={"target": 0.93}) if p.id == "S1" else p for p in first.promises
    ]
    before = first.model_copy(
        update={
            "version": "2026Q2",
            "period": Period(**{"from": date(2026, 4, 1), "to": date(2026, 6, 30)}),
            "parties": first.parties.model_copy(update={"sales": "Trưởng phòng kinh doanh"}),
            "promises": (*stricter, own),
            "duties": first.duties[:3],
        }
    )
    write_agreement(before, tmp_path / "agreements" / "2026Q2.toml")
    again = draft(read_book(tmp_path), "2026Q3")
    assert next(p.target for p in again.agreement.promises if p.id == "S1") == 0.93
    assert again.agreement.promises[-1] == own
    assert (again.agreement.parties, again.agreement.duties) == (before.parties, before.duties)
    assert again.origins["duties",] == "carried over from 2026Q2"
    assert "carried over from 2026Q2" in " ".join(again.sentences())
    said = differences(before, again.agreement)
    assert not [line for line in said if line.startswith("S1")]


def test_a_signed_agreement_is_never_replaced(firm, drafted, tmp_path):
    path = new_agreement(drafted, tmp_path)
    with pytest.raises(BadInput, match="already"):
        new_agreement(drafted, tmp_path)
    assert new_agreement(drafted, tmp_path, force=True) == path
    from datetime import UTC, datetime

    sign(path, side="sales", name="Lê Nam", at=datetime(2026, 7, 1, tzinfo=UTC))
    with pytest.raises(BadInput, match="a signed one is changed by a new version"):
        new_agreement(drafted, tmp_path, force=True)
    assert Agreement.load(path).signatures


@pytest.mark.parametrize("scenario", ["calm", "mixed", "hidden"])
def test_a_draft_can_be_made_of_a_market(scenario, tmp_path):
    write_book(simulate(scenario, n_leads=600, quarters=4, seed=1)[0], tmp_path)
    agreed = draft(read_book(tmp_path)).agreement
    assert agreed.period.start == date(2025, 10, 1)
    assert agreed.period.end - agreed.period.start == timedelta(days=91)


def test_a_bare_table_cannot_be_agreed_on():
    with pytest.raises(BadInput, match="a lead book"):
        draft(lk.read_export(lk.sample("small") / "leads.csv"))


def test_the_policy_is_stated_with_its_tiers_and_what_sales_can_work():
    policy = Policy.model_validate(
        {
            "version": "1",
            "line": 0.100004,
            "tiers": [
                {"name": "A", "from": 0.200008},
                {"name": "B", "from": 0.100004},
                {"name": "C", "from": 0.0},
            ],
            "evidence": {
                "judged": 400, "won": 60, "method": "bootstrap",
                "profit": {"value": 9e3, "low": 1e3, "high": 2e4},
            },
            "economics": {
                "value": 1000, "cost": 100, "currency": "USD",
                "hours": 2, "capacity": 40, "per": "week",
            },
            "model": {"name": "m1", "sha256": "0" * 64},
        }
    )  # fmt: skip
    stated = in_force(policy, None)
    assert [(tier.name, tier.start) for tier in stated.tiers] == [("A", 0.2), ("B", 0.1)]
    assert stated.capacity.leads() == 20
    whole = policy.economics.model_copy(update={"per": "table"})
    assert in_force(policy.model_copy(update={"economics": whole}), None).capacity is None
