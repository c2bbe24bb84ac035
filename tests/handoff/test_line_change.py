"""A change of the line: known answers, and what must hold for any two lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import scored_leads, with_today, with_unseen
from matplotlib import pyplot as plt

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import NO_BREAK
from leadkit.handoff import handoff_curve
from leadkit.handoff.change.keeping import policy_at
from leadkit.handoff.change.line_change import line_change
from leadkit.handoff.change.page import change_section
from leadkit.handoff.policy_parts import Segment, Terms, tiers_of

MODEL = SimpleNamespace(name="m1", manifest=SimpleNamespace(sha256={"model.skops": "ab" * 32}))
TERMS = Economics(value=1000, cost=50)


def banded(wins, *, band=80, unseen=0, terms=TERMS):
    """Return leads of which `band` lie between 5 and 10 %, so many of them won."""
    p = [0.08] * (band + unseen) + [0.2] * 100
    y = [1] * wins + [0] * (band - wins) + [None] * unseen + [1] * 20 + [0] * 80
    scored = pd.DataFrame({"key": [f"L{n}" for n in range(len(p))], "p": p, "y": y})
    return scored, handoff_curve(scored, terms, draws=50)


@cache
def by_hand():
    return policy_at(banded(6)[1], 0.1, MODEL, version="1")


def drawn(line, terms=TERMS):
    """Return a policy with its line there; what its evidence says does not matter."""
    economics = Terms(**{name: getattr(terms, name) for name in Terms.model_fields})
    what = {"line": line, "tiers": tiers_of(line, 0), "version": f"{line:.3f}"}
    return by_hand().model_copy(update={**what, "economics": economics})


def moved(curve, old, new, **how):
    return line_change(curve, *(drawn(line, curve.economics) for line in (old, new)), **how)


def plain(text):
    return text.replace(NO_BREAK, " ")


def test_eighty_leads_between_the_lines_six_of_them_won():
    scored, curve = banded(6)
    change = moved(curve, 0.1, 0.05, scored=scored)
    assert (change.gain.value, change.gain.n, change.gain.events) == (2000, 80, 6)
    assert change.chance == pytest.approx(0.797, abs=0.005)
    assert change.gain.method == "Bayesian bootstrap"
    assert change.advice == "test"
    assert "below the 80 %" in change.because
    assert set(change.table["key"]) == {f"L{n}" for n in range(80)}
    assert (change.table["old"] == "nurture").all()
    assert (change.table["new"] == "hand_off").all()
    more = change.of("more")
    assert np.isnan(more.pop("hours"))
    sums = {"leads": 80, "judged": 80, "won": 6, "unseen": 0, "spend": 4000, "money": 2000}
    assert more == sums
    assert change.band == (0.05, 0.1)


@pytest.mark.parametrize(
    ("wins", "old", "new", "advice"),
    [
        (9, 0.1, 0.05, "move"),
        (2, 0.1, 0.05, "keep"),
        (9, 0.05, 0.1, "keep"),
        (1, 0.05, 0.1, "move"),
        (5, 0.05, 0.1, "test"),
    ],
)
def test_the_line_moves_only_where_that_surely_earns_more(wins, old, new, advice):
    change = moved(banded(wins, band=80 if wins != 5 else 101)[1], old, new)
    assert change.advice == advice
    assert "Jeffreys" in change.gain.method or wins > 3


def test_a_sure_but_tiny_gain_is_no_reason_to_move():
    p = [0.08] * 10 + [0.2] * 1000
    scored = pd.DataFrame({"key": range(1010), "p": p, "y": [1] * 4 + [0] * 6 + [1, 0] * 500})
    change = moved(handoff_curve(scored, TERMS, draws=50), 0.1, 0.05)
    assert change.chance > 0.99
    assert 0 < change.gain.value < 0.02 * change.profit_before
    assert change.advice == "test"
    assert "within 2 % of the profit" in plain(change.because)


def test_leads_nobody_saw_are_bounded_and_forbid_a_move():
    scored, curve = banded(9, unseen=200)
    change = moved(curve, 0.1, 0.05, scored=scored)
    assert change.unseen_gain == (-10_000, 190_000)
    assert (len(change.table), change.gain.n) == (280, 80)
    assert change.table["won"].isna().sum() == 200
    assert change.advice == "test"
    assert "only 80 of the 280" in change.because
    back = moved(curve, 0.05, 0.1)
    assert back.unseen_gain == (-190_000, 10_000)


def test_a_line_that_sales_cannot_work_is_not_moved_to():
    _scored, curve = banded(9, terms=Economics(value=1000, cost=50, hours=2, capacity=250))
    change = moved(curve, 0.1, 0.05)
    assert (change.capacity.before, change.capacity.needed) == (200, 360)
    assert change.capacity.fits is False
    assert change.advice == "keep"
    assert "cannot work" in change.because
    assert "too much" in change.sentence("sales")
    assert moved(curve, 0.05, 0.1).capacity.overloads is False


def test_the_same_line_changes_nothing():
    change = moved(banded(6)[1], 0.1, 0.1)
    assert not change.changes
    assert change.advice == "keep"
    assert change.band is change.chance is None
    assert change.sentence() == "Nothing changes: both policies hand off the same leads."
    assert not change_section(change).tables


def test_both_teams_hear_it_in_their_own_words():
    scored = with_unseen(with_today(scored_leads(800)))
    curve = handoff_curve(scored, Economics(value=1000, cost=80, hours=2), draws=50)
    change = moved(curve, 0.12, 0.2)
    more, fewer = change.of("more"), change.of("fewer")
    assert (more["leads"], fewer["leads"]) == (0, len(change.table))
    for side in ("marketing", "sales"):
        assert f"{fewer['leads']} leads" in change.sentence(side)
        assert f"{fewer['won']} of the {fewer['judged']}" in change.sentence(side)
    assert "nurtures them on" in change.sentence("marketing")
    assert f"{2 * fewer['leads']} hours" in change.sentence("sales")
    assert change.sentences()[-1] == change.because
    html = plain(change._repr_html_())
    assert "new, 0.200" in html
    assert "12 %" in html


def test_what_else_changed_is_said():
    curve = handoff_curve(scored_leads(800), TERMS, draws=50)
    days = (date(2026, 6, 30), date(2026, 7, 30))
    old, new = (
        policy_at(curve, line, MODEL, version="1", as_of=day)
        for line, day in zip((0.1, 0.05), days, strict=True)
    )
    dearer = old.model_copy(update={"economics": old.economics.model_copy(update={"cost": 80.0})})
    said = " ".join(line_change(curve, dearer, new).notes)
    assert "the cost of working a lead from 80 to 50" in said
    assert "the worth of a win" not in said
    assert "One change a quarter" in said
    later = new.model_copy(
        update={"evidence": new.evidence.model_copy(update={"as_of": date(2026, 9, 30)})}
    )
    assert line_change(curve, old, later).notes == ()


def test_a_policy_with_segments_changes_the_leads_of_that_segment_alone():
    scored, curve = banded(6)
    scored = scored.assign(size=["SME", "Mid"] * 90)
    old = drawn(0.1)
    own = Segment(column="size", value="SME", line=0.05)
    new = old.model_copy(update={"segments": (own,), "version": "2"})
    change = line_change(curve, old, new, scored=scored)
    assert set(change.table["key"]) == {f"L{n}" for n in range(0, 80, 2)}
    assert change.band is None
    assert "SME 5 %" in plain(change._repr_html_())
    with pytest.raises(BadInput, match="lines by 'size'"):
        line_change(curve, old, new)


def test_a_policy_of_another_model_needs_its_own_decisions():
    scored, curve = banded(6)
    old, new = drawn(0.1), drawn(0.05)
    other = old.model_copy(
        update={"model": old.model.model_copy(update={"name": "m0", "sha256": "cd" * 32})}
    )
    with pytest.raises(BadInput, match="of another model, m0 cdcdcdcd"):
        line_change(curve, other, new, scored=scored)
    decided = other.decide(scored["p"])["decision"].set_axis(scored["key"])
    change = line_change(curve, other, new, scored=scored, decided=decided[10:])
    assert change.left_out == 10
    assert set(change.table["key"]) == {f"L{n}" for n in range(10, 80)}
    assert change.band is None
    assert "since its model learned from them" in " ".join(change.notes)
    assert "another model" in change.sentence()


def test_another_table_is_refused():
    scored, curve = banded(6)
    for wrong in (scored.head(50), scored.assign(p=scored["p"] + 0.1)):
        with pytest.raises(BadInput, match="not those that the curve was drawn from"):
            moved(curve, 0.1, 0.05, scored=wrong)


def test_a_line_chosen_on_these_outcomes_is_not_called_sure():
    scored = scored_leads(600, stretch=1.0)
    scored["y"] = 1 - scored["y"]  # what the scores say goes the wrong way
    curve = handoff_curve(scored, TERMS, draws=100)
    assert curve.leads.basis == "observed"
    change = moved(curve, 0.1, 0.05)
    assert change.chance is None
    assert change.advice == "test"
    assert "less optimism" in change.gain.method


@pytest.fixture(scope="module")
def many():
    scored = with_unseen(scored_leads(500)).assign(account=np.arange(500) // 2)
    return scored, handoff_curve(scored, TERMS, draws=50)


@settings(max_examples=4, deadline=None)
@given(
    old=st.floats(0.01, 0.3, allow_subnormal=False), new=st.floats(0.01, 0.3, allow_subnormal=False)
)
def test_the_gain_is_what_the_changed_leads_brought_and_turns_round_with_the_lines(many, old, new):
    scored, curve = many
    change, back = moved(curve, old, new, scored=scored), moved(curve, new, old, scored=scored)
    between = scored[(scored["p"] >= min(old, new)) & (scored["p"] < max(old, new))]
    assert set(change.table["key"]) == set(between["key"])
    judged = between.dropna(subset=["y"])
    earned = (judged["y"] * 1000 - 50).sum() * (1 if new < old else -1)
    assert change.gain.value == pytest.approx(earned)
    assert change.gain.value == pytest.approx(change.summed["money"].sum())
    assert back.gain.value == pytest.approx(-earned)
    assert change.gain.low <= change.gain.value <= change.gain.high
    assert change.compared["profit"].diff().iloc[1] == pytest.approx(earned)


def test_the_order_of_the_leads_does_not_matter(many):
    scored, curve = many
    mixed = scored.sample(frac=1, random_state=1)
    change = moved(curve, 0.1, 0.05, scored=scored)
    other = moved(handoff_curve(mixed, TERMS, draws=50), 0.1, 0.05, scored=mixed)
    assert other.to_dict() == change.to_dict()
    assert sorted(other.table["key"]) == sorted(change.table["key"])


def test_the_page_and_the_picture_show_all_changed_leads(many):
    change = moved(many[1], 0.1, 0.05, scored=many[0])
    section = change_section(change)
    assert len(section.tables[1].rows) == 10
    assert f"of the {len(change.table)} leads" in section.tables[1].finding
    ax = change.plot()
    assert sum(bar.get_height() for bar in ax.patches) == len(change.table)
    plt.close(ax.figure)


def test_a_line_beyond_the_data_is_refused(many):
    for line in (0.0, 1.0, float(many[0]["p"].max()) + 0.01):
        with pytest.raises(BadInput, match="no judged lead reaches"):
            policy_at(many[1], line, MODEL, version="1")


def test_a_line_by_hand_states_the_profit_and_the_gain_of_its_leads():
    scored = with_today(scored_leads(500))
    curve = handoff_curve(scored, replace(TERMS, currency="USD"), draws=50)
    policy = policy_at(curve, 0.1, MODEL, version="1", as_of=date(2026, 6, 30))
    above, today = scored[scored["p"] >= 0.1], scored[scored["today"]]
    profit = (above["y"] * 1000 - 50).sum()
    assert policy.evidence.profit.value == pytest.approx(profit)
    assert policy.evidence.gain.value == pytest.approx(profit - (today["y"] * 1000 - 50).sum())
    assert policy.look_again == date(2026, 9, 28)
    assert "drawn by hand" in policy.evidence.method
