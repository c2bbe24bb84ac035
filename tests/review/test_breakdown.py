import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_book import make_book

from leadkit.base import figure
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import use
from leadkit.base.page import Page
from leadkit.book import Book, Known, Settings
from leadkit.review import shortfall
from leadkit.review.breakdown import by_part, by_parts, kitagawa
from leadkit.review.breakdown.part import verdict
from leadkit.review.breakdown.rows import OTHERS, grouped

COUNTS = st.lists(st.integers(1, 400), min_size=3, max_size=3)
RATES = st.lists(st.floats(0, 1), min_size=3, max_size=3)
ENDS = st.tuples(st.floats(-0.2, 0.2), st.floats(0, 0.1), st.floats(0, 0.1))


@pytest.fixture(scope="module")
def gap(book):
    return shortfall(book, draws=200)


@pytest.fixture(scope="module")
def found(book, gap):
    return by_part(book, gap, "source")


def counted(*sources):
    """A book of two quarters with so many leads and wins of each source: (n, won, n, won)."""
    parts = []
    for place, start in enumerate(("2026-01-10", "2026-04-10")):
        for name, counts in sources:
            n, won = counts[2 * place : 2 * place + 2]
            handed = pd.Timestamp(start, tz="UTC") + pd.to_timedelta(np.arange(n) % 60, "D")
            part = pd.DataFrame({"source": name, "handed_off_at": handed, "outcome": "lost"})
            part.loc[: won - 1, "outcome"] = "won"
            parts.append(part.assign(closed_at=handed + pd.Timedelta(days=9)))
    leads = pd.concat(parts, ignore_index=True)
    open_one = {"source": "web", "handed_off_at": pd.Timestamp("2026-12-01", tz="UTC")}
    leads.loc[len(leads)] = pd.Series(open_one | {"outcome": "open"})
    leads.insert(0, "lead_id", [f"L{i}" for i in range(len(leads))])
    known = dict.fromkeys(leads.columns, Known.AFTER) | {"source": Known.CREATION}
    return Book({"leads": leads}, Settings(name="Test firm"), known)


def test_neither_quarter_is_the_standard():
    leads = np.array([[600, 400], [400, 600]])
    change = kitagawa(leads, leads * np.array([[0.10, 0.05], [0.10, 0.04]]))
    assert change.mix.sum() == pytest.approx(-0.011)
    assert change.rate.sum() == pytest.approx(-0.005)


