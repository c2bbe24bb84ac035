import json
import re
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_agreement import make_agreement, promise
from made_book import make_book
from made_measures import shared_kpi

from leadkit.agreement import write_agreement
from leadkit.base.errors import BadInput
from leadkit.journey import turns, working_hours
from leadkit.review import quarterly_review
from leadkit.review.audit.ledger import days_of, ledger
from leadkit.review.audit.measures import measure
from leadkit.review.quarterly.sentences import five_sentences, grown_source
from leadkit.review.shortfall.words import part_rows

SPEND = pd.DataFrame(
    {
        "month": ["2026-01", "2026-03", "2026-05", "2026-05"],
        "source": ["web", "list", "web", "own"],
        "marketing_cost": [40e6, 20e6, 90e6, 1e9],
        "sales_cost": [10e6, 10e6, 30e6, 1e9],
    }
)


@pytest.fixture(scope="module")
def review(book):
    return quarterly_review(replace(book, tables={**book.tables, "spend": SPEND}), draws=200)


@pytest.fixture(scope="module")
def page(review):
    return review.page()


@pytest.fixture(scope="module")
def html(page):
    return page.html()


def handed(book):
    table = turns(book)
    return table[~table["self_generated"]]


def test_the_last_quarter_that_is_over_is_final(review, page):
    assert page.title == "2026Q2 against 2026Q1"
    assert page.status[0] == "Final."
    assert "Still open and not judged here: 2026Q3." in page.status[1]
    assert review.provisional is None
    assert "so far" not in page.status[1]


def test_a_quarter_that_is_not_over_is_provisional_and_both_are_named(book):
    review = quarterly_review(book, "2026Q3", draws=20)
    page = review.page()
    assert (review.quarter, review.provisional) == ("2026Q2", "2026Q3")
    assert page.status[0] == "Provisional."
    assert "2026Q3" in page.status[1]
    assert "2026Q2" in page.status[1]
    of_quarter = handed(book).query("quarter == '2026Q3'")
    assert review.progress["handed_off"] == len(of_quarter)
    assert review.progress["won"] == (of_quarter["outcome"] == "won").sum()
    assert f"{len(of_quarter)} leads handed off" in page.status[1]
    assert review.follow_up.index[-1] == "2026Q3"
    assert "2026Q3, not over" in page.html()


def test_an_earlier_quarter_can_be_asked_for(book):
    review = quarterly_review(book, "2025Q4", draws=20)
    assert (review.quarter, review.before, review.provisional) == ("2025Q4", "2025Q3", None)
    assert review.against_plan is None


def test_a_quarter_without_leads_is_refused(book):
    with pytest.raises(BadInput, match="no lead was handed off in 2031Q1"):
        quarterly_review(book, "2031Q1")


def test_speed_counts_the_never_attempted_as_misses(review, book):
    of_quarter = handed(book).query("quarter == '2026Q2'")
    hours = working_hours(of_quarter["start"], of_quarter["first_response_at"], book.settings)
    speed = review.follow_up.loc["2026Q2"]
    assert speed["in_time"].n == len(of_quarter)
    assert speed["in_time"].events == (hours <= 4).sum()
    assert speed["never_attempted"].events == of_quarter["first_response_at"].isna().sum()


def test_reasons_are_counted_of_all_returned_and_all_lost(review, book):
    of_quarter = handed(book).query("quarter == '2026Q2'")
    returned = of_quarter["rejected_at"].notna()
    counts = of_quarter.loc[returned, "rejection_reason"].value_counts()
    for code, share in review.rejected["2026Q2"].items():
        assert (share.events, share.n) == (counts.get(code, 0), returned.sum())
    shares = [share.events for share in review.lost["2026Q2"]]
    assert sum(shares) == review.lost["2026Q2"].iloc[0].n
    assert shares == sorted(shares, reverse=True)


def test_the_source_that_grew_stands_first(review, book):
    of_quarter = handed(book).query("quarter == '2026Q2' and source == 'list'")
    first = review.sources.iloc[0]
    assert (first.name, first["after"]) == ("list", len(of_quarter))
    assert first["won_after"].events == of_quarter["won"].sum()
    assert "source list grew from" in review.sentences()[1]


