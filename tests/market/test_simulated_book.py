import io
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import phonenumbers
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import REASONS, as_text, read_book, write_book
from leadkit.journey import turns, working_hours
from leadkit.market import SCENARIOS, Scenario, simulate
from leadkit.market.calendar import after_working, arrivals, quarter_weights, utc_times

ROAD = ["created_at", "handed_off_at", "first_response_at", "accepted_at", "closed_at"]
RESERVED = re.compile(r"(?:.*\.)?example(?:\.com|\.net|\.org)?")


def csv(table, name="leads"):
    stream = io.StringIO()
    as_text(table, name).to_csv(stream, index=False)
    return stream.getvalue()


def before(book, day):
    return book.leads[book.leads["created_at"] < pd.Timestamp(day, tz="Asia/Ho_Chi_Minh")]


@cache
def market_of(scenario):
    """A market of 3,000 leads, for reading only."""
    return simulate(scenario, n_leads=3_000)


def test_the_same_seed_gives_the_same_book():
    one, two = market_of("mixed"), simulate("mixed", n_leads=3_000)
    for name in one[0].tables:
        assert csv(one[0].tables[name], name) == csv(two[0].tables[name], name)
    assert csv(one[1].leads) == csv(two[1].leads)
    assert csv(simulate("mixed", n_leads=3_000, seed=1)[0].leads) != csv(one[0].leads)


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "calm"])
def test_no_knob_acts_before_its_day(scenario):
    calm, changed = (market_of(name)[0] for name in ("calm", scenario))
    assert csv(before(calm, "2026-04-01")) == csv(before(changed, "2026-04-01"))
    assert csv(calm.leads) != csv(changed.leads)


def test_slowness_leaves_every_attribute_alone():
    calm, slow = (market_of(name)[0].leads for name in ("calm", "slow"))
    columns = list(calm.loc[:, :"handed_off_at"])
    pd.testing.assert_frame_equal(calm[columns], slow[columns])


def test_a_longer_market_keeps_the_leads_it_had():
    short, long = (simulate("calm", n_leads=3_000, quarters=q)[0] for q in (3, 4))
    columns = ["lead_id", "created_at", "source", "full_name", "email", "points"]
    shared = before(long, "2025-07-01")[columns]
    pd.testing.assert_frame_equal(short.leads[columns], shared)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("n_leads", [100, 500])
def test_a_small_market_is_a_valid_book(tmp_path, scenario, n_leads):
    book, truth = simulate(scenario, n_leads=n_leads, seed=n_leads)
    write_book(book, tmp_path)
    again = read_book(tmp_path)
    assert again.set_aside.empty
    assert again.describe()["open"].all()
    assert list(truth.leads.index) == list(book.leads["lead_id"])


def test_reading_gives_back_what_was_simulated(tmp_path, mixed):
    book, _truth = mixed
    write_book(book, tmp_path)
    again = read_book(tmp_path)
    assert again.settings == book.settings
    assert again.known == book.known
    for name, table in book.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table, check_index_type=False)


def test_the_record_of_dirt_restores_the_clean_twin(mixed):
    book, truth = mixed
    clean, clean_truth = simulate("mixed", dirt=False)
    text = as_text(book.leads).astype("object").set_index("lead_id")
    rows, cells = truth.dirt[truth.dirt["column"] == ""], truth.dirt[truth.dirt["column"] != ""]
    for cell in cells.itertuples():
        text.loc[cell.lead_id, cell.column] = cell.true_value
    restored = text.drop(rows["lead_id"]).reset_index()
    assert restored.to_csv(index=False) == csv(clean.leads)
    assert clean_truth.dirt.empty
    assert not cells.duplicated(["lead_id", "column"]).any()


def test_dirt_comes_at_its_rates(mixed):
    book, truth = mixed
    n, counts = len(book.leads), truth.dirt["kind"].value_counts()
    assert counts["duplicate_exact"] / n == pytest.approx(0.034, abs=0.006)
    assert counts["duplicate_near"] / n == pytest.approx(0.017, abs=0.004)
    assert counts["test"] / n == pytest.approx(0.004, abs=0.002)
    assert counts["no_consent"] / n == pytest.approx(0.109, abs=0.01)
    assert counts["email_of_role"] / n == pytest.approx(0.036, abs=0.006)
    assert counts.filter(like="phone").sum() / n == pytest.approx(0.053, abs=0.008)
    email = counts[["email_blank", "email_typo", "email_disposable"]].sum()
    assert email / n == pytest.approx(0.102, abs=0.01)


def test_duplicates_never_meet_a_first_contact(mixed):
    """Whoever shares a phone or an address is a duplicate of somebody, and younger."""
    book, truth = mixed
    clean = as_text(book.leads).set_index("lead_id")[["email", "phone"]].copy()
    for cell in truth.dirt[truth.dirt["column"].isin(["email", "phone"])].itertuples():
        clean.loc[cell.lead_id, cell.column] = cell.true_value
    tests = truth.dirt.loc[truth.dirt["kind"] == "test", "lead_id"]
    clean = clean.drop(tests)
    again = clean["email"].duplicated() | clean["phone"].duplicated()
    exact = truth.dirt.loc[truth.dirt["kind"] == "duplicate_exact", "lead_id"]
    assert set(again.index[again]) == set(exact)


def test_duplicates_are_one_to_sixty_days_younger(large_calm):
    book, truth = large_calm
    created = book.leads.set_index("lead_id")["created_at"]
    again = truth.leads["dup_of"].dropna()
    age = created[again.index] - created[again].array
    assert age.min() >= pd.Timedelta(days=1)
    assert age.quantile(0.99) < pd.Timedelta(days=61)


