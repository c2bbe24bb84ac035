import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from made_book import make_book

from leadkit.base.page import Page
from leadkit.review import shortfall
from leadkit.review.shortfall.reference import PARTS
from leadkit.review.shortfall.shapley import shapley
from leadkit.review.witnesses import Witnesses, witnesses
from leadkit.review.witnesses.cases import among_alike, cases
from leadkit.review.witnesses.contacts import reached, validity
from leadkit.review.witnesses.own_leads import own_leads
from leadkit.review.witnesses.reasons import reasons
from leadkit.review.witnesses.reps import alike, changes, reps, together
from leadkit.review.witnesses.witness import times

VALID, DEAD = "0912345678", "12"


def with_leads(book, leads):
    known = {name: book.known.get(name, book.known["outcome"]) for name in leads}
    return replace(book, tables={**book.tables, "leads": leads}, known=known)


def is_judged(leads):
    local = leads["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh")
    return (local.dt.year == 2026) & (local.dt.quarter == 2) & (leads["source"] != "own")


def with_reps(book, *, hit=(), newcomers=False):
    """Give leads to eight reps by lot; `hit` reps lose most of the wins of the judged quarter."""
    rng = np.random.default_rng(4)
    leads, rep = book.leads.copy(), rng.integers(0, 8, len(book.leads))
    now = is_judged(leads)
    leads["owner"] = [f"Rep {place}" for place in rep]
    loses = now & np.isin(rep, hit) & (rng.random(len(leads)) < 0.75) & (leads.outcome == "won")
    leads.loc[loses, ["outcome", "deal_value", "lost_reason"]] = "lost", np.nan, "LOST_PRICE"
    if newcomers:
        of_hit = now & np.isin(rep, hit)
        leads.loc[of_hit, "owner"] = [f"New {place}" for place in rep[of_hit]]
    return with_leads(book, leads)


def of(found, name):
    return next(one for one in found.every if one.name == name)


@pytest.fixture(scope="module")
def even():
    """Nothing changed in the judged quarter; with the split, whose model serves every variant."""
    book = make_book(n=700, last=1000, seed=5)
    return book, shortfall(book, draws=4)


@pytest.fixture(scope="module")
def weak():
    """Everybody sells less, sales' own leads as well."""
    book = with_reps(make_book(n=700, last=1000, seed=11, skill=-1.2, own=500))
    return book, shortfall(book, draws=40)


@pytest.fixture(scope="module")
def weak_found(weak):
    return witnesses(*weak)


def seen_in(even, found_by, **knobs):
    book = with_reps(even[0], **knobs)
    return found_by(book, cases(book, even[1]))


def test_a_fall_of_everybody_is_no_work_of_a_few(weak_found):
    assert of(weak_found, "reps").speaks_for == ("leads", "market")
    assert of(weak_found, "control").speaks_for == ("people", "market")
    assert weak_found.points_to == ("market",)
    assert "the way all sell likelier, without proving it" in weak_found.sentence()


@pytest.mark.parametrize(("newcomers", "seats"), [(False, 8), (True, 7)])
def test_a_fall_of_two_seats_points_to_people(even, newcomers, seats):
    """Those who left and those who came are compared as one."""
    found = seen_in(even, reps, hit=(2, 5), newcomers=newcomers)
    assert (found.reps, found.left_out) == (seats, 2)
    assert found.speaks_for == ("people",)
    assert "not given out by lot" in found.finding()


def test_reps_alike_do_not_speak(even):
    found = seen_in(even, reps)
    assert found.speaks_for == ()
    assert not found.differ


def test_only_leads_given_out_by_lot_count_where_the_book_says_so(even):
    book = with_reps(even[0])
    by_lot = with_leads(book, book.leads.assign(random_routing=np.arange(len(book.leads)) % 2))
    every, some = (reps(one, cases(one, even[1])) for one in (book, by_lot))
    assert some.by_lot
    assert some.estimate.n < every.estimate.n
    assert "Only leads given out by lot" in some.finding()


