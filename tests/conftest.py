from __future__ import annotations

import gc
import os
import shutil
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from click.testing import CliRunner
from filelock import FileLock

import leadkit as lk
from leadkit.base import language
from leadkit.cli.main import leadkit

mpl.use("Agg")


def pytest_collection_finish():
    """Spare the garbage collector what stays to the end, a twentieth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Close what a test drew: pyplot keeps every figure, and warns at the twentieth."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(autouse=True)
def every_test_begins_in_english():
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(scope="session")
def sample_book():
    return lk.read_book(lk.sample())


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return a folder that the first test to need it fills, whichever worker runs that."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name, fill):
        place, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                fill(place)
                done.touch()
        return place

    return folder


@pytest.fixture(scope="session")
def small_demo(made_once):
    """The folder that `leadkit demo --small` made, and beside it what it said; for reading only."""

    def fill(folder):
        words = ["demo", "--small", "-o", str(folder / "demo"), "--json"]
        result = CliRunner().invoke(leadkit, words)
        assert result.exit_code == 0, result.output
        (folder / "said.json").write_text(result.stdout, encoding="utf-8")

    return made_once("small-demo", fill) / "demo"


@pytest.fixture(scope="session")
def real_data():
    """Real exports that are not shipped; tests that need them skip where they are absent."""
    folder = os.environ.get("LEADKIT_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("LEADKIT_REAL_DATA is not set to a folder of real exports")
    return Path(folder)
