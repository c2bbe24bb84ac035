"""The quota's draw: as likely as it says, the same again, by account, and kept in the book."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, kstest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.handoff import Policy, write_policy, write_scores
from leadkit.handoff.policy_parts import Quota
from leadkit.handoff.unseen.quota import Lot, draw
from leadkit.model import ScoredBlock

SHA = "ab" * 32
MODEL = SimpleNamespace(name="m3", manifest=SimpleNamespace(sha256={"model.skops": SHA}))
POLICY = {
    "version": "1",
    "line": 0.1,
    "tiers": [{"name": "A", "from": 0.1}, {"name": "B", "from": 0.0}],
    "economics": {"value": 1000, "cost": 100, "currency": "USD"},
    "evidence": {
        "judged": 400,
        "won": 60,
        "method": "bootstrap",
        "profit": {"value": 9e3, "low": 1e3, "high": 2e4},
    },
    "model": {"name": "m3", "sha256": SHA},
}


def policy(**quota):
    return Policy.model_validate(POLICY | ({"explore": quota} if quota else {}))


def decided(n, seed=0):
    p = np.random.Generator(np.random.PCG64(seed)).uniform(0, 0.2, n)
    decision = np.where(p >= 0.1, "hand_off", "nurture")
    return pd.DataFrame({"probability": p, "decision": decision})


def names(n, prefix="L"):
    return pd.Series([f"{prefix}{i}" for i in range(n)], dtype="str")


def alone(n):
    return pd.Series(None, index=range(n), dtype="str")


def test_as_many_are_drawn_as_the_quota_says_and_only_in_the_band():
    leads = decided(20_000)
    found = draw(
        leads, policy(share=0.1, holdout=0.05, **{"from": 0.04}), names(20_000), alone(20_000)
    )
    p = leads["probability"]
    band, above = p.between(0.04, 0.1, inclusive="left"), p >= 0.1
    for rows, chance in ((band, 0.1), (above, 0.95)):
        taken = (found["decision"][rows] == "hand_off").sum()
        assert binomtest(int(taken), int(rows.sum()), chance).pvalue > 0.001
        assert (found["propensity"][rows] == chance).all()
    rest = ~band & ~above
    assert (found["propensity"][rest] == 0).all()
    assert (found["decision"][rest] == "nurture").all()
    assert kstest(found["draw"], "uniform").pvalue > 0.001
    why = pd.crosstab(found["why"], found["decision"])
    assert (why > 0).stack().loc[lambda is_there: is_there].index.tolist() == [
        ("below_line", "nurture"),
        ("exploration", "hand_off"),
        ("holdout", "nurture"),
        ("rule", "hand_off"),
    ]


@settings(max_examples=12)
@given(share=st.floats(0.01, 0.99), start=st.floats(0, 0.09), holdout=st.floats(0, 0.49))
def test_handed_off_is_exactly_who_drew_below_the_propensity(share, start, holdout):
    quota = policy(share=share, holdout=holdout, **{"from": start})
    found = draw(decided(200), quota, names(200), alone(200))
    assert ((found["decision"] == "hand_off") == (found["draw"] < found["propensity"])).all()
    assert found["why"].isin(["rule", "exploration", "holdout", "below_line"]).all()


def test_a_lead_draws_the_same_number_in_any_table_and_another_under_another_seed_or_version():
    leads, ids = decided(500), names(500)
    first = draw(leads, policy(share=0.2), ids, alone(500))
    shuffled = leads.sample(frac=1, random_state=1)
    again = draw(shuffled, policy(share=0.5), ids[shuffled.index], alone(500)[shuffled.index])
    pd.testing.assert_series_equal(first["draw"], again["draw"].sort_index())
    was, now = first["why"] == "exploration", again["why"].sort_index() == "exploration"
    assert (now | ~was).all()
    other_seed = draw(leads, policy(share=0.2, seed=1), ids, alone(500))["draw"]
    renamed = Policy.model_validate(POLICY | {"version": "2", "explore": {"share": 0.2}})
    for other in (other_seed, draw(leads, renamed, ids, alone(500))["draw"]):
        assert abs(np.corrcoef(first["draw"], other)[0, 1]) < 0.15


def test_leads_of_one_account_are_drawn_together():
    leads = decided(300)
    accounts = pd.Series([f"A{i // 3}" for i in range(300)], dtype="str")
    found = draw(leads, policy(share=0.3), names(300), accounts)
    assert (found.groupby(accounts)["draw"].nunique() == 1).all()
    assert found["draw"].nunique() == 100


def test_a_lead_to_repair_is_not_drawn_and_a_settled_one_follows_the_rule():
    leads = pd.DataFrame(
        {"probability": [np.nan, 0.2, 0.05], "decision": ["repair", "hand_off", "nurture"]}
    )
    settled = pd.Series([False, True, True])
    quota = policy(share=0.99, holdout=0.49)
    found = draw(leads, quota, names(3), alone(3), settled=settled)
    assert found["decision"].tolist() == ["repair", "hand_off", "nurture"]
    assert found["propensity"].fillna(-1).tolist() == [-1, 1, 0]
    assert found["draw"].isna().all()
    lot = Lot.of(found, quota)
    assert (lot.band, lot.explored, lot.above, lot.settled) == (0, 0, 0, 2)


FAULTS = {
    "no share": {"share": 0},
    "everybody": {"share": 1},
    "a chance below 0": {"share": 0.1, "from": -0.1},
    "half held back": {"share": 0.1, "holdout": 0.5},
    "unknown": {"share": 0.1, "holdouts": 0.1},
    "above the line": {"share": 0.1, "from": 0.1},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_impossible_quota_is_refused(fault):
    with pytest.raises(ValueError, match="explore"):
        policy(**FAULTS[fault])


def test_a_quota_is_read_back_and_without_one_the_fingerprint_is_as_before(tmp_path):
    plain, quota = policy(), policy(share=0.05, holdout=0.1, **{"from": 0.04})
    assert "explore" not in plain.model_dump_json()
    assert plain.sha256 != quota.sha256
    write_policy(quota, tmp_path / "policy.toml")
    again = Policy.load(tmp_path / "policy.toml")
    assert again == quota
    assert again.explore == Quota.model_validate({"share": 0.05, "from": 0.04, "holdout": 0.1})
    write_policy(plain, tmp_path / "plain.toml")
    assert "explore" not in (tmp_path / "plain.toml").read_text()
    text = (tmp_path / "plain.toml").read_text() + "\n[explore]\nshare = 0.05\n"
    (tmp_path / "plain.toml").write_text(text)
    assert Policy.load(tmp_path / "plain.toml").explore == Quota(share=0.05)


def made_book(folder, n=90, scores=None, accounts=True):
    """A book of leads, three to an account, and a block of them with probabilities."""
    folder.mkdir()
    leads = pd.DataFrame(
        {
            "lead_id": names(n),
            "account_id": [f"A{i // 3}" for i in range(n)],
            "created_at": "2026-06-01T00:00Z",
            "outcome": "open",
        }
    )
    if not accounts:
        del leads["account_id"]
    leads.to_csv(folder / "leads.csv", index=False)
    if scores is not None:
        (folder / "scores.csv").write_text(scores)
    return lk.read_book(folder), block(leads, decided(n)["probability"])


def block(leads, p):
    scores = pd.DataFrame({"probability": p, "log_odds": 0.0})
    for name in ("reason_1", "reason_2", "reason_3", "reason_rest"):
        scores[name] = pd.Series("said", index=scores.index, dtype="str")
    scores.loc[0, ["probability", "reason_1"]] = [np.nan, "NO_CONSENT"]
    return ScoredBlock(leads.astype("str"), scores, pd.DataFrame(columns=["row", "reason"]))


def scored(book, one, rules, out, *, explore=True):
    found = write_scores(
        [one], out, MODEL, rules, kind="csv", book=book, explore=explore, agreement="3 abc"
    )
    return found, pd.read_csv(out), pd.read_csv(book.path / "scores.csv")


OLD = "lead_id,at,decision,reason,model,policy\nL5,2026-05-01T00:00Z,nurture,,points,0\n"
QUOTA = {"share": 0.2, "holdout": 0.1, "from": 0.05}


def test_the_draw_stands_in_the_table_and_in_the_book(tmp_path):
    book, one = made_book(tmp_path / "firm")
    found, table, log = scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    at = list(table).index("decision")
    assert list(table)[at : at + 3] == ["decision", "propensity", "why"]
    for name in ("decision", "propensity"):
        pd.testing.assert_series_equal(log[name], table[name])
    assert log["reason"][1:].tolist() == table["why"][1:].tolist()
    assert (log["reason"][0], log["decision"][0]) == ("NO_CONSENT", "repair")
    assert log.loc[0, ["propensity", "draw"]].isna().all()
    n = table["why"].value_counts()
    lot = found.lot
    assert (lot.explored, lot.held_back) == (n["exploration"], n["holdout"])
    assert lot.band == (table["probability"].between(0.05, 0.1, inclusive="left")).sum()
    assert lot.cost == 100 * n["exploration"]
    assert found.to_dict()["lot"]["cost_at_most"] == lot.cost
    assert f"{lot.explored} of {lot.band} leads" in lot.sentence()


def test_a_book_without_accounts_draws_each_lead_by_itself(tmp_path):
    book, one = made_book(tmp_path / "firm", n=30, accounts=False)
    _found, _table, log = scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    assert log["draw"].nunique() == 29


def test_scored_again_nothing_is_drawn_or_logged_twice(tmp_path):
    book, one = made_book(tmp_path / "firm")
    _found, table, log = scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    book = lk.read_book(tmp_path / "firm")
    found, again, kept = scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    assert found.logged == 0
    pd.testing.assert_frame_equal(again, table)
    pd.testing.assert_frame_equal(kept, log)


def test_a_run_without_the_lot_says_so_and_a_later_one_with_it_is_logged(tmp_path):
    book, one = made_book(tmp_path / "firm")
    rules = policy(**QUOTA)
    found, table, _log = scored(book, one, rules, tmp_path / "o.csv", explore=False)
    assert found.lot is None
    assert not {"propensity", "why"} & set(table)
    assert any("--explore" in note for note in found.notes)
    book = lk.read_book(tmp_path / "firm")
    found, _table, log = scored(book, one, rules, tmp_path / "o.csv")
    assert found.logged == 89
    assert log["propensity"].notna().sum() == 89


def test_leads_of_an_earlier_lot_are_not_drawn_again_however_often_scored(tmp_path):
    book, one = made_book(tmp_path / "firm")
    scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    second = Policy.model_validate(POLICY | {"version": "2", "explore": QUOTA})
    for logged in (90, 0):
        book = lk.read_book(tmp_path / "firm")
        found, table, _log = scored(book, one, second, tmp_path / "o.csv")
        assert (found.lot.settled, found.lot.explored, found.lot.above) == (89, 0, 0)
        assert set(table["why"].dropna()) == {"rule", "below_line"}
        assert found.logged == logged
    assert "89 leads were in an earlier lot" in found.lot.sentence()


def test_an_older_log_keeps_what_it_has_a_column_for(tmp_path):
    head = "lead_id,at,probability,tier,decision,propensity,reason,model,policy\n"
    old = "L5,2026-05-01T00:00Z,,,nurture,,below_line,points,0\n"
    book, one = made_book(tmp_path / "firm", scores=head + old)
    found, table, log = scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    assert log["propensity"][1:].tolist()[1:] == table["propensity"].tolist()[1:]
    said = " ".join(found.notes)
    assert "'draw'" in said
    assert "'agreement'" in said


def test_a_log_without_a_place_for_the_propensity_is_refused(tmp_path):
    book, one = made_book(tmp_path / "firm", scores=OLD)
    with pytest.raises(BadInput, match="no column probability, propensity, tier"):
        scored(book, one, policy(**QUOTA), tmp_path / "o.csv")
    assert not (tmp_path / "o.csv").exists()


def test_without_a_quota_or_a_book_nothing_is_drawn(tmp_path):
    book, one = made_book(tmp_path / "firm")
    how = {"kind": "csv", "explore": True}
    for rules in (policy(), None):
        with pytest.raises(BadInput, match="no quota") as refused:
            write_scores([one], tmp_path / "o.csv", MODEL, rules, book=book, **how)
        assert "[explore]" in refused.value.fix
    with pytest.raises(BadInput, match="no book") as refused:
        write_scores([one], tmp_path / "o.csv", MODEL, policy(**QUOTA), **how)
    assert "--book" in refused.value.fix
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firm"]
