"""The lesson on bad leads and bad selling: the mix by hand, three companies, luck, own leads."""

from itertools import product

import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, numbers
from scipy.stats import binom, binomtest

from leadkit.base import language
from leadkit.learn.checking import judge
from leadkit.learn.lessons import dealing, two_sources
from leadkit.learn.lessons.changes import Change, ends_of
from leadkit.learn.lessons.t06 import EXERCISES, LABS
from leadkit.learn.lessons.three_companies import COMPANIES, VIEWS, finding, say_company
from leadkit.learn.lessons.verdicts import OPTIONS, RIGHT

ASKED = {one.key: one for one in EXERCISES}
LAB = {lab.key: lab for lab in LABS}


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def test_the_mix_takes_more_than_the_whole_fall_and_the_rates_give_some_back():
    assert two_sources.NOW.total(two_sources.SHARE_NOW) == pytest.approx(9.8)
    assert two_sources.BEFORE.total(two_sources.SHARE_BEFORE) == pytest.approx(15.2)
    parts = (two_sources.by_shares(), two_sources.by_rates(), two_sources.fall())
    assert parts == pytest.approx((-6.4, 1.0, -5.4))
    middle = two_sources.Rates(20.5, 4.5)  # Kitagawa (1955), means of both quarters as weights
    shares = two_sources.SHARE_NOW, two_sources.SHARE_BEFORE
    assert middle.total(shares[0]) - middle.total(shares[1]) == pytest.approx(-6.4)


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("t06.1", 9.8, None),
        ("t06.1", "9,8 %", None),
        ("t06.1", 13, "M56"),
        ("t06.1", "16,2", "M15"),
        ("t06.1", 15.2, "M26"),
        ("t06.1", 10, ""),
        ("t06.2", -6.4, None),
        ("t06.2", "6,4", None),
        ("t06.2", "−6.4 points", None),
        ("t06.2", -5.4, "M23"),
        ("t06.2", "+1.0", "M43"),
        ("t06.2", "-7,4", "M25"),
        ("t06.2", 3, ""),
        ("t06.4", "c", None),
        ("t06.4", "A", "M18"),
        ("t06.4", "B", "M17"),
        ("t06.4", "D", "M29"),
        ("t06.5", "b", None),
        ("t06.5", "A", "M25"),
        ("t06.5", "C", "M24"),
        ("t06.5", "D", "M29"),
    ],
)
def test_answers_and_their_slips(key, answer, code):
    reply = judge(ASKED[key], answer)
    assert (reply.status, reply.code) == (("right", "") if code is None else ("not right", code))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"A": "selling"}, "M23"),
        ({"B": "leads"}, "M24"),
        ({"C": "leads"}, "M25"),
        ({"C": "selling"}, "M25"),
        ({"C": "half"}, "M27"),
        ({"A": "cannot tell"}, "M29"),
        ({"A": "selling", "B": "leads", "C": "half"}, "M23"),
    ],
)
def test_the_first_wrong_verdict_is_told_its_thought(wrong, code):
    reply = judge(ASKED["t06.3"], RIGHT | wrong)
    assert (reply.status, reply.code) == ("not right", code)


def test_every_wrong_table_is_told_a_thought():
    tables = [
        dict(zip(RIGHT, row, strict=True))
        for row in product([key for key, _label in OPTIONS], repeat=3)
    ]
    replies = [judge(ASKED["t06.3"], table) for table in tables]
    assert [reply.status for reply in replies].count("right") == 1
    assert all(reply.code for reply in replies if reply.status != "right")


def test_three_companies_miss_by_the_same_share_and_their_parts_add_up():
    known = {"A": (-0.27, -0.07), "B": (-0.27, -0.07), "C": (-0.45, 0.21)}
    for name, company in COMPANIES.items():
        total = company.total.change
        assert total.value == pytest.approx(-0.18, abs=0.004)
        assert total.ends == pytest.approx(known[name], abs=0.006)
        for view in ("source", "team"):
            parts = company.views[view]
            assert (
                tuple(map(sum, zip(*(part.wins for part in parts), strict=True)))
                == company.total.wins
            )
            assert (
                tuple(map(sum, zip(*(part.leads for part in parts), strict=True)))
                == company.total.leads
            )


