"""The builder of the notebooks: one bilingual source, two products, and what is stale."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import runpy
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

BUILDER = Path(__file__).parents[1] / "notebooks"

GOAL = """\
# %% [markdown] id="goal" lang="en"
# # Draw the line
#
# Every lead costs sales time.
"""
TWIN = """\
# %% [markdown] id="goal" lang="vi" of=""
# # Chọn ngưỡng
#
# Lead nào cũng tốn thời gian.
"""
SETUP = '# %% id="setup" tags=["setup"]\nimport leadkit as lk\n\nlk.setup("en")\n'
SUM = '# %% id="sum"\nprint("one")\nprint(lk.Economics(value=12.5, cost=2).break_even)\n'
SHOWN = """\
# %% id="picture"
from matplotlib import pyplot as plt

ax = plt.subplots(figsize=(3, 2))[1]
line = ax.plot([1, 3, 2])
# %% id="slider" tags=["live"]
import ipywidgets

print("before")
display(ipywidgets.IntSlider(), "words")
print("after")
"""
STEM = "a01_draw"
UNFOLD = {"en": "# click ••• to see the code", "vi": "# bấm ••• để xem mã"}


class Workshop:
    """A folder with the builder and sources of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "notebooks"
        (self.folder / "src").mkdir(parents=True)
        for name in ("build.py", "bilingual.py"):
            shutil.copy(BUILDER / name, self.folder)

    def source(self, stem: str = STEM) -> Path:
        return self.folder / "src" / f"{stem}.py"

    def product(self, lang: str, stem: str = STEM) -> Path:
        return self.folder / lang / f"{stem}.ipynb"

    def write(self, *cells: str, stem: str = STEM) -> None:
        self.source(stem).write_text("".join(cells), encoding="utf-8")

    def build(self, *stems: str) -> tuple[int, str]:
        command = [sys.executable, str(self.folder / "build.py"), *stems]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command that executes no notebook, in this process."""
        said = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
            patch.setattr(sys, "argv", ["build.py", *arguments])
            patch.syspath_prepend(self.folder)
            with pytest.raises(SystemExit) as ended:
                runpy.run_path(str(self.folder / "build.py"), run_name="__main__")
        return int(ended.value.code), said.getvalue()

    def products(self) -> dict[str, bytes]:
        return {path.parent.name: path.read_bytes() for path in self.folder.rglob("*.ipynb")}


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path)


def stamp_of(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


CHECKED = TWIN.replace('of=""', f'of="{stamp_of("# Draw the line Every lead costs sales time.")}"')


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workshop whose one notebook has been built."""
    shop = Workshop(tmp_path_factory.mktemp("built"))
    shop.write(GOAL, CHECKED, SETUP, SUM, SHOWN)
    assert shop.build() == (0, "")
    return shop


@pytest.fixture
def made(built, tmp_path):
    """A copy of the built workshop, to be spoiled."""
    shop = Workshop(tmp_path)
    shutil.copytree(built.folder, shop.folder, dirs_exist_ok=True)
    return shop


def read(shop: Workshop, lang: str) -> dict[str, object]:
    return json.loads(shop.product(lang).read_text(encoding="utf-8"))


def test_two_products_hold_their_language_and_one_code(built):
    english, vietnamese = (read(built, lang)["cells"] for lang in ("en", "vi"))
    assert [cell["id"] for cell in english] == ["goal", "setup", "sum", "picture", "slider"]
    assert [cell["id"] for cell in vietnamese] == [cell["id"] for cell in english]
    assert "".join(english[0]["source"]) == "# Draw the line\n\nEvery lead costs sales time."
    assert "".join(vietnamese[0]["source"]) == "# Chọn ngưỡng\n\nLead nào cũng tốn thời gian."
    assert (
        "".join(english[1]["source"]) == f'{UNFOLD["en"]}\nimport leadkit as lk\n\nlk.setup("en")'
    )
    assert (
        "".join(vietnamese[1]["source"])
        == f'{UNFOLD["vi"]}\nimport leadkit as lk\n\nlk.setup("vi")'
    )
    assert [cell["source"] for cell in english[2:]] == [cell["source"] for cell in vietnamese[2:]]


