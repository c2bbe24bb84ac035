"""What a change to the data must change, and what it must leave alone, across the rooms."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from made_leads import scored_leads, with_today, with_unseen
from made_scorecard import FROZEN, paying

import leadkit as lk
from leadkit.handoff import handoff_curve
from leadkit.quality import marked
from leadkit.review.scorecard.measuring import frozen
from leadkit.review.scorecard.scorecard import card

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
WEEKS = pd.Timedelta(weeks=8)
MONEY = ["deal_value", "revenue", "marketing_cost", "sales_cost"]
RATE = 2.0**-10  # units of another currency for one of the book's
SQRT2 = np.sqrt(2)
TERMS = lk.Economics(value=1000, cost=80, hours=2, capacity=60, per="week", nurture=10, keeps=0.2)


@pytest.fixture(scope="module")
def book():
    """Return the small sample, without holidays, scored under the policy of the agreement."""
    whole = lk.read_book(lk.sample("small"))
    plain = {"country": "", "extra_holidays": (), "extra_workdays": ()}
    settings = whole.settings.model_copy(update=plain)
    scores = whole.tables["scores"].assign(policy=FROZEN)
    return replace(whole, settings=settings, tables={**whole.tables, "scores": scores})


@pytest.fixture(scope="module")
def found(book):
    """Return what every room says of the book as it is."""
    return {name: room(book) for name, room in ROOMS.items()}


@pytest.fixture(scope="module")
def scored():
    """Return scored leads of ten weeks, some without an outcome."""
    leads = with_unseen(with_today(scored_leads(1500).round({"p": 2})))
    at = pd.Timestamp("2026-01-05", tz="UTC") + pd.to_timedelta(leads["key"] * 67, "min")
    return leads.assign(at=at, account=leads["key"] % 1200)


def agreed(money=1.0):
    """Return an agreement in which money is counted in other units."""
    plain = paying()
    policy, bonus, hours = plain.policy, plain.bonus, plain.hours
    amounts = {"value": policy.value * money, "cost": policy.cost * money}
    return plain.model_copy(
        update={
            "policy": policy.model_copy(update=amounts),
            "bonus": bonus.model_copy(update={"sales_pay": 1024.0 * money}),
            "hours": hours.model_copy(update={"country": "", "extra_holidays": ()}),
        }
    )


def audited(book, later=timedelta(0)):
    return lk.audit(book, agreed(), first=FIRST + later, last=LAST + later).table


def paid(book, money=1.0):
    return card(frozen(book, agreed(money)), FIRST, LAST)


def told(book, later=timedelta(0)):
    return lk.sales_feedback(book, FIRST + later, LAST + later).table


def screened(book, money=1.0):
    return lk.screen(book, value=1e7 * money, cost=1e6 * money)


def split(book):
    return lk.shortfall(book, draws=60)


ROOMS = {"audit": audited, "card": paid, "feedback": told, "screen": screened, "split": split}


def changed(book, change):
    """Return the book with every table changed."""
    return replace(book, tables={name: change(table) for name, table in book.tables.items()})


def times_of(table):
    return table.select_dtypes("datetimetz").columns


def alike(one, other):
    pd.testing.assert_frame_equal(one, other, check_dtype=False, rtol=1e-9)


def aside(report):
    """Return why each lead was set aside, by its id."""
    return report.set_aside.set_index("lead_id")["reasons"].sort_index()


# Rows in another order change nothing.


def test_a_book_whose_rows_stand_in_another_order_says_the_same(book, found):
    shuffled = changed(book, lambda rows: rows.sample(frac=1, random_state=3).set_axis(rows.index))
    alike(audited(shuffled), found["audit"])
    alike(paid(shuffled).table, found["card"].table)
    alike(told(shuffled), found["feedback"])
    alike(split(shuffled).table, found["split"].table)
    report = screened(shuffled)
    alike(report.by_source, found["screen"].by_source)
    assert aside(report).equals(aside(found["screen"]))


# Twice the data: the same rates, and intervals narrower by the root of two.


def test_scored_leads_counted_twice_earn_twice_as_much_by_the_same_line(scored):
    twice = pd.concat([scored, scored.assign(account=scored["account"] + 10_000)])
    twice["key"] = range(len(twice))
    terms = TERMS.varied(capacity=2 * TERMS.capacity)
    once, both = handoff_curve(scored, TERMS), handoff_curve(twice, terms)
    one, two = once.choose(), both.choose()
    assert two.threshold == one.threshold
    assert two.basis == one.basis
    assert two.win_rate.value == one.win_rate.value
    assert two.profit.value == pytest.approx(2 * one.profit.value)
    assert two.capacity.limit == 2 * one.capacity.limit
    rows = [curve.table.set_index("threshold") for curve in (once, both)]
    (low, high), (least, most) = (
        (table["low"] - table["profit"], table["high"] - table["profit"]) for table in rows
    )
    wide = rows[0]["handed_off"] > 60
    ratio = (most - least)[wide] / (high - low)[wide]
    assert ratio.mean() == pytest.approx(SQRT2, rel=0.05)
    alike(both.net_benefit, once.net_benefit)


def test_a_book_doubled_lead_by_lead_keeps_its_rates(book, found):
    doubled = changed(marked(book), _twice)  # marked before, or twins would be duplicates
    audit, once = (table.set_index("id") for table in (audited(doubled), found["audit"]))
    by_lead = audit["n"] == 2 * once["n"]
    rates = by_lead & once["kept"].between(0.05, 0.95) & (once["n"] >= 20)
    assert rates.sum() >= 3
    assert audit["kept"][rates].tolist() == pytest.approx(once["kept"][rates].tolist())
    width = [(table["high"] - table["low"])[rates] for table in (once, audit)]
    assert (width[0] / width[1]).to_numpy() == pytest.approx(SQRT2, rel=0.08)
    card, before = paid(doubled).table.iloc[0], found["card"].table.iloc[0]
    assert card["scored"] == pytest.approx(before["scored"])
    assert (before["high"] - before["low"]) / (card["high"] - card["low"]) == pytest.approx(
        SQRT2, rel=0.2
    )
    feedback = told(doubled)
    assert feedback["code"].tolist() == found["feedback"]["code"].tolist()
    assert (feedback["n"] == 2 * found["feedback"]["n"]).all()
    parts = split(doubled)
    assert parts.gap == pytest.approx(2 * found["split"].gap)
    assert parts.wins == tuple(2 * n for n in found["split"].wins)


def _twice(rows):
    """Return every row of a lead once more, as another person of another account."""
    if "handoffs" in rows:
        return rows.assign(handoffs=2 * rows["handoffs"])
    if "lead_id" not in rows:
        return rows
    ids = rows.columns.intersection(["lead_id", "account_id"])
    return pd.concat([rows, rows.assign(**{name: rows[name] + "b" for name in ids})],
                     ignore_index=True)  # fmt: skip


# Other headers, read through a map, change nothing.


def test_an_export_under_other_headers_reads_the_same_through_its_map(tmp_path):
    export = lk.sample("small") / "leads.csv"
    draft = lk.draft_map([export])
    head, rows = export.read_text(encoding="utf-8").split("\n", 1)
    text = draft.text
    other = {name: f"Cột {place} (x)" for place, name in enumerate(head.split(","), 1)}
    for name, header in other.items():
        text = re.sub(rf'^"{name}" = ', f'"{header}" = ', text, flags=re.M)
        text = text.replace(f"[files.values.{name}]", f'[files.values."{header}"]')
    (tmp_path / "leads.csv").write_text(",".join(other.values()) + "\n" + rows, encoding="utf-8")
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    plain = lk.read_mapped([export], draft.map).book
    renamed = lk.read_export(tmp_path / "leads.csv", map=tmp_path / "map.toml")
    pd.testing.assert_frame_equal(renamed.leads, plain.leads)
    assert (renamed.known, renamed.settings) == (plain.known, plain.settings)


# Another unit of money scales money, and no decision.


def test_another_currency_scales_money_and_moves_no_line(scored):
    terms = TERMS.varied(value=RATE * 1000, cost=RATE * 80, nurture=RATE * 10)
    once, other = handoff_curve(scored, TERMS, draws=100), handoff_curve(scored, terms, draws=100)
    money = other.table.loc[:, "spend":"band_high"].columns
    scaled = once.table.assign(**{name: once.table[name] * RATE for name in money})
    alike(other.table, scaled)
    one, two = once.choose(), other.choose()
    assert (two.threshold, two.low, two.high, two.flat) == (
        one.threshold,
        one.low,
        one.high,
        one.flat,
    )
    assert two.p_better == one.p_better
    assert two.capacity.shadow_price == pytest.approx(RATE * one.capacity.shadow_price)
    assert two.profit.high == pytest.approx(RATE * one.profit.high)


def test_a_book_in_another_currency_pays_the_same_points(book, found):
    def exchanged(rows):
        return rows.assign(**{name: rows[name] * RATE for name in MONEY if name in rows})

    other = changed(book, exchanged)
    card, before = paid(other, RATE), found["card"]
    alike(card.table, before.table)
    assert card.pay("sales") == pytest.approx(RATE * before.pay("sales"))
    money = ["value", "low", "high"]
    parts, once = split(other), found["split"]
    alike(parts.table[money], once.table[money] * RATE)
    assert (parts.verdicts, parts.main_cause) == (once.verdicts, once.main_cause)
    alike(screened(other, RATE).by_source, found["screen"].by_source)


# Whole weeks later, everything but the dates stays.


def test_a_book_some_weeks_later_says_the_same(book, found):
    later = changed(book, lambda rows: rows.assign(**{n: rows[n] + WEEKS for n in times_of(rows)}))
    dated = ["before", "trend", "worst"]
    audit = audited(later, WEEKS.to_pytimedelta())
    alike(audit.drop(columns=dated), found["audit"].drop(columns=dated))
    alike(told(later, WEEKS.to_pytimedelta()), found["feedback"])
    report = screened(later)
    alike(report.by_source, found["screen"].by_source)
    assert aside(report).equals(aside(found["screen"]))


def test_scored_leads_some_weeks_later_are_cut_at_the_same_line(scored):
    later = scored.assign(at=scored["at"] + WEEKS)
    once, other = (handoff_curve(rows, TERMS, draws=50) for rows in (scored, later))
    pd.testing.assert_frame_equal(once.table, other.table, check_exact=True)
    assert once.choose().to_dict() == other.choose().to_dict()


# One source called another: the totals stay.


def test_two_sources_made_one_keep_the_totals(book, found):
    def merged(rows):
        if "source" not in rows:
            return rows
        return rows.assign(source=rows["source"].replace("bought_list", "partner"))

    other = changed(book, merged)
    alike(audited(other), found["audit"])
    alike(paid(other).table, found["card"].table)
    alike(told(other), found["feedback"])
    parts = split(other)
    assert parts.gap == pytest.approx(found["split"].gap)
    assert (parts.leads, parts.wins) == (found["split"].leads, found["split"].wins)
    now, once = (
        report.by_source.set_index("source")[["n", "accepted"]]
        for report in (screened(other), found["screen"])
    )
    joined = once.rename({"bought_list": "partner"}).groupby(level=0).sum()
    alike(now.sort_index(), joined)
