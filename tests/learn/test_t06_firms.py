"""The game of three simulated firms: what can be seen of them, what is told, and the truth."""

import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, numbers

from leadkit.base import language
from leadkit.learn.lessons.accusing import EVERY, Game, draw_cards
from leadkit.learn.lessons.firms import FIRMS, LINES, answer, changes, quarters
from leadkit.learn.lessons.told_truth import PARTS, VERDICTS, WRONG, Accusation, told

SELLING, LEADS, HIDDEN = FIRMS


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def moved(firm):
    """Return the change of every line, luck left out."""
    before, after = quarters(firm.scenario)
    return {name: after.lines[name] / before.lines[name] - 1 for name in before.lines}


def accused(firm, verdict, *opened):
    return Accusation(firm, verdict, frozenset(opened))


def test_the_firms_were_alike_and_then_their_win_rate_fell():
    before = [quarters(firm.scenario)[0] for firm in FIRMS]
    assert before[0] == before[1] == before[2]
    falls = [quarters(firm.scenario)[1].won / before[0].won - 1 for firm in FIRMS]
    assert falls == pytest.approx([-0.18, -0.32, -0.30], abs=0.03)  # the simulator's known cards
    assert before[0].leads == pytest.approx(602, rel=0.02)
    assert before[0].won == pytest.approx(0.125, abs=0.002)


def test_the_card_that_tells_shows_what_went_wrong():
    sellers = moved(SELLING)
    assert sellers["first_two"] < -0.4
    assert abs(sellers["other_six"]) < 0.05
    mix = moved(LEADS)
    assert mix["list_share"] > 3
    assert -0.1 < mix["others"] < 0
    hidden = moved(HIDDEN)
    assert abs(hidden["list_share"]) < 0.15
    for firm in (LEADS, HIDDEN):
        assert abs(moved(firm)["own"]) < 0.03
        assert moved(firm)["first_two"] == pytest.approx(moved(firm)["other_six"], abs=0.05)
    assert hidden["others"] < -0.25


@pytest.mark.parametrize(
    ("firm", "worst"), [(SELLING, "people"), (LEADS, "quality"), (HIDDEN, "hidden")]
)
def test_the_truth_names_what_was_planted_and_its_parts_add_up(firm, worst):
    found = answer(firm.scenario)
    assert min(found["parts"], key=found["parts"].get) == worst
    named = [part for part, _label in PARTS]
    assert (
        sum(found["parts"][part] for part in named)
        == found["gap"]
        == found["after"] - found["before"]
    )


def test_only_what_is_open_can_be_seen():
    assert len(changes(SELLING, ())) == 2
    assert len(changes(SELLING, ("own",))) == 3
    assert len(changes(SELLING, EVERY)) == 2 + sum(map(len, LINES.values()))


@pytest.mark.parametrize(
    ("made", "head"),
    [
        (accused(SELLING, "selling", "sellers"), "True, and you can show it."),
        (accused(SELLING, "selling", "stages", "own"), "True, but by luck."),
        (accused(LEADS, "leads"), "True, but by luck."),
        (accused(HIDDEN, "leads", *EVERY), "True, and you can show it."),
        (accused(HIDDEN, "selling", *EVERY), "Not so."),
        (accused(HIDDEN, "cannot tell", "sources"), "Fair, but it can be told."),
    ],
)
def test_a_true_verdict_without_its_card_is_luck(made, head):
    assert made.head == head


def test_every_wrong_accusation_is_told_what_speaks_against_it():
    for firm in FIRMS:
        for verdict, _label in VERDICTS:
            is_named = (firm.scenario, verdict) in WRONG
            assert is_named == (verdict not in (firm.verdict, "cannot tell"))
    for key, text in WRONG.items():
        firm = next(firm for firm in FIRMS if firm.scenario == key[0])
        assert accused(firm, key[1]).evidence == text


def test_after_the_last_firm_all_three_are_summed_up(spoken):
    made = [
        accused(SELLING, "selling", "sellers"),
        accused(LEADS, "leads"),
        accused(HIDDEN, "selling", "sources", "calls"),
    ]
    said = told(made).text
    assert numbers(said)[:3] == [1, 2, 3]
    assert len(told(made[:2]).text) < len(said)


def test_the_first_accusation_of_a_firm_stands():
    live = Game().live
    closed = live.picture.value
    live.cards[EVERY.index("own")].value = True
    assert live.picture.value != closed
    live.following.click()
    assert "Accuse somebody first." in live.reply.value
    live.verdict.value = "leads"
    live.accuse.click()
    live.verdict.value = "selling"
    live.accuse.click()
    assert "Not so." in live.reply.value
    live.following.click()
    assert live.verdict.value is None
    assert "The second firm" in live.story.value


def test_nothing_is_cut_in_the_cards(spoken):
    assert_no_text_is_cut_or_meets_another(draw_cards(LEADS, EVERY))


def test_without_a_kernel_the_truth_is_folded_away(spoken):
    still = Game().html()
    assert still.count("<details>") == 2 * len(FIRMS)
    assert "<img" not in still
