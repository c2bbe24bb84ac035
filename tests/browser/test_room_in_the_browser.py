"""A room of twelve before one computer: each plays alone, and no page too many is opened."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from running_app import running

from leadkit.base.language import _

pytestmark = pytest.mark.walk
LATER, PEOPLE = 300_000, 12
MARKET = "/voila/render/{}/market.ipynb"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    place = tmp_path_factory.mktemp("room")
    own = {"JUPYTER_CONFIG_DIR": str(place / "config"), "IPYTHONDIR": str(place / "ipython")}
    with running("serve", "-n", PEOPLE // 2, **own) as server:
        yield server


def test_twelve_browsers_play_at_once_each_for_itself_and_one_more_is_told_why_not(room, seat):
    with ExitStack() as open_for:
        people = [open_for.enter_context(seat(room, ("en", "vi")[nr % 2])) for nr in range(PEOPLE)]
        for one in people:
            one.page.goto(room.address)
            one.page.goto(room.root + MARKET.format(one.lang), wait_until="commit")
        for nr, one in enumerate(people):
            name = one.reads(_, "Pull, % of the budget")
            pull = one.page.get_by_role("spinbutton", name=name)
            expect(pull).to_be_visible(timeout=LATER)
            pull.fill(f"{nr}")
            pull.press("Enter")
            one.page.get_by_role("button", name=one.reads(_, "Play the quarter")).press("Enter")
        for nr, one in enumerate(people):
            cell = one.page.locator("main tbody tr").first.locator("td").first
            expect(cell).to_contain_text(f"{nr}")
            assert one.outside == []
        assert len(room.kernels()) == PEOPLE
        late = open_for.enter_context(seat(room, "en"))
        late.page.goto(room.address)
        answer = late.page.goto(room.root + MARKET.format("en"))
        assert answer.status == 429
        expect(late.page).to_have_title("The room is full")
        people[0].page.goto(f"{room.root}/en")
        expect(people[0].page).to_have_title("Lessons and games")
        late.page.wait_for_timeout(3000)
        assert late.page.goto(room.root + MARKET.format("en")).status == 200
