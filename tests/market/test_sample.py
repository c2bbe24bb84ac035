import json
from pathlib import Path

import pandas as pd
import pytest

import leadkit as lk
from leadkit.book import read_book
from leadkit.market.sample import SAMPLE, write_sample

SHIPPED = Path(__file__).parents[2] / "data" / "samples"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def guide():
    return (SHIPPED / "README.md").read_text(encoding="utf-8")


def files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != "README.md")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_recipe_gives_the_shipped_bytes(tmp_path):
    write_sample(tmp_path)
    shipped, again = files(SHIPPED), files(tmp_path)
    assert sorted(shipped) == sorted(again)
    assert [name for name in shipped if shipped[name] != again[name]] == []


def test_the_sample_fits_into_a_repository():
    assert sum(map(len, files(SHIPPED).values())) < 6 * MEGABYTE


def test_the_sample_is_a_book_without_faults():
    book = read_book(SHIPPED / "book")
    assert book.set_aside.empty
    assert book.notes == ()
    assert lk.sample().samefile(SHIPPED / "book")


def test_the_guide_names_the_recipe(guide):
    assert f"scenario `{SAMPLE['scenario']}`" in guide
    assert f"seed {SAMPLE['seed']}" in guide
    assert f"{SAMPLE['n_leads']:,} leads" in guide


@pytest.mark.parametrize("path", ["book/leads", "book/events", "book/plan", "book/spend"])
def test_the_guide_explains_every_column_of_the_book(guide, path):
    section = guide.split(f"### {Path(path).name}.csv")[1].split("\n## ")[0].split("\n### ")[0]
    explained = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert explained == list(pd.read_csv(SHIPPED / f"{path}.csv", nrows=1))


def test_the_guide_says_when_each_column_is_known(guide):
    known = read_book(SHIPPED / "book").known
    rows = [line.split("|") for line in guide.splitlines() if line.startswith("| `")]
    said = {row[1].strip(" `"): row[4].strip() for row in rows if len(row) == 6}
    assert said["points"] == "handoff"
    assert {name: said[name] for name in known} == {name: str(when) for name, when in known.items()}


def test_the_guide_explains_every_column_of_the_truth(guide):
    section = guide.split("## truth/")[1]
    for name in ("leads", "dirt", "events"):
        for column in pd.read_csv(SHIPPED / "truth" / f"{name}.csv", nrows=1):
            assert f"`{column}`" in section


def test_the_guide_lists_every_kind_of_dirt(guide):
    section = guide.split("## What is wrong")[1].split("\n## ")[0]
    listed = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    found = set(pd.read_csv(SHIPPED / "truth" / "dirt.csv")["kind"])
    assert len(listed) == len(set(listed)) == len(found)
    assert set(listed) == found


def test_the_oracle_of_the_sample_says_what_it_is():
    answer = json.loads((SHIPPED / "truth" / "oracle.json").read_text(encoding="utf-8"))
    assert answer["market"] == SAMPLE
    assert answer["draws"] >= 60_000
    assert sum(answer["parts"].values()) == answer["gap"] == answer["after"] - answer["before"]
