"""A running `leadkit lab`: started as a person would, and stopped for certain."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

ADDRESS = re.compile(r"\s+(http://\S+?)(/lab/\S+)\?token=(\w+)")
PATIENCE = 60


@dataclass(frozen=True)
class Running:
    """Where a lab answers, the page it opens with, and its token."""

    root: str
    page: str
    token: str

    def contents(self, token: str) -> tuple[int, list[str]]:
        """Ask for the names in the lab's folder; return the status and the names."""
        try:
            with urllib.request.urlopen(f"{self.root}/api/contents?token={token}") as answer:
                return answer.status, [one["name"] for one in json.load(answer)["content"]]
        except urllib.error.HTTPError as error:
            with error:
                return error.code, []


@contextmanager
def running_lab(*arguments, leadkit=(sys.executable, "-m", "leadkit"), env=None, cwd=None):
    """Run a lab until the caller is done.

    It prints its address a moment before it answers there, and one that is told to stop in that
    moment never does: so the caller goes on once it answers, and it is killed where it must.
    """
    alone = ("--", "--no-browser", "--allow-root", "--ServerApp.port=0")
    with subprocess.Popen(
        [*map(str, leadkit), "lab", *map(str, arguments), *alone],
        env=os.environ if env is None else env,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as lab:
        found = Running(*next(filter(None, map(ADDRESS.match, lab.stderr))).groups())
        reading = Thread(target=lab.stderr.read)
        reading.start()
        try:
            _await(found)
            yield found
        finally:
            lab.terminate()
            try:
                lab.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                lab.kill()
            reading.join()


def _await(lab: Running) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            lab.contents(lab.token)
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
