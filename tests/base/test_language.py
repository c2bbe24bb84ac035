from __future__ import annotations

from datetime import date

import pytest

from leadkit.base import language
from leadkit.base.language import NO_BREAK, day, money, number, percent


@pytest.fixture
def vietnamese():
    language.use("vi")
    yield
    language.use("en")


@pytest.mark.usefixtures("vietnamese")
def test_vietnamese_numbers_money_and_dates():
    assert number(1234.5, 1) == "1.234,5"
    assert percent(0.123, 1) == "12,3%"
    assert money(2_301_000_000, "VND").replace(NO_BREAK, " ") == "2.301 triệu ₫"
    assert money(25_000, "VND").replace(NO_BREAK, " ") == "25.000 ₫"
    assert day(date(2026, 9, 30)) == "30/09/2026"


def test_english_numbers():
    assert number(-1234.5) == "−1,235"
    assert number(0.4, sign=True) == "0"
    assert number(float("nan")) == "–"
    assert money(-249e6, "VND", sign=True).replace(NO_BREAK, " ") == "−249 M ₫"


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="there is no language"):
        language.use("fr")
