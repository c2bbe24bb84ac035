import pytest
from made_lessons import assert_no_text_is_cut_or_meets_another, ticks, widths, words

from leadkit.base import figure, language
from leadkit.learn import check, play
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons.cohort import on
from leadkit.learn.lessons.t02 import attainment
from leadkit.learn.lessons.waiting import acceptance

ROAD = ["new", "inquiry", "mql", "handed_off", "accepted", "working", "sql", "opportunity", "won"]


def swapped(one, two):
    """Return the road with two stages in each other's place."""
    places = {one: two, two: one}
    return [places.get(stage, stage) for stage in ROAD]


def plain(text):
    return text.replace(language.NO_BREAK, " ")


@pytest.fixture(params=language.LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def test_three_ways_to_count_the_waiting():
    counts = [acceptance(counted) for counted in ("apart", "refused", "accepted")]
    assert counts == [(36, 50), (36, 60), (46, 60)]
    assert [round(100 * part / of) for part, of in counts] == [72, 60, 77]


@pytest.mark.parametrize(
    ("day", "won", "lost", "still_open", "rate"),
    [
        (1, 0, 0, 100, None),
        (9, 0, 0, 100, None),
        (10, 0, 40, 60, 0),
        (45, 0, 40, 60, 0),
        (70, 20, 40, 40, 1 / 3),
        (79, 20, 40, 40, 1 / 3),
        (80, 20, 80, 0, 0.2),
        (120, 20, 80, 0, 0.2),
    ],
)
def test_what_is_known_on_a_day(day, won, lost, still_open, rate):
    today = on(day)
    assert (today.won, today.lost, today.open, today.closed_only) == (won, lost, still_open, rate)


def test_a_day_is_ripe_when_the_window_is_over_whatever_is_closed():
    assert [on(day).is_ripe for day in (80, 89, 90)] == [False, False, True]


def test_calls_in_time_of_all_that_were_promised():
    assert attainment() == 55


@pytest.mark.parametrize(
    ("key", "answer"), [("t02.1", ROAD), ("t02.2", "72%"), ("t02.3", "c"), ("t02.4", 55)]
)
def test_right_answers_are_told_why(key, answer):
    reply = check(key, answer)
    assert (reply.status, reply.code, reply.text) == ("right", "", exercise(key).why)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (swapped("accepted", "handed_off"), "M54"),
        (swapped("mql", "handed_off"), "M09"),
        (swapped("sql", "opportunity"), "M43"),
        (swapped("new", "inquiry"), ""),
    ],
)
def test_stages_out_of_order_are_named(answer, code):
    reply = check("t02.1", answer)
    assert (reply.status, reply.code) == ("not right", code)


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("t02.2", 60, "M07"),
        ("t02.2", 76.7, "M54"),
        ("t02.2", 77, "M54"),
        ("t02.2", 45, "M06"),
        ("t02.2", 18, "M06"),
        ("t02.2", 28, "M43"),
        ("t02.2", 71, ""),
        ("t02.3", "A", "M08"),
        ("t02.3", "B", "M18"),
        ("t02.3", "D", "M56"),
        ("t02.4", "78,6", "M08"),
        ("t02.4", 70, "M06"),
        ("t02.4", 30, "M43"),
        ("t02.4", 54, ""),
    ],
)
def test_slips_are_named(key, answer, code):
    reply = check(key, answer)
    assert (reply.status, reply.code) == ("not right", code)


def test_the_dates_on_offer_give_the_figures_they_name():
    shares = [100 * on(day).closed_only for day in (45, 70, 90)]
    assert [round(share, 1) for share in (*shares, sum(shares) / 3)] == [0, 33.3, 20, 17.8]
    labels = [label for _letter, label in exercise("t02.3").kind.options]
    assert [label.split(" %")[0] for label in labels] == ["0", "33.3", "20", "17.8"]
    assert [label.split("day ")[-1] for label in labels[:3]] == ["45", "70", "90"]


def test_the_stages_are_not_offered_in_their_order():
    offered = [stage for stage, _label in exercise("t02.1").kind.items]
    assert sorted(offered) == sorted(ROAD)
    assert check("t02.1", offered).status == "not right"


WAITING = {
    "en": {
        "titles": [
            "72 % accepted: 36 of the 50 leads with an answer; 10 wait",
            "60 % accepted, if the 10 that wait are counted as refused",
            "77 % accepted, if the 10 that wait are counted as accepted",
        ],
        "stages": ["all leads", "MQL", "handed off", "accepted", "rejected", "waiting"],
        "units": ["leads", "accepted, % of the leads counted"],
    },
    "vi": {
        "titles": [
            "Tiếp nhận 72%: 36 trên 50 lead đã có câu trả lời; 10 đang chờ",
            "Tiếp nhận 60%, nếu coi 10 lead đang chờ như bị từ chối",
            "Tiếp nhận 77%, nếu coi 10 lead đang chờ như đã tiếp nhận",
        ],
        "stages": ["mọi lead", "MQL", "đã bàn giao", "đã tiếp nhận", "đã từ chối", "đang chờ"],
        "units": ["lead", "tiếp nhận, % số lead được tính"],
    },
}


