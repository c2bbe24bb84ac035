"""The time to the first attempt: known answer, other library, groups, reps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_talk import at
from statsmodels.duration.survfunc import SurvfuncRight

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import WorkingTime
from leadkit.review.audit.first_attempt import FirstAttempts, first_attempts

ALWAYS = WorkingTime(days=(0, 1, 2, 3, 4, 5, 6), spans=(("00:00", "23:59"),))
NOW = at("2026-06-30 12:00")


def made(waits, *, decided=(), now=NOW, **about):
    """Turns by hours waited; None with hours since the handoff for those never touched."""
    rows = []
    for place, wait in enumerate(waits):
        touched = not isinstance(wait, tuple)
        start = now - pd.Timedelta(hours=700 if touched else wait[0])
        response = start + pd.Timedelta(hours=wait) if touched else pd.NaT
        ended = start + pd.Timedelta(hours=1) if place in decided else pd.NaT
        rows.append((f"L{place}", f"L{place}", start, response, pd.NaT, ended, pd.NaT))
    names = ["lead_id", "account_id", "handed_off_at", "first_response_at", "accepted_at",
             "rejected_at", "closed_at"]  # fmt: skip
    turns = pd.DataFrame(rows, columns=names)
    for name in names[2:]:
        turns[name] = pd.to_datetime(turns[name], utc=True)
    return turns.assign(**{"source": "web", "owner": "rep", **about})


KNOWN = [0.5, 1, 1, 2, 4, 30, (200,), (200,), (3,), (3,)]


def test_the_known_answer_by_kaplan_and_meier_and_what_naive_counts_say():
    found = first_attempts(made(KNOWN), NOW, ALWAYS, 240, within=4)
    curve = [found.at(hours).value for hours in (0.5, 1, 2, 4, 30)]
    assert curve == pytest.approx([0.10, 0.30, 0.40, 0.55, 0.70], abs=1e-9)
    assert found.naive["mean_hours_of_called"] == pytest.approx(6.42, abs=0.01)
    assert found.naive["in_time_of_called"] == pytest.approx(0.83, abs=0.005)
    assert found.naive["in_time_open_as_missed"] == pytest.approx(0.5)
    assert (found.never_touched.events, found.never_touched.n) == (4, 10)


def test_a_promise_beyond_the_usual_horizon_still_counts_leads_never_touched():
    found = first_attempts(made([1.0] * 20 + [(600,)] * 20), NOW, ALWAYS, within=120)
    assert found.at(120).value == pytest.approx(0.5)


def test_it_is_the_curve_and_the_error_of_statsmodels():
    rng = np.random.default_rng(3)
    waits = [
        float(x) if x < y else (float(y),) for x, y in rng.exponential([9, 20], (80, 2)).round(1)
    ]
    found = first_attempts(made(waits), NOW, ALWAYS, 200)
    course = found.course
    theirs = SurvfuncRight(course["hours"], course["state"] == "attempted")
    for time, surv, error in zip(
        theirs.surv_times, theirs.surv_prob, theirs.surv_prob_se, strict=True
    ):
        ours = found.at(float(time))
        assert ours.value == pytest.approx(1 - surv)
        if 0 < surv < 1 and np.isfinite(error):
            width = 1.959964 * error / (surv * -np.log(surv))
            ends = (1 - surv ** np.exp(-width), 1 - surv ** np.exp(width))
            assert (ours.low, ours.high) == pytest.approx(ends, rel=1e-6)


def test_who_was_decided_without_an_attempt_never_gets_one():
    """Ten leads, one touched after an hour; the others, two hours old, were returned untouched."""
    waits = [1.0, *[(2.0,)] * 9]
    still_open = first_attempts(made(waits), NOW, ALWAYS, 40)
    returned = first_attempts(made(waits, decided=range(1, 10)), NOW, ALWAYS, 40)
    assert still_open.at(30).value == pytest.approx(0.1)
    assert returned.course["hours"].tolist()[1:] == [40.0] * 9
    assert returned.course["state"].tolist() == ["attempted"] + ["never"] * 9
    late = first_attempts(made([1.0, 5.0, *[(2.0,)] * 8], decided=range(2, 10)), NOW, ALWAYS, 40)
    assert late.at(30).value == pytest.approx(0.2)


def test_small_groups_show_counts_and_reps_stand_by_name():
    waits = [1.0] * 40 + [9.0] * 20 + [1.0, 9.0] * 30
    turns = made(waits, owner=["b"] * 40 + ["c"] * 20 + ["a"] * 60)
    turns["source"] = ["web"] * 110 + ["fair"] * 10
    found = first_attempts(turns, NOW, ALWAYS)
    by = found.by("source").set_index("source")
    assert by.loc["fair", "share"].refused
    assert not by.loc["web", "share"].refused
    reps = found.reps
    assert reps["owner"].tolist() == ["a", "b", "c"]
    assert reps["verdict"].tolist() == ["within luck", "more", "fewer"]
    assert reps["in_time"].tolist() == [30, 40, 0]


def test_equal_reps_stay_within_luck():
    """In about one draw of twenty one rep of twelve falls outside, not in one of two."""
    rng = np.random.default_rng(0)
    owner = np.repeat([f"r{n:02}" for n in range(12)], 45)
    outside = 0
    for _draw in range(40):
        waits = rng.choice([1.0, 9.0], len(owner), p=[0.4, 0.6])
        course = pd.DataFrame({"owner": owner, "hours": waits, "state": "attempted"})
        found = FirstAttempts(course=course, within=4, horizon=80)
        outside += (found.reps["verdict"] != "within luck").any()
    assert outside <= 6


def test_it_refuses_what_it_cannot_say():
    with pytest.raises(TooLittleData, match="nobody waited"):
        first_attempts(made([]), NOW, ALWAYS)
    found = first_attempts(made(KNOWN), NOW, ALWAYS)
    with pytest.raises(BadInput, match="looks 80 working hours ahead"):
        found.at(81)
    assert "too few" in found.sentence()
    assert found.to_dict()["attained"]["value"] is None
