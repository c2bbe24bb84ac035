from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from made_book import make_book
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from leadkit.base import figure, language
from leadkit.review import shortfall

mpl.use("agg")


@pytest.fixture(scope="module")
def found(book):
    return shortfall(book, draws=200)


@pytest.fixture(scope="module")
def drawn(found):
    canvas = figure.blank(4.1)
    ax = found.plot(canvas.add_subplot())
    canvas.canvas.draw()
    return ax


def bars(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_each_bar_starts_where_the_one_above_ended(drawn, found):
    parts = np.array([estimate.value for estimate in found.parts.values()])
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars(drawn)]
    starts = np.concatenate([[0], np.cumsum(parts)])
    for place, (left, right) in enumerate(ends[:-1]):
        assert sorted((left, right)) == pytest.approx(
            sorted((starts[place], starts[place + 1])), rel=1e-9, abs=1
        )
    assert sorted(ends[-1]) == pytest.approx(sorted((0, found.gap)))


def test_cannot_tell_is_white_and_hatched_told_parts_wear_their_side(drawn, found):
    colours = {"lead_quality": figure.MARKETING, "follow_up": figure.SALES}
    for bar, (part, verdict) in zip(bars(drawn)[:-1], found.verdicts.items(), strict=True):
        if verdict == "cannot tell":
            assert bar.get_hatch() == figure.UNSEEN
            assert to_hex(bar.get_facecolor()) == "#ffffff"
        else:
            assert bar.get_hatch() is None
            assert to_hex(bar.get_facecolor()).upper() == colours.get(part, figure.MARKETING)


def test_every_interval_is_read_against_its_own_zero(drawn, found):
    start = 0.0
    segments = [line.get_xdata() for line in drawn.lines]
    for estimate in found.parts.values():
        whisker = (start + estimate.low, start + estimate.high)
        assert any(len(x) == 2 and np.allclose(x, whisker) for x in segments)
        assert any(len(x) == 2 and np.allclose(x, start) for x in segments)
        start += estimate.value


@pytest.mark.parametrize("own_axes", [True, False], ids=["notebook", "page"])
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_no_text_is_cut_or_written_over_another(found, own_axes, spoken):
    language.use(spoken)
    try:
        check_texts(found, own_axes)
    finally:
        language.use("en")


def check_texts(found, own_axes):
    if own_axes:
        ax = found.plot()
        canvas = ax.figure
    else:
        canvas = figure.blank(4.1)
        ax = found.plot(canvas.add_subplot())
    canvas.canvas.draw()
    width, height = canvas.canvas.get_width_height()
    texts = [*canvas.texts, *ax.texts, *ax.get_xticklabels()]
    low, high = ax.get_xlim()
    boxes = [
        text.get_window_extent() for text in texts
        if text.get_text() and not (
            text in ax.get_xticklabels() and not low <= text.get_position()[0] <= high
        )
    ]  # fmt: skip
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= width + 1
        assert box.y0 >= 0
        assert box.y1 <= height + 1
    overlaps = [
        (a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]
        if a.padded(-1).overlaps(b.padded(-1))
    ]  # fmt: skip
    assert not overlaps


def test_the_title_is_a_finding_with_its_number(found):
    title, subtitle, source = found.words()
    amount = found.scale.amount(abs(found.printed_gap))
    assert title.startswith(f"{amount} less than in 2026Q1: weaker leads")
    assert "2026Q2 against 2026Q1" in subtitle
    for text in ("95 %", "older than 90 days", "2026-09-30", f"n = {found.leads[0]}"):
        assert text in source


def test_the_same_split_gives_the_same_bytes(found):
    def once():
        canvas = figure.blank(4.1)
        found.plot(canvas.add_subplot())
        return figure.svg(canvas)

    assert once() == once()


def test_gains_and_large_numbers_fit_as_well():
    found = shortfall(make_book(n=300, last=500, seed=1), draws=50)
    huge = {
        part: replace(e, value=e.value * 40, low=e.low * 40, high=e.high * 40)
        for part, e in found.parts.items()
    }
    factors = found.factors.copy()
    factors.loc["volume"] *= 40
    found = replace(found, parts=huge, factors=factors)
    check_texts(found, own_axes=False)
