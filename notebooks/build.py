"""Build the notebooks: text in `src/` is the source, executed notebooks are products.

python notebooks/build.py [STEM...]              build, execute and write both languages
python notebooks/build.py --check [STEM...]      say which products and translations are stale
python notebooks/build.py --stamp STEM[:ID]...   note that the Vietnamese has been re-read

Exit code 0: done. 1: something is stale, or a notebook raises. 2: a source has faults.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import io
import os
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from subprocess import DEVNULL

import nbformat
from bilingual import LANGUAGES, Cell, Source, place, read, stamp_of, stamped
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image
from tqdm import tqdm

from leadkit.base.errors import BadInput
from leadkit.base.files import write_text

HERE = Path(__file__).resolve().parent
COMMAND = "python notebooks/build.py"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
STEADY = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
PNG, WIDGET = "image/png", "application/vnd.jupyter.widget-view+json"
FOLDED = ("0", "t", "r")
UNFOLD = {"en": "# click ••• to see the code", "vi": "# bấm ••• để xem mã"}
SECONDS_A_CELL = 300


def product(stem: str, lang: str) -> Path:
    """Return where the notebook of a source belongs."""
    return HERE / lang / f"{stem}.ipynb"


def draft(source: Source, lang: str) -> nbformat.NotebookNode:
    """Return the notebook that a source describes in a language, not yet executed."""
    cells = []
    for cell in source.cells:
        tags: dict[str, object] = {"tags": cell.tags} if cell.tags else {}
        if cell.kind == "code":
            code, folded = cell.code(lang), _is_folded(source, cell)
            if folded:
                tags["jupyter"] = {"source_hidden": True}
                code = f"{UNFOLD[lang]}\n{code}"
            cells.append(nbformat.v4.new_code_cell(code, id=cell.id, metadata=tags))
        elif cell.lang == lang:
            cells.append(nbformat.v4.new_markdown_cell(cell.text, id=cell.id, metadata=tags))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def _is_folded(source: Source, cell: Cell) -> bool:
    """Return whether readers see a cell's result alone: JupyterLab shows its first line, a hint."""
    is_folded = source.path.name.startswith(FOLDED) or "setup" in cell.tags
    return is_folded and "parameters" not in cell.tags


