"""A running `leadkit app` or `leadkit serve`: started as a person would, and ended by Ctrl+C."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import psutil

ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/\?token=(\w+)")
PATIENCE = 60


@dataclass(frozen=True)
class App:
    """Where an app answers, the key to it, and its process."""

    root: str
    token: str
    process: subprocess.Popen

    @property
    def address(self) -> str:
        """What was written for the reader to open."""
        return f"{self.root}/?token={self.token}"

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """Ask for a path, and follow where it leads; return the status and what is said."""
        request = urllib.request.Request(self.root + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def kernels(self) -> list[psutil.Process]:
        """Return the kernels that run under the open pages."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in children if "ipykernel_launcher" in " ".join(one.cmdline())]


def running_clinic(*arguments, app="clinic", **environment):
    """Run an app with nobody's own settings until the caller is done, then press Ctrl+C."""
    return running("app", app, *arguments, "--no-browser", **environment)


@contextmanager
def running(*words, **environment):
    """Run a command that serves pages until the caller is done, then press Ctrl+C.

    It is heard by the command also where the tests run in the background, which do not hear it.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "leadkit", *map(str, words)],
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        found = next(filter(None, map(ADDRESS.search, process.stdout)))
        try:
            yield App(*found.groups(), process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
