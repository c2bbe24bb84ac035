import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.page import Fold, Page, Picture, Section, Signed, Table, team
from leadkit.base.plain_page import markdown, plain_text

PICTURE = Picture(uri="data:x", finding="Wins fell", subtitle="s", source="n = 12", alt="Wins fell")


def table(**columns):
    return Table(finding="Who", rows=pd.DataFrame(columns), numeric=["n"])


def every_part():
    return Page(
        kind="Kind",
        title="Title",
        status=("Open.", "not over"),
        say=[team("sales") + " won <12>"],
        facts=table(fact=["f"], n=["1"]),
        sections=[
            Section(
                heading="Heading",
                text=["Text"],
                pictures=[PICTURE],
                tables=[table(name=["a|b", "web_form"], n=["1", "20"])],
                notes=[("Note", "noted")],
                folds=[Fold(summary="Folded", text=["inside"])],
                details="computed",
            )
        ],
        footer="Foot",
        signatures=["Sales", Signed(role="Marketing", name="An", date="2026-09-30", mark="ab12")],
    )


@pytest.mark.parametrize("write", [markdown, plain_text])
def test_every_part_of_a_page_is_there(write):
    said = write(every_part())
    parts = [
        "Kind", "Open.", "not over", "fact", "Heading", "Text", "Wins fell", "Who", "web_form",
        "noted", "Folded", "inside", "computed", "Foot", "Sales: ", "Marketing: An", "ab12",
    ]  # fmt: skip
    assert [part for part in parts if part not in said] == []
    assert "<span" not in said
    assert "</span" not in said
    assert "data:x" not in said


def test_markdown_shows_what_people_wrote_and_nothing_runs():
    said = markdown(every_part())
    assert r"sales: won \<12\>" in said
    assert r"| a\|b | 1 |" in said
    assert "| --- | ---: |" in said
    head, *rows = [line for line in said.splitlines() if line.startswith("|")]
    assert {row.replace(r"\|", "").count("|") for row in rows} == {head.count("|")}


def test_text_like_a_list_or_a_heading_stays_text():
    said = markdown(Page(kind="k", title="t", sections=[Section(heading="h", text=["- a", "# b"])]))
    assert "\\- a\n" in said
    assert "\\# b\n" in said


@given(
    st.lists(st.tuples(st.text("ab c", max_size=60), st.text("123", max_size=4)), min_size=1),
    st.integers(40, 100),
)
def test_no_line_of_plain_text_is_wider_than_asked(rows, width):
    names, numbers = zip(*rows, strict=True)
    words = [name if max(map(len, name.split() or [""])) < 20 else "x" for name in names]
    page = Page(
        kind="k",
        title="t",
        say=[" ".join(words)],
        sections=[Section(heading="h", tables=[table(name=words, n=list(numbers))])],
    )
    assert max(map(len, plain_text(page, width).splitlines())) <= width


def test_a_table_of_sentences_is_told_row_by_row():
    long = "a sentence of a dozen words that goes on " * 2
    wide = table(what=[long], why=[long], n=["7"])
    page = Page(kind="k", title="t", sections=[Section(heading="h", tables=[wide])])
    said = plain_text(page, 60)
    assert "\n- a sentence" in said
    assert "\n  why: a sentence" in said
    assert "n: 7" in said
