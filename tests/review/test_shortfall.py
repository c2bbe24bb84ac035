import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_book import make_book

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import Known
from leadkit.review import shortfall
from leadkit.review.shortfall.doubts import detectable
from leadkit.review.shortfall.reference import PARTS

BIG = {"n": 1500, "last": 1500, "seed": 11}


@pytest.fixture(scope="module")
def found(book):
    return shortfall(book, draws=300)


def without(book, *columns):
    leads = book.leads.drop(columns=list(columns))
    known = {name: book.known[name] for name in leads}
    return replace(book, tables={**book.tables, "leads": leads}, known=known)


def only(book, **cells):
    return replace(book, tables={**book.tables, "leads": book.leads.assign(**cells)})


def test_the_parts_are_named_and_sum_exactly_to_the_gap(found):
    assert list(found.parts) == [
        "volume", "lead_quality", "follow_up", "selling", "deal_value",
    ]  # fmt: skip
    assert sum(e.value for e in found.parts.values()) == found.gap
    before, after = found.revenue
    assert found.gap == pytest.approx(after - before, rel=1e-12)
    assert sum(found.printed.values()) == pytest.approx(found.printed_gap)


def test_revenue_leads_and_wins_are_counted(found, book):
    leads = book.leads[book.leads["source"] != "own"]
    local = leads["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh")
    quarter = local.dt.year.astype(str) + "Q" + local.dt.quarter.astype(str)
    in_time = leads["closed_at"] - leads["handed_off_at"] <= pd.Timedelta(days=90)
    won = (leads["outcome"] == "won") & in_time
    for place, name in enumerate(("2026Q1", "2026Q2")):
        of_quarter = leads[quarter == name]
        assert found.leads[place] == len(of_quarter)
        assert found.wins[place] == won[quarter == name].sum()
        money = of_quarter["deal_value"][won[quarter == name]].sum()
        assert found.revenue[place] == pytest.approx(money, rel=1e-12)


def test_intervals_verdicts_and_json_agree(found):
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert content["gap"] == found.gap
    assert sum(part["value"] for part in content["parts"].values()) == content["gap"]
    for name, part in content["parts"].items():
        assert part["low"] <= part["value"] <= part["high"]
        told = part["low"] > 0 or part["high"] < 0
        assert (part["verdict"] != "cannot tell") == told
        assert part["verdict"] == found.verdicts[name]
        assert (part["n"], part["events"], part["level"]) == (found.leads[1], found.wins[1], 0.95)


def test_worse_leads_and_slower_calls_are_found(found):
    assert found.verdicts["lead_quality"] == "fell"
    assert found.verdicts["follow_up"] == "fell"
    assert found.verdicts["selling"] == "cannot tell"


@pytest.mark.parametrize(
    ("knobs", "part", "verdict"),
    [
        ({"bad": 0.6}, "lead_quality", "fell"),
        ({"slow": 6.0}, "follow_up", "fell"),
        ({"never": 0.35}, "follow_up", "fell"),
        ({"slow": 0.2}, "follow_up", "rose"),
        ({"skill": -1.0}, "selling", "fell"),
        ({"price": 1.5}, "deal_value", "rose"),
        ({"last": 2200}, "volume", "rose"),
        ({"last": 900}, "volume", "fell"),
    ],
)
def test_each_knob_moves_its_own_part(knobs, part, verdict):
    found = shortfall(make_book(**{**BIG, **knobs}), draws=200)
    assert found.verdicts[part] == verdict
    assert found.main_cause == part
    others = [abs(found.parts[name].value) for name in PARTS if name != part]
    assert abs(found.parts[part].value) > 2 * max(others)


def test_without_a_change_nobody_is_blamed():
    causes = [
        shortfall(make_book(n=400, last=400, seed=seed), draws=200).main_cause for seed in range(8)
    ]
    assert causes == [None] * 8


def test_the_same_input_gives_the_same_answer(book, found):
    again = shortfall(book, draws=300)
    assert again.to_dict() == found.to_dict()
    other = shortfall(book, draws=300, seed=1)
    assert other.gap == found.gap
    assert other.parts["selling"].low != found.parts["selling"].low


def test_the_last_quarter_that_is_over_is_judged_against_the_one_before(found):
    assert (found.quarter, found.against) == ("2026Q2", "2026Q1")
    assert found.sample.reference_quarters == ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1")


def test_any_earlier_quarter_can_be_compared_with(book):
    found = shortfall(book, "2026Q1", against="2025Q2", draws=20)
    assert (found.quarter, found.against) == ("2026Q1", "2025Q2")
    assert found.sample.reference_quarters[-1] == "2025Q4"


