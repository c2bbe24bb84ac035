"""What holds for every notebook, and that the quarterly review's gives the command's numbers."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import jupytext
import pytest

import leadkit as lk
from leadkit.base import language
from leadkit.cli.review import review as review_of_command

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
STEMS = sorted(path.stem for path in (NOTEBOOKS / "src").glob("*.py"))
PRODUCTS = [(stem, lang) for stem in STEMS for lang in ("en", "vi")]
UNFOLD = {"en": "# click ••• to see the code", "vi": "# bấm ••• để xem mã"}
SWITCHES = ('lk.setup("{}")', 'language = "{}"')
CELLS, LINES, KILOBYTES = 12, 6, 200
FREE = ("setup", "parameters")
PRIVATE = re.compile(
    r"/(home|Users|root|tmp|work|usr|opt|var)/|[A-Z]:\\|\b0x[0-9a-fA-F]{6,}|ipykernel_?\d"
    r"|site-packages|\.py:\d"
)
BARE = re.compile(
    r"np\.(float|int|str|bool)\w*\(|\bdtype:|<class '|<BarContainer|<Axes|<matplotlib"
)
EVERY = pytest.mark.parametrize(("stem", "lang"), PRODUCTS)


def read(stem: str, lang: str) -> dict[str, object]:
    return json.loads((NOTEBOOKS / lang / f"{stem}.ipynb").read_text(encoding="utf-8"))


def cells(stem: str, lang: str, kind: str = "") -> list[dict[str, object]]:
    return [cell for cell in read(stem, lang)["cells"] if kind in ("", cell["cell_type"])]


def text(lines: list[str] | str) -> str:
    return "".join(lines)


def is_free(cell: dict[str, object]) -> bool:
    return any(tag in FREE for tag in cell["metadata"].get("tags", []))


def shown(cell: dict[str, object]) -> list[str]:
    """Return the texts among a cell's outputs, pictures left out."""
    texts = []
    for output in cell["outputs"]:
        texts.append(text(output.get("text", "")))
        data = output.get("data", {})
        texts += [text(data[kind]) for kind in data if kind.startswith("text/")]
    return texts


def headings(cell: dict[str, object]) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", text(cell["source"]), re.MULTILINE)]


