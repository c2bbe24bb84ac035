"""The log of decisions as a table: what counts, what is left out, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book.settings import Rule, Settings
from leadkit.handoff.unseen.logged import COLUMNS, logged_decisions
from leadkit.model.saving import HASHED, Manifest, Reading, SavedModel

DAY = pd.Timedelta(days=1)
START = pd.Timestamp("2025-01-01T08:00Z")
END = START + 200 * DAY


def leads(**handed):
    """Make leads by name: days after creation until handoff (None: never), and the outcome."""
    rows = [
        {"lead_id": name, "created_at": START, "outcome": outcome, "points": 50.0,
         "handed_off_at": pd.NaT if after is None else START + after * DAY}
        for name, (after, outcome) in handed.items()
    ]  # fmt: skip
    table = pd.DataFrame([*rows, {"lead_id": "last", "created_at": END, "outcome": "open"}])
    table["closed_at"] = (table["handed_off_at"] + 9 * DAY).mask(table["outcome"] == "open")
    return table.astype({"handed_off_at": "datetime64[us, UTC]"})


def scores(*rows):
    named = ("lead_id", "days", "decision", "propensity", "reason")
    table = pd.DataFrame([dict(zip(named, row, strict=True)) for row in rows])
    table["at"] = START + pd.to_timedelta(table["days"], unit="D")
    table["probability"] = 0.1
    return table.drop(columns="days").set_axis(range(2, len(rows) + 2), axis=0)


def book(leads, scores):
    settings = Settings(window_days=90, rule=Rule(column="points", at_least=45))
    return lk.Book({"leads": leads, "scores": scores}, settings)


MADE = book(
    leads(
        rule=(1, "won"),
        drawn=(1, "lost"),
        held=(None, "open"),
        below=(None, "open"),
        person=(1, "won"),
        late=(150, "won"),
        lost=(None, "open"),
        plain=(1, "won"),
        young=(None, "open"),
        stopped=(None, "open"),
        anyhow=(5, "won"),
        twice=(8, "won"),
    ),
    scores(
        ("rule", 0, "hand_off", 0.98, "rule"),
        ("drawn", 0, "hand_off", 0.08, "exploration"),
        ("held", 0, "nurture", 0.98, "holdout"),
        ("below", 0, "nurture", 0.08, "below_line"),
        ("person", 0, "hand_off", np.nan, "override"),
        ("late", 0, "hand_off", 0.98, "rule"),
        ("lost", 0, "hand_off", 0.98, "rule"),
        ("plain", 0, "hand_off", np.nan, "rule"),
        ("stranger", 0, "hand_off", 0.98, "rule"),
        ("young", 120, "nurture", 0.08, "below_line"),
        ("stopped", 0, "nurture", np.nan, "override"),
        ("anyhow", 0, "nurture", 0.08, "below_line"),
        ("twice", 4, "hand_off", 0.98, "rule"),
        ("twice", 0, "nurture", 0.08, "below_line"),
        ("after", 300, "nurture", 0.08, "below_line"),
    ),
)


def test_every_logged_lead_is_kept_or_counted():
    logged = logged_decisions(MADE)
    table = logged.table.set_index("key")
    assert list(logged.table) == list(COLUMNS)
    assert logged.counts == {
        "logged": 13,
        "kept": 8,
        "no_propensity": 1,
        "not_in_book": 1,
        "too_young": 2,
        "never_arrived": 1,
        "no_outcome": 0,
        "not_in_model": 0,
        "taken": 2,
        "explored": 1,
        "overrides": 2,
        "otherwise": 2,
    }
    assert logged.left_out == 5
    assert set(table.index[table["taken"]]) == {"rule", "drawn"}
    assert set(table.index[table["override"]]) == {"person", "stopped"}
    assert table["y"].dropna().to_dict() == {"rule": 1.0, "drawn": 0.0}
    assert "1 that never reached sales" in logged.sentence()
    assert "8 can be used" in logged.sentence()


def test_what_the_rule_decides_without_the_draw_is_told_from_the_reason():
    today = logged_decisions(MADE).table.set_index("key")["today"]
    assert set(today.index[today]) == {"rule", "held", "stopped"}
    half = book(
        leads(a=(1, "won"), b=(None, "open"), c=(1, "lost")),
        scores(
            ("a", 0, "hand_off", 0.5, "exploration"),
            ("b", 0, "nurture", 0.5, "below_line"),
            ("c", 0, "hand_off", 0.6, "by hand"),
        ),
    )
    assert logged_decisions(half).table["today"].tolist() == [False, False, True]


def test_an_override_keeps_its_place_and_its_outcome_is_not_used():
    person = logged_decisions(MADE).table.set_index("key").loc["person"]
    assert not person["taken"]
    assert person[["y", "propensity"]].isna().all()
    after_no = book(
        leads(a=(3, "won")),
        scores(("a", 0, "nurture", 0.08, "below_line"), ("a", 2, "hand_off", np.nan, "override")),
    )
    (row,) = logged_decisions(after_no).table.to_dict("records")
    assert (row["taken"], row["propensity"]) == (False, 0.08)
    assert np.isnan(row["y"])


def test_an_earlier_date_knows_less():
    earlier = logged_decisions(MADE, as_of="2025-04-05")
    assert earlier.counts["logged"] == 12
    assert earlier.counts["too_young"] == 0
    assert logged_decisions(MADE, as_of="2025-01-20").counts["kept"] == 0


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("x", 0, "nurture", 1.2, "rule"), "between 0 and 1"),
        (("x", 0, "nurture", -0.1, "rule"), "between 0 and 1"),
        (("x", 0, "hand_off", 0.0, "exploration"), "chance 0 was handed off"),
        (("x", 0, "nurture", 1.0, "below_line"), "chance 1 was not handed off"),
    ],
)
def test_a_chance_that_cannot_be_is_refused_with_its_row_and_lead(row, problem):
    log = scores(("a", 0, "hand_off", 0.98, "rule"), row)
    with pytest.raises(BadInput, match=problem) as refused:
        logged_decisions(book(leads(a=(1, "won"), x=(1, "won")), log))
    assert "row 3, lead x" in str(refused.value)
    assert "override" in str(refused.value)


def test_a_log_without_chances_is_refused():
    bare = lk.Book({"leads": MADE.leads}, MADE.settings)
    blank = MADE.tables["scores"].assign(propensity=np.nan)
    without = MADE.tables["scores"].drop(columns="propensity")
    for one in (bare, book(MADE.leads, blank), book(MADE.leads, without)):
        with pytest.raises(BadInput, match="logs no chance") as refused:
            logged_decisions(one)
        assert "leadkit score --explore" in str(refused.value)


def test_a_book_without_dates_is_refused():
    undated = MADE.leads[["lead_id", "outcome"]]
    with pytest.raises(BadInput, match="no dates"):
        logged_decisions(book(undated, MADE.tables["scores"]))


def test_the_sample_is_read_as_its_columns_say(sample_book):
    logged = logged_decisions(sample_book)
    log, table = sample_book.table("scores"), logged.table
    old = log["at"] <= lk.turns(sample_book)["start"].max() - 90 * DAY
    assert abs(len(table) - old.sum()) < 20
    assert logged.counts["logged"] == len(log)
    assert (table["today"] == (table["points"] >= 45)).all()
    given = sample_book.leads.set_index("lead_id").loc[table["key"][table["taken"]]]
    won_in_time = (given["outcome"] == "won") & (
        given["closed_at"] - given["handed_off_at"] <= 90 * DAY
    )
    assert table["y"].sum() == won_in_time.sum()
    assert table["p"].isna().all()


def explored_book(n=300):
    """Make a book whose rule hands off by `pages`, explores .3 below it, and logs both."""
    rng = np.random.Generator(np.random.PCG64(5))
    pages = rng.poisson(3, n)
    chance = np.where(pages >= 3, 0.98, 0.3)
    taken = rng.random(n) < chance
    created = pd.Series(START + pd.to_timedelta(np.arange(n) * 8, unit="h"))
    table = pd.DataFrame(
        {
            "lead_id": [f"L{i}" for i in range(n)],
            "created_at": created,
            "handed_off_at": created.where(taken),
            "closed_at": (created + 9 * DAY).where(taken),
            "outcome": np.where(taken, np.where(pages > 4, "won", "lost"), "open"),
            "pages": pages.astype(float),
        }
    )
    log = table[["lead_id"]].assign(
        at=created,
        probability=np.nan,
        decision=np.where(taken, "hand_off", "nurture"),
        propensity=chance,
        reason=None,
    )
    after = {"lead_id": "last", "created_at": END, "outcome": "open", "pages": 1.0}
    table = pd.concat([table, pd.DataFrame([after])], ignore_index=True)
    return book(table.astype({"handed_off_at": "datetime64[us, UTC]"}), log)


def model_of(made, first_judged, *, forgotten=()):
    """Return a model judged on the leads from one on, trained on all earlier ones but some."""
    leads = made.leads.set_index("lead_id")
    judged = leads.index[leads["created_at"] >= START + first_judged * DAY]
    learned = leads.index[leads["handed_off_at"].notna()].difference(judged)
    manifest = Manifest(
        features=("pages",),
        is_bare=False,
        named_by_row=False,
        data_sha256="",
        trained_until=END.to_pydatetime(),
        reading=Reading(),
        sha256=dict.fromkeys(HASHED, ""),
        versions={},
    )
    classifier = DummyClassifier().fit(leads[["pages"]], leads["outcome"] == "won")
    return SavedModel(
        name="m",
        classifier=classifier,
        predictions=pd.Series(0.2, index=judged),
        points=pd.Series(np.nan, index=judged),
        trained_on=frozenset(learned.difference(forgotten)),
        verdict="usable",
        manifest=manifest,
    )


def test_with_a_model_leads_of_both_kinds_come_from_one_time():
    made = explored_book()
    forgotten = made.leads.loc[made.leads["handed_off_at"].notna(), "lead_id"].iloc[:20]
    logged = logged_decisions(made, model_of(made, 40, forgotten=forgotten))
    table, log = logged.table, made.table("scores")
    within = log[log["at"].between(START + 40 * DAY, END - 90 * DAY)]
    assert set(table["key"]) == set(within["lead_id"])
    assert logged.counts["not_in_model"] == (log["at"] < START + 40 * DAY).sum()
    assert 0 < table["taken"].sum() < len(table)
    assert (table["p"] == 0.2).all()
