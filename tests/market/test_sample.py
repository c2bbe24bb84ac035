import json
import lzma
from pathlib import Path

import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book import TABLES, read_book
from leadkit.market.recipes import SAMPLE, SMALL, SMALL_NAME
from leadkit.market.sample import write_sample
from leadkit.market.shapes import SHAPES

SHIPPED = Path(__file__).parents[2] / "data" / "samples"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def guide():
    return (SHIPPED / "README.md").read_text(encoding="utf-8")


def files(folder):
    paths = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != "README.md" and path.name[0] != "."
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def unpacked(content):
    """What is in a packed file: another library may pack the same text into other bytes."""
    return lzma.decompress(content) if content.startswith(b"\xfd7zXZ") else content


def test_the_recipe_gives_the_shipped_bytes(tmp_path):
    write_sample(tmp_path)
    shipped, again = files(SHIPPED), files(tmp_path)
    assert sorted(shipped) == sorted(again)
    assert [name for name in shipped if unpacked(shipped[name]) != unpacked(again[name])] == []


def test_the_samples_fit_into_a_repository():
    guide = (SHIPPED / "README.md").stat().st_size
    assert guide + sum(map(len, files(SHIPPED).values())) <= 6 * MEGABYTE


@pytest.mark.parametrize("name", ["book", "small"])
def test_the_samples_are_books_without_faults(name):
    book = read_book(SHIPPED / name)
    assert book.set_aside.empty
    assert book.notes == ()
    assert set(book.tables) == set(TABLES)
    assert lk.sample(name).samefile(SHIPPED / name)


def test_the_large_sample_is_the_default():
    assert lk.sample() == lk.sample("book")


def test_an_unknown_sample_is_refused_with_the_choices():
    with pytest.raises(BadInput, match=r"(?s)'tiny'.*book, small"):
        lk.sample("tiny")


def test_the_small_sample_is_a_small_firm_of_its_own():
    small, large = (read_book(lk.sample(name)) for name in ("small", "book"))
    assert len(small.leads) == pytest.approx(600, abs=30)
    assert 35 <= (small.leads["outcome"] == "won").sum() <= 45
    assert small.name == SMALL_NAME != large.name
    assert small.settings.model_copy(update={"name": large.name}) == large.settings


def test_the_guide_names_the_recipe(guide):
    assert f"scenario `{SAMPLE['scenario']}`" in guide
    for recipe in (SAMPLE, SMALL):
        assert f"seed {recipe['seed']}" in guide
        assert f"{recipe['n_leads']:,} leads" in guide
    assert SMALL_NAME in guide


@pytest.mark.parametrize(
    "path", [f"{book}/{name}" for book in ("book", "small") for name in sorted(TABLES)]
)
def test_the_guide_explains_every_column_of_the_book(guide, path):
    section = guide.split(f"### {Path(path).name}.csv")[1].split("\n## ")[0].split("\n### ")[0]
    explained = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert explained == list(pd.read_csv(SHIPPED / f"{path}.csv", nrows=1))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_guide_explains_every_column_of_the_exports(guide, shape):
    section = guide.split("## exports/")[1].split("\n## ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    place = 2 + SHAPES.index(shape)
    said = {(row[place].strip(), row[1].strip(" `")) for row in rows if row[place].strip()}
    assert said == set(shape.columns)


def test_the_guide_says_when_each_column_is_known(guide):
    known = read_book(SHIPPED / "book").known
    rows = [line.split("|") for line in guide.splitlines() if line.startswith("| `")]
    said = {row[1].strip(" `"): row[4].strip() for row in rows if len(row) == 6}
    assert said["points"] == "handoff"
    assert {name: said[name] for name in known} == {name: str(when) for name, when in known.items()}


def test_the_guide_explains_every_column_of_the_truth(guide):
    section = guide.split("## truth/")[1]
    for name in ("leads.csv.xz", "dirt.csv.xz", "events.csv"):
        for column in pd.read_csv(SHIPPED / "truth" / name, nrows=1):
            assert f"`{column}`" in section


def test_the_guide_lists_every_kind_of_dirt(guide):
    section = guide.split("## What is wrong")[1].split("\n## ")[0]
    listed = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    found = set(pd.read_csv(SHIPPED / "truth" / "dirt.csv.xz")["kind"])
    assert len(listed) == len(set(listed)) == len(found)
    assert set(listed) == found


def test_the_oracle_of_the_sample_says_what_it_is():
    answer = json.loads((SHIPPED / "truth" / "oracle.json").read_text(encoding="utf-8"))
    assert answer["market"] == SAMPLE
    assert answer["draws"] >= 60_000
    assert sum(answer["parts"].values()) == answer["gap"] == answer["after"] - answer["before"]
