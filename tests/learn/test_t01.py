import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, heights, ticks, words

from leadkit.base import figure, language
from leadkit.learn import check, play
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.market import best_split, market, wins

RIGHT = {
    "newsletter": "pull",
    "demo": "push",
    "guide": "pull",
    "callback": "push",
    "survey": "pull",
    "contract": "push",
    "quote": "push",
    "story": "pull",
}
MEDIUM = "Look at the newsletter again."
CAME_BY_PULL = "Look at the call back again."
UNSERVED = "Look at the survey again."
HAS_A_NAME = "One of the activities under pull is for a single customer"
HAS_NO_NAME = "One of the activities under push waits for anybody"


def test_wins_for_every_split():
    known = [15, 23.5, 32, 40.2, 36.8, 32, 25.6, 19.2, 12.8, 6.4, 0]
    assert [wins(pull) for pull in range(11)] == known


def test_without_pull_the_first_quarter_looks_unharmed():
    quarters = market(0)
    assert [quarter.leads for quarter in quarters] == [40, 20, 10, 5]
    assert [quarter.wins for quarter in quarters] == [8, 4, 2, 1]
    assert {quarter.calls for quarter in quarters} == {80}


def test_at_the_best_split_hardly_anybody_waits():
    assert best_split() == 3
    assert [quarter.leads for quarter in market(3)] == [40, 50, 55, 57.5]
    assert {quarter.calls for quarter in market(3)} == {56}


@pytest.mark.parametrize(("key", "answer"), [("t01.1", RIGHT), ("t01.2", "15"), ("t01.3", 3)])
def test_right_answers_are_told_why(key, answer):
    reply = check(key, answer)
    assert (reply.status, reply.code, reply.text) == ("right", "", exercise(key).why)


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("newsletter", "M44", MEDIUM),
        ("callback", "M42", CAME_BY_PULL),
        ("survey", "M53", UNSERVED),
        ("demo", "M42", HAS_A_NAME),
        ("contract", "M42", HAS_A_NAME),
        ("quote", "M42", HAS_A_NAME),
        ("guide", "M42", HAS_NO_NAME),
        ("story", "M42", HAS_NO_NAME),
    ],
)
def test_every_activity_put_on_the_other_side_is_named(row, code, says):
    reply = check("t01.1", RIGHT | {row: "push" if RIGHT[row] == "pull" else "pull"})
    assert (reply.status, reply.code) == ("not right", code)
    assert reply.text.startswith(says)


def test_an_activity_left_out_is_not_done_yet():
    assert check("t01.1", {row: RIGHT[row] for row in RIGHT if row != "survey"}).status == (
        "not done"
    )


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("t01.2", 32, "M02"),
        ("t01.2", 64, "M03"),
        ("t01.2", 8, "M08"),
        ("t01.2", 14, ""),
        ("t01.3", 5, "M27"),
        ("t01.3", 0, "M02"),
        ("t01.3", 1, "M02"),
        ("t01.3", 2, "M02"),
        ("t01.3", 4, "M47"),
        ("t01.3", 6, "M47"),
        ("t01.3", 10, "M47"),
        ("t01.3", 11, ""),
        ("t01.3", -1, ""),
    ],
)
def test_slips_are_named(key, answer, code):
    reply = check(key, answer)
    assert (reply.status, reply.code) == ("not right", code)


SAID = {
    "en": {
        "title": "32 wins in four quarters, and leads wait for calls",
        "leads": ["40 leads", "70 leads", "85 leads", "92.5 leads"],
        "quarters": ["quarter 1", "quarter 2", "quarter 3", "quarter 4"],
        "units": ["leads, calls a quarter", "wins a quarter"],
        "line": "calls possible:\n40",
    },
    "vi": {
        "title": "Bốn quý chốt 32 đơn, lead phải chờ cuộc gọi",
        "leads": ["40 lead", "70 lead", "85 lead", "92,5 lead"],
        "quarters": ["quý 1", "quý 2", "quý 3", "quý 4"],
        "units": ["lead, cuộc gọi mỗi quý", "đơn chốt mỗi quý"],
        "line": "gọi được:\n40 cuộc",
    },
}


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def test_the_picture_names_what_it_shows(spoken):
    said, drawn = SAID[spoken], play("t01.market").draw(pull=5)
    upper, lower = drawn.axes
    assert words(drawn)[0] == said["title"]
    assert ticks(upper.xaxis) == said["leads"]
    assert ticks(lower.xaxis) == said["quarters"]
    assert [ax.get_ylabel() for ax in drawn.axes] == said["units"]
    assert said["line"] in [text.get_text() for text in upper.texts]


def test_the_picture_draws_the_market():
    upper, lower = play("t01.market").draw(pull=5).axes
    assert heights(upper) == [40, 40, 40, 40, 30, 45, 52.5]
    assert heights(lower) == [8, 8, 8, 8]
    assert list(upper.lines[0].get_ydata()) == [40, 40]
    assert [text.get_text() for text in lower.texts] == ["8", "8", "8", "8"]
    assert min(upper.get_ylim()[0], lower.get_ylim()[0]) == 0


def test_leads_that_wait_are_hatched_and_each_side_has_its_colour():
    from matplotlib.colors import to_hex

    upper = play("t01.market").draw(pull=5).axes[0]
    called, waiting = upper.patches[:4], upper.patches[5:]
    assert {to_hex(bar.get_facecolor()).upper() for bar in called} == {figure.MARKETING}
    assert {bar.get_hatch() for bar in called} == {None}
    assert {bar.get_hatch() for bar in waiting} == {figure.UNSEEN}
    assert upper.lines[0].get_color() == figure.SALES
    assert upper.lines[0].get_marker() == "s"


@pytest.mark.parametrize("pull", [0, 3, 5, 7, 10])
def test_no_text_of_the_picture_is_cut_or_meets_another(spoken, pull):
    assert_no_text_is_cut_or_meets_another(play("t01.market").draw(pull=pull))


@pytest.mark.parametrize(
    ("pull", "who"), [(2, "callers wait for leads"), (3, "hardly anybody"), (4, "leads wait for")]
)
def test_the_title_says_who_waits(pull, who):
    assert who in words(play("t01.market").draw(pull=pull))[0]


def test_the_sentence_says_the_whole_picture():
    assert play("t01.market").say(pull=3) == (
        "Units on pull: 3 of 10. Quarter by quarter there are 40; 50; 55; 57.5 leads on offer, "
        "56 calls are possible each time, and 8; 10; 11; 11.2 are won: 40.2 in all."
    )