def test_a_product_holds_what_readers_see_and_nothing_else(built):
    notebook = read(built, "en")
    assert notebook["metadata"] == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        }
    }
    goal, setup, total, picture, slider = notebook["cells"]
    assert goal["metadata"] == total["metadata"] == {}
    assert setup["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["setup"]}
    assert slider["metadata"] == {"tags": ["live"]}
    counts = [cell["execution_count"] for cell in (setup, total, picture, slider)]
    assert counts == [1, 2, 3, 4]
    assert total["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["one\n", "0.16\n"]}
    ]
    assert set(picture["outputs"][0]["data"]) == {"image/png", "text/plain"}
    assert [sorted(out.get("data", out.get("text"))) for out in slider["outputs"]] == [
        ["before\n"],
        ["text/plain"],
        ["text/plain"],
        ["after\n"],
    ]


def test_a_second_build_gives_the_same_bytes(made):
    before = made.products()
    picture = read(made, "en")["cells"][3]["outputs"][0]["data"]["image/png"]
    assert base64.b64decode(picture).startswith(b"\x89PNG")
    assert made.build(STEM) == (0, "")
    assert made.products() == before


def test_what_is_built_and_checked_is_not_stale(built):
    assert built.run("--check") == (0, "")
    assert built.run("--check", STEM) == (0, "")


def test_code_of_lessons_is_collapsed_and_parameters_carry_the_language(workshop):
    for stem in ("00_start", "t01_pull"):
        workshop.write(GOAL, CHECKED, SETUP, '# %% id="sum"\n1 + 1\n', stem=stem)
    parameters = '# %% id="parameters" tags=["parameters"]\nbook = ""\nlanguage = "en"\n'
    setup = SETUP.replace('"en"', "language")
    workshop.write(GOAL, CHECKED, parameters, setup)
    assert workshop.build() == (0, "")
    for stem in ("00_start", "t01_pull"):
        cells = json.loads(workshop.product("vi", stem).read_text(encoding="utf-8"))["cells"]
        hidden = [cell["metadata"].get("jupyter") for cell in cells]
        assert hidden == [None, {"source_hidden": True}, {"source_hidden": True}]
    sources = [
        ["".join(c["source"]) for c in read(workshop, lang)["cells"]] for lang in ("en", "vi")
    ]
    assert sources[0][1] == 'book = ""\nlanguage = "en"'
    assert sources[1][1] == 'book = ""\nlanguage = "vi"'
    assert sources[0][2] == f"{UNFOLD['en']}\nimport leadkit as lk\n\nlk.setup(language)"
    assert sources[1][2] == f"{UNFOLD['vi']}\nimport leadkit as lk\n\nlk.setup(language)"


def test_a_notebook_that_raises_or_warns_leaves_its_old_product(made):
    before = made.products()
    made.write(GOAL, CHECKED, SETUP, '# %% id="sum"\nlk.sample("large")\n')
    warning = 'import sys\n\nprint("careful", file=sys.stderr)\n'
    made.write(GOAL, CHECKED, SETUP, f'# %% id="sum"\n{warning}', stem="a02_careful")
    code, said = made.build(STEM, "a02_careful")
    assert code == 1
    assert f'notebooks/src/{STEM}.py:13, cell "sum", en: BadInput: ' in said
    assert f'notebooks/src/{STEM}.py:13, cell "sum", vi: BadInput: ' in said
    assert 'a02_careful.py:13, cell "sum", en: it writes to stderr: careful\n' in said
    assert "Traceback" not in said
    assert made.products() == before


def test_a_changed_source_makes_both_products_stale(made):
    made.write(GOAL, CHECKED, SETUP, SUM.replace('"one"', '"two"'), SHOWN)
    mend = f"is stale: python notebooks/build.py {STEM}\n"
    expected = "".join(f"notebooks/{lang}/{STEM}.ipynb {mend}" for lang in ("en", "vi"))
    assert made.run("--check") == (1, expected)


@pytest.mark.parametrize("text", [None, "", "{", '{"cells": []}'])
def test_a_missing_or_broken_product_is_stale(made, text):
    if text is None:
        made.product("vi").unlink()
    else:
        made.product("vi").write_text(text, encoding="utf-8")
    mend = f"is stale: python notebooks/build.py {STEM}\n"
    assert made.run("--check") == (1, f"notebooks/vi/{STEM}.ipynb {mend}")


def test_a_product_without_source_is_named(made):
    made.product("vi").rename(made.product("vi", "a09_gone"))
    shutil.copy(made.product("en"), made.product("vi"))
    code, said = made.run("--check")
    assert code == 1
    assert said.endswith("notebooks/vi/a09_gone.ipynb has no source: delete it\n")


def test_a_stale_translation_shows_what_changed_beside_its_twin(made):
    made.write(GOAL.replace("Every lead costs", "Each handoff costs"), CHECKED, SETUP, SUM, SHOWN)
    code, said = made.run("--check")
    assert code == 1
    assert said == (
        f"notebooks/en/{STEM}.ipynb is stale: python notebooks/build.py {STEM}\n"
        f'notebooks/src/{STEM}.py:5, cell "goal": '
        "the Vietnamese is stale: its English has changed\n"
        "  English, [-before-] {+now+}:\n"
        "    # Draw the line\n\n"
        "    [-Every lead-] {+Each handoff+} costs sales time.\n"
        "  Vietnamese:\n"
        "    # Chọn ngưỡng\n\n"
        "    Lead nào cũng tốn thời gian.\n"
        "  re-read the Vietnamese, then: python notebooks/build.py "
        f"--stamp {STEM}:goal\n"
    )


def test_a_stale_translation_stops_the_build_and_shows_what_changed(made):
    kept = made.products()
    made.write(GOAL.replace("Every lead", "Each handoff"), CHECKED, SETUP, SUM)
    code, said = made.build()
    assert code == 1
    assert "its English has changed" in said
    assert "[-Every lead-] {+Each handoff+} costs" in said
    assert made.products() == kept


def test_wrapping_alone_makes_no_translation_stale(made):
    wrapped = GOAL.replace("Every lead costs sales time.", "Every lead\n# costs   sales time.")
    made.write(wrapped, CHECKED, SETUP, SUM, SHOWN)
    assert made.run("--check")[1] == (
        f"notebooks/en/{STEM}.ipynb is stale: python notebooks/build.py {STEM}\n"
    )


@pytest.mark.parametrize("header", [TWIN, TWIN.replace(' of=""', "")])
def test_a_translation_without_a_stamp_was_never_checked(made, header):
    made.write(GOAL, header, SETUP, SUM, SHOWN)
    code, said = made.run("--check")
    assert code == 1
    assert said.startswith(
        f'notebooks/src/{STEM}.py:5, cell "goal": the Vietnamese was never checked\n'
        "  English:\n    # Draw the line\n"
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("header", [TWIN, TWIN.replace(' of=""', ""), CHECKED])
def test_a_stamp_changes_nothing_else(made, header, ending):
    changed = GOAL.replace("Every", "Each")
    rest = [SETUP, SUM, SHOWN, "\n\n  # kept  \n"]
    text = "".join([changed, header, *rest]).replace("\n", ending)
    made.source().write_bytes(text.encode())
    assert made.run("--stamp", f"{STEM}:goal") == (0, "")
    stamp = stamp_of("# Draw the line Each lead costs sales time.")
    wanted = "".join([changed, TWIN.replace('of=""', f'of="{stamp}"'), *rest])
    assert made.source().read_bytes() == wanted.replace("\n", ending).encode()
    assert "Vietnamese" not in made.run("--check")[1]


def test_a_stamp_on_a_stem_is_for_all_its_texts(made):
    more = [cell.replace('"goal"', '"more"').replace("line", "zone") for cell in (GOAL, TWIN)]
    made.write(GOAL, TWIN, *more, SETUP)
    assert made.run("--check")[1].count("was never checked") == 2
    assert made.run("--stamp", f"{STEM}:more") == (0, "")
    assert made.run("--check")[1].count("was never checked") == 1
    assert made.run("--stamp", STEM) == (0, "")
    assert "never checked" not in made.run("--check")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--stamp", f"{STEM}:gaol"], f"{STEM} has no text 'gaol'\nIts texts are goal.\n"),
        (
            ["--stamp", f"{STEM}:goal", f"{STEM}:x"],
            f"{STEM} has no text 'x'\nIts texts are goal.\n",
        ),
        (["--stamp", "a02:goal"], "notebooks/src: there is no notebook 'a02'\n"),
        (["--check", "a02"], f"there is no notebook 'a02'\nSources are {STEM}.\n"),
        (["a02"], f"there is no notebook 'a02'\nSources are {STEM}.\n"),
        (["--stamp"], "--stamp needs the texts that were re-read: STEM or STEM:ID\n"),
        (["--check", "--stamp", STEM], "not allowed with argument --check\n"),
    ],
)
def test_unknown_names_are_refused(made, arguments, said):
    before = made.source().read_bytes(), made.products()
    code, text = made.run(*arguments)
    assert code == 2
    assert said in text
    assert (made.source().read_bytes(), made.products()) == before


