"""What the game of three firms shows in figures adds up as it is shown."""

import re

import pytest

from leadkit.base import language
from leadkit.learn.lessons.accusing import Game
from leadkit.learn.lessons.firms import FIRMS
from leadkit.learn.lessons.told_truth import Accusation

FIGURE = re.compile(r"[-−+]?\d[\d.,]*\d")


def tenths(text):
    """Return the figures of a text that have one decimal, in tenths."""
    shown = [one for one in FIGURE.findall(text) if re.search(r"[.,]\d$", one)]
    return [int(re.sub(r"[.,]", "", one).replace("−", "-")) for one in shown]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("place", range(len(FIRMS)))
def test_the_parts_shown_add_up_to_the_gap_shown_and_to_the_fall_told(lang, place):
    language.use(lang)
    gap, *parts = tenths(Accusation(FIRMS[place], "leads", frozenset()).truth)
    assert len(parts) >= 2
    assert sum(parts) == gap
    game = Game()
    story = game.html().split("<b>")[place + 1].split("<details>")[0]
    before, after = tenths(story)
    assert after - before == gap
