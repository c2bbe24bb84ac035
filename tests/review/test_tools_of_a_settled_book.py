"""The tools of a book with model, policy and agreement, recomputed by pandas and scikit-learn."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from june import settle
from sklearn.metrics import roc_auc_score

import leadkit as lk
from leadkit.review.tools import tools
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.model import ModelJudged, judge_model
from leadkit.review.tools.tools import _judged

QUARTER, BEFORE = "2026Q1", "2025Q4"


@pytest.fixture(scope="module")
def home(made_once):
    return made_once("june", lambda folder: settle(folder / "book")) / "book"


@pytest.fixture(scope="module")
def book(home):
    return lk.read_book(home)


@pytest.fixture(scope="module")
def found(book):
    return tools(book, QUARTER, BEFORE)


@pytest.fixture(scope="module")
def predicted(home, book):
    """Out-of-time chances of the quarter's handoffs, from the file that training left."""
    (file,) = home.glob("models/*/predictions.csv")
    turns = lk.turns(book).set_index("turn_id")
    mine = turns[(turns["quarter"] == QUARTER) & ~turns["self_generated"]]
    rows = pd.read_csv(file).dropna(subset=["y"])
    return rows[rows["key"].isin(mine.index)]


def test_the_model_is_judged_by_what_it_said_before_it_knew(found, predicted):
    table = found.model.table.set_index("measure")["after"]
    assert table["auc"].n == len(predicted)
    assert table["auc"].value == pytest.approx(roc_auc_score(predicted["y"], predicted["p"]))
    ratio = predicted["y"].sum() / predicted["p"].sum()
    assert table["observed_expected"].value == pytest.approx(ratio)
    assert found.model.checked.n == len(predicted)
    assert found.model.fresh == 0
    assert "stand in its training report already" in found.model.sentence()


def test_the_line_earned_what_its_leads_brought(home, found, predicted):
    policy = found.line.policy
    terms = policy.economics
    above = predicted[predicted["p"] >= policy.line]
    profit = terms.value * above["y"].sum() - terms.cost * len(above)
    assert found.line.earned.value == pytest.approx(profit)
    every = terms.value * predicted["y"].sum() - terms.cost * len(predicted)
    assert found.line.table["more"].iloc[2].value == pytest.approx(every - profit)
    assert found.line.is_own_evidence
    assert "holds leads of this quarter" in found.line.sentence()


def test_an_agreement_that_came_later_is_only_looked_at(found):
    assert not found.promises.was_agreed
    assert found.promises.verdict in ("keep", "look")
    assert "2026Q3 holds from" in found.promises.sentence()
    assert found.scorecard.sentence().startswith("A preview")
    assert found.talk.table["target"].isna().all()
    counted = found.promises.table.set_index("side").drop(columns="ids").sum(axis=1)
    promises = [one.side for one in found.promises.audit.agreement.promises]
    assert counted.to_dict() == {side: promises.count(side) for side in ("marketing", "sales")}


def test_every_tool_has_its_part_of_the_page(found):
    assert found.refusal == ""
    assert not found.missing()
    headings = [section.heading for section in found.sections()]
    assert len(headings) == 7
    assert headings[3].startswith("The handoff line in hindsight: ")
    (picture,) = found.line.section().pictures
    assert picture.finding in picture.alt
    assert found.line.plot().get_xlabel()
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert content["model"]["refit_rule"]["action"] == found.model.checked.action
    assert content["line"]["rows"][0]["profit"]["n"] == content["line"]["rows"][1]["profit"]["n"]


def test_a_file_that_is_gone_or_damaged_is_named_and_stops_nothing(home, book, tmp_path):
    copied = replace(book, path=shutil.copytree(home, tmp_path / "book"))
    (model,) = copied.path.glob("models/[!.]*")
    (model / "metrics.json").write_text("{", encoding="utf-8")
    hurt = _judged(judge_model, ModelJudged, Basis(copied, QUARTER, BEFORE, None))
    assert hurt.refusal.startswith("The file is missing or was changed after training. Train")
    shutil.rmtree(model)
    bare = tools(copied, QUARTER, BEFORE)
    assert "leadkit train" in bare.model.refusal
    assert "model that the line was drawn for is not in the book" in bare.line.refusal
    assert bare.promises.verdict
    assert bare.scorecard.verdict
