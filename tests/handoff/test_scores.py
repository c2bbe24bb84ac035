"""Scored leads decided by a policy: lines by segment, dropped leads, another model's policy."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.handoff import Policy, write_scores
from leadkit.model import ScoredBlock

SHA = "ab" * 32
MODEL = SimpleNamespace(name="m3", manifest=SimpleNamespace(sha256={"model.skops": SHA}))
POLICY = {
    "version": "1",
    "line": 0.1,
    "drop_below": 0.02,
    "tiers": [
        {"name": "A", "from": 0.2},
        {"name": "B", "from": 0.1},
        {"name": "C", "from": 0.02},
        {"name": "D", "from": 0.0},
    ],
    "segments": [{"column": "size", "value": "SME", "line": 0.2}],
    "economics": {"value": 1000, "cost": 100, "nurture": 4, "keeps": 0.2},
    "evidence": {
        "judged": 400,
        "won": 60,
        "method": "bootstrap",
        "profit": {"value": 9e3, "low": 1e3, "high": 2e4},
    },
    "model": {"name": "m3", "sha256": SHA},
}


def block(p, size):
    cells = pd.DataFrame({"id": range(len(p)), "size": size}).astype("str")
    cells["size"] = pd.Series(size, dtype="str")
    scores = pd.DataFrame({"probability": p, "log_odds": np.nan})
    for name in ("reason_1", "reason_2", "reason_3", "reason_rest"):
        scores[name] = pd.Series(None, index=scores.index, dtype="str")
    return ScoredBlock(cells, scores, pd.DataFrame(columns=["row", "reason"]))


def written(folder, *blocks, **changed):
    policy = Policy.model_validate({**POLICY, **changed})
    found = write_scores(blocks, folder / "out.csv", MODEL, policy, kind="csv")
    return found, pd.read_csv(folder / "out.csv")


def test_each_lead_is_decided_by_the_line_of_its_segment(tmp_path):
    found, table = written(
        tmp_path,
        block([0.25, 0.15, 0.03, 0.01], ["SME", " sme", "SME", "Mid"]),
        block([0.15, 0.15, np.nan, 0.45], ["Mid", None, None, "SME"]),
    )
    assert table["decision"].tolist() == [
        *("hand_off", "nurture", "drop", "drop"),
        *("hand_off", "hand_off", "repair", "hand_off"),
    ]
    assert table["tier"].fillna("").tolist() == [*"BCDDBB", "", "A"]
    assert found.tiers == {"A": 1, "B": 3, "C": 1, "D": 2}
    assert list(found.notes) == [
        "3 leads have the common line, since their 'size' has no line of its own: 'Mid' 2, blank 1"
    ]


def test_a_policy_without_segments_says_nothing_of_them(tmp_path):
    found, table = written(tmp_path, block([0.25, 0.01], ["SME", "Mid"]), segments=[])
    assert table["decision"].tolist() == ["hand_off", "drop"]
    assert found.notes == ()


def test_a_table_without_the_segments_column_is_refused_and_leaves_nothing(tmp_path):
    one = block([0.25], ["SME"])
    cells = one.cells.rename(columns={"size": "grösse"})
    with pytest.raises(BadInput, match="lines by 'size'"):
        written(tmp_path, ScoredBlock(cells, one.scores, one.set_aside))
    assert not list(tmp_path.iterdir())


def test_a_policy_of_another_model_is_refused_by_its_fingerprint(tmp_path):
    with pytest.raises(BadInput, match="another model, m3 cdcdcdcd") as refused:
        written(tmp_path, block([0.25], ["SME"]), model={"name": "m3", "sha256": "cd" * 32})
    assert "m3 abababab" in str(refused.value)
    assert "leadkit thresholds" in refused.value.fix
    assert not list(tmp_path.iterdir())
