"""Players at the market lab: by keyboard alone, in both languages, and nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect
from running_app import running_clinic

from leadkit.apps.market_game import WAYS, Game, compared
from leadkit.base.language import _

pytestmark = pytest.mark.walk
LATER = 120_000
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
ZOOMED = {"width": 640, "height": 450}


@dataclass(frozen=True)
class Players:
    """Players before the page, and the same games in the hands of the package."""

    reader: Any
    games: dict[str, Game] = field(default_factory=lambda: {way: Game(way) for way in WAYS})

    @property
    def page(self):
        return self.reader.page

    def named(self, role, text, **values):
        """Return a control by its role and its name, which the package has for it."""
        name = self.reader.reads(lambda: _(text).format(**values))
        return self.page.get_by_role(role, name=name, exact=True)

    def tab_to(self, control):
        """Press Tab until a control has the focus."""
        for _press in range(60):
            if control.evaluate("found => found === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{control} cannot be reached by Tab")

    def chooses(self, way):
        """Go to the chosen way by Tab, and by arrows to another."""
        self.tab_to(self.page.locator("input[type=radio]:checked"))
        wanted = self.page.locator("input[type=radio]").nth(list(WAYS).index(way))
        for _press in WAYS:
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{way} cannot be reached by arrows")

    def types(self, text, share, **values):
        """Go to a field by Tab, and put a number in the place of what stands there."""
        self.tab_to(self.named("spinbutton", text, **values))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(share)
        self.page.keyboard.press("Enter")

    def plays(self, way, **typed):
        """Type shares and play a quarter; see the answer that the package gives."""
        for text, share in typed.items():
            self.types(LABELS[text], share)
        self.tab_to(self.named("button", "Play the quarter"))
        self.page.keyboard.press("Enter")
        self.games[way].moves.append(tuple(float(one.replace(",", ".")) for one in typed.values()))
        self.hears(way)

    def hears(self, way):
        """See all that the package says of a game in the part that a screen reader speaks."""

        def said():
            return [*self.games[way].sentences(), *compared(self.games, way)]

        for sentence in self.reader.reads(said):
            spoken = self.page.get_by_role("status").filter(has_text=sentence)
            expect(spoken).to_be_visible()


LABELS = {
    "pull": "Pull, % of the budget",
    "marketing": "Marketing asks for, %",
    "sales": "Sales asks for, %",
}


@pytest.fixture(scope="module", params=["en", "vi"])
def players(request, seat, tmp_path_factory):
    place = tmp_path_factory.mktemp(request.param)
    own = {"JUPYTER_CONFIG_DIR": str(place / "config"), "IPYTHONDIR": str(place / "ipython")}
    with (
        running_clinic("--lang", request.param, app="market", **own) as app,
        seat(app, request.param) as reader,
    ):
        seated = Players(reader)
        reader.page.goto(app.address, wait_until="commit")
        expect(seated.named("button", "Play the quarter")).to_be_visible(timeout=LATER)
        yield seated


def test_the_page_says_its_language_and_its_goal(players):
    expect(players.page.locator("html")).to_have_attribute("lang", players.reader.lang)
    expect(players.page).to_have_title(players.reader.reads(_, "The market lab"))
    players.hears("alone")


def test_a_quarter_is_played_by_keyboard_with_a_comma_and_taken_back(players):
    players.plays("alone", pull="12,5")
    players.tab_to(players.named("slider", "Pull, % of the budget"))
    players.page.keyboard.press("ArrowRight")
    expect(players.named("spinbutton", "Pull, % of the budget")).to_have_value("14")
    players.tab_to(players.named("button", "Take it back"))
    players.page.keyboard.press("Enter")
    players.games["alone"].moves.pop()
    players.hears("alone")
    expect(players.named("spinbutton", "Pull, % of the budget")).to_have_value("12.5")


def test_all_eight_quarters_are_judged_and_changed_at_once(players):
    for _quarter in range(8):
        players.plays("alone", pull="50")
    players.chooses("whole")
    players.types("Quarter {n}: pull, %", "0", n=8)
    players.games["whole"].moves[:] = [*[(50.0,)] * 7, (0.0,)]
    players.hears("whole")


def test_two_players_first_for_themselves_and_then_for_the_firm(players):
    players.chooses("own")
    players.plays("own", marketing="100", sales="60")
    for _quarter in range(7):
        players.plays("own", marketing="100", sales="100")
    players.chooses("shared")
    for pull in ("65", "45", "40", "35", "35", "30", "20", "0"):
        players.plays("shared", pull=pull)
    expect(players.page.locator("main table")).to_have_count(2)


@pytest.mark.parametrize("size", [NARROW, ZOOMED, WIDE], ids=["narrow", "200 %", "wide"])
def test_nothing_is_cut_off_at_the_side(players, size):
    players.page.set_viewport_size(size)
    assert players.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert players.page.locator("main button, main label, main td, main th").evaluate_all(cut) == []


def test_nothing_was_asked_from_outside(players):
    assert players.reader.outside == []
