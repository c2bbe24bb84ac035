"""How work and memory grow with the leads, from ten thousand to five million.

Seconds are the processor's own: what else the machine does meanwhile does not count.

`python benchmarks/growth.py` runs every job at every size, each in a process of its own, and
writes benchmarks/results/growth.json, from which docs/growth_by_leads.py draws its picture (an
hour or so).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from tqdm import tqdm

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
RESULTS = Path(__file__).parent / "results" / "growth.json"


def main() -> None:
    """Measure every job at every size, and save."""
    from leadkit.base.files import write_json

    with tempfile.TemporaryDirectory() as folder:
        write_json(RESULTS, {"growth": list(points(Path(folder)))})


def points(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield job, n, seconds of the processor and peak megabytes, the sizes growing."""
    import reading
    import scoring

    scoring.trained(folder)
    for size in tqdm(SIZES, disable=None):
        export, parquet = folder / f"leads-{size}.csv", scoring.parquet_of(folder, size)
        reading.write(size, export)
        for job, path in (
            ("curve", parquet), ("reading", export), ("screening", export), ("scoring", parquet),
        ):  # fmt: skip
            yield measured(job, size, path, folder / "model")
        export.unlink()
        parquet.unlink()


def measured(job: str, n: int, path: Path, model: Path) -> dict[str, Any]:
    """Run a job on so many leads in a process of its own, whose memory is its alone."""
    command = [sys.executable, __file__, job, str(n), str(path), str(model)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return {"job": job, "n": n} | found


def here(job: str, n: int, path: Path, model: Path) -> None:
    """Run a job in this process; print its processor seconds and the most memory there ever was."""
    run = {"curve": curve, "reading": read, "screening": screened, "scoring": scored}[job]
    prepared = run(n, path, model)
    start = process_time()
    prepared()
    seconds = process_time() - start
    sys.stdout.write(json.dumps({"seconds": round(seconds, 3), "megabytes": peak()}))


def peak() -> int:
    """Return the most megabytes this process ever held; what it was forked from does not count."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) // 1024


def curve(n: int, _path: Path, _model: Path) -> Callable[[], Any]:
    """Draw the handoff curve of scored leads, with both bands."""
    from curve import DRAWS, TERMS, leads

    from leadkit.handoff import handoff_curve

    scored = leads(n)
    return lambda: handoff_curve(scored, TERMS, draws=DRAWS)


def read(_n: int, path: Path, _model: Path) -> Callable[[], Any]:
    """Read an export as a book."""
    from leadkit.book import read_export

    return lambda: read_export(path)


def screened(_n: int, path: Path, _model: Path) -> Callable[[], Any]:
    """Screen the leads of an export; it is read before."""
    from leadkit.book import read_export
    from leadkit.quality import screen

    book = read_export(path)
    return lambda: screen(book)


def scored(_n: int, path: Path, model: Path) -> Callable[[], Any]:
    """Score a Parquet file into another, with reasons."""
    from scoring import score

    from leadkit.model import load_model

    loaded = load_model(model)
    return lambda: score(loaded, path)


if __name__ == "__main__":
    if sys.argv[1:]:
        job, n, *paths = sys.argv[1:]
        here(job, int(n), *map(Path, paths))
    else:
        main()
