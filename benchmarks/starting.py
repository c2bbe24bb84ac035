"""How long it takes to get started: the import, a chapter, a whole review."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from measure import Jobs, row, timed
from nbclient import NotebookClient

ROUNDS_OF_STARTS, ROUNDS = 15, 3
IMPORT, CHAPTER, REVIEW = 1.5, 3.0, 6.0
NOTEBOOKS = Path(__file__).parents[1] / "notebooks" / "en"
FIGURE = """\
ax = figure.axes(3)
ax.plot(per_day.rolling({days}).mean())
figure.caption(ax, "Leads a day", "Mean of {days} days", "Sample book")"""
PANDAS = [
    "import pandas as pd",
    "import leadkit as lk\nfrom leadkit.base import figure\nlk.setup()",
    'leads = pd.read_csv(lk.sample() / "leads.csv", parse_dates=["created_at"])',
    'per_day = leads.set_index("created_at").resample("D").size()',
    *(FIGURE.format(days=days) for days in range(1, 9)),
]


def rows() -> list[dict[str, Any]]:
    """Start each in turn, in a process or kernel of its own."""
    jobs: Jobs = {"pass": lambda: python("pass"), "import": lambda: python("import leadkit")}
    found = [
        row("import leadkit, to python -c pass", timed(jobs, "import", ROUNDS_OF_STARTS), "import",
            "pass", IMPORT)
    ]  # fmt: skip
    empty = notebook(["pass"])
    jobs = {
        "empty": lambda: execute(empty),
        "figures": lambda: execute(notebook(PANDAS)),
        "review": lambda: execute(nbformat.read(NOTEBOOKS / "r01_quarterly_review.ipynb", 4)),
        "command": review,
    }
    seconds = timed(jobs, "notebooks", ROUNDS)
    return [
        *found,
        row("a notebook with pandas and 8 figures, to an empty one", seconds, "figures", "empty",
            CHAPTER),
        row("the review notebook on the sample, to an empty one", seconds, "review", "empty",
            REVIEW),
        row("leadkit review on the sample, to an empty notebook", seconds, "command", "empty",
            REVIEW),
    ]  # fmt: skip


def python(code: str) -> None:
    """Run a line in an interpreter of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def review() -> None:
    """Review the sample as the command does."""
    with tempfile.TemporaryDirectory() as folder:
        path = "import leadkit as lk; print(lk.sample())"
        book = subprocess.run([sys.executable, "-c", path], check=True, capture_output=True)
        command = [sys.executable, "-m", "leadkit", "review", book.stdout.decode().strip()]
        out = ["--out", str(Path(folder) / "review.html")]
        subprocess.run([*command, *out], check=True, capture_output=True)


def notebook(cells: list[str]) -> nbformat.NotebookNode:
    """Return a notebook of code cells."""
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return made


def execute(content: nbformat.NotebookNode) -> None:
    """Run every cell in a new kernel; an error in one is raised."""
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(content, resources={"metadata": {"path": folder}}).execute()
