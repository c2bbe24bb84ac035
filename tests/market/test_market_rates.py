import numpy as np
import pytest

from leadkit.market import SCENARIOS, company, funnel
from leadkit.market.engine import LOST_EARLY, LOST_LATE, WON, run

# source: MQL, handed off, accepted, won per handed-off lead, mean chance of all arriving leads
CALM = {
    "website_form": (0.477, 0.505, 0.758, 0.162, 0.134),
    "google_ads": (0.412, 0.446, 0.727, 0.131, 0.104),
    "facebook_lead_ads": (0.278, 0.322, 0.608, 0.073, 0.048),
    "zalo_oa": (0.342, 0.382, 0.692, 0.112, 0.079),
    "webinar": (0.681, 0.692, 0.754, 0.173, 0.163),
    "referral": (0.413, 0.447, 0.822, 0.225, 0.184),
    "partner": (0.467, 0.496, 0.764, 0.164, 0.144),
    "bought_list": (0.524, 0.548, 0.370, 0.014, 0.015),
}
NAMES = [source.name for source in company.SOURCES]


def expected_win_rate(market, rows):
    return market.timely[rows & market.is_handed_off].mean()


@pytest.mark.parametrize("source", CALM)
def test_sources_behave_as_specified(calm_market, source):
    rows = calm_market.leads.source == NAMES.index(source)
    worked = rows & calm_market.is_handed_off
    p1 = funnel.standard_chance(calm_market.leads, calm_market.season.each("market"))
    mql, handed_off, accepted, won, chance = CALM[source]
    assert funnel.is_qualified(calm_market.leads)[rows].mean() == pytest.approx(mql, abs=0.015)
    assert calm_market.is_handed_off[rows].mean() == pytest.approx(handed_off, abs=0.015)
    assert (calm_market.state >= LOST_EARLY)[worked].mean() == pytest.approx(accepted, abs=0.02)
    assert expected_win_rate(calm_market, rows) == pytest.approx(won, abs=0.008)
    assert p1[rows].mean() == pytest.approx(chance, abs=0.005)


def test_the_funnel_of_all_marketing_leads(calm_market):
    marketing, worked = ~calm_market.own, calm_market.is_handed_off & ~calm_market.own
    accepted, qualified, won = (
        worked & (calm_market.state >= state) for state in (LOST_EARLY, LOST_LATE, WON)
    )
    assert funnel.is_qualified(calm_market.leads)[marketing].mean() == pytest.approx(0.42, abs=5e-3)
    assert worked.sum() / marketing.sum() == pytest.approx(0.453, abs=0.005)
    assert accepted.sum() / worked.sum() == pytest.approx(0.700, abs=0.007)
    assert qualified.sum() / accepted.sum() == pytest.approx(0.623, abs=0.008)
    assert won.sum() / qualified.sum() == pytest.approx(0.314, abs=0.009)
    assert expected_win_rate(calm_market, marketing) == pytest.approx(0.132, abs=0.004)
    assert expected_win_rate(calm_market, calm_market.own) == pytest.approx(0.110, abs=0.006)


def test_points_and_deal_values(calm_market):
    marketing = ~calm_market.own
    points = calm_market.leads.points[marketing]
    assert (points.mean(), points.std()) == pytest.approx((43, 15.7), abs=0.3)
    price = calm_market.season.each("price")
    value = funnel.deal_value(calm_market.leads, calm_market.draws, price)
    won = marketing & calm_market.is_handed_off & (calm_market.state == WON)
    assert value[won].mean() == pytest.approx(37.4e6, rel=0.04)
    assert np.median(value[won]) == pytest.approx(24e6, rel=0.04)


def test_response_times(calm_market):
    worked = calm_market.is_handed_off & ~calm_market.own
    attempted = worked & ~calm_market.response.never
    elapsed = np.quantile(calm_market.response.hours[attempted], [0.1, 0.25, 0.5, 0.75, 0.9])
    assert elapsed == pytest.approx([1.1, 4.8, 14, 31, 61], rel=0.1)
    assert calm_market.response.never[worked].mean() == pytest.approx(0.045, abs=0.003)
    load = np.unique(np.asarray(calm_market.pace.load)[worked])
    assert 0.70 < load.min() < load.max() < 0.98


def test_reps_differ_under_random_routing(calm_market):
    worked = calm_market.is_handed_off & calm_market.by_chance & ~calm_market.own
    rates = [calm_market.timely[worked & (calm_market.rep == rep)].mean() for rep in range(8)]
    known = [0.171, 0.161, 0.138, 0.130, 0.129, 0.130, 0.112, 0.111]
    assert rates == pytest.approx(known, abs=0.012)


def test_speed_pays_less_than_the_raw_ratio_says(calm_market):
    worked = calm_market.is_handed_off & ~calm_market.own
    leads, market = calm_market.leads, calm_market.season.each("market")

    def true_rate(hours):
        chance = funnel.accept_chance(leads) * funnel.qualify_chance(leads, hours)
        return (chance * funnel.win_chance(leads, market))[worked].mean()

    hours = np.where(calm_market.response.never, np.nan, calm_market.response.hours)
    quick, slow = (expected_win_rate(calm_market, rows) for rows in (hours <= 1, hours >= 24))
    assert true_rate(0.5) / true_rate(36) == pytest.approx(1.51, abs=0.02)
    assert quick / slow == pytest.approx(2.30, abs=0.15)


def test_the_mixed_scenario_floods_the_team_with_list_leads():
    market = run(SCENARIOS["mixed"], 100_000, 8, 5)
    calm = run(SCENARIOS["calm"], 100_000, 8, 5)
    changed, before = market.season.quarter == 6, calm.season.quarter == 6
    marketing = changed & ~market.own
    bought = market.leads.source == company.BOUGHT
    assert bought[marketing].mean() == pytest.approx(0.226, abs=0.01)
    assert marketing.sum() / (before & ~calm.own).sum() == pytest.approx(1.105, abs=0.01)
    assert expected_win_rate(market, marketing) == pytest.approx(0.082, abs=0.006)
    worked = marketing & market.is_handed_off
    assert market.response.never[worked].mean() == pytest.approx(0.091, abs=0.01)
