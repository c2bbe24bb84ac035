"""`leadkit model`: a book with several models, compared, checked, put in use and back again."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.book import Reading
from leadkit.cli.main import leadkit
from leadkit.handoff import Policy, own_policy, write_policy, write_scores
from leadkit.journey import turns
from leadkit.model import load_model, score_stream
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.familiar import familiar, probability
from leadkit.model.metrics import judge
from leadkit.model.models_in_use import in_use, models_table, own_model, use_model
from leadkit.model.populations import populations
from leadkit.model.registry import feature_table
from leadkit.model.saving import HASHED, LIBRARIES, Manifest, dump
from leadkit.model.scoring import score_out_of_time

OLD, POOR, NEW = "2025-06-30", "2025-07-01", "2025-12-31"


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words, code=0):
    result = run(*words)
    assert result.exit_code == code, result.output
    return result


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in result.output


def write_leads(home, n=3000, seed=0, *, changed_from=None):
    """A book of two years and more; from a day on, leads behave otherwise."""
    rng = np.random.default_rng(seed)
    at = pd.date_range("2024-01-01", periods=n, freq="7h", tz="UTC")
    pages, source = rng.poisson(3, n), rng.choice(["web", "fair"], n)
    score = -2.5 + 0.5 * pages
    if changed_from:
        score = np.where(at >= pd.Timestamp(changed_from, tz="UTC"), score - 1.0, score)
    won = rng.random(n) < 1 / (1 + np.exp(-score))
    times = {"created_at": at, "handed_off_at": at, "closed_at": at + pd.Timedelta(days=9)}
    table = pd.DataFrame(
        {
            "lead_id": [f"L{i}" for i in range(n)],
            "account_id": [f"A{i // 2}" for i in range(n)],
            **{name: cells.strftime("%Y-%m-%dT%H:%MZ") for name, cells in times.items()},
            "source": source,
            "pages": pages,
            "noise": rng.normal(size=n).round(3),
            "outcome": np.where(won, "won", "lost"),
        }
    )
    home.mkdir(parents=True, exist_ok=True)
    table.to_csv(home / "leads.csv", index=False)
    known = '[known]\npages = "handoff"\nnoise = "handoff"\n'
    (home / "book.toml").write_text(f'name = "Firm"\nwindow_days = 30\n{known}')


def plant(home, name, columns):
    """Put a model into a book as training saves it: fitted to the leads known on that day."""
    book = lk.read_book(home)
    table = turns(book, name)
    table = table[populations(table, book) == "labelled"].sort_values("start")
    X, y = feature_table(book, table, columns), table["won"].astype(int).to_numpy()
    cut = round(0.7 * len(X))

    def model():
        return LeadQualityClassifier("logistic", calibration="none", C=1.0, splines=False)

    p = model().fit(X.iloc[:cut], y[:cut]).predict_proba(X.iloc[cut:])[:, 1]
    whole = model().fit(X, y)
    folder = home / "models" / name
    folder.mkdir(parents=True)
    later, truth = X.index[cut:], y[cut:].astype(float)
    pd.DataFrame({"key": later, "y": truth, "p": p}).to_csv(folder / "predictions.csv", index=False)
    pd.DataFrame({"key": sorted(X.index)}).to_csv(folder / "trained-on.csv", index=False)
    (folder / "model.skops").write_bytes(dump(whole))
    metrics = {key: one.to_dict() for key, one in judge(truth, p, np.arange(len(p))).items()}
    metrics |= {
        "verdict": "usable",
        "window_days": 30,
        "base_rate": {"test": {"value": truth.mean()}},
    }
    (folder / "metrics.json").write_text(json.dumps(metrics))
    manifest = Manifest(
        features=tuple(columns),
        is_bare=False,
        named_by_row=False,
        data_sha256=book.sha256,
        trained_until=datetime.fromisoformat(f"{name}T23:59:00+00:00"),
        reading=Reading(),
        familiar=familiar(X, whole),
        probability=probability(X, whole),
        sha256={one: fingerprint(folder / one) for one in HASHED},
        versions={one: version(one) for one in LIBRARIES},
    )
    (folder / "model.json").write_text(manifest.model_dump_json())


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    home = tmp_path_factory.mktemp("firm") / "book"
    write_leads(home)
    plant(home, OLD, ["pages", "source"])
    plant(home, POOR, ["noise", "source"])
    plant(home, NEW, ["pages", "source"])
    return home


@pytest.fixture
def home(planted, tmp_path):
    return shutil.copytree(planted, tmp_path / "book")


def test_the_newest_is_in_use_until_another_is_and_the_way_back_is_one_command(home):
    assert own_model(home).name == NEW
    done("model", "use", home, OLD, "--why", "the new one shies away from fairs")
    assert own_model(home).name == OLD
    listed = json.loads(done("model", "list", home, "--json").stdout)
    assert [one["name"] for one in listed["models"]] == [OLD, POOR, NEW]
    assert [one["in_use"] for one in listed["models"]] == [True, False, False]
    assert (listed["in_use"], listed["is_chosen"]) == (OLD, True)
    assert "shies away from fairs" in done("model", "list", home).output
    done("model", "use", home, "--newest")
    assert own_model(home).name == NEW
    said = in_use(home)
    assert [one.model for one in said.history] == [OLD]
    assert said.history[0].why == "the new one shies away from fairs"
    assert said.since >= said.history[0].since
    assert (datetime.now(UTC) - said.since).total_seconds() < 600


def test_scores_name_the_model_in_use(home, tmp_path):
    done("model", "use", home, OLD)
    table = pd.read_csv(home / "leads.csv").tail(5)
    table[["lead_id", "pages", "source"]].to_csv(tmp_path / "new.csv", index=False)
    done("score", tmp_path / "new.csv", "--book", home, "-o", tmp_path / "o.csv")
    scored = pd.read_csv(tmp_path / "o.csv")
    sha = models_table(home).set_index("name")["sha256"][OLD]
    assert set(scored["model"]) == {f"{OLD} {sha[:8]}"}
    assert scored["agreement"].isna().all()


def draw_line(home, name, line):
    """Put a policy into the book, drawn for the probabilities of one model."""
    terms = {"value": 1000, "cost": 100}
    evidence = {"as_of": name, "judged": 400, "won": 60, "method": "bootstrap"}
    policy = Policy(
        version=name,
        line=line,
        tiers=[{"name": "A", "from": line}, {"name": "B", "from": 0.0}],
        economics=terms,
        evidence=evidence | {"profit": {"value": 9e3, "low": 1e3, "high": 2e4}},
        model={"name": name, "sha256": models_table(home).set_index("name")["sha256"][name]},
    )
    (home / "policies" / name).mkdir(parents=True)
    write_policy(policy, home / "policies" / name / "policy.toml")


def test_going_back_takes_the_policy_of_that_model_along(home, tmp_path):
    draw_line(home, OLD, 0.2)
    draw_line(home, NEW, 0.3)
    ids = pd.read_csv(home / "leads.csv").tail(5)[["lead_id", "pages", "source"]]
    ids.to_csv(tmp_path / "new.csv", index=False)
    for name in (NEW, OLD):
        assert f"Its newest policy: {name}" in done("model", "use", home, name).output
        done("score", tmp_path / "new.csv", "--book", home, "-o", tmp_path / f"{name}.csv")
    kept = lk.read_book(home).table("scores")
    assert [text.split()[0] for text in kept["model"]] == [NEW] * 5 + [OLD] * 5
    assert [text.split()[0] for text in kept["policy"]] == [NEW] * 5 + [OLD] * 5


def test_the_agreement_is_kept_beside_the_score_where_the_log_has_a_place_for_it(home, tmp_path):
    draw_line(home, NEW, 0.3)
    model = load_model(home / "models" / NEW)
    policy, _path = own_policy(home, model)
    ids = pd.read_csv(home / "leads.csv").tail(6)[["lead_id", "pages", "source"]]
    written = {}
    for part, rows in (("first", ids.head(2)), ("later", ids.tail(4))):
        path = tmp_path / f"{part}.csv"
        rows.to_csv(path, index=False)
        book = lk.read_book(home)
        how = {"kind": "csv", "book": book, "agreement": "2026Q1 abcdef01"}
        blocks = score_stream(model, path)
        written[part] = write_scores(blocks, tmp_path / f"{part}-o.csv", model, policy, **how)
        log = home / "scores.csv"
        if part == "first":
            assert set(pd.read_csv(log)["agreement"]) == {"2026Q1 abcdef01"}
            pd.read_csv(log).drop(columns="agreement").to_csv(log, index=False)
    assert not any("agreement" in note for note in written["first"].notes)
    assert any("no column 'agreement'" in note for note in written["later"].notes)
    assert len(lk.read_book(home).table("scores")) == 6
    assert set(pd.read_csv(tmp_path / "later-o.csv")["agreement"]) == {"2026Q1 abcdef01"}


def test_what_does_not_exist_or_is_damaged_is_refused_by_name(home):
    refused(run("model", "use", home, "2020-01-01"), "'2020-01-01'", OLD, NEW)
    refused(run("model", "use", home), "--newest", OLD)
    refused(run("model", "use", home, OLD, "--newest"), "--newest")
    refused(run("model", "compare", home, "--with", "x"), "no model 'x'", NEW)
    refused(run("model", "compare", home, "--with", NEW), "the same model")
    refused(run("model", "list", home / "leads.csv"), "folder")
    pin = home / "models" / "in-use.toml"
    for text in ("model = ", "model = 3\nsince = 2026-01-01T00:00:00Z\n", 'model = "a"\n'):
        pin.write_text(text)
        refused(run("model", "list", home), "in-use.toml")
        refused(run("model", "use", home, OLD), "in-use.toml")
        assert pin.read_text() == text
    pin.unlink()
    use_model(home, OLD)
    shutil.rmtree(home / "models" / OLD)
    with pytest.raises(
        BadInput, match=f"(?s)'{OLD}', is not in the book any more.*--newest.*'{NEW}'"
    ):
        own_model(home)
    done("model", "use", home, "--newest")
    assert own_model(home).name == NEW
    shutil.rmtree(home / "models")
    refused(run("model", "list", home), "no model yet")


def test_champion_and_challenger_meet_on_leads_that_neither_learned_from(home):
    found = json.loads(done("model", "compare", home, "--with", POOR, "--json").stdout)
    assert (found["champion"], found["challenger"]) == (NEW, POOR)
    assert found["verdict"] == "challenger worse"
    book = lk.read_book(home)
    judged = []
    for name in (NEW, POOR):
        model = load_model(home / "models" / name)
        scored = score_out_of_time(model, book).scored
        judged.append(set(scored.loc[scored["y"].notna(), "key"]))
        assert not judged[-1] & (model.trained_on - set(model.predictions.index))
    assert found["n"]["compared"] == len(judged[0] & judged[1])
    assert found["n"]["challenger_only"] == len(judged[1] - judged[0])
    text = done("model", "compare", home, "--with", NEW, "--champion", POOR).output
    assert f"{NEW} is better than {POOR}" in text
    assert "log-loss, less is better" in text


def test_a_model_that_holds_is_kept(home):
    result = done("model", "check", home, "--model", OLD)
    assert "Keep the model" in result.output
    assert "calibration slope, 1 is right" in result.output
    found = json.loads(done("model", "check", home, "--model", OLD, "--json").stdout)
    assert found["action"] == "keep"
    assert found["leads_needed"] > 100
    assert {row["column"] for row in found["drift"]} == {"probability", "pages", "source"}
    assert not any(row["alarm"] for row in found["drift"])


def test_a_market_that_turns_asks_for_the_smallest_update(home):
    write_leads(home, changed_from="2025-07-01")
    found = json.loads(done("model", "check", home, "--model", OLD, "--json", code=1).stdout)
    assert found["action"] == "update the intercept"
    assert found["shift"] == pytest.approx(-1.0, abs=0.35)


def test_what_changed_since_training_asks_for_a_new_version(home):
    settings = home / "book.toml"
    settings.write_text(settings.read_text().replace("window_days = 30", "window_days = 60"))
    result = done("model", "check", home, code=1)
    assert "60 days to be won, and 30" in result.output
    table = pd.read_csv(home / "leads.csv")
    table.drop(columns="pages").to_csv(home / "leads.csv", index=False)
    settings.write_text(settings.read_text().replace('pages = "handoff"\n', ""))
    found = json.loads(done("model", "check", home, "--json", code=1).stdout)
    assert found["action"] == "new version"
    assert "'pages'" in found["changed"][0]


def test_a_model_without_later_leads_cannot_be_judged_anew(home):
    result = done("model", "check", home, "--as-of", NEW)
    assert "Too little data to judge the model anew" in result.output
