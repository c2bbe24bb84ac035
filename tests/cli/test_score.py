"""Scores back to the CRM: a bare table end to end, and a book that finds everything itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit
from leadkit.handoff import Policy
from leadkit.journey import extract_date

TERMS = ("--value", 1000, "--cost", 150)
ADDED = ["probability", "log_odds", "tier", "decision", "reason_1", "reason_2", "reason_3"]
ADDED += ["reason_rest", "model", "policy", "agreement"]


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words):
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in result.output


def frame(n, seed=0):
    rng = np.random.default_rng(seed)
    pages = rng.poisson(3, n)
    won = rng.random(n) < 1 / (1 + np.exp(3 - 0.6 * pages))
    columns = {
        "lead_id": [f"L{seed}-{i}" for i in range(n)],
        "full_name": [f"Person{i} Tran" for i in range(n)],
        "email": [f"p{i}@example.com" if i % 3 else "p@@x" for i in range(n)],
        "phone": "+84912345678",
        "created_at": pd.date_range("2025-01-01", periods=n, freq="6h").strftime("%Y-%m-%d"),
        "pages": pages,
        "visits": pages + rng.poisson(2, n),
        "source": rng.choice(["web", "=list"], n),
        "outcome": np.where(won, "won", "lost"),
    }
    return pd.DataFrame(columns)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A bare table with its model and policy, and new leads without an outcome."""
    folder = tmp_path_factory.mktemp("bare")
    frame(1600).to_csv(folder / "old.csv", index=False)
    frame(90, seed=7).drop(columns="outcome").to_csv(folder / "new.csv", index=False)
    done("train", folder / "old.csv", "-o", folder / "m")
    how = ("thresholds", folder / "old.csv", "--model", folder / "m", *TERMS)
    result = done(*how, "-o", folder / "line")
    assert "leadkit score new.csv --model" in " ".join(result.output.split())
    return folder


def how(home, out, *more):
    return ("score", home / "new.csv", "--model", home / "m", "-o", out, *more)


@pytest.fixture
def score(home, tmp_path):
    def go(*more, out="out.csv"):
        policy = ("--policy", home / "line" / "policy.toml")
        return run(*how(home, tmp_path / out, *policy, *more))

    return go


def test_the_policy_stands_beside_the_page_and_the_page_says_so(home):
    assert "in policy.toml beside this page" in (home / "line" / "handoff.html").read_text()
    content = json.loads((home / "line" / "handoff.json").read_text())
    policy = Policy.load(home / "line" / "policy.toml")
    assert content["policy"] == {"version": policy.version, "sha256": policy.sha256}
    assert content["best"]["threshold"] == policy.line


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_a_new_table_comes_back_with_what_it_had_and_what_was_decided(
    home, score, tmp_path, suffix
):
    found = json.loads(score("--json", out=f"o.{suffix}").stdout)
    table = {
        "csv": lambda path: pd.read_csv(path, dtype="str"),
        "xlsx": lambda path: pd.read_excel(path, dtype="str", engine="calamine"),
        "parquet": pd.read_parquet,
    }[suffix](tmp_path / f"o.{suffix}")
    new = pd.read_csv(home / "new.csv", dtype="str")
    assert list(table) == [*new.columns, *ADDED]
    own = table[list(new)].astype("str").apply(lambda cells: cells.str.removeprefix("'"))
    pd.testing.assert_frame_equal(own, new.astype("str"), check_dtype=False)
    assert set(table["decision"]) == {"hand_off", "nurture"}
    assert found["n"]["scored"] == sum(found["tiers"].values()) == 90
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"o.{suffix}"]


def test_reasons_hold_no_contact_and_no_cell_is_a_formula(score, tmp_path):
    assert score().exit_code == 0
    table = pd.read_csv(tmp_path / "out.csv", dtype="str")
    said = table.filter(like="reason").fillna("").to_numpy().ravel()
    assert not any("@" in text or "Person" in text or "8491" in text for text in said)
    cells = table.drop(columns=["phone", "log_odds"]).fillna("").to_numpy().ravel()
    assert not any(text.startswith(("=", "+", "-", "@")) for text in cells)
    assert "'=list" in set(table["source"])


def test_the_same_run_writes_the_same_bytes(score, tmp_path):
    for suffix in ("csv", "parquet", "xlsx"):
        assert score(out=f"a.{suffix}").exit_code == score(out=f"b.{suffix}").exit_code == 0
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_own_columns_of_the_same_name_give_way(home, score, tmp_path):
    assert score().exit_code == 0
    words = how(home, tmp_path / "twice.csv", "--policy", home / "line" / "policy.toml")
    done("score", tmp_path / "out.csv", *words[2:])
    once, twice = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("out", "twice"))
    assert (once["probability"] == twice["probability (as exported)"]).all()
    is_unmarked = once["source"] == "web"
    assert (once["probability"] == twice["probability"])[is_unmarked].all()
    assert list(twice)[-len(ADDED) :] == ADDED


