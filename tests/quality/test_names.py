import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from leadkit.quality.duplicates import company_core, fold, name_key


def by_hand(text):
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f").replace("đ", "d")


@given(st.lists(st.text(max_size=15), min_size=1, max_size=5))
def test_folding_a_column_is_folding_each_cell(texts):
    assert fold(pd.Series(texts, dtype="str")).tolist() == [by_hand(text) for text in texts]


def test_composed_and_decomposed_vietnamese_fold_alike():
    name = "Đặng Thị Ưu"
    both = pd.Series([unicodedata.normalize(form, name) for form in ("NFC", "NFD")])
    assert fold(both).tolist() == ["dang thi uu"] * 2


def test_word_order_and_signs_do_not_matter_in_a_name():
    assert name_key(pd.Series(["Lê, Thị  Ánh", "ANH LE THI"])).nunique() == 1


def test_the_legal_form_is_no_part_of_a_firms_name():
    cores = company_core(pd.Series(["Công ty TNHH Hoa Sen 12", "Cty Hoa Sen 12"]))
    assert cores.tolist() == ["hoa sen 12"] * 2


def test_a_firm_without_a_name_of_its_own_has_no_core():
    cores = company_core(pd.Series(["Công ty TNHH", None, "Cty CP Gốm sứ 7"]))
    assert cores.isna().tolist() == [True, True, False]
    assert cores[2] == "gom su 7"
