from __future__ import annotations

import re
import string
import subprocess
import sys
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book import read_blocks, read_table
from leadkit.journey import turns
from leadkit.model import load_model, save_model, score_cells, score_stream
from leadkit.model.registry import feature_table
from leadkit.model.streaming import scored_cells


def frame(n, seed=0):
    rng = np.random.default_rng(seed)
    pages = rng.poisson(3, n)
    return pd.DataFrame(
        {
            "lead id": [f"L{seed}-{i}" for i in range(n)],
            "E-mail": [f"p{i}@example.com" if i % 3 else "p@@x" for i in range(n)],
            "pages": pages,
            "visits": pages + rng.poisson(2, n),
            "zip": [f"{i % 5:05d}" for i in range(n)],
            "source": rng.choice(["web", "list", ""], n),
            "status": np.where(rng.random(n) < 1 / (1 + np.exp(3 - 0.6 * pages)), "won", "lost"),
        }
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stream")
    frame(1500).to_csv(folder / "old.csv", index=False)
    book = lk.read_export(folder / "old.csv", outcome="status")
    (folder / "model").mkdir()
    save_model(lk.evaluate(lk.training_set(book)), book, folder / "model")
    return book, load_model(folder / "model"), folder


def test_cells_become_the_features_that_training_saw(made):
    book, model, folder = made
    assert {"pages", "zip", "source"} <= set(model.manifest.features)
    table = turns(book).set_index("turn_id", drop=False)
    table = table.set_axis(book.leads.index, axis=0)
    features = feature_table(book, table, model.manifest.features)
    expected = model.classifier.predict_proba(features)[:, 1].round(9)
    scores = score_cells(model, read_table(folder / "old.csv").frame)
    np.testing.assert_array_equal(scores["probability"], expected)


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("rows", [7, 30, 100])
def test_blocks_of_any_size_score_alike(made, tmp_path, suffix, rows):
    _book, model, _folder = made
    new, path = frame(61, seed=4).drop(columns="status"), tmp_path / f"new.{suffix}"
    {"csv": new.to_csv, "xlsx": new.to_excel, "parquet": new.to_parquet}[suffix](path, index=False)
    whole = read_table(path).frame
    blocks = list(score_stream(model, path, rows))
    pd.testing.assert_frame_equal(pd.concat(block.cells for block in blocks), whole)
    scores = pd.concat(block.scores for block in blocks)
    pd.testing.assert_frame_equal(scores, score_cells(model, whole))


cell = st.text(alphabet=string.ascii_letters + ' "\n;,é', max_size=6)
rows = st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=30)


def written(table, closed):
    """Write rows of any width as CSV: quoted by rule, or raw, as careless exports do."""

    def quoted(text):
        return '"' + text.replace('"', '""') + '"' if closed else text.replace("\n", " ")

    return "a,b,c\n1,2,3\n" + "".join(",".join(map(quoted, row)) + "\n" for row in table)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=rows, size=st.integers(1, 9), closed=st.booleans(), crlf=st.booleans())
