import pytest

from leadkit.base.economics import Economics, written_hours
from leadkit.base.errors import BadInput
from leadkit.base.language import NO_BREAK


def terms(**more):
    return Economics(**{"value": 1000, "cost": 50, **more})


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
    dropped = terms(nurture=20, keeps=0.3)
    assert dropped.drop_below is None
    assert (dropped.gained, dropped.paid) == (1000, 50)
    assert terms(hours=2).line(60) == pytest.approx(0.17)


def test_nurturing_pays_up_to_what_a_lead_at_break_even_keeps():
    assert terms(nurture=20, keeps=0.3, anyway=0.1).nurtures
    assert not terms(nurture=25, keeps=0.5).nurtures
    assert terms(nurture=24.9, keeps=0.5).nurtures


def test_the_sentence_and_the_file_state_whatever_was_given():
    given = terms(currency="USD", nurture=5, keeps=0.3, anyway=0.01, doubt={"value": (800, 1200)})
    said = given.sentence().replace(NO_BREAK, " ")
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


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"nurture": 5}, "; nurturing a lead costs 5.00 $; break-even is (50.00 $ − 5.00 $) / "),
        ({"keeps": 0.333}, "costs 0.00 $ and keeps 33.3 % of its chance; break-even is 50.00 $ / "),
        ({"keeps": 0.3006}, " and keeps 30.1 % of its"),
        ({"nurture": 20, "keeps": 0.3}, "chance, which does not pay: whoever is not handed off is"),
        ({"anyway": 0.01}, "break-even is (50.00 $ + 1 % × 1,000 $) / 1,000 $ = 6.0 %"),
        ({"capacity": 9}, "; sales can take 9 leads in all"),
        ({"hours": 1.25, "capacity": 9, "per": "month"}, "1.25 h; sales can take 9 hours a month"),
        ({"hours": 2, "doubt": {"hours": (1.5, 3), "keeps": (0, 0.2)}},
         "the hours a lead takes 1.5 to 3, the share that nurturing keeps 0 % to 20 %"),
    ],
)  # fmt: skip
def test_the_sentence_says_no_more_than_was_given(more, said):
    text = terms(currency="USD", **more).sentence().replace(NO_BREAK, " ")
    assert said in text
    assert ("dropped" in text) == (more == {"nurture": 20, "keeps": 0.3})


def test_hours_have_two_decimals_at_most():
    assert list(map(written_hours, (2, 1.5, 1.25, 1.2345))) == ["2", "1.5", "1.25", "1.23"]


def test_varied_changes_amounts_and_doubts_nothing():
    doubted = terms(doubt={"cost": (35, 80), "keeps": (0, 0.2)})
    assert doubted.varied(cost=80) == Economics(value=1000, cost=80)
    assert hash(doubted) == hash(terms())


def test_every_amount_can_be_doubted_up_to_the_amount_itself():
    low, high = {}, {}
    given = {"hours": 2, "nurture": 5, "keeps": 0.3, "anyway": 0.01}
    for name, amount in {"value": 1000, "cost": 50, **given}.items():
        low[name], high[name] = (amount / 2, amount), (amount, amount * 1.5)
    assert terms(**given, doubt=low).doubt == low
    assert terms(**given, doubt=high).doubt == high


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"capacity": 0}, "no capacity: hand off nobody"),
        ({"nurture": 50}, "nurturing a lead must cost less"),
        ({"nurture": -1}, "not below 0"),
        ({"keeps": 1}, "keeps must be"),
        ({"anyway": float("nan")}, "anyway must be"),
        ({"anyway": 0.96}, "a win adds only"),
        ({"cost": 500, "anyway": 0.5}, "a win adds only"),
        ({"cost": 1000}, "worth only"),
        ({"cost": 0}, "cost must be a number above 0"),
        ({"hours": 0}, "hours must be a number above 0"),
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