def test_judging_as_on_an_earlier_day_forgets_what_came_later(book):
    found = shortfall(book, as_of="2026-06-30", draws=20)
    assert found.quarter == "2026Q1"


@pytest.mark.parametrize("quarter", ["2026Q3", "2024Q4", "2025Q1", "next"])
def test_a_quarter_that_cannot_be_judged_names_those_that_can(book, quarter):
    with pytest.raises(BadInput, match="2025Q2, 2025Q3, 2025Q4, 2026Q1, 2026Q2"):
        shortfall(book, quarter)


@pytest.mark.parametrize("against", ["2026Q2", "2026Q3", "last year"])
def test_a_comparison_that_makes_no_sense_is_refused(book, against):
    with pytest.raises(BadInput, match="plan, or one of 2025Q1"):
        shortfall(book, against=against)


def test_one_quarter_alone_cannot_be_judged(book):
    young = book.keep(book.leads["handed_off_at"] < pd.Timestamp("2025-03-31", tz="UTC"))
    with pytest.raises(BadInput, match="two quarters"):
        shortfall(young, as_of="2026-09-30")


def test_earlier_quarters_without_a_win_are_too_little_data(book):
    is_late = book.leads["handed_off_at"] > pd.Timestamp("2026-04-01", tz="UTC")
    lost = only(book, outcome=book.leads["outcome"].where(is_late, "lost"))
    with pytest.raises(TooLittleData, match="no win"):
        shortfall(lost, draws=10)


def test_a_quarter_without_a_win_loses_everything(book):
    is_late = book.leads["handed_off_at"] > pd.Timestamp("2026-03-31 17:00", tz="UTC")
    outcome = book.leads["outcome"].mask(is_late & (book.leads["outcome"] == "won"), "lost")
    found = shortfall(only(book, outcome=outcome), draws=50)
    assert found.revenue[1] == 0
    assert found.gap == pytest.approx(-found.revenue[0])
    assert found.factors.loc["deal_value", "after"] == 1
    json.dumps(found.to_dict(), allow_nan=False)


def test_against_the_plan(book):
    found = shortfall(book, against="plan", draws=300)
    plan = book.tables["plan"]
    planned = (plan["handoffs"] * plan["win_rate"] * plan["deal_value"]).sum()
    assert found.against == "plan"
    assert found.revenue[0] == pytest.approx(planned)
    assert found.gap == pytest.approx(found.revenue[1] - planned)
    assert sum(e.value for e in found.parts.values()) == found.gap
    assert (found.leads[0], found.wins[0]) == (400, 60)
    np.testing.assert_allclose(found.factors["before"][2:], 1)
    assert found.verdicts["volume"] == "rose"
    assert found.verdicts["follow_up"] == "fell"
    assert any("Against the plan" in text for text in found.warnings)


def test_against_the_plan_the_usual_follow_up_is_no_change():
    """Judging the pooled reference itself, every ratio to it is one."""
    found = shortfall(make_book(**BIG), against="plan", draws=20)
    assert found.factors.loc["follow_up", "after"] == pytest.approx(1, abs=0.03)


def test_a_missing_plan_and_an_unplanned_quarter_are_refused(book):
    with pytest.raises(BadInput, match="Planned quarters: 2026Q2"):
        shortfall(book, "2026Q1", against="plan")
    bare = replace(book, tables={"leads": book.leads})
    with pytest.raises(BadInput, match="no plan"):
        shortfall(bare, against="plan")


def test_without_attempts_follow_up_stands_inside_selling(book):
    found = shortfall(without(book, "first_response_at"), draws=50)
    part = found.parts["follow_up"]
    assert (part.value, part.low, part.high) == (0, 0, 0)
    assert found.verdicts["follow_up"] == "cannot tell"
    assert any("first_response_at" in text for text in found.warnings)


def test_a_quarter_without_any_attempt_on_record_is_silence_not_neglect(book):
    early = book.leads["handed_off_at"] < pd.Timestamp("2025-03-31 17:00", tz="UTC")
    found = shortfall(
        only(book, first_response_at=book.leads["first_response_at"].mask(early)), draws=10
    )
    assert found.factors.loc["follow_up"].tolist() == [1, 1]


def test_without_deal_values_the_split_is_in_wins(book):
    found = shortfall(without(book, "deal_value"), draws=50)
    assert found.sample.unit == "number"
    assert found.gap == pytest.approx(found.wins[1] - found.wins[0])
    assert found.parts["deal_value"].value == pytest.approx(0, abs=1e-9)
    assert any("in wins" in text for text in found.warnings)