def test_one_view_of_each_company_settles_it_or_none_does():
    assert COMPANIES["A"].at_old_rates == pytest.approx(492)
    assert COMPANIES["B"].at_old_rates == pytest.approx(600)
    new, old = (part.change for part in COMPANIES["B"].views["team"])
    assert (new.value, *new.ends) == pytest.approx((-0.35, -0.46, -0.22), abs=0.006)
    assert (old.value, *old.ends) == pytest.approx((-0.01, -0.16, 0.17), abs=0.006)
    every = [part.change for parts in COMPANIES["C"].views.values() for part in parts]
    assert not any(change.is_beyond_luck for change in every)


@pytest.mark.parametrize(
    ("company", "view", "found"),
    [
        ("A", "source", "no source fell, their shares moved"),
        ("A", "team", "down, and luck alone does not do that"),
        ("B", "source", "down, and luck alone does not do that"),
        ("B", "team", "one fell, the other did not"),
        ("C", "total", "nothing moved beyond luck"),
        ("C", "source", "nothing moved beyond luck"),
    ],
)
def test_a_picture_claims_what_its_intervals_carry(company, view, found):
    assert finding(company, view) == found


def test_the_interval_of_a_change_is_the_exact_one_of_two_counts():
    low, high = ends_of((60, 49), (500, 250))
    found = binomtest(49, 109).proportion_ci(method="exact")
    assert (low + 1) / 2 == pytest.approx(found.low / (1 - found.low))
    assert (high + 1) / 2 == pytest.approx(found.high / (1 - found.high))
    assert Change("all", -0.18).is_beyond_luck is False


def test_equal_sellers_lie_within_the_limits_that_luck_has():
    low, high = dealing.limits()
    within = binom.cdf(high, 45, 0.2) - binom.cdf(low - 1, 45, 0.2)
    assert (low, high) == (4, 14)
    assert within == pytest.approx(0.962, abs=5e-4)
    assert 1 - within**12 == pytest.approx(0.371, abs=5e-4)  # about one deal of three
    assert low <= 0.11 * 45 < 0.30 * 45 <= high
    assert not dealing.outside(dealing.deals(1)[0])


def test_deals_are_remembered_and_somebody_else_is_soon_the_best(spoken):
    deals = dealing.deals(dealing.DEALS)
    firsts = {dealing.best(wins) for wins in deals}
    assert len(firsts) > 8
    assert max(map(max, deals)) < dealing.HIGHEST
    said = numbers(dealing.say_deal(dealing.DEALS))
    assert {len(firsts), sum(bool(dealing.outside(wins)) for wins in deals)} <= set(said)


@pytest.mark.parametrize(
    ("share", "said"),
    [(63, "the total is lower."), (64, "just what it was."), (70, "+1.0 points in all.")],
)
def test_a_higher_rate_everywhere_is_told_beside_the_total(share, said):
    assert two_sources.say_shares(share, is_now=True).endswith(said)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("t06.shares", {"share": 30, "is_now": True}),
        ("t06.companies", {"company": "A", "view": "source"}),
        ("t06.sellers", {"deal": 7}),
    ],
)
def test_nothing_is_cut_in_a_drawing(key, values, spoken):
    assert_no_text_is_cut_or_meets_another(LAB[key].draw(**values))


def test_every_view_is_told():
    for name, company in COMPANIES.items():
        assert set(company.views) == {view for view, _label in VIEWS}
        for view, parts in company.views.items():
            said = numbers(say_company(name, view))
            assert {number for part in parts for number in (*part.wins, *part.leads)} <= set(said)
