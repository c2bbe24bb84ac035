from __future__ import annotations

import os
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

import leadkit as lk
from leadkit.base import language

mpl.use("Agg")


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Close what a test drew: pyplot keeps every figure, and warns at the twentieth."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(autouse=True)
def every_test_begins_in_english():
    language.use("en")


@pytest.fixture(scope="session")
def sample_book():
    return lk.read_book(lk.sample())


@pytest.fixture(scope="session")
def real_data():
    """Real exports that are not shipped; tests that need them skip where they are absent."""
    folder = os.environ.get("LEADKIT_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("LEADKIT_REAL_DATA is not set to a folder of real exports")
    return Path(folder)
