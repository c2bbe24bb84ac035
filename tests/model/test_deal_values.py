"""Expected deal values against known means, and how sure the kit is of them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy.stats import spearmanr

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.model.training import TrainingSet
from leadkit.model.worth import gamma
from leadkit.model.worth.deal_values import deal_values
from leadkit.model.worth.evidence import extremes, times_expected
from leadkit.model.worth.gamma import deviance, gamma_ridge
from leadkit.model.worth.value_and_chance import rank_correlation, value_and_chance

MU, SIGMA = 5.0, 1.0
MEAN, MEDIAN = 244.69, 148.41  # of that lognormal


def lognormal(rng, n, mu=MU):
    return rng.lognormal(mu, SIGMA, n)


def sold(n, *, lift=0.0, seed=0, won=0.8):
    """Return leads whose deal value is lognormal, `lift` higher on the log scale for the large."""
    rng = np.random.default_rng(seed)
    large = rng.random(n) < 0.4
    y = (rng.random(n) < won).astype(int)
    keys = pd.Index([f"L{number:05}" for number in range(n)], name="turn_id")
    X = pd.DataFrame(
        {"segment": np.where(large, "large", "small"), "pages": rng.poisson(4, n).astype(float)},
        index=keys,
    )
    value = lognormal(rng, n, MU + lift * large)
    return TrainingSet(
        X=X,
        y=pd.Series(y, index=keys),
        groups=pd.Series(keys, index=keys),
        times=pd.Series(pd.date_range("2024-01-01", periods=n, freq="6h", tz="UTC"), index=keys),
        value=pd.Series(np.where(y == 1, value, np.nan), index=keys),
        today=None,
        unseen=pd.DataFrame(),
        audit=None,
        counts={},
        window_days=30,
        is_ordered=True,
        closes=True,
    )


@pytest.fixture(scope="module")
def lifted():
    return deal_values(sold(3000, lift=1.4, seed=1), currency="USD")


def test_the_model_gives_the_mean_and_not_the_exponential_of_the_mean_logarithm():
    data = sold(20_000, seed=2, won=1)
    model = gamma_ridge(data.X, data.value.to_numpy(), [])
    found = model.predict(data.X)
    assert found.mean() == pytest.approx(MEAN, rel=0.03)
    assert np.exp(np.log(data.value).mean()) == pytest.approx(MEDIAN, rel=0.03)
    assert found.min() > 1.4 * MEDIAN


def test_each_segment_has_its_own_mean(lifted):
    leads = pd.DataFrame({"pages": [4.0, 4.0], "segment": ["small", "large"]})
    small, large = lifted.predict(leads)
    assert small == pytest.approx(MEAN, rel=0.15)
    assert large == pytest.approx(MEAN * np.exp(1.4), rel=0.15)
    assert lifted.gain.low > 0
    assert lifted.ratio.low < 1 < lifted.ratio.high
    assert lifted.sentence().startswith("Each lead counts with its own expected deal value")


def test_with_hardly_any_penalty_each_level_gets_its_own_mean(monkeypatch):
    monkeypatch.setattr(gamma, "PENALTIES", (1e-9,))
    data = sold(800, lift=1.0, seed=3, won=1)
    X = data.X[["segment"]]
    found = pd.Series(gamma_ridge(X, data.value.to_numpy(), []).predict(X), index=X.index)
    means = data.value.groupby(X["segment"]).transform("mean")
    assert found.to_numpy() == pytest.approx(means.to_numpy(), rel=1e-3)


def test_a_column_it_learned_from_is_asked_for(lifted):
    with pytest.raises(BadInput, match="the data lacks: 'pages'"):
        lifted.predict(pd.DataFrame({"segment": ["small"]}))


def test_deviance_is_that_of_scikit_learn():
    from sklearn.metrics import mean_gamma_deviance

    rng = np.random.default_rng(4)
    amount, mean = lognormal(rng, 50), lognormal(rng, 50)
    assert deviance(amount, mean).mean() == pytest.approx(mean_gamma_deviance(amount, mean))


def test_where_no_column_tells_the_value_the_mean_is_used():
    found = deal_values(sold(700, seed=1))
    assert found.predict(sold(5).X).tolist() == [found.mean.value] * 5
    assert found.sentence().startswith("Every win counts as the mean of")
    assert "not surely better" in found.sentence()
    assert set(found.table.index) == {"mean", "model"}
    assert found.table["used"].to_dict() == {"mean": True, "model": False}


def test_it_learns_from_the_training_period_only(lifted):
    data = sold(3000, lift=1.4, seed=1)
    later = data.X.index[2100:]
    assert not set(lifted.keys) & set(later)
    spoiled = replace(data, value=data.value.mask(data.X.index.isin(later), 1.0))
    assert deal_values(spoiled).mean.value == lifted.mean.value


def test_the_table_adds_up(lifted):
    data = sold(3000, lift=1.4, seed=1)
    model = lifted.table.loc["model"]
    judged = data.value.iloc[2100:].dropna()
    expected = lifted.predict(data.X.loc[judged.index])
    assert lifted.counts["judged"] == len(judged)
    assert model["real"] == pytest.approx(judged.sum())
    assert model["predicted"] == pytest.approx(expected.sum())
    assert model["absolute_error"] == pytest.approx((judged - expected).abs().mean())
    assert lifted.ratio.value == pytest.approx(judged.sum() / expected.sum())
    assert lifted.table.loc["mean", "predicted"] == pytest.approx(lifted.mean.value * len(judged))


def test_the_ratio_covers_its_truth_when_accounts_buy_alike():
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        firm = np.repeat(np.arange(60), 4)
        amount = (rng.lognormal(0, 0.4, 60))[firm] * rng.lognormal(0, 0.3, 240)
        truth = np.exp(0.4**2 / 2 + 0.3**2 / 2)
        found = times_expected(amount, np.full(240, truth), firm)
        held += found.low <= 1 <= found.high
    assert 0.90 <= held / 200 <= 0.985


def test_below_forty_wins_the_mean_is_used_and_the_reason_said():
    found = deal_values(sold(50, lift=1.4))
    assert found.counts["learned"] < 40
    assert found.model is None
    assert found.gain.refused
    assert "too few to predict each lead's own (at least 40 needed)" in found.sentence()


def test_without_amounts_there_is_not_even_a_mean():
    data = sold(50)
    with pytest.raises(TooLittleData, match="0 wins to learn from hold a deal value"):
        deal_values(replace(data, value=data.value * np.nan))


def test_missing_and_impossible_amounts_are_counted_and_named():
    data = sold(400, lift=1.4, seed=6, won=1)
    value = data.value.copy()
    value.iloc[:3], value.iloc[3:8] = [0.0, -5.0, np.inf], np.nan
    found = deal_values(replace(data, value=value))
    assert (found.counts["impossible"], found.counts["missing"]) == (3, 5)
    counts = found.counts
    parts = ("learned", "judged", "missing", "impossible", "apart")
    assert counts["won"] == sum(counts[part] for part in parts)
    missing, impossible = found.notes[:2]
    assert missing.startswith("5 won leads have no deal value")
    assert "L00003, L00004, L00005, …" in missing
    assert "L00000, L00001, L00002" in impossible


def test_one_mistyped_amount_is_named():
    data = sold(400, lift=0.5, seed=7, won=1)
    value = data.value.copy()
    value.iloc[10] = 5e6
    found = deal_values(replace(data, value=value), currency="USD")
    assert found.extremes["key"].tolist() == ["L00010"]
    assert found.extremes["share"][0] > 0.9
    assert any("L00010: 5,000,000" in note for note in found.notes)


def test_equal_amounts_have_no_extremes():
    assert extremes(pd.Series([5.0] * 30 + [6.0])).empty


def test_a_column_that_tells_the_amount_is_named():
    data = sold(400, seed=8)
    price = (data.value.fillna(100) * 1.1).round(-1)
    found = deal_values(replace(data, X=data.X.assign(list_price=price)))
    assert any("'list_price' alone all but tells the deal value" in note for note in found.notes)
    assert not any("pages" in note for note in found.notes)


def test_constant_columns_and_amounts_are_no_trouble():
    data = sold(200, seed=9)
    X = data.X.assign(one=1.0, blank=np.nan)
    assert deal_values(replace(data, X=X)).notes == ()
    equal = deal_values(replace(data, X=X, value=data.value * 0 + 30.0))
    assert equal.mean.value == pytest.approx(30)
    assert equal.model is None
    assert equal.ratio.value == pytest.approx(1)


def test_doubt_always_holds_one(lifted):
    for found in (lifted, deal_values(sold(50)), deal_values(sold(700, seed=1))):
        low, high = found.doubt
        assert low <= 1 <= high


def test_units_do_not_matter(lifted):
    data = sold(3000, lift=1.4, seed=1)
    dear = deal_values(replace(data, value=data.value * 1e6))
    assert dear.gain.value == pytest.approx(lifted.gain.value, rel=1e-4)
    ratio = dear.predict(data.X) / lifted.predict(data.X)
    assert ratio.to_numpy() == pytest.approx(1e6, rel=1e-4)


def wins(n, slope, seed, accounts=None):
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 6, n)
    value = np.exp(slope * (p - p.mean()) / p.std() + rng.normal(0, 0.8, n))
    account = np.arange(n) if accounts is None else rng.integers(accounts, size=n)
    return pd.DataFrame({"y": 1.0, "p": p, "value": value, "account": account})


def test_value_that_goes_with_the_chance_is_called_bias():
    found = value_and_chance(wins(300, 0.4, 1))
    assert found.goes_with_chance is True
    assert found.correlation.value == pytest.approx(
        spearmanr(wins(300, 0.4, 1)["p"], wins(300, 0.4, 1)["value"]).statistic
    )
    assert "Surer leads bring larger deals" in found.sentence()
    assert found.table.loc["upper", "real"] > found.table.loc["lower", "real"]
    assert found.table["n"].sum() == 300
    smaller = value_and_chance(wins(300, -0.4, 1))
    assert "Surer leads bring smaller deals" in smaller.sentence()


def test_values_of_their_own_take_the_bias_away():
    judged = wins(300, 0.4, 1)
    p = judged["p"]
    expected = np.exp(0.4 * (p - p.mean()) / p.std())
    found = value_and_chance(judged, expected)
    assert found.goes_with_chance is False
    assert found.is_own


def test_the_correlation_of_unrelated_values_holds_zero_as_often_as_it_says():
    rng = np.random.default_rng(11)
    found = [rank_correlation(*rng.random((2, 60)), 60) for _ in range(300)]
    assert 0.92 <= np.mean([one.low <= 0 <= one.high for one in found]) <= 0.98


def test_lost_leads_and_blanks_are_no_wins_and_few_accounts_refuse():
    judged = wins(300, 0.4, 1)
    more = pd.concat([judged, judged.assign(y=0), judged.assign(value=np.nan)])
    assert value_and_chance(more).correlation.n == 300
    few = value_and_chance(wins(300, 0.4, 1, accounts=15))
    assert few.goes_with_chance is None
    assert "cannot be said" in few.sentence()


def test_the_groups_hold_every_later_win_and_the_picture_shows_them(lifted):
    groups = lifted.groups
    assert groups["n"].sum() == lifted.counts["judged"]
    assert groups["expected"].is_monotonic_increasing
    assert (groups["n"] * groups["real"]).sum() == pytest.approx(lifted.table["real"]["model"])
    ax = Figure().add_subplot()
    lifted.plot(ax)
    points = ax.lines[-1].get_xydata()
    assert points.tolist() == groups[["expected", "real"]].to_numpy().tolist()
    alone = deal_values(sold(50))
    assert len(alone.groups) == 1
    alone.plot(Figure().add_subplot())


def test_results_show_themselves(lifted):
    assert "<table" in lifted._repr_html_()
    assert "<table" in value_and_chance(wins(300, 0.4, 1))._repr_html_()
    assert repr(lifted) == lifted.sentence()