def test_no_address_and_no_number_can_be_anybodys(mixed):
    book, truth = mixed
    texts = [as_text(table, name).to_csv() for name, table in book.tables.items()]
    text = "\n".join([*texts, truth.dirt.to_csv(), truth.leads.to_csv()])
    domains = set(re.findall(r"@([\w.-]+)", text))
    assert domains
    assert all(RESERVED.fullmatch(domain) for domain in domains)
    phones = {*book.leads["phone"].dropna(), *re.findall(r"\b0\d{7,11}\b", truth.dirt.to_csv())}
    for phone in phones:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(phone, "VN"))
        assert phone.startswith("095") or not valid, phone
    assert set(re.findall(r"\b0\d{8,10}\b", text)) <= phones


def test_the_book_holds_no_truth(mixed):
    book, truth = mixed
    assert not set(truth.leads.columns) & set(book.leads.columns)
    assert set(book.known) == set(book.leads.columns)


def test_times_follow_one_another(mixed):
    book, truth = mixed
    times = book.leads[ROAD]
    later = times.ffill(axis=1).diff(axis=1).iloc[:, 1:]
    assert not (later < pd.Timedelta(0)).any(axis=None)
    assert times.max().max() < pd.Timestamp("2026-10-01", tz="Asia/Ho_Chi_Minh")
    wrong = book.leads["mql_at"] < book.leads["created_at"]
    noted = truth.dirt.loc[truth.dirt["kind"] == "dates_out_of_order", "lead_id"]
    assert set(book.leads.loc[wrong, "lead_id"]) == set(noted)


def test_outcomes_agree_with_their_dates(mixed):
    leads = mixed[0].leads
    assert (leads["closed_at"].notna() == (leads["outcome"] != "open")).all()
    assert (leads["deal_value"].notna() == (leads["outcome"] == "won")).all()
    assert (leads["deal_value"].dropna() % 100_000 == 0).all()
    assert leads.loc[leads["handed_off_at"].isna(), "outcome"].eq("open").all()
    assert (leads["owner"].notna() == leads["handed_off_at"].notna()).all()
    for name in ("rejection_reason", "lost_reason"):
        assert set(leads[name].dropna()) <= set(REASONS)


def test_the_firms_calendar_is_the_one_its_book_declares():
    """Working hours added here are working hours counted by the journey."""
    rng = np.random.default_rng(3)
    start = arrivals(rng.integers(0, 8, 2_000), rng.random((2_000, 3)))
    hours = np.round(rng.exponential(8, 2_000), 2)
    end = after_working(start, hours)
    settings = simulate("calm", n_leads=100)[0].settings
    counted = working_hours(utc_times(start), utc_times(end), settings)
    assert np.abs(counted.to_numpy() - hours).max() <= 1 / 60


def test_quarters_weigh_as_specified():
    known = [0.129, 0.109, 0.114, 0.128, 0.139, 0.119, 0.123, 0.138]
    assert quarter_weights() == pytest.approx(known, abs=0.002)


def test_recycled_leads_have_a_second_turn_and_win_late(mixed):
    book, _truth = mixed
    table = turns(book)
    again = book.tables["events"].query("kind == 'handed_off'")["lead_id"]
    assert set(table.query("turn == 2")["lead_id"]) == set(again)
    leads = book.leads.set_index("lead_id").loc[again]
    won = leads[leads["outcome"] == "won"]
    assert len(won) > 0
    assert (won["closed_at"] - won["handed_off_at"] > pd.Timedelta(days=60)).all()


def test_juniors_are_new_people(mixed):
    leads = mixed[0].leads
    late = leads["created_at"] >= pd.Timestamp("2026-04-01", tz="Asia/Ho_Chi_Minh")
    assert {"rep_01", "rep_02"} <= set(leads.loc[~late, "owner"].dropna())
    assert {"rep_01", "rep_02"}.isdisjoint(leads.loc[late, "owner"].dropna())
    assert {"rep_09", "rep_10"} <= set(leads.loc[late, "owner"].dropna())


def test_spending_counts_every_lead(mixed):
    book, _truth = mixed
    spend = book.tables["spend"].groupby("source")["marketing_cost"].sum()
    count = book.leads["source"].value_counts()
    assert spend["google_ads"] == 260_000 * count["google_ads"]
    assert spend["self_generated"] == 0


def test_the_plan_knows_nothing_of_the_scenario():
    calm, mixed = (market_of(name)[0].tables["plan"] for name in ("calm", "mixed"))
    pd.testing.assert_frame_equal(calm, mixed)
    assert len(calm) == 8 * 4
    revenue = calm["handoffs"] * calm["win_rate"] * calm["deal_value"]
    assert np.abs(calm["revenue"] - revenue).max() <= 50_000


def test_knobs_can_be_turned():
    nobody_leaves = replace(SCENARIOS["bad_selling"], leavers=0.0)
    assert nobody_leaves == Scenario()
    turned, calm = (simulate(one, n_leads=500)[0].leads for one in (nobody_leaves, "calm"))
    pd.testing.assert_frame_equal(turned, calm)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"scenario": "sunny"}, "sunny"),
        ({"quarters": 9}, "9"),
        ({"quarters": 0}, "0"),
        ({"n_leads": 10}, "10"),
    ],
)
def test_impossible_markets_are_refused(arguments, word):
    with pytest.raises(BadInput, match=word):
        simulate(**arguments)
