from datetime import date, timedelta

import pytest

import leadkit as lk
from leadkit.agreement import Agreement, differences, sign
from leadkit.base.errors import BadInput
from leadkit.book import read_book, write_book
from leadkit.market import simulate
from leadkit.review import audit, draft, new_agreement
from leadkit.review.ledger import days_of


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
        if kept.unit == "rate" and 0.5 <= kept.value <= 0.95:
            assert kept.value <= promise.target < kept.value + 0.05 + 1e-9
            assert promise.target * 20 == pytest.approx(round(promise.target * 20))


def test_so_far_is_what_an_audit_of_the_year_would_say(firm, drafted):
    book = read_book(firm)
    first, last = days_of("2025Q3", book)[0], days_of("2026Q2", book)[1]
    found = audit(book, drafted.agreement, first=first, last=last)
    kept = {one.promise.id: one.kept.estimate for one in found.judged}
    for name in ("M2", "S1", "S5"):
        assert drafted.so_far[name].estimate == kept[name]
    assert (drafted.since, drafted.until) == ("2025Q3", "2026Q2")


def test_the_number_of_handoffs_is_the_plans_where_there_is_a_plan(firm):
    book = read_book(firm)
    planned = book.tables["plan"].query("quarter == '2026Q2'")["handoffs"].sum()
    agreed = draft(book, "2026Q2", as_of="2026-03-31").agreement
    assert next(p.target for p in agreed.promises if p.id == "M1") == round(planned, -1)


def test_the_targets_of_the_agreement_before_are_kept(firm, tmp_path):
    book = read_book(firm)
    write_book(book, tmp_path)
    first = draft(read_book(tmp_path), "2026Q2", as_of="2026-03-31")
    stricter = [
        p.model_copy(update={"target": 0.93}) if p.id == "S1" else p
        for p in first.agreement.promises
    ]
    changed = first.agreement.model_copy(update={"promises": tuple(stricter)})
    path = new_agreement(first, tmp_path)
    from leadkit.agreement import write_agreement

    write_agreement(changed, path)
    again = draft(read_book(tmp_path), "2026Q3").agreement
    assert next(p.target for p in again.promises if p.id == "S1") == 0.93
    said = differences(Agreement.load(path), again)
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
