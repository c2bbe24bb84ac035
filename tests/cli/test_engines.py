"""Parquet parts, here and on clusters: the same bytes, whoever does the work and dies of it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys

import lost_workers
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit
from leadkit.handoff import own_policy
from leadkit.handoff.frames import frame_scorer
from leadkit.model import load_model, own_model, scored_parts

N = 2_000
CUTS = {1: [], 3: [700, 1300], 7: [1, 1, 500, 800, 801, 1999]}


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words):
    result = run(*words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in " ".join(result.output.split())


def in_parts(table, folder, cuts):
    for place, start in enumerate([0, *cuts]):
        name = folder / f"part-{place}.parquet"
        name.parent.mkdir(parents=True, exist_ok=True)
        table.iloc[start : [*cuts, len(table)][place]].to_parquet(name, index=False)
    return folder


@pytest.fixture(scope="module")
def firm(june, tmp_path_factory):
    """Leads as one Parquet file and in parts, with the model and the policy of their firm."""
    home = tmp_path_factory.mktemp("parts")
    leads = pd.read_csv(june / "leads.csv", dtype="str").head(N)
    leads.loc[N - 2, "phone"] = leads.loc[3, "phone"] = "0912 345 679"
    leads.to_parquet(home / "whole.parquet", index=False)
    for n, cuts in CUTS.items():
        in_parts(leads, home / f"parts{n}" / "data", cuts)
    model = own_model(june)
    policy = own_policy(lk.read_book(june).path, load_model(model))[0]
    shutil.copytree(model, home / "m")
    path = next(path for path in june.rglob("policy.toml") if policy.version in path.read_text())
    shutil.copy(path, home / "policy.toml")
    return home


@pytest.fixture(scope="module")
def dask():
    """A cluster of two workers, as the environment names one."""
    config = pytest.importorskip("dask").config
    from distributed import LocalCluster

    with (
        config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("DASK_SCHEDULER_ADDRESS", cluster.scheduler_address)
        yield cluster


def scored(firm, data, out, *more):
    how = ("--model", firm / "m", "--policy", firm / "policy.toml", "--json")
    found = done("score", data, "-o", out, *how, *more)
    assert found.pop("out") == str(out)
    return found, out.read_bytes()


def screened(data, out, *more):
    found = done("screen", data, "-o", out, "--value", 1000, "--cost", 50, "--json", *more)
    return found, {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def here(firm, tmp_path_factory):
    """What one process makes of the seven parts."""
    out = tmp_path_factory.mktemp("here")
    seven = firm / "parts7" / "data"
    return scored(firm, seven, out / "o.csv"), screened(seven, out / "screened")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_cutting_a_table_into_parts_changes_nothing(firm, suffix, tmp_path):
    found = [scored(firm, firm / "whole.parquet", tmp_path / f"o.{suffix}")]
    found += [scored(firm, firm / f"parts{n}" / "data", tmp_path / f"o{n}.{suffix}") for n in CUTS]
    assert found[1:] == found[:-1]
    assert found[0][0]["n"]["scored"] == N


def test_a_screening_finds_duplicates_across_parts_however_they_were_cut(firm, here, tmp_path):
    assert screened(firm / "parts3" / "data", tmp_path / "o") == here[1]
    pairs = (
        pd.read_csv(tmp_path / "o" / "duplicates.csv").groupby("cluster")["row in file"].agg(set)
    )
    assert any({5, N} <= rows for rows in pairs)


def test_dask_writes_the_same_bytes(dask, firm, here, tmp_path):
    seven = firm / "parts7" / "data"
    assert scored(firm, seven, tmp_path / "o.csv", "--engine", "dask") == here[0]
    assert screened(seven, tmp_path / "o", "--engine", "dask") == here[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o", "o.csv"]


def test_dask_logs_the_same_decisions_in_a_book(dask, firm, june, tmp_path):
    found = []
    for engine in ("local", "dask"):
        book = shutil.copytree(june, tmp_path / engine / "book")
        words = (firm / "parts3" / "data", "--book", book, "--engine", engine, "--json")
        result = done("score", *words, "-o", tmp_path / engine / "o.csv")
        paths = (tmp_path / engine / "o.csv", book / "scores.csv")
        found.append([result["logged"], *(path.read_bytes() for path in paths)])
    assert found[0] == found[1]
    assert found[0][0] == N


def test_what_is_wrong_with_a_part_is_told_as_without_a_cluster(dask, firm, tmp_path):
    folder = in_parts(pd.DataFrame({"a": ["1", "2"]}), tmp_path / "parts", [1])
    for engine in ("local", "dask"):
        words = (folder, "--model", firm / "m", "--engine", engine, "-o", tmp_path / "o.csv")
        refused(run("score", *words), "the model needs columns that the data lacks")
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def test_a_worker_that_is_killed_has_its_part_done_again(dask, firm, here, tmp_path, monkeypatch):
    monkeypatch.setattr(scored_parts, "score_part", lost_workers.dies_once)
    seven = firm / "parts7" / "data"
    assert scored(firm, seven, tmp_path / "o.csv", "--engine", "dask") == here[0]


def test_when_every_worker_dies_nothing_is_written(dask, firm, tmp_path, monkeypatch):
    monkeypatch.setattr(scored_parts, "score_part", lost_workers.dies_always)
    words = (firm / "parts3" / "data", "--model", firm / "m", "--engine", "dask")
    refused(run("score", *words, "-o", tmp_path / "o.csv"), "Dask gave the work up", "memory")
    assert not list(tmp_path.iterdir())


@pytest.mark.cluster
def test_spark_writes_the_same_bytes_also_when_a_worker_is_killed(
    firm, here, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    seven = firm / "parts7" / "data"
    assert screened(seven, tmp_path / "o", "--engine", "spark") == here[1]
    monkeypatch.setattr(scored_parts, "score_part", lost_workers.dies_once)
    assert scored(firm, seven, tmp_path / "o.csv", "--engine", "spark") == here[0]
    monkeypatch.setattr(scored_parts, "score_part", lost_workers.dies_always)
    words = (seven, "--model", firm / "m", "--engine", "spark", "-o", tmp_path / "p.csv")
    refused(run("score", *words), "Spark gave the work up")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o", "o.csv"]


@pytest.mark.parametrize(("engine", "module"), [("dask", "distributed"), ("spark", "pyspark.sql")])
def test_an_engine_that_is_not_installed_names_the_line_that_installs_it(
    firm, engine, module, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, module, None)
    words = (firm / "parts3" / "data", "--engine", engine)
    line = f"pip install 'leadkit[{engine}]'"
    refused(run("score", *words, "--model", firm / "m", "-o", tmp_path / "o.csv"), line)
    refused(run("screen", *words, "-o", tmp_path / "o"), line)
    assert not list(tmp_path.iterdir())


def test_spark_without_java_says_so(firm, tmp_path, monkeypatch):
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    words = (firm / "parts3" / "data", "--engine", "spark", "-o", tmp_path / "o")
    refused(run("screen", *words), "Spark needs Java 17")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"id": ["3"]}, "different columns: 'n' only in"),
        ({"id": ["3"], "n": [3.0], "more": [1]}, "different columns: 'more' only in"),
        ({"id": ["3"], "n": ["x"]}, "column 'n' holds text here, and numbers in"),
        ({"id": [3], "n": [3]}, "column 'id' holds numbers here, and text in"),
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(other, said, tmp_path):
    folder = in_parts(pd.DataFrame({"id": ["1", "2"], "n": [1, 2]}), tmp_path / "parts", [])
    pd.DataFrame(other).to_parquet(folder / "part-1.parquet")
    result = run("screen", folder, "-o", tmp_path / "o")
    refused(result, said, "part-0.parquet", "part-1.parquet", "Write all parts with")


def test_blank_parts_and_whole_numbers_beside_blanks_fit(tmp_path):
    long, folder = 12345678901234567, tmp_path / "parts"
    tables = [{"id": [long], "n": [1.5]}, {"id": [None, long], "n": [2, None]}, {"id": [None]}]
    for place, table in enumerate(tables):
        frame = pd.DataFrame(table, dtype="object").reindex(columns=["id", "n"])
        if place == 1:
            frame = frame.astype("Int64")
        in_parts(frame, folder / f"year={2024 + place}", [])
    cells = lk.book.read_table(folder).frame
    assert cells["id"].fillna("-").tolist() == [str(long), "-", str(long), "-"]
    assert cells["n"].fillna("-").tolist() == ["1.5", "2", "-", "-"]
    assert cells["year"].tolist() == ["2024", "2025", "2025", "2026"]
    assert cells.index.tolist() == [2, 3, 4, 5]


def test_an_engine_is_for_parts_and_results_stand_elsewhere(firm, tmp_path):
    how = ("--model", firm / "m", "--engine", "dask")
    result = run("score", firm / "whole.parquet", *how, "-o", tmp_path / "o.csv")
    refused(result, "for a folder of Parquet parts", "Leave --engine out")
    data = firm / "parts3" / "data"
    refused(run("score", data, *how, "-o", data / "o.parquet"), "among the parts")


def test_one_id_in_two_parts_is_refused_where_a_book_is_to_keep_it(firm, june, tmp_path):
    leads = pd.read_parquet(firm / "whole.parquet").head(3)
    folder = in_parts(pd.concat([leads, leads.head(1)]), tmp_path / "parts", [2])
    words = ("score", folder, "--book", june, "-o", tmp_path / "o.csv")
    refused(run(*words), "names 1 lead more than once", "row 5")


def test_a_frame_scorer_is_small_and_says_what_the_command_says(firm, tmp_path):
    scored(firm, firm / "whole.parquet", tmp_path / "o.parquet")
    command = pd.read_parquet(tmp_path / "o.parquet")
    content = pickle.dumps(frame_scorer(firm / "m", firm / "policy.toml"))
    assert len(content) < 20_000
    scorer, leads = pickle.loads(content), pd.read_parquet(firm / "whole.parquet")
    frames = pd.concat(scorer([leads.iloc[:700], leads.iloc[700:700], leads.iloc[700:]]))
    pd.testing.assert_frame_equal(frames, command)
    schema = [part.split()[0].strip("`") for part in scorer.schema(leads.columns).split(", ")]
    assert schema == list(command)
