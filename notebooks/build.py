"""Build the notebooks: text in `src/` is the source, executed notebooks are products.

python notebooks/build.py           build, execute and write every notebook
python notebooks/build.py --check   say which products are stale, without executing
"""

from __future__ import annotations

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
LANGUAGE = "en"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def draft(source: Path) -> nbformat.NotebookNode:
    """Return the notebook a source describes, without outputs."""
    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    count = 0
    for cell in notebook.cells:
        cell.id = cell.metadata.pop("id")
        cell.metadata.pop("lines_to_next_cell", None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            if "setup" in cell.metadata.get("tags", []):
                cell.metadata["jupyter"] = {"source_hidden": True}
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def execute(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run every cell and keep what readers see."""
    NotebookClient(notebook, timeout=300, record_timing=False).execute(cwd=str(HERE))
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL)
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return notebook


def product(source: Path) -> Path:
    """Return where the notebook of a source belongs."""
    return HERE / LANGUAGE / f"{source.stem}.ipynb"


def is_stale(source: Path) -> bool:
    """Return whether the product's cells differ from the source's."""
    path = product(source)
    if not path.is_file():
        return True
    built = nbformat.read(path, as_version=4)
    return _cells(built) != _cells(draft(source))


def _cells(notebook: nbformat.NotebookNode) -> list[tuple[str, str, str]]:
    return [(cell.id, cell.cell_type, cell.source) for cell in notebook.cells]


def main() -> int:
    """Build, or check, every notebook."""
    sources = sorted((HERE / "src").glob("*.py"))
    if "--check" in sys.argv[1:]:
        stale = [product(source).name for source in sources if is_stale(source)]
        sys.stdout.write("".join(f"{name} is stale: run `make notebook`\n" for name in stale))
        return bool(stale)
    for source in sources:
        product(source).parent.mkdir(exist_ok=True)
        text = nbformat.writes(execute(draft(source)), sort_keys=True)
        product(source).write_text(text + "\n", encoding="utf-8", newline="\n")
        sys.stdout.write(f"{product(source)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
