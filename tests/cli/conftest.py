from __future__ import annotations

import shutil

import pytest
from june import settle


@pytest.fixture(scope="session")
def settled(made_once):
    return made_once("june", lambda folder: settle(folder / "book")) / "book"


@pytest.fixture(scope="module")
def june(settled, tmp_path_factory):
    """A module's own book of a market in June, with model, policy and signed agreement."""
    return shutil.copytree(settled, tmp_path_factory.mktemp("june") / "book")
