from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_talk import make_talk
from pydantic import ValidationError

from leadkit.base.errors import BadInput
from leadkit.book import write_book
from leadkit.review import Decision, add_decision, judge, read_decisions


def decision(**changes):
    given_ = {
        "on": date(2026, 6, 8), "what": "Ring every lead the same day", "owner": "Head of sales",
        "side": "sales", "before": "2026Q1", "judge_in": "2026Q2",
        "measure": "called_in_time", "hours": 4, "target": 0.5,
    }  # fmt: skip
    return Decision(**{**given_, **changes})


def test_a_decision_is_judged_by_its_measure_in_its_quarter():
    found = judge(make_talk(), decision(), as_of="2026-06-08")
    assert (found.after.events, found.after.n) == (2, 5)
    assert found.verdict == "too few to judge"
    assert judge(make_talk(), decision(target=0.4), as_of="2026-06-08").verdict == "reached"
    assert found.before is None


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


@given(what=texts, owner=texts, target=st.floats(0, 1))
def test_what_is_written_down_reads_back(tmp_path_factory, what, owner, target):
    folder = tmp_path_factory.mktemp("book")
    first, second = decision(what=what, owner=owner, target=target), decision(what="another")
    add_decision(folder, first)
    add_decision(folder, second)
    assert read_decisions(folder) == (first, second)


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
