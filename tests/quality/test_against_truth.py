import pandas as pd
import pytest

from leadkit.market import simulate
from leadkit.quality import Standard, screen
from leadkit.quality.cells import Cells

DEAD_PHONE = ("phone_unassigned", "phone_repeated", "phone_short")
DEAD_EMAIL = ("email_blank", "email_typo", "email_disposable")
REPEATED = ("duplicate_exact", "duplicate_near")


@pytest.fixture(scope="module")
def market():
    book, truth = simulate("mixed", n_leads=8_000, seed=3)
    leads = book.leads["lead_id"]

    def has(*kinds):
        dirty = truth.dirt.loc[truth.dirt["kind"].isin(kinds), "lead_id"]
        return leads.isin(dirty)

    return book, has


@pytest.fixture(scope="module")
def cells(market):
    return Cells(market[0].leads, Standard.default())


def test_duplicates_are_found_and_few_others(market, cells):
    _book, has = market
    later, exact, near = cells.duplicates.later, has(REPEATED[0]), has(REPEATED[1])
    assert (later & (exact | near)).sum() / later.sum() > 0.97
    assert (later & exact).sum() / exact.sum() > 0.90
    assert (later & near).sum() / near.sum() > 0.65


def test_dead_contacts_are_told_from_living_ones(market, cells):
    _book, has = market
    tests = has("test")
    assert (cells.phone.valid == ~has(*DEAD_PHONE))[~tests].all()
    assert (cells.email.valid == ~has(*DEAD_EMAIL))[~tests].all()


def test_gates_set_aside_what_they_should_and_spare_good_leads(market):
    book, has = market
    screening = screen(book)
    aside = ~book.leads["lead_id"].isin(screening.accepted.leads["lead_id"])
    unreachable = has(*DEAD_PHONE) & has(*DEAD_EMAIL)
    should = has(*REPEATED, "test", "no_consent") | unreachable
    assert (aside & ~should).sum() / (~should).sum() < 0.002
    assert (should & ~aside).sum() / should.sum() < 0.06
    counts = screening.table.set_index("code")["n"]
    assert counts["NO_CONSENT"] == has("no_consent").sum()
    assert counts["TEST_RECORD"] == has("test").sum()
    assert counts["TIME_ORDER"] == has("dates_out_of_order").sum()


def test_a_clean_market_passes():
    book, _truth = simulate("calm", n_leads=2_000, dirt=False)
    screening = screen(book)
    assert len(screening.accepted.leads) > 0.998 * screening.rows
    expected = book.leads.loc[screening.accepted.leads.index, "email"]
    pd.testing.assert_series_equal(screening.accepted.leads["email"], expected)
