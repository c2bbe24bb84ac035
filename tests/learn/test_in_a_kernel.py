from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from leadkit.learn.alive import LIVE

CELLS = (
    "from leadkit.learn import ask, play, quiz",
    'ask("t01.2")',
    'quiz("t01")',
    'play("t01.market")',
)


@pytest.fixture(scope="module")
def shown():
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_kernel_shows_each_as_a_widget_beside_its_still_form(shown):
    assert [[sorted(output.data) for output in outputs] for outputs in shown] == [
        [],
        [[LIVE, "text/html", "text/plain"]],
        [[LIVE, "text/html", "text/plain"]],
        [[LIVE, "image/png", "text/plain"]],
    ]
