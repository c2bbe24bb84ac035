"""What tests of lessons share: reading a drawn figure, and numbers out of a text."""

from __future__ import annotations

import itertools
import re

from matplotlib.text import Text

GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def numbers(text):
    """Return the numbers in a text, marks of thousands and decimals undone, small to large."""
    return sorted(map(_value, NUMBER.findall(text)))


def _value(found):
    return float(re.sub("[.,]", "", found) if GROUPED.fullmatch(found) else found.replace(",", "."))


def shown(drawn):
    """Return every text that is drawn; matplotlib also keeps ticks outside the axes."""
    hidden = set()
    for ax in drawn.axes:
        for axis, coordinate in ((ax.xaxis, 0), (ax.yaxis, 1)):
            low, high = sorted(axis.get_view_interval())
            hidden |= {
                text
                for text in axis.get_ticklabels()
                if not low <= text.get_position()[coordinate] <= high
            }
    texts = [text for text in drawn.findobj(Text) if text not in hidden]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def words(drawn):
    """Return what a figure says around its axes: title, subtitle and source, unwrapped."""
    return [text.get_text().replace("\n", " ") for text in drawn.texts]


def ticks(axis):
    """Return the labels of the ticks that are drawn."""
    low, high = sorted(axis.get_view_interval())
    coordinate = 0 if axis.axis_name == "x" else 1
    labels = axis.get_ticklabels()
    return [text.get_text() for text in labels if low <= text.get_position()[coordinate] <= high]


def heights(ax):
    """Return the heights of the bars that have one."""
    return [round(float(bar.get_height()), 6) for bar in ax.patches if bar.get_height()]


def widths(ax):
    """Return the widths of the lying bars that have one."""
    return [round(float(bar.get_width()), 6) for bar in ax.patches if bar.get_width()]


def assert_no_text_is_cut_or_meets_another(drawn):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    width, height = canvas.get_width_height()
    boxes = {text: Text.get_window_extent(text) for text in shown(drawn)}
    for text, box in boxes.items():
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
        assert text.get_fontsize() >= 7.5
    for (one, left), (two, right) in itertools.combinations(boxes.items(), 2):
        apart = left.x1 <= right.x0 + 1 or right.x1 <= left.x0 + 1
        level = left.y1 <= right.y0 + 1.5 or right.y1 <= left.y0 + 1.5
        assert apart or level, (one, two)