def test_reps_are_counted_as_a_second_count_does_and_equal_ones_seldom_differ(weak):
    table = cases(*weak)
    found = changes(table)
    one = table[table["owner"] == "Rep 3"]
    now = one["quarter"] == "2026Q2"
    assert found.loc["Rep 3", "won_after"] == one.loc[now, "won"].sum()
    assert found.loc["Rep 3", "expected_before"] == pytest.approx(one.loc[~now, "expected"].sum())
    assert found["won_before"].sum() == pytest.approx(found["expected_before"].sum(), rel=0.01)
    drawn = np.random.default_rng(0).random((80, len(table))) < table["expected"].to_numpy()
    is_rep = table["owner"].to_numpy()[:, None] == found.index.to_numpy()
    judged = table["judged"].to_numpy()[:, None]
    before, after = (drawn @ (is_rep & (judged == time)).astype(float) for time in (False, True))
    p = [alike(found.assign(won_before=b, won_after=a)) for b, a in zip(before, after, strict=True)]
    assert np.mean(np.array(p) < 0.05) < 0.12


def test_a_fall_without_wins_before_gives_no_ratio():
    row = {"won_before": [0], "expected_before": [5.0], "won_after": [0], "expected_after": [4.0]}
    assert together(pd.DataFrame({**row, "dispersion": [0.9]})).refused


def test_odds_among_like_leads_are_free_of_the_mix():
    """Within each fifth the odds doubled; the mix moved to where they are low."""
    counts = {(0, False): (40, 160), (0, True): (120, 240), (4, False): (300, 100),
              (4, True): (60, 10)}  # fmt: skip
    rows = [
        (fifth, judged, has)
        for (fifth, judged), (yes, no) in counts.items()
        for has, times in ((True, yes), (False, no)) for _time in range(times)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["fifth", "judged", "has"])
    assert among_alike(table["has"], table).value == pytest.approx(2)
    assert among_alike(table["has"] & (table.index < 19), table).refused


def test_the_hidden_fall_explains_the_selling_part_and_nothing_else(weak, weak_found):
    gap, found = weak[1], of(weak_found, "gamma")
    table = cases(*weak).query("judged")
    before, after = (gap.factors[name].to_numpy().copy() for name in ("before", "after"))

    def expected(times):
        odds = np.exp(table["logit"]) * times
        return (odds / (1 + odds) * table["worth"]).sum()

    place = PARTS.index("selling")
    won = (table["won"] * table["worth"]).sum()
    assert won / expected(found.estimate.value) == pytest.approx(before[place])
    after[place] = before[place] * expected(found.estimate.low) / expected(1)
    assert shapley(before, after)[place] == pytest.approx(gap.parts["selling"].low)
    assert found.speaks_for == ()
    assert found.estimate.value < 1


def test_a_reason_given_more_often_speaks_after_holm(even):
    book, gap = even
    leads, rng = book.leads.copy(), np.random.default_rng(2)
    now = is_judged(leads) & (leads["lost_reason"] == "LOST_COMPETITOR")
    leads.loc[now & (rng.random(len(leads)) < 0.6), "lost_reason"] = "LOST_PRICE"
    book = with_leads(book, leads)
    found, calm = reasons(book, cases(book, gap)), reasons(even[0], cases(*even))
    assert found.risen["code"].tolist() == ["LOST_PRICE"]
    assert found.speaks_for == ("market",)
    assert "not the buyers" in found.finding()
    assert times(found.estimate) in found.finding()  # one interval in picture and table
    assert found.estimate.low > 1
    assert all(one.low < 1 < one.high for one in calm.looked["odds"])
    assert (found.looked["p_holm"] >= found.looked["p"]).all()
    assert calm.speaks_for == ()
    assert len(calm.looked) == 5


@pytest.mark.parametrize("measured", [True, False])
def test_dead_numbers_are_counted_and_said_to_be_in_lead_quality(even, measured):
    book, leads = even[0], even[0].leads
    now = is_judged(leads)
    dead = np.random.default_rng(3).random(len(leads)) < np.where(now, 0.2, 0.1)
    book = with_leads(book, leads.assign(phone=np.where(dead, DEAD, VALID)))
    found = validity(book, cases(book, even[1]), ("phone_valid",) if measured else ())
    earlier = leads["handed_off_at"] < leads.loc[now, "handed_off_at"].min()
    assert found.dead == (dead[now].sum(), now.sum())
    assert found.estimate.value == pytest.approx(dead[now].mean() / dead[earlier].mean())
    assert found.speaks_for == (() if measured else ("leads",))
    assert ("lead quality, not as selling" in found.finding()) == measured


