from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from leadkit.journey import turns
from leadkit.market import SCENARIOS, company, funnel, simulate
from leadkit.market.engine import _outcome, run
from leadkit.market.truth import best_knowable

ENGAGEMENT = ["pages_14d", "opens_30d", "demo", "downloads", "webinar_attended", "points"]
KINDS = ["segment", "industry"]


@pytest.fixture(scope="module")
def everybody(calm_market):
    """Everybody handed off at load .90: the best knowable chance, and the true one."""
    market, pace = calm_market, funnel.Pace(load=0.9)
    response = funnel.respond(market.leads, market.draws, market.handed_off, pace)
    state, chance = _outcome(market.leads, market.draws, market.season, response, market.rep)
    changed = replace(market, pace=pace, response=response, state=state, chance=chance)
    leads = market.leads
    unreachable = leads.no_phone & leads.no_email
    screened = ~(market.own | leads.duplicate | leads.test | unreachable)
    rows = screened & np.isin(market.season.quarter, (4, 5))
    return changed, rows, best_knowable(changed)[rows]


def test_nothing_knowable_ranks_better_than_the_ceiling(everybody, soft_auc):
    market, rows, knowable = everybody
    chance, points = market.timely[rows], market.leads.points[rows]
    above = points >= company.LINE
    assert soft_auc(knowable, chance) == pytest.approx(0.818, abs=0.009)
    assert soft_auc(knowable[above], chance[above]) == pytest.approx(0.750, abs=0.012)
    assert soft_auc(points, chance) == pytest.approx(0.765, abs=0.009)
    assert soft_auc(points[above], chance[above]) == pytest.approx(0.681, abs=0.012)
    with_hidden = funnel.standard_chance(market.leads, market.season.each("market"))[rows]
    assert soft_auc(with_hidden, chance) == pytest.approx(0.843, abs=0.006)
    assert soft_auc(chance, chance) == pytest.approx(0.858, abs=0.006)


def test_the_best_knowable_chance_is_calibrated(everybody):
    market, rows, knowable = everybody
    chance = market.timely[rows]
    assert chance.mean() == pytest.approx(0.078, abs=0.003)
    assert knowable.mean() == pytest.approx(chance.mean(), rel=0.02)
    deciles = [part.mean() for part in np.array_split(chance[np.argsort(-knowable)], 10)]
    known = [0.311, 0.163, 0.105, 0.072, 0.051, 0.036, 0.024, 0.015, 0.008, 0.002]
    assert deciles == pytest.approx(known, abs=0.012)


def test_the_right_threshold_earns_what_it_should(everybody):
    """Flat economics: a win is worth 12 M, a handoff costs 1 M; profit per 1,000 leads."""
    market, rows, knowable = everybody
    gain = 1_000 * (12 * market.timely[rows] - 1)
    best, rule = knowable >= 1 / 12, market.leads.points[rows] >= company.LINE
    assert (gain * best).mean() == pytest.approx(392, rel=0.03)
    assert best.mean() == pytest.approx(0.307, abs=0.01)
    assert (gain * rule).mean() == pytest.approx(302, rel=0.04)


def test_outcomes_come_at_their_true_chances(large_calm):
    book, truth = large_calm
    first = turns(book).query("turn == 1 and mature").set_index("lead_id")
    p = truth.leads.loc[first.index, "p_90"]
    again = book.tables["events"].query("kind == 'handed_off'")["lead_id"]
    y = first["won"].where(~first.index.isin(again), 0.0)
    worked = first["start"].notna() & p.notna()
    p, y = p[worked], y[worked]
    ratio = ((y - p) ** 2).sum() / (p * (1 - p)).sum()
    spread = np.sqrt((p * (1 - p) * (1 - 2 * p) ** 2).sum()) / (p * (1 - p)).sum()
    assert abs(ratio - 1) < 4 * spread
    assert y.mean() == pytest.approx(p.mean(), rel=0.05)


def test_every_large_cell_has_winners_and_losers(large_calm):
    book, _truth = large_calm
    table = turns(book).join(book.leads[["role", "industry", "province", "budget"]])
    table = table[table["won"].notna()]
    for name in ("source", "segment", "role", "industry", "province", "budget"):
        cells = table.groupby(name)["won"].agg(["size", "mean"]).query("size >= 200")
        assert cells["mean"].between(0.001, 0.999).all()


def within_quarters(score, won, quarter):
    """AUC of a score inside quarters, weighted by their size."""
    pairs = [
        (roc_auc_score(won[quarter == one], score[quarter == one]), (quarter == one).sum())
        for one in quarter.unique()
    ]
    return np.average([auc for auc, _n in pairs], weights=[n for _auc, n in pairs])


