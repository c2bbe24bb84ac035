from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from leadkit.base.errors import TooLittleData
from leadkit.book import Book, WorkingTime
from leadkit.market import simulate
from leadkit.review.speed import rates
from leadkit.review.speed.found import FAST, SLOW, speed_to_lead
from leadkit.review.speed.instrument import instrument
from leadkit.review.speed.page import speed_section
from leadkit.review.speed.waits import Waits, _shut, waits

TRUE = 1.40  # of 60,000 leads, by true chances in sixtieths of true quality


@pytest.fixture(scope="module")
def market():
    return simulate("calm", n_leads=9_000, seed=1)


@pytest.fixture(scope="module")
def found(market):
    return speed_to_lead(market[0])


def planted(*, pull=1.0, effect=-0.05, better=0.0, n=4_000, seed=0):
    """Return waits in which ln(1 + hours) costs `effect`, and out of hours waits `pull` longer."""
    rng = np.random.default_rng(seed)
    shut = np.where(rng.random(n) < 0.5, 0.0, 14.0)
    looks = rng.normal(size=n)  # what reps see and call first
    log_hours = 1.5 + pull * np.log1p(shut) - 0.6 * looks + rng.normal(0, 0.5, n)
    chance = 0.35 + effect * (log_hours - log_hours.mean()) + 0.08 * looks
    hours = np.expm1(log_hours)
    day = pd.Timestamp("2026-01-05").date()
    return Waits(
        bucket=np.searchsorted((1.0, 4.0, 8.0, 24.0), hours),
        log_hours=log_hours,
        shut=shut,
        won=(rng.random(n) < chance).astype(float),
        quality=looks + better * (shut > 0),
        account=np.arange(n),
        leads=pd.DataFrame({"source": "web", "segment": "small"}, index=range(n)),
        first=day,
        last=day,
        window_days=90,
    )


def estimated(seen):
    return instrument(seen, rates.account_draws(seen.account, 200, 1))


def test_out_of_hours_leads_find_the_effect_that_cherry_picking_hides():
    seen = planted()
    quasi = estimated(seen)
    naive = np.polyfit(seen.log_hours, seen.won, 1)[0]
    low, high = np.quantile(quasi.slope[1:], (0.025, 0.975))
    assert quasi.refusal == ""
    assert low < -0.05 < high
    assert naive < low


def test_the_slope_is_that_of_two_stage_least_squares():
    seen = planted(n=500)
    asked = np.log1p(seen.shut)
    fitted = np.polyval(np.polyfit(asked, seen.log_hours, 1), asked)
    assert estimated(seen).slope[0] == pytest.approx(np.polyfit(fitted, seen.won, 1)[0])


@pytest.mark.parametrize(
    ("knobs", "reason"),
    [({"pull": 0.0}, "hardly changes"), ({"better": 0.5}, "not as good"), ({"n": 40}, "at least")],
)
def test_a_quasi_experiment_that_cannot_tell_refuses(knobs, reason):
    assert reason in estimated(planted(**knobs)).refusal


def test_raw_is_above_equal_quality_is_above_truth(market, found):
    """Reps ring good leads first: the order of ratios, by true chances and so without luck."""
    book, truth = market
    seen = waits(book)
    leads = truth.leads.reindex(seen.leads["lead_id"]).reset_index()
    known = ((seen.leads["turn"] == 1) & leads["p_90"].notna()).to_numpy()
    seen, leads = seen.only(known), leads[known]
    group = np.select([seen.bucket == 0, np.isin(seen.bucket, (3, 4))], [FAST, SLOW], 2)
    chance, once = leads["p_90"].to_numpy(), np.ones((1, len(leads)))

    def ratio(by_group):
        return by_group[0, FAST] / by_group[0, SLOW]

    def evened(quality):
        return ratio(rates.standardised(once, group, chance, rates.strata(quality), 3))

    counted = ratio(rates.raw(once, group, chance, 3))
    assert counted > evened(seen.quality) > evened(leads["p1"].to_numpy()) > 1.2
    ratios = {way: one.value for way, one in found.ratios.items()}
    assert ratios["raw"] > ratios["standardised"] > ratios["quasi"]
    assert found.ratios["quasi"].low < TRUE < found.ratios["quasi"].high
    assert found.f > 100


def test_what_is_shown_says_what_it_cannot_know(found):
    section = speed_section(found)
    assert "Only an experiment" in " ".join(section.text)
    folds = " ".join(text for fold in section.folds for text in fold.text)
    for word in ("Cherry-picking", "Survivors", "Mix of sources", "The other way round"):
        assert word in folds
    assert "never" in section.folds[0].tables[0].rows.to_string()
    assert found.table["n"].sum() == found.n
    assert found.table["wins"].sum() == found.wins
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.plot().get_ylim()[0] == 0
    assert "<html" in found.page().html()


def test_the_hours_until_sales_is_back():
    hanoi = WorkingTime(timezone="Asia/Ho_Chi_Minh", country="VN")
    moments = pd.Series(
        pd.to_datetime(
            ["2026-06-05T09:00+07:00", "2026-06-05T12:30+07:00", "2026-06-05T18:00+07:00"],
            utc=True,
        )
    )
    assert _shut(moments, hanoi).tolist() == [0.0, 0.5, 62.0]


def test_a_book_that_cannot_tell_says_so(market):
    book = market[0]
    without = Book(
        {"leads": book.leads.drop(columns="first_response_at")}, book.settings, book.known
    )
    with pytest.raises(TooLittleData, match="first attempt"):
        speed_to_lead(without)
    with pytest.raises(TooLittleData, match="whole outcome window"):
        waits(book, first=pd.Timestamp("2031-01-01").date())
