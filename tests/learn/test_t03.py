import itertools
import re

import pytest
from ipywidgets import Checkbox
from made_lessons import assert_no_text_is_cut_or_meets_another, shown, words

from leadkit.base import figure, language
from leadkit.base.estimate import rate
from leadkit.learn import check, play
from leadkit.learn.checking import judge
from leadkit.learn.exercise import exercise
from leadkit.learn.forms import Form
from leadkit.learn.lessons.by_hand import Round, told
from leadkit.learn.lessons.cards import SIX, TWELVE
from leadkit.learn.lessons.deck import six_leads
from leadkit.learn.lessons.graders import Grades, two_graders
from leadkit.learn.lessons.judging import (
    BOXES,
    Sorted,
    clean_boxes,
    passing_six,
    screened_six,
    sort_by,
)

ALL = frozenset(name for name, _label in BOXES)
CLEAN = {"phone", "consent", "duplicate"}
CATCHES = {
    "phone": {"2", "8"},
    "consent": {"5", "11"},
    "duplicate": {"7"},
    "age": {"6"},
    "company": {"3", "12"},
    "work_mail": {"4", "10"},
}


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def ticked(*names):
    return {name: name in names for name in ALL}


def keys(cards):
    return {card.key for card in cards}


def test_the_screening_gives_the_six_leads_their_known_scores():
    scores = dict(zip([card.key for card in SIX], screened_six().scores["score"], strict=True))
    known = {"L1": 1.0, "L2": 0.9583, "L3": 0.8667, "L4": 0.8083, "L5": 0.3250, "L6": 0.8000}
    assert scores == pytest.approx(known, abs=5e-5)
    assert passing_six() == {"L1", "L2", "L3"}


def test_the_leads_that_sales_can_work_are_those_that_pass():
    assert {card.key for card in SIX if card.good} == passing_six()


def test_two_leads_above_the_line_fail_a_gate():
    above = screened_six().scores["score"] >= 0.75
    passed = [card.key in passing_six() for card in SIX]
    assert [card.key for card, high, ok in zip(SIX, above, passed, strict=True) if high > ok] == [
        "L4",
        "L6",
    ]


def test_the_range_named_for_three_of_six_is_wilsons():
    share = rate(3, 6)
    assert (round(100 * share.low), round(100 * share.high)) == (19, 81)
    assert "19 % to 81 %" in exercise("t03.2").why


def test_the_six_cards_show_everything_that_is_judged():
    html = six_leads()._repr_html_()
    for card in SIX:
        for fact in filter(None, (card.name, card.company, card.phone, card.email, card.province)):
            assert fact in html
    assert all(f">{score}<" in html for score in ("1.00", "0.96", "0.87", "0.81", "0.33", "0.80"))
    assert "asked not to be called" in html


@pytest.mark.parametrize("box", CATCHES)
def test_each_box_sets_aside_the_cards_it_is_meant_for(box):
    assert sort_by(frozenset({box})).aside == CATCHES[box]


def test_five_of_the_twelve_are_unworkable_and_two_have_no_flaw():
    assert sum(not card.good for card in TWELVE) == 5
    good = [card.key for card in TWELVE if card.good]
    assert [key for key in good if key not in sort_by(ALL).aside] == ["1", "9"]


def test_only_three_boxes_catch_all_and_block_nobody():
    assert clean_boxes() == CLEAN
    names = sorted(ALL)
    sets = itertools.chain.from_iterable(itertools.combinations(names, n) for n in range(7))
    assert [{*one} for one in sets if sort_by(frozenset(one)).is_clean] == [CLEAN]


def test_nobody_on_the_cards_can_be_called_or_written_to():
    for card in (*SIX, *TWELVE):
        assert re.fullmatch(
            r"(?:\+84 950|0950) 000 \d{3}|0123(?: 456 789)?|0955 555 555", card.phone
        )
        assert re.search(r"(?:^|\.example|@example\.(?:com|org))$", card.email), card.email


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("t03.1", ["L1", "L2", "L3"]),
        ("t03.1", "l3, L1 L2"),
        ("t03.2", "50%"),
        ("t03.2", 49.6),
        ("t03.3", CLEAN),
        ("t03.4", 2_500_000),
        ("t03.4", "2,500,000 ₫"),
    ],
)
def test_right_answers_are_told_why(key, answer):
    reply = check(key, answer)
    assert (reply.status, reply.code, reply.text) == ("right", "", exercise(key).why)