def estimates(content):
    """Yield every estimate of a JSON file."""
    if isinstance(content, dict) and {"value", "low", "high"} <= set(content):
        yield content
        return
    inside = content.values() if isinstance(content, dict) else content
    if isinstance(content, dict | list | tuple):
        for one in inside:
            yield from estimates(one)


def test_what_a_customer_cost_stands_once_and_is_that_of_marketings_leads(review):
    before, after = review.road.money.table.to_dict("records")
    assert (before["spent"], after["spent"]) == (80e6, 120e6)
    cost = 120e6 / review.shortfall.wins[1]
    found = [one for one in estimates(review.to_dict()) if one["value"] == pytest.approx(cost)]
    assert [(one["low"], one["high"]) for one in found] == [
        (after["per_won"].low, after["per_won"].high)
    ]


def promised_in(book, folder, **hours):
    """Review the book with an agreement for each quarter that promises a call in its hours."""
    for quarter, within in hours.items():
        first, last = days_of(quarter, book)
        agreed = make_agreement(
            version=f"v-{quarter}",
            period={"from": first, "to": last},
            promises=[
                promise("M5", "weekly_report", 0.9, "x"),
                promise("S1", "called_in_time", 0.7, "x", hours=within),
            ],
            bonus={"paid": "x", "kpis": [shared_kpi(1.0)]},
        )
        write_agreement(agreed, folder / "agreements" / f"{quarter}.toml")
    return quarterly_review(replace(book, path=folder), draws=20, as_of="2026-09-30")


def follow_up_words(review):
    section = next(one for one in review.page().sections if one.heading == "Follow-up")
    return " ".join(section.text), section.tables[0]


def test_calls_are_counted_by_the_hours_that_the_judged_quarter_agreed_on(tmp_path):
    book = make_book(n=100, last=100, seed=2)
    review = promised_in(book, tmp_path, **{"2026Q1": 8, "2026Q2": 1})
    text, table = follow_up_words(review)
    turns_of = handed(review.book)
    hours = working_hours(turns_of["start"], turns_of["first_response_at"], book.settings)
    for quarter in ("2026Q1", "2026Q2"):
        of_quarter = turns_of["quarter"] == quarter
        assert review.follow_up.loc[quarter, "in_time"].events == (hours[of_quarter] <= 1).sum()
    assert "within 1 working hour" in table.rows
    assert "called within 1 working hour, after" in review.sentences()[2]
    assert "Agreement v-2026Q2, in force in 2026Q2, promises a first call within" in text
    assert "whatever was promised in 2026Q1" in text
    assert "count only those that meet the standard" in text
    told = review.to_dict()["follow_up"][0]
    assert (told["promised_working_hours"], told["promised_by"]) == (1, "v-2026Q2")


def test_hours_that_both_quarters_agreed_on_are_said_once(tmp_path):
    book = make_book(n=100, last=100, seed=2)
    text, _table = follow_up_words(promised_in(book, tmp_path, **{"2026Q1": 2, "2026Q2": 2}))
    assert "whatever was promised" not in text


def test_hours_that_nobody_agreed_on_are_called_usual(review):
    text, table = follow_up_words(review)
    assert text == (
        "4 working hours is the usual figure, not an agreed one: no agreement in force in 2026Q2 "
        "promises a first call."
    )
    assert "within 4 working hours" in table.rows
    assert review.to_dict()["follow_up"][0]["promised_by"] is None


def test_calls_are_counted_on_the_clock_of_promises(tmp_path):
    """What the follow-up table and a promise say of the same leads is the same share."""
    book = make_book(n=100, last=100, seed=2)
    times = book.settings.model_copy(update={"calling": ("10:00", "15:00")})
    review = promised_in(replace(book, settings=times), tmp_path, **{"2026Q2": 4})
    promise_of_sales = next(
        one for one in review.tools.promises.audit.judged if one.promise.id == "S1"
    )
    at = ledger(review.book, *days_of("2026Q2", review.book), as_of="2026-09-30")
    kept = measure(at, promise_of_sales.promise).estimate
    shown = review.follow_up.loc["2026Q2", "in_time"]
    assert (shown.events, shown.n) == (kept.events, kept.n)