@settings(max_examples=30, deadline=None)
@given(COUNTS, COUNTS, RATES, RATES)
def test_mix_and_rate_sum_to_the_change_and_turn_with_time(n0, n1, r0, r1):
    leads = np.array([n0, n1], float)
    wins = leads * np.array([r0, r1])
    change = kitagawa(leads, wins)
    before, after = wins.sum(axis=1) / leads.sum(axis=1)
    assert change.mix.sum() + change.rate.sum() == pytest.approx(after - before, abs=1e-12)
    back = kitagawa(leads[::-1], wins[::-1])
    assert back.mix == pytest.approx(-change.mix, abs=1e-12)
    assert back.rate == pytest.approx(-change.rate, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(COUNTS, RATES, RATES)
def test_the_same_shares_leave_no_mix_and_the_same_rates_no_rate(n, r0, r1):
    leads = np.array([n, n], float)
    assert kitagawa(leads, leads * np.array([r0, r1])).mix == pytest.approx(np.zeros(3), abs=1e-12)
    other = np.array([n, n[::-1]], float)
    assert kitagawa(other, other * np.array([r0, r0])).rate == pytest.approx(np.zeros(3), abs=1e-12)


def test_every_draw_is_split_as_it_would_be_alone():
    rng = np.random.default_rng(0)
    leads = rng.integers(0, 60, (5, 2, 4)) + np.array([1, 0, 0, 0])
    wins = rng.binomial(leads, 0.3)
    together = kitagawa(leads, wins)
    for place in range(5):
        alone = kitagawa(leads[place], wins[place])
        assert together.mix[place] == pytest.approx(alone.mix, abs=1e-15)
        assert together.rate[place] == pytest.approx(alone.rate, abs=1e-15)


def test_every_source_better_and_the_total_worse_is_said():
    book = counted(("web", (700, 140, 300, 63)), ("list", (300, 12, 700, 35)))
    found = by_part(book, shortfall(book, draws=100), "source")
    assert found.total.value == pytest.approx(0.098 - 0.152)
    assert found.mix.value == pytest.approx(-0.064)
    assert found.rate.value == pytest.approx(0.01)
    assert found.opposite == "every group"
    said = found.sentence()
    assert "In none of the sources did the win rate fall" in said
    assert "−5.4" in said
    assert "−6.4" in said
    assert "+1.0" in said


def test_a_source_that_is_new_counts_as_mix_alone():
    book = counted(("web", (300, 60, 300, 60)), ("list", (0, 0, 200, 4)))
    found = by_part(book, shortfall(book, draws=50), "source")
    row = found.table.set_index("group").loc["list"]
    assert row["rate"].refused
    assert found.mix.value == pytest.approx(found.total.value)
    assert "–" in found.rows().set_index("group").loc["list"].to_list()
    assert found.to_dict()["rows"][0]["rate"]["value"] is None


def test_the_table_is_what_plain_pandas_counts(found, book):
    leads = book.leads[book.leads["source"] != "own"]
    local = leads["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh")
    leads = leads.assign(
        quarter=local.dt.year.astype(str) + "Q" + local.dt.quarter.astype(str),
        won=(leads["outcome"] == "won")
        & (leads["closed_at"] - leads["handed_off_at"] <= pd.Timedelta(days=90)),
    )
    table = leads.groupby(["quarter", "source"])["won"].agg(["size", "sum"])
    then, now = table.loc["2026Q1"], table.loc["2026Q2"]
    rates = [one["sum"] / one["size"] for one in (then, now)]
    shares = [one["size"] / one["size"].sum() for one in (then, now)]
    usual = sum((a * r).sum() for a, r in zip(shares, rates, strict=True)) / 2
    mix = (shares[1] - shares[0]) * (sum(rates) / 2 - usual)
    rate = (rates[1] - rates[0]) * sum(shares) / 2
    shown = found.table.set_index("group")
    assert shown["leads_before"].to_dict() == then["size"].to_dict()
    assert [one.events for one in shown["won_after"]] == now["sum"].to_list()
    assert [one.value for one in shown["mix"]] == pytest.approx(mix.to_list())
    assert [one.value for one in shown["rate"]] == pytest.approx(rate.to_list())
    assert found.mix.value == pytest.approx(mix.sum())
    assert found.total.value == pytest.approx(mix.sum() + rate.sum())


def test_more_leads_of_a_bad_list_are_told_as_mix(found):
    assert found.mix.high < 0
    assert "more of the leads came from sources with a low win rate" in found.sentence().lower()
    assert "Most by mix from list" in found.sentence()


def test_one_column_alone_is_split_as_beside_others(book, gap, found):
    beside = by_parts(book, gap)[0]
    assert beside.column == "source"
    assert beside.mix == found.mix
    assert by_part(book, gap, "source").table.equals(found.table)


@settings(max_examples=30, deadline=None)
@given(ENDS, ENDS, ENDS)
def test_no_sentence_claims_what_an_interval_does_not_carry(found, total, mix, rate):
    parts = {
        name: Estimate(value=v, low=v - low, high=v + high, n=900, events=90, method="made")
        for name, (v, low, high) in zip(("total", "mix", "rate"), (total, mix, rate), strict=True)
    }
    said = replace(found, **parts).sentence().lower()
    told = {name: verdict(part) for name, part in parts.items()}
    assert all(part.high < 0 for name, part in parts.items() if told[name] == "fell")
    assert all(part.low > 0 for name, part in parts.items() if told[name] == "rose")
    assert ("low win rate" in said) == (told["mix"] == "fell")
    assert ("high win rate" in said) == (told["mix"] == "rose")
    assert ("won less often" in said) == (told["rate"] == "fell")
    assert ("won more often" in said) == (told["rate"] == "rose")
    assert ("that may be luck" in said) == (told["total"] == "cannot tell")


def test_the_interval_of_each_group_holds_for_all_at_once(found):
    level = 1 - 0.05 / len(found.table)
    assert {one.level for one in (*found.table["mix"], *found.table["rate"])} == {level}
    assert (found.total.level, found.mix.level, found.rate.level) == (0.95, 0.95, 0.95)


def test_small_groups_and_blanks_are_counted():
    cells = pd.Series(["web"] * 30 + ["list"] * 25 + ["fair"] * 19 + [None] * 22 + ["late"] * 90)
    compared = (cells != "late").to_numpy()
    codes, names = grouped(cells, compared)
    assert names == ("", "list", "web", OTHERS)
    assert np.bincount(codes[compared]).tolist() == [22, 25, 30, 19]


def test_beyond_twelve_groups_the_rest_are_one():
    cells = pd.Series(np.repeat([f"g{i:02d}" for i in range(20)], range(40, 20, -1)))
    codes, names = grouped(cells, np.ones(len(cells), bool))
    assert len(names) == 13
    assert names[-1] == OTHERS
    assert len(codes) == len(cells)
    assert codes.min() == 0


def test_no_address_becomes_the_name_of_a_group():
    cells = pd.Series(["an.nguyen@shop.vn"] * 30 + ["0912 345 678"] * 30)
    names = grouped(cells, np.ones(60, bool))[1]
    assert not any("nguyen" in name or "345" in name for name in names)


def test_against_a_plan_the_quarter_before_stands_beside(book):
    found = by_part(book, shortfall(book, against="plan", draws=5), "source")
    assert (found.before, found.quarter) == ("2026Q1", "2026Q2")


def test_it_is_judged_on_the_day_of_the_shortfall(book):
    early = shortfall(book, as_of="2026-07-15", draws=5)
    found = by_part(book, early, "source")
    assert (found.before, found.quarter) == ("2025Q4", "2026Q1")
    assert found.table["leads_after"].sum() == early.leads[1]
    assert sum(one.events for one in found.table["won_after"]) == early.wins[1]


@pytest.mark.parametrize(
    ("column", "why"), [("colour", "no colour"), ("outcome", "outcome does not say")]
)
def test_a_column_that_cannot_part_the_leads_is_refused(book, gap, column, why):
    found = by_part(book, gap, column)
    assert why in found.refusal
    assert found.section().text == [found.refusal]
    assert repr(found) == found.refusal
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["refusal"] == found.refusal


def test_a_column_of_which_nobody_said_when_it_is_known_asks_for_it(book, gap):
    assumed = replace(book, known={**book.known, "segment": Known.ASSUMED})
    assert "[known] in book.toml" in by_part(assumed, gap, "segment").refusal


def test_one_group_and_few_wins_are_refused(gap, book):
    alone = replace(book, tables={**book.tables, "leads": book.leads.assign(segment="small")})
    assert "one group" in by_part(alone, gap, "segment").refusal
    few = make_book(n=50, last=50, seed=1)
    assert "too few" in by_part(few, shortfall(few, draws=5), "source").refusal


def test_the_columns_are_source_segment_and_one_more(book, gap):
    assert [one.column for one in by_parts(book, gap)] == ["source", "segment"]
    leads = book.leads.assign(industry=np.where(np.arange(len(book.leads)) % 2, "shop", "farm"))
    known = {**book.known, "industry": Known.CREATION}
    more = replace(book, tables={**book.tables, "leads": leads}, known=known)
    found = by_parts(more, gap)
    assert [one.column for one in found] == ["source", "segment", "industry"]
    bare = replace(more, tables={**book.tables, "leads": leads.drop(columns="segment")})
    found = by_parts(bare, gap)
    assert [bool(one.refusal) for one in found] == [False, True, False]


def test_another_book_is_refused(gap):
    other = make_book(n=50, last=50, seed=9)
    with pytest.raises(BadInput, match="other leads"):
        by_part(other, gap, "source")


def test_the_section_holds_every_number_and_escapes_names():
    book = counted(("<b>$x$", (300, 60, 300, 60)), ("list", (200, 10, 200, 4)))
    found = by_part(book, shortfall(book, draws=20), "source")
    section = found.section()
    assert section.heading == "Win rate by source"
    (text,) = section.text
    assert found.sentence().startswith(text)
    html = Page(kind="k", title="t", sections=[section]).html()
    assert html.count("<table") == 1
    assert "data:image/svg" in html
    assert found.fold().tables[0].rows.equals(found.rows())
    assert "<b>$x$" not in html
    assert found._repr_html_().count("<tr") == len(found.table) + 2
    json.dumps(found.to_dict(), allow_nan=False)


def test_the_picture_marks_what_is_told(found):
    drawing = figure.blank(3)
    ax = found.plot(drawing.add_subplot())
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert len(dots) == 2 * (len(found.table) + 1)
    told = [line.get_markerfacecolor() != "white" for line in dots]
    parts = [one for row in found.table.to_dict("records") for one in (row["mix"], row["rate"])]
    assert told == [one.low > 0 or one.high < 0 for one in [*parts, found.mix, found.rate]]


def test_it_speaks_vietnamese(found):
    use("vi")
    try:
        assert "%" in found.sentence()
    finally:
        use("en")
