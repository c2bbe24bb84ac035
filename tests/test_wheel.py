"""The wheel away from the checkout, with what it declares and no more: `demo`, then `lab`."""

import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
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


def declared(name, extras=frozenset()):
    """Yield a distribution and all that it declares to need, without extras nobody asked for."""
    seen, waiting = set(), [(name, extras)]
    while waiting:
        name, extras = waiting.pop()
        yield (found := distribution(name))
        for text in found.requires or ():
            needed = Requirement(text)
            holds = [
                needed.marker is None or needed.marker.evaluate({"extra": e}) for e in ("", *extras)
            ]
            key = needed.name.lower(), frozenset(needed.extras)
            if any(holds) and key not in seen:
                seen.add(key)
                waiting.append(key)


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """Return a folder with an environment that holds the wheel and what it declares to need."""
    folder = tmp_path_factory.mktemp("elsewhere")
    env = folder / "env"
    run(sys.executable, "-m", "venv", "--without-pip", env)
    (env / "share").symlink_to(Path(sys.prefix) / "share")
    (env / "etc").symlink_to(Path(sys.prefix) / "etc")
    packages = next(env.glob("lib/python*/site-packages"))
    for found in (one for one in declared("leadkit") if one.name != "leadkit"):
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(found.locate_file(top))
    run(sys.executable, "-m", "pip", "--python", env / "bin" / "python", "install", "-q",
        "--no-deps", "--no-compile", wheel)  # fmt: skip
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
        "apps/app.css",
        "apps/clinic.css",
        "apps/jupyter/voila/templates/leadkit/index.html.j2",
    ):
        assert f"leadkit/{part}" in names
    assert not [name for name in names if "/src/" in name or "build.py" in name]


def test_the_demo_without_a_checkout_is_that_of_the_checkout_to_the_byte(
    elsewhere, alone, small_demo
):
    leadkit = elsewhere / "env" / "bin" / "leadkit"
    said = run(leadkit, "demo", "--small", cwd=elsewhere, env=alone)
    assert "demo/index.html" in said
    assert len(said.splitlines()) <= 50
    for path in sorted(small_demo.rglob("*")):
        if path.is_file():
            twin = elsewhere / "demo" / path.relative_to(small_demo)
            assert path.read_bytes() == twin.read_bytes(), path.name


def test_the_wheel_speaks_vietnamese(elsewhere, alone):
    leadkit = elsewhere / "env" / "bin" / "leadkit"
    said = run(leadkit, "demo", "--help", "--lang", "vi", cwd=elsewhere, env=alone)
    assert said.startswith("Cách dùng: leadkit demo")


def test_the_lab_opens_without_a_checkout(elsewhere, alone):
    leadkit = elsewhere / "env" / "bin" / "leadkit"
    with running_lab(leadkit=[leadkit], env=alone, cwd=elsewhere) as lab:
        assert lab.page == "/lab/tree/en/00_start_here.ipynb"
        assert lab.contents(lab.token) == (200, ["en"])
    notebook = elsewhere / "leadkit-lab" / "en" / "t01_pull_and_push.ipynb"
    run(
        elsewhere / "env" / "bin" / "python", "-m", "nbconvert", "--execute", "--to", "html",
        "--output-dir", elsewhere / "html", notebook, cwd=elsewhere, env=alone,
    )  # fmt: skip
    assert (elsewhere / "html" / "t01_pull_and_push.html").stat().st_size > 50_000