@pytest.mark.parametrize(
    ("key", "answer", "code", "says"),
    [
        ("t03.1", ["L1", "L2", "L3", "L6"], "M10", "Look at L6 again."),
        ("t03.1", ["L1", "L2", "L3", "L4"], "M11", "Look at L4 again."),
        ("t03.1", ["L1", "L2", "L3", "L5"], "M09", "Look at L5 again."),
        ("t03.1", ["L1", "L2"], "M33", "L2 and L3 have one blemish each."),
        ("t03.1", ["L1", "L3"], "M33", "L2 and L3 have one blemish each."),
        ("t03.1", ["L2", "L3"], "M33", "L1 is not among them."),
        ("t03.1", [card.key for card in SIX], "M10", "Look at L6 again."),
        ("t03.2", "66,7%", "M10", "A lead slipped through"),
        ("t03.2", 83.3, "M10", "A lead slipped through"),
        ("t03.2", 33.3, "M33", "That is stricter"),
        ("t03.2", 60, "M06", "3 of 5:"),
        ("t03.3", ALL, "M33", "Nothing bad passes"),
        ("t03.3", CLEAN | {"age"}, "M33", "Nothing bad passes"),
        ("t03.3", CLEAN - {"duplicate"}, "M11", "One customer would be called twice."),
        ("t03.3", CLEAN - {"consent"}, "M11", "Two people would be called"),
        ("t03.3", CLEAN - {"phone"}, "M09", "Two numbers are dead"),
        ("t03.3", [], "M09", "Nothing is asked"),
        ("t03.4", 3_000_000, "M55", "Ten leads carry both flags"),
        ("t03.4", 3_500_000, "M45", "That is the work saved."),
        ("t03.4", 4_000_000, "M45", "That is the work saved."),
        ("t03.4", 1_500_000, "M13", "That is one rule alone."),
        ("t03.4", 2_000_000, "", "None of the usual slips."),
    ],
)
def test_slips_are_named(key, answer, code, says):
    reply = check(key, answer)
    assert (reply.status, reply.code) == ("not right", code)
    assert reply.text.startswith(says)


@pytest.mark.parametrize("key", ["t03.1", "t03.3"])
def test_no_set_of_ticks_is_left_without_a_cause(key):
    asked = exercise(key)
    names = [name for name, _label in asked.kind.options]
    sizes = range(0 if asked.kind.may_be_none else 1, len(names) + 1)
    for one in itertools.chain.from_iterable(itertools.combinations(names, n) for n in sizes):
        reply = judge(asked, [*one])
        assert (reply.status == "right") == (set(one) == asked.right())
        assert reply.status == "right" or reply.code, one


def test_nothing_ticked_is_no_answer_to_the_first_and_one_to_the_third():
    assert check("t03.1", []).status == check("t03.3", ...).status == "not done"
    assert check("t03.3", []).status == "not right"


def test_boxes_are_ticked_and_checked():
    form = Form(exercise("t03.3"))
    assert {type(one) for one in form.live.inputs} == {Checkbox}
    assert not any(one.value for one in form.live.inputs)
    for one, (name, _label) in zip(form.live.inputs, BOXES, strict=True):
        one.value = name in CLEAN
    form.live.check.click()
    assert "✓ Right." in form.live.reply.value


def test_the_picture_puts_every_card_in_its_column_and_counts(spoken):
    drawn = play("t03.boxes").draw(**ticked("phone", "company"))
    (ax,) = drawn.axes
    placed = {text.get_text().split(" (")[0]: text.get_position()[0] for text in ax.texts[2:]}
    middle = sum(ax.get_xlim()) / 2
    aside = [card.name for card in TWELVE if card.key in {"2", "3", "8", "12"}]
    heads = [text for text in placed if ":" in text]
    assert sorted(name for name, x in placed.items() if x > middle and name not in heads) == sorted(
        aside
    )
    assert len(ax.patches) == len(TWELVE)
    counted = re.findall(r"\d+", words(drawn)[0])
    assert sorted(counted) == ["2", "2", "5", "7"]


