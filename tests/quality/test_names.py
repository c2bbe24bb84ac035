import re
import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from leadkit.quality.folding import company_core, fold, name_key


def by_hand(text):
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f").replace("đ", "d")


odd = st.text(alphabet="ăâđêôơưÁ ’–\n\rßẞİŉ٠①\u0323\u0301\u0345\u0591😀ab1", max_size=8)


@given(st.lists(st.text(max_size=15) | odd, min_size=1, max_size=5))
def test_folding_a_column_is_folding_each_cell(texts):
    assert fold(pd.Series(texts, dtype="str")).tolist() == [by_hand(text) for text in texts]


def test_composed_and_decomposed_vietnamese_fold_alike():
    name = "Đặng Thị Ưu"
    both = pd.Series([unicodedata.normalize(form, name) for form in ("NFC", "NFD")])
    assert fold(both).tolist() == ["dang thi uu"] * 2


@given(st.lists(st.text(max_size=15) | odd, min_size=1, max_size=5))
def test_the_words_of_a_column_are_the_words_of_each_cell(texts):
    expected = [" ".join(sorted(re.findall(r"\w+", by_hand(text)))) for text in texts]
    assert name_key(pd.Series(texts, dtype="str")).fillna("").tolist() == expected


def test_missing_names_stay_missing_beyond_one_helping():
    names = pd.Series(["Lê Ánh", None] * 40_000, index=range(80_000, 0, -1))
    assert name_key(names).value_counts(dropna=False).tolist() == [40_000, 40_000]
    assert fold(names).index.equals(names.index)


def test_word_order_and_signs_do_not_matter_in_a_name():
    assert name_key(pd.Series(["Lê, Thị  Ánh", "ANH LE THI"])).nunique() == 1


def test_the_legal_form_is_no_part_of_a_firms_name():
    cores = company_core(pd.Series(["Công ty TNHH Hoa Sen 12", "Cty Hoa Sen 12"]))
    assert cores.tolist() == ["hoa sen 12"] * 2


def test_a_firm_without_a_name_of_its_own_has_no_core():
    cores = company_core(pd.Series(["Công ty TNHH", None, "Cty CP Gốm sứ 7"]))
    assert cores.isna().tolist() == [True, True, False]
    assert cores[2] == "gom su 7"