OTHER = TWIN.replace('"goal"', '"other"')


@pytest.mark.parametrize(
    ("cells", "line", "problem", "fix"),
    [
        (
            [GOAL, SETUP],
            1,
            'cell "goal": it has no Vietnamese twin',
            "Write the Vietnamese directly",
        ),
        ([SETUP, TWIN], 5, 'cell "goal": it has no English twin', "Write the English above it"),
        (
            [TWIN, GOAL, SETUP],
            5,
            'cell "goal": its twins are not in order',
            "(line 1) directly below",
        ),
        (
            [GOAL, SETUP, TWIN],
            1,
            'cell "goal": its twins are not in order',
            "(line 9) directly below",
        ),
        ([GOAL, TWIN, SETUP, SETUP], 13, 'cell "setup": its id is taken (line 9)', "another id"),
        ([GOAL, TWIN, GOAL, TWIN, SETUP], 9, 'cell "goal": its id is taken (line 1)', "another id"),
        (
            [GOAL, TWIN, SETUP.replace("setup", "goal", 1)],
            9,
            'cell "goal": its id is taken',
            "another",
        ),
        (
            [GOAL, TWIN, SETUP, "# %%\n1 + 1\n"],
            13,
            "a cell without a name: it has no id",
            "Name it",
        ),
        ([GOAL, TWIN, SETUP, '# %% id="a b"\n1\n'], 13, "its id cannot be used", "hyphens"),
        ([GOAL, TWIN, SETUP, "# %% id=7\n1\n"], 13, "its id cannot be used", "hyphens"),
        (
            [GOAL, TWIN.replace('"vi"', '"fr"'), SETUP],
            5,
            'cell "goal": lang "fr" is not known',
            "vi",
        ),
        ([GOAL, TWIN.replace(' lang="vi"', ""), SETUP], 5, 'cell "goal": it has no lang', "vi"),
        ([GOAL, TWIN, SETUP, '# %% id="x" lang="en"\n1\n'], 13, "has no key 'lang'", "id, tags"),
        (
            [GOAL, TWIN, SETUP.replace('["setup"]', '"a,b"')],
            9,
            "tags are not a JSON list",
            "Write tags",
        ),
        (
            [GOAL, TWIN, SETUP.replace('["setup"]', "[setup]")],
            9,
            "tags are not a JSON list",
            "Write",
        ),
        (
            [GOAL, TWIN, SETUP, '# %% id="x" what\n1\n'],
            13,
            "'what' cannot be read",
            "Write keys as",
        ),
        ([GOAL + "no comment\n", TWIN, SETUP], 5, "a line of text is not a comment", "Begin it"),
        ([GOAL, TWIN], 1, "there is no setup cell", 'lk.setup("en")'),
        (
            [GOAL, TWIN, SETUP.replace('"en"', "'en'")],
            1,
            "no cell sets the language",
            "Write lk.setup",
        ),
        (["import leadkit\n", GOAL, TWIN, SETUP], 1, "text stands above the first cell", "Put it"),
    ],
)
@pytest.mark.parametrize("command", [[], ["--check"], ["--stamp", STEM]])
def test_a_faulty_source_is_refused_with_its_place(workshop, command, cells, line, problem, fix):
    workshop.write(*cells)
    before = workshop.source().read_bytes()
    code, said = workshop.run(*command)
    assert code == 2
    place, mend = said.splitlines()
    assert place.startswith(f"notebooks/src/{STEM}.py:{line}: ")
    assert problem in place
    assert fix in mend
    assert workshop.source().read_bytes() == before
    assert workshop.products() == {}


def test_every_fault_of_every_source_is_told(workshop):
    workshop.write(GOAL, SETUP, "# %%\n1\n# %%\n2\n")
    workshop.write(GOAL, SETUP, stem="a02_other")
    workshop.write(GOAL, OTHER, SETUP, stem="a03_third")
    workshop.source("a04_bytes").write_bytes(b"# %%\n\xff\n")
    code, said = workshop.build()
    assert code == 2
    assert [line.split(": ")[0] for line in said.splitlines()[::2]] == [
        f"notebooks/src/{STEM}.py:9",
        f"notebooks/src/{STEM}.py:11",
        "notebooks/src/a02_other.py:1",
        "notebooks/src/a03_third.py:1",
        "notebooks/src/a03_third.py:5",
        "notebooks/src/a04_bytes.py:2",
    ]
