"""The review as a notebook that has been run: r01 with a book and a quarter filled in."""

from __future__ import annotations

import re
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from leadkit.base.errors import BadInput
from leadkit.base.files import write_text
from leadkit.base.language import _, current

NAME, PARAMETERS, SECONDS = "r01_quarterly_review.ipynb", "parameters", 600


def write_notebook(path: Path, **parameters: str) -> None:
    """Run the review's notebook with these parameters, and write it with its outputs.

    The numbers are those of `leadkit review` with the same book, quarter and comparison: the same
    code makes both.

    Raises
    ------
    BadInput
        If a cell of the notebook fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from leadkit import notebooks

    shipped = notebooks() / current() / NAME
    notebook = nbformat.read(shipped, as_version=4)  # type: ignore[no-untyped-call]
    _fill(notebook.cells, {**parameters, "language": current()})
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute(stderr=DEVNULL)  # the kernel's own complaints of sockets as it ends
    except CellExecutionError as error:
        lines = re.sub(r"\x1b\[[\d;]*m", "", str(error)).strip().splitlines()
        raise BadInput(
            _("the notebook of the review could not be run ({fault})").format(fault=lines[-1]),
            where=path.name,
            fix=_("Write the page as .html; it says more of what is wrong."),
        ) from None
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    write_text(path, f"{text}\n")


def _fill(cells: list[Any], values: dict[str, str]) -> None:
    """Write the values into the cell of parameters, and clear every output."""
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if PARAMETERS in cell.metadata.get("tags", []):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
