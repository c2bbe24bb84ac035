"""The market lab's widgets: a quarter is played, taken back, judged; two players; nothing live."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from leadkit.apps.market import market_lab
from leadkit.apps.market_game import GOALS, WAYS
from leadkit.base import language
from leadkit.cli.main import leadkit
from leadkit.learn.market_lab import best_plan, judge, run


@pytest.fixture
def live():
    return market_lab().live


def said(html):
    return re.sub(r"<[^>]+>", " ", html.value)


def shows(html, sentence):
    return " ".join(sentence.split()) in " ".join(said(html).split())


def play(live, *moves):
    for move in moves:
        for dial, value in zip(live.dials, move, strict=True):
            dial.number.value = value
        live.play.click()


def test_a_game_begins_with_its_goal_and_the_rules_open(live):
    assert shows(live.answer, GOALS["alone"])
    assert shows(live.head, "Quarter 1 of 8")
    assert "<details open>" in live.figures.value
    assert live.picture.value == ""


def test_a_quarter_is_played_and_taken_back(live):
    play(live, (0,), (30,))
    assert shows(live.head, "Quarter 3 of 8")
    assert shows(live.answer, "Quarter 2: 72 leads came, and sales could call 188. Callers waited")
    assert shows(live.answer, "So far the firm has earned 153 million ₫.")
    assert live.picture.value.count("<rect") == 2 * 2 * 2
    live.back.click()
    assert shows(live.head, "Quarter 2 of 8")
    assert live.pull.value == 30
    live.back.click()
    live.back.click()
    assert shows(live.answer, GOALS["alone"])


def test_nothing_of_the_best_is_shown_before_all_quarters_are_played(live):
    play(live, *[(50,)] * 7)
    shown = said(live.answer) + said(live.figures)
    assert "est p" not in shown
    play(live, (50,))
    for sentence in (judge(run([50] * 8)).against_the_best(), *judge(run([50] * 8)).why()):
        assert shows(live.answer, sentence)
    assert shows(live.figures, "The best plan")
    assert shows(live.figures, "The best possible 1,091 1,003 1,020")


def test_a_ninth_quarter_is_not_played(live):
    play(live, *[(50,)] * 9)
    assert len(live.game.moves) == 8
    assert shows(live.head, "All eight quarters are played")


def test_a_typed_number_beyond_the_budget_is_brought_back_to_it(live):
    live.pull.number.value = 250
    assert live.pull.value == live.pull.slider.value == 100
    live.pull.slider.value = 12.5
    assert live.pull.value == 12.5


def test_what_was_played_can_be_changed_all_at_once(live):
    plan = [60, *[50] * 7]
    play(live, *[(share,) for share in plan])
    live.way.value = "whole"
    assert [dial.value for dial in live.dials] == plan
    assert shows(live.answer, judge(run(plan)).against_the_best())
    assert "Best pull" not in live.figures.value
    live.whole[7].number.value = 0
    assert shows(live.answer, judge(run([*plan[:7], 0])).against_the_best())
    assert {live.play.layout.display, live.back.layout.display} == {"none"}
    live.again.click()
    assert shows(live.answer, GOALS["whole"])
    live.way.value = "alone"
    assert live.game.finished


def test_own_goals_are_compared_with_a_shared_one(live):
    live.way.value = "own"
    assert shows(live.answer, GOALS["own"])
    play(live, (100, 60))
    assert shows(live.answer, "Marketing asked for 100\N{NO-BREAK SPACE}%, sales for 60")
    assert shows(live.answer, "pull got 63\N{NO-BREAK SPACE}%.")
    assert shows(live.answer, "Marketing is paid for 87 leads so far, sales for the 153 million")
    assert "So far the firm" not in live.answer.value
    live.again.click()
    play(live, *[(100, 100)] * 8)
    assert shows(live.answer, "It is the pay that splits the budget, not bad will.")
    live.way.value = "shared"
    assert shows(live.answer, GOALS["shared"])
    play(live, *[(share,) for share in best_plan().pull])
    assert shows(live.answer, "the firm earned 870 million ₫; with one shared goal 1,020: 150 more")
    live.way.value = "own"
    assert shows(live.answer, "150 more")
    assert shows(live.figures, "Two players, one shared goal 1,091 1,003 1,020")


def test_a_screen_reader_hears_the_answer_and_every_control_has_its_name(live):
    assert 'role="status"' in live.answer.value
    dials = [live.pull, live.marketing, live.sales, *live.whole]
    named = [*(dial.number for dial in dials), live.play, live.back, live.again]
    assert all(one.description for one in named)
    assert all(dial.slider.tooltip for dial in dials)
    assert len({dial.number.description for dial in dials}) == len(dials)
    assert [name for _label, name in live.way.options] == list(WAYS)


def test_the_picture_says_in_words_what_it_shows(live):
    play(live, (20,))
    assert f'aria-label="{run([20]).sentence()}"' in live.picture.value
    assert 'class="wide"' in live.picture.value
    assert 'class="narrow"' in live.picture.value


def test_where_nothing_runs_it_is_rules_and_half_and_half_without_the_best():
    lab = market_lab()
    shown = lab._repr_mimebundle_()
    assert list(shown) == ["text/plain", "text/html"]
    assert shown["text/plain"] == run([50] * 8).sentence()
    assert "<svg" in shown["text/html"]
    assert "How this market works" in shown["text/html"]
    assert "est p" not in re.sub("<style>.*</style>", "", shown["text/html"], flags=re.DOTALL)
    assert "live" not in vars(lab)


def test_numbers_are_the_readers_own():
    language.use("vi")
    live = market_lab().live
    play(live, *[(37.5,)] * 8)
    assert shows(live.figures, "1.020")
    assert "38%" in live.picture.value


def test_the_command_says_what_it_takes():
    said = CliRunner().invoke(leadkit, ["app", "market", "--help"])
    assert said.exit_code == 0
    assert "--no-browser" in said.output
    assert CliRunner().invoke(leadkit, ["app", "market", "book"]).exit_code == 2
