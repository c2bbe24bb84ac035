import numpy as np
import pytest
from made_leads import TERMS, scored_leads, with_today

from leadkit.base.economics import Economics
from leadkit.handoff import handoff_curve
from leadkit.handoff.draws import bands, optimism


def profits_of_rows(scored, lines, draws, *, unit=None, seed=9):
    """Return profit by line in resamples of rows, or of whole accounts."""
    rng = np.random.Generator(np.random.PCG64(seed))
    gain = TERMS.value * scored["y"].to_numpy() - TERMS.cost
    of_line = (scored["p"].to_numpy()[:, None] >= lines) * gain[:, None]
    if unit is not None:
        of_line = np.array([of_line[unit == name].sum(axis=0) for name in np.unique(unit)])
    n = len(of_line)
    weights = [np.bincount(rng.integers(n, size=n), minlength=n) for _ in range(draws)]
    return np.array(weights) @ of_line


def test_drawing_cells_is_drawing_rows():
    scored = scored_leads(2000, 4)
    curve = handoff_curve(scored, TERMS, draws=4000)
    ours = curve.drawn.profit(TERMS)
    theirs = profits_of_rows(scored, curve.thresholds, 4000)
    some = np.flatnonzero(curve.table["handed_off"] > 100)[::10]
    ratio = ours[:, some].std(axis=0) / theirs[:, some].std(axis=0)
    assert ratio == pytest.approx(np.ones(len(some)), abs=0.06)
    profit = curve.table["profit"].to_numpy()
    reach = [
        (bands(profit, drawn, TERMS)["band_high"] - profit)[some].sum() for drawn in (ours, theirs)
    ]
    assert reach[0] == pytest.approx(reach[1], rel=0.05)
    assert optimism(profit, ours) == pytest.approx(optimism(profit, theirs), rel=0.12)


def test_drawing_accounts_is_drawing_their_rows():
    scored = scored_leads(900, 5)
    rng = np.random.Generator(np.random.PCG64(1))
    account = rng.integers(0, 300, 900)
    account[:200] = 1000 + np.arange(200)
    alike = scored.assign(p=scored.groupby(account)["p"].transform("mean"), account=account)
    curve = handoff_curve(alike, TERMS, draws=3000)
    ours = curve.drawn.profit(TERMS)
    theirs = profits_of_rows(alike, curve.thresholds, 3000, unit=account)
    some = np.flatnonzero(curve.table["handed_off"] > 100)[::10]
    ratio = ours[:, some].std(axis=0) / theirs[:, some].std(axis=0)
    assert ratio == pytest.approx(np.ones(len(some)), abs=0.07)
    assert ours[:, some].mean(axis=0) == pytest.approx(theirs[:, some].mean(axis=0), abs=900)


def test_accounts_of_one_lead_change_nothing():
    scored = scored_leads(300)
    plain = handoff_curve(scored, TERMS, draws=50)
    alone = handoff_curve(scored.assign(account=scored["key"]), TERMS, draws=50)
    assert plain.table.equals(alone.table)


def test_missing_accounts_stand_alone_and_pairs_widen_the_band():
    scored = scored_leads(400, 6)
    twice = scored.loc[scored.index.repeat(2)].reset_index(drop=True)
    twice["key"] = twice.index
    pairs = twice.assign(account=twice.index // 2)
    none = twice.assign(account=np.where(twice.index < 4, twice.index // 2, np.nan))
    width = {}
    for name, rows in {"rows": twice, "pairs": pairs, "none": none}.items():
        table = handoff_curve(rows, TERMS, draws=1500).table
        width[name] = (table["high"] - table["low"]).iloc[0]
    assert width["pairs"] / width["rows"] == pytest.approx(2**0.5, rel=0.1)
    assert width["none"] / width["rows"] == pytest.approx(1, rel=0.1)


def test_today_is_drawn_together_with_the_curve():
    scored = with_today(scored_leads(1000, 7))
    curve = handoff_curve(scored, TERMS, draws=1000)
    gain = curve.against_today()
    today = scored[scored["today"]]
    assert gain["profit"].iloc[0] == pytest.approx(
        (TERMS.value * scored["y"] - TERMS.cost).sum()
        - (TERMS.value * today["y"] - TERMS.cost).sum()
    )
    absolute = curve.table["high"] - curve.table["low"]
    line = curve.at(TERMS.break_even)
    assert (gain["high"] - gain["low"]).iloc[line] < absolute.iloc[line]


def test_a_band_for_the_whole_curve_covers_more_often_than_a_pointwise_one():
    held = np.zeros(2)
    lines = None
    for seed in range(40):
        curve = handoff_curve(scored_leads(1000, 100 + seed), TERMS, draws=200, seed=seed)
        lines = np.linspace(0.03, 0.2, 25)
        rows = np.searchsorted(curve.thresholds, lines)
        truth = 1000 * expected_profit_per_lead(curve.thresholds[rows])
        table = curve.table.iloc[rows]
        for place, (low, high) in enumerate([("low", "high"), ("band_low", "band_high")]):
            held[place] += ((table[low] <= truth) & (truth <= table[high])).all()
    assert held[1] / 40 >= 0.8
    assert held[1] > held[0]


def expected_profit_per_lead(lines):
    p = scored_leads(400_000, 999)["p"].to_numpy()
    p = np.sort(p)[::-1]
    total = np.r_[0, (TERMS.value * p - TERMS.cost).cumsum()]
    return total[np.searchsorted(-p, -lines, side="right")] / len(p)


def test_the_highest_point_flatters_itself_and_less_so_with_more_leads():
    terms = Economics(value=1000, cost=60)
    per_lead = []
    for n in (300, 3000):
        curve = handoff_curve(scored_leads(n, 8), terms)
        per_lead.append(curve.choose().optimism / n)
    assert per_lead[0] > 2 * per_lead[1] > 0
