from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import decision, made, unlinked
from made_talk import make_talk
from pydantic import ValidationError

from leadkit.base.errors import BadInput
from leadkit.book import write_book
from leadkit.review import add_decision
from leadkit.review.decisions.judging import judge, judge_log
from leadkit.review.decisions.log import DecisionLog, read_decisions, read_log, withdraw
from leadkit.review.quarterly.agreed import decided


def test_a_decision_is_judged_by_its_measure_in_its_quarter():
    found = judge(make_talk(), decision(), as_of="2026-06-08")
    assert (found.after.events, found.after.n) == (2, 5)
    assert found.verdict == "too few to judge"
    assert judge(make_talk(), decision(target=0.4), as_of="2026-06-08").verdict == "reached"
    assert found.before is None


def test_before_is_an_earlier_quarter_than_the_one_that_judges(book):
    """Taken and judged in one quarter: what stood before is the quarter before."""
    same, usual = (judge(book, decision(before=name)) for name in ("2026Q2", "2026Q1"))
    assert same.before == usual.before
    assert same.before.n != same.after.n


def test_a_share_of_a_source_is_reached_from_above():
    terms = {"measure": "source_share", "source": "list", "hours": None, "at_most": True}
    found = judge(make_talk(), decision(**terms, target=0.5))
    assert (found.after.events, found.after.n, found.verdict) == (2, 5, "reached")
    assert found.wanted().replace("\N{NO-BREAK SPACE}", " ") == "at most 50 %"


def test_a_quarter_that_has_not_begun_and_a_decision_in_words_are_not_judged():
    assert judge(make_talk(), decision(judge_in="2026Q3")).verdict == "not yet"
    words = decision(measure="", hours=None, target=0, expects="We talk more")
    assert judge(make_talk(), words).verdict == "by talking"


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@settings(max_examples=10)
@given(what=texts, owner=texts, target=st.floats(0, 1))
def test_what_is_written_down_reads_back(tmp_path_factory, what, owner, target):
    folder = tmp_path_factory.mktemp("book")
    first, second = decision(what=what, owner=owner, target=target), decision(what="another")
    add_decision(folder, first)
    add_decision(folder, second)
    found = read_decisions(folder)
    assert (found[0], unlinked(found[1])) == (first, second)
    assert read_log(folder).state == "whole"


def test_what_stands_there_is_not_touched(tmp_path):
    path = tmp_path / "decisions.toml"
    path.write_text("# our own words\nformat = 1\n")
    add_decision(tmp_path, decision())
    assert path.read_text().startswith("# our own words\nformat = 1\n")
    assert len(read_decisions(tmp_path)) == 1


def test_a_faulty_file_is_refused_with_its_line(tmp_path):
    add_decision(tmp_path, decision())
    path = tmp_path / "decisions.toml"
    path.write_text(path.read_text().replace("called_in_time", "rung_in_time"))
    line = path.read_text().splitlines().index('measure = "rung_in_time"') + 1
    with pytest.raises(BadInput, match=f"decisions.toml:{line}: .*rung_in_time"):
        read_decisions(tmp_path)


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "nonsense"}, {"judge_in": "2026"}, {"owner": ""}, {"target": -1},
        {"hours": None}, {"measure": "source_share", "hours": None}, {"days": 3},
        {"measure": "leads_handed_off", "hours": None, "target": 0.5},
        {"expects_low": 0.5}, {"expects_low": 0.6, "expects_high": 0.5}, {"after": "x"},
        {"expects_low": 0.5, "expects_high": 1.5}, {"withdraws": "0" * 64},
        {"measure": "", "hours": None, "expects_low": 0.1, "expects_high": 0.2},
    ],
)  # fmt: skip
def test_a_decision_nobody_could_judge_is_refused(changes):
    with pytest.raises(ValidationError):
        decision(**changes)


