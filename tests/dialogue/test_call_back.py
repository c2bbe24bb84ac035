import numpy as np
import pandas as pd
import pytest
from made_talk import make_talk
from sklearn.metrics import cohen_kappa_score

from leadkit.base.errors import BadInput
from leadkit.dialogue.feedback_report.call_back import (
    compared,
    draw_calls,
    has_answers,
    read_calls,
)
from leadkit.dialogue.feedback_report.endings import endings
from leadkit.journey import turns


@pytest.fixture
def many():
    """Return a hundred ended leads: sixty for the price, thirty without need, ten others."""
    reasons = ["LOST_PRICE"] * 60 + ["NO_NEED"] * 30 + ["OTHER"] * 10
    ids = [f"L{place:03}" for place in range(100)]
    return pd.DataFrame({"lead_id": ids, "account_id": ids, "reason": reasons})


@pytest.fixture
def book(many):
    leads = pd.DataFrame({"lead_id": many["lead_id"], "phone": "0912345678"})
    made = make_talk()
    return type(made)({"leads": leads}, made.settings)


def test_a_list_holds_each_reason_by_its_share(many, book):
    drawn = draw_calls(many, book, 20)
    reasons = many.set_index("lead_id").loc[drawn["lead_id"], "reason"].value_counts()
    assert reasons.to_dict() == {"LOST_PRICE": 12, "NO_NEED": 6, "OTHER": 2}
    assert drawn.columns.tolist() == ["lead_id", "phone", "buyer_code", "note"]
    assert not drawn["lead_id"].is_monotonic_increasing
    pd.testing.assert_frame_equal(drawn, draw_calls(many, book, 20))


def test_whoever_calls_does_not_see_what_sales_wrote(many, book):
    assert not draw_calls(many, book, 20).isin(many["reason"].unique()).any(axis=None)


def test_nobody_to_call_is_refused(many, book):
    with pytest.raises(BadInput, match="nobody to call back"):
        draw_calls(many.head(0), book, 20)


def test_agreement_is_cohens_kappa(many):
    rng = np.random.default_rng(0)
    buyer = many["reason"].where(rng.random(100) < 0.7, "LOST_PRODUCT")
    found = compared(many["reason"], buyer, many["account_id"])
    assert found.codes.value == pytest.approx(cohen_kappa_score(many["reason"], buyer))
    assert found.codes.low < found.codes.value < found.codes.high
    assert found.groups.value > found.codes.value  # price and product are one group
    assert found.moves.iloc[0][["seller", "buyer"]].tolist() == ["LOST_PRICE", "LOST_PRODUCT"]
    assert found.table["n"].sum() == 100


def test_answers_are_read_and_blanks_wait(many, tmp_path):
    path = tmp_path / "calls.csv"
    answers = many[["lead_id"]].assign(buyer_code=["lost_price"] * 50 + [""] * 50)
    answers.head(60).to_csv(path, index=False)
    found = read_calls(path, many)
    assert (found.listed, found.waiting, found.agree.events, found.agree.n) == (60, 10, 50, 50)


def test_few_answers_are_counted_and_not_judged(many):
    found = compared(many["reason"].head(10), many["reason"].head(10))
    assert found.codes.refused
    assert "10 answered; 10 give the reason that sales wrote: too few" in found.sentence()


@pytest.mark.parametrize(
    ("lead", "code", "problem"),
    [
        ("L001", "LOST_PRIZE", "row 3, column buyer_code.*did you mean LOST_PRICE"),
        ("L999", "OTHER", "row 3, column lead_id: 'L999' is no lead"),
        ("L000", "OTHER", "row 3, column lead_id: 'L000' is on the list twice"),
    ],
)
def test_a_fault_is_named_with_its_row(many, tmp_path, lead, code, problem):
    path = tmp_path / "calls.csv"
    path.write_text(f"lead_id,buyer_code\nL000,OTHER\n{lead},{code}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=problem):
        read_calls(path, many)


def test_a_list_without_its_columns_is_refused(many, tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("lead_id,code\nL000,OTHER\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column buyer_code"):
        read_calls(path, many)


def test_a_list_with_anything_written_has_answers(tmp_path):
    path = tmp_path / "calls.csv"
    assert not has_answers(path)
    path.write_text("lead_id,buyer_code,note\nA,,\n", encoding="utf-8")
    assert not has_answers(path)
    path.write_text("lead_id,buyer_code,note\nA,,not reached\n", encoding="utf-8")
    assert has_answers(path)


def test_a_returned_lead_is_not_a_lost_one():
    book = make_talk()
    table = endings(book, turns(book)).set_index("lead_id")
    assert table["part"].to_dict() == {"B": "returned", "E": "lost"}
    assert table["reason"].to_dict() == {"B": "DATA_INVALID", "E": "LOST_PRICE"}
