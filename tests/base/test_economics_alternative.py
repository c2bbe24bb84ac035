import pytest

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput


def terms(**more):
    return Economics(value=1000, cost=50, **more)


def test_without_an_alternative_a_win_gains_its_value_and_a_handoff_pays_its_cost():
    plain = terms()
    assert (plain.gained, plain.paid, plain.break_even) == (1000, 50, 0.05)
    assert plain.drop_below is None
    assert set(plain.to_dict()) == {
        "value", "cost", "hours", "capacity", "per", "currency", "break_even",
    }  # fmt: skip


def test_known_lines_with_nurture_and_buying_anyway():
    assert terms(nurture=5, anyway=0.01, hours=1).line(60) == pytest.approx(0.115)
    tiers = terms(nurture=5, keeps=0.3)
    assert tiers.break_even == pytest.approx(0.06429, abs=5e-6)
    assert tiers.drop_below == pytest.approx(0.01667, abs=5e-6)
    assert terms(nurture=20, keeps=0.3).drop_below is None


def test_the_sentence_and_the_file_state_whatever_was_given():
    given = terms(currency="USD", nurture=5, keeps=0.3, anyway=0.01, doubt={"value": (800, 1200)})
    said = given.sentence().replace("\N{NO-BREAK SPACE}", " ")
    for part in (
        "nurturing a lead costs 5.00 $ and keeps 30 % of its chance",
        "1 % of the leads would buy without a handoff",
        "(50.00 $ − 5.00 $ + 1 % × 1,000 $) / (70 % × 1,000 $) = 7.9 %",
        "not sure: the worth of a win 800 $ to 1,200 $",
    ):
        assert part in said
    content = given.to_dict()
    assert content["doubt"] == {"value": [800, 1200]}
    assert (content["nurture"], content["keeps"], content["anyway"]) == (5, 0.3, 0.01)


def test_varied_changes_amounts_and_doubts_nothing():
    doubted = terms(doubt={"cost": (35, 80), "keeps": (0, 0.2)})
    assert doubted.varied(cost=80) == Economics(value=1000, cost=80)
    assert hash(doubted) == hash(terms())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"capacity": 0}, "no capacity: hand off nobody"),
        ({"nurture": 50}, "nurturing a lead must cost less"),
        ({"nurture": -1}, "not below 0"),
        ({"keeps": 1}, "keeps must be"),
        ({"anyway": float("nan")}, "anyway must be"),
        ({"anyway": 0.96}, "a win adds only"),
        ({"doubt": {"capacity": (1, 2)}}, "no amount capacity"),
        ({"doubt": {"hours": (1, 2)}}, "no amount hours"),
        ({"doubt": {"cost": (60, 80)}}, "does not lie between 60 and 80"),
        ({"doubt": {"value": (400, 1200), "cost": (40, 500)}}, "worth only"),
        ({"nurture": 5, "doubt": {"nurture": (1, 40), "cost": (35, 80)}}, "must cost less"),
    ],
)
def test_an_impossible_alternative_is_refused_with_a_remedy(wrong, words):
    with pytest.raises(BadInput, match=words) as error:
        terms(**wrong)
    assert error.value.fix
