"""Millions of leads in Parquet parts, scored and screened here, on Dask and on Spark.

`python benchmarks/scale.py [LEADS]` (5,000,000 unless said) makes a market so large by repeating
one under other names, writes it as parts of 100,000 leads, runs the commands as a user does, and
compares what they wrote byte for byte. Results stand in results/scale.json and scale.md.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pandas as pd
import psutil
from tqdm import tqdm

from leadkit.base.files import write_json, write_text
from leadkit.book import as_text
from leadkit.market import simulate

RESULTS = Path(__file__).parent / "results"
LEADKIT = Path(sys.executable).parent / "leadkit"
ENGINES = ("local", "dask", "spark")
MARKET, LEARNED_FROM, PART, SEED = 100_000, 20_000, 100_000, 5
MONEY = ("--value", "12000000", "--cost", "1000000")
MEGABYTE = 1024**2
EVERY_SECONDS = 0.5


def main(leads: int = 5_000_000) -> None:
    """Run every engine on the same parts, compare, and save."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        place = Path(folder)
        words = prepared(place, leads)
        rows = [
            run_of(job, engine, words[job], place)
            for job in words
            for engine in tqdm(ENGINES, desc=job, disable=None)
        ]
    for job in words:
        found = {row["sha256"] for row in rows if row["job"] == job}
        assert len(found) == 1, f"{job}: every engine writes the same bytes"
    content = {
        "leads": leads,
        "parts": -(-leads // PART),
        "processors": os.cpu_count(),
        "versions": {name: version(name) for name in ("leadkit", "pandas", "dask", "pyspark")},
        "rows": rows,
    }
    write_json(RESULTS / "scale.json", content)
    write_text(RESULTS / "scale.md", markdown(content))


def prepared(place: Path, leads: int) -> dict[str, list[str]]:
    """Write the parts and train a model; return the words of each command."""
    book, _truth = simulate("mixed", n_leads=MARKET, seed=SEED)
    cells = as_text(book.leads).astype("str").reset_index(drop=True)
    cells.head(LEARNED_FROM).to_csv(place / "old.csv", index=False)
    (place / "parts").mkdir()
    for number, part in enumerate(repeated(cells, leads)):
        part.to_parquet(place / "parts" / f"part-{number:05}.parquet", index=False)
    train = [LEADKIT, "train", "old.csv", "-o", "model"]
    subprocess.run(train, cwd=place, check=True, stdout=subprocess.DEVNULL)
    how = ["--model", "model", "--even-if-not-usable"]
    return {
        "score": ["score", "parts", *how, "-o", "out/scored.csv"],
        "screen": ["screen", "parts", *MONEY, "-o", "out/screened"],
    }


def repeated(cells: pd.DataFrame, leads: int) -> Iterator[pd.DataFrame]:
    """Yield the market again and again until there are so many leads, each time other people.

    Every tenth lead of a later part is one of the first part come again, under a new id.
    """
    for number in range(-(-leads // PART)):
        part = cells.head(PART).head(leads - number * PART)
        again = part.index % 10 == 0 if number else part.index < 0
        tag = f"{number:03}"
        named = part.assign(
            lead_id=part["lead_id"] + f"-{tag}",
            account_id=part["account_id"] + f"-{tag}",
            full_name=part["full_name"] + f" {letters(number)}",
            email=part["email"].str.replace("@", f"{tag}@", n=1),
            phone=part["phone"].str.slice_replace(-3, None, tag),
        )
        kept = ["account_id", "full_name", "email", "phone"]
        named.loc[again, kept] = part.loc[again, kept]
        yield named


def letters(number: int) -> str:
    """Return a number as letters, so that a name stays one."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def run_of(job: str, engine: str, words: list[str], place: Path) -> dict[str, Any]:
    """Run one command; return seconds, peak memory of all its processes, and what it wrote."""
    out = place / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    command = [str(LEADKIT), *words, "--json", "--engine", engine]
    start = perf_counter()
    with (place / "said.json").open("w") as said:
        process = subprocess.Popen(command, cwd=place, stdout=said, stderr=subprocess.DEVNULL)
        peak = Peak(process.pid)
        code = process.wait()
    seconds = perf_counter() - start
    assert code == 0, f"{job} on {engine} ended with {code}"
    return {
        "job": job,
        "engine": engine,
        "seconds": round(seconds, 1),
        "peak_mb": round(peak.bytes / MEGABYTE),
        "sha256": fingerprint(out, place / "said.json"),
    }


class Peak(threading.Thread):
    """The most memory that a process and those it started held together, looked at now and then."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.bytes = pid, 0
        self.start()

    def run(self) -> None:
        """Look until the process is gone."""
        while psutil.pid_exists(self.pid):
            self.bytes = max(self.bytes, held(self.pid))
            sleep(EVERY_SECONDS)


def held(pid: int) -> int:
    """Return the memory of a process and its children; pages that several share count once."""
    total = 0
    try:
        own = psutil.Process(pid)
        for process in (own, *own.children(recursive=True)):
            total += process.memory_full_info().pss
    except psutil.Error:
        pass
    return total


def fingerprint(folder: Path, said: Path) -> str:
    """Return one fingerprint of all files, names and all, and of what was said."""
    sha = hashlib.sha256(said.read_bytes())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sha.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as stream:
            sha.update(hashlib.file_digest(stream, "sha256").digest())
    return sha.hexdigest()


def markdown(content: dict[str, Any]) -> str:
    """Return the rows as a table."""
    n, parts, cores = content["leads"], content["parts"], content["processors"]
    lines = [
        f"{n:,} leads in {parts} parts, {cores} processors",
        "",
        "| job | engine | seconds | peak MB | bytes (SHA-256) |",
        "|---|---|---|---|---|",
        *(
            f"| {row['job']} | {row['engine']} | {row['seconds']:,} | {row['peak_mb']:,} | "
            f"{row['sha256'][:12]} |"
            for row in content["rows"]
        ),
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(*(int(word.replace(",", "")) for word in sys.argv[1:2]))