def execute(notebook: nbformat.NotebookNode) -> tuple[str, str] | None:
    """Run every cell; return the id of the one that fails, if one does, and its complaint.

    What cells write to stderr is among their outputs. What the kernel itself writes there is not
    for readers: now and then it cannot say goodbye on a socket that is closed.
    """
    reached = [notebook.cells[0].id]
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name=KERNEL["name"],
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        store_widget_state=False,
        on_cell_execute=lambda cell, cell_index: reached.append(cell.id),
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            client.execute(cwd=folder, env=os.environ | STEADY, stderr=DEVNULL)
    except CellExecutionError as error:
        return reached[-1], f"{error.ename}: {error.evalue}"
    except (CellTimeoutError, DeadKernelError) as error:
        return reached[-1], str(error).strip().splitlines()[-1]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                return cell.id, f"it writes to stderr: {output.text.strip().splitlines()[-1]}"
    return None


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Keep what readers see, and nothing that differs from run to run."""
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL)
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.outputs = _joined(cell.outputs)
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            data = output.get("data", {})
            data.pop(WIDGET, None)
            if PNG in data:
                data[PNG] = _smaller(data[PNG])


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Join what was printed in a row: the kernel sends it in pieces, now more, now fewer."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _smaller(png: str) -> str:
    """Return a picture in a quarter of the bytes: 32 colours hold all that a figure shows."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    stream = io.BytesIO()
    picture.quantize(32, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
    return base64.b64encode(stream.getvalue()).decode() + "\n"


def make(path: Path, lang: str) -> str:
    """Build one product; return why it was left as it was, or nothing."""
    source, _faults = read(path)
    notebook = draft(source, lang)
    failure = execute(notebook)
    if failure:
        name, complaint = failure
        line = next(cell.line for cell in source.cells if cell.id == name)
        return f'{place(path, line)}, cell "{name}", {lang}: {complaint}'
    normalise(notebook)
    write_text(product(path.stem, lang), nbformat.writes(notebook, sort_keys=True) + "\n")
    return ""


def build(sources: list[Source]) -> int:
    """Build both products of every source, several at a time.

    A source with a translation that nobody has checked is left as it was: its English product
    holds the words that were checked last.
    """
    unchecked = {source.path: _unchecked_twins(source) for source in sources}
    complaints = [told for found in unchecked.values() for told in found]
    jobs = [(path, lang) for path, found in unchecked.items() if not found for lang in LANGUAGES]
    if not jobs:
        return _tell(complaints)
    workers = min(len(jobs), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(make, *job) for job in jobs]
        done = tqdm(as_completed(running), total=len(jobs), unit="notebook", disable=None)
        complaints += sorted(filter(None, (future.result() for future in done)))
    return _tell(complaints)


def check(sources: list[Source]) -> int:
    """Say which products differ from their source, and which translations from their English."""
    told = []
    for source in sources:
        stem = source.path.stem
        stale = [product(stem, lang) for lang in LANGUAGES if _is_stale(source, lang)]
        told += [f"{_shown(path)} is stale: {COMMAND} {stem}" for path in stale]
        told += _unchecked_twins(source)
    return _tell([*told, *_orphans()])


def stamp(wanted: list[str], sources: list[Source]) -> int:
    """Write into the Vietnamese cells which English they were checked against."""
    chosen: dict[str, list[Cell]] = {source.path.stem: [] for source in sources}
    for name in wanted:
        stem, _colon, cell_id = name.partition(":")
        twins = next(source.twins for source in sources if source.path.stem == stem)
        cells = [english for english, _twin in twins if cell_id in ("", english.id)]
        if not cells:
            fix = f"Its texts are {', '.join(english.id for english, _twin in twins)}."
            raise BadInput(f"{stem} has no text {cell_id!r}", fix=fix)
        chosen[stem] += cells
    for source in sources:
        write_text(source.path, stamped(source, chosen[source.path.stem]))
    return 0


def _is_stale(source: Source, lang: str) -> bool:
    return _cells(_built(source.path.stem, lang)) != _cells(draft(source, lang))


def _cells(notebook: nbformat.NotebookNode | None) -> list[tuple[object, ...]]:
    cells = notebook.cells if notebook else []
    return [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in cells]


def _built(stem: str, lang: str) -> nbformat.NotebookNode | None:
    try:
        return nbformat.read(product(stem, lang), as_version=4)
    except (OSError, nbformat.reader.NotJSONError):
        return None


def _orphans() -> Iterator[str]:
    for path in sorted(path for lang in LANGUAGES for path in (HERE / lang).glob("*.ipynb")):
        if not (HERE / "src" / f"{path.stem}.py").is_file():
            yield f"{_shown(path)} has no source: delete it"


def _unchecked_twins(source: Source) -> list[str]:
    return [
        _unchecked(source.path.stem, english, vietnamese)
        for english, vietnamese in source.twins
        if vietnamese.keys.get("of") != english.stamp
    ]


def _unchecked(stem: str, english: Cell, vietnamese: Cell) -> str:
    """Ask for the Vietnamese to be re-read, beside what changed in the English.

    The old English is that of the product, where there is one.
    """
    of = vietnamese.keys.get("of")
    title, text = "English", english.text
    for cell in _cells(_built(stem, "en")):
        if cell[0] == english.id and stamp_of(str(cell[2])) == of:
            title, text = "English, [-before-] {+now+}", changed(str(cell[2]), english.text)
    said = "is stale: its English has changed" if of else "was never checked"
    where = place(vietnamese.path, vietnamese.line)
    return "\n".join(
        [
            f'{where}, cell "{english.id}": the Vietnamese {said}',
            f"  {title}:",
            textwrap.indent(text, "    "),
            "  Vietnamese:",
            textwrap.indent(vietnamese.text, "    "),
            f"  re-read the Vietnamese, then: {COMMAND} --stamp {stem}:{english.id}",
        ]
    )


def changed(before: str, after: str) -> str:
    """Return the text of now with [-words that went-] and {+words that came+}.

    Examples
    --------
    >>> changed("hand every lead to sales", "hand every good lead on")
    'hand every {+good+} lead [-to sales-] {+on+}'
    """
    old, new = before.split(), re.findall(r"\S+\s*", after)
    words = [word.rstrip() for word in new]
    text = ""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, words, False).get_opcodes():
        came = "".join(new[c:d])
        if kind == "equal":
            text += came
            continue
        gone = f"[-{' '.join(old[a:b])}-] " if b > a else ""
        space = came[len(came.rstrip()) :]
        text += gone + (f"{{+{came.rstrip()}+}}{space}" if came else "")
    return text.rstrip()


def _shown(path: Path) -> str:
    return path.relative_to(HERE.parent).as_posix()


def _tell(complaints: list[str]) -> int:
    sys.stdout.write("".join(f"{complaint}\n" for complaint in complaints))
    return bool(complaints)


def _sources(stems: list[str]) -> list[Source]:
    """Read the sources named, or all; any fault in them ends the run."""
    known = {path.stem: path for path in sorted((HERE / "src").glob("*.py"))}
    for stem in stems:
        if stem not in known:
            fix = f"Sources are {', '.join(known)}."
            raise BadInput(f"there is no notebook {stem!r}", where="notebooks/src", fix=fix)
    read_ones = [read(path) for stem, path in known.items() if not stems or stem in stems]
    faults = [fault for _source, found in read_ones for fault in found]
    if faults:
        raise BadInput("\n".join(map(str, faults)))
    return [source for source, _faults in read_ones]


def main() -> int:
    """Build, check or stamp the notebooks named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    job = parser.add_mutually_exclusive_group()
    job.add_argument("--check", action="store_true", help="say what is stale; execute nothing")
    job.add_argument("--stamp", action="store_true", help="the Vietnamese has been re-read")
    parser.add_argument("names", nargs="*", metavar="STEM", help="with --stamp also STEM:ID")
    asked = parser.parse_args()
    if asked.stamp and not asked.names:
        parser.error("--stamp needs the texts that were re-read: STEM or STEM:ID")
    try:
        sources = _sources([name.split(":")[0] if asked.stamp else name for name in asked.names])
        if asked.stamp:
            return stamp(asked.names, sources)
        return check(sources) if asked.check else build(sources)
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