def test_review_json_holds_every_section(review):
    content = json.loads(json.dumps(review.to_dict(), allow_nan=False))
    split = content["shortfall"]
    assert set(split) >= {"quarter", "against", "gap", "parts", "main_cause", "warnings"}
    assert sum(part["value"] for part in split["parts"].values()) == split["gap"]
    assert content["shortfall_against_plan"]["against"] == "plan"
    assert content["summary"]["2026Q2"]["won"] == review.shortfall.wins[1]
    assert {"funnel", "follow_up", "reasons", "road", "sources"} <= set(content)
    assert content["follow_up"][0]["promised_working_hours"] == 4
    assert set(content["sources"][0]["leads"]) == {"before", "after"}
    assert set(content["reasons"]["lost"][0]["by_quarter"]) == {"2026Q1", "2026Q2"}


def test_the_page_answers_first_and_is_signed(page, html):
    assert len(page.say) == 5
    assert len(page.signatures) == 2
    for heading in ("Where the", "Against the plan", "Follow-up", "Reasons", "Funnel", "Sources"):
        assert any(section.heading.startswith(heading) for section in page.sections)
    assert html.index("What we can say") < html.index("<img")
    assert "Data 0123456789ab" in page.footer
    assert "as of 2026-09-30" in page.footer
    for section in page.sections:
        for _head, note in section.notes:
            assert len(note.split()) <= 40


def test_the_page_fetches_nothing_and_repeats_its_bytes(review, html):
    assert review.page().html() == html
    assert not re.search(r'(src|href)="(?!data:|#)', html)
    assert len(html) < 600_000


def as_number(text):
    return int(text.replace("−", "-").replace("+", "").replace(",", ""))


def test_the_parts_add_up_as_printed_in_picture_and_box(review, page):
    parts = [as_number(amount) for _name, amount, _ends, _verdict in part_rows(review.shortfall)]
    before, after = map(as_number, page.facts.rows.iloc[-1, 1:])
    assert sum(parts) == after - before
    assert f"{before - after:,}\xa0M" in review.sentences()[0]


def test_who_cannot_see_the_waterfall_hears_it(review, page):
    alt = page.sections[0].pictures[0].alt
    for words in part_rows(review.shortfall):
        assert all(word in alt for word in words)


def test_the_page_says_nothing_twice(review, page):
    limits = page.sections[-1].text
    said = " ".join(
        [*review.sentences(), *(note for s in page.sections for _head, note in s.notes)]
    )
    assert limits
    assert not [text for text in limits if text in said]


def told(review, *, main_cause=None, **verdicts):
    """Give the parts intervals that allow these verdicts, and no other part one."""
    ends = {"fell": (-9e8, -1e8), "rose": (1e8, 9e8), "cannot tell": (-9e8, 9e8)}
    parts = {
        part: replace(estimate, **dict(zip(("low", "high"), ends[verdict], strict=True)))
        for part, estimate in review.shortfall.parts.items()
        for verdict in [verdicts.get(part, "cannot tell")]
    }
    return replace(review.shortfall, parts=parts, main_cause=main_cause)


@pytest.mark.parametrize("verdicts", list(product(["fell", "rose", "cannot tell"], repeat=3)))
def test_the_sentences_say_only_what_the_verdicts_allow(review, verdicts):
    quality, follow_up, selling = verdicts
    gap = told(review, lead_quality=quality, follow_up=follow_up, selling=selling)
    said = five_sentences(replace(review, shortfall=gap))
    assert len(said) == 5
    marketing, sales, unknown, decision = (sentence.text for sentence in said[1:])
    assert ("Weaker leads cost" in marketing) == (quality == "fell")
    assert ("Better leads brought" in marketing) == (quality == "rose")
    assert ("the data cannot tell" in marketing) == (quality == "cannot tell")
    assert ("follow-up cost" in sales) == (follow_up == "fell")
    assert ("Faster follow-up brought" in sales) == (follow_up == "rose")
    assert ("the data cannot tell" in sales) == (follow_up == "cannot tell")
    assert "the data cannot tell" in unknown
    assert ("about 310 wins a quarter would show one" in unknown) == (selling == "cannot tell")
    assert ("nothing on this evidence" in decision) == ("fell" not in verdicts)
    for sentence in said:
        assert sentence.strong in sentence.text
        assert sentence.text.endswith(".")
        assert not re.search(r"\.\.|  |\{|\}|nan", sentence.text)


