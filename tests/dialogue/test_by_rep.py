import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, fisher_exact

from leadkit.base.estimate import rate
from leadkit.dialogue.feedback_report.by_rep import by_rep
from leadkit.dialogue.feedback_report.habits import exact, habits, ratio


def test_completeness_of_the_known_case():
    found = rate(84, 120)
    assert (found.value, found.low, found.high) == pytest.approx((0.70, 0.613, 0.775), abs=0.0005)


def test_limits_are_exact_and_reps_alphabetical():
    rep = pd.Series(["c"] * 50 + ["a"] * 30 + ["b"] * 3)
    done = pd.Series([True] * 50 + [False] * 30 + [True] * 3)
    found = by_rep(done, rep)
    assert found.table.index.tolist() == ["a", "b", "c"]
    assert found.table["verdict"].tolist() == ["below", "within", "above"]
    p = 53 / 83
    assert found.table.loc["a", "low"] == binom.ppf(0.001, 30, p)
    assert binom.cdf(found.table.loc["a", "low"] - 1, 30, p) < 0.001
    assert found.below == ["a"]


def test_a_rep_is_drawn_to_the_whole_by_twenty_cases_of_it():
    found = by_rep(pd.Series([True] * 10 + [False] * 10), pd.Series(["a"] * 10 + ["b"] * 10))
    assert found.table["shrunk"].tolist() == pytest.approx([20 / 30, 10 / 30])


def test_reps_who_are_all_alike_hardly_ever_lie_outside():
    rng = np.random.default_rng(1)
    rep = pd.Series(np.repeat([f"rep_{place}" for place in range(10)], 60))
    outside = [
        (by_rep(pd.Series(rng.random(600) < 0.8), rep).table["verdict"] != "within").sum()
        for _ in range(30)
    ]
    assert sum(outside) <= 4  # 300 reps, 0.2 % each


def test_nothing_due_says_so():
    found = by_rep(pd.Series([], dtype=bool), pd.Series([], dtype="str"))
    assert (found.sentence(), len(found.rows())) == ("nothing was due", 0)


def told(rng, share_of_a):
    """Return the reasons of three reps, of whom "a" says LOST_PRICE so often."""
    rows = []
    for rep, share in (("a", share_of_a), ("b", 0.4), ("c", 0.4)):
        price = rng.random(120) < share
        rows += [("lost", "web", rep, "LOST_PRICE" if one else "OTHER") for one in price]
    return pd.DataFrame(rows, columns=["part", "source", "owner", "reason"])


def test_always_price_is_seen_and_like_the_others_is_not():
    rng = np.random.default_rng(2)
    found = habits(told(rng, 0.95))
    assert found.more.index.tolist() == [("a", "LOST_PRICE")]
    assert "a writes “price”" in found.sentence()
    false = sum(not habits(told(rng, 0.4)).more.empty for _ in range(8))
    assert false <= 1


def test_a_rep_with_other_leads_is_held_to_those():
    rows = [("returned", "list", "a", "DATA_INVALID")] * 60
    rows += [("returned", "list", "b", "DATA_INVALID")] * 20 + [("lost", "web", "b", "OTHER")] * 60
    found = habits(pd.DataFrame(rows, columns=["part", "source", "owner", "reason"]))
    assert found.table["ratio"].map(lambda one: one.value).tolist() == pytest.approx([1, 1])


def test_in_one_stratum_it_is_fishers_test():
    for table in ([[8, 2], [1, 9]], [[5, 5], [5, 5]]):
        (a, b), (c, d) = table
        found = exact(*(np.array([n]) for n in (a, a + b, a + c, a + b + c + d)))
        assert found == pytest.approx(fisher_exact(table).pvalue)


def test_over_strata_it_is_what_shuffling_gives():
    rng = np.random.default_rng(3)
    n, with_code, total = np.array([10, 6]), np.array([9, 12]), np.array([20, 15])
    sums = rng.hypergeometric(with_code, total - with_code, n, (40_000, 2)).sum(axis=1)
    tail = (sums >= 13).mean()
    assert exact(np.array([7, 6]), n, with_code, total) == pytest.approx(2 * tail, rel=0.1)


def test_a_reason_that_nobody_else_writes_is_said_so():
    rows = [("lost", "web", rep, "OTHER") for rep in "abc" for _ in range(40)]
    rows += [("lost", "web", "a", "LOST_PRODUCT")] * 20
    found = habits(pd.DataFrame(rows, columns=["part", "source", "owner", "reason"]))
    assert "a writes “product does not fit” 20 times where they never do" in found.sentence()
    assert found.to_dict()["pairs"][0]["ratio"]["value"] is None


def test_the_known_ratio():
    found = ratio(78, 96)
    assert (found.value, found.low, found.high) == pytest.approx((0.8125, 0.642, 1.014), abs=5e-4)


def test_one_rep_alone_is_compared_with_nobody():
    rows = [("lost", "web", "a", "OTHER")] * 40
    found = habits(pd.DataFrame(rows, columns=["part", "source", "owner", "reason"]))
    assert found.sentence() == "Too few reasons to compare one rep with the others."
