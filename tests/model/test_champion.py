"""Champion against challenger: known answers, and what the intervals hold on made data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import norm

from leadkit.model.champion import BETTER, SAME, TOO_LITTLE, WORSE, compare_probabilities


def made(n=2000, seed=0, noise=1.0):
    """Outcomes, their true probabilities, and the same with noise in the log-odds."""
    rng = np.random.default_rng(seed)
    score = rng.normal(size=n) - 2
    y = pd.Series((rng.random(n) < expit(score)).astype(float))
    poorer = expit(score + noise * rng.normal(size=n))
    return y, pd.Series(expit(score)), pd.Series(poorer), pd.Series(np.arange(n))


def delong(y, p, q):
    """Return difference of AUC and its standard error, straight from the placements."""
    won, lost = y == 1, y == 0

    def placed(score):
        above = score[won][:, None] > score[lost][None]
        even = score[won][:, None] == score[lost][None]
        pairs = above + 0.5 * even
        return pairs.mean(axis=1), pairs.mean(axis=0)

    (v_p, w_p), (v_q, w_q) = placed(p), placed(q)
    spread = np.var(v_q - v_p, ddof=1) / won.sum() + np.var(w_q - w_p, ddof=1) / lost.sum()
    return v_q.mean() - v_p.mean(), np.sqrt(spread)


def test_the_difference_of_auc_is_that_of_delong_delong_and_clarke_pearson():
    y, true, poorer, account = made(800)
    found = compare_probabilities(y, poorer.round(1), true, account).differences["auc"]
    value, error = delong(y.to_numpy(), poorer.round(1).to_numpy(), true.to_numpy())
    assert found.value == pytest.approx(value, abs=1e-12)
    assert (found.high - found.low) / (2 * norm.ppf(0.975)) == pytest.approx(error, rel=0.01)


def test_losses_are_paired_by_lead():
    y, true, poorer, account = made()
    found = compare_probabilities(y, poorer, true, account).differences
    square = (y - true) ** 2 - (y - poorer) ** 2
    assert found["brier"].value == pytest.approx(square.mean())
    half = 1.96 * square.std(ddof=1) / np.sqrt(len(y))
    assert found["brier"].high - found["brier"].value == pytest.approx(half, rel=0.01)
    loss = -np.log(np.where(y == 1, true, 1 - true)) + np.log(np.where(y == 1, poorer, 1 - poorer))
    assert found["log_loss"].value == pytest.approx(loss.mean())


def test_the_verdict_turns_when_the_two_change_places():
    y, true, poorer, account = made()
    one = compare_probabilities(y, poorer, true, account, names=("old", "new"))
    other = compare_probabilities(y, true, poorer, account)
    assert (one.verdict, other.verdict) == (BETTER, WORSE)
    for name in ("auc", "brier", "log_loss"):
        assert one.differences[name].value == pytest.approx(-other.differences[name].value)
    assert "new is better than old" in one.sentence()
    assert compare_probabilities(y, true, true, account).verdict == SAME


def test_leads_of_one_account_do_not_count_as_many():
    y, true, poorer, account = made(400)
    alone = compare_probabilities(y, poorer, true, account).differences["log_loss"]
    five = [pd.concat([one] * 5, ignore_index=True) for one in (y, poorer, true, account)]
    again = compare_probabilities(*five).differences["log_loss"]
    assert again.high - again.low == pytest.approx(alone.high - alone.low, rel=1e-6)


def test_models_that_are_equally_good_are_seldom_told_apart():
    wrong = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        base = rng.normal(size=400) - 1.5
        y = pd.Series((rng.random(400) < expit(base)).astype(float))
        one, other = (pd.Series(expit(base + 0.4 * rng.normal(size=400))) for _model in "ab")
        wrong += compare_probabilities(y, one, other, y.index.to_series()).verdict != SAME
    assert wrong <= 20  # 10 expected at the 5 % level, 20 are more than three deviations off


def test_too_few_wins_refuse():
    y, true, poorer, account = made(60)
    found = compare_probabilities(y * (np.arange(60) < 20), poorer, true, account)
    assert found.verdict == TOO_LITTLE
    assert "at least 10 wins" in found.sentence()
    assert found.to_dict()["differences"]["auc"]["value"] is None
    assert "cannot be computed" in found._repr_html_() or "too few" in found._repr_html_()


def test_the_picture_points_right_where_the_challenger_is_better():
    y, true, poorer, account = made()
    found = compare_probabilities(y, poorer, true, account, alone=(3, 5))
    ax = found.plot()
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert len(dots) == 3
    assert min(dots) > 0
    assert "3 leads" in found.notes()[0]
    assert list(found.table["measure"]) == ["auc", "brier", "log_loss"]