def test_without_a_policy_nothing_is_decided_and_it_says_so(home, tmp_path):
    result = done(*how(home, tmp_path / "o.csv"))
    assert "No policy" in result.output
    table = pd.read_csv(tmp_path / "o.csv")
    assert table["probability"].between(0, 1).all()
    assert table[["tier", "decision", "policy"]].isna().all(axis=None)


def with_quota(home, folder):
    text = (home / "line" / "policy.toml").read_text()
    (folder / "quota.toml").write_text(text + "\n[explore]\nshare = 0.3\nfrom = 0.05\n")
    return how(home, folder / "o.csv", "--policy", folder / "quota.toml", "--explore")


def test_a_quota_is_drawn_into_a_book_and_the_screen_says_how_many(home, tmp_path):
    firm = tmp_path / "firm"
    firm.mkdir()
    pd.read_csv(home / "new.csv").assign(outcome="open").to_csv(firm / "leads.csv", index=False)
    result = done(*with_quota(home, tmp_path), "--book", firm)
    table = pd.read_csv(tmp_path / "o.csv")
    at = ADDED.index("decision") + 1
    assert list(table)[-len(ADDED) - 2 :] == [*ADDED[:at], "propensity", "why", *ADDED[at:]]
    n = (table["why"] == "exploration").sum()
    assert 0 < n < (table["propensity"] == 0.3).sum()
    assert f"{n} of {(table['propensity'] == 0.3).sum()} leads" in " ".join(result.output.split())
    log = lk.read_book(firm).table("scores")
    assert log["reason"].tolist() == table["why"].tolist()
    assert ((log["draw"] < log["propensity"]) == (log["decision"] == "hand_off")).all()


def test_nothing_is_drawn_without_a_quota_or_a_book(home, score, tmp_path):
    refused(score("--explore"), "no quota", "[explore]", "leadkit thresholds")
    refused(run(*with_quota(home, tmp_path)), "no book", "--book")
    assert [path.name for path in tmp_path.iterdir()] == ["quota.toml"]


def test_rows_that_cannot_be_read_stand_beside_the_table(home, tmp_path):
    lines = (home / "new.csv").read_text().splitlines()
    lines[4] += ",one,too,many"
    (tmp_path / "ragged.csv").write_text("\n".join(lines))
    words = ("--model", home / "m", "-o", tmp_path / "o.csv", "--json")
    found = json.loads(done("score", tmp_path / "ragged.csv", *words).stdout)
    assert (found["n"]["scored"], found["n"]["set_aside"]) == (89, 1)
    aside = pd.read_csv(tmp_path / "o.set-aside.csv")
    assert aside.to_dict("list") == {"row": [5], "reason": ["RAGGED_ROW"]}
    (tmp_path / "o.csv").unlink()
    refused(run(*how(home, tmp_path / "o.csv")), "there already", "set-aside")
    done(*how(home, tmp_path / "o.csv", "--force"))
    assert not (tmp_path / "o.set-aside.csv").exists()


def test_what_does_not_fit_is_refused_and_leaves_nothing(home, score, tmp_path):
    refused(score(out="o.txt"), "--format")
    refused(run("score", home / "new.csv", "-o", tmp_path / "o.csv"), "--model")
    poor = tmp_path / "poor" / "new.csv"
    poor.parent.mkdir()
    pd.read_csv(home / "new.csv").drop(columns=["pages", "email"]).to_csv(poor, index=False)
    words = ("--model", home / "m", "-o", tmp_path / "o.csv")
    refused(run("score", poor, *words), "'email', 'pages'")
    refused(run("train", home / "old.csv"), "-o")
    refused(run("thresholds", home / "old.csv", *TERMS, "-o", tmp_path / "o"), "--model")
    assert [path.name for path in tmp_path.iterdir()] == ["poor"]
    assert score().exit_code == 0
    refused(score(), "there already")


def test_a_policy_of_another_model_is_refused(home, score, tmp_path):
    text = (home / "line" / "policy.toml").read_text()
    place = text.index("sha256 = ") + 10
    (tmp_path / "other.toml").write_text(text[:place] + "0" * 8 + text[place + 8 :])
    words = how(home, tmp_path / "o.csv", "--policy", tmp_path / "other.toml")
    refused(run(*words), "policy of another model")
    assert not (tmp_path / "o.csv").exists()


