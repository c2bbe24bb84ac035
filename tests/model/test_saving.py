from __future__ import annotations

import json
import pickle
import shutil
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.model import load_model, save_model
from leadkit.model.saving import dump
from leadkit.model.scoring import score_out_of_time


def export(folder, n=1500, seed=0, ids=True):
    rng = np.random.default_rng(seed)
    pages = rng.poisson(3, n)
    won = rng.random(n) < 1 / (1 + np.exp(3 - 0.5 * pages))
    table = pd.DataFrame(
        {
            "created": pd.date_range("2025-01-01", periods=n, freq="6h").strftime("%Y-%m-%d"),
            "pages": pages,
            "visits": pages + rng.poisson(2, n),
            "source": rng.choice(["web", "list"], n),
            "status": np.where(won, "won", "lost"),
        }
    )
    if ids:
        table.insert(0, "lead id", [f"L{i}" for i in range(n)])
    path = folder / f"export{ids}.csv"
    table.to_csv(path, index=False)
    return lk.read_export(path, outcome="status")


def train(book, folder):
    folder.mkdir()
    evaluation = lk.evaluate(lk.training_set(book))
    save_model(evaluation, book, folder)
    return evaluation


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    book = export(folder)
    return book, train(book, folder / "model"), folder / "model"


def test_a_loaded_model_gives_the_same_probabilities(saved):
    _book, evaluation, folder = saved
    X = evaluation.data.X
    again = load_model(folder).classifier.predict_proba(X)
    np.testing.assert_array_equal(again, evaluation.refit().predict_proba(X))


def test_the_same_training_writes_the_same_bytes(saved, tmp_path):
    book, evaluation, folder = saved
    assert dump(evaluation.refit()) == dump(evaluation.refit())
    train(book, tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_leads_it_learned_from_are_left_out_and_counted(saved):
    book, evaluation, folder = saved
    judged = score_out_of_time(load_model(folder), book)
    assert judged.counts["judged"] == len(evaluation.split.test)
    assert judged.counts["trained_on"] == len(evaluation.split.train)
    expected = evaluation.judged.set_index("key")["p"]
    assert judged.scored.set_index("key")["p"].to_dict() == expected.to_dict()


def test_leads_it_never_met_are_scored_afresh(saved, tmp_path):
    _book, _evaluation, folder = saved
    fresh = export(tmp_path, n=600, seed=9)
    leads = fresh.leads.assign(lead_id="N" + fresh.leads["lead_id"])
    book = lk.Book({"leads": leads}, fresh.settings, fresh.known, path=fresh.path)
    judged = score_out_of_time(load_model(folder), book)
    assert judged.counts["trained_on"] == 0
    assert judged.counts["judged"] == judged.scored["y"].notna().sum() > 0
    assert judged.scored["p"].between(0, 1).all()


@pytest.mark.parametrize("name", ["model.skops", "predictions.csv", "trained-on.csv"])
def test_a_changed_file_is_refused(saved, tmp_path, name):
    _book, _evaluation, folder = saved
    shutil.copytree(folder, tmp_path / "m")
    path = tmp_path / "m" / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match="changed after training"):
        load_model(tmp_path / "m")


def forge(folder, content):
    """Put other bytes in place of the model and mend the manifest, as an attacker would."""
    from leadkit.base.files import fingerprint

    (folder / "model.skops").write_bytes(content)
    manifest = json.loads((folder / "model.json").read_text())
    manifest["sha256"]["model.skops"] = fingerprint(folder / "model.skops")
    (folder / "model.json").write_text(json.dumps(manifest))


def test_pickles_and_strange_types_are_refused_even_with_a_mended_manifest(saved, tmp_path):
    import skops.io as sio

    _book, _evaluation, folder = saved
    shutil.copytree(folder, tmp_path / "m")
    forge(tmp_path / "m", pickle.dumps({"a": 1}))
    with pytest.raises(BadInput, match="damaged"):
        load_model(tmp_path / "m")
    forge(tmp_path / "m", sio.dumps(Fraction(1, 3)))
    with pytest.raises(BadInput, match="types that leadkit does not write"):
        load_model(tmp_path / "m")


@pytest.mark.parametrize("text", ["{", "{}", '{"format": 2}', "[]"])
def test_a_damaged_manifest_is_refused(saved, tmp_path, text):
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(BadInput, match="manifest is damaged"):
        load_model(tmp_path)


def test_a_model_of_another_version_is_refused(saved, tmp_path):
    _book, _evaluation, folder = saved
    shutil.copytree(folder, tmp_path / "m")
    manifest = json.loads((tmp_path / "m" / "model.json").read_text())
    manifest["versions"]["scikit-learn"] = "0.1"
    (tmp_path / "m" / "model.json").write_text(json.dumps(manifest))
    with pytest.raises(BadInput, match="another version of scikit-learn"):
        load_model(tmp_path / "m")


def test_data_without_the_models_columns_is_refused(saved):
    book, _evaluation, folder = saved
    poorer = lk.Book({"leads": book.leads.drop(columns="pages")}, book.settings, book.known)
    with pytest.raises(BadInput, match="'pages'"):
        score_out_of_time(load_model(folder), poorer)


def test_rows_named_by_number_fit_only_the_same_file(tmp_path):
    book = export(tmp_path, ids=False)
    train(book, tmp_path / "m")
    model = load_model(tmp_path / "m")
    assert score_out_of_time(model, book).counts["judged"] > 0
    (tmp_path / "b").mkdir()
    other = export(tmp_path / "b", seed=1, ids=False)
    with pytest.raises(BadInput, match="row number"):
        score_out_of_time(model, other)


def test_too_little_data_says_so_and_saves_no_model(tmp_path):
    book = export(tmp_path, n=500)
    evaluation = train(book, tmp_path / "m")
    assert evaluation.verdict == "too little data"
    assert "needs at least 40" in evaluation.sentence()
    metrics = json.loads((tmp_path / "m" / "metrics.json").read_text())
    assert metrics["auc"]["value"] is None
    assert not (tmp_path / "m" / "model.skops").exists()
    with pytest.raises(BadInput, match="no trained model"):
        load_model(tmp_path / "m")


def test_the_card_shows_no_contact_and_no_script(saved):
    card = (saved[2] / "model-card.html").read_text()
    assert "<script" not in card
    assert "@" not in card.split("</style>")[1]