@EVERY
def test_every_code_cell_was_run_in_order_without_error(stem, lang):
    code = cells(stem, lang, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        for output in cell["outputs"]:
            assert output["output_type"] != "error", cell["id"]
            assert output.get("name") != "stderr", cell["id"]
            assert output.get("execution_count", cell["execution_count"]) == cell["execution_count"]


@EVERY
def test_no_habit_that_hides_a_difference(stem, lang):
    for cell in cells(stem, lang, "code"):
        assert "raises-exception" not in cell["metadata"].get("tags", []), cell["id"]
        for line in text(cell["source"]).splitlines():
            assert not line.rstrip().endswith(";"), cell["id"]
            assert not line.lstrip().startswith(("%", "!")), cell["id"]


@EVERY
def test_outputs_show_nothing_of_the_machine_and_no_bare_object(stem, lang):
    for cell in cells(stem, lang, "code"):
        for words in shown(cell):
            assert not PRIVATE.search(words), (cell["id"], PRIVATE.search(words))
            assert not BARE.search(words), (cell["id"], BARE.search(words))
        for output in cell["outputs"]:
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


@EVERY
def test_a_notebook_stays_small(stem, lang):
    path = NOTEBOOKS / lang / f"{stem}.ipynb"
    assert path.stat().st_size <= KILOBYTES * 1024
    assert set(read(stem, lang)["metadata"]) == {"kernelspec"}


@EVERY
def test_ids_are_unique_and_say_what_the_cell_does(stem, lang):
    ids = [cell["id"] for cell in cells(stem, lang)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", name) for name in ids), ids
    assert not any(re.fullmatch(r"[0-9a-f]{8}", name) for name in ids), ids


@EVERY
def test_code_is_thin(stem, lang):
    code = [cell for cell in cells(stem, lang, "code") if not is_free(cell)]
    assert len(code) <= CELLS
    for cell in code:
        lines = [line for line in text(cell["source"]).splitlines() if line.strip()]
        assert len(lines) <= LINES, cell["id"]


@EVERY
def test_code_defines_nothing_and_takes_names_from_few_packages(stem, lang):
    for cell in cells(stem, lang, "code"):
        for node in ast.walk(ast.parse(text(cell["source"]))):
            kinds = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda
            assert not isinstance(node, kinds), cell["id"]
            modules: list[str | None] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                modules = [node.module]
            roots = {str(name).split(".")[0] for name in modules}
            assert roots <= {"leadkit", "pandas", "matplotlib", "tempfile"}, cell["id"]


@EVERY
def test_one_title_then_steps_and_nothing_deeper(stem, lang):
    levels = [level for cell in cells(stem, lang, "markdown") for level in headings(cell)]
    assert levels[0] == 1
    assert set(levels[1:]) <= {2}


@pytest.mark.parametrize("stem", STEMS)
def test_both_products_are_one_notebook(stem):
    english, vietnamese = cells(stem, "en"), cells(stem, "vi")
    assert [c["id"] for c in english] == [c["id"] for c in vietnamese]
    for en, vi in zip(english, vietnamese, strict=True):
        assert en["cell_type"] == vi["cell_type"], en["id"]
        assert en["metadata"] == vi["metadata"], en["id"]
        if en["cell_type"] == "markdown":
            assert headings(en) == headings(vi), en["id"]
            continue
        code = text(en["source"]).replace(UNFOLD["en"], UNFOLD["vi"])
        if is_free(en):
            for switch in SWITCHES:
                code = code.replace(switch.format("en"), switch.format("vi"))
        assert code == text(vi["source"]), en["id"]
        kinds = [[sorted(out.get("data", {})) for out in cell["outputs"]] for cell in (en, vi)]
        assert kinds[0] == kinds[1], en["id"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_text_is_translated_in_composed_letters(stem):
    english = {cell["id"]: text(cell["source"]) for cell in cells(stem, "en", "markdown")}
    for cell in cells(stem, "vi", "markdown"):
        words = text(cell["source"])
        assert words != english[cell["id"]], cell["id"]
        assert unicodedata.is_normalized("NFC", words), cell["id"]


@EVERY
def test_jupytext_reads_a_source_as_the_builder_does(stem, lang):
    source = (NOTEBOOKS / "src" / f"{stem}.py").read_text(encoding="utf-8")
    read_by_jupytext = [
        (cell.metadata["id"], cell.cell_type, cell.source)
        for cell in jupytext.reads(source, fmt="py:percent").cells
        if cell.metadata.get("lang", lang) == lang
    ]
    built = [
        (c["id"], c["cell_type"], text(c["source"]).removeprefix(f"{UNFOLD[lang]}\n"))
        for c in cells(stem, lang)
    ]
    for switch in SWITCHES:
        built = [
            (name, kind, words.replace(switch.format(lang), switch.format("en")))
            for name, kind, words in built
        ]
    assert built == read_by_jupytext


def test_the_review_notebook_gives_the_numbers_of_the_command(tmp_path):
    ran, book, lang = tmp_path / "ran.ipynb", lk.sample(), "vi"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    command += [str(NOTEBOOKS / "en" / "r01_quarterly_review.ipynb"), str(ran)]
    for name, value in (("book", book), ("quarter", "2026Q1"), ("language", lang)):
        command += ["-r", name, str(value)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)

    notebook = json.loads(ran.read_text(encoding="utf-8"))
    outputs = {c["id"]: shown(c) for c in notebook["cells"] if c["cell_type"] == "code"}
    before = language.current()
    language.use(lang)
    try:
        review = review_of_command(lk.read_book(book), quarter="2026Q1")
        wanted = review.to_dict()
        tables = [table for section in review.page().sections for table in section.tables]
        gap, planned = review.shortfall._repr_html_(), review.against_plan._repr_html_()
        amounts = [
            review.shortfall.scale.write(review.shortfall.printed[name], sign=True)
            for name in wanted["shortfall"]["parts"]
        ]
        handed_off = [
            language.number(wanted["summary"][quarter]["handed_off"])
            for quarter in ("2025Q4", "2026Q1")
        ]
    finally:
        language.use(before)
    assert "\n\n".join(wanted["sentences"]) in outputs["sentences"]
    assert gap in outputs["parts"]
    assert re.findall(r"<td[^>]*>([+−]?[\d.,]+)</td>", gap)[:5] == amounts
    assert planned in outputs["planned"]
    assert all(f">{leads}</td>" in "".join(outputs["facts"]) for leads in handed_off)
    assert [words for words in outputs["tables"] if words and "<" not in words] == [
        table.finding for table in tables
    ]
    assert "\n\n".join(wanted["shortfall"]["warnings"]) in outputs["unknown"]
    assert "--quarter 2026Q1 " in outputs["command"][1]