def test_a_model_that_is_not_usable_is_refused_unless_wanted(home, tmp_path):
    table = frame(1600)
    table["outcome"] = np.random.default_rng(5).permutation(table["outcome"])
    table.to_csv(tmp_path / "noise.csv", index=False)
    assert run("train", tmp_path / "noise.csv", "-o", tmp_path / "m").exit_code == 1
    words = ("score", tmp_path / "noise.csv", "--model", tmp_path / "m", "-o", tmp_path / "o.csv")
    refused(run(*words), "no usable signal", "--even-if-not-usable")
    done(*words, "--even-if-not-usable")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book after `leadkit train` and `leadkit thresholds`, which left their results in it."""
    folder = tmp_path_factory.mktemp("book") / "firm"
    shutil.copytree(lk.sample(), folder)
    (folder / "scores.csv").unlink(missing_ok=True)
    done("train", folder)
    done("thresholds", folder, "--value", 12_000_000, "--cost", 1_000_000)
    return folder


@pytest.fixture
def firm(book, tmp_path):
    return shutil.copytree(book, tmp_path / "firm")


def test_a_book_keeps_models_and_policies_by_the_day_they_were_judged_at(book):
    assert [path.name for path in (book / "models").iterdir()] == ["2026-09-30"]
    assert (book / "policies" / "2026-09-30" / "policy.toml").is_file()
    refused(run("train", book), "another run", "--force")


def test_a_book_scores_the_leads_that_wait_and_keeps_the_decisions(firm, tmp_path):
    found = json.loads(done("score", firm, "-o", tmp_path / "o.csv", "--json").stdout)
    again, table = lk.read_book(firm), pd.read_csv(tmp_path / "o.csv", dtype="str")
    leads = again.leads
    waits = leads["handed_off_at"].isna() & (leads["outcome"] == "open")
    assert table["lead_id"].tolist() == leads.loc[waits, "lead_id"].tolist()
    n = found["n"]
    assert n["scored"] + n["repair"] == waits.sum() == found["logged"]
    assert len(leads) == waits.sum() + n["handed_off"] + n["closed"]
    kept = again.table("scores")
    assert kept["lead_id"].tolist() == table["lead_id"].tolist()
    assert kept["decision"].tolist() == table["decision"].tolist()
    assert set(kept["at"]) == {extract_date(again)}
    failing = table[table["decision"] == "repair"]
    gates = {rule.code for rule in lk.Standard.load(firm / "standard.toml").rules}
    assert failing["probability"].isna().all()
    assert set("; ".join(failing["reason_1"]).split("; ")) <= gates


def test_scores_of_a_table_are_kept_in_a_book_that_knows_its_leads(firm, tmp_path):
    new = pd.read_csv(firm / "leads.csv", dtype="str").tail(50)
    new.rename(columns={"lead_id": "ref"}).to_csv(tmp_path / "new.csv", index=False)
    words = ("score", tmp_path / "new.csv", "--book", firm, "-o", tmp_path / "o.csv")
    refused(run(*words), "'lead_id'", "--id")
    strange = new.assign(lead_id=["X1", "X2", *new["lead_id"].iloc[2:]])
    strange.to_csv(tmp_path / "strange.csv", index=False)
    refused(run("score", tmp_path / "strange.csv", *words[2:]), "2 of the leads: 'X1', 'X2'")
    shutil.rmtree(firm / "policies")
    refused(run("score", tmp_path / "strange.csv", *words[2:]), "2 of the leads: 'X1', 'X2'")
    assert not (firm / "scores.csv").exists()
    assert not (tmp_path / "o.csv").exists()


def test_two_processes_scoring_into_one_book_lose_nothing(firm, tmp_path):
    known = lk.read_book(firm).leads["lead_id"]
    new = pd.read_csv(firm / "leads.csv", dtype="str")
    new = new[new["lead_id"].isin(known)].tail(400)
    running = []
    for name, part in (("a", new.head(200)), ("b", new.tail(200))):
        part.to_csv(tmp_path / f"{name}.csv", index=False)
        words = [
            "score",
            tmp_path / f"{name}.csv",
            "--book",
            firm,
            "-o",
            tmp_path / f"{name}-o.csv",
        ]
        start = [sys.executable, "-c", "from leadkit.cli.main import main; main()"]
        running.append(subprocess.Popen([*start, *map(str, words)]))
    assert [process.wait() for process in running] == [0, 0]
    kept = pd.read_csv(firm / "scores.csv")
    assert sorted(kept["lead_id"]) == sorted(new["lead_id"])
