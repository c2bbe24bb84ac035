"""The wheel in an empty environment, away from the checkout: `leadkit demo`, then `leadkit lab`."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from running_lab import running_lab

ROOT = Path(__file__).parent.parent


def run(*command, **options):
    return subprocess.run(
        [*map(str, command)], check=True, capture_output=True, text=True, **options
    ).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    return next(folder.glob("leadkit-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """Return a folder with an empty environment into which the wheel alone was installed."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", folder / "env")
    pip = folder / "env" / "bin" / "python", "-m", "pip", "--disable-pip-version-check"
    run(*pip, "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", wheel)
    return folder


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return an environment without a trace of this one."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(tmp_path_factory.mktemp("home")), "OMP_NUM_THREADS": "1"}


def test_the_wheel_carries_samples_notebooks_and_catalogs_and_no_sources_of_either(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "samples/book/leads.csv",
        "samples/small/leads.csv",
        "samples/exports/hubspot.csv",
        "crm/systems/hubspot.toml",
        "notebooks/en/t01_pull_and_push.ipynb",
        "notebooks/vi/t01_pull_and_push.ipynb",
        "locale/vi/LC_MESSAGES/leadkit.mo",
        "learn/items/q01.toml",
        "learn/glossary.csv",
    ):
        assert f"leadkit/{part}" in names
    assert not [name for name in names if "/src/" in name or "build.py" in name]


def test_the_demo_runs_without_a_checkout(elsewhere, alone):
    leadkit = elsewhere / "env" / "bin" / "leadkit"
    said = run(leadkit, "demo", "--small", "--lang", "vi", cwd=elsewhere, env=alone)
    assert "demo/index.html" in said
    assert (elsewhere / "demo" / "index.html").is_file()


def test_the_lab_opens_without_a_checkout(elsewhere, alone):
    leadkit = elsewhere / "env" / "bin" / "leadkit"
    with running_lab(leadkit=[leadkit], env=alone, cwd=elsewhere) as lab:
        assert lab.page == "/lab/tree/en/00_start_here.ipynb"
        assert lab.contents(lab.token) == (200, ["en"])
    notebook = elsewhere / "leadkit-lab" / "en" / "t01_pull_and_push.ipynb"
    run(
        elsewhere / "env" / "bin" / "jupyter", "nbconvert", "--execute", "--to", "html",
        "--output-dir", elsewhere / "html", notebook, cwd=elsewhere, env=alone,
    )  # fmt: skip
    assert (elsewhere / "html" / "t01_pull_and_push.html").stat().st_size > 50_000
