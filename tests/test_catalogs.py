"""The Vietnamese catalog: complete, current, consistent, and asked for by every string shown."""

import csv
import gettext
import html
import importlib.util
import io
import re
import unicodedata
from pathlib import Path

import pytest
from babel.dates import get_day_names
from babel.messages.mofile import write_mo
from click.testing import CliRunner

import leadkit as lk
from leadkit.base import language
from leadkit.base.language import _
from leadkit.cli.main import leadkit
from leadkit.market import recipes

ROOT = Path(__file__).parent.parent
UPDATE = ROOT / "leadkit" / "locale" / "update.py"
FIELD = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
MISSPELLED = re.compile(r"(?<!\w)(tỉ lệ|lí do|kĩ năng|hoà|thoả|hoá|tuỳ)(?!\w)")
SHORTENED = {"Capacity", "consent"}  # head a line of the terminal or of a narrow card
SAME_IN_BOTH = {
    "marketing", "sales", "Marketing", "Sales", "lead", "leads", "Lead {id}", "web", "MQL",
    "SLA", "sigmoid", "AUC",
    "{what}: {verdict}.", "{letter}: {meaning}", "{n} lead", "KPI “{name}”: ", "e-mail", "website",
    "ISO 8601",
}  # fmt: skip


@pytest.fixture(scope="module")
def update():
    spec = importlib.util.spec_from_file_location("update", UPDATE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalog(update):
    return update.read("vi")


@pytest.fixture(scope="module")
def extracted(update):
    return update.extracted()


@pytest.fixture(scope="module")
def pairs(update, catalog):
    return [
        (update.first(one.id), update.last(one.id), update.first(one.string))
        for one in catalog
        if one.id
    ]


def test_every_string_of_the_package_has_a_checked_translation(update, catalog, extracted):
    assert {one.id for one in catalog} == {one.id for one in extracted}, "run `make catalogs`"
    assert update.wanting(catalog) == []


def test_the_compiled_catalog_is_that_of_the_text(update, catalog):
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    stored = update.catalog_path("vi").with_suffix(".mo").read_bytes()
    assert stored == compiled.getvalue(), "run `make catalogs`"


def test_translations_keep_every_placeholder(pairs):
    wrong = [
        (english, vietnamese)
        for english, many, vietnamese in pairs
        if set(FIELD.findall(vietnamese))
        not in (set(FIELD.findall(english)), set(FIELD.findall(many)))
    ]
    assert wrong == []


def test_translations_keep_line_breaks_and_outer_spaces(pairs):
    def outline(text):
        return (
            len(text) - len(text.lstrip()),
            len(text) - len(text.rstrip()),
            text.count("\n"),
        )

    wrong = [(e, v) for _one, e, v in pairs if outline(e) != outline(v)]
    assert wrong == []


def test_nothing_stays_english_unless_it_is_listed(pairs):
    def letters(text):
        return re.sub(r"[^A-Za-z]", "", FIELD.sub("", text))

    same = {e for e, _many, v in pairs if e == v and len(letters(e)) > 2}
    assert same <= SAME_IN_BOTH


def test_translations_follow_the_style_sheet(pairs):
    faults = []
    for _one, english, text in pairs:
        if unicodedata.normalize("NFC", text) != text:
            faults.append(("decomposed letters", text))
        if MISSPELLED.search(text.lower()):
            faults.append(("spelling", text))
        if re.search(r"\d\s%", text):
            faults.append(("a space before %", text))
        if "!" in text and "!" not in english:
            faults.append(("exclamation mark", text))
    assert faults == []


def banned():
    with (ROOT / "tests" / "banned_words.csv").open(encoding="utf-8") as stream:
        return {
            word.strip(): row["use"]
            for row in csv.DictReader(stream)
            for word in row["banned"].split(",")
        }


def vietnamese_texts():
    yield from (lk.notebooks() / "src").glob("*.py")
    yield from (ROOT / "leadkit" / "learn" / "items").glob("*.toml")
    yield from (ROOT / "leadkit" / "learn" / "roleplays").glob("*.toml")
    yield ROOT / "leadkit" / "learn" / "misconceptions.csv"
    yield from (ROOT / "docs" / "vi").glob("*.md")
    yield UPDATE.parent / "vi" / "LC_MESSAGES" / "leadkit.po"
    yield ROOT / "README.vi.md"


@pytest.mark.parametrize("path", list(vietnamese_texts()), ids=lambda path: path.name)
def test_no_text_uses_a_banned_translation(path):
    text = path.read_text(encoding="utf-8").lower()
    found = {
        f"{word}: write {use}"
        for word, use in banned().items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    }
    assert found == set()


def test_the_glossary_says_every_term_in_both_languages_and_the_catalog_keeps_to_it(pairs):
    with (ROOT / "leadkit" / "learn" / "glossary.csv").open(encoding="utf-8") as stream:
        terms = list(csv.DictReader(stream))
    assert all(all(row.values()) for row in terms)
    assert len({row["en"] for row in terms}) == len(terms)
    chosen = {
        row["en"].lower(): {
            part.strip().lower() for part in re.split(r"[(),;]", row["vi"]) if part.strip()
        }
        for row in terms
    }
    strays = {
        english: vietnamese
        for english, _many, vietnamese in pairs
        if english.lower() in chosen
        and english not in SHORTENED
        and not any(part in vietnamese.lower() for part in chosen[english.lower()])
    }
    assert strays == {}


class Marked(gettext.NullTranslations):
    """A language in which every translated string stands in brackets; the rest is remembered."""

    def __init__(self, known):
        super().__init__()
        self.known, self.unknown = known, set()

    def gettext(self, message):
        self.unknown |= {message} - self.known
        return f"⟦{message}⟧"

    def ngettext(self, one, many, n):
        return self.gettext(one).replace(one, one if n == 1 else many)


def unmarked(text):
    """Return the words of a text that stand in no brackets; a fingerprint is none."""
    depth, out = 0, []
    for sign in re.sub(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b", " ", text):
        depth += (sign == "⟦") - (sign == "⟧")
        out.append(sign if depth == 0 and sign != "⟧" else " ")
    return set(re.findall(r"[^\W\d_]{3,}", "".join(out)))


def visible(page):
    page = re.sub(r"<style.*?</style>", "", page, flags=re.S)
    alternatives = " ".join(re.findall(r'alt="([^"]*)"', page))
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + alternatives)


@pytest.mark.parametrize("which", ["small", pytest.param("book", marks=pytest.mark.walk)])
def test_every_word_on_every_page_comes_from_the_catalog_or_the_book(
    which, update, extracted, tmp_path, monkeypatch
):
    marked = Marked({update.first(one.id) for one in extracted})
    monkeypatch.setattr(language, "_catalog", lambda _language: marked)
    monkeypatch.setitem(recipes.SAMPLE, "n_leads", 6_000)
    out = tmp_path / "demo"
    done = CliRunner().invoke(
        leadkit, ["demo", "--out", str(out), *["--small"][: which == "small"]]
    )
    assert done.exit_code == 0, done.output
    assert (out / "handoff" / "handoff.html").is_file() == (which == "book")
    assert marked.unknown == set()
    data = [path for path in (out / "book").rglob("*") if path.suffix in (".csv", ".toml")]
    data.append(ROOT / "leadkit" / "quality" / "standard.toml")
    own = set(re.findall(r"[^\W\d_]{3,}", " ".join(p.read_text(encoding="utf-8") for p in data)))
    own |= {"AUC", "Brier", "filled", "valid", "leadkit", "html", "csv"}
    own |= set(get_day_names("abbreviated", locale="en").values())
    own |= {word for text in out.rglob("*.html") for word in re.findall(r"[^\W\d_]{3,}", text.stem)}
    shown = {path.name: unmarked(visible(path.read_text())) for path in out.rglob("*.html")}
    shown["terminal"] = unmarked(done.output.replace(str(out), ""))
    assert {name: words - own for name, words in shown.items() if words - own} == {}


def said(*arguments, **variables):
    return CliRunner(env=variables).invoke(leadkit, arguments)


def test_help_is_vietnamese_wherever_the_option_stands():
    for arguments in (["--lang", "vi", "--help"], ["--help", "--lang=vi"]):
        assert said(*arguments).output.startswith("Cách dùng: leadkit")
    for name in leadkit.list_commands(None):
        text = said(name, "--help", "--lang", "vi").output
        assert text.startswith("Cách dùng:")
        assert said(name, "--help").output.startswith("Usage:")
        assert not re.search(r"\b(the|Replace|Show|Print)\b", text), text


def test_the_environment_may_set_the_language_and_the_option_overrides_it():
    assert said("review", "--help", LEADKIT_LANG="vi").output.startswith("Cách dùng:")
    assert said("review", "--help", "--lang", "en", LEADKIT_LANG="vi").output.startswith("Usage:")


@pytest.mark.parametrize("how", [["--lang", "fr"], ["--lang=fr"]])
def test_a_language_that_does_not_exist_is_refused(how):
    answer = said("review", str(lk.sample()), "-o", "x.html", *how)
    assert answer.exit_code == 2
    assert "'fr' is not one of 'en', 'vi'" in answer.output
    from_environment = said("review", str(lk.sample()), "-o", "x.html", LEADKIT_LANG="fr")
    assert from_environment.exit_code == 2
    assert "fr" in from_environment.output


def test_usage_errors_are_vietnamese(tmp_path):
    answer = said("review", str(lk.sample()), "--lang", "vi")
    assert answer.exit_code == 2
    assert "Error" not in answer.output
    assert "Missing" not in answer.output
    fault = said("review", str(tmp_path / "none"), "-o", str(tmp_path / "x.html"), "--lang", "vi")
    assert fault.exit_code == 2
    assert fault.output.startswith("Lỗi:")


def test_a_fault_in_a_file_is_told_in_vietnamese(tmp_path):
    (tmp_path / "book.toml").write_text("format = 1\ncurrency = 7\n")
    (tmp_path / "leads.csv").write_text("lead_id,outcome\n1,won\n")
    answer = said(
        "review", str(tmp_path), "-o", str(tmp_path / "review" / "x.html"), "--lang", "vi"
    )
    assert answer.exit_code == 2
    language.use("vi")
    assert f"book.toml:2: currency: {_('a text in quotes belongs here')}" in answer.output
    language.use("en")
