from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from leadkit.base import figure
from leadkit.base.page import Page, Picture, Section, Table, bold, team


def page(**given):
    return Page(kind="Kind", title="Title", **given).html()


def test_text_from_data_is_escaped_everywhere():
    attack = "<script>alert(1)</script>"
    table = Table(finding=attack, rows=pd.DataFrame({attack: [attack]}))
    html = page(
        subtitle=attack,
        say=[attack, bold(attack, "alert")],
        sections=[Section(heading=attack, text=[attack], tables=[table], details=attack)],
        footer=attack,
    )
    assert "<script" not in html


def test_a_page_fetches_nothing():
    drawing = figure.blank(2)
    drawing.add_subplot().plot([1, 2])
    picture = Picture(
        uri=figure.data_uri(drawing), finding="f", subtitle="s", source="n", alt="words"
    )
    html = page(sections=[Section(heading="h", pictures=[picture])], signatures=["Sales"])
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", html)
    assert "url(" not in html
    assert "@import" not in html


def test_one_main_heading_and_no_skipped_level():
    html = page(say=["a"], sections=[Section(heading="h", notes=[("n", "t")])])
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_team_marks_carry_a_word_beside_the_colour():
    assert "marketing</span>" in team("marketing")


def test_the_same_figure_gives_the_same_bytes():
    def draw():
        drawing = figure.blank(2)
        drawing.add_subplot().bar([1, 2], [3, 4], hatch=figure.UNSEEN)
        return figure.svg(drawing)

    assert draw() == draw()


def test_wrapped_lines_are_no_wider_than_asked():
    text = "Weaker leads and slower follow-up cost money; whether selling did, nobody can tell " * 3
    lines = figure.wrap(text.strip(), 4.0, 11, "bold")
    assert " ".join(lines) == text.strip()
    assert max(figure.text_width(line, 11, "bold") for line in lines) <= 4.0
