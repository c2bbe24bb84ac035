from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from leadkit.base.language import NO_BREAK
from leadkit.book import Known
from leadkit.model.leakage.audit import audit
from leadkit.model.leakage.blanks import at_its_default
from leadkit.model.leakage.candidates import read_candidate
from leadkit.model.leakage.names import by_name
from leadkit.model.leakage.separation import area, area_within, separates, standard_error

N = 3000


@pytest.fixture(scope="module")
def leads():
    rng = np.random.default_rng(0)
    engaged = rng.normal(size=N)
    won = rng.random(N) < 1 / (1 + np.exp(2 - engaged))
    return rng, engaged, won, rng.random(N) < 0.3


def judge(X, won, *, is_open=None, **more):
    """Audit columns of which nobody says when they are known."""
    is_open = np.zeros(len(X), dtype=bool) if is_open is None else is_open
    status = pd.Series(np.where(won, "won", np.where(is_open, "open", "lost")))
    more = {"known": dict.fromkeys(X, Known.ASSUMED), "blanks": X.isna(), "status": status} | more
    return audit(X, pd.Series(np.asarray(won).astype(int)), **more)


@pytest.fixture(scope="module")
def found(leads):
    rng, engaged, won, is_open = leads
    X = pd.DataFrame(
        {
            "engaged": engaged + rng.normal(size=N),
            "visits": engaged + rng.normal(size=N),
            "source": rng.choice(["web", "list"], N),
            "amount_x": np.where(won, 100.0, 0.0),
            "call_minutes": won * 1.4 + rng.normal(size=N),
            "lost_code": pd.Series(np.where(won, None, "price"), dtype="str"),
            "filled_later": pd.Series(np.where(is_open & ~won, None, "x"), dtype="str"),
            "euribor": np.arange(N) // 100 % 17 * 7 % 11 + np.arange(N) // 1700 * 50.0,
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
    return judge(X, won, is_open=is_open, known=known, named=["reason_given"])


@pytest.mark.parametrize(
    ("column", "verdict", "words"),
    [
        ("engaged", "safe", "nothing found"),
        ("source", "safe", "nothing found"),
        ("amount_x", "leaks", "AUC 1.00"),
        ("call_minutes", "leaks", "all others together reach"),
        ("lost_code", "leaks", "being blank alone ranks leads with AUC 1.00"),
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


def test_every_column_left_out_on_suspicion_comes_with_a_question(found):
    table = found.table.set_index("column")
    asked = table[table["ask"] != ""].index
    assert set(asked) == {
        "amount_x", "call_minutes", "lost_code", "filled_later", "euribor", "Lead Status",
    }  # fmt: skip
    assert all(name in table.loc[name, "ask"] for name in asked)


def test_the_page_shows_the_gravest_first_and_says_what_to_ask(found):
    page = found._repr_html_()
    assert page.index("call_minutes") < page.index("filled_later") < page.index("ticket")
    assert page.index("ticket") < page.index("engaged")
    assert "5 of 15 columns may be used" in page
    assert "At what step is filled_later filled, and by whom?" in page


@pytest.mark.parametrize(
    "name",
    [
        "lead_status", "StageName", "LostReason__c", "Closed Won", "contract_no", "invoice date",
        "DealSize", "proposal sent", "last_activity", "days_open", "Owner changed", "Trạng thái",
        "trang_thai", "Lý do mất", "Hợp đồng", "NGÀY CHỐT", "Ngày đóng", "elapsed days in stage",
        "Call duration", "num_calls", "Sales notes", "email_bounced", "Số lần gọi",
        "Giá trị dự kiến",
    ],
)  # fmt: skip
def test_names_that_come_after_the_handoff_are_doubtful(name):
    assert [one.verdict for one in by_name(name)] == ["doubtful"]


@pytest.mark.parametrize(
    "name",
    [
        "source", "Lead Origin", "campaign", "Company Size", "marital_status", "Employment Status",
        "job", "Reason for visit", "funding stage", "previous_outcome", "days_since_last_visit",
        "time spent on website", "emails opened", "Delivery address", "gloss", "wonder", "Nguồn",
        "Chiến dịch", "Quy mô", "Tình trạng hôn nhân", "Ngày đồng ý nhận tin", "Ngân sách", "Điểm",
    ],
)  # fmt: skip
def test_names_of_what_is_known_before_are_not(name):
    assert by_name(name) == []


def test_a_strong_column_known_from_creation_by_its_name_stays():
    rng = np.random.default_rng(5)
    origin = rng.choice(["referral", "web", "list"], N)
    won = rng.random(N) < pd.Series(origin).map({"referral": 0.4, "web": 0.1, "list": 0.02})
    noise = rng.normal(size=N)
    for name, verdict in (("lead_source", "safe"), ("column_7", "doubtful")):
        found = judge(pd.DataFrame({name: origin, "noise": noise}), won)
        assert found.verdict(name) == verdict, found.to_dict()[name]


@pytest.fixture(scope="module")
def dated(leads):
    """Columns in order of time, with what only dates, forms and spaces give away."""
    rng, _engaged, won, _open = leads
    start = pd.Timestamp("2025-01-06 09:00", tz="UTC")
    times = pd.Series(start + pd.to_timedelta(np.sort(rng.uniform(0, 500, N)), unit="D"))
    elapsed = pd.Series(rng.exponential(20, N))
    ids = np.arange(N) + np.where(won & (rng.random(N) < 0.45), 2 * N, 0)
    clock = np.where(won & (rng.random(N) < 0.7), 0, rng.integers(0, 1440, N))
    day = pd.Timestamp("2024-06-01") + pd.to_timedelta(rng.integers(0, 200, N), unit="D")
    amounts = np.round(rng.lognormal(16, 1, N))
    X = pd.DataFrame(
        {
            "x_seen": (times + pd.to_timedelta(rng.exponential(9, N), unit="D")).dt.tz_convert(
                None
            ),
            "x_known": (times - pd.Timedelta(days=400)).dt.strftime("%d/%m/%Y"),
            "x_birth": times.sample(frac=1, random_state=1).dt.strftime("1980-%m-%d").to_numpy(),
            "x_elapsed": elapsed + rng.normal(0, 2, N),
            "x_number": ids.astype(float),
            "x_worth": np.where(won, np.ceil(amounts / 1e6) * 1e6, amounts),
            "x_stamp": (day + pd.to_timedelta(clock, unit="min")).strftime("%Y-%m-%d %H:%M"),
            "x_code": [f"{i:0{9 if one else 6}x}" for i, one in zip(range(N), won, strict=True)],
            "x_town": rng.choice(["Huế", "Vinh"], N),
            "x_later": pd.Series(np.where(rng.random(N) < 0.3, "a", None), dtype="str"),
            "x_rated": pd.Series(np.where(rng.random(N) < 0.3, None, "b"), dtype="str"),
        }
    )
    X["x_rated"] = X["x_rated"].where(X["x_later"].notna())
    X["x_new"] = pd.Series(np.where((np.arange(N) > 0.96 * N), None, "v"), dtype="str")
    X["x_default"] = np.where(X["x_new"].isna(), "none", rng.choice(["none", "p", "q"], N))
    padded = pd.DataFrame({"x_town": won & (rng.random(N) < 0.4)})
    known = dict.fromkeys(X, Known.ASSUMED) | {"x_later": Known.AFTER}
    return judge(
        X,
        won,
        known=known,
        times=times,
        starts=times,
        elapsed=elapsed,
        padded=padded,
        everyone=X,
        ids=pd.Series(ids).map("L{:06d}".format),
        groups=pd.Series(np.arange(N) % 2900).astype("str"),
    )


@pytest.mark.parametrize(
    ("column", "verdict", "words"),
    [
        ("x_seen", "after handoff", "3,000 of its 3,000 dates"),
        ("x_known", "doubtful", "a clock"),
        ("x_birth", "safe", "nothing found"),
        ("x_elapsed", "after handoff", "it follows the days from the start to the end"),
        ("x_number", "identifier", "some were renumbered"),
        ("x_worth", "leaks", "how round the number is ranks leads"),
        ("x_stamp", "leaks", "whether a time of day is given"),
        ("x_code", "leaks", "the length of the text alone"),
        ("x_town", "doubtful", "spaces around the cell"),
        ("x_rated", "after handoff", "filled only where x_later is"),
        ("x_new", "doubtful", "it fills up as leads grow older"),
        ("x_default", "doubtful", "where x_new is still blank it is “none”"),
    ],
)
def test_time_forms_and_stages_give_columns_away(dated, column, verdict, words):
    row = dated.to_dict()[column]
    assert (row["verdict"], words in "; ".join(row["evidence"])) == (verdict, True), row


def test_how_usual_a_default_is_is_told_of_all_cells():
    cells = pd.Series(["none"] * 100 + ["a", "b"] * 50)
    blanks = pd.DataFrame({"rate": [False] * 200, "stage": [True] * 100 + [False] * 100})
    [found] = at_its_default("rate", cells, blanks, ["stage"])
    assert "(100 of 100; 50 % of all)" in found.text.replace(NO_BREAK, " ")


def test_a_note_that_asks_ends_once(leads):
    _rng, engaged, won, _open = leads
    order = pd.Series(np.argsort(np.argsort(~won, kind="stable")))
    found = judge(pd.DataFrame({"engaged": engaged}), won, rows=order)
    assert any(note.endswith("how was it sorted?") for note in found.notes)
    assert "sorted?." not in found._repr_html_()


def test_notes_speak_of_the_table_as_a_whole(dated):
    notes = " ".join(dated.notes)
    assert "later leads of buyers who are among the earlier ones" in notes
    assert "the id: among leads of the same time its order ranks leads with AUC" in notes


def test_placebo_and_drift_are_silent_on_columns_that_are_honest(leads):
    rng, engaged, won, _open = leads
    X = pd.DataFrame({"a": engaged, "b": rng.normal(size=N), "c": rng.choice(list("xyz"), N)})
    assert judge(X, won).notes == []


def test_columns_that_tell_the_time_are_noted(leads):
    rng, _engaged, _won, _open = leads
    season = np.sin(np.linspace(0, 40, N))
    won = rng.random(N) < 0.3 + 0.25 * season
    X = pd.DataFrame({"a": season + rng.normal(0, 0.5, N), "b": rng.normal(size=N)})
    notes = " ".join(judge(X, won).notes)
    assert "with outcomes shuffled among leads of the same time" in notes


def test_a_table_sorted_by_a_column_does_not_make_it_a_clock(leads):
    rng, engaged, won, _open = leads
    X = pd.DataFrame({"size": np.sort(rng.integers(1, 500, N)).astype(float), "e": engaged})
    X["origin"] = np.repeat(["a", "b", "c", "d"], N // 4)
    assert judge(X, won).clocks == []
    X["month"] = np.repeat(["mar", "apr", "may", "jun"], N // 4)
    assert judge(X, won).clocks == ["month"]


def words(n):
    return [f"w{i:05d}" for i in range(n)]


@pytest.mark.parametrize(
    ("cells", "verdict", "evidence"),
    [
        (words(40_000), "identifier", "almost every lead has its own value"),
        ([7] * 4000, "doubtful", "one value throughout"),
        ([None] * 4000, "doubtful", "one value throughout"),
        ([1.0, 2.0, np.inf, -np.inf] * 1000, "safe", "2,000 infinite values count as blank"),
        (words(10_000) * 4, "identifier", "10,000 values"),
        ([*range(2000), *words(2000)], "doubtful", "numbers and words are mixed"),
        ([3, "three", None, 2.5] * 1000, "safe", "nothing found"),
        (
            pd.date_range("2020-01-01", periods=4000, freq="h"),
            "doubtful",
            "a date, and nothing says when it was filled",
        ),
        ([True, False, None, True] * 1000, "safe", "nothing found"),
        (pd.Categorical(["a", "b", None, "c"] * 1000), "safe", "nothing found"),
        ([f"great call about {w} today" for w in words(4000)], "doubtful", "free text"),
    ],
)
def test_strange_columns_get_the_right_verdict(cells, verdict, evidence):
    X = pd.DataFrame({"x": cells, "other": np.arange(len(cells)) % 7.0})
    won = np.random.default_rng(1).random(len(cells)) < 0.1
    found = judge(X, won).to_dict()["x"]
    assert found["verdict"] == verdict, found
    assert evidence in "; ".join(found["evidence"])


@pytest.mark.parametrize(("n", "wins"), [(12, 2), (1, 1), (300, 300), (300, 1), (40, 0)])
def test_too_few_leads_are_no_evidence(n, wins):
    X = pd.DataFrame({"a": np.arange(n) % 5.0, "b": ["x", "y"] * (n // 2) + ["x"] * (n % 2)})
    found = judge(X, np.arange(n) < wins)
    assert set(found.table["verdict"]) <= ({"safe"} if n > 1 else {"doubtful"})


def test_standard_error_is_that_of_hanley_and_mcneil():
    assert standard_error(0.893, 51, 58) == pytest.approx(0.032, abs=1e-3)


def test_areas_are_those_of_sklearn():
    rng = np.random.default_rng(3)
    y, score = rng.integers(0, 2, 400), rng.integers(0, 30, 400).astype(float)
    assert area(score, y) == pytest.approx(roc_auc_score(y, score))
    assert area_within(score, y, np.zeros(400, int)) == pytest.approx(roc_auc_score(y, score))


def test_a_column_of_noise_separates_nothing():
    rng = np.random.default_rng(4)
    y = rng.integers(0, 2, 4000)
    for cells in (rng.normal(size=4000), rng.choice(list("abcdefghij"), 4000), words(4000)):
        assert separates(pd.Series(cells, name="x"), y) < 0.53


def test_dates_are_recognised_in_every_dtype():
    kinds = {
        "date": ["2026-01-05", None], "number": [20, 30.5], "category": ["12 May street", "x"],
    }  # fmt: skip
    for kind, cells in kinds.items():
        assert read_candidate("x", pd.Series(cells)).kind == kind
    assert read_candidate("x", pd.Series([20210105.0, 20210211.0])).kind == "date"
    assert read_candidate("x", pd.Series([20210105.0, 20219911.0])).kind == "number"
