from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.model.splits import split, unmet


def turns(n=1000, wins=0.3, seed=0):
    rng = np.random.default_rng(seed)
    times = pd.Series(pd.date_range("2025-01-01", periods=n, freq="12h", tz="UTC"))
    return pd.Series((rng.random(n) < wins).astype(int)), times, pd.Series(np.arange(n).astype(str))


def test_embargo_keeps_only_labels_known_when_judging_began():
    y, times, groups = turns()
    made = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=True)
    assert made.name == "time"
    assert made.has_embargo
    last = times.iloc[made.train].max()
    assert last <= made.boundary - pd.Timedelta(days=90)
    assert times.iloc[made.test].min() == made.boundary
    assert len(made.train) + len(made.test) + made.embargo == len(y)


def test_embargo_dates_of_the_window():
    """A window of 90 days before 2025-07-01 ends training on 2025-04-02."""
    y, times, groups = turns(1215)
    boundary = times.iloc[int(1215 * 0.7)]
    made = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=True)
    assert made.boundary == boundary
    assert times.iloc[made.train].max().date() == (boundary - pd.Timedelta(days=90)).date()


def test_without_closing_dates_or_with_few_wins_there_is_no_embargo():
    y, times, groups = turns()
    loose = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=False)
    assert (loose.has_embargo, loose.embargo) == (False, 0)
    y, times, groups = turns(400, wins=0.2)
    few = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=True)
    assert few.embargo == 0


def test_order_then_accounts_then_chance():
    y, times, groups = turns()
    none = pd.Series(pd.NaT, index=times.index).dt.tz_localize("UTC")
    terms = {"times": none, "window_days": 90, "closes": False}
    assert split(y, groups=groups, is_ordered=True, **terms).name == "order"
    accounts = pd.Series(np.arange(1000) // 4).astype(str)
    grouped = split(y, groups=accounts, is_ordered=False, **terms)
    assert grouped.name == "group"
    assert not set(accounts.iloc[grouped.train]) & set(accounts.iloc[grouped.test])
    assert split(y, groups=groups, is_ordered=False, **terms).name == "random"


def test_a_table_sorted_by_outcome_is_not_taken_for_time():
    y = pd.Series([0] * 700 + [1] * 300)
    none = pd.Series(pd.NaT, index=y.index).dt.tz_localize("UTC")
    groups = pd.Series(np.arange(1000)).astype(str)
    made = split(y, times=none, groups=groups, is_ordered=True, window_days=90, closes=False)
    assert made.name == "random"


def test_accounts_that_trained_do_not_judge_and_are_counted():
    y, times, _alone = turns()
    accounts = pd.Series(np.arange(1000) % 900).astype(str)  # 100 firms come back at the end
    made = split(y, times=times, groups=accounts, is_ordered=False, window_days=90, closes=True)
    assert made.same_account == 100
    assert not set(accounts.iloc[made.train]) & set(accounts.iloc[made.test])
    assert len(made.train) + len(made.test) + made.embargo + made.same_account == len(y)
    assert len(unmet(made.train, made.test, accounts)) == len(made.test)


def test_where_every_account_trained_they_judge_all_the_same():
    y, times, _alone = turns()
    few = pd.Series(np.arange(1000) % 40).astype(str)
    made = split(y, times=times, groups=few, is_ordered=False, window_days=90, closes=True)
    assert (made.same_account, len(made.test)) == (0, 300)


def test_the_order_of_rows_keeps_accounts_apart_too():
    y, times, _alone = turns()
    none = pd.Series(pd.NaT, index=times.index).dt.tz_localize("UTC")
    accounts = pd.Series(np.arange(1000) % 900).astype(str)
    made = split(y, times=none, groups=accounts, is_ordered=True, window_days=90, closes=False)
    assert (made.name, made.same_account, len(made.test)) == ("order", 100, 200)


def test_a_few_missing_dates_do_not_undo_time():
    y, times, groups = turns()
    times[[3, 500, 999]] = pd.NaT
    made = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=True)
    assert (made.name, made.undated) == ("time", 3)
    assert not {3, 500, 999} & {*made.train, *made.test}
    assert len(made.train) + len(made.test) + made.embargo + made.undated == len(y)


def test_a_judging_period_without_wins_is_not_replaced_by_chance():
    y, times, groups = turns()
    y[600:] = 0
    made = split(y, times=times, groups=groups, is_ordered=False, window_days=90, closes=True)
    assert made.name == "time"
    assert y.iloc[made.test].sum() == 0