def test_good_leads_lost_and_bad_ones_passed_stand_out():
    from matplotlib.colors import to_hex

    (ax,) = play("t03.boxes").draw(**ticked("phone", "company")).axes
    looks = [(to_hex(one.get_facecolor()).upper(), one.get_hatch()) for one in ax.patches]
    assert looks.count((figure.SALES, None)) == 2
    assert [hatch for _colour, hatch in looks].count(figure.UNSEEN) == 3
    bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold"]
    assert [text.split(" ")[0] for text in bold if "(" in text] == ["3", "12"]


def test_before_a_rule_works_the_picture_tells_of_no_card_what_it_is():
    (ax,) = play("t03.boxes").draw(**ticked()).axes
    assert [text.get_text() for text in ax.texts if "(" in text.get_text()] == []
    assert len({(one.get_facecolor(), one.get_hatch()) for one in ax.patches}) == 1


@pytest.mark.parametrize("boxes", [(), ("phone",), tuple(CLEAN), tuple(ALL)])
def test_no_text_of_the_picture_is_cut_or_meets_another(spoken, boxes):
    assert_no_text_is_cut_or_meets_another(play("t03.boxes").draw(**ticked(*boxes)))


def test_the_sentence_names_who_is_lost_and_who_slips_through():
    assert play("t03.boxes").say(**ticked("company", "consent")) == (
        "Asked of every lead: consent was given and the company is named. "
        "2 of 5 unworkable leads caught, 2 of 7 good leads blocked. "
        "Good leads lost: 3 Bùi Hải Hạnh and 12 Lê Hoài Yến. "
        "Passed on, though nobody can work them: 2 Đỗ Quốc Tuấn (dead number, no e-mail), "
        "7 Vu Thu Lan (lead 1 once more) and 8 Phan Ngọc Nga (dead number, no e-mail)."
    )
    assert play("t03.boxes").say(**ticked()) == (
        "Nothing is asked of a lead yet. 0 of 5 unworkable leads caught, 0 of 7 good leads blocked."
    )


def test_a_round_by_hand_runs_from_start_to_done_and_can_be_played_again():
    ticks = iter([100.0, 172.4, 500.0, 501.0])
    game = Round(clock=lambda: next(ticks))
    start, done = game.live.start, game.live.done
    sheet = game.live.box.children[2]
    assert sheet.children == ()
    start.click()
    assert len(sheet.children) == len(TWELVE) + 1
    for box, card in zip(game.live.boxes, TWELVE, strict=True):
        box.value = card.key in {"2", "5", "7", "8", "11", "12"}
    done.click()
    assert re.sub("<.*?>", "", game.live.reply.value) == (
        "72 seconds. 5 of 5 unworkable leads caught, 1 of 7 good leads blocked. "
        "Good leads lost: 12 Lê Hoài Yến. At this pace 1,000 leads take 1.7 hours."
    )
    start.click()
    assert game.live.reply.value == ""
    assert not any(box.value for box in game.live.boxes)
    done.click()
    assert "<b>1 second.</b> 0 of 5" in game.live.reply.value


def test_a_round_names_what_slipped_through():
    note = told(Sorted(frozenset({"2", "8", "5", "11"})), 60)
    assert "Passed on, though nobody can work them: 7 Vu Thu Lan (lead 1 once more)." in note.text
    assert "Good leads lost" not in note.text


def test_a_still_round_shows_the_leads_and_no_verdict():
    game = Round()
    still = game._repr_mimebundle_()
    assert list(still) == ["text/plain", "text/html"]
    assert still == Round()._repr_mimebundle_()
    assert all(card.name in still["text/html"] for card in TWELVE)
    assert not any(card.oddity in still["text/html"] for card in TWELVE if not card.good)


def test_two_graders_agree_on_forty_percent_of_what_luck_leaves_open():
    grades = two_graders()
    assert (grades.n, grades.agreed, grades.by_luck) == (50, 35, 25)
    assert grades.beyond_luck == pytest.approx(0.4)
    assert Grades(((118, 5), (2, 0))).beyond_luck == pytest.approx(-0.0234, abs=5e-5)


def test_the_graders_are_drawn_in_three_parts(spoken):

    ax = two_graders().plot()
    assert [bar.get_width() for bar in ax.patches] == [25, 10, 15]
    drawn = ax.figure
    assert_no_text_is_cut_or_meets_another(drawn)
    assert {"25", "10", "15"} <= {text.get_text() for text in shown(drawn)}