def test_unknown_deal_values_count_with_their_segments_mean(book):
    won = book.leads.index[book.leads["outcome"] == "won"][:7]
    values = book.leads["deal_value"].copy()
    values.loc[won] = np.nan
    found = shortfall(only(book, deal_value=values), draws=20)
    assert any(text.startswith("7 wins without a deal value") for text in found.warnings)
    assert np.isfinite(found.gap)


def test_only_declared_columns_are_features(found, book):
    assert found.sample.names == ("source", "segment", "pages")
    undeclared = replace(book, known={**book.known, "pages": Known.ASSUMED})
    assert shortfall(undeclared, draws=5).sample.names == ("source", "segment")
    nothing = replace(book, known=dict.fromkeys(book.leads.columns, Known.AFTER))
    blind = shortfall(nothing, draws=5)
    assert blind.sample.names == ()
    assert any("No column is declared" in text for text in blind.warnings)


def test_contact_data_enter_as_validity_alone(book):
    n = len(book.leads)
    phone = np.where(np.arange(n) % 5 == 0, "123", "0912345678")
    with_phone = only(book, phone=pd.Series(phone, index=book.leads.index, dtype="str"))
    with_phone = replace(with_phone, known={**book.known, "phone": Known.CONTACT})
    found = shortfall(with_phone, draws=5)
    assert found.sample.names == ("source", "segment", "pages", "phone_valid")


def test_columns_named_by_date_are_not_carried_over(book):
    local = book.leads["handed_off_at"].dt.tz_localize(None).dt.to_period("Q").astype(str)
    dated = only(book, campaign="list-" + local)
    dated = replace(dated, known={**book.known, "campaign": Known.CREATION})
    assert "campaign" not in shortfall(dated, draws=5).sample.names


def test_missing_numbers_are_flagged_not_dropped(book):
    pages = book.leads["pages"].mask(np.arange(len(book.leads)) % 4 == 0)
    found = shortfall(only(book, pages=pages), draws=5)
    assert found.leads == shortfall(book, draws=5).leads
    assert "pages" in found.sample.names


def test_recycled_leads_have_a_second_turn(book):
    lost = book.leads.index[(book.leads["outcome"] == "lost")][:40]
    again = pd.concat(
        pd.DataFrame(
            {
                "lead_id": book.leads.loc[lost, "lead_id"],
                "at": book.leads.loc[lost, "handed_off_at"] + pd.Timedelta(days=days),
                "kind": kind,
                "by": "sales",
                "detail": "",
            }
        )
        for kind, days in (("handed_off", 70), ("call", 71))
    )
    found = shortfall(replace(book, tables={**book.tables, "events": again}), draws=5)
    assert "recycled" in found.sample.names


def test_own_leads_are_the_control_and_never_the_population(book, found):
    control = found.control
    assert control is not None
    assert control.own.n == 6 * 80
    assert shortfall(make_book(n=300, last=300), draws=5).control is None


def test_hidden_quality_fires_the_warning_and_blames_nobody():
    found = shortfall(make_book(**BIG, hidden=-1.2, own=1500), draws=200)
    assert found.verdicts["selling"] == "fell"
    assert found.control is not None
    assert found.control.reading == "contradicts"
    assert found.main_cause is None
    assert any("Hidden lead quality is the likelier cause" in text for text in found.warnings)


def test_weaker_sales_show_in_their_own_leads_too():
    found = shortfall(make_book(**BIG, skill=-1.2, own=1500), draws=200)
    assert found.control is not None
    assert found.control.reading == "supports"
    assert found.main_cause == "selling"


def test_what_can_be_seen_at_this_size_is_said_up_front(found):
    before, after = found.wins
    unseen = round(100 * detectable(found.wins))
    assert found.warnings[0].startswith(f"With {before} and {after} wins, a fall in selling")
    assert f"less than {unseen}\xa0% stays unseen" in found.warnings[0]
    assert [round(detectable((600, w)), 2) for w in (50, 100, 200)] == [0.34, 0.26, 0.20]


def test_a_small_firm_gets_an_answer_with_its_warning():
    found = shortfall(make_book(n=60, last=60, seed=2), draws=50)
    assert any("Fewer than 30 wins" in text for text in found.warnings)
    assert set(found.verdicts.values()) <= {"fell", "rose", "cannot tell"}


def test_a_book_without_handoff_times_says_so(book):
    found = shortfall(without(book, "handed_off_at"), draws=5)
    assert any("no handoff times" in text for text in found.warnings)


def test_it_says_itself_in_one_sentence(found):
    assert repr(found) == found.words()[0]


def test_the_table_in_a_notebook_shows_no_contact_and_adds_up(found):
    html = found._repr_html_()
    assert "counted" in html
    assert "Lead quality" in html
    assert isinstance(found.table, pd.DataFrame)
    assert found.table["part"].tolist() == list(PARTS)