def test_the_book_stays_readable_with_decisions_in_it(tmp_path):
    from leadkit.book import read_book

    write_book(make_talk(), tmp_path)
    add_decision(tmp_path, decision())
    assert len(read_book(tmp_path).leads) == 5


def test_a_decision_is_withdrawn_by_a_later_entry_and_never_deleted(tmp_path):
    log = made(tmp_path, "one", "two")
    entry = withdraw(tmp_path, 1, because="No longer needed", on=date(2026, 6, 20))
    found = read_log(tmp_path)
    assert (found.state, len(found.entries)) == ("whole", 3)
    assert entry.withdraws == log.fingerprints[0]
    outcomes = judge_log(make_talk(), found, as_of="2026-06-08")
    assert [one.withdrawn for one in outcomes] == [None, None]
    outcomes = judge_log(make_talk(), found, as_of="2026-06-20")
    assert (outcomes[0].number, outcomes[0].verdict) == (1, "withdrawn")
    assert outcomes[1].verdict != "withdrawn"
    for number, on, words in (
        (4, date(2026, 6, 20), "no decision no. 4"), (3, date(2026, 6, 20), "withdraws another"),
        (1, date(2026, 6, 20), "was withdrawn before"), (2, date(2026, 6, 1), "decided later"),
        (0, date(2026, 6, 20), "no decision no. 0"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=words):
            withdraw(tmp_path, number, because="x", on=on)


def test_one_withdrawn_after_its_quarter_is_judged_all_the_same(tmp_path):
    made(tmp_path, "one")
    withdraw(tmp_path, 1, because="It did not work", on=date(2026, 7, 2))
    outcome = judge_log(make_talk(), read_log(tmp_path), as_of="2026-07-03")[0]
    assert (outcome.verdict, outcome.withdrawn.what) == ("too few to judge", "It did not work")
    row = decided((outcome,), read_log(tmp_path)).tables[0].rows.iloc[0]
    assert "withdrawn only on 2026-07-02: It did not work" in row["verdict"]


def share(low, high, *, target=0.5, at_most=False):
    terms = {"measure": "source_share", "source": "list", "hours": None, "at_most": at_most}
    return decision(**terms, target=target, expects_low=low, expects_high=high)


@pytest.mark.parametrize(
    ("low", "high", "at_most", "landed"),
    [
        (0.3, 0.5, False, "inside"), (0.8, 0.9, False, "short"), (0.0, 0.1, False, "beyond"),
        (0.8, 0.9, True, "beyond"), (0.0, 0.1, True, "short"), (0.42, 0.6, False, "cannot tell"),
    ],
)  # fmt: skip
def test_where_a_measure_landed_is_told_only_beyond_luck(low, high, at_most, landed):
    book = make_talk()
    leads = pd.concat([book.leads] * 8, ignore_index=True)
    leads["lead_id"] = [f"L{at}" for at in range(len(leads))]
    many = type(book)({"leads": leads}, book.settings)
    found = judge(many, share(low, high, at_most=at_most), as_of="2026-07-08")
    assert (found.after.events, found.after.n, found.landed) == (16, 40, landed)


def test_a_small_number_lands_nowhere():
    found = judge(make_talk(), share(0.3, 0.5, target=0.4), as_of="2026-07-08")
    assert (found.verdict, found.landed) == ("reached", "cannot tell")


def test_the_page_shows_numbers_expectations_and_the_chain(tmp_path):
    add_decision(tmp_path, share(0.05, 0.125, target=0.1, at_most=True))
    log = read_log(tmp_path)
    shown = decided(judge_log(make_talk(), log, as_of="2026-07-08"), log)
    row = shown.tables[0].rows.iloc[0]
    assert row["no."] == "1"
    assert row["expected"].replace("\N{NO-BREAK SPACE}", " ") == "5.0–12.5 %"
    assert shown.folds[0].text[0] == log.sentence()
    broken = DecisionLog(entries=(), last=log.last)
    assert "Every entry was removed" in decided((), broken).text[0]
    assert decided((), DecisionLog()).text == []
