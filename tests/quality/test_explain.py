import pandas as pd
import pytest

import leadkit as lk
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.book import Book, Settings
from leadkit.quality import Standard, screen
from leadkit.quality.explain import WHAT_IT_DOES
from leadkit.quality.masking import masked
from leadkit.quality.rules import KINDS, Rule


@pytest.fixture(scope="module")
def report():
    return screen(lk.read_book(lk.sample("small")))


def test_every_kind_of_rule_has_its_words():
    assert set(WHAT_IT_DOES) == set(KINDS)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_rule_is_explained_with_its_counts(report, spoken):
    try:
        language.use(spoken)
        for finding in report.findings:
            explained = report.explain(finding.rule.code)
            text = "\n".join(explained.lines())
            assert finding.rule.sentence in text.replace("\n", " ")
            assert "{" not in text
            assert len(explained.examples) == min(finding.n, 5)
            assert not finding.n or language.number(finding.n) in explained.caught
    finally:
        language.use("en")


def test_the_examples_can_be_looked_up_and_name_nobody(report):
    leads = report.book.leads
    for finding in report.findings:
        examples = report.explain(finding.rule.code).examples
        for row, lead in zip(examples.get("row", []), examples.get("lead_id", []), strict=True):
            assert leads.loc[int(row), "lead_id"] == lead
        cells = [str(cell) for cell in examples.to_numpy().ravel()]
        for name in ("full_name", "email", "phone", "company"):
            assert not set(cells) & set(leads[name].dropna())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0912345678", "0912…78"),
        ("+84 912 345 678", "8491…78"),
        ("a.nguyen@gmail.com", "a…@gmail.com"),
        ("Nguyễn Văn An", "N…"),
        ("123", "1…"),
        ("", ""),
    ],
)
def test_contact_data_are_masked(text, shown):
    assert masked(text) == shown


def test_contact_data_in_other_columns_are_masked_too():
    leads = pd.DataFrame({"note": ["ring 0912345678", "an@example.com", "cheap"]})
    rule = Rule(code="NOTE", kind="one_of", severity="info", owner="sales", message="A note.",
                columns=("note",), values=("good",))  # fmt: skip
    standard = Standard.default().model_copy(update={"rules": (rule,), "score": None})
    book = Book({"leads": leads.assign(outcome="open")})
    examples = screen(book, standard).explain("NOTE").examples
    assert examples["note"].tolist() == ["0912…78", "a…@example.com", "cheap"]


def test_a_duplicate_names_the_row_it_repeats():
    leads = pd.DataFrame(
        {"email": ["an@example.com", "b@example.com", "an@example.com"]}, index=[5, 6, 9]
    )
    examples = screen(Book({"leads": leads.assign(outcome="open")})).explain("DUPLICATE").examples
    assert examples["row"].tolist() == ["9"]
    assert examples["same person as row"].tolist() == ["5"]


def test_times_are_told_in_the_books_timezone():
    leads = pd.DataFrame({"created_at": pd.to_datetime(["2025-01-05 20:00"], utc=True),
                          "mql_at": pd.to_datetime(["2025-01-04 20:00"], utc=True)})  # fmt: skip
    book = Book({"leads": leads.assign(outcome="open")}, Settings(timezone="Asia/Ho_Chi_Minh"))
    examples = screen(book).explain("TIME_ORDER").examples
    assert examples["created_at"].tolist() == ["2025-01-06 03:00"]


def test_an_unknown_rule_is_refused_with_the_rules_there_are(report):
    with pytest.raises(BadInput, match=r"no rule 'NOSUCH'[\s\S]*NO_CONSENT, DO_NOT_CALL"):
        report.explain("NOSUCH")


def test_what_a_machine_reads_of_an_unchecked_rule(report):
    content = report.explain("DO_NOT_CALL").to_dict()
    assert content["checked"] is False
    assert content["missing"] == ["do_not_call"]
    assert content["examples"] == []
    assert "no column do_not_call" in report.explain("DO_NOT_CALL").caught