def test_blocks_hold_what_the_whole_table_holds(tmp_path, table, size, closed, crlf):
    path, text = tmp_path / "t.csv", written(table, closed)
    path.write_bytes((text.replace("\n", "\r\n") if crlf else text).encode())
    try:
        whole = read_table(path)
    except BadInput as refusal:
        with pytest.raises(BadInput, match=re.escape(str(refusal))):
            list(read_blocks(path, size))
        return
    blocks = list(read_blocks(path, size))
    pd.testing.assert_frame_equal(pd.concat(block.frame for block in blocks), whole.frame)
    aside = pd.concat(block.set_aside for block in blocks)[["row", "reason"]]
    assert aside.to_numpy().tolist() == whole.set_aside[["row", "reason"]].to_numpy().tolist()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found_as_for_a_whole_table(tmp_path, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(("sep=;\nname;n\n" + "José Müller;1\nAndré Çelik;2\n" * 40).encode(encoding))
    blocks = pd.concat(block.frame for block in read_blocks(path, 3))
    pd.testing.assert_frame_equal(blocks, read_table(path).frame)
    assert blocks["name"].iloc[0] == "José Müller"


@pytest.mark.parametrize("text", ["a,b\n", "a,b\n1,2,3\n", "a,a\n1,2\n", 'a,b\n"1,2\n3,4\n', ""])
def test_faulty_files_are_refused_in_the_same_words(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as whole:
        read_table(path)
    with pytest.raises(BadInput) as blocks:
        list(read_blocks(path))
    assert str(blocks.value) == str(whole.value)


def test_without_what_it_mostly_goes_by_every_missing_column_is_named(made, tmp_path):
    _book, model, _folder = made
    path = tmp_path / "new.csv"
    frame(9).drop(columns=["pages", "E-mail", "zip"]).to_csv(path, index=False)
    with pytest.raises(BadInput, match=r"'email', 'pages', 'zip'.*of what it goes by"):
        list(score_stream(model, path))
    pd.DataFrame({"other": ["a", "b"], "more": 1}).to_csv(path, index=False)
    with pytest.raises(BadInput, match=r"'pages', 'source', 'visits', 'zip'"):
        list(score_stream(model, path))


def test_a_missing_column_is_blank_for_every_lead_and_said(made):
    _book, model, folder = made
    cells = read_table(folder / "old.csv").frame.head(40)
    blank = score_cells(model, cells.assign(source=pd.Series(None, cells.index, dtype="str")))
    scores, new = scored_cells(model, cells.drop(columns="source"))
    pd.testing.assert_frame_equal(scores, blank)
    assert new.missing == {"source": "source"}
    assert new.to_dict()[0] | {"examples": None} == {
        "column": "source",
        "what": "missing",
        "n": 40,
        "share": 1.0,
        "examples": None,
    }
    assert "'source' is missing: blank for every lead" in " ".join(new.notes())


def test_what_training_never_held_is_counted_by_column(made, tmp_path):
    _book, model, _folder = made
    new = frame(60, seed=3).drop(columns="status")
    pages, source = new["pages"].astype(str), new["source"].copy()
    pages.iloc[:3], pages.iloc[3:5] = "999", "many"
    source.iloc[:4] = ["Fair", "FAIR ", "tv", " WEB"]
    path = tmp_path / "new.csv"
    new.assign(pages=pages, source=source).to_csv(path, index=False)
    for rows in (7, 100):
        found = reduce(add, (block.unfamiliar for block in score_stream(model, path, rows)))
        assert (found.n, found.missing) == (60, {})
        assert found.unknown == {"source": 3}
        assert found.examples == {"source": ("Fair", "tv")}
        assert found.outside["pages"] == 3
        assert found.unread == {"pages": 2}
    said = " ".join(found.notes())
    assert "source: 3 leads of 60 have values that the model never met ('Fair', 'tv')" in said
    assert "pages: 2 cells of 60 are no numbers and count as blank" in said
    assert "<td" in found._repr_html_()


def test_the_leads_it_learned_from_hold_nothing_new(made):
    _book, model, folder = made
    _scores, new = scored_cells(model, read_table(folder / "old.csv").frame)
    assert new.table.empty
    assert "nothing" in repr(new)
    weights = [met.weight for met in model.manifest.familiar.values()]
    assert sum(weights) == pytest.approx(1, abs=1e-3)
    assert max(model.manifest.familiar, key=lambda n: model.manifest.familiar[n].weight) == "pages"


def test_a_cell_that_is_no_number_counts_as_blank(made, tmp_path):
    _book, model, _folder = made
    cells = read_table(made[2] / "old.csv").frame.head(2)
    blank = score_cells(model, cells.assign(pages=pd.Series([None, None], cells.index, "str")))
    words = score_cells(model, cells.assign(pages=["1,000", "many"]))
    pd.testing.assert_frame_equal(blank, words)


MEASURE = """
import resource, sys
from pathlib import Path
from leadkit.model import load_model, score_stream
model = load_model(Path(sys.argv[1]))
n = sum(len(block.scores) for block in score_stream(model, Path(sys.argv[2]), 2_000))
print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource usage is not told there")
def test_a_file_ten_times_as_long_takes_no_more_memory(made, tmp_path):
    _book, _model, folder = made
    block = frame(4_000, seed=5).drop(columns="status").to_csv(index=False)
    header, body = block.split("\n", 1)
    peaks = []
    for times in (1, 10):
        path = tmp_path / f"{times}.csv"
        path.write_text(header + "\n" + body * times)
        words = [sys.executable, "-c", MEASURE, str(folder / "model"), str(path)]
        n, peak = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
        assert int(n) == 4_000 * times
        peaks.append(int(peak))
    assert peaks[1] < 1.1 * peaks[0]
