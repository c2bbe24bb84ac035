"""What spoiled files once broke, told without them."""

from __future__ import annotations

import pytest

from leadkit.agreement import Agreement
from leadkit.base.errors import BadInput
from leadkit.base.toml import MOST_FAULTS, line_of, parse_toml
from leadkit.learn.group import by_thought


def test_the_line_of_a_table_in_a_list_is_found_though_it_is_empty():
    text = "a = 1\n[[b]]\n[[b.c]]\n[[b]]\nd = 2\n"
    assert line_of(text, ("b", 1, "d")) == 5
    assert line_of(text, ("b", 1)) == 5
    assert line_of(text, ("b", 0, "c", 0)) in range(1, 6)
    assert line_of("not = = TOML", ("a",)) == 1


def test_of_thousands_of_faults_the_first_are_told_and_the_others_counted():
    text = "[[promises]]\nid = 3\n" * 40
    with pytest.raises(BadInput, match=r"and [\d,]+ faults more") as caught:
        parse_toml(text, Agreement, "a.toml")
    assert str(caught.value).count("a.toml:") == MOST_FAULTS


def test_brackets_in_each_other_without_end_are_no_toml():
    with pytest.raises(BadInput, match="not a TOML file"):
        parse_toml("x = " + "[" * 50_000, Agreement, "a.toml")


def test_a_class_in_which_nobody_answered_has_no_thoughts():
    assert by_thought([("1", ()), ("2", ())]).empty
    assert by_thought([]).empty
