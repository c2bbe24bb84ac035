from __future__ import annotations

import base64
import re

import pytest
from ipywidgets import IntSlider, RadioButtons

from leadkit.base import figure
from leadkit.base.errors import BadInput
from leadkit.learn import play
from leadkit.learn.lab import Lab, Slider, Switch

CONTROLS = (
    Slider("pull", "Units on pull", 0, 10, 4),
    Slider("rate", "Share won, %", 0, 100, 50),
    Switch("view", "Shown", (("all", "in all"), ("one", "by source")), "all"),
)


def draw(pull, rate, view):
    sheet = figure.blank(2)
    sheet.subplots().plot([0, pull], [0, rate], label=view)
    return sheet


def say(pull, rate, view):
    return f'{pull} "units" <{view}> at {rate}.'


@pytest.fixture
def lab():
    return Lab("x01.market", CONTROLS, draw, say)


def test_a_lab_starts_from_its_controls(lab):
    assert lab.start == {"pull": 4, "rate": 50, "view": "all"}
    assert repr(lab) == '4 "units" <all> at 50.'


def test_controls_fit_their_values_and_show_them_to_be_typed(lab):
    pull, rate, view = lab.live.controls.values()
    assert [type(one) for one in (pull, rate, view)] == [IntSlider, IntSlider, RadioButtons]
    assert [one.description for one in (pull, rate, view)] == [
        "Units on pull",
        "Share won, %",
        "Shown",
    ]
    assert (pull.min, pull.max, pull.step, pull.value, pull.readout) == (0, 10, 1, 4, True)
    assert (rate.min, rate.max, rate.step, rate.value, rate.readout) == (0, 100, 1, 50, True)
    assert not pull.continuous_update
    assert (view._options_labels, view.value) == (("in all", "by source"), "all")


def test_the_drawing_and_its_sentence_follow_a_control(lab):
    before = lab.live.picture.value
    assert before.startswith('<img alt="4 &#34;units&#34; &lt;all&gt; at 50." src="data:image/')
    assert before.endswith("<p>4 &#34;units&#34; &lt;all&gt; at 50.</p>")
    lab.live.controls["pull"].value = 9
    lab.live.controls["view"].value = "one"
    after = lab.live.picture.value
    assert after.endswith("<p>9 &#34;units&#34; &lt;one&gt; at 50.</p>")
    source = re.compile('src="(.*?)"')
    assert source.search(before)[1] != source.search(after)[1]
    assert source.search(after)[1] == figure.data_uri(draw(9, 50, "one"))


def test_a_still_lab_is_its_drawing_with_its_sentence(lab):
    shown, about = lab._repr_mimebundle_()
    assert list(shown) == ["text/plain", "image/png"]
    assert shown["text/plain"] == repr(lab)
    assert base64.b64decode(shown["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
    assert about == {"image/png": {"width": 691, "height": 192, "alt": repr(lab)}}
    assert lab._repr_mimebundle_() == (shown, about)


def test_a_still_lab_stays_at_the_start_while_controls_move(lab):
    still = lab._repr_mimebundle_()
    lab.live.controls["pull"].value = 9
    assert lab._repr_mimebundle_() == still


def test_play_finds_the_lab_of_a_lesson():
    assert play("t01.market").key == "t01.market"
    with pytest.raises(BadInput, match=r"there is no lab 't01\.none'\nLabs are t01\.market, "):
        play("t01.none")
