"""The dossier: what was known at the handoff, and nobody's name unless it was asked for."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.cli.dossier import command
from leadkit.dialogue.dossier import CONTACT, dossier
from leadkit.quality import marked


@pytest.fixture(scope="module")
def book():
    return marked(lk.read_book(lk.sample("small")))


@pytest.fixture(scope="module")
def lead(book):
    """A lead that was handed off, called, returned to and spoken of."""
    said = book.table("feedback")
    return str(said["lead_id"].iloc[0])


def test_it_holds_what_was_known_at_the_handoff_and_nothing_later(book, lead):
    found = dossier(book, lead)
    row = book.leads.set_index("lead_id").loc[lead]
    assert found.known["source"] == row["source"]
    later = ("outcome", "deal_value", "owner", "lost_reason", "first_response_at")
    assert not set(later) & {*found.known, *found.missing}
    assert not set(found.known) & set(found.missing)


@pytest.mark.parametrize("with_contacts", [False, True])
def test_a_name_stands_there_only_where_it_was_asked_for(book, lead, with_contacts):
    found = dossier(book, lead, with_contacts=with_contacts)
    row = book.leads.set_index("lead_id").loc[lead]
    html = found.page().html()
    people = [str(row[name]) for name in CONTACT[:4] if pd.notna(row[name])]
    assert people
    assert all((text in html) == with_contacts for text in people)
    assert ("INTERNAL" in html) == with_contacts
    assert not any(text in json.dumps(found.to_dict(), ensure_ascii=False) for text in people)


def test_a_number_in_what_people_wrote_is_masked(book, lead):
    said = book.table("feedback").assign(need="ring 0912 345 678")
    spoken = replace(book, tables={**book.tables, "feedback": said})
    html = dossier(spoken, lead).page().html()
    assert "ring 0912…78" in html
    assert "345 678" not in html


def test_what_sales_wrote_in_a_comment_stays_in_the_book(book):
    said = book.table("feedback")
    spoken = said[said["comment"].notna()].iloc[0]
    html = dossier(book, str(spoken["lead_id"]), with_contacts=True).page().html()
    assert str(spoken["comment"]) not in html


def test_campaigns_are_those_told_before_the_handoff_to_its_segment_or_to_all(book):
    handed = book.leads[book.leads["handed_off_at"].notna()].iloc[-1]
    moment = handed["handed_off_at"]
    signals = pd.DataFrame(
        {
            "at": [moment - pd.Timedelta(days=d) for d in (5, 70, 3, 4)] + [moment],
            "kind": ["campaign", "campaign", "campaign", "problem", "campaign"],
            "segment": [handed["segment"], pd.NA, "of somebody else", pd.NA, pd.NA],
            "text": ["mine", "too old", "not mine", "no campaign", "too late"],
        }
    )
    changed = replace(book, tables={**book.tables, "signals": signals})
    assert dossier(changed, str(handed["lead_id"])).promised["text"].tolist() == ["mine"]


def test_other_leads_of_the_account_are_counted_once(book):
    accounts = book.leads["account_id"].value_counts()
    of_one = book.leads[book.leads["account_id"] == accounts.index[0]]
    found = dossier(book, str(of_one["lead_id"].iloc[0]))
    assert found.account["known"] == len(of_one) - 1
    assert found.account["won"] == (of_one["outcome"].iloc[1:] == "won").sum()


def test_an_unknown_lead_is_refused_with_the_names_leads_have(book):
    with pytest.raises(BadInput, match="no lead 'nobody'") as caught:
        dossier(book, "nobody")
    assert "L000001" in caught.value.fix


def test_a_day_of_handoffs_gives_a_page_each_under_names_that_lead_nowhere(tmp_path, book):
    day = book.leads["handed_off_at"].dropna().iloc[-1].tz_convert("Asia/Ho_Chi_Minh").date()
    words = [str(lk.sample("small")), "--handed-off", str(day), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(command, [*words, "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    pages = sorted(path.name for path in (tmp_path / "out").glob("*.html"))
    assert len(pages) == len(said["leads"]) > 0
    assert pages[0].startswith("001-L")


def test_a_lead_id_that_is_a_path_stays_in_the_folder(tmp_path, book):
    from leadkit.cli.dossier import _file

    name = _file(1, "../../etc/passwd")
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()


@pytest.mark.parametrize("words", [[], ["--handed-off", "1999-01-01"], ["--handed-off", "soon"]])
def test_no_lead_and_no_handoff_that_day_are_refused(tmp_path, words):
    arguments = [str(lk.sample("small")), *words, "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(command, arguments)
    assert isinstance(result.exception, BadInput)
    assert not (tmp_path / "out").exists()