@pytest.mark.parametrize(("calls", "speaks"), [(3, ("leads",)), (1, ()), (0, ())])
def test_calls_that_reach_nobody_speak_where_enough_were_made(even, calls, speaks):
    rng, leads = np.random.default_rng(6), even[0].leads.copy()
    lost = (leads["outcome"] == "lost") & leads["first_response_at"].notna()
    chance = np.where(is_judged(leads), 0.15, 0.05)
    hit = lost & leads["lost_reason"].notna() & (rng.random(len(leads)) < chance)
    leads.loc[hit, "lost_reason"] = "UNREACHABLE"
    book, first = with_leads(even[0], leads), leads.loc[lost, ["lead_id", "first_response_at"]]
    made = [
        first.assign(at=first["first_response_at"] + pd.Timedelta(minutes=30 * place))
        for place in range(calls)
    ]
    if made:
        events = pd.concat(made).assign(kind="call", by="sales", detail="")
        book = replace(book, tables={**book.tables, "events": events})
    found = reached(book, cases(book, even[1]))
    assert found.estimate.low > 1
    assert found.speaks_for == speaks
    assert (found.speaks_for == ()) == ("sales that gave up" in found.finding())


def test_what_the_book_lacks_is_named(even):
    names = ["owner", "first_response_at", "lost_reason", "rejection_reason"]
    found = witnesses(with_leads(even[0], even[0].leads.drop(columns=names)), even[1])
    lacks = found.table.set_index("witness")["lacks"]
    assert lacks["reps"] == ("owner",)
    assert lacks["validity"] == ("phone",)
    assert lacks["connect"] == ("first_response_at",)
    assert lacks["reasons"] == ("lost_reason",)
    assert "look alike" in of(found, "control").finding()
    assert found.refusal == ""
    bare = replace(found, every=tuple(one for one in found.every if one.name != "gamma"))
    assert bare.refusal == bare.sentence()
    assert "The leads have no owner." in bare.refusal
    assert bare.section().text == [bare.refusal]


def test_no_sentence_claims_more_than_its_witnesses(even, weak_found):
    """Of every choice of witnesses: named is what all that speak leave open, and nothing else."""
    named = {
        "people": "sales people likelier",
        "market": "all sell likelier",
        "leads": "recorded likelier",
    }
    hit, calm = (seen_in(even, reps, hit=who) for who in ((2, 5), ()))
    control = weak_found.gap.control
    spared = replace(control, own=replace(control.marketing, value=1.0, low=0.9, high=1.1))
    pool = [*weak_found.every, hit, calm, own_leads(spared), own_leads(None)]
    assert {one for each in pool for one in each.speaks_for} == set(named)
    for every in [pool, [], *([*pair] for pair in combinations(pool, 2))]:
        found = Witnesses(gap=weak_found.gap, every=tuple(every))
        speaking = [set(one.speaks_for) for one in every if one.speaks_for]
        common = set.intersection(*speaking) if speaking else set()
        assert set(found.points_to) == common
        said = found.sentence()
        assert not any(words in said for one, words in named.items() if one not in common)
        assert ("likelier" in said) == bool(common)
        assert common or found.refusal or "cannot tell" in said


def test_without_a_fall_in_selling_there_is_nothing_to_explain(even):
    """What the split cannot tell is not said to have stayed as it was."""
    gap, every = even[1], (seen_in(even, reps),)
    assert gap.verdicts["selling"] == "rose"
    assert Witnesses(gap=gap, every=every).sentence().startswith("Selling rose")
    wide = replace(gap.parts["selling"], low=-1e9, high=1e9)
    unsure = replace(gap, parts={**gap.parts, "selling": wide})
    said = Witnesses(gap=unsure, every=every).sentence()
    assert said.startswith("Whether selling fell, the data cannot tell")


def test_the_section_shows_every_witness_and_no_rep_by_name(weak_found):
    page = Page(kind="", title="", sections=[weak_found.section()]).html()
    assert len(weak_found.rows()) == 6
    assert "Rep 3" not in page
    assert "Spread across reps" in page
    content = json.loads(json.dumps(weak_found.to_dict(), allow_nan=False))
    assert [one["witness"] for one in content["witnesses"]] == weak_found.table["witness"].tolist()
    assert weak_found._repr_html_().count("<tr") >= 6