def test_identifiers_and_contacts_tell_nothing(large_calm):
    book, truth = large_calm
    table = turns(book).query("turn == 1 and mature and not self_generated")
    table = table[table["won"].notna()]
    leads = book.leads.loc[table.index]
    faulty = truth.dirt.loc[truth.dirt["column"].isin(["", "email", "phone"]), "lead_id"]
    sound = ~leads["lead_id"].isin(faulty)
    scores = {
        "lead_id": leads["lead_id"].str[1:].astype(float),
        "account_id": leads["account_id"].str[1:].astype(float),
        "row": pd.Series(leads.index, index=leads.index).astype(float),
        "minute": leads["created_at"].dt.minute.astype(float),
        "phone": leads["phone"].str[3:].astype(float, errors="ignore").where(sound),
        "last digit": leads["phone"].str[-1:].where(sound).astype(float),
        "length of e-mail": leads["email"].str.len().where(sound),
        "length of name": leads["full_name"].str.len().where(sound),
    }
    for name, score in scores.items():
        known = score.notna()
        won, quarter = table.loc[known, "won"], table.loc[known, "quarter"]
        auc = within_quarters(pd.to_numeric(score[known]), won, quarter)
        assert auc == pytest.approx(0.5, abs=0.03), name


def test_exploration_is_random_and_overrides_are_not(large_calm):
    book, truth = large_calm
    below = truth.leads[truth.leads["decision"].isin(["below_line", "exploration", "override"])]
    below = below[below["propensity"].notna() | (below["decision"] == "override")]
    points = book.leads.set_index("lead_id").loc[below.index, "points"]
    explored, override = (below["decision"] == name for name in ("exploration", "override"))
    spread = np.sqrt((1 / explored.sum() + 1 / (~explored).sum()) / 12)
    for score in (below["u"], points):
        assert abs(roc_auc_score(explored, score) - 0.5) < 3 * spread
    assert explored[~override].mean() == pytest.approx(0.08, abs=0.005)
    assert roc_auc_score(override, below["u"]) > 0.65


def test_propensities_are_logged_from_the_day_the_policy_explores(large_calm):
    book, truth = large_calm
    created = book.leads.set_index("lead_id")["created_at"]
    logged = truth.leads["propensity"].notna()
    start = pd.Timestamp("2025-07-01", tz="Asia/Ho_Chi_Minh")
    assert created[logged.index[logged]].min() >= start
    assert set(truth.leads.loc[logged, "propensity"]) == {0.08, 0.98}
    assert truth.leads.query("decision == 'override'")["propensity"].isna().all()
    handed_off = book.leads.set_index("lead_id")["handed_off_at"].notna()
    kept_back = truth.leads["decision"].isin(["below_line", "holdout"])
    assert not (handed_off & kept_back).any()


@pytest.mark.parametrize("scenario", ["hidden", "calm"])
def test_hidden_quality_cannot_be_seen_at_creation(scenario):
    book, _truth = simulate(scenario, n_leads=30_000)
    leads = book.leads[book.leads["source"] != "self_generated"]
    local = leads["created_at"].dt.tz_convert("Asia/Ho_Chi_Minh")
    quarter = local.dt.year * 10 + local.dt.quarter
    rows = quarter.isin([20261, 20262])
    X = np.hstack(
        [
            StandardScaler().fit_transform(leads.loc[rows, ENGAGEMENT]),
            OneHotEncoder().fit_transform(leads.loc[rows, KINDS]).toarray(),
        ]
    )
    y, half = (quarter[rows] == 20262).to_numpy(), np.arange(rows.sum()) % 2 == 0
    model = make_pipeline(LogisticRegression(max_iter=500)).fit(X[half], y[half])
    assert roc_auc_score(y[~half], model.predict_proba(X[~half])[:, 1]) < 0.53


def test_the_hidden_scenario_lowers_what_nobody_records():
    market = run(SCENARIOS["hidden"], 20_000, 8, 1)
    late, hidden = market.season.quarter >= 6, market.leads.hidden
    assert hidden[late & ~market.own].mean() == pytest.approx(-0.75, abs=0.05)
    assert hidden[late & market.own].mean() == pytest.approx(0, abs=0.1)
    assert hidden[~late].mean() == pytest.approx(0, abs=0.05)


def test_planted_events_are_those_of_the_scenario(mixed):
    events = mixed[1].events
    assert set(events["mechanism"]) == {"value", "market", "quality", "volume", "people", "speed"}
    assert events["at"].is_monotonic_increasing
    assert set(simulate("calm", n_leads=100)[1].events["at"]) == {"2025-10-01"}
    assert simulate("calm", n_leads=100, quarters=3)[1].events.empty


def test_the_oracle_travels_with_the_truth():
    _book, truth = simulate("bad_selling", n_leads=1_000)
    parts = truth.oracle["parts"]
    assert min(parts, key=parts.get) == "people"
    assert sum(parts.values()) == truth.oracle["gap"]
