import numpy as np
import pytest
from made_leads import TERMS, scored_leads, with_today
from sklearn.metrics import roc_curve

from leadkit.base import figure
from leadkit.handoff import handoff_curve


@pytest.fixture(scope="module")
def curve():
    return handoff_curve(scored_leads(1200, 3), TERMS, draws=200)


def test_net_benefit_ends_before_certainty():
    scored = scored_leads(300)
    scored.loc[0, "p"] = 1.0
    table = handoff_curve(scored, TERMS, draws=20).net_benefit
    assert table["threshold"].max() < 1
    assert np.isfinite(table).all(axis=None)


def test_shares_of_the_best_threshold_add_up_and_centre_on_the_line(curve):
    shares = curve.best_share
    assert shares["share"].sum() == pytest.approx(1)
    choice = curve.choose()
    inside = shares["threshold"].between(choice.low, choice.high)
    assert shares.loc[inside, "share"].sum() >= 0.95


def test_the_decision_curve_names_its_lines_on_given_axes(curve):
    ax = figure.blank(3.4).subplots()
    assert curve.plot_decisions(ax) is ax
    said = [text.get_text() for text in ax.texts]
    assert said[:3] == ["by the model", "hand off every lead", "hand off nobody"]
    assert ax.figure.texts == []


def test_own_axes_say_what_the_model_adds(curve):
    from matplotlib import pyplot as plt

    ax = curve.plot_decisions()
    title = ax.figure.texts[0].get_text().replace("\n", " ")
    plt.close(ax.figure)
    model, everybody, nobody = curve.net_benefit.iloc[curve.at(TERMS.break_even), 1:]
    assert f"{1000 * (model - max(everybody, nobody)):.1f} wins per 1,000 leads" in title


def test_youdens_line_is_that_of_scikit_learn():
    scored = scored_leads(900, 2)
    lost, won, lines = roc_curve(scored["y"], scored["p"], drop_intermediate=False)
    table = handoff_curve(scored, TERMS, draws=20).choose().table.set_index("policy")
    assert table.loc["youden", "threshold"] == lines[np.argmax(won - lost)]


def test_a_card_that_did_not_judge_every_lead_is_not_compared():
    scored = scored_leads(900, 2)
    points = scored["p"].where(scored.index > 0)
    table = handoff_curve(scored.assign(points=points), TERMS, draws=20).choose().table
    assert "points_card" not in table["policy"].tolist()


def test_the_points_card_is_cut_at_break_even():
    scored = with_today(scored_leads(900, 2))
    points = scored["p"].round(1)
    table = handoff_curve(scored.assign(points=points), TERMS, draws=20).choose().table
    row = table.set_index("policy").loc["points_card"]
    above = points >= TERMS.break_even
    assert row["handed_off"] == above.sum()
    assert row["profit"] == (1000 * scored["y"] - 80)[above].sum()
