from leadkit.book import REASONS
from leadkit.dialogue.reasons import CODES, GROUPS, group_of, reason_table, reason_words
from leadkit.review.drafting.clauses import RECYCLED_AFTER_DAYS, rejection


def test_every_code_of_a_book_has_a_group_and_an_owner():
    assert set(CODES) == set(REASONS)
    assert {reason.group for reason in CODES.values()} == set(GROUPS)
    assert list(GROUPS) == list("DUFTOCZ")


def test_what_an_agreement_proposes_is_who_can_mend_it_and_when_it_comes_back():
    of_sales = {code for code in CODES if rejection(code).owner == "Head of sales"}
    assert of_sales == {"UNREACHABLE", "LOST_PRICE", "LOST_COMPETITOR", "LOST_PRODUCT"}
    assert {code for code in CODES if not rejection(code).may_return} == of_sales - {"UNREACHABLE"}
    assert RECYCLED_AFTER_DAYS == {"NO_NEED": 90, "NO_BUDGET": 90, "BAD_TIMING": 60}


def test_a_reason_that_nobody_wrote_is_in_the_last_group():
    assert group_of("NOT_GIVEN") is GROUPS["Z"]
    assert reason_words()["NOT_GIVEN"] == "no reason given"


def test_the_table_goes_group_by_group():
    table = reason_table()
    assert len(table) == len(REASONS)
    assert table["group"].tolist() == sorted(
        table["group"], key=[group.name for group in GROUPS.values()].index
    )
