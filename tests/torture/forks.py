"""Commands of leadkit in processes of their own, started in a blink and watched from outside.

A server that has imported everything forks one process a command, so that hundreds can be tried.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

from leadkit.cli.main import COMMANDS, KEYWORDS

FAULTS = ("Traceback", "fault in leadkit", "MemoryError")
LIMITS = {
    "cpu_seconds": resource.RLIMIT_CPU,
    "memory_bytes": resource.RLIMIT_DATA,
    "file_bytes": resource.RLIMIT_FSIZE,
}
CHANGES = frozenset(
    ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod",
     "os.truncate", "shutil.copyfile", "shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp")
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR
PATIENCE = 600
LATER = (
    "filelock", "holidays.countries", "jinja2", "leadkit.learn.lessons.t08",
    "leadkit.review.quarterly.page", "matplotlib.pyplot", "pyarrow.parquet", "scipy.stats",
    "sklearn.calibration", "sklearn.linear_model", "sklearn.pipeline", "skops.io",
    "statsmodels.api",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code (None where it had to be stopped), and its words."""

    code: int | None
    said: str


@cache
def context() -> Any:
    """Return the server's context; it imports what the commands import, and runs none of it."""
    modules = (f"{name}_" if name in KEYWORDS else name for name in COMMANDS)
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([*(f"leadkit.cli.{name}" for name in modules), *LATER])
    with patch.dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLBACKEND="Agg"):
        forkserver.ensure_running()
    return found


def started(words: list[str], log: Path, **limits: Any) -> ForkServerProcess:
    """Start a command; what it says goes into a file."""
    process = context().Process(target=_run, args=(list(map(str, words)), str(log), limits))
    process.start()
    return process


def ended(process: ForkServerProcess, log: Path, seconds: float = PATIENCE) -> Outcome:
    """Wait for a command; one that hangs is stopped."""
    process.join(seconds)
    hangs = process.is_alive()
    if hangs:
        process.kill()
        process.join()
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return Outcome(None if hangs else process.exitcode, said)


def run(words: list[str], log: Path, **limits: Any) -> Outcome:
    """Run a command to its end."""
    return ended(started(words, log, **limits), log)


def killed(words: list[str], log: Path, after: float, **limits: Any) -> bool:
    """Run a command and kill it after some seconds; return whether it was still at work."""
    process = started(words, log, **limits)
    while not log.exists() and process.is_alive():
        time.sleep(0.001)
    process.join(after)
    was_at_work = process.is_alive()
    process.kill()
    process.join()
    return was_at_work


def _run(words: list[str], log: str, limits: dict[str, Any]) -> None:
    """Be the command: limited, its words in a file."""
    from leadkit.cli.main import main

    os.environ["LEADKIT_DEBUG"] = "1"
    os.chdir(limits.get("folder", Path(log).parent))
    file = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o666)
    for stream in (1, 2):
        os.dup2(file, stream)
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
    for name in LIMITS.keys() & limits.keys():
        resource.setrlimit(LIMITS[name], (limits[name],) * 2)
    steps = _watched(limits.get("dies_at", 0))
    sys.argv = ["leadkit", *words]
    try:
        main()
    finally:
        if "dies_at" in limits:
            sys.stdout.write(f"STEPS {steps()}\n")


def _watched(dies_at: int) -> Callable[[], int]:
    """Count this process's steps in the file system, and end it just before one of them."""
    taken = 0

    def watch(event: str, args: tuple[Any, ...]) -> None:
        nonlocal taken
        if event in CHANGES or (event == "open" and args[2] & WRITES):
            taken += 1
            if taken == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return lambda: taken
