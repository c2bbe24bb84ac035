from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from leadkit.book import Known
from leadkit.model.audit import audit

N = 3000


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(0)
    engaged = rng.normal(size=N)
    won = rng.random(N) < 1 / (1 + np.exp(2 - engaged))
    is_open = rng.random(N) < 0.3
    X = pd.DataFrame(
        {
            "engaged": engaged + rng.normal(size=N),
            "visits": engaged + rng.normal(size=N),
            "source": rng.choice(["web", "list"], N),
            "amount": np.where(won, 100.0, 0.0),
            "call_minutes": won * 1.4 + rng.normal(size=N),
            "lost_code": pd.Series(np.where(won, None, "price"), dtype="str"),
            "filled_later": pd.Series(np.where(is_open & ~won, None, "x"), dtype="str"),
            "euribor": np.arange(N) // 100 % 17 + np.arange(N) // 1700 * 50.0,
            "one": 1.0,
            "ticket": pd.Series([f"T-{i}" for i in range(N)], dtype="str"),
            "Lead Status": rng.choice(["a", "b"], N),
            "reason_given": rng.choice(["a", "b"], N),
            "declared_reason": rng.choice(["a", "b"], N),
            "after": engaged,
            "phone": "0912",
        }
    )
    known = dict.fromkeys(X, Known.ASSUMED) | {
        "declared_reason": Known.HANDOFF,
        "after": Known.AFTER,
        "phone": Known.CONTACT,
        "reason_given": Known.HANDOFF,
    }
    status = pd.Series(np.where(won, "won", np.where(is_open, "open", "lost")))
    return audit(
        X,
        pd.Series(won.astype(int)),
        known=known,
        status=status,
        blanks=X.isna(),
        named=["reason_given"],
    )


@pytest.mark.parametrize(
    ("column", "verdict", "words"),
    [
        ("engaged", "safe", "nothing found"),
        ("source", "safe", "nothing found"),
        ("amount", "leaks", "AUC 1.00"),
        ("call_minutes", "leaks", "all others together reach"),
        ("lost_code", "leaks", ""),
        ("filled_later", "doubtful", "blank mainly while a lead is open"),
        ("euribor", "doubtful", "a clock"),
        ("one", "doubtful", "one value"),
        ("ticket", "identifier", "its own value"),
        ("Lead Status", "doubtful", "its name"),
        ("declared_reason", "safe", "its name"),
        ("reason_given", "safe", "declared known at handoff by the analyst"),
        ("after", "after handoff", "after the handoff"),
        ("phone", "identifier", "contact data"),
    ],
)
def test_each_column_gets_its_verdict_and_evidence(found, column, verdict, words):
    row = found.to_dict()[column]
    assert row["verdict"] == verdict
    assert words in "; ".join(row["evidence"])


def test_only_safe_and_named_columns_are_used(found):
    assert found.features == ["engaged", "visits", "source", "reason_given", "declared_reason"]
    assert found.clocks == ["euribor"]


def test_provenance_tells_declared_from_assumed(found):
    columns = found.to_dict()
    assert columns["engaged"]["provenance"] == "assumed"
    assert columns["reason_given"]["provenance"] == "declared"