def test_the_picture_of_the_waiting_names_what_it_shows(spoken):
    said, lab = WAITING[spoken], play("t02.waiting")
    drawn = [lab.draw(counted=counted) for counted in ("apart", "refused", "accepted")]
    assert [plain(words(sheet)[0]) for sheet in drawn] == said["titles"]
    upper, lower = drawn[0].axes
    assert ticks(upper.yaxis) == said["stages"]
    assert [ax.get_xlabel() for ax in (upper, lower)] == said["units"]


@pytest.mark.parametrize(
    ("counted", "bars", "rate"),
    [
        ("apart", [200, 80, 60, 36, 14, 10], 72),
        ("refused", [200, 80, 60, 36, 14, 10], 60),
        ("accepted", [200, 80, 60, 36, 10, 14], 76.666667),
    ],
)
def test_the_waiting_are_hatched_wherever_they_are_counted(counted, bars, rate):
    upper, lower = play("t02.waiting").draw(counted=counted).axes
    assert widths(upper) == bars
    hatched = [bar for bar in upper.patches if bar.get_hatch()]
    assert [bar.get_width() for bar in hatched] == [10]
    assert hatched[0].get_x() == {"apart": 0, "refused": 14, "accepted": 36}[counted]
    assert widths(lower) == [rate]


def test_the_rate_is_shown_with_its_out_of_how_many():
    lower = play("t02.waiting").draw(counted="apart").axes[1]
    assert [text.get_text() for text in lower.texts] == ["36 of 50"]


@pytest.mark.parametrize("counted", ["apart", "refused", "accepted"])
def test_no_text_of_the_waiting_is_cut_or_meets_another(spoken, counted):
    assert_no_text_is_cut_or_meets_another(play("t02.waiting").draw(counted=counted))


def test_the_lab_of_the_waiting_does_not_open_on_the_answer():
    assert "72" not in repr(play("t02.waiting"))


DAYS = {
    "en": {
        45: "Not ripe on day 45: 60 of 100 leads are open, the window is not over",
        90: "Ripe: 20 of 100 leads won within 90 days, 20 %",
        "units": ["leads", "days since the handoff", "won, % of closed leads"],
        "today": ["window ends: day 90", "day 70: 33.3 %"],
        "line": (
            "Day 70: 20 won, 40 lost, 40 open; of closed leads alone: 33.3 %. "
            "For the report: not ripe before day 90."
        ),
    },
    "vi": {
        45: "Ngày 45, chưa đủ thời gian theo dõi: 60 trên 100 lead còn mở",
        90: "Đã đủ thời gian: 20 trên 100 lead chốt trong 90 ngày, 20%",
        "units": ["lead", "số ngày từ lúc bàn giao", "chốt, % lead có kết quả"],
        "today": ["hết thời hạn: ngày 90", "ngày 70: 33,3%"],
        "line": (
            "Ngày 70: 20 chốt, 40 mất, 40 còn mở; chỉ tính lead đã có kết quả: 33,3%. "
            "Câu cho báo cáo: chưa đủ thời gian theo dõi, chờ đến ngày 90."
        ),
    },
}


def test_the_picture_of_a_day_names_what_it_shows(spoken):
    said, lab = DAYS[spoken], play("t02.day")
    for day in (45, 90):
        assert plain(words(lab.draw(day=day))[0]) == said[day]
    upper, lower = lab.draw(day=70).axes
    assert [upper.get_xlabel(), lower.get_xlabel(), lower.get_ylabel()] == said["units"]
    assert [plain(text.get_text()) for text in lower.texts] == said["today"]
    assert plain(lab.say(day=70)) == said["line"]


def test_a_day_draws_nothing_that_is_not_known_yet():
    upper, lower = play("t02.day").draw(day=70).axes
    assert widths(upper) == [20, 40, 40]
    assert [bar.get_hatch() for bar in upper.patches] == [None, None, figure.UNSEEN]
    window, line, dot = lower.lines
    assert list(window.get_xdata()) == [90, 90]
    assert list(line.get_xdata()) == list(range(10, 71))
    assert sorted(set(line.get_ydata().round(1))) == [0, 33.3]
    assert (list(dot.get_xdata()), list(dot.get_ydata().round(1))) == ([70], [33.3])


def test_before_anything_is_closed_there_is_no_line():
    lower = play("t02.day").draw(day=9).axes[1]
    assert [list(line.get_xdata()) for line in lower.lines] == [[90, 90]]
    assert [text.get_text() for text in lower.texts][1] == "no lead is closed yet"
    assert "no rate yet" in play("t02.day").say(day=9)


def test_once_the_window_is_over_the_line_is_for_the_report():
    assert plain(play("t02.day").say(day=95)) == (
        "Day 95: 20 won, 80 lost, 0 open; of closed leads alone: 20 %. "
        "For the report: 20 of 100 leads won within 90 days."
    )


@pytest.mark.parametrize("day", [1, 10, 45, 61, 70, 85, 91, 120])
def test_no_text_of_a_day_is_cut_or_meets_another(spoken, day):
    assert_no_text_is_cut_or_meets_another(play("t02.day").draw(day=day))
