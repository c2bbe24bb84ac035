"""One lesson, one game and one room, seen for a minute in a real browser; `make walk` sees all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from running_app import running

from leadkit.apps.market_game import Game
from leadkit.base.language import _, number
from leadkit.learn.checking import WORDS
from leadkit.learn.exercise import exercise
from leadkit.learn.lessons import labs

LATER = 120_000
SLIP = 32


@pytest.fixture
def served(tmp_path):
    own = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "IPYTHONDIR": str(tmp_path / "ipython")}
    return lambda *words: running(*words, **own)


def test_a_lesson_is_done_in_jupyterlab_by_keyboard(server, seat):
    with seat(server, "vi") as learner:
        lesson = learner.opens("t01_pull_and_push")
        lesson.run_all()
        expect(lesson.complaints()).to_have_count(0)
        asked, card = exercise("t01.2"), lesson.form("t01.2")
        reply = card.get_by_role("alert")
        named = next(one for one in asked.mistakes if one.fits(SLIP))

        def check(typed):
            card.get_by_role("textbox").focus()
            learner.page.keyboard.type(typed)
            lesson.enter(card, "Check")

        check(f"{SLIP}")
        expect(reply).to_contain_text(learner.word(WORDS["not right"][1]))
        expect(reply).to_contain_text(learner.word(named.say))
        lesson.enter(card, "Hint")
        expect(reply).to_contain_text(learner.word(asked.hints[0]))
        card.get_by_role("textbox").fill("")
        check(learner.reads(number, asked.right(), 0))
        expect(reply).to_contain_text(learner.word(WORDS["right"][1]))
        expect(reply).to_contain_text(learner.word(asked.why))
        assert learner.outside == []


@pytest.mark.walk
def test_a_quarter_of_the_market_is_played_by_keyboard(served, seat):
    with (
        served("app", "market", "--lang", "vi", "--no-browser") as app,
        seat(app, "vi") as player,
    ):
        player.page.goto(app.address, wait_until="commit")
        pull = player.page.get_by_role("spinbutton", name=player.word("Pull, % of the budget"))
        pull.focus(timeout=LATER)
        player.page.keyboard.press("ControlOrMeta+a")
        player.page.keyboard.type("12,5")
        player.page.keyboard.press("Enter")
        player.page.get_by_role("button", name=player.word("Play the quarter")).press("Enter")
        for sentence in player.reads(Game("alone", [(12.5,)]).sentences):
            expect(player.page.get_by_role("status").filter(has_text=sentence)).to_be_visible()
        assert player.outside == []


def test_a_lesson_is_played_by_two_of_a_room_and_edited_by_nobody(served, seat):
    market = labs()["t01.market"]
    start = market.start["pull"]
    with (
        served("serve", "--lang", "en") as room,
        seat(room, "en") as first,
        seat(room, "vi") as second,
    ):
        for one in (first, second):
            one.page.goto(f"{room.root}/{one.lang}?token={room.token}")
            title = one.reads(_, "Lessons and games")
            expect(one.page).to_have_title(title)
            one.page.get_by_role("main").get_by_role("link").first.press(
                "Enter", no_wait_after=True
            )
        for one in (first, second):
            slider = one.page.get_by_role("slider").first
            expect(slider).to_be_visible(timeout=LATER)
            expect(one.page.locator("html")).to_have_attribute("lang", one.lang)
        first.page.get_by_role("slider").first.press("ArrowRight")
        for one, pull in ((first, start + 1), (second, start)):
            shown = one.reads(market.say, pull=pull)
            expect(one.page.get_by_text(shown, exact=True)).to_be_visible()
            expect(one.page.locator(".cm-content, .jp-Cell")).to_have_count(0)
            assert one.outside == []