def test_the_main_cause_comes_first_in_the_decision(review):
    verdicts = dict.fromkeys(review.shortfall.parts, "fell")
    gap = told(review, main_cause="follow_up", **verdicts)
    decision = replace(review, shortfall=gap).sentences()[-1]
    assert decision == (
        "To decide: within how many hours sales calls every lead. Main cause: follow-up."
    )


AMOUNT = st.floats(-3e9, 3e9)
CLAIMS = {
    "volume": ("ewer leads cost", "ore leads brought"),
    "lead_quality": ("eaker leads cost", "etter leads brought"),
    "follow_up": ("lower or missing follow-up cost", "aster follow-up brought"),
    "selling": ("eaker selling cost", "tronger selling brought"),
    "deal_value": ("maller deals cost", "arger deals brought"),
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    ends=st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT).map(sorted), min_size=5, max_size=5),
    luck=st.tuples(AMOUNT, AMOUNT).map(sorted),
    wins=st.tuples(st.integers(0, 400), st.integers(0, 400)),
    cause=st.sampled_from([None, *CLAIMS]),
)
def test_no_sentence_claims_what_its_interval_does_not_carry(review, ends, luck, wins, cause):
    base = review.shortfall
    parts = {
        part: replace(estimate, low=low, value=value, high=high)
        for (part, estimate), (low, value, high) in zip(base.parts.items(), ends, strict=True)
    }
    is_told = cause is not None and parts[cause].high < 0 and min(wins) >= 10
    gap = replace(
        base,
        parts=parts,
        gap_interval=tuple(luck),
        main_cause=cause if is_told else None,
        sample=replace(base.sample, judged_by=wins),
    )
    said = five_sentences(replace(review, shortfall=gap))
    happened, marketing, sales, unknown, decision = (sentence.text for sentence in said)
    everything = " ".join(sentence.text for sentence in said)
    for part, (cost, brought) in CLAIMS.items():
        is_sure = min(wins) >= 10
        assert cost not in everything or (is_sure and parts[part].high < 0)
        assert brought not in everything or (is_sure and parts[part].low > 0)
    holds_zero = luck[0] <= 0 <= luck[1]
    assert ("Luck alone can make" in happened) == holds_zero
    for text, part in ((marketing, "lead_quality"), (sales, "follow_up"), (unknown, "selling")):
        surely = min(wins) >= 10 and (parts[part].high < 0 or parts[part].low > 0)
        assert ("the data cannot tell: " in text) == (not surely)
    assert ("Main cause" in decision) == is_told
    fell = [part for part, estimate in parts.items() if estimate.high < 0]
    assert ("nothing on this evidence" in decision) == (not fell or min(wins) < 10)


def test_a_source_is_named_only_where_its_interval_lies_below_all(review):
    sources = review.sources.copy()
    assert grown_source(review)["name"] == "list"
    won = sources["won_after"].iloc[0]
    sources.iat[0, 3] = replace(won, high=review.won[1].value)
    assert grown_source(replace(review, sources=sources)) is None


def test_a_book_with_leads_and_outcomes_alone_still_gets_a_page(book):
    bare = make_book(n=100, last=100, seed=2)
    columns = ["lead_id", "handed_off_at", "closed_at", "outcome"]
    bare = replace(
        bare,
        tables={"leads": bare.leads[columns]},
        known={name: bare.known[name] for name in columns},
    )
    review = quarterly_review(bare, draws=20)
    assert review.follow_up.empty
    assert review.rejected.empty
    assert "first attempts are not on record" in review.sentences()[2]
    lacks = dict(review.missing())
    assert lacks["Follow-up"] == "The leads have no first_response_at."
    assert "rejection_reason" in lacks["Why sales returned leads"]
    assert "lost_reason" in lacks["Why leads did not buy"]
    html = review.page().html()
    assert all(text in html for text in lacks)
    assert "Data 0123456789ab" in html
