"""The clause of the agreement on how the line came to move."""

from __future__ import annotations

import pytest
from made_agreement import content, make_agreement, moved

from leadkit.agreement import Agreement, agreement_page, differences, write_agreement
from leadkit.base.language import NO_BREAK


def with_clause(**changes):
    return make_agreement(policy={**content()["policy"], "change": {**moved(), **changes}})


def told(old, new):
    return [line.replace(NO_BREAK, " ") for line in differences(old, new)]


def test_the_page_says_where_the_line_was_what_is_expected_and_when_it_goes_back():
    html = agreement_page(with_clause()).html().replace(NO_BREAK, " ")
    for words in (
        "The line was at 10 % (policy 2.0)",
        "a difference of 19,000,000 VND (−57,000,000 to 120,000,000), with a chance of 63 %",
        "It holds from 2026-07-01.",
        "Both look at it again on 2026-09-29.",
        "Undo it if of the first 99 leads 2 or fewer were won.",
    ):
        assert words in html
    assert "The line was at" not in agreement_page(make_agreement()).html()


@pytest.mark.parametrize("blank", ["chance", "effective", "look_again"])
def test_what_is_not_known_is_not_said_and_is_read_back(blank, tmp_path):
    made = with_clause(**{blank: None})
    write_agreement(made, tmp_path / "a.toml")
    again = Agreement.load(tmp_path / "a.toml")
    assert again == made
    assert again.sha256 == made.sha256
    clause = agreement_page(made).html().split("The line was at")[1].split("</tbody>")[0]
    assert "None" not in clause


def test_a_clause_that_comes_goes_or_changes_is_told():
    bare, clause = make_agreement(), with_clause()
    assert told(bare, clause) == ["New clause on how the line moved: from 10 %, policy 2.0"]
    assert told(clause, bare) == ["The clause on how the line moved is dropped"]
    assert told(clause, with_clause(from_line=0.12, chance=None)) == [
        "How the line moved: line before raised from 10 % to 12 %, chance of earning more changes "
        "from “63 %” to “–”"
    ]


def test_an_agreement_without_the_clause_has_the_fingerprint_it_had():
    assert '"change":null' not in make_agreement().model_dump_json()
    assert make_agreement().sha256 != with_clause().sha256
