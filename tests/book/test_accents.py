from __future__ import annotations

import itertools
import unicodedata

import ftfy.bad_codecs  # noqa: F401
import pandas as pd
import pytest

from leadkit.book.accents import mended

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý",
)  # fmt: skip
GIVEN = (
    "An", "Ánh", "Châu", "Cường", "Diệp", "Dũng", "Hà", "Hạnh", "Hiếu", "Hòa", "Hương", "Khánh",
    "Phúc", "Quỳnh", "Sơn", "Thảo", "Tuấn", "Yến",
)  # fmt: skip
NAMES = [f"{family} Hoài {given}" for family, given in itertools.product(FAMILY, GIVEN)]
TEXTS = [
    "Hà Nội", "Đà Nẵng", "TP. Hồ Chí Minh", "Công ty Cổ phần Mái Nhà 12", "Hộ kinh doanh Bến Đò",
    "Đang liên hệ", "Tiềm năng", "nhà", "Ngày tạo", "Thành công – đã chốt", "Cần thêm thời gian…",
]  # fmt: skip


def series(values):
    return pd.Series(list(values), dtype="str")


def garbled(text, codec):
    return text.encode().decode(codec)


@pytest.mark.parametrize("codec", ["sloppy-windows-1252", "latin-1", "sloppy-windows-1258"])
@pytest.mark.parametrize(
    "change", [str, str.upper, lambda text: unicodedata.normalize("NFD", text)]
)
def test_garbled_text_is_offered_as_it_was(codec, change):
    texts = [unicodedata.normalize("NFC", change(text)) for text in NAMES + TEXTS]
    written = [garbled(change(text), codec) for text in NAMES + TEXTS]
    found = mended(series(written))
    wrong = {text for text, offer in zip(texts, found, strict=True) if offer != text}
    assert all("NGÔ" in text for text in wrong)
    assert found[[text in wrong for text in texts]].isna().all()


def test_text_garbled_twice_is_offered_as_it_was():
    twice = [garbled(garbled(text, "sloppy-windows-1252"), "sloppy-windows-1252") for text in NAMES]
    assert mended(series(twice)).tolist() == NAMES


def test_a_hard_space_that_was_trimmed_or_softened_is_put_back():
    written = [garbled(text, "sloppy-windows-1252") for text in ("Thu Hà", "Hoài Hà", "ngày 5")]
    soft = [" ".join(text.split()) for text in written]
    assert mended(series(["Nguyá»…n Thu HÃ", "nhÃ", *soft[1:]])).tolist() == [
        "Nguyễn Thu Hà", "nhà", "Hoài Hà", "ngày 5",
    ]  # fmt: skip


def test_a_cell_garbled_in_part_is_offered_whole():
    dash = garbled("8–17", "sloppy-windows-1252")
    assert mended(series(["Nguyá»…n – Hà Nội", "SociÃ©tÃ©", dash])).tolist() == [
        "Nguyễn – Hà Nội",
        "Société",
        "8–17",
    ]


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_correct_text_is_never_touched(change):
    texts = [change(text) for text in NAMES + TEXTS]
    assert mended(series([*texts, None])).isna().all()


@pytest.mark.parametrize(
    "text",
    ["XÃ", "“XÃ”", "TRANG NHÃ", "NHÃ NAM", "NHÃ\N{NO-BREAK SPACE}NAM", "It’s “fine” – really…",
     "£5 «a»", "Café Müller", "Ngu?n", "Äáº·ng", "22.700 ₫"],
)  # fmt: skip
def test_what_may_be_correct_or_is_lost_is_left_alone(text):
    assert mended(series([text])).isna().all()
