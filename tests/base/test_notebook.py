"""What `lk.setup` does in a kernel."""

import base64
import struct

import nbformat
import pytest
from nbclient import NotebookClient

import leadkit as lk
from leadkit.base import language


@pytest.fixture(scope="module")
def run():
    def outputs(*cells, lang="en"):
        cells = [f'import leadkit as lk\nlk.setup("{lang}")', *cells]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
        return [cell.outputs for cell in notebook.cells[1:]]

    return outputs


def test_cells_run_out_of_order_say_which_to_run_first(run):
    english, deeper, own = run(
        "curve.choose()", "def ask():\n    return nobody\nask()", 'lk.read_book("nowhere")'
    )
    assert english[0].traceback == [
        "Nothing is called 'curve' yet: a cell above makes it, and has not been run. "
        "Choose Run > Run All Above Selected Cell, then run this cell again."
    ]
    assert len(deeper[0].traceback) > 1
    assert own[0].traceback[0].startswith("nowhere: ")


def test_the_advice_is_in_the_language_of_the_notebook(run):
    ((told,),) = run("curve", lang="vi")
    assert "'curve'" in told.traceback[0]
    assert "Run > Run All Above Selected Cell" in told.traceback[0]
    assert "Nothing" not in told.traceback[0]


def test_figures_are_shown_as_wide_as_they_were_drawn(run):
    ((figure,),) = run("ax = lk.funnel(lk.read_book(lk.sample('small'))).plot()")
    width = struct.unpack(">I", base64.b64decode(figure.data["image/png"])[16:20])[0]
    assert width == round(7.2 * 96)


def test_a_language_that_does_not_exist_is_refused():
    before = language.current()
    with pytest.raises(ValueError, match="'fr'"):
        lk.setup("fr")
    assert language.current() == before
